"""Which pages may be scans, told by what an ordinary engine found on them."""

from __future__ import annotations

from bulletin_parse.reading.document import Document, Page
from bulletin_parse.reading.ocr.settings import PAGE_PICTURE


def scanned_pages(document: Document) -> list[Page]:
    """The pages that a picture covers, with or without text; of a document without any text, all that have a picture."""
    nothing = not any(page.lines for page in document.pages)
    return [page for page in document.pages if page.pictures and (nothing or is_picture(page))]


def is_picture(page: Page) -> bool:
    """Whether one picture covers the page."""
    area = page.width * page.height
    return any(
        (min(picture.x1, page.width) - max(picture.x0, 0)) * (min(picture.bottom, page.height) - max(picture.top, 0)) >= PAGE_PICTURE * area
        for picture in page.pictures
    )
