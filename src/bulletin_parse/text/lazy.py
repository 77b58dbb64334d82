"""Patterns that are compiled when they are first used.

A file needs half of them, and those with wide ranges of Han characters take a millisecond each to compile.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, AnyStr, cast

_METHODS = ("match", "fullmatch", "search", "findall", "finditer", "split", "sub", "subn")


class _Lazy:
    """Stands for a pattern. From its first use on it has the methods of the compiled one, so that no call costs more."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self.pattern, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[str | bytes, int]]:
        return lazy_pattern, (self.pattern, self._flags)


def lazy_pattern(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What ``re.compile`` gives, compiled when one of its methods is first asked for.

    The functions of ``re`` do not take it in a pattern's place; its own methods do what they do.

    >>> lazy_pattern("[一二三]期").search("第三期").group()
    '三期'
    """
    return cast("re.Pattern[AnyStr]", _Lazy(pattern, flags))
