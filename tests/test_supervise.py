"""What the supervisor of child processes promises: nothing foreign runs, nothing waits for ever, nothing stays behind, one more try where it may help."""

from __future__ import annotations

import os
import random
import select
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import Mock

import pytest

from bulletin_parse import BulletinError, Call, EngineCrashed, Guard, LimitExceeded, Limits, Pool, UnreadableSource, api
from bulletin_parse.reading.pdf import choosing
from bulletin_parse.supervise import pool, start
from conftest import FIXTURES, MIB

pytestmark = pytest.mark.usefixtures("each_start_method")


def fact(name):
    """What a child says of itself."""
    import resource

    return {
        "pid": os.getpid,
        "core": lambda: resource.getrlimit(resource.RLIMIT_CORE)[0],
        "data": lambda: resource.getrlimit(resource.RLIMIT_DATA)[0],
        "cpu": lambda: resource.getrlimit(resource.RLIMIT_CPU)[0],
        "folder": os.getcwd,
        "path": lambda: list(sys.path),
        "variables": lambda: dict(os.environ),
        "interrupt": lambda: signal.getsignal(signal.SIGINT) is signal.SIG_IGN,
        "streams": lambda: [str(Path(f"/proc/self/fd/{stream}").readlink()) for stream in range(3)],
    }[name]()


def test_a_child_bounds_itself_and_is_cut_off():
    with Guard(Limits(seconds=5, memory=300 * MIB)) as guard:
        assert guard.run("", fact, "core") == 0
        assert 300 * MIB < guard.run("", fact, "data") < 4096 * MIB
        assert 0 < guard.run("", fact, "cpu") < 60 * (os.cpu_count() or 1)
        assert guard.run("", fact, "interrupt") is True
        assert guard.run("", fact, "streams") == [os.devnull] * 3


def test_a_child_works_in_the_caller_s_folder_and_environment(tmp_path, monkeypatch):
    with Guard() as guard:
        assert guard.run("", fact, "folder") == os.getcwd()  # noqa: PTH109
        monkeypatch.chdir(tmp_path)
        assert guard.run("", fact, "folder") == str(tmp_path)
    monkeypatch.setenv("BULLETIN_PARSE_TRIAL", "elsewhere")
    with Guard() as guard:
        assert guard.run("", fact, "variables")["BULLETIN_PARSE_TRIAL"] == "elsewhere"


def test_python_s_variables_are_not_a_child_s(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(["", "elsewhere"]))
    with Guard() as guard:
        assert not [name for name in guard.run("", fact, "variables") if name.startswith("PYTHON")]


def flood():
    """Fills the memory with lists that a library in Rust makes."""
    from pydantic_core import from_json

    return [from_json(b"[" * 150 + b"]" * 150) for _ in range(10**6)]


def test_a_library_that_runs_out_of_memory_dies_at_once(monkeypatch):
    """Asked for traces of the stack, Rust's library holds a lock while it writes one, and waits for that lock for ever if the memory ends there."""
    monkeypatch.setenv("RUST_BACKTRACE", "1")
    with Guard(Limits(seconds=20, memory=20 * MIB)) as guard, pytest.raises((EngineCrashed, LimitExceeded), match="memory"):
        guard.run("a.md", flood)


