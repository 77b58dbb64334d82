"""Footnotes as texts write them: [^1] in the text and [^1]: … below, or [1] … at the text's end; each goes behind its paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bulletin_parse.layout.blocks import Mark, TextBlock, join_rows
from bulletin_parse.text.lazy import lazy_pattern

_DEFINED = lazy_pattern(r"\[\^(?P<name>[^\[\]\s]{1,30})\]:\s*")
_CALLED = lazy_pattern(r"\[\^(?P<name>[^\[\]\s]{1,30})\](?!:)")
# Without the circumflex, as plain text has it: at the text's end alone, counting from 1, each called once.
_DEFINED_PLAIN = lazy_pattern(r"\[(?P<name>\d{1,3})\]\s+(?=\S)")
_CALLED_PLAIN = lazy_pattern(r"(?<=\S)\[(?P<name>\d{1,3})\]")


def with_notes(blocks: Sequence[TextBlock]) -> list[TextBlock]:
    """The blocks with each footnote behind the paragraph that calls it, its marks taken for marks; one that nothing calls stays where it is.

    Args:
        blocks: of a text, in order.
    """
    if not any(["[" in block[1] for block in blocks]):  # noqa: C419  # twice as fast
        return list(blocks)
    blocks = _with_texts(blocks)
    marked = _moved(blocks, {at: found for at, block in enumerate(blocks) if block.rows and (found := _DEFINED.match(block.rows[0].text))}, _CALLED)
    return marked if marked is not None else _moved(blocks, _at_end(blocks), _CALLED_PLAIN) or list(blocks)


def _with_texts(blocks: Sequence[TextBlock]) -> list[TextBlock]:
    """The blocks with a mark that stands on a line of its own put before the note's text below it."""
    out: list[TextBlock] = []
    for block in blocks:
        alone = out[-1] if out and out[-1].rows and (mark := _DEFINED.match(out[-1].text)) and mark.end() == len(out[-1].text) else None
        if alone and block.rows and not block.cells and not _DEFINED.match(block.text):
            rows = (*alone.rows, *block.rows)
            out[-1] = alone._replace(rows=rows, text=join_rows(rows))
        else:
            out.append(block)
    return out


def _at_end(blocks: Sequence[TextBlock]) -> dict[int, re.Match[str]]:
    """The notes that end a text, by the places of their blocks: [1], [2], … to its end."""
    found: dict[int, re.Match[str]] = {}
    for at in range(len(blocks) - 1, -1, -1):
        note = _DEFINED_PLAIN.match(blocks[at].text) if blocks[at].rows and not blocks[at].cells else None
        if note is None:
            break
        found[at] = note
    names = [int(found[at]["name"]) for at in sorted(found)]
    return found if names == list(range(1, len(names) + 1)) else {}


def _moved(blocks: Sequence[TextBlock], notes: dict[int, re.Match[str]], call: re.Pattern[str]) -> list[TextBlock] | None:
    """The blocks with their notes moved and marked; None if there are no notes, or one of the plain ones is called otherwise than once."""
    if not notes:
        return None
    of_name = {note["name"]: at for at, note in notes.items()}
    calls: dict[int, list[tuple[str, Mark]]] = {}
    for at, block in enumerate(blocks):
        if at not in notes and "[" in block.text and not block.cells:
            found = [(match["name"], Mark(row.order, *match.span())) for row in block.rows for match in call.finditer(row.text)]
            calls[at] = [(name, mark) for name, mark in found if name in of_name]
    called = [name for found in calls.values() for name, _ in found]
    if call is _CALLED_PLAIN and sorted(called) != sorted(of_name):
        return None
    out: list[TextBlock] = []
    waiting = dict(of_name)
    for at, block in enumerate(blocks):
        if at in notes:
            if notes[at]["name"] not in called:
                out.append(_note(block, notes[at]))
            continue
        marks = calls.get(at, [])
        out.append(block._replace(marks=tuple([mark for _, mark in marks])) if marks else block)
        out += [_note(blocks[place], notes[place]) for name, _ in marks if (place := waiting.pop(name, None)) is not None]
    return out


def _note(block: TextBlock, mark: re.Match[str]) -> TextBlock:
    return block._replace(role="note", marks=(Mark(block.rows[0].order, *mark.span()),))
