"""Links: hosts that are known, path shapes of their host, words, numbers and dates tell l from 1 where the eye cannot."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from bulletin_parse.models import Item
from bulletin_parse.reading.document import Sign
from bulletin_parse.repair.edits import Editor
from bulletin_parse.repair.evidence import Evidence, is_alike, steps_of
from bulletin_parse.repair.lexicon import Lexicon
from bulletin_parse.repair.shapes import ALIKE, best_fit
from bulletin_parse.repair.tokens import mend_token, mend_tokens
from bulletin_parse.rules.link_dates import days_in
from bulletin_parse.rules.outlets import registrable_domain
from bulletin_parse.text.dates import find_dates
from bulletin_parse.text.folding import narrow
from bulletin_parse.text.links import squeeze

_PARTS = re.compile(r"(https?)\s*[:;.]?\s*/{1,3}([^/?#]*)(.*)", re.IGNORECASE | re.DOTALL)
# Each sign that has a twin in some face, by the twin's name.
_FOLDED = str.maketrans({sign: group[0] for group in ALIKE[:3] for sign in group})
_HOST_SIGNS = str.maketrans({"，": ".", ",": ".", "·": ".", "。": ".", "_": "-", " ": ""})
# A line with more spaces than this share of its signs is letter-spaced.
SPACED_OUT = 0.15
_DAY = timedelta(days=1)
_COMMA = re.compile(r"[,·](?=[sx]?h?tm[l1I|]?\Z)")
# A sign of an identifier is doubtful if another sign of its kind had this chance.
DOUBTFUL_SIGN = 0.003
# A sign less probable than this is doubtful wherever it stands.
WEAK_SIGN = 0.85
# … and 1, l and I are told apart so badly that a trace of another is enough.
DOUBTFUL_STROKE = 0.0005
# Signs that stand in no path: a speck, or a sign misread; a number after the host is a port's.
_STRANGE = re.compile(r"(?<=[^/]):(?!\d+(?:/|\Z))|[,;!|，。：；！·]")

# A dot after a digit, with an extension's behind it: an underscore on a poor scan.
_INNER_DOT = re.compile(r"(?<=\d)\.(?=[^/?#]*\.[A-Za-z]+(?:[?#]|\Z))")


class Mended(NamedTuple):
    """A link as repaired, why, and the places of its signs that nothing confirms."""

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
        field = f"items.{at}.link"
        signs = [sign for reading in evidence.readings(where) for sign in reading.signs]
        mended = mend(item.link, signs, lexicon, days_of(item))
        if mended.text != item.link:
            editor.change(field, mended.text, "; ".join(mended.reasons), where)
        found[field] = mended
    return found


def days_of(item: Item) -> list[date]:
    """The dates that the item's byline names."""
    return [found.value for found in find_dates(item.byline) if found.value] if item.byline else []


def mend(link: str, signs: Sequence[Sign], lexicon: Lexicon, days: Sequence[date] = ()) -> Mended:
    """A link with its misread signs repaired.

    Args:
        link: as read, without white space.
        signs: the signs of the lines it was read from, white space among them.
        lexicon: hosts, shapes and words.
        days: the dates of the item, which a date in the link repeats.
    """
    reasons: list[str] = []
    text = _respaced(narrow(link), signs)
    if text != link:
        reasons.append("a space inside a link is an underscore")
    parts = _PARTS.fullmatch(text)
    if parts is None:
        return Mended(text, tuple(reasons), tuple(range(len(text))) if text != link else ())
    host = mend_host(parts[2], lexicon, signs)
    if host != parts[2]:
        reasons.append(f"the host {host} is known" if host in lexicon.hosts else "hosts have no such signs")
    path = _undotted(parts[3])
    fitted = best_fit(path, lexicon.shapes_at(host))
    if fitted:
        path, open_ = fitted.text, list(fitted.open)
        if path != parts[3]:
            reasons.append(f"links of {host} have this shape")
    else:
        tailed = _with_tail(path, lexicon)
        if tailed != path:
            reasons.append("files are named so")
        path, open_, why = mend_tokens(tailed, lexicon.words)
        reasons += why
    dated = _redated(path, signs, days)
    if dated != path:
        path = dated
        reasons.append("the item's date says so")
    # A scheme that lost a slash may be printed so: what is wrong with it is left to be found.
    start = text[: parts.start(2)]
    whole = start + host + path
    offset = len(start) + len(host)
    doubtful = _doubtful(whole, signs, [(offset + a, offset + b) for a, b in open_])
    if not fitted:
        doubtful = sorted({*doubtful, *[offset + match.start() for match in _INNER_DOT.finditer(path)]})
    doubtful = sorted({*doubtful, *_guessed(parts[2], host, len(start), lexicon)})
    if not _is_known(host, lexicon):
        doubtful = sorted({*doubtful, *_doubtful(whole, signs, [(len(start), offset)])})
    return Mended(whole, tuple(dict.fromkeys(reasons)), tuple(sorted({*doubtful, *_weak(whole, signs, len(start))})))


