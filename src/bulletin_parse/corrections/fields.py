"""Which fields people correct, and what each can hold."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, get_type_hints

from pydantic import BaseModel, TypeAdapter, ValidationError

from bulletin_parse import addresses
from bulletin_parse.addresses import Step, address_of, steps_of
from bulletin_parse.corrections.parts import LISTS
from bulletin_parse.errors import NoSuchField, WrongValue
from bulletin_parse.models import Block, Bulletin, DateRange, Entry, Item, Remnant
from bulletin_parse.records import Record
from bulletin_parse.repair.edits import RANGE, WORDS

# What a page prints; where it was read from, what read it, and what else was found out is no field that people correct.
_FIELDS: Mapping[type[Record], frozenset[str]] = {
    Bulletin: frozenset(
        {
            *("title", "issue_label", "issue_number", "issue_numbers", "supplement", "publisher"),
            *("published", "lead", "declared_count", "date_range", "printed"),
        }
    ),
    Entry: frozenset(["number", "title", "source", "category"]),
    Item: frozenset(["number", "title", "source", "link", "further_links", "link_target", "category", "labels", "headline", "byline", "published"]),
    Block: frozenset(["kind", "text", "rows"]),
    Remnant: frozenset({"text"}),
    DateRange: frozenset({"start", "end"}),
}


_ONE_LINE = frozenset({"paragraph", "heading", "caption"})  # blocks that a line's end would part
# Fields whose values are numbers, true or false, or lists.
_JSON = frozenset({"number", "issue_number", "issue_numbers", "declared_count", "supplement", "further_links", "rows"})


def value_as_held(holder: type[Item | Entry] | Bulletin, field: str, value: object) -> Any:
    """A value as corrections hold it: dates as ISO text, ranges as ISO intervals, lists as tuples.

    Args:
        holder: the record; or the kind of part that is made, of which ``field`` names a field.
        field: the address.
        value: what the field shall say.

    Raises:
        NoSuchField: there is no such field, or none that people correct.
        WrongValue: it cannot hold the value.
    """
    name = holder.source.name if isinstance(holder, Bulletin) and holder.source else "the record"
    try:
        steps = steps_of(field)
        model, rest = _owner(holder, steps)
    except (LookupError, ValueError) as error:
        raise NoSuchField(name, str(error.args[0]), place=field) from error
    first = str(rest[0])
    if first not in _FIELDS.get(model, ()):
        if first in model.model_fields:
            raise NoSuchField(name, f"{first} is nothing that a page prints: nobody corrects it", place=field)
        raise NoSuchField(name, f"{_article(model)} has no {first}", place=field)
    if model is Block and isinstance(holder, Bulletin):
        _refuse_for_blocks(name, field, holder, steps[: len(steps) - len(rest)], first, value)
    return _checked(name, field, model, rest, value)


def _refuse_for_blocks(name: str, field: str, bulletin: Bulletin, place: tuple[Step, ...], first: str, value: object) -> None:
    """Refuses what no block can say: nothing, several lines, text beside a table's cells."""
    kind = addresses.value_at(bulletin, address_of(*place)).kind
    is_table = kind == "table"
    if first == "text" and not is_table and kind != "figure" and isinstance(value, str | None) and not (value or "").strip():
        raise WrongValue(name, f"a {kind} without text is none", place=field, remedy="Move it: to residue, furniture or back_matter")
    if first == "text" and kind in _ONE_LINE and isinstance(value, str) and "\n" in value.strip():
        raise WrongValue(name, f"a {kind} has no line break", place=field, remedy="Part it: each part is a block of its own")
    if is_table and first == "text":
        raise NoSuchField(name, "a table's text is made of its cells", place=field, remedy=f"Correct its cells: {address_of(*place)}.rows[0][0]")
    if not is_table and first == "rows":
        raise NoSuchField(name, "it is no table", place=field)
    if not is_table and first == "kind" and value == "table":
        raise WrongValue(name, "a table is made of cells, and this text has none", place=field)


