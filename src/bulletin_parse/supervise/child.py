"""The child's side: its life, a call in and an answer out until the parent is gone; and that of the server that forks such children."""

from __future__ import annotations

import gc
import multiprocessing.connection
import os
import pickle
import signal
import sys
import traceback
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler, recv_handle

from bulletin_parse.errors import BulletinError, EngineCrashed, UnreadableSource, cause_of, in_words, lacks_memory
from bulletin_parse.limits import Limits, exceeded
from bulletin_parse.supervise import bounds
from bulletin_parse.supervise.messages import Call, MoreTime, Terms, Trying, listen

_OBJECTS = 20_000  # made while files are read, before circles are sought among them


def serve(pipe: Connection, parent: int) -> None:
    """Answers calls; never returns. The number is the parent's process id."""
    try:
        bounds.silence()
        bounds.end_with(parent)
        limits = _settled(pipe.recv())  # all is imported now, so that neither time nor memory for that is put down to the first file
        bounds.bind(limits)
        pipe.send(MoreTime(0.0))
        pipe.send_bytes(_answer(pipe, pipe.recv_bytes(), limits, is_first=True))
        while True:
            pipe.send_bytes(_answer(pipe, pipe.recv_bytes(), limits))
    except (EOFError, OSError):  # the parent has closed the pipe
        os._exit(0)
    finally:
        os._exit(1)  # the guard tells of a child that died


def _settled(terms: Terms) -> Limits:
    os.environ.clear()
    os.environ.update(terms.environment)
    sys.path[:] = terms.path
    gc.disable()
    for name in terms.modules:
        with suppress(Exception):  # whoever needs it will say so
            import_module(name)
    gc.freeze()  # what is there now stays: no file's search for circles goes through it, nor has a fork's memory copied for that
    gc.set_threshold(_OBJECTS)
    gc.enable()
    return terms.limits


def _answer(pipe: Connection, question: bytes, limits: Limits, *, is_first: bool = False) -> memoryview:
    """What a call returns, in a tuple, or its error; pickled whole before any of it is sent."""
    bounds.allow_time(limits.seconds)

    def say(words: MoreTime | Trying) -> None:
        if isinstance(words, MoreTime):
            bounds.allow_time(limits.seconds + words.seconds)
        if is_first or isinstance(words, MoreTime):  # if it dies of a later call, a fresh process is asked, and tells what it tries
            pipe.send(words)

    source = ""
    try:
        call: Call = pickle.loads(question)  # noqa: S301 - from our own parent
        source = call.source
        if call.folder:
            os.chdir(call.folder)
        listen(say, call.deadly)
        try:
            return ForkingPickler.dumps((call.function(*call.arguments),))
        except BulletinError as error:  # without its history: a library that has errors pickled with theirs (tblib) never ends where two name each other
            error.__cause__ = error.__context__ = None
            return ForkingPickler.dumps(error.with_traceback(None))
    except BaseException as error:  # noqa: BLE001 - a fault of ours must not stop the other files, nor a panic of Rust's
        return ForkingPickler.dumps(_failure(source, error, limits))


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


def fork_for(pipe: Connection, parent: int) -> None:
    """Imports once what children need, and forks them: cheap, and free of the caller's threads. They end with this process. Not on Windows.

    The terms come first, and then requests: None with a pipe behind it asks for a child, a child's process id for its exit code.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, OSError):
        _settled(pipe.recv())
        while os.getppid() == parent:
            if pipe.poll(bounds.LOOK_SECONDS):
                pipe.send(_forked(pipe) if (pid := pipe.recv()) is None else exit_code(pid))


def _forked(pipe: Connection) -> int:
    server = os.getpid()
    with connection(recv_handle(pipe)) as own:
        if not (pid := os.fork()):
            pipe.close()
            serve(own, server)
    return pid


def exit_code(pid: int) -> int | None:
    """The exit code of a forked child of this process, negative for a signal; None while it has none."""
    try:
        ended, status = os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:  # somebody else has asked, or it was another server's
        return -signal.SIGKILL
    return os.waitstatus_to_exitcode(status) if ended else None


def connection(number: int) -> Connection:
    """The pipe behind an inherited descriptor, or handle on Windows."""
    if sys.platform == "win32":
        return multiprocessing.connection.PipeConnection(number)
    return Connection(number)
