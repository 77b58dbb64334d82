"""The review in a real browser: faults of every kind corrected by keys and mouse, as a person does who reads from top to bottom.

They hold after another version's reading, the exported file gives the same record on a fresh archive, and undoing gives the first state byte for byte.
"""

from __future__ import annotations

import re
import sqlite3

import pytest

from archives import archive_of
from browser import NARROW, WIDE, ending, expect, new_page, scrolls_sideways, soon
from bulletin_parse import Archive, Doubt, Settings, main
from bulletins import WHOLE, parsed_text
from conftest import FIXTURES
from reviews import reviewing
from test_corrections_hold import FAULTS, PLANTED, wrong_in

pytestmark = pytest.mark.full("playwright", "starlette", "uvicorn")

# Goes to a field as a link to it does, and is done when the page has heard of it: heard later, it would take the keys from what is edited by then.
GO = """field => new Promise((done) => {
  const heard = ({ newURL }) => {
    if (decodeURIComponent(new URL(newURL).hash.slice(1)) !== field) return;
    removeEventListener("hashchange", heard);
    done();
  };
  addEventListener("hashchange", heard);
  location.hash = "";
  location.hash = field;
})"""

# What a page shows that has not saved: what it told, what is being typed, who has the keys, and whether the server and its desk answer.
STATE = """async () => ({
  told: [...document.querySelectorAll(".told, .problem")].map((each) => each.textContent).join(" "),
  typed: [...document.querySelectorAll(".editing .text")].map((each) => [each.value, each.readOnly]),
  active: document.activeElement.outerHTML.slice(0, 200),
  current: window.review.current,
  dialog: window.review.dialog.open,
  hasFocus: document.hasFocus(),
  server: await Promise.race([fetch("/api/settings").then((answer) => answer.status), new Promise((done) => setTimeout(() => done("no answer"), 5000))]),
  desk: await Promise.race([fetch("/api/queue").then((answer) => answer.status), new Promise((done) => setTimeout(() => done("no answer"), 5000))]),
})"""


class Desk:
    """A page of a review, with what it logged and asked for."""

    def __init__(self, browser, review, *, size=WIDE, **options):
        self.review = review
        self.page = new_page(browser, size, locale="en-GB", **options)
        self.said, self.asked = [], []
        self.page.on("console", lambda message: self.said.append(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.said.append(dialog.message), dialog.dismiss()))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(review.address)
        self.page.wait_for_selector(".queue a")

    def open(self, key, field=""):
        self.page.goto(f"{self.review.origin}/bulletin/{key}{field and '#' + field}")
        self.page.wait_for_selector(".record .field")
        self.page.wait_for_selector(".pages .lines, .pages .page, .pages p.soft:not(:has-text('Reading'))")

    def at(self, field):
        """Goes to a field as a deep link does."""
        self.page.evaluate(GO, field)
        self.page.wait_for_selector(f'.is-current[data-field="{field}"]')

    def saved(self, act):
        """Does something that is saved, and waits for the record as it is then."""
        before = self.page.evaluate("window.review.sheet.revision")
        act()
        try:
            self.page.wait_for_function("was => window.review.sheet.revision !== was", arg=before)
        except Exception as error:
            raise AssertionError(f"it was not saved: {self.page.evaluate(STATE)}") from error

    def type(self, field, text):
        """Keys alone: go there, edit, type, save."""
        self.at(field)
        self.page.keyboard.press("e")
        self.page.wait_for_selector(".editing .text")
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)
        self.saved(lambda: self.page.keyboard.press("Enter"))

    def click(self, field, text):
        """The mouse: the field's button, the text, the button that saves."""
        self.at(field)
        row = self.page.locator(f'[data-field="{field}"]').first
        row.dblclick(position={"x": 6, "y": 6})
        self.page.fill(".editing .text", text)
        self.saved(lambda: self.page.click(".editing button.save"))

    def choose(self, field, text):
        """One of the words that are offered."""
        self.at(field)
        self.page.keyboard.press("Enter")
        self.page.wait_for_selector(f'.choice[data-text="{text}"]')
        at = self.page.eval_on_selector_all(".choice", "all => all.map(each => each.dataset.text)").index(text)
        self.page.keyboard.press(f"Alt+{at + 1}")
        expect(self.page.locator(".editing .text")).to_have_value(text)
        self.saved(lambda: self.page.keyboard.press("Enter"))

    def name(self, field, answer, more=0):
        """Keys alone: choose this text and some below it, and say what they are."""
        self.at(field)
        if more:
            self.page.keyboard.press("x")
            for _ in range(more):
                self.page.keyboard.press("Shift+ArrowDown")
            expect(self.page.locator(".record .taken")).to_have_count(more + 1)
        self.page.keyboard.press("m")
        self.page.wait_for_selector(f'dialog [data-answer="{answer}"]')
        self.saved(lambda: self.page.keyboard.press(answer))

    def part(self, field, beginning):
        """A text that is two: the line broken where the second begins."""
        self.at(field)
        self.page.keyboard.press("m")
        self.page.wait_for_selector('dialog [data-answer="p"]')
        self.page.keyboard.press("p")
        text = self.page.input_value("dialog textarea")
        self.page.fill("dialog textarea", text.replace(beginning, f"\n{beginning}"))
        self.saved(lambda: self.page.keyboard.press("Control+Enter"))

    def name_run(self, field, run, answer):
        """Some characters of a text, selected in the field."""
        self.at(field)
        self.page.keyboard.press("e")
        text = self.page.input_value(".editing .text")
        self.page.eval_on_selector(".editing .text", "(each, [from, to]) => each.setSelectionRange(from, to)", [text.index(run), text.index(run) + len(run)])
        self.page.keyboard.press("Alt+m")
        self.page.wait_for_selector(f'dialog [data-answer="{answer}"]')
        self.saved(lambda: self.page.keyboard.press(answer))

    def add(self, heading, **values):
        """What no text of the record says, by hand."""
        self.page.locator(".record h2", has_text=heading).locator("button", has_text="＋").click()
        for name, value in values.items():
            self.page.fill(f'dialog [name="{name}"]', value)
        self.saved(lambda: self.page.click("dialog button.save"))

    def drag(self, first, last, answer, place=None):
        """The mouse over lines of the page, and what they are."""
        lines = self.page.locator(".lines li")
        start, end = lines.filter(has_text=first).first, lines.filter(has_text=last).last
        start.scroll_into_view_if_needed()
        start.hover()
        self.page.mouse.down()
        end.hover()
        self.page.mouse.up()
        self.page.click("#name-chosen")
        if place:
            self.page.fill('dialog [name="place"]', str(place))
        self.saved(lambda: self.page.click(f'dialog [data-answer="{answer}"]'))

    def accept(self, code, why):
        self.at(self.page.evaluate("code => window.review.sheet.findings.find(each => each.code === code && !each.known).field", code))
        self.page.keyboard.press("a")
        self.page.wait_for_selector("dialog .why:focus")
        self.page.keyboard.insert_text(why)
        self.saved(lambda: self.page.keyboard.press("Enter"))

    def assert_quiet(self):
        self.page.evaluate("0")  # what was said before the answer to this has arrived
        assert self.said == []
        assert [url for url in self.asked if not url.startswith(self.review.origin) and not url.startswith("data:")] == []


