"""Languages in which one asterisk on each side is bold: AsciiDoc, Org, Textile and Jira; and texts that have no more of a language than that."""

from __future__ import annotations

import re

from bulletin_parse.reading.text.languages.language import LONGEST, LONGEST_ADDRESS, Language, Mark, with_tables_between, with_tables_by_line
from bulletin_parse.reading.text.lines import Printed
from bulletin_parse.text.lazy import lazy_pattern

# *words*, over line ends too, with no word right before and behind.
_BOLD = Mark(lazy_pattern(rf"(?<![\w*\\])\*(?=[^\s*])([^*]{{1,{LONGEST}}}?)(?<=\S)\*(?![\w*])"), r"**\1**")
_HEADED = Mark(lazy_pattern(r"h[1-6](?:\([^()]*\))?\.[ \t]+(.*)\Z"), r"## \1")
_HEADING = lazy_pattern(r"\nh[1-6](?:\([^()\n]*\))?\. ")

_BAR = lazy_pattern(r"(?:(?<=\s)|\A)(?:\d+[+*]|[.\d]*[<^>]?[<^>.]*[aehlmsdv]?)\|(?!=)")  # of a cell: | and what may say how it is set
_ADDRESS = rf"[^\s\[\]()<>]{{1,{LONGEST_ADDRESS}}}"
_ATTRIBUTES = r"\[(?:[a-z%#.\"][^\[\]\n]*|)\]"


def _is_asciidoc_fence(text: str) -> bool:
    return text.strip() == "|==="


def _asciidoc_tables(lines: list[Printed]) -> list[Printed]:
    """The lines with each table between two |=== as Markdown's.

    A row's cells stand in one line or over several; the first line with cells, or a row that ends at a blank line, tells how many there are.
    """
    return with_tables_between(lines, _is_asciidoc_fence, _is_asciidoc_fence, _asciidoc_rows)


def _asciidoc_rows(lines: list[Printed]) -> list[tuple[int, int, list[str]]]:
    found: list[tuple[int, int, str]] = []
    columns = 0
    for line in lines:
        text = line.text.strip()
        parts = [part.strip() for part in _BAR.split(text)]
        if parts[0] and found:
            number, page, words = found[-1]
            found[-1] = (number, page, f"{words}\n{parts[0]}")
        found += [(line.number, line.page, part) for part in parts[1:]]
        columns = columns or len(parts) - 1
    return [(found[at][0], found[at][1], [words for _, _, words in found[at : at + columns]]) for at in range(0, len(found), columns)] if columns else []


