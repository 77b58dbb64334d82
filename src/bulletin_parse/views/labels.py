"""The words of the pages: in English from ``labels.toml``, in other languages from the catalogue of messages."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from types import SimpleNamespace

from bulletin_parse.text.language import worded
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
    words = tomllib.loads(files(__package__).joinpath("labels.toml").read_text(encoding="utf-8"))
    return SimpleNamespace(**{name: worded(f"labels.{name}", text, language) for name, text in words.items()})