def stumble_when_full():
    """What libraries in C do that take want of memory for another fault."""
    held = []
    with suppress(MemoryError):
        while True:
            held.append(bytes(MIB // 4))
    raise AttributeError(f"This object of {len(held)} has no __dict__") from None


def test_a_fault_of_a_full_process_is_want_of_memory():
    with Guard(Limits(memory=20 * MIB)) as guard:
        with pytest.raises(LimitExceeded, match="more memory"):
            guard.run("a.md", stumble_when_full)
        with pytest.raises(UnreadableSource, match="failed on it"):
            guard.run("a.md", getattr, "a", "none")


def test_the_working_folder_is_looked_at_last(tmp_path, monkeypatch):
    """Where it is looked at at all: for a caller who has it on the path himself."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", ["", *sys.path])
    with Guard() as guard:
        path = guard.run("", fact, "path")
    assert "" not in path
    assert path.index(str(tmp_path)) > path.index(str(Path(os.__file__).parent))


def half_an_answer():
    """Writes the beginning of a long answer into the pipe itself, and no more."""
    import gc
    from multiprocessing.connection import Connection

    for each in gc.get_objects():
        if isinstance(each, Connection) and each.writable and not each.closed:
            os.write(each.fileno(), (1 << 20).to_bytes(4, "big") + b"half")
    time.sleep(600)


def test_a_half_sent_answer_is_waited_for_no_longer_than_the_limit():
    with Guard(Limits(seconds=0.5)) as guard:
        with pytest.raises(LimitExceeded, match="the limit of 0.5 seconds"):
            guard.run("a.pdf", half_an_answer)
        assert guard.run("b.pdf", fact, "pid")


def stop():
    os.kill(os.getpid(), signal.SIGSTOP)


def test_a_child_that_takes_no_question_is_waited_for_no_longer_than_the_limit():
    with Guard(Limits(seconds=0.5)) as guard, pytest.raises(LimitExceeded):
        guard.run("a.pdf", stop)
    with Guard(Limits(seconds=0.5)) as guard:
        os.kill(guard.run("", fact, "pid"), signal.SIGSTOP)
        with pytest.raises(LimitExceeded):
            guard.run("a.pdf", len, bytes(64 * MIB))  # more than the pipe holds


def test_what_cannot_cross_is_an_error_and_the_child_serves_on():
    with Guard() as guard:
        with pytest.raises(UnreadableSource, match="cannot be handed to a child"):
            guard.run("a.pdf", fact, lambda: None)
        with pytest.raises(UnreadableSource, match="cannot pickle"):
            guard.run("a.pdf", threading.Lock)
        assert guard.run("a.pdf", fact, "pid")


def test_an_interrupted_call_leaves_no_answer_for_the_next(monkeypatch):
    with Guard() as guard:
        guard.run("", fact, "pid")
        with monkeypatch.context() as patched:
            patched.setattr("bulletin_parse.supervise.guard._received", Mock(side_effect=KeyboardInterrupt))  # what Ctrl-C raises there
            with pytest.raises(KeyboardInterrupt):
                guard.run("a.pdf", fact, "folder")
        assert isinstance(guard.run("b.pdf", fact, "pid"), int)


def dies_with(name):
    """An engine that kills the process that reads with it; the others read."""
    load = choosing.load

    def loaded(engine):
        module = load(engine)
        return SimpleNamespace(NAME=module.NAME, read=lambda *_: os.kill(os.getpid(), signal.SIGSEGV)) if module.NAME in name else module

    return loaded


def parsed(file, deadly, engine="auto"):
    choosing.load = dies_with(deadly)
    return api.parse(file, engine=engine)


@pytest.mark.parametrize(("deadly", "engine"), [("pymupdf", "pdfium"), ("pymupdf pdfium", "pdfplumber")])
def test_where_an_engine_crashes_auto_takes_another_and_says_which(deadly, engine):
    with Guard() as guard:
        assert guard.run("word.pdf", parsed, FIXTURES / "word.pdf", deadly).source.engine == engine


def test_where_every_engine_crashes_or_the_one_that_was_asked_for_the_file_is_not_read():
    with Guard() as guard:
        with pytest.raises(EngineCrashed, match=r"with each engine \(pdfium, pdfplumber, pymupdf\)"):
            guard.run("word.pdf", parsed, FIXTURES / "word.pdf", "pymupdf pdfium pdfplumber")
        with pytest.raises(EngineCrashed, match="SIGSEGV"):
            guard.run("word.pdf", parsed, FIXTURES / "word.pdf", "pdfium", "pdfium")


def square(number):
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.05 * (number % 2))
    return number * number


def test_a_pool_answers_in_order_and_takes_few_calls_ahead():
    taken = []

    def calls():
        for number in range(12):
            taken.append(number)
            yield Call(str(number), square, (number,))

    with Pool(jobs=2) as pool:
        answers = pool.map(calls(), ahead=3)
        assert next(answers) == 0
        assert len(taken) == 3
        rest = list(answers)
    assert isinstance(rest[2], EngineCrashed)
    assert [answer for answer in rest if not isinstance(answer, BulletinError)] == [number * number for number in range(1, 12) if number != 3]


def test_a_pool_that_is_closed_early_ends_at_once():
    began = time.monotonic()
    with Pool(Limits(seconds=900), jobs=2) as pool:
        answers = pool.map([Call("a", fact, ("pid",)), *[Call("b", time.sleep, (900,))] * 4], ahead=2)
        pid = next(answers)
    assert time.monotonic() - began < 600  # what it does not wait for takes longer
    assert not alive(pid)


def test_a_guard_that_is_dismissed_while_its_child_starts_runs_nothing(monkeypatch):
    with Guard(Limits(seconds=300)) as guard:
        monkeypatch.setattr("bulletin_parse.supervise.guard.start", lambda *given, begin=start.start: [begin(*given), guard.dismiss()][0])
        with pytest.raises(EngineCrashed, match="has ended"):
            guard.run("a.pdf", time.sleep, 300)


def test_threads_of_others_have_a_guard_each():
    found = []
    threads = [threading.Thread(target=lambda: found.append(pool.guard_of_thread(Limits()).run("", fact, "pid"))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 2


def test_no_poll_is_needed(monkeypatch):
    monkeypatch.delattr(select, "poll")
    with Guard() as guard:
        assert guard.run("", fact, "pid")


def test_an_unknown_method_is_a_usage_error(monkeypatch):
    monkeypatch.setenv(start.VARIABLE, "magic")
    with pytest.raises(BulletinError, match="there is no way 'magic' to start a process"), Guard() as guard:
        guard.run("", fact, "pid")


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def of_session(session: int) -> list[int]:
    """The processes of a session that are alive."""
    found = []
    for each in Path("/proc").iterdir():
        try:
            if each.name.isdigit() and os.getsid(int(each.name)) == session and alive(int(each.name)):
                found.append(int(each.name))
        except OSError:
            continue
    return found


# Parents whose children loop, in Python and in C code that gives no other thread a turn, and are being started all the time.
PARENT = """
import re, sys, threading
sys.path.insert(0, sys.argv[1])
from bulletin_parse import Limits
from bulletin_parse import Call, Guard, Pool
print("begun", flush=True)
def restart():
    while True:
        with Guard() as guard:
            guard.run("", len, "")
threading.Thread(target=restart, daemon=True).start()
with Pool(Limits(seconds=600), jobs=2) as pool:
    list(pool.map([Call("", pow, (7, 10**8)), Call("", re.match, ("(a+)+$", "a" * 60 + "b"))] * 3))
"""
KILLS = 40


@pytest.mark.slow
def test_no_child_outlives_a_killed_parent(each_start_method):
    rng = random.Random(each_start_method)
    left = []
    for _ in range(KILLS):
        environment = {**os.environ, start.VARIABLE: each_start_method}
        process = subprocess.Popen(
            [sys.executable, "-c", PARENT, str(FIXTURES.parents[1] / "src")], stdout=subprocess.PIPE, env=environment, start_new_session=True
        )
        process.stdout.readline()
        time.sleep(rng.uniform(0.0, 2.0))
        process.kill()
        process.wait()
        process.stdout.close()
        deadline = time.monotonic() + 60
        while (there := of_session(process.pid)) and time.monotonic() < deadline:
            time.sleep(0.05)
        left += there
    assert not left


@pytest.mark.parametrize("value", [(), (1, 2), None, UnreadableSource("a.pdf", "a value, and not raised")], ids=repr)
def test_whatever_a_function_returns_is_its_answer(value):
    with Guard() as guard:
        assert repr(guard.run("", value_of, value)) == repr(value)


def value_of(value):
    return value
