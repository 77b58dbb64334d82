"""BP905, BP907 to BP910: where layout, form or a correction is in doubt, and what the file holds beside the bulletin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bulletin_parse.errors import PartOfBulletin
from bulletin_parse.matching.pairing import folded
from bulletin_parse.models import Block, Bulletin, Entry, Item, Where
from bulletin_parse.parsing.template import template_for
from bulletin_parse.parsing.word_patterns import MisplacedPatterns
from bulletin_parse.press.links import malformed
from bulletin_parse.regions import PageRegion
from bulletin_parse.rules.addressed import number_at
from bulletin_parse.rules.registry import Fault, reading_rule, rule
from bulletin_parse.text.dates import find_dates
from bulletin_parse.text.folding import fold
from bulletin_parse.text.lazy import lazy_pattern
from bulletin_parse.text.wording import MAX_QUOTED, quoted

LONGEST_LABEL = 12  # characters, white space too, in which the label of such a line ends
FEWEST_WEAK = 3  # different weak lines together are a colophon
LONGEST_BYLINE = 80  # characters of a line with a date at its beginning and a source, which is a byline
LATEST_DATE = 8  # characters that may stand before a byline's date
_LISTED = lazy_pattern(r"\s*(\d{1,2})\s*[.．、]\s*(?=\D)(.+)")
FEWEST_LISTED = 2  # numbered lines in a lead before they are taken for entries
# Text that came out in pieces, of which no article has any: a footnote's mark behind a sentence, a page's number, a table's row without its cells.
_MARK = lazy_pattern(r"[。！？][”’）]?\s?\d{1,2}\Z")
_LONE_NUMBER = lazy_pattern(r"[-—–\s]*\d{1,3}[-—–\s]*")
_ROW = lazy_pattern(r"[\u3400-\u9fffA-Za-z]{2,12}\s?\d[\d,.%‰\s]{4,}")
_GLUED_NUMBERS = lazy_pattern(r"[\u3400-\u9fffA-Za-z]{2,12}\s?[\d,.%‰]*(?:,\d{4,}|%\d|,\d{1,2}(?!\d))[\d,.%‰]*", words=(",", "%"))
_GLUED_CELLS = lazy_pattern(r"\d,\d{4}|[%‰]\d")  # 3,3113,778: two numbers that one cell cannot hold
SHORTEST_RUNNING = 20  # … and of one in which a sentence has ended, which is neither of them
SHORTEST_PIECE = 16  # … and of such a one whose rest follows
SHORTEST_OPEN = 60  # characters of a paragraph, before its end inside a sentence is odd: list lines and signatures are shorter
FEWEST_ENDS = 2  # items, before the end of the last one is odd among theirs
LONGEST_OWN = 60  # characters of a line that speaks of the bulletin
FEWEST_BYLINES = 2  # other items that have a byline, before one without it is odd
LONGEST_PART = 30  # characters of a line that ends the name of an office
SHORTEST_HEADER = 8  # characters of a part of the publisher's name that a header has
SHORTEST_TITLE = 6  # characters; a shorter line of the masthead's may stand in any text
_NUMBERING = lazy_pattern(r"[第总共期页年月日\d一二三四五六七八九十百零〇/-]*")  # what stands beside the title in a running header


@rule("BP905", "layout-in-doubt", "warning")
def layout_in_doubt(bulletin: Bulletin) -> Iterator[Fault]:
    """The page's layout and the bulletin's form were read without guessing.

    Why: where the layout had to guess, or a part stands where no part of its kind belongs, a field may be wrong and nothing else says so.
    Passes: a bulletin whose lines, columns and items follow one another plainly
    Fails: paragraphs that came out a line each, columns that cross; a label, a colophon, a byline or another masthead inside a body, paragraphs
        that end inside a sentence, a lone number, entries inside a lead, Chinese at the end of a link, a title that holds the next number,
        one item without the byline that all others have
    Mend: look at the place; another engine (--engine) or the original document tells what is meant.
    """
    for doubt in bulletin.doubts:
        if doubt.kind == "layout":
            said, subject = f"the layout had to guess: {doubt.why}", f"layout|{doubt.why}"[:MAX_QUOTED]
            # Of a field alone it is said that it may lack a character that the file does not hold: what is there was read right.
            yield Fault(said, number_at(bulletin, doubt.field), doubt.where, subject, severity="info" if doubt.field else None)
    yield from _lead_with_entries(bulletin)
    for name, parts in (("entry", bulletin.index), ("item", bulletin.items)):
        yield from _titles_with_numbers(name, parts)
    template = template_for(bulletin)
    words = template.misplaced
    for at, item in enumerate(bulletin.items):
        yield from _body(bulletin, item, words, is_last=at == len(bulletin.items) - 1)
        yield from _links(item)
    yield from _lost_byline(bulletin.items, words)
    yield from _cut_publisher(bulletin)
    yield from _unended_publisher(bulletin, template.organisations)


@rule("BP907", "correction-does-not-fit", "error")
def correction_does_not_fit(bulletin: Bulletin) -> Iterator[Fault]:
    """Every correction still fits what is read from the file.

    Why: a correction that no longer fits is not made, and the field says again what somebody found wrong.
    Passes: a correction of “甲市医院上线智慧导珍” where the file is read so
    Fails: the same correction where the file is now read “甲市医院上线导珍”
    Mend: look at the field and write the correction anew, or strike it out.
    """
    for doubt in bulletin.doubts:
        if doubt.kind == "correction":
            words = f"a correction of {doubt.field or 'the bulletin'} no longer fits: {doubt.why}"
            yield Fault(words, number_at(bulletin, doubt.field), doubt.where, doubt.field)


@rule("BP908", "correction-not-needed", "info")
def correction_not_needed(bulletin: Bulletin) -> Iterator[Fault]:
    """Every correction changes something.

    Why: a correction that says what is read anyway can be struck out, and hides nothing when the reading changes.
    Passes: a correction of a field that is read wrong
    Fails: a correction of a field that is now read as the correction has it
    Mend: strike it out.
    """
    for edit in bulletin.edits:
        if edit.by != "ocr" and edit.was == edit.now:
            yield Fault(f"a correction of {edit.field} by {edit.by} is no longer needed", number_at(bulletin, edit.field), edit.where, edit.field)


@reading_rule("BP909", "part-of-bulletin", "warning")
def part_of_bulletin(error: PartOfBulletin) -> Iterator[Fault]:
    """The file holds a whole bulletin.

    Why: a part gives no record, and its other part alone is no bulletin either.
    Passes: a file with masthead, index and items
    Fails: a file that begins with item 9, or ends after the index
    Mend: read the parts together (parse --join), or look for the missing pages.
    """
    yield Fault(f"{error.reason}. {error.remedy}", subject=f"part of {error.issue_label or 'a bulletin'}")


@rule("BP910", "hidden-text", "info")
def hidden_text(bulletin: Bulletin) -> Iterator[Fault]:
    """The file holds no text that the page does not show.

    Why: hidden text is no part of the bulletin, but who copies from the file or searches it may find it; it may be an earlier version.
    Passes: a page all of whose text can be seen
    Fails: text outside the page's edge, under a white box, in white, or in a layer that is off
    Mend: nothing, if it is meant; else save the file without it.
    """
    for piece in bulletin.hidden:
        yield Fault(f"text that the page does not show ({piece.why}): {quoted(piece.text)}", where=piece.where, subject=folded(piece.text)[:MAX_QUOTED])


def _lead_with_entries(bulletin: Bulletin) -> Iterator[Fault]:
    """Numbered lines in the lead that an item's title confirms, or of which there is no index."""
    listed = [match for line in (bulletin.lead or "").split("\n") if (match := _LISTED.fullmatch(line))]
    titles = tuple({folded(item.title) for item in bulletin.items if item.title})
    entries = any(folded(match[2]).startswith(titles) for match in listed[:FEWEST_LISTED])
    if len(listed) >= FEWEST_LISTED and [int(match[1]) for match in listed[:FEWEST_LISTED]] == [1, 2] and (entries or not bulletin.index):
        place = bulletin.places.get("lead", ())
        yield Fault(f"the lead holds numbered entries, the first of them {quoted(listed[0][0])}", where=place, subject="lead|entries")


