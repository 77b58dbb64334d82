"""The page viewer in a real browser: every field lights its place, the page is quiet, and no text of a bulletin becomes markup."""

from __future__ import annotations

import pytest

import bulletin_parse
from browser import NARROW, Visit, expect, scrolls_sideways, soon
from bulletin_parse import PageRegion, main
from bulletin_parse.views.fields import fields_of
from bulletins import CONTENT, FIRST, HEAD, INDEX, SECOND
from conftest import FIXTURES, ROOT, SHARED

pytestmark = pytest.mark.full("playwright")

HOSTILE = "<img src=x onerror=alert(1)>"
SEEDS = sorted((SHARED / "corpus").glob("seed-664-*.pdf"))  # real bulletins, where they lie beside the checkout


def viewed(path, folder, *options):
    out = folder / f"{path.name}.html"
    assert main(["view", str(path), "-o", str(out), *options]) == 0
    return out


@pytest.fixture(scope="module", params=[FIXTURES / "word.pdf", FIXTURES / "typst.pdf", *SEEDS], ids=lambda path: path.stem)
def visit(request, browser, tmp_path_factory):
    """A PDF's viewer with furniture shown, and its bulletin."""
    visit = Visit(browser, viewed(request.param, tmp_path_factory.mktemp("view")))
    visit.page.check("#show-furniture")
    visit.page.check("#show-residue")
    yield visit, bulletin_parse.parse(request.param)
    visit.assert_quiet()
    visit.page.close()


LIT_PLACES = """key => [...document.querySelectorAll(`.pages rect.box.lit[data-f~="${CSS.escape(key)}"]`)].map(each => {
  const box = each.getBoundingClientRect(), sheet = each.closest(".sheet").getBoundingClientRect();
  return [+each.closest(".page").id.slice(5), (box.left - sheet.left) / sheet.width, (box.top - sheet.top) / sheet.height,
          (box.right - sheet.left) / sheet.width, (box.bottom - sheet.top) / sheet.height];
})"""


def places(field, sizes):
    """A field's regions as shares of their pages, sorted."""
    found = []
    for region in field.where:
        assert isinstance(region, PageRegion)
        width, height = sizes[region.page]
        x0, top, x1, bottom = region.bbox
        found.append((region.page, x0 / width, top / height, x1 / width, bottom / height))
    return sorted(found)


@pytest.mark.parametrize("act", ["hover", "click", "focus"])
def test_every_field_lights_its_place_on_the_page(visit, act):
    page, bulletin = visit[0].page, visit[1]
    views = page.eval_on_selector_all(".sheet svg", "all => all.map(each => [each.viewBox.baseVal.width, each.viewBox.baseVal.height])")
    sizes = dict(enumerate(views, start=1))
    in_record = set(page.eval_on_selector_all(".record [data-f]", "all => all.map(each => each.dataset.f)"))
    fields = list(fields_of(bulletin))
    assert {field.key for field in fields} <= in_record
    for field in fields:
        page.keyboard.press("Escape")
        page.mouse.move(1, 1)
        part = page.locator(f'.record [data-f="{field.key}"]').first
        # A link in the middle of a field is for following, so the label's corner is pointed at.
        part.focus() if act == "focus" else getattr(part, act)(position={"x": 4, "y": 6})
        meant = [pytest.approx(place, abs=0.004) for place in places(field, sizes)]  # a stroke's width
        soon(page, lambda key=field.key: sorted(map(tuple, page.evaluate(LIT_PLACES, key))), meant)
        only = {key for keys in page.eval_on_selector_all(".pages rect.box.lit", "all => all.map(each => each.dataset.f)") for key in keys.split(" ")}
        assert field.key in only


