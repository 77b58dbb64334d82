"""Search finds exactly the items that hold the words, ranks them, and shows where."""

from __future__ import annotations

import io
import itertools
import json
import sqlite3
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archives import archive_of
from bulletin_parse import Block, Bulletin, DateRange, Item, QueryError, main
from bulletin_parse.archive.search.query import query_of
from bulletin_parse.archive.search.snippets import _folded_places, marks_in, snippet_of
from bulletin_parse.archive.store.terms import folded, terms_of

LARGEST = 2**63 - 1  # that SQLite holds
LONGEST = 400  # characters of a query
WIDTH = 72  # characters of a snippet


def bulletin(*items: tuple[str, str | None, str], number: int | None = 664, published: date | None = date(2026, 3, 13), days: tuple = ()) -> Bulletin:
    """A bulletin with items of (title, source, text)."""
    return Bulletin(
        title="周报",
        issue_label=None,
        issue_number=number,
        publisher=None,
        published=published,
        lead=None,
        declared_count=None,
        date_range=None,
        index=(),
        items=tuple(
            Item(
                number=at,
                title=title,
                source=source,
                link=f"http://a.cn/{at}",
                headline=None,
                byline=None,
                published=days[at - 1] if days else None,
                blocks=tuple(Block(kind="paragraph", text=part) for part in text.split("\n")),
            )
            for at, (title, source, text) in enumerate(items, 1)
        ),
    )


def found(texts: list[str], query: str) -> list[int]:
    """Which of some texts a query finds, from 0."""
    archive = archive_of([bulletin(*[("题", None, text) for text in texts])])
    return sorted(hit.item_id - 1 for hit in archive.search(query, limit=None))


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("医", "推进医保改革"),
        ("保", "推进医保"),
        ("医保", "推进医保改革"),
        ("智慧医院", "建设智慧医院。"),
        ("互联互通标准化成熟度", "通过互联互通标准化成熟度测评"),
        ("DRG", "按 ＤＲＧ 付费"),
        ("drg", "推进DRG改革"),
        ("5G", "建成５G专网"),
        ("医保DRG", "推进医保DRG改革"),
        ("DRG改", "推进DRG改革"),
        ("推DRG", "首推DRG"),
        ("ICD-10", "按 ICD-10 编码"),
        ("DRG2.0", "按 DRG2.0 分组"),
        ("改革 医保", "医保的改革"),
        ('"HL7 FHIR"', "采用 HL7 FHIR R4"),
        ("“HL7 FHIR”", "采用 HL7 FHIR R4"),
        ("Deep*", "接入DeepSeek大模型"),
        ('"HL7 FH"*', "采用 HL7 FHIR R4"),
        ("医保*", "推进医保改革"),
        ("①", "第1批"),
        ("医\u3000院", "医护在院"),
        ("\U0002b820", "人名𫠠一"),
    ],
)
def test_a_word_finds_the_text_that_holds_it(query, text):
    assert found([text, "别的内容"], query) == [0]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("医院", "医护在院"),
        ("医保", "保医"),
        ("保改", "医保，改革"),
        ("RG", "按DRG付费"),
        ("DR", "按DRG付费"),
        ('"FHIR HL7"', "采用 HL7 FHIR R4"),
        ('"HL7 R4"', "采用 HL7 FHIR R4"),
        ("医保 -改革", "医保改革"),
        ('医保 -"支付 改革"', "医保支付，改革"),
        ("医保 -DRG*", "医保DRGs"),
    ],
)
def test_a_word_does_not_find_what_only_looks_like_it(query, text):
    assert found([text], query) == []


HAN = st.text("医保院改", min_size=0, max_size=8)
CHINESE = st.lists(st.one_of(HAN, st.sampled_from(["，", " ", "DRG", "10", "。", "\n"])), max_size=8).map("".join)


@given(st.lists(CHINESE, min_size=1, max_size=8), st.text("医保院改", min_size=1, max_size=4))
def test_a_han_word_finds_exactly_the_texts_that_hold_it(texts, word):
    assert found(texts, word) == [at for at, text in enumerate(texts) if word in folded(text)]


