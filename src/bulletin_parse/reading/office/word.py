"""Word's documents (.docx, .docm, .dotx): their package is opened by python-docx, and read as what would be printed of them."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any

from bulletin_parse.errors import ReaderMissing, UnreadableSource
from bulletin_parse.limits import meter
from bulletin_parse.reading.document import Document
from bulletin_parse.reading.office.package import check_package
from bulletin_parse.reading.office.sheet import ParagraphSheet, Run
from bulletin_parse.reading.office.word_numbers import Numbering
from bulletin_parse.reading.office.word_styles import Facts, Styles, W, is_on, value
from bulletin_parse.reading.office.word_text import RELATIONS, ParagraphReader, Text, is_deleted, is_hidden

NAME = "python-docx"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_HOLDERS = frozenset(W + tag for tag in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
_REMEDY = "Open it in Word or LibreOffice, save it again as .docx, or print it to PDF"
_LOOK_EVERY = 256  # paragraphs between two looks at the clock
_MOST_COLUMNS = 63  # of a table in Word


def version() -> str:
    """The version of python-docx, which must be installed."""
    import docx

    return str(docx.__version__)


def read(data: bytes, source: str) -> Document:
    """A Word document as paragraphs.

    Args:
        data: the file's bytes.
        source: the file's name, for messages.

    Raises:
        ReaderMissing: the extra ``[office]`` is not installed.
        EncryptedSource: a password is needed.
        UnreadableSource: it is broken.
        LimitExceeded: it would take more than the limits allow.
    """
    try:
        import docx  # noqa: F401
        from lxml import etree
    except ImportError as error:
        raise ReaderMissing(source, "it is a Word document, and the package that reads those is not installed") from error
    check_package(data, source)
    try:
        return _DocumentReader(_package(data), source).document()
    except (KeyError, ValueError, AttributeError, IndexError, OSError, etree.XMLSyntaxError) as error:
        raise UnreadableSource(source, f"the Word document is broken ({_said(error)})", remedy=_REMEDY) from error


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__


def _package(data: bytes) -> Any:
    from docx.opc.package import OpcPackage

    return OpcPackage.open(io.BytesIO(data))


def _root(part: Any) -> Any:
    """A part's root element; None if there is no part."""
    from docx.oxml.parser import parse_xml

    return None if part is None else parse_xml(part.blob)


def _related(part: Any, kind: str) -> Any:
    """The part that stands in a relationship of some kind; None if there is none."""
    return next((each.target_part for each in part.rels.values() if each.reltype == _RELATIONSHIP + kind and not each.is_external), None)


def _targets(part: Any) -> dict[str, str]:
    return {name: each.target_ref for name, each in part.rels.items() if each.is_external}


