"""An archive in Datasette as it is: the real program, with the metadata of the documentation."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bulletin_parse import Archive
from conftest import ROOT
from invented import bulletin_text

METADATA = ROOT / "docs" / "datasette.json"


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    folder = tmp_path_factory.mktemp("datasette")
    (folder / "files").mkdir()
    for number in (1, 2):
        (folder / "files" / f"{number}.md").write_text(bulletin_text(number, items=3), encoding="utf-8")
    (folder / "files" / "3.doc").write_bytes(b"")
    with Archive.open(folder / "archive.db") as archive:
        archive.ingest([folder / "files"], jobs=1)
    return folder / "archive.db"


def asked(archive: Path, path: str):
    """What the program answers to one request, without a server."""
    datasette = [sys.executable, "-m", "datasette"] if shutil.which("datasette") is None else [shutil.which("datasette")]
    command = [*datasette, "serve", str(archive), "--metadata", str(METADATA), "--get", path]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_queries_run_in_sqlite_alone(archive):
    queries = json.loads(METADATA.read_text(encoding="utf-8"))["databases"]["archive"]["queries"]
    with Archive.open(archive) as opened:
        for query in queries.values():
            opened.database.execute(query["sql"], {"words": "医保"}).fetchall()
        ledger = opened.database.execute(queries["not_read"]["sql"]).fetchall()
    assert [(Path(file).name, status) for file, status, _ in ledger] == [("3.doc", "ignored")]


@pytest.mark.parametrize("words", ["医", "医保", "医保移动支付", "国家测评 故事", "远程心电网络 新华网"])
def test_its_search_finds_what_the_search_command_finds(archive, words):
    sql = json.loads(METADATA.read_text(encoding="utf-8"))["databases"]["archive"]["queries"]["search"]["sql"]
    with Archive.open(archive) as opened:
        found = {(row[0], row[2]) for row in opened.database.execute(sql, {"words": words})}
        assert found == {(hit.issue_number, hit.title) for hit in opened.search(words, limit=100)}
    assert found


def test_what_it_names_is_there(archive):
    tables = json.loads(METADATA.read_text(encoding="utf-8"))["databases"]["archive"]["tables"]
    with Archive.open(archive) as opened:
        for table, facts in tables.items():
            names = {row[1] for row in opened.database.execute(f"PRAGMA table_info({table})")}
            asked_for = {facts.get(key) for key in ("label_column", "sort_desc")} - {None} | set(facts.get("facets", ()))
            assert asked_for <= names, table


@pytest.mark.full("datasette")
def test_tables_labels_search_and_queries_in_the_program(archive):
    assert {row["source_id"] for row in asked(archive, "/archive/sources.json?_shape=array&_facet=status")} == {1, 2}
    items = asked(archive, "/archive/items.json?_shape=array&_labels=on&_size=1")
    assert items[0]["bulletin_id"]["label"].startswith("第")
    found = asked(archive, "/archive/items.json?_shape=array&_search=%E5%8C%BB%E4%BF%9D")  # 医保
    assert found
    assert all("医保" in json.dumps(row, ensure_ascii=False) for row in found[:1])
    for query in ("outlets_by_year", "weeks_with_findings", "what_changed", "not_read"):
        asked(archive, f"/archive/{query}.json?_shape=array")
    assert asked(archive, "/archive/search.json?_shape=array&words=%E5%8C%BB%E4%BF%9D%E7%A7%BB%E5%8A%A8%E6%94%AF%E4%BB%98")  # 医保移动支付
    assert len(asked(archive, "/archive/ledger.json?_shape=array")) == 3
