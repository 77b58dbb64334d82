"""The words of the review's page in Chinese and English: its own from ``words.toml``, those of a record's fields from the views."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from bulletin_parse.rules import RULES
from bulletin_parse.views.labels import labels_of
from bulletin_parse.views.languages import LANGUAGES


@cache
def words_of(language: str) -> Mapping[str, Any]:
    """All words of the page in a language, by name.

    Args:
        language: ``zh`` or ``en``.

    Raises:
        ValueError: there are none in this language.
    """
    labels = vars(labels_of(language))
    own = tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))[language]
    names = labels.get("rules", {})
    rules = {rule.code: {"name": names.get(rule.code, rule.name), "about": explained(rule.page)} for rule in RULES}
    return {"fields": {**{name: words for name, words in labels.items() if isinstance(words, str)}, **own.pop("fields")}, **own, "rules": rules}


def explained(page: str) -> str:
    r"""What a rule's manual page says of a finding, in two sentences: what should be so, and what to do.

    >>> explained("Every item has a link.\n\nWhy: it leads back.\nMend: add the link\n    of the original.")
    'Every item has a link. Add the link of the original.'
    """
    rule, _, rest = page.partition("\n")
    _, mark, mend = rest.partition("Mend:")
    return " ".join([rule, *([mend.strip()[:1].upper() + " ".join(mend.split())[1:]] if mark else [])])


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
