"""Pages spread over processes of our own, each with its models loaded once and bounded in time and memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from bulletin_parse.errors import BulletinError, LimitExceeded, UnreadableSource, cause_of, in_words, lacks_memory
from bulletin_parse.limits import Limits, meter
from bulletin_parse.machine import cores
from bulletin_parse.reading.ocr.pages import read_page
from bulletin_parse.reading.ocr.reading import PageReading
from bulletin_parse.reading.ocr.recogniser import Recogniser
from bulletin_parse.reading.ocr.settings import FURTHER_MEMORY
from bulletin_parse.supervise.messages import Call, ask_for_time
from bulletin_parse.supervise.pool import Pool

MOST_JOBS = 8  # each takes up to 0.75 GB


def default_jobs() -> int:
    """How many processes read pages if nobody says: one a core that this process may use."""
    return min(cores(), MOST_JOBS)


def read_pictures(
    pictures: Sequence[tuple[int, Callable[[], Any]]], *, jobs: int, further: frozenset[str] = frozenset(), runtime: str = "onnxruntime"
) -> Iterator[tuple[int, PageReading | str]]:
    """The readings of pictures in their order; a text in a reading's place says why there is none.

    Args:
        pictures: a number and a function that gives the pixels, for each.
        jobs: how many processes.
        further: characters to read beyond the usual ones.
        runtime: what runs the models.

    Raises:
        LimitExceeded: there is too little memory for a single page.
    """
    own = meter().limits
    limits = replace(Limits(), seconds=own.page_seconds, memory=own.memory + FURTHER_MEMORY[runtime])
    read = 0
    with Pool(limits, min(jobs, len(pictures))) as pool:
        ask_for_time(limits.seconds)
        answers = pool.map((Call(f"page {number}", recognised, (pixels(), further, runtime)) for number, pixels in pictures), ahead=pool.jobs + 1)
        for (number, _), answer in zip(pictures, answers, strict=True):
            ask_for_time(limits.seconds)
            if isinstance(answer, LimitExceeded) and answer.limit == "memory" and not read:
                raise answer
            read += not isinstance(answer, BulletinError)
            yield number, answer.reason if isinstance(answer, BulletinError) else answer


def recognised(pixels: Any, further: frozenset[str], runtime: str) -> PageReading:
    """A page's reading, in a process that keeps its models.

    Raises:
        UnreadableSource: recognition failed for another reason than want of memory.
    """
    try:
        return read_page(pixels, _recogniser(further, runtime))
    except Exception as error:
        if isinstance(error, (BulletinError, SystemError)) or lacks_memory(error):  # the guard decides in a fresh process
            raise
        raise UnreadableSource("", in_words(cause_of(error))) from error


@lru_cache(maxsize=1)
def _recogniser(further: frozenset[str], runtime: str) -> Recogniser:
    import cv2

    cv2.setNumThreads(1)  # pages are spread over processes already
    return Recogniser(further, runtime)
