"""Typography that a converter wrote in ASCII: pandoc's quotes and dashes, digits set as formulas."""

from __future__ import annotations

import re

from bulletin_parse.reading.spacing import SPREAD_FROM
from bulletin_parse.text.lazy import lazy_pattern

ADDRESS = lazy_pattern(r"(?:[A-Za-z][A-Za-z0-9+.-]{1,20}://|www\.)[!#-;=?-~]+")
_HELD = "\x00"  # stands for an address; no text has it
_DASHES = lazy_pattern(r"(?<![-\\])-{2,}(?!-)")
_DOTS = lazy_pattern(r"(?<!\.)(?:\.\.\.)+(?!\.)")
_APOSTROPHE = lazy_pattern(r"(?<=[A-Za-z])'(?=[A-Za-z])")
FORMULA = "$"  # stands on both sides of a formula
_FORMULA = lazy_pattern(r"(?<![\\$])\$(?P<inner>[^$\n]{1,80})\$(?!\$)")
_MACRO = lazy_pattern(r"\\(?:scriptstyle|scriptscriptstyle|textstyle|displaystyle|mathrm|mathbf|text|mathsf|rm|bf|sf)\b\s*")
# What a formula may hold to be a printed number: digits, marks of numbers, letters of units, each parted by spaces.
_NUMBER = lazy_pattern(r"[\d.,%‰+\-−±×~:/()<>=≥≤°A-Za-z\s]*\d[\d.,%‰+\-−±×~:/()<>=≥≤°A-Za-z\s]*")
_COMMANDS = {
    r"\%": "%",
    r"\sim": "~",
    r"\times": "×",
    r"\pm": "±",
    r"\geq": "≥",
    r"\leq": "≤",
    r"\ge": "≥",
    r"\le": "≤",
    r"\cdot": "·",
    r"\mathbin": "",
    r"\,": "",
    r"\;": "",
    r"\ ": "",
    r"\!": "",
}
_COMMAND = lazy_pattern("|".join(re.escape(command) + (r"(?![a-z])" if command[-1].isalpha() else "") for command in sorted(_COMMANDS, key=len, reverse=True)))
# A line that was stretched over its column, with gaps set as spaces: this many between Han characters, in this share of the places, and some
# before or behind a mark where no writer sets one.
STRETCHED_FROM, STRETCHED_SHARE, MISPLACED_FROM = 6, 0.3, 2
_MANY = min(SPREAD_FROM, STRETCHED_FROM)  # gaps between Han characters; with fewer no line was stretched
_HAN_PAIR = lazy_pattern("[\u3000-\u9fff\uff00-\uff5e“”](?= ?[\u3000-\u9fff\uff00-\uff5e“”])")
_HAN_GAP = lazy_pattern(" (?<=[\u3000-\u9fff\uff00-\uff5e“”—…] ) *(?=[\u3000-\u9fff\uff00-\uff5e“”—…])")  # the space first, for which a search leaps
_MISPLACED = lazy_pattern(" (?=[，。、；：！？）》】”])|(?<=[（《【“，。、；：]) ")
_SPACE_MARK = lazy_pattern(" (?:[，。、；：！？）》】]|(?<=[“（《] ))")  # what the next two need, and most lines lack
_BEFORE_MARK = lazy_pattern("(?<=[\u4e00-\u9fff）》】”%‰0-9]) +(?=[，。、；：！？）》】])")
_BEHIND_MARK = lazy_pattern("(?<=[（《]) +(?=[\u4e00-\u9fff])|(?<=“) +(?=[\u4e00-\u9fff][^“”]{0,40}”)")
# In a text: so many spaces behind an opening mark or before a closing one, inside lines.
LOOSE_FROM = 6
_LOOSE = lazy_pattern(" (?:(?<=[“（《【] )(?=[^ \\n])|(?<=[^ \\n] )(?=[”》】、，。；]))")
_BESIDE_MARK = lazy_pattern(" +(?=[“”‘’（）《》【】，。、；：！？])|(?<=[“”‘’（）《》【】，。、；：！？]) +")
_DIGIT_GAP = lazy_pattern(r"(?<=[\d.,%])\s+(?=[\d.,%])")


