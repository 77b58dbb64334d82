"""Where an index says an entry's source: in brackets behind the title, behind a dash, a slash or a gap, or before the title.

The items' own sources tell it from a part of the title; where they do not, the form that most entries have.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from bulletin_parse.parsing.leaders import SHORT_LEADER_MARKS, leader_start, page_number
from bulletin_parse.parsing.ledger import Passage
from bulletin_parse.parsing.template import Template
from bulletin_parse.parsing.word_patterns import EntryPatterns
from bulletin_parse.text.brackets import CLOSED_BY, OPENED_BY, SOURCE_CLOSING, SOURCE_OPENING, USUAL_CLOSING, USUAL_OPENING
from bulletin_parse.text.folding import fold
from bulletin_parse.text.lazy import lazy_pattern

_PARTING = " —-–/／|｜·→"  # between a title and a source on the next line
# A date behind a source: 人民网 2026-03-11, 人民网，3月11日; a line's end may have taken the space.
_DATED = lazy_pattern(r"(?:[\s,，;；|｜/／·]+(?:\d{4}\s*[-./年]\s*)?|(?<=\w)\d{4}\s*[-./年]\s*)\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?\Z")
MAX_SOURCE = 40  # characters; longer brackets are remarks
LONGEST_ENTRY = 400  # characters of an entry
LONGEST_PLAIN = 20  # characters of a source that no bracket holds
# The share of the entries that must have a form, for it to be the index's.
MOST = 0.6
_BEHIND = (
    ("leader", lazy_pattern(r"\s*(?:(?:[.．·•⋯…_]\s*){3,}|(?:[⋯…]\s*){2})(?=[^.．·•⋯…_]{1,40}\Z)")),
    ("dash", lazy_pattern(r"\s*(?:—{1,3}|――|─{1,2}|--|–)\s*(?=[^—―─–-]{1,40}\Z)")),
    ("slash", lazy_pattern(r"\s*[/／|｜丨→]\s*(?=[^/／|｜丨→]{1,40}\Z)")),
    ("dot", lazy_pattern(r"\s*[·•・@＠]\s*(?=[^·•・@＠]{1,40}\Z)")),
    ("hyphen", lazy_pattern(r"\s*[-－]\s*(?=[^-－]{1,40}\Z)")),
    ("stop", lazy_pattern(r"\s*[，,；;]\s*(?=[^，,；;]{1,40}\Z)")),
    ("gap", lazy_pattern(r"[\s\u3000]+(?=\S{1,40}\Z)")),
)
_BEFORE = (
    ("bracket before", lazy_pattern(r"[【\[〔〖「『（(](?P<source>[^】\]〕〗」』）)]{1,30})[】\]〕〗」』）)]\s*[:：]?\s*(?=\S)")),
    ("colon before", lazy_pattern(r"(?P<source>[^：:，。！？]{2,24}?)\s*[:：]\s*(?=\S)")),
    ("bar before", lazy_pattern(r"(?P<source>[^|｜丨/／—]{2,24}?)\s*(?:[|｜丨/／]|——?)\s*(?=\S)")),
)


class Sourced(NamedTuple):
    """An entry's title, its source with what stands round it, its source without, and the form that told them apart."""

    title: Passage
    frame: Passage | None
    source: Passage | None
    form: str = ""


def split_sources(entries: Sequence[list[Passage]], known: AbstractSet[str], template: Template) -> list[Sourced]:
    """The titles and sources of an index's entries.

    Args:
        entries: the pieces of each, without number, leader and page number.
        known: the sources that the body's labels name, folded.
        template: the series' words.
    """
    found = _without_leaders([_bracketed(parts, template.entry) for parts in entries])
    bare = [at for at, one in enumerate(found) if one.source is None]
    if not bare or (len(bare) < MOST * len(found) and not known):
        return found
    for at in bare:
        found[at] = _by_known(found[at], entries[at], known) or found[at]
    told_apart = [found[at] for at in bare] if len(bare) >= MOST * len(found) else [one for one in found if _may_tell(one, known)]
    forms = Counter([one.form for one in told_apart if one.form])
    # Where the items name their sources and no entry has one of them, the index says none.
    form = forms.most_common(1)[0][0] if forms else "" if known else _usual_form([found[at].title for at in bare], template)
    told = forms[form] if form else 0
    for at in bare:
        if form and found[at].source is None and (not forms or 2 * told >= len(bare)):
            found[at] = _by_form(found[at].title, form, known, template) or found[at]
    return [_by_most(one, parts, form, known, template) for one, parts in zip(found, entries, strict=True)]


def _may_tell(entry: Sourced, known: AbstractSet[str]) -> bool:
    """Whether an entry's form says how the index names sources: no bracket of another name than the items'."""
    return entry.form != "bracket" or not known or (entry.source is not None and fold(entry.source.text) in known)


