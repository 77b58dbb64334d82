"""Texts made of the flow itself: as the seeds' converter writes, as an export of a web page, and as plain lines."""

from __future__ import annotations

import copy
import random
from typing import Any

from .era import Era
from .flow import Break, Element, Figure, Leader, Para, Rule, Span, Table
from .verify import bare

HEADED = ("title", "label", "lead_head", "section", "index_title", "category", "entry", "item_title")


def rows_of(table: Table) -> list[list[str]]:
    """A table's texts."""
    return [["".join(span.text for span in cell).strip("\n").replace("\n", "<br>") for cell in row] for row in table.rows]


def pipes(table: Table) -> str:
    """A table as Markdown's pipes; one without a head gets an empty one, as converters write it."""
    rows = rows_of(table)
    head, rest = (rows[0], rows[1:]) if table.head else ([""] * len(rows[0]), rows)
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, ["---"] * len(head), *rest))


def linked(spans: tuple[Span, ...], rng: random.Random) -> str:
    """A line's pieces with its links in one of the ways that the seeds show."""
    made = ""
    for span in spans:
        if not span.link:
            made += span.text if not span.text.startswith("http") else rng.choice([span.text, f"<{span.text}>"])
        elif span.text == span.link:
            escaped = span.text.replace("_", "\\_")
            made += rng.choice([f"<{span.link}>", f"[{escaped}]({span.link})", span.link])
        else:
            made += f"[{span.text}]({span.link})"
    return made


def seed_markdown(flow: tuple[Element, ...], rng: random.Random) -> str:
    """Markdown as the seeds' converter writes: heading levels that mean nothing, links in three ways, labels bold now and then."""
    blocks: list[str] = []
    for one in flow:
        if isinstance(one, Break):
            continue
        if isinstance(one, Rule):
            blocks.append("---")
        elif isinstance(one, Figure):
            blocks.append("![](images/0f3a.jpg)" if rng.random() < 0.5 else "")
        elif isinstance(one, Table):
            blocks.append(pipes(one))
        elif isinstance(one, Leader):
            dots = " ............ " if one.dots else "    "
            blocks.append(linked(one.left, rng) + dots + one.right)
        else:
            text = linked(one.spans, rng)
            field = one.role == "field" and rng.random() < 0.2
            if one.role in HEADED:
                text = "#" * rng.choice([2, 3, 3, 4, 4]) + " " + text
            elif field and "http" not in text and text.endswith(("：", ":")):
                text = rng.choice([f"**{text}**", f"## {text}"])
            blocks.append(text)
    return "\n\n".join(blocks) + "\n"


def web_export(flow: tuple[Element, ...], rng: random.Random) -> str:
    """Markdown as an export of a web page writes: bold titles with stray stars, underlined links, hard breaks."""
    blocks: list[str] = []
    for one in flow:
        if isinstance(one, (Break, Rule)):
            continue
        if isinstance(one, Figure):
            blocks.append(f"![图片](https://img.example.org/{rng.randrange(16**8):08x}.png)")
        elif isinstance(one, Table):
            blocks.append(pipes(one))
        elif isinstance(one, Leader):
            blocks.append("".join(span.text for span in one.left) + "  " + one.right)
        else:
            text = "".join(f"[<u>{s.text}</u>]({s.link})" if s.link else s.text for s in one.spans)
            if one.role == "title":
                text = f"# {text}"
            elif one.role in ("section", "category", "item_title", "lead_head", "heading"):
                text = f"**{text}**" + ("**" if rng.random() < 0.15 else "")
            blocks.append(text + ("  " if rng.random() < 0.3 else ""))
    return "\n\n".join(blocks) + "\n"


def lines_text(flow: tuple[Element, ...], rng: random.Random) -> str:
    """Plain text: a line a paragraph, some indented by two wide spaces."""
    indent = rng.choice(["", "　　"])
    lines: list[str] = []
    for one in flow:
        if isinstance(one, (Break, Figure)):
            lines.append("")
        elif isinstance(one, Rule):
            lines.append("-" * 40)
        elif isinstance(one, Table):
            lines += ["\t".join(row) for row in rows_of(one)]
        elif isinstance(one, Leader):
            lines.append("".join(span.text for span in one.left) + ("……………" if one.dots else "\t") + one.right)
        else:
            text = one.text if isinstance(one, Para) else ""
            lines.append((indent if one.role in ("body", "lead", "list") else "") + text)
    return "\n".join(lines) + "\n"


def text_truth(truth: dict[str, Any], text: str, era: Era, style: str) -> dict[str, Any]:
    """The truth of a text: what its converter lost is not scored, told by looking for it in the text."""
    made = copy.deepcopy(truth)
    meta = made["meta"]
    meta["producer"], meta["era"] = style, era.name
    whole = bare(text.replace("\\", ""))
    lost = [item for item in made["items"] if item["link"] and bare(item["link"]) not in whole]
    if lost:
        meta["skip"] = sorted({*meta["skip"], "item_links", "item_labels"})
        meta["also"] = sorted({*meta["also"], "BP302", "BP501", "BP502", "BP503"})
    if any(one and bare(one) not in whole for item in made["items"] for one in item.get("further_links", ())):
        meta["skip"] = sorted({*meta["skip"], "item_further_links"})
    if any("rows" in block for item in made["items"] for block in item["blocks"]) and "|" not in text:
        meta["skip"] = sorted({*meta["skip"], "tables", "body_text", "body_blocks"})
    return made
