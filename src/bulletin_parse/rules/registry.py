"""What a rule is, and the decorators that make one of a function.

A rule's function takes a bulletin, or all bulletins of an archive, and yields a ``Fault`` for each thing that is wrong.
It knows neither severities nor files: the runner in ``rules/runner.py`` stamps those on.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from bulletin_parse.models import Bulletin, Severity, Where
from bulletin_parse.press.outlets import Outlets
from bulletin_parse.rules.outline import Outline

# What a rule's function takes: a bulletin; a bulletin and the table of outlets; the bulletins of an archive; their outlines, which the built-in rules
# on archives look at; what reading brought beside a record.
Scope = Literal["bulletin", "outlets", "archive", "outlines", "reading"]


class Fault(NamedTuple):
    """One thing that is wrong, as a rule reports it.

    ``subject`` identifies it whatever its position. ``bulletin`` is the one concerned, where a rule sees several;
    ``severity`` is set only where a fault weighs less than its rule's others.
    """

    message: str
    item: int | None = None
    where: Where = ()
    subject: str = ""
    bulletin: Bulletin | Outline | None = None
    severity: Severity | None = None


BulletinCheck = Callable[[Bulletin], Iterable[Fault]]
OutletCheck = Callable[[Bulletin, Outlets], Iterable[Fault]]
ArchiveCheck = Callable[[Sequence[Bulletin]], Iterable[Fault]]
OutlinesCheck = Callable[[Sequence[Outline]], Iterable[Fault]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A check with its code, name, severity and manual page."""

    code: str
    name: str
    severity: Severity
    page: str
    function: Callable[..., Iterable[Fault]]
    scope: Scope


def rule(code: str, name: str, severity: Severity) -> Callable[[BulletinCheck], Rule]:
    """Makes a rule of a function on one bulletin; the docstring becomes the manual page.

    Args:
        code: letters and a number that no other rule has (``"MY001"``); never used for something else later.
        name: a few words in kebab case (``"lead-too-short"``).
        severity: how bad a finding is unless the configuration says otherwise.
    """

    def made(function: BulletinCheck) -> Rule:
        return Rule(code, name, severity, inspect.getdoc(function) or "", function, "bulletin")

    return made


def outlet_rule(code: str, name: str, severity: Severity) -> Callable[[OutletCheck], Rule]:
    """Makes a rule of a function on one bulletin and the table of outlets in use, the built-in one or a user's."""

    def made(function: OutletCheck) -> Rule:
        return Rule(code, name, severity, inspect.getdoc(function) or "", function, "outlets")

    return made


def archive_rule(code: str, name: str, severity: Severity) -> Callable[[ArchiveCheck], Rule]:
    """Makes a rule of a function on all bulletins of an archive; its faults name the bulletin they belong to."""

    def made(function: ArchiveCheck) -> Rule:
        return Rule(code, name, severity, inspect.getdoc(function) or "", function, "archive")

    return made


def outlined_rule(code: str, name: str, severity: Severity) -> Callable[[OutlinesCheck], Rule]:
    """Makes a rule of a function on the outlines of an archive's bulletins, of which many can be held at once."""

    def made(function: OutlinesCheck) -> Rule:
        return Rule(code, name, severity, inspect.getdoc(function) or "", function, "outlines")

    return made


def reading_rule(code: str, name: str, severity: Severity) -> Callable[[Callable[..., Iterable[Fault]]], Rule]:
    """Makes a rule of a function on what one record alone does not show; the caller runs it, not the runner."""

    def made(function: Callable[..., Iterable[Fault]]) -> Rule:
        return Rule(code, name, severity, inspect.getdoc(function) or "", function, "reading")

    return made
