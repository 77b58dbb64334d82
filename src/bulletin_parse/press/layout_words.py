"""The words of a series by which a layout tells its lines apart, as patterns that a template makes."""

from __future__ import annotations

import re
from typing import NamedTuple


class LayoutWords(NamedTuple):
    """Each pattern matches a text from its start, unless it says otherwise.

    ``openers`` match whatever begins a block of its own: labels, headings of sections, addresses. ``page_number`` matches a folded page number,
    ``worded_page`` only one that can be nothing else, ``header_page`` is sought in a running header; with one of ``page_firsts`` they may begin.
    ``dated_source`` matches a byline's date and the label behind it, ``glued_byline`` is sought where it stands behind a headline on one line.
    ``table_head`` matches what a model sets over a table of labels and their values. ``before_name`` is sought at the end of what
    stands before a space, ``person`` behind it: both are followed by names, round which writers set spaces. ``point`` matches what numbers a point.
    ``imprint`` is sought in a line that names the office: its address, its telephone.
    """

    openers: re.Pattern[str]
    page_number: re.Pattern[str]
    worded_page: re.Pattern[str]
    header_page: re.Pattern[str]
    page_firsts: frozenset[str]
    dated_source: re.Pattern[str]
    glued_byline: re.Pattern[str]
    table_head: re.Pattern[str]
    before_name: re.Pattern[str]
    person: re.Pattern[str]
    point: re.Pattern[str]
    imprint: re.Pattern[str]