def byline_of_missed(desk):
    """The line that names the source becomes the source, which then says its name alone."""
    desk.name("items[2].blocks[0]", "s")
    desk.type("items[2].source", "健康报")


# How each fault is corrected on the page; by keys, by mouse, by what is offered.
BY_HAND = {
    "a title taken for the publisher": lambda d: d.type("publisher", "北京市卫生健康大数据与政策研究中心"),
    "a masthead's title missed": lambda d: d.type("title", "全国卫生信息化舆情监测周报"),
    "an issue label misread": lambda d: d.click("issue_label", "第六六五期"),
    "a supplement not seen": lambda d: d.type("supplement", "true"),
    "a wrong date of publication": lambda d: d.click("published", "2026-03-13"),
    "a misread lead": lambda d: d.type("lead", "本期周报共收集4篇相关信息。"),
    "a wrong declared count": lambda d: d.type("declared_count", "4"),
    "a wrong end of the week": lambda d: d.click("date_range", "2026-03-07/2026-03-13"),
    "an entry's title misread": lambda d: d.choose("index[0].title", "甲市医院上线智慧导诊"),
    "an entry's source misread": lambda d: d.choose("index[1].source", "央广网"),
    "an entry that is none": lambda d: d.name("index[2]", "b"),
    "an entry that was missed": lambda d: d.add("Index", title="丙县建成健康档案平台", source="健康报", place="3"),
    "another entry that was missed": lambda d: d.add("Index", title="丁市完善医保智能审核", source="新华网", place="4"),
    "an item's source misread": lambda d: d.choose("items[0].source", "人民网"),
    "a link misread": lambda d: d.click("items[0].link", "http://www.people.com.cn/n1/2026/0311/c1-1.html"),
    "a label misread": lambda d: d.type("items[0].labels.关键词", "医保"),
    "a byline taken for a paragraph": lambda d: d.name("items[0].blocks[0]", "y"),
    "an item's date missed": lambda d: d.choose("items[0].published", "2026-03-11"),
    "a paragraph cut in two": lambda d: d.name("items[0].blocks[0]", "j", more=1),
    "a header inside a paragraph": lambda d: d.name_run("items[0].blocks[1]", "全国卫生信息化舆情监测周报 第3页", "f"),
    "a heading taken for a paragraph": lambda d: d.name("items[0].blocks[2]", "2"),
    "a category not seen": lambda d: d.type("items[0].category", "各地动态"),
    "two paragraphs in one": lambda d: d.part("items[1].blocks[0]", "专家"),
    "a cell misread": lambda d: d.click("items[1].blocks[2].rows[1][1]", "12"),
    "a byline misread": lambda d: d.type("items[1].byline", "2026-03-12 来源：央广网"),
    "a date misread": lambda d: d.type("items[1].published", "2026-03-12"),
    "a further link missed": lambda d: d.type("items[1].further_links", "http://www.cnr.cn/b.html"),
    "an item number misread": lambda d: d.type("items[2].number", "4"),
    "a headline misread": lambda d: d.type("items[2].headline", "丁市完善医保智能审核 群众得便利"),
    "an item that is none": lambda d: d.name("items[3]", "n"),
    "a line of the office in a body": lambda d: d.name("items[2].blocks[5]", "r"),
    "an item that was missed": lambda d: d.drag("丙县建成健康档案平台", "丙县还将推进家庭医生签约", "i", place=3),
    "the missed item's source in its text": byline_of_missed,
    "back matter that belongs to nothing": lambda d: d.name("back_matter[1]", "f"),
    "a finding that is true": lambda d: d.accept("BP302", "the page prints none"),
}