ASCIIDOC = Language(
    "AsciiDoc",
    (
        ("{empty}", lazy_pattern(r"\{empty\}")),
        ("\n|===", lazy_pattern(r"\n\|===(?=\n)")),
        ("\nimage:", lazy_pattern(rf"\nimage::?{_ADDRESS}\[[^\[\]\n]*\](?=\n)")),
        ("link:", lazy_pattern(rf"link:{_ADDRESS}\[")),
        ("\n[", lazy_pattern(rf"\n{_ATTRIBUTES}(?=\n)")),
        ("\n=", lazy_pattern(r"\n={1,6} [^=\n]+(?=\n)")),
        (" +\n", lazy_pattern(r" \+\n")),
        ("[", lazy_pattern(rf"https?://{_ADDRESS}\[[^\[\]\n]*\](?!\()")),
    ),
    2,
    (
        Mark(lazy_pattern(r"\{(?:empty|sp|zwsp|wj)\}"), ""),
        Mark(lazy_pattern(r"\{nbsp\}"), " "),
        Mark(lazy_pattern(r"\{plus\}"), "+"),
        Mark(lazy_pattern(r"\{asterisk\}"), r"\\*"),
        Mark(lazy_pattern(r"\[[#.][^\[\]\n]{0,200}\](?:##([^#\n]*)##|#([^#\n]*)#|##?)"), r"\1\2"),
        Mark(lazy_pattern(r"\[\[[\w-]+\]\]"), ""),
        Mark(lazy_pattern(rf"image::?{_ADDRESS}\[[^\[\]]*\]"), "![](figure)"),
        Mark(lazy_pattern(rf"(?:link:(?:\+\+)?)?(https?://{_ADDRESS}?)(?:\+\+)?\[\]"), r"<\1>"),
        Mark(lazy_pattern(rf"(?:link:(?:\+\+)?)?(https?://{_ADDRESS}?)(?:\+\+)?\[([^\[\]]{{1,{LONGEST}}}?)\^?\]"), r"[\2](\1)"),
        Mark(lazy_pattern(rf"link:#[^\s\[\]]*\[([^\[\]]{{1,{LONGEST}}})\]|<<[^<>,\n]*,\s*([^<>]{{1,{LONGEST}}})>>"), r"\1\2"),
        Mark(lazy_pattern(r"\+\+\+([^\n]*?)\+\+\+|\+\+([^\n]*?)\+\+"), r"\1\2"),
        _BOLD,
        Mark(lazy_pattern(r"[ \t]\+(?=\n|\Z)"), r"\\"),
    ),
    (
        Mark(lazy_pattern(r"={1,6}[ \t]+(.*)\Z"), r"## \1"),
        Mark(lazy_pattern(rf"(?:{_ATTRIBUTES}|={{4,}}|-{{2,}}|_{{4,}}|\*{{4,}}|\.{{4,}}|'{{3,}}|\+|<<<|//.*|:[\w-]+:(?:[ ].*)?|toc::.*)[ \t]*\Z"), ""),
        Mark(lazy_pattern(r"(?P<number>\.{1,5})[ \t]+(.*)\Z"), r"\2"),
        Mark(lazy_pattern(r"\*{1,5}[ \t]+(.*)\Z"), r"- \1"),
        Mark(lazy_pattern(r"\.(?=[^\s.])(.*)\Z"), r"\1"),
    ),
    _asciidoc_tables,
)


def _org_tables(lines: list[Printed]) -> list[Printed]:
    """The lines with each table as Markdown's: its rules cross by +, and one without a head has none."""
    return with_tables_by_line(lines, _org_cells)


def _org_cells(text: str) -> list[str] | None:
    if len(text) <= 2 or not text[0] == text[-1] == "|":
        return None
    return [] if text.startswith("|-") else [cell.strip() for cell in text[1:-1].split("|")]


ORG = Language(
    "Org",
    (
        ("]]", lazy_pattern(r"\[\[(?:[^\[\]\n]+\]\[|(?:https?|file):[^\[\]|]+\]\])")),
        ("\n#+", lazy_pattern(r"\n#\+[A-Za-z_]+(?=[:\n])")),
        (":PROPERTIES:", lazy_pattern(r"\n[ \t]*:PROPERTIES:(?=\n)")),
        ("-+-", lazy_pattern(r"\n\|-+(?:\+-+)+\|(?=\n)")),
    ),
    1,
    (
        Mark(lazy_pattern(r"\[\[file:[^\[\]]+\](?:\[[^\[\]]*\])?\]"), "![](figure)"),
        Mark(lazy_pattern(r"\[\[(https?:[^\[\]\s]+)\]\[([^\[\]]+)\]\]"), r"[\2](\1)"),
        Mark(lazy_pattern(r"\[\[(https?:[^\[\]\s]+)\]\]"), r"<\1>"),
        Mark(lazy_pattern(r"\[\[[^\[\]]+\]\[([^\[\]]+)\]\]"), r"\1"),
        Mark(lazy_pattern(r"<<[^<>\n]+>>"), ""),
        Mark(lazy_pattern(r"(?<![-|+])-{6}(?![-|+])"), "——"),
        Mark(lazy_pattern(r"(?<![-|+])-{3}(?![-|+])"), "—"),
        _BOLD,
        Mark(lazy_pattern(r"[ \t]*\\\\(?=\n|\Z)"), r"\\"),
    ),
    (
        Mark(lazy_pattern(r"\*+[ \t]+(?:TODO |DONE )?(.*)\Z"), r"## \1"),
        Mark(lazy_pattern(r"[ \t]*#\+(?:title|caption):[ \t]*(.*)\Z", re.IGNORECASE), r"\1"),
        Mark(lazy_pattern(r"[ \t]*(?:#\+\w+.*|#[ \t].*|:[\w-]+:(?:[ \t].*)?)\Z"), ""),
    ),
    _org_tables,
)

