"""The archive report in a real browser, opened from disk: calendar, search, pages, and nothing that leaves them."""

from __future__ import annotations

import time

import pytest

from archives import archive_of
from browser import NARROW, WIDE, Visit, scrolls_sideways
from bulletin_parse import Archive, main, parse_text, write_report
from invented import bulletin_text

pytestmark = pytest.mark.full("playwright")

MISSING = {9, 10, 30}
FAULTY = 14
HOSTILE = "<img src=x onerror=alert(1)>"
MANY = 700
MAX_BYTES = 15_000_000
MAX_MAKING_SECONDS = 30.0
MAX_OPENING_SECONDS = 2.0


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
    visit.page.locator(".rule a").first.click()
    assert visit.page.url.endswith(f"/bulletins/{FAULTY}.html#declared_count")
    assert visit.page.locator(".field:target").count() == 1
    assert "BP201" in visit.page.locator(".findings").inner_text()
    visit.page.locator("[rel=next]").click()
    assert visit.page.url.endswith(f"/bulletins/{FAULTY + 1}.html")
    visit.page.locator("nav a").first.click()
    assert visit.page.url.endswith("/index.html")
    visit.assert_quiet()


def test_a_finding_on_an_item_leads_to_the_item(browser, report):
    visit = Visit(browser, report / "index.html")
    visit.page.locator(".rule summary", has_text="BP501").click()
    visit.page.locator(".rule[open] a").first.click()
    assert visit.page.url.endswith("/bulletins/20.html#items[0].link")
    assert "javascript:" in visit.page.locator(".field:target").inner_text()
    assert "BP501" in visit.page.locator(".item:has(:target) .note").first.inner_text()
    visit.page.locator(".finding a.code", has_text="BP501").first.click()  # on the page itself, too
    assert visit.page.url.endswith("#items[0].link")


def test_a_bulletin_leads_to_the_pages_of_its_file(browser, report):
    visit = Visit(browser, report / "bulletins" / "14.html")
    assert visit.page.locator(".file a").get_attribute("href") == "../../14.md"
    assert (report / "bulletins" / "../../14.md").resolve().is_file()


def test_filters_and_search_stand_in_the_address(browser, report):
    visit = Visit(browser, report / "index.html")
    page = visit.page
    shown = page.locator(".shelf li:visible")
    page.select_option("#filters [name=rule]", "BP201")
    assert shown.locator("a").all_inner_texts() == [f"No. {FAULTY}"]
    assert page.inner_text("#filtered") == "shown: 1"
    page.select_option("#filters [name=rule]", "")
    page.select_option("#filters [name=source]", "新华网")
    some = shown.count()
    assert 0 < some < 49
    page.fill("#search", "医保")
    page.wait_for_function("() => location.hash.includes('search')")
    hits = page.locator("#hits li").count()
    address = page.url
    visit = Visit(browser, report / "index.html")
    visit.page.goto(address)
    visit.page.reload()
    visit.page.wait_for_selector("#found:not(:empty)")
    assert visit.page.input_value("#search") == "医保"
    assert visit.page.locator(".shelf li:visible").count() == some
    assert visit.page.locator("#hits li").count() == hits
    visit.page.select_option("#filters [name=year]", index=1)
    assert visit.page.locator(".shelf li:visible").count() <= some
    visit.assert_quiet()


def test_the_keyboard_goes_from_week_to_week(browser, report):
    visit = Visit(browser, report / "index.html")
    page = visit.page
    assert page.locator(".calendar a[tabindex='0']").count() == 1  # one stop, not seven hundred
    week = page.locator("#week")
    page.locator(".calendar a[tabindex='0']").focus()
    assert "No. 52" in week.inner_text()
    page.keyboard.press("ArrowLeft")
    assert "No. 51" in week.inner_text()
    page.keyboard.press("Home")
    assert "No. 1 " in week.inner_text()
    for _ in range(8):
        page.keyboard.press("ArrowRight")  # over two numbers that are missing
    assert "No. 11" in week.inner_text()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.wait_for_url("**/bulletins/52.html")
    visit.assert_quiet()


@pytest.mark.parametrize("name", ["index.html", "bulletins/20.html"])
def test_paper_is_white_whatever_the_screen_was(browser, report, name):
    visit = Visit(browser, report / name, color_scheme="dark")
    visit.page.click("#theme")
    visit.page.click("#theme")  # dark by choice
    screen = visit.page.evaluate("getComputedStyle(document.body).color")
    visit.page.emulate_media(media="print")
    paper = visit.page.evaluate("getComputedStyle(document.body).color")
    assert screen != paper == "rgb(29, 33, 38)"


@pytest.mark.parametrize(("words", "found"), [("心电", True), ("ＤＲＧ２．０ 付费", None), ("青岚 drg2", None), ("龘龘", False)])
def test_the_search_finds_words_of_two_characters(browser, report, words, found):
    visit = Visit(browser, report / "index.html")
    visit.page.fill("#search", words)
    visit.page.wait_for_selector("#found:not(:empty)")
    hits = visit.page.locator("#hits li")
    if found is False:
        assert (hits.count(), visit.page.inner_text("#found")) == (0, "Nothing found")
        return
    texts = [bulletin_text(number) for number in range(1, 53) if number not in MISSING]
    if found:  # each item whose text has the word, and no other
        meant = sum(words in part for text in texts for part in text.split("### 二、具体内容")[1].split("\n\n### "))
        assert visit.page.inner_text("#found").startswith(f"{meant} found")
    assert hits.count() > 0
    hits.first.locator("a").click()
    visit.page.wait_for_selector(".item:target", state="attached")
    assert "#item-" in visit.page.url
    visit.assert_quiet()


def test_markup_in_an_archive_stays_text(browser, report):
    visit = Visit(browser, report / "bulletins" / "20.html")
    assert HOSTILE in visit.page.locator("article h3").first.inner_text()
    assert visit.page.locator("main img, main script, a[href^=javascript]").count() == 0
    visit.assert_quiet()
    visit = Visit(browser, report / "index.html")
    visit.page.fill("#search", "onerror")
    visit.page.wait_for_selector("#hits li")
    assert HOSTILE in visit.page.inner_text("#hits")
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
    widths = set(visit.page.eval_on_selector_all(".calendar tbody td", "all => all.map(each => Math.round(each.getBoundingClientRect().width))"))
    assert max(widths) - min(widths) <= 1
    assert visit.page.eval_on_selector(".calendar", "each => each.getBoundingClientRect().right <= each.parentElement.getBoundingClientRect().right + 1")
    assert not visit.page.locator("search").is_visible()


def test_a_report_of_seven_hundred_is_small_and_made_and_opened_at_once(browser, tmp_path):
    archive_of([parse_text(bulletin_text(number)) for number in range(1, MANY + 1)], tmp_path / "archive.db").close()
    out = tmp_path / "report"
    began = time.process_time()
    assert write_report(tmp_path / "archive.db", out) == MANY
    assert time.process_time() - began < MAX_MAKING_SECONDS  # a busy machine makes no page dearer
    assert sum(path.stat().st_size for path in out.rglob("*") if path.is_file()) < MAX_BYTES
    took = []
    for _ in range(3):
        began = time.monotonic()
        visit = Visit(browser, out / "index.html")
        took.append(time.monotonic() - began)
        visit.page.fill("#search", "医保")
        visit.page.wait_for_selector("#hits li")
        visit.assert_quiet()
        visit.page.close()
    assert min(took) < MAX_OPENING_SECONDS