def _titles_with_numbers(name: str, parts: Sequence[Entry | Item]) -> Iterator[Fault]:
    """Titles that hold the next number, which no other part has: two came out as one."""
    numbers = {part.number for part in parts}
    for part in parts:
        following = part.number + 1 if part.number is not None else None
        if following in numbers or following is None:
            continue
        if re.search(rf"(?:\s|[）)】]){following}\s*[.．、]\s*(?=\D)\S", part.title):
            yield Fault(f"the title of {name} {part.number} holds the number {following}: {quoted(part.title)}", part.number, part.where, folded(part.title))


def _body(bulletin: Bulletin, item: Item, words: MisplacedPatterns, *, is_last: bool) -> Iterator[Fault]:
    """What stands in a body and belongs to no article; the first is told, the rest follows from it."""
    for at, block in enumerate(item.blocks):
        following = item.blocks[at + 1] if at + 1 < len(item.blocks) else None
        what = _foreign(bulletin, block, words, may_be_link=item.link is not None and following is not None)
        if said := f"{what} stands in the body" if what else _broken(block, following):
            yield _fault(item, f"{said}: {quoted(block.text if what else block.text[-MAX_QUOTED:])}", block.where)
            return
    if is_last and (found := _colophon(item.blocks, words) or _publisher(bulletin, item.blocks)):
        yield _fault(item, f"a colophon stands in the body: {quoted(found.text)}", found.where)
    elif is_last and (found := _bulletins_own(bulletin, words)):
        yield _fault(item, f"the last line may be the bulletin's and not the article's: {quoted(found.text)}", found.where)


