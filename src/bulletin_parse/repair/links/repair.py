"""Links: hosts that are known, path shapes of their host, words, numbers and dates tell l from 1 where the eye cannot."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from bulletin_parse.models import Item
from bulletin_parse.press.link_dates import days_in
from bulletin_parse.reading.document import Character
from bulletin_parse.repair.edits import Editor
from bulletin_parse.repair.evidence import Evidence
from bulletin_parse.repair.links.doubts import DOUBTFUL_CHARACTER, ReadLink
from bulletin_parse.repair.links.hosts import guessed_places, known_end, mend_host
from bulletin_parse.repair.links.lexicon import Lexicon
from bulletin_parse.repair.links.path_words import repaired_tokens
from bulletin_parse.repair.links.shapes import Fit, best_fit
from bulletin_parse.text.dates import find_dates
from bulletin_parse.text.folding import narrow, squeezed
from bulletin_parse.text.lazy import lazy_pattern

_PARTS = lazy_pattern(r"(https?)\s*[:;.]?\s*/{1,3}([^/?#]*)(.*)", re.IGNORECASE | re.DOTALL)
# A line with more spaces than this share of its characters is letter-spaced.
SPACED_OUT = 0.15
_DAY = timedelta(days=1)
# The account in a WeChat article's address: two underscores run together, or vanish under an underline.
_ACCOUNT = lazy_pattern(r"(?<=[?&])_?b[il1I]z=(?=M[A-Za-z0-9+/]{8,}=?=?)")
_COMMA = lazy_pattern(r"[,·](?=[sx]?h?tm[l1I|]?\Z)")


class Mended(NamedTuple):
    """A link as repaired, why, and the places of its characters that nothing confirms."""

    text: str
    reasons: tuple[str, ...]
    doubtful: tuple[int, ...]


def repair_links(editor: Editor, evidence: Evidence, lexicon: Lexicon) -> dict[str, Mended]:
    """The links of all items; what stays doubtful is given back by field."""
    found: dict[str, Mended] = {}
    for at, item in enumerate(editor.bulletin.items):
        where = item.places.get("link", ())
        if not item.link or not evidence.is_recognised(where):
            continue
        field = f"items[{at}].link"
        characters = [character for reading in evidence.readings(where) for character in reading.characters]
        mended = mend(item.link, characters, lexicon, days_of(item))
        if mended.text != item.link:
            editor.change(field, mended.text, "; ".join(mended.reasons), where)
        found[field] = mended
    return found


def days_of(item: Item) -> list[date]:
    """The dates that the item's byline names."""
    return [found.value for found in find_dates(item.byline) if found.value] if item.byline else []


def mend(link: str, characters: Sequence[Character], lexicon: Lexicon, days: Sequence[date] = ()) -> Mended:
    """A link with its misread characters repaired.

    Args:
        link: as read, without white space.
        characters: the characters of the lines it was read from, white space among them.
        lexicon: hosts, shapes and words.
        days: the dates of the item, which a date in the link repeats.
    """
    reasons: list[str] = []
    text = _respaced(narrow(link), characters)
    if text != link:
        reasons.append("a space inside a link is an underscore")
    parts = _PARTS.fullmatch(text)
    if parts is None:
        return Mended(text, tuple(reasons), tuple(range(len(text))) if text != link else ())
    host = mend_host(parts[2], lexicon, characters)
    if host != parts[2]:
        reasons.append(f"the host {host} is known" if host in lexicon.hosts else "hosts have no such characters")
    path = _mended_path(parts[3], host, lexicon)
    dated = _redated(path.text, characters, days)
    if dated != path.text:
        path = path._replace(text=dated, reasons=(*path.reasons, "the item's date says so"))
    # A scheme that lost a slash may be printed so: what is wrong with it is left to be found.
    start = text[: parts.start(2)]
    whole = start + host + path.text
    offset = len(start) + len(host)
    read = ReadLink(whole, characters)
    doubtful = {*read.weak(len(start)), *read.doubtful(path.open, offset), *read.unbacked(path.numbers, offset)}
    doubtful |= set(guessed_places(parts[2], host, len(start), lexicon))
    if not path.is_fitted:
        doubtful |= set(read.dotted(offset))
    doubtful |= set(read.doubtful([(len(start), offset - known_end(host, lexicon))]))
    return Mended(whole, tuple(dict.fromkeys([*reasons, *path.reasons])), tuple(sorted(doubtful)))


