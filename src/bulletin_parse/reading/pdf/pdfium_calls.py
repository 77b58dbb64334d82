"""Functions of pdfium's called at the least price: a page has hundreds of objects and lines, and ctypes takes more time than pdfium does.

What a call costs beside pdfium's own work is its arguments: one that is converted costs half as much as a call without any, one made before nothing.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from itertools import repeat
from typing import Any

PLACES = 128  # for the numbers of so many calls there is room at once


def bare(function: Any, result: Any, *arguments: Any) -> Any:
    """A function of pdfium's that keeps the interpreter's lock, which costs as much to give away as the call takes.

    Args:
        function: pypdfium2's raw one.
        result: the type of what it gives; an address comes as a number.
        arguments: the types of all its arguments, where addresses that are numbers are to be converted. Without any, arguments are integers of C's
            ``int`` and what knows its type: what ``held`` and ``Room`` make, a ``c_void_p``. Never the types of only the first arguments: the call
            would be made as of a function of any number of arguments, to which Apple's processors pass them in another way.
    """
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)


def held_address(pointer: Any) -> int:
    """The address that a pointer holds, 0 for none."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


def held(pointer: Any) -> Any:
    """The address that a pointer holds, as an argument for many calls."""
    return ctypes.byref(ctypes.c_char.from_address(held_address(pointer)))


class Room:
    """Where pdfium writes numbers, with an argument for each place, made once in a process: making one costs as much as converting it.

    One thread at a time is in pdfium (``exclusive``), and what it wrote is taken out before it is asked again.

    Args:
        kind: the numbers' type.
        step: how many numbers a call writes.
        pointers: to how many of these it is given a pointer of its own; it writes the others behind the last one.
    """

    def __init__(self, kind: Any, step: int, pointers: int = 1) -> None:
        self._step = step
        numbers = (kind * (PLACES * step))()
        size = ctypes.sizeof(kind)
        self._pointers = [[ctypes.byref(numbers, (place * step + at) * size) for place in range(PLACES)] for at in range(pointers)]
        self._values = memoryview(numbers).cast("B").cast(kind._type_)

    def told(self, function: Any, each: Sequence[int], *before: Any) -> list[Any]:
        """The numbers that a function writes, one after the other; zeros where it has none.

        Args:
            function: as ``bare`` gives it; it answers 0 where it writes nothing.
            each: its argument, of each call.
            before: its arguments before that, of all calls.
        """
        found: list[Any] = []
        step = self._step
        for begin in range(0, len(each), PLACES):
            some = each[begin : begin + PLACES] if len(each) > PLACES else each
            answers = list(map(function, *map(repeat, before), some, *self._pointers))
            found += self._values[: len(some) * step].tolist()
            if 0 in answers:
                for at in [at for at, answer in enumerate(answers, begin) if not answer]:
                    found[at * step : (at + 1) * step] = [0] * step
        return found
