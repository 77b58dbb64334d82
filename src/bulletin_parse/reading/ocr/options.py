"""How pages are recognised: what a caller may choose. Importing this imports nothing that recognises."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

Mode = Literal["auto", "never", "always"]
MODES: tuple[str, ...] = get_args(Mode)
Runtime = Literal["onnxruntime", "openvino"]
RUNTIMES: tuple[str, ...] = get_args(Runtime)
VARIABLE = "BULLETIN_PARSE_CACHE"
OFF = "off"


def default_folder() -> Path | None:
    """Where readings are kept: the variable ``BULLETIN_PARSE_CACHE`` (``off`` keeps none), or the user's cache folder."""
    given = os.environ.get(VARIABLE)
    if given:
        return None if given == OFF else Path(given)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
        root = Path(base) if base else Path.home() / "AppData" / "Local"
    elif sys.platform == "darwin":
        root = Path.home() / "Library" / "Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME")
        root = Path(base) if base else Path.home() / ".cache"
    return root / "bulletin-parse" / "ocr"


@dataclass(frozen=True, slots=True)
class OcrOptions:
    """How pages are recognised.

    ``mode``: ``auto`` recognises pages of pictures if the extra is installed, ``never`` none, ``always`` all pages.
    ``jobs``: processes, None for one a core. ``cache``: the folder in which readings are kept, None for none.
    ``progress``: called with how many pages are done and how many there are. ``characters``: those to read beyond GB 2312,
    ASCII and punctuation, such as the characters of rare names. ``read``: what reads the pictures in place of
    ``workers.read_pictures``. ``runtime``: what runs the models: ``onnxruntime`` gives the same characters on every processor; ``openvino``
    (extra ``ocr-openvino``) is faster, and rounds its numbers where the processor can, so that a doubtful character may come out as another.
    """

    mode: str = "auto"
    jobs: int | None = None
    cache: Path | None = field(default_factory=default_folder)
    progress: Callable[[int, int], None] | None = None
    characters: frozenset[str] = frozenset()
    read: Callable[..., Any] | None = None
    runtime: str = "onnxruntime"


def runtime_of(options: OcrOptions | None) -> str:
    """What runs the models; without options the one that gives the same characters everywhere."""
    return options.runtime if options else RUNTIMES[0]


def options_of(ocr: str | OcrOptions) -> OcrOptions:
    """The options that a mode's name stands for; options as they are."""
    return OcrOptions(mode=ocr) if isinstance(ocr, str) else ocr
