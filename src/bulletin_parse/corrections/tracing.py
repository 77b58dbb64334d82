"""Where in a corrected record the corrections are: for a page that marks them, and for whoever takes one back."""

from __future__ import annotations

from collections.abc import Mapping

from bulletin_parse.addresses import steps_of
from bulletin_parse.corrections.draft import is_by_people, moved
from bulletin_parse.corrections.parts import LISTS
from bulletin_parse.models import Bulletin, Edit


def corrected_fields(bulletin: Bulletin) -> Mapping[str, Edit]:
    """The address of every value and part that a person corrected, as the record has it now, with the last edit of it.

    What was taken out has no address any more, and neither has a finding that was accepted.
    """
    edits = [edit for edit in bulletin.edits if is_by_people(edit)]
    found: dict[str, Edit] = {}
    for at, edit in enumerate(edits):
        root, *_ = steps_of(edit.field)
        if edit.was == edit.now or root in ("doubts", "findings") or (_is_structural(edit) and edit.now is None):
            continue
        field = moved(edit.field, [later for later in edits[at + 1 :] if _is_structural(later)])
        if field is not None:
            found[field] = edit
    return found


def _is_structural(edit: Edit) -> bool:
    """Whether a part was put in or taken out."""
    *above, last = steps_of(edit.field)
    return isinstance(last, int) and bool(above) and above[-1] in LISTS and (edit.was is None or edit.now is None)
