"""Valid bulletins are clean, and each planted defect gives its code and no other, in whatever bulletin it is planted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bulletin_parse import Bulletin, DateRange, Entry, Item, check
from bulletin_parse.text.folding import fold
from bulletins import bulletins

HOSTS = {
    "人民网": "www.people.com.cn",
    "央广网": "news.cnr.cn",
    "新华网": "www.news.cn",
    "中国新闻网": "www.chinanews.com.cn",
    "健康报": "www.jkb.com.cn",
    "微信公众号“健康青岚”": "mp.weixin.qq.com",
    "HIT专家网": "www.hit180.com",
}


def _linked(bulletin: Bulletin) -> Bulletin:
    """The bulletin with links that are its sources' own, dated as its items, and single."""
    items = [
        each.model_copy(update={"link": f"https://{HOSTS[each.source]}/{each.published:%Y/%m%d}/c{number}.html"}) for number, each in enumerate(bulletin.items)
    ]
    return bulletin.model_copy(update={"items": tuple(items)})


VALID = bulletins(max_items=7).map(_linked)


@given(VALID)
def test_valid_bulletins_are_clean(bulletin):
    assert check(bulletin) == ()


Plant = Callable[[Bulletin, st.DataObject], Bulletin]
PLANTS: dict[str, tuple[Plant, set[str]]] = {}


def plant(code: str, *companions: str):
    def kept(function: Plant) -> Plant:
        PLANTS[f"{code} {function.__name__}"] = (function, set(companions))
        return function

    return kept


def drawn(data: st.DataObject, count: int) -> int:
    return data.draw(st.integers(0, count - 1))


def with_item(bulletin: Bulletin, at: int, **fields) -> Bulletin:
    return bulletin.model_copy(update={"items": tuple(each.model_copy(update=fields) if place == at else each for place, each in enumerate(bulletin.items))})


def with_entry(bulletin: Bulletin, at: int, **fields) -> Bulletin:
    return bulletin.model_copy(update={"index": tuple(each.model_copy(update=fields) if place == at else each for place, each in enumerate(bulletin.index))})


def numbered(parts: list[Entry] | list[Item]) -> tuple:
    return tuple(each.model_copy(update={"number": number}) for number, each in enumerate(parts, start=1))


def without(fields: dict) -> Plant:
    return lambda bulletin, _: bulletin.model_copy(update=fields)


PLANTS |= {
    "BP101 number": (without({"issue_number": None}), set()),
    "BP102 date": (without({"published": None, "printed": {}}), set()),
    "BP103 range": (without({"date_range": None, "printed": {}}), set()),
    "BP104 count": (without({"declared_count": None}), set()),
    "BP105 publisher": (without({"publisher": None}), set()),
}


@plant("BP201", "BP202")
@plant("BP202", "BP201")
def count(bulletin, data):
    return bulletin.model_copy(update={"declared_count": bulletin.declared_count + data.draw(st.sampled_from([-1, 1, 2, 5]))})


@plant("BP203", "BP202")
def dropped_item(bulletin, data):
    assume(len(bulletin.items) > 1)
    at = drawn(data, len(bulletin.items))
    return bulletin.model_copy(update={"items": numbered([*bulletin.items[:at], *bulletin.items[at + 1 :]])})


@plant("BP204", "BP201")
def dropped_entry(bulletin, data):
    assume(len(bulletin.items) > 1)
    at = drawn(data, len(bulletin.items))
    return bulletin.model_copy(update={"index": numbered([*bulletin.index[:at], *bulletin.index[at + 1 :]])})


@plant("BP205")
def swapped_entries(bulletin, data):
    assume(len(bulletin.index) > 1)
    at, other = drawn(data, len(bulletin.index)), drawn(data, len(bulletin.index))
    assume(at != other)
    order = list(bulletin.index)
    order[at], order[other] = order[other], order[at]
    return bulletin.model_copy(update={"index": numbered(order)})


@plant("BP206")
def slip_in_a_title(bulletin, data):
    at = drawn(data, len(bulletin.index))
    title = bulletin.index[at].title
    place = drawn(data, len(title))
    assume(not title[place].isspace())
    slipped = title[:place] + data.draw(st.sampled_from(["", "错", title[place] + "误"])) + title[place + 1 :]
    # A title one slip from another's pairs with whichever it equals, and that is right.
    assume(len(fold(slipped)) > 2 and fold(slipped) not in {fold(each.title) for each in bulletin.index})
    return with_entry(bulletin, at, title=slipped)


@plant("BP207")
def another_source_in_the_index(bulletin, data):
    return with_entry(bulletin, drawn(data, len(bulletin.index)), source="望海日报")