def _respaced(link: str, signs: Sequence[Sign]) -> str:
    """The link with an underscore for each space that stands between two of its letters or digits."""
    read = narrow("".join([sign.char for sign in signs]))
    bare = squeeze(read)
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
            # Between two lines there is no sign at all, so that a wrapped link has no space here.
            if inside and before.isalnum() and after.isalnum():
                out += "_"
        else:
            if at <= count < at + len(link):
                out += char
            count += 1
    return out


def mend_host(host: str, lexicon: Lexicon, signs: Sequence[Sign] = ()) -> str:
    """A host as the lexicon knows it, or else with its plainest misreadings mended.

    Args:
        host: as read.
        lexicon: the known hosts.
        signs: the signs of its lines: what OCR had in mind beside a sign is tried as well.

    >>> from bulletin_parse.repair.lexicon import built_in
    >>> mend_host("hea1th.peop1e.com.cn", built_in()), mend_host("www,nhc.gov.cn", built_in())
    ('health.people.com.cn', 'www.nhc.gov.cn')
    """
    plain = re.sub(r"\.{2,}", ".", host.translate(_HOST_SIGNS).lower() if host.isascii() else host.translate(_HOST_SIGNS))
    if plain in lexicon.hosts:
        return plain
    minded = {(sign.char, other) for sign in signs for other, weight in sign.others if weight >= DOUBTFUL_SIGN}
    fitting = {plain[:at] + other + plain[at + 1 :] for at, char in enumerate(plain) for read, other in minded if read == char}
    if len(fitting & lexicon.hosts) == 1:
        return (fitting & lexicon.hosts).pop()
    # A dot may be lost, if the host is then one that is known.
    undotted = [host for host in lexicon.hosts if host.replace(".", "").translate(_FOLDED) == plain.replace(".", "").translate(_FOLDED)]
    if len(undotted) == 1:
        return undotted[0]
    # The longest part of the host that looks like a known one counts; labels before it are mended as words.
    labels = plain.split(".")
    for start in range(len(labels) - 1):
        rest = ".".join(labels[start:])
        alike = set(_hosts_by_shape(lexicon).get(rest.lower().translate(_FOLDED), ()))
        if len(alike) == 1:
            return ".".join([*(_mend_label(label, lexicon) for label in labels[:start]), alike.pop()])
    return ".".join([_mend_label(label, lexicon) for label in labels]) if plain.isascii() else host


def _mend_label(label: str, lexicon: Lexicon) -> str:
    """A label of a host with its words mended, which hyphens join."""
    return "-".join([mend_token(part, lexicon.words) for part in label.split("-")])


def _with_tail(path: str, lexicon: Lexicon) -> str:
    """The path with its file named as content systems name files: underscores vanish under an underline and at a line's end.

    >>> from bulletin_parse.repair.lexicon import built_in
    >>> _with_tail("/pc/202601/02/content296931.html", built_in())
    '/pc/202601/02/content_296931.html'
    """
    folder, slash, file = path.rpartition("/")
    fitted = best_fit(slash + file, lexicon.tails) if slash else None
    return folder + fitted.text if fitted else path


