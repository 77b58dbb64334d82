"""Which pages may be scans, told by what an ordinary engine found on them."""

from __future__ import annotations

from collections.abc import Sequence

from bulletin_parse.reading.document import Document, Line, Page
from bulletin_parse.reading.ocr.settings import PAGE_PICTURE

# A page's picture is all of it that tells if its text is a page number, a mark of the program that scanned it, or a watermark: at most so many
# characters, words that repeat counted once, writing across the page not at all.
LONGEST_MARKS = 80
# Pictures behind the text of so many pages, and this share of those that have one, are the paper they are printed on.
LEAST_PAPER, PAPER_SHARE = 2, 0.5
MOST_STRIPS = 400  # of a page; scanners cut one picture into strips


def scanned_pages(document: Document) -> list[Page]:
    """The pages that pictures cover, with or without text; of a document without any text, all that have a picture."""
    nothing = not any(page.lines for page in document.pages)
    return [page for page in document.pages if page.pictures and (nothing or is_picture(page))]


def is_picture(page: Page) -> bool:
    """Whether a picture, or the strips of one, cover the page."""
    area = page.width * page.height
    shares = [_visible(picture, page) / area for picture in set(page.pictures)] if area > 0 else []
    return any(share >= PAGE_PICTURE for share in shares) or (len(shares) <= MOST_STRIPS and PAGE_PICTURE <= sum(shares) <= 1 + PAGE_PICTURE / 2)


def _visible(box: Sequence[float], page: Page) -> float:
    x0, top, x1, bottom = box[:4]
    return max(min(x1, page.width) - max(x0, 0), 0) * max(min(bottom, page.height) - max(top, 0), 0)


def marked_pages(covered: Sequence[Page]) -> list[Page]:
    """Those of the covered pages that have text, but none that a scan does not have besides its picture."""
    full = [page for page in covered if _text_length(page.lines) > LONGEST_MARKS]
    if len(full) >= LEAST_PAPER and len(full) >= PAPER_SHARE * len(covered):
        return []
    return [page for page in covered if page.lines and _text_length(page.lines) <= LONGEST_MARKS]


def _text_length(lines: Sequence[Line]) -> int:
    return sum([len(text) for text in {"".join(line.text.split()) for line in lines if line.upright}])
