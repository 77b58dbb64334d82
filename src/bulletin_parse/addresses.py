"""The address of a value in a record, as Python reaches it: ``items[2].link``, ``date_range.end``, ``items[0].labels["关键词"]``.

Its grammar: ``name { "." name | "[" digits "]" | "[" JSON string "]" }``. A name begins with a letter or ``_`` and goes on with letters, digits
and ``_``; a key of a mapping that is such a name is written as one (``printed.published``), any other as a JSON string. Records of schema
1.0 have ``items.2.link``, which is read as ``items[2].link``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from bulletin_parse.frozen import FrozenMapping

Step = str | int

_NAME = r"[^\W\d]\w*"
_STEP = re.compile(rf'(?:\A|(?<=[\w\]])\.)(?P<name>{_NAME})|\[(?P<at>\d+)\]|\.(?P<old>\d+)(?=\.|\Z)|\[(?P<key>"(?:[^"\\]|\\.)*")\]')
_PLAIN = re.compile(rf"{_NAME}\Z")


def steps_of(address: str) -> tuple[Step, ...]:
    """The names and places (from 0) that an address leads through.

    Raises:
        ValueError: it is no address.

    >>> steps_of("items[2].link") == steps_of("items.2.link")
    True
    """
    steps: list[Step] = []
    end = 0
    while end < len(address):
        match = _STEP.match(address, end)
        if match is None:
            break
        end = match.end()
        number = match["at"] or match["old"]
        steps.append(int(number) if number else match["name"] or json.loads(match["key"]))
    if not steps or end < len(address) or not isinstance(steps[0], str):
        raise ValueError(f"no address of a value: “{address}”; one is written like items[2].link")
    return tuple(steps)


def address_of(*steps: Step) -> str:
    """The address that leads through names and places (from 0).

    >>> address_of("items", 2, "link"), address_of("items", 0, "labels", "a.b")
    ('items[2].link', 'items[0].labels["a.b"]')
    """
    written = [f"[{step}]" if isinstance(step, int) else f".{step}" if _PLAIN.match(step) else f"[{json.dumps(step, ensure_ascii=False)}]" for step in steps]
    return "".join(written).removeprefix(".")


def value_at(record: Any, address: str) -> Any:
    """The value at an address; None for a name that a mapping does not have.

    Raises:
        LookupError: the record has no such place or field.
        ValueError: it is no address.
    """
    for step in steps_of(address):
        record = _child(record, step)
    return record


def with_value(record: Any, address: str, value: Any) -> Any:
    """The record with another value at an address, not validated; None takes a name out of a mapping.

    Raises:
        LookupError: the record has no such place or field.
        ValueError: it is no address.
    """
    return _with(record, steps_of(address), value)


def with_inserted(record: Any, address: str, value: Any) -> Any:
    """The record with a value put into a list at an address; what stood there, and all behind it, moves on by one.

    Raises:
        LookupError: the record has no such list, or one that is shorter.
        ValueError: it is no address.
    """
    return _with_list(record, address, lambda values, at: (*values[:at], value, *values[at:]), 0)


def without(record: Any, address: str) -> Any:
    """The record without the element of a list at an address; all behind it moves up by one.

    Raises:
        LookupError: the record has no such element.
        ValueError: it is no address.
    """
    return _with_list(record, address, lambda values, at: (*values[:at], *values[at + 1 :]), 1)


def _with_list(record: Any, address: str, change: Callable[[tuple[Any, ...], int], tuple[Any, ...]], least: int) -> Any:
    """The record with a list changed; ``least`` values must stand at the place or behind it."""
    *above, at = steps_of(address)
    values = value_at(record, address_of(*above)) if above else None
    if not isinstance(values, tuple) or not isinstance(at, int) or at + least > len(values):
        raise LookupError(f"there is no place {address} in a list")
    return _with(record, tuple(above), change(values, at))


def _child(record: Any, step: Step) -> Any:
    if isinstance(record, Mapping):
        return record.get(step)
    if isinstance(record, tuple) and isinstance(step, int) and step < len(record):
        return record[step]
    if isinstance(step, str) and step in getattr(type(record), "model_fields", {}):
        return getattr(record, step)
    raise LookupError(f"a {type(record).__name__} has no {step}")


def _with(record: Any, steps: tuple[Step, ...], value: Any) -> Any:
    step, rest = steps[0], steps[1:]
    inner = _with(_child(record, step), rest, value) if rest else value
    if isinstance(record, Mapping):
        return FrozenMapping({name: each for name, each in {**record, step: inner}.items() if each is not None})
    _child(record, step)  # there must be one
    if isinstance(step, int):
        return (*record[:step], inner, *record[step + 1 :])
    return record.model_copy(update={step: inner})