@pytest.mark.parametrize("act", ["hover", "click", "focus"])
def test_every_place_on_the_page_lights_its_fields(visit, act):
    page = visit[0].page
    page.mouse.move(1, 1)
    for at, box in enumerate(page.locator(".pages rect.box").all()):
        keys = box.get_attribute("data-f").split(" ")
        page.keyboard.press("Escape")
        if act == "focus":
            box.focus()
        else:
            box.dispatch_event("pointerover" if act == "hover" else "click", {"clientX": at + 1})
        soon(page, lambda: set(visit[0].lit(".record")), set(keys))


def test_a_click_brings_the_other_side_into_sight(visit):
    page, bulletin = visit[0].page, visit[1]
    last = f"items[{len(bulletin.items) - 1}].blocks[0]"
    page.locator(f'.record [data-f="{last}"]').click()
    is_seen = (
        "each => { const box = each.getBoundingClientRect(); const pane = document.querySelector('.pages').getBoundingClientRect();"
        " return box.bottom > pane.top && box.top < pane.bottom; }"
    )
    soon(page, lambda: page.locator(f'.pages rect[data-f~="{last}"]').first.evaluate(is_seen), meant=True)


def test_the_keyboard_goes_from_field_to_field(visit):
    page = visit[0].page
    page.keyboard.press("Escape")
    page.locator('.record [data-f="title"]').focus()
    page.keyboard.press("ArrowDown")
    visit[0].assert_lit(".record", "issue_label")
    page.keyboard.press("ArrowUp")
    visit[0].assert_lit(".record", "title")
    page.keyboard.press("Enter")
    page.locator('.record [data-f="publisher"]').hover()
    visit[0].assert_lit(".record", "publisher")
    page.mouse.move(1, 1)
    visit[0].assert_lit(".record", "title")  # pinned
    page.keyboard.press("Escape")
    visit[0].assert_lit(".record")


def test_the_keyboard_goes_down_the_page(visit):
    page = visit[0].page
    page.keyboard.press("Escape")
    page.locator('.pages rect[data-f~="title"]').first.focus()
    tops, keys = [], []
    for _ in range(25):
        tops.append(page.evaluate("document.activeElement.getBoundingClientRect().top + document.querySelector('.pages').scrollTop"))
        keys += page.evaluate("document.activeElement.dataset.f").split(" ")
        page.keyboard.press("ArrowDown")
    assert tops == sorted(tops)
    order = [keys.index(key) for key in ("title", "index[0]", "items[0].title", "items[0].source")]
    assert order == sorted(order)


def test_lines_of_a_text_light_their_fields_and_findings_stand_on_both_sides(browser, tmp_path):
    path = ROOT / "examples" / "664-faulty.md"
    visit = Visit(browser, viewed(path, tmp_path, "--lang", "en"))
    bulletin = bulletin_parse.parse(path)
    for field in fields_of(bulletin):
        visit.page.locator(f'.record [data-f="{field.key}"]').first.focus()
        meant = sorted({number for region in field.where for number in range(region.line, region.end_line + 1)})
        soon(visit.page, lambda: visit.page.eval_on_selector_all(".lines .lit", "all => all.map(each => +each.id.slice(5))"), meant)
    assert set(visit.page.eval_on_selector_all(".lines li", "all => all.map(each => getComputedStyle(each).borderTopWidth)")) == {"0px"}
    visit.page.locator(f"#line-{bulletin.items[1].places['title'][0].line}").hover()
    visit.assert_lit(".record", "items[1].title")
    for at, finding in enumerate(bulletin.findings):
        told = visit.page.locator(f'.record [data-f="findings[{at}]"]')
        assert told.count() == (1 if finding.item is None else 2)  # in the list, and at its item
        for place in told.all():
            visit.page.mouse.move(1, 1)
            place.hover()
            visit.page.wait_for_selector(f"#line-{finding.where[0].line}.lit.flagged")
    visit.assert_quiet()


