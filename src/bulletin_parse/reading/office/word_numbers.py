"""Word's automatic numbers, as they are printed: levels that count, and the forms of their numbers."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from bulletin_parse.reading.office.word_styles import Facts, W, is_on, value
from bulletin_parse.text.lazy import lazy_pattern

MOST_LEVELS = 9
_PLACE = lazy_pattern(r"%([1-9])")
_DIGITS, _FORMAL = "〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖"
_UNITS, _FORMAL_UNITS = ("", "十", "百", "千"), ("", "拾", "佰", "仟")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
LARGEST = 9999  # what is counted further is a decimal
# Bullets are characters of symbol fonts, which stand in the private use area.
_SYMBOLS = {0xB7: "•", 0xA7: "▪", 0x6C: "●", 0x6E: "■", 0x6F: "○", 0x71: "❑", 0x75: "◆", 0x76: "❖", 0xD8: "➢", 0xE0: "→", 0xFC: "✓", 0xA8: "□", 0x77: "◆"}
_PRIVATE = lazy_pattern("[\uf000-\uf0ff]")


def chinese(number: int, digits: str = _DIGITS, units: tuple[str, ...] = _UNITS) -> str:
    """A number by place value, as Word counts 一、二、三.

    >>> chinese(10), chinese(21), chinese(105)
    ('十', '二十一', '一百〇五')
    """
    if not 0 < number <= LARGEST:
        return str(number)
    places = str(number)
    out, zero = "", False
    for at, digit in enumerate(places):
        unit = units[len(places) - 1 - at]
        if digit == "0":
            zero = bool(out)
            continue
        out += (digits[0] if zero else "") + digits[int(digit)] + unit
        zero = False
    return out.removeprefix(digits[1]) if digits is _DIGITS and 10 <= number < 20 else out


def _positional(number: int) -> str:
    return "".join([_DIGITS[int(digit)] for digit in str(number)])


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number <= LARGEST else str(number)


def _roman(number: int) -> str:
    out = ""
    for worth, letters in _ROMAN:
        while number >= worth and number <= LARGEST:
            out, number = out + letters, number - worth
    return out


def _circled(number: int) -> str:
    return chr(ord("①") + number - 1) if 0 < number <= 20 else chr(ord("㉑") + number - 21) if 20 < number <= 35 else str(number)


def _of_row(row: str) -> Callable[[int], str]:
    return lambda number: row[number - 1] if 0 < number <= len(row) else str(number)


_FORMS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02}",
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "ideographDigital": _positional,
    "japaneseDigitalTenThousand": _positional,
    "taiwaneseDigital": _positional,
    "chineseLegalSimplified": lambda number: chinese(number, _FORMAL, _FORMAL_UNITS),
    "ideographLegalTraditional": lambda number: chinese(number, _FORMAL, _FORMAL_UNITS),
    "decimalFullWidth": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": lambda number: f"({number})",
    "decimalEnclosedFullstop": lambda number: f"{number}.",
    "ideographEnclosedCircle": lambda number: chr(ord("㊀") + number - 1) if 0 < number <= 10 else chinese(number),
    "ideographTraditional": _of_row(_STEMS),
    "ideographZodiac": _of_row(_BRANCHES),
    "none": lambda _: "",
}


def number_in(form: str, number: int) -> str:
    """A number in one of Word's forms; in a form that is not known here it is a decimal."""
    return _FORMS.get(form, str)(number)


def symbols_plain(text: str) -> str:
    """A text with the characters of symbol fonts as ordinary ones, those that are known."""
    return _PRIVATE.sub(lambda match: _SYMBOLS.get(ord(match[0]) & 0xFF, match[0]), text) if _PRIVATE.search(text) else text


class _Level(NamedTuple):
    start: int
    form: str
    text: str
    suffix: str
    restarts: int | None
    decimal: bool
    indents: Facts


