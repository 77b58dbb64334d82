"""An issue in the form of its era: the flow that is printed, and the true record of it."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from .content import Article, Issue, Part
from .era import Era
from .flow import Break, Element, Figure, Para, Rule, Span, Table, texts_of
from .forms import Number
from .printed import article_values, element, issue_values, spans_of, table

TITLE = "全国卫生信息化舆情监测周报"
LABELLED = re.compile(r"([^\s|：:（(【】●■◆]+)】?\s*[：:]?\s*\{(keywords|author|kind)\}")
LINK_LABEL = re.compile(r"([^\s|：:（(【】●■◆]+)】?\s*[：:]?\s*\{link\}")
KINDS = {"heading": "heading", "caption": "caption", "list": "list", "paragraph": "body", "inset": "inset", "box": "box"}


class Composed(NamedTuple):
    """A bulletin: its elements, and its truth."""

    flow: tuple[Element, ...]
    truth: dict[str, Any]


def halved(title: str) -> str:
    """A title with the punctuation of the half-width keyboard, as an index typed by hand has it."""
    return title.replace("：", ": ").replace("，", ", ").replace("（", "(").replace("）", ")")


def masthead(issue: Issue, era: Era) -> list[Element]:
    """The lines of the masthead; a list of lists is a table."""
    values = issue_values(issue, era)
    made: list[Element] = []
    for line in era.masthead:
        if isinstance(line, tuple):
            rows = [[cell.format_map(values) for cell in row] for row in line]
            made.append(table("masthead", rows, (1 / len(rows[0]),) * len(rows[0]), era))
        else:
            made.append(element(line, values, era, role="centred"))
    return made


def named_publisher(shown: list[Element], era: Era) -> str | None:
    """The publisher if the masthead's elements name it, in one line or two, else None."""
    lines = [text for one in shown for text in texts_of(one)]
    return era.publisher if era.publisher in "".join(lines) else None


def lead(issue: Issue, era: Era) -> tuple[list[Element], list[str]]:
    """The lead's elements and its paragraphs."""
    values = issue_values(issue, era)
    paragraphs = [one.format_map(values) for one in era.lead]
    made: list[Element] = []
    for i, text in enumerate(paragraphs):
        if i == 0 and era.lead_inline:
            made.append(Para("lead", (Span(era.lead_head + text),)))
            continue
        if i == 0 and era.lead_head:
            made.append(Para("lead_head", (Span(era.lead_head),)))
        made.append(Para("lead", (Span(text),)))
    return made, paragraphs


def category_lines(issue: Issue, form: str) -> dict[int, Element]:
    """The heading that stands before an article, for each article that begins a category."""
    heads: dict[int, Element] = {}
    for i, one in enumerate(issue.articles):
        if i == 0 or one.category != issue.articles[i - 1].category:
            heads[i] = Para("category", (Span(form.format(c=Number(len(heads) + 1), category=one.category)),))
    return heads


def numbering(issue: Issue, era: Era) -> list[int]:
    """The number of each article: through the issue, or anew in each category."""
    numbers: list[int] = []
    for i, one in enumerate(issue.articles):
        anew = era.restart and i and one.category != issue.articles[i - 1].category
        numbers.append(1 if anew or not i else numbers[-1] + 1)
    return numbers


def index(issue: Issue, era: Era) -> tuple[list[Element], list[dict[str, Any]]]:
    """The index's elements and its true entries."""
    made: list[Element] = [Break()] if era.index_page else []
    if era.index_head:
        made.append(Para("index_title" if era.index_page else "section", (Span(era.index_head.format_map(issue_values(issue, era))),)))
    heads = category_lines(issue, era.category_index) if era.categories in ("both", "index") else {}
    form = "".join(era.index) + "".join(era.index_table)
    entries, rows, page = [], [list(era.index_table_head)] if era.index_table_head else [], 2
    joined: list[str] = []
    for i, (one, number) in enumerate(zip(issue.articles, numbering(issue, era), strict=True)):
        title = halved(one.title) if era.index_half else one.title
        values = article_values(one, number) | {"title": title, "page": page}
        page += 1 + i % 2
        if i in heads and not era.index_table:
            made.append(heads[i])
        entry = {"number": number if "{i" in form else None, "title": title, "source": one.outlet.name if "{source}" in form else None}
        if era.categories:
            entry["category"] = one.category if heads else None
        entries.append(entry)
        if era.index_table:
            rows.append([cell.format_map(values) for cell in era.index_table])
            continue
        lines = [element(line, values, era, one, role="entry", dots=era.index_dots) for line in era.index]
        joined.append(" ".join(line.text for line in lines if isinstance(line, Para)))
        made += [] if era.index_joined else lines
    if era.index_table:
        sized = {"{title}": 6.0, "{source}": 2.4}
        widths = [sized.get(cell, 1.0) for cell in era.index_table]
        made.append(table("index", rows, tuple(w / sum(widths) for w in widths), era, head=bool(era.index_table_head)))
    if era.index_joined:
        made.append(Para("entry", (Span(" ".join(joined)),)))
    if era.index_page:
        made.append(Break())
    return made, entries


