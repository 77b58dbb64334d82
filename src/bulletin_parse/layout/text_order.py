"""Lines of a text that a converter of pages took out of their order, put back where that is certain."""

from __future__ import annotations

from collections.abc import Sequence

from bulletin_parse.layout.row import Row
from bulletin_parse.layout.sentences import ends_sentence
from bulletin_parse.layout.told import Told
from bulletin_parse.layout.wrapping import LOST_INDENT, SLACK, Wrapping, is_line_full
from bulletin_parse.press.layout_words import LayoutWords
from bulletin_parse.text.brackets import USUAL_OPENING
from bulletin_parse.text.folding import HAN
from bulletin_parse.text.lazy import lazy_pattern

_SOURCE = lazy_pattern(r"[（(【\[][^（()）】\]]{1,30}[）)】\]]")
_NUMBER = lazy_pattern(r"[（(]?(\d{1,3})[)）]?[.．、)）]\s*(?!\d)")
# A title of the index takes no more lines than this.
TITLE_LINES = 3
# A line that is the end of a sentence and no paragraph has no more characters than this, its stop among them.
LONGEST_END = 4
# A colophon in two columns: at the text's end, no more lines, none of them wider than this share of a line.
LONGEST_COLOPHON, COLUMN_SHARE = 12, 0.55
_LABELLED = lazy_pattern(r"[\u4e00-\u9fff]{2,8} ?[:：]")


def in_order(rows: list[Row], wrapping: Wrapping, words: LayoutWords, told: Told) -> list[Row]:
    """The lines with sources behind their titles, bylines above the text, and short last lines behind it.

    pdfminer sets a paragraph's last line, if it is a word or two, before the only other line; and it gathers what stands at one edge: the sources
    of an index come together behind its titles, or further below, one for each, and a centred byline comes behind the first line of the paragraph
    below it, which stops inside a sentence there and goes on behind the byline. A colophon of two columns comes one column after the other.
    """
    ordered = _with_ends_back(_with_bylines_up(_with_sources_back(rows, told), wrapping, words, told), wrapping, told)
    return _with_columns_woven(ordered, wrapping, told)


def _with_sources_back(rows: list[Row], told: Told) -> list[Row]:
    """The lines with a run of bracketed sources parted among as many numbered titles above it that have none."""
    opened = [at for at, row in enumerate(rows[:-1]) if row[2][:1] in USUAL_OPENING]
    at = next((at for at in opened if _SOURCE.fullmatch(rows[at].text) and _SOURCE.fullmatch(rows[at + 1].text)), len(rows))
    end = at
    while end < len(rows) and _SOURCE.fullmatch(rows[end].text) and rows[end].text[0] == rows[at].text[0]:
        end += 1
    if end - at < 2:
        return rows
    titles = _titles(rows[:at])
    if len(titles) != end - at or any(_SOURCE.fullmatch(row.text) and row.text[0] == rows[at].text[0] for row in rows[titles[0] : at]):
        return rows  # a source stands behind its title already
    behind: dict[int, Row] = {}
    for source, first, after in zip(rows[at:end], titles, [*titles[1:], at], strict=True):
        last = first
        while last + 1 < min(after, first + TITLE_LINES) and not told.opens[rows[last + 1].text]:
            last += 1
        behind[last] = source
    out = []
    for place, row in enumerate(rows):
        if not at <= place < end:
            out.append(row)
        if place in behind:
            out.append(behind[place])
    return out


def _titles(rows: Sequence[Row]) -> list[int]:
    """The places of the first lines that count 1, 2, 3…, until they begin anew; none if one ends in a bracket, as with its source."""
    found: list[int] = []
    for at, row in enumerate(rows):
        number = _NUMBER.match(row.text)
        if number and int(number[1]) == len(found) + 1:
            if row.text[-1] in ")）】]":
                return []
            found.append(at)
        elif number and found and int(number[1]) == 1:
            break
    return found


