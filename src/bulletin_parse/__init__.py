"""Structured records of the weekly bulletin 全国卫生信息化舆情监测周报, from PDF or text.

>>> import bulletin_parse
>>> bulletin = bulletin_parse.parse("664.pdf")  # doctest: +SKIP
>>> bulletin.issue_number, bulletin.items[0].title  # doctest: +SKIP
(664, '重庆联通：数智赋能 助力智慧医疗再上新台阶')
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bulletin_parse import errors, faces
from bulletin_parse._version import __version__
from bulletin_parse.errors import (
    ArchiveError,
    BulletinError,
    ConfigError,
    EncryptedSource,
    EngineCrashed,
    EngineUnavailable,
    ExportError,
    ExtraMissing,
    GarbledText,
    LimitExceeded,
    NotABulletin,
    NoTextLayer,
    OutletTableError,
    PartOfBulletin,
    PluginError,
    QueryError,
    SeveralBulletins,
    TemplateError,
    UnknownCode,
    UnreadableSource,
)

if TYPE_CHECKING:
    from bulletin_parse.api import parse, parse_all, parse_joined, parse_text
    from bulletin_parse.archive import Archive
    from bulletin_parse.explaining import explain
    from bulletin_parse.limits import Limits
    from bulletin_parse.models import (
        Block,
        Bulletin,
        DateRange,
        Doubt,
        Edit,
        Entry,
        Finding,
        Hidden,
        Item,
        LineRegion,
        PageRegion,
        PageSource,
        ParagraphRegion,
        Remnant,
        Source,
    )
    from bulletin_parse.outputs.frames import Frames, to_frames
    from bulletin_parse.parsing.explanation import Explanation
    from bulletin_parse.rules import check, check_archive

# Imported when first used: the record types bring pydantic, parsing the rest.
_RECORD = ("Block", "Bulletin", "DateRange", "Doubt", "Edit", "Entry", "Finding", "Hidden", "Item", "LineRegion", "PageRegion", "PageSource")
_LATER = dict.fromkeys(("parse", "parse_all", "parse_joined", "parse_text"), "api")
_LATER |= {"explain": "explaining", "Explanation": "parsing.explanation"}
_LATER |= dict.fromkeys((*_RECORD, "ParagraphRegion", "Remnant", "Source"), "models")
_LATER |= (
    {"Archive": "archive", "Limits": "limits"} | dict.fromkeys(("check", "check_archive"), "rules") | dict.fromkeys(("Frames", "to_frames"), "outputs.frames")
)

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
    "Archive",
    "ArchiveError",
    "Block",
    "Bulletin",
    "BulletinError",
    "ConfigError",
    "DateRange",
    "Doubt",
    "Edit",
    "EncryptedSource",
    "EngineCrashed",
    "EngineUnavailable",
    "Entry",
    "Explanation",
    "ExportError",
    "ExtraMissing",
    "Finding",
    "Frames",
    "GarbledText",
    "Hidden",
    "Item",
    "LimitExceeded",
    "Limits",
    "LineRegion",
    "NoTextLayer",
    "NotABulletin",
    "OutletTableError",
    "PageRegion",
    "PageSource",
    "ParagraphRegion",
    "PartOfBulletin",
    "PluginError",
    "QueryError",
    "Remnant",
    "SeveralBulletins",
    "Source",
    "TemplateError",
    "UnknownCode",
    "UnreadableSource",
    "__version__",
    "check",
    "check_archive",
    "errors",
    "explain",
    "parse",
    "parse_all",
    "parse_joined",
    "parse_text",
    "to_frames",
]


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"bulletin_parse.{_LATER[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
