"""Invents the articles of an issue: titles with the traps that an era asks for, and bodies with its features."""

from __future__ import annotations

import random

from .content import Article, Issue, Part, Slots, address, day_of, lexicon, number_between, outlets, shifted
from .era import Era
from .forms import Day


def pick(rng: random.Random, patterns: list[str], slots: Slots) -> str:
    """One of the patterns, filled."""
    return rng.choice(patterns).format_map(slots)


def paragraph(rng: random.Random, slots: Slots, *, opening: bool = False) -> str:
    """A paragraph of one to four sentences, none of which the article has had before."""
    said = lexicon()["sentences"]
    kinds = rng.choices(["plain", "quote", "latin"], [10, 2, 1], k=rng.choice([1, 2, 2, 3, 3, 4]))
    sentences = []
    for kind in ["opening", *kinds] if opening else kinds:
        fresh = [one for one in said[kind] if one not in slots.said] or said[kind]
        chosen = rng.choice(fresh)
        slots.said.add(chosen)
        sentences.append(chosen.format_map(slots))
    return "".join(sentences)


def _listed(rng: random.Random, slots: Slots, mark: str) -> list[Part]:
    words = lexicon()["parts"]
    chosen = rng.sample(words["list_item"], rng.randint(3, 4))
    marks = [mark.format(i) for i in range(1, len(chosen) + 1)]
    ends = "；" * (len(chosen) - 1) + "。"
    lines = [Part("list", f"{m}{one.format_map(slots)}{end}") for m, one, end in zip(marks, chosen, ends, strict=True)]
    return [Part("paragraph", paragraph(rng, slots) + rng.choice(words["list_intro"])), *lines]


def _sections(rng: random.Random, slots: Slots, heads: list[str]) -> list[Part]:
    parts: list[Part] = []
    for head in heads:
        parts += [Part("list", head), Part("paragraph", paragraph(rng, slots))]
    return parts


def _table(rng: random.Random, slots: Slots) -> list[Part]:
    words = lexicon()
    counties = rng.sample(words["words"]["county"], rng.randint(3, 6))
    rows = [("县区", "接入机构", "调阅人次", "接入率")]
    rows += [(one, str(rng.randint(11, 99)), f"{rng.randint(1, 9)},{rng.randint(100, 999)}", f"{rng.randint(71, 99)}.{rng.randint(1, 9)}%") for one in counties]
    return [Part("caption", pick(rng, words["parts"]["table_caption"], slots)), Part("table", rows=tuple(rows))]


def feature(rng: random.Random, name: str, slots: Slots) -> list[Part]:
    """The parts that a feature of an era brings into an article."""
    words = lexicon()["parts"]
    made = {
        "heading": lambda: [Part("heading", rng.choice(words["heading"]))],
        "list": lambda: _listed(rng, slots, "{}. "),
        "list_dun": lambda: _listed(rng, slots, "{}、"),
        "bullets": lambda: _listed(rng, slots, "● "),
        "brackets": lambda: _listed(rng, slots, "（{}）"),
        "clauses": lambda: [Part("list", one.format_map(slots)) for one in words["clause"]],
        "sections": lambda: _sections(rng, slots, words["numbered_section"]),
        "tricky": lambda: _sections(rng, slots, words["tricky_section"]),
        "figure": lambda: [Part("figure")],
        "captioned": lambda: [Part("figure"), Part("caption", pick(rng, words["caption"], slots))],
        "table": lambda: _table(rng, slots),
        "note": lambda: [Part("paragraph", paragraph(rng, slots), note=pick(rng, words["note"], slots))],
        "in_source": lambda: [Part("paragraph", pick(rng, words["in_source"], slots))],
        "signature": lambda: [Part("paragraph", pick(rng, words["signature"], slots)), Part("paragraph", format(slots.on, "ymd"))],
        "attribution": lambda: [Part("paragraph", pick(rng, words["attribution"], slots))],
        "inset": lambda: [Part("inset", paragraph(rng, slots))],
        "box": lambda: [Part("box", "背景：" + paragraph(rng, slots))],
        "rare": lambda: [Part("paragraph", f"该院神经外科学科带头人李{rng.choice('𬭎䶮喆堃')}说，" + paragraph(rng, slots))],
    }
    return made[name]()


LAST = ("in_source", "signature", "attribution")  # what ends an article


