"""Thirty faults of every kind in one archive, corrected from Python and from the command line: they hold after another version's reading,
the exported file gives the same records on a fresh archive, and undoing gives the first state byte for byte.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from importlib.resources import files

import pytest

from bulletin_parse import Archive, IngestOptions, Settings, check, main, missed_item, uncorrected

WHY = "so printed"
# What a reader of pages makes of a bulletin on a bad day: misread characters, text in wrong places, an item that was missed and one that is none.
PLANTED = """\
# 全国卫生信息化舆情监测周抱

## （第六六五）

2026年03月14日

### 本期导语：

本期周报共收集5篇卫生健康大数据与政策研究相关信息，时间从2026年03月07日到2026年03月12日，监测范围包括全国主流媒休及政府网站等。

### 一、信息目录

1. 甲市医院上线智慧导珍

（人民网）

2. 乙省印发互联互通方案

（央广网讯）

3. 本期编辑：张三

### 二、具体内容

#### 1. 甲市医院上线智慧导诊

来源：人民网讯

链接：<http://www.people.com.cn/n1/2026/O311/c1-1.html>

关键词：医倮

主要内容：

甲市医院上线智慧导诊

人民网北京电 记者李四

近日，甲市医院上线智慧导诊系统，群众少跑腿，并且在门诊大厅设置了自助机，

患者平均等候时间缩短了一半。

该系统准确率超过九成。全国卫生信息化舆情监测周报 第3页院方表示将继续优化。

下一步打算

#### 2. 乙省印发互联互通方案

来源：央广网

链接：<http://www.cnr.cn/a/20260312/t20260312_1.shtml>

主要内容：

乙省印发互联互通方案

2026-03-21 来源：央广网

乙省日前印发方案，推动检查检验结果互认。专家认为这是重要一步。

| 省份 | 家数 |
| --- | --- |
| 甲省 | 21 |

丙县建成健康档案平台

来自健康报的报道

丙县建成健康档案平台，覆盖全部乡镇卫生院。

丙县还将推进家庭医生签约。

#### 5. 丁市完善医保智能审核

来源：新华网

主要内容：

丁市完善医保智能审核

2026-03-10 来源：新华网

丁市日前完善审核。要求如下：

#### 6. 附：工作要求说明

来源：省卫生健康委

链接：<http://wjw.yi.gov.cn/2026/1.html>

主要内容：

各单位要落实责任。

联系人见后。