TEXTILE = Language(
    "Textile",
    (
        ('":http', lazy_pattern(r"\"[^\"\n]+\":https?://")),
        ("\nh", _HEADING),
        ("\n|_.", lazy_pattern(r"\n\|_\.")),
    ),
    2,
    (
        Mark(lazy_pattern(r"!(?:[<>=]|\{[^{}\n]*\})?[^\s!]+\.(?:png|jpe?g|gif|emf|wmf|svg|bmp)(?:\([^()\n]*\))?!", re.IGNORECASE), "![](figure)"),
        Mark(lazy_pattern(r"\"\$\":(https?://[^\s，。；、）】]+)"), r"<\1>"),
        Mark(lazy_pattern(r"\"([^\"]{1,300})\":#[\w-]+"), r"\1"),
        Mark(lazy_pattern(r"\"([^\"\n]+)\":(https?://[^\s，。；、）】]+)"), r"[\1](\2)"),
        Mark(lazy_pattern(r"(?: -- (?= -- )| -- )(?![-!-,/:-~])"), "—"),
        _BOLD,
    ),
    (
        _HEADED,
        Mark(lazy_pattern(r"(?:p|bq)(?:\([^()]*\)|[()<>=]+)?\.[ \t]+(.*)\Z"), r"\1"),
        Mark(lazy_pattern(r"(?P<number>#+)[ \t]+(.*)\Z"), r"\2"),
        Mark(lazy_pattern(r"\*+[ \t]+(.*)\Z"), r"- \1"),
    ),
)


def _jira_tables(lines: list[Printed]) -> list[Printed]:
    """The lines with each table, whose heads stand between ||, as Markdown's."""
    return _org_tables([line._replace(text=line.text.replace("||", "|"), untightened="") if line.text.startswith("||") else line for line in lines])


JIRA = Language(
    "Jira",
    (
        ("\n||", lazy_pattern(r"\n\|\|[^\n]*\|\|(?=\n)")),
        ("|http", lazy_pattern(r"\[[^\[\]|\n]+\|https?://[^\[\]\n]+\]")),
        ("[http", lazy_pattern(r"\[https?://[^\[\]|\s]+\](?![(\[\]])")),
        ("\nh", _HEADING),
        ("{anchor:", lazy_pattern(r"\{anchor:")),
        ("{quote}", lazy_pattern(r"\{quote\}")),
    ),
    2,
    (
        Mark(lazy_pattern(r"\{(?:anchor|color|quote|panel|noformat)(?::[^{}\n]*)?\}"), ""),
        Mark(lazy_pattern(r"!(?:[^\s!|]+\.(?:png|jpe?g|gif|emf|wmf|svg|bmp))(?:\|[^!\n]*)?!", re.IGNORECASE), "![](figure)"),
        Mark(lazy_pattern(r"\[([^\[\]|\n]+)\|(https?://[^\[\]|\s]+)\]"), r"[\1](\2)"),
        Mark(lazy_pattern(r"\[([^\[\]|\n]+)\|#[^\[\]|\n]*\]"), r"\1"),
        Mark(lazy_pattern(r"(?<!\[)\[(https?://[^\[\]|\s]+)\](?![(\[])"), r"<\1>"),
        _BOLD,
    ),
    TEXTILE.lines,
    _jira_tables,
)

# Lines in single asterisks and nothing else, as one of these languages writes bold.
STARRED = Language("starred", (("\n*", lazy_pattern(r"\n\*[^\s*][^*\n]*\*(?=\n)")),), 2, (_BOLD,), ())