def _by_most(entry: Sourced, parts: Sequence[Passage], form: str, known: AbstractSet[str], template: Template) -> Sourced:
    """An entry whose bracket is its title's own, where it has its source in the form of most others: 【人民网】…典型案例（第二批）."""
    if entry.form != "bracket" or form in ("", "bracket") or entry.source is None or fold(entry.source.text) in known:
        return entry
    return _by_form(Passage.joined(list(parts)), form, known, template) or entry


def _bracketed(parts: list[Passage], words: EntryPatterns) -> Sourced:
    """An entry whose source stands in brackets, or behind 来源：, at its end."""
    if len(parts) > 1:
        last = parts[-1]
        if (word := words.source_word.match(last.text)) and word.end() < len(last.text):
            return Sourced(Passage.joined(parts[:-1]), last, undated(last.cut(word.end()), words), "bracket")
        if _bracket_start(last.text) == 0 and _names_source(last.text, words):
            return Sourced(Passage.joined(parts[:-1]), last, _inside(last, words), "bracket")
    whole = Passage.joined(parts)
    start = _bracket_start(whole.text)
    if start and _names_source(whole.text[start:], words):
        frame = whole.cut(start)
        return Sourced(whole.cut(0, start), frame, _inside(frame, words), "bracket")
    inner = words.inner_source.search(whole.text, 1)
    # Behind a source in brackets, the word is the title's own: 【人民网】来源：谁在倒卖患者的就诊信息？
    if inner and 0 < len(whole.text) - inner.end() <= MAX_SOURCE and not is_bracketed(whole.text[: inner.start()]):
        frame = whole.cut(inner.start())
        value = whole.cut(inner.end())
        return Sourced(whole.cut(0, inner.start()), frame, value.cut(0, len(value.text.rstrip(USUAL_CLOSING))), "word")
    return Sourced(whole, None, None)


def _without_leaders(found: list[Sourced]) -> list[Sourced]:
    """The entries with the leaders between title and source cut from the titles, short ones too where most have one: 标题.....（人民网）."""
    starts = [leader_start(one.title.text) if one.source else None for one in found]
    if 2 * (len(starts) - starts.count(None)) < len(starts) or not any(starts):
        return found
    out = []
    for one, start in zip(found, starts, strict=True):
        at = start or len(one.title.text.rstrip(SHORT_LEADER_MARKS))
        if one.frame is None or at == len(one.title.text):
            out.append(one)
        else:
            out.append(one._replace(title=one.title.cut(0, at), frame=Passage.joined([one.title.cut(at), one.frame])))
    return out


def _by_known(entry: Sourced, parts: Sequence[Passage], known: AbstractSet[str]) -> Sourced | None:
    """An entry whose source the body names: at the title's end, before it, or on a line of its own."""
    whole = entry.title
    if not known:
        return None
    if len(parts) > 1 and fold(bare := parts[-1].text.strip(_PARTING)) in known:
        last, title = parts[-1], Passage.joined(list(parts[:-1]))
        at, end = last.text.index(bare), leader_start(title.text) or len(title.text.rstrip(_PARTING))
        frame = last if end == len(title.text) else Passage.joined([title.cut(end), last])  # 标题 / with the source on the next line
        return Sourced(title.cut(0, end), frame, last.cut(at, at + len(bare)), "line")
    for form, pattern in _BEHIND:
        if (match := _last(pattern, whole.text)) and match.start() and fold(whole.text[match.end() :]) in known:
            return Sourced(whole.cut(0, match.start()), whole.cut(match.start()), whole.cut(match.end()), form)
    for at, _, _, _ in whole.pieces[1:]:
        if fold(whole.text[at:]) in known:  # the last line of the title's block
            return Sourced(whole.cut(0, at), whole.cut(at), whole.cut(at), "line")
    for gap in re.finditer(r"(?<=\S)[\s\u3000]+(?=\S)", whole.text[:LONGEST_ENTRY]) if len(whole.text) <= LONGEST_ENTRY else ():
        if fold(whole.text[gap.end() :]) in known:  # a source may hold a space: HIT 专家网
            return Sourced(whole.cut(0, gap.start()), whole.cut(gap.start()), whole.cut(gap.end()), "gap")
    for form, pattern in _BEFORE:
        if (match := pattern.match(whole.text)) and fold(match["source"]) in known:
            return Sourced(whole.cut(match.end()), whole.cut(0, match.end()), whole.cut(*match.span("source")), form)
    return None


def _usual_form(titles: Sequence[Passage], template: Template) -> str:
    """The form that most entries have, where no item says a source: only names that end as those of outlets do count."""
    forms: Counter[str] = Counter()
    for title in titles:
        for form, _ in (*_BEHIND, *_BEFORE):
            if _by_form(title, form, frozenset(), template):
                forms[form] += 1
                break
    if not forms:
        return ""
    form, count = forms.most_common(1)[0]
    return form if count >= MOST * len(titles) and count > 1 else ""


