"""How pages are recognised: what a caller may choose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from bulletin_parse.reading.ocr.cache import default_folder
from bulletin_parse.reading.ocr.workers import read_pictures

Mode = Literal["auto", "never", "always"]
MODES: tuple[str, ...] = get_args(Mode)


@dataclass(frozen=True, slots=True)
class Options:
    """How pages are recognised.

    ``mode``: ``auto`` recognises pages of pictures if the extra is installed, ``never`` none, ``always`` all pages.
    ``jobs``: processes, None for one a core. ``cache``: the folder in which readings are kept, None for none.
    ``progress``: called with how many pages are done and how many there are. ``characters``: those to read beyond GB 2312,
    ASCII and punctuation, such as the characters of rare names. ``read``: what reads the pictures.
    """

    mode: str = "auto"
    jobs: int | None = None
    cache: Path | None = field(default_factory=default_folder)
    progress: Callable[[int, int], None] | None = None
    characters: frozenset[str] = frozenset()
    read: Callable[..., Any] = read_pictures


def options_of(ocr: str | Options) -> Options:
    """The options that a mode's name stands for; options as they are."""
    return Options(mode=ocr) if isinstance(ocr, str) else ocr
