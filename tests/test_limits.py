"""Every cost of a file is bounded by a stated default that the caller can change, and the error names the limit."""

from __future__ import annotations

import pickle
import re

import pymupdf
import pytest

from bulletin_parse import BulletinError, LimitExceeded, Limits, main, parse, parse_text
from bulletin_parse.limits import NAMES, REASONS, Meter, meter, metering, read_limit
from bulletin_parse.reading import cost
from bulletins import WHOLE
from conftest import FIXTURES, ROOT

PDF = FIXTURES / "reportlab-leaders.pdf"
ENGINES = ["auto", "pymupdf", "pdfium", "pdfplumber"]


def with_picture() -> bytes:
    with pymupdf.open(PDF) as pdf:
        pdf[0].insert_image((0, 0, 50, 50), pixmap=pymupdf.Pixmap(pymupdf.csRGB, (0, 0, 40, 30)))
        return pdf.tobytes()


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", ["bytes", "objects", "pages", "page_characters", "characters", "lines", "items", "seconds"])
def test_a_pdf_above_a_limit_is_refused_by_its_name(name, engine):
    low = 1e-9 if name == "seconds" else 1
    with pytest.raises(LimitExceeded, match=rf"limits=Limits\({name}=…\)") as caught:
        parse(PDF, engine=engine, limits=Limits(**{name: low}))
    assert (caught.value.limit, caught.value.allowed) == (name, low)
    assert caught.value.met > low


@pytest.mark.parametrize("name", ["characters", "lines", "items", "seconds"])
def test_a_text_above_a_limit_is_refused_by_its_name(name):
    with pytest.raises(LimitExceeded) as caught:
        parse_text(WHOLE, limits=Limits(**{name: 1e-9 if name == "seconds" else 1}))
    assert caught.value.limit == name


def test_a_picture_is_weighed_before_an_engine_opens_it():
    data = with_picture()
    assert parse(data, limits=Limits(pixels=1200)).items
    with pytest.raises(LimitExceeded, match=r"byte \d+: 1,200 pixels pass the limit of 1,199"):
        parse(data, limits=Limits(pixels=1199))


@pytest.mark.parametrize(
    ("data", "pixels"),
    [(b"<</Width 7/Height 6>>", 42), (b"<</Height 6 /Width 7>>", 42), (b"<</Width 7>>", 7), (b"<</Width 7>>" + b" " * 900 + b"<</Height 6>>", 7)],
)
def test_width_and_height_belong_together_in_one_dictionary(data, pixels):
    with metering(Limits(pixels=pixels), "a.pdf"):
        cost.weigh(data)
    if pixels > 7:
        with pytest.raises(LimitExceeded), metering(Limits(pixels=pixels - 1), "a.pdf"):
            cost.weigh(data)


def test_objects_inside_object_streams_count():
    with pytest.raises(LimitExceeded, match="1,000,003 objects pass the limit of 1,000,000"), metering(None, "a.pdf"):
        cost.weigh(b"1 0 obj<</Type/ObjStm/N 500001>>stream 2 0 obj<</N 500000/Type/ObjStm>>stream"[:-6] + b" ")
    with metering(None, "a.pdf"):
        cost.weigh(b"1 0 obj<</Type/ObjStm>>")


@pytest.mark.parametrize(
    ("data", "measured"),
    [
        (b"1 0 obj<</Length 25>>stream\n<</Width 900/Height 800>>\nendstream", True),
        (b"1 0 obj<</Length 2 0 R>>stream\r\n<</Width 900/Height 800>>\nendstream endobj 2 0 obj 25 endobj", True),
        (b"1 0 obj<</Length 9>>stream\n<</Width 900/Height 800>>\nendstream", False),
        (b"1 0 obj<</Length 2 0 R>>stream\n<</Width 900/Height 800>>\nendstream endobj 3 0 obj 25 endobj", False),
        (b"1 0 obj<</Length 2 0 R>>stream\n<</Width 900/Height 800>>\nendstream endobj 2 0 obj 4 endobj", False),
        (b"1 0 obj<<>>stream\n<</Width 900/Height 800>>", False),
        (b"(stream) 2 0 obj<</Width 900/Height 800>> stream\nendstream", False),
    ],
)
def test_only_what_stands_in_a_stream_of_just_the_stated_length_is_no_dictionary(data, measured):
    with metering(Limits(pixels=20), "a.pdf"):
        assert cost.declared(b"<</Width 4/Height 5>>" + data) == cost.Declared(
            pixels=20 if measured else 720_000, byte=2 if measured else 21 + data.index(b"/Width")
        )