MIXED = st.text('医保aB1 ，-_*"“é\u0301ﬁ①Ａ㐀\ud800ボㇹ\n', max_size=14)


@given(st.lists(MIXED, min_size=1, max_size=6), MIXED)
@example(["医，保"], "医保")
@example(["医保a"], "保a")
@example(["e\u0301医"], "é")
def test_the_index_and_the_patterns_find_the_same(texts, query):
    try:
        wanted = query_of(query)
    except QueryError:
        return
    sought = [folded(text) for text in texts]
    expected = [
        at
        for at, text in enumerate(sought)
        if all(pattern.search(text) or pattern.search("题") for pattern in wanted.patterns) and not any(pattern.search(text) for pattern in wanted.unwanted)
    ]
    assert found(texts, query) == expected


ARCHIVE = archive_of([bulletin(("甲市医院上线智慧导诊", "人民网", "近日，甲市医院上线智慧导诊系统。\n准确率超过九成。"))])
HOSTILE = st.one_of(
    st.text(),
    st.lists(
        st.sampled_from(['"', "'", "*", "-", "(", ")", "^", ":", "{", "}", "+", "AND", "OR", "NOT", "NEAR", "title", "医", "--", ";", "\x00", "%", "\\", " "])
    ).map("".join),
)


@given(HOSTILE)
@example('"')
@example("title:医")
@example('医"OR"院')
@example("NEAR(医 院, 5)")
@example("医\x00院")
@example("'; DROP TABLE items; --")
@example("-医")
def test_no_query_is_an_error_of_the_database(query):
    try:
        hits = ARCHIVE.search(query, source=query)
    except QueryError as error:
        hits, message = [], str(error)
    else:
        message = ""
    assert len(hits) <= 1
    assert message.isprintable()


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("", "no word"),
        ("  ", "no word"),
        ('"，。"', "no word"),
        ("*", "no word"),
        ("-医保", "only what to leave out"),
        ("医" * (LONGEST + 1), "401 characters"),
    ],
)
def test_a_query_that_asks_for_nothing_says_so(query, reason):
    with pytest.raises(QueryError, match=reason):
        ARCHIVE.search(query)


def test_the_longest_query_is_answered():
    assert ARCHIVE.search("医 " * (LONGEST // 2)) != []
    assert ARCHIVE.search("医" * LONGEST) == []
    assert ARCHIVE.search("医院 " + "-保 " * 100) != []


def test_a_word_in_the_title_counts_more_than_one_in_the_text():
    archive = archive_of(
        [bulletin(("别的事", None, "医保，医保，又见医保。"), ("医保改革", None, "别的内容在此。"), ("又一事", None, "医保一次。" + "别的内容。" * 50))]
    )
    hits = archive.search("医保")
    assert [hit.number for hit in hits] == [2, 1, 3]
    assert hits[0].score > hits[1].score > hits[2].score > 0


def test_of_equal_items_the_newest_comes_first():
    same = ("医保改革", "人民网", "内容")
    old, new = (bulletin(same, number=number, published=date(2026, 3, day)) for number, day in ((1, 6), (2, 13)))
    assert [hit.issue_number for hit in archive_of([old, new]).search("医保")] == [hit.issue_number for hit in archive_of([new, old]).search("医保")] == [2, 1]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, [(1, 1), (1, 2), (2, 1)]),
        ({"since": date(2026, 3, 5)}, [(1, 2), (2, 1)]),
        ({"until": date(2026, 3, 5)}, [(1, 1), (1, 2)]),
        ({"since": date(2026, 3, 6)}, [(2, 1)]),
        ({"numbers": [2]}, [(2, 1)]),
        ({"numbers": [1, 2], "source": "人民"}, [(1, 1), (2, 1)]),
        ({"source": "健康青岚"}, [(1, 2)]),
        ({"source": "人民网", "until": date(2026, 3, 5)}, [(1, 1)]),
    ],
)
def test_filters(filters, expected):
    first = bulletin(
        ("医保一", "人民网", "甲"),
        ("医保二", "微信公众号“健康青岚”", "乙"),
        number=1,
        published=date(2026, 3, 6),
        days=(date(2026, 3, 2), date(2026, 3, 5)),
    )
    second = bulletin(("医保三", "人民网", "丙"), number=2)  # no date of its own: its bulletin's counts
    archive = archive_of([first, second])
    hits = archive.search("医保", **filters)
    assert sorted((hit.issue_number, hit.number) for hit in hits) == expected
    assert archive.count("医保", **filters) == len(expected)


