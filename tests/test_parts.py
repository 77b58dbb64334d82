"""Several bulletins in one file, and one bulletin in several files."""

from __future__ import annotations

import json
import pickle

import pymupdf
import pytest

import bulletin_parse
from bulletin_parse import Archive, NotABulletin, PartOfBulletin, SeveralBulletins, UnreadableSource, main
from bulletins import CONTENT, FIRST, HEAD, INDEX, SECOND, WHOLE

NEXT = WHOLE.replace("第六六四", "第六六五").replace("2026年03月13日", "2026年03月20日").replace("2026年03月07日", "2026年03月14日")


def pdf_of(*texts: str) -> bytes:
    """A PDF with one page for each text, its lines one under the other."""
    document = pymupdf.open()
    for text in texts:
        page = document.new_page()
        lines = [line.lstrip("# ").replace("<", "").replace(">", "") for line in text.splitlines() if line.strip()]
        for number, line in enumerate(lines):
            page.insert_text((80, 60 + 24 * number), line, fontname="china-s", fontsize=14 if number else 22)
    return document.tobytes()


def test_a_joined_pdf_gives_each_bulletin_with_its_pages():
    first, second = bulletin_parse.parse_all(pdf_of(HEAD + INDEX, CONTENT + FIRST + SECOND, NEXT))
    assert (first.issue_number, second.issue_number) == (664, 665)
    assert [len(bulletin.items) for bulletin in (first, second)] == [2, 2]
    assert first.source
    assert second.source
    assert (first.source.part, second.source.part) == ((1, 2), (3, 3))
    assert {region.page for item in second.items for region in item.where} == {3}


def test_a_text_of_two_bulletins_gives_both_with_the_lines_of_the_file(tmp_path):
    (tmp_path / "two.md").write_text(WHOLE + "\n" + NEXT, encoding="utf-8")
    first, second = bulletin_parse.parse_all(tmp_path / "two.md")
    assert (first.issue_number, second.issue_number) == (664, 665)
    assert first.items[-1].blocks[-1].text == "乙省日前印发方案，推动检查检验结果互认。"
    assert second.source
    assert second.source.part == (len(WHOLE.splitlines()) + 2, len((WHOLE + "\n" + NEXT).splitlines()))


def test_parse_refuses_several_and_names_them_and_the_function_that_reads_them():
    with pytest.raises(SeveralBulletins, match=r"2 bulletins: 第六六四 \(page 1\); 第六六五 \(page 2\).*parse_all") as caught:
        bulletin_parse.parse(pdf_of(WHOLE, NEXT))
    assert caught.value.parts == (("第六六四", 1, 1), ("第六六五", 2, 2))
    assert pickle.loads(pickle.dumps(caught.value)).parts == caught.value.parts


def test_one_bulletin_is_one_whatever_function_reads_it():
    data = pdf_of(WHOLE)
    assert bulletin_parse.parse_all(data) == (bulletin_parse.parse(data),)


@pytest.mark.parametrize("cover", ["全国卫生信息化舆情监测周报\n\n第六六四期\n\n2026年03月13日\n"])
def test_a_cover_that_says_the_title_once_more_is_no_bulletin_of_its_own(cover):
    assert len(bulletin_parse.parse_all(pdf_of(cover, WHOLE))) == 1


def test_the_weeklys_name_inside_an_article_is_no_masthead():
    text = WHOLE + "\n全国卫生信息化舆情监测周报\n\n第六六三期刊发了相关报道。\n"
    assert len(bulletin_parse.parse_all(pdf_of(text))) == 1


def test_masthead_and_index_without_items_are_a_part():
    with pytest.raises(PartOfBulletin, match="an index of 2, and none of the items.*parse_joined") as caught:
        bulletin_parse.parse(pdf_of(HEAD + INDEX))
    assert caught.value.issue_label == "第六六四"


def test_later_items_without_masthead_are_a_part():
    with pytest.raises(PartOfBulletin, match="begins with item 2"):
        bulletin_parse.parse(pdf_of(CONTENT + SECOND))


def test_later_items_below_the_end_of_another_are_a_part():
    rest = "# 甲市医院：患者少跑腿\n\n2026-03-11 来源：人民网\n\n近日，甲市医院上线系统，群众少跑腿。\n\n" + SECOND
    with pytest.raises(PartOfBulletin, match="begins with item 2"):
        bulletin_parse.parse(pdf_of(rest))


def test_parts_in_the_wrong_order_are_told_as_such():
    with pytest.raises(UnreadableSource, match=r"has the index.*in their order"):
        bulletin_parse.parse_joined([pdf_of(SECOND), pdf_of(HEAD + INDEX + CONTENT + FIRST)])


def test_a_running_head_over_an_article_s_end_begins_no_bulletin():
    end = "全国卫生信息化舆情监测周报\n\n“改革没有完成时。”他说，将启动二期\n\n平台建设工程已经验收。\n"
    first, second = bulletin_parse.parse_all(pdf_of(WHOLE, end, NEXT))
    assert (first.issue_number, second.issue_number) == (664, 665)
    assert second.source
    assert second.source.part == (3, 3)


