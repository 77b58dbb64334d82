"""Markup languages beside Markdown: each is told by its own marks and put into Markdown, line numbers kept, so that one reader reads all."""

from __future__ import annotations

from bulletin_parse.reading.text.languages.language import Language
from bulletin_parse.reading.text.languages.restructured import RESTRUCTURED
from bulletin_parse.reading.text.languages.starred import ASCIIDOC, JIRA, ORG, STARRED, TEXTILE
from bulletin_parse.reading.text.languages.wikis import DOKUWIKI, MEDIAWIKI

# In the order in which they are looked for: what a later one has may stand in an earlier one too.
LANGUAGES = (RESTRUCTURED, DOKUWIKI, MEDIAWIKI, ORG, JIRA, TEXTILE, ASCIIDOC, STARRED)
# Markdown's own links and headings, by what stands in each of them; a text that has one is read as Markdown, whatever else it holds.
_OF_MARKDOWN = (("](", ("](http", "](#", "](<")), ("##", ("\n## ", "\n### ", "\n#### ")))
# What the marks are made of: to look for one character is ten times cheaper than for two.
_OF_MARKUP = "'`\\~^{|[]=#*+\"_-"


def language_of(text: str) -> Language | None:
    """The markup language that a text shows, if it is another than Markdown."""
    absent = frozenset([char for char in _OF_MARKUP if char not in text])
    if any(mark in text for hint, marks in _OF_MARKDOWN if absent.isdisjoint(hint) and hint in text for mark in marks):
        return None
    framed = f"\n{text}\n"
    return next((language for language in LANGUAGES if language.tells(framed, absent)), None)
