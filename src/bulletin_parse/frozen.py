"""A mapping that cannot be changed and can be hashed, and tuples that know their kind, for fields of frozen records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar, get_args

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

Value = TypeVar("Value", covariant=True)


class FrozenMapping(Mapping[str, Value]):
    """Names and values in the order given; equal to any mapping of the same content, hashed by content whatever the order.

    >>> places = FrozenMapping({"title": 1})
    >>> places == {"title": 1}, hash(places) == hash(FrozenMapping({"title": 1}))
    (True, True)
    """

    __slots__ = ("_held",)
    _held: dict[str, Value]

    def __init__(self, held: Mapping[str, Value] | None = None) -> None:
        object.__setattr__(self, "_held", dict(held or {}))

    def __getitem__(self, name: str) -> Value:
        return self._held[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def __contains__(self, name: object) -> bool:
        return name in self._held

    def get(self, name: str, default: Any = None) -> Any:  # the inherited one asks by an exception
        """The value of a name, or the default."""
        return self._held.get(name, default)

    def __eq__(self, other: object) -> bool:
        return self._held == (other._held if isinstance(other, FrozenMapping) else other)

    def __hash__(self) -> int:
        return hash(frozenset(self._held.items()))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a FrozenMapping cannot be changed")

    def __delattr__(self, name: str) -> None:
        raise AttributeError("a FrozenMapping cannot be changed")

    def __repr__(self) -> str:
        return repr(self._held)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._held,)


class Held:
    """Marks a field annotated as a tuple: whatever sequence is given, a tuple of a kind of its own is stored.

    Args:
        kind: the subclass of ``tuple``.
    """

    def __init__(self, kind: Callable[[Any], Any]) -> None:
        self.kind = kind

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema

        return core_schema.no_info_after_validator_function(self.kind, handler(source))


class Frozen:
    """Marks a field annotated as a mapping: whatever mapping is given, a :class:`FrozenMapping` is stored, and JSON shows a plain object."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema

        plain = handler.generate_schema(dict[get_args(source)])  # type: ignore[misc]  # the arguments are known when the class is made
        shown = core_schema.wrap_serializer_function_ser_schema(lambda value, serialise: serialise(dict(value)), schema=plain)
        return core_schema.no_info_after_validator_function(FrozenMapping, plain, serialization=shown)
