"""Compiled patterns that are kept in a file are the patterns, and no file can make them others or stop a run."""

from __future__ import annotations

import importlib
import marshal
import os
import pkgutil
import re
import subprocess
import sys
import tomllib
import zlib
from concurrent.futures import ThreadPoolExecutor

import pytest

from bulletin_parse import load_template
from bulletin_parse.text import compiled as kept_patterns
from bulletin_parse.text.compiled import KeptPatterns, data_of
from bulletin_parse.text.lazy import _Lazy
from conftest import FIXTURES

PATTERN = r"第(?P<number>\d+)期|[\u4e00-\U0001faff]+?(?i:issue)(?<!a)"
TEXT = "卫生Issue 第664期"
WIDE = ("[☀-\U0001faff]{2}(a|b)*", re.IGNORECASE | re.VERBOSE)  # takes long to compile


@pytest.fixture(autouse=True)
def _worth_keeping(monkeypatch):
    monkeypatch.setattr(kept_patterns, "WORTH_SECONDS", 0.0)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "compiled.patterns"


@pytest.fixture
def compilations(monkeypatch):
    """The patterns that are compiled."""
    seen: list[str | bytes] = []
    monkeypatch.setattr(re, "compile", lambda pattern, flags=0, really=re.compile: seen.append(pattern) or really(pattern, flags))
    return seen


def kept(file, *patterns):
    """A file with some patterns."""
    patterns = patterns or (PATTERN,)
    before = KeptPatterns(file)
    for pattern in patterns:
        before.pattern(pattern, 0)
    before.keep()
    return file


def the_packages_patterns():
    """Every pattern of the rooms that most texts go through, and of the built-in series' words."""
    import gc

    for room in ("text", "press", "reading.text", "layout", "parsing", "rules"):
        name = f"bulletin_parse.{room}"
        for module in pkgutil.iter_modules(importlib.import_module(name).__path__, f"{name}."):
            importlib.import_module(module.name)
    load_template()
    return [each for each in gc.get_objects() if isinstance(each, _Lazy)]


def test_all_patterns_of_the_package_are_the_same_from_plain_data():
    lazy = the_packages_patterns()
    assert len(lazy) > 300
    for each in lazy:
        public = re.compile(each.pattern, each._flags)
        data = data_of((each.pattern, int(each._flags)), public)
        assert data is not None, each.pattern
        again = kept_patterns._restored(each.pattern, kept_patterns.Compiled(*marshal.loads(marshal.dumps(tuple(data)))))  # noqa: S302 - ours
        assert (again, again.flags, again.groups, dict(again.groupindex)) == (public, public.flags, public.groups, dict(public.groupindex))


def test_a_kept_pattern_is_the_pattern_and_is_not_compiled(file, compilations):
    kept(file)
    compilations.clear()
    again = KeptPatterns(file).pattern(PATTERN, 0)
    assert compilations == []
    assert again == re.compile(PATTERN)
    assert [match.groupdict() for match in again.finditer(TEXT)] == [match.groupdict() for match in re.finditer(PATTERN, TEXT)]
    assert [match.lastgroup for match in again.finditer(TEXT)] == [None, "number"]


def test_flags_and_bytes_are_other_patterns(file):
    before = KeptPatterns(file)
    for pattern, flags in ((*WIDE,), (WIDE[0], 0), (b"a", 0), ("a", 0), ("a", re.IGNORECASE)):
        before.pattern(pattern, flags)
    before.keep()
    after = KeptPatterns(file)
    assert after.pattern("a", re.IGNORECASE).match("A")
    assert not after.pattern("a", 0).match("A")
    assert after.pattern(b"a", 0).match(b"a")
    assert after.pattern(*WIDE) == re.compile(*WIDE)


def test_what_is_compiled_later_is_added(file, compilations):
    kept(file, "a+")
    kept(file, "b+")
    compilations.clear()
    after = KeptPatterns(file)
    assert [after.pattern("a+", 0).match("aa")[0], after.pattern("b+", 0).match("bb")[0], compilations] == ["aa", "bb", []]


def test_a_pattern_at_fault_says_so(file):
    with pytest.raises(re.error):
        KeptPatterns(file).pattern("(", 0)


@pytest.mark.parametrize("length", [0, 1, 40, -1])
def test_a_file_cut_short_is_as_if_it_were_not_there(file, length, compilations):
    file.write_bytes(kept(file).read_bytes()[:length])
    compilations.clear()
    assert KeptPatterns(file).pattern(PATTERN, 0).search(TEXT)
    assert compilations == [PATTERN]


def test_a_file_with_a_flipped_bit_is_as_if_it_were_not_there(file, compilations):
    content = bytearray(kept(file).read_bytes())
    content[-20] ^= 1
    file.write_bytes(content)
    compilations.clear()
    assert KeptPatterns(file).pattern(PATTERN, 0).search(TEXT)
    assert compilations == [PATTERN]


@pytest.mark.parametrize(("module", "name"), [(sys, "hexversion"), (kept_patterns, "FORMAT"), (kept_patterns, "__version__")])
def test_a_file_of_another_version_is_as_if_it_were_not_there_and_is_replaced(file, module, name, monkeypatch, compilations):
    with monkeypatch.context() as other:
        other.setattr(module, name, 999)
        kept(file)
    compilations.clear()
    kept(file)
    assert compilations == [PATTERN]
    KeptPatterns(file).pattern(PATTERN, 0)
    assert compilations == [PATTERN]


