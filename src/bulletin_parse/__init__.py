"""Structured records of the weekly bulletin 全国卫生信息化舆情监测周报, from PDF, Word, web page, picture or text.

>>> import bulletin_parse
>>> bulletin = bulletin_parse.parse("664.pdf")  # doctest: +SKIP
>>> bulletin.issue_number, bulletin.items[0].title  # doctest: +SKIP
(664, '重庆联通：数智赋能 助力智慧医疗再上新台阶')

What this module names is public, and so is :mod:`bulletin_parse.errors`; every other module is private (docs/stability.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bulletin_parse import errors, faces
from bulletin_parse._version import __version__
from bulletin_parse.errors import (
    ArchiveError,
    ArgumentError,
    BulletinError,
    ChildUnavailable,
    ConfigError,
    CorrectionConflict,
    CorrectionError,
    EncryptedSource,
    EngineCrashed,
    EngineUnavailable,
    ExportError,
    ExtraMissing,
    ForeignCorrections,
    GarbledText,
    LimitExceeded,
    MissingSource,
    NoSuchField,
    NotABulletin,
    NoTextLayer,
    NotInArchive,
    OutletTableError,
    PartOfBulletin,
    PluginError,
    QueryError,
    ReaderMissing,
    SeveralBulletins,
    TemplateError,
    UnknownCode,
    UnreadableSource,
    WrongValue,
)

if TYPE_CHECKING:
    from bulletin_parse.api import parse, parse_all, parse_joined, parse_text
    from bulletin_parse.archive.archive import Archive
    from bulletin_parse.archive.corrections import ArchiveCorrections, Tried
    from bulletin_parse.archive.export.exported import Exported, Exporter, bulletins_in
    from bulletin_parse.archive.ingest.jobs import IngestOptions
    from bulletin_parse.archive.ingest.report import Account, IngestInterrupted, IngestReport, Rejection
    from bulletin_parse.archive.ingest.run import Settings, Watcher
    from bulletin_parse.archive.keeping.listing import Listed
    from bulletin_parse.archive.keeping.showing import Shown
    from bulletin_parse.archive.keeping.verifying import Unsound
    from bulletin_parse.archive.search.search import Hit, Hits
    from bulletin_parse.archive.store.filters import Filters
    from bulletin_parse.archive.store.history import Event, Reading
    from bulletin_parse.checking import CheckRun, check, check_files
    from bulletin_parse.cli.main import main
    from bulletin_parse.corrections import CorrectionOutcome, Corrections, Piece, Reviewer, corrected, editing_corrections, load_corrections, uncorrected
    from bulletin_parse.corrections.missed import Missed, missed_entry, missed_item
    from bulletin_parse.corrections.suggestions import Suggestions, suggested
    from bulletin_parse.explaining import explain
    from bulletin_parse.left_out import Ignored
    from bulletin_parse.limits import Limits
    from bulletin_parse.many import parse_many
    from bulletin_parse.models import (
        Block,
        Bulletin,
        DateRange,
        Doubt,
        Edit,
        Entries,
        Entry,
        Finding,
        Findings,
        Hidden,
        Item,
        Items,
        PageSource,
        Remnant,
        Source,
    )
    from bulletin_parse.outputs.frames import Frames, to_frames
    from bulletin_parse.outputs.reporters.report import Report, UnreadFile
    from bulletin_parse.parsing.explanation import Explanation
    from bulletin_parse.parsing.template import load_template
    from bulletin_parse.press.outlets import Outlet, Outlets, load_outlets
    from bulletin_parse.reading.document import Character, Document, Line, LinkArea, Page, Picture
    from bulletin_parse.reading.ocr.options import OcrOptions
    from bulletin_parse.reading.protocol import PdfEngine
    from bulletin_parse.reading.read import read_document
    from bulletin_parse.regions import LineRegion, PageRegion, ParagraphRegion
    from bulletin_parse.repair.edits import undone
    from bulletin_parse.repair.links.lexicon import Lexicon, learnt
    from bulletin_parse.rules import RULES, check_archive, find_rule, installed_rules
    from bulletin_parse.rules.config import Config, find_config, load_config
    from bulletin_parse.rules.registry import Fault, Rule, archive_rule, outlet_rule, rule
    from bulletin_parse.supervise.guard import Guard
    from bulletin_parse.supervise.messages import Call
    from bulletin_parse.supervise.pool import Pool
    from bulletin_parse.views.report.write import write_report
    from bulletin_parse.views.viewer import view
    from bulletin_parse.writing.atomic import whole_file, whole_folder
    from bulletin_parse.writing.forms import Form
    from bulletin_parse.writing.target import Target

# The modules that the public names come from, each imported when one is first used: the record types bring pydantic, parsing the rest.
_PUBLIC = {
    "api": "parse parse_all parse_joined parse_text",
    "archive.archive": "Archive",
    "archive.corrections": "ArchiveCorrections Tried",
    "archive.export.exported": "Exported Exporter bulletins_in",
    "archive.ingest.jobs": "IngestOptions",
    "archive.ingest.report": "Account IngestInterrupted IngestReport Rejection",
    "archive.ingest.run": "Settings Watcher",
    "archive.keeping.listing": "Listed",
    "archive.keeping.showing": "Shown",
    "archive.keeping.verifying": "Unsound",
    "archive.search.search": "Hit Hits",
    "archive.store.filters": "Filters",
    "archive.store.history": "Event Reading",
    "checking": "CheckRun check check_files",
    "cli.main": "main",
    "corrections": "CorrectionOutcome Corrections Piece Reviewer corrected editing_corrections load_corrections uncorrected",
    "corrections.missed": "Missed missed_entry missed_item",
    "corrections.suggestions": "Suggestions suggested",
    "explaining": "explain",
    "left_out": "Ignored",
    "limits": "Limits",
    "many": "parse_many",
    "models": "Block Bulletin DateRange Doubt Edit Entries Entry Finding Findings Hidden Item Items PageSource Remnant Source",
    "regions": "LineRegion PageRegion ParagraphRegion",
    "outputs.frames": "Frames to_frames",
    "outputs.reporters.report": "Report UnreadFile",
    "parsing.explanation": "Explanation",
    "parsing.template": "load_template",
    "press.outlets": "Outlet Outlets load_outlets",
    "reading.document": "Character Document Line LinkArea Page Picture",
    "reading.ocr.options": "OcrOptions",
    "reading.protocol": "PdfEngine",
    "reading.read": "read_document",
    "repair.edits": "undone",
    "repair.links.lexicon": "Lexicon learnt",
    "rules": "RULES check_archive find_rule installed_rules",
    "rules.config": "Config find_config load_config",
    "rules.registry": "Fault Rule archive_rule outlet_rule rule",
    "supervise.guard": "Guard",
    "supervise.messages": "Call",
    "supervise.pool": "Pool",
    "views.report.write": "write_report",
    "views.viewer": "view",
    "writing.atomic": "whole_file whole_folder",
    "writing.forms": "Form",
    "writing.target": "Target",
}
_HOME = {name: module for module, names in _PUBLIC.items() for name in names.split()}
# How the record's values show themselves: named here, so that nothing below imports what shows them.
faces.show_with(
    {
        "findings": "bulletin_parse.rules:check",
        "markdown": "bulletin_parse.outputs.markdown:to_markdown",
        "picture": "bulletin_parse.views.pictures:show",
        "html": "bulletin_parse.views.notebook:html_of",
        "rich": "bulletin_parse.views.terminal:rich_of",
    }
)

__all__ = [
    "RULES",
    "Account",
    "Archive",
    "ArchiveCorrections",
    "ArchiveError",
    "ArgumentError",
    "Block",
    "Bulletin",
    "BulletinError",
    "Call",
    "Character",
    "CheckRun",
    "ChildUnavailable",
    "Config",
    "ConfigError",
    "CorrectionConflict",
    "CorrectionError",
    "CorrectionOutcome",
    "Corrections",
    "DateRange",
    "Document",
    "Doubt",
    "Edit",
    "EncryptedSource",
    "EngineCrashed",
    "EngineUnavailable",
    "Entries",
    "Entry",
    "Event",
    "Explanation",
    "ExportError",
    "Exported",
    "Exporter",
    "ExtraMissing",
    "Fault",
    "Filters",
    "Finding",
    "Findings",
    "ForeignCorrections",
    "Form",
    "Frames",
    "GarbledText",
    "Guard",
    "Hidden",
    "Hit",
    "Hits",
    "Ignored",
    "IngestInterrupted",
    "IngestOptions",
    "IngestReport",
    "Item",
    "Items",
    "Lexicon",
    "LimitExceeded",
    "Limits",
    "Line",
    "LineRegion",
    "LinkArea",
    "Listed",
    "Missed",
    "MissingSource",
    "NoSuchField",
    "NoTextLayer",
    "NotABulletin",
    "NotInArchive",
    "OcrOptions",
    "Outlet",
    "OutletTableError",
    "Outlets",
    "Page",
    "PageRegion",
    "PageSource",
    "ParagraphRegion",
    "PartOfBulletin",
    "PdfEngine",
    "Picture",
    "Piece",
    "PluginError",
    "Pool",
    "QueryError",
    "ReaderMissing",
    "Reading",
    "Rejection",
    "Remnant",
    "Report",
    "Reviewer",
    "Rule",
    "Settings",
    "SeveralBulletins",
    "Shown",
    "Source",
    "Suggestions",
    "Target",
    "TemplateError",
    "Tried",
    "UnknownCode",
    "UnreadFile",
    "UnreadableSource",
    "Unsound",
    "Watcher",
    "WrongValue",
    "__version__",
    "archive_rule",
    "bulletins_in",
    "check",
    "check_archive",
    "check_files",
    "corrected",
    "editing_corrections",
    "errors",
    "explain",
    "find_config",
    "find_rule",
    "installed_rules",
    "learnt",
    "load_config",
    "load_corrections",
    "load_outlets",
    "load_template",
    "main",
    "missed_entry",
    "missed_item",
    "outlet_rule",
    "parse",
    "parse_all",
    "parse_joined",
    "parse_many",
    "parse_text",
    "read_document",
    "rule",
    "suggested",
    "to_frames",
    "uncorrected",
    "undone",
    "view",
    "whole_file",
    "whole_folder",
    "write_report",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"bulletin_parse.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
