"""Invented bulletins: a small written one to vary by hand, and strategies for arbitrary valid ones."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from bulletin_parse import Block, Bulletin, DateRange, Doubt, Edit, Entry, Hidden, Item, LineRegion, PageSource, Remnant, load_template
from bulletin_parse.api import parse_accounted, source_record
from bulletin_parse.parsing.bulletin import Parsed, parse_document
from bulletin_parse.reading.text import markdown
from bulletin_parse.text.numerals import write_numeral

HEAD = """\
# 全国卫生信息化舆情监测周报

## （第六六四）

北京市卫生健康大数据与政策研究中心

2026年03月13日

### 本期导语：

本期周报共收集2篇卫生健康大数据与政策研究相关信息，时间从2026年03月07日到2026年03月13日，监测范围包括全国主流媒体及政府网站等。
"""
INDEX = """
### 一、信息目录

1. 甲市医院上线智慧导诊

（人民网）

2. 乙省印发互联互通方案

（央广网）
"""
FIRST = """
#### 1. 甲市医院上线智慧导诊

来源：人民网

链接：<http://www.people.com.cn/n1/2026/0311/c1-1.html>

主要内容：

甲市医院上线智慧导诊

2026-03-11 来源：人民网

近日，甲市医院上线智慧导诊系统，群众少跑腿。

该系统准确率超过九成。
"""
SECOND = """
#### 2. 乙省印发互联互通方案

来源：央广网

链接：<http://www.cnr.cn/a/20260312/t20260312_1.shtml>

主要内容：

乙省印发互联互通方案

2026-03-12 来源：央广网

乙省日前印发方案，推动检查检验结果互认。
"""
CONTENT = "\n### 二、具体内容\n"
WHOLE = HEAD + INDEX + CONTENT + FIRST + SECOND
LINKLESS = WHOLE.replace("链接：<http://www.people.com.cn/n1/2026/0311/c1-1.html>\n\n", "")  # its first item


def parsed_file(source: Any, **options: Any) -> Parsed:
    """A file's bulletin with its ledger; takes what ``parse`` does."""
    return parse_accounted(source, **options)


def parsed_text(text: str) -> Parsed:
    """A text's bulletin with its ledger."""
    document = markdown.read(text)
    return parse_document(document, load_template(), source_record(document, text.encode("utf-8", "surrogatepass"), "test.md"))


def bare(bulletin: Bulletin) -> dict[str, Any]:
    """The record without what depends on the file it came from: regions and source."""

    def stripped(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: stripped(inner) for key, inner in value.items() if key not in ("where", "places", "source_file", "link_target")}
        return [stripped(inner) for inner in value] if isinstance(value, list) else value

    record = stripped(bulletin.to_dict())
    record.pop("source")
    return record


def filled(bulletin: Bulletin) -> Bulletin:
    """The bulletin with something in every field that is mostly empty."""
    place = (LineRegion(line=3, end_line=4),)
    table = Block(kind="table", text="省份\t家数\n甲省\t12", rows=(("省份", "家数"), ("甲省", "12")), where=place)
    item = bulletin.items[0].model_copy(
        update={
            "category": "政策动态",
            "further_links": ("http://www.nhc.gov.cn/2",),
            "labels": {"关键词": "医保 数据", "作者": "甲"},
            "blocks": (*bulletin.items[0].blocks, table, Block(kind="note", text="数据截至三月。", where=place)),
        }
    )
    return bulletin.model_copy(
        update={
            "issue_numbers": (663, bulletin.issue_number or 664),
            "supplement": True,
            "index": (bulletin.index[0].model_copy(update={"category": "政策动态"}), *bulletin.index[1:]),
            "items": (item, *bulletin.items[1:]),
            "front_matter": (Remnant(text="内部资料 注意保存", where=place),),
            "back_matter": (Remnant(text="主办：信息中心", where=place), Remnant(text="（完）")),
            "residue": (Remnant(text="残", where=place),),
            "hidden": (Hidden(text="旧稿", why="it is white", where=place),),
            "edits": (Edit(field="items[0].title", was="旧", now=item.title, why="so printed", by="甲", at="2026-03-14", where=place),),
            "doubts": (
                Doubt(field="items[0].link", marked="http://⟦1⟧", alternatives=("l",), confidence=0.4, where=place),
                Doubt(field="", kind="layout", why="it is odd"),
            ),
            "source": bulletin.source
            and bulletin.source.model_copy(update={"part": (1, 9), "template": "weekly", "page_sources": (PageSource(page=1, engine="ocr", confidence=0.9),)}),
        }
    )