class _DocumentReader:
    """Reads a document's parts into a sheet, in the order in which they are printed."""

    def __init__(self, package: Any, source: str) -> None:
        self._main = package.main_document_part
        self._source = source
        self._sheet = ParagraphSheet()
        self._styles = Styles(_root(_related(self._main, "styles")))
        self._numbering = Numbering(_root(_related(self._main, "numbering")))
        self._notes = {kind: _Notes(_related(self._main, f"{kind}s"), kind) for kind in ("footnote", "endnote")}
        self._paragraphs = 0

    def document(self) -> Document:
        """The whole document."""
        root = _root(self._main)
        body = root.find(W + "body")
        if body is None:
            raise UnreadableSource(self._source, "it is no Word document that is read here", remedy=_REMEDY)
        sections = list(body.iter(W + "sectPr"))
        for text in self._running(sections, "header"):
            self._take_part(text, furniture=True)
        if sections and is_on(sections[0], "titlePg") and (first := self._part_of(sections[0], "header", "first")) is not None:
            self._take_part(first)  # what stands on the first page alone is no running header
        self._take_all(body, ParagraphReader(self._styles, _targets(self._main)))
        for text in self._running(sections, "footer"):
            self._take_part(text, furniture=True)
        return self._sheet.document(NAME, version(), MEDIA_TYPE)

    def _running(self, sections: list[Any], kind: str) -> list[Any]:
        """The headers or footers of a document, each part once."""
        names = ("default", "even") if kind == "header" else ("default", "even", "first")
        found = [self._part_of(section, kind, name) for section in sections for name in names]
        return list({id(part): part for part in found if part is not None}.values())

    def _part_of(self, section: Any, kind: str, name: str) -> Any:
        for each in section.iterchildren(f"{W}{kind}Reference"):
            if each.get(W + "type", "default") == name:
                return self._main.related_parts.get(each.get(RELATIONS + "id"))
        return None

    def _take_part(self, part: Any, *, furniture: bool = False) -> None:
        self._take_all(_root(part), ParagraphReader(self._styles, _targets(part)), furniture=furniture)

    def _take_all(self, holder: Any, reader: ParagraphReader, *, furniture: bool = False, note: bool = False) -> list[int]:
        """Takes the paragraphs and tables in an element; returns the places of their lines."""
        places: list[int] = []
        waiting: list[Run] = []
        for each in _paragraphs_and_tables(holder):
            if each.tag == W + "tbl":
                places += self._take_table(each, reader)
            else:
                taken, waiting = self._take_paragraph(each, reader, waiting, furniture=furniture, note=note)
                places += taken
        if waiting:
            places += self._sheet.paragraph(waiting, furniture=furniture, note=note)
        return places

    def _take_paragraph(self, paragraph: Any, reader: ParagraphReader, before: list[Run], *, furniture: bool, note: bool) -> tuple[list[int], list[Run]]:
        """Takes a paragraph, with the runs of those before it whose ends are deleted; or returns its own, if its end is."""
        self._paragraphs += 1
        if self._paragraphs % _LOOK_EVERY == 0:
            meter().clock(f"paragraph {self._sheet.number}")
        properties = paragraph.find(W + "pPr")
        facts = self._styles.of_paragraph(properties)
        text = reader.read(paragraph, facts)
        if is_deleted(properties):
            self._hide(text)
            return [], [*before, *text.runs]
        number = self._number(facts, properties, text)
        level = self._numbering.level_of(facts)
        setting = self._styles.setting(facts, self._numbering.indents(str(facts.get("numId", "")), level))
        look = next((run.look for run in text.runs if run.text.strip()), self._styles.look(facts))
        lead = [Run(number, look)] if number else []
        indented = setting.start >= look.size and not setting.centred
        places = self._sheet.paragraph([*lead, *before, *text.runs], centred=setting.centred, indented=indented, furniture=furniture, note=note)
        self._hide(text)
        for box in text.boxes:
            places += self._take_all(box, reader, furniture=furniture)
        for kind, name in text.notes:
            self._take_note(kind, name)
        return places, []

    def _number(self, facts: Facts, properties: Any, text: Text) -> str:
        """The paragraph's automatic number; an empty paragraph prints one too, and counts."""
        name = str(facts.get("numId", ""))
        if not name or name == "0" or is_hidden(facts, properties):
            return ""
        if not any(run.text.strip() or run.picture for run in text.runs) and text.hidden:
            return ""
        return self._numbering.next(name, self._numbering.level_of(facts))

    def _hide(self, text: Text) -> None:
        for why in dict.fromkeys([why for _, why in text.hidden]):
            self._sheet.hide("".join([words for words, each in text.hidden if each == why]), why)

    def _take_note(self, kind: str, name: str) -> None:
        notes = self._notes[kind]
        if (note := notes.take(name)) is not None:
            self._take_all(note, ParagraphReader(self._styles, notes.targets), note=True)

    def _take_table(self, table: Any, reader: ParagraphReader) -> list[int]:
        """Takes a table; one of a single column is a frame round its text, and one that holds tables lays out a page."""
        rows: list[list[list[int]]] = []
        everything: list[int] = []
        for row in _rows(table):
            cells: list[list[int]] = [[] for _ in range(_span(row.find(W + "trPr"), "gridBefore", 0))]
            for cell in _cells(row):
                properties = cell.find(W + "tcPr")
                merged = properties.find(W + "vMerge") if properties is not None else None
                goes_on = merged is not None and merged.get(W + "val", "continue") == "continue"
                places = [] if goes_on else self._take_all(cell, reader)
                everything += places
                cells += [places, *[[] for _ in range(_span(properties, "gridSpan", 1) - 1)]]
            rows.append(cells)
        if table.find(f".//{W}tbl") is None:
            self._sheet.table(rows)
        return everything


class _Notes:
    """The footnotes or endnotes of a document, each taken once."""

    def __init__(self, part: Any, kind: str) -> None:
        root = _root(part)
        self.targets: Mapping[str, str] = _targets(part) if part is not None else {}
        found = root.iterchildren(W + kind) if root is not None else ()
        self._of_id = {each.get(W + "id", ""): each for each in found if each.get(W + "type") in (None, "normal")}

    def take(self, name: str) -> Any:
        """A note by its id; None if there is none, or it was taken."""
        return self._of_id.pop(name, None)


def _paragraphs_and_tables(holder: Any) -> Iterator[Any]:
    """The paragraphs and tables in an element, in order, those in content controls and insertions too."""
    waiting = [iter(holder)]
    while waiting:
        each = next(waiting[-1], None)
        if each is None:
            waiting.pop()
        elif each.tag in (W + "p", W + "tbl"):
            yield each
        elif each.tag in _HOLDERS:
            waiting.append(iter(each))


def _rows(table: Any) -> Iterator[Any]:
    for each in _within(table, "tr"):
        properties = each.find(W + "trPr")
        if properties is None or properties.find(W + "del") is None:
            yield each


def _cells(row: Any) -> Iterator[Any]:
    yield from _within(row, "tc")


def _within(holder: Any, tag: str) -> Iterator[Any]:
    """The children of some kind, those in content controls too."""
    for each in holder:
        if each.tag == W + tag:
            yield each
        elif each.tag in _HOLDERS:
            yield from _within(each, tag)


def _span(properties: Any, tag: str, default: int) -> int:
    """How many columns a cell spans, or a row leaves free; no table has more than Word allows."""
    said = value(properties, tag)
    return min(int(said), _MOST_COLUMNS) if said is not None and said.isdigit() else default