def test_an_item_without_any_date_has_the_last_day_of_its_week_as_an_export_has_it():
    week = DateRange(start=date(2013, 6, 8), end=date(2013, 6, 14))
    archive = archive_of([bulletin(("医保", None, "甲"), published=None).model_copy(update={"date_range": week})])
    for filters, expected in (({"since": week.end}, 1), ({"since": date(2013, 6, 15)}, 0), ({"until": week.end}, 1), ({"until": date(2013, 6, 13)}, 0)):
        assert len(archive.search("医保", **filters)) == archive.count("医保", **filters) == expected
        assert archive.export(io.BytesIO(), "jsonl", **filters).bulletins == expected


def test_the_source_asked_for_does_not_change_the_score():
    archive = archive_of([bulletin(("医保一", "人民网", "甲"), ("医保二", "健康报", "乙"))])
    scores = {hit.number: hit.score for hit in archive.search("医保")}
    assert archive.search("医保", source="人民网")[0].score == scores[1]


def test_the_limit_keeps_the_best():
    archive = archive_of([bulletin(*[("事", None, "医保" * n + "内容" * (20 - n)) for n in range(1, 9)])])
    everything = archive.search("医保", limit=None)
    assert [hit.item_id for hit in archive.search("医保", limit=3)] == [hit.item_id for hit in everything[:3]]
    assert len(everything) == 8


SAME = [
    bulletin(("医保改革", "人民网", "内容"), ("医保改革", "人民网", "内容"), number=n, published=date(2026, 3, day)) for n, day in ((1, 6), (2, 13), (3, 13))
]


@pytest.mark.parametrize("stored", list(itertools.permutations(SAME)))
@pytest.mark.parametrize("limit", [1, 3, 5, None])
@pytest.mark.parametrize("equals", [1, 100])
def test_which_of_equal_items_a_limit_keeps_does_not_hang_on_the_order_of_storing(monkeypatch, stored, limit, equals):
    monkeypatch.setattr("bulletin_parse.archive.search.search.EQUALS", equals)
    hits = archive_of(stored).search("医保", limit=limit)
    assert [(hit.issue_number, hit.number) for hit in hits] == [(2, 1), (2, 2), (3, 1), (3, 2), (1, 1), (1, 2)][:limit]


def test_of_very_common_words_the_best_item_is_found_wherever_it_is_stored():
    best, others = bulletin(("医保", None, "医保"), number=1), bulletin(*[("事", None, "医保")] * 5_001, number=2)
    for stored in ([best, others], [others, best]):
        assert [hit.issue_number for hit in archive_of(stored).search("医保", limit=1)] == [1]


def test_no_limit_is_too_small_or_too_large_for_the_database():
    assert [len(ARCHIVE.search("医院", limit=limit)) for limit in (0, 1, LARGEST)] == [0, 1, 1]
    with pytest.raises(QueryError, match="the limit: the most is"):
        ARCHIVE.search("医院", limit=LARGEST + 1)


def test_no_number_is_too_large_for_the_database_and_none_are_too_many():
    assert ARCHIVE.search("医院", numbers=[LARGEST, -LARGEST]) == []
    assert len(ARCHIVE.search("医院", numbers=range(300_000))) == 1
    for number in (LARGEST + 1, -(10**20), 10**5_000):
        with pytest.raises(QueryError, match="the issue number: the largest is"):
            ARCHIVE.search("医院", numbers=[number])


