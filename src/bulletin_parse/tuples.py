"""``NamedTuple``, made in a fifth of the time: a check defines 110 of them before it reads anything.

``typing``'s compiles each annotation, and then a constructor for each class, 0.15 ms in all. Here annotations stay the text that ``from __future__ import
annotations`` leaves them, and classes of so many fields share a constructor's code. A type checker sees ``typing``'s own, and so does whoever uses one:
tuples of it have the same names, constructor, methods and shape.
"""

from __future__ import annotations

import sys
from collections import namedtuple
from collections.abc import Iterable
from functools import cache
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any, Self, cast

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple

_MOST = 64  # fields of a class
_pattern = namedtuple("_pattern", [f"_{at}" for at in range(_MOST)], rename=True)  # type: ignore[misc]  # noqa: PYI024 - the standard's own, to take from
_OWN = vars(_pattern)
_GETTERS = [_OWN[f"_{at}"] for at in range(_MOST)]
_UNKNOWN_NAME = TypeError if sys.version_info >= (3, 13) else ValueError
_GLOBALS = {"_tuple_new": tuple.__new__, "__builtins__": {}}


class _Named(tuple[Any, ...]):
    """What all of them have, as ``collections.namedtuple`` gives it."""

    __slots__ = ()
    _fields = cast("tuple[str, ...]", ())  # without an annotation, which would be a field's
    _asdict = _OWN["_asdict"]
    __getnewargs__ = _OWN["__getnewargs__"]

    @classmethod
    def _make(cls, iterable: Iterable[Any]) -> Self:
        made = tuple.__new__(cls, iterable)
        if len(made) != len(cls._fields):
            raise TypeError(f"{cls.__name__}._make: {len(made)} != {len(cls._fields)}")
        return made

    def _replace(self, /, **values: Any) -> Self:
        made = self._make(map(values.pop, self._fields, self))
        if values:
            raise _UNKNOWN_NAME(f"{type(self).__name__}._replace: {list(values)!r}")
        return made

    __replace__ = _replace

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join([f'{name}={value!r}' for name, value in zip(self._fields, self, strict=True)])})"


@cache
def _constructor(count: int) -> CodeType:
    """The code that makes a tuple of so many fields."""
    names = "".join([f"_{at}, " for at in range(count)])
    made: FunctionType = eval(f"lambda _cls, {names}: _tuple_new(_cls, ({names}))")  # noqa: S307 - nothing but numbers, as in namedtuple
    return made.__code__


class _Maker(type):
    """Makes a class statement's body a class of tuples."""

    def __new__(mcs, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> Any:
        if not bases:
            return super().__new__(mcs, name, bases, body)
        fields = tuple(body.get("__annotations__", ()))
        defaults = {field: body[field] for field in fields if field in body}
        if tuple(defaults) != fields[len(fields) - len(defaults) :] or len(bases) > 1:
            raise TypeError(f"{name}{fields}")  # fields with a default come last, and there is no other base
        # The names of a function's arguments are part of its code, which is the same otherwise.
        code = _constructor(len(fields)).replace(co_name="__new__", co_varnames=("_cls", *fields))
        made = body["__new__"] = FunctionType(code, _GLOBALS, "__new__", tuple(defaults.values()))
        made.__qualname__ = f"{name}.__new__"  # which a wrong call is told with
        body.update(zip(fields, _GETTERS, strict=False))
        return type(name, (_Named,), body | {"__slots__": (), "_fields": fields, "__match_args__": fields, "_field_defaults": defaults})


if not TYPE_CHECKING:

    class NamedTuple(metaclass=_Maker):
        """Base of classes whose annotations are the fields of a tuple."""
