"""The child's life: a call in, an answer out, until the parent is gone."""

from __future__ import annotations

import os
import pickle
import sys
import traceback
from collections.abc import Iterable
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import Connection

from bulletin_parse.errors import BulletinError, EngineCrashed, UnreadableSource
from bulletin_parse.limits import Limits, exceeded
from bulletin_parse.supervise import bounds
from bulletin_parse.supervise.messages import READY, Call, Done, MoreTime, Terms, Words, listen

# What libraries in C++ and the system's loader say where Python says MemoryError.
_NO_MEMORY = ("bad alloc", "bad_alloc", "allocate memory", "failed to allocate", "insufficient memory", "out of memory")


def main(pipe: int, lifeline: int, parent: int) -> None:
    """Serves in a new interpreter; the numbers are those of two inherited pipes, and the parent's process id."""
    serve(connection_of(pipe), connection_of(lifeline), parent)


def connection_of(number: int) -> Connection:
    """The pipe behind an inherited descriptor, or handle on Windows."""
    if sys.platform == "win32":
        from multiprocessing.connection import PipeConnection

        return PipeConnection(number)
    return Connection(number)


def serve(pipe: Connection, lifeline: Connection, parent: int) -> None:
    """Answers calls; never returns."""
    try:
        bounds.silence()
        bounds.end_with(parent, lifeline)
        terms: Terms = pipe.recv()
        os.environ.clear()
        os.environ.update(terms.environment)
        sys.path[:] = terms.path
        load(terms.modules)
        bounds.bind(terms.limits)
        pipe.send(READY)
        while True:
            _answer(pipe, pipe.recv_bytes(), terms.limits)
    except (EOFError, OSError):  # the parent has closed the pipe
        os._exit(0)
    finally:
        os._exit(1)


def load(modules: Iterable[str]) -> None:
    """Imports modules, so that neither time nor memory for that is put down to the first file."""
    for name in modules:
        with suppress(Exception):  # whoever needs it will say so
            import_module(name)


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
        answer: Done | BulletinError = Done(call.function(*call.arguments))
    except BulletinError as error:
        answer = error
    except Exception as error:  # noqa: BLE001 - a fault of ours must not stop the other files
        answer = exceeded(source, "memory", limits.memory, limits.memory) if lacks_memory(error) else _defect(source, error)
    failure = _failure_to_send(pipe, answer, source, limits)
    if failure and _failure_to_send(pipe, failure, source, limits):
        os._exit(1)  # the guard tells of a child that died


def _failure_to_send(pipe: Connection, answer: Done | BulletinError, source: str, limits: Limits) -> BulletinError | None:
    """Sends an answer; why it could not be sent, None if it was. It is made whole first, so half of it is never sent."""
    try:
        pipe.send(answer)
    except OSError:
        raise
    except MemoryError:
        return exceeded(source, "memory", limits.memory, limits.memory)
    except Exception as error:  # noqa: BLE001 - what engines hand over may not cross a process's border
        return UnreadableSource(source, f"what was read of it cannot be handed over ({type(error).__name__})", remedy="Report it with the file")
    return None


def cause_of(error: BaseException) -> BaseException:
    """The first of a chain of errors, of which libraries wrap one in the other."""
    while deeper := error.__cause__ or error.__context__:
        error = deeper
    return error


def lacks_memory(error: BaseException) -> bool:
    """Whether an error says that memory is short, whatever a library calls that."""
    cause = cause_of(error)
    return isinstance(cause, MemoryError) or any(words in str(cause).lower() for words in _NO_MEMORY)


def in_words(error: BaseException) -> str:
    """An error's kind and what it says, in one line and without the traceback that some libraries put there."""
    said = next((line.strip() for line in str(error).splitlines() if line.strip()), "")
    return f"{type(error).__name__}: {said}".removesuffix(": ")


def _defect(source: str, error: Exception) -> BulletinError:
    """The error for one that nobody expected, with the place of its last frame."""
    words = in_words(cause_of(error))
    if isinstance(error, SystemError):  # C code that broke its contract, for want of memory more often than not
        return EngineCrashed(source, f"an engine failed inside ({words}): a fault in it, or no memory left for it")
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{os.path.basename(frame.filename)}:{frame.lineno}"  # noqa: PTH119
    return UnreadableSource(source, f"the parser failed on it ({words}, at {place})", remedy="Report it with the file; bulletin_parse.parse() shows where")
