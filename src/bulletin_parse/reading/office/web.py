"""Web pages (.html) as paragraphs: parsed by selectolax as a browser would, and read as what it would show."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple
from urllib.parse import urljoin

from bulletin_parse.errors import ReaderMissing, UnreadableSource
from bulletin_parse.limits import meter
from bulletin_parse.reading.document import Document
from bulletin_parse.reading.office.sheet import Look, ParagraphSheet, Run
from bulletin_parse.reading.office.web_styles import OF_TAG, ROOT_SIZE, Declared, declared, is_bold, length_in, rules_of, size_in
from bulletin_parse.reading.office.web_tags import (
    ARTICLES,
    BLOCKS,
    FURNITURE,
    FURNITURE_ROLES,
    PICTURES,
    SILENT,
    OpenList,
    by_attributes,
    is_seen,
    list_of,
    nesting,
    span_of,
)
from bulletin_parse.reading.office.word_numbers import number_in
from bulletin_parse.reading.text import plaintext
from bulletin_parse.text.folding import HAN
from bulletin_parse.text.lazy import lazy_pattern

NAME = "selectolax"
MEDIA_TYPE = "text/html"
HIDDEN, UNSEEN = "not displayed", "made invisible"
_CHARSET = lazy_pattern(rb"<meta[^<>]{0,300}charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,30})", re.IGNORECASE)
_CHARSET_WITHIN = 4096  # bytes
_DETECTED = ("utf", "gb", "hz")  # encodings that reading texts tells by itself, more surely than a page does
_SAVED_FROM = lazy_pattern(r"<!-- saved from url=\(\d+\)(?P<url>\S+) -->")
_WHITE = lazy_pattern(r"[ \t\r\n\f]+")
# White space with a line's end of the source in it: between two Han characters it is nothing, as browsers hold, else a space.
_SOURCE_END = "\u2028"
_WRAPPED = lazy_pattern(f" ?{_SOURCE_END}[ {_SOURCE_END}]*| {{2,}}")
_WIDE = lazy_pattern("[\u2e80-\U0010ffff“”‘’—…·]")
_INDENT = lazy_pattern(r"[\s\u2028]*[\u3000\xa0]{2}")  # that a writer set by hand before a paragraph
_ADDRESS = lazy_pattern(r"(?:https?|ftp)://", re.IGNORECASE)
DEEPEST = 5_000  # elements in one another: browsers stop at 512, and each one more costs a look at all those around it
_LOOK_EVERY = 4096  # nodes between two looks at the clock


def version() -> str:
    """The version of selectolax, which must be installed."""
    import selectolax

    return str(selectolax.__version__)


def read(data: bytes, source: str) -> Document:
    """A web page as paragraphs.

    Args:
        data: the file's bytes.
        source: the file's name, for messages.

    Raises:
        ReaderMissing: the extra ``[office]`` is not installed.
        UnreadableSource: it is no text.
        LimitExceeded: it has more than the limits allow.
    """
    try:
        from selectolax.lexbor import LexborHTMLParser
    except ImportError as error:
        raise ReaderMissing(source, "it is a web page, and the package that reads those is not installed") from error
    text, broken = _decoded(data, source)
    meter().require("characters", len(text))
    if (depth := nesting(text)) > DEEPEST:
        raise UnreadableSource(source, f"its elements are nested {depth:,} deep, and no page's are", remedy="Look at it in an editor; fetch it again")
    try:
        tree = LexborHTMLParser(text.replace("\x00", ""))
    except Exception as error:  # the library has errors of its own
        raise UnreadableSource(source, f"it cannot be parsed as a web page ({error})", remedy="Print it to PDF in a browser, and read that") from error
    base = _base_of(tree, text)
    rules = rules_of([node.text_content or node.text() for node in tree.css("style")], tree)
    document = _Page(base, rules, honest=True).document(tree)
    if _is_mostly_hidden(document):  # a script of the page shows what its styles hide
        document = _Page(base, rules, honest=False).document(tree)
    return document._replace(damage=f"{broken} characters are broken") if broken else document


def _decoded(data: bytes, source: str) -> tuple[str, int]:
    """The text of a page: as its bytes tell, or in the encoding that it names, where that is none of those that bytes tell."""
    named = _CHARSET.search(data[:_CHARSET_WITHIN])
    if named and not (name := named[1].decode("ascii").lower()).startswith(_DETECTED):
        try:
            return data.decode(codecs.lookup(name).name), 0
        except (LookupError, UnicodeDecodeError):
            pass
    return plaintext.decoded(data, source)


def _base_of(tree: Any, text: str) -> str:
    """Where a page was, by which its relative links lead somewhere; empty if it does not say."""
    for selector, attribute in (("base[href]", "href"), ('link[rel="canonical"]', "href"), ('meta[property="og:url"]', "content")):
        node = tree.css_first(selector)
        if node is not None and _ADDRESS.match(address := (node.attributes.get(attribute) or "").strip()):
            return address
    saved = _SAVED_FROM.search(text[:2000])
    return saved["url"] if saved else ""


def _is_mostly_hidden(document: Document) -> bool:
    page = document.pages[0]
    hidden = sum([len(HAN.findall(piece.text)) for piece in page.hidden if piece.why == UNSEEN])
    return hidden > sum([len(HAN.findall(line.text)) for line in page.lines])


class _State(NamedTuple):
    """What an element hands down to those in it."""

    look: Look = Look(ROOT_SIZE)
    centred: bool = False
    indent: str = ""
    link: str = ""
    hidden: str = ""
    furniture: bool = False
    article: bool = False
    kept_spaces: bool = False
    list_style: str = ""


class _Table:
    """A table that is open: its rows of cells of lines, and columns that cells above take."""

    def __init__(self) -> None:
        self.rows: list[list[list[int]]] = []
        self.taken: dict[int, int] = {}  # column to the rows that a cell above it still spans
        self.cell: list[int] | None = None
        self.holds_tables = False

    def begin_row(self) -> None:
        """A row begins."""
        self.rows.append([])

    def begin_cell(self, columns: int, rows: int) -> None:
        """A cell begins behind those that stand there, and those that reach down from above."""
        if not self.rows:
            self.begin_row()
        row = self.rows[-1]
        while self.taken.get(len(row)):
            self.taken[len(row)] -= 1
            row.append([])
        self.cell = []
        for at in range(columns):
            if rows > 1:
                self.taken[len(row)] = rows - 1
            row.append(self.cell if not at else [])


class _Page:
    """Reads a page's elements into a sheet.

    Args:
        base: where the page was.
        rules: what the page's own rules say of its elements.
        honest: whether what styles make invisible is so.
    """

    def __init__(self, base: str, rules: dict[int, Declared], *, honest: bool) -> None:
        self._base = base
        self._rules = rules
        self._honest = honest
        self._sheet = ParagraphSheet()
        self._runs: list[Run] = []
        self._set = _State()  # how the paragraph that is open is set
        self._lists: list[OpenList] = []
        self._tables: list[_Table] = []
        self._mark = ""

    def document(self, tree: Any) -> Document:
        """The whole page."""
        states = [_State()]
        for count, (step, node) in enumerate(_walked(tree.root)):
            if count % _LOOK_EVERY == 0:
                meter().clock(f"paragraph {self._sheet.number}")
            if step == "text":
                self._text(node, states[-1])
            elif step == "in":
                states.append(self._inherited(node, states[-1]))
                self._begin(node, states[-1])
            else:
                states.pop()
                self._end(node, states[-1])
        self._close()
        return self._sheet.document(NAME, version(), MEDIA_TYPE)

    def _inherited(self, node: Any, around: _State) -> _State:
        """What holds inside an element."""
        tag, attributes = node.tag, node.attributes
        said = {**OF_TAG.get(tag, {}), **by_attributes(tag, attributes), **self._rules.get(node.mem_id, {}), **declared(attributes.get("style") or "")}
        look = around.look
        if said:
            size = size_in(said["font-size"], look.size) if "font-size" in said else look.size
            look = Look(size, said.get("font-family", look.font), is_bold(said.get("font-weight", ""), around=look.bold))
        link = around.link
        if tag == "a" and (href := (attributes.get("href") or "").strip()):
            link = self._target(href)
        align = said.get("text-align", "")
        article = around.article or tag in ARTICLES
        furniture = around.furniture or tag == "nav" or (not article and (tag in FURNITURE or (attributes.get("role") or "") in FURNITURE_ROLES))
        return _State(
            look,
            around.centred if not align else align in ("center", "-webkit-center"),
            said.get("text-indent", around.indent),
            link,
            around.hidden or self._hiding(said, attributes, look),
            furniture,
            article,
            said["white-space"].startswith("pre") if "white-space" in said else around.kept_spaces,
            said.get("list-style-type", said.get("list-style", around.list_style if tag not in ("ol", "ul") else "")),
        )

    def _hiding(self, said: Declared, attributes: dict[str, str | None], look: Look) -> str:
        if said.get("display") == "none" or "hidden" in attributes or said.get("mso-hide") == "all" or look.size <= 0:
            return HIDDEN
        unseen = said.get("visibility") in ("hidden", "collapse") or said.get("opacity") in ("0", "0.0", "0%")
        return UNSEEN if unseen and self._honest else ""

    def _target(self, href: str) -> str:
        if _ADDRESS.match(href):
            return href
        if not self._base or href.startswith("#") or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", href):
            return ""
        try:
            return urljoin(self._base, href)
        except ValueError:
            return ""

    def _begin(self, node: Any, state: _State) -> None:
        tag = node.tag
        if tag in BLOCKS:
            self._close()
            self._set = state
        if tag in ("ol", "ul"):
            self._lists.append(list_of(node, state.list_style))
        elif tag == "li" and self._lists:
            self._mark = self._item_mark(node, state)
        elif tag == "table":
            self._tables.append(_Table())
        elif tag == "tr" and self._tables:
            self._tables[-1].begin_row()
        elif tag in ("td", "th") and self._tables:
            self._tables[-1].begin_cell(span_of(node, "colspan"), span_of(node, "rowspan"))
        elif tag == "br" and not state.hidden:
            if self._broken():
                self._close()  # an empty line parts paragraphs
            else:
                self._runs.append(Run("\n", state.look, state.link))
        elif tag in PICTURES and not state.hidden and is_seen(node):
            self._runs.append(Run("", state.look, state.link, picture=True))

    def _end(self, node: Any, around: _State) -> None:
        tag = node.tag
        if tag in BLOCKS:
            self._close()
            self._set = around
        if tag in ("ol", "ul") and self._lists:
            self._lists.pop()
        elif tag in ("td", "th") and self._tables:
            self._tables[-1].cell = None
        elif tag == "table" and self._tables:
            self._end_table(self._tables.pop())

    def _end_table(self, table: _Table) -> None:
        """Takes a table; one of a single column is a frame round its text, and one that holds tables lays out a page."""
        places = [place for row in table.rows for cell in row for place in cell]
        if not table.holds_tables:
            self._sheet.table(table.rows)
        if self._tables:
            self._tables[-1].holds_tables = True
            if (cell := self._tables[-1].cell) is not None:
                cell += places

    def _text(self, node: Any, state: _State) -> None:
        text = node.text_content or ""
        text = text.replace(" ", "\xa0") if state.kept_spaces else _WHITE.sub(_collapsed, text)
        if _INDENT.match(text) and self._broken():
            self._close()
        if state.hidden:
            self._sheet.hide(text, state.hidden)
        elif text.strip() or (self._runs and text):
            self._runs.append(Run(text, state.look, state.link))

    def _item_mark(self, node: Any, state: _State) -> str:
        found = self._lists[-1]
        if not found.form or state.hidden:
            return ""
        said = node.attributes.get("value") or ""
        number = int(said) if re.fullmatch(r"-?\d{1,6}", said) else found.next
        found.next = number + found.step
        return "• " if found.form == "bullet" else f"{number_in(found.form, number)}{'、' if found.form == 'chineseCounting' else '.'} "

    def _broken(self) -> bool:
        """Whether the last that stands in the open paragraph is a line's end."""
        return next((run.text == "\n" for run in reversed(self._runs) if run.picture or run.text == "\n" or run.text.strip()), False)

    def _close(self) -> None:
        """Ends the paragraph that is open."""
        runs = self._runs
        if not any(run.text.strip() or run.picture for run in runs):
            self._runs = []
            return
        if self._mark:
            runs = [Run(self._mark, next(run.look for run in runs)), *runs]
            self._mark = ""
        self._runs = []
        state = self._set
        indented = bool(state.indent) and length_in(state.indent, state.look.size) >= state.look.size
        places = self._sheet.paragraph(_joined(runs), centred=state.centred, indented=indented and not state.centred, furniture=state.furniture)
        if self._tables and self._tables[-1].cell is not None:
            self._tables[-1].cell += places


