"""Patterns that are compiled when they are first used do what compiled ones do."""

from __future__ import annotations

import copy
import pickle
import re
import tomllib

import pytest

from bulletin_parse import load_template
from bulletin_parse.text import lazy
from bulletin_parse.text.compiled import KeptPatterns
from bulletin_parse.text.lazy import lazy_pattern
from conftest import FIXTURES, WEEKLY


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch):
    monkeypatch.setattr(lazy, "PATTERNS", KeptPatterns(None))


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


def test_with_words_it_is_compiled_for_the_first_text_that_has_the_characters_of_one(monkeypatch):
    compiled = []
    monkeypatch.setattr(re, "compile", lambda *given, really=re.compile: compiled.append(given) or really(*given))
    pattern = lazy_pattern(r"(?:来 *源|信息来源)(?P<name>\w+)", words=["来源", "信息来源"])
    assert [pattern.match("来自人民网"), pattern.fullmatch("源头"), pattern.search("链接"), *pattern.finditer("")] == [None] * 3
    assert compiled == []
    assert pattern.search("据 来 源人民网")["name"] == "人民网"
    assert [match["name"] for match in pattern.finditer("来源甲 来源乙")] == ["甲", "乙"]
    assert len(compiled) == 1


def test_with_words_before_a_place_or_behind_an_end_it_is_not_compiled(monkeypatch):
    compiled = []
    monkeypatch.setattr(re, "compile", lambda *given, really=re.compile: compiled.append(given) or really(*given))
    pattern = lazy_pattern("来源", words=["来源"])
    assert [*pattern.finditer("来源：人民网", 1), pattern.match("来源：人民网", 3), pattern.search("人民网，来源", 0, 4)] == [None] * 2
    assert compiled == []
    assert pattern.search("据来源人民网", 1).span() == (1, 3)


def test_with_words_it_is_compiled_after_many_texts_too(monkeypatch):
    compiled = []
    monkeypatch.setattr(re, "compile", lambda *given, really=re.compile: compiled.append(given) or really(*given))
    pattern = lazy_pattern("来源", words=["来源"])
    assert not any(pattern.match("链接") for _ in range(5_001))
    assert len(compiled) == 1


def test_with_words_it_is_taken_from_what_is_kept_after_fewer_texts(monkeypatch, tmp_path):
    monkeypatch.setattr("bulletin_parse.text.compiled.WORTH_SECONDS", 0.0)
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    kept = KeptPatterns(tmp_path / "patterns")
    kept.pattern("来源", 0)
    kept.keep()
    monkeypatch.setattr(lazy, "PATTERNS", KeptPatterns(tmp_path / "patterns"))
    monkeypatch.setattr(re, "compile", None)
    pattern = lazy_pattern("来源", words=["来源"])
    assert not any(pattern.match("链接") for _ in range(51))
    assert "match" in vars(pattern)


def test_with_words_a_thread_is_answered_while_another_gets_the_words_ready(monkeypatch):
    pattern = lazy_pattern("来源", words=["来源"])
    by_one_of_each, found = lazy._by_one_of_each, []

    def interrupted(words):
        monkeypatch.setattr(lazy, "_by_one_of_each", by_one_of_each)
        found.append(pattern.search("来源：新华网"))
        return by_one_of_each(words)

    monkeypatch.setattr(lazy, "_by_one_of_each", interrupted)
    assert pattern.search("来源：人民网")
    assert found[0]


def test_the_patterns_of_the_template_match_nothing_without_their_words():
    template = load_template()
    patterns = [*template, *template.issue_labels, *template.bylines, *template.entry, *template.misplaced]
    worded = [pattern for pattern in patterns if hasattr(pattern, "_words")]
    weekly = tomllib.loads(WEEKLY.read_text(encoding="utf-8"))
    words = sorted({word for table in weekly.values() if isinstance(table, dict) for key in table.values() for word in key})
    texts = {
        form.format(" ".join(word) if spaced else word) for word in words for spaced in (False, True) for form in ("{}", "{}：人民网", "（{}）3篇", "第664期{}")
    }
    texts |= {line for path in FIXTURES.glob("*.md") for line in path.read_text(encoding="utf-8").splitlines()}
    assert len(worded) > 30
    for pattern in worded:
        compiled = re.compile(pattern.pattern, pattern._flags)
        least = [frozenset(word) for word in pattern._words]
        found = [text for text in texts if compiled.search(text)]
        assert all(any(word <= set(text) for word in least) for text in found)


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda pattern: pickle.loads(pickle.dumps(pattern))])
@pytest.mark.parametrize("used", [False, True])
@pytest.mark.parametrize("words", [(), ("A", "a")])
def test_it_can_be_copied_and_crosses_to_other_processes(copied, used, words):
    pattern = lazy_pattern("A", re.IGNORECASE, words)
    if used:
        assert pattern.match("a")
    assert copied(pattern).match("a")
