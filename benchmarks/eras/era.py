"""The conventions of one office at one time, as `eras.toml` and `conventions.toml` state them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Look:
    """How the pages look: paper and margins in points, faces by name, sizes in points."""

    paper: str = "A4"
    margins: tuple[float, float, float, float] = (72, 79, 72, 79)
    face: str = "song"
    heads: str = "hei"
    size: float = 12
    pitch: float = 1.5
    indent: float = 2
    gap: float = 0
    item_size: float = 0
    centred_items: bool = False
    justify: bool = True
    head: str = ""
    head_even: str = ""
    foot: str = ""
    foot_align: str = "center"
    section_size: float = 0
    ruled: bool = True
    columns: int = 1


@dataclass(frozen=True)
class Era:
    """One office's conventions. A line is `role|text`; `{…}` in a text is filled from the issue or the article; a tab parts left from right."""

    name: str = "plain"
    about: str = ""
    producer: str = "word"
    years: tuple[int, int] = (2024, 2026)
    wanted: str = ""
    joint: int = 0
    supplement: bool = False
    items: tuple[int, int] = (3, 5)
    paragraphs: tuple[int, int] = (3, 6)
    publisher: str = "北京市卫生健康大数据与政策研究中心"
    label: str = "(第{n:pos})"
    masthead: tuple[Any, ...] = ("title|全国卫生信息化舆情监测周报", "label|{label}", "publisher|{publisher}", "date|{date:ymd0}")
    published_after: int = 0
    lead_head: str = "本期导语:"
    lead: tuple[str, ...] = ("本期周报共收集{count}篇卫生健康大数据与政策研究相关信息,时间从{start:ymd0}到{end:ymd0},监测范围包括全国主流媒体及政府网站等。",)
    lead_inline: bool = False
    lead_skip: bool = False
    index_head: str = "一、信息目录"
    index: tuple[str, ...] = ("entry|{i}. {title}", "entry_source|({source})")
    index_table: tuple[str, ...] = ()
    index_table_head: tuple[str, ...] = ()
    index_dots: bool = False
    index_page: bool = False
    index_half: bool = False
    index_joined: bool = False
    categories: str = ""
    category_index: str = "{c:han}、{category}"
    category_body: str = "{c:han}、{category}"
    category_count: tuple[int, int] = (2, 3)
    restart: bool = False
    content_head: str = "二、具体内容"
    item: str = "{i}. {title}"
    item_table: bool = False
    fields: tuple[str, ...] = ("来源：{source}", "链接：{link}", "主要内容：")
    fields_table: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    content_inline: str = ""
    headline: bool = True
    subtitle: float = 0
    byline: str = "{date:iso} 来源：{source}"
    linkless: float = 0
    no_link: str = "无"
    further: float = 0
    word: str = "原文链接"
    annotated: bool = True
    title_link: bool = False
    titles: tuple[str, ...] = ()
    features: dict[str, float] = field(default_factory=dict)
    back: tuple[Any, ...] = ()
    separator: str = ""
    several: int = 1
    skip: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    look: Look = field(default_factory=Look)


def frozen(value: Any) -> Any:
    """Lists as tuples, at every depth."""
    return tuple(frozen(one) for one in value) if isinstance(value, list) else value


def era_of(table: dict[str, Any]) -> Era:
    """The era that a TOML table states; a key that is no convention raises TypeError."""
    look = Look(**{key: frozen(value) for key, value in table.get("look", {}).items()})
    known = {one.name for one in fields(Era)}
    stated = {key: frozen(value) for key, value in table.items() if key != "look"}
    if unknown := stated.keys() - known:
        raise TypeError(f"no convention: {', '.join(sorted(unknown))}")
    return Era(**stated, look=look)


def eras() -> tuple[Era, ...]:
    """The eras of `eras.toml`, in its order."""
    table = tomllib.loads((HERE / "eras.toml").read_text(encoding="utf-8"))
    return tuple(era_of({"name": name, **stated}) for name, stated in table.items())


def conventions() -> tuple[Era, ...]:
    """The plain bulletin with one convention changed each, from `conventions.toml`; its groups are told by the name's beginning."""
    table = tomllib.loads((HERE / "conventions.toml").read_text(encoding="utf-8"))
    return tuple(era_of({"name": f"{group}-{name}", **stated}) for group, ones in table.items() for name, stated in ones.items())
