"""Readings kept on disk by the picture's hash and the settings, so that parsing again does not recognise again."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any

from bulletin_parse.reading.ocr.reading import PageReading
from bulletin_parse.reading.ocr.settings import SETTINGS_VERSION


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
