"""The manual is made from the docstrings, and every page says what a page must."""

from __future__ import annotations

import pytest

from bulletin_parse.rules import RULES
from bulletin_parse.rules.manual import manual, manual_page
from conftest import ROOT


def test_the_published_manual_is_the_rules():
    assert (ROOT / "docs" / "rules.md").read_text(encoding="utf-8") == manual()


@pytest.mark.parametrize("each", RULES, ids=lambda each: each.code)
def test_a_page_says_what_it_must(each):
    page = manual_page(each)
    assert page.startswith(f"{each.code} {each.name} ({each.severity})\n\n")
    for label in ("Why: ", "Passes: ", "Fails: ", "Mend: "):
        assert f"\n{label}" in page
