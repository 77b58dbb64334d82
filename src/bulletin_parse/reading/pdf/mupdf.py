"""Reading with MuPDF (PyMuPDF): the fastest engine for PDFs with ordinary fonts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from bulletin_parse.errors import BulletinError, EncryptedSource, EngineUnavailable, UnreadableSource
from bulletin_parse.limits import meter
from bulletin_parse.reading.cost import charged, declared
from bulletin_parse.reading.document import Document, LinkArea, Page, Picture, Tilt
from bulletin_parse.reading.pdf.covers import telling, uncovered
from bulletin_parse.reading.pdf.drawn import rules_of
from bulletin_parse.reading.pdf.keys import features
from bulletin_parse.reading.pdf.mupdf_apart import has_spaces_apart, put_together, with_gaps
from bulletin_parse.reading.pdf.mupdf_layers import with_layers
from bulletin_parse.reading.pdf.mupdf_lines import UPRIGHT, Placed, lean, lines_of, text_lines
from bulletin_parse.reading.pdf.mupdf_opened import Opened, has_layers, size_of
from bulletin_parse.reading.pdf.turned import turns_of
from bulletin_parse.reading.spacing import pages_of_gaps, without_stretch
from bulletin_parse.text.lazy import lazy_pattern

NAME = "pymupdf"

# MuPDF's stext flags, by value so that they can be named before the import.
_WHITESPACE, _IMAGES, _INHIBIT_SPACES, _VECTORS = 2, 4, 8, 1024
_TYPE3 = "Type3"
_TEXT_BLOCK, _IMAGE_BLOCK = 0, 1
# What MuPDF says when it goes over a broken stream or object; what stood there may have been text. Broken tables are not among
# them: it finds the objects without.
_DAMAGE = lazy_pattern(r"zlib error|read error|errors; page may not be|cannot (?:load|find) object|missing 'endobj'|non-page object|stack overflow|premature")
# What MuPDF says when the system gives it no more.
_NO_MEMORY = lazy_pattern(r"\b[cm]?alloc\b.*failed|out of memory")


def _library(source: str) -> Any:
    try:
        import pymupdf
    except ImportError as error:
        raise EngineUnavailable(source, "the engine pymupdf is not installed", remedy='Install it with: pip install pymupdf; or use engine="pdfium"') from error
    pymupdf.TOOLS.mupdf_display_errors(on=False)
    pymupdf.TOOLS.mupdf_display_warnings(on=False)
    return pymupdf


def version() -> str:
    """PyMuPDF's version."""
    return str(_library("").VersionBind)


def read(data: bytes, source: str) -> Document:
    """All pages of a PDF, as :class:`bulletin_parse.reading.protocol.PdfEngine` asks."""
    document = _read(data, source, any_fonts=True)
    assert document is not None  # noqa: S101 - of any fonts it is read
    return document


def read_if_suited(data: bytes, source: str) -> Document | None:
    """As :func:`read`; None for a file with fonts that pdfium reads better. Looking at the fonts and reading take one opening of the file."""
    return _read(data, source, any_fonts=False)


def _read(data: bytes, source: str, *, any_fonts: bool) -> Document | None:
    pymupdf = _library(source)
    try:
        pymupdf.TOOLS.reset_mupdf_warnings()
        mupdf = pymupdf.mupdf
        with Opened(data, mupdf) if any_fonts else pymupdf.open(stream=data, filetype="pdf") as pdf:
            if mupdf.fz_needs_password(pdf.this):
                raise EncryptedSource(source, "the PDF is encrypted and wants a password")
            count = mupdf.fz_count_pages(pdf.this)
            if not count:
                raise UnreadableSource(source, "the PDF has no pages")
            meter().require("pages", count)
            if not any_fonts and not _suited(pdf):
                return None
            pages = _pages(pdf, pymupdf, pictures=declared(data).pictured)
            if features(data).layers_off and has_layers(pdf, mupdf):
                pages = with_layers(pages, data, pymupdf, lambda whole: _pages(whole, pymupdf, pictures=False))
    except (BulletinError, MemoryError):
        raise
    except Exception as error:  # MuPDF's own exceptions share no base with one another across versions
        if _NO_MEMORY.search(str(error)):
            raise MemoryError(str(error)) from error
        raise UnreadableSource(source, f"MuPDF cannot read it ({str(error).strip()})") from error
    damage = _DAMAGE.search(pymupdf.TOOLS.mupdf_warnings())
    return Document(pages, NAME, str(pymupdf.VersionBind), "application/pdf", damage[0] if damage else "")


