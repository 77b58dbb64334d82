"""Word files by python-docx, as an office's secretary would make them; LibreOffice prints them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part as PackagePart
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor

from ..era import Look
from ..flow import Break, Element, Figure, Leader, Rule, Span, Style, Table, style_of
from .papers import FACES, PAPERS
from .pictures import picture

ALIGNED = {"left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT, "justify": WD_ALIGN_PARAGRAPH.JUSTIFY}
NOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


class Notes:
    """What a document counts: its footnotes, which Word keeps in a part of their own, and the entries and titles that its contents tie together."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.entries = self.titles = 0

    def add(self, run: Any, text: str) -> None:
        """Hangs a note on a run's end."""
        self.texts.append(text)
        mark = OxmlElement("w:footnoteReference")
        mark.set(qn("w:id"), str(len(self.texts)))
        run.font.superscript = True
        run._r.append(mark)  # noqa: SLF001

    def write(self, document: Any) -> None:
        """Adds the part, if there are notes."""
        if not self.texts:
            return
        ends = "".join(
            f'<w:footnote w:type="{kind}" w:id="{i}"><w:p><w:r><w:{mark}/></w:r></w:p></w:footnote>'
            for kind, i, mark in (("separator", -1, "separator"), ("continuationSeparator", 0, "continuationSeparator"))
        )
        made = "".join(
            f'<w:footnote w:id="{i}"><w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r><w:r><w:rPr><w:sz w:val="18"/></w:rPr>'
            f'<w:t xml:space="preserve"> {text}</w:t></w:r></w:p></w:footnote>'
            for i, text in enumerate(self.texts, 1)
        )
        xml = f"<w:footnotes {nsdecls('w')}>{ends}{made}</w:footnotes>"
        part = PackagePart(
            PackURI("/word/footnotes.xml"), NOTES_TYPE, ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + xml).encode(), document.part.package
        )
        document.part.relate_to(part, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes")


def faced(run: Any, style: Style) -> None:
    """Sets a run's faces, Latin and Han, its size and weight."""
    run.font.name = FACES[style.face]
    run.font.size = Pt(style.size)
    run.font.bold = style.bold or None
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FACES[style.face])  # noqa: SLF001


def link_style(document: Any, name: str) -> Any:
    """The character style of links, as Word gives one to each; LibreOffice prints no annotation of a link that has the default style."""
    if name not in document.styles:
        made = document.styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
        if name == "Hyperlink":
            made.font.color.rgb, made.font.underline = RGBColor(0x05, 0x63, 0xC1), True
    return document.styles[name]