def _owner(holder: type[Item | Entry] | Bulletin, steps: tuple[Step, ...]) -> tuple[type[Record], tuple[Step, ...]]:
    """The kind of the innermost part that an address leads into, and what of it."""
    if not isinstance(holder, Bulletin):
        return holder, steps
    inner: Any = holder
    model, rest = type(inner), steps
    for at, step in enumerate(steps[:-1]):
        inner = _inner(holder, steps[: at + 1])
        if isinstance(inner, BaseModel) and type(inner) in _FIELDS and step != RANGE:
            model, rest = type(inner), steps[at + 1 :]
        elif step == RANGE and inner is None:
            raise LookupError("there is no date range yet; set date_range to an interval (2026-03-07/2026-03-13)")
        elif step == RANGE:
            model, rest = DateRange, steps[at + 1 :]
    if isinstance(rest[0], int) or (rest[0] in LISTS and len(rest) > 1):
        raise LookupError("it is a part, and no field; join, part, move, add or remove it")
    return model, rest


def _inner(holder: Bulletin, steps: tuple[Step, ...]) -> Any:
    address = address_of(*steps)
    try:
        return addresses.value_at(holder, address)
    except LookupError as error:
        raise LookupError(f"there is no {address}") from error


def _checked(name: str, field: str, model: type[Record], rest: tuple[Step, ...], value: object) -> Any:
    plain = _plain(value)
    first = str(rest[0])
    if first in WORDS:
        if len(rest) != 2 or not isinstance(rest[1], str):
            raise NoSuchField(name, f"{first} holds words by name", place=field, remedy=f'Name one: {field.partition("[")[0]}["关键词"]')
        if not (plain is None or isinstance(plain, str)):
            raise WrongValue(name, f"it holds text, and {plain!r} is none", place=field)
        return plain
    try:
        typed = _read(model, first, plain, inner=len(rest) > 1)
    except (ValidationError, ValueError) as error:
        words = error.errors(include_url=False)[0]["msg"] if isinstance(error, ValidationError) else str(error)
        raise WrongValue(name, f"{plain!r} is nothing that it can say ({words})", place=field) from None
    return _plain(typed)


def _read(model: type[Record], first: str, plain: Any, *, inner: bool) -> Any:
    """The value as the field's type reads it."""
    if first == RANGE and isinstance(plain, str):
        start, slash, end = plain.partition("/")
        if not slash:
            raise ValueError("a range is an interval like 2026-03-07/2026-03-13")
        ends = {"start": None if start == ".." else start, "end": None if end == ".." else end}
        return DateRange.model_validate_json(DateRange.model_validate(ends).model_dump_json())
    if inner and plain is None and first != "rows":
        return None  # an element of a list that goes
    adapter = _adapter(model, first)
    if not inner:
        return adapter.validate_python(plain, strict=not isinstance(plain, str) or model.model_fields[first].annotation != (date | None))
    whole = ((plain,),) if first == "rows" else (plain,)
    adapter.validate_python(whole, strict=True)
    return plain


@cache
def _adapter(model: type[Record], name: str) -> TypeAdapter[Any]:
    return TypeAdapter(get_type_hints(model, include_extras=True)[name])


def _plain(value: Any) -> Any:
    if isinstance(value, DateRange):
        return f"{value.start or '..'}/{value.end or '..'}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return tuple([_plain(each) for each in value])
    return value


def value_of_text(bulletin: Bulletin, field: str, text: str) -> object:
    """A value as a command line gives it: numbers, true and false, and lists as JSON where the field holds no text.

    Raises:
        NoSuchField: there is no such field.
    """
    try:
        _, rest = _owner(bulletin, steps_of(field))
    except (LookupError, ValueError) as error:
        raise NoSuchField(bulletin.source.name if bulletin.source else "the record", str(error.args[0]), place=field) from error
    if rest[0] not in _JSON or (len(rest) > 1 and rest[0] != "issue_numbers"):
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text


def _article(model: type[Record]) -> str:
    return {"Bulletin": "a bulletin", "Entry": "an entry", "Item": "an item", "Block": "a block", "Remnant": "a piece of text"}.get(model.__name__, "it")
