"""The archive rules: on a whole archive silent, and each fault found once at the bulletin it belongs to."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bulletin_parse import Block, Bulletin, DateRange, Entry, Item, Source, check, check_archive

FIRST = date(2024, 1, 5)  # a Friday
WEEK = timedelta(days=7)


def issue(number: int, end: date, *, name: str | None = None, title: str | None = None, sha: str | None = None) -> Bulletin:
    title = title or f"第{number}号消息 {end}"
    link = f"http://www.people.com.cn/{title.replace(' ', '')}"
    item = Item(
        number=1, title=title, source="人民网", link=link, headline=None, byline=None, published=end, blocks=(Block(kind="paragraph", text=f"{title}。"),)
    )
    name = name or f"{number}.pdf"
    return Bulletin(
        title="周报",
        issue_label=f"第{number}期",
        issue_number=number,
        publisher="中心",
        published=end,
        lead="共收集1篇",
        declared_count=1,
        date_range=DateRange(start=end - timedelta(days=6), end=end),
        index=(Entry(number=1, title=title, source="人民网"),),
        items=(item,),
        source=Source(name=name, sha256=sha or name, media_type="application/pdf", engine="pymupdf", engine_version="1", pages=1),
    )


def archive(first: int = 600, last: int = 640, *, pauses: dict[int, int] | None = None) -> list[Bulletin]:
    """Bulletins one a week; ``pauses`` maps a number to the weeks left out before it."""
    made, day = [], FIRST
    for number in range(first, last + 1):
        day += WEEK * (pauses or {}).get(number, 0)
        made.append(issue(number, day))
        day += WEEK
    return made


def said(bulletins: list[Bulletin]) -> list[tuple[str, str, str | None]]:
    return [(finding.code, finding.severity, finding.file) for finding in check_archive(bulletins)]


def replaced(bulletins: list[Bulletin], at: int, **fields) -> list[Bulletin]:
    return [each.model_copy(update=fields) if place == at else each for place, each in enumerate(bulletins)]


def joint(bulletins: list[Bulletin], at: int, *, weeks: int) -> list[Bulletin]:
    """The archive with one bulletin a joint issue with the next number, which takes so many weeks."""
    merged = bulletins[at].model_copy(update={"issue_number": bulletins[at + 1].issue_number, "issue_numbers": (600 + at, 601 + at)})
    if weeks == 2:
        last = bulletins[at + 1]
        merged = merged.model_copy(update={"published": last.published, "date_range": DateRange(start=merged.date_range.start, end=last.date_range.end)})
        return [*bulletins[:at], merged, *bulletins[at + 2 :]]
    later = [shifted(each) for each in bulletins[at + 2 :]]
    return [*bulletins[:at], merged, *later]


def shifted(bulletin: Bulletin) -> Bulletin:
    """The bulletin a week earlier."""
    week = DateRange(start=bulletin.date_range.start - WEEK, end=bulletin.date_range.end - WEEK)
    return bulletin.model_copy(update={"published": bulletin.published - WEEK, "date_range": week})


@pytest.mark.parametrize("weeks", [1, 2])
def test_a_joint_issue_is_all_its_numbers(weeks):
    whole = joint(archive(), 20, weeks=weeks)
    assert said(whole) == []
    assert [code for each in whole for code in [finding.code for finding in check(each)] if code.startswith("BP4") and code != "BP401"] == []


def test_a_joint_issue_that_is_missing_is_missed_by_all_its_numbers():
    found = check_archive([each for each in joint(archive(), 20, weeks=2) if each.issue_number != 621])
    assert [(each.code, each.message.partition(" between")[0]) for each in found] == [("BP601", "issue 620 to 621 are missing")]


def test_a_number_of_a_joint_issue_stands_on_no_other():
    whole = joint(archive(), 20, weeks=2)
    other = issue(620, archive()[20].published, name="other.pdf", title="另一则消息")
    assert [code for code, _, _ in said([*whole, other])].count("BP602") == 1
    again = other.model_copy(update={"issue_number": 621, "issue_numbers": (620, 621), "published": whole[20].published})
    assert [code for code, _, _ in said([*whole, again])].count("BP602") == 1


def test_a_supplement_is_no_issue_of_its_own():
    whole = archive()
    supplement = issue(620, whole[20].published, name="620-增刊.pdf", title="增刊的消息").model_copy(update={"supplement": True})
    assert said([*whole, supplement]) == []
    assert said([*whole[:20], supplement, *whole[21:]]) == [("BP601", "error", "621.pdf")]


def test_a_whole_archive_is_clean_in_any_order():
    whole = archive()
    assert said(whole) == said(whole[::-1]) == said([]) == said(whole[:1]) == []
    assert all(check(each) == () for each in whole)


def test_missing_numbers_are_one_finding_a_run():
    found = check_archive([each for each in archive() if each.issue_number not in (610, 611, 612, 620)])
    assert [(f.code, f.message, f.file) for f in found] == [
        ("BP601", "issue 610 to 612 are missing between 609 (2024-03-08) and 613 (2024-04-05)", "613.pdf"),
        ("BP601", "issue 620 is missing between 619 (2024-05-17) and 621 (2024-05-31)", "621.pdf"),
    ]


def test_a_pause_is_told_once():
    found = check_archive(archive(pauses={606: 2, 630: 1}))
    assert [(f.code, f.severity) for f in found] == [("BP601", "info")] * 2
    assert found[0].message == "a pause of 2 weeks between 605 (2024-02-09) and 606 (2024-03-01); no number is missing"


def test_a_pause_stays_info_when_the_rule_is_made_worse():
    assert {f.severity for f in check_archive(archive(pauses={606: 2}), severities={"BP601": "warning"})} == {"info"}


def test_a_day_late_is_no_fault():
    whole = archive()
    assert said(replaced(whole, 9, published=whole[9].published + timedelta(days=3))) == []


def test_two_bulletins_of_one_number():
    whole = archive()
    other = issue(610, whole[10].published, name="other.pdf", title="另一篇")
    assert said([*whole, other]) == [("BP602", "error", "other.pdf")]


def test_copies_are_no_doubles():
    whole = archive()
    same_file = whole[10].model_copy(update={"source": whole[10].source.model_copy(update={"name": "copy.pdf"})})
    same_text = whole[10].model_copy(update={"source": whole[10].source.model_copy(update={"name": "610.md", "sha256": "other"}), "places": {"lead": ()}})
    assert said([*whole, same_file, same_text]) == []


@pytest.mark.parametrize(("shift", "words"), [(-2, "overlap by 2 days"), (2, "leave a gap of 2 days")])
def test_weeks_that_overlap_or_leave_a_gap(shift, words):
    whole = archive()
    week = whole[40].date_range
    moved = DateRange(start=week.start + timedelta(days=shift), end=week.end + timedelta(days=shift))
    found = check_archive(replaced(whole, 40, date_range=moved))
    assert [(f.code, f.file) for f in found] == [("BP603", "640.pdf")]
    assert found[0].message.endswith(words)


def test_a_range_that_is_no_week_is_left_to_its_own_rule():
    whole = archive()
    week = whole[10].date_range
    assert said(replaced(whole, 10, date_range=DateRange(start=week.start - WEEK, end=week.end))) == []


def test_the_same_story_or_link_in_two_bulletins():
    whole = archive()
    story = replaced(whole, 20, items=whole[10].items)
    assert said(story) == [("BP604", "warning", "620.pdf")]
    link = replaced(whole, 20, items=(whole[20].items[0].model_copy(update={"link": whole[10].items[0].link}),))
    found = check_archive(link)
    assert [(f.code, f.file) for f in found] == [("BP604", "620.pdf")]
    assert found[0].message.startswith("this link stands in issue 610 (610.pdf) too: “第620号消息")


def test_a_wrong_number_is_one_finding():
    whole = archive()
    found = check_archive(replaced(whole, 20, issue_number=62))
    assert [(f.code, f.file, f.message) for f in found] == [("BP605", "620.pdf", "issue 62 is dated 2024-05-24: its date is that of 620")]
    assert said(replaced(whole, 20, issue_number=6200)) == [("BP605", "error", "620.pdf")]


def test_a_wrong_date_is_one_finding():
    whole = archive(pauses={606: 2})
    for at in (0, 20, 40):
        for days in (-364, 364, 7 * 20):
            spoiled = replaced(whole, at, published=whole[at].published + timedelta(days=days))
            assert [row for row in said(spoiled) if row[1] != "info"] == [("BP605", "error", f"{600 + at}.pdf")]


def test_two_bulletins_that_disagree_blame_one():
    assert [code for code, _, _ in said([issue(10, FIRST), issue(11, FIRST - WEEK)])] == ["BP605"]


def test_an_archive_that_rested_for_a_year_is_a_pause():
    assert said(archive(pauses={620: 52})) == [("BP601", "info", "620.pdf")]


def test_bulletins_without_numbers_or_dates():
    whole = archive()
    assert said(replaced(whole, 10, issue_number=None)) == [("BP601", "error", "611.pdf")]
    assert said(replaced(whole, 10, published=None, date_range=None)) == []


def test_a_list_that_was_changed_is_checked_as_it_is_now():
    whole = archive()
    assert said(whole) == []
    whole[20] = issue(62, whole[20].published)
    assert [code for code, _, _ in said(whole)] == ["BP605"]


def test_bulletins_without_a_date_bound_no_gap_and_are_named_bare():
    undated = {"published": None, "date_range": None}
    ends = [issue(600, FIRST).model_copy(update=undated), issue(603, FIRST).model_copy(update=undated)]
    assert [f.message for f in check_archive(ends)] == ["issue 601 to 602 are missing between 600 and 603"]


def test_bulletins_without_numbers_are_no_doubles_of_one_another():
    lone = [issue(number, FIRST + number * WEEK).model_copy(update={"issue_number": None}) for number in range(3)]
    assert said(lone) == []


def test_a_story_in_a_bulletin_without_number_or_source_is_named_by_what_there_is():
    nameless = issue(600, FIRST).model_copy(update={"issue_number": None, "source": None})
    later = issue(601, FIRST + WEEK).model_copy(update={"items": nameless.items})
    (found,) = check_archive([nameless, later])
    title, link = nameless.items[0].title, nameless.items[0].link
    assert (found.code, found.message) == ("BP604", f"this story stands in a bulletin without a number too: “{title}” {link}")
    linkless = nameless.items[0].model_copy(update={"link": None})
    (found,) = check_archive([nameless, later.model_copy(update={"items": (linkless,)})])
    assert found.message == f"this story stands in a bulletin without a number too: “{title}”"


def test_items_without_title_or_link_are_no_story():
    bare = [
        issue(number, FIRST + at * WEEK).model_copy(update={"items": (issue(number, FIRST).items[0].model_copy(update={"title": "", "link": None}),)})
        for at, number in enumerate((600, 601))
    ]
    assert said(bare) == []


def test_the_later_bulletin_has_the_finding_though_it_came_first():
    whole = archive(600, 605)
    story = replaced(whole, 1, items=whole[4].items)
    assert [(f.code, f.issue_number) for f in check_archive(story[::-1])] == [("BP604", 604)]


def test_a_title_alone_twice_in_two_bulletins():
    whole = archive(600, 605)
    told = whole[1].items[0].model_copy(update={"link": "http://www.people.com.cn/other"})
    (found,) = check_archive(replaced(whole, 4, items=(told,)))
    assert found.message.startswith("this story stands in issue 601 (601.pdf) too")


def test_copies_from_one_file_and_from_none():
    whole = archive(600, 605)
    sourceless = whole[2].model_copy(update={"source": None})
    other = issue(602, whole[2].published, title="另一篇").model_copy(update={"source": None})
    assert said(replaced(whole, 2, source=None)) == said([*whole, sourceless]) == []
    found = check_archive([*replaced(whole, 2, source=None), other])
    assert [(f.code, f.message) for f in found] == [("BP602", "issue 602 stands for two different bulletins: issue 602 and issue 602")]


def test_a_wrong_date_before_all_others_has_no_number_to_stand_for():
    whole = archive()
    (found,) = check_archive(replaced(whole, 20, published=date(2001, 1, 5), date_range=None))
    assert found.message == "issue 620 is dated 2001-01-05: the other bulletins' numbers and dates do not allow it"


@pytest.mark.parametrize(("weeks", "expected"), [(9, [("BP601", "info", "639.pdf")]), (10, [("BP605", "error", "639.pdf"), ("BP605", "error", "640.pdf")])])
def test_two_bulletins_after_a_pause_of_more_than_nine_weeks_are_wrong(weeks, expected):
    assert said(archive(pauses={639: weeks})) == expected


def test_a_bulletin_without_publication_stands_for_its_weeks_end():
    whole = archive()
    assert said(replaced(whole, 20, published=None)) == []
    assert [code for code, _, _ in said(replaced(whole, 20, published=None, issue_number=62))] == ["BP605"]


def test_a_stray_on_the_first_day_stands_for_the_first_number():
    whole = archive(pauses={606: 2})
    (found,) = [f for f in check_archive(replaced(whole, 20, published=FIRST, date_range=None)) if f.severity == "error"]
    assert found.message == f"issue 620 is dated {FIRST}: its date is that of 600"


def test_the_weekday_of_most_counts_and_not_that_of_the_one():
    whole = archive()
    for days in (-3, 3):
        assert said(replaced(whole, 9, published=whole[9].published + timedelta(days=days))) == []


def test_of_three_bulletins_of_one_number_each_other_is_told_beside_the_first():
    whole = archive(600, 605)
    others = [issue(602, whole[2].published, name=f"{sign}.pdf", title=f"{sign}篇") for sign in "甲乙"]
    found = [f.message for f in check_archive([*whole, *others])]
    assert found == [f"issue 602 stands for two different bulletins: issue 602 (602.pdf) and issue 602 ({sign}.pdf)" for sign in "甲乙"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"source": "央广网"}, "BP606"),
        ({"source": None}, "BP606"),
        ({"link": "http://www.people.com.cn/x"}, "BP606"),
        ({"blocks": ()}, "BP606"),
        ({"published": None}, "BP606"),
        ({"title": "另一篇"}, "BP602"),
    ],
)
def test_a_file_that_says_something_else_is_of_the_same_bulletin_if_its_stories_are(fields, code):
    whole = archive(600, 605)
    source = whole[2].source.model_copy(update={"name": "other.pdf", "sha256": "other"})
    other = whole[2].model_copy(update={"items": (whole[2].items[0].model_copy(update=fields),), "source": source})
    assert said([*whole, other]) == [(code, "error" if code == "BP602" else "warning", "other.pdf")]


def test_where_two_files_of_one_bulletin_differ_is_named():
    whole = archive(600, 605)
    item = whole[2].items[0].model_copy(update={"link": "http://www.people.com.cn/x", "source": "央广网"})
    source = whole[2].source.model_copy(update={"name": "602.docx", "sha256": "other"})
    other = whole[2].model_copy(update={"items": (item,), "publisher": "中　心", "lead": "收集1篇", "source": source})
    (found,) = check_archive([*whole, other])
    assert found.message == "602.docx differs from 602.pdf, which is the same bulletin, in lead, item 1's source, item 1's link"


def test_a_word_document_and_the_pdf_of_one_bulletin_say_the_same():
    whole = archive(600, 605)
    source = whole[2].source.model_copy(update={"name": "602.docx", "sha256": "other", "pages": None})
    assert said([*whole, whole[2].model_copy(update={"source": source, "publisher": "中 心", "places": {}})]) == []
