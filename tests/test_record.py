"""The record as a value: frozen to its last part, read in every version, its values reached by address."""

from __future__ import annotations

import copy
import json
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bulletin_parse import Block, Bulletin, Doubt, Edit, Item, LineRegion, PageRegion, Remnant, parse, parse_text, undone
from bulletin_parse.addresses import address_of, steps_of, value_at, with_inserted, with_value, without
from bulletin_parse.text.showing import dumped
from bulletins import WHOLE, bulletins

ITEM = {"number": 1, "title": "题", "source": None, "link": None, "headline": None, "byline": None, "published": None, "blocks": ()}
_KEYS = st.text(min_size=1, max_size=8)


def test_no_mapping_of_a_record_can_be_changed():
    bulletin = parse_text(WHOLE)
    for mapping in (bulletin.places, bulletin.printed, bulletin.items[0].places, bulletin.items[0].labels):
        with pytest.raises(TypeError):
            mapping["title"] = ()
        with pytest.raises(AttributeError):
            mapping.update({"title": ()})
        with pytest.raises(AttributeError):
            mapping._held = {}


@given(bulletins())
def test_a_record_is_hashable_and_its_hash_follows_its_content(bulletin):
    again = Bulletin.model_validate(json.loads(bulletin.to_json()))
    assert (again, hash(again)) == (bulletin, hash(bulletin))
    assert {bulletin, pickle.loads(pickle.dumps(bulletin)), copy.deepcopy(bulletin)} == {bulletin}


@given(bulletins(), st.sampled_from([None, 0, 1, 4]))
def test_json_is_laid_out_as_python_lays_it_out(bulletin, indent):
    assert bulletin.to_json(indent=indent) == dumped(bulletin.to_dict(), indent=indent)


@given(st.text() | st.sampled_from(["\ud800", "\u202e目录", 'a\x7f\x85\x1b\\/"\n']), st.floats())
def test_so_are_all_characters_and_all_numbers(text, number):
    bulletin = parse_text(WHOLE)
    remnants = (Remnant(text=text, where=(PageRegion(page=1, bbox=(number, 9e-05, 1e16, -0.0)),)),)
    changed = bulletin.model_copy(update={"residue": remnants, "printed": {"published": text}})
    plain = {**bulletin.to_dict(), "residue": [{"text": text, "where": [{"page": 1, "bbox": [number, 9e-05, 1e16, -0.0]}]}], "printed": {"published": text}}
    assert changed.to_json() == dumped(plain)
    assert changed.model_copy(update={"residue": ()}).to_json() == dumped({**plain, "residue": []})


def test_a_copy_with_another_mapping_is_frozen_too():
    changed = parse_text(WHOLE).model_copy(update={"printed": {"published": "今天"}})
    with pytest.raises(TypeError):
        changed.printed["published"] = "昨天"
    assert changed.to_dict()["printed"] == {"published": "今天"}
    assert isinstance(hash(changed), int)


def test_the_order_of_a_mapping_is_kept_and_does_not_matter_to_equality():
    labels = {"关键词": "医保", "作者": "甲"}
    item, other = Item(**ITEM, labels=labels), Item(**ITEM, labels=dict(reversed(labels.items())))
    assert list(item.model_dump()["labels"]) == ["关键词", "作者"]
    assert (item == other, hash(item) == hash(other)) == (True, True)


@pytest.mark.parametrize(
    ("address", "steps"),
    [
        ("title", ("title",)),
        ("items[2].link", ("items", 2, "link")),
        ("items.2.link", ("items", 2, "link")),
        ("items.0.blocks.11.text", ("items", 0, "blocks", 11, "text")),
        ("date_range.end", ("date_range", "end")),
        ("items[0].labels.关键词", ("items", 0, "labels", "关键词")),
        ('items[0].labels["a.b\\"]"]', ("items", 0, "labels", 'a.b"]')),
        ('printed["2"]', ("printed", "2")),
    ],
)
def test_an_address_is_read(address, steps):
    assert steps_of(address) == steps


@pytest.mark.parametrize("address", ["", "2", "[0].title", "items[x]", "items[0", "items..link", "a b", "items[2]link", "items[-1]", ".title", "title."])
def test_what_is_no_address_is_refused(address):
    with pytest.raises(ValueError, match="no address"):
        steps_of(address)


@given(st.lists(st.one_of(st.integers(0, 10**6), _KEYS), max_size=5), _KEYS)
def test_every_address_reads_back(rest, first):
    first = f"a{first}" if not first.isidentifier() else first
    steps = ("labels", first, *rest)
    assert steps_of(address_of(*steps)) == steps


def test_a_value_is_found_and_replaced_by_its_address():
    bulletin = parse_text(WHOLE)
    changed = with_value(bulletin, "items[1].labels.关键词", "医保")
    assert (value_at(changed, "items[1].labels.关键词"), value_at(bulletin, "items[1].labels.关键词")) == ("医保", None)
    assert with_value(changed, "items[1].labels.关键词", None) == bulletin
    assert with_value(bulletin, "index[0].title", "新题").index[0].title == "新题"


@pytest.mark.parametrize("address", ["items[9].title", "nothing", "items[0].nothing", "items.title", "title[0]", "model_config"])
def test_an_address_that_leads_nowhere_says_so(address):
    bulletin = parse_text(WHOLE)
    with pytest.raises(LookupError):
        value_at(bulletin, address)
    with pytest.raises(LookupError):
        with_value(bulletin, address, "x")


