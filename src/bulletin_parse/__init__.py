"""Structured records of the weekly bulletin 全国卫生信息化舆情监测周报, from PDF or text.

>>> import bulletin_parse
>>> bulletin = bulletin_parse.parse("664.pdf")  # doctest: +SKIP
>>> bulletin.issue_number, bulletin.items[0].title  # doctest: +SKIP
(664, '重庆联通：数智赋能 助力智慧医疗再上新台阶')
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bulletin_parse import errors
from bulletin_parse.errors import BulletinError, EncryptedSource, EngineUnavailable, NotABulletin, NoTextLayer, TemplateError, UnreadableSource

if TYPE_CHECKING:
    from bulletin_parse.api import parse, parse_text
    from bulletin_parse.models import Block, Bulletin, DateRange, Entry, Item, LineRegion, PageRegion, Remnant, Source

__version__ = "0.1.0"

# Imported when first used: the record types bring pydantic, parsing the rest.
_LATER = dict.fromkeys(("parse", "parse_text"), "api") | dict.fromkeys(
    ("Block", "Bulletin", "DateRange", "Entry", "Item", "LineRegion", "PageRegion", "Remnant", "Source"), "models"
)

__all__ = [
    "Block",
    "Bulletin",
    "BulletinError",
    "DateRange",
    "EncryptedSource",
    "EngineUnavailable",
    "Entry",
    "Item",
    "LineRegion",
    "NoTextLayer",
    "NotABulletin",
    "PageRegion",
    "Remnant",
    "Source",
    "TemplateError",
    "UnreadableSource",
    "__version__",
    "errors",
    "parse",
    "parse_text",
]


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"bulletin_parse.{_LATER[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