def test_an_address_leads_to_its_field_and_lights_its_place(browser, tmp_path):
    page = viewed(ROOT / "examples" / "664-faulty.md", tmp_path)
    visit = Visit(browser, page)
    visit.page.goto(f"{page.as_uri()}#items[1].source")
    visit.page.reload()
    visit.assert_lit(".record", "items[1].source")
    expect(visit.page.locator(".lines .lit")).to_have_text("来源：央广网")
    visit.page.evaluate("location.hash = 'index[0]'")
    visit.page.wait_for_selector('.record .pinned[data-f="index[0]"]')
    visit.assert_quiet()


def test_findings_of_a_pdf_are_marked_on_the_page(browser, tmp_path):
    from invented import bulletin_pdf, bulletin_text

    path = tmp_path / "7.pdf"
    path.write_bytes(bulletin_pdf(bulletin_text(7).replace("本期共收录5条", "本期共收录6条")))
    visit = Visit(browser, viewed(path, tmp_path))
    assert {finding.code for finding in bulletin_parse.parse(path).findings} == {"BP201", "BP202"}
    visit.page.locator('.record [data-f="findings[0]"]').hover()
    visit.page.wait_for_selector("rect.mark.lit.error")
    visit.page.locator("rect.flag").first.hover()
    soon(visit.page, lambda: visit.lit(".record"), lambda lit: "findings[0]" in lit)
    visit.assert_quiet()


@pytest.mark.parametrize("size", [(1280, 800), NARROW])
def test_markup_and_scripts_in_a_bulletin_stay_text(browser, tmp_path, size):
    text = HEAD + INDEX + CONTENT + FIRST + SECOND
    text = text.replace("甲市医院上线智慧导诊", "&lt;img src=x onerror=alert(1)&gt;").replace(
        "http://www.people.com.cn/n1/2026/0311/c1-1.html", "javascript:alert(2)"
    )
    path = tmp_path / "hostile.md"
    path.write_text(text.replace("群众少跑腿", "</script><script>alert(3)</script>\u202e\x1b[31m"), encoding="utf-8")
    bulletin = bulletin_parse.parse(path)
    assert bulletin.items[0].title == HOSTILE
    visit = Visit(browser, viewed(path, tmp_path), size=size)
    assert HOSTILE in visit.page.locator(".record article h3").first.inner_text()
    assert visit.page.locator(".record img, .lines img, .record script").count() == 0
    assert visit.page.eval_on_selector_all("a[href]", "all => all.map(each => each.protocol)") in ([], ["file:"] * 4, ["file:", "file:", "http:"])
    assert visit.page.locator("a[href^=javascript]").count() == 0
    assert "\u202e" not in visit.page.content()
    assert not scrolls_sideways(visit.page)
    visit.assert_quiet()


def test_the_policy_stops_what_is_not_the_pages_own(browser, tmp_path):
    path = viewed(FIXTURES / "word.pdf", tmp_path)
    page = path.read_text(encoding="utf-8")
    path.write_text(
        page.replace("</body>", "<script>document.title='broken'</script><img src='https://example.cn/x.png' onerror=alert(1)></body>"), encoding="utf-8"
    )
    visit = Visit(browser, path)
    soon(visit.page, lambda: any("Content Security Policy" in words for words in visit.said), meant=True)
    assert visit.page.title() != "broken"
    assert visit.dialogs == []


def test_light_and_dark(browser, tmp_path):
    visit = Visit(browser, viewed(FIXTURES / "word.pdf", tmp_path), color_scheme="light")
    body, dark = visit.page.locator("body"), "rgb(22, 24, 28)"
    light = body.evaluate("each => getComputedStyle(each).backgroundColor")
    assert light != dark
    visit.page.click("#theme")
    expect(body).to_have_css("background-color", dark)
    visit.page.emulate_media(color_scheme="dark")
    visit.page.click("#theme")
    expect(body).to_have_css("background-color", light)
    visit.page.emulate_media(media="print")
    expect(visit.page.locator(".tools").first).to_be_hidden()
    visit.assert_quiet()
