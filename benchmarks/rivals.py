"""Plain text of all pages, by each engine and library that parsing is measured against."""

from __future__ import annotations

import io
import logging
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path


def mupdf_text(data: bytes) -> None:
    """PyMuPDF's plain text."""
    import pymupdf

    with pymupdf.open(stream=data, filetype="pdf") as pdf:
        for page in pdf:
            page.get_text()


def pdfium_text(data: bytes) -> None:
    """pypdfium2's plain text."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(data)
    for number in range(len(pdf)):
        page = pdf[number]
        text = page.get_textpage()
        text.get_text_range()
        text.close()
        page.close()
    pdf.close()


def plumber_text(data: bytes) -> None:
    """Text by pdfplumber's ``extract_text``."""
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            page.extract_text()
            page.close()


def pypdf_text(data: bytes) -> None:
    """Text by pypdf's ``extract_text``."""
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    for page in pypdf.PdfReader(io.BytesIO(data)).pages:
        page.extract_text()


def pymupdf4llm_text(data: bytes) -> None:
    """pymupdf4llm's Markdown."""
    import contextlib

    import pymupdf
    import pymupdf4llm

    with pymupdf.open(stream=data, filetype="pdf") as pdf, contextlib.redirect_stdout(io.StringIO()):
        pymupdf4llm.to_markdown(pdf)


BARE: dict[str, Callable[[bytes], None]] = {"pymupdf": mupdf_text, "pdfium": pdfium_text, "pdfplumber": plumber_text}


def rivals() -> dict[str, Callable[[bytes], None]]:
    """The libraries that are installed, beside the engines."""
    return {name: call for name, call in (("pypdf", pypdf_text), ("pymupdf4llm", pymupdf4llm_text)) if find_spec(name)}


def pdftotext_seconds(data: bytes) -> float | None:
    """The CPU seconds of one run of poppler's pdftotext, the start of the process included; None if it is not installed."""
    import resource

    program = shutil.which("pdftotext")
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bulletin.pdf"
        path.write_bytes(data)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([program, path, "-"], check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
