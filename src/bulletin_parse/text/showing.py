r"""The one place through which text goes to a terminal, and values to JSON: nothing in them can command who shows them.

What a terminal, a CI runner or an XML reader would act on becomes an escape. For people (``visible``, ``harmless``) that is all that
is not printed; in JSON (``dumped``) it is what acts, as ``\uXXXX``, which every reader turns back.
"""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

from bulletin_parse.text.lazy import lazy_pattern

MAX_VALUE = 60  # characters shown of one value
# Control and format characters (bidirectional overrides among them), surrogates, private and unassigned characters, separators
# of lines and paragraphs.
_UNPRINTED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
# What commands a terminal (C1), turns the direction of writing, has no width, tags in secret, or cannot be encoded (lone
# surrogates); json.dumps escapes C0 alone. A fixed list, so that a record has the same bytes under every version of Unicode.
_ACTING = lazy_pattern("[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")


def visible(text: str) -> str:
    r"""The text in one line, every character that is not printed written as an escape.

    >>> visible("标题\x1b[31m\n\u202e文")
    '标题\\x1b[31m\\n\\u202e文'
    """
    if text.isprintable():
        return text
    return "".join(char if unicodedata.category(char) not in _UNPRINTED else char.encode("unicode_escape").decode("ascii") for char in text)


def harmless(text: str) -> str:
    r"""The text with its line ends, every other character that is not printed written as an escape.

    >>> harmless("标题\x1b[31m\n文")
    '标题\\x1b[31m\n文'
    """
    return "\n".join([visible(line) for line in text.split("\n")])


def dumped(value: Any, *, indent: int | None = 1) -> str:
    r"""A value as JSON text; Han characters stay readable.

    Args:
        value: dicts, lists, strings and numbers; what else is in them, such as a date, becomes its text.
        indent: spaces a level, or None for one line.

    >>> dumped("目\u202e录", indent=None)
    '"目\\u202e录"'
    """
    return unarmed(json.dumps(value, ensure_ascii=False, indent=indent, default=str))


def shown_value(value: Any) -> str:
    """A value of a record in a line of a list: as JSON, cut where it is long."""
    text = dumped(value, indent=None)
    return visible(text if len(text) <= MAX_VALUE else text[: MAX_VALUE - 1] + "…")


def unarmed(text: str) -> str:
    r"""JSON text in which what acts is written as an escape.

    >>> unarmed('{"text": "目\u202e录"}')
    '{"text": "目\\u202e录"}'
    """
    return _ACTING.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    return json.dumps(match[0])[1:-1] if match[0] != "\x7f" else "\\u007f"