_by_shape: dict[int, tuple[Lexicon, dict[str, list[str]]]] = {}


def _hosts_by_shape(lexicon: Lexicon) -> dict[str, list[str]]:
    """The known hosts by what they look like, kept for the lexicon that was asked for last."""
    kept = _by_shape.get(id(lexicon))
    if kept and kept[0] is lexicon:
        return kept[1]
    table: dict[str, list[str]] = {}
    for host in sorted(lexicon.hosts):
        table.setdefault(host.translate(_FOLDED), []).append(host)
    _by_shape.clear()
    _by_shape[id(lexicon)] = (lexicon, table)
    return table


def _is_known(host: str, lexicon: Lexicon) -> bool:
    """Whether a host is one of the lexicon's, or lies under a domain that somebody registered and the lexicon knows."""
    return host in lexicon.hosts or registrable_domain(host) in lexicon.hosts


def _guessed(read: str, host: str, start: int, lexicon: Lexicon) -> list[int]:
    """The places of a host's labels that were mended as words where the host is not one that is known."""
    labels = host.split(".")
    if host in lexicon.hosts or len(labels) != len(read.split(".")):
        return []
    found: list[int] = []
    at = start
    for label, was in zip(labels, read.split("."), strict=True):
        if label != was and label not in lexicon.words:
            found += range(at, at + len(label))
        at += len(label) + 1
    return found


def _undotted(path: str) -> str:
    """The path without a dot before a j after a slash, which is the j's own, seen twice; with a dot and no comma before an extension."""
    path = re.sub(r"(?<=/)\.(?=j)", "", path)
    return _COMMA.sub(".", path)


def _redated(path: str, signs: Sequence[Sign], days: Sequence[date]) -> str:
    """The path with one digit of its date as the item's date has it, where OCR was not sure of that digit."""
    found = days_in(path)
    if not days or any(abs(day - each) <= _DAY for day in days for each in found):
        return path
    doubted = {(sign.char, other) for sign in signs for other, weight in sign.others if weight >= DOUBTFUL_SIGN and sign.char.isdigit() and other.isdigit()}
    fitting = set()
    for at, char in enumerate(path):
        for read, other in doubted:
            if char == read:
                now = path[:at] + other + path[at + 1 :]
                if any(abs(day - each) <= _DAY for day in days for each in days_in(now)) and len(days_in(now)) >= len(found):
                    fitting.add(now)
    return fitting.pop() if len(fitting) == 1 else path


def _weak(link: str, signs: Sequence[Sign], start: int) -> list[int]:
    """The places after ``start`` whose sign was read with little confidence, l and 1 and their like left to shapes and words."""
    read = [sign for sign in signs if not sign.char.isspace()]
    found = [match.start() for match in _STRANGE.finditer(link, start)]
    for kind, left, end, right, _ in steps_of([narrow(sign.char) for sign in read], list(link)):
        for offset in range(end - left if kind == "equal" else 0):
            sign, at = read[left + offset], right + offset
            others = [other for other, weight in sign.others if weight >= DOUBTFUL_SIGN and other.isascii() and other.isalnum()]
            if at >= start and sign.probability < WEAK_SIGN and any(not is_alike(sign.char, other) for other in others):
                found.append(at)
    return found


def _doubtful(link: str, signs: Sequence[Sign], spans: Sequence[tuple[int, int]]) -> list[int]:
    """The places in some spans of a link whose sign another one of its look had a chance to be."""
    read = [sign for sign in signs if not sign.char.isspace()]
    text = narrow("".join([sign.char for sign in read]))
    out = []
    for start, end in spans:
        # The sign of a place is found by the span's own characters; where they were mended it has none, and none is doubtful.
        at = text.find(link[start:end])
        if at < 0:
            continue
        for offset in range(end - start):
            sign = read[at + offset]
            least = DOUBTFUL_STROKE if sign.char in ALIKE[0] else DOUBTFUL_SIGN
            if any(weight >= least and other.isascii() and other.isalnum() for other, weight in sign.others):
                out.append(start + offset)
    return out