印数：三百份
"""


def field(address, now):
    """A field that says something else, by one call of Python."""
    return lambda archive: archive.correct(665, address, now, why=WHY, by="甲")


def said(say):
    """What a reviewer says."""
    return lambda archive: archive.corrections.add(say(archive.corrections.reviewer(665, by="乙")))


def typed(*arguments):
    """What somebody types."""
    return lambda archive: main(["correct", "add", "--archive", archive.path, "665", *arguments, "--why", WHY, "--by", "丙"])


def fourth(bulletin):
    """The last article, wherever it stands."""
    return next(item for item in bulletin.items if item.title.startswith("丁市"))


# Each fault with what corrects it and how the record looks then; they are corrected one after another, as somebody does who reads from top to bottom.
FAULTS = {
    "a title taken for the publisher": (typed("publisher", "北京市卫生健康大数据与政策研究中心"), lambda b: b.publisher.startswith("北京")),
    "a masthead's title missed": (typed("title", "全国卫生信息化舆情监测周报"), lambda b: b.title.endswith("周报")),
    "an issue label misread": (field("issue_label", "第六六五期"), lambda b: b.issue_label == "第六六五期"),
    "a supplement not seen": (typed("supplement", "true"), lambda b: b.supplement),
    "a wrong date of publication": (typed("published", "2026-03-13"), lambda b: b.published.isoformat() == "2026-03-13"),
    "a misread lead": (field("lead", "本期周报共收集4篇相关信息。"), lambda b: b.lead.startswith("本期周报共收集4篇")),
    "a wrong declared count": (typed("declared_count", "4"), lambda b: b.declared_count == 4),
    "a wrong end of the week": (field("date_range.end", "2026-03-13"), lambda b: b.date_range.end.isoformat() == "2026-03-13"),
    "an entry's title misread": (field("index[0].title", "甲市医院上线智慧导诊"), lambda b: b.index[0].title.endswith("导诊")),
    "an entry's source misread": (typed("index[1].source", "央广网"), lambda b: b.index[1].source == "央广网"),
    "an entry that is none": (typed("index[2]", "--none", "back_matter"), lambda b: "本期编辑：张三" in [r.text for r in b.back_matter]),
    "an entry that was missed": (
        typed("index[2]", "--missing", "--given", "title=丙县建成健康档案平台", "--given", "source=健康报", "--given", "number=3"),
        lambda b: b.index[2].source == "健康报",
    ),
    "another entry that was missed": (
        said(lambda r: r.add("index[3]", fields={"title": "丁市完善医保智能审核", "source": "新华网", "number": 4}, why=WHY)),
        lambda b: len(b.index) == 4,
    ),
    "an item's source misread": (field("items[0].source", "人民网"), lambda b: b.items[0].source == "人民网"),
    "a link misread": (typed("items[0].link", "http://www.people.com.cn/n1/2026/0311/c1-1.html"), lambda b: "/0311/" in b.items[0].link),
    "a label misread": (field("items[0].labels.关键词", "医保"), lambda b: b.items[0].labels["关键词"] == "医保"),
    "a byline taken for a paragraph": (typed("items[0].blocks[0]", "--move", "items[0].byline"), lambda b: b.items[0].byline.startswith("人民网北京电")),
    "an item's date missed": (field("items[0].published", "2026-03-11"), lambda b: b.items[0].published.isoformat() == "2026-03-11"),
    "a paragraph cut in two": (typed("items[0].blocks[0]", "--join", "items[0].blocks[1]"), lambda b: b.items[0].blocks[0].text.endswith("缩短了一半。")),
    "a header inside a paragraph": (
        typed("items[0].blocks[1]", "--move", "furniture", "--run", "全国卫生信息化舆情监测周报 第3页"),
        lambda b: b.items[0].blocks[1].text == "该系统准确率超过九成。院方表示将继续优化。" and b.furniture,
    ),
    "a heading taken for a paragraph": (typed("items[0].blocks[2].kind", "heading"), lambda b: b.items[0].blocks[2].kind == "heading"),
    "a category not seen": (field("items[0].category", "各地动态"), lambda b: b.items[0].category == "各地动态"),
    "two paragraphs in one": (typed("items[1].blocks[0]", "--part", "专家"), lambda b: b.items[1].blocks[1].text == "专家认为这是重要一步。"),
    "a cell misread": (field("items[1].blocks[2].rows[1][1]", "12"), lambda b: b.items[1].blocks[2].text == "省份\t家数\n甲省\t12"),
    "a byline misread": (field("items[1].byline", "2026-03-12 来源：央广网"), lambda b: b.items[1].byline.startswith("2026-03-12")),
    "a date misread": (field("items[1].published", "2026-03-12"), lambda b: b.items[1].published.isoformat() == "2026-03-12"),
    "a further link missed": (typed("items[1].further_links", '["http://www.cnr.cn/b.html"]'), lambda b: len(b.items[1].further_links) == 1),
    "an item number misread": (field("items[2].number", 4), lambda b: fourth(b).number == 4),
    "a headline misread": (typed("items[2].headline", "丁市完善医保智能审核 群众得便利"), lambda b: fourth(b).headline.endswith("便利")),
    "an item that is none": (typed("items[3]", "--none"), lambda b: [k.text for k in b.items[-1].blocks][1].startswith("附：")),
    "a line of the office in a body": (
        typed("items[2].blocks[5]", "--move", "residue"),
        lambda b: b.residue,
    ),
    "an item that was missed": (
        said(lambda r: r.add("items[2]", missed_item(r, [f"items[1].blocks[{at}]" for at in (3, 4, 5, 6)]).pieces, {"number": 3}, why=WHY)),
        lambda b: (b.items[2].title, len(b.items), len(b.items[1].blocks)) == ("丙县建成健康档案平台", 4, 3),
    ),
    "the missed item's source in its text": (
        typed("items[2].blocks[0]", "健康报", "--move", "items[2].source"),
        lambda b: (b.items[2].source, len(b.items[2].blocks)) == ("健康报", 2),
    ),
    "back matter that belongs to nothing": (typed("back_matter[1]", "--move", "furniture"), lambda b: len(b.furniture) == 2),
    "a finding that is true": (
        said(lambda r: r.accept(next(f for f in check(r.bulletin) if f.code == "BP302" and f.item == 4), why="the page prints none")),
        lambda b: any(f.known for f in check(b) if f.code == "BP302"),
    ),
}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("planted")
    (folder / "in").mkdir()
    (folder / "in" / "665.md").write_text(PLANTED, encoding="utf-8")
    return folder


def record_of(archive):
    return archive.bulletin(665)


@pytest.fixture(scope="module")
def archive(place):
    """The archive with all faults corrected, and the record that was first."""
    with Archive.open(place / "a.db") as archive:
        archive.ingest([place / "in"], jobs=1)
        first = record_of(archive).to_json()
        for name, (correct, is_right) in FAULTS.items():
            assert not seen_right(is_right, record_of(archive)), f"{name}: there is no fault"
            correct(archive)
            assert is_right(record_of(archive)), name
        yield archive, first


def wrong_in(record):
    """The faults that a record still, or again, has."""
    return [name for name, (_, is_right) in FAULTS.items() if not seen_right(is_right, record)]


def seen_right(is_right, record):
    try:
        return bool(is_right(record))
    except (AttributeError, IndexError, KeyError):
        return False


def test_there_are_thirty_faults_at_least():
    assert len(FAULTS) >= 30


def test_every_correction_is_made_and_each_is_an_edit_of_its_person(archive):
    archive, _ = archive
    outcomes = archive.corrections.outcomes()
    assert ([each.state for each in outcomes], len(outcomes)) == (["made"] * len(FAULTS), len(FAULTS))
    assert {edit.by for edit in record_of(archive).edits} == {"甲", "乙", "丙"}
    assert [finding.code for finding in check(record_of(archive)) if finding.code in ("BP907", "BP908")] == []


def test_all_hold_after_another_version_has_read_the_file(archive, place):
    archive, _ = archive
    record = record_of(archive).to_json()
    with sqlite3.connect(place / "a.db") as database:
        database.execute("UPDATE sources SET parser_version = '0.0.1'")
    report = archive.ingest([place / "in"], jobs=1)
    assert (report.account.stored, report.changed) == (1, 0)
    assert record_of(archive).to_json() == record
    assert wrong_in(record_of(archive)) == []


def test_what_another_reading_has_no_more_is_told_and_all_others_hold(archive, place, tmp_path):
    """A template by which the misread title is a title: two corrections do not fit what is read then, and are not made."""
    archive, _ = archive
    words = (files("bulletin_parse.parsing") / "templates" / "weekly.toml").read_text(encoding="utf-8")
    (tmp_path / "own.toml").write_text(words.replace('titles = ["周报"', 'titles = ["周抱", "周报"'), encoding="utf-8")
    with Archive.open(tmp_path / "b.db") as other:
        settings = Settings(IngestOptions(template=str(tmp_path / "own.toml")), corrections=place / "a.corrections.jsonl")
        report = other.ingest([place / "in"], jobs=1, settings=settings)
        assert Counter([each.state for each in report.corrections]) == {"made": len(FAULTS) - 2, "does not fit": 2}
        assert [finding.subject for finding in check(record_of(other)) if finding.code == "BP907"] == ["publisher", "title"]
        assert wrong_in(record_of(other)) == ["a title taken for the publisher", "a masthead's title missed"]


def test_the_exported_file_gives_the_same_record_on_a_fresh_archive(archive, place, tmp_path, capsys):
    archive, _ = archive
    assert main(["correct", "export", "--archive", archive.path, "-o", str(tmp_path / "out.jsonl")]) == 0
    with Archive.open(tmp_path / "fresh.db") as fresh:
        fresh.ingest([place / "in"], jobs=1, settings=Settings(corrections=tmp_path / "out.jsonl"))
        assert record_of(fresh).to_json() == record_of(archive).to_json()


def test_undoing_gives_the_first_state_byte_for_byte(archive, place, tmp_path):
    archive, first = archive
    assert uncorrected(record_of(archive)).to_json() == first
    archive.close()
    for name in ("a.db", "a.corrections.jsonl"):
        (tmp_path / name).write_bytes((place / name).read_bytes())
    with Archive.open(tmp_path / "a.db") as copy:
        for said in reversed(copy.corrections.all().all):
            copy.corrections.remove(said.id)
        assert hashlib.sha256(record_of(copy).to_json().encode()).digest() == hashlib.sha256(first.encode()).digest()
