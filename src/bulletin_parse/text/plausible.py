"""Whether Chinese text can be what a page shows: a text layer that lies gives plausible characters in impossible company.

A font whose table of characters is wrong yields common Han characters, one for another. Each is plausible singly, so the company
tells: in real text about a third of all neighbouring pairs belong to frequent words (0.24 to 0.43 in news on health), in text of exchanged
characters one in several hundred. ``pairs.txt`` holds some 1,400 such pairs.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from bulletin_parse.text.lazy import lazy_pattern

# A field is judged from this many pairs on. The poorest paragraph of 60 pairs or more in valid bulletins has 0.13 frequent ones, since
# names and numbers are no words; the best of 130 paragraphs with exchanged characters has 0.02.
MIN_PAIRS, MIN_SHARE = 60, 0.04
# All text together varies less: no valid bulletin has under 0.30, none under 0.12 has fewer than a third of its characters exchanged.
MIN_WHOLE_PAIRS, MIN_WHOLE_SHARE = 200, 0.12

_RUN = lazy_pattern("[\u4e00-\u9fff]{2,}")
# Ideographs outside the common block, Yi, Hangul and radicals: plausible singly, a broken font in numbers.
RARE = lazy_pattern("[\u2e80-\u2fdf\u3400-\u4dbf\ua000-\ua4cf\uac00-\ud7af\U00020000-\U0003ffff]")
MIN_RARE, RARE_SHARE = 3, 0.02  # of a text's characters: names hold one or two rare ones
# Names of people and of elements hold rare ideographs (𬭎, 䶮), one or two side by side: a broken font gives longer runs, or more of them.
_NAME = lazy_pattern("[\u3400-\u4dbf\U00020000-\U0003ffff]+")
LONGEST_NAME, NAMES_SHARE = 2, 0.1
# A text layer's way to say that it does not know a character.
UNREADABLE = lazy_pattern("\\(cid:\\d+\\)|[\ufffd\ue000-\uf8ff\U000f0000-\U0010fffd]")
# One character of private use before a paragraph's words is a bullet: Wingdings has no others.
_BULLET = lazy_pattern("(?m)^[ \u3000]*[\ue000-\uf8ff](?=[ \u3000]*[^\\s\ue000-\uf8ff])")
# Any character of the two sets above: most texts have none, and one search tells.
_SUSPECT = lazy_pattern("[\u2e80-\u2fdf\u3400-\u4dbf\ua000-\ua4cf\uac00-\uf8ff\ufffd\U00020000-\U0010ffff]|\\(cid:")


def garbled(text: str) -> str | None:
    """What shows that a text is garbled, or None.

    >>> garbled("患者服务平台"), garbled("患者\ufffd务"), garbled("\uf0d8 患者服务")
    (None, 'U+FFFD', None)
    """
    if _SUSPECT.search(text):
        text = _BULLET.sub("", text)
        if found := UNREADABLE.search(text):
            return found[0] if found[0].startswith("(") else f"U+{ord(found[0]):04X}"
        rare = RARE.findall(text)
        if len(rare) >= MIN_RARE and len(rare) >= RARE_SHARE * len(text) and not _are_names(text, rare):
            return f"{len(rare)} rare characters such as {''.join(rare[:3])}"
    return _unlikely([text], MIN_PAIRS, MIN_SHARE)


def _are_names(text: str, rare: Sequence[str]) -> bool:
    """Whether the rare characters of a text can all stand in names."""
    names = _NAME.findall(text)
    return sum(map(len, names)) == len(rare) < NAMES_SHARE * len(text) and max(map(len, names)) <= LONGEST_NAME


def garbled_whole(texts: Sequence[str]) -> str | None:
    """What shows that a whole document's texts are garbled, or None; each may be too short to be judged alone.

    >>> garbled_whole(["国家卫生健康委员会"] * 200), garbled_whole(["圈咏厄杰吟叠淤剐凹"] * 200)
    (None, 'its characters make no words')
    """
    unreadable = sum([len(found) for text in texts if _SUSPECT.search(text) for found in UNREADABLE.findall(text)])
    if unreadable > MIN_SHARE * sum(map(len, texts)):
        return "its characters have no meaning"
    rare = sum([len(RARE.findall(text)) for text in texts if _SUSPECT.search(text)])
    if rare > MIN_WHOLE_SHARE * sum(map(len, texts)):
        return "its characters are rare ones"
    return _unlikely(texts, MIN_WHOLE_PAIRS, MIN_WHOLE_SHARE)


def _unlikely(texts: Sequence[str], least: int, share: float) -> str | None:
    """Whether too few pairs are frequent ones. Texts of few Han characters are not judged; of real text a beginning is enough."""
    most = sum(map(len, texts))  # there are no more pairs
    if most < least:
        return None
    frequent, seen, known = frequent_pairs(), 0, 0
    for text in texts:
        if len(text) < 2 or text.isascii():
            continue
        for run in _RUN.finditer(text):
            seen += len(run[0]) - 1
            known += sum([left + right in frequent for left, right in pairwise(run[0])])
            if known >= share * most:
                return None
    return "its characters make no words" if seen >= least and known < share * seen else None


@cache
def frequent_pairs() -> frozenset[str]:
    """The pairs of ``pairs.txt``."""
    lines = Path(__file__).with_name("pairs.txt").read_text(encoding="utf-8").splitlines()
    return frozenset([pair for line in lines if not line.startswith("#") for pair in line.split()])
