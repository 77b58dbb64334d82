"""What a search costs over 100,000 invented items, beside LIKE: words of 1, 2 and 4 characters, rare and frequent.

usage: python benchmarks/search_cost.py [--items N] [--rounds N]

Search gives the best 20 items with marked snippets. The LIKE it is held against does the same work as far as SQL can: it finds the
items in the view item_texts, ranks them by how often they have the word, and gives the best 20. Beside it stands a LIKE that only
counts the items, which needs no body once a block has matched. Items have about 420 characters, half of what printed ones have:
longer ones make LIKE slower and search hardly.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import tempfile
from datetime import date, timedelta
from pathlib import Path

from bulletin_parse.archive.search.search import count, search
from bulletin_parse.archive.store.database import connect
from bulletin_parse.archive.store.terms import terms_of
from figures import in_turn, report

PER_BULLETIN = 10
BLOCKS, SENTENCES = 4, 5
GOAL = ">=20"
# By length and share of the items: words that stand in one item of a thousand, and in half of them or more.
WORDS = {1: ("镉", "医"), 2: ("镉米", "医疗"), 4: ("镉米污染", "医疗卫生")}
RARE, FREQUENT = 0.001, 0.5
_HAN = "健康数据平台智能服务患者基层建设推进互联通标准安全质量管理系统应用试点群众办理流程优化提升能力资源共享机构信息化改革创新中心国家地方政策实施"


def sentences(rnd: random.Random) -> list[tuple[str, str]]:
    """Sentences of 21 characters, and the terms of each: a sentence ends what stands together."""
    words = ["".join(rnd.choices(_HAN, k=rnd.choice((2, 2, 3)))) for _ in range(4_000)]
    weights = [1 / (at + 10) for at in range(len(words))]
    texts = ["".join(rnd.choices(words, weights, k=9))[:20] + "。" for _ in range(20_000)]
    return [(text, terms_of(text)) for text in texts]


def fill(database: sqlite3.Connection, items: int) -> None:
    """Puts invented items into the tables that a search reads."""
    rnd = random.Random(4)  # invented text
    pool = sentences(rnd)
    rare, frequent = ((text, terms_of(text)) for text in ("查出镉米污染。", "推进医疗卫生。"))
    database.execute("BEGIN")
    database.execute("INSERT INTO runs (run_id, started_at, status, parser_version, options) VALUES (1, '', 'finished', '', '{}')")
    for number in range(1, items // PER_BULLETIN + 1):
        day = (date(1700, 1, 1) + timedelta(weeks=number)).isoformat()
        facts = "INSERT INTO sources (source_id, file, status, parser_version, schema_version, options, run_id) VALUES (?, ?, 'stored', '', '', '', 1)"
        database.execute(facts, (number, f"{number}.pdf"))
        mast = "INSERT INTO bulletins (bulletin_id, source_id, issue_number, published, entry_count, item_count, printed, places)"
        database.execute(f"{mast} VALUES (?, ?, ?, ?, 0, ?, '{{}}', '{{}}')", (number, number, number, day, PER_BULLETIN))  # our own
        for position in range(1, PER_BULLETIN + 1):
            put_item(
                database, (number - 1) * PER_BULLETIN + position, number, position, [rnd.choices(pool, k=SENTENCES) for _ in range(BLOCKS)], rnd, rare, frequent
            )
    database.execute("COMMIT")


def put_item(database, item_id, bulletin_id, position, blocks, rnd, rare, frequent) -> None:
    title = rnd.choice(blocks[0])
    for sentence, share in ((rare, RARE), (frequent, FREQUENT)):
        if rnd.random() < share:
            for block in rnd.choices(blocks, k=3):
                block[rnd.randrange(SENTENCES)] = sentence
    facts = "INSERT INTO items (item_id, bulletin_id, position, number, title, source, places, regions) VALUES (?,?,?,?,?,'人民网','{}','[]')"
    database.execute(facts, (item_id, bulletin_id, position, position, title[0]))
    texts = ["".join(text for text, _ in block) for block in blocks]
    paragraphs = "INSERT INTO blocks (item_id, position, kind, text, regions) VALUES (?,?,'paragraph',?,'[]')"
    database.executemany(paragraphs, [(item_id, at, text) for at, text in enumerate(texts, 1)])
    body = " ".join(terms for block in blocks for _, terms in block)
    database.execute("INSERT INTO item_terms (rowid, title, source, body) VALUES (?,?,?,?)", (item_id, title[1], "人民 民网 网", body))


RANKED = """
SELECT item_id, issue_number, title, body,
       10 * (length(title) - length(replace(title, :word, ''))) + length(body) - length(replace(body, :word, '')) AS score
  FROM item_texts WHERE title LIKE '%' || :word || '%' OR body LIKE '%' || :word || '%' ORDER BY score DESC LIMIT 20"""
COUNTED = """
SELECT count(*) FROM items WHERE title LIKE '%' || :word || '%'
    OR EXISTS (SELECT 1 FROM blocks WHERE blocks.item_id = items.item_id AND text LIKE '%' || :word || '%')"""


def measure(database: sqlite3.Connection, word: str, name: str, rounds: int) -> None:
    times = in_turn(
        {
            "search": lambda: search(database, word),
            "ranked": lambda: database.execute(RANKED, {"word": word}).fetchall(),
            "counted": lambda: database.execute(COUNTED, {"word": word}).fetchall(),
        },
        rounds,
    )
    if count(database, word) != database.execute(COUNTED, {"word": word}).fetchone()[0]:
        raise SystemExit(f"{word}: search and LIKE do not find the same")
    report(f"search/{name}/time", 1000 * times["search"], "ms")
    report(f"search/{name}/ratio to LIKE", times["ranked"] / times["search"], "×", GOAL)
    report(f"search/{name}/ratio to LIKE that only counts", times["counted"] / times["search"], "×")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.db"
        database = connect(str(path), writable=True)
        fill(database, arguments.items)
        for length, words in WORDS.items():
            for kind, word in zip(("rare", "frequent"), words, strict=True):
                measure(database, word, f"{arguments.items} items/{length} characters/{kind}", arguments.rounds)
        database.close()


if __name__ == "__main__":
    main()
