"""How values of the record show themselves, without importing what shows them.

The record has methods and properties that need the floors above it: its findings, its Markdown, its displays. The package's
front names the function behind each; it is imported when first asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import Any, Literal

Face = Literal["findings", "markdown", "picture", "html", "rich"]

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
