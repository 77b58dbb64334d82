"""Tables on the page as text: cells in a record, and tables that hold the index, the masthead or an item's fields."""

from __future__ import annotations

from operator import attrgetter

from bulletin_parse.layout.blocks import TextBlock, join_rows
from bulletin_parse.layout.flow import Flow, unfolded
from bulletin_parse.layout.row import Row
from bulletin_parse.parsing.template import Template, label_kind
from bulletin_parse.text.folding import HAN, clean, fold
from bulletin_parse.text.lazy import lazy_pattern

_OWN = ("source", "link", "content", "title")
_ROLE = attrgetter("role")  # of a block
_SPACE = lazy_pattern(rf"(?<={HAN.pattern})\s+(?={HAN.pattern})")


def cell_texts(table: TextBlock) -> tuple[tuple[str, ...], ...]:
    """The text of each cell, row by row; white space in it is a space, and none between two Han characters."""
    return tuple([tuple([_cell_text(cell) for cell in line]) for line in table.cells])


def _cell_text(cell: tuple[Row, ...]) -> str:
    return _SPACE.sub("", " ".join(clean(join_rows(cell)).split())) if cell else ""


def with_field_tables_unfolded(flow: Flow, template: Template) -> list[TextBlock]:
    """The flow's blocks, tables that are no body's read as text: those before the content, and those with a label in them.

    The table that is the index keeps its cells.
    """
    if "table" not in map(_ROLE, flow.blocks):
        return flow.blocks
    blocks: list[TextBlock] = []
    in_content, in_index = False, False
    for block in flow.blocks:
        if block.role == "table" and in_index and not in_content and _is_index(block, template):
            blocks.append(block)
            continue
        if block.role == "table" and not (in_content and not _has_label(block, template)):
            blocks += unfolded(block, flow)
            continue
        if block.rows and len(block.rows) == 1:
            in_content = in_content or bool(template.content_section.match(block.text))
            in_index = in_index or bool(template.index_section.match(block.text))
        blocks.append(block)
    return blocks


def _is_index(table: TextBlock, template: Template) -> bool:
    """Whether a table between the index's heading and the content's is the index: it has columns, and its first cells are no labels but a column's."""
    head = [clean(join_rows(cell)) for cell in table.cells[0] if cell]
    named = len(head) > 1 and all(fold(text) in template.columns for text in head)
    return len(table.cells[0]) > 1 and (named or not _has_label(table, template))


def _has_label(table: TextBlock, template: Template) -> bool:
    """Whether a row of cells begins with a label: 来源, 链接 or 主要内容 alone, or before their values."""
    firsts = [join_rows(next(cell for cell in line if cell)) for line in table.cells if any(line)]
    return any((match := template.label.match(text)) is not None and label_kind(match) in _OWN for text in firsts)
