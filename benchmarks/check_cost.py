"""What checking costs: 1,000 bulletins against the bulletin rules, and archives of 1,000 and 10,000 against the archive rules.

usage: check_cost.py
"""

from __future__ import annotations

import time
from datetime import date, timedelta

from bulletin_parse import Block, Bulletin, DateRange, Entry, Item, check, check_archive

ITEMS = 8
SMALL, LARGE = 1_000, 10_000
FIRST = date(1800, 1, 3)
HOSTS = {"人民网": "www.people.com.cn", "央广网": "news.cnr.cn", "健康报": "www.jkb.com.cn", "青岚日报": "www.qinglan-daily.cn"}
PARAGRAPH = "该院引入 DeepSeek 等大模型，用于病历质控与 ICD-10 编码推荐，准确率较人工提升约55个百分点，患者从挂号到取药的平均用时由 84 分钟降至 9 分钟。" * 3


def item(number: int, end: date, source: str) -> Item:
    title = f"{end}：甲市第{number}医院上线智慧导诊，群众少跑腿"
    link = f"https://{HOSTS[source]}/{end:%Y/%m%d}/c{number}-{end.toordinal()}.html"
    blocks = tuple([Block(kind="paragraph", text=PARAGRAPH)] * 6)
    return Item(number=number, title=title, source=source, link=link, headline=title, byline=f"{end} 来源：{source}", published=end, blocks=blocks)


def bulletin(number: int) -> Bulletin:
    end = FIRST + timedelta(weeks=number)
    sources = list(HOSTS)
    items = tuple([item(at, end, sources[at % len(sources)]) for at in range(1, ITEMS + 1)])
    return Bulletin(
        title="全国卫生信息化舆情监测周报",
        issue_label=f"第{number}期",
        issue_number=number,
        publisher="北京市卫生健康大数据与政策研究中心",
        published=end,
        lead=f"本期周报共收集{ITEMS}篇信息",
        declared_count=ITEMS,
        date_range=DateRange(start=end - timedelta(days=6), end=end),
        index=tuple([Entry(number=each.number, title=each.title, source=each.source) for each in items]),
        items=items,
    )


def seconds(work) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main() -> None:
    archive = [bulletin(number) for number in range(1, LARGE + 1)]
    few = archive[:SMALL]
    print(f"first check, tables loaded: {seconds(lambda: check(archive[-1])):.3f} s")
    print(f"{SMALL} bulletins of {ITEMS} items: {seconds(lambda: [check(each) for each in few]):.3f} s")
    small, large = (min(seconds(lambda: check_archive(list(part))) for _ in range(3)) for part in (few, archive))  # noqa: B023  # run at once
    print(f"archive rules: {SMALL} bulletins {small:.3f} s, {LARGE} bulletins {large:.3f} s, {large / small:.1f} times as long")


if __name__ == "__main__":
    main()
