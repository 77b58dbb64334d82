"""What checking costs: bulletins against the bulletin rules, and archives of 10 to 10,000 bulletins against the archive rules.

usage: check_cost.py
"""

from __future__ import annotations

import gc
from datetime import date, timedelta
from itertools import cycle

from bulletin_parse import Block, Bulletin, DateRange, Entry, Item, check, check_archive
from figures import cpu_seconds, growth, in_turn, report

ITEMS = 8
SIZES = (10, 100, 1_000, 10_000)
FEW = 200
ROUNDS = 3
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


def main() -> None:
    archive = [bulletin(number) for number in range(1, SIZES[-1] + 1)]
    gc.freeze()  # else whichever check comes next pays for a search for circles through all ten thousand
    report("check/first bulletin, tables loaded", 1000 * cpu_seconds(lambda: check(archive[-1])), "ms")
    taken = in_turn({"check": lambda: [check(each) for each in archive[:FEW]]}, 3)["check"]
    report(f"check/a bulletin of {ITEMS} items", 1000 * taken / FEW, "ms")
    costs = []
    for size in SIZES:
        # Other bulletins each time: of a small archive that was checked before, the folded titles are still kept.
        parts = cycle([archive[first : first + size] for first in range(0, min(len(archive), ROUNDS * size), size)])
        costs.append(in_turn({"check": lambda: check_archive(next(parts))}, ROUNDS)["check"])  # noqa: B023  # called at once
        report(f"check/archive/{size}/ms a bulletin", 1000 * costs[-1] / size, "ms")
    report("check/archive/growth", growth(SIZES[1:], costs[1:]), "exponent", "<=1.1")


if __name__ == "__main__":
    main()
