"""How values of the record show themselves, without importing what shows them.

The record has methods and properties that need the floors above it: its findings, its Markdown, its displays. The package's
front names the function behind each; it is imported when first asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import Any, Literal, Self, SupportsIndex, TypeVar, overload

Face = Literal["findings", "markdown", "picture", "html", "rich"]
Value = TypeVar("Value", covariant=True)

SHORT = 60  # characters of a title in a line
LINES = 5  # values that a representation of several names

_named: dict[Face, str] = {}


def show_with(functions: Mapping[Face, str]) -> None:
    """Names the function behind each face as ``module:function``; called once, by the package's front."""
    _named.update(functions)
    face.cache_clear()


@cache
def face(name: Face) -> Callable[..., Any]:
    """The function that makes a face of a value, which is its first argument."""
    module, _, function = _named[name].partition(":")
    found: Callable[..., Any] = getattr(import_module(module), function)
    return found


class Displayed:
    """Shows itself in a notebook, and when rich prints it."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return str(face("html")(self))

    def __rich__(self) -> Any:
        return face("rich")(self)


class Displays(Displayed, tuple[Value, ...]):
    """A tuple that shows itself in a notebook and prints as a few lines; its slices do too."""

    __slots__ = ()

    @overload
    def __getitem__(self, at: SupportsIndex) -> Value: ...
    @overload
    def __getitem__(self, at: slice) -> Self: ...
    def __getitem__(self, at: SupportsIndex | slice) -> Value | Self:
        found = super().__getitem__(at)
        return type(self)(found) if isinstance(at, slice) else found  # type: ignore[arg-type, return-value]

    def __repr__(self) -> str:
        return lines_of(type(self).__name__, self)


def lines_of(name: str, values: tuple[Any, ...] | list[Any]) -> str:
    """Several values as a representation of a line each, the first ones only."""
    shown = [f"  {value!r}" for value in values[:LINES]]
    more = [f"  … and {len(values) - LINES} more"] if len(values) > LINES else []
    return "\n".join([f"<{name}: {len(values) or 'none'}>", *shown, *more])


def in_short(text: str, most: int = SHORT) -> str:
    """A text in quotes, cut to a length; what is not printed in it is escaped, so that it keeps to its line."""
    return repr(text if len(text) <= most else f"{text[: most - 1]}…")
