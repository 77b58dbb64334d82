"""Each kind of bad input gets one clear error that names the file and the remedy."""

from __future__ import annotations

import io
import pickle
import zipfile

import pymupdf
import pytest

from bulletin_parse import BulletinError, EncryptedSource, EngineUnavailable, NotABulletin, NoTextLayer, TemplateError, UnreadableSource, errors, parse
from bulletin_parse.reading.pdf import choosing
from bulletins import WHOLE
from conftest import FIXTURES
from scans import picture_only

PDF = FIXTURES / "word.pdf"
ENGINES = ["auto", "pymupdf", "pdfium", "pdfplumber"]


def encrypted() -> bytes:
    with pymupdf.open(PDF) as pdf:
        return pdf.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="secret", owner_pw="owner")


def other_text() -> bytes:
    with pymupdf.open() as pdf:
        pdf.new_page().insert_text((72, 72), "A report of something else entirely.")
        return pdf.tobytes()


def word_file() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    return out.getvalue()


CASES = {
    "empty": (b"", UnreadableSource, "the file is empty. Fetch it again"),
    "blank": (b" \n\n", UnreadableSource, "the file is empty"),
    "truncated": (PDF.read_bytes()[:-2000], UnreadableSource, r"byte \d+: the PDF is truncated: its end is missing. Fetch it again"),
    "half": (PDF.read_bytes()[: PDF.stat().st_size // 2], UnreadableSource, "truncated"),
    "encrypted": (encrypted(), EncryptedSource, "wants a password. Remove the password first"),
    "pictures": (picture_only(), NoTextLayer, r"its 1 page\(s\) hold no text, only pictures"),
    "other": (other_text(), NotABulletin, "neither an index .* Check that this is the right file"),
    "word": (word_file(), UnreadableSource, "Word document is broken .* save it again"),
    "old word": (b"\xd0\xcf\x11\xe0" + bytes(600), UnreadableSource, "an old Office document"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(600), NoTextLayer, "it is a picture. Let it be recognised: --ocr auto"),
    "noise": (bytes(range(256)) * 40, UnreadableSource, "neither a PDF nor text"),
    "broken": (b"%PDF-1.7\n" + b"garbage " * 100 + b"\n%%EOF", UnreadableSource, "cannot read it|no pages"),
    "prose": ("今天天气很好。".encode(), NotABulletin, "neither an index"),
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("case", CASES)
def test_bad_input(case, engine, tmp_path):
    data, kind, message = CASES[case]
    path = tmp_path / "bad.pdf"
    path.write_bytes(data)
    with pytest.raises(UnreadableSource, match=message) as caught:
        parse(path, engine=engine, ocr="never")
    assert type(caught.value) is kind
    assert caught.value.source == "bad.pdf"
    assert caught.value.remedy


def test_missing_file_and_directory(tmp_path):
    with pytest.raises(UnreadableSource, match=r"nothing\.pdf: there is no such file. Check the path"):
        parse(tmp_path / "nothing.pdf")
    with pytest.raises(UnreadableSource, match="it is a directory"):
        parse(tmp_path)
    with pytest.raises(UnreadableSource, match="cannot be opened"):
        parse("a\0b.pdf")


def test_a_text_file_object_is_refused():
    with pytest.raises(UnreadableSource, match="open in text mode. Open it in mode 'rb'"):
        parse(io.StringIO(WHOLE))


def test_unknown_engine():
    with pytest.raises(EngineUnavailable, match="no engine 'acrobat'. Choose one of auto, pymupdf, pdfium, pdfplumber"):
        parse(PDF, engine="acrobat")


@pytest.mark.parametrize(("engine", "library"), [("pymupdf", "pymupdf"), ("pdfium", "pypdfium2"), ("pdfplumber", "pdfplumber")])
def test_an_engine_that_is_not_installed_names_the_command_that_installs_it(engine, library, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, library, None)
    with pytest.raises(EngineUnavailable, match=f"not installed. Install it with: pip install {library}"):
        parse(PDF, engine=engine)


def test_without_pymupdf_auto_reads_with_pdfium(monkeypatch):
    monkeypatch.setattr(choosing, "find_spec", lambda name: None)
    assert parse(PDF).source.engine == "pdfium"


def test_auto_tries_the_next_engine_when_one_cannot_open_a_file(monkeypatch):
    def fail(data, source):
        raise UnreadableSource(source, "no")

    monkeypatch.setattr(choosing.load("pymupdf"), "read", fail)
    assert parse(PDF).source.engine == "pdfium"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("not toml [", "cannot be read"),
        ("name = 'x'", r"\[masthead\] titles must be a list of words"),
    ],
)
def test_a_template_that_cannot_be_used(text, message, tmp_path):
    path = tmp_path / "t.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TemplateError, match=message):
        parse(PDF, template=path)
    with pytest.raises(TemplateError, match="cannot be read"):
        parse(PDF, template=tmp_path / "missing.toml")


def test_errors_cross_process_borders():
    error = NoTextLayer("a.pdf", "its pages hold no text", place="page 1")
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), again.remedy, again.place) == (NoTextLayer, str(error), error.remedy, "page 1")


def test_every_error_is_a_bulletin_error():
    assert all(issubclass(kind, BulletinError) for kind in (UnreadableSource, EngineUnavailable, TemplateError))


def test_a_library_that_cannot_be_loaded_for_want_of_memory_says_so():
    assert errors.lacks_memory(ImportError("x.so: failed to map segment from shared object"))
    assert not errors.lacks_memory(ImportError("No module named 'cv2'"))


def test_want_of_memory_is_told_while_another_error_is_looked_into():
    """As where a second engine takes too much memory for a file in which the first one found no bulletin."""
    error = MemoryError()
    error.__context__ = NotABulletin("a.pdf", "no index")
    assert errors.lacks_memory(error)
    assert errors.cause_of(error) is error
