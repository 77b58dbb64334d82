"""How messages count things and quote texts."""

from __future__ import annotations

from bulletin_parse.text.folding import clean
from bulletin_parse.text.showing import visible

MAX_QUOTED = 40  # characters of a text that a message quotes

_PLURALS = {"entry": "entries", "info": "info"}  # that are not made with an s


def counted(number: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "day"), counted(2, "day"), counted(2, "entry")
    ('1 day', '2 days', '2 entries')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {plural(noun)}"


def plural(noun: str) -> str:
    """The plural of a noun that messages count."""
    return _PLURALS.get(noun, f"{noun}s")


def quoted(text: str) -> str:
    """The text's beginning in quotation marks.

    >>> quoted("健康报")
    '“健康报”'
    """
    short = clean(text)
    return f"“{short}”" if len(short) <= MAX_QUOTED else f"“{short[:MAX_QUOTED]}…”"


def in_brackets(*values: object) -> str:
    """Those of some values that there are, as they stand behind a title; nothing if there are none.

    >>> "标题" + in_brackets("新华网", None), "标题" + in_brackets(None)
    ('标题 (新华网)', '标题')
    """
    there = ", ".join([visible(str(value)) for value in values if value])
    return f" ({there})" if there else ""
