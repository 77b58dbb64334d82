"""The archive report without a browser: the calendar's states, what is refused, what is replaced, and its size."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from datetime import date, timedelta

import pytest

from archives import archive_of
from bulletin_parse import Archive, ExportError, Finding, main, parse_text, write_report
from bulletin_parse.views.report.calendar import calendar
from bulletin_parse.views.report.facts import Issue
from bulletin_parse.views.report.plots import sources_plot, years_of
from invented import bulletin_text

FIRST = date(2024, 1, 5)


def issue(number, week, *, error=False):
    finding = Finding(code="BP201", name="x", severity="error", message="")
    return Issue(number or 0, "x.html", number, None, None, FIRST + timedelta(weeks=week), 3, "x.md", (finding,) if error else ())


def states(*issues):
    weeks = [week for year in calendar(issues).values() for week in year]
    text = "".join({"present": "o", "faulty": "!", "missing": "?", "pause": "-", "outside": " "}[week.state] for week in weeks)
    return text.strip()


def test_the_calendar_tells_missing_from_pause():
    assert states(issue(1, 0), issue(2, 1), issue(3, 2, error=True)) == "oo!"
    assert states(issue(1, 0), issue(4, 3)) == "o??o"
    assert states(issue(1, 0), issue(2, 3)) == "o--o"
    assert states(issue(1, 0), issue(None, 2), issue(3, 4)) == "o?o?o"
    assert states(issue(1, 0), issue(2, 0), issue(3, 1)) == "oo"


def test_the_calendar_has_whole_years_and_survives_a_misread_one():
    assert {year: len(weeks) for year, weeks in calendar([issue(1, 0), issue(2, 60)]).items()} == {2024: 52, 2025: 52}
    assert {year: len(weeks) for year, weeks in calendar([issue(1, 52 * 3)]).items()} == {2026: 53}
    far = issue(2, 0)._replace(published=date(9999, 12, 31))
    first = issue(3, 0)._replace(published=date(1, 1, 1))
    assert list(calendar([issue(1, 0), far, first])) == [1, 2024, 9999]
    assert calendar([]) == {}


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    folder = tmp_path_factory.mktemp("archive")
    for number in range(1, 11):
        (folder / f"{number}.md").write_text(bulletin_text(number), encoding="utf-8")
    path = folder / "archive.db"
    with Archive.open(path) as archive:
        archive.ingest([folder], jobs=1)
    return path


def test_the_same_archive_gives_the_same_pages(database, tmp_path):
    assert write_report(database, tmp_path / "one") == write_report(database, tmp_path / "two") == 10
    one, two = ({path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.*")} for folder in (tmp_path / "one", tmp_path / "two"))
    assert one == two


def test_an_earlier_report_is_replaced_and_nothing_else(database, tmp_path, capsys):
    out = tmp_path / "report"
    write_report(database, out)
    (out / "index.html").write_text("old", encoding="utf-8")
    write_report(database, out)
    assert (out / "index.html").read_text(encoding="utf-8") != "old"
    (out / "bulletins" / "notes.html").write_text("my own", encoding="utf-8")
    with pytest.raises(
        ExportError, match=r"no report of this program: it holds bulletins/notes\.html\. Name another folder, or replace this one with force=True"
    ):
        write_report(database, out)
    write_report(database, out, force=True)
    assert not (out / "bulletins" / "notes.html").exists()
    other = tmp_path / "other"
    other.mkdir()
    (other / "index.html").write_text("my own")
    assert main(["report", str(database), "-o", str(other)]) == 2
    assert "no report of this program" in capsys.readouterr().err
    assert (other / "index.html").read_text() == "my own"


def test_an_archive_without_a_date_has_no_empty_plots(tmp_path):
    path = tmp_path / "archive.db"
    index = "# 全国卫生信息化舆情监测周报\n\n### 一、信息目录\n\n1. 甲市医院上线智慧导诊\n\n（人民网）\n"
    text = f"{index}\n### 二、具体内容\n\n#### 1. 甲市医院上线智慧导诊\n\n来源：人民网\n\n主要内容：\n\n近日，甲市医院上线智慧导诊系统。\n"
    archive_of([parse_text(text)], path).close()
    write_report(path, tmp_path / "report")
    page = (tmp_path / "report" / "index.html").read_text(encoding="utf-8")
    assert "无日期" in page
    assert [part for part in ("<svg", "<table", "每周覆盖情况") if part in page] == []


def test_a_year_without_a_bulletin_keeps_its_place_in_time():
    table = {2018: Counter(甲=2), 2021: Counter(甲=1, 乙=1)}
    drawn = sources_plot(table, ["甲"], "others", "title")
    assert [str(year) in drawn for year in range(2017, 2023)] == [False, True, True, True, True, False]
    assert years_of({1: Counter(), 2024: Counter()}) == [1, 2024]


def test_drawing_leaves_no_import_hook_behind():
    code = "import sys, bulletin_parse.views.report.write; assert not [hook for hook in sys.meta_path if type(hook).__module__.startswith('pygal')]"
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)


def test_no_archive_no_report(tmp_path, capsys):
    assert main(["report", str(tmp_path / "none.db"), "-o", str(tmp_path / "report")]) == 5
    assert "there is no such archive" in capsys.readouterr().err
    assert not (tmp_path / "report").exists()
    with pytest.raises(ValueError, match="no labels"):
        write_report(tmp_path / "none.db", tmp_path / "report", language="fr")


def test_a_folder_that_cannot_be_written(database, tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(ExportError, match="it is there, and no folder"):
        write_report(database, tmp_path / "file")
