"""Kinds of the page's box: turned, scaled, shifted and cropped pages, and pages that are pictures."""

from __future__ import annotations

from typing import Any

import pymupdf

from .kind import Finish, Kind
from .stamped import stamp

UPRIGHT = {90: "0 1 -1 0 {h} 0", 180: "-1 0 0 -1 {w} {h}", 270: "0 -1 1 0 0 {w}"}  # what makes a turned page upright again
RESOLUTION = 170  # of scans, in dots per inch


def recast(page: Any, matrix: str, box: tuple[float, float, float, float]) -> None:
    """Puts a page's content through a matrix and gives the page another box; its link annotations go."""
    document = page.parent
    for link in page.get_links():
        page.delete_link(link)
    content = b"q " + matrix.encode() + b" cm\n" + page.read_contents() + b"\nQ"
    stream = document.get_new_xref()
    document.update_object(stream, "<<>>")
    document.update_stream(stream, content)
    document.xref_set_key(page.xref, "Contents", f"{stream} 0 R")
    document.xref_set_key(page.xref, "MediaBox", "[" + " ".join(f"{edge:.2f}" for edge in box) + "]")


def rotated(angle: int, only: tuple[int, ...] = ()) -> Finish:
    """Pages turned by /Rotate whose content is turned back, so that they show as before."""

    def finish(document: Any) -> None:
        for page in document:
            if only and page.number not in only:
                continue
            wide, high = page.rect.width, page.rect.height
            box = (0, 0, wide, high) if angle == 180 else (0, 0, high, wide)
            recast(page, UPRIGHT[angle].format(w=wide, h=high), box)
            document.xref_set_key(page.xref, "Rotate", str(angle))

    return finish


def sideways(document: Any) -> None:
    """The second page stands sideways, as it was put on the scanner."""
    document.xref_set_key(document[min(1, len(document) - 1)].xref, "Rotate", "90")


def user_unit(document: Any) -> None:
    """Pages of half the size whose unit is two points."""
    for page in document:
        recast(page, "0.5 0 0 0.5 0 0", (0, 0, page.rect.width / 2, page.rect.height / 2))
        document.xref_set_key(page.xref, "UserUnit", "2")


def shifted(document: Any) -> None:
    """Boxes that do not begin at 0."""
    for page in document:
        wide, high = page.rect.width, page.rect.height
        recast(page, "1 0 0 1 -120 340", (-120, 340, wide - 120, high + 340))


def cropped(document: Any) -> None:
    """A printer's sheet: the crop box is the page, the slug around it names file and day."""
    for page in document:
        wide, high = page.rect.width, page.rect.height
        recast(page, "1 0 0 1 50 50", (0, 0, wide + 100, high + 100))
    saved = pymupdf.open("pdf", document.tobytes())
    for page in saved:
        stamp(page, 60, 25, f"周报定稿.indd　{page.number + 1}　2026/4/2 10:31", 8)
        stamp(page, 60, page.rect.height - 15, "第四印张　C M Y K", 8)
        page.set_cropbox(pymupdf.Rect(50, 50, page.rect.width - 50, page.rect.height - 50))
    document.delete_pages(list(range(1, len(document))))
    document.insert_pdf(saved)
    document.delete_page(0)


def scanned(only: str) -> Finish:
    """Pages that are pictures: the last one, the second one or all, with their page number as text below."""

    def finish(document: Any) -> None:
        count = len(document)
        chosen = {"last": [count - 1], "second": [min(1, count - 1)], "all": list(range(count))}[only]
        for number in chosen:
            image = document[number].get_pixmap(dpi=RESOLUTION, colorspace=pymupdf.csGRAY).tobytes("jpeg", jpg_quality=88)
            box = document[number].rect
            document.delete_page(number)
            page = document.new_page(number, width=box.width, height=box.height)
            page.insert_image(page.rect, stream=image)
            stamp(page, box.width - 60, box.height - 16, str(number + 1), 9)

    return finish


def under_picture(how: str) -> Finish:
    """Pages that are pictures with their words as a text layer: hidden by opacity 0 or in mode 3, under the picture, and there in black or white."""

    def finish(document: Any) -> None:
        for page in document:
            image = page.get_pixmap(dpi=RESOLUTION, colorspace=pymupdf.csGRAY).tobytes("jpeg", jpg_quality=88)
            if how != "under":
                content = page.read_contents()
                hidden = {"mode": b"3 Tr ", "white": b"1 g ", "opacity": b"/Hid gs "}[how]
                content = content.replace(b"q BT 0 Tr ", b"q BT " + hidden).replace(b"q BT 2 Tr ", b"q BT " + hidden)
                document.update_stream(page.get_contents()[0], content)
                document.xref_set_key(page.xref, "Resources/ExtGState", "<</Hid<</ca 0/CA 0>>>>")
            page.insert_image(page.rect, stream=image, overlay=how in ("under", "white"))

    return finish


KINDS = (
    Kind("turned-90", "all pages turned by 90 degrees and back", finish=rotated(90), annotated=False),
    Kind("turned-180", "all pages turned by 180 degrees and back", finish=rotated(180), annotated=False),
    Kind("turned-270", "the second page turned by 270 degrees and back", finish=rotated(270, (1,)), annotated=False),
    Kind("turned-word-90", "the second of Word's pages turned and back", "word", finish=rotated(90, (1,)), annotated=False),
    Kind("turned-sideways", "the second page stands sideways", finish=sideways),
    Kind("turned-unit", "UserUnit 2", finish=user_unit, annotated=False),
    Kind("turned-shifted", "a media box that begins elsewhere", finish=shifted, annotated=False),
    Kind("turned-cropped", "a crop box with a printer's slug around", finish=cropped, annotated=False),
    Kind("scan-last", "the last page is a picture with its page number", finish=scanned("last"), annotated=False, pictured=True),
    Kind("scan-second", "the second page is a picture with its page number", finish=scanned("second"), annotated=False, pictured=True),
    Kind("scan-all", "all pages are pictures with their page numbers", finish=scanned("all"), annotated=False, pictured=True),
    Kind("scan-opacity", "pictures over words of opacity 0", finish=under_picture("opacity")),
    Kind("scan-white", "words in white under pictures", finish=under_picture("white")),
    Kind("scan-mode", "words in mode 3 on pictures", finish=under_picture("mode")),
    Kind("scan-under", "words under pictures", finish=under_picture("under")),
)
