"""Exports: what comes out, in which order, what is told to be left out, and that nothing half-written is left."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import subprocess
import sys
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow.dataset
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archives import EXPORT_FORMS, Figure, archive_of
from bulletin_parse import Archive, Block, Bulletin, ExportError, ExtraMissing, Form, Target, main, parse_text, whole_file, whole_folder
from bulletin_parse.archive.export import markdown, workbook
from bulletins import WHOLE, bare, bulletins, faulty_bulletins, filled
from conftest import ROOT
from test_frames import FRAMES, in_order, sourced

PNG = b"\x89PNG\r\n\x1a\n picture"
TABLES = ("bulletins", "index", "items", "blocks", "remnants", "figures", "findings")  # of the Parquet data set


def variant(number: int | None, day: date | None = date(2026, 3, 13), at: int = 1, **update) -> Bulletin:
    """The written bulletin with another number and date, from a file of its own."""
    bulletin = parse_text(WHOLE)
    return sourced(bulletin.model_copy(update={"issue_number": number, "published": day, **update}), at)


def with_item(**update) -> Bulletin:
    bulletin = variant(664)
    return bulletin.model_copy(update={"items": (bulletin.items[0].model_copy(update=update), *bulletin.items[1:])})


def written(bulletins_, path, to, **filters):
    with archive_of(bulletins_) as archive:
        return archive.export(path, to, **filters)


# JSON Lines


@settings(max_examples=settings.default.max_examples // 4)
@given(st.lists(st.one_of(bulletins(), faulty_bulletins()), min_size=1, max_size=4, unique_by=lambda each: each.issue_number))
def test_json_lines_hold_the_records_in_one_order(held):
    held = in_order([sourced(each, at) for at, each in enumerate(held)])
    out = io.BytesIO()
    done = written(held[::-1], out, "jsonl")
    assert out.getvalue() == "".join([each.to_json(indent=None) + "\n" for each in held]).encode()
    assert done.bulletins == len(held)


def test_the_order_of_storing_does_not_show(tmp_path):
    held = [variant(2, at=1), variant(1, date(2026, 3, 6), at=2), variant(1, date(2026, 2, 6), at=3), variant(None, at=4)]
    first, second = io.BytesIO(), io.BytesIO()
    written(held, first, "jsonl")
    written([held[at] for at in (3, 1, 0, 2)], second, "jsonl")
    assert first.getvalue() == second.getvalue()
    assert [json.loads(line)["issue_number"] for line in first.getvalue().splitlines()] == [None, 1, 1, 2]


def test_a_lone_surrogate_is_told(tmp_path):
    done = written([variant(664, lead="导\ud800语")], tmp_path / "all.jsonl", "jsonl")
    assert "1 records with lone surrogates, which strict readers refuse" in done.left_out
    assert json.loads((tmp_path / "all.jsonl").read_bytes())["lead"] == "导\ud800语"
    for harmless in ("\\ud800", "😀", "퟿"):
        assert not any("surrogates" in words for words in written([variant(664, lead=harmless)], io.BytesIO(), "jsonl").left_out)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, [1, 2, 3]),
        ({"since": date(2026, 1, 9)}, [2, 3]),
        ({"until": date(2026, 1, 9)}, [1, 2]),
        ({"numbers": (3, 1)}, [1, 3]),
        ({"numbers": (9,)}, []),
    ],
)
def test_filters(filters, expected):
    out = io.BytesIO()
    done = written([variant(n, date(2026, 1, 7 * n - 5), n) for n in (1, 2, 3)], out, "jsonl", **filters)
    assert [json.loads(line)["issue_number"] for line in out.getvalue().splitlines()] == expected
    assert done.bulletins == len(expected)


# CSV


def test_csv_has_one_item_a_row_and_no_formula(tmp_path):
    evil = '=HYPERLINK("http://evil")'
    done = written([with_item(title=evil, source="-1", link="@x")], tmp_path / "items.csv", "csv")
    data = (tmp_path / "items.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbffile,issue_number,")
    first, second = csv.DictReader(io.StringIO(data.decode("utf-8-sig")))
    assert (first["title"], first["source"], first["link"]) == (f"'{evil}", "'-1", "'@x")
    assert second["body"] == "乙省日前印发方案，推动检查检验结果互认。"
    assert done.bulletins == 1
    assert any(words.startswith("3 cells that a spreadsheet would take for a formula") for words in done.left_out)
    assert pd.read_csv(tmp_path / "items.csv")["issue_number"].tolist() == [664, 664]


@pytest.mark.parametrize("sign", [*"=+-@", "\t", "\r", "\n", *"＝＋－＠"])
def test_what_a_spreadsheet_may_take_for_a_formula_is_text(tmp_path, sign):
    written([with_item(title=f"{sign}1+1", headline=f"又{sign}")], tmp_path / "items.csv", "csv")
    with (tmp_path / "items.csv").open(encoding="utf-8-sig", newline="") as file:
        first = next(csv.DictReader(file))
    assert (first["title"], first["headline"]) == (f"'{sign}1+1", f"又{sign}")


def test_a_carriage_return_begins_no_row(tmp_path):
    written([with_item(title="题\r=1+1")], tmp_path / "items.csv", "csv")
    assert b'"\xe9\xa2\x98\r=1+1"' in (tmp_path / "items.csv").read_bytes()


def test_a_stream_that_cannot_be_written_stays_open():
    class Full(io.BytesIO):
        def write(self, _):
            raise OSError(errno.ENOSPC, "No space left on device")

    for to in ("jsonl", "csv"):
        file = Full()
        with pytest.raises(OSError, match="No space left"):
            written([variant(1)], file, to)
        assert not file.closed


# Excel


def sheets(path):
    book = openpyxl.load_workbook(path)
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


def test_excel_has_the_frames_as_sheets(tmp_path):
    held = [variant(664), variant(665, date(2026, 3, 20), 2)]
    done = written(held, tmp_path / "a.xlsx", "xlsx")
    content = sheets(tmp_path / "a.xlsx")
    assert list(content) == list(FRAMES)
    frames = archive_of(held).frames()
    for name in FRAMES:
        assert set(content[name][0]) <= set(getattr(frames, name).reset_index().columns) | {"file"}
        assert len(content[name]) - 1 == len(getattr(frames, name))
    heads = dict(zip(content["bulletins"][0], content["bulletins"][1], strict=True))
    assert (heads["issue_number"], heads["published"], heads["complete"], heads["pages"]) == (664, datetime(2026, 3, 13), True, None)  # noqa: DTZ001
    assert content["blocks"][2][3:5] == ["paragraph", "该系统准确率超过九成。"]
    assert done == (str(tmp_path / "a.xlsx"), 2, workbook.LEFT_OUT)


def test_what_excel_cannot_hold_is_told(tmp_path):
    long = "长" * 40_000
    bulletin = with_item(title="=1+1", headline="a\x07b\r\nc", source="_x0041_", blocks=(Block(kind="paragraph", text=long),), published=date(1899, 1, 1))
    done = written([bulletin], tmp_path / "a.xlsx", "xlsx")
    first = dict(zip(*sheets(tmp_path / "a.xlsx")["items"][:2], strict=True))
    assert first["title"] == "=1+1"
    assert first["headline"] == "a\ufffdb\nc"
    assert first["source"] == "_x005F_x0041_"  # so that Excel does not read an A; openpyxl leaves it as it is written
    assert first["published"] == "1899-01-01"
    assert len(first["body"]) == 32_767
    assert first["body"].endswith("长…")
    assert [int(words.split()[0]) for words in done.left_out[1:]] == [1, 2, 2]  # a finding quotes the headline, a block the body


def test_a_cut_in_excel_keeps_whole_characters():
    counts = Counter()
    assert workbook.fitted("a" + "😀" * 20_000, counts) == "a" + "😀" * 16_382 + "…"
    assert workbook.fitted("字" * 32_767, counts) == "字" * 32_767
    assert sum(counts.values()) == 1


def test_rows_beyond_excels_limit_go_on_on_another_sheet(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    written([variant(n, at=n) for n in (1, 2)], tmp_path / "a.xlsx", "xlsx")
    content = sheets(tmp_path / "a.xlsx")
    assert list(content)[:5] == ["bulletins", "index", "index 2", "items", "items 2"]
    assert [row[1] for row in content["items"][1:] + content["items 2"][1:]] == [1, 2, 1, 2]
    assert content["items 2"][0] == content["items"][0]


# Parquet


@pytest.fixture
def parquet(tmp_path):
    held = [variant(1, date(2025, 12, 26), 1), variant(2, date(2026, 1, 2), 2), variant(3, None, 3, date_range=None), filled(variant(4, date(2026, 1, 9), 4))]
    archive = archive_of(held, pictures={2: (Figure(1, 2, "image/png", len(PNG), 8, 8, "ab", data=PNG),)})
    done = archive.export(tmp_path / "data", "parquet")
    assert done == (str(tmp_path / "data"), 4, ())
    return tmp_path / "data", archive


def test_parquet_is_partitioned_by_year(parquet):
    folder, _ = parquet
    names = ["year=0", "year=2025", "year=2026"]
    assert sorted(path.name for path in (folder / "items").iterdir()) == names
    assert sorted(path.name for path in folder.iterdir()) == sorted([".bulletin-parse-export", *TABLES])


@pytest.mark.full("duckdb")
def test_duckdb_reads_the_parquet(parquet):
    import duckdb

    folder, _ = parquet
    query = f"SELECT year, count(*) FROM read_parquet('{folder}/items/*/*.parquet', hive_partitioning = true) GROUP BY year ORDER BY year"
    assert duckdb.sql(query).fetchall() == [(0, 2), (2025, 2), (2026, 4)]
    joined = f"""SELECT b.issue_number, b.published, i.title FROM read_parquet('{folder}/items/*/*.parquet') i
                 JOIN read_parquet('{folder}/bulletins/*/*.parquet') b USING (bulletin) WHERE i.item = 1 ORDER BY 1"""
    assert duckdb.sql(joined).fetchall()[0] == (1, date(2025, 12, 26), "甲市医院上线智慧导诊")


@pytest.mark.full("polars")
def test_polars_reads_the_parquet(parquet):
    import polars

    folder, _ = parquet
    items = polars.scan_parquet(folder / "items" / "**" / "*.parquet", hive_partitioning=True)
    assert items.filter(polars.col("year") == 2026).collect().height == 4
    assert items.collect().schema["published"] == polars.Date


def test_arrow_and_pandas_read_the_parquet(parquet):
    folder, archive = parquet
    items = pyarrow.dataset.dataset(folder / "items", partitioning="hive").to_table()
    assert items.num_rows == 8
    assert sorted(set(items.column("year").to_pylist())) == [0, 2025, 2026]
    assert pd.read_parquet(folder / "findings")["code"].value_counts().to_dict() == archive.frames().findings["code"].value_counts().to_dict()


def test_parquet_holds_the_pictures(parquet):
    folder, _ = parquet
    (figure,) = pyarrow.dataset.dataset(folder / "figures", partitioning="hive").to_table().to_pylist()
    assert (figure["data"], figure["item"], figure["block"], figure["year"], figure["rendered"]) == (PNG, 1, 2, 2026, False)


def plain(row, *names):
    return {name: row[name] for name in names} | {"where": json.loads(row["regions"])}


def test_parquet_holds_the_whole_record(parquet):
    """Every field of every record can be made from the data set again."""
    folder, archive = parquet
    tables = {name: pyarrow.dataset.dataset(folder / name).to_table().to_pylist() for name in TABLES}
    for expected in archive.bulletins():
        (head,) = [row for row in tables["bulletins"] if row["sha256"] == expected.source.sha256]
        of = {name: sorted((r for r in rows if r["bulletin"] == head["bulletin"]), key=lambda r: [v for v in r.values() if isinstance(v, int)][:2])
              for name, rows in tables.items()}  # fmt: skip
        again = {
            **{n: head[n] for n in ("title", "issue_label", "issue_number", "supplement", "publisher", "published", "lead", "declared_count")},
            **{n: json.loads(head[n]) for n in ("issue_numbers", "printed", "places", "edits", "doubts")},
            "date_range": {"start": head["first_day"], "end": head["last_day"]} if head["first_day"] else None,
            "index": [plain(r, "number", "title", "source", "category") for r in of["index"]],
            "items": [
                plain(r, "number", "title", "source", "link", "link_target", "category", "headline", "byline", "published")
                | {n: json.loads(r[n]) for n in ("places", "labels", "further_links")}
                | {"blocks": [plain(b, "kind", "text") | {"rows": json.loads(b["rows"] or "[]")} for b in of["blocks"] if b["item"] == r["item"]]}
                for r in of["items"]
            ],
            **{role: [plain(r, "text") for r in of["remnants"] if r["role"] == role] for role in ("front_matter", "back_matter", "furniture", "residue")},
            "hidden": [plain(r, "text", "why") for r in of["remnants"] if r["role"] == "hidden"],
            "source": {"name": head["file"], "part": json.loads(head["part"] or "null"), "page_sources": json.loads(head["page_sources"])}
            | {n: head[n] for n in ("sha256", "media_type", "engine", "engine_version", "pages", "complete", "template")},
        }  # fmt: skip
        assert Bulletin.model_validate(again) == expected


def test_an_empty_archive_gives_empty_data_sets(tmp_path):
    written([], tmp_path / "data", "parquet")
    assert pyarrow.dataset.dataset(tmp_path / "data" / "items", partitioning="hive").to_table().num_rows == 0


def test_row_groups_are_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr("bulletin_parse.archive.export.parquet.GROUP", 3)
    written([variant(n, at=n) for n in range(1, 6)], tmp_path / "data", "parquet")
    file = pyarrow.parquet.ParquetFile(tmp_path / "data" / "items" / "year=2026" / "part-0.parquet")
    assert [file.metadata.row_group(at).num_rows for at in range(file.num_row_groups)] == [3, 3, 3, 1]


# Markdown


@settings(max_examples=settings.default.max_examples // 4)
@given(st.lists(st.one_of(bulletins(), faulty_bulletins()), min_size=1, max_size=3, unique_by=lambda each: each.issue_number))
def test_markdown_reads_back_to_the_same_bulletin(tmp_path_factory, held):
    folder = tmp_path_factory.mktemp("texts") / "out"
    done = written([sourced(each, at) for at, each in enumerate(held)], folder, "markdown")
    for each in held:
        assert bare(parse_text((folder / f"{each.issue_number}.md").read_text(encoding="utf-8"))) == bare(each)
    assert not any("differently" in words for words in done.left_out)


def test_markdown_shows_its_pictures(tmp_path):
    blocks = (Block(kind="paragraph", text="一段文字。"), Block(kind="figure", text=""), Block(kind="figure", text=""))
    bulletin = with_item(blocks=blocks)
    pictures = {1: (Figure(1, 2, "image/png", len(PNG), data=PNG), Figure(1, 3, None))}
    done = archive_of([bulletin], pictures=pictures).export(tmp_path / "texts", "markdown")
    text = (tmp_path / "texts" / "664.md").read_text(encoding="utf-8")
    assert "![](664/1-2.png)\n\n![](figure)" in text
    assert (tmp_path / "texts" / "664" / "1-2.png").read_bytes() == PNG
    assert bare(parse_text(text)) == bare(bulletin)
    assert "1 figures without a stored picture, written as ![](figure)" in done.left_out


def test_markdown_files_have_names_of_our_own(tmp_path):
    held = [variant(664, at=1), variant(664, date(2026, 3, 20), 2), variant(None, at=3), variant(None, None, 4, issue_label="../../evil", date_range=None)]
    written(held, tmp_path / "texts", "markdown")
    assert sorted(path.name for path in (tmp_path / "texts").glob("*.md")) == sorted(
        ["664.md", "664-2.md", "2026-03-13.md", f"{held[3].source.sha256[:16]}.md"]
    )


def test_a_bulletin_that_does_not_read_back_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(markdown, "reads_back", lambda text, bulletin: False)
    assert "1 bulletins that read back differently from their Markdown (664.md)" in written([variant(664)], tmp_path / "texts", "markdown").left_out
    monkeypatch.undo()
    assert not markdown.reads_back("nothing", variant(664))


# Whole or not at all


def contents(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("to", sorted(EXPORT_FORMS))
def test_a_failure_leaves_what_was_there(tmp_path, monkeypatch, to):
    out = tmp_path / "out"
    written([variant(1)], out, to)
    before = out.read_bytes() if out.is_file() else contents(out)
    archive = archive_of([variant(1), variant(2, at=2)])
    for table in ("blocks", "records"):
        archive.database.execute("PRAGMA foreign_keys = OFF")
        archive.database.execute(f"ALTER TABLE {table} RENAME TO gone_{table}")
    with pytest.raises(Exception, match="no such table"):
        archive.export(out, to)
    assert (out.read_bytes() if out.is_file() else contents(out)) == before
    assert contents(tmp_path) == ["out"]


def test_a_file_is_replaced_and_a_folder_only_if_it_is_ours(tmp_path):
    for to in ("parquet", "markdown"):
        folder = tmp_path / to
        folder.mkdir()
        written([variant(1)], folder, to)
        written([variant(2)], folder, to)
        other = "markdown" if to == "parquet" else "parquet"
        with pytest.raises(ExportError, match=f"no {other} export of this program"):
            written([variant(1)], folder, other)
    assert contents(tmp_path / "markdown") == [".bulletin-parse-export", "2.md"]
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.md").write_text("years of work", encoding="utf-8")
    with pytest.raises(ExportError, match="it is there and no markdown export"):
        written([variant(1)], tmp_path / "mine", "markdown")
    with pytest.raises(ExportError, match="it is a folder"):
        written([variant(1)], tmp_path / "mine", "jsonl")
    assert contents(tmp_path / "mine") == ["thesis.md"]


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    for to in EXPORT_FORMS:
        with pytest.raises(ExportError, match="it cannot be written"):
            written([variant(1)], tmp_path / "none" / "out", to)


@pytest.fixture
def stored(tmp_path):
    """An archive that another connection holds open, so that its -wal and -shm are there."""
    database = archive_of([variant(1)], tmp_path / "x.db")
    (tmp_path / "x.db.lock").touch()
    yield tmp_path / "x.db"
    database.close()


@pytest.mark.parametrize("end", ["", "-wal", "-shm", "-journal", ".lock"])
@pytest.mark.parametrize("to", ["jsonl", "csv", "xlsx"])
def test_an_export_does_not_replace_an_archive(stored, to, end):
    target = stored.with_name(stored.name + end)
    before = target.stat().st_ino if target.exists() else None
    with Archive.open(stored) as archive:
        with pytest.raises(ExportError, match="it is read by this run" if not end else "it belongs to the database x.db"):
            archive.export(target, to)
        assert [bulletin.issue_number for bulletin in archive.bulletins()] == [1]
    assert (target.stat().st_ino if target.exists() else None) == before


def test_an_export_does_not_replace_an_archive_by_another_name(stored, tmp_path):
    (tmp_path / "soft").symlink_to(stored)
    os.link(stored, tmp_path / "hard")
    archive_of([variant(2)], tmp_path / "other.db").close()
    for name in ("soft", "hard", "other.db", "soft.lock"):
        with Archive.open(stored) as archive, pytest.raises(ExportError, match="read by this run|an archive|the database"):
            archive.export(tmp_path / name, "jsonl")
    assert (tmp_path / "soft").is_symlink()


@pytest.mark.parametrize("to", ["parquet", "markdown"])
def test_an_export_does_not_remove_an_archive_in_its_folder(tmp_path, to):
    written([variant(1)], tmp_path / "out", to)
    archive_of([variant(2)], tmp_path / "out" / "x.db").close()
    with pytest.raises(ExportError, match="it holds x.db"):
        written([variant(1)], tmp_path / "out", to)
    with pytest.raises(ExportError, match="an archive is in it: x.db"):
        archive_of([variant(1)]).export(tmp_path / "out", to, force=True)
    assert (tmp_path / "out" / "x.db").exists()


def test_an_export_does_not_replace_a_pipe(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ExportError, match="a device or a pipe"):
        written([variant(1)], tmp_path / "pipe", "jsonl")
    assert (tmp_path / "pipe").is_fifo()


def test_an_interruption_leaves_nothing(tmp_path):
    def interrupted(beside):
        (beside / "half" if beside.is_dir() else beside).write_text("half", encoding="utf-8")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), whole_file(Target(tmp_path / "a", Form("text"))) as draft:
        interrupted(draft.path)
    with pytest.raises(KeyboardInterrupt), whole_folder(Target(tmp_path / "b", Form("pages"))) as draft:
        interrupted(draft.path)
    assert contents(tmp_path) == []


# The command


def run(capfdbinary, *arguments):
    code = main(["export", *map(str, arguments)])
    sys.stdout.flush()
    out, err = capfdbinary.readouterr()
    return code, out, err.decode()


@pytest.fixture
def archive(tmp_path):
    path = tmp_path / "archive.db"
    archive_of([variant(1, date(2025, 12, 26), 1), variant(2, at=2)], path).close()
    return path


def test_export_writes_a_file_and_tells(capfdbinary, archive, tmp_path):
    code, out, err = run(capfdbinary, archive, "--to", "jsonl", "-o", tmp_path / "all.jsonl")
    assert (code, out) == (0, b"")
    assert f"{tmp_path / 'all.jsonl'}: 2 bulletins\n" in err
    assert "left out or changed: findings and the pictures" in err
    assert len((tmp_path / "all.jsonl").read_bytes().splitlines()) == 2


def test_export_streams_to_stdout(capfdbinary, archive):
    code, out, _ = run(capfdbinary, archive, "--format", "jsonl", "--number", "2")  # as parse and ingest call it
    assert code == 0
    assert [json.loads(line)["issue_number"] for line in out.splitlines()] == [2]
    code, out, _ = run(capfdbinary, archive, "--to", "csv", "--until", "2025-12-31")
    assert [row["issue_number"] for row in csv.DictReader(io.StringIO(out.decode("utf-8-sig")))] == ["1", "1"]


def test_export_exit_codes(capfdbinary, archive, tmp_path, monkeypatch):
    code, _, err = run(capfdbinary, archive, "--to", "xlsx")
    assert (code, err) == (2, "bulletin-parse: --to xlsx needs -o OUT\n")
    assert run(capfdbinary, archive, "--to", "csv", "-o", tmp_path / "no" / "x.csv")[0] == 2
    assert run(capfdbinary, tmp_path / "none.db", "--to", "csv")[0] == 5
    for to, module in (("xlsx", "xlsxwriter"), ("parquet", "pyarrow.parquet")):
        monkeypatch.setitem(sys.modules, module, None)
        code, _, err = run(capfdbinary, archive, "--to", to, "-o", tmp_path / "out")
        assert code == 4
        assert "pip install 'bulletin-parse[export]'" in err
        with pytest.raises(ExtraMissing):
            archive_of([]).export(tmp_path / "out", to)
    assert not (tmp_path / "out").exists()


def test_an_export_onto_its_archive_is_code_2(capfdbinary, archive):
    code, out, err = run(capfdbinary, archive, "--to", "jsonl", "-o", archive)
    assert (code, out) == (2, b"")
    assert "it is read by this run" in err
    assert run(capfdbinary, archive, "--to", "jsonl")[0] == 0


def test_a_number_too_large_for_the_database_is_code_2(capfdbinary, archive, tmp_path):
    code, out, err = run(capfdbinary, archive, "--to", "jsonl", "--number", "99999999999999999999")
    assert (code, out) == (2, b"")
    assert "the issue number: the largest is" in err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("arguments", [["export", "--to", "jsonl"], ["export", "--to", "csv"], ["search", "医院"], ["search", "医院", "--format", "json"]])
def test_a_stdout_that_is_full_is_code_2_and_no_traceback(archive, arguments):
    command, *rest = arguments
    # In a process of its own: Python writes its buffer again when it ends, which must not change the code.
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([sys.executable, "-m", "bulletin_parse", command, str(archive), *rest], stdout=full, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr.decode()) == (
        2,
        "bulletin-parse: stdout: it cannot be written (No space left on device). Check the free space, or name a file on another disk\n",
    )


def test_each_form_is_described():
    page = (ROOT / "docs" / "search-and-export.md").read_text(encoding="utf-8")
    assert [form for form in EXPORT_FORMS if f"| `{form}` |" not in page] == [], "each form has a row in docs/search-and-export.md"
    assert [form for form in EXPORT_FORMS if f"``{form}``" not in Archive.export.__doc__] == [], "Archive.export names each form"
    for readme in ("README.md", "README.zh-CN.md"):
        shown = next(line for line in (ROOT / readme).read_text(encoding="utf-8").splitlines() if line.startswith("bulletin-parse export "))
        assert [form for form in EXPORT_FORMS if form not in shown] == [], f"{readme} names each form"
