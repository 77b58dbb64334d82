"""The language that messages are shown in.

A message is made in English where it arises, and it stays English in records, findings, baselines, archives and JSON. It is translated where it is
shown to people, by ``said``: its words are found again in the catalogue, whose texts have named places for values (``{count} files``). So a message
that an archive keeps, that crosses from a child process or that another one quotes is translated as one that was just made.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bulletin_parse.text.catalogue import Catalogue

ENGLISH, CHINESE = "en", "zh"
VARIABLE = "BULLETIN_PARSE_LANG"
# What names the language of messages in POSIX, the strongest first.
_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")

# How Chinese prints the marks that join parts of a line, and the one between names.
_MARKS = {", ": "，", ": ": "："}
_BETWEEN_NAMES = "、"

# The language of this process's messages, which the one who runs commands names: it is how messages are shown and no more. None where no command runs.
_spoken: str | None = None
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
    return _spoken or ENGLISH


def language_of_displays() -> str:
    """The language in which values show themselves in a notebook or terminal: that of the command that runs, else the environment's, else English."""
    return _spoken or chosen_language((), os.environ)


def said(text: str, language: str | None = None) -> str:
    """A message, or lines of messages, as they are shown to people.

    Args:
        text: in English.
        language: ``zh`` or ``en``; None for the one that is spoken.
    """
    if (language or spoken()) == ENGLISH:
        return text
    return _of_chinese().translated(text)


def _of_chinese() -> Catalogue:
    global _catalogue  # it is read once, and only where another language than English is spoken
    if _catalogue is None:
        from bulletin_parse.text.catalogue import Catalogue

        _catalogue = Catalogue.of("zh_CN")
    return _catalogue


def worded(name: str, text: str, language: str | None = None) -> str:
    """A word or sentence of a page in a language. It is found by its name: one word of English may be several of another language.

    Args:
        name: the context that it has in the catalogue (``labels.title``).
        text: in English.
        language: ``zh`` or ``en``; None for the one that is spoken.
    """
    return text if (language or spoken()) == ENGLISH else _of_chinese().named(name, text)


def flattened(words: Mapping[str, Any], room: str) -> Iterator[tuple[str, str]]:
    """The words of a page by the names that they are found by, those of tables in it too.

    >>> dict(flattened({"title": "Title", "keys": {"edit": "e|edit"}}, "words"))
    {'words.title': 'Title', 'words.keys.edit': 'e|edit'}
    """
    for name, text in words.items():
        if isinstance(text, str):
            yield f"{room}.{name}", text
        else:
            yield from flattened(text, f"{room}.{name}")


def joined(parts: Iterable[str], mark: str = ", ", language: str | None = None) -> str:
    """Parts of a line, each as it is shown, joined by a mark as a language prints it; None for the one that is spoken.

    >>> joined(["664", "2026-03-13"]), joined(["file", "reason"], ": ")
    ('664, 2026-03-13', 'file: reason')
    """
    return (mark if (language or spoken()) == ENGLISH else _MARKS[mark]).join(parts)


def listed(names: Iterable[str]) -> str:
    """Names in a list, as the spoken language parts them: ``a.pdf, b.pdf``, in Chinese ``a.pdf、b.pdf``."""
    return (", " if spoken() == ENGLISH else _BETWEEN_NAMES).join(names)


def bracketed(text: str) -> str:
    """A remark behind something, in the brackets of the spoken language."""
    return f" ({text})" if spoken() == ENGLISH else f"（{text}）"
