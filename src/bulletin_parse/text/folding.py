"""Two readings of a string: ``clean`` for display, ``fold`` for comparing; and the characters that stand for one another."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from bulletin_parse.text.lazy import lazy_pattern

# Full-width forms U+FF01–FF5E and the ideographic space, each to one ASCII character: offsets stay valid.
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | dict.fromkeys(map(ord, "\u3000\xa0\u2002\u2003"), ord(" "))

# Kangxi radicals decompose to ordinary characters in NFKC; the CJK supplement does not, so its simplified forms
# (those that fonts made in China use for ordinary characters) stand here. Source: Unicode 16, EquivalentUnifiedIdeograph.txt.
_SUPPLEMENT = dict(
    zip(
        "⺁⺄⺅⺆⺈⺋⺌⺍⺗⺝⺟⺠⺡⺢⺣⺧⺨⺩⺪⺫⺭⺮⺯⺳⺷⺸⺹⺼⺾⻀⻁⻂⻃⻄⻅⻆⻈⻉⻊⻋⻌⻑⻒⻓⻔⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻲⻳",
        "厂乙亻冂刀㔾小小心月母民氵氺灬牛犭王疋罒示竹糸网羊羊耂月艹艹虎衤覀西见角讠贝足车辶長镸长门雨青韦页风飞食饣饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龟龟",
        strict=True,
    )
)
_RADICALS = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)} | {ord(radical): plain for radical, plain in _SUPPLEMENT.items()}
# Three radicals decompose to forms that are not written in China: its fonts have them for 黄, 青 and 户.
_RADICALS |= {0x2FC8: "黄", 0x2FAD: "青", 0x2F3E: "户"}
# Compatibility ideographs are second codes of ordinary characters. A font that has one glyph for both is often embedded with the
# wrong one: Noto's 年 comes out as U+F98E. Twelve of the block are ordinary characters themselves and decompose to nothing.
_RADICALS |= {code: plain for code in (*range(0xF900, 0xFADA), *range(0x2F800, 0x2FA1E)) if (plain := unicodedata.normalize("NFKC", chr(code))) != chr(code)}
# Latin ligatures are a matter of the font: ﬀ is printed for ff.
_RADICALS |= {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_STAND_INS = "\u2e80-\u2fd5\uf900-\ufad9\ufb00-\ufb06\U0002f800-\U0002fa1d"
RADICAL = lazy_pattern("[\u2e80-\u2fd5\uf900-\ufad9\U0002f800-\U0002fa1d]")  # and the compatibility ideographs
STAND_IN = lazy_pattern(f"[{_STAND_INS}]")

# Characters of no width that converters and Word leave behind.
_INVISIBLE = lazy_pattern("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_SPACE_RUN = lazy_pattern(r"\s+")
# What ``clean`` would change: most text has none of it.
_UNCLEAN = lazy_pattern("[\u200b\u200c\u200d\u2060\ufeff\u00ad]|[^\\S ]|  ")
_WIDE = lazy_pattern("[\uff01-\uff5e\u3000\xa0\u2002\u2003]")
# What NFKC leaves as it is, and nothing else changes: most text has no other characters once its usual marks are narrow.
_SETTLED = lazy_pattern("[!-~\u4e00-\u9fff“”‘’—·、。《》【】]*")


def narrow(text: str) -> str:
    """Full-width ASCII forms and wide spaces become ASCII, one character for one.

    >>> narrow("第６６４期（总）")
    '第664期(总)'
    """
    if text.isascii():
        return text
    text = _with_usual_marks_narrow(text)
    return text.translate(_NARROW) if _WIDE.search(text) else text


def unradical(text: str) -> str:
    """Radicals, compatibility ideographs and ligatures that a text layer puts for ordinary characters become those characters.

    Chromium's PDFs give ⽬ for 目 in some engines; the page shows 目.

    >>> unradical("⽬录")
    '目录'
    """
    return STAND_IN.sub(_unradicaled, text)


def _unradicaled(match: re.Match[str]) -> str:
    return _RADICALS.get(ord(match[0]), match[0])


# Patterns look for white space between words, where two of them in a row would try every share of a long run: none is longer than this.
LONGEST_SPACE = 64
_LONG_SPACE = lazy_pattern(rf"(?<!\s)\s{{{LONGEST_SPACE + 1},}}")


def tightened(text: str) -> str:
    """The text with runs of white space cut to ``LONGEST_SPACE`` characters; a page shows no difference.

    >>> len(tightened("目" + 5000 * " " + "录"))
    66
    """
    if len(text) <= LONGEST_SPACE or (text.isprintable() and "  " not in text):
        return text
    return _LONG_SPACE.sub(lambda run: run[0][:LONGEST_SPACE], text)


def clean(text: str) -> str:
    """The text for display: runs of white space become one space, characters without width go.

    >>> clean(" 目 　 录 ")
    '目 录'
    """
    if (not text.isprintable() or "  " in text) and _UNCLEAN.search(text):
        text = _SPACE_RUN.sub(" ", _INVISIBLE.sub("", text))
    return text.strip()


def fold(text: str) -> str:
    """The text for comparing: NFKC, radicals resolved, no white space; folding again changes nothing.

    >>> fold("重庆联通： 数智赋能") == fold("重庆联通:数智赋能")
    True
    """
    return _kept(text) if len(text) <= LONGEST_KEPT else _folded(text)


# Titles, sources and headings are compared over and over, paragraphs once: only short texts' folded forms are kept.
LONGEST_KEPT = 100  # characters


@lru_cache(maxsize=1024)
def _kept(text: str) -> str:
    return _folded(text)


def _folded(text: str) -> str:
    if text.isascii():
        return "".join(text.split())
    if _SETTLED.fullmatch(text):
        return text
    plain = "".join(_with_usual_marks_narrow(text).split())
    if _SETTLED.fullmatch(plain):
        return plain
    while True:
        if not text.isprintable():
            text = _INVISIBLE.sub("", text)
        folded = "".join(_composed(unradical(text)).split())
        if folded == text or ((folded.isascii() or unicodedata.is_normalized("NFKC", folded)) and (folded.isprintable() or not _INVISIBLE.search(folded))):
            return folded
        text = folded


def _with_usual_marks_narrow(text: str) -> str:
    """The text with the full-width marks that most texts have in ASCII: they are quicker changed one by one."""
    return text.replace("，", ",").replace("：", ":").replace("（", "(").replace("）", ")").replace("？", "?").replace("；", ";")


def _composed(text: str) -> str:
    """The text in NFKC."""
    text = _with_usual_marks_narrow(text)
    return text if unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text)


HAN = lazy_pattern("[\u4e00-\u9fff]")  # ideographs alone


def is_han(char: str) -> bool:
    """Whether a character is set as wide as a Han character: ideographs, kana, CJK and full-width punctuation.

    Curly quotes and dashes count, since Chinese fonts set them full width.
    """
    return char >= "\u2e80" or char in "“”‘’—…·"


# The characters beyond ASCII that ``is_han`` denies, for a set of a pattern's.
NARROW_BEYOND_ASCII = r"\x80-\xb6\xb8-\u2013\u2015-\u2017\u201a\u201b\u201e-\u2025\u2027-\u2e7f"
_NARROW_BEYOND_ASCII = lazy_pattern(f"[{NARROW_BEYOND_ASCII}]")
# Those and what stands for other characters: lines without them are what most are, and one pass over a text tells which have some.
UNUSUAL = lazy_pattern(f"[{NARROW_BEYOND_ASCII}{_STAND_INS}]")
# What a line of help can be broken between: Latin words, Han characters with the marks that must not begin a line.
_BREAKABLE = lazy_pattern(r"\s+|[（“《]*[\u2e80-\u9fff][，。；：、！？）”》]*|[（“《]*[^\s\u2e80-\u9fff（“《]+[，。；：、！？）”》]*|.")


def ascii_count(text: str) -> int:
    """How many letters, digits, spaces and characters of ASCII a text has."""
    return len(text.encode("ascii", "ignore"))


def cells(text: str) -> int:
    """The width of a text in character cells: two for a Han character (``is_han``), one for others.

    >>> cells("HL7 标准")
    8
    """
    return len(text) if text.isascii() else 2 * len(text) - len(text.encode("ascii", "ignore")) - len(_NARROW_BEYOND_ASCII.findall(text))


def usual_cells(text: str) -> int:
    """As :func:`cells`, of a text without ``UNUSUAL`` characters."""
    return len(text) if text.isascii() else 2 * len(text) - len(text.encode("ascii", "ignore"))


def padded(text: str, width: int) -> str:
    """A text with spaces behind it up to a width in character cells."""
    return text + " " * (width - cells(text))


def wrapped(text: str, width: int) -> list[str]:
    """A text in lines of at most so many character cells, of which a Han character takes two.

    >>> wrapped("列出规则 BP206 的说明。", 12)
    ['列出规则', 'BP206 的说', '明。']
    """
    lines, line = [], ""
    for piece in _BREAKABLE.findall(" ".join(text.split())):
        if line and cells(line) + cells(piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return [*lines, line.rstrip()] if line.strip() else lines


def joined(left: str, right: str) -> str:
    """Two pieces of one paragraph as one string: a space only between two words of an alphabet.

    Digits join: a number cut by a line's end is more common than two numbers side by side.

    >>> joined("推动数据", "“一次采集”"), joined("HL7", "FHIR R4"), joined("ICD-", "10 编码")
    ('推动数据“一次采集”', 'HL7 FHIR R4', 'ICD-10 编码')
    """
    left, right = left.rstrip(), right.lstrip()
    if not left or not right:
        return left + right
    a, b = left[-1], right[0]
    if is_han(a) or is_han(b) or a in "-/\\_&=?#%@(<[" or b in ")>],.;:!?%/" or (a.isdigit() and b.isdigit()) or is_open_url(left):
        return left + right
    return f"{left} {right}"


_OPEN_URL = lazy_pattern(r"(?:https?://|www\.)[!-~]+\Z", re.IGNORECASE)


def is_open_url(text: str) -> bool:
    """Whether the text ends inside a URL, so that what follows on the next line may belong to it."""
    return "!" <= text[-1:] <= "~" and bool(_OPEN_URL.search(text, max(0, len(text) - 400)))


def squeezed(text: str) -> str:
    """A text without white space: what remains of it when its lines are joined or parted; a link as it was before it was wrapped."""
    return "".join(text.split())
