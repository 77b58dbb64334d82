"""The language that messages are shown in.

A message is made in English where it arises, and it stays English in records, findings, baselines, archives and JSON. It is translated where it is
shown to people, by ``said``: its words are found again in the catalogue, whose texts have named places for values (``{count} files``). So a message
that an archive keeps, that crosses from a child process or that another one quotes is translated as one that was just made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bulletin_parse.text.catalogue import Catalogue

ENGLISH, CHINESE = "en", "zh"
VARIABLE = "BULLETIN_PARSE_LANG"
# What names the language of messages in POSIX, the strongest first.
_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")

# The language of this process's messages, which the one who runs commands names: it is how messages are shown and no more.
_spoken = ENGLISH
_catalogue: Catalogue | None = None


def chosen_language(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language that a command's arguments name (``--lang``), else the environment, else English.

    >>> chosen_language(["check", "--lang", "zh"], {"LANG": "C"}), chosen_language([], {"LC_ALL": "", "LANG": "zh_CN.UTF-8"})
    ('zh', 'zh')
    >>> chosen_language(["check"], {"BULLETIN_PARSE_LANG": "en", "LANG": "zh_CN.UTF-8"}), chosen_language([], {"LC_ALL": "C", "LANG": "zh_CN"})
    ('en', 'en')
    """
    for at, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument.startswith("--lang="):
            return _of(argument.partition("=")[2])
        if argument == "--lang" and at + 1 < len(arguments):
            return _of(arguments[at + 1])
    names = (VARIABLE, *_LOCALE)
    return _of(next((environment[name] for name in names if environment.get(name)), ""))


def _of(name: str) -> str:
    """The language that a name such as ``zh_CN.UTF-8`` or ``zh-Hans`` means."""
    return CHINESE if name[:2].lower() == CHINESE and not name[2:3].isalpha() else ENGLISH


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Inside, messages are shown in this language."""
    global _spoken  # how one process words its messages
    before, _spoken = _spoken, language
    try:
        yield
    finally:
        _spoken = before


def speak(language: str) -> None:
    """From now on messages are shown in this language."""
    global _spoken  # as above
    _spoken = language


def spoken() -> str:
    """The language that messages are shown in: ``zh`` or ``en``."""
    return _spoken


def said(text: str, language: str | None = None) -> str:
    """A message, or lines of messages, as they are shown to people.

    Args:
        text: in English.
        language: ``zh`` or ``en``; None for the one that is spoken.
    """
    if (language or _spoken) == ENGLISH:
        return text
    global _catalogue  # it is read once, and only where another language than English is spoken
    if _catalogue is None:
        from bulletin_parse.text.catalogue import Catalogue

        _catalogue = Catalogue.of("zh_CN")
    return _catalogue.translated(text)