def restored(text: str) -> str:
    """Quotes, dashes and ellipses that pandoc's Markdown writes as ``"``, ``'``, ``---`` and ``...``; quotes that do not pair stay.

    Addresses, and lines that are one word of ASCII (the rest of a wrapped address), stay as they are.

    >>> restored('推进"互联网+医疗"---试点：http://a.cn/x--1.html')
    '推进“互联网+医疗”—试点：http://a.cn/x--1.html'
    """
    if text.isascii() and " " not in text.strip():
        return text
    addresses = ADDRESS.findall(text)
    if not addresses:
        return _restored(text)
    words = iter(addresses)
    return re.sub(_HELD, lambda _: next(words), _restored(ADDRESS.sub(_HELD, text)))


def _restored(text: str) -> str:
    text = _DOTS.sub(lambda dots: "…" * (len(dots[0]) // 3), _DASHES.sub(_dashes, text))
    if text.count('"') % 2 == 0:
        text = _paired(text, '"', "“”")
    text = _APOSTROPHE.sub("’", text)
    return _paired(text, "'", "‘’") if text.count("'") % 2 == 0 else text


def _dashes(match: re.Match[str]) -> str:
    """Three hyphens are a dash, two a short one; ten in a row are a line, no dash."""
    length = len(match[0])
    return "—" * (length // 3) if length % 3 == 0 and length <= 6 else "–" if length == 2 else match[0]


def _paired(text: str, straight: str, curly: str) -> str:
    words = text.split(straight)
    return "".join([word + (curly[at % 2] if at < len(words) - 1 else "") for at, word in enumerate(words)])


def formula_number(match: re.Match[str]) -> str:
    """The number that a formula prints, or the formula itself if it is none."""
    inner = match["inner"]
    plain = _COMMAND.sub(lambda command: _COMMANDS[command[0]], _MACRO.sub("", inner)).replace("{", "").replace("}", "")
    if "\\" in plain or "^" in plain or "_" in plain or not _NUMBER.fullmatch(plain):
        return match[0]
    return _DIGIT_GAP.sub("", plain.strip())


def numbers_plain(text: str) -> str:
    r"""A line in which numbers that stand as formulas are plain.

    >>> numbers_plain(r"互认率为 $9 5 . 2 \%$ ，提高 $\scriptstyle 3 . 1$ 个点")
    '互认率为 95.2% ，提高 3.1 个点'
    """
    return _FORMULA.sub(formula_number, text) if FORMULA in text else text


def has_loose_marks(text: str) -> bool:
    """Whether a converter set spaces round the marks of a text's lines, parted by line feeds, where no writer sets one: “ 数据打架 ”, LIS 、 DRG."""
    return len(_LOOSE.findall(text)) >= LOOSE_FROM


def without_loose_spaces(text: str) -> str:
    """A line without spaces beside its marks.

    >>> without_loose_spaces("为防止 “ 数据打架 ”，改造 LIS 、 DRG")
    '为防止“数据打架”，改造 LIS、DRG'
    """
    return _BESIDE_MARK.sub("", text) if " " in text and not text.isascii() else text


def has_odd_spaces(text: str) -> bool:
    """Whether a text's spaces may be no writer's: many stand between Han characters, two together, one at its end, or one beside a mark."""
    if "  " in text or text[-1] == " " or _SPACE_MARK.search(text):
        return True
    return text.count(" ") >= _MANY and len(_HAN_GAP.findall(text)) >= _MANY


def unstretched(text: str) -> str:
    """A line without the spaces that a converter made of gaps: before a mark or behind an opening one, and in a line that was stretched.

    >>> unstretched("边— 端” 架构 ，核 心业 务可 用性 达到 99.98%，数 据全 程加 密存 储 。 该院 引入")
    '边—端”架构，核心业务可用性达到 99.98%，数据全程加密存储。该院引入'
    >>> unstretched("“ 云上”会诊到海岛 河南打通最后一段路")
    '“云上”会诊到海岛 河南打通最后一段路'
    """
    if " " not in text or text.isascii():
        return text
    gaps = len(_HAN_GAP.findall(text)) if text.count(" ") >= STRETCHED_FROM else 0
    if gaps >= STRETCHED_FROM and gaps >= STRETCHED_SHARE * len(_HAN_PAIR.findall(text)) and len(_MISPLACED.findall(text)) >= MISPLACED_FROM:
        return _HAN_GAP.sub("", text)
    return _BEHIND_MARK.sub("", _BEFORE_MARK.sub("", text)) if _SPACE_MARK.search(text) else text
