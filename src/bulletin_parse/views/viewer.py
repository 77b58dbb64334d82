"""One page for one file: the printed pages or lines on the left, the record on the right, each field joined to its place."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from bulletin_parse.models import Bulletin, Finding, LineRegion, PageRegion, ParagraphRegion
from bulletin_parse.reading.read import read_document
from bulletin_parse.reading.text.plaintext import decode
from bulletin_parse.supervise.messages import ask_for_time
from bulletin_parse.text.language import said
from bulletin_parse.views.alignment import aligned
from bulletin_parse.views.fields import Field, fields_of, finding_fields, spoken
from bulletin_parse.views.labels import labels_of
from bulletin_parse.views.pictures import DPI, sheets, webp
from bulletin_parse.views.templating import rendered

DRAWING_SECONDS = 1.0  # a page, at most; at the usual size it takes a tenth
STYLES = ("page.css", "record.css", "viewer.css")
SCRIPTS = ("theme.js", "viewer.js")
PLAIN = "text/plain"


class Box(NamedTuple):
    """A rectangle on a page, in points, and the fields that stand there: their keys, and the words for them."""

    keys: str
    words: str
    kind: str
    x: float
    y: float
    width: float
    height: float


class PageView(NamedTuple):
    """A page: its picture as a data URI, its size in points, the boxes of its fields and findings, the largest first."""

    number: int
    width: float
    height: float
    picture: str
    boxes: list[Box]
    findings: list[Box]


class LineView(NamedTuple):
    """A line of a text, or a paragraph: every field that covers it, and the ones that say most about it."""

    number: int
    text: str
    keys: str
    nearest: str
    kind: str


def view(bulletin: Bulletin, data: bytes, *, language: str = "zh", dpi: float = DPI, findings: Iterable[Finding] | None = None) -> str:
    """The viewer of a bulletin and the file it was read from, as one HTML page that needs nothing beside it.

    Args:
        bulletin: the record.
        data: the file's bytes.
        language: ``zh`` or ``en``.
        dpi: pixels an inch of the page pictures.
        findings: what to mark; None for what the rules find.
    """
    found = tuple(bulletin.findings if findings is None else findings)
    name = bulletin.source.name if bulletin.source else ""
    fields, marks = list(fields_of(bulletin)), list(finding_fields(found))
    words = {field.key: spoken(field, bulletin, labels_of(language)) for field in fields}
    words |= {mark.key: f"{finding.code} {said(finding.message, language)}" for mark, finding in _marked(marks, found)}
    pages = bulletin.source.pages if bulletin.source else None
    paged = pages is not None
    ask_for_time(DRAWING_SECONDS * (pages or 0))
    return rendered(
        "viewer.html",
        language,
        bulletin=bulletin,
        rows=aligned(bulletin),
        findings=found,
        pages=_pages(data, name, (fields, marks), words, dpi) if paged else [],
        lines=[] if paged else _lines(printed_texts(bulletin.source.media_type if bulletin.source else PLAIN, data, name), fields, marks),
        styles=STYLES,
        scripts=SCRIPTS,
        placed={field.key for field in fields},
        placed_findings={mark.key for mark in marks},
    )


def _marked(marks: Iterable[Field], findings: tuple[Finding, ...]) -> Iterator[tuple[Field, Finding]]:
    """The findings that have a place, each with its field."""
    placed = [finding for finding in findings if finding.where]
    return zip(marks, placed, strict=True)


def _pages(data: bytes, name: str, shown: tuple[list[Field], list[Field]], words: dict[str, str], dpi: float) -> list[PageView]:
    boxes, flags = (_boxes(fields, words) for fields in shown)
    found = []
    for sheet in sheets(data, name, dpi=dpi):
        picture = "data:image/webp;base64," + base64.b64encode(webp(sheet.image)).decode()
        found.append(PageView(sheet.number, sheet.width, sheet.height, picture, boxes.get(sheet.number, []), flags.get(sheet.number, [])))
    return found


def _boxes(fields: Iterable[Field], words: dict[str, str]) -> dict[int, list[Box]]:
    """The boxes of each page; fields with the very same region share one. The largest come first, so that small ones lie above."""
    shared: dict[PageRegion, list[Field]] = {}
    for field in fields:
        for region in field.where:
            if isinstance(region, PageRegion):
                shared.setdefault(region, []).append(field)
    pages: dict[int, list[Box]] = {}
    for region, there in shared.items():
        x0, top, x1, bottom = region.bbox
        keys = " ".join([field.key for field in there])
        names = "\n".join([words[field.key] for field in there])
        box = Box(keys, names, there[0].kind, min(x0, x1), min(top, bottom), round(abs(x1 - x0), 2), round(abs(bottom - top), 2))
        pages.setdefault(region.page, []).append(box)
    return {number: sorted(boxes, key=lambda box: -box.width * box.height) for number, boxes in pages.items()}


def printed_texts(media_type: str, data: bytes, name: str) -> list[str]:
    """The lines of a text, or the paragraphs of a Word document or a web page, by their numbers."""
    if media_type in (PLAIN, "text/markdown"):
        return decode(data, name).rstrip("\n").split("\n")
    paragraphs: dict[int, list[str]] = {}
    for page in read_document(data, name).pages:
        for line in page.lines:
            paragraphs.setdefault(int(line.base), []).append(line.text)
    return [" ".join(paragraphs.get(number, ())) for number in range(1, max(paragraphs, default=0) + 1)]


def _span(region: PageRegion | LineRegion | ParagraphRegion) -> range:
    """The numbers of the lines or paragraphs of a region."""
    if isinstance(region, LineRegion):
        return range(region.line, region.end_line + 1)
    return range(region.paragraph, region.end_paragraph + 1) if isinstance(region, ParagraphRegion) else range(0)


def _lines(texts: Sequence[str], fields: list[Field], marks: list[Field]) -> list[LineView]:
    covering: dict[int, list[tuple[int, Field]]] = {}
    for field in (*fields, *marks):
        extent = sum(len(_span(region)) for region in field.where)
        for region in field.where:
            for number in _span(region):
                covering.setdefault(number, []).append((extent, field))
    views = []
    for number, line in enumerate(texts, start=1):
        there = covering.get(number, [])
        plain = [(extent, field) for extent, field in there if not field.key.startswith("findings")]
        least = min((extent for extent, _ in plain), default=0)
        nearest = [field for extent, field in plain if extent == least]
        keys = " ".join([field.key for _, field in there])
        views.append(LineView(number, line, keys, " ".join([field.key for field in nearest]), nearest[0].kind if nearest else ""))
    return views
