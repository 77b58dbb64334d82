"""Notes in the margin beside masthead, index and labels change no field."""

from pages import FULL, RIGHT, bulletin_on, line, page

ROWS = (
    ("全国卫生信息化舆情监测周报", True),
    ("（第六六四）", True),
    ("市卫生健康大数据研究中心", True),
    ("2026年03月13日", True),
    ("本期导语：", False),
    ("本期周报共收集1篇信息，时间从2026年03月07日到2026年03月13日。", False),
    ("一、信息目录", False),
    ("1. 甲市上线互认平台", False),
    ("（甲市日报）", False),
    ("二、具体内容", False),
    ("1. 甲市上线互认平台", False),
    ("来源：甲市日报", False),
    ("链接：https://www.jiashi.example/2026/a.html", False),
    ("主要内容：", False),
)


def record(*noted):
    """The bulletin with a note beside each of some rows."""
    lines = [line(text, row, centred=centred) for row, (text, centred) in enumerate(ROWS)]
    lines += [line(FULL[:-2], 14, indent=2), line(FULL, 15), line("提升了。", 16), line(FULL[:-2], 17, indent=2), line(FULL, 18), line("受益了。", 19)]
    notes = [line("批注：请核实", row, size=6.0)._replace(x0=RIGHT + 4, x1=RIGHT + 40) for row in noted]
    return bulletin_on(page(1, *lines, *notes))


def test_notes_beside_anything_change_no_field():
    plain = record()
    for row in range(20):
        noted = record(row)
        for field in ("title", "issue_number", "publisher", "published", "lead"):
            assert getattr(noted, field) == getattr(plain, field), row
        assert [entry.title for entry in noted.index] == [entry.title for entry in plain.index], row
        mine, theirs = noted.items[0], plain.items[0]
        assert (mine.title, mine.source, mine.link) == (theirs.title, theirs.source, theirs.link), row
        assert [block.text for block in mine.blocks if block.kind != "note"] == [block.text for block in theirs.blocks], row
        assert [one.text for one in noted.front_matter] + [block.text for block in mine.blocks if block.kind == "note"] == ["批注：请核实"], row