@plant("BP208")
def entry_number(bulletin, data):
    at = drawn(data, len(bulletin.index))
    return with_entry(bulletin, at, number=at + data.draw(st.sampled_from([0, 2, 5])))


@plant("BP209")
def item_number(bulletin, data):
    at = drawn(data, len(bulletin.items))
    return with_item(bulletin, at, number=at + data.draw(st.sampled_from([0, 2, 5])))


@plant("BP301")
def no_source(bulletin, data):
    return with_item(bulletin, drawn(data, len(bulletin.items)), source=None)


@plant("BP302")
def no_link(bulletin, data):
    return with_item(bulletin, drawn(data, len(bulletin.items)), link=None)


@plant("BP303")
def no_body(bulletin, data):
    return with_item(bulletin, drawn(data, len(bulletin.items)), blocks=())


@plant("BP304")
def slip_in_a_headline(bulletin, data):
    at = drawn(data, len(bulletin.items))
    return with_item(bulletin, at, headline=bulletin.items[at].title + "误")


@plant("BP305")
def another_source_in_the_byline(bulletin, data):
    at = drawn(data, len(bulletin.items))
    return with_item(bulletin, at, byline=f"{bulletin.items[at].published} 来源：望海日报")


@plant("BP401", "BP503")
def late(bulletin, data):
    days = data.draw(st.integers(1, 40))
    return with_item(bulletin, drawn(data, len(bulletin.items)), published=bulletin.date_range.end + timedelta(days=days))


@plant("BP402")
def reversed_range(bulletin, data):
    return bulletin.model_copy(update={"date_range": DateRange(start=bulletin.date_range.end, end=bulletin.date_range.start)})


@plant("BP402")
def long_range(bulletin, data):
    return bulletin.model_copy(
        update={"date_range": DateRange(start=bulletin.date_range.start - timedelta(days=data.draw(st.integers(1, 30))), end=bulletin.date_range.end)}
    )


@plant("BP403")
def published_before_the_end(bulletin, data):
    return bulletin.model_copy(update={"published": bulletin.published - timedelta(days=data.draw(st.integers(1, 400)))})


@plant("BP403")
def published_long_after(bulletin, data):
    return bulletin.model_copy(update={"published": bulletin.published + timedelta(days=data.draw(st.integers(15, 400)))})


@plant("BP404")
def no_such_day(bulletin, data):
    return bulletin.model_copy(update={"published": None, "printed": {"published": "2026年02月30日"}})


@plant("BP404")
def no_such_day_in_a_byline(bulletin, data):
    at = drawn(data, len(bulletin.items))
    return with_item(bulletin, at, published=None, byline=f"2025-06-31 来源：{bulletin.items[at].source}")


@plant("BP501")
def malformed_link(bulletin, data):
    at = drawn(data, len(bulletin.items))
    spoil = data.draw(
        st.sampled_from([lambda link: link[8:], lambda link: link.replace(".", "，"), lambda link: link.replace("//", "/", 1), lambda link: f"{link}。"])
    )
    return with_item(bulletin, at, link=spoil(bulletin.items[at].link))


@plant("BP502")
def link_of_another(bulletin, data):
    at = drawn(data, len(bulletin.items))
    return with_item(bulletin, at, link="https://www.thepaper.cn/newsDetail_forward_83319302")


@plant("BP503")
def link_of_another_day(bulletin, data):
    at = drawn(data, len(bulletin.items))
    day = bulletin.items[at].published - timedelta(days=data.draw(st.integers(2, 400)))
    return with_item(bulletin, at, link=f"https://{HOSTS[bulletin.items[at].source]}/{day:%Y-%m/%d}/c_1.htm")


@plant("BP504", "BP502", "BP503")
def link_of_another_item(bulletin, data):
    assume(len(bulletin.items) > 1)
    at = 1 + drawn(data, len(bulletin.items) - 1)
    return with_item(bulletin, at, link=bulletin.items[0].link)


@plant("BP505")
def another_target(bulletin, data):
    at = drawn(data, len(bulletin.items))
    return with_item(bulletin, at, link_target=bulletin.items[at].link[:-6])


@pytest.mark.parametrize("name", PLANTS)
@settings(max_examples=settings.default.max_examples // 4)
@given(data=st.data())
def test_a_planted_defect_gives_its_code(name, data):
    function, companions = PLANTS[name]
    spoiled = function(data.draw(VALID), data)
    code = name.split()[0]
    found = [finding.code for finding in check(spoiled)]
    assert found.count(code) == 1
    assert set(found) - {code} <= companions


def test_every_rule_on_fields_is_planted():
    from bulletin_parse import RULES

    planted = {name.split()[0] for name in PLANTS}
    assert {each.code for each in RULES if each.code < "BP6"} == planted, "each rule has a function here that plants its defect: @plant(code)"
