"""MediaWiki and DokuWiki."""

from __future__ import annotations

import re

from bulletin_parse.reading.text.languages.language import Language, Mark, with_tables_between, with_tables_by_line
from bulletin_parse.reading.text.lines import Printed
from bulletin_parse.text.lazy import lazy_pattern

_ATTRIBUTES = lazy_pattern(r"\A[^|\[\]{}]*=[^|\[\]{}]*\|(?!\|)")  # of a cell: width="50%"| its text
_CELLS = lazy_pattern(r"\|\||!!")


def _tables(lines: list[Printed]) -> list[Printed]:
    """The lines with each table between {| and |} as Markdown's."""
    return with_tables_between(lines, lambda text: text.startswith("{|"), lambda text: text.startswith("|}"), _rows)


def _rows(lines: list[Printed]) -> list[tuple[int, int, list[str]]]:
    rows: list[tuple[int, int, list[str]]] = []
    begins = True
    for line in lines:
        text = line.text.strip()
        if text.startswith(("|-", "|+")):
            begins = True
        elif text[:1] in ("|", "!") and text:
            cells = [_ATTRIBUTES.sub("", cell).strip() for cell in _CELLS.split(text[1:])]
            if begins:
                rows.append((line.number, line.page, []))
            rows[-1][2].extend(cells)
            begins = False
        elif text and rows and rows[-1][2]:
            rows[-1][2][-1] += "<br>" + text
    return rows


MEDIAWIKI = Language(
    "MediaWiki",
    (
        ("'''", lazy_pattern(r"'''(?=[^\s'])[^'\n]+'''")),
        ("\n{|", lazy_pattern(r"\n\{\|")),
        ("\n=", lazy_pattern(r"\n=+ [^=\n]+ =+(?=[ \t]*\n)")),
        ("[http", lazy_pattern(r"\[https?://[^\s\[\]]+ [^\[\]\n]+\](?!\()")),
    ),
    2,
    (
        Mark(lazy_pattern(r"</?nowiki\s*/?>"), ""),
        Mark(lazy_pattern(r"\[\[(?:File|Image|文件|图像|图片):[^\[\]]*(?:\[\[[^\[\]]*\]\][^\[\]]*){0,9}\]\]", re.IGNORECASE), "![](figure)"),
        Mark(lazy_pattern(r"\[\[:?(?:Category|分类):[^\[\]]*\]\]", re.IGNORECASE), ""),
        Mark(lazy_pattern(r"\[(https?://[^\s\[\]]+)\s+([^\[\]]+)\](?!\()"), r"[\2](\1)"),
        Mark(lazy_pattern(r"(?<!\[)\[(https?://[^\s\[\]]+)\](?!\()"), r"<\1>"),
        Mark(lazy_pattern(r"''''''|(?<!')'''''(?!')|(?<!')'''(?!')"), "**"),
        Mark(lazy_pattern(r"(?<!')''(?!')([^'\n]*)''"), r"\1"),
    ),
    (
        Mark(lazy_pattern(r"(={1,6})[ \t]*(.*?)[ \t]*\1[ \t]*\Z"), r"## \2"),
        Mark(lazy_pattern(r"(?P<number>#+)[ \t]*(?=[^\s#])(.*)\Z"), r"\2"),
        Mark(lazy_pattern(r"\*+[ \t]*(?=[^\s*])(.*)\Z(?<!\*)"), r"- \1"),
        Mark(lazy_pattern(r"[:;]+[ \t]*(?=\S)(.*)\Z"), r"\1"),
        Mark(lazy_pattern(r"__[A-Z]+__[ \t]*\Z|\{\{[^{}]*\}\}[ \t]*\Z"), ""),
    ),
    _tables,
)


def _dokuwiki_tables(lines: list[Printed]) -> list[Printed]:
    """The lines with each table, whose heads stand between ^, as Markdown's."""
    return with_tables_by_line(lines, _dokuwiki_cells)


def _dokuwiki_cells(text: str) -> list[str] | None:
    is_row = text[:1] in ("^", "|") and len(text) > 2 and text[-1] in ("^", "|")
    return [cell.strip() for cell in re.split(r"[|^]", text[1:-1])] if is_row else None


DOKUWIKI = Language(
    "DokuWiki",
    (
        ("[[http", lazy_pattern(r"\[\[https?://[^\[\]|\n]+\|[^\[\]\n]+\]\]")),
        ("\n^", lazy_pattern(r"\n\^[^^\n]+\^[^\n]*\^(?=\n)")),
    ),
    1,
    (
        Mark(lazy_pattern(r"<(?:/?(?:HTML|html)|/?nowiki)>|%%"), ""),
        Mark(lazy_pattern(r"\{\{:?[^{}\n]+\}\}"), "![](figure)"),
        Mark(lazy_pattern(r"\[\[(https?://[^\[\]|\s]+)\|([^\[\]]+)\]\]"), r"[\2](\1)"),
        Mark(lazy_pattern(r"\[\[(https?://[^\[\]|\s]+)\]\]"), r"<\1>"),
        Mark(lazy_pattern(r"(?<=\S)[ \t]*\\\\(?=\n)"), r"\\"),
        Mark(lazy_pattern(r"(?<=\S)[ \t]*\\\\ "), "<br>"),
        Mark(lazy_pattern(r"(?<![:\w/])//(?=[^\s/])([^\n/]+)//(?!/)"), r"\1"),
    ),
    (
        Mark(lazy_pattern(r"(={2,6})[ \t]*(.*?)[ \t]*={2,6}[ \t]*\Z"), r"## \2"),
        Mark(lazy_pattern(r"(?P<number> {2}) *-[ \t]*(?=[^\s-])(.*)\Z"), r"\2"),
        Mark(lazy_pattern(r" {2,}\*[ \t]*(?=[^\s*])(.*)\Z"), r"- \1"),
    ),
    _dokuwiki_tables,
)
