"""Several bulletins in one file: where each begins, and the part of the document that is its own.

A bulletin begins with a masthead: the series' title beside an issue label or a date, and an index or a lead below it. A title that stands again
(on a cover and on the first page, in an article) begins none: between two mastheads there must be an index or labelled items.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from bulletin_parse.errors import SeveralBulletins
from bulletin_parse.layout.blocks import TextBlock
from bulletin_parse.layout.flow import Flow, flow_of
from bulletin_parse.layout.sentences import ends_sentence
from bulletin_parse.parsing.issue_label import may_hold_label
from bulletin_parse.parsing.labels import CORE_KINDS, label_of
from bulletin_parse.parsing.template import Template
from bulletin_parse.reading.document import Document, Given, Grid, Page, Unit, UnreadPage
from bulletin_parse.reading.radicals import resolved
from bulletin_parse.text.dates import find_dates
from bulletin_parse.text.folding import HAN, fold

# A masthead's lines are no longer than this, in characters, and its label or date stands within this many blocks of its title.
LONGEST_LINE, NEAR = 60, 6
# The heading of its lead or index stands within this many blocks below the title.
HEADING_WITHIN = 24
# A masthead is at most this many blocks high above its title: notes of the office, a label, a date.
ABOVE_TITLE = 4
LAST_CHARACTERS = 4  # characters of a title: 监测周报
# A line begins this far above its baseline, in type sizes (of a text, in lines).
HALF_A_LINE = 0.5
_BRACKETS = "()（）【】[]〔〕《》 \u3000"
_SENTENCE = "。；！？，"
_STOPS = frozenset(_SENTENCE)
_ROWS, _TEXT = attrgetter("rows"), attrgetter("text")  # of a block


class Part(NamedTuple):
    """One bulletin's share of a file: its issue label as printed, and its first and last page; of a text, line or paragraph.

    ``start`` and ``end`` are places in the document (page, baseline): the part holds what stands from the one to before the other.
    """

    label: str | None
    first: int
    last: int
    start: tuple[int, float]
    end: tuple[int, float]


def bulletin_parts(flow: Flow, template: Template) -> tuple[Part, ...]:
    """The bulletins that a document holds, in order: one part for each, and none if it holds one or no masthead.

    Args:
        flow: the document's blocks.
        template: the series' words.
    """
    texts = [*map(_TEXT, flow.blocks), *[row.text for row in flow.furniture]]
    headings = [*filter(template.index_section.match, texts)]
    if len(headings) == 1:
        return ()  # each of several bulletins has an index of its own, where there is one at all: most files end here
    # The title stands at one height on the first page of each bulletin, as a running head does.
    heads = [TextBlock((row,), row.text) for row in flow.furniture if len(row.text) <= LONGEST_LINE]
    blocks = sorted([*filter(_ROWS, flow.blocks), *heads], key=_ROWS)  # a row comes before another by its order
    mastheads = _mastheads(blocks, template, has_index=any(len(text) <= LONGEST_LINE for text in headings))
    if len(mastheads) < 2:
        return ()
    starts = [_start(blocks, title, flow, template) for title, _ in mastheads]
    starts[0] = (0, -math.inf)
    ends = [*starts[1:], (flow.rows[-1].page + 1, -math.inf)]
    parts = []
    for (_, label), start, end in zip(mastheads, starts, ends, strict=True):
        own = [row for row in flow.rows if start <= (row.page, row.base) < end]
        if own:
            first, last = (own[0].page, own[-1].page) if flow.paged else (int(own[0].base), int(own[-1].base))
            parts.append(Part(label, first, last, start, end))
    return tuple(parts)


def several(source: str, parts: Sequence[Part], *, unit: Unit) -> SeveralBulletins:
    """The error that names the bulletins of a file."""
    named = [
        f"{part.label or 'one without a label'} ({unit} {part.first})"
        if part.first == part.last
        else f"{part.label or 'one without a label'} ({unit}s {part.first}–{part.last})"
        for part in parts
    ]
    found = tuple([(part.label, part.first, part.last) for part in parts])
    return SeveralBulletins(source, f"it holds {len(parts)} bulletins: {'; '.join(named)}", parts=found)


def documents_in(document: Document, template: Template) -> list[tuple[Document, Part]]:
    """The bulletins of a document as documents of their own, in order; pages and lines keep the file's numbers.

    Args:
        document: one that holds several, as :class:`~bulletin_parse.errors.SeveralBulletins` said.
        template: the series' words.
    """
    return [(_part_document(document, part), part) for part in bulletin_parts(flow_of(resolved(document)[0], template.layout), template)]


def joined_document(documents: Sequence[Document]) -> Document:
    """The parts of one bulletin as one document; pages, and lines of texts, are counted on from part to part.

    Args:
        documents: in order; all of them PDFs, or all texts.
    """
    pages: list[Page] = []
    lines = 0
    for document in documents:
        last = 0
        for page in document.pages:
            last = max([last, *[int(line.base) for line in page.lines]])
            pages.append((page if document.paged else _lowered(page, lines))._replace(number=len(pages) + 1))
        lines += last
    damage = "; ".join([document.damage for document in documents if document.damage])
    return documents[0]._replace(pages=tuple(pages), damage=damage, unread=_unread(documents))


def first_part(documents: Sequence[Document], template: Template) -> int:
    """The place of the first document with an index's heading: of parts in their order it is 0, as of parts without such a heading."""
    for at, document in enumerate(documents):
        if any(len(line.text) <= LONGEST_LINE and template.index_section.match(line.text) for page in document.pages for line in page.lines):
            return at
    return 0