@pytest.fixture(scope="module")
def planted(browser, tmp_path_factory):
    """The archive with all faults corrected on the page, and the record that was first."""
    folder = tmp_path_factory.mktemp("by hand")
    (folder / "in").mkdir()
    (folder / "in" / "665.md").write_text(PLANTED, encoding="utf-8")
    with Archive.open(folder / "a.db") as archive:
        archive.ingest([folder / "in"], jobs=1)
        first = archive.bulletin(665).to_json()
    with reviewing(folder / "a.db") as review:
        desk = Desk(browser, review)
        desk.open("665")
        for name, correct in BY_HAND.items():
            try:
                correct(desk)
            except Exception as error:
                raise AssertionError(f"{name}: {error}") from error
            with Archive.open(folder / "a.db") as archive:
                assert name not in wrong_in(archive.bulletin(665)), name
        desk.assert_quiet()
        desk.page.close()
    return folder, first


def test_every_kind_of_fault_is_corrected_by_keys_and_mouse(planted):
    folder, _ = planted
    assert set(BY_HAND) == set(FAULTS)
    with Archive.open(folder / "a.db") as archive:
        assert wrong_in(archive.bulletin(665)) == []
        assert {outcome.state for outcome in archive.corrections.outcomes()} == {"made"}


def test_all_hold_after_another_version_has_read_the_file(planted):
    folder, _ = planted
    with Archive.open(folder / "a.db") as archive:
        record = archive.bulletin(665).to_json()
        with sqlite3.connect(folder / "a.db") as database:
            database.execute("UPDATE sources SET parser_version = '0.0.1'")
        archive.ingest([folder / "in"], jobs=1)
        assert archive.bulletin(665).to_json() == record


def test_the_exported_file_gives_the_same_record_on_a_fresh_archive(planted, tmp_path):
    folder, _ = planted
    assert main(["correct", "export", "--archive", str(folder / "a.db"), "-o", str(tmp_path / "out.jsonl")]) == 0
    with Archive.open(tmp_path / "fresh.db") as fresh, Archive.open(folder / "a.db") as archive:
        fresh.ingest([folder / "in"], jobs=1, settings=Settings(corrections=tmp_path / "out.jsonl"))
        assert fresh.bulletin(665).to_json() == archive.bulletin(665).to_json()


def test_undoing_on_the_page_gives_the_first_state_byte_for_byte(planted, browser, tmp_path):
    folder, first = planted
    for name in ("a.db", "a.corrections.jsonl"):
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    with reviewing(tmp_path / "a.db") as review:
        desk = Desk(browser, review)
        desk.open("665")
        while desk.page.evaluate("window.review.sheet.corrections.length"):
            desk.saved(lambda: desk.page.keyboard.press("u"))
        desk.assert_quiet()
        desk.page.close()
    with Archive.open(tmp_path / "a.db") as archive:
        assert archive.bulletin(665).to_json() == first


@pytest.fixture
def reviewed(tmp_path):
    """A review of an archive of two bulletins, a text and a PDF."""
    (tmp_path / "664.md").write_text(WHOLE.replace("2. 乙省印发互联互通方案", "2. 乙省印发互联互通新方案", 1), encoding="utf-8")
    (tmp_path / "word.pdf").write_bytes((FIXTURES / "word.pdf").read_bytes())
    with Archive.open(tmp_path / "a.db") as archive:
        archive.ingest([tmp_path / "664.md", tmp_path / "word.pdf"], jobs=1)
    with reviewing(tmp_path / "a.db") as review:
        yield review


def pdf_key(review):
    return next(each["key"] for each in review.get("queue").json["bulletins"] if each["file"].endswith("word.pdf"))


def test_the_queue_leads_through_the_archive_and_keeps_its_filters(browser, reviewed):
    desk = Desk(browser, reviewed)
    page = desk.page
    expect(page.locator(".queue li")).to_have_count(2)
    page.select_option("#filter-rule", "BP206")
    expect(page.locator(".queue .number")).to_have_text(["664"])
    expect(page).to_have_url(re.compile("rule=BP206"))
    page.keyboard.press("Tab")
    page.locator(".queue a").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".record .field")
    page.keyboard.press("]")
    page.wait_for_selector('.is-current.row[data-field="items[1].title"]')
    expect(page).to_have_url(ending("#items[1].title"))
    expect(page.locator(".is-current .note")).to_contain_text("Correct the wrong one")  # what the rule says, where the finding stands
    page.keyboard.press("n")
    expect(page.locator("#told")).to_contain_text("last of the queue")  # the filter holds
    page.keyboard.press("d")
    expect(page.locator("dialog")).to_contain_text("1 error is left open")
    page.keyboard.press("Enter")  # shows it
    page.wait_for_selector('.is-current[data-field="items[1].title"]')
    assert reviewed.sheet()["looked"] is None
    page.keyboard.press("d")
    page.wait_for_selector("dialog .anyway")
    page.keyboard.press("d")
    page.wait_for_selector("#not_done")
    page.keyboard.press("q")
    expect(page.locator(".progress")).to_contain_text("1 of 2 checked")
    page.select_option("#filter-state", "unseen")
    expect(page.locator(".queue li.none")).to_have_count(1)
    page.reload()
    expect(page.locator("#filter-rule")).to_have_value("BP206")
    desk.assert_quiet()


