"""The source that a byline names: what is left of it without dates, times, labels and people."""

from __future__ import annotations

import re

from bulletin_parse.text.dates import find_dates
from bulletin_parse.text.folding import narrow

_LABELLED = re.compile(r"(?:稿件|信息|文章|新闻|消息)?(?:来\s*源|出处)\s*[:：]\s*")
# Where the source's name ends: at the next label.
_NEXT_LABEL = re.compile(
    r"""
    [\s|｜·,，;；/(（\[【]*
    (?: (?:发布|发表|更新|刊发|发稿|编辑)?(?:时间|日期) | 作\s*者 | 记\s*者 | (?:责任)?编\s*辑 | 责\s*编 | 通讯员 | 编\s*审 | 审\s*核
      | 点击 | 浏览 | 阅读 | 访问 | 字号 | 字体 | 分享 | 打印 | 原标题 | 文\s*[/／|｜:：] | 撰文 )
    """,
    re.VERBOSE,
)
_TIME = re.compile(r"(?<!\d)\d{1,2}\s*[:：时]\s*\d{1,2}(?:\s*[:：分]\s*\d{0,2}秒?)?分?")
_DATE_LABEL = re.compile(r"(?:发布|发表|更新|刊发|发稿)?(?:时间|日期)\s*[:：]?|发布于|发表于|星期[一二三四五六日天]|周[一二三四五六日](?!\w)")
_EDGES = " \t\u3000|｜·•,，;；:：/-—()（）[]【】<>"
MAX_NAME = 40  # characters; more is a sentence


def source_in(byline: str) -> str | None:
    """The source's name in a byline, or None if it names none.

    >>> source_in("2026-03-11 来源：人民网"), source_in("央广网 2030-02-11 09:17"), source_in("2026-03-11 记者：李明")
    ('人民网', '央广网', None)
    """
    words = _without_dates(byline)
    label = _LABELLED.search(words)
    name = words[label.end() :] if label else _DATE_LABEL.sub(" ", words)
    if following := _NEXT_LABEL.search(name):
        name = name[: following.start()]
    name = name.strip(_EDGES)
    # Without a label, only one word or two can be a name; 人民网 北京3月11日电 and sentences are none.
    return name if 1 < len(name) <= MAX_NAME and (label or "电" not in name[-2:]) else None


def _without_dates(text: str) -> str:
    flat = narrow(text)
    for found in reversed(find_dates(flat)):
        flat = f"{flat[: found.start]} {flat[found.end :]}"
    return _TIME.sub(" ", flat)
