"""Text from a file made harmless: what a terminal, a CI runner or an XML reader would act on becomes visible signs."""

from __future__ import annotations

import unicodedata

# Control and format signs (bidirectional overrides among them), surrogates, private and unassigned signs, line and paragraph separators.
_UNPRINTED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def harmless(text: str) -> str:
    r"""The text with its line ends, every other sign that is not printed written as an escape.

    >>> harmless("标题\x1b[31m\n文")
    '标题\\x1b[31m\n文'
    """
    return "\n".join([visible(line) for line in text.split("\n")])


def visible(text: str) -> str:
    r"""The text in one line, every sign that is not printed written as an escape.

    >>> visible("标题\x1b[31m\n\u202e文")
    '标题\\x1b[31m\\n\\u202e文'
    """
    if text.isprintable():
        return text
    return "".join(char if unicodedata.category(char) not in _UNPRINTED else char.encode("unicode_escape").decode("ascii") for char in text)
