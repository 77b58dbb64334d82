"""Archives of earlier versions: read as they are, brought up to date by the first command that writes, and kept as they were."""

from __future__ import annotations

import json
import sqlite3
import zlib
from contextlib import closing

import pyarrow.dataset
import pytest

from archives import EXPORT_FORMS, archive_of
from bulletin_parse import Archive, ArchiveError, Edit, Hidden, Remnant, main
from bulletin_parse.archive.store import schema
from bulletin_parse.archive.store.canonical import same_bulletin
from bulletin_parse.archive.store.database import connect, kept_copy
from bulletin_parse.archive.store.rows import record_text
from bulletin_parse.columns import TABLES
from bulletins import WHOLE, filled
from test_export import variant

EDIT = {"field": "items.0.title", "where": [], "was": "旧题", "now": "甲市医院上线智慧导诊", "why": "the index says so"}
NAMES_OF_1_1 = {"issue_numbers", "supplement", "front_matter", "back_matter", "hidden"}


@pytest.fixture
def old(tmp_path):
    """An archive as version 1.0 wrote it."""
    path = tmp_path / "old.db"
    edited = variant(664).model_copy(update={"edits": (Edit(field="items[0].title", was="旧题", now="甲市医院上线智慧导诊", why="the index says so"),)})
    with closing(archive_of([edited, variant(665, at=2)])) as new, closing(sqlite3.connect(path)) as database:
        database.executescript(f"PRAGMA application_id = {schema.APPLICATION_ID}; PRAGMA user_version = 1; {schema.migrations()[0]}")
        for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'item_terms%'").fetchall():
            names = ", ".join([row[1] for row in database.execute(f"PRAGMA table_info({table})")])
            rows = new.database.execute(f"SELECT {names} FROM {table}").fetchall()
            if rows:
                database.executemany(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(rows[0]))})", rows)
        database.execute("UPDATE sources SET schema_version = '1.0'")
        for source_id, record in database.execute("SELECT source_id, record FROM records").fetchall():
            database.execute("UPDATE records SET record = ? WHERE source_id = ?", (as_1_0(record), source_id))
        database.execute("UPDATE notes SET value = 'none' WHERE name = 'terms'")
        database.commit()
    return path


def as_1_0(record: bytes) -> bytes:
    said = json.loads(record_text(record))
    said = {name: value for name, value in said.items() if name not in NAMES_OF_1_1} | {"schema_version": "1.0"}
    said["items"] = [{name: value for name, value in item.items() if name not in ("category", "labels", "further_links")} for item in said["items"]]
    said["index"] = [{name: value for name, value in entry.items() if name != "category"} for entry in said["index"]]
    said["edits"] = [EDIT for _ in said["edits"]]
    return zlib.compress(json.dumps(said, ensure_ascii=False).encode())


def test_an_archive_of_1_0_is_read_as_it_is(old, tmp_path):
    before = old.read_bytes()
    with Archive.open(old) as archive:
        first = archive.bulletin(664)
        assert (first.schema_version, first.issue_numbers, first.edits[0].field) == ("1.1", (664,), "items[0].title")
        frames = archive.frames()
        assert frames.bulletins["issue_numbers"].tolist() == ["[664]", "[665]"]
        assert (frames.bulletins["supplement"].tolist(), frames.items["labels"].unique().tolist()) == ([False, False], ["{}"])
        for to in EXPORT_FORMS:
            assert archive.export(tmp_path / to, to).bulletins == 2
    edits = pyarrow.dataset.dataset(tmp_path / "parquet" / "bulletins").to_table().to_pylist()[0]["edits"]
    assert json.loads(edits)[0]["field"] == "items[0].title"
    assert main(["report", str(old), "-o", str(tmp_path / "report")]) == 0
    assert old.read_bytes() == before


