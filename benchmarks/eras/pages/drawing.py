"""Draws placed lines by raw operators of PDF: each line is a text object, which a kind may draw in its own way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pymupdf

from ..produce.pictures import picture
from .faces import Face
from .setting import Box, Piece, Placed

Drawer = Callable[[Piece, float], str]


def plain(piece: Piece, high: float, *, dx: float = 0, dy: float = 0, before: str = "", text: str | None = None) -> str:
    """A line as Word prints it: one text object, its characters spread by Tc."""
    shown = piece.text if text is None else text
    bold = f"2 Tr {piece.size * 0.02:.2f} w" if piece.bold and piece.face != "hei" else "0 Tr"
    code = Face(piece.face).code(shown)
    return (
        f"q BT {bold} {before} /{piece.face} {piece.size:.2f} Tf {piece.spread:.4f} Tc "
        f"1 0 0 1 {piece.x + dx:.2f} {high - piece.y + dy:.2f} Tm <{code}> Tj ET Q\n"
    )


def boxed(one: Box, high: float) -> str:
    """A frame or a rule."""
    if one.kind == "line":
        return f"q 0.6 w {one.x0:.1f} {high - one.y0:.1f} m {one.x1:.1f} {high - one.y0:.1f} l S Q\n"
    return f"q 0.5 w {one.x0:.1f} {high - one.y1:.1f} {one.x1 - one.x0:.1f} {one.y1 - one.y0:.1f} re S Q\n"


def drawn(whole: Placed, drawer: Drawer = plain) -> Any:
    """A document of the placed bulletin; fonts are embedded in part where they are embedded."""
    document = pymupdf.open()
    fonts: dict[str, int] = {}
    for number, (wide, high) in enumerate(whole.sizes, 1):
        page = document.new_page(width=wide, height=high)
        mine = [piece for piece in whole.pieces if piece.page == number]
        faces = dict.fromkeys(piece.face for piece in mine)
        for face in faces:
            if face not in fonts:
                fonts[face] = Face(face).add(document, page)
        document.xref_set_key(page.xref, "Resources", "<</Font<<" + "".join(f"/{face} {fonts[face]} 0 R" for face in faces) + ">>>>")
        content = "".join(boxed(one, high) for one in whole.boxes if one.page == number and one.kind != "picture")
        content += "".join(drawer(piece, high) for piece in mine)
        stream = document.get_new_xref()
        document.update_object(stream, "<<>>")
        document.update_stream(stream, content.encode("ascii"))
        document.xref_set_key(page.xref, "Contents", f"{stream} 0 R")
    for number, page in enumerate(document, 1):
        for one in whole.boxes:
            if one.page == number and one.kind == "picture":
                page.insert_image(pymupdf.Rect(one.x0, one.y0, one.x1, one.y1), stream=picture(), keep_proportion=False)
        for piece in whole.pieces:
            if piece.page == number and piece.link:
                area = pymupdf.Rect(piece.x, piece.y - piece.size, piece.x + piece.width, piece.y + 3)
                page.insert_link({"kind": pymupdf.LINK_URI, "from": area, "uri": piece.link})
    return document
