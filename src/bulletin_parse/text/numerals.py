"""Chinese and Western numerals to integers and back.

Own code because no library reads what mastheads print: cn2an's strict mode refuses the positional 六六四, pycnnum reads it as 4.
What is ambiguous (六百四: 604 or 640) or malformed is refused, not guessed.
"""

from __future__ import annotations

import re
from typing import Literal

from bulletin_parse.text.folding import narrow
from bulletin_parse.text.lazy import lazy_pattern

NumeralForm = Literal["positional", "place", "digits", "wide"]

ZEROS = "〇零○◯0O"
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
_DIGITS |= dict.fromkeys(ZEROS, 0) | {"两": 2}
_FORMAL = dict(zip("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千", strict=True))
# Characters a Chinese numeral may hold; for use inside other patterns' character classes.
NUMERAL_CHARACTERS = "〇零○◯一二三四五六七八九十百千万两壹贰叁肆伍陆柒捌玖拾佰仟"

_POSITIONAL = lazy_pattern(rf"[一二三四五六七八九{ZEROS}]+")
_PLACE = lazy_pattern(
    r"""
    (?: (?P<thousands>[一二三四五六七八九两]) 千 )?
    (?P<gap_hundreds>[零〇○])?
    (?: (?P<hundreds>[一二三四五六七八九两]) 百 )?
    (?P<gap_tens>[零〇○])?
    (?: (?P<tens>[一二三四五六七八九])? (?P<ten>十) )?
    (?P<gap_units>[零〇○])?
    (?P<units>[一二三四五六七八九])?
    """,
    re.VERBOSE,
)


def read_numeral(text: str) -> int | None:
    """The integer that a numeral names, or None when it names none beyond doubt.

    Args:
        text: digits of either width (``664``, ``６６４``), positional (``六六四``, ``六〇七``) or
            place-value numerals up to 9999 (``六百六十四``, ``十二``, ``两千零五``); zero may be 零 〇 ○ or 0.

    >>> [read_numeral(s) for s in ("六六四", "六百六十四", "６６４", "六零七", "六百四", "6六4")]
    [664, 664, 664, 607, None, None]
    """
    if text.isascii() and text.isdigit():
        return int(text) if len(text) <= 9 else None
    text = narrow("".join(text.split()))
    if not _FORMAL.keys().isdisjoint(text):
        text = "".join([_FORMAL.get(char, char) for char in text])
    if text.isascii() and text.isdigit():
        return int(text) if len(text) <= 9 else None
    if text == "两":
        return 2
    if "十" in text or "百" in text or "千" in text:
        return _read_place(text)
    if _POSITIONAL.fullmatch(text) and not set(text) <= set("0O") and len(text) <= 9:
        return int("".join(str(_DIGITS[digit]) for digit in text))
    return None


def _read_place(text: str) -> int | None:
    match = _PLACE.fullmatch(text)
    if match is None:
        return None
    group = match.groupdict()
    thousands, hundreds, ten, units = group["thousands"], group["hundreds"], group["ten"], group["units"]
    if ten and not group["tens"] and thousands:
        return None  # 千十: a digit is missing, and nobody knows which
    # A zero stands where a place is skipped, and only there; 六百四 without one may mean 640.
    if bool(group["gap_hundreds"]) != bool(thousands and not hundreds and (ten or units) and not group["gap_tens"] and not group["gap_units"]):
        return None
    skipped_tens = bool(hundreds and not ten and units)
    if bool(group["gap_tens"] or group["gap_units"]) != skipped_tens or (group["gap_tens"] and group["gap_units"]):
        return None
    tens = _DIGITS[group["tens"] or "一"] if ten else 0
    return _DIGITS[thousands or "零"] * 1000 + _DIGITS[hundreds or "零"] * 100 + tens * 10 + _DIGITS[units or "零"]


def write_numeral(number: int, form: NumeralForm, *, zero: str = "〇") -> str:
    """The numeral for an integer from 1 to 9999 in one of the printed forms.

    >>> write_numeral(607, "positional"), write_numeral(607, "place"), write_numeral(12, "place"), write_numeral(664, "wide")
    ('六〇七', '六百零七', '十二', '６６４')
    """
    if not 1 <= number <= 9999:
        raise ValueError(f"no form is defined for {number}: from 1 to 9999")
    digits = str(number)
    if form == "digits":
        return digits
    if form == "wide":
        return "".join(chr(ord(digit) + 0xFEE0) for digit in digits)
    if form == "positional":
        return "".join(zero if digit == "0" else "一二三四五六七八九"[int(digit) - 1] for digit in digits)
    return _write_place(digits)


def _write_place(digits: str) -> str:
    out = ""
    for position, digit in enumerate(digits):
        unit = ["", "十", "百", "千"][len(digits) - position - 1]
        if digit != "0":
            out += "零一二三四五六七八九"[int(digit)] + unit
        elif out and not out.endswith("零"):
            out += "零"
    out = out.rstrip("零")
    return out.removeprefix("一") if out.startswith("一十") else out
