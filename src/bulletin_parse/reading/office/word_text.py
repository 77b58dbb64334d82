"""A paragraph of Word as runs: what is printed of it, what its fields and revisions mean, and what hangs on it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from bulletin_parse.reading.office.sheet import Look, Run
from bulletin_parse.reading.office.word_numbers import symbols_plain
from bulletin_parse.reading.office.word_styles import Facts, Styles, W, is_on, is_white
from bulletin_parse.text.lazy import lazy_pattern

RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_PICTURES = ("}pic", "}imagedata", "}OLEObject", "}chart", "}relIds")
_ADDRESS = lazy_pattern(r'HYPERLINK\s+"(?P<target>[^"]+)"', re.IGNORECASE)
HIDDEN, DELETED, WHITE = "set as hidden text", "deleted, with changes tracked", "white on white"
# Elements whose text is not printed: the readings of ruby, comments' anchors, properties, what a field says to Word.
_SILENT = frozenset(W + tag for tag in ("rPr", "pPr", "rt", "sdtPr", "sdtEndPr", "instrText", "delInstrText", "commentReference", "annotationRef", "rubyPr"))
_CHARACTERS = {W + "tab": "\t", W + "ptab": "\t", W + "cr": "\n", W + "noBreakHyphen": "-"}


class Text(NamedTuple):
    """A paragraph's runs, the ids of its notes, the boxes that hang on it, and text that is not printed, with the reason."""

    runs: list[Run]
    notes: list[tuple[str, str]]
    boxes: list[Any]
    hidden: list[tuple[str, str]]


class _Field:
    """A field that is open: what it says, and whether its result has begun."""

    def __init__(self) -> None:
        self.code = ""
        self.shown = False

    @property
    def link(self) -> str:
        """Where it leads, if it is a link."""
        found = _ADDRESS.search(self.code)
        return found["target"] if found else ""


class ParagraphReader:
    """Reads paragraphs of one part; fields may run from one paragraph into the next.

    Args:
        styles: the document's.
        targets: where the part's relationships lead, by their ids.
    """

    def __init__(self, styles: Styles, targets: Mapping[str, str]) -> None:
        self._styles = styles
        self._targets = targets
        self._fields: list[_Field] = []

    def read(self, paragraph: Any, facts: Facts) -> Text:
        """The text of a paragraph.

        Args:
            paragraph: the element ``w:p``.
            facts: what styles say of it.
        """
        text = Text([], [], [], [])
        for child in paragraph:
            self._take(child, facts, "", "", text)
        return text

    def _take(self, element: Any, facts: Facts, link: str, why: str, text: Text) -> None:
        tag = element.tag
        if not isinstance(tag, str) or tag in _SILENT:
            return
        if tag == W + "r":
            own = self._styles.of_run(facts, element.find(W + "rPr"))
            why = why or (HIDDEN if own.get("hidden") else WHITE if is_white(own) else "")
            self._take_run(element, own, link, why, text)
            return
        if tag in (W + "del", W + "moveFrom"):
            why = DELETED
        elif tag == W + "hyperlink":
            link = self._targets.get(element.get(RELATIONS + "id", ""), "") or link
        elif tag == W + "fldSimple" and (found := _ADDRESS.search(element.get(W + "instr", ""))):
            link = found["target"]
        elif tag == _M + "t" and element.text:
            self._add(Run(element.text, self._styles.look(facts), link), why, text)
            return
        for child in _chosen(element):
            self._take(child, facts, link, why, text)

    def _take_run(self, run: Any, facts: Facts, link: str, why: str, text: Text) -> None:
        look = self._styles.look(facts)
        for child in _chosen(run):
            tag = child.tag
            if tag == W + "fldChar":
                self._field(child.get(W + "fldCharType"))
            elif tag == W + "instrText" and self._fields:
                self._fields[-1].code += child.text or ""
            elif isinstance(tag, str) and all(field.shown for field in self._fields):
                link_here = link or next((field.link for field in reversed(self._fields) if field.link), "")
                self._take_piece(child, look, link_here, why, text)

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].shown = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _take_piece(self, piece: Any, look: Look, link: str, why: str, text: Text) -> None:
        """One element of a run."""
        tag = piece.tag
        if tag in (W + "t", W + "delText"):
            self._add(Run(symbols_plain(piece.text or ""), look, link), DELETED if tag == W + "delText" else why, text)
        elif tag in _CHARACTERS:
            self._add(Run(_CHARACTERS[tag], look, link), why, text)
        elif tag == W + "br":
            if piece.get(W + "type") in (None, "textWrapping"):
                self._add(Run("\n", look, link), why, text)
        elif tag == W + "sym":
            self._add(Run(symbols_plain(_character(piece.get(W + "char"))), look, link), why, text)
        elif tag in (W + "footnoteReference", W + "endnoteReference"):
            if not why:
                text.notes.append((tag.removeprefix(W).removesuffix("Reference"), piece.get(W + "id", "")))
        elif tag == W + "ruby":
            for run in piece.iterfind(f"{W}rubyBase/{W}r"):
                self._take_run(run, {"size": look.size, "font": look.font, "bold": look.bold}, link, why, text)
        elif tag in (W + "drawing", W + "pict", W + "object"):
            self._take_drawing(piece, look, why, text)
        elif tag == _MC + "AlternateContent":
            for child in _chosen(piece):
                self._take_piece(child, look, link, why, text)

    @staticmethod
    def _take_drawing(drawing: Any, look: Look, why: str, text: Text) -> None:
        if why:
            return
        boxes = [box for box in drawing.iter(W + "txbxContent") if not _is_second(box, drawing)]
        text.boxes.extend(boxes)
        if not boxes and any(isinstance(each.tag, str) and each.tag.endswith(_PICTURES) for each in drawing.iter()):
            text.runs.append(Run("", look, picture=True))

    @staticmethod
    def _add(run: Run, why: str, text: Text) -> None:
        if why:
            text.hidden.append((run.text, why))
        else:
            text.runs.append(run)


def is_deleted(properties: Any) -> bool:
    """Whether the mark at a paragraph's end is deleted, so that the next paragraph goes on with it."""
    own = properties.find(W + "rPr") if properties is not None else None
    return own is not None and (own.find(W + "del") is not None or own.find(W + "moveFrom") is not None)


def is_hidden(facts: Facts, properties: Any) -> bool:
    """Whether a paragraph's own mark is hidden, and its automatic number with it."""
    own = properties.find(W + "rPr") if properties is not None else None
    hidden = is_on(own, "vanish")
    return bool(facts.get("hidden")) if hidden is None else hidden


def _chosen(element: Any) -> list[Any]:
    """The children of an element; of a choice that newer and older versions of Word read differently, one alternative."""
    if element.tag != _MC + "AlternateContent":
        return list(element)
    choices = list(element)
    return next((list(choice) for choice in choices if len(choice)), [])


def _is_second(box: Any, drawing: Any) -> bool:
    """Whether a box is inside another, whose paragraphs tell of it, or is the older form of one that was met."""
    at = box.getparent()
    while at is not None and at is not drawing:
        if at.tag in (W + "txbxContent", _MC + "Fallback"):
            return True
        at = at.getparent()
    return False


def _character(code: str | None) -> str:
    try:
        return chr(int(code or "", 16))
    except (ValueError, OverflowError):
        return ""