# Words and not characters at random: a text whose characters make no words is garbled (BP903).
_HAN = [
    "医疗",
    "健康",
    "数据",
    "平台",
    "智能",
    "服务",
    "患者",
    "基层",
    "建设",
    "推进",
    "互联",
    "互通",
    "标准",
    "安全",
    "质量",
    "管理",
    "系统",
    "应用",
    "试点",
    "群众",
    "办理",
    "流程",
    "优化",
    "提升",
    "能力",
    "资源",
    "共享",
]
_WORDS = st.lists(st.sampled_from(_HAN), min_size=2, max_size=7).map("".join)
_LATIN = st.sampled_from(["AI", "DRG", "HL7 FHIR R4", "5G", "DeepSeek", "ICD-10"])
_SOURCES = st.sampled_from(["人民网", "央广网", "新华网", "中国新闻网", "健康报", "微信公众号“健康青岚”", "HIT专家网"])
_HOSTS = st.sampled_from(["www.people.com.cn", "news.cnr.cn", "www.nhc.gov.cn", "mp.weixin.qq.com"])
_PATHS = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./?=&%~", min_size=1, max_size=60).filter(lambda path: path[-1].isalnum())
LINKS = st.builds("{}://{}/{}".format, st.sampled_from(["http", "https"]), _HOSTS, _PATHS)
TITLES = st.one_of(
    _WORDS,
    st.builds("{}：{}".format, _WORDS, _WORDS),
    st.builds("{} | {}".format, _WORDS, _WORDS),
    st.builds("{} {}".format, _WORDS, _WORDS),
    st.builds("{}{}".format, _LATIN, _WORDS),
    st.builds("{} 全国两会 | {}".format, st.integers(2013, 2026), _WORDS),
    st.builds("（两会声音）{}".format, _WORDS),
    st.builds("{}“{}”".format, _WORDS, _WORDS),
    st.builds("{}.{}亿条{}".format, st.integers(1, 9), st.integers(1, 9), _WORDS),
)
SENTENCES = st.one_of(
    st.builds("{}，{}。".format, _WORDS, _WORDS),
    st.builds("{}引入 {} 等技术，{}。".format, _WORDS, _LATIN, _WORDS),
    st.builds("{}说：“{}。”".format, _WORDS, _WORDS),
)
PARAGRAPHS = st.lists(SENTENCES, min_size=1, max_size=6).map("".join)


def blocks() -> st.SearchStrategy[Block]:
    """A block of any kind that a text can hold."""
    return st.one_of(
        PARAGRAPHS.map(lambda text: Block(kind="paragraph", text=text)),
        _WORDS.map(lambda text: Block(kind="heading", text=text)),
        _WORDS.map(lambda text: Block(kind="caption", text=f"图为{text}。（受访者供图）")),
        st.just(Block(kind="figure", text="")),
    )


@st.composite
def bulletins(draw: st.DrawFn, *, max_items: int = 4) -> Bulletin:
    """A valid bulletin: index and items agree, dates lie in the week, every field is there."""
    end = draw(st.dates(date(2013, 1, 4), date(2030, 12, 27)))
    start = end - timedelta(days=6)
    titles = draw(st.lists(TITLES, min_size=1, max_size=max_items, unique_by=lambda title: "".join(title.split())))
    items = tuple(draw(_item(number, title, start)) for number, title in enumerate(titles, start=1))
    week = f"{_printed(start)}到{_printed(end)}"
    number = draw(st.integers(1, 2000))
    return Bulletin(
        title="全国卫生信息化舆情监测周报",
        issue_label=f"第{write_numeral(number, draw(st.sampled_from(['positional', 'place', 'digits', 'wide'])))}期",
        issue_number=number,
        issue_numbers=(number,),
        publisher="北京市卫生健康大数据与政策研究中心",
        published=end,
        lead=f"本期周报共收集{len(items)}篇卫生健康相关信息，时间从{week}，监测范围包括全国主流媒体。",
        declared_count=len(items),
        date_range=DateRange(start=start, end=end),
        index=tuple(Entry(number=item.number, title=item.title, source=item.source) for item in items),
        items=items,
        printed={"published": _printed(end), "date_range": week, "declared_count": str(len(items))},
    )


def _printed(day: date) -> str:
    return f"{day.year}年{day.month:02d}月{day.day:02d}日"


@st.composite
def _item(draw: st.DrawFn, number: int, title: str, start: date) -> Item:
    published = start + timedelta(days=draw(st.integers(0, 6)))
    source = draw(_SOURCES)
    return Item(
        number=number,
        title=title,
        source=source,
        link=draw(LINKS),
        headline=title,
        byline=f"{published.isoformat()} 来源：{source}",
        published=published,
        blocks=_article((Block(kind="paragraph", text=draw(PARAGRAPHS)), *draw(st.lists(blocks(), max_size=5)))),
    )


