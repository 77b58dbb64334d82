"""One table says which characters look alike; what other modules compare by look is made from it."""

from __future__ import annotations

import re

import pytest

from bulletin_parse.text import lookalikes
from conftest import ROOT


@pytest.mark.parametrize(
    ("table", "text", "plain"),
    [
        ("AS_DIGITS", "20l6O3i1", "201603i1"),
        ("AS_DIGITS_OF_A_DATE", "2O2lSBZD", "20215820"),
        ("AS_DIGITS_OF_A_SHAPE", "c367i53", "c367153"),
        ("AS_HEX_OF_A_SHAPE", "3aebDgl", "3aebD91"),
        ("AS_LETTERS", "1oca1", "local"),
        ("AS_FREQUENT", "healthQ", "hea1th0"),
        ("AS_HOST", "www,nhc·gov_cn", "www.nhc.gov-cn"),
        ("AS_PLAIN_MARKS", "“数智”∶赋能", '"数智":赋能'),
    ],
)
def test_a_table_is_for_one_kind_of_text(table, text, plain):
    assert text.translate(getattr(lookalikes, table)) == plain


def test_classes_of_addresses_share_no_character():
    together = "".join(lookalikes.IN_ADDRESSES)
    assert len(together) == len(set(together))


def test_no_other_module_has_such_a_table():
    strokes = re.compile(r"""["'](?=[^"'\n]*l)(?=[^"'\n]*I)(?=[^"'\n]*\|)[lI|!1i]{3,}""")
    package = ROOT / "src" / "bulletin_parse"
    assert [path.name for path in sorted(package.rglob("*.py")) if strokes.search(path.read_text(encoding="utf-8"))] == ["lookalikes.py"]