def marked(text, marks):
    return [text[start:end] for start, end in marks]


def test_a_snippet_shows_the_word_in_its_sentence():
    hit = archive_of([bulletin(("题", None, "前文" * 60 + "，推进ＤＲＧ付费" + "后文" * 60))]).search("drg 付费")[0]
    assert marked(hit.snippet.text, hit.snippet.marks) == ["ＤＲＧ付费"]
    assert hit.snippet.text[0] == hit.snippet.text[-1] == "…"
    assert len(hit.snippet.text) == WIDTH + 2


def test_a_snippet_shows_the_place_with_the_most_words():
    text = "医保。" + "内容" * 60 + "医保改革与智慧医院。" + "内容" * 60
    assert set(marked(*snippet_of(text, query_of("医保 改革 智慧医院").patterns))) == {"医保改革", "智慧医院"}


def test_a_snippet_without_the_word_is_the_beginning():
    hit = archive_of([bulletin(("医保改革", None, "开头" * 80))]).search("医保")[0]
    assert hit.snippet == (("开头" * 80)[:WIDTH] + "…", ())
    assert marked(hit.title, hit.title_marks) == ["医保"]


def test_a_snippet_is_printed_as_it_stands_on_the_page():
    text = "推进医院互认。\n“智慧”\n医院 and\nmore\t医保\t支付"
    snippet = snippet_of(text, query_of("医院 医保").patterns)
    assert snippet.text == "推进医院互认。“智慧”医院 and more 医保支付"
    assert marked(*snippet) == ["医院", "医院", "医保"]
    assert snippet_of("互\n认", query_of("互认").patterns).marks == ()  # two lines are no word, as in the index


def test_snippets_of_short_and_empty_texts():
    assert snippet_of("", query_of("医").patterns) == ("", ())
    assert snippet_of("医", query_of("医").patterns) == ("医", ((0, 1),))
    long = "医" * 300
    snippet = snippet_of(long, query_of(long).patterns)
    assert marked(*snippet) == [long]


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("ﬁnance ㈱ 医保", "医保", ["医保"]),
        ("cafe\u0301 医保", "café", ["cafe\u0301"]),
        ("①②医保", "医保", ["医保"]),
        ("ㄱㅏ各\u1100\u1161\u11a8 医", "각", ["\u1100\u1161\u11a8"]),
        ("İstanbul医", "医", ["医"]),
        ("医，保", "医 保", ["医", "保"]),
        ("ÅngströmÅ 医院", "ångström*", ["Ångström"]),
    ],
)
def test_marks_stand_on_the_printed_text(text, query, expected):
    assert [text[start:end] for start, end, _ in marks_in(text, query_of(query).patterns)] == expected


@given(st.one_of(st.text(), MIXED))
def test_the_places_of_a_folded_text_lead_back(text):
    search_text, places = _folded_places(text)
    assert search_text == folded(text)
    origins = [places.first(place) for place in range(len(search_text))]
    assert origins == sorted(origins)
    assert all(0 <= places.first(place) < places.end(place) <= len(text) for place in range(len(search_text)))


def test_terms_need_no_tokenizer():
    assert terms_of("推进医保DRG2.0改革") == "推进 进医 医保 保 drg2 0 改革 革"


def test_letters_of_every_script_are_found():
    letters = [letter for letter in map(chr, range(0x80, 0x32000)) if letter.isalnum()][::23]
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE t USING fts5 (x, content='', tokenize=\"ascii\")")
    database.executemany("INSERT INTO t (rowid, x) VALUES (?,?)", [(at, terms_of(letter)) for at, letter in enumerate(letters)])

    def finds(letter, at):
        return database.execute("SELECT 1 FROM t WHERE t MATCH ? AND rowid = ?", (query_of(letter).expression, at)).fetchone()

    # What folds to no letter at all (a space and a mark) is no word.
    assert [letter for at, letter in enumerate(letters) if terms_of(letter) and not finds(letter, at)] == []