def _article(parts: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks up to the last that is no heading: with nothing below it, it would head nothing."""
    return parts[: max(at for at, part in enumerate(parts, start=1) if part.kind != "heading")]


_CATEGORIES = ("政策动态", "各地动态", "行业观察")
_LABELS = st.dictionaries(st.sampled_from(["关键词", "作者", "版面", "情感倾向"]), _WORDS, max_size=2)
_BACK_MATTER = st.sampled_from(
    [
        (),
        ("主办：北京市卫生健康大数据与政策研究中心", "电话：010-83970000"),
        ("报：市卫生健康委领导", "送：各处室、各直属单位"),
        ("三、舆情分析", "本周舆情总体平稳，未监测到重大负面舆情。"),
        ("免责声明：本周报内容来自公开报道，仅供内部参考。",),
        ("（完）",),
    ]
)


@st.composite
def tables(draw: st.DrawFn) -> Block:
    """A table of two rows and columns or more."""
    columns = draw(st.integers(2, 4))
    cell = st.one_of(_WORDS, st.integers(0, 9999).map(str), st.just("95.5%"))
    rows = tuple(draw(st.lists(st.tuples(*[cell] * columns), min_size=2, max_size=4)))
    return Block(kind="table", text="\n".join(["\t".join(row) for row in rows]), rows=rows)


@st.composite
def conventional_bulletins(draw: st.DrawFn) -> Bulletin:
    """A valid bulletin with conventions that some offices have: categories, further labels and links, tables, what stands before and after."""
    bulletin = draw(bulletins())
    items = [draw(_with_conventions(item)) for item in bulletin.items]
    index = list(bulletin.index)
    if draw(st.booleans()):
        cuts = sorted(draw(st.lists(st.integers(1, len(items)), max_size=2)))
        names = [_CATEGORIES[sum(at >= cut for cut in cuts)] for at in range(len(items))]
        again = draw(st.booleans())
        numbers = [names[: at + 1].count(name) if again else at + 1 for at, name in enumerate(names)]
        items = [item.model_copy(update={"category": name, "number": number}) for item, name, number in zip(items, names, numbers, strict=True)]
        index = [entry.model_copy(update={"category": item.category, "number": item.number}) for entry, item in zip(index, items, strict=True)]
    front = ("内部资料 注意保存",) if draw(st.booleans()) else ()
    number = bulletin.issue_number or 1
    joint = draw(st.booleans()) and number > 1
    return bulletin.model_copy(
        update={
            "items": tuple(items),
            "index": tuple(index),
            "issue_label": f"第{number - 1}、{number}期" if joint else bulletin.issue_label,
            "issue_numbers": (number - 1, number) if joint else (number,),
            "front_matter": tuple(Remnant(text=text) for text in front),
            "back_matter": tuple(Remnant(text=text) for text in draw(_BACK_MATTER)),
        }
    )


@st.composite
def _with_conventions(draw: st.DrawFn, item: Item) -> Item:
    labels = draw(_LABELS)
    link = draw(st.sampled_from([item.link, item.link, None]))
    return item.model_copy(
        update={
            "labels": labels if link else {"链接": "无", **labels},
            "link": link,
            "further_links": tuple(draw(st.lists(LINKS, max_size=1))) if link else (),
            "blocks": (*item.blocks, *draw(st.lists(tables(), max_size=1)), Block(kind="paragraph", text=draw(PARAGRAPHS))),
        }
    )


def _swap_entries(bulletin: Bulletin, at: int) -> Bulletin:
    index = list(bulletin.index)
    other = (at + 1) % len(index)
    first, second = index[at], index[other]
    index[at], index[other] = second.model_copy(update={"number": first.number}), first.model_copy(update={"number": second.number})
    return bulletin.model_copy(update={"index": tuple(index)})


def _with_item(bulletin: Bulletin, at: int, **update: Any) -> Bulletin:
    items = list(bulletin.items)
    items[at] = items[at].model_copy(update=update)
    return bulletin.model_copy(update={"items": tuple(items)})


def _without(parts: tuple[Any, ...], at: int) -> tuple[Any, ...]:
    return parts[:at] + parts[at + 1 :]


def _slip(bulletin: Bulletin, at: int) -> Bulletin:
    title = bulletin.items[at].title
    return _with_item(bulletin, at, title=f"{title[:-1]}库", headline=f"{title[:-1]}库")


FAULTS = {
    "no source": lambda bulletin, at: _with_item(bulletin, at, source=None),
    "no link": lambda bulletin, at: _with_item(bulletin, at, link=None),
    "no body": lambda bulletin, at: _with_item(bulletin, at, blocks=()),
    "no headline and byline": lambda bulletin, at: _with_item(bulletin, at, headline=None, byline=None, published=None),
    "entry dropped": lambda bulletin, at: bulletin.model_copy(update={"index": _without(bulletin.index, at)}),
    "item dropped": lambda bulletin, at: bulletin.model_copy(update={"items": _without(bulletin.items, at)}),
    "entries swapped": _swap_entries,
    "item misnumbered": lambda bulletin, at: _with_item(bulletin, at, number=len(bulletin.items) + 3),
    "title with a slip": _slip,
    "another source": lambda bulletin, at: _with_item(bulletin, at, source="丙地日报"),
    "another link twice": lambda bulletin, at: _with_item(bulletin, at, link=bulletin.items[at - 1].link),
}


@st.composite
def faulty_bulletins(draw: st.DrawFn) -> Bulletin:
    """A bulletin of two items or more with one fault or two, as an editor makes them."""
    bulletin = draw(bulletins(max_items=6).filter(lambda valid: len(valid.items) > 2))
    for name in draw(st.lists(st.sampled_from(sorted(FAULTS)), min_size=1, max_size=2, unique=True)):
        last = min(len(bulletin.items), len(bulletin.index)) - 1
        bulletin = FAULTS[name](bulletin, draw(st.integers(0, last)))
    return bulletin
