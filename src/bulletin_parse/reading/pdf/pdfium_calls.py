"""Functions of pdfium's called at the least price: a page has hundreds of objects and lines, and ctypes takes more time than pdfium does.

What a call costs beside pdfium's own work is its arguments: one that is converted costs half as much as a call without any, one made before nothing.
"""

from __future__ import annotations

import ctypes
from typing import Any


def bare(function: Any, result: Any, *arguments: Any) -> Any:
    """A function of pdfium's that keeps the interpreter's lock, which costs as much to give away as the call takes.

    Args:
        function: pypdfium2's raw one.
        result: the type of what it gives; an address comes as a number.
        arguments: the types of its first arguments that are converted, such as addresses that are numbers. Those behind them are integers of C's ``int``,
            and what ``held`` and ``Room`` make.
    """
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)


def held_address(pointer: Any) -> int:
    """The address that a pointer holds, 0 for none."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


def held(pointer: Any) -> Any:
    """The address that a pointer holds, as an argument for many calls."""
    return ctypes.byref(ctypes.c_char.from_address(held_address(pointer)))


class Room:
    """Where pdfium writes numbers, with an argument for each place, made once: making one costs as much as converting it.

    Args:
        kind: the numbers' type.
        step: how many numbers a call writes at a place.
    """

    def __init__(self, kind: Any, step: int) -> None:
        self._kind, self._step = kind, step
        self._places: list[Any] = []
        self._values: Any = None

    def places(self, count: int) -> list[Any]:
        """At least so many places."""
        if count > len(self._places):
            count = max(count, 2 * len(self._places))
            numbers = (self._kind * (count * self._step))()
            self._places = [ctypes.byref(numbers, at) for at in range(0, ctypes.sizeof(numbers), self._step * ctypes.sizeof(self._kind))]
            self._values = memoryview(numbers).cast("B").cast(self._kind._type_)
        return self._places

    def values(self, count: int) -> list[Any]:
        """The numbers at the first places, one after the other."""
        found: list[Any] = self._values[: count * self._step].tolist() if count else []
        return found