def _unread(documents: Sequence[Document]) -> tuple[UnreadPage, ...]:
    found: list[UnreadPage] = []
    before = 0
    for document in documents:
        found += [each._replace(page=each.page + before) for each in document.unread]
        before += len(document.pages)
    return tuple(found)


def _lowered(page: Page, by: int) -> Page:
    """A text's page with its line numbers counted on."""
    return page._replace(
        lines=tuple([line._replace(top=line.top + by, bottom=line.bottom + by, base=line.base + by) for line in page.lines]),
        pictures=tuple([picture._replace(top=picture.top + by, bottom=picture.bottom + by) for picture in page.pictures]),
        links=tuple([link._replace(top=link.top + by, bottom=link.bottom + by) for link in page.links]),
    )


def _part_document(document: Document, part: Part) -> Document:
    pages = [_cut(page, part) for page in document.pages if part.start[0] <= page.number <= part.end[0]]
    unread = tuple([each for each in document.unread if part.start[0] <= each.page <= part.end[0]])
    return document._replace(pages=tuple([page for page in pages if page.lines or page.pictures]), unread=unread)


def _cut(page: Page, part: Part) -> Page:
    low = part.start[1] if page.number == part.start[0] else -math.inf
    high = part.end[1] if page.number == part.end[0] else math.inf
    if low == -math.inf and high == math.inf:
        return page
    kept = [at for at, line in enumerate(page.lines) if low <= line.base < high]
    page = _with_places_moved(page, {at: new for new, at in enumerate(kept)})
    return page._replace(
        lines=tuple([page.lines[at] for at in kept]),
        readings=tuple([page.readings[at] for at in kept]) if len(page.readings) == len(page.lines) else page.readings,
        links=tuple([link for link in page.links if low <= link.bottom and link.top < high]),
        pictures=tuple([picture for picture in page.pictures if low <= picture.bottom and picture.top < high]),
        hidden=tuple([piece for piece in page.hidden if low <= piece.bottom and piece.top < high]),
    )


def _with_places_moved(page: Page, moved: Mapping[int, int]) -> Page:
    """The page with what is said of its lines by their places said by their new ones; lines that are gone are left out."""
    if not (page.breaks or page.starts or page.grids or page.given):
        return page
    grids = [tuple([tuple([tuple([moved[at] for at in cell if at in moved]) for cell in row]) for row in grid.rows]) for grid in page.grids]
    given = page.given and Given(*[_moved(places, moved) for places in page.given])
    return page._replace(
        breaks=_moved(page.breaks, moved),
        starts=_moved(page.starts, moved),
        grids=tuple([Grid(rows) for rows in grids if any(cell for row in rows for cell in row)]),
        given=given,
    )


def _moved(places: Iterable[int], moved: Mapping[int, int]) -> frozenset[int]:
    return frozenset([moved[at] for at in places if at in moved])


def _mastheads(blocks: Sequence[TextBlock], template: Template, *, has_index: bool) -> list[tuple[int, str | None]]:
    """The places of the mastheads' titles, with the issue label of each; ``has_index``: an index has a heading in the file."""
    found: list[tuple[int, str | None]] = []
    series, characters, last = "", list[str](), ""  # the title, folded, and its last Han characters, without which a line is none
    texts = list(map(_TEXT, blocks))
    for at, text in enumerate(texts):
        if last not in text or len(text) > LONGEST_LINE or not all(map(text.__contains__, characters)):
            continue  # as most lines below the first masthead: they have not even the last one
        if found and has_index and not any(map(template.index_section.match, texts[at + 1 : at + 1 + HEADING_WITHIN])):
            continue  # a running head
        title = _title_of(text, template)
        if not title or not _is_of_series(fold(title), series) or _is_content(text, template):
            continue
        if found and not any(_is_content(below, template) for below in texts[found[-1][0] + 1 : at]):
            continue  # the title once more: a cover, a first page
        if not _opens(texts, at, fold(title), template, has_index=has_index) or (masthead := _label_near(texts, at, template)) is None:
            continue
        if not found:
            series = fold(title)
            characters = HAN.findall(series)[-LAST_CHARACTERS:]
            last = characters[-1] if characters else ""
        found.append((at, masthead or None))
    return found


