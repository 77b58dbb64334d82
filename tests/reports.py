"""Findings made by hand, for the reporters and the baseline."""

from __future__ import annotations

from typing import Any

from bulletin_parse import Finding, LineRegion, PageRegion, rule

# What a bulletin from an enemy may hold: commands to a runner, colours, a reversed reading order, markup, a link.
HOSTILE = "标题\n::error::x\r\x1b[31m红\u202e左%0A]]></failure><b>&[看](http://x.example)\udc80\x00"
PDF = (PageRegion(page=2, bbox=(79.5, 334.6, 501.2, 372.7)), PageRegion(page=3, bbox=(79.5, 70.0, 501.2, 90.0)))
LINES = (LineRegion(line=21, end_line=23),)


@rule("BP206", "title-differs", "error")
def title_differs(bulletin):
    """An entry and its item have different titles.

    Somebody edited one of the two.
    """
    return ()


@rule("BP503", "link-date", "info")
def link_date(bulletin):
    """The date in the link contradicts the item's date."""
    return ()


RULES = (title_differs, link_date)


def finding(**values: Any) -> Finding:
    """A finding; what is not given is an error on item 3 of issue 664, page 2."""
    whole = {"code": "BP206", "name": "title-differs", "severity": "error", "message": "title differs: index “甲” item “乙”"}
    whole |= {"file": "664.pdf", "item": 3, "where": PDF, "issue_number": 664, "subject": "甲"}
    return Finding(**(whole | values))
