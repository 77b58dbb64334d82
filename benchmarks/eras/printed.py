"""Fills an era's lines: `role|text` with its placeholders, links carried by their words, tabs and rules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .content import Article, Issue
from .era import Era
from .flow import Break, Element, Leader, Para, Rule, Span, Table
from .forms import Day, Number

MARKED = re.compile("([\x01-\x03])")


def spans_of(text: str, article: Article | None, era: Era) -> tuple[Span, ...]:
    """A text's pieces, its marks for links replaced: the address, the further address, a word that carries the address."""
    spans = []
    for piece in MARKED.split(text):
        link = article.link if article else None
        carried = link if era.annotated else None
        if piece == "\x01":
            spans.append(Span(link, carried) if link else Span(era.no_link))
        elif piece == "\x02" and article and article.further:
            spans.append(Span(article.further, article.further if era.annotated else None))
        elif piece == "\x03":
            spans.append(Span(era.word, link) if link else Span(era.no_link))
        elif piece and piece != "\x02":
            spans.append(Span(piece))
    return tuple(spans)


def element(line: str, values: Mapping[str, Any], era: Era, article: Article | None = None, *, role: str = "body", dots: bool = False) -> Element:
    """The element that a line states; `---` is a rule and `===` a new page."""
    if line == "---":
        return Rule()
    if line == "===":
        return Break()
    if "|" in line.split("{")[0]:
        role, line = line.split("|", 1)
    text = line.format_map(values)
    if "\t" in text:
        left, right = text.split("\t", 1)
        return Leader(role, spans_of(left, article, era), right, dots)
    return Para(role, spans_of(text, article, era))


def table(role: str, rows: list[list[str]], widths: tuple[float, ...], era: Era, article: Article | None = None, *, head: bool = False) -> Table:
    """A table of filled cells."""
    return Table(role, tuple(tuple(spans_of(cell, article, era) for cell in row) for row in rows), widths, head)


def issue_values(issue: Issue, era: Era) -> dict[str, Any]:
    """What an issue's placeholders mean."""
    named: list[str] = []
    for one in issue.articles:
        if one.category and one.category not in named:
            named.append(one.category)
    counts = "，".join(f"{name}{sum(one.category == name for one in issue.articles)}篇" for name in named)
    values: dict[str, Any] = {
        "n": Number(issue.number),
        "prev": Number(issue.numbers[0]),
        "y": issue.end.year,
        "k": Number(issue.of_year),
        "publisher": era.publisher,
        "date": issue.published,
        "start": issue.start,
        "end": issue.end,
        "count": Number(len(issue.articles)),
        "other": 400 + issue.number * 7 % 1500,
        "counts": counts,
        "later": Day.fromordinal(issue.published.toordinal() + 3),
    }
    values["label"] = era.label.format_map(values)
    return values


def article_values(article: Article, number: int) -> dict[str, Any]:
    """What an article's placeholders mean; the links are marks, which `spans_of` replaces."""
    return {
        "i": Number(number),
        "title": article.title,
        "source": article.outlet.name,
        "link": "\x01",
        "link2": "\x02",
        "word": "\x03",
        "date": article.date,
        "author": article.author,
        "editor": article.editor,
        "keywords": article.keywords,
        "kind": article.kind,
        "clock": f"{8 + number * 3 % 12:02}:{number * 17 % 60:02}",
    }