def _is_content(text: str, template: Template) -> bool:
    """Whether a line is the index's heading or a labelled item's: what stands below a masthead and none itself."""
    return len(text) <= LONGEST_LINE and (template.index_section.match(text) is not None or _is_labelled(text, template))


def _is_of_series(title: str, series: str) -> bool:
    """Whether a title is the series': of one in two lines, the last has its end."""
    return bool(title) and (not series or title.endswith(series) or series.endswith(title))


def _is_labelled(text: str, template: Template) -> bool:
    label = label_of(text, template)
    return bool(label and label.kind in CORE_KINDS)


def _title_of(text: str, template: Template) -> str:
    """A masthead's title in a line, the issue label beside it left out; empty if there is none, as in a note of the office (仅供内部参考)."""
    for form in template.issue_labels if may_hold_label(text) else ():
        if match := form.search(text):
            text = text[: match.start()] + text[match.end() :]
            break
    bare = "".join(text.strip(_BRACKETS).split())
    return bare if template.titles.fullmatch(bare) and not template.notes.search(bare) else ""


def _label_near(texts: Sequence[str], title: int, template: Template) -> str | None:
    """The issue label beside a title, empty where a date alone stands there, None where neither does."""
    dated = False
    for at in (*range(title, min(len(texts), title + NEAR)), *range(title - 1, max(0, title - ABOVE_TITLE) - 1, -1)):
        text = texts[at]
        if len(text) > LONGEST_LINE or not _STOPS.isdisjoint(text):
            continue
        for form in template.issue_labels if may_hold_label(text) else ():
            if match := form.search(text):
                return match.group().strip()
        dated = dated or any(found.value for found in find_dates(text))
    return "" if dated else None


def _opens(texts: Sequence[str], title: int, series: str, template: Template, *, has_index: bool) -> bool:
    """Whether an index begins below a title, before any labelled item; a lead, where the file has no index at all.

    A title with text and then the title once more below it is the running head over an article's end.
    """
    has_text = False
    for text in texts[title + 1 : title + 1 + HEADING_WITHIN]:
        if template.index_section.match(text):
            return True
        if not has_index and (template.lead_section.match(text) or _counts_items(text, template)):
            return True
        if _is_labelled(text, template):
            return False
        if has_text and len(text) <= LONGEST_LINE and _is_of_series(fold(_title_of(text, template)), series):
            return False
        has_text = has_text or ends_sentence(text)
    return False


def _counts_items(text: str, template: Template) -> bool:
    """Whether a line says how many items there are; how many copies were printed (共印120份) a colophon says."""
    return bool(template.counts.search(text)) and not template.colophon.match(text)


def _start(blocks: Sequence[TextBlock], title: int, flow: Flow, template: Template) -> tuple[int, float]:
    """Where the bulletin of a title begins: at its page's top if only short lines stand above it there, else at its masthead's first line."""
    page = blocks[title].rows[0].page
    first = title
    while first and title - first < ABOVE_TITLE and blocks[first - 1].rows[-1].page == page and _is_short(blocks[first - 1]):
        first -= 1
    if not first or blocks[first - 1].rows[-1].page < page:
        return page, -math.inf
    first = title
    while title - first < ABOVE_TITLE and _is_masthead_line(blocks[first - 1], template):
        first -= 1
    row = blocks[first].rows[0]
    return page, row.base - (HALF_A_LINE * row.size if flow.paged else HALF_A_LINE)


def _is_short(block: TextBlock) -> bool:
    text = block.text
    is_row = len(block.rows) == 1 or len(block.cells) == 1
    return is_row and len(text) <= LONGEST_LINE and text[-1:] not in _SENTENCE and "://" not in text


def _is_masthead_line(block: TextBlock, template: Template) -> bool:
    """Whether a line above a title is a masthead's own: an issue label, a date, or a labelled publisher."""
    if not _is_short(block):
        return False
    text = block.text.strip(_BRACKETS)
    dates = find_dates(text)
    return bool(
        any(form.fullmatch(text) for form in template.issue_labels)
        or template.publisher_labels.match(text)
        or (dates and dates[0].start == 0 and dates[0].end == len(text))
        or (dates and any(form.search(text) for form in template.issue_labels))
    )
