"""The archive report in a real browser, opened from disk: calendar, search, pages, and nothing that leaves them."""

from __future__ import annotations

import re

import pytest

from archives import archive_of
from browser import NARROW, WIDE, Visit, ending, expect, follow, scrolls_sideways, soon
from bulletin_parse import Archive, main, parse_text, write_report
from invented import bulletin_text

pytestmark = pytest.mark.full("playwright")

MISSING = {9, 10, 30}
FAULTY = 14
HOSTILE = "<img src=x onerror=alert(1)>"
MANY = 700
MAX_BYTES = 15_000_000
MAX_ELEMENTS_OF_EACH = 20


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """The report of an archive of a year: three numbers missing, one bulletin with an error, one hostile."""
    folder = tmp_path_factory.mktemp("archive")
    for number in sorted(set(range(1, 53)) - MISSING):
        text = bulletin_text(number)
        if number == FAULTY:
            text = text.replace("本期共收录5条", "本期共收录6条")
        if number == 20:
            title = text.split("### 1. ")[1].split("\n")[0]
            text = (
                text.replace(title, "&lt;img src=x onerror=alert(1)&gt;")
                .replace("新华网", "&lt;b&gt;某报</script>")
                .replace("链接：<http", "链接：<javascript:alert(1)//http", 1)
            )
        (folder / f"{number}.md").write_text(text, encoding="utf-8")
    (folder / "bad.pdf").write_bytes(b"%PDF-1.7 <script>alert(4)</script>")
    database = folder / "archive.db"
    with Archive.open(database) as archive:
        archive.ingest([folder], jobs=2)
    out = folder / "report"
    assert main(["report", str(database), "-o", str(out), "--lang", "en"]) == 0
    return out


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_the_overview_says_what_is_there_and_what_is_missing(browser, report, size):
    visit = Visit(browser, report / "index.html", size=size)
    cells = {state: visit.page.locator(f".calendar td.{state}").count() for state in ("present", "faulty", "missing", "pause")}
    assert cells["missing"] == len(MISSING)
    assert cells["faulty"] >= 1
    assert cells["present"] + cells["faulty"] == 52 - len(MISSING)
    assert visit.page.locator(".plot-of-items svg g.bar").count() == 52 - len(MISSING)
    assert "新华网" in visit.page.locator(".plot-of-sources").inner_text()
    assert visit.page.locator(".rule .code").all_inner_texts()[0] == "BP201"
    assert not scrolls_sideways(visit.page)
    visit.assert_quiet()


def test_a_finding_leads_to_its_bulletin_and_back(browser, report):
    visit = Visit(browser, report / "index.html")
    visit.page.locator(".rule summary", has_text="BP201").click()
    follow(visit.page.locator(".rule[open] a").first, f"/bulletins/{FAULTY}.html#declared_count")
    expect(visit.page.locator(".field:target")).to_have_count(1)
    expect(visit.page.locator(".findings")).to_contain_text("BP201")
    follow(visit.page.locator("[rel=next]"), f"/bulletins/{FAULTY + 1}.html")
    follow(visit.page.locator("nav a").first, "/index.html")
    visit.assert_quiet()


def test_a_finding_on_an_item_leads_to_the_item(browser, report):
    visit = Visit(browser, report / "index.html")
    visit.page.locator(".rule summary", has_text="BP501").click()
    follow(visit.page.locator(".rule[open] a").first, "/bulletins/20.html#items[0].link")
    expect(visit.page.locator(".field:target")).to_contain_text("javascript:")
    expect(visit.page.locator(".item:has(:target) .note").first).to_contain_text("BP501")
    visit.page.evaluate("location.hash = ''")
    expect(visit.page.locator(".field:target")).to_have_count(0)
    visit.page.locator(".finding a.code", has_text="BP501").first.click()  # on the page itself, too
    expect(visit.page).to_have_url(ending("#items[0].link"))


def test_a_bulletin_leads_to_the_pages_of_its_file(browser, report):
    visit = Visit(browser, report / "bulletins" / "14.html")
    assert visit.page.locator(".file a").get_attribute("href") == "../../14.md"
    assert (report / "bulletins" / "../../14.md").resolve().is_file()


def test_filters_and_search_stand_in_the_address(browser, report):
    visit = Visit(browser, report / "index.html")
    page = visit.page
    shown = page.locator(".shelf li:visible")
    page.select_option("#filters [name=rule]", "BP201")
    expect(shown.locator("a")).to_have_text([f"No. {FAULTY}"])
    expect(page.locator("#filtered")).to_have_text("shown: 1")
    page.select_option("#filters [name=rule]", "")
    expect(page.locator("#filtered")).to_be_empty()
    page.select_option("#filters [name=source]", "新华网")
    expect(page.locator("#filtered")).not_to_be_empty()
    some = shown.count()
    assert 0 < some < 49
    assert page.inner_text("#filtered") == f"shown: {some}"
    page.fill("#search", "医保")
    expect(page.locator("#found")).not_to_be_empty()
    hits = page.locator("#hits li").count()
    expect(page).to_have_url(re.compile("search="))
    address = page.url
    visit = Visit(browser, report / "index.html")
    visit.page.goto(address)
    visit.page.reload()
    expect(visit.page.locator("#found")).not_to_be_empty()
    expect(visit.page.locator("#search")).to_have_value("医保")
    expect(visit.page.locator(".shelf li:visible")).to_have_count(some)
    expect(visit.page.locator("#hits li")).to_have_count(hits)
    visit.page.select_option("#filters [name=year]", index=1)
    soon(visit.page, visit.page.locator(".shelf li:visible").count, lambda count: count <= some)
    visit.assert_quiet()