def _foreign(bulletin: Bulletin, block: Block, words: MisplacedPatterns, *, may_be_link: bool) -> str | None:
    """What a block is that no article has. The label of a link that the item lacks is BP302's, and at an article's end it is the article's."""
    text = block.text
    if words.content.match(text) or (may_be_link and words.link.match(text)):
        return "a label"
    if is_dated_source(text, words):
        return "a byline"
    whole = folded(text) if len(text) < MAX_QUOTED else ""
    title = folded(bulletin.title or "")
    if words.section.fullmatch(text.strip()) or (len(whole) >= SHORTEST_TITLE and whole == title):
        return "a line of another masthead"
    if len(title) >= SHORTEST_TITLE and title in whole and _NUMBERING.fullmatch(whole.replace(title, "", 1)):
        return "a running header"
    if block.kind != "heading" and len(whole) >= SHORTEST_HEADER and whole != (name := folded(bulletin.publisher or "")) and whole in name:
        return "a running header"
    return None


def _broken(block: Block, following: Block | None) -> str | None:
    """What shows that a paragraph is not whole, or is none."""
    text = block.text
    if any(_GLUED_CELLS.search(cell) for row in block.rows for cell in row):
        return "a table's cells came out as one"
    if block.kind in ("table", "figure", "note"):
        return None
    if _LONE_NUMBER.fullmatch(text):
        return "a number stands alone in the body"
    if _MARK.search(text):
        return "a paragraph ends in a number, which may be a footnote's mark"
    if _GLUED_NUMBERS.fullmatch(text):
        return "a row of a table stands as a paragraph"
    if block.kind not in ("paragraph", "heading") or following is None or following.kind != "paragraph":
        return None
    if block.kind == "paragraph" and _ROW.fullmatch(text) and _ROW.fullmatch(following.text):
        return "rows of a table stand as paragraphs"
    return "a paragraph ends inside a sentence" if _is_open(block, following) else None


def _is_open(block: Block, following: Block) -> bool:
    """Whether a paragraph stops inside a sentence: a long one, one in which a sentence ends, or one whose rest is shorter or stands on the next page.

    A quotation that the next paragraph closes, and does not open again, tells it of any.
    """
    text, han, is_paragraph = block.text, _ends_in_han(block.text), block.kind == "paragraph"
    if len(text) >= SHORTEST_RUNNING and _is_small(following.text[:1]) and (_is_small(text[-1:]) or text[-1:] in "-,"):
        return True  # rows of a Latin paragraph, each by itself
    if is_paragraph and (han or text[-1:] in ("，", "、")) and len(text) >= SHORTEST_OPEN:
        return True
    if not han or (is_paragraph and "。" in text and len(text) >= SHORTEST_RUNNING):
        return han
    if text.count("“") > text.count("”") and "”" in following.text.partition("“")[0]:
        return True
    rest = following.text.endswith("。") and (len(following.text) < len(text) or _pages(block)[-1:] < _pages(following)[:1])
    return rest and (("。" in text and len(text) >= SHORTEST_PIECE) or ("，" in text and len(text) >= SHORTEST_RUNNING))


def _is_small(char: str) -> bool:
    return "a" <= char <= "z"


def _pages(block: Block) -> list[int]:
    """The pages on which a block stands; none in a text."""
    return [region.page for region in block.where if isinstance(region, PageRegion)]


def _ends_in_han(text: str) -> bool:
    return "\u3400" <= text[-1:] <= "\u9fff"


def is_dated_source(text: str, words: MisplacedPatterns) -> bool:
    """Whether a paragraph is a line of date and source, as stands under a headline."""
    if len(text) > LONGEST_BYLINE or "。" in text or not words.source.search(text):
        return False
    dates = find_dates(text)
    return bool(dates) and dates[0].start <= LATEST_DATE


