"""Pages spread over processes of our own, each with its models loaded once.

The processes are started as commands, not forked or spawned: a fork copies threads that the models' library started, and
a spawn imports the caller's main module again, which a script without a guard does not survive.
"""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from queue import SimpleQueue
from typing import Any, BinaryIO

from bulletin_parse.reading.ocr.reading import PageReading

_SIZE = struct.Struct("<I")
MOST_JOBS = 8  # each takes up to 0.75 GB


def default_jobs() -> int:
    """How many processes read pages if nobody says: one a core that this process may use."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, MOST_JOBS))


def read_pictures(
    pictures: Sequence[tuple[int, Callable[[], Any]]], *, jobs: int, further: frozenset[str] = frozenset()
) -> Iterator[tuple[int, PageReading | str]]:
    """The readings of pictures in the order in which they are done; a text in a reading's place says why there is none.

    Args:
        pictures: a number and a function that gives the pixels, for each.
        jobs: how many processes.
        further: characters to read beyond the usual ones.
    """
    free: SimpleQueue[_Worker] = SimpleQueue()
    crew = [_Worker(further) for _ in range(min(jobs, len(pictures)))]
    for worker in crew:
        free.put(worker)

    def work(number: int, pixels: Callable[[], Any]) -> tuple[int, PageReading | str]:
        worker = free.get()
        try:
            return number, worker.read(pixels())
        finally:
            free.put(worker)

    try:
        with ThreadPoolExecutor(len(crew)) as pool:
            waiting = [pool.submit(work, number, pixels) for number, pixels in pictures]
            for done in as_completed(waiting):
                yield done.result()
    finally:
        for worker in crew:
            worker.stop()


class _Worker:
    """One process; it is started anew if it died, and a page that kills it twice is not read."""

    def __init__(self, further: frozenset[str]) -> None:
        self._further = "".join(sorted(further))
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, pixels: Any) -> PageReading | str:
        reason = "the recognising process ended"
        for _ in range(2):
            try:
                answer = self._ask(pixels)
            except (OSError, EOFError, ValueError):
                self.stop()
                continue
            if "error" in answer:
                return str(answer["error"])
            return PageReading.from_plain(answer)
        return reason

    def _ask(self, pixels: Any) -> dict[str, Any]:
        process = self._process or self._started()
        if process.stdin is None or process.stdout is None:
            raise OSError("no pipes")
        send(process.stdin, json.dumps(pixels.shape).encode())
        send(process.stdin, pixels.tobytes())
        answer = json.loads(receive(process.stdout))
        return dict(answer)

    def _started(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "bulletin_parse.reading.ocr.worker", self._further]
        paths = os.pathsep.join([path for path in sys.path if path])
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": paths}
        )
        return self._process

    def stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            if pipe:
                try:
                    pipe.close()
                except OSError:
                    continue
        process.terminate()
        process.wait()


def send(pipe: Any, data: bytes) -> None:
    """Writes a message: its length, then its bytes."""
    pipe.write(_SIZE.pack(len(data)))
    pipe.write(data)
    pipe.flush()


def receive(pipe: BinaryIO | Any) -> bytes:
    """Reads a message.

    Raises:
        EOFError: the other side is gone.
    """
    (size,) = _SIZE.unpack(_exactly(pipe, _SIZE.size))
    return _exactly(pipe, size)


def _exactly(pipe: Any, size: int) -> bytes:
    parts = []
    while size:
        part = pipe.read(size)
        if not part:
            raise EOFError
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
