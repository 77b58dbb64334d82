"""Readings kept on disk by the picture's hash and the settings, so that parsing again does not recognise again."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from bulletin_parse.reading.ocr.reading import PageReading
from bulletin_parse.reading.ocr.settings import SETTINGS_VERSION

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


class Cache:
    """A folder of readings. What cannot be read or written there is as if it were not there."""

    def __init__(self, folder: Path | None, engine_version: str) -> None:
        self._folder = folder
        self._version = f"{engine_version}|{SETTINGS_VERSION}"

    def key(self, pixels: Any, further: frozenset[str] = frozenset()) -> str:
        """What stands for a picture, read with these settings."""
        digest = hashlib.sha256(f"{self._version}|{pixels.shape}|{''.join(sorted(further))}|".encode())
        digest.update(pixels.tobytes())
        return digest.hexdigest()

    def get(self, key: str) -> PageReading | None:
        """The reading kept under a key, or None."""
        if self._folder is None:
            return None
        try:
            return PageReading.from_plain(json.loads(gzip.decompress(self._file(key).read_bytes())))
        except (OSError, EOFError, ValueError, KeyError, TypeError):
            return None

    def put(self, key: str, reading: PageReading) -> None:
        """Keeps a reading; the file appears whole or not at all."""
        if self._folder is None:
            return
        data = gzip.compress(json.dumps(reading.to_plain(), ensure_ascii=False).encode(), mtime=0)
        file = self._file(key)
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=file.parent)
            with os.fdopen(handle, "wb") as out:
                out.write(data)
            Path(name).replace(file)
        except OSError:
            return

    def _file(self, key: str) -> Path:
        return (self._folder or Path()) / key[:2] / f"{key}.json.gz"
