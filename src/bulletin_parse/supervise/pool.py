"""A child process for each core, each with a thread of the caller's that waits for it."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import Any

from bulletin_parse.arguments import require_jobs
from bulletin_parse.errors import BulletinError
from bulletin_parse.limits import Limits
from bulletin_parse.supervise.guard import Guard
from bulletin_parse.supervise.machine import cores
from bulletin_parse.supervise.messages import Call
from bulletin_parse.supervise.start import method

# Calls under way or done and not yet taken, for each process: enough that none waits, few enough that memory stays flat.
AHEAD = 3
_own = threading.local()  # each thread's guard, and the crew that it belongs to


class Pool(AbstractContextManager["Pool"]):
    """Guarded processes that work side by side; a context manager. What runs in ``executor`` finds its guard by ``guard_of_thread``.

    Args:
        limits: what one call may cost, as for ``Guard``.
        jobs: how many processes; None for one a core.
        function: what is called first, or one of its module, if that is known. Children are then forked here if that is safe: before there are threads.

    Raises:
        ChildUnavailable: the system starts no process.
    """

    def __init__(self, limits: Limits | None = None, jobs: int | None = None, function: Callable[..., Any] | None = None) -> None:
        require_jobs("Pool()", jobs)
        self.limits = limits or Limits()
        self.jobs = jobs or cores()
        self._crew: set[Guard] = set()
        self._ready: deque[Guard] = deque()
        self.executor = ThreadPoolExecutor(self.jobs, thread_name_prefix="bulletin-parse", initializer=self._join)
        if function and method() == "fork":
            self._prepare(function)

    def __exit__(self, *_: object) -> None:
        self.close()

    def map(self, calls: Iterable[Call | BulletinError], *, ahead: int | None = None) -> Iterator[Any | BulletinError]:
        """What each call returns, or its error, in the order of the calls.

        Calls are taken as late as they can be begun, so that few are in memory. A single process serves the calling thread itself.

        Args:
            calls: what to do; an error in a call's place is its own result.
            ahead: how many are taken before the first result is handed on; None for ``AHEAD`` a process.
        """
        if self.jobs == 1:
            guard = self._ready[0] if self._ready else Guard(self.limits)
            self._crew.add(guard)
            with guard:
                yield from (_answer(call, guard) for call in calls)
            return
        waiting: deque[Future[Any | BulletinError]] = deque()
        try:
            for call in calls:
                waiting.append(self.executor.submit(self._run, call))
                if len(waiting) >= (ahead or AHEAD * self.jobs):
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for each in waiting:
                each.cancel()

    def close(self) -> None:
        """Ends all processes, whatever they do."""
        for guard in tuple(self._crew):
            guard.dismiss()
        self.executor.shutdown(cancel_futures=True)
        for guard in self._crew:
            guard.close()

    def _prepare(self, function: Callable[..., Any]) -> None:
        for _ in range(self.jobs):
            guard = Guard(self.limits)
            self._crew.add(guard)
            self._ready.append(guard)
            try:
                guard.prepare(function)
            except BaseException:
                self.close()
                raise

    def _join(self) -> None:
        _own.crew = self._crew
        if self._ready:
            _own.guard = self._ready.popleft()

    def _run(self, call: Call | BulletinError) -> Any | BulletinError:
        return _answer(call, guard_of_thread(self.limits))


def _answer(call: Call | BulletinError, guard: Guard) -> Any | BulletinError:
    try:
        return call if isinstance(call, BulletinError) else guard.run(call.source, call.function, *call.arguments)
    except BulletinError as error:
        return error


def guard_of_thread(limits: Limits) -> Guard:
    """The calling thread's own guard, with such limits. That of a thread that no pool made ends with its thread, or with this process."""
    guard: Guard | None = getattr(_own, "guard", None)
    if guard is None or guard.limits != limits:
        if guard:
            guard.close()
        guard = _own.guard = Guard(limits)
        if (crew := getattr(_own, "crew", None)) is not None:
            crew.add(guard)
    return guard
