"""Kinds of Word: the file is changed by python-docx before LibreOffice prints it."""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Callable
from typing import Any

from ..produce.pictures import picture
from .kind import Kind
from .laid import QUOTE, TALL_TABLE, TERM, WIDE_TABLE, tabled
from .setting import NEVER_LAST

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
Change = Callable[[Any], None]


def made(xml: str) -> Any:
    """An element of Word's from its XML without namespaces."""
    from docx.oxml import parse_xml

    name, rest = re.match(r"<w:(\w+)(.*)", xml, re.DOTALL).groups()  # type: ignore[union-attr]
    return parse_xml(f'<w:{name} xmlns:w="{W}"{rest}')


def body_paragraphs(document: Any) -> list[Any]:
    """The paragraphs of the articles: those with an indent of the first line, below the lead."""
    found = [one for one in document.paragraphs if one.paragraph_format.first_line_indent and len(one.text) > 20]
    return found[1:]


def properties(paragraph: Any, xml: str, *, first: bool = False) -> None:
    """Adds a property to a paragraph; `first` before the others, where Word's order wants it."""
    held = paragraph._p.get_or_add_pPr()  # noqa: SLF001
    held.insert(0, made(xml)) if first else held.append(made(xml))


def each_body(change: Callable[[Any], None], step: int = 3, start: int = 1) -> Change:
    """Changes some of the articles' paragraphs."""

    def office(document: Any) -> None:
        for one in body_paragraphs(document)[start::step]:
            change(one)

    return office


def indented(left: float = 0, right: float = 0, first: float | None = None, align: int | None = None) -> Callable[[Any], None]:
    """Gives a paragraph other indents (points) and another alignment."""

    def change(paragraph: Any) -> None:
        from docx.shared import Pt

        form = paragraph.paragraph_format
        form.left_indent, form.right_indent = Pt(left), Pt(right)
        form.first_line_indent = form.first_line_indent if first is None else Pt(first)
        paragraph.alignment = paragraph.alignment if align is None else align

    return change


def framed(paragraph: Any) -> None:
    """Puts a paragraph into a frame."""
    edges = "".join(f'<w:{side} w:val="single" w:sz="6" w:space="4" w:color="444444"/>' for side in ("top", "left", "bottom", "right"))
    properties(paragraph, f"<w:pBdr>{edges}</w:pBdr>")


def beside(text: str, side: str, wide: int, *, boxed: bool = False, pictured: bool = False) -> Change:
    """A frame at the side of the second paragraph: a text or a picture."""

    def office(document: Any) -> None:
        from docx.shared import Pt

        anchor = body_paragraphs(document)[1]
        frame = anchor.insert_paragraph_before("")
        if pictured:
            frame.add_run().add_picture(io.BytesIO(picture()), width=Pt(wide / 20 - 4))
        else:
            run = frame.add_run(text)
            run.font.size = Pt(10)
        if boxed:
            framed(frame)
        properties(
            frame, f'<w:framePr w:w="{wide}" w:hSpace="180" w:wrap="around" w:vAnchor="text" w:hAnchor="margin" w:xAlign="{side}" w:y="60"/>', first=True
        )

    return office


def initial(document: Any) -> None:
    """An initial of three lines."""
    from docx.shared import Pt

    anchor = body_paragraphs(document)[0]
    text = anchor.runs[0].text
    letter = text[: 2 if text[0] in NEVER_LAST else 1]
    frame = anchor.insert_paragraph_before("")
    run = frame.add_run(letter)
    run.font.size = Pt(44)
    properties(frame, '<w:framePr w:dropCap="drop" w:lines="3" w:hSpace="60" w:wrap="around" w:vAnchor="text" w:hAnchor="text"/>', first=True)
    anchor.runs[0].text = text[len(letter) :]
    anchor.paragraph_format.first_line_indent = Pt(0)


def numbered_lines(step: int) -> Change:
    """Numbers lines in the margin."""
    return lambda document: document.sections[0]._sectPr.append(made(f'<w:lnNumType w:countBy="{step}" w:restart="newPage"/>'))  # noqa: SLF001


def landscape(at: str) -> Change:
    """A landscape section: around the table, or from the last article's second paragraph on."""

    def office(document: Any) -> None:
        whole = document.sections[0]._sectPr  # noqa: SLF001
        turned = copy.deepcopy(whole)
        size = turned.find(f"{{{W}}}pgSz")
        wide, high = size.get(f"{{{W}}}w"), size.get(f"{{{W}}}h")
        size.set(f"{{{W}}}w", high)
        size.set(f"{{{W}}}h", wide)
        size.set(f"{{{W}}}orient", "landscape")
        if at == "table":
            table = document.tables[0]._tbl  # noqa: SLF001
            table.getprevious().getprevious().get_or_add_pPr().append(copy.deepcopy(whole))
            table.getnext().get_or_add_pPr().append(turned)
            return
        body_paragraphs(document)[-3]._p.get_or_add_pPr().append(copy.deepcopy(whole))  # noqa: SLF001
        document.element.body.replace(whole, turned)

    return office


def run_property(xml: str, step: int = 2, start: int = 0) -> Change:
    """Gives the runs of some paragraphs a property."""

    def office(document: Any) -> None:
        for one in body_paragraphs(document)[start::step]:
            for run in one.runs:
                run._r.get_or_add_rPr().append(made(xml))  # noqa: SLF001

    return office


