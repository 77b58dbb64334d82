"""The command line survives whatever an engine does: loops, crashes and floods end in one clear error each, however children are started."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import time

import pytest

from bulletin_parse import EngineCrashed, Guard, LimitExceeded, Limits, NoTextLayer, UnreadableSource, api, checking, main
from bulletin_parse.cli import parse as parse_command
from bulletin_parse.limits import meter
from bulletin_parse.supervise.messages import ask_for_time
from conftest import FIXTURES, MIB

pytestmark = pytest.mark.usefixtures("each_start_method")
calls = 0


def answers(value):
    return value


def loops(*_, **__):
    while True:
        pass


def floods(*_, **__):
    return len(bytearray(512 * MIB)) + len([bytes(MIB) for _ in range(4096)])


def crashes(*_, **__):
    os.kill(os.getpid(), signal.SIGSEGV)


def leaves(*_, **__):
    os._exit(7)


def stumbles(*_, **__):
    return {}["key"]


def refuses(*_, **__):
    raise NoTextLayer("a.pdf", "only pictures")


class _Pointing(NoTextLayer):
    """Pickled with its causes, as tblib (which Dask brings) has every error pickled."""

    def __reduce__(self):
        return (_Pointing, (self.source, self.reason), {"causes": (self.__cause__, self.__context__)})


def refuses_in_a_circle(*_):
    error, other = _Pointing("a.pdf", "only pictures"), _Pointing("b.pdf", "because of a.pdf")
    error.__cause__, other.__cause__ = other, error
    raise error


def crashes_the_second_time(*_):
    global calls
    calls += 1
    if calls > 1:
        crashes()
    return calls


SHORT, LIMITS = Limits(seconds=0.5), Limits(seconds=60, memory=700 * MIB)
WHAT = [
    (loops, LimitExceeded, "it passes the limit of 0.5 seconds. If the file is a bulletin"),
    (floods, LimitExceeded, "it needs more memory than the limit of 734,003,200 bytes"),
    (crashes, EngineCrashed, r"died \(SIGSEGV\): a fault in an engine, or no memory left for it. Try another engine"),
    (leaves, EngineCrashed, r"died \(exit code 7\)"),
    (stumbles, UnreadableSource, r"the parser failed on it \(KeyError: 'key', at test_guard.py:\d+\). Report it"),
    (refuses, NoTextLayer, "only pictures"),
    (refuses_in_a_circle, _Pointing, "only pictures"),
]
by_name = {"ids": lambda value: getattr(value, "__name__", "")}


@pytest.mark.parametrize(("function", "kind", "message"), WHAT, **by_name)
def test_each_end_is_one_error_and_the_next_file_is_read(function, kind, message):
    with Guard(SHORT if function is loops else LIMITS) as guard:
        assert guard.run("a.pdf", answers, 1) == 1
        with pytest.raises(kind, match=message) as caught:
            guard.run("a.pdf", function)
        assert type(caught.value) is kind
        assert guard.run("b.pdf", answers, 2) == 2


def test_a_child_worn_out_by_earlier_files_is_replaced_before_a_file_is_blamed():
    with Guard(LIMITS) as guard:
        assert [guard.run("a.pdf", crashes_the_second_time) for _ in range(3)] == [1, 1, 1]


def misbehave(path):
    """Does what the file's name says, as an engine might at what it holds."""
    if path.stem in globals():
        globals()[path.stem]()


def written(files, *arguments):
    misbehave(files[0])
    return [api.parse(files[0]).to_json()]


def examined(path, *arguments):
    misbehave(path)
    return checking.Examined(path.as_posix(), [], [api.parse(path)], [])


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("command", ["parse", "check"])
@pytest.mark.parametrize(("function", "message"), [(what[0], what[2]) for what in WHAT[:5]], **by_name)
def test_the_command_line_says_it_in_one_line_and_reads_the_others(jobs, command, function, message, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(parse_command, "_written", written)
    monkeypatch.setattr(checking, "_examined", examined)
    good, bad = tmp_path / "good.md", tmp_path / f"{function.__name__}.md"
    for path in (good, bad):
        path.write_bytes((FIXTURES / "converter.md").read_bytes())
    code = main(
        [
            command,
            str(bad),
            str(good),
            "--jobs",
            str(jobs),
            "--format",
            "json",
            "--limit",
            f"seconds={5 if function is loops else 60}",
            "--limit",
            "memory=700MiB",
        ]
    )
    out, err = capsys.readouterr()
    assert (code, err.count("\n")) == (3, 1)
    assert f"{function.__name__}.md: " in err
    assert "Traceback" not in err
    assert out.startswith("[")


def test_a_child_has_a_meter_of_its_own():
    with Guard(Limits(pages=3)) as guard:
        assert guard.run("a.pdf", _pages) == Limits().pages


def _pages():
    return meter().limits.pages


def asks():
    ask_for_time(10.0)
    time.sleep(3.0)
    return "done"


def test_no_search_for_circles_goes_through_what_a_child_begins_with():
    with Guard() as guard:
        assert guard.run("a.pdf", gc.get_freeze_count) > 10_000


def test_work_that_asks_for_time_gets_it():
    with Guard(SHORT) as guard:
        assert guard.run("a.pdf", asks) == "done"
        with pytest.raises(LimitExceeded):
            guard.run("a.pdf", time.sleep, 60)


@pytest.mark.parametrize("command", [["parse"], ["check"], ["view", "-o", "page.html"]])
def test_an_error_names_the_file_by_its_path_and_a_template_by_its_own(command, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "cut.pdf").write_bytes(b"%PDF-1.7\n")
    shutil.copy(FIXTURES / "converter.md", tmp_path / "a" / "good.md")
    (tmp_path / "bad.toml").write_text("x = [", encoding="utf-8")
    assert main([*command, "a/cut.pdf"]) == 3
    assert capsys.readouterr().err.startswith("bulletin-parse: a/cut.pdf")
    assert main([*command, "a/good.md", "--template", "bad.toml"]) == 2
    err = capsys.readouterr().err
    assert "bad.toml: the template cannot be read" in err
    assert "good.md" not in err