def test_the_queue_keeps_its_order_until_it_is_sorted_anew(browser, reviewed):
    desk = Desk(browser, reviewed)
    page = desk.page
    first, second = page.locator(".queue a").evaluate_all("all => all.map(each => each.dataset.key)")
    links = expect(page.locator(".queue a"))
    links.to_have_count(2)
    expect(page.locator("#sort_anew")).to_be_hidden()
    desk.open(first)
    page.keyboard.press("q")
    page.wait_for_selector(".queue a")
    page.keyboard.press("Enter")
    page.wait_for_selector(".record .field")
    page.click("#mark_done")
    page.click("dialog .anyway")  # an error is open
    page.wait_for_url(ending(f"/bulletin/{second}"), wait_until="commit")  # what follows in the queue as it was
    page.keyboard.press("q")
    expect(page.locator(".queue li:first-child a[data-key]")).to_have_attribute("data-key", first)
    page.click("#sort_anew")
    expect(page.locator(".queue li:first-child a[data-key]")).to_have_attribute("data-key", second)  # what nobody is done with
    expect(page.locator("#sort_anew")).to_be_hidden()
    desk.assert_quiet()


def test_undo_stays_in_sight_until_something_else_is_said(browser, reviewed):
    desk = Desk(browser, reviewed)
    desk.open("664")
    page = desk.page
    page.clock.install()
    desk.type("items[0].source", "新华网")
    page.clock.run_for(3_600_000)
    page.wait_for_selector("#undo_told")
    desk.saved(lambda: page.click("#undo_told"))
    expect(page.locator("#told")).to_contain_text("Taken back")
    page.clock.run_for(60_000)
    expect(page.locator("#told")).to_be_empty()  # what leads nowhere goes by itself
    assert reviewed.sheet()["corrections"] == []
    desk.assert_quiet()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_words_are_explained_where_they_stand_and_in_one_list(browser, reviewed, language):
    desk = Desk(browser, reviewed)
    if language == "zh":
        desk.page.click("#other_language")
        desk.page.wait_for_selector("html[lang^=zh] .queue a")
    desk.open("664", "items[0].source")
    page = desk.page
    words = page.evaluate("window.review.words")
    source = page.locator('[data-field="items[0].source"] dt')
    expect(source).to_have_attribute("title", words["hints"]["source"])
    assert ("网" in words["hints"]["source"], "outlet" in words["hints"]["source"]) == (True, language == "en")
    page.keyboard.press("?")
    page.click("dialog .terms summary")
    terms = page.locator("dialog .terms dt")
    expect(terms).to_have_count(len(words["hints"]))
    assert all(terms.all_inner_texts())
    assert not scrolls_sideways(page)
    desk.assert_quiet()


def held(page, address, method="GET"):
    """The requests of an address, whose answers wait from now on until ``let`` has them come."""
    waiting = []
    page.route(address, lambda route: waiting.append(route) if route.request.method == method else route.continue_())
    return waiting


def let(page, waiting):
    """Has the first answer come that waits, once it is asked for; what the page does with it may still be under way."""
    soon(page, lambda: len(waiting), lambda count: count > 0)
    route = waiting.pop(0)
    with page.expect_event("requestfinished", lambda request: request == route.request):
        route.continue_()
    page.wait_for_timeout(300)  # time for what must not happen


@pytest.mark.parametrize("height", [800, 1400])  # the form is at the lower edge, or there is room below
def test_what_is_offered_late_moves_no_button_from_under_the_mouse(browser, reviewed, height):
    desk = Desk(browser, reviewed, size=(1280, height))
    desk.open("664", "items[0].source")
    page = desk.page
    for is_pressed in (False, True):
        waiting = held(page, "**/choices?*")
        page.keyboard.press("e")
        page.fill(".editing .text", f"新华社{is_pressed}")
        button = page.locator(".editing button.save")
        button.hover()
        place = button.bounding_box()
        if is_pressed:
            page.mouse.down()
            let(page, waiting)
            assert page.locator(".choice").count() == 0  # what is below is not moved, either
        else:
            let(page, waiting)
            page.wait_for_selector(".choice")
            page.mouse.down()
        assert button.bounding_box() == place
        desk.saved(page.mouse.up)
    desk.assert_quiet()


def test_nothing_is_drawn_anew_while_the_mouse_is_pressed(browser, reviewed):
    desk = Desk(browser, reviewed)
    desk.open("664", "items[0].source")
    page = desk.page
    waiting = held(page, "**/api/bulletins/664")
    reviewed.say({"do": "set", "field": "items[1].source", "was": "央广网", "now": "光明网"}, by="乙")
    page.locator('[data-field="items[0].source"] .tools button').hover()
    soon(page, lambda: len(waiting), 1)
    page.mouse.down()
    let(page, waiting)
    before = page.evaluate("window.review.sheet.revision")
    page.mouse.up()
    page.wait_for_selector(".editing .text:focus")
    assert page.evaluate("window.review.sheet.revision") == before  # and what is edited stays
    page.keyboard.press("Escape")
    page.unroute_all()
    expect(page.locator('[data-field="items[1].source"] .value')).to_have_text("光明网")
    desk.assert_quiet()


