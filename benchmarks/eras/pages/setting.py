"""Sets a bulletin's flow on pages, line by line: where each line stands, before anything is drawn."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from ..era import Look
from ..flow import Break, Element, Figure, Leader, Para, Style, Table, style_of
from .faces import Face

TOKEN = re.compile(r"[A-Za-z0-9]+(?:[.,][0-9]+)*%?|.", re.DOTALL)
NEVER_FIRST = "。，、；：？！”’）》】%,.:;?!)]"
NEVER_LAST = "“‘（《【(["
NOTE_SIZE, NOTE_PITCH = 9.0, 13.0


class Form(NamedTuple):
    """How one paragraph differs from the others; lengths in points, `first` in characters."""

    left: float = 0
    right: float = 0
    first: float | None = None
    align: str = ""
    boxed: bool = False
    size: float = 0
    face: str = ""
    alone: bool = False  # its last line begins a page
    stretched: bool = False  # its last line is justified as well


class Float(NamedTuple):
    """Something beside the text, at the beginning of a body paragraph: a picture, a quotation, a box, an initial."""

    at: int
    side: str
    width: float
    height: float
    kind: str = "picture"
    text: str = ""


class Layout(NamedTuple):
    """What is odd about the pages; paragraphs of the body are counted from 0 through the bulletin."""

    forms: Mapping[int, Form] = {}
    roles: Mapping[str, Form] = {}
    titles: Mapping[str, Form] = {}  # by an item's title
    floats: tuple[Float, ...] = ()
    columns: int = 1
    sizes: Mapping[int, tuple[float, float]] = {}
    blank: tuple[int, ...] = ()
    breaks: tuple[int, ...] = ()  # paragraphs that begin a page
    before_table: int = 0  # rows of a table that its first page holds
    table_page: bool = False  # a table has a page of its own, in landscape
    ruled: str = "all"
    split_notes: bool = False
    faces: Mapping[int, str] = {}  # page to face


class Piece(NamedTuple):
    """A line: its page (from 1), its place (x, baseline from the top), how far its characters are spread, its role and paragraph."""

    page: int
    x: float
    y: float
    text: str
    face: str
    size: float
    spread: float = 0
    role: str = "body"
    paragraph: int = -1
    link: str | None = None
    bold: bool = False

    @property
    def width(self) -> float:
        """Its width in points."""
        return Face(self.face).width(self.text) * self.size + self.spread * max(0, len(self.text) - 1)


class Box(NamedTuple):
    """A frame, a rule or a picture on a page; `kind` is box, line or picture."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    kind: str = "box"


class Placed(NamedTuple):
    """A bulletin on its pages: sizes of all pages, lines, boxes."""

    sizes: tuple[tuple[float, float], ...]
    pieces: tuple[Piece, ...]
    boxes: tuple[Box, ...]


def take(tokens: list[str], room: float, measure: Callable[[str], float]) -> tuple[str, list[str]]:
    """The tokens that one line holds, as text, and the rest; punctuation begins no line and no bracket ends one."""
    used, at = 0.0, 0
    while at < len(tokens) and used + measure(tokens[at]) <= room + 0.01:
        used += measure(tokens[at])
        at += 1
    if at == 0 and tokens:  # a word longer than the line breaks anywhere
        whole = tokens[0]
        count = max(1, next((n for n in range(len(whole), 0, -1) if measure(whole[:n]) <= room), 1))
        return whole[:count], ([whole[count:]] if whole[count:] else []) + tokens[1:]
    if at < len(tokens):
        while at > 1 and (tokens[at] in NEVER_FIRST or tokens[at - 1] in NEVER_LAST):
            at -= 1
        while at < len(tokens) and tokens[at] == " ":
            tokens = tokens[:at] + tokens[at + 1 :]
    return "".join(tokens[:at]), tokens[at:]


