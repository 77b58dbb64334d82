"""What parent and child say to each other, and what the code that runs in a child may say while it works."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from bulletin_parse.limits import Limits


class Terms(NamedTuple):
    """What a child is told first: what each call may cost, and its parent's environment, path and modules."""

    limits: Limits
    environment: dict[str, str]
    path: list[str]
    modules: list[str]


class Call(NamedTuple):
    """What a child is asked: what messages call the file that is read, such as its path, a function of a module, and its arguments.

    ``deadly`` are the engines of which a process died at this call; ``folder`` is where relative paths begin.
    """

    source: str
    function: Callable[..., Any]
    arguments: tuple[Any, ...] = ()
    deadly: frozenset[str] = frozenset()
    folder: str | None = None


class MoreTime(NamedTuple):
    """Sent when a child is ready, and before long work that has a bound of its own: from now on it has the limit and so many seconds."""

    seconds: float


class Trying(NamedTuple):
    """Sent at a child's first call before an engine reads that another could replace, and None after it: if the child dies now, the engine is to blame."""

    engine: str | None


# What a child does so that its parent hears of it, nothing where nobody listens; and the engines of which a process died at the same call.
_say: Callable[[MoreTime | Trying], None] = lambda _: None  # noqa: E731
_deadly: frozenset[str] = frozenset()


def listen(say: Callable[[MoreTime | Trying], None], deadly: frozenset[str]) -> None:
    """Sets what this process's words go through, and which engines it must not use."""
    global _say, _deadly
    _say, _deadly = say, deadly


def ask_for_time(seconds: float) -> None:
    """Asks the guard of this process, if there is one, for more time: recognising pages takes so many seconds."""
    _say(MoreTime(seconds))


@contextmanager
def trying(engine: str) -> Iterator[None]:
    """Tells the guard which engine reads, so that it has another one read if this process dies of it."""
    _say(Trying(engine))
    try:
        yield
    finally:
        _say(Trying(None))


def deadly_engines() -> frozenset[str]:
    """The engines of which an earlier process died that read the same file."""
    return _deadly