def test_a_button_stays_under_the_mouse_while_its_row_is_gone_to(browser, reviewed):
    desk = Desk(browser, reviewed)
    desk.open("664", "index[1].title")
    page = desk.page
    expect(page.locator(".is-current .note .about").first).to_be_visible()  # and hidden where the reviewer is not
    row = page.locator('[data-field="items[0].source"]')
    button = row.locator(".tools button")
    row.hover()  # which shows it
    button.hover()
    place = button.bounding_box()
    page.mouse.down()
    assert button.bounding_box() == place
    page.mouse.up()
    page.wait_for_selector('.is-current[data-field="items[0].source"] .editing .text:focus')
    desk.assert_quiet()


def test_a_name_that_is_being_typed_outlives_what_others_correct(browser, reviewed):
    desk = Desk(browser, reviewed)
    desk.open("664")
    page = desk.page
    page.locator("#who").fill("")
    page.keyboard.type("du")  # both are keys of the page
    desk.saved(lambda: reviewed.say({"do": "set", "field": "items[1].source", "was": "央广网", "now": "光明网"}, by="乙"))
    page.keyboard.type("n")
    expect(page.locator("#who")).to_have_value("dun")
    page.locator('[data-field="lead"]').click(position={"x": 4, "y": 4})
    desk.type("items[0].source", "新华网")
    assert reviewed.sheet()["corrections"][0]["by"] == "dun"
    desk.assert_quiet()


def test_of_two_places_that_were_asked_for_the_last_one_is_shown(browser, reviewed):
    desk = Desk(browser, reviewed)
    first, second = desk.page.locator(".queue a").evaluate_all("all => all.map(each => each.dataset.key)")
    desk.open(first)
    page = desk.page
    waiting = held(page, f"**/api/bulletins/{second}")
    page.keyboard.press("n")
    page.keyboard.press("q")
    page.wait_for_selector(".queue a")
    let(page, waiting)
    assert page.locator(".queue a").count() == 2
    assert page.evaluate("location.pathname") == "/"
    page.keyboard.press("Enter")
    page.wait_for_selector(".record .field")
    page.keyboard.press("n")
    page.keyboard.press("e")  # before the next one is there
    page.wait_for_selector(".editing .text:focus")
    let(page, waiting)
    expect(page.locator(".editing .text:focus")).to_have_count(1)
    assert page.evaluate("window.review.sheet.key") == first
    desk.assert_quiet()


def test_what_is_typed_and_where_one_goes_while_something_is_saved_stays(browser, reviewed):
    desk = Desk(browser, reviewed)
    _, second = desk.page.locator(".queue a").evaluate_all("all => all.map(each => each.dataset.key)")
    desk.open("664")
    page = desk.page
    for source in ("新华网", "光明网"):
        desk.type("items[1].source", source)
    waiting = held(page, "**/taken-back", "POST")
    desk.at("items[0].source")
    page.keyboard.press("u")
    page.keyboard.press("e")
    page.fill(".editing .text", "健康报")
    desk.saved(lambda: let(page, waiting))
    expect(page.locator('[data-field="items[0].source"] .editing .text:focus')).to_have_value("健康报")
    desk.saved(lambda: page.keyboard.press("Enter"))
    assert [each["now"] for each in reviewed.sheet()["corrections"]] == ["健康报", "新华网"]
    page.keyboard.press("u")
    soon(page, lambda: len(waiting), 1)
    page.keyboard.press("n" if second != "664" else "p")
    page.wait_for_function("() => window.review.sheet.key !== '664'")
    let(page, waiting)
    expect(page.locator("#told")).to_contain_text("Taken back")
    assert page.evaluate("window.review.sheet.key") != "664"
    assert page.evaluate("location.pathname") != "/bulletin/664"
    assert [each["now"] for each in reviewed.sheet()["corrections"]] == ["新华网"]
    desk.assert_quiet()


def test_what_was_let_go_while_it_was_sent_and_is_refused_holds_nobody(browser, reviewed):
    desk = Desk(browser, reviewed)
    desk.open("664", "items[0].source")
    page = desk.page
    waiting = held(page, "**/corrections", "POST")
    page.keyboard.press("e")
    page.fill(".editing .text", "健康报")
    page.keyboard.press("Enter")
    soon(page, lambda: len(waiting), 1)
    page.keyboard.press("Escape")
    waiting[0].fulfill(status=422, json={"error": "it is not to be"})
    expect(page.locator("#told")).to_contain_text("it is not to be")
    page.keyboard.press("q")
    page.wait_for_selector(".queue a")


def test_a_picture_that_comes_late_moves_no_line(browser, reviewed):
    desk = Desk(browser, reviewed)
    page, key = desk.page, pdf_key(reviewed)
    waiting = held(page, f"**/api/bulletins/{key}/pages/*")
    desk.open(key, "title")
    box = page.locator(".box.lit").first
    place = soon(page, box.bounding_box, bool)
    let(page, waiting)
    page.wait_for_function("() => [...document.querySelectorAll('.sheet img')].some(each => each.complete && each.naturalWidth > 400)")
    assert box.bounding_box() == place
    desk.assert_quiet()


