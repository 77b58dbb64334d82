"""The shared corpus, where it lies beside the checkout: a seed as text and the same seed as PDF give the same record."""

import pytest

from bulletin_parse import parse
from conftest import SHARED
from test_golden import comparable


def without_figures(bulletin):
    record = comparable(bulletin)
    for item in record["items"]:
        item["blocks"] = [(block["kind"], _folded(block["text"])) for block in item["blocks"] if block["kind"] != "figure"]
        item["title"], item["headline"], item["byline"] = (_folded(item[key]) for key in ("title", "headline", "byline"))
    for entry in record["index"]:
        entry["title"] = _folded(entry["title"])
    for key in ("furniture", "printed"):
        record.pop(key)
    record["lead"] = _folded(record["lead"])
    return record


def _folded(text):
    from bulletin_parse.text.folding import fold

    return fold(text or "")


@pytest.mark.parametrize("number", [664, 665])
@pytest.mark.parametrize("producer", ["word", "chromium"])
@pytest.mark.parametrize("engine", ["auto", "pymupdf", "pdfium", "pdfplumber"])
def test_a_seed_as_text_and_as_pdf_is_one_record(number, producer, engine):
    text = parse(SHARED / "seeds" / f"{number}.md")
    pdf = parse(SHARED / "corpus" / f"seed-{number}-{producer}.pdf", engine=engine)
    assert without_figures(pdf) == without_figures(text)
