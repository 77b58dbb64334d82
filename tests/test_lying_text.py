"""A text layer that lies is reported, and one that tells the truth never is."""

from __future__ import annotations

import random
import re

import pytest

from bulletin_parse import Bulletin, Document, GarbledText, Line, Page, check, main, parse, parse_text
from bulletin_parse.reading.radicals import resolved
from bulletin_parse.text.plausible import MIN_PAIRS, MIN_SHARE, frequent_pairs, garbled, garbled_whole
from bulletins import HEAD, WHOLE
from conftest import FIXTURES, ROOT, SHARED
from hostile import lying_fonts

HAN = re.compile("[\u4e00-\u9fff]")
VALID = sorted(
    path
    for folder in (FIXTURES, ROOT / "examples", SHARED / "seeds", SHARED / "corpus")
    if folder.is_dir()
    for path in folder.iterdir()
    if path.suffix in (".pdf", ".md", ".txt") and path.stem not in ("README", "truncated") and not path.stem.startswith("scan")
)
LEVEL_ONE = [bytes((high, low)).decode("gb2312") for high in range(0xB0, 0xD7) for low in range(0xA1, 0xFF)]


def codes(bulletin: Bulletin) -> set[str]:
    return {finding.code for finding in check(bulletin)}


def exchanged(text: str, seed: int) -> dict[int, str]:
    """Each Han character of a text for another one of it."""
    signs = sorted(set(HAN.findall(text)))
    others = random.Random(seed).sample(signs, len(signs))
    return str.maketrans(dict(zip(signs, others, strict=True)))


def common(text: str, seed: int) -> dict[int, str]:
    """Each Han character of a text for a common one."""
    signs = sorted(set(HAN.findall(text)))
    return str.maketrans(dict(zip(signs, random.Random(seed).sample(LEVEL_ONE, len(signs)), strict=True)))


def neighbour(text: str, seed: int) -> dict[int, str]:
    """Each Han character for one that stands a few places further in Unicode: a table read at an offset."""
    return {ord(sign): chr(ord(sign) + seed + 1) for sign in set(HAN.findall(text))}


LIES = [exchanged, common, neighbour]


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.name)
def test_no_valid_bulletin_is_called_garbled(path):
    assert "BP903" not in codes(parse(path))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("lie", LIES, ids=lambda lie: lie.__name__)
@pytest.mark.parametrize("name", ["typst.pdf", "weasyprint.pdf", "reportlab-leaders.pdf", "unembedded.pdf"])
def test_bodies_of_exchanged_characters_are_reported_though_the_labels_are_right(name, lie, seed):
    bulletin = parse(FIXTURES / name)
    table = lie("".join(block.text for item in bulletin.items for block in item.blocks), seed)
    items = [
        item.model_copy(update={"blocks": tuple(block.model_copy(update={"text": block.text.translate(table)}) for block in item.blocks)})
        for item in bulletin.items
    ]
    assert "BP903" in codes(bulletin.model_copy(update={"items": tuple(items)}))


@pytest.mark.parametrize("lie", LIES, ids=lambda lie: lie.__name__)
def test_a_text_that_lies_throughout_is_an_error_of_its_own_and_a_finding(lie, tmp_path, capsys):
    text = (FIXTURES / "converter.md").read_text(encoding="utf-8")
    lies = text.translate(lie(text, 1))
    with pytest.raises(GarbledText, match=r"its text layer is garbled: its characters make no words. Read it with another engine"):
        parse_text(lies)
    (tmp_path / "lies.md").write_text(lies, encoding="utf-8")
    assert main(["check", str(tmp_path / "lies.md")]) == 3
    out, err = capsys.readouterr()
    assert "BP903" in out, err
    assert "garbled" in err


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("(cid:17)(cid:4)" * 40, "its characters have no meaning"),
        ("\ue123\ue456" * 40, "its characters have no meaning"),
        ("\ua123\uac01\u3456" * 40, "its characters are rare ones"),
    ],
)
def test_characters_without_meaning_throughout(text, reason):
    with pytest.raises(GarbledText, match=reason):
        parse_text(text)


def test_a_name_in_a_text_is_no_reason():
    assert garbled("𠮷田、𫖮、㐂三位专家" * 1 + "在会上介绍了医院信息化建设的经验，并就数据安全与个人信息保护等问题回答了记者的提问。" * 4) is None


