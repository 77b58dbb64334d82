"""The words of the review's page: its own from ``words.toml`` and the catalogue of messages, those of a record's fields from the views."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from bulletin_parse.rules import RULES
from bulletin_parse.rules.manual import parts_of
from bulletin_parse.text.language import ENGLISH, said, worded
from bulletin_parse.views.labels import labels_of
from bulletin_parse.views.languages import LANGUAGES

# What an answer tells in a sentence, of doubts, corrections, hidden text and the rules on the archive.
_REASONS = ("why", "reason", "failure")


@cache
def words_of(language: str) -> Mapping[str, Any]:
    """All words of the page in a language, by name.

    Args:
        language: ``zh`` or ``en``.

    Raises:
        ValueError: there are none in this language.
    """
    labels = vars(labels_of(language))
    own = _in(language, tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8")), "words")
    rules = {rule.code: {"name": said(rule.name, language), "about": explained(rule.page, language)} for rule in RULES}
    return {"fields": {**{name: words for name, words in labels.items() if isinstance(words, str)}, **own.pop("fields")}, **own, "rules": rules}


def _in(language: str, words: Mapping[str, Any], room: str) -> dict[str, Any]:
    return {name: worded(f"{room}.{name}", text, language) if isinstance(text, str) else _in(language, text, f"{room}.{name}") for name, text in words.items()}


def explained(page: str, language: str = ENGLISH) -> str:
    r"""What a rule's manual page says of a finding, in two sentences: what should be so, and what to do.

    >>> explained("Every item has a link.\n\nWhy: it leads back.\nMend: add the link\n    of the original.")
    'Every item has a link. Add the link of the original.'
    """
    rule, *parts = parts_of(page)
    mend = next((said(part, language) for part in parts if part.startswith("Mend:")), "")
    label = said("Mend", language)
    said_of_it = mend.removeprefix(label).lstrip(":： ")
    return " ".join([said(rule, language), *([said_of_it[:1].upper() + said_of_it[1:]] if mend else [])])


def shown_in(value: Any, language: str) -> Any:
    """An answer with what people read of it in their language: the message of a finding as ``said`` beside itself, reasons in their place.

    Args:
        value: what JSON can hold.
        language: ``zh`` or ``en``.
    """
    if isinstance(value, (list, tuple)):
        return [shown_in(each, language) for each in value]
    if not isinstance(value, dict):
        return value
    shown = {key: said(held, language) if key in _REASONS and isinstance(held, str) else shown_in(held, language) for key, held in value.items()}
    return {**shown, "said": said(value["message"], language)} if isinstance(value.get("message"), str) else shown


def language_of(accepted: str) -> str:
    """The language for a browser that accepts some, by its header; Chinese where it says nothing of either.

    >>> language_of("en-GB,en;q=0.9,zh;q=0.5"), language_of("fr"), language_of("")
    ('en', 'zh', 'zh')
    """
    weighed = []
    for at, part in enumerate(accepted.split(",")):
        name, _, weight = part.strip().partition(";q=")
        try:
            weighed.append((-float(weight or 1), at, name[:2].lower()))
        except ValueError:
            continue
    return next((name for _, _, name in sorted(weighed) if name in LANGUAGES), LANGUAGES[0])
