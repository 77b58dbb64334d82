"""Golden records: each fixture gives the record beside it, with every engine that can read it."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from bulletin_parse import Bulletin, parse, parse_text, plugins
from bulletin_parse.reading.pdf import pdfium
from bulletins import bare, parsed_file
from conftest import FIXTURES
from test_properties import unaccounted

FILES = sorted(path for path in FIXTURES.iterdir() if path.suffix in (".pdf", ".md", ".txt") and path.stem != "README")
PDFS = [path for path in FILES if path.suffix == ".pdf"]
ENGINES = list(plugins.ENGINES.built_in)

by_name = {"ids": lambda path: getattr(path, "name", path)}


def golden(path) -> Bulletin:
    return Bulletin.model_validate(json.loads(path.with_suffix(".json").read_text(encoding="utf-8")))


def comparable(bulletin):
    """The record without regions; furniture and text without white space, on which engines differ."""

    def folded(value):
        if isinstance(value, dict):
            return {key: folded(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [folded(inner) for inner in value]
        return "".join(value.split()) if isinstance(value, str) else value

    record = folded(bare(bulletin))
    record["printed"].pop("radicals", None)  # one engine meets them, another resolves them itself
    return record


@pytest.mark.parametrize("path", FILES, **by_name)
def test_the_record_is_the_golden_one(path):
    assert parse(path).to_dict() | {"source": None} == golden(path).to_dict() | {"source": None}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("path", PDFS, **by_name)
def test_every_engine_reads_the_same_record(path, engine):
    bulletin = parse(path, engine=engine)
    assert comparable(bulletin) == comparable(golden(path))
    assert bulletin.source is not None
    assert (bulletin.source.engine, bulletin.source.pages) == (engine, golden(path).source.pages)
    assert bulletin.source.engine_version


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("path", PDFS, **by_name)
def test_every_engine_finds_each_part_at_the_same_place(path, engine):
    """Tops differ with the engine's idea of a font's height; the left edge and the page do not."""
    mine, theirs = parse(path, engine=engine), golden(path)
    for item, wanted in zip(mine.items, theirs.items, strict=True):
        for name, regions in wanted.places.items():
            got = item.places[name]
            assert [region.page for region in got] == [region.page for region in regions], name
            assert got[0].bbox[0] == pytest.approx(regions[0].bbox[0], abs=1.5), name
            assert got[0].bbox[1] == pytest.approx(regions[0].bbox[1], abs=8.0), name


@pytest.mark.parametrize("path", FILES, **by_name)
def test_every_character_is_accounted_for(path):
    parsed = parsed_file(path)
    wrong = unaccounted(parsed.ledger.rows, parsed.ledger.entries())
    assert wrong == []
    assert parsed.bulletin.residue == ()


@pytest.mark.parametrize("path", FILES, **by_name)
def test_its_markdown_reads_back_to_the_same_record(path):
    bulletin = parse(path)
    again = parse_text(bulletin.to_markdown())
    outside = {"furniture", "residue"}
    assert {k: v for k, v in comparable(again).items() if k not in outside} == {k: v for k, v in comparable(bulletin).items() if k not in outside}


@pytest.mark.parametrize("path", FILES, **by_name)
def test_the_published_schema_describes_the_record(path):
    import jsonschema

    from conftest import ROOT

    schema = json.loads((ROOT / "docs" / "bulletin.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(parse(path).to_json()), schema, cls=jsonschema.Draft202012Validator)


@pytest.mark.parametrize("path", PDFS, **by_name)
def test_regions_lie_on_their_pages(path):
    bulletin = parse(path)
    assert bulletin.source is not None
    for item in bulletin.items:
        for block in item.blocks:
            assert block.where
            for region in block.where:
                assert 1 <= region.page <= bulletin.source.pages
                x0, top, x1, bottom = region.bbox
                assert 0 <= x0 < x1 < 700
                assert 0 <= top < bottom < 900


def test_the_machines_fonts_stand_aside_while_pdfium_reads_and_come_back():
    calls = []
    raw = SimpleNamespace(FPDF_SetSystemFontInfo=calls.append, FPDF_GetDefaultSystemFontInfo=lambda: "the machine's")
    with pdfium._machine_fonts_aside(raw):
        assert calls == [None]
    assert calls == [None, "the machine's"]
