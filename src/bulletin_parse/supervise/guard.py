"""A child process that reads files for a caller who must survive them; it serves file after file and is replaced when it dies."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from typing import Any

from bulletin_parse.errors import BulletinError, ChildUnavailable, EngineCrashed, UnreadableSource
from bulletin_parse.limits import Limits, exceeded
from bulletin_parse.supervise.bounds import GRACE, LOOK_SECONDS
from bulletin_parse.supervise.messages import Call, MoreTime, Trying
from bulletin_parse.supervise.start import START_SECONDS, Child, start, working_folder


class Guard(AbstractContextManager["Guard"]):
    """Runs functions in a child process that is held to time and memory; a context manager, which serves one thread after the other.

    Args:
        limits: ``seconds`` and, on Linux, ``memory`` are held from outside; the rest is the called function's affair.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._child: Child | None = None
        self._watchdog: _Watchdog | None = None
        self._trying: str | None = None
        self._is_over, self._lock = False, threading.Lock()

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()

    def run(self, source: str, function: Callable[..., Any], *arguments: Any) -> Any:
        """What the function returns; arguments and result must be picklable.

        Before a file is blamed, a fresh child decides; where an engine of several (``auto``) kills it, another reads.

        Args:
            source: what messages call the file that is read, such as its path.
            function: a function of a module that can be imported, called in the child.
            arguments: its arguments.

        Raises:
            LimitExceeded: it took too long or too much memory.
            EngineCrashed: the child died.
            UnreadableSource: the function raised something that it should not.
            ChildUnavailable: the system starts no child.
            BulletinError: whatever error of this package the function raised.
        """
        call = Call(source, function, arguments, folder=working_folder())
        with self._lock:
            while True:
                was_fresh = not (self._child and self._child.is_ready)
                if isinstance(answer := self._answer(call), tuple):
                    return answer[0]
                if isinstance(answer, UnreadableSource):  # other errors name the template or the option that is to blame
                    answer = answer.named(source)
                died = isinstance(answer, EngineCrashed) or getattr(answer, "limit", None) == "memory"
                if died or getattr(answer, "limit", None) == "seconds":  # the child is dead or full, or loops
                    self.close()
                if self._is_over or not died or (was_fresh and self._trying is None):
                    raise answer
                if was_fresh and self._trying:
                    call = call._replace(deadly=call.deadly | {self._trying})

    def prepare(self, function: Callable[..., Any]) -> None:
        """Starts the child, whose first call will be of this function, and waits for nothing.

        Raises:
            ChildUnavailable: the system starts no child.
        """
        self._begun(function)

    def close(self) -> None:
        """Ends the child; the next file gets a new one."""
        child, self._child, watchdog, self._watchdog = self._child, None, self._watchdog, None
        if child:
            child.close()
        if watchdog:
            watchdog.cancel()
            watchdog.join(LOOK_SECONDS)  # the next child can be forked when there is no other thread

    def dismiss(self) -> None:
        """Ends the child for good, the file under way in ``EngineCrashed``; any thread may call it."""
        self._is_over = True
        if child := self._child:
            child.kill()

    def _answer(self, call: Call) -> tuple[Any] | BulletinError:
        child, self._trying, seconds = self._begun(call.function), None, self.limits.seconds
        if self._is_over:  # looked at when there is a child: whoever dismisses it before has not seen this one
            return EngineCrashed(call.source, "the run that was to read it has ended", remedy="Run it again")
        watchdog = self._watchdog = self._watchdog or _Watchdog(child, self.limits)
        try:
            watchdog.allow(seconds + GRACE if child.is_ready else START_SECONDS)
            child.pipe.send(call)
            while True:
                words: Trying | MoreTime | tuple[Any] | BulletinError = _received(child)
                if isinstance(words, Trying):
                    self._trying = words.engine
                elif isinstance(words, MoreTime):
                    child.is_ready, seconds = True, self.limits.seconds + words.seconds
                    watchdog.allow(seconds + GRACE)
                else:
                    watchdog.allow(threading.TIMEOUT_MAX)
                    return words
        except (EOFError, OSError) as error:
            cause = _cause(child.ended())
            if not child.is_ready and not self._is_over:
                self.close()
                raise ChildUnavailable(sys.executable, f"the process to read in ended before it was ready ({cause})") from error
            if watchdog.has_bitten:
                return exceeded(call.source, "seconds", seconds + GRACE, seconds)
            return EngineCrashed(call.source, f"the process that read it died ({cause}): a fault in an engine, or no memory left for it")
        except Exception as error:
            self.close()
            raise UnreadableSource(call.source, f"it cannot be handed to a child process or back ({type(error).__name__}: {error})") from error
        except BaseException:  # interrupted: the child's answer must not be taken for the next file's
            self.close()
            raise

    def _begun(self, function: Callable[..., Any]) -> Child:
        self._child = self._child or start(self.limits, function)
        return self._child


class _Watchdog(threading.Timer):
    """Kills a child when its time is up, whatever its parent is doing then: waiting, or in the midst of a half-sent answer. It serves all of its calls."""

    def __init__(self, child: Child, limits: Limits) -> None:
        super().__init__(min(START_SECONDS, limits.seconds + GRACE), child.kill)  # it looks at least this often, and no time that is set ends sooner
        self.daemon, self.has_bitten, self._until, self._lock = True, False, threading.TIMEOUT_MAX, threading.Lock()
        self.start()

    def allow(self, seconds: float) -> None:
        with self._lock:
            self._until, self.has_bitten = time.monotonic() + seconds, False

    def run(self) -> None:
        while not self.finished.wait(min(max(self._until - time.monotonic(), 0), self.interval)):
            with self._lock:
                if time.monotonic() >= self._until:
                    self._until, self.has_bitten = threading.TIMEOUT_MAX, True
                    self.function()


def _received(child: Child) -> Any:
    while sys.platform == "win32" and not child.pipe.poll(LOOK_SECONDS):  # Ctrl-C is not heard in a receive there
        pass
    return child.pipe.recv()


def _cause(code: int) -> str:
    """A process's exit code in words: ``SIGSEGV`` or ``exit code 3``."""
    with suppress(ValueError):
        return signal.Signals(-code).name
    return f"exit code {code}"
