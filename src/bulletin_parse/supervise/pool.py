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
from bulletin_parse.machine import cores
from bulletin_parse.supervise.guard import Guard
from bulletin_parse.supervise.messages import Call
from bulletin_parse.supervise.start import method

# Calls under way or done and not yet taken, for each process: enough that none waits, few enough that memory stays flat.
AHEAD = 3
_own = threading.local()  # each thread's guard


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
        self.jobs = jobs or cores()
        self._guards = [Guard(limits) for _ in range(self.jobs)]
        free = deque(self._guards)
        self.executor = ThreadPoolExecutor(self.jobs, thread_name_prefix="bulletin-parse", initializer=lambda: setattr(_own, "guard", free.popleft()))
        if function and method() == "fork":
            try:
                for guard in self._guards:
                    guard.prepare(function)
            except BaseException:
                self.close()
                raise

    def __exit__(self, *_: object) -> None:
        self.close()

    def map(self, calls: Iterable[Call | BulletinError], *, ahead: int | None = None) -> Iterator[Any | BulletinError]:
        """What each call returns, or its error, in the order of the calls.

        Calls are taken as late as they can be begun, so that few are in memory; by a single process when the result before has been taken.

        Args:
            calls: what to do; an error in a call's place is its own result.
            ahead: how many are taken before the first result is handed on; None for ``AHEAD`` a process.
        """
        most = ahead or (AHEAD * self.jobs if self.jobs > 1 else 1)
        waiting: deque[Future[Any | BulletinError]] = deque()
        try:
            for call in calls:
                waiting.append(self.executor.submit(_answer, call))
                if len(waiting) >= most:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for each in waiting:
                each.cancel()

    def close(self) -> None:
        """Ends all processes, whatever they do."""
        for guard in self._guards:
            guard.dismiss()
        self.executor.shutdown(cancel_futures=True)
        for guard in self._guards:
            guard.close()


def _answer(call: Call | BulletinError) -> Any | BulletinError:
    try:
        return call if isinstance(call, BulletinError) else _own.guard.run(call.source, call.function, *call.arguments)
    except BulletinError as error:
        return error


def guard_of_thread(limits: Limits) -> Guard:
    """The calling thread's own guard, with such limits. That of a thread that no pool made ends with its thread, or with this process."""
    guard: Guard | None = getattr(_own, "guard", None)
    if guard is None or guard.limits != limits:
        guard = _own.guard = Guard(limits)
    return guard