def _by_form(whole: Passage, form: str, known: AbstractSet[str], template: Template) -> Sourced | None:
    """An entry divided by the form that the other entries have."""
    for name, pattern in _BEHIND:
        if name != form:
            continue
        if match := _last(pattern, whole.text):
            source = whole.text[match.end() :]
            if match.start() and len(source) <= LONGEST_PLAIN and (known or template.outlets.match(source)):
                return Sourced(whole.cut(0, match.start()), whole.cut(match.start()), whole.cut(match.end()), form)
        if name == "gap" and (end := ends_in_known(whole.text, known)):
            # The gap had no room: the source touches the title.
            return Sourced(whole.cut(0, end), whole.cut(end), whole.cut(end), form)
    for name, pattern in _BEFORE:
        if name == form and (match := pattern.match(whole.text)):
            source = match["source"]
            if len(source) <= LONGEST_PLAIN and (known or template.outlets.match(source)):
                return Sourced(whole.cut(match.end()), whole.cut(0, match.end()), whole.cut(*match.span("source")), form)
    return None


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """What stands before a source at a text's end; longer texts than titles have none."""
    return pattern.search(text) if len(text) <= LONGEST_ENTRY else None


def ends_in_known(text: str, known: AbstractSet[str]) -> int:
    """Where the longest known source that ends a text begins; 0 if none does.

    Args:
        text: any length; only its end is looked at.
        known: sources, folded.
    """
    folded_end = fold(text[-LONGEST_PLAIN:])
    best = max([source for source in known if 1 < len(source) < len(text) and folded_end.endswith(source)], key=len, default="")
    if not best:
        return 0
    for start in range(max(1, len(text) - 2 * LONGEST_PLAIN), len(text)):
        if fold(text[start:]) == best:
            return start
    return 0


def _inside(frame: Passage, words: EntryPatterns) -> Passage:
    """What a bracketed source says, without brackets and the word 来源."""
    inner = frame.cut(1, len(frame.text) - 1)
    if inner.text[:1] in SOURCE_OPENING and _bracket_start(inner.text) == 0:  # （（人民网））
        inner = inner.cut(1, len(inner.text) - 1)
    word = words.source_word.match(inner.text)
    return undated(inner.cut(word.end() if word else 0), words)


def undated(source: Passage, words: EntryPatterns | None = None) -> Passage:
    """A source without the date behind it, and outside a table without a page with its word: 人民网 2026-03-11, 人民网　页码：3.

    Args:
        source: as it is printed.
        words: those of the series; None for a table's cell, whose pages have a column of their own.
    """
    behind = _DATED.search(source.text) or (words.column.search(source.text) if words else None)
    return source.cut(0, behind.start()) if behind and behind.start() else source


def _names_source(bracket: str, words: EntryPatterns) -> bool:
    inner = bracket[1:-1].strip()
    return 0 < len(inner) <= MAX_SOURCE and not words.remark.fullmatch(inner) and bracket[-1] in SOURCE_CLOSING


def is_bracketed(text: str) -> bool:
    """Whether a line is a bracket as a whole: （人民网）."""
    return text[:1] in SOURCE_OPENING and _bracket_start(text) == 0


def ends_in_bracket(text: str) -> bool:
    """Whether a line ends in a bracket that closes."""
    return text.rstrip()[-1:] in SOURCE_CLOSING and bool(text.strip())


def is_complete(text: str) -> bool:
    """Whether an entry's line is its last: it ends in a bracket, a leader or a page number."""
    return ends_in_bracket(text) or leader_start(text) is not None or bool(page_number(text))


def ends_sourced(text: str, known: AbstractSet[str]) -> bool:
    """Whether a line ends in a bracket that is a source which the body names: the entry has ended, whatever the layout joined to it."""
    start = max(text.rfind(mark) for mark in USUAL_OPENING)
    return start > 0 and ends_in_bracket(text) and fold(text[start:].strip(USUAL_OPENING + USUAL_CLOSING + " \u3000")) in known


def _bracket_start(text: str) -> int | None:
    """Where the bracket that closes a text opens, nested brackets counted; None if it ends in none."""
    text = text.rstrip()
    if not text or text[-1] not in OPENED_BY:
        return None
    opening, depth = OPENED_BY[text[-1]], 0
    closing = CLOSED_BY[opening]
    last = max(map(text.rfind, opening))
    if last >= 0 and set(closing).isdisjoint(text[last + 1 : -1]):
        return last  # nothing in it closes another, as in nearly all
    for at in range(len(text) - 1, -1, -1):
        if text[at] in closing:
            depth += 1
        elif text[at] in opening:
            depth -= 1
            if depth == 0:
                return at
    return None
