"""Texts made of the flow itself: as the seeds' converter writes, as an export of a web page, and as plain lines."""

from __future__ import annotations

import copy
import random
import re
from typing import Any

from .era import Era
from .flow import Break, Element, Figure, Leader, Para, Rule, Span, Table
from .lost import LINED, unseen_ends, unseen_spaces
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
            text = "".join(rng.choice(["", "", "\u200b"]) + f"[<u>{s.text}</u>]({s.link})" if s.link else s.text for s in one.spans)
            if one.role == "title":
                text = f"# {text}"
            elif one.role in ("section", "category", "item_title", "lead_head", "heading"):
                text = f"**{text}**" + ("**" if rng.random() < 0.15 else "")
            blocks.append(text + ("  " if rng.random() < 0.3 else ""))
    front = "---\nlayout: post\ncategories: [周报]\n---\n\n" if rng.random() < 0.25 else ""
    return front + "\n\n".join(blocks) + "\n"


LATEX = re.compile(r"\d+\.\d%")


def spaced_latex(figure: str) -> str:
    """95.2% as a model that reads formulas everywhere writes it."""
    return "$" + " ".join(figure[:-1]) + " \\%$"


def model_answer(flow: tuple[Element, ...], rng: random.Random) -> str:
    """Markdown as a language model answers with it: in a fence, labels bold, some figures as formulas."""
    blocks: list[str] = []
    for one in flow:
        if isinstance(one, (Break, Figure)):
            continue
        if isinstance(one, Rule):
            blocks.append("---")
        elif isinstance(one, Table):
            blocks.append(pipes(one))
        elif isinstance(one, Leader):
            blocks.append(
                "".join(span.text for span in one.left) + " … " + one.right if one.dots else "".join(span.text for span in one.left) + "　" + one.right
            )
        else:
            text = "".join(s.text if not s.link or s.link == s.text else f"[{s.text}]({s.link})" for s in one.spans)
            if one.role == "field" and "：" in text and not text.startswith(("（", "【")):
                label, value = text.split("：", 1)
                text = f"**{label}：**{value}"
            elif one.role in ("body", "list"):
                text = LATEX.sub(lambda found: spaced_latex(found[0]) if rng.random() < 0.4 else found[0], text)
            level = {"title": "# ", "section": "## ", "index_title": "## ", "lead_head": "## ", "category": "### ", "item_title": "### ", "heading": "#### "}
            blocks.append(level.get(one.role, "") + text)
    return "```markdown\n" + "\n\n".join(blocks) + "\n```\n"


def page_marked(flow: tuple[Element, ...], rng: random.Random) -> str:
    """Markdown as marker writes it: marks between the pages, anchors before headings, pictures named by their pages."""
    blocks: list[str] = ["{0}" + "-" * 48]
    page = 0
    for i, one in enumerate(flow):
        if i and i % 17 == 0:
            page += 1
            blocks.append(f"{{{page}}}" + "-" * 48)
        if isinstance(one, (Break, Rule)):
            continue
        if isinstance(one, Figure):
            blocks.append(f"![](_page_{page}_Picture_{rng.randint(1, 9)}.jpeg)")
        elif isinstance(one, Table):
            blocks.append(pipes(one))
        elif isinstance(one, Leader):
            blocks.append("".join(span.text for span in one.left) + (" " + "." * 20 + " " if one.dots else " ") + one.right)
        else:
            text = "".join(f"[{s.text}]({s.link})" if s.link else s.text for s in one.spans)
            anchor = f'<span id="page-{page}-{i}"></span>' if rng.random() < 0.4 else ""
            blocks.append(f"{'#' * rng.choice([1, 2, 4])} {anchor}**{text}**" if one.role in ("title", "section", "item_title", "category") else text)
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
            lines += ["\t".join(row).replace("<br>", "\n") for row in rows_of(one)]
        elif isinstance(one, Leader):
            lines.append("".join(span.text for span in one.left) + ("……………" if one.dots else "\t") + one.right)
        else:
            text = one.text if isinstance(one, Para) else ""
            lines.append((indent if one.role in ("body", "lead", "list") else "") + text)
    ending = rng.choice(["\n", "\n", "\r\n"])
    return rng.choice(["", "", "\ufeff"]) + ending.join(lines) + ending


def text_truth(truth: dict[str, Any], text: str, era: Era, style: str) -> dict[str, Any]:
    """The truth of a text: what its converter lost is not scored, told by looking for it in the text."""
    made = copy.deepcopy(truth)
    meta = made["meta"]
    meta["producer"], meta["era"] = style, era.name
    if "others" in meta:
        meta["others"] = [text_truth(one, text, era, style) for one in meta["others"]]
    whole = bare(text.replace("\\", ""))
    lost = [item for item in made["items"] if item["link"] and bare(item["link"]) not in whole]
    if lost:
        meta["skip"] = sorted({*meta["skip"], "item_links", "item_labels"})
        meta["also"] = sorted({*meta["also"], "BP302", "BP501", "BP502", "BP503"})
    if any(one and bare(one) not in whole for item in made["items"] for one in item.get("further_links", ())):
        meta["skip"] = sorted({*meta["skip"], "item_further_links"})
    pointed = [bare(block["text"]) for item in made["items"] for block in item["blocks"] if block["text"].startswith("● ")]
    if any(one not in whole for one in pointed):
        meta["skip"] = sorted({*meta["skip"], "body_text", "body_blocks"})  # the converter made another point of it
    if style in LINED and unseen_ends(made, text):
        meta["skip"] = sorted({*meta["skip"], "body_blocks"})
        meta["also"] = sorted({*meta["also"], "BP905"})  # a doubt of the paragraphs is right there
    if unseen_spaces(made, text):
        meta["skip"] = sorted({*meta["skip"], "han_spaces"})
    if any("rows" in block for item in made["items"] for block in item["blocks"]) and "|" not in text:
        meta["skip"] = sorted({*meta["skip"], "tables", "body_text", "body_blocks"})
    return made