def _suited(pdf: Any) -> bool:
    """Whether MuPDF is the engine for a file, by the fonts of all its pages.

    It reads Type3 fonts several times slower than pdfium, and loses characters such as · where a Han font is not embedded, on whatever page that is.
    """
    known: set[int] = set()
    type3 = other = 0
    for number in range(pdf.page_count):
        for xref, extension, kind, *_ in pdf.get_page_fonts(number):
            if xref in known:
                continue
            known.add(xref)
            if kind == "Type0" and extension == "n/a":
                return False
            type3, other = (type3 + 1, other) if kind == _TYPE3 else (type3, other + 1)
    return type3 <= other


def _pages(pdf: Any, pymupdf: Any, *, pictures: bool) -> tuple[Page, ...]:
    """All pages; gaps count as spaces only where no glyphs are printed for spaces (see ``spacing``)."""
    tools, mupdf = _tools(pymupdf), pymupdf.mupdf
    sheets = [_Sheet(number, mupdf.fz_load_page(pdf.this, number), tools, pictures=pictures) for number in range(mupdf.fz_count_pages(pdf.this))]
    pages = [charged(sheet.read(_INHIBIT_SPACES)) for sheet in sheets]
    for at in pages_of_gaps(pages):
        pages[at] = without_stretch(sheets[at].read(0))
    return tuple(pages)


class _Tools(NamedTuple):
    """MuPDF's own values that are the same for all pages of all files: each costs as much to make as a line to read."""

    pymupdf: Any
    anywhere: Any
    upright: Any  # the matrix of a page that is not turned
    options: dict[int, Any]


@cache
def _tools(pymupdf: Any) -> _Tools:
    mupdf = pymupdf.mupdf
    options = {inhibit: mupdf.FzStextOptions(_WHITESPACE | _IMAGES | _VECTORS | inhibit) for inhibit in (0, _INHIBIT_SPACES)}
    return _Tools(pymupdf, mupdf.FzRect(mupdf.FzRect.Fixed_INFINITE), mupdf.FzMatrix(1, 0, 0, 1, 0, 0), options)


