"""The alignment of index and body: the heaviest rising path, found without comparing each candidate with each."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bulletin_parse import parse_text
from bulletin_parse.parsing.alignment import LABEL_WEIGHT, Candidate, Start, _best_alignment
from bulletins import WHOLE

candidates = st.builds(
    lambda entry, strength, likeness: Candidate(Start(0, 0, None, entry), strength, float(likeness)),
    st.none() | st.integers(0, 12),
    st.integers(0, 3),
    st.sampled_from([88, 90, 100]),
)


def weight(candidate: Candidate) -> float:
    return candidate.likeness + LABEL_WEIGHT * candidate.strength


def heaviest(found: list[Candidate], after: int = -1) -> float:
    """The weight of the best path by trying all of them."""
    best = 0.0
    for at, candidate in enumerate(found):
        if candidate.start.entry is not None and candidate.start.entry > after:
            best = max(best, weight(candidate) + heaviest(found[at + 1 :], candidate.start.entry))
    return best


@given(st.lists(candidates, max_size=9))
def test_the_path_rises_and_none_is_heavier(found):
    chosen = sorted(_best_alignment(found))
    entries = [found[at].start.entry for at in chosen]
    assert None not in entries
    assert entries == sorted(set(entries))
    assert sum(weight(found[at]) for at in chosen) == heaviest(found)


def test_of_two_candidates_for_one_entry_the_first_is_taken_if_they_weigh_the_same():
    twins = [Candidate(Start(at, at, None, 0), 1, 100.0) for at in range(2)]
    assert _best_alignment(twins) == {0}


def test_an_index_of_thousands_is_aligned_at_once():
    many = [Candidate(Start(at, at, None, at), 2, 100.0) for at in range(20_000)]
    assert len(_best_alignment(many)) == 20_000


# Guesses

THIRD = "\n#### 3. 丙县推进医保结算\n\n来源：新华网\n\n链接：http://www.news.cn/20260312/c.html\n\n主要内容：\n\n丙县推进医保结算，群众满意。\n"


def guessed(text):
    return [(doubt.why, doubt.where[0].line) for doubt in parse_text(text).doubts if doubt.kind == "layout"]


def test_an_item_that_begins_by_its_words_alone_among_labelled_ones_is_a_guess():
    third = WHOLE.replace("（央广网）\n", "（央广网）\n\n3. 丙县推进医保结算\n\n（新华网）\n")
    bare = third + "\n丙县推进医保结算\n\n丙县推进医保结算，群众满意，全县都已联通。\n"
    ((why, line),) = guessed(bare)
    assert why.startswith("an item begins by its title's words alone")
    assert bare.splitlines()[line - 1] == "丙县推进医保结算"
    assert [finding.code for finding in parse_text(bare).findings if "guess" in finding.message] == ["BP905"]
    assert guessed(third + THIRD) == []


def test_what_has_labels_or_the_number_of_its_entry_is_no_guess():
    assert guessed(WHOLE) == []
    unlabelled = WHOLE.replace("来源：央广网\n\n", "").replace("链接：<http://www.cnr.cn/a/20260312/t20260312_1.shtml>\n\n", "")
    assert guessed(unlabelled) == []
