"""Hostile PDFs end in a record or one clear error with the right exit code: no traceback, no hang, no crash, nothing run."""

from __future__ import annotations

import functools
import json
import pathlib

import pytest

import hostile
from bulletin_parse import EncryptedSource, main, parse
from conftest import FIXTURES
from hostile import HOSTILE, READABLE, REVISIONS, encrypted, rotated, unknown_encryption

ENGINES = ["auto", "pymupdf", "pdfium", "pdfplumber"]
# Made smaller here, and given less time and memory, so that the limits are met sooner; the full sizes are for `make fuzz`.
SMALLER = {
    "many_pages": functools.partial(hostile.many_pages, 600),
    "zip_bomb": functools.partial(hostile.zip_bomb, 1 << 27),
    "zip_bomb_of_operators": functools.partial(hostile.zip_bomb_of_operators, 1 << 22),
    "bomb_in_bombs": functools.partial(hostile.bomb_in_bombs, 1 << 27),
    "tiny_glyphs": functools.partial(hostile.tiny_glyphs, 201_000),
    "glyphs_on_one_spot": functools.partial(hostile.glyphs_on_one_spot, 5_000),
    "form_tower": functools.partial(hostile.form_tower, 12),
    "deep_nesting": functools.partial(hostile.deep_nesting, 20_000),
    "picture_bomb": functools.partial(hostile.picture_bomb, 12_000),
}
LOW = ("--limit", "seconds=2", "--limit", f"memory={400 << 20}", "--limit", "pages=500")


@functools.cache
def made(name):
    return SMALLER.get(name, HOSTILE[name])()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """All of them, and last a bulletin that can be read."""
    place = tmp_path_factory.mktemp("hostile")
    for name in HOSTILE:
        (place / f"{name}.pdf").write_bytes(made(name))
    (place / "zz_good.pdf").write_bytes((FIXTURES / "word.pdf").read_bytes())
    return place


# Any run has the engines that a user gets; the slow one has each of them alone.
@pytest.mark.parametrize("engine", [pytest.param(engine, marks=[pytest.mark.slow] * (engine != "auto")) for engine in ENGINES])
def test_each_hostile_file_is_one_clear_error_and_the_good_one_is_read(engine, folder, capfd):
    code = main(["parse", str(folder), "--engine", engine, *LOW])
    out, err = capfd.readouterr()
    assert code == 3
    assert [record["source"]["name"] for record in json.loads(out)] == ["zz_good.pdf"]
    told = err.splitlines()
    files = [str(folder / f"{name}.pdf") for name in sorted(HOSTILE, key=lambda name: f"{name}.pdf")]
    assert [line.removeprefix("bulletin-parse: ").partition(".pdf")[0] + ".pdf" for line in told] == files
    assert all(line.isprintable() and len(line) < 400 + len(str(folder)) and ". " in line for line in told)


@pytest.mark.slow  # tests/test_malformed.py sends such files through all commands in any run
def test_check_tells_of_all_of_them_and_still_checks_the_good_one(folder, capfd):
    code = main(["check", str(folder), "--format", "json", *LOW])
    out, err = capfd.readouterr()
    assert code == 3
    assert err.count("\n") == len(HOSTILE)
    assert "Traceback" not in err
    assert {finding["code"] for finding in json.loads(out) if not finding["file"].endswith("zz_good.pdf")} <= {"BP901", "BP903"}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("revision", REVISIONS)
def test_encryption_of_every_revision(revision, engine):
    """Without a password to open it, an encrypted file is read like any other; with one, the error says so."""
    assert parse(encrypted(revision, ""), engine=engine).issue_number == 444
    with pytest.raises(EncryptedSource, match=r"wants a password. Remove the password first"):
        parse(encrypted(revision, "secret"), engine=engine)


@pytest.mark.parametrize("engine", ["auto", "pdfium", "pdfplumber"])
def test_encryption_that_nobody_knows(engine):
    with pytest.raises(EncryptedSource, match="encrypted in a way that .* does not know"):
        parse(unknown_encryption(), engine=engine)


@pytest.mark.parametrize("engine", ENGINES)
def test_scripts_launches_and_forms_are_never_run(engine, monkeypatch, tmp_path):
    path = tmp_path / "scripts.pdf"
    path.write_bytes(HOSTILE["scripts"]())
    assert main(["parse", str(path), "--engine", engine]) == 3
    assert not pathlib.Path("/tmp/launched").exists()  # noqa: S108 - the place that the file's action names


@pytest.mark.parametrize("name", READABLE)
def test_damage_that_loses_nothing_is_read(name):
    assert len(parse(READABLE[name]()).items) == len(parse(hostile.WORD).items)


@pytest.mark.parametrize("engine", ENGINES[:3])
def test_a_page_that_stands_upside_down_is_no_crash(engine):
    bulletin = parse(rotated(180), engine=engine)
    assert bulletin.source.pages == 2
