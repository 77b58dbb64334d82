"""Values as JSON text that no terminal, viewer or encoder stumbles over."""

from __future__ import annotations

import json
import re
from typing import Any

# Han characters stay readable. Signs that command a terminal (C1), turn the direction of writing, have no width or cannot be
# encoded (lone surrogates) stand as \uXXXX, which every JSON reader turns back; json.dumps does so with C0 alone.
_UNSEEN = re.compile("[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb]")


def dumped(value: Any, *, indent: int | None = 1) -> str:
    r"""A value as JSON text.

    Args:
        value: dicts, lists, strings and numbers.
        indent: spaces a level, or None for one line.

    >>> dumped("目\u202e录", indent=None)
    '"目\\u202e录"'
    """
    return _UNSEEN.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(value, ensure_ascii=False, indent=indent))
