"""The manual is made from the docstrings, and every page says what a page must."""

from __future__ import annotations

import pytest

from bulletin_parse import RULES, archive_rule, outlet_rule, rule
from bulletin_parse.rules.manual import manual, manual_page
from bulletin_parse.rules.registry import outlined_rule, reading_rule
from conftest import ROOT


def test_the_published_manual_is_the_rules():
    published = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8") == manual()
    assert published, "docs/rules.md is not made of these docstrings: python -m bulletin_parse.rules.manual > docs/rules.md"


@pytest.mark.parametrize("each", RULES, ids=lambda each: each.code)
def test_a_page_says_what_it_must(each):
    page = manual_page(each)
    assert page.startswith(f"{each.code} {each.name} ({each.severity})\n\n")
    for label in ("Why: ", "Passes: ", "Fails: ", "Mend: "):
        assert f"\n{label}" in page


@pytest.mark.parametrize(
    ("make", "scope"), [(rule, "bulletin"), (archive_rule, "archive"), (outlined_rule, "outlines"), (outlet_rule, "outlets"), (reading_rule, "reading")]
)
def test_a_rule_is_made_of_a_function_and_its_docstring(make, scope):
    def check(_):
        """Says so."""
        return ()

    def silent(_):
        return ()

    made = make("MY001", "says-so", "error")(check)
    assert (made.code, made.name, made.severity, made.page, made.scope) == ("MY001", "says-so", "error", "Says so.", scope)
    assert make("MY002", "silent", "info")(silent).page == ""
