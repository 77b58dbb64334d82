"""A printed bulletin as a flow of elements, which each producer sets in its own way."""

from __future__ import annotations

from typing import NamedTuple

from .era import Look


class Span(NamedTuple):
    """A piece of a line; a link is the address that it carries, a note hangs on its end."""

    text: str
    link: str | None = None
    note: str = ""


class Para(NamedTuple):
    """A paragraph, or a line of its own, in the look of its role."""

    role: str
    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """What is printed."""
        return "".join(span.text for span in self.spans)


class Leader(NamedTuple):
    """A line with something at its right edge, with dots between or none."""

    role: str
    left: tuple[Span, ...]
    right: str
    dots: bool


class Table(NamedTuple):
    """Rows of cells; widths are shares of the line."""

    role: str
    rows: tuple[tuple[tuple[Span, ...], ...], ...]
    widths: tuple[float, ...]
    head: bool = False


class Figure(NamedTuple):
    """A picture of so many points' height, which shows nothing to read."""

    height: float


class Rule(NamedTuple):
    """A line across the page."""


class Break(NamedTuple):
    """A new page."""


Element = Para | Leader | Table | Figure | Rule | Break


def texts_of(one: Element) -> list[str]:
    """The texts of an element: its line, or its cells one by one."""
    if isinstance(one, Para):
        return [one.text]
    if isinstance(one, Leader):
        return ["".join(span.text for span in one.left) + one.right]
    return ["".join(span.text for span in cell) for row in one.rows for cell in row] if isinstance(one, Table) else []


class Style(NamedTuple):
    """The look of a role: face by name, size, indent of the first line in characters, space before and after, inset of both sides."""

    face: str
    size: float
    bold: bool
    align: str
    indent: float
    before: float
    after: float
    inset: float = 0
    boxed: bool = False


CENTRED = ("title", "label", "publisher", "date", "index_title", "caption", "centred", "end")
HEADS = ("title", "lead_head", "section", "index_title", "category", "item_title", "heading")
INDENTED = ("lead", "body", "list", "entry_source", "field_indented", "note_line", "back")


def style_of(look: Look, role: str) -> Style:
    """The style of a role in a look."""
    size = {
        "title": look.size + 8,
        "index_title": look.size + 4,
        "section": look.section_size or look.size + 2,
        "item_title": look.item_size or look.size + 1,
        "caption": look.size - 2,
        "footnote": look.size - 2.5,
        "small": look.size - 1.5,
    }.get(role, look.size)
    centred = role in CENTRED or (role == "item_title" and look.centred_items) or (role == "headline" and look.centred_items)
    align = (
        "center"
        if centred
        else "right"
        if role in ("right", "signature")
        else "justify"
        if role in ("body", "lead", "list", "back", "inset", "box") and look.justify
        else "left"
    )
    indent = 0 if role not in INDENTED else look.indent if role in ("body", "lead", "list", "back") else 1
    face = look.heads if role in HEADS else look.face
    before = {"box": 6, "section": 8, "item_title": 8, "category": 6, "title": 4, "index_title": 6}.get(role, 0)
    after = {"box": 6, "title": 6, "date": 8, "caption": 4}.get(role, look.gap)
    inset = 2 * look.size if role in ("inset", "box") else 0
    return Style(face, size, role in HEADS or role == "bold", align, indent, before, after, inset, role == "box")
