"""The shared corpus, where it lies beside the checkout: seeds are one record in any form, and every planted defect is found."""

import json
import unicodedata

import pytest

from bulletin_parse import check, parse
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
    """The width of characters and white space are the producer's."""
    return "".join(unicodedata.normalize("NFKC", text or "").split())


@pytest.mark.parametrize("number", [664, 665])
@pytest.mark.parametrize("producer", ["word", "chromium"])
@pytest.mark.parametrize("engine", ["auto", "pymupdf", "pdfium", "pdfplumber"])
def test_a_seed_as_text_and_as_pdf_is_one_record(number, producer, engine):
    text = parse(SHARED / "seeds" / f"{number}.md")
    pdf = parse(SHARED / "corpus" / f"seed-{number}-{producer}.pdf", engine=engine)
    assert without_figures(pdf) == without_figures(text)


@pytest.mark.parametrize("path", sorted(set((SHARED / "corpus").glob("*.json")) - set((SHARED / "corpus").glob("scan-*.json"))), ids=lambda path: path.stem)
def test_planted_defects_are_found_and_nothing_else(path):
    truth = json.loads(path.read_text(encoding="utf-8"))["meta"]
    source = next(path.with_suffix(suffix) for suffix in (".pdf", ".md", ".txt") if path.with_suffix(suffix).exists())
    codes = {finding.code for finding in check(parse(source))}
    planted = {defect["code"] for defect in truth["defects"]}
    assert planted <= codes <= planted | set(truth.get("also") or ())


@pytest.mark.parametrize("number", [664, 665])
def test_the_seeds_are_clean(number):
    assert [finding for finding in parse(SHARED / "seeds" / f"{number}.md").findings if finding.severity != "info"] == []
