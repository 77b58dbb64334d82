"""The words of a series as data: a TOML template, and the patterns made from it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from bulletin_parse.errors import TemplateError
from bulletin_parse.text.numerals import NUMERAL_SIGNS

BUILT_IN = "weekly"

_GAP = r"[\ \u3000]*"
_COLON = r"[:：]"
_NUMBER = rf"(?:[0-9０-９](?:{_GAP}[0-9０-９])*|[{NUMERAL_SIGNS}0O](?:{_GAP}[{NUMERAL_SIGNS}0O])*)"
# Numbering before a section's heading: 一、 (一) 1. 第一部分
_SECTION_NUMBER = rf"(?:[（(]?[一二三四五六七八九十0-9０-９]{{1,3}}[）)]?[、.．,，:：]?|第[一二三四五六七八九十]部分[、:：]?|[■◆●▲★※]+)?{_GAP}"
_SECTION_SIGNS = r"0-9０-９一二三四五六七八九十第■◆●▲★※"
_OPENING_SIGNS = r"【\[〔〖「『<《（(\ \u3000"
_OPEN, _CLOSE = r"[【\[〔〖「『<《（(]", r"[】\]〕〗」』>》）)]"

KEYS = {
    "masthead": ("titles", "issue_labels", "publisher_labels", "date_labels"),
    "sections": ("lead", "index", "content"),
    "labels": ("source", "link", "content", "other"),
    "lead": ("counts", "counters"),
    "captions": ("begins", "ends"),
}


class Template(NamedTuple):
    """The patterns by which one series is read. Each matches a block's text from its start, unless it says otherwise.

    ``source``, ``link``, ``content`` and ``other`` match an item's labels; ``label`` any of them, with the name of the
    kind as group name; ``openers`` whatever begins a block of its own. ``label_signs`` are the characters with which a
    label can begin: most blocks are told apart by them alone. ``words`` are the words themselves, for messages: of sections by ``lead`` and
    ``index``, of labels by ``source``, ``link`` and ``content``.
    """

    name: str
    titles: re.Pattern[str]
    issue_labels: tuple[re.Pattern[str], ...]
    publisher_labels: re.Pattern[str]
    date_labels: re.Pattern[str]
    lead_section: re.Pattern[str]
    index_section: re.Pattern[str]
    content_section: re.Pattern[str]
    label: re.Pattern[str]
    inner_label: re.Pattern[str]
    label_signs: frozenset[str]
    openers: re.Pattern[str]
    counts: re.Pattern[str]
    caption: re.Pattern[str]
    words: Mapping[str, tuple[str, ...]]


def load_template(path: str | Path | None = None) -> Template:
    """The template of a series, as its file is now; patterns are made again only if its text has changed.

    Args:
        path: a TOML file, or None for the built-in weekly's.

    Raises:
        TemplateError: the file is missing, is no TOML, or lacks a key.
    """
    if path is None:
        return _built_in()
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _unread(str(path), error) from error
    return _made(str(path), text)


@cache
def _built_in() -> Template:
    name = f"{BUILT_IN}.toml"
    return _made(name, (files("bulletin_parse.parsing") / "templates" / name).read_text(encoding="utf-8"))


@lru_cache(maxsize=8)
def _made(name: str, text: str) -> Template:
    """The template that a text says."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _unread(name, error) from error
    return _compiled(name, _validated(name, data))


def _unread(name: str, error: Exception) -> TemplateError:
    return TemplateError(name, f"the template cannot be read ({getattr(error, 'strerror', None) or error})")


def _validated(name: str, data: dict[str, Any]) -> dict[str, dict[str, list[str]]]:
    for table, keys in KEYS.items():
        for key in keys:
            words = data.get(table, {}).get(key)
            if not isinstance(words, list) or not words or not all(isinstance(word, str) and word for word in words):
                raise TemplateError(name, f"[{table}] {key} must be a list of words")
    unknown = {f"[{table}] {key}" for table in data if table != "name" for key in data[table] if key not in KEYS.get(table, ())}
    if unknown:
        raise TemplateError(name, f"unknown key {', '.join(sorted(unknown))}")
    return data


