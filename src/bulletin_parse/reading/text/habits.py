"""Which marks of converters a text shows: each habit is read only where there is evidence of it."""

from __future__ import annotations

import re
from typing import NamedTuple

from bulletin_parse.reading.text.typography import ADDRESS
from bulletin_parse.text.lazy import lazy_pattern

_MARKDOWN = lazy_pattern(
    r"""
      ^\#{1,6}[ \t]+\S            # a heading
    | ^\#{2,6}[^\s\#!]            # one without its space
    | ^(?:>[ \t]?)*\*\*\S         # a bold line
    | \]\((?:https?:|\#)          # a link
    | ^\d{1,3}\\[.)]              # a number that is no list's: 1\.
    | ^!\[                        # a picture
    | ^[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*\|[-:| \t]*$   # the second row of a table
    | ^(?:```|~~~)                # a fence
    """,
    re.VERBOSE | re.MULTILINE,
)
# One of these is in each of them: most texts that are not marked up have none.
_MARKDOWN_HINTS = ("#", "**", "](", "\\", "![", "--", "```", "~~~")
# What pandoc's own Markdown writes: attributes of spans and pictures, escaped bars, brackets and quotes, three hyphens for a dash between words, links
# in angle brackets, tables under dashes. A text that has straight quotes and neither curly ones nor dashes beside one of these is pandoc's.
_PANDOC = lazy_pattern(
    r"^:{3,} \{[#.]|"
    r"\]\{[#.]|\)\{(?:width|height)=|\\[\"'|]|(?<=[^\s-])---+(?=[^\s-])|^\d{1,3}\\\.|[^\\]\\$|^> |<https?://|\\[\[\]]|&#(?:x[0-9A-F]{4}|\d{5});|"
    r"^ *-{2,}(?: +-{2,})+$|^ *-{40,}$",
    re.MULTILINE,
)
_PANDOC_HINTS = ("]{", "::: {", "){", "\\", "--", "> ", "<http", "&#")  # one of these is in each of them
INLINE_MARKS = "!&*<=[\\_`~\x0b\x0e\x0f\x1c"  # one of these is in any markup inside a line, but for spaces and a placeholder's bracket
_TIGHT = lazy_pattern(r"##(?<![^\n]##)#{0,4}[^\s#!]")  # at a line's beginning; the marks first, for which a search leaps
TIGHT_FROM = 2  # headings without a space behind their marks: then one mark alone is a heading's as well, and no tag's (#周报)
_CURLY = "“—”…‘’–"  # the most usual first
_STRAIGHT = lazy_pattern(r"(?<!\\)\"|(?<=[^\s-])---?(?=[^\s-])|\.\.\.")


class MarkupHabits(NamedTuple):
    """What the writer of a text did.

    ``markdown``: it is marked up. ``typography``: pandoc wrote ``"`` for “ and ”, ``---`` for — and ``...`` for ….
    ``inline``: it has characters that may be markup inside a line. ``references``: it may say below where its links lead.
    ``tight_headings``: no space stands behind the marks of its headings.
    """

    markdown: bool
    typography: bool = False
    inline: bool = True
    references: bool = True
    tight_headings: bool = False


def markup_habits_of(text: str, *, named_markdown: bool) -> MarkupHabits:
    """The habits that a text shows.

    Args:
        text: the whole text.
        named_markdown: its file's name says that it is Markdown; else its own marks must.
    """
    markdown = named_markdown or (any(hint in text for hint in _MARKDOWN_HINTS) and bool(_MARKDOWN.search(text)))
    curly = any(map(text.__contains__, _CURLY))  # as nearly all texts have one, and few one of the hints
    pandoc = markdown and not curly and any(hint in text for hint in _PANDOC_HINTS) and _PANDOC.search(text)
    in_ascii = pandoc and _STRAIGHT.search(ADDRESS.sub("", text))
    tight = markdown and "##" in text and len(_TIGHT.findall(text)) >= TIGHT_FROM
    return MarkupHabits(markdown, bool(in_ascii), any(map(text.__contains__, INLINE_MARKS)), "]:" in text, tight)