def test_a_record_of_schema_1_0_is_read():
    """As version 1.0 wrote it: no field of 1.1, and addresses with dots."""
    record = parse_text(WHOLE).to_dict()
    for name in ("issue_numbers", "supplement", "front_matter", "back_matter", "hidden"):
        del record[name]
    for item in record["items"]:
        for name in ("category", "labels", "further_links"):
            del item[name]
    edit = {"field": "items.0.title", "where": [], "was": "甲市医院上线智慧导珍", "now": record["items"][0]["title"], "why": "the index says so"}
    doubt = {"field": "items.1.link", "where": [], "marked": "http://⟦1⟧", "confidence": 0.4, "why": "", "copies_differ": False}
    bulletin = Bulletin.model_validate(record | {"schema_version": "1.0", "edits": [edit], "doubts": [doubt]})
    assert (bulletin.schema_version, bulletin.issue_numbers) == ("1.1", (664,))
    assert bulletin.edits[0] == Edit(**edit | {"field": "items[0].title"}, by="ocr")
    assert bulletin.doubts[0] == Doubt(**doubt | {"field": "items[1].link"}, kind="ocr")
    assert undone(bulletin).items[0].title == edit["was"]


def test_edits_of_1_0_are_undone_by_either_form_of_address():
    bulletin = parse_text(WHOLE)
    for field in ("items.0.title", "items[0].title"):
        edit = Edit(field=field, was="旧题", now=bulletin.items[0].title, why="")
        assert undone(bulletin.model_copy(update={"edits": (edit,)})).items[0].title == "旧题"


def test_an_element_of_a_list_is_put_in_and_taken_out():
    bulletin = parse_text(WHOLE)
    more = with_inserted(bulletin, "items[1].blocks[0]", Block(kind="heading", text="小标题"))
    assert [block.text for block in more.items[1].blocks][:1] == ["小标题"]
    assert without(more, "items[1].blocks[0]") == bulletin
    assert with_inserted(bulletin, "residue[0]", Remnant(text="残")).residue == (Remnant(text="残"),)


@pytest.mark.parametrize("address", ["items[3]", "items[0].blocks[9]", "title", "title[0]", "items", "labels[0]", "items[0].labels[0]"])
def test_what_is_no_place_in_a_list_takes_nothing_in(address):
    with pytest.raises(LookupError):
        with_inserted(parse_text(WHOLE), address, "x")
    with pytest.raises(LookupError):
        without(parse_text(WHOLE), "items[2]")


@pytest.mark.parametrize(
    "value",
    ["新华网", 664, True, None, ("http://a.cn/1", "http://a.cn/2"), (663, 664), (("省份", "家数"), ("甲省", "12"))],
)
def test_an_edit_holds_any_value_of_a_record(value):
    edit = Edit(field="title", was=value, now=None, why="so printed")
    assert Edit.model_validate_json(edit.model_dump_json()) == edit


def test_an_edit_holds_any_part_of_a_record_and_is_undone():
    bulletin = parse_text(WHOLE)
    parts = {"items[2]": bulletin.items[0], "index[0]": bulletin.index[1], "items[0].blocks[1]": bulletin.items[1].blocks[0], "furniture[0]": Remnant(text="1")}
    for field, part in (*parts.items(), ("doubts[0]", Doubt(field="title"))):
        edit = Edit(field=field, was=None, now=part, why="")
        assert Edit.model_validate(json.loads(edit.model_dump_json())) == edit
        edited = with_inserted(bulletin, field, part).model_copy(update={"edits": (edit,)})
        assert undone(edited).to_json() == bulletin.to_json()


@pytest.mark.parametrize("name", ["story.pdf", "browser.pdf", "converter.md", "gb18030.txt"])
def test_a_record_that_was_read_is_what_validation_makes_of_it(name):
    """Its parts are made without: what each holds, and how, is what a record that is checked has."""
    bulletin = parse(Path(__file__).parent / "fixtures" / name)
    parts = [*bulletin.index, *bulletin.items, *bulletin.front_matter, *bulletin.back_matter, *bulletin.furniture]
    assert {type(part).__name__ for part in parts} >= {"Entry", "Item"}
    for part in parts:
        validated = part.replace()
        assert (part, hash(part), repr(part), list(vars(part))) == (validated, hash(validated), repr(validated), list(vars(validated)))
        assert {name: type(value) for name, value in part} == {name: type(value) for name, value in validated}
        assert (part.model_fields_set, part.model_dump_json()) == (validated.model_fields_set, validated.model_dump_json())
        assert (copy.deepcopy(part), pickle.loads(pickle.dumps(part))) == (part, part)


@given(st.sampled_from(["paragraph", "heading", "caption", "note"]), st.text() | st.just("\ud800"))
def test_a_block_that_was_read_is_what_validation_makes_of_it(kind, text):
    for where in ((), (LineRegion(line=3, end_line=4),), (PageRegion(page=1, bbox=(1.0, 2.0, 3.0, 4.5)),)):
        read, validated = Block.as_read(kind, text, where), Block(kind=kind, text=text, where=where)
        assert (read, hash(read), repr(read), list(vars(read))) == (validated, hash(validated), repr(validated), list(vars(validated)))
        assert (read.model_fields_set, read.model_dump()) == (validated.model_fields_set, validated.model_dump())
        assert (copy.deepcopy(read), pickle.loads(pickle.dumps(read)), read.replace(text="")) == (read, read, validated.replace(text=""))
    assert list(vars(read)) == list(Block.model_fields)
    with pytest.raises(ValidationError, match="frozen"):
        read.text = "anders"