def _with_bylines_up(rows: list[Row], wrapping: Wrapping, words: LayoutWords, told: Told) -> list[Row]:
    """The lines with each byline above the line that it follows, if that is a paragraph's first one: the title stands again above it."""
    if wrapping.edge is None:
        return rows
    out = list(rows)
    for at in [at for at, row in enumerate(rows) if row[2][:1].isdecimal()]:  # as a date begins
        if not 1 < at < len(rows) - 1 or not words.dated_source.match(rows[at].text):
            continue
        above, row, below = out[at - 1 : at + 2]
        if told.ends[above.text] or told.opens[above.text] or told.opens[below.text]:
            continue
        full = is_line_full(above, below, wrapping.edge - LOST_INDENT, told) and not is_line_full(row, below, wrapping.edge, told)
        if full and out[at - 2].text in {row.text[number.end() :].strip() for row in rows if (number := _NUMBER.match(row.text))}:
            out[at - 1], out[at] = row, above
    return out


def _with_ends_back(rows: list[Row], wrapping: Wrapping, told: Told) -> list[Row]:
    """The lines with each end of a sentence of a few characters behind the full line that lacks it.

    That is the line below, where the line above has an end of its own; or the one above a paragraph of one line, which came first.
    """
    if wrapping.edge is None or not any(len(row[2]) <= LONGEST_END and is_end(row[2]) for row in rows):
        return rows
    out = list(rows)
    at = 1
    while at + 1 < len(out):
        above, row, below = out[at - 1 : at + 2]
        if is_end(row.text) and told.ends[above.text]:
            edge = wrapping.edge - LOST_INDENT
            early = not told.opens[below.text] and not told.ends[below.text] and is_line_full(below, row, edge, told)
            if early and not is_line_full(above, row, wrapping.edge, told):
                out[at], out[at + 1] = below, row
                at += 1
            elif is_end(above.text):
                # The word above has its line; this one's stands below a paragraph of one line, and goes on with none.
                if _is_whole(below, wrapping, told) and _is_cut(out[at + 2 : at + 5], row, wrapping, told):
                    out[at : at + 3] = [below, out[at + 2], row]
                    at += 2
            elif at > 1 and wrapping.spaced and not told.ends[out[at - 2].text] and is_line_full(out[at - 2], row, edge, told) and not told.opens[above.text]:
                out[at - 1], out[at] = row, above
        at += 1
    return out


def is_end(text: str) -> bool:
    """Whether a line is a word with a stop behind it, and no paragraph."""
    return len(text) <= LONGEST_END and ends_sentence(text) and HAN.match(text) is not None


def _is_whole(row: Row, wrapping: Wrapping, told: Told) -> bool:
    return told.ends[row.text] and not told.opens[row.text] and told.end(row) <= (wrapping.edge or 0.0) - LOST_INDENT


def _is_cut(rows: Sequence[Row], end: Row, wrapping: Wrapping, told: Told) -> bool:
    """Whether the first of three lines lacks its end: the second is a paragraph's first one, which stops before the edge by its indent."""
    if len(rows) < 3 or not wrapping.short_first:
        return False
    cut, first, _ = rows
    edge = (wrapping.edge or 0.0) - LOST_INDENT
    open_lines = not told.ends[cut.text] and not told.ends[first.text] and not any(told.opens[row.text] for row in rows)
    return open_lines and is_line_full(cut, end, edge, told) and told.end(first) <= edge + SLACK


def _with_columns_woven(rows: list[Row], wrapping: Wrapping, told: Told) -> list[Row]:
    """The lines with a colophon's two columns woven row by row: a line of it that wraps in the middle of the page shows that they were two."""
    if wrapping.edge is None:
        return rows
    first = len(rows)
    while first and len(rows) - first < LONGEST_COLOPHON and told.end(rows[first - 1]) <= COLUMN_SHARE * wrapping.edge:
        first -= 1
    labelled = [at for at in range(first, len(rows)) if _LABELLED.match(rows[at].text)]
    if len(labelled) < 4 or len(labelled) % 2:
        return rows
    groups = [rows[start:end] for start, end in zip(labelled, [*labelled[1:], len(rows)], strict=True)]
    wrapped = [group for group in groups if len(group) == 2 and not _LABELLED.match(group[1].text) and told.end(group[0]) > told.end(group[1])]
    if not wrapped or len(wrapped) < sum([len(group) > 1 for group in groups]) or max(map(told.end, rows[labelled[0] :])) != told.end(wrapped[0][0]):
        return rows
    half = len(groups) // 2
    woven = [row for left, right in zip(groups[:half], groups[half:], strict=True) for row in (*left, *right)]
    return [*rows[: labelled[0]], *woven]
