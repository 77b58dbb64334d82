"""What every PDF engine offers."""

from __future__ import annotations

from typing import Protocol, cast

from bulletin_parse.plugins import ENGINES
from bulletin_parse.reading.document import Document


class PdfEngine(Protocol):
    """A module that reads PDFs: ``NAME``, ``version()`` and ``read()``."""

    NAME: str

    def version(self) -> str:
        """The engine's own version, such as ``1.28.2``."""

    def read(self, data: bytes, source: str) -> Document:
        """All pages of a PDF.

        Args:
            data: the file's bytes.
            source: the file's name, for messages.

        Raises:
            EncryptedSource: a password is needed.
            UnreadableSource: the engine cannot open it, or it has no pages.
        """


def load(name: str) -> PdfEngine:
    """The engine's module; importing it does not import its library."""
    return cast("PdfEngine", ENGINES[name])
