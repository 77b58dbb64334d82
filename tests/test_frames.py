"""Data frames: what is in them, what type it has, and that an archive gives the same as its bulletins."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bulletin_parse
from archives import archive_of
from bulletin_parse import Bulletin, Source, parse_text, to_frames
from bulletins import WHOLE, bulletins, faulty_bulletins
from conftest import ROOT

FRAMES = ("bulletins", "index", "items", "blocks", "findings")


def sourced(bulletin: Bulletin, at: int) -> Bulletin:
    """A bulletin read from a file of its own."""
    source = Source(name=f"{at}.md", sha256=f"{at:064x}"[::-1], media_type="text/markdown", engine="text", engine_version="1", pages=None)
    return bulletin.model_copy(update={"source": source})


def test_a_bulletin_in_frames():
    bulletin = parse_text(WHOLE)
    frames = to_frames([bulletin])
    key = bulletin.source.sha256[:16]
    assert frames.bulletins.index.tolist() == [key]
    mast = frames.bulletins.loc[key]
    assert (mast.issue_number, mast.item_count, mast.pages is pd.NA, mast.complete) == (664, 2, True, True)
    assert mast.published == pd.Timestamp("2026-03-13")
    assert mast.first_day.day_name() == "Saturday"
    assert frames.index.loc[(key, 2)].tolist()[:4] == [2, "乙省印发互联互通方案", "央广网", pd.NA]
    assert frames.items.loc[(key, 1), "body"] == bulletin.items[0].body
    assert frames.items["published"].tolist() == [pd.Timestamp("2026-03-11"), pd.Timestamp("2026-03-12")]
    assert frames.blocks.loc[(key, 1, 2)].tolist()[:3] == ["paragraph", "该系统准确率超过九成。", pd.NA]
    assert len(frames.findings) == 0


def test_the_types_are_the_same_whatever_is_missing():
    bare = parse_text("二、具体内容\n\n1. 只有标题\n\n来源：人民网\n\n主要内容：\n\n一段文字在此。\n")
    whole, poor, none = to_frames([parse_text(WHOLE)]), to_frames([bare]), to_frames([])
    for table in FRAMES:
        types = getattr(whole, table).reset_index().dtypes.to_dict()
        assert getattr(poor, table).reset_index().dtypes.to_dict() == types
        assert getattr(none, table).reset_index().dtypes.to_dict() == types
        for name, kind in types.items():
            expected = (
                "datetime64[s]"
                if name in ("published", "first_day", "last_day", "bulletin_day")
                else "boolean"
                if name in ("complete", "supplement")
                else ("Int64", "string")
            )
            assert str(kind) in expected, name
    mast = poor.bulletins.iloc[0]
    assert mast.published is pd.NaT
    assert mast.issue_number is mast.lead is pd.NA


def test_items_join_to_their_bulletins():
    frames = to_frames([sourced(parse_text(WHOLE), 1), sourced(parse_text(WHOLE.replace("六六四", "六六五")), 2)])
    joined = frames.items.join(frames.bulletins.add_prefix("bulletin_"), on="bulletin")
    assert joined["bulletin_issue_number"].tolist() == [664, 664, 665, 665]
    assert joined["bulletin_published"].notna().all()
    blocks = frames.blocks.merge(frames.items, on=["bulletin", "item"], suffixes=("", "_of_item"))
    assert blocks["source"].notna().all()
    assert len(blocks) == len(frames.blocks)


def test_each_row_names_its_bulletin_without_a_join():
    held = [sourced(parse_text(WHOLE), 1), sourced(parse_text(WHOLE.replace("六六四", "六六五")), 2)]
    frames = to_frames(held)
    for frame in (frames.index, frames.items, frames.blocks):
        assert frame.groupby("file", sort=False)["issue_number"].first().to_dict() == {"1.md": 664, "2.md": 665}
        assert frame["bulletin_day"].notna().all()
    merged = frames.blocks.merge(frames.items, on=["file", "item"], suffixes=("", "_of_item"))
    assert len(merged) == len(frames.blocks)
    assert merged["source"].notna().all()
    found = frames.findings[frames.findings["scope"] == "bulletin"]
    assert found["file"].notna().all()


def test_the_same_file_twice_is_two_bulletins():
    frames = to_frames([parse_text(WHOLE)] * 2)
    first, second = frames.bulletins.index
    assert second == f"{first}-2"
    assert frames.items.index.is_unique


def test_a_year_that_was_misread_is_a_date():
    bulletin = parse_text(WHOLE).model_copy(update={"published": date(3013, 1, 1)})
    assert str(to_frames([bulletin]).bulletins["published"].iloc[0].date()) == "3013-01-01"


def test_a_lone_surrogate_becomes_a_replacement_sign():
    bulletin = parse_text(WHOLE).model_copy(update={"lead": "导\ud800语😀"})
    assert to_frames([bulletin]).bulletins["lead"].tolist() == ["导\ufffd语😀"]


def test_findings_name_their_bulletin():
    first, third = sourced(parse_text(WHOLE.replace("<http://www.people.com.cn/n1/2026/0311/c1-1.html>", "")), 1), sourced(parse_text(WHOLE), 3)
    third = third.model_copy(update={"issue_number": 666})
    frames = to_frames([first, third])
    findings = frames.findings.reset_index()
    inside = findings[findings["code"] == "BP302"].iloc[0]
    assert (inside.bulletin, inside.scope, inside.item_number) == (frames.bulletins.index[0], "bulletin", 1)
    assert set(findings.loc[findings["scope"] == "archive", "bulletin"]) <= set(frames.bulletins.index)
    assert (findings["scope"] == "archive").any()


def assert_same(one, other):
    """Equal but for messages that name a file: an archive names it by its whole path, a record by its own name."""
    for table in FRAMES:
        left, right = getattr(one, table), getattr(other, table)
        if table == "findings":
            left, right = (frame.assign(message=frame["message"].str.replace(r"\(/[^)]*/", "(", regex=True)) for frame in (left, right))
        pd.testing.assert_frame_equal(left, right, obj=table)


def in_order(held):
    """As an archive gives its bulletins: by number, date and file."""
    return sorted(held, key=lambda each: (each.issue_number is not None, each.issue_number or 0, str(each.published or "")))


@settings(max_examples=settings.default.max_examples // 4)
@given(st.lists(st.one_of(bulletins(), faulty_bulletins()), min_size=1, max_size=4, unique_by=lambda each: each.issue_number))
def test_an_archive_gives_the_frames_of_its_bulletins(held):
    held = in_order([sourced(each, at) for at, each in enumerate(held)])
    with archive_of(held[::-1]) as archive:
        assert_same(archive.frames(), to_frames(held))


def test_an_archive_of_files_gives_the_frames_of_its_bulletins(tmp_path):
    from bulletin_parse import Archive

    with Archive.open(tmp_path / "archive.db") as archive:
        archive.ingest([ROOT / "examples"], jobs=1)
        frames = archive.frames()
        assert len(frames.bulletins) > 8
        assert_same(frames, to_frames(archive.bulletins()))


def test_frames_are_exported_late():
    assert bulletin_parse.to_frames is to_frames
    with pytest.raises(TypeError):
        to_frames()
