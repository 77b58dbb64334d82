"""The rules' manual: one page a rule, from its docstring; ``python -m bulletin_parse.rules.manual`` prints all, with ``zh`` in Chinese."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from textwrap import dedent

from bulletin_parse.rules import RULES
from bulletin_parse.rules.registry import Rule
from bulletin_parse.text.folding import wrapped
from bulletin_parse.text.language import CHINESE, ENGLISH, bracketed, said, speaking, spoken

_HEAD = """\
# The rules

Made from the rules' docstrings by `python -m bulletin_parse.rules.manual > docs/rules.md`; a test holds it.

One fault gives one finding: a rule stays silent when its input is missing. Titles and names are compared folded: in
NFKC and without white space. A code is never used again for something else. Severities can be changed in the configuration.
"""
_CHINESE_HEAD = """\
# 规则

[English](../rules.md) | 简体中文

由各规则的说明生成：`python -m bulletin_parse.rules.manual zh > docs/zh/rules.md`，并有测试核对。

一处毛病只报一个问题：规则所需的内容缺失时，该规则不作判断。比较标题和名称时，先化为 NFKC 形式，不计空格。规则代码一经使用，不再改作他用。
级别可以在[配置](ci.md#configuration)中更改。

| 代码 | 名称 | 级别 | 应满足的条件 |
|---|---|---|---|
"""
_LABELS = ("Why", "Passes", "Fails", "Mend")
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
        if part and (not line.strip() or line.startswith(tuple(f"{label}:" for label in _LABELS))):
            yield " ".join(part)
            part = []
        part += line.split()


def manual() -> str:
    """The whole manual as Markdown."""
    parts = [_HEAD, *_table(), *[_section(each) for each in RULES]]
    return "\n".join(parts)


def manual_in_chinese() -> str:
    """The whole manual in Chinese, as Markdown; a rule's place is named by its code."""
    with speaking(CHINESE):
        pages = [(each, f"{each.code} {said(each.name)}", said(each.severity), [said(part) for part in parts_of(each.page)]) for each in RULES]
    rows = [
        f"| [{each.code}](#{each.code.lower()}) | {name.partition(' ')[2]} | {severity} | {parts[0].rstrip('。')} |\n" for each, name, severity, parts in pages
    ]
    sections = [
        f'\n<a id="{each.code.lower()}"></a>\n\n## {name}\n\n级别：{severity}。英文名称：`{each.name}`。\n\n' + "".join([_in_a_list(part) for part in parts])
        for each, name, severity, parts in pages
    ]
    return _CHINESE_HEAD + "".join(rows + sections)


def _in_a_list(part: str) -> str:
    """A part of a page in Chinese: what it is stands before a colon, in bold; what must hold is a paragraph."""
    label, colon, rest = part.partition("：")
    return f"- **{label}**：{rest}\n" if colon and label in {said(each, CHINESE) for each in _LABELS} else f"{part}\n\n"


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
        if colon and label in _LABELS:
            lines.append(f"- **{label}**:{rest}")
        else:
            lines.append(line.strip() if not line.startswith("    ") else f"  {line.strip()}")
    return "\n".join(lines)


def _first_line(each: Rule) -> str:
    return each.page.partition("\n")[0].removesuffix(".")


if __name__ == "__main__":
    sys.stdout.write(manual_in_chinese() if sys.argv[1:] == [CHINESE] else manual())