def test_what_was_typed_is_not_lost_and_no_key_does_anything_else_meanwhile(browser, reviewed):
    desk = Desk(browser, reviewed)
    desk.open("664", "items[0].source")
    page = desk.page
    page.keyboard.press("e")
    page.wait_for_selector(".editing .text")
    typed = expect(page.locator(".editing .text"))
    page.keyboard.type("dnpquxm?[]")
    typed.to_have_value("dnpquxm?[]")
    for leave in ("#next", ".bar h1 a", '[data-field="title"] >> nth=0'):
        page.locator(leave).click(position={"x": 3, "y": 3})
        typed.to_have_value("dnpquxm?[]")
    assert "/bulletin/664" in page.evaluate("location.pathname")
    page.keyboard.press("Escape")
    page.locator(".editing .text").focus()
    page.keyboard.press("Escape")
    expect(page.locator(".editing")).to_have_count(0)
    page.keyboard.press("q")
    page.wait_for_selector(".queue a")
    assert reviewed.sheet()["corrections"] == []
    desk.assert_quiet()


def test_lines_of_a_printed_page_are_chosen_by_dragging_and_named(browser, reviewed):
    desk = Desk(browser, reviewed)
    key = pdf_key(reviewed)
    desk.open(key)
    page = desk.page
    page.wait_for_function("() => [...document.querySelectorAll('.sheet img')].some(each => each.complete && each.naturalWidth > 400)")
    sheet = reviewed.sheet(key)
    block = next(block for item in sheet["items"] for block in item["blocks"] if len(block["text"]["text"] or "") > 20)
    desk.at(block["field"])
    page.wait_for_selector(".box.lit")
    lit = soon(page, page.locator(".box.lit").first.bounding_box, bool)
    page.mouse.move(lit["x"] + 2, lit["y"] + 1)
    page.mouse.down()
    page.mouse.move(lit["x"] + lit["width"] - 2, lit["y"] + lit["height"] - 1, steps=4)
    page.mouse.up()
    page.wait_for_selector(".line.taken")
    before = len(sheet["remnants"]["back_matter"])
    page.keyboard.press("m")
    page.wait_for_selector('dialog [data-answer="b"]')
    desk.saved(lambda: page.keyboard.press("b"))
    assert len(reviewed.sheet(key)["remnants"]["back_matter"]) == before + 1
    desk.saved(lambda: page.keyboard.press("Control+z"))
    assert reviewed.sheet(key)["remnants"] == sheet["remnants"]
    desk.assert_quiet()


def test_a_click_on_the_page_goes_to_the_field_and_a_field_lights_its_place(browser, reviewed):
    desk = Desk(browser, reviewed)
    desk.open("664")
    desk.page.locator(".lines li", has_text="来源：人民网").first.click()
    desk.page.wait_for_selector('.is-current[data-field="items[0].source"]')
    desk.page.keyboard.press("g")
    expect(desk.page.locator(".lines li:focus")).to_have_text("来源：人民网")
    desk.page.keyboard.press("Shift+ArrowDown")
    desk.page.keyboard.press("Shift+ArrowDown")
    expect(desk.page.locator("#chosen")).to_contain_text("3 lines chosen")
    desk.page.locator('[data-field="lead"]').click(position={"x": 4, "y": 4})
    expect(desk.page.locator(".lines li.lit")).to_have_count(1)
    expect(desk.page.locator('[data-field="index[1].title"] mark.differs')).to_have_text("新")
    desk.assert_quiet()


def test_a_finding_leads_to_both_places_a_save_says_what_it_did_and_the_next_finding_is_shown(browser, reviewed):
    desk = Desk(browser, reviewed)
    desk.open("664")
    page = desk.page
    flagged = page.locator(".lines li.flagged.error")
    for end in ("新方案", "互联互通方案"):
        flagged.filter(has_text=re.compile(f"乙省印发互联互通.*{end}$|{end}$")).first.wait_for()
    page.locator(".lines li", has_text="乙省印发互联互通新方案").first.click()
    desk.at("index[1].title")
    row = page.locator('[data-field="index[1].title"]')
    expect(row.locator(".note")).to_contain_text("title-differs")
    row.get_by_role("button", name="Edit", exact=True).click()
    expect(page.locator(".editing .why")).to_have_value("")  # nobody has said anything yet
    page.fill(".editing .text", "乙省印发互联互通方案")
    page.get_by_role("button", name="misprint").click()
    desk.saved(lambda: page.click(".editing .save"))
    assert reviewed.sheet()["corrections"][0]["why"] == "misprint"
    expect(page.locator("#told")).to_contain_text("Index entry 2 · Title: “乙省印发互联互通新方案” → “乙省印发互联互通方案”")
    expect(page.locator('.has-finding.error[data-field$="].title"]')).to_have_count(0)
    line = page.locator(".lines li.penned")
    expect(line).to_have_count(1)
    expect(line).to_contain_text("乙省印发互联互通新方案")
    expect(line).to_have_attribute("title", re.compile("→ “乙省印发互联互通方案”"))
    desk.saved(lambda: page.click("#undo_told"))
    page.click("#next_finding")
    page.wait_for_selector('.is-current[data-field="items[1].title"]')
    page.click("#next")
    page.wait_for_selector("#told:empty", state="attached")  # what was said of one bulletin is not said of the next
    desk.assert_quiet()


