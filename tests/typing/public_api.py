"""The types of what is public, as a type checker sees them: ``mypy`` reads this file and nothing runs it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, assert_type

import bulletin_parse as bp


def reading(path: Path, data: bytes) -> None:
    bulletin = bp.parse(path)
    assert_type(bulletin, bp.Bulletin)
    assert_type(bp.parse(data, name="664.pdf", engine="pdfium", ocr=bp.OcrOptions(jobs=2), limits=bp.Limits(seconds=10)), bp.Bulletin)
    assert_type(bp.parse_all(path), tuple[bp.Bulletin, ...])
    assert_type(bp.parse_joined([path, data]), bp.Bulletin)
    assert_type(bp.parse_many([path], jobs=2), Iterator[bp.Bulletin | bp.UnreadableSource])
    assert_type(bp.parse_text("", template="my.toml"), bp.Bulletin)
    assert_type(bp.explain(path), bp.Explanation)
    assert_type(bp.read_document(data, "664.pdf", ocr="never"), bp.Document)
    bp.load_template(path)


def record(bulletin: bp.Bulletin) -> None:
    assert_type(bulletin.issue_number, int | None)
    assert_type(bulletin.published, date | None)
    assert_type(bulletin.date_range, bp.DateRange | None)
    assert_type(bulletin.index, tuple[bp.Entry, ...])
    assert_type(bulletin.items, tuple[bp.Item, ...])
    assert_type(bulletin.items[0].blocks, tuple[bp.Block, ...])
    assert_type(bulletin.items[0].body, str)
    assert_type(bulletin.residue, tuple[bp.Remnant, ...])
    assert_type(bulletin.hidden, tuple[bp.Hidden, ...])
    assert_type(bulletin.edits, tuple[bp.Edit, ...])
    assert_type(bulletin.doubts, tuple[bp.Doubt, ...])
    assert_type(bulletin.source, bp.Source | None)
    assert_type(bulletin.findings, bp.Findings)
    assert_type(bulletin.to_json(), str)
    assert_type(bulletin.to_dict(), dict[str, Any])
    assert_type(bulletin.to_markdown(), str)
    for region in bulletin.items[0].where:
        assert_type(region, bp.PageRegion | bp.LineRegion | bp.ParagraphRegion)


@bp.rule("MY001", "lead-missing", "warning")
def lead_missing(bulletin: bp.Bulletin) -> Iterator[bp.Fault]:
    """There is a lead."""
    if not bulletin.lead:
        yield bp.Fault("there is no lead")


@bp.outlet_rule("MY002", "source-unknown", "info")
def source_unknown(bulletin: bp.Bulletin, outlets: bp.Outlets) -> Iterator[bp.Fault]:
    """Every source is known."""
    for item in bulletin.items:
        if item.source and not outlets.named(item.source):
            yield bp.Fault("nobody knows the source", item.number)


@bp.archive_rule("MY003", "archive-empty", "info")
def archive_empty(bulletins: Sequence[bp.Bulletin]) -> Iterator[bp.Fault]:
    """There are bulletins."""
    if not bulletins:
        yield bp.Fault("there is none")


def checking(bulletin: bp.Bulletin, paths: Iterable[Path]) -> None:
    assert_type(lead_missing, bp.Rule)
    findings = bp.check(
        bulletin, select=["BP2"], severities={"BP503": "warning"}, extra=[lead_missing, source_unknown, archive_empty], outlets=bp.load_outlets()
    )
    assert_type(findings, bp.Findings)
    assert_type(findings[0], bp.Finding)
    assert_type(bp.check_archive([bulletin]), bp.Findings)
    assert_type(bp.find_rule("BP101"), bp.Rule)
    assert_type(bp.RULES, tuple[bp.Rule, ...])
    assert_type(bp.installed_rules(), tuple[bp.Rule, ...])
    with bp.Pool(bp.Limits()) as pool:
        run = bp.check_files(paths, bp.Config(ignore=("BP503",)), pool=pool)
    assert_type(run, bp.CheckRun)
    assert_type(run.findings, list[bp.Finding])
    if file := bp.find_config(Path()):
        assert_type(bp.load_config(file), bp.Config)


def repairing(bulletin: bp.Bulletin) -> None:
    assert_type(bp.learnt([bulletin]), bp.Lexicon)
    assert_type(bp.undone(bulletin), bp.Bulletin)


def archiving(path: Path) -> None:
    with bp.Archive.open(path) as archive:
        report = archive.ingest([path], settings=bp.Settings(bp.IngestOptions(engine="auto"), bp.Limits()), watcher=bp.Watcher())
        assert_type(report, bp.IngestReport)
        assert_type(report.account, bp.Account)
        assert_type(archive.bulletin(664), bp.Bulletin | None)
        assert_type(archive.search("医保"), bp.Hits)
        assert_type(archive.frames(), bp.Frames)
        assert_type(archive.export(path, "csv"), bp.Exported)


def seeing(bulletin: bp.Bulletin, data: bytes, folder: Path) -> None:
    assert_type(bp.to_frames([bulletin]), bp.Frames)
    assert_type(bp.view(bulletin, data), str)
    assert_type(bp.write_report("archive.db", folder), int)


def in_child_processes(paths: list[Path]) -> None:
    with bp.Pool(bp.Limits(), 2) as pool:
        pool.jobs.bit_length()
    bp.Call("664.pdf", bp.parse, (paths[0],))


def reported(report: bp.Report) -> str:
    return report.summary() + "".join(file.message for file in report.unread)


def exported(database: sqlite3.Connection, target: bp.Target, filters: bp.Filters) -> bp.Exported:
    with bp.whole_file(target) as draft:
        for bulletin in bp.bulletins_in(database, filters):
            assert_type(bulletin, bp.Bulletin)
            draft.write(bulletin.to_json())
    return bp.Exported(str(target.path), 0)


def exported_as_folder(target: bp.Target) -> None:
    with bp.whole_folder(target) as draft:
        (draft.path / "a.txt").write_text("a", encoding="utf-8")


EXPORTER = bp.Exporter(exported, bp.Form("records"))


def commanded() -> None:
    assert_type(bp.main(["check", "664.pdf"]), int)


def failing(path: Path) -> str:
    try:
        bp.parse(path)
    except bp.NotABulletin as error:
        return f"{error.source} {error.reason} {error.remedy} {error.place or ''}"
    except bp.BulletinError as error:
        return str(error)
    return ""


def corrections(archive: bp.Archive, bulletin: bp.Bulletin, path: Path) -> None:
    assert_type(archive.correct(664, "items[0].source", "新华网", why="so printed", by="甲"), bp.CorrectionOutcome)
    assert_type(archive.corrections, bp.ArchiveCorrections)
    assert_type(archive.corrections.all(), bp.Corrections)
    assert_type(archive.corrections.outcomes(), tuple[bp.CorrectionOutcome, ...])
    assert_type(archive.corrections.try_(), bp.Tried)
    reviewer = archive.corrections.reviewer(664, by="甲")
    assert_type(reviewer, bp.Reviewer)
    assert_type(reviewer.piece("items[0].blocks[0]"), bp.Piece)
    assert_type(bp.missed_item(reviewer, ["items[0].blocks[0]"]), bp.Missed)
    assert_type(bp.missed_entry(reviewer, ["residue[0]"]), bp.Missed)
    assert_type(bp.corrected(bulletin, [reviewer.set("title", "x", why="y")]), bp.Bulletin)
    assert_type(bp.uncorrected(bulletin), bp.Bulletin)
    assert_type(bp.load_corrections(path), bp.Corrections)
    assert_type(bp.suggested(bp.load_corrections(path), archive.bulletins(), by="甲"), bp.Suggestions)
    with bp.editing_corrections(path) as edited:
        assert_type(edited.corrections, bp.Corrections)
    assert_type(bp.parse(path, corrections=path), bp.Bulletin)