def _compiled(name: str, data: dict[str, dict[str, list[str]]]) -> Template:
    labels = data["labels"]
    kinds = "|".join(f"(?P<{kind}>{_words(labels[kind])})" for kind in KEYS["labels"])
    # 来源：…, 【来源】…, 来源 alone on its line
    label = rf"{_GAP}(?:{_OPEN}{_GAP}(?:{kinds}){_GAP}{_CLOSE}{_GAP}{_COLON}?|(?:{_renamed(kinds)}){_GAP}(?:{_COLON}|(?={_GAP}\Z))){_GAP}"
    bare = _words([word for kind in ("source", "link", "content") for word in labels[kind]])
    sections = data["sections"]
    headings = _words([word for section in ("lead", "index", "content") for word in sections[section]])
    openers = [sections["lead"], sections["index"], sections["content"], labels["source"], labels["link"], labels["content"]]
    first_signs = {word[0] for words in openers for word in words}
    # Nearly all rows are told by their first character: the look-ahead spares them the rest.
    opener = rf"""(?=[{"".join(sorted(map(re.escape, first_signs)))}{_SECTION_SIGNS}{_OPENING_SIGNS}h]){_GAP}(?:
        {_OPEN}{_GAP}(?:{bare}){_GAP}{_CLOSE}
      | (?:{bare}){_GAP}{_COLON}
      | {_SECTION_NUMBER}{_OPEN}?(?:{headings}){_GAP}{_CLOSE}?{_GAP}{_COLON}?{_GAP}\Z
      | (?:{_words(sections["lead"])}){_GAP}{_COLON}
      | https?://
    )"""
    counters = _words(data["lead"]["counters"])
    # 共收录相关信息5条: a few words may stand between the verb and the number
    counts = "|".join(_words([form.split("#")[0]]) for form in sorted(data["lead"]["counts"], key=len, reverse=True))
    captions = data["captions"]
    return Template(
        name=str(data.get("name", name)),
        titles=re.compile(rf"[^。，；]{{2,40}}?(?:{_words(data['masthead']['titles'])})\Z"),
        issue_labels=tuple(_issue_label(form) for form in data["masthead"]["issue_labels"]),
        publisher_labels=re.compile(rf"(?:{_words(data['masthead']['publisher_labels'])}){_GAP}{_COLON}{_GAP}"),
        date_labels=re.compile(rf"(?:{_words(data['masthead']['date_labels'])}){_GAP}{_COLON}{_GAP}"),
        lead_section=_section(sections["lead"], inline=True),
        index_section=_section(sections["index"]),
        content_section=_section(sections["content"]),
        label=re.compile(label),
        # Inside a line a label follows a space or stands in brackets; or an address follows it.
        inner_label=re.compile(rf"(?:(?<=[ \u3000；;。])|(?={_OPEN})|(?=(?:{_words(_shortest(labels['link']))}){_GAP}{_COLON}{_GAP}<?https?:)){label}"),
        label_signs=frozenset("【[〔〖「『<《（( \u3000") | {word[0] for kind in KEYS["labels"] for word in labels[kind]},
        openers=re.compile(opener, re.VERBOSE),
        counts=re.compile(rf"(?:{counts})[^，。；,;0-9０-９{NUMERAL_SIGNS}]{{0,10}}?(?P<number>{_NUMBER}){_GAP}(?:余|多)?{_GAP}(?:{counters})"),
        caption=re.compile(
            rf"(?:{_words(captions['begins'])}|图{_GAP}[0-9０-９一二三四五六七八九十]{{1,3}}(?![0-9]))|.*(?:{_words(captions['ends'])})[）)]?\Z"
        ),
        words={key: tuple(sections[key]) for key in ("lead", "index")} | {key: tuple(labels[key]) for key in ("source", "link", "content")},
    )


def _words(words: Sequence[str]) -> str:
    """Any of the words, the longest first, white space allowed between their characters."""
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(_GAP.join(re.escape(char) for char in word) for word in longest_first)


def _shortest(words: Sequence[str]) -> list[str]:
    """The words that end in no other: behind a name, 新闻链接 is 链接 and the name's last word (澎湃新闻链接：http…)."""
    return [word for word in words if word.startswith("原文") or not any(word != other and word.endswith(other) for other in words)]


def _renamed(pattern: str) -> str:
    """The pattern with its groups renamed, so that it can stand twice in one expression."""
    return re.sub(r"\(\?P<(\w+)>", r"(?P<\1_>", pattern)


def _section(words: Sequence[str], *, inline: bool = False) -> re.Pattern[str]:
    """A section's heading, alone in its block; ``inline``: text may follow after a colon."""
    end = rf"(?:{_COLON}|{_GAP}\Z)" if inline else rf"{_COLON}?{_GAP}\Z"
    return re.compile(rf"{_GAP}{_SECTION_NUMBER}{_OPEN}?{_GAP}(?:{_words(words)}){_GAP}{_CLOSE}?{_GAP}{end}")


def _issue_label(form: str) -> re.Pattern[str]:
    before, _, after = form.partition("#")
    tail = rf"{_GAP}{_words([after])}" if after else r"(?=[ \u3000）)】\]]|\Z)"
    return re.compile(rf"{_words([before])}{_GAP}(?P<number>{_NUMBER}){tail}")


def label_kind(match: re.Match[str]) -> str:
    """The kind of label that a match of ``Template.label`` found: source, link, content or other."""
    return str(match.lastgroup).rstrip("_")