def body(rng: random.Random, era: Era, slots: Slots, features: dict[str, float]) -> tuple[Part, ...]:
    """An article's parts: paragraphs, with the features between them."""
    parts = [[Part("paragraph", paragraph(rng, slots, opening=True))]]
    parts += [[Part("paragraph", paragraph(rng, slots))] for _ in range(rng.randint(*era.paragraphs) - 1)]
    parts[-1].append(Part("paragraph", pick(rng, lexicon()["sentences"]["closing"], slots)))
    for name, share in features.items():
        if name not in LAST and rng.random() < share:
            parts.insert(rng.randint(1, len(parts) - 1) if len(parts) > 1 else 1, feature(rng, name, slots))
    for name in LAST:
        if rng.random() < features.get(name, 0):
            parts.append(feature(rng, name, slots))
    return tuple(part for group in parts for part in group)


def article(rng: random.Random, era: Era, kind: str, on: Day, category: str, features: dict[str, float]) -> Article:
    """An article of the kind of title, published on the day."""
    slots = Slots(rng, on)
    words = lexicon()["words"]
    outlet = rng.choice(outlets())
    subtitle = pick(rng, lexicon()["titles"]["subtitle"], slots) if rng.random() < era.subtitle else ""
    title = pick(rng, lexicon()["titles"][kind], slots)
    if subtitle and "——" in title:
        subtitle = ""
    name = lambda: rng.choice(words["surname"]) + rng.choice(words["given"])  # noqa: E731
    linkless = rng.random() < era.linkless
    other = rng.choice([one for one in outlets() if one != outlet])
    return Article(
        title=title,
        outlet=outlet,
        date=on,
        link=None if linkless else address(rng, outlet, on),
        further=address(rng, other, on) if rng.random() < era.further and not linkless else None,
        subtitle=subtitle,
        author=name(),
        editor=name(),
        keywords="；".join(rng.sample(words["keyword"], 3)),
        kind=rng.choice(["政策", "动态", "评论", "调查"]),
        category=category,
        parts=body(rng, era, slots, features),
    )


def _twins(rng: random.Random, articles: list[Article]) -> list[Article]:
    """Gives the last article of an issue a title that differs from another's by one word."""
    words = lexicon()["words"]
    first, second = rng.sample(words["city"], 2)
    pattern = "{city}" + rng.choice(words["hospital"]) + rng.choice(words["system"]) + rng.choice(["正式启用", "通过验收", "扩容升级完成"])
    return [articles[0]._replace(title=pattern.format(city=first)), *articles[1:-1], articles[-1]._replace(title=pattern.format(city=second))]


def categories_of(rng: random.Random, era: Era, count: int) -> list[str]:
    """A category for each article, in order; empty ones where the era has none."""
    if not era.categories:
        return [""] * count
    named = rng.sample(lexicon()["words"]["category"], min(rng.randint(*era.category_count), count))
    cuts = sorted(rng.sample(range(1, count), len(named) - 1))
    return [named[sum(i >= cut for cut in cuts)] for i in range(count)]


def issue(rng: random.Random, era: Era, *, plain: bool = False, number: int | None = None) -> Issue:
    """An issue of the era, of this number if one is given; a plain one has no table, figure or note in its articles."""
    number = number or number_between(rng, era.years, era.wanted)
    end = day_of(number)
    start = shifted(end, -6 - 7 * era.joint)
    count = rng.randint(*era.items)
    features = {k: v for k, v in era.features.items() if not (plain and k in ("table", "note", "figure", "captioned"))}
    kinds = [rng.choice(era.titles) if era.titles and rng.random() < 0.45 else "plain" for _ in range(count)]
    kinds = ["plain" if kind == "twins" else kind for kind in kinds]
    articles: list[Article] = []
    for kind, category in zip(kinds, categories_of(rng, era, count), strict=True):
        on = shifted(start, rng.randint(0, (end - start).days))
        made = article(rng, era, kind, on, category, features)
        while made.title in {one.title for one in articles}:
            made = article(rng, era, "plain", on, category, features)
        articles.append(made)
    if "twins" in era.titles:
        articles = _twins(rng, articles)
    return Issue(tuple(range(number - era.joint, number + 1)), era.supplement, start, end, shifted(end, era.published_after), tuple(articles))
