"""Threads that parse, draw and take pictures out of PDFs at the same time get what one gets, and kill nobody."""

from __future__ import annotations

import subprocess
import sys
import textwrap

import pytest

from conftest import FIXTURES

FILES = [str(FIXTURES / name) for name in ("unembedded.pdf", "browser.pdf", "typst.pdf")]
CODE = """
    import sys
    from concurrent.futures import ThreadPoolExecutor
    from pathlib import Path
    from bulletin_parse import parse
    from bulletin_parse.archive.ingest.jobs import pictures_of
    from bulletin_parse.reading.pdf import ink
    from bulletin_parse.reading.pdf.attachments import attached_pdfs
    from bulletin_parse.views.pictures import sheets

    def read(file):
        data = Path(file).read_bytes()
        bulletin = parse(data, engine=ENGINE, ocr="never")
        figures = [figure.sha256 for figure in pictures_of(bulletin, data, file)]
        drawn = [sheet.image.size for sheet in sheets(data, file, dpi=40)]
        return bulletin.to_json(), figures, drawn, ink.seen(data, 1, [(0, 0, 200, 200)], 595.0, [False], [False]), attached_pdfs(data, file)

    sys.setswitchinterval(1e-5)
    ENGINE, files = sys.argv[1], sys.argv[2:]
    alone = [read(file) for file in files]
    with ThreadPoolExecutor(8) as threads:
        for at, found in enumerate(threads.map(read, files * 8)):
            assert found == alone[at % len(files)], (at, files[at % len(files)])
    print("the same")
"""


# "auto" reads by PyMuPDF and asks pdfium, and drawing and ink are pdfium's: any run has both among threads, the slow one each alone.
@pytest.mark.parametrize("engine", ["auto", *[pytest.param(engine, marks=pytest.mark.slow) for engine in ("pdfium", "pymupdf")]])
def test_eight_threads_read_what_one_reads(engine):
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(CODE), engine, *FILES], capture_output=True, text=True, timeout=300)
    assert (done.returncode, done.stdout) == (0, "the same\n"), done.stderr[-2000:]