@pytest.mark.parametrize(
    "entry",
    [
        None,
        (),
        (32, b"", 0, {}, (None,)),
        (32, b"\xff" * 40, 0, {}, (None,)),
        (32, b"abc", 0, {}, (None,)),
        (-1, b"\1\0\0\0", 1 << 70, {}, ()),
        (32, "text", 0, [], None),
    ],
)
def test_what_is_no_compiled_pattern_is_compiled(file, entry, compilations):
    whole = marshal.dumps({(PATTERN, 0): entry})
    file.write_bytes(kept_patterns._head() + zlib.crc32(whole).to_bytes(4, "little") + whole)
    found = KeptPatterns(file).pattern(PATTERN, 0)
    assert found.search("第664期")["number"] == "664"
    assert compilations == [PATTERN]


@pytest.mark.parametrize("whole", [marshal.dumps([]), marshal.dumps(7), b"", b"garbage", marshal.dumps({1: 2})])
def test_a_file_that_holds_something_else_holds_nothing(file, whole):
    file.write_bytes(kept_patterns._head() + zlib.crc32(whole).to_bytes(4, "little") + whole)
    assert KeptPatterns(file).pattern(PATTERN, 0).search(TEXT)


def test_an_interpreter_of_another_make_compiles_as_before(file, monkeypatch):
    monkeypatch.setattr(kept_patterns, "import_module", lambda name: object())
    again = KeptPatterns(file)
    assert again.pattern(PATTERN, 0) == re.compile(PATTERN)
    assert data_of((PATTERN, 0), re.compile(PATTERN)) is None


def test_data_that_would_give_another_pattern_is_not_kept():
    assert data_of(("a", 0), re.compile("b")) is None


def test_nothing_is_written_where_bytecode_is_not(file, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    kept(file)
    assert not file.exists()


def test_no_folder_is_made(tmp_path):
    kept(tmp_path / "__pycache__" / "compiled.patterns")
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_where_it_may_not_be(file, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    kept(file)
    assert not file.exists()


def test_a_disk_that_is_full_leaves_nothing_behind(file, monkeypatch):
    def full(self, target):
        raise OSError

    monkeypatch.setattr(type(file), "replace", full)
    kept(file)
    assert list(file.parent.iterdir()) == []


def test_a_package_without_a_folder_keeps_nothing(compilations):
    nowhere = KeptPatterns(None)
    assert nowhere.pattern("a", 0).match("a")
    nowhere.keep()
    assert compilations == ["a"]


def test_little_is_not_worth_a_file(file, monkeypatch):
    monkeypatch.setattr(kept_patterns, "WORTH_SECONDS", 60.0)
    kept(file)
    assert not file.exists()


def test_a_file_that_has_grown_is_begun_again(file, monkeypatch, compilations):
    kept(file, "a+")
    monkeypatch.setattr(kept_patterns, "MOST_BYTES", 1)
    kept(file, "b+")
    compilations.clear()
    after = KeptPatterns(file)
    assert [after.pattern("a+", 0).pattern, after.pattern("b+", 0).pattern, compilations] == ["a+", "b+", ["a+"]]


def test_several_that_write_at_once_leave_one_whole_file(file, compilations):
    code = f"""
import sys
from pathlib import Path
from bulletin_parse.text import compiled
compiled.WORTH_SECONDS, sys.dont_write_bytecode = 0.0, False
for turn in range(20):
    patterns = compiled.KeptPatterns(Path({str(file)!r}))
    patterns.pattern(f"[a-z]{{{{{{sys.argv[1]}},{{turn}}9}}}}", 0)
    patterns.keep()
    assert patterns._read(), "broken"
"""
    with ThreadPoolExecutor(3) as pool:
        ended = pool.map(lambda each: subprocess.run([sys.executable, "-c", code, each], check=False, capture_output=True, text=True), "123")
    assert [each.stderr for each in ended] == ["", "", ""]
    assert list(file.parent.iterdir()) == [file]
    assert len(KeptPatterns(file)._read()) >= 20


def test_a_command_keeps_its_patterns_where_bytecode_is_kept_and_finds_the_same_with_them(tmp_path):
    code = "import sys; from bulletin_parse import main; sys.exit(main(sys.argv[1:]))"
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | {"PYTHONPYCACHEPREFIX": str(tmp_path)}

    def parsed():
        given = [sys.executable, "-c", code, "parse", "word.pdf", "pandoc.md"]
        return subprocess.run(given, cwd=FIXTURES, env=environment, capture_output=True, check=True).stdout

    first = parsed()
    (file,) = tmp_path.rglob("*.patterns")
    written = file.stat().st_mtime_ns
    assert file.name == f"compiled.{sys.implementation.cache_tag}.patterns"
    assert parsed() == first
    assert file.stat().st_mtime_ns == written


def test_a_table_is_kept_by_its_text(file):
    text = '[a]\nwords = ["甲", "乙"]\n'
    before = KeptPatterns(file)
    assert before.table(text) == {"a": {"words": ["甲", "乙"]}}
    before.pattern(PATTERN, 0)
    before.keep()
    after = KeptPatterns(file)
    assert (after.table(text), after._tables) == ({"a": {"words": ["甲", "乙"]}}, {})
    assert after.table(text + "other = 1") == {"a": {"words": ["甲", "乙"], "other": 1}}
    assert after.pattern(PATTERN, 0) == re.compile(PATTERN)


def test_a_table_that_is_none_is_refused_as_ever(file):
    with pytest.raises(tomllib.TOMLDecodeError):
        KeptPatterns(file).table("no table")


@pytest.mark.parametrize("kept_value", [None, ("a",), "text"])
def test_what_is_kept_in_a_tables_place_and_is_none_is_read_anew(file, kept_value):
    file.write_bytes(kept_patterns._framed(marshal.dumps({"a = 1": kept_value})))
    assert KeptPatterns(file).table("a = 1") == {"a": 1}
