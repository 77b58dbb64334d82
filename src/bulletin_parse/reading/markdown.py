"""Text and Markdown to a document: markup off, one line a line, line numbers kept.

Converters' Markdown is meant, not the whole language: headings of any level, bold lines, links, images, escapes.
Plain text passes through unharmed. Heading levels mean nothing here; that a line was marked does.
"""

from __future__ import annotations

import html
import re

from bulletin_parse.reading.document import Document, Line, LinkArea, Page, Picture
from bulletin_parse.text.folding import NARROW, tightened

VERSION = "1"
HAN_CELLS = 2.0  # the width of a Han character, which is a text's font size

_HEADING = re.compile(r"#{1,6}\s+(?P<text>.*?)(?:\s+#+)?\s*\Z")
_IMAGE = re.compile(r"!\[[^\]]{0,1000}\](?:\((?:[^)!]|!(?!\[))*\)|\[[^\]]{0,1000}\])(?:\{[^{}]*\})?|<img\b[^>]*>|<!--\s*image\s*-->", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|nbsp|#\d{2,6}|#[xX][0-9a-fA-F]{2,5});")
_RULE = re.compile(r"(?:[-*_]\s*){3,}\Z")
_LINK = re.compile(r"(?<!\\)\[(?P<text>(?:[^\[\]\\]|\\.)*)\]\((?P<target>(?:[^()\s\\]|\\.|\([^()]*\))*)\)")
_ANGLE = re.compile(r"<(?P<target>[a-z][a-z0-9+.-]*://[^<>]*)>", re.IGNORECASE)
_STRONG = re.compile(r"(?<!\\)(\*\*|__)(?=\S)(?P<text>.+?)(?<=\S)(?<!\\)\1")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!<>|~$&])")
_QUOTE = re.compile(r"(?:>\s?)+")


def read(text: str, *, media_type: str = "text/markdown") -> Document:
    """A text as a document: one page, or one for each form feed more.

    Args:
        text: the decoded text, lines ending in LF.
        media_type: what the record says of it, ``text/plain`` or ``text/markdown``.
    """
    pages = [_Page()]
    for number, printed in enumerate(text.split("\n"), start=1):
        if "\f" in printed:
            pages.append(_Page())
        raw = tightened(printed.strip())
        if raw:
            pages[-1].take(raw, printed, float(number))
    return Document(tuple([page.page(number) for number, page in enumerate(pages, start=1)]), "text", VERSION, media_type)


class _Page:
    """The lines, links and images between two form feeds."""

    def __init__(self) -> None:
        self._lines: list[Line] = []
        self._links: list[LinkArea] = []
        self._pictures: list[Picture] = []

    def take(self, raw: str, printed: str, at: float) -> None:
        if "](" in raw or "<" in raw:
            raw, targets, figures = _unlinked(raw)
            self._links += [LinkArea(target, 0.0, at, 0.0, at) for target in targets]
            self._pictures += [Picture(0.0, at, 0.0, at)] * figures
        content, marked = _unmarked(raw)
        if "&" in content:
            content = _ENTITY.sub(lambda match: html.unescape(match[0]), content)
        if content:
            indent = float(cells(printed[: len(printed) - len(printed.lstrip())].replace("\f", "").expandtabs(4))) if printed[0].isspace() else 0.0
            self._lines.append(Line(content, indent, at, indent + cells(content), at, at, HAN_CELLS, "", marked))

    def page(self, number: int) -> Page:
        return Page(number, 0.0, 0.0, tuple(self._lines), tuple(self._links), tuple(self._pictures))


def cells(text: str) -> int:
    """The width of a text in character cells: two for a Han character, one for others."""
    return len(text) if text.isascii() else len(text) + len(NARROW.sub("", text))


def _unlinked(raw: str) -> tuple[str, list[str], int]:
    """The line with links replaced by their text, the links' targets, and the number of images taken out."""
    raw, figures = _IMAGE.subn("", raw)
    raw = _BREAK.sub("", _uncommented(raw))
    targets = [_ESCAPE.sub(r"\1", match["target"]) for match in _LINK.finditer(raw)]
    raw = _LINK.sub(_shown, raw)
    return _ANGLE.sub(lambda match: match["target"], raw).strip(), targets, figures


def _uncommented(raw: str) -> str:
    """The line without comments; by hand, as a pattern would look for an end from each of many beginnings."""
    kept, at = [], 0
    while (begin := raw.find("<!--", at)) >= 0 and (end := raw.find("-->", begin + 4)) >= 0:
        kept.append(raw[at:begin])
        at = end + 3
    return "".join([*kept, raw[at:]])


def _shown(match: re.Match[str]) -> str:
    """A link's text; where it is the address itself, the target, which converters escape less."""
    target = _ESCAPE.sub(r"\1", match["target"])
    bare = match["text"].replace("\\", "")
    return target if bare == target.replace("\\", "") else match["text"]


def _unmarked(raw: str) -> tuple[str, bool]:
    """The line without heading signs, quote signs, bold signs and escapes; and whether it was marked as a whole."""
    marked = False
    if raw.startswith(">"):
        raw = _QUOTE.sub("", raw, count=1)
    if raw.startswith("#") and (heading := _HEADING.match(raw)):
        raw, marked = heading["text"], True
    if (raw[:1] in "-*_" and _RULE.match(raw)) or not raw.strip("#"):  # a rule, or a heading without words
        return "", False
    if "**" in raw or "__" in raw:
        whole = _STRONG.fullmatch(raw)
        marked = marked or bool(whole)
        raw = _STRONG.sub(lambda match: match["text"], raw)
    if "\\" in raw:
        raw = _ESCAPE.sub(r"\1", raw)
    return raw.strip("\ufeff\f "), marked
