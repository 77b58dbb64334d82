"""The child's side: its life, a call in and an answer out until the parent is gone; and that of the server that forks such children."""

from __future__ import annotations

import multiprocessing.connection
import os
import pickle
import signal
import sys
import traceback
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import Connection

from bulletin_parse.errors import BulletinError, EngineCrashed, UnreadableSource, cause_of, in_words, lacks_memory
from bulletin_parse.limits import Limits, exceeded
from bulletin_parse.supervise import bounds
from bulletin_parse.supervise.messages import READY, Call, MoreTime, Terms, Words, listen


def main(pipe: int, parent: int) -> None:
    """Serves in a new interpreter; the numbers are that of an inherited pipe and the parent's process id."""
    serve(_connection(pipe), parent)


def serve(pipe: Connection, parent: int) -> None:
    """Answers calls; never returns."""
    try:
        bounds.silence()
        bounds.end_with(parent)
        terms: Terms = pipe.recv()
        os.environ.clear()
        os.environ.update(terms.environment)
        sys.path[:] = terms.path
        for name in terms.modules:  # now, so that neither time nor memory for that is put down to the first file
            with suppress(Exception):  # whoever needs it will say so
                import_module(name)
        bounds.bind(terms.limits)
        pipe.send(READY)
        while True:
            _answer(pipe, pipe.recv_bytes(), terms.limits)
    except (EOFError, OSError):  # the parent has closed the pipe
        os._exit(0)
    finally:
        os._exit(1)


def _answer(pipe: Connection, question: bytes, limits: Limits) -> None:
    bounds.allow_time(limits.seconds)

    def say(words: Words) -> None:
        if isinstance(words, MoreTime):
            bounds.allow_time(limits.seconds + words.seconds)
        pipe.send(words)

    source = ""
    try:
        call: Call = pickle.loads(question)  # noqa: S301 - from our own parent
        source = call.source
        if call.folder:
            os.chdir(call.folder)
        listen(say, call.deadly)
        answer: tuple[object] | BulletinError = (call.function(*call.arguments),)
    except BulletinError as error:
        answer = _alone(error)
    except BaseException as error:  # noqa: BLE001 - a fault of ours must not stop the other files, nor a panic of Rust's
        answer = _failure(source, error, limits)
    for _ in range(2):
        try:
            pipe.send(answer)  # which is made whole first: half of it is never sent
            return
        except OSError:  # the parent is gone
            raise
        except Exception as error:  # noqa: BLE001 - what engines hand over may not cross a process's border
            answer = _failure(source, error, limits)
    os._exit(1)  # the guard tells of a child that died


def _alone(error: BulletinError) -> BulletinError:
    """The error without its history, which does not cross: a library that has errors pickled with theirs (tblib) never ends where two name each other."""
    error.__cause__ = error.__context__ = None
    return error.with_traceback(None)


def _failure(source: str, error: BaseException, limits: Limits) -> BulletinError:
    """The error for one that nobody expected, with the place of its last frame."""
    if lacks_memory(error) or bounds.is_memory_full(limits):
        return exceeded(source, "memory", limits.memory, limits.memory)
    words = in_words(cause := cause_of(error))
    if {"SystemError", "PanicException"} & {type(error).__name__, type(cause).__name__}:  # a library broke its contract, often for want of memory
        return EngineCrashed(source, f"an engine failed inside ({words}): a fault in it, or no memory left for it")
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{os.path.basename(frame.filename)}:{frame.lineno}"  # noqa: PTH119
    return UnreadableSource(source, f"the parser failed on it ({words}, at {place})", remedy="Report it with the file; bulletin_parse.parse() shows where")


def fork_for(number: int, parent: int) -> None:
    """Imports once what children need, and forks them: cheap, and free of the caller's threads. They end with this process. Not on Windows.

    ``number`` is the descriptor of the pipe on which the names of modules to import come, and then requests: None, which asks for a child
    and is followed by its pipe, or a child's process id, which asks for its exit code. ``parent`` is the parent's process id.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    control = _connection(number)
    with suppress(EOFError, OSError):
        for name in control.recv():
            with suppress(Exception):
                import_module(name)
        control.send(READY)
        while os.getppid() == parent:
            if control.poll(bounds.LOOK_SECONDS):
                pid = control.recv()
                control.send(_forked(control) if pid is None else exit_code(pid))


def _forked(control: Connection) -> int:
    from multiprocessing.reduction import recv_handle

    pipe, server = recv_handle(control), os.getpid()
    pid = os.fork()
    if not pid:
        control.close()
        main(pipe, server)
    os.close(pipe)
    return pid


def exit_code(pid: int) -> int | None:
    """The exit code of a forked child of this process, negative for a signal; None while it has none."""
    try:
        ended, status = os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:  # somebody else has asked, or it was another server's
        return -signal.SIGKILL
    return os.waitstatus_to_exitcode(status) if ended else None


def _connection(number: int) -> Connection:
    """The pipe behind an inherited descriptor, or handle on Windows."""
    if sys.platform == "win32":
        return multiprocessing.connection.PipeConnection(number)
    return Connection(number)
