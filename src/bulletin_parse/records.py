"""The base of all parts of a record: frozen, hashable, checked when it is made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from bulletin_parse.errors import ArgumentError
from bulletin_parse.frozen import FrozenMapping, Held


class Record(BaseModel):
    """Base of all parts: frozen to its last value, hashable, and closed to unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="constants")

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy with other values, which are not validated; mappings among them are frozen, and tuples become of their field's kind."""
        frozen = {name: self._held(name, value) for name, value in (update or {}).items()}
        return super().model_copy(update=frozen, deep=deep)

    def __str__(self) -> str:
        return repr(self)

    def _held(self, name: str, value: Any) -> Any:
        """A value as a field of this name holds it."""
        if isinstance(value, Mapping):
            return FrozenMapping(value)
        field = type(self).model_fields.get(name)
        if isinstance(value, tuple) and field:
            return next((mark.kind(value) for mark in field.metadata if isinstance(mark, Held)), value)
        return value

    def replace(self, **values: Any) -> Self:
        """A copy with other values, validated as those of a record that is read.

        Raises:
            ArgumentError: there is no such field, or it cannot hold the value.

        >>> bulletin.replace(issue_number=665).issue_number  # doctest: +SKIP
        665
        """
        try:
            return type(self).model_validate({name: getattr(self, name) for name in type(self).model_fields} | values)
        except ValidationError as error:
            raise ArgumentError(f"{type(self).__name__}.replace()", said(error), remedy="docs/record.md has the fields and what they hold") from error

    def __dir__(self) -> list[str]:
        """What a reader of a record looks for; pydantic's own methods are there and not listed."""
        return [name for name in super().__dir__() if not name.startswith("model_") and name not in _OLD_NAMES]


Part = TypeVar("Part", bound=Record)

# What a model's instance holds, set as pydantic's own ``model_construct`` does, which costs more than validation.
_hold_values = BaseModel.__dict__["__dict__"].__set__
_hold_given, _hold_extra, _hold_private = [BaseModel.__dict__[f"__pydantic_{name}__"].__set__ for name in ("fields_set", "extra", "private")]


def as_read(kind: type[Part], values: dict[str, Any], given: set[str]) -> Part:
    """A part of a record, of values that validation would leave as they are: it is left out for those that a record has many of.

    Args:
        kind: a record without private attributes.
        values: all its fields.
        given: the names of those that are not there by default; one set serves all parts, as frozen ones never change theirs.
    """
    part: Part = object.__new__(kind)
    _hold_values(part, values)
    _hold_given(part, given)
    _hold_extra(part, None)
    _hold_private(part, None)
    return part


# Names that pydantic keeps of its first version.
_OLD_NAMES = frozenset(
    [
        "construct",
        "copy",
        "dict",
        "from_orm",
        "json",
        "parse_file",
        "parse_obj",
        "parse_raw",
        "schema",
        "schema_json",
        "update_forward_refs",
        "validate",
    ]
)


def said(error: ValidationError) -> str:
    """The first thing that a validation found: where, and what."""
    first = error.errors(include_url=False, include_context=False)[0]
    return f"{'.'.join(map(str, first['loc'])) or 'the record'}: {first['msg']}"
