"""The masthead's title and issue label, which running headers repeat on other pages."""

from __future__ import annotations

from rapidfuzz import fuzz

from bulletin_parse.matching.likeness import SAME_COPY
from bulletin_parse.models import Where
from bulletin_parse.repair.copies import voted
from bulletin_parse.repair.edits import Editor, edit_value_at
from bulletin_parse.repair.evidence import Evidence
from bulletin_parse.text.lazy import lazy_pattern
from bulletin_parse.text.numerals import NUMERAL_CHARACTERS, read_numeral

_NUMERAL = lazy_pattern(rf"[0-9０-９]+|[{NUMERAL_CHARACTERS}0O]+")


def repair_masthead(editor: Editor, evidence: Evidence) -> set[tuple[str, int]]:
    """Title and label by the running headers; what cannot be decided is given back as (field, character)."""
    doubts: set[tuple[str, int]] = set()
    for name in ("title", "issue_label"):
        text = edit_value_at(editor.bulletin, name)
        if not isinstance(text, str) or len(text) < 2:
            continue
        copies: list[tuple[str, str, Where]] = [(name, text, editor.bulletin.places.get(name, ()))]
        for at, header in enumerate(editor.bulletin.furniture):
            found = fuzz.partial_ratio_alignment(text, header.text, score_cutoff=SAME_COPY) if len(header.text) >= len(text) else None
            if found:
                copies.append((f"furniture[{at}].text", header.text[found.dest_start : found.dest_end], header.where))
        doubts |= voted(editor, evidence, copies)
    _renumber(editor)
    return {(field, at) for field, at in doubts if not field.startswith("furniture")}


def _renumber(editor: Editor) -> None:
    """The issue number anew, if its label was repaired."""
    changed = next((edit for edit in editor.edits if edit.field == "issue_label"), None)
    numeral = _NUMERAL.search(str(changed.now)) if changed else None
    number = read_numeral(numeral[0]) if numeral else None
    if changed and number is not None:
        editor.change("issue_number", number, changed.why, changed.where)