# The command


@pytest.fixture
def archive(tmp_path):
    path = tmp_path / "archive.db"
    first = ("甲市医院\x1b[31m上线智慧导诊" + "很长的标题" * 10, "人民网", "近日，甲市医院上线智慧导诊系统。\n准确率超过九成。")
    archive_of([bulletin(first, ("乙省方案", None, "医院互认。"))], path).close()
    return path


def run(capsys, *arguments):
    code = main(["search", *map(str, arguments)])
    return code, *capsys.readouterr()


def test_search_prints_a_table(capsys, archive):
    code, out, err = run(capsys, archive, "医院")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0].startswith("  664  2026-03-13    1  甲市医院\\x1b[31m上线智慧导诊")
    assert lines[0].endswith("…  人民网")
    assert lines[1] == "       近日，甲市医院上线智慧导诊系统。准确率超过九成。"
    assert lines[2].split() == ["664", "2026-03-13", "2", "乙省方案", "no", "source"]
    assert "\x1b" not in out


def test_search_marks_words_where_colours_are_shown(capsys, monkeypatch, archive):
    monkeypatch.setenv("FORCE_COLOR", "1")
    table = run(capsys, archive, "医院")[1]
    assert "甲市\x1b[1;31m医院\x1b[0m\\x1b[31m上线" in table
    assert "\x1b[1;31m医院\x1b[0m互认。" in table


def test_search_prints_json(capsys, archive):
    code, out, _ = run(capsys, archive, "互认", "--format", "json")
    (hit,) = json.loads(out)
    assert code == 0
    assert hit["score"] > 0
    assert {key: hit[key] for key in ("issue_number", "bulletin_published", "number", "title", "source", "published", "snippet")} == {
        "issue_number": 664,
        "bulletin_published": "2026-03-13",
        "number": 2,
        "title": "乙省方案",
        "source": None,
        "published": None,
        "snippet": {"text": "医院互认。", "marks": [[2, 4]]},
    }


def test_search_says_how_many_more_there_are(capsys, archive):
    code, out, err = run(capsys, archive, "医院", "--limit", "1")
    assert code == 0
    assert len(out.splitlines()) == 2
    assert err == "bulletin-parse: the best 1 of 2 items; --limit 0 prints all\n"
    assert run(capsys, archive, "医院", "--limit", "0")[2] == ""


def test_nothing_found_is_code_1_as_grep_has_it(capsys, archive):
    assert run(capsys, archive, "无此词") == (1, "", "")
    assert run(capsys, archive, "无此词", "--format", "json") == (1, "[]\n", "")
    assert run(capsys, archive, "医院", "--number", "665")[0] == 1


def test_bad_usage_is_code_2(capsys, archive):
    code, out, err = run(capsys, archive, "，")
    assert (code, out) == (2, "")
    assert "there is no word in it to look for" in err
    for option in ("--number", "--limit"):
        code, out, err = run(capsys, archive, "医院", option, "99999999999999999999")
        assert (code, out) == (2, "")
        assert "9,223,372,036,854,775,807" in err
    for wrong in (["--since", "3月"], ["--limit", "-1"], ["--limit", "x"]):
        with pytest.raises(SystemExit) as stop:
            run(capsys, archive, "医", *wrong)
        assert stop.value.code == 2


def test_what_is_no_archive_is_code_5(capsys, tmp_path):
    assert run(capsys, tmp_path / "none.db", "医")[0] == 5
    (tmp_path / "text.db").write_text("not a database at all, but text\n" * 40, encoding="utf-8")
    code, _, err = run(capsys, tmp_path / "text.db", "医")
    assert code == 5
    assert "not an SQLite file" in err
    (tmp_path / "empty.db").touch()
    assert run(capsys, tmp_path / "empty.db", "医")[0] == 5
    sqlite3.connect(tmp_path / "other.db").execute("CREATE TABLE t (x)")
    assert "another program" in run(capsys, tmp_path / "other.db", "医")[2]
