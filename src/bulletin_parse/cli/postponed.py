"""Modules that libraries import and a command asks nothing: they are loaded when somebody does."""

from __future__ import annotations

import importlib
import sys
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

_METADATA = "importlib.metadata"
_TABLES = "pymupdf.table"


class _Postponed(ModuleType):
    """Stands for a module until something of it is asked for. From then on the module is there itself, and this has its names for whoever holds it."""

    def __getattr__(self, name: str) -> Any:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


def postpone_metadata() -> None:
    """Has ``importlib.metadata``, which brings the modules that read mail and others, 25 in all, loaded when it is used.

    pydantic imports its ``entry_points`` to look for plugins, which commands have it not look for: here that is a function which asks the module itself.
    Whatever else is imported from it, or below it, loads it.
    """
    if _METADATA not in sys.modules and (spec := find_spec(_METADATA)):
        postponed = _Postponed(_METADATA)
        postponed.__spec__, postponed.__path__ = spec, spec.submodule_search_locations or []
        postponed.__dict__["entry_points"] = lambda **params: postponed.__getattr__("entry_points")(**params)
        sys.modules[_METADATA] = importlib.metadata = postponed


def postpone_tables() -> None:
    """Has PyMuPDF's search for tables, an eighth of what it loads, loaded when it is used; tables are found here by what the lines say."""
    if "pymupdf" not in sys.modules:
        sys.modules[_TABLES] = _Postponed(_TABLES)
