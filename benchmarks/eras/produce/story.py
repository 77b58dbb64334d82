"""MuPDF's Story: HTML set without a browser, its fonts embedded or MuPDF's own fallback."""

from __future__ import annotations

import io
from pathlib import Path

import pymupdf

from ..era import Look
from ..flow import Element, Figure, Leader, Para, Span
from ..verify import bare
from .papers import FACES, PAPERS
from .web import css, element_html

FILES = {
    "song": "/usr/share/fonts/truetype/arphic/uming.ttc",
    "kai": "/usr/share/fonts/truetype/arphic/ukai.ttc",
    "hei": "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
}


HEIGHTS = (120, 96, 75, 60, 140, 48)  # of a picture, in points: MuPDF drops all that follows one that just reaches a page's end
BEGINNING = 8  # characters by which a paragraph is found on the pages


def write(flow: tuple[Element, ...], look: Look, path: Path) -> None:
    """Writes the flow as a PDF; running heads and page numbers are drawn afterwards, as a program would."""
    wanted = [bare(one.text)[:BEGINNING] for one in flow if isinstance(one, Para)]
    for height in (*HEIGHTS, 0):
        kept = (one._replace(height=height) if isinstance(one, Figure) else one for one in flow if height or not isinstance(one, Figure))
        document = placed(tuple(kept), look)
        text = bare("".join(page.get_text() for page in document))
        if all(beginning in text for beginning in wanted):
            break
    else:
        raise RuntimeError(f"MuPDF's Story lost a part of {path.name}; another seed will not")
    numbered(document, look)
    document.subset_fonts()
    document.save(str(path), garbage=3, deflate=True, no_new_id=True)


def placed(flow: tuple[Element, ...], look: Look) -> pymupdf.Document:
    """The flow on its pages."""
    wide, high = PAPERS[look.paper]
    top, right, bottom, left = look.margins
    wanted = {face: FILES[face] for face in (look.face, look.heads) if face in FILES}
    archive = pymupdf.Archive()
    for face, file in wanted.items():
        archive.add(Path(file).read_bytes(), f"{face}.ttc")
    sheet = css(look)
    faces = "".join(f"@font-face {{ font-family: {face}; src: url({face}.ttc); }}" for face in wanted)
    for face, name in FACES.items():
        sheet = sheet.replace(f"'{name}'", face if face in wanted else "sans-serif")
    story_flow = [Para(one.role, (*one.left, Span("　　" + one.right))) if isinstance(one, Leader) else one for one in flow]
    html = "".join(element_html(one, look) for one in story_flow)
    html = html.replace('<div class="break"></div>', '<div style="page-break-after:always"></div>')
    story = pymupdf.Story(f"<body>{html}</body>", user_css=faces + sheet, archive=archive)
    buffer = io.BytesIO()
    writer = pymupdf.DocumentWriter(buffer)
    box, inner, more = pymupdf.Rect(0, 0, wide, high), pymupdf.Rect(left, top, wide - right, high - bottom), 1
    while more:
        device = writer.begin_page(box)
        more, _ = story.place(inner)
        story.draw(device)
        writer.end_page()
    writer.close()
    return pymupdf.open("pdf", buffer.getvalue())


def numbered(document: pymupdf.Document, look: Look) -> None:
    """Draws the running head and the page number on each page."""
    wide, high = PAPERS[look.paper]
    for i, one in enumerate(document, 1):
        for text, edge in ((look.head, look.margins[0] * 0.6), (look.foot, high - look.margins[2] * 0.5)):
            filled = text.replace("{page}", str(i)).replace("{pages}", str(len(document)))
            length = pymupdf.get_text_length(filled, "china-s", look.size - 2)
            if filled:
                one.insert_text(((wide - length) / 2, edge), filled, fontname="china-s", fontsize=look.size - 2)
