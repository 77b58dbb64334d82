"""Pages whose text layer has characters exchanged for others that no page prints among Chinese: a rewriter lost the font's table.

Ghostscript over a browser's PDF gives U+0080 for 年, ÿ for （ and ^ for 市: each stands where a Han character would.
"""

from __future__ import annotations

from bulletin_parse.reading.document import Document, Page, UnreadPage
from bulletin_parse.reading.pdf.levels import TEXT
from bulletin_parse.text.lazy import lazy_pattern

_WIDE = "\u2e80-\u2fdf\u3000-\u9fff\uf900-\ufaff\uff00-\uff60"
# Control characters of the second set (a line end, U+0085, may be one); a letter with a mark, or a lone character of ASCII, that touches Han characters and no
# letter; a character of private use inside a line, where no bullet stands; what an engine writes for a glyph that it does not know.
_EXCHANGED = lazy_pattern(
    rf"[\x80-\x84\x86-\x9f]|(?<![A-Za-z\u00c0-\u024f])[\u00c0-\u024f](?![A-Za-z\u00c0-\u024f])(?:(?<=[{_WIDE}].)|(?=[{_WIDE}]))"
    rf"|(?<=[{_WIDE}])[\^_`](?=[{_WIDE}])|\ufffd|\(cid:\d+\)|(?<=[{_WIDE}])[\ue000-\uf8ff](?=[{_WIDE}])"
)
# What any of these has; most pages have none.
_SUSPECT = lazy_pattern("[\x80-\x9f\u00c0-\u024f\ufffd\ue000-\uf8ff]")
_LONE_CHARACTER = lazy_pattern(rf"[\^_`](?<=[{_WIDE}].)")
# A document has so many of them at least, of so many kinds, before its pages are distrusted: names and file names have one.
LEAST, LEAST_KINDS = 3, 2
REASON = "its text layer has characters that stand for others ({})"
_SHOWN = 4


def exchanged(document: Document) -> list[UnreadPage]:
    """The pages with exchanged characters, and which these are."""
    found = {page.number: marks for page in document.pages if (marks := _marks(page))}
    everything = [mark for marks in found.values() for mark in marks]
    if len(everything) < LEAST or len(set(everything)) < LEAST_KINDS:
        return []
    return [UnreadPage(number, REASON.format(", ".join(_named(mark) for mark in list(dict.fromkeys(marks))[:_SHOWN]))) for number, marks in found.items()]


def strangeness(document: Document) -> int:
    """How many characters of a document cannot be what its pages show."""
    return sum([len(_marks(page)) for page in document.pages])


def _marks(page: Page) -> list[str]:
    text = "\n".join(map(TEXT, page.lines))
    lone = "_" in text or "^" in text or "`" in text
    if "(cid:" not in text and not _SUSPECT.search(text) and not (lone and _LONE_CHARACTER.search(text)):
        return []
    return [mark for line in page.lines if not line.text.isascii() for mark in _EXCHANGED.findall(line.text)]


def _named(mark: str) -> str:
    return mark if mark.isprintable() and len(mark) == 1 and not "\ue000" <= mark <= "\uf8ff" else mark if len(mark) > 1 else f"U+{ord(mark):04X}"