def emphasised(document: Any) -> None:
    """Dots under the first words of some paragraphs."""
    for one in body_paragraphs(document)[::3]:
        run = one.runs[0]
        rest = copy.deepcopy(run._r)  # noqa: SLF001
        head, tail = run.text[:8], run.text[8:]
        run.text = head
        run._r.get_or_add_rPr().append(made('<w:em w:val="dot"/>'))  # noqa: SLF001
        run._r.addnext(rest)  # noqa: SLF001
        rest.findall(f"{{{W}}}t")[0].text = tail


def annotated_ruby(document: Any) -> None:
    """Syllables above the first two characters of a paragraph."""
    one = body_paragraphs(document)[1].runs[0]
    base, rest = one.text[:2], one.text[2:]
    held = copy.deepcopy(one._r)  # noqa: SLF001
    one.text = rest
    ruby = made(
        '<w:r><w:ruby><w:rubyPr><w:rubyAlign w:val="distributeSpace"/><w:hps w:val="11"/><w:hpsRaise w:val="20"/><w:hpsBaseText w:val="24"/>'
        '<w:lid w:val="zh-CN"/></w:rubyPr><w:rt><w:r><w:rPr><w:sz w:val="11"/></w:rPr><w:t>zhù yīn</w:t></w:r></w:rt><w:rubyBase></w:rubyBase></w:ruby></w:r>'
    )
    next(ruby.iter(f"{{{W}}}rubyBase")).append(held)
    held.findall(f"{{{W}}}t")[0].text = base
    one._r.addprevious(ruby)  # noqa: SLF001


def header_cells(document: Any) -> None:
    """A header that is a table of two cells."""
    from docx.shared import Pt

    header = document.sections[0].header
    table = header.add_table(rows=1, cols=2, width=Pt(437))
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "全国卫生信息化舆情监测周报", "内部资料"


def repeated_head(document: Any) -> None:
    """The table's first row stands again on each page; its rows are tall, so that it runs over."""
    from docx.shared import Pt

    table = document.tables[0]
    table.rows[0]._tr.get_or_add_trPr().append(made("<w:tblHeader/>"))  # noqa: SLF001
    for row in table.rows:
        row.height = Pt(64)


def merged_cells(document: Any) -> None:
    """Two cells of the first column become one."""
    table = document.tables[0]
    table.cell(1, 0).merge(table.cell(2, 0))


KINDS = (
    Kind("word-plain", "nothing odd: Word and LibreOffice", "word"),
    Kind("word-landscape-table", "a landscape section around a wide table", "word", office=landscape("table"), change=tabled(WIDE_TABLE)),
    Kind("word-landscape-last", "the last section is landscape", "word", office=landscape("last")),
    Kind("word-inset", "some paragraphs inset on both sides", "word", office=each_body(indented(36, 36))),
    Kind("word-hanging", "some paragraphs hang", "word", office=each_body(indented(24, 0, -24))),
    Kind("word-right", "some paragraphs ragged left", "word", office=each_body(indented(80, 0, 0, 2))),
    Kind("word-framed", "some paragraphs in frames", "word", office=each_body(framed)),
    Kind("word-distributed", "some paragraphs distributed to their last line", "word", office=each_body(indented(0, 0, None, 4))),
    Kind(
        "word-beside-text",
        "an explanation in a frame at the right",
        "word",
        office=beside(TERM, "right", 2800, boxed=True),
        beside=(TERM,),
    ),
    Kind("word-beside-quote", "a pulled quotation at the left", "word", office=beside(QUOTE, "left", 2400), beside=(QUOTE,)),
    Kind("word-beside-picture", "a picture at the left of the text", "word", office=beside("", "left", 2600, pictured=True)),
    Kind("word-initial", "an initial of three lines", "word", office=initial),
    Kind("word-lines", "lines numbered in the margin", "word", office=numbered_lines(1)),
    Kind("word-lines-fifth", "each fifth line numbered", "word", office=numbered_lines(5)),
    Kind("word-spread", "characters of some paragraphs spread by a point", "word", office=run_property('<w:spacing w:val="20"/>')),
    Kind("word-narrow", "characters of some paragraphs at nine tenths", "word", office=run_property('<w:w w:val="90"/>')),
    Kind("word-emphasis", "dots under words", "word", office=emphasised, also=("BP902",)),
    Kind("word-ruby", "syllables above two characters", "word", office=annotated_ruby, also=("BP902",)),
    Kind("word-header-table", "a header that is a table", "word", look={"head": ""}, office=header_cells),
    Kind("word-table", "a table", "word", change=tabled(TALL_TABLE)),
    Kind("word-table-over", "a table over pages whose first row is repeated", "word", office=repeated_head, change=tabled(TALL_TABLE)),
    Kind("word-table-merged", "a table with a merged cell", "word", office=merged_cells, change=tabled(TALL_TABLE), skip=("tables",)),
    Kind("word-columns", "two columns below the lead", "word", look={"columns": 2, "size": 10.5}),
    Kind("word-notes", "footnotes", "word", era={"features": {"note": 1}}),
)
