"""The words of a series are data: no room that reads bulletins has a Chinese word in its code that belongs in the template."""

from __future__ import annotations

import ast
import re
import tomllib

import pytest

from bulletin_parse import load_template
from bulletin_parse.parsing.template import FURTHER_KEYS, KEYS
from conftest import ROOT

PACKAGE = ROOT / "src" / "bulletin_parse"
ROOMS = ("reading", "layout", "parsing", "repair", "rules", "matching")

# The words that stand in code, and why no template has them: they are the language's, of any weekly and of any page, or a converter's.
LANGUAGE = {
    "layout/joints.py": {"表示", "评价", "坦言", "介绍", "感叹", "感慨"},  # verbs of saying
    "layout/sentences.py": {"附图", "附表", "图表附"},  # figures and tables that are numbered, and what their names begin with
    "parsing/layout_patterns.py": {"附表"},
    "parsing/masthead.py": {"星期"},  # days of the week
    "parsing/numbering.py": {"百分点", "小时", "分钟", "公里", "版本"}  # what decimals count
    | {"信息", "新闻", "文章", "资讯", "报道", "要闻", "舆情", "序号"},  # nouns for an item before its number
    "parsing/patterns.py": {"部分"},  # 第一部分
    "parsing/word_patterns.py": {"星期"},
    "reading/text/inline.py": {"图片", "插图", "配图", "图像"},  # what converters write for a picture
    "reading/text/markdown.py": {"图片"},
}
# Files with sets of characters that are no words: by them recognition tells a stroke from a dash, and numbers and counted things are told.
CHARACTERS = {"layout/notes.py", "reading/ocr/decoding.py", "reading/office/word_numbers.py", "repair/dates.py"}

_CLASS = re.compile(r"\[[^\]]*(?:\]|\Z)")  # an f-string's value may part it
_REMARK = re.compile(r"(?<=\s)# .*")  # of a verbose pattern
_WORD = re.compile("[\u4e00-\u9fff]{2,}")
_NUMERALS = re.compile("[〇零一二三四五六七八九十百千万亿年月日时分秒第]+")
_MESSAGE = re.compile(r"[a-z]+ [a-z]+ [a-z]+")  # prose, which may show an example


def words_in_code(text: str) -> set[str]:
    """The Han words of two characters or more in a module's strings: no docstrings, messages, sets of characters or numerals."""
    tree = ast.parse(text)
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    strings = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings]
    bare = [_CLASS.sub(" ", _REMARK.sub("", each)) for each in strings if not _MESSAGE.search(_REMARK.sub("", each))]
    return {word for each in bare for word in _WORD.findall(each) if not _NUMERALS.fullmatch(word)}


@pytest.mark.parametrize("room", ROOMS)
def test_no_word_of_the_series_stands_in_code(room):
    found = {str(path.relative_to(PACKAGE)): words_in_code(path.read_text(encoding="utf-8")) for path in sorted((PACKAGE / room).rglob("*.py"))}
    stray = {name: sorted(words - LANGUAGE.get(name, set())) for name, words in found.items() if name not in CHARACTERS or name in LANGUAGE}
    assert {name: words for name, words in stray.items() if words} == {}, "words of the series belong in parsing/templates/weekly.toml (docs/templates.md)"


def test_every_listed_word_still_stands_in_its_file():
    gone = {name: sorted(words - words_in_code((PACKAGE / name).read_text(encoding="utf-8"))) for name, words in LANGUAGE.items()}
    assert {name: words for name, words in gone.items() if words} == {}


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ('X = "来源"', {"来源"}),
        ('X = lazy_pattern(r"(?:责编|[一二三四五六])[:：]")', {"责编"}),
        ('X = f"{GAP}原文{GAP}"', {"原文"}),
        ('"""来源 is said here."""\nX = 1  # 来源', set()),
        ('fault("no source, expected a line such as 来源：人民网")', set()),
        ('X = "[年月日]二〇二六"', set()),
    ],
)
def test_words_are_found_in_strings_alone(code, words):
    assert words_in_code(code) == words


@pytest.mark.parametrize("page", ["docs/templates.md", "docs/zh/templates.md"])
def test_every_key_of_a_template_is_documented(page):
    """Each key stands in a row that begins with its table, in both languages."""
    rows = re.findall(r"^\| `\[(\w+)\] (.+?) \|", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE)
    documented = {(table, key) for table, keys in rows for key in re.findall(r"\w+", keys)}
    assert documented == {(table, key) for known in (KEYS, FURTHER_KEYS) for table, keys in known.items() for key in keys}


def test_no_list_of_the_template_has_a_word_twice():
    table = tomllib.loads((PACKAGE / "parsing" / "templates" / "weekly.toml").read_text(encoding="utf-8"))
    lists = [(f"{part}.{key}", words) for part, keys in table.items() if isinstance(keys, dict) for key, words in keys.items() if isinstance(words, list)]
    assert [(name, word) for name, words in lists for word in dict.fromkeys(words) if words.count(word) > 1] == []


def test_a_template_of_another_series_has_its_own_page_numbers(tmp_path):
    text = (PACKAGE / "parsing" / "templates" / "weekly.toml").read_text(encoding="utf-8")
    other = tmp_path / "other.toml"
    other.write_text(text.replace('behind = ["页"]', 'behind = ["面"]'), encoding="utf-8")
    weekly, own = load_template().layout, load_template(other).layout
    assert [bool(words.page_number.fullmatch("第3面")) for words in (weekly, own)] == [False, True]
    assert [bool(words.page_number.fullmatch("第3页共9页")) for words in (weekly, own)] == [True, False]
