"""Web pages: printed by a browser and by WeasyPrint, and set by MuPDF's Story."""

from __future__ import annotations

import base64
import subprocess
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from ..era import Look
from ..flow import Break, Element, Figure, Leader, Rule, Span, Table, style_of
from .papers import FACES, PAPERS
from .pictures import picture

SOURCE = "data:image/png;base64," + base64.b64encode(picture()).decode()
ROLES = (
    "title",
    "label",
    "publisher",
    "date",
    "centred",
    "note",
    "right",
    "signature",
    "lead_head",
    "lead",
    "section",
    "index_title",
    "category",
    "entry",
    "entry_source",
    "item_title",
)
ROLES += ("field", "field_indented", "headline", "byline", "body", "list", "inset", "box", "heading", "caption", "back", "end", "small", "bold", "source")


def inline(spans: tuple[Span, ...], *, notes: bool = False) -> str:
    """The pieces of a line as HTML."""
    made = ""
    for span in spans:
        text = escape(span.text.rstrip("\n")).replace("  ", "&#160; ")
        made += f'<a href="{escape(span.link)}">{text}</a>' if span.link else text
        made += f'<span class="fn">{escape(span.note)}</span>' if span.note and notes else ""
    return made


def table_html(table: Table, look: Look) -> str:
    """A table as HTML."""
    ruled = "ruled" if look.ruled or table.role in ("body", "item") else "open"
    rows = ""
    for i, row in enumerate(table.rows):
        tag = "th" if table.head and not i else "td"
        cells = ""
        for spans, share in zip(row, table.widths, strict=True):
            lines = [span for span in spans if span.text.endswith("\n")]
            inner = "".join(f"<p>{inline((span,))}</p>" for span in lines) if lines else inline(spans)
            cells += f'<{tag} style="width:{100 * share:.1f}%">{inner}</{tag}>'
        rows += f"<tr>{cells}</tr>"
    return f'<table class="{ruled} {table.role}">{rows}</table>'


def element_html(one: Element, look: Look, *, notes: bool = False) -> str:
    """An element as HTML."""
    if isinstance(one, Table):
        return table_html(one, look)
    if isinstance(one, Break):
        return '<div class="break"></div>'
    if isinstance(one, Rule):
        return "<hr>"
    if isinstance(one, Figure):
        return f'<p class="figure"><img src="{SOURCE}" style="height:{one.height}pt"></p>'
    if isinstance(one, Leader):
        dots = " dots" if one.dots else ""
        parts = f'<span class="left">{inline(one.left)}</span><span class="fill"></span><span class="rest">{escape(one.right)}</span>'
        return f'<p class="{one.role} leader{dots}">{parts}</p>'
    tag = {"title": "h1", "section": "h2", "item_title": "h3"}.get(one.role, "p")
    return f'<{tag} class="{one.role}">{inline(one.spans, notes=notes)}</{tag}>'


def css(look: Look) -> str:
    """The style sheet of a look."""
    wide, high = PAPERS[look.paper]
    rules = [f"@page {{ size: {wide}pt {high}pt; margin: {' '.join(f'{m}pt' for m in look.margins)}; }}", "h1,h2,h3,p { margin: 0; font-weight: normal; }"]
    pitch = f"{look.pitch}" if look.pitch < 5 else f"{look.pitch}pt"
    rules.append(f"body {{ margin: 0; line-height: {pitch}; overflow-wrap: anywhere; }}")
    for role in ROLES:
        style = style_of(look, role)
        box = " border: 0.7pt solid #444; padding: 3pt 5pt;" if style.boxed else ""
        rules.append(
            f".{role} {{ font-family: '{FACES[style.face]}'; font-size: {style.size}pt; text-align: {style.align}; text-indent: {style.indent}em; "
            f"margin: {style.before}pt {style.inset}pt {style.after}pt {style.inset}pt; font-weight: {'bold' if style.bold else 'normal'};{box} }}"
        )
    face = f"font-family: '{FACES[look.face]}'; font-size: {look.size - 1}pt;"
    rules += [
        f"table {{ width: 100%; border-collapse: collapse; {face} margin: 4pt 0; }} td, th {{ padding: 2pt 4pt; vertical-align: top; }}",
        "table.ruled td, table.ruled th { border: 0.6pt solid #333; } tr { break-inside: avoid; } table.item tr { break-inside: auto; }",
        "hr { border: 0; border-top: 1.5pt solid #b00; margin: 4pt 0; } .figure { text-align: center; }",
        ".leader { display: flex; text-indent: 0; } .fill { flex: 1; } .dots .fill { border-bottom: 1pt dotted #333; margin: 0 4pt 4pt; }",
        ".break { break-after: page; } h2, h3, .heading, .category { break-after: avoid; }",
    ]
    return "\n".join(rules)


def page(flow: tuple[Element, ...], look: Look, more: str = "", *, notes: bool = False) -> str:
    """The whole flow as a page."""
    inner = "\n".join(element_html(one, look, notes=notes) for one in flow)
    return f'<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>周报</title><style>{css(look)}\n{more}</style></head><body>{inner}</body></html>'


def browser(flow: tuple[Element, ...], look: Look, path: Path) -> None:
    """Prints with Chromium."""
    print_page(page(flow, look), path)


def print_page(html: str, path: Path) -> None:
    """Prints a page with Chromium."""
    with TemporaryDirectory() as folder:
        source = Path(folder) / "bulletin.html"
        source.write_text(html, encoding="utf-8")
        command = [
            "chromium",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-pdf-header-footer",
            f"--user-data-dir={folder}/profile",
            f"--print-to-pdf={path}",
            source.as_uri(),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=180)


def weasyprint(flow: tuple[Element, ...], look: Look, path: Path) -> None:
    """Prints with WeasyPrint: running heads, page numbers and footnotes are its own."""
    from weasyprint import HTML

    quoted = lambda text: '"' + text.replace("{page}", '" counter(page) "').replace("{pages}", '" counter(pages) "') + '"'  # noqa: E731
    face = f"font-family: '{FACES[look.face]}'; font-size: {look.size - 2}pt;"
    more = ".fn { float: footnote; font-size: 9pt; text-indent: 0; } .dots .left::after { content: none; }"
    more += " .leader.dots { display: block; } .leader.dots .fill { display: none; } .leader.dots .rest::before { content: leader('.'); }"
    if look.head:
        more += f"@page {{ @top-{'right' if look.head_even else 'center'} {{ content: {quoted(look.head)}; {face} }} }}"
    if look.head_even:
        more += f"@page :left {{ @top-right {{ content: none; }} @top-left {{ content: {quoted(look.head_even)}; {face} }} }}"
    if look.foot:
        more += f"@page {{ @bottom-{'right' if look.foot_align != 'center' else 'center'} {{ content: {quoted(look.foot)}; {face} }} }}"
    HTML(string=page(flow, look, more, notes=True)).write_pdf(str(path))