def linked(paragraph: Any, run: Any, link: str) -> None:
    """Moves a run into a hyperlink."""
    run.style = link_style(paragraph.part.document, "Hyperlink")
    made = OxmlElement("w:hyperlink")
    made.set(qn("r:id"), paragraph.part.relate_to(link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    paragraph._p.append(made)  # noqa: SLF001
    made.append(run._r)  # noqa: SLF001


def tied(paragraph: Any, number: int) -> None:
    """Moves an entry of the contents into a hyperlink to its title's bookmark, as Word's own table of contents has it."""
    made = OxmlElement("w:hyperlink")
    made.set(qn("w:anchor"), f"_Toc{200000000 + number}")
    for run in list(paragraph.runs):
        run.style = link_style(paragraph.part.document, "Index Link")
        made.append(run._r)  # noqa: SLF001
    paragraph._p.append(made)  # noqa: SLF001


def bookmarked(paragraph: Any, number: int) -> None:
    """Puts the bookmark that the contents point to at a title's start."""
    for place, kind in ((1, "w:bookmarkStart"), (2, "w:bookmarkEnd")):
        made = OxmlElement(kind)
        made.set(qn("w:id"), str(number))
        if kind == "w:bookmarkStart":
            made.set(qn("w:name"), f"_Toc{200000000 + number}")
        paragraph._p.insert(place, made)  # noqa: SLF001


def add_spans(paragraph: Any, spans: tuple[Span, ...], style: Style, notes: Notes) -> None:
    """Adds the pieces of a line as runs."""
    for span in spans:
        for i, piece in enumerate(span.text.split("\n")):
            if i:
                paragraph.add_run().add_break()
            run = paragraph.add_run(piece)
            faced(run, style)
            if span.link:
                linked(paragraph, run, span.link)
        if span.note:
            mark = paragraph.add_run()
            faced(mark, style)
            notes.add(mark, span.note)


def shaped(paragraph: Any, style: Style, look: Look) -> None:
    """Sets a paragraph's alignment, indent and spacing."""
    form = paragraph.paragraph_format
    paragraph.alignment = ALIGNED[style.align]
    form.first_line_indent = Pt(style.indent * style.size) if style.indent else None
    form.line_spacing = look.pitch if look.pitch < 5 else Pt(look.pitch)
    form.space_before, form.space_after = Pt(style.before), Pt(style.after)
    if style.inset:
        form.left_indent = form.right_indent = Pt(style.inset)
    if style.boxed:
        edges = "".join(f'<w:{side} w:val="single" w:sz="6" w:space="4" w:color="444444"/>' for side in ("top", "left", "bottom", "right"))
        paragraph._p.get_or_add_pPr().append(parse_xml(f"<w:pBdr {nsdecls('w')}>{edges}</w:pBdr>"))  # noqa: SLF001
    form.keep_with_next = style.bold or None


def field(paragraph: Any, code: str, style: Style) -> None:
    """Adds a field such as PAGE."""
    run = paragraph.add_run()
    faced(run, style)
    for kind in ("begin", None, "end"):
        if kind:
            made = OxmlElement("w:fldChar")
            made.set(qn("w:fldCharType"), kind)
        else:
            made = OxmlElement("w:instrText")
            made.text = code
        run._r.append(made)  # noqa: SLF001


def running(paragraph: Any, text: str, style: Style, align: str) -> None:
    """Fills a header or footer; {page} and {pages} become fields."""
    paragraph.alignment = ALIGNED[align]
    for piece in text.replace("{page}", "\x01{page}\x01").replace("{pages}", "\x01{pages}\x01").split("\x01"):
        if piece in ("{page}", "{pages}"):
            field(paragraph, "PAGE" if piece == "{page}" else "NUMPAGES", style)
        elif piece:
            faced(paragraph.add_run(piece), style)


def add_table(document: Any, table: Table, look: Look, width: float, notes: Notes) -> None:
    """Adds a table, ruled where the look says so."""
    made = document.add_table(rows=0, cols=len(table.widths))
    if look.ruled or table.role in ("body", "item"):
        made.style = "Table Grid"
    made.autofit = False
    for column, share in zip(made.columns, table.widths, strict=True):
        column.width = Pt(width * share)
    style = style_of(look, table.role)._replace(align="left", indent=0, before=0, after=0)
    for i, row in enumerate(table.rows):
        cells = made.add_row().cells
        for cell, spans, share in zip(cells, row, table.widths, strict=True):
            cell.width = Pt(width * share)
            lines = [span for span in spans if span.text.endswith("\n")]
            for j, line in enumerate([(span._replace(text=span.text[:-1]),) for span in lines] or [spans]):
                paragraph = cell.paragraphs[0] if not j else cell.add_paragraph()
                own = style._replace(indent=look.indent) if lines and j > 1 else style
                shaped(paragraph, own._replace(bold=table.head and not i, align="center" if table.head and not i else "left"), look)
                add_spans(paragraph, line, own._replace(bold=table.head and not i), notes)
    document.add_paragraph().paragraph_format.line_spacing = Pt(6)


def add(document: Any, one: Element, look: Look, width: float, notes: Notes) -> None:
    """Adds an element to a document."""
    if isinstance(one, Table):
        add_table(document, one, look, width, notes)
        return
    paragraph = document.add_paragraph()
    if isinstance(one, Break):
        paragraph.add_run().add_break(WD_BREAK.PAGE)
        paragraph.paragraph_format.line_spacing = Pt(1)
    elif isinstance(one, Figure):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run().add_picture(io.BytesIO(picture()), height=Pt(one.height))
    elif isinstance(one, Rule):
        edge = parse_xml(f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="12" w:space="1" w:color="C00000"/></w:pBdr>')
        paragraph._p.get_or_add_pPr().append(edge)  # noqa: SLF001
        paragraph.paragraph_format.line_spacing = Pt(6)
    else:
        style = style_of(look, one.role)
        shaped(paragraph, style, look)
        if isinstance(one, Leader):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
            paragraph.paragraph_format.tab_stops.add_tab_stop(Pt(width), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS if one.dots else WD_TAB_LEADER.SPACES)
            add_spans(paragraph, (*one.left, Span("\t" + one.right)), style, notes)
            if one.dots:
                notes.entries += 1
                tied(paragraph, notes.entries)
        else:
            add_spans(paragraph, one.spans, style, notes)
            if one.role == "item_title" and notes.entries:
                notes.titles += 1
                bookmarked(paragraph, notes.titles)


def write(flow: tuple[Element, ...], look: Look, path: Path) -> None:
    """Writes the flow as a Word file."""
    document = Document()
    section = document.sections[0]
    wide, high = PAPERS[look.paper]
    section.page_width, section.page_height = Pt(wide), Pt(high)
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = map(Pt, look.margins)
    section.header_distance = section.footer_distance = Pt(min(look.margins[0], look.margins[2]) * 0.5)
    width = wide - look.margins[1] - look.margins[3]
    small = style_of(look, "small")
    if look.head_even:
        document.settings.odd_and_even_pages_header_footer = True
        running(section.even_page_header.paragraphs[0], look.head_even, small, "left")
        running(section.even_page_footer.paragraphs[0], look.foot, small, "left" if look.foot_align == "outer" else look.foot_align)
    if look.head:
        running(section.header.paragraphs[0], look.head, small, "right" if look.head_even else "center")
    if look.foot:
        running(section.footer.paragraphs[0], look.foot, small, "right" if look.foot_align == "outer" else look.foot_align)
    notes = Notes()
    for one in flow:
        if look.columns > 1 and len(document.sections) == 1 and getattr(one, "role", "") in ("lead_head", "lead"):
            columns = document.add_section(WD_SECTION.CONTINUOUS)._sectPr.find(qn("w:cols"))  # noqa: SLF001
            columns.set(qn("w:num"), str(look.columns))
            width = (width - 24) / look.columns
        add(document, one, look, width, notes)
    notes.write(document)
    document.save(str(path))