class Numbering:
    """The lists of a document, which count while its paragraphs are read in order.

    Args:
        root: the element ``w:numbering``; None where a document has none.
    """

    def __init__(self, root: Any) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}  # by list
        self._abstract: dict[str, str] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._by_style: dict[tuple[str, str], int] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        if root is None:
            return
        abstract = {each.get(W + "abstractNumId", ""): each for each in root.iterchildren(W + "abstractNum")}
        styled = {name: each for each in abstract.values() if (name := value(each, "styleLink"))}
        for each in root.iterchildren(W + "num"):
            self._take(each, abstract, styled)

    def _take(self, each: Any, abstract: dict[str, Any], styled: dict[str, Any]) -> None:
        name = each.get(W + "numId", "")
        key = value(each, "abstractNumId") or ""
        base = abstract.get(key)
        if base is not None and (link := value(base, "numStyleLink")) in styled:
            base = styled[str(link)]
            key = base.get(W + "abstractNumId", "")
        levels = _levels(base)
        for override in each.iterchildren(W + "lvlOverride"):
            at = _whole(override.get(W + "ilvl"), 0)
            levels |= _levels(override)
            if (start := value(override, "startOverride")) is not None:
                self._starts.setdefault(name, {})[at] = _whole(start, 1)
        self._levels[name], self._abstract[name] = levels, key
        for level in base.iterchildren(W + "lvl") if base is not None else ():
            if style := value(level, "pStyle"):
                self._by_style[name, style] = _whole(level.get(W + "ilvl"), 0)

    def level_of(self, facts: Facts) -> int:
        """The level of a numbered paragraph: its own, or that of its style."""
        own = self._by_style.get((str(facts.get("numId", "")), str(facts.get("numbered_by", facts.get("style", "")))))
        return min(MOST_LEVELS - 1, own if own is not None and "ilvl" not in facts else _whole(facts.get("ilvl"), 0))

    def indents(self, name: str, level: int) -> Facts:
        """What a level of a list says of its paragraphs' indents."""
        found = self._levels.get(name, {}).get(level)
        return found.indents if found else {}

    def next(self, name: str, level: int) -> str:
        """The number that the next paragraph of a list has, with what parts it from the text; empty if it has none."""
        levels = self._levels.get(name, {})
        found = levels.get(level)
        if found is None:
            return ""
        counts = self._counts.setdefault(self._abstract[name], {})
        over = self._starts.get(name, {})
        if level in over and (name, level) not in self._begun:
            counts[level] = over[level]
        else:
            counts[level] = counts[level] + 1 if level in counts else found.start
        self._begun.add((name, level))
        for deeper in [at for at in counts if at > level]:
            restarts = levels[deeper].restarts if deeper in levels else None
            if restarts is None or (restarts and level < restarts):
                del counts[deeper]

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            other = levels.get(at)
            number = counts.get(at, over.get(at, other.start if other else 1))
            return number_in("decimal" if found.decimal or other is None else other.form, number)

        text = symbols_plain(found.text if found.form == "bullet" else _PLACE.sub(shown, found.text))
        return text + ("" if not text or found.suffix == "nothing" else " ")


def _levels(holder: Any) -> dict[int, _Level]:
    levels = {}
    for each in holder.iterchildren(W + "lvl") if holder is not None else ():
        indents = each.find(f"{W}pPr/{W}ind")
        said = {name.removeprefix(W): number for name, number in indents.attrib.items()} if indents is not None else {}
        restarts = value(each, "lvlRestart")
        levels[_whole(each.get(W + "ilvl"), 0)] = _Level(
            _whole(value(each, "start"), 1),
            value(each, "numFmt") or _alternative(each) or "decimal",
            value(each, "lvlText") or "",
            value(each, "suff") or "tab",
            None if restarts is None else _whole(restarts, 0),
            bool(is_on(each, "isLgl")),
            said,
        )
    return levels


def _alternative(level: Any) -> str | None:
    """The form of a level that newer versions of Word write in two ways: the one for older versions."""
    found = level.find(f".//{W}numFmt")
    return None if found is None else found.get(W + "val")


def _whole(text: Any, default: int) -> int:
    try:
        return int(text)
    except (TypeError, ValueError):
        return default