class _Path(NamedTuple):
    """A path as repaired, and why; spans of identifiers that nothing confirms, and of numbers made of letters too."""

    text: str
    reasons: tuple[str, ...]
    open: Sequence[tuple[int, int]]
    numbers: Sequence[tuple[int, int]]
    is_fitted: bool


def _mended_path(read: str, host: str, lexicon: Lexicon) -> _Path:
    """A path in one of its host's shapes, or else token by token."""
    path = _cleared(read)
    # Some outlets print their paths so: xinhuanet.com//politics/…
    doubled = path[:1] if path.startswith("//") else ""
    if fitted := _after(doubled, best_fit(path.removeprefix(doubled), lexicon.shapes_at(host))):
        reasons = (f"links of {host} have this shape",) if fitted.text != read else ()
        return _Path(fitted.text, reasons, fitted.open, (), is_fitted=True)
    tailed = _with_tail(path, lexicon)
    named = ("files are named so",) if tailed != path else ()
    tokens = repaired_tokens(tailed, lexicon.words)
    return _Path(tokens.text, (*named, *tokens.reasons), tokens.open, tokens.numbers, is_fitted=False)


def _after(head: str, fitted: Fit | None) -> Fit | None:
    """A fitted path with what stands before it."""
    if fitted is None or not head:
        return fitted
    return fitted._replace(text=head + fitted.text, open=tuple([(start + len(head), end + len(head)) for start, end in fitted.open]))


def _respaced(link: str, characters: Sequence[Character]) -> str:
    """The link with an underscore for each space that stands between two of its letters or digits."""
    read = narrow("".join([character.char for character in characters]))
    bare = squeezed(read)
    at = bare.find(link)
    if at < 0:
        return link
    # A link that is spaced out as a whole has no underscores where its spaces are.
    if sum(map(str.isspace, read)) > SPACED_OUT * len(read):
        return link
    out, count = "", 0
    for place, char in enumerate(read):
        if char.isspace():
            inside = at < count < at + len(link)
            before, after = read[place - 1 : place], read[place + 1 : place + 2]
            # Between two lines there is no character at all, so that a wrapped link has no space here.
            if inside and before.isalnum() and after.isalnum():
                out += "_"
        else:
            if at <= count < at + len(link):
                out += char
            count += 1
    return out


def _with_tail(path: str, lexicon: Lexicon) -> str:
    """The path with its file named as content systems name files: underscores vanish under an underline and at a line's end.

    >>> from bulletin_parse.repair.links.lexicon import built_in
    >>> _with_tail("/pc/202601/02/content296931.html", built_in())
    '/pc/202601/02/content_296931.html'
    """
    folder, slash, file = path.rpartition("/")
    fitted = best_fit(slash + file, lexicon.tails) if slash else None
    return folder + fitted.text if fitted else path


def _cleared(path: str) -> str:
    """The path without a dot before a j after a slash, which is the j's own, seen twice; with a dot and no comma before an extension; with ``__biz``."""
    path = re.sub(r"(?<=/)\.(?=j)", "", path)
    path = _ACCOUNT.sub("__biz=", path)
    return _COMMA.sub(".", path)


def _redated(path: str, characters: Sequence[Character], days: Sequence[date]) -> str:
    """The path with one digit of its date as the item's date has it, where OCR was not sure of that digit."""
    found = days_in(path)
    if not days or any(abs(day - each) <= _DAY for day in days for each in found):
        return path
    doubted = {
        (character.char, other)
        for character in characters
        for other, weight in character.others
        if weight >= DOUBTFUL_CHARACTER and character.char.isdigit() and other.isdigit()
    }
    fitting = set()
    for at, char in enumerate(path):
        for read, other in doubted:
            if char == read:
                now = path[:at] + other + path[at + 1 :]
                if any(abs(day - each) <= _DAY for day in days for each in days_in(now)) and len(days_in(now)) >= len(found):
                    fitting.add(now)
    return fitting.pop() if len(fitting) == 1 else path