def _colophon(blocks: Sequence[Block], words: MisplacedPatterns) -> Block | None:
    """The first line of a colophon at a body's end, if there is one."""
    texts = [(block, fold(block.text[:LONGEST_LABEL])) for block in blocks]
    if any(words.meeting.match(text) for _, text in texts):
        return None
    strong = next((block for block, text in texts if words.colophon.match(text)), None)
    weak = {match[1]: block for block, text in reversed(texts) if (match := words.colophon_weak.match(text))}
    return strong or (next(reversed(weak.values())) if len(weak) >= FEWEST_WEAK else None)


def _publisher(bulletin: Bulletin, blocks: Sequence[Block]) -> Block | None:
    """The publisher's name alone at the last body's end: a mail's or a letter's sender."""
    name = folded(bulletin.publisher or "")
    return next((block for block in blocks[-1:] if name and len(block.text) < MAX_QUOTED and folded(block.text) == name), None)


def _bulletins_own(bulletin: Bulletin, words: MisplacedPatterns) -> Block | None:
    """The last item's last block, where it is a heading with nothing below, as no other item has one, or a short line that speaks of the bulletin."""
    ends = [item.blocks[-1] for item in bulletin.items if item.blocks]
    if len(ends) < FEWEST_ENDS or ends[-1].kind not in ("heading", "paragraph"):
        return None
    last, others = ends[-1], ends[:-1]
    if last.kind == "heading":
        return None if any(other.kind == "heading" for other in others) else last
    speaks = [bool(words.bulletin.search(end.text)) for end in ends]
    return last if len(last.text) <= LONGEST_OWN and speaks[-1] and not any(speaks[:-1]) else None


def _links(item: Item) -> Iterator[Fault]:
    """Links that end in a Han character: text of the next line, or a word behind the link. What is malformed besides is BP501's."""
    for link in (item.link, *item.further_links):
        if link and _ends_in_han(link) and "://" in link and malformed(link) is None:
            yield _fault(item, f"the link ends in Chinese: {link}", item.places.get("link") or item.where)


def _lost_byline(items: Sequence[Item], words: MisplacedPatterns) -> Iterator[Fault]:
    """The one item without a byline where all others have one and its text begins with a date or a source."""
    without = [item for item in items if not item.byline]
    if len(without) != 1 or len(items) - 1 < FEWEST_BYLINES or not without[0].blocks:
        return
    (item,) = without
    first = item.blocks[0]
    if len(first.text) <= LONGEST_BYLINE and (find_dates(first.text) or words.source.search(first.text)) and not is_dated_source(first.text, words):
        yield _fault(item, f"all other items have a byline; here it may be {quoted(first.text)}", first.where)


def _cut_publisher(bulletin: Bulletin) -> Iterator[Fault]:
    """The publisher's name in the back matter, parted by other words: a cell of a colophon that goes on below was read across its table's columns."""
    name, text = folded(bulletin.publisher or ""), "".join([folded(part.text) for part in bulletin.back_matter])
    if len(name) < SHORTEST_HEADER or name in text or name[:SHORTEST_HEADER] not in text:
        return
    whole = next(length for length in range(len(name) - 1, 0, -1) if name[:length] in text)
    if len(name) - whole > 1 and name[whole:] in text.partition(name[:whole])[2]:
        where = bulletin.back_matter[0].where
        yield Fault(
            f"other words stand between {quoted(name[:whole])} and {quoted(name[whole:])} in the back matter", where=where, subject="back_matter|publisher"
        )


def _unended_publisher(bulletin: Bulletin, organisations: re.Pattern[str]) -> Iterator[Fault]:
    """A publisher that ends as no organisation does, where a line of the front matter does: a cell's name that was cut."""
    if not bulletin.publisher or organisations.match(bulletin.publisher):
        return
    above = ""
    for part in bulletin.front_matter:
        plain = len(part.text) <= LONGEST_PART and not any(mark in part.text for mark in "：:，。")
        if plain and (organisations.match(part.text) or (above and organisations.match(above + part.text))):
            said = f"the publisher {quoted(bulletin.publisher)} may lack a part: {quoted(part.text)} stands in the front matter"
            yield Fault(said, where=part.where, subject="publisher|front_matter")
            return
        above = part.text if plain else ""


def _fault(item: Item, words: str, where: Where) -> Fault:
    return Fault(f"{words} (“{item.title}”)", item.number, where or item.where, f"{words.partition(':')[0]}|{folded(item.title)}"[:MAX_QUOTED])
