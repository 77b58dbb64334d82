"""The printed side of a bulletin: its pages' pictures, sizes and lines, made in a bounded process and kept while they are looked at."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import AbstractContextManager
from typing import Any, NamedTuple

from bulletin_parse.errors import UnreadableSource
from bulletin_parse.limits import Limits
from bulletin_parse.models import Source
from bulletin_parse.review.drawing import Picture, PrintedPage, picture, printed_pages, text_lines
from bulletin_parse.supervise.guard import Guard

KEPT = 64  # pictures and lists of lines; a page's picture has some 100 kB
_ENGINES = ("pymupdf", "pdfium", "pdfplumber")


class File(NamedTuple):
    """The file of a bulletin: where it is, and what was read from it."""

    path: str
    source: Source


class Paper(AbstractContextManager["Paper"]):
    """Draws and reads in one child process, which is replaced when it dies; any thread may ask.

    Args:
        limits: what one page may cost.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self._guard = Guard(limits or Limits())
        self._guard.prepare(printed_pages)  # it is ready when the first page is looked at
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.Lock()

    def __exit__(self, *_: object) -> None:
        self._guard.dismiss()
        self._guard.close()

    def picture(self, file: File, page: int) -> Picture:
        """A page's picture.

        Raises:
            UnreadableSource: there is no such page, or the file is gone, was changed, or cannot be drawn.
        """
        first, last = file.source.part or (1, file.source.pages or 0)
        if file.source.pages is None or not first <= page <= last:
            raise UnreadableSource(file.source.name, f"there is no page {page}")
        found: Picture = self._made(file, picture, page)
        return found

    def pages(self, file: File) -> tuple[PrintedPage, ...]:
        """The pages of a PDF that hold the bulletin."""
        engine = next((name for name in _ENGINES if name in file.source.engine), "auto")
        found: tuple[PrintedPage, ...] = self._made(file, printed_pages, engine)
        first, last = file.source.part or (1, len(found))
        return found[first - 1 : last]

    def lines(self, file: File) -> tuple[str, ...]:
        """The lines of a text."""
        found: tuple[str, ...] = self._made(file, text_lines, file.source.media_type)
        return found

    def _made(self, file: File, function: Callable[..., Any], *arguments: Any) -> Any:
        key = (file.path, file.source.sha256, function.__name__, arguments)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = self._guard.run(file.source.name, function, file.path, file.source.sha256, *arguments)
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return made