def test_the_defaults_are_above_what_any_bulletin_needs():
    assert Limits() == Limits()
    assert set(REASONS) == set(NAMES)
    assert all(REASONS.values())


def test_every_limit_is_described():
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    rows = "".join(re.findall(r"^\| (`.*?) \|", page, re.MULTILINE))
    assert [name for name in NAMES if f"`{name}`" not in rows] == [], "each limit has a row in docs/security.md: its default, and where it is counted"


def test_a_limit_on_the_command_line():
    assert read_limit(" pages = 20_000 ", Limits()) == Limits(pages=20_000)
    assert read_limit("seconds=0.5", Limits()).seconds == 0.5


@pytest.mark.parametrize("text", ["pages=1KiB", "memory=GiB", "memory=1.5GiB"])
def test_only_sizes_have_units_and_their_numbers_are_whole(text):
    with pytest.raises(ValueError, match="must be a number"):
        read_limit(text, Limits())


@pytest.mark.parametrize(("text", "value"), [("memory=2GiB", 2 << 30), ("memory=300 MiB", 300 << 20), ("bytes=4kib", 4096), ("memory=1_000", 1000)])
def test_sizes_are_bytes_or_name_their_unit(text, value):
    assert getattr(read_limit(text, Limits()), text.partition("=")[0]) == value


@pytest.mark.parametrize("text", ["pages", "pages=", "pages=many", "pages=1.5", "wishes=3", "", "pages=0", "seconds=-1", "seconds=nan"])
def test_a_limit_that_is_none(text, capsys):
    with pytest.raises(ValueError, match="limit"):
        read_limit(text, Limits())
    for command in ("parse", "check"):
        with pytest.raises(SystemExit) as ended:
            main([command, "a.pdf", "--limit", text])
        assert ended.value.code == 2
    assert "limit" in capsys.readouterr().err


def test_a_value_that_is_no_number():
    with pytest.raises(ValueError, match="the limit pages must be a number above zero, not True"):
        Limits(pages=True)


@pytest.mark.parametrize("command", ["parse", "check"])
def test_the_command_names_the_limit_and_ends_with_3(command, capsys):
    assert main([command, str(PDF), "--limit", "pages=1", "--limit", "items=1"]) == 3
    assert "pages pass the limit of 1. If the file is a bulletin, raise the limit: --limit pages=…" in capsys.readouterr().err


def test_the_error_crosses_process_borders():
    error = LimitExceeded("a.pdf", "too much", place="page 3", limit="pages", met=7, allowed=5)
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.place, again.limit, again.met, again.allowed) == (str(error), "page 3", "pages", 7, 5)
    assert isinstance(again, BulletinError)


def test_pages_add_up():
    meter = Meter(Limits(characters=10, lines=3), "a.pdf")
    meter.page(1, 6, 1)
    with pytest.raises(LimitExceeded, match="page 2: 12 characters pass the limit of 10"):
        meter.page(2, 6, 1)
    with pytest.raises(LimitExceeded, match="4 lines"):
        Meter(Limits(lines=3), "a.pdf").text(0, 4)


def test_outside_of_a_parse_the_defaults_hold():
    assert meter().limits == Limits()
    with metering(Limits(pages=3), "a.pdf") as mine:
        assert meter() is mine
    assert meter() is not mine
