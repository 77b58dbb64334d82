"""The generator of invented bulletins (benchmarks/eras): what its truths say is printed, and the same seed gives the same bulletins."""

import importlib
import random
import sys
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
era, compose, writer, scoring, textstyles, verify = (
    importlib.import_module(f"benchmarks.eras.{name}") for name in ("era", "compose", "writer", "scoring", "textstyles", "verify")
)

pages = importlib.import_module("benchmarks.eras.pages.stock")
setting = importlib.import_module("benchmarks.eras.pages.setting")
ERAS = [*era.eras(), *era.conventions()]
FRIDAY_664 = date(2026, 3, 13)


def composed(one, seed=1):
    return compose.compose(writer.issue(random.Random(f"{seed}/{one.name}"), one), one)


def printed(flow):
    return scoring.canon(textstyles.lines_text(flow, random.Random(0)).replace("<br>", ""))


def test_the_set_is_wide():
    assert len(era.eras()) >= 24
    assert len(era.conventions()) >= 150
    assert len({one.name for one in ERAS}) == len(ERAS)
    producers = Counter(one.producer for one in era.eras())
    assert set(producers) == {"word", "browser", "weasyprint", "typst", "reportlab", "mupdf"}
    assert min(producers.values()) >= 2


def test_an_unknown_convention_is_told():
    with pytest.raises(TypeError, match="no convention: leed"):
        era.era_of({"name": "x", "leed": []})


@pytest.mark.parametrize("one", era.eras(), ids=lambda one: one.name)
def test_the_same_seed_gives_the_same_bulletin(one):
    assert composed(one) == composed(one)
    assert composed(one).truth != composed(one, seed=2).truth


@pytest.mark.parametrize("one", ERAS, ids=lambda one: one.name)
def test_what_a_truth_says_is_printed(one):
    made = composed(one)
    text = printed(made.flow)
    truth = made.truth
    wanted = [truth["lead"], truth["issue_label"], truth["publisher"] or "", *(entry["title"] for entry in truth["index"])]
    for item in truth["items"]:
        wanted += [item["title"], item["source"] or "", *(block["text"] for block in item["blocks"] if block["kind"] != "note")]
        wanted += [*(item.get("further_links") or ()), *(item.get("labels") or {})]
    assert [words for words in wanted if scoring.canon(words) not in text] == []


@pytest.mark.parametrize("one", ERAS, ids=lambda one: one.name)
def test_a_truth_obeys_the_law_of_the_series(one):
    truth = composed(one).truth
    week = truth["date_range"]
    if truth["issue_number"] and week["end"]:
        assert date.fromisoformat(week["end"]) == FRIDAY_664 - timedelta(weeks=664 - truth["issue_number"])
        assert (date.fromisoformat(week["end"]) - date.fromisoformat(week["start"])).days == 7 * len(truth["issue_numbers"]) - 1
    assert all(not item["published"] or not week["start"] or week["start"] <= item["published"] <= week["end"] for item in truth["items"])
    assert [item["title"] for item in truth["items"]] == [entry["title"] for entry in truth["index"]] or one.index_half


@pytest.mark.parametrize("one", era.eras(), ids=lambda one: one.name)
def test_a_truth_is_right_by_its_own_measure_and_a_change_is_wrong(one):
    truth = composed(one).truth
    got = {**truth, "back_matter": [{"text": truth["meta"]["tail"]}]}
    assert all(scoring.compare(truth, got).values())
    first, *rest = truth["items"]
    assert not scoring.compare(truth, {**got, "items": [{**first, "title": "别的标题"}, *rest]})["item_titles"]


@pytest.mark.parametrize("name", ["y2021-word-links", "masthead-publisher-two-lines"])
def test_a_publisher_in_two_lines_is_one(name):
    one = next(era for era in ERAS if era.name == name)
    truth = composed(one).truth
    assert truth["publisher"] == one.publisher
    assert "BP105" not in truth["meta"]["also"]


def test_a_link_must_be_printed_or_carried():
    truth = {"items": [{"link": "https://a.example/1"}], "meta": {"skip": [], "annotated": False}}
    marked = {**truth, "meta": {"skip": [], "annotated": True}}
    assert verify.missing_links(truth, "链接：https://a.example/1", set()) == []
    assert verify.missing_links(truth, "链接：点击查看", {"https://a.example/1"}) == []
    assert verify.missing_links(truth, "链接：点击查看", set()) == ["https://a.example/1"]
    assert verify.missing_links(marked, "链接：https://a.example/1", set()) == ["https://a.example/1"]


def test_the_odd_pages_are_many_and_of_many_kinds():
    kinds = pages.kinds()
    assert len({kind.name for kind in kinds}) == len(kinds) >= 60
    assert len({kind.group for kind in kinds}) >= 12
    assert {kind.maker for kind in kinds} == {"raw", "word", "browser"}


@pytest.mark.parametrize("kind", pages.kinds(), ids=lambda kind: kind.name)
def test_an_odd_page_is_a_bulletin_of_three_items_and_its_truth_is_printed(kind):
    made, _ = pages.composed_of(1, kind)
    text = printed(made.flow)
    assert len(made.truth["items"]) == 3
    assert made == pages.composed_of(1, kind)[0]
    wanted = [block["text"] for item in made.truth["items"] for block in item["blocks"] if block["kind"] not in ("note", "table")]
    assert [words for words in wanted if scoring.canon(words) not in text] == []


def test_a_line_holds_what_fits_and_no_punctuation_begins_one():
    line, rest = setting.take(list("一二三四五，六"), 5, lambda word: len(word))
    assert (line, "".join(rest)) == ("一二三四", "五，六")
    assert setting.take(["https"], 3, len) == ("htt", ["ps"])


def test_a_text_beside_the_articles_may_stand_anywhere_but_must_stand():
    block = lambda text: {"kind": "paragraph", "text": text}  # noqa: E731
    made = composed(era.eras()[0]).truth
    first, *rest = made["items"]
    truth = {**made, "meta": {**made["meta"], "beside": ["名词解释。"]}}
    got = {**made, "back_matter": [{"text": made["meta"]["tail"]}]}
    inside = {**got, "items": [{**first, "blocks": [block("名词解释。"), *first["blocks"]]}, *rest]}
    assert [key for key, right in scoring.compare(truth, inside).items() if not right] == []
    assert [key for key, right in scoring.compare(truth, got).items() if not right] == ["beside"]