def test_little_text_is_not_judged():
    words = "圈咏厄杰吟叠淤剐凹" * 10
    assert garbled(words[:MIN_PAIRS]) is None
    assert garbled(words[: MIN_PAIRS + 1]) == "its characters make no words"
    assert garbled_whole([words[:50]] * 4) is None
    assert garbled_whole([words[:51]] * 4) == "its characters make no words"
    assert garbled_whole([]) is None
    assert garbled_whole(["plain", "x", "医"]) is None


def test_the_share_of_frequent_pairs_is_what_counts():
    pair = min(frequent_pairs())
    rare = "圈咏厄杰吟叠淤剐凹"
    text = "，".join([rare] * 12 + [pair] * 4)
    assert garbled(text) is None
    assert garbled("，".join([rare] * 12 + [pair] * 3)) == "its characters make no words"
    assert 4 / 100 >= MIN_SHARE > 3 / 99


def test_each_pair_is_two_characters():
    assert all(len(pair) == 2 and HAN.match(pair[0]) and HAN.match(pair[1]) for pair in frequent_pairs())
    assert 1000 < len(frequent_pairs()) < 2000


def test_radicals_become_characters_and_are_told_of():
    """⽬ for 目, ⼀ for 一: the record holds what the page shows, and an info says that the text layer has something else."""
    text = WHOLE.replace("目", "⽬").replace("医", "⾐医").replace("一、", "⼀、")
    bulletin = parse_text(text)
    plain = parse_text(text.replace("⽬", "目").replace("⾐", "衣").replace("⼀", "一"))
    assert bulletin.items[0].title == "甲市衣医院上线智慧导诊"
    assert [item.model_dump() for item in bulletin.items] == [item.model_dump() for item in plain.items]
    assert bulletin.printed["radicals"] == "⼀⽬⾐"
    (finding,) = [finding for finding in check(bulletin) if finding.code == "BP903"]
    assert (finding.severity, finding.subject) == ("info", "radicals")
    assert "⼀⽬⾐" in finding.message
    assert finding.where[0].line == 1 + text[: text.index("⼀")].count("\n")
    assert "radicals" not in plain.printed


def test_second_codes_of_characters_are_resolved_and_told_of():
    """U+F98E for 年 would cost every date of the record."""
    text = WHOLE.replace("年", "\uf98e")
    bulletin, plain = parse_text(text), parse_text(WHOLE)
    assert text != WHOLE
    assert (bulletin.published, bulletin.date_range, bulletin.lead) == (plain.published, plain.date_range, plain.lead)
    assert bulletin.printed["radicals"] == "\uf98e"


@pytest.mark.parametrize("engine", ["auto", "pymupdf", "pdfium", "pdfplumber"])
@pytest.mark.parametrize("honest", [0, 1])
def test_a_font_whose_table_lies(honest, engine):
    """All fonts lie, or all but the first: an error that says so, or a finding."""
    data = lying_fonts(FIXTURES / "reportlab-leaders.pdf", honest)
    try:
        found = codes(parse(data, engine=engine))
    except GarbledText:
        return
    assert "BP903" in found


def test_ligatures_are_a_matter_of_type():
    line = Line("eﬃcient 目录", 0, 0, 9, 9, 9, 9)
    document = Document((Page(1, 9, 9, (line,)),), "x", "1", "application/pdf")
    found, stand_ins = resolved(document)
    assert found.pages[0].lines[0].text == "efficient 目录"
    assert stand_ins == ("", frozenset())
    assert resolved(found)[0] is found


def test_a_damaged_stream_is_told_of():
    """MuPDF reads on after a broken place; the record says that text may be missing."""
    data = bytearray((FIXTURES / "word.pdf").read_bytes())
    data[2067] ^= 0x55
    bulletin = parse(bytes(data), engine="pymupdf")
    assert bulletin.source.complete is False
    (finding,) = [finding for finding in check(bulletin) if finding.subject == "damage"]
    assert (finding.code, finding.severity) == ("BP903", "warning")
    assert parse(FIXTURES / "word.pdf", engine="pymupdf").source.complete is True


def test_a_masthead_alone_is_not_garbled():
    with pytest.raises(Exception, match="neither an index"):
        parse_text(HEAD)