def part_elements(part: Part) -> list[Element]:
    """What is printed of a part of an article."""
    if part.kind == "figure":
        return [Figure(120)]
    if part.kind == "table":
        rows = tuple(tuple((Span(cell),) for cell in row) for row in part.rows)
        return [Table("body", rows, (1 / len(rows[0]),) * len(rows[0]), head=True)]
    return [Para(KINDS[part.kind], (Span(part.text, note=part.note),))]


def part_truth(part: Part) -> list[dict[str, Any]]:
    """The blocks that a part is in the record."""
    if part.kind == "table":
        return [{"kind": "table", "text": "\n".join("\t".join(row) for row in part.rows), "rows": [list(row) for row in part.rows]}]
    blocks = [{"kind": "paragraph" if part.kind in ("inset", "box") else part.kind, "text": part.text}]
    return [*blocks, {"kind": "note", "text": part.note}] if part.note else blocks


def field_lines(one: Article, lines: tuple[str, ...], values: dict[str, Any], era: Era) -> list[Element]:
    """The labelled lines of an item; a line for a second link stands only where there is one."""
    return [element(line, values, era, one, role="field") for line in lines if "{link2}" not in line or one.further]


def item_elements(one: Article, number: int, era: Era) -> list[Element]:
    """An item as it is printed."""
    values = article_values(one, number)
    if era.item_table:
        return [_item_table(one, values, era)]
    made: list[Element] = []
    title = spans_of(era.item.format_map(values), one, era)
    made.append(Para("item_title", tuple(Span(span.text, one.link) for span in title) if era.title_link else title))
    made += field_lines(one, tuple(line for line in era.fields if not (era.fields_table and "主要内容" in line)), values, era)
    if era.fields_table:
        made.append(table("fields", [[cell.format_map(values) for cell in row.split("|")] for row in era.fields_table], (0.2, 0.8), era, one))
        made += field_lines(one, tuple(line for line in era.fields if "主要内容" in line), values, era)
    if era.headline:
        made.append(Para("headline", (Span(one.title),)))
        if one.subtitle:
            made.append(Para("headline", (Span(one.subtitle),)))
    if era.byline:
        made.append(element("byline|" + era.byline, values, era, one))
    for i, part in enumerate(one.parts):
        shown = part if i else part._replace(text=era.content_inline + part.text)
        made += part_elements(shown)
    return made + field_lines(one, era.after, values, era)


def _item_table(one: Article, values: dict[str, Any], era: Era) -> Element:
    rows = [[cell.format_map(values) for cell in row.split("|")] for row in era.fields_table]
    text = [one.title] if era.headline else []
    text += [era.byline.format_map(values)] if era.byline else []
    text += [part.text for part in one.parts]
    made = table("item", [*rows, ["主要内容", ""]], (0.18, 0.82), era, one)
    last = (made.rows[-1][0], tuple(Span(line + "\n") for line in text))
    return made._replace(rows=(*made.rows[:-1], last))


def item_truth(one: Article, number: int, era: Era) -> dict[str, Any]:
    """An item's true fields."""
    shown = "".join((*era.fields, *era.fields_table, *era.after, era.byline))
    has_link = "{link}" in shown or "{word}" in shown or era.title_link
    truth: dict[str, Any] = {
        "number": number if "{i" in era.item and not era.item_table else None,
        "title": one.title,
        "source": one.outlet.name if "{source}" in shown else None,
        "link": one.link if has_link else None,
        "published": one.date.isoformat() if "{date" in shown else None,
    }
    if era.categories:
        truth["category"] = one.category if era.categories in ("both", "body") else None
    labels = {
        name: {"keywords": one.keywords, "author": one.author, "kind": one.kind}[key] for name, key in LABELLED.findall("\n".join((*era.fields, *era.after)))
    }
    labels |= {name: {"keywords": one.keywords, "author": one.author, "kind": one.kind}[key.strip("{}")] for name, key in _table_labels(era)}
    if not one.link and (word := LINK_LABEL.search("\n".join((*era.fields, *era.after)))):
        labels[word[1]] = era.no_link
    if labels or _has_labels(era):
        truth["labels"] = labels
    if era.further:
        truth["further_links"] = [one.further] if one.further else []
    truth["blocks"] = [block for part in one.parts for block in part_truth(part)]
    return truth