def _walked(root: Any) -> Iterator[tuple[Literal["in", "text", "out"], Any]]:
    """The elements and texts of a page in order; no recursion, as pages are nested deeper than Python's stack."""
    way: list[Any] = []
    node = root
    while node is not None:
        descends = False
        if node.is_text_node:
            yield "text", node
        elif node.is_element_node and node.tag not in SILENT:
            yield "in", node
            descends = node.first_child is not None
            if not descends:
                yield "out", node
        if descends:
            way.append(node)
            node = node.first_child
            continue
        while node is not None and node.next is None:
            node = way.pop() if way else None
            if node is not None:
                yield "out", node
        node = node.next if node is not None else None


def _collapsed(white: re.Match[str]) -> str:
    return _SOURCE_END if "\n" in white[0] else " "


def _joined(runs: list[Run]) -> list[Run]:
    """Runs with the white space as a browser shows it, which may lie in two of them."""
    whole = "".join([run.text for run in runs])
    kept: list[tuple[int, int, str]] = []  # where white space begins and ends, and what is shown of it
    for white in _WRAPPED.finditer(whole):
        before, after = whole[white.start() - 1 : white.start()], whole[white.end() : white.end() + 1]
        beside = before in ("", "\n") or after in ("", "\n") or (_SOURCE_END in white[0] and _WIDE.match(before) and _WIDE.match(after))
        kept.append((*white.span(), "" if beside else " "))
    if not kept:
        return runs
    out: list[Run] = []
    at = 0
    spans = iter(kept)
    span = next(spans, None)
    for run in runs:
        parts: list[str] = []
        end = at + len(run.text)
        begin = at
        while span and span[0] < end:
            start, stop, shown = span
            if start >= begin:
                parts += [whole[at:start], shown]
            at = min(stop, end)
            if stop > end:
                break
            span = next(spans, None)
        parts.append(whole[at:end])
        at = end
        out.append(run._replace(text="".join(parts)))
    return out
