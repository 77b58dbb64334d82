"""From what an engine found to what the pages print: text that nobody sees apart, what is printed twice read once, marks set aside.

The same for all engines. Each look costs what the page's lines cost to go over once; only pages with suspects are drawn.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import sub

from bulletin_parse.reading.document import Document, HiddenText, Line, Page, Suspect
from bulletin_parse.reading.ocr.scanned import is_picture
from bulletin_parse.reading.pdf import asides, doubles, initials
from bulletin_parse.reading.pdf.covers import PICTURE
from bulletin_parse.reading.pdf.deskew import back
from bulletin_parse.reading.pdf.ink import seen
from bulletin_parse.reading.pdf.levels import are_clear
from bulletin_parse.reading.pdf.visibility import PALE
from bulletin_parse.reading.pdf.woven import woven

OUTSIDE, TINY = "it stands outside the page", "it is too small to be read"
# Type smaller than this, in points, and than this share of the page's larger type (its characters' sizes at this quantile), cannot be read in print.
SMALLEST, SMALLEST_SHARE, USUAL = 2.0, 0.3, 0.9


def printed(document: Document, data: bytes) -> Document:
    """A PDF's document with what its pages print as lines, and what they hold besides in ``hidden``.

    Args:
        document: as an engine read it.
        data: the file's bytes, from which pages are drawn whose text may not be seen.
    """
    pages = woven([_whole(page, data) for page in document.pages], data)
    pages = asides.set_aside(doubles.uncut(pages))
    return document._replace(pages=tuple([initials.with_initials(page) for page in pages]))


def _whole(page: Page, data: bytes) -> Page:
    """The page with each line that it prints once and whole, and the text that it does not show in ``hidden``."""
    if not page.suspects and are_clear(page.lines):
        return _bare(page)
    return _bare(_settled(doubles.once(page), data))


def _settled(page: Page, data: bytes) -> Page:
    """The page with each suspect told to be text or hidden. Under a scan hidden text is the layer of its words, which recognition judges."""
    if not page.suspects:
        return page
    hidden_size = sum([len(suspect.line.text) for suspect in page.suspects])
    if is_picture(page) and hidden_size > sum([len(line.text) for line in page.lines]):
        return page._replace(lines=(*page.lines, *[suspect.line for suspect in page.suspects]), suspects=())
    text: list[Line] = []
    hidden: list[HiddenText] = []
    for suspect, is_seen in _looked_at(page, data):
        if is_seen:
            text.append(suspect.line)
        else:
            hidden.append(_hidden(suspect.line, suspect.why))
    return page._replace(lines=(*page.lines, *text), hidden=(*page.hidden, *hidden), suspects=())


def _looked_at(page: Page, data: bytes) -> Iterator[tuple[Suspect, bool]]:
    """Each suspect, and whether it can be seen. What lies under a picture and is more than the page's text is a scan's layer of words."""
    under = [suspect for suspect in page.suspects if suspect.why == PICTURE]
    is_layer = sum([len(suspect.line.text) for suspect in under]) > sum([len(line.text) for line in page.lines])
    asked = [suspect for suspect in page.suspects if suspect.look and not (is_layer and suspect.why == PICTURE)]
    boxes, width = [suspect.look for suspect in asked if suspect.look], page.width
    if page.tilt:
        boxes, width = [back(page.tilt, box) for box in boxes], page.tilt.width
    answers: dict[int, bool] = {}
    if asked:
        pictured, pale = [suspect.why == PICTURE for suspect in asked], [suspect.why == PALE for suspect in asked]
        answers = dict(zip(map(id, asked), seen(data, page.number, boxes, width, pictured, pale), strict=True))
    for suspect in page.suspects:
        yield suspect, answers.get(id(suspect), is_layer and suspect.why == PICTURE)


def _hidden(line: Line, why: str) -> HiddenText:
    return HiddenText(line.text, why, line.x0, line.top, line.x1, line.bottom)


def _bare(page: Page) -> Page:
    """The page without lines outside it or of type that nobody can read; a line that reaches onto the page is read whole."""
    if not page.lines:
        return page
    _, lefts, _, rights, _, bases, sizes, *_ = zip(*page.lines, strict=True)
    inside = min(rights) > 0 and max(lefts) < page.width and min(bases) > 0 and max(map(sub, bases, sizes)) < page.height
    if inside and min(sizes) >= SMALLEST:  # as on most pages
        return page
    out = [at for at, line in enumerate(page.lines) if line.x1 <= 0 or line.x0 >= page.width or line.base <= 0 or line.base - line.size >= page.height]
    small = [at for at, line in enumerate(page.lines) if line.size < SMALLEST]
    if small:
        usual = sorted([size for line in page.lines for size in [line.size] * len(line.text)])
        limit = SMALLEST_SHARE * usual[int(USUAL * len(usual))] if usual else 0.0
        small = [at for at in small if page.lines[at].size < limit]
    if not out and not small:
        return page
    gone = {**dict.fromkeys(small, TINY), **dict.fromkeys(out, OUTSIDE)}
    hidden = [_hidden(page.lines[at], gone[at]) for at in sorted(gone)]
    return page._replace(lines=tuple([line for at, line in enumerate(page.lines) if at not in gone]), hidden=(*page.hidden, *hidden))