def test_copies_that_were_printed_count_no_items_below_a_running_head():
    head = "全国卫生信息化舆情监测周报 第664期\n\n"
    text = (HEAD + CONTENT + FIRST + SECOND).replace("# 全国", "全国")
    end = f"{head}平台建设工程已经验收。\n\n报：市卫生健康委领导。\n\n（共印120份）\n"
    assert [bulletin.issue_number for bulletin in bulletin_parse.parse_all(pdf_of(text, end))] == [664]


MASTHEADS = {
    "a note of the office first": ("# 全国卫生信息化舆情监测周报", "仅供内部参考\n\n# 全国卫生信息化舆情监测周报"),
    "the title on two lines": ("# 全国卫生信息化舆情监测周报", "# 全国卫生信息化\n\n# 舆情监测周报"),
    "a table above the title": (
        "# 全国卫生信息化舆情监测周报\n\n## （第六六四）\n\n北京市卫生健康大数据与政策研究中心\n\n2026年03月13日",
        "| 第664期 | 北京市卫生健康大数据与政策研究中心 | 2026年03月13日 |\n| --- | --- | --- |\n\n# 全国卫生信息化舆情监测周报",
    ),
}


@pytest.mark.parametrize("masthead", MASTHEADS.values(), ids=MASTHEADS)
def test_each_of_several_has_its_own_masthead_whatever_its_form(masthead, tmp_path):
    other = WHOLE.replace(*masthead)
    assert other != WHOLE
    for number, text in enumerate((f"{other}\n{NEXT}", f"{NEXT}\n{other}")):
        (tmp_path / f"{number}.md").write_text(text, encoding="utf-8")
        found = bulletin_parse.parse_all(tmp_path / f"{number}.md")
        assert sorted(bulletin.issue_number or 0 for bulletin in found) == [664, 665]
        assert [len(bulletin.items) for bulletin in found] == [2, 2]


def test_parts_read_together_are_the_bulletin(tmp_path):
    whole = bulletin_parse.parse(pdf_of(HEAD + INDEX + CONTENT + FIRST, SECOND))
    (tmp_path / "a.pdf").write_bytes(pdf_of(HEAD + INDEX + CONTENT + FIRST))
    (tmp_path / "b.pdf").write_bytes(pdf_of(SECOND))
    together = bulletin_parse.parse_joined([tmp_path / "a.pdf", tmp_path / "b.pdf"])
    assert together.items == whole.items
    assert together.source
    assert (together.source.name, together.source.pages) == ("a.pdf + b.pdf", 2)


def test_what_is_no_bulletin_is_refused_with_the_words_that_were_looked_for():
    with pytest.raises(NotABulletin, match=r"neither an index \(信息目录\) nor an item with 来源, 链接 or 主要内容"):
        bulletin_parse.parse_text("会议纪要\n\n今日无事。\n")


def test_a_portfolio_is_told_as_what_it_is():
    document = pymupdf.open()
    document.new_page().insert_text((72, 72), "Open this portfolio in another reader.")
    document.embfile_add("664.pdf", pdf_of(WHOLE), filename="664.pdf")
    with pytest.raises(NotABulletin, match=r"a portfolio.*inside it \(664.pdf\)\. Take them out"):
        bulletin_parse.parse(document.tobytes())


def test_the_command_gives_a_list_for_a_file_of_several(tmp_path, capsys):
    (tmp_path / "two.pdf").write_bytes(pdf_of(WHOLE, NEXT))
    assert main(["parse", str(tmp_path / "two.pdf")]) == 0
    assert [record["issue_number"] for record in json.loads(capsys.readouterr().out)] == [664, 665]


def test_the_command_joins_parts(tmp_path, capsys):
    (tmp_path / "a.pdf").write_bytes(pdf_of(HEAD + INDEX + CONTENT + FIRST))
    (tmp_path / "b.pdf").write_bytes(pdf_of(SECOND))
    assert main(["parse", "--join", str(tmp_path / "a.pdf"), str(tmp_path / "b.pdf")]) == 0
    assert len(json.loads(capsys.readouterr().out)["items"]) == 2


def test_check_looks_at_each_of_several(tmp_path, capsys):
    (tmp_path / "two.pdf").write_bytes(pdf_of(WHOLE, NEXT.replace("共收集2篇", "共收集3篇")))
    main(["check", str(tmp_path / "two.pdf"), "--format", "json", "--select", "BP201"])
    (finding,) = json.loads(capsys.readouterr().out)
    assert finding["where"][0]["page"] == 2


def test_ingest_stores_each_bulletin_of_a_file_and_counts_one_file(tmp_path):
    file = tmp_path / "two.pdf"
    file.write_bytes(pdf_of(WHOLE, NEXT))
    with Archive.open(tmp_path / "archive.db") as archive:
        account = archive.ingest([file]).account
        assert (account.seen, account.stored) == (1, 1)
        assert [bulletin.issue_number for bulletin in archive.bulletins()] == [664, 665]
        account = archive.ingest([file]).account
        assert (account.seen, account.unchanged) == (1, 1)
        file.write_bytes(pdf_of(WHOLE))
        archive.ingest([file])
        assert [bulletin.issue_number for bulletin in archive.bulletins()] == [664]