class Setter:
    """Walks down the pages; `y` is the top of the next line."""

    def __init__(self, look: Look, layout: Layout, paper: tuple[float, float]) -> None:
        self.look, self.layout, self.paper = look, layout, paper
        self.page, self.column, self.columns, self.body = 1, 0, 1, -1
        self.pieces: list[Piece] = []
        self.boxes: list[Box] = []
        self.holes: list[tuple[int, float, float, float, float]] = []
        self.notes: dict[int, list[str]] = {}
        self.turned: set[int] = set()
        self.y = self.top = look.margins[0]

    def size(self, page: int) -> tuple[float, float]:
        """The size of a page."""
        wide, high = self.layout.sizes.get(page, self.paper)
        return (high, wide) if page in self.turned else (wide, high)

    @property
    def bottom(self) -> float:
        """Where the text of this page ends, above its footnotes."""
        notes = len(self.notes.get(self.page, ()))
        return self.size(self.page)[1] - self.look.margins[2] - (notes * NOTE_PITCH + 10 if notes else 0)

    @property
    def frame(self) -> tuple[float, float]:
        """The edges of the column."""
        left, right = self.look.margins[3], self.size(self.page)[0] - self.look.margins[1]
        share = (right - left - 24 * (self.columns - 1)) / self.columns
        return left + self.column * (share + 24), left + self.column * (share + 24) + share

    def turn(self) -> None:
        """Goes to the next column or page."""
        if self.column + 1 < self.columns:
            self.column += 1
            self.y = self.top
            return
        self.page, self.column = self.page + 1, 0
        while self.page in self.layout.blank:
            self.page += 1
        self.y = self.top = self.look.margins[0]

    def room(self, height: float, form: Form) -> tuple[float, float]:
        """The edges of a line of this height here, beside what stands there."""
        left, right = self.frame[0] + form.left, self.frame[1] - form.right
        for page, x0, y0, x1, y1 in self.holes:
            if page == self.page and y0 < self.y + height and y1 > self.y and x0 < right and x1 > left:
                left, right = (max(left, x1), right) if x0 <= left + 40 else (left, min(right, x0))
        return left, right

    def need(self, height: float) -> None:
        """Turns if so much does not fit."""
        if self.y + height > self.bottom:
            self.turn()

    def paragraph(self, text: str, style: Style, form: Form, role: str, link: str | None = None) -> None:
        """Sets a paragraph line by line."""
        face = form.face or self.layout.faces.get(self.page) or style.face
        size = form.size or style.size
        pitch = max(self.look.pitch * self.look.size if self.look.pitch < 5 else self.look.pitch, size * 1.25)
        align = form.align or style.align
        measure = lambda word: Face(face).width(word) * size  # noqa: E731
        tokens = TOKEN.findall(text)
        first = (style.indent if form.first is None else form.first) * size
        left_inset = Form(form.left + style.inset + max(0, -first), form.right + style.inset)
        began, lines = None, 0
        while tokens:
            self.need(pitch)
            face = form.face or self.layout.faces.get(self.page) or style.face
            left, right = self.room(pitch, left_inset)
            left += first if not lines else 0
            line, tokens = take(tokens, right - left, measure)
            if form.alone and not tokens and lines and self.y > self.top:
                self.turn()
            began = began or (self.page, self.y)
            spare = right - left - measure(line)
            whole = (bool(tokens) or form.stretched) and align == "justify"
            spread = spare / (len(line) - 1) if whole and len(line) > 1 and spare < size * 2.5 else 0
            shift = {"center": spare / 2, "right": spare}.get(align, 0)
            self.pieces.append(Piece(self.page, left + shift, self.y + pitch / 2 + size * 0.36, line, face, size, spread, role, self.body, link, style.bold))
            self.y += pitch
            lines += 1
        if form.boxed and began and began[0] == self.page:
            self.boxes.append(Box(self.page, self.frame[0] + form.left - 6, began[1] - 3, self.frame[1] - form.right + 6, self.y + 3))
            self.y += 8

    def place_float(self, one: Float) -> None:
        """Puts something beside the text that follows."""
        self.need(one.height + 4)
        left, right = self.frame
        x0 = left if one.side == "left" else right - one.width
        if one.side == "margin":
            x0 = right + 8
        gap = 10 if one.kind != "initial" else 3
        if one.side != "margin":
            edges = (x0, x0 + one.width + gap) if one.side == "left" else (x0 - gap, x0 + one.width)
            self.holes.append((self.page, edges[0], self.y - 1, edges[1], self.y + one.height))
        if one.kind == "picture":
            self.boxes.append(Box(self.page, x0, self.y + 2, x0 + one.width, self.y + one.height - 4, "picture"))
            return
        if one.kind == "initial":
            self.pieces.append(Piece(self.page, x0, self.y + one.height * 0.82, one.text, "hei", one.height * 0.92, role="initial"))
            return
        if one.kind == "box":
            self.boxes.append(Box(self.page, x0, self.y + 1, x0 + one.width, self.y + one.height - 5))
        size, tokens, y = 10.0, TOKEN.findall(one.text), self.y + 18
        while tokens:
            line, tokens = take(tokens, one.width - 16, lambda word: Face("kai").width(word) * size)
            self.pieces.append(Piece(self.page, x0 + 8, y, line, "kai", size, role="beside"))
            y += 15

    def table(self, one: Table) -> None:
        """Sets a table whose cells take a line each."""
        pitch, size = 20.0, self.look.size - 1.5
        if self.layout.table_page:
            self.turn()
            self.turned.add(self.page)
        if self.layout.before_table:
            self.fill(self.layout.before_table * pitch)
        self.need(pitch * 2)
        for i, row in enumerate(one.rows):
            self.need(pitch)
            left, right = self.frame
            edges = [left + (right - left) * sum(one.widths[:j]) for j in range(len(one.widths) + 1)]
            for j, cell in enumerate(row):
                text = "".join(span.text for span in cell)
                x = edges[j] + max(4, (edges[j + 1] - edges[j] - Face(self.look.face).width(text) * size) / 2)
                self.pieces.append(Piece(self.page, x, self.y + 14, text, self.look.face, size, role="cell"))
                if self.layout.ruled == "all":
                    self.boxes.append(Box(self.page, edges[j], self.y, edges[j + 1], self.y + pitch))
            if self.layout.ruled == "three" and (i in (0, 1) or i + 1 == len(one.rows)):
                y = self.y + (pitch if i + 1 == len(one.rows) else 0)
                self.boxes.append(Box(self.page, left, y, right, y, "line"))
            self.y += pitch
        if self.layout.table_page:
            self.turn()
        else:
            self.y += 6

    def fill(self, rest: float) -> None:
        """Puts a picture that leaves so much of the page."""
        spare = self.bottom - self.y - rest
        if spare < 40:
            self.turn()
            spare = self.bottom - self.y - rest
        left, right = self.frame
        wide = min(right - left, spare * 1.4)
        self.boxes.append(Box(self.page, (left + right - wide) / 2, self.y + 4, (left + right + wide) / 2, self.y + spare - 6, "picture"))
        self.y += spare

    def clear(self) -> None:
        """Goes below what stands beside the text here."""
        left, right = self.frame
        beside = [y1 for page, x0, y0, x1, y1 in self.holes if page == self.page and y0 <= self.y < y1 and x0 < right and x1 > left]
        self.y = max([self.y, *beside])

    def note(self, text: str) -> None:
        """Hangs a footnote on the line before, at this page's end, or over it."""
        last = self.pieces[-1]
        mark = str(1 + sum(piece.role == "mark" for piece in self.pieces))
        self.pieces.append(
            last._replace(x=last.x + last.width + 0.5, y=last.y - last.size * 0.35, text=mark, size=last.size * 0.6, spread=0, role="mark", link=None)
        )
        left, right = self.look.margins[3], self.size(self.page)[0] - self.look.margins[1]
        tokens, lines = TOKEN.findall(f"{mark} {text}"), []
        while tokens:
            line, tokens = take(tokens, right - left, lambda word: Face(last.face).width(word) * NOTE_SIZE)
            lines.append(line)
        kept = lines[:1] if self.layout.split_notes else lines
        self.notes.setdefault(self.page, []).extend(kept)
        if lines[len(kept) :]:
            self.notes.setdefault(self.page + 1, []).extend(lines[len(kept) :])

    def add(self, one: Element) -> None:
        """Sets an element."""
        if isinstance(one, Break):
            self.turn()
        elif isinstance(one, Figure):
            self.need(one.height)
            middle = sum(self.frame) / 2
            self.boxes.append(Box(self.page, middle - one.height * 0.8, self.y + 4, middle + one.height * 0.8, self.y + one.height - 4, "picture"))
            self.y += one.height
        elif isinstance(one, Table):
            self.table(one)
        elif isinstance(one, Leader):
            raise TypeError("a plain bulletin has no leaders")
        elif isinstance(one, Para):
            self.para(one)

    def para(self, one: Para) -> None:
        """Sets a paragraph in its role's form, with what stands beside it and hangs on it."""
        style, shown = style_of(self.look, one.role), one.text
        form = self.layout.titles.get(one.text, Form()) if one.role == "item_title" else self.layout.roles.get(one.role, Form())
        if one.role == "body":
            self.body += 1
            form = self.layout.forms.get(self.body, form)
            if self.body in self.layout.breaks and self.y > self.top:
                self.turn()
            for stated in self.layout.floats:
                beside = stated
                if beside.at == self.body:
                    if beside.kind == "initial":
                        head = one.text[: 2 if one.text[0] in NEVER_LAST else 1]
                        beside = beside._replace(text=head, width=beside.width * Face("hei").width(head))
                        shown, form = one.text[len(head) :], form._replace(first=0)
                    self.place_float(beside)
        if one.role == "section" and self.layout.columns > self.columns:
            self.columns, self.top = self.layout.columns, self.y
        if one.role == "item_title":
            self.clear()
        self.y += style.before if self.y > self.top else 0
        note = "".join(span.note for span in one.spans)
        if note:
            lines = len(one.text) * style.size / (self.frame[1] - self.frame[0]) + 2
            self.need(lines * 1.6 * style.size + 40)
        link = next((span.link for span in one.spans if span.link), None)
        self.paragraph(shown, style, form, one.role, link)
        if shown != one.text:
            self.clear()
        if note:
            self.note(note)
        self.y += style.after

    def footnotes(self) -> Iterator[Piece]:
        """The lines of the footnotes, each page's above its lower margin."""
        for page, lines in self.notes.items():
            edge = self.size(page)[1] - self.look.margins[2]
            self.boxes.append(
                Box(page, self.look.margins[3], edge - len(lines) * NOTE_PITCH - 4, self.look.margins[3] + 144, edge - len(lines) * NOTE_PITCH - 4, "line")
            )
            for i, line in enumerate(lines):
                yield Piece(page, self.look.margins[3], edge - (len(lines) - i - 1) * NOTE_PITCH - 3, line, self.look.face, NOTE_SIZE, role="footnote")


