"""Links as printed: put together from the pieces of wrapped lines, and freed of the characters around them."""

from __future__ import annotations

import re

from bulletin_parse.text.lazy import lazy_pattern

# What RFC 3986 allows in a URI, and the printed characters beyond ASCII that browsers show decoded.
_LINK = lazy_pattern(r"(?:https?|ftp)\s?:\s?/\s?/\s?", re.IGNORECASE)
_LINK_LINE = lazy_pattern(r"[!-~]+(?: [!-~]+){0,2}\Z")
_WRAPPING = lazy_pattern(r"\A[<（(【\[《「“\"'\s]+")
_TRAILING = frozenset(">）】》」”\"'。，；、;")
_WORD_GAP = lazy_pattern(r"[A-Za-z]{3,} [a-z]{3,}")
FIRST_CHARACTERS = frozenset("<（([【 hHfFwW")  # of a text that begins with an address: most are told by their first character alone


def looks_like_link(text: str) -> bool:
    """Whether a text begins with a web address."""
    if text[:1] not in FIRST_CHARACTERS:
        return False
    bare = text.lstrip("<（([【 ")
    return (bare[:1] in "hHfF" and bool(_LINK.match(bare))) or bare[:4].lower() == "www."


def may_continue_link(text: str) -> bool:
    """Whether a line can be the rest of a wrapped link: link characters only, no second address, no sentence.

    >>> may_continue_link("202006/967c18abebb216cea.shtml"), may_continue_link("近日，重庆"), may_continue_link("The new plan was")
    (True, False, False)
    """
    return bool(_LINK_LINE.fullmatch(text)) and not _LINK.search(text) and not _WORD_GAP.search(text)


def link_span(text: str) -> tuple[int, int]:
    """Start and end of the link in a text, the brackets and full stops around it left out.

    >>> text = "<http://example.cn/a_(b).html>。"
    >>> text[slice(*link_span(text))]
    'http://example.cn/a_(b).html'
    """
    start = match.end() if (match := _WRAPPING.match(text)) else 0
    end = len(text)
    while end > start and (text[end - 1] in _TRAILING or text[end - 1].isspace()):
        end -= 1
    while end > start and text[end - 1] == ")" and text.count("(", start, end) < text.count(")", start, end):
        end -= 1
    return start, end