class _Sheet:
    """One page of an open file, to be read once or twice."""

    def __init__(self, number: int, page: Any, tools: _Tools, *, pictures: bool) -> None:
        self._number, self._page, self._tools, self._pictures = number, page, tools, pictures
        self._width, self._height = size_of(page, tools.pymupdf.mupdf)
        self._turns = 0

    def read(self, inhibit: int) -> Page:
        """The page; turned, if most of its text runs up, down or upside down when it is shown."""
        text = self._text(inhibit)
        blocks, places = self._blocks(text)
        rows = text_lines(blocks)
        if not self._turns and lean(rows) and (turns := turns_of(_directions(blocks))):
            self._turns = turns
            text = self._text(inhibit)
            blocks, places = self._blocks(text)
            rows = text_lines(blocks)
        apart = has_spaces_apart(rows)
        if apart or not inhibit:
            blocks, places = self._blocks(text, characters=True)
            blocks = blocks if inhibit else with_gaps(blocks)
            blocks = put_together(blocks) if apart else blocks
            rows = text_lines(blocks)
        lines, suspects, covers = lines_of(blocks, rows, places)
        if covers and (covers := telling(lines, covers)):
            lines, covered = uncovered(lines, covers)
            suspects += covered
        width, height = (self._height, self._width) if self._turns % 2 else (self._width, self._height)
        tilt = Tilt(self._turns, 0.0, self._width, self._height) if self._turns else None
        return Page(
            self._number + 1,
            width,
            height,
            tuple(lines),
            tuple(self._links()),
            tuple([each.picture for each in places]),
            tilt=tilt,
            suspects=tuple(suspects),
            rules=tuple(rules_of(blocks)),
        )

    def _text(self, inhibit: int) -> Any:
        """MuPDF's text of the page as it is shown and with what lies outside, but without annotations: notes and signatures are no text."""
        tools, mupdf = self._tools, self._tools.pymupdf.mupdf
        text = mupdf.FzStextPage(tools.anywhere)
        device = mupdf.fz_new_stext_device(text, tools.options[inhibit])
        mupdf.fz_run_page_contents(self._page, device, self._matrix() if self._turns else tools.upright, mupdf.FzCookie())
        mupdf.fz_close_device(device)
        return text

    def _blocks(self, text: Any, *, characters: bool = False) -> tuple[list[dict[str, Any]], list[Placed]]:
        """The blocks of a page's text, with single characters if they are asked for, and the places of its pictures."""
        if self._pictures:
            places, cut = _unhooked(text)
            try:
                return self._dicts(text, characters=characters), places
            finally:  # MuPDF frees the pictures that it finds in the list
                for above, block in reversed(cut):
                    _hook(text.m_internal, above, block)
        blocks = self._dicts(text, characters=characters)  # pictures inside the content stream are small
        return blocks, [Placed(at, Picture(*block["bbox"])) for at, block in enumerate(blocks) if block["type"] == _IMAGE_BLOCK]

    def _dicts(self, text: Any, *, characters: bool) -> list[dict[str, Any]]:
        """The blocks of a page's text as dicts: what PyMuPDF's ``TextPage.extractDICT`` gives, and nothing round it."""
        found: dict[str, list[dict[str, Any]]] = {}
        self._tools.pymupdf.extra.JM_make_textpage_dict(text.m_internal, found, characters)
        return found["blocks"]

    def _matrix(self) -> Any:
        """Turns a page that is to be turned clockwise, about its middle, to the top left corner."""
        width, height = self._width, self._height
        return self._tools.pymupdf.mupdf.FzMatrix(*[(0, 1, -1, 0, height, 0), (-1, 0, 0, -1, width, height), (0, -1, 1, 0, 0, width)][self._turns - 1])

    def _links(self) -> Iterator[LinkArea]:
        """The page's links to other places. PyMuPDF's own Link looks at all annotations again for each link."""
        pymupdf = self._tools.pymupdf
        link = pymupdf.mupdf.fz_load_links(self._page)
        while link.m_internal:
            if (uri := pymupdf.extra.link_uri(link)) and pymupdf.extra.Link_is_external(link):
                rect = link.rect()
                if self._turns:
                    rect = pymupdf.mupdf.fz_transform_rect(rect, self._matrix())
                yield LinkArea(uri, rect.x0, rect.y0, rect.x1, rect.y1)
            link = link.next()


def _directions(blocks: list[dict[str, Any]]) -> Iterator[tuple[int, int]]:
    """How many quarter turns each line leans to the left, and its number of characters; nothing for one that leans otherwise."""
    for block in blocks:
        if block["type"] == _TEXT_BLOCK:
            for line in block["lines"]:
                across, down = line["dir"]
                turns = 0 if across > UPRIGHT else 1 if down < -UPRIGHT else 2 if across < -UPRIGHT else 3 if down > UPRIGHT else None
                if turns is not None:
                    yield turns, sum([len(span["text"]) for span in line["spans"]])


def _unhooked(sheet: Any) -> tuple[list[Placed], list[tuple[Any, Any]]]:
    """The places of a page's pictures, and each with what it stood behind: they are taken out of its list of blocks for the while.

    MuPDF's dict holds each picture as a file, most of them packed anew as PNG, which takes many times as long as the text.
    """
    page = sheet.m_internal
    places: list[Placed] = []
    kept = 0
    cut: list[tuple[Any, Any]] = []
    above, block = None, page.first_block
    while block:
        below = block.next
        if block.type == _IMAGE_BLOCK:
            box = block.bbox
            places.append(Placed(kept, Picture(box.x0, box.y0, box.x1, box.y1)))
            cut.append((above, block))
            _hook(page, above, below)
        else:
            above = block
            kept += 1
        block = below
    return places, cut


def _hook(page: Any, above: Any, block: Any) -> None:
    """Makes a block the next one after another, or the page's first."""
    if above is None:
        page.first_block = block
    else:
        above.next = block
