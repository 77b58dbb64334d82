"""BP901 to BP904 and BP906: what reading the file left in doubt."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin_parse.addresses import steps_of
from bulletin_parse.errors import BulletinError, GarbledText, NoTextLayer, PartOfBulletin
from bulletin_parse.matching.differences import differing_fields
from bulletin_parse.matching.pairing import folded
from bulletin_parse.models import Bulletin, Finding, PageRegion, Where
from bulletin_parse.rules.addressed import number_at
from bulletin_parse.rules.form import part_of_bulletin
from bulletin_parse.rules.registry import Fault, reading_rule, rule
from bulletin_parse.rules.runner import stamped
from bulletin_parse.text.plausible import garbled, garbled_whole
from bulletin_parse.text.wording import MAX_QUOTED, quoted


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
    """Every page, and every field's characters, can be read.

    Why: a broken font gives characters without meaning, or plausible wrong ones, and nobody finds the text again.
    Passes: 患者服务平台
    Fails: (cid:1243)(cid:88), U+FFFD, characters of private use; many rare ideographs, Yi or Hangul in one field; common characters that make
        no words; a page of pictures in which nothing was recognised, or whose hidden text is not what the picture shows.
        A warning where text may be missing (a broken place, a font that is not embedded), an info where radicals (⽬) or second codes (U+F98E for 年)
        stood for characters.
    Mend: read the file with another engine (--engine), or save the PDF again with its fonts embedded; for pages of
        pictures install bulletin-parse[ocr], or scan them again.
    """
    unread = [page for page in bulletin.source.page_sources if page.unread] if bulletin.source else []
    for page in unread:
        place = PageRegion(page=page.page, bbox=(0, 0, 0, 0))
        yield Fault(f"page {page.page} could not be read: {page.unread}", None, (place,), f"page {page.page}")
    # Residue is judged with the rest, not piece by piece: BP902 reports each.
    texts = list(_texts(bulletin))
    seen = False
    for name, text, item, where in texts:
        if reason := garbled(text):
            seen = True
            yield Fault(f"{name} is garbled ({reason}): {quoted(text)}", item, where, f"{name}|{folded(text)[:MAX_QUOTED]}")
    if not seen and (reason := garbled_whole([*[text for _, text, _, _ in texts], *[remnant.text for remnant in bulletin.residue]])):
        yield Fault(f"the text as a whole is garbled: {reason}", subject="text")
    if bulletin.source and not bulletin.source.complete and not unread:
        yield Fault(
            "text may be missing: the file has a broken place, or a font that is not embedded and that the engine reads in part",
            subject="damage",
            severity="warning",
        )
    if radicals := bulletin.printed.get("radicals"):
        words = f"the text layer has radicals or second codes for characters; the record holds the characters: {quoted(radicals)}"
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


@rule("BP906", "doubtful-ocr", "warning")
def doubtful_ocr(bulletin: Bulletin) -> Iterator[Fault]:
    """No field rests on characters that OCR was not sure of and that nothing else in the bulletin confirms.

    A link's identifier is a warning, since nobody reads it before it is needed; a word in a text is an info.

    Why: a wrong character in a link or a title is not seen until somebody needs it.
    Passes: a title that index and item say alike
    Fails: https://news.cctv.com/…/ARTI4⟦l⟧FbQttZ51.shtml, in which ⟦l⟧ may be 1
    Mend: compare the field with the page; the characters in ⟦ ⟧ are the doubtful ones.
    """
    for doubt in bulletin.doubts:
        if doubt.kind != "ocr":
            continue
        words = f"{_named(doubt.field) if doubt.field else 'a line'} rests on doubtful OCR: {doubt.marked}" + (f" ({doubt.why})" if doubt.why else "")
        yield Fault(words, number_at(bulletin, doubt.field), doubt.where, doubt.field, severity=None if doubt.field.endswith(".link") else "info")


def finding_of(error: BulletinError) -> Finding | None:
    """The finding that stands for a file that cannot be read; None if no rule speaks of such."""
    if isinstance(error, (NoTextLayer, PartOfBulletin)):
        return unreadable(error)
    return undecipherable(error) if isinstance(error, GarbledText) else None


def unreadable(error: NoTextLayer | PartOfBulletin) -> Finding:
    """The finding that stands for a file without a text layer, or with a part of a bulletin only."""
    each = no_text_layer if isinstance(error, NoTextLayer) else part_of_bulletin
    (fault,) = each.function(error)
    return stamped(each, fault, None).model_copy(update={"file": error.source})


def undecipherable(error: GarbledText) -> Finding:
    """The finding that stands for a file whose text layer is garbled to the last word."""
    fault = Fault(f"{error.reason}. {error.remedy}", subject="text")
    return stamped(garbled_text, fault, None).model_copy(update={"file": error.source})


def compare(first: Bulletin, second: Bulletin) -> tuple[Finding, ...]:
    """Each field in which two parses of one file differ, as findings on the first."""
    return tuple([stamped(engines_disagree, fault, first) for fault in engines_disagree.function(first, second)])


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


def _named(field: str) -> str:
    """What a message calls a field: items[2].link is “item's link”."""
    part, *rest = steps_of(field)
    name = next((step for step in reversed(rest) if isinstance(step, str)), field)
    return {"items": "item's ", "index": "entry's "}.get(str(part), "") + name


def _shown(value: object) -> str:
    return "nothing" if value in (None, "") else quoted(str(value))
