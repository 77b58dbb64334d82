"""The rules' manual in Chinese, made of the catalogue's messages: ``python -m catalogue.rules_page > docs/zh/rules.md``."""

from __future__ import annotations

import sys

from bulletin_parse.rules import RULES
from bulletin_parse.rules.manual import LABELS, parts_of
from bulletin_parse.text.language import CHINESE, said, speaking

_HEAD = """\
# 规则

[English](../rules.md) | 简体中文

由各规则的说明生成：`python -m catalogue.rules_page > docs/zh/rules.md`，并有测试核对。

一处毛病只报一个问题：规则所需的内容缺失时，该规则不作判断。比较标题和名称时，先化为 NFKC 形式，不计空格。规则代码一经使用，不再改作他用。
级别可以在[配置](ci.md#configuration)中更改。

| 代码 | 名称 | 级别 | 应满足的条件 |
|---|---|---|---|
"""


def rules_page() -> str:
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
    return _HEAD + "".join(rows + sections)


def _in_a_list(part: str) -> str:
    """A part of a page in Chinese: what it is stands before a colon, in bold; what must hold is a paragraph."""
    label, colon, rest = part.partition("：")
    return f"- **{label}**：{rest}\n" if colon and label in {said(each, CHINESE) for each in LABELS} else f"{part}\n\n"


if __name__ == "__main__":
    sys.stdout.write(rules_page())
