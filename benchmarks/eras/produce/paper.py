"""ReportLab: TrueType faces embedded, or Adobe's unembedded ones, as reporting software prints."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import HRFlowable, Image, PageBreak, Paragraph, SimpleDocTemplate, Spacer
from reportlab.platypus import Table as PaperTable

from ..era import Look
from ..flow import Break, Element, Figure, Leader, Rule, Span, Style, Table, style_of
from .papers import PAPERS
from .pictures import picture
from .story import FILES

ALIGNED = {"left": TA_LEFT, "center": TA_CENTER, "right": TA_RIGHT, "justify": TA_JUSTIFY}
FACES = {"song": "uming", "kai": "ukai", "hei": "zenhei", "noto": "STSong-Light", "notosans": "STSong-Light"}


@cache
def register() -> None:
    """Makes the faces known to ReportLab."""
    for face, name in (("song", "uming"), ("kai", "ukai"), ("hei", "zenhei")):
        pdfmetrics.registerFont(TTFont(name, FILES[face], subfontIndex=0))
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))


def marked(spans: tuple[Span, ...]) -> str:
    """The pieces of a line in ReportLab's markup."""
    return "".join(f'<a href="{escape(span.link, {chr(34): "&quot;"})}">{escape(span.text)}</a>' if span.link else escape(span.text) for span in spans)


def paragraph_style(style: Style, look: Look) -> ParagraphStyle:
    """A style of ReportLab's."""
    pitch = look.pitch * style.size if look.pitch < 5 else max(look.pitch, style.size * 1.2)
    return ParagraphStyle(
        "one",
        fontName=FACES[style.face],
        fontSize=style.size,
        leading=pitch,
        alignment=ALIGNED[style.align],
        firstLineIndent=style.indent * style.size,
        spaceBefore=style.before,
        spaceAfter=style.after,
        wordWrap="CJK",
        leftIndent=style.inset,
        rightIndent=style.inset,
        **({"borderWidth": 0.6, "borderColor": "black", "borderPadding": 3} if style.boxed else {}),
    )


def flowables(one: Element, look: Look, width: float) -> list[Any]:
    """An element as ReportLab's flowables."""
    if isinstance(one, Break):
        return [PageBreak()]
    if isinstance(one, Rule):
        return [HRFlowable(width="100%", thickness=1.2)]
    if isinstance(one, Figure):
        return [Spacer(1, 4), Image(io.BytesIO(picture()), height=one.height, width=one.height * 1.6)]
    if isinstance(one, Table):
        plain = paragraph_style(style_of(look, "small"), look)
        rows = [
            [
                [Paragraph(marked((piece,)), plain) for piece in spans] if any(s.text.endswith("\n") for s in spans) else Paragraph(marked(spans), plain)
                for spans in row
            ]
            for row in one.rows
        ]
        grid = [("GRID", (0, 0), (-1, -1), 0.5, "black")] if look.ruled or one.role == "body" else []
        return [PaperTable(rows, colWidths=[width * share for share in one.widths], style=[("VALIGN", (0, 0), (-1, -1), "TOP"), *grid]), Spacer(1, 4)]
    style = style_of(look, one.role)
    made = paragraph_style(style, look)
    if isinstance(one, Leader):
        left = "".join(span.text for span in one.left)
        room = width - sum(pdfmetrics.stringWidth(t, made.fontName, style.size) for t in (left, one.right))
        fill = ("." if one.dots else " ") * max(2, int(room / pdfmetrics.stringWidth("." if one.dots else " ", made.fontName, style.size)) - 2)
        return [Paragraph(marked(one.left) + (fill if one.dots else fill.replace(" ", "\u00a0")) + escape(one.right), made)]
    return [Paragraph(marked(one.spans), made)]


class _Numbered(Canvas):
    """A canvas that knows how many pages there are before it prints their numbers."""

    look: Look

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.states: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802
        self.states.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        look = self.look
        wide, high = PAPERS[look.paper]
        for i, state in enumerate(self.states, 1):
            self.__dict__.update(state)
            self.setFont(FACES[look.face], look.size - 2)
            for text, edge in (
                (look.head_even if look.head_even and i % 2 == 0 else look.head, high - look.margins[0] * 0.6),
                (look.foot, look.margins[2] * 0.5),
            ):
                filled = text.replace("{page}", str(i)).replace("{pages}", str(len(self.states)))
                if look.foot_align == "right" and text == look.foot:
                    self.drawRightString(wide - look.margins[1], edge, filled)
                else:
                    self.drawCentredString(wide / 2, edge, filled)
            super().showPage()
        super().save()


def write(flow: tuple[Element, ...], look: Look, path: Path) -> None:
    """Writes the flow as a PDF."""
    register()
    wide, high = PAPERS[look.paper]
    top, right, bottom, left = look.margins
    document = SimpleDocTemplate(
        str(path), pagesize=(wide, high), topMargin=top, rightMargin=right, bottomMargin=bottom, leftMargin=left, invariant=1, title="周报"
    )
    width = wide - left - right - 12
    canvas = type("Canvas", (_Numbered,), {"look": look})
    document.build([made for one in flow for made in flowables(one, look, width)], canvasmaker=canvas)
