"""Typst: tagged PDFs with its own line breaking."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import typst

from ..era import Look
from ..flow import Break, Element, Figure, Leader, Rule, Span, Table, style_of
from .papers import FACES, PAPERS
from .pictures import picture

FONTS = ["/usr/share/fonts"]


def quoted(text: str) -> str:
    """A string literal of Typst's."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def inline(spans: tuple[Span, ...]) -> str:
    """The pieces of a line as Typst's content, joined by +."""
    pieces = []
    for span in spans:
        text = quoted(span.text.rstrip("\n"))
        pieces.append(f"link({quoted(span.link)})[#text({text})]" if span.link else f"text({text})")
        if span.note:
            pieces.append(f"footnote(text(size: 9pt, {quoted(span.note)}))")
    return " + ".join(pieces) or '""'


def element_code(one: Element, look: Look) -> str:
    """An element as Typst's code."""
    if isinstance(one, Break):
        return "#pagebreak(weak: true)"
    if isinstance(one, Rule):
        return "#line(length: 100%, stroke: 1pt + red)"
    if isinstance(one, Figure):
        return f'#align(center, image("picture.png", height: {one.height}pt))'
    if isinstance(one, Table):
        columns = ", ".join(f"{share:.3f}fr" for share in one.widths)
        cells = []
        for row in one.rows:
            for spans in row:
                lines = [span for span in spans if span.text.endswith("\n")]
                cells.append("[" + "".join(f"#par({inline((span,))})" for span in lines) + "]" if lines else f"[#par({inline(spans)})]")
        stroke = "0.5pt" if look.ruled or one.role in ("body", "item") else "none"
        return f"#table(columns: ({columns}), stroke: {stroke}, {', '.join(cells)})"
    style = style_of(look, one.role)
    face = f"font: {quoted(FACES[style.face])}, size: {style.size}pt, weight: {quoted('bold' if style.bold else 'regular')}"
    if isinstance(one, Leader):
        fill = "box(width: 1fr, repeat[.])" if one.dots else "h(1fr)"
        inner = f"{inline(one.left)} + {fill} + text({quoted(one.right)})"
    else:
        inner = inline(one.spans)
    aligned = {"justify": "left"}.get(style.align, style.align)
    justified = str(style.align == "justify").lower()
    indent = f"first-line-indent: (amount: {style.indent}em, all: true)"
    leading = (look.pitch if look.pitch < 5 else look.pitch / look.size) - 0.9
    above, below = max(style.before, leading * style.size), max(style.after, leading * style.size)
    box = ", stroke: 0.6pt, inset: 4pt" if style.boxed else ""
    block = f"#block(width: 100%{box}, above: {above}pt, below: {below}pt)"
    body = f"{block}[#set text({face})\n#set align({aligned})\n#par(justify: {justified}, leading: {leading:.2f}em, {indent}, {inner})]"
    return f"#pad(x: {style.inset}pt)[{body}]" if style.inset else body


def write(flow: tuple[Element, ...], look: Look, path: Path) -> None:
    """Writes the flow as a PDF."""
    wide, high = PAPERS[look.paper]
    top, right, bottom, left = look.margins

    def running(text: str) -> str:
        return '"' + text.replace("{page}", '" + str(here().page()) + "').replace("{pages}", '" + str(counter(page).final().first()) + "') + '"'

    small = f"text(size: {look.size - 2}pt, "
    head = f"context {{ set align(center); {small}{running(look.head)}) }}" if look.head else "none"
    if look.head_even:
        even, odd = f"align(left, {small}{running(look.head_even)}))", f"align(right, {small}{running(look.head)}))"
        head = f"context {{ if calc.even(here().page()) {{ {even} }} else {{ {odd} }} }}"
    foot = f"context {{ align({look.foot_align if look.foot_align != 'outer' else 'right'}, {small}{running(look.foot)})) }}" if look.foot else "none"
    sides = f"top: {top}pt, right: {right}pt, bottom: {bottom}pt, left: {left}pt"
    code = [
        f"#set page(width: {wide}pt, height: {high}pt, margin: ({sides}), header: {head}, footer: {foot})",
        f'#set text(font: {quoted(FACES[look.face])}, size: {look.size}pt, lang: "zh")',
        *(element_code(one, look) for one in flow),
    ]
    with TemporaryDirectory() as folder:
        source = Path(folder) / "bulletin.typ"
        source.write_text("\n".join(code), encoding="utf-8")
        (Path(folder) / "picture.png").write_bytes(picture())
        path.write_bytes(typst.compile(str(source), font_paths=FONTS))