def test_the_keyboard_goes_from_week_to_week(browser, report):
    visit = Visit(browser, report / "index.html")
    page = visit.page
    assert page.locator(".calendar a[tabindex='0']").count() == 1  # one stop, not seven hundred
    week = expect(page.locator("#week"))
    page.locator(".calendar a[tabindex='0']").focus()
    week.to_contain_text("No. 52")
    page.keyboard.press("ArrowLeft")
    week.to_contain_text("No. 51")
    page.keyboard.press("Home")
    week.to_contain_text(re.compile(r"No\. 1\b"))
    for _ in range(8):
        page.keyboard.press("ArrowRight")  # over two numbers that are missing
    week.to_contain_text("No. 11")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("End")
    week.to_contain_text("No. 52")
    page.keyboard.press("Enter")
    page.wait_for_url("**/bulletins/52.html")
    visit.assert_quiet()


@pytest.mark.parametrize("name", ["index.html", "bulletins/20.html"])
def test_paper_is_white_whatever_the_screen_was(browser, report, name):
    visit = Visit(browser, report / name, color_scheme="dark")
    root, body, ink = visit.page.locator("html"), visit.page.locator("body"), "rgb(29, 33, 38)"
    for chosen in ("light", "dark"):
        visit.page.click("#theme")
        expect(root).to_have_attribute("data-theme", chosen)
    expect(body).not_to_have_css("color", ink)
    visit.page.emulate_media(media="print")
    expect(body).to_have_css("color", ink)


@pytest.mark.parametrize(("words", "found"), [("心电", True), ("ＤＲＧ２．０ 付费", None), ("青岚 drg2", None), ("龘龘", False)])
def test_the_search_finds_words_of_two_characters(browser, report, words, found):
    visit = Visit(browser, report / "index.html")
    visit.page.fill("#search", words)
    expect(visit.page.locator("#found")).not_to_be_empty()
    hits = visit.page.locator("#hits li")
    if found is False:
        assert (hits.count(), visit.page.inner_text("#found")) == (0, "Nothing found")
        return
    texts = [bulletin_text(number) for number in range(1, 53) if number not in MISSING]
    if found:  # each item whose text has the word, and no other
        meant = sum(words in part for text in texts for part in text.split("### 二、具体内容")[1].split("\n\n### "))
        assert visit.page.inner_text("#found").startswith(f"{meant} found")
    assert hits.count() > 0
    link = hits.first.locator("a")
    follow(link, link.get_attribute("href"))
    expect(visit.page.locator(".item:target")).to_have_count(1)
    assert "#item-" in visit.page.url
    visit.assert_quiet()


def test_hits_that_come_late_move_nothing_that_is_pressed(browser, report):
    visit = Visit(browser, report / "index.html")
    page = visit.page
    week = page.locator(".calendar a").first
    week.hover()
    place = week.bounding_box()
    page.mouse.down()
    page.eval_on_selector("#search", "each => { each.value = '医保'; each.dispatchEvent(new Event('input')); }")
    page.wait_for_url(re.compile("search="))
    page.wait_for_timeout(300)  # time for what must not happen
    assert week.bounding_box() == place
    page.mouse.up()
    page.wait_for_url("**/bulletins/*.html")
    visit.assert_quiet()


def test_markup_in_an_archive_stays_text(browser, report):
    visit = Visit(browser, report / "bulletins" / "20.html")
    assert HOSTILE in visit.page.locator("article h3").first.inner_text()
    assert visit.page.locator("main img, main script, a[href^=javascript]").count() == 0
    visit.assert_quiet()
    visit = Visit(browser, report / "index.html")
    visit.page.fill("#search", "onerror")
    expect(visit.page.locator("#hits")).to_contain_text(HOSTILE)
    assert visit.page.locator("#hits img, .plot-of-sources b").count() == 0
    visit.assert_quiet()


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_no_page_is_wider_than_the_screen(browser, report, size):
    visit = Visit(browser, report / "bulletins" / "20.html", size=size, color_scheme="dark")
    assert not scrolls_sideways(visit.page)
    visit.assert_quiet()


def test_the_calendar_fits_on_paper(browser, report):
    visit = Visit(browser, report / "index.html", size=(700, 990))  # A4 within its margins
    visit.page.emulate_media(media="print")
    expect(visit.page.locator("search")).to_be_hidden()
    widths = set(visit.page.eval_on_selector_all(".calendar tbody td", "all => all.map(each => Math.round(each.getBoundingClientRect().width))"))
    assert max(widths) - min(widths) <= 1
    assert visit.page.eval_on_selector(".calendar", "each => each.getBoundingClientRect().right <= each.parentElement.getBoundingClientRect().right + 1")


def test_a_report_of_seven_hundred_is_small_and_one_page_with_its_search(browser, tmp_path):
    archive_of([parse_text(bulletin_text(number)) for number in range(1, MANY + 1)], tmp_path / "archive.db").close()
    out = tmp_path / "report"
    assert write_report(tmp_path / "archive.db", out) == MANY
    assert sum(path.stat().st_size for path in out.rglob("*") if path.is_file()) < MAX_BYTES
    visit = Visit(browser, out / "index.html")
    assert visit.page.locator(".calendar td.present, .calendar td.faulty").count() == MANY
    assert visit.page.evaluate("document.querySelectorAll('*').length") < MAX_ELEMENTS_OF_EACH * MANY  # what opening it costs
    opened = list(visit.asked)
    visit.page.fill("#search", "医保")
    visit.page.locator("#hits li").first.wait_for()
    visit.assert_quiet()
    assert visit.asked == opened  # its words lie in the page
