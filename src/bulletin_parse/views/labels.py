"""The words of the pages in Chinese and English, from ``labels.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from types import SimpleNamespace

from bulletin_parse.views.languages import LANGUAGES


@cache
def labels_of(language: str) -> SimpleNamespace:
    """The labels of a language, as attributes (a dict's ``items`` and ``keys`` would hide labels of these names).

    Args:
        language: ``zh`` or ``en``.

    Raises:
        ValueError: there are no labels in this language.
    """
    if language not in LANGUAGES:
        raise ValueError(f"there are no labels in {language!r}; choose one of {', '.join(LANGUAGES)}")
    return SimpleNamespace(**tomllib.loads(files(__package__).joinpath("labels.toml").read_text(encoding="utf-8"))[language])