def _table_labels(era: Era) -> list[tuple[str, str]]:
    rows = [row.split("|") for row in era.fields_table]
    return [(row[0], row[1]) for row in rows if row[1] in ("{keywords}", "{author}", "{kind}")]


def _has_labels(era: Era) -> bool:
    return bool(era.linkless or LABELLED.search("\n".join((*era.fields, *era.after))) or _table_labels(era))


def back(issue: Issue, era: Era) -> tuple[list[Element], str]:
    """What stands after the last item, and its text."""
    values = issue_values(issue, era)
    made: list[Element] = []
    texts = []
    for line in era.back:
        if isinstance(line, tuple):
            rows = [[cell.format_map(values) for cell in row] for row in line]
            made.append(table("back", rows, (1 / len(rows[0]),) * len(rows[0]), era))
            texts += [cell for row in rows for cell in row]
            continue
        one = element(line, values, era, role="back")
        made.append(one)
        texts += texts_of(one)
    return made, "".join(texts)


def items(issue: Issue, era: Era) -> list[Element]:
    """The body: its heading, the categories' headings and the items."""
    made: list[Element] = [Para("section", (Span(era.content_head),))] if era.content_head else []
    heads = category_lines(issue, era.category_body) if era.categories in ("both", "body") else {}
    for i, (one, number) in enumerate(zip(issue.articles, numbering(issue, era), strict=True)):
        if i in heads:
            made.append(heads[i])
        elif i and era.separator:
            made.append(Rule() if era.separator == "---" else Break() if era.separator == "===" else Para("centred", (Span(era.separator),)))
        made += item_elements(one, number, era)
    return made


def compose(issue: Issue, era: Era) -> Composed:
    """The bulletin of an issue in its era's form."""
    values = issue_values(issue, era)
    lead_flow, paragraphs = lead(issue, era)
    index_flow, entries = index(issue, era)
    back_flow, tail = back(issue, era)
    said = "".join(era.lead)
    dated = "{start" in said
    label = values["label"].strip()
    bare = label[1:-1] if label[:1] in "(（【〔[" and label[-1:] in ")）】〕]" else label
    skip, also = list(era.skip), list(era.also)
    if bare[-1:] in ")）":
        skip.append("issue_label")  # the comparison takes brackets off one side only
    counted = "{n" in era.label
    mast, mast_flow = repr(era.masthead), masthead(issue, era)
    publisher = named_publisher(mast_flow, era)
    truths = [item_truth(one, number, era) for one, number in zip(issue.articles, numbering(issue, era), strict=True)]
    unsaid = (
        ("BP101", not counted),
        ("BP102", "{date" not in mast),
        ("BP103", not dated),
        ("BP104", "{count" not in said),
        ("BP105", publisher is None),
    )
    also += [code for code, missing in unsaid if missing]
    also += ["BP302"] if any(one["link"] is None for one in truths) else []
    also += ["BP301"] if any(one["source"] is None for one in truths) else []
    also += ["BP402"] if era.joint else []
    truth = {
        "title": TITLE,
        "issue_label": bare,
        "issue_number": issue.number if counted else None,
        "issue_numbers": list(issue.numbers) if counted else [],
        "supplement": issue.supplement,
        "publisher": publisher,
        "published": issue.published.isoformat() if "{date" in mast else None,
        "lead": "\n".join(paragraphs),
        "declared_count": len(issue.articles) if "{count" in said else None,
        "date_range": {"start": issue.start.isoformat() if dated else None, "end": issue.end.isoformat() if dated else None},
        "index": entries,
        "items": truths,
        "meta": {
            "producer": era.producer,
            "era": era.name,
            "defects": [],
            "also": sorted(set(also)),
            "skip": skip,
            "tail": tail,
            "annotated": era.annotated and era.producer != "mupdf",
        },
    }
    flow = (*mast_flow, *lead_flow, *index_flow, *items(issue, era), *back_flow)
    return Composed(flow, truth)


def joined(parts: list[Composed]) -> Composed:
    """Several bulletins in one file, each on a new page: the truth of the first names the others."""
    first, *others = parts
    flow = list(first.flow)
    for one in others:
        flow += [Break(), *one.flow]
    meta = {**first.truth["meta"], "others": [one.truth for one in others]}
    meta["also"] = sorted({code for one in parts for code in one.truth["meta"]["also"]})
    return Composed(tuple(flow), {**first.truth, "meta": meta})