def test_a_refresh_that_is_under_way_does_not_close_what_is_edited(browser, reviewed):
    desk = Desk(browser, reviewed)
    desk.open("664", "items[0].source")
    page, held = desk.page, []
    page.route(
        "**/api/bulletins/664/state", lambda route: route.fulfill(json={"revision": "of somebody else", "across": {"due": False, "runs": 0, "failure": ""}})
    )
    page.route("**/api/bulletins/664", lambda route: held.append(route))
    soon(page, lambda: len(held), lambda count: count > 0)
    page.keyboard.press("e")
    page.fill(".editing .text", "新华网")
    with page.expect_event("requestfinished", lambda request: request.url.endswith("/api/bulletins/664")):
        held[0].continue_()
    page.evaluate("() => new Promise((done) => setTimeout(done, 300))")  # time for what must not happen
    assert page.input_value(".editing .text") == "新华网"
    page.unroute_all(behavior="ignoreErrors")
    desk.saved(lambda: page.keyboard.press("Enter"))
    assert reviewed.sheet()["corrections"][0]["now"] == "新华网"
    desk.assert_quiet()


def test_accepting_asks_first_and_one_paragraph_is_joined_from_its_own_menu(browser, reviewed):
    desk = Desk(browser, reviewed)
    desk.open("664")
    page = desk.page
    page.click(".finding .accept >> nth=0")
    page.click("dialog button.save")  # without a reason nothing is accepted
    expect(page.locator("dialog .why:focus")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert reviewed.sheet()["corrections"] == []
    blocks = reviewed.sheet()["items"][0]["blocks"]
    desk.at(blocks[0]["field"])
    page.locator(f'[data-field="{blocks[0]["field"]}"]').get_by_role("button", name="This is").click()
    page.get_by_role("button", name="with the paragraph after").wait_for()
    assert page.get_by_role("button", name="with the paragraph before").count() == 0  # it is the first
    desk.saved(lambda: page.get_by_role("button", name="with the paragraph after").click())
    assert len(reviewed.sheet()["items"][0]["blocks"]) == len(blocks) - 1
    expect(page.locator("#told")).to_contain_text("joined")
    desk.assert_quiet()


def test_buttons_take_no_room_from_the_text_and_steps_keep_their_place(browser, reviewed):
    desk = Desk(browser, reviewed)
    places = set()
    for key in ("664", pdf_key(reviewed)):
        desk.open(key)
        box = desk.page.locator("#next").bounding_box()
        places.add((box["x"], box["y"]))
    assert len(places) == 1
    for row in desk.page.locator(".record .field dd, .record .block.paragraph").all():
        if row.is_visible() and not row.locator(".note").count():
            lines = row.locator(".value").first.bounding_box()["height"]
            assert row.bounding_box()["height"] - lines < 20  # less than a line
    desk.assert_quiet()


def test_corrections_of_a_file_that_was_saved_anew_are_bound_in_one_step_and_never_silently(browser, tmp_path):
    path = tmp_path / "664.md"
    path.write_text(WHOLE, encoding="utf-8")
    with Archive.open(tmp_path / "a.db") as archive:
        archive.ingest([path], jobs=1)
        by = archive.corrections.reviewer(664, by="乙")
        archive.corrections.add(by.set("items[0].source", "新华网", why="so printed"), by.set("items[1].source", "光明网", why="so printed"))
        path.write_text(WHOLE.replace("央广网", "健康报") + "\n", encoding="utf-8")
        archive.ingest([path], jobs=1)
    with reviewing(tmp_path / "a.db") as review:
        desk = Desk(browser, review)
        desk.open("664")
        elsewhere = desk.page.locator(".elsewhere li")
        expect(elsewhere).to_have_count(2)
        expect(elsewhere.filter(has_text="Item 1")).to_contain_text("fits")
        expect(elsewhere.filter(has_text="Item 2")).to_contain_text("does not fit")
        assert review.sheet()["corrections"] == []
        desk.saved(lambda: desk.page.click("#rebind"))
        expect(desk.page.locator("#told")).to_contain_text("Made here: 1 correction")
        expect(desk.page.locator('[data-field="items[0].source"] .value')).to_have_text("新华网")
        expect(desk.page.locator('[data-field="items[0].source"] .pen')).to_contain_text("乙")
        expect(elsewhere).to_have_count(1)  # the other one is still named
        expect(desk.page.locator("#rebind")).to_have_count(0)
        left = review.sheet()["elsewhere"]
        assert review.post("bulletins/664/rebound", {"ids": [left[0]["id"]]}).status == 409
        desk.saved(lambda: desk.page.locator(".corrections .undo").first.click())
        expect(elsewhere).to_have_count(2)
        desk.assert_quiet()


def test_two_reviewers_at_once_lose_nothing_and_are_told(browser, reviewed):
    one, other = Desk(browser, reviewed), Desk(browser, reviewed)
    one.open("664")
    other.open("664")
    other.at("items[0].source")
    other.page.keyboard.press("e")
    other.page.fill(".editing .text", "光明网")
    one.type("items[0].source", "新华网")
    other.page.keyboard.press("Enter")
    other.page.wait_for_selector(".problem:not([hidden])")
    expect(other.page.locator(".problem")).to_contain_text("新华网")
    assert other.page.input_value(".editing .text") == "光明网"  # what was typed is still there
    other.page.keyboard.press("Escape")
    other.page.wait_for_function("() => window.review.sheet.items[0].cells.some(each => each.text === '新华网')")
    assert reviewed.sheet()["corrections"][0]["now"] == "新华网"


def test_doubtful_characters_are_shown_with_what_else_they_may_be(browser, tmp_path):
    bulletin = parsed_text(WHOLE).bulletin
    link = bulletin.items[0].link
    doubt = Doubt(field="items[0].link", marked=link.replace("c1-1", "c⟦l⟧-1"), alternatives=("1", "I"), confidence=0.5, why="nothing confirms it")
    item = bulletin.items[0].model_copy(update={"link": link.replace("c1-1", "cl-1")})
    source = bulletin.source.model_copy(update={"sha256": "a" * 64})
    doubted = bulletin.model_copy(update={"items": (item, *bulletin.items[1:]), "doubts": (doubt,), "source": source})
    archive_of([doubted], tmp_path / "a.db").close()
    with reviewing(tmp_path / "a.db") as review:
        desk = Desk(browser, review)
        desk.open("664", "items[0].link")
        row = desk.page.locator('[data-field="items[0].link"]')
        expect(row.locator("mark.doubtful")).to_have_text("l")
        expect(row.locator(".other")).to_have_text(["1", "I"])
        expect(desk.page.locator(".pages")).to_contain_text("cannot be shown")  # the file is gone, and the record can be corrected all the same
        row.locator(".other").first.click()
        expect(desk.page.locator(".editing .text:focus")).to_have_value(link)
        desk.saved(lambda: desk.page.keyboard.press("Enter"))
        expect(desk.page.locator('[data-field="items[0].link"] mark.doubtful')).to_have_count(0)
        desk.page.close()
    with Archive.open(tmp_path / "a.db") as archive:
        assert archive.bulletin(664).items[0].link == link
        assert archive.bulletin(664).doubts == ()


SCRIPTS = "<img src=x onerror=alert(1)>"


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_a_bulletin_of_scripts_stays_text(browser, tmp_path, size):
    text = WHOLE.replace("甲市医院上线智慧导诊", "&lt;img src=x onerror=alert(1)&gt;").replace(
        "http://www.people.com.cn/n1/2026/0311/c1-1.html", "javascript:alert(2)"
    )
    (tmp_path / "664.md").write_text(text.replace("群众少跑腿", "</script><script>alert(3)</script>\u202e\x1b[31m<svg onload=alert(4)>"), encoding="utf-8")
    with Archive.open(tmp_path / "a.db") as archive:
        archive.ingest([tmp_path / "664.md"], jobs=1)
    with reviewing(tmp_path / "a.db", "--by", "<b onclick=alert(5)>甲") as review:
        desk = Desk(browser, review, size=size)
        desk.open("664")
        assert SCRIPTS in desk.page.inner_text(".record")
        desk.type("items[0].source", SCRIPTS)
        desk.page.keyboard.press("e")
        desk.page.wait_for_selector(".choice")
        desk.page.keyboard.press("Escape")
        expect(desk.page.locator(".editing")).to_have_count(0)
        assert desk.page.locator(".record img, .lines img, .record script, .record b, [onclick], [onerror]").count() == 0
        assert desk.page.locator("a[href^=javascript]").count() == 0
        assert "\u202e" not in desk.page.inner_text("body")
        assert not scrolls_sideways(desk.page)
        desk.assert_quiet()


@pytest.mark.parametrize("size", [NARROW, WIDE, (1600, 900)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_the_screen_in_light_and_dark(browser, reviewed, size, scheme):
    desk = Desk(browser, reviewed, size=size, color_scheme=scheme)
    for show, shown in (
        (lambda: None, ".queue"),
        (lambda: desk.open("664"), ".record"),
        (lambda: desk.page.keyboard.press("e"), ".editing .choices"),
        (lambda: desk.page.keyboard.press("Escape"), ".record:not(:has(.editing))"),
        (lambda: desk.page.keyboard.press("?"), "dialog .help"),
    ):
        show()
        desk.page.wait_for_selector(shown, state="attached")
        soon(desk.page, lambda: scrolls_sideways(desk.page), meant=False)
    dark = expect(desk.page.locator("body"))
    (dark.to_have_css if scheme == "dark" else dark.not_to_have_css)("background-color", "rgb(22, 24, 28)")
    desk.assert_quiet()


def test_the_page_speaks_the_languages_of_its_browser_and_of_its_switch(browser, reviewed):
    desk = Desk(browser, reviewed)
    expect(desk.page).to_have_title("Review")
    desk.page.click("#other_language")
    expect(desk.page.locator("html[lang^=zh] h1")).to_have_text("校对")
    desk.page.wait_for_selector("html[lang^=zh] .queue a")
    expect(desk.page).to_have_title("校对")
    assert re.search("[a-z]", desk.page.inner_text(".filters label >> nth=0")) is None
    desk.assert_quiet()


def test_without_the_token_the_page_says_what_to_open(browser, reviewed):
    page = browser.new_page()
    page.goto(f"{reviewed.origin}/bulletin/664")
    expect(page.locator(".problem")).to_contain_text("with its token")
    page.close()