def test_the_first_command_that_writes_brings_it_up_to_date_and_keeps_a_copy(old, tmp_path, capsys):
    before = old.read_bytes()
    (tmp_path / "new.md").write_text(WHOLE.replace("（第六六四）", "（第六七〇）"), encoding="utf-8")
    assert main(["ingest", "--archive", str(old), str(tmp_path / "new.md"), "--jobs", "1"]) == 0
    assert f"it is kept in {tmp_path / 'old.schema-1.db'}" in capsys.readouterr().err
    with closing(connect(str(tmp_path / "old.schema-1.db"), writable=False)) as kept, closing(sqlite3.connect(":memory:")) as as_it_was:
        as_it_was.deserialize(before)
        assert list(kept.iterdump()) == list(as_it_was.iterdump())
    with closing(connect(str(old), writable=False)) as database:
        assert schema.version_of(database) == len(schema.migrations())
        assert [record_text(record)[:24] for (record,) in database.execute("SELECT record FROM records")] == ['{"schema_version": "1.1"'] * 3
        assert database.execute("SELECT issue_numbers, edits FROM bulletins ORDER BY 1").fetchone()[0] == "[664]"
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("SELECT DISTINCT schema_version FROM sources").fetchall() == [("1.1",)]


def test_a_migrated_archive_has_the_shape_of_a_new_one(old):
    def shape(database):
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name")]
        return {table: database.execute(f"PRAGMA table_info({table})").fetchall() for table in tables}

    with closing(connect(str(old), writable=True)) as migrated, closing(connect(":memory:", writable=True)) as new:
        assert shape(migrated) == shape(new)


def test_a_copy_replaces_nothing(old):
    with closing(sqlite3.connect(old)) as database:
        assert [kept_copy(database, str(old), 1).rpartition("/")[2] for _ in range(2)] == ["old.schema-1.db", "old.schema-1-2.db"]


def test_without_a_copy_nothing_is_changed(old, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    before = old.read_bytes()
    monkeypatch.setattr("pathlib.Path.rename", full)
    with pytest.raises(ArchiveError, match="no copy of it can be kept"):
        connect(str(old), writable=True)
    with closing(connect(str(old), writable=False)) as database:
        assert schema.version_of(database) == 1
    assert len(before) == len(old.read_bytes())
    assert {path.name for path in old.parent.iterdir()} <= {"old.db", "old.db-wal", "old.db-shm"}


def test_the_catalogue_of_columns_is_what_the_archive_has():
    keys = {"bulletins": {"bulletin_id", "source_id"}, "index": {"bulletin_id", "position"}, "items": {"item_id", "bulletin_id", "position"}}
    keys |= {"blocks": {"item_id", "position"}, "remnants": {"bulletin_id", "role", "position"}, "findings": {"finding_id", "bulletin_id", "source_id"}}
    with closing(connect(":memory:", writable=True)) as database:
        for table, (_, columns) in TABLES.items():
            held = {row[1] for row in database.execute(f"PRAGMA table_info({'index_entries' if table == 'index' else table})")}
            of_file = {"file", "sha256", "media_type", "engine", "engine_version", "pages", "complete"} if table == "bulletins" else set()
            assert held - keys[table] == {column.name for column in columns if column.is_stored} - of_file


def test_every_field_of_the_record_comes_back_from_the_archive():
    bulletin = filled(variant(664))
    with archive_of([bulletin]) as archive:
        assert list(archive.bulletins()) == [bulletin]
        held = dict(archive.database.execute("SELECT role, text FROM remnants ORDER BY position DESC"))
    assert held["front_matter"] == "内部资料 注意保存"
    assert {type(piece) for piece in (*bulletin.hidden, *bulletin.back_matter)} == {Hidden, Remnant}


def test_a_supplement_is_no_copy_of_its_issue():
    issue = variant(664)
    supplement = issue.model_copy(update={"supplement": True, "issue_label": "第六六四期增刊"})
    assert not same_bulletin(issue, supplement)
    assert same_bulletin(supplement, supplement.model_copy(update={"published": None}))
