"""BP901 to BP906: what reading the file left in doubt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bulletin_parse.errors import GarbledText, NoTextLayer
from bulletin_parse.models import Bulletin, Finding, PageRegion, Where
from bulletin_parse.rules.differences import differing_fields
from bulletin_parse.rules.pairing import folded
from bulletin_parse.rules.registry import Fault, reading_rule, rule
from bulletin_parse.rules.runner import stamped
from bulletin_parse.rules.wording import MAX_QUOTED, quoted
from bulletin_parse.text.plausible import garbled, garbled_whole


@reading_rule("BP901", "no-text-layer", "error")
def no_text_layer(error: NoTextLayer) -> Iterator[Fault]:
    """The PDF has text, and not pictures of it only.

    Why: from pictures nothing can be parsed; the file is missing in every search.
    Passes: a PDF saved by a word processor or a browser
    Fails: a scan
    Mend: save the PDF from the document again, or recognise its pages and parse the result.
    """
    yield Fault(f"{error.reason}. {error.remedy}", subject="text")


@rule("BP902", "residue", "warning")
def residue(bulletin: Bulletin) -> Iterator[Fault]:
    """Every piece of text is a field, a label, or what repeats on each page.

    Why: residue is text that no field holds; what it says is missing in the record.
    Passes: a bulletin of the usual form
    Fails: a line between lead and index that is part of neither
    Mend: look at the place; a label the template does not know can be added to it.
    """
    for remnant in bulletin.residue:
        yield Fault(f"text that belongs to no field: {quoted(remnant.text)}", where=remnant.where, subject=folded(remnant.text)[:MAX_QUOTED])


@rule("BP903", "garbled-text", "error")
def garbled_text(bulletin: Bulletin) -> Iterator[Fault]:
    """Every field's characters can be read.

    Why: a broken font gives signs without meaning, or plausible wrong ones, and nobody finds the text again.
    Passes: 患者服务平台
    Fails: (cid:1243)(cid:88), U+FFFD, signs of private use; many rare ideographs, Yi or Hangul in one field; common characters that make
    no words. A warning where the file is damaged and text may be missing, an info where radicals (⽬) stood for characters (目).
    Mend: read the file with another engine (--engine), or save the PDF again with its fonts embedded.
    """
    # Residue is judged with the rest, not piece by piece: BP902 reports each.
    texts = list(_texts(bulletin))
    seen = False
    for name, text, item, where in texts:
        if reason := garbled(text):
            seen = True
            yield Fault(f"{name} is garbled ({reason}): {quoted(text)}", item, where, f"{name}|{folded(text)[:MAX_QUOTED]}")
    if not seen and (reason := garbled_whole([*[text for _, text, _, _ in texts], *[remnant.text for remnant in bulletin.residue]])):
        yield Fault(f"the text as a whole is garbled: {reason}", subject="text")
    if bulletin.source and not bulletin.source.complete:
        yield Fault("the file is damaged: the engine went over a broken place, and text may be missing", subject="damage", severity="warning")
    if radicals := bulletin.printed.get("radicals"):
        words = f"the text layer has radicals for characters; the record holds the characters: {quoted(radicals)}"
        yield Fault(words, where=bulletin.places.get("radicals", ()), subject="radicals", severity="info")


@reading_rule("BP904", "engines-disagree", "warning")
def engines_disagree(first: Bulletin, second: Bulletin) -> Iterator[Fault]:
    """Two engines read the same fields from the PDF; width and spaces do not count.

    Why: where two engines differ, one of them is wrong, and neither says so.
    Passes: both read “互联互通”
    Fails: one reads “互联互通”, the other “互联互”
    Mend: look at the page, and parse with the engine that is right.
    """
    names = [bulletin.source.engine if bulletin.source else name for bulletin, name in ((first, "first"), (second, "second"))]
    for field in differing_fields(first, second):
        words = f"{field.name} differs: {names[0]} {_shown(field.left)} {names[1]} {_shown(field.right)}"
        yield Fault(words, field.item, field.where, field.name)


class Doubt(NamedTuple):
    """A place that OCR was not sure of, with what it read and how sure it was, from 0 to 1."""

    region: PageRegion
    text: str
    confidence: float


@reading_rule("BP906", "doubtful-ocr", "warning")
def doubtful_ocr(bulletin: Bulletin, doubts: Sequence[Doubt]) -> Iterator[Fault]:
    """No field rests on signs that OCR was not sure of.

    Why: a wrong character in a link or a title is not seen until somebody needs it.
    Passes: a title recognised with confidence 0.99
    Fails: a link recognised with confidence 0.71
    Mend: compare the field with the page.
    """
    for name, item, where in _placed(bulletin):
        for doubt in doubts:
            if any(isinstance(region, PageRegion) and _overlap(region, doubt.region) for region in where):
                yield Fault(f"{name} rests on doubtful OCR: {quoted(doubt.text)} (confidence {doubt.confidence:.2f})", item, (doubt.region,), name)


def unreadable(error: NoTextLayer) -> Finding:
    """The finding that stands for a file without a text layer."""
    (fault,) = no_text_layer.function(error)
    return stamped(no_text_layer, fault, None).model_copy(update={"file": error.source})


def undecipherable(error: GarbledText) -> Finding:
    """The finding that stands for a file whose text layer is garbled to the last word."""
    fault = Fault(f"{error.reason}. {error.remedy}", subject="text")
    return stamped(garbled_text, fault, None).model_copy(update={"file": error.source})


def compare(first: Bulletin, second: Bulletin) -> tuple[Finding, ...]:
    """Each field in which two parses of one file differ, as findings on the first."""
    return tuple([stamped(engines_disagree, fault, first) for fault in engines_disagree.function(first, second)])


def doubtful(bulletin: Bulletin, doubts: Sequence[Doubt]) -> tuple[Finding, ...]:
    """Each field that rests on a doubtful place, as findings on the bulletin."""
    return tuple([stamped(doubtful_ocr, fault, bulletin) for fault in doubtful_ocr.function(bulletin, doubts)])


def _texts(bulletin: Bulletin) -> Iterator[tuple[str, str, int | None, Where]]:
    """Every text of a record with its field's name, item and place."""
    for name, text in (("title", bulletin.title), ("issue_label", bulletin.issue_label), ("publisher", bulletin.publisher), ("lead", bulletin.lead)):
        if text:
            yield name, text, None, bulletin.places.get(name, ())
    for entry in bulletin.index:
        yield "index entry", f"{entry.title} {entry.source or ''}", entry.number, entry.where
    for item in bulletin.items:
        for name, text in (("title", item.title), ("source", item.source), ("link", item.link), ("headline", item.headline), ("byline", item.byline)):
            if text:
                yield f"item's {name}", text, item.number, item.places.get(name) or item.where
        for block in item.blocks:
            yield f"item's {block.kind}", block.text, item.number, block.where or item.where


def _placed(bulletin: Bulletin) -> Iterator[tuple[str, int | None, Where]]:
    """Every field's name, item and place."""
    for name, where in bulletin.places.items():
        yield name, None, where
    for item in bulletin.items:
        for name, where in item.places.items():
            yield f"item's {name}", item.number, where


def _overlap(one: PageRegion, other: PageRegion) -> bool:
    left, top, right, bottom = one.bbox
    x0, y0, x1, y1 = other.bbox
    return one.page == other.page and left < x1 and x0 < right and top < y1 and y0 < bottom


def _shown(value: object) -> str:
    return "nothing" if value in (None, "") else quoted(str(value))
