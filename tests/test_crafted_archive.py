"""An archive that somebody changed is told as such, and writes nothing where it should not."""

from __future__ import annotations

import re
import sqlite3
import zlib
from contextlib import closing

import pytest

from archives import EXPORT_FORMS, archive_of
from bulletin_parse import Archive, ArchiveError, main, parse_text, write_report
from bulletin_parse.archive.store import rows
from bulletins import WHOLE

PICTURE = (1, 1, "image/png", 3, 1, 1, "0" * 64, 0, b"png")


@pytest.fixture
def path(tmp_path):
    (tmp_path / "work").mkdir()
    path = tmp_path / "work" / "archive.db"
    archive_of([parse_text(WHOLE)], path, pictures={1: (PICTURE,)}).close()
    return path


def crafted(path, *statements):
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        for sql, *parameters in statements:
            database.execute(sql, parameters)


def loosened(path, table, *statements):
    """Statements against a table whose types are not held, and its schema then put back as it was."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA writable_schema = ON")
        (sql,) = database.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        (version,) = database.execute("PRAGMA schema_version").fetchone()
        database.execute("UPDATE sqlite_master SET sql = ? WHERE name = ?", (re.sub("\\)\\s*STRICT", ")", sql), table))
        database.execute(f"PRAGMA schema_version = {version + 1}")
    crafted(path, *statements)
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA writable_schema = ON")
        database.execute("UPDATE sqlite_master SET sql = ? WHERE name = ?", (sql, table))
        database.execute(f"PRAGMA schema_version = {version + 2}")


CHANGES = {
    "the trigger evil was added": "CREATE TRIGGER evil AFTER INSERT ON sources BEGIN DELETE FROM records; END",
    "the view evil was added": "CREATE VIEW evil AS SELECT 1",
    "the table records is missing": "DROP TABLE records",
    "the table figures was changed": "ALTER TABLE figures ADD COLUMN evil TEXT",
    "the view rejected_files is missing": "DROP VIEW rejected_files",
    "the index bulletins_by_date is missing": "DROP INDEX bulletins_by_date",
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_schema_is_recognised_on_opening(change, path, tmp_path, capsys):
    crafted(path, (CHANGES[change],))
    before = path.read_bytes()
    with pytest.raises(ArchiveError, match=f"its schema is not as this program made it: {change}"):
        Archive.open(path)
    for command in (["search", path, "医"], ["export", path, "--to", "csv"], ["report", path, "-o", tmp_path / "r"], ["ingest", tmp_path, "--archive", path]):
        assert main([str(argument) for argument in command]) == 5
        assert "Do not trust it" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_a_view_in_place_of_a_table_is_recognised(path):
    crafted(path, ("ALTER TABLE records RENAME TO kept",), ("CREATE VIEW records AS SELECT * FROM kept",))
    with pytest.raises(ArchiveError, match="the table records was changed"):
        Archive.open(path)


def test_tables_and_indexes_of_ones_own_are_no_change(path):
    crafted(path, ("CREATE TABLE mine (note TEXT)",), ("CREATE INDEX my_index ON items (title)",), ("ANALYZE",))
    with Archive.open(path) as archive:
        assert archive.bulletin(664)


EVIL = "../../../evil"
VALUES = {
    "bulletins.issue_number": ("bulletins", ("UPDATE bulletins SET issue_number = ?", EVIL)),
    "bulletins.published": ("bulletins", ("UPDATE bulletins SET published = ?", EVIL)),
    "bulletins.published, no day": ("bulletins", ("UPDATE bulletins SET published = ?", "2026-02-30")),
    "records.sha256": ("records", ("UPDATE records SET sha256 = ?", EVIL)),
    "figures.item_position": ("figures", ("UPDATE figures SET item_position = ?", EVIL)),
    "figures.block_position": ("figures", ("UPDATE figures SET block_position = ?", EVIL)),
    "sources.file": ("sources", ("UPDATE sources SET file = ?", b"\xff/../evil")),
}


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("to", [*EXPORT_FORMS, "report"])
def test_a_value_that_is_a_path_writes_nothing(value, to, path, tmp_path, capsys):
    table, statement = VALUES[value]
    loosened(path, table, statement)
    command = ["report", str(path)] if to == "report" else ["export", str(path), "--to", to]
    assert main([*command, "-o", str(tmp_path / "work" / "out")]) == 5
    err = capsys.readouterr().err
    assert table in err
    assert "Do not trust it" in err
    assert {found.name for found in tmp_path.rglob("*") if not found.name.startswith("archive.db")} == {"work"}


def test_a_hash_that_is_a_path_names_no_file_of_a_bulletin_without_number_and_date(tmp_path, capsys):
    path = tmp_path / "archive.db"
    text = WHOLE.replace("## （第六六四）\n\n", "").replace("2026年03月13日\n\n", "", 1)
    archive_of([parse_text(text)], path).close()
    crafted(path, ("UPDATE records SET sha256 = ?", EVIL))
    assert main(["export", str(path), "--to", "markdown", "-o", str(tmp_path / "out")]) == 5
    assert "records.sha256 holds what this program never stores" in capsys.readouterr().err


@pytest.mark.parametrize("record", [b"", b"nonsense", zlib.compress(b"{}"), zlib.compress(b'{"title": 7}'), zlib.compress(b"[[[")[:-3]])
def test_a_record_that_was_exchanged_is_one_line(record, path, tmp_path, capsys):
    crafted(path, ("UPDATE records SET record = ?", record))
    for command in (["report", path, "-o", tmp_path / "r"], ["export", path, "--to", "markdown", "-o", tmp_path / "m"]):
        assert main([str(argument) for argument in command]) == 5
        assert "a record in it is damaged, or was changed by another program" in capsys.readouterr().err
    with Archive.open(path) as archive, pytest.raises(ArchiveError, match="a record in it is damaged"):
        archive.bulletin(664)


def test_a_record_that_is_a_bomb_is_not_unpacked(path, monkeypatch):
    monkeypatch.setattr(rows, "MAX_RECORD", 1 << 16)
    crafted(path, ("UPDATE records SET record = ?", zlib.compress(b" " * (1 << 20))))
    with Archive.open(path) as archive, pytest.raises(ArchiveError, match="it has more than 65,536 bytes"):
        archive.bulletin(664)


def test_what_this_program_stores_passes(path, tmp_path):
    assert write_report(path, tmp_path / "report") == 1
