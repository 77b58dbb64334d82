"""Compares a record with its truth, field by field: text without white space and width, links exactly."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any

Record = dict[str, Any]
UNREAD = ("figure", "table", "note")  # blocks that are no part of the running text
HAN = "\u3400-\u9fff\U00020000-\U0003ffff，。、；：？！“”‘’（）《》【】"
HAN_SPACE = re.compile(rf"(?<=[{HAN}])[ \t\u00a0\u3000]+(?=[{HAN}])")


def canon(value: object) -> str:
    """A text without white space and without differences of width."""
    return "".join(unicodedata.normalize("NFKC", str(value or "")).split())


def texts(item: Record, beside: tuple[str, ...] = ()) -> list[str]:
    """The texts of an item's running blocks, without those that stand beside the text: where these come in is a matter of taste."""
    running = [text for block in item.get("blocks") or [] if block.get("kind", "paragraph") not in UNREAD and (text := canon(block.get("text")))]
    return [text for text in running if text not in beside]


def cells(block: Record) -> list[list[str]]:
    """The cells of a table block: its rows, or its text parted by tabs and line feeds."""
    rows = block.get("rows") or [row.split("\t") for row in (block.get("text") or "").split("\n")]
    return [[canon(cell) for cell in row] for row in rows]


def tables(item: Record) -> list[tuple[int, list[list[str]]]]:
    """Each table, with the number of texts before it."""
    found, before = [], 0
    for block in item.get("blocks") or []:
        if block.get("kind") == "table":
            found.append((before, cells(block)))
        elif block.get("kind") not in ("figure", "note") and canon(block.get("text")):
            before += 1
    return found


def han_spaces(text: object) -> list[int]:
    """Where spaces stand between Han characters, in characters that are none."""
    return [len(canon(str(text)[: found.start()])) for found in HAN_SPACE.finditer(str(text or ""))]


def _words(record: Record) -> list[object]:
    named = [entry.get(key) for entry in [*(record.get("index") or []), *(record.get("items") or [])] for key in ("title", "source")]
    return named + [
        block.get("text") for item in record.get("items") or [] for block in item.get("blocks") or [] if block.get("kind") not in ("figure", "table")
    ]


def _further(truth: Record, got: Record, same: Callable[[Callable[[Record], Any]], bool]) -> dict[str, bool]:
    """The fields of record 1.1, where the truth states them."""
    made = {key: got.get(key) == truth[key] for key in ("issue_numbers", "supplement") if key in truth}
    for key in ("category", "further_links", "labels"):
        if any(key in item for item in truth["items"]):
            made[f"item_{key}"] = same(lambda item, key=key: item.get(key) or None)
    if any("category" in entry for entry in truth["index"]):
        made["index_category"] = [entry.get("category") for entry in got.get("index") or []] == [entry.get("category") for entry in truth["index"]]
    if "tail" in truth["meta"]:
        made["back_matter"] = canon("".join(one.get("text") or "" for one in got.get("back_matter") or [])) == canon(truth["meta"]["tail"])
    return made


def compare(truth: Record, got: Record) -> dict[str, bool]:
    """Each field's name, and whether it is right; what the truth holds to be arguable (`meta.skip`) is left out."""
    mine, theirs = got.get("items") or [], truth["items"]
    equal = len(mine) == len(theirs)

    def same(field: Callable[[Record], Any]) -> bool:
        return equal and all(field(a) == field(b) for a, b in zip(mine, theirs, strict=True))

    def entries(record: Record) -> list[tuple[Any, str, str]]:
        return [(entry.get("number"), canon(entry.get("title")), canon(entry.get("source"))) for entry in record.get("index") or []]

    week = got.get("date_range") or {}
    beside = tuple(map(canon, truth["meta"].get("beside", ())))
    held = [canon(block.get("text")) for item in mine for block in item.get("blocks") or []]
    made = {
        **{key: canon(got.get(key)) == canon(truth[key]) for key in ("title", "publisher", "lead")},
        **{key: got.get(key) == truth[key] for key in ("issue_number", "published", "declared_count")},
        "issue_label": canon(got.get("issue_label")).strip("()") == canon(truth["issue_label"]),
        "date_range": (week.get("start"), week.get("end")) == (truth["date_range"]["start"], truth["date_range"]["end"]),
        "index": entries(got) == entries(truth),
        "item_count": equal,
        "item_numbers": same(lambda item: item.get("number")),
        "item_titles": same(lambda item: canon(item.get("title"))),
        "item_sources": same(lambda item: canon(item.get("source"))),
        "item_links": same(lambda item: item.get("link") or None),
        "item_published": same(lambda item: item.get("published")),
        "body_text": same(lambda item: "".join(texts(item, beside))),
        "body_blocks": same(lambda item: texts(item, beside)),
        "beside": all(held.count(text) == 1 for text in beside),
        "tables": same(tables)
        and all(cells({**block, "rows": None}) == cells(block) for item in mine for block in item.get("blocks") or [] if block.get("kind") == "table"),
        "han_spaces": all(han_spaces(a) == han_spaces(b) for a, b in zip(_words(got), _words(truth), strict=False) if canon(a) == canon(b)),
        **_further(truth, got, same),
    }
    return {key: right for key, right in made.items() if key not in truth["meta"].get("skip", ())}
