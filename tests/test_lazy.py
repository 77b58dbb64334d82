"""Patterns that are compiled when they are first used do what compiled ones do."""

from __future__ import annotations

import copy
import pickle
import re

import pytest

from bulletin_parse.text.lazy import lazy_pattern


def test_it_is_compiled_once_and_when_it_is_used(monkeypatch):
    compiled = []
    monkeypatch.setattr(re, "compile", lambda *given, really=re.compile: compiled.append(given) or really(*given))
    pattern = lazy_pattern(r"第(?P<number>\d+)期", re.ASCII)
    assert pattern.pattern == r"第(?P<number>\d+)期"
    assert compiled == []
    assert [pattern.match("第664期")["number"], pattern.sub("", "第664期")] == ["664", ""]
    assert pattern.findall("第665期") == ["665"]
    assert compiled == [(pattern.pattern, re.ASCII)]


def test_it_is_of_bytes_as_well():
    assert lazy_pattern(rb"\d+").search(b"a 12")[0] == b"12"


def test_a_pattern_at_fault_says_so_when_it_is_used():
    with pytest.raises(re.error):
        lazy_pattern("(").match("")


def test_what_a_pattern_lacks_it_lacks():
    with pytest.raises(AttributeError):
        _ = lazy_pattern("a").nothing


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda pattern: pickle.loads(pickle.dumps(pattern))])
@pytest.mark.parametrize("used", [False, True])
def test_it_can_be_copied_and_crosses_to_other_processes(copied, used):
    pattern = lazy_pattern("A", re.IGNORECASE)
    if used:
        assert pattern.match("a")
    assert copied(pattern).match("a")
