"""What was corrected once and is wrong elsewhere too: the same correction for other bulletins, and words that a template lacks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from bulletin_parse.addresses import steps_of
from bulletin_parse.corrections.collection import Corrections
from bulletin_parse.corrections.correction import Add, Correction, Move, Piece, Set
from bulletin_parse.corrections.reviewer import Reviewer
from bulletin_parse.errors import CorrectionError
from bulletin_parse.models import Bulletin
from bulletin_parse.parsing.template import Template, load_template
from bulletin_parse.press.outlets import built_in_outlets
from bulletin_parse.text.folding import fold
from bulletin_parse.text.lazy import lazy_pattern

# Fields of which a whole value is wrong everywhere where it is wrong once: names, not texts that belong to one bulletin.
_NAMES = ("source", "category", "publisher", "title")
_LABEL = lazy_pattern(r"[【\[（(]?\s*(?P<word>[^\W\d_]{2,8})\s*[】\])）]?\s*[:：]")


class Same(NamedTuple):
    """A correction that would apply elsewhere: what is like it, and the corrections for the other places, ready to be added."""

    like: Correction
    what: str
    corrections: tuple[Correction, ...]


class Word(NamedTuple):
    """A word that a template lacks: its key, the correction that shows it, and the places that it would read right at once."""

    key: str
    word: str
    like: Correction
    places: tuple[tuple[int | None, str], ...]


class Suggestions(NamedTuple):
    """What corrections teach."""

    same: tuple[Same, ...]
    words: tuple[Word, ...]


def suggested(corrections: Corrections, bulletins: Iterable[Bulletin], *, by: str, at: str | None = None, template: Template | None = None) -> Suggestions:
    """Where the corrections that there are would apply elsewhere.

    Args:
        corrections: what was corrected.
        bulletins: the corrected records of an archive; one is held at a time.
        by: who would say so.
        at: when; None for now.
        template: the series' words; None for the built-in ones.
    """
    words = template or load_template(None)
    lessons = _lessons(corrections)
    labels = {label.word: label for label in _labels(corrections, words)}
    same: dict[str, list[Correction]] = defaultdict(list)
    places: dict[str, list[tuple[int | None, str]]] = defaultdict(list)
    for bulletin in bulletins:
        if bulletin.source is None:
            continue
        for lesson, said in _applied(lessons, bulletin, by, at):
            same[lesson.like.id].append(said)
        for field, text in _texts(bulletin):
            if (match := _LABEL.match(text)) and match["word"] in labels:
                places[match["word"]].append((bulletin.issue_number, field))
    found = [Same(lesson.like, lesson.what, tuple(same[lesson.like.id])) for lesson in lessons if same[lesson.like.id]]
    return Suggestions(tuple(found), tuple([Word(label.key, word, label.like, tuple(places[word])) for word, label in labels.items()]))


class _Lesson(NamedTuple):
    like: Correction
    what: str
    name: str  # of the field, "host", or "text"
    was: str
    now: str


class _Label(NamedTuple):
    key: str
    word: str
    like: Correction


def _lessons(corrections: Corrections) -> list[_Lesson]:
    """What the corrections teach, each once."""
    found: dict[tuple[str, str], _Lesson] = {}
    for each in corrections:
        for lesson in _lesson(each):
            found.setdefault((lesson.name, fold(lesson.was)), lesson)
    return list(found.values())


def _lesson(each: Correction) -> Iterator[_Lesson]:
    if isinstance(each, Set) and isinstance(each.was, str) and isinstance(each.now, str):
        steps = steps_of(each.field)
        name = str(steps[-1])
        if name in _NAMES and not (name == "title" and len(steps) > 1) and not (name == "source" and built_in_outlets().named(each.was)):
            yield _Lesson(each, f"{name} “{each.was}” is “{each.now}”", name, each.was, each.now)
        elif name == "link":
            was, now = _host(each.was), _host(each.now)
            if was and now and was != now and each.was.replace(was, now, 1) == each.now:
                yield _Lesson(each, f"host {was} is {now}", "host", was, now)
    elif isinstance(each, Move) and each.to.field == "furniture":
        for piece in each.pieces:
            yield _Lesson(each, f"“{piece.text}” is furniture", "text", piece.text, "furniture")


def _applied(lessons: Iterable[_Lesson], bulletin: Bulletin, by: str, at: str | None) -> Iterator[tuple[_Lesson, Correction]]:
    """The lessons that a bulletin needs, as corrections of it."""
    reviewer = Reviewer(bulletin, by=by, at=at)
    values = list(_values(bulletin))
    for lesson in lessons:
        why = f"as in {lesson.like.issue_number} ({lesson.like.id}): {lesson.like.why}"
        for field, name, value in values:
            now = lesson.now if name == lesson.name and fold(value) == fold(lesson.was) else None
            if lesson.name == "host" and name == "link" and _host(value) == lesson.was:
                now = value.replace(lesson.was, lesson.now, 1)
            try:
                if lesson.name == "text" and name == "text" and fold(value) == fold(lesson.was):
                    yield lesson, reviewer.move([field], lesson.now, why=why)
                elif now is not None:
                    yield lesson, reviewer.set(field, now, why=why)
            except CorrectionError:  # a place of which no correction can be made
                continue


def _values(bulletin: Bulletin) -> Iterator[tuple[str, str, str]]:
    """The values that lessons are about: address, name and value."""
    for name in ("publisher", "title"):
        if value := getattr(bulletin, name):
            yield name, name, value
    for list_name in ("index", "items"):
        for at, part in enumerate(getattr(bulletin, list_name)):
            for name in ("source", "category", "link"):
                if value := getattr(part, name, None):
                    yield f"{list_name}[{at}].{name}", name, value
    for at, item in enumerate(bulletin.items):
        yield from [(f"items[{at}].blocks[{place}]", "text", block.text) for place, block in enumerate(item.blocks) if block.text]
    for name in ("residue", "front_matter", "back_matter"):
        yield from [(f"{name}[{at}]", "text", part.text) for at, part in enumerate(getattr(bulletin, name))]


def _texts(bulletin: Bulletin) -> Iterator[tuple[str, str]]:
    """The texts that may begin with a label nobody knew."""
    yield from [(field, text) for field, name, text in _values(bulletin) if name == "text"]
    for at, item in enumerate(bulletin.items):
        yield from [(f"items[{at}].labels.{word}", f"{word}：{text}") for word, text in item.labels.items()]


def _labels(corrections: Corrections, template: Template) -> Iterator[_Label]:
    """Words before a colon that stood in a text which a person made a source or a link of, and that the template lacks."""
    for each in corrections:
        for piece, role in _roles(each):
            word = _label_of(piece)
            if word and role in ("source", "link") and word not in _known(template, role):
                yield _Label(f"labels.{role}", word, each)


def _label_of(piece: Piece) -> str | None:
    """The label before a text, or under which the record keeps it among the further labels."""
    steps = steps_of(piece.field)
    if len(steps) > 1 and steps[-2] == "labels":
        return str(steps[-1])
    match = _LABEL.match(piece.text)
    return match["word"] if match else None


def _roles(each: Correction) -> Iterator[tuple[Piece, str]]:
    if isinstance(each, Add):
        yield from [(piece, piece.becomes) for piece in each.pieces]
    elif isinstance(each, Move):
        yield from [(piece, str(steps_of(each.to.field)[-1])) for piece in each.pieces]


def _known(template: Template, role: str) -> frozenset[str]:
    words: Mapping[str, tuple[str, ...]] = template.words
    return frozenset(words.get(role, ()))


def _host(link: str) -> str:
    try:
        return urlsplit(link).netloc
    except ValueError:
        return ""
