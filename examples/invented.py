"""Two years of invented bulletins as Markdown files, for notebooks and experiments: the same on every machine.

usage: python examples/invented.py FOLDER

Topics and outlets rise and fall over the weeks, so that there is something to see; every tenth week or so an editor slips. No
sentence is from a real article.
"""

from __future__ import annotations

import random
import sys
from datetime import date, timedelta
from pathlib import Path

FIRST_NUMBER, FIRST_DAY = 560, date(2024, 3, 15)
WEEKS = 104
# Weeks whose numbers the sample archive has, and one that is missing.
LEFT_OUT = {567, 637, 600}
SLIPS = 0.1  # share of weeks with a fault

# Outlets with their hosts, and how their share changes from the first week to the last.
OUTLETS = {
    "人民网": ("www.people.com.cn", 5, 4),
    "新华网": ("www.news.cn", 4, 4),
    "央广网": ("www.cnr.cn", 3, 2),
    "健康报": ("www.jkb.com.cn", 4, 1),
    "中国新闻网": ("www.chinanews.com.cn", 1, 4),
}
# Topics with what is said of them, and how their share changes.
TOPICS = {
    "电子病历": ("电子病历评级通过现场测评", 6, 2),
    "大模型": ("大模型辅助诊断落地门诊", 1, 8),
    "医保": ("医保支付方式改革全面推开", 4, 4),
    "互联互通": ("检查检验结果互联互通", 4, 3),
    "DRG": ("DRG 付费覆盖全部医院", 2, 3),
}
STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
DETAILS = ("群众少跑腿。", "平均用时由 84 分钟降至 9 分钟。", "首批覆盖 12 家医院。", "年底前实现全域覆盖。", "患者满意度升至 97%。")


def text(week: int) -> str:
    """The bulletin of a week, from 0, as Markdown."""
    rnd = random.Random(week)
    last = FIRST_DAY + timedelta(weeks=week)
    first = last - timedelta(days=6)
    items = [_item(rnd, week, number, first) for number in range(1, rnd.randint(6, 11) + 1)]
    promised = len(items) + (1 if rnd.random() < SLIPS else 0)
    span = f"{first:%Y年%m月%d日}到{last:%Y年%m月%d日}"
    return "\n\n".join(
        [
            "# 全国卫生信息化舆情监测周报",
            f"## （第{FIRST_NUMBER + week}期）",
            "北京市卫生健康大数据与政策研究中心",
            f"{last:%Y年%m月%d日}",
            "### 本期导语：",
            f"本期周报共收集{promised}篇卫生健康相关信息，时间从{span}，监测范围包括全国主流媒体。",
            "### 一、信息目录",
            *[f"{number}. {title}\n\n（{source}）" for number, (title, source, _, _) in enumerate(items, 1)],
            "### 二、具体内容",
            *[_printed(rnd, number, item) for number, item in enumerate(items, 1)],
            "",
        ]
    )


def _item(rnd: random.Random, week: int, number: int, first: date) -> tuple[str, str, str, date]:
    topic = _drawn(rnd, {name: shares for name, (_, *shares) in TOPICS.items()}, week)
    source = _drawn(rnd, {name: shares for name, (_, *shares) in OUTLETS.items()}, week)
    day = first + timedelta(days=rnd.randint(0, 6))
    link = f"https://{OUTLETS[source][0]}/{day:%Y/%m%d}/c{week}-{number}.html"
    place = f"{rnd.choice(STEMS)}{rnd.choice(BRANCHES)}市第{rnd.randint(1, 20)}医院"
    return f"{place}：{TOPICS[topic][0]}", source, link, day


def _drawn(rnd: random.Random, shares: dict[str, list[int]], week: int) -> str:
    done = week / (WEEKS - 1)
    return rnd.choices(list(shares), [first + (last - first) * done for first, last in shares.values()])[0]


def _printed(rnd: random.Random, number: int, item: tuple[str, str, str, date]) -> str:
    title, source, link, day = item
    lines = [f"#### {number}. {title}", f"来源：{source}"]
    if rnd.random() >= SLIPS / 8:
        lines.append(f"链接：<{link}>")
    headline = title if rnd.random() >= SLIPS / 8 else title.replace("医院", "医 院库")
    return "\n\n".join([*lines, "主要内容：", headline, f"{day} 来源：{source}", f"近日，{title.replace('：', '')}，{''.join(rnd.sample(DETAILS, 2))}"])


def write(folder: Path) -> int:
    """Writes the bulletins as ``560.md`` and so on; how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    weeks = [week for week in range(WEEKS) if FIRST_NUMBER + week not in LEFT_OUT]
    for week in weeks:
        (folder / f"{FIRST_NUMBER + week}.md").write_text(text(week), encoding="utf-8")
    return len(weeks)


if __name__ == "__main__":
    print(write(Path(sys.argv[1])), "bulletins")
