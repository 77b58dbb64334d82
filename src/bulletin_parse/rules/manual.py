"""The rules' manual: one page a rule, from its docstring; ``python -m bulletin_parse.rules.manual`` prints all."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from textwrap import dedent

from bulletin_parse.rules import RULES
from bulletin_parse.rules.registry import Rule
from bulletin_parse.text.folding import wrapped
from bulletin_parse.text.language import ENGLISH, bracketed, said, spoken

_HEAD = """\
# The rules

Made from the rules' docstrings by `python -m bulletin_parse.rules.manual > docs/rules.md`; a test holds it.

One fault gives one finding: a rule stays silent when its input is missing. Titles and names are compared folded: in
NFKC and without white space. A code is never used again for something else. Severities can be changed in the configuration.
"""
LABELS = ("Why", "Passes", "Fails", "Mend")
_WIDTH = 100  # character cells of a line of a page in another language


def manual_page(each: Rule) -> str:
    """A rule's page: its code, name and severity, and what its docstring says."""
    if spoken() == ENGLISH:
        return f"{each.code} {each.name} ({each.severity})\n\n{each.page}\n"
    parts = ["\n    ".join(wrapped(said(part), _WIDTH)) for part in parts_of(each.page)]
    return "\n".join([f"{each.code} {said(each.name)}{bracketed(said(each.severity))}", "", *parts, ""])


def parts_of(page: str) -> Iterator[str]:
    r"""A page's paragraphs and labelled parts, each in one line.

    >>> list(parts_of("Every item has a link.\\n\\nWhy: it leads\\n    back.\\nPasses: a link"))
    ['Every item has a link.', 'Why: it leads back.', 'Passes: a link']
    """
    part: list[str] = []
    for line in [*page.splitlines(), ""]:
        if part and (not line.strip() or line.startswith(tuple(f"{label}:" for label in LABELS))):
            yield " ".join(part)
            part = []
        part += line.split()


def manual() -> str:
    """The whole manual as Markdown."""
    parts = [_HEAD, *_table(), *[_section(each) for each in RULES]]
    return "\n".join(parts)


def _table() -> list[str]:
    rows = [f"| [{each.code}](#{each.code.lower()}-{each.name}) | {each.name} | {each.severity} | {_first_line(each)} |" for each in RULES]
    return ["| code | name | severity | what must hold |", "|---|---|---|---|", *rows, ""]


def _section(each: Rule) -> str:
    return "\n".join([f"## {each.code} {each.name}", "", f"Severity: {each.severity}.", "", markdown_of(each)]) + "\n"


def address_of(each: Rule, index: str) -> str | None:
    """Where a rule's page stands, by the address of the documentation's first page; None of a rule that the documentation does not have.

    >>> from bulletin_parse.rules import find_rule
    >>> address_of(find_rule("BP206"), "https://example.org/docs/index.md")
    'https://example.org/docs/rules.md#bp206-title-differs'
    """
    known = any((built_in.code, built_in.name) == (each.code, each.name) for built_in in RULES)
    return f"{index.rpartition('/')[0]}/rules.md#{each.code.lower()}-{each.name}" if known else None


def markdown_of(each: Rule) -> str:
    """What a rule's page says below its heading, as Markdown."""
    lines: list[str] = []
    for line in dedent(each.page).splitlines():
        label, colon, rest = line.partition(":")
        if colon and label in LABELS:
            lines.append(f"- **{label}**:{rest}")
        else:
            lines.append(line.strip() if not line.startswith("    ") else f"  {line.strip()}")
    return "\n".join(lines)


def _first_line(each: Rule) -> str:
    return each.page.partition("\n")[0].removesuffix(".")


if __name__ == "__main__":
    sys.stdout.write(manual())
