"""When two texts are one: how alike they must be, each threshold with the question that it answers.

All are asked of folded texts. A likeness is rapidfuzz's ratio: of all characters of both, the share that the two have in common and in
the same order, of 100.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cache

# Is a line of the body the title of an entry? Twins (…, …（二）) are above it too: the most alike is taken.
SAME_TITLE = 88.0
# Is an entry that has no equal the slip of an item's title? Also between neighbours that pair, or where the sources are equal, less is enough.
SAME_WITH_SLIPS, SAME_AT_ITS_PLACE = 85, 60
# So few characters that differ pair two titles whatever else they say, if the titles have so many characters for each.
MAX_SLIPS, LETTERS_A_SLIP = 2, 3
# Is a text a copy of another that stands elsewhere: a headline of its title, a header of the masthead, a recognised title of its entry?
SAME_COPY = 75.0
# Are two files of one bulletin: what share of their titles, or of their stories, is in both?
SHARED_TITLES = 0.5


# rapidfuzz is loaded when two texts are first compared that are not the same: most bulletins have none.


def ratio(left: str, right: str, least: float = 0.0) -> float:
    """How like two texts are, of 100; 0 if that is less than ``least``.

    >>> ratio("智慧导诊", "智慧导诊"), ratio("智慧导诊", "智慧导珍"), ratio("智慧导诊", "智慧导珍", least=SAME_TITLE)
    (100.0, 75.0, 0.0)
    """
    if left == right:
        return 100.0
    from rapidfuzz import fuzz

    return float(fuzz.ratio(left, right, score_cutoff=least))


def most_alike(text: str, texts: Collection[str], least: float = 0.0) -> tuple[int, float] | None:
    """The place of the text that is most like one, and how like it is; None if none is so by ``least``.

    >>> most_alike("智慧导诊", ["医保", "智慧导珍"])
    (1, 75.0)
    """
    search, scorer = _search()
    best = search(text, texts, scorer=scorer, score_cutoff=least)
    return (best[2], best[1]) if best else None


@cache  # an import inside a function costs more than most searches
def _search() -> tuple[Callable[..., tuple[str, float, int] | None], Callable[..., float]]:
    """What finds the most alike of some texts, and the likeness that it goes by."""
    from rapidfuzz import fuzz, process

    return process.extractOne, fuzz.ratio


def slips_between(left: str, right: str, most: int | None = None) -> int:
    """How many characters of one text must be put in, taken out or replaced to have the other; ``most`` and one if it is more.

    >>> slips_between("智慧导诊", "智慧导珍"), slips_between("智慧导诊", "医保", most=2)
    (1, 3)
    """
    if left == right:
        return 0
    from rapidfuzz.distance import Levenshtein

    return int(Levenshtein.distance(left, right, score_cutoff=most))