def furniture(setter: Setter, pages: int) -> Iterator[Piece]:
    """The running heads and page numbers."""
    look = setter.look
    for page in range(1, pages + 1):
        if page in setter.layout.blank:
            continue
        wide, high = setter.size(page)
        head = look.head_even if look.head_even and page % 2 == 0 else look.head
        for text, y in ((head, look.margins[0] * 0.62), (look.foot, high - look.margins[2] * 0.5)):
            filled = text.replace("{page}", str(page)).replace("{pages}", str(pages))
            if not filled:
                continue
            size = look.size - 2
            length = Face(look.face).width(filled) * size
            outer = look.margins[3] if page % 2 == 0 else wide - look.margins[1] - length
            x = outer if (look.head_even and text == head) or (look.foot_align == "outer" and text == look.foot) else (wide - length) / 2
            yield Piece(page, x, y, filled, look.face, size, role="furniture")


def placed(flow: tuple[Element, ...], look: Look, layout: Layout, paper: tuple[float, float]) -> Placed:
    """The flow on its pages."""
    setter = Setter(look, layout, paper)
    for one in flow:
        setter.add(one)
    setter.pieces += list(setter.footnotes())
    pages = max(piece.page for piece in setter.pieces)
    setter.pieces += list(furniture(setter, pages))
    return Placed(tuple(setter.size(page) for page in range(1, pages + 1)), tuple(setter.pieces), tuple(setter.boxes))
