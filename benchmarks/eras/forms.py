"""Numbers and dates as an office prints them, chosen by a format specification: `{n:han}`, `{date:dots}`."""

from __future__ import annotations

from datetime import date

DIGITS = "〇一二三四五六七八九"
FULL = str.maketrans("0123456789", "０１２３４５６７８９")
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
WEEKDAYS = "一二三四五六日"


def positional(number: int, zero: str = "〇") -> str:
    """Chinese numerals digit by digit: 664 is 六六四."""
    return "".join(DIGITS[int(digit)] for digit in str(number)).replace("〇", zero)


def place_value(number: int) -> str:
    """Chinese numerals by place value up to 999: 664 is 六百六十四, 12 is 十二."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = DIGITS[hundreds] + "百" if hundreds else ""
    if tens:
        words += ("" if tens == 1 and not hundreds else DIGITS[tens]) + "十"
    elif hundreds and ones:
        words += "零"
    return words + (DIGITS[ones] if ones or not number else "")


class Number(int):
    """An integer whose format specification names the numerals."""

    def __format__(self, spec: str) -> str:
        """The number as `pos`, `pos0` (zero 零), `poso` (zero ○), `han`, `full`, `circled`, `plain` or as Python would."""
        number = int(self)
        forms = {
            "": lambda: str(number),
            "pos": lambda: positional(number),
            "pos0": lambda: positional(number, "零"),
            "poso": lambda: positional(number, "○"),
            "han": lambda: place_value(number),
            "full": lambda: str(number).translate(FULL),
            "circled": lambda: CIRCLED[number - 1],
            "spaced": lambda: f" {number} ",
        }
        return forms[spec]() if spec in forms else format(number, spec)


class Day(date):
    """A date whose format specification names the form."""

    def __format__(self, spec: str) -> str:
        """The date as `ymd`, `ymd0`, `han`, `hano`, `iso`, `dots`, `slashes`, `full`, `spaced`, `week`, `md`, `md0`, `mdots`, `d`; else strftime."""
        y, m, d = self.year, self.month, self.day
        forms = {
            "ymd": f"{y}年{m}月{d}日",
            "ymd0": f"{y}年{m:02}月{d:02}日",
            "han": f"{positional(y)}年{place_value(m)}月{place_value(d)}日",
            "hano": f"{positional(y, '○')}年{place_value(m)}月{place_value(d)}日",
            "iso": f"{y}-{m:02}-{d:02}",
            "": f"{y}-{m:02}-{d:02}",
            "dots": f"{y}.{m}.{d}",
            "dots0": f"{y}.{m:02}.{d:02}",
            "slashes": f"{y}/{m:02}/{d:02}",
            "slash": f"{y}/{m}/{d}",
            "full": f"{y}年{m}月{d}日".translate(FULL),
            "spaced": f"{y} 年 {m} 月 {d} 日",
            "week": f"星期{WEEKDAYS[self.weekday()]}",
            "zhou": f"周{WEEKDAYS[self.weekday()]}",
            "md": f"{m}月{d}日",
            "md0": f"{m:02}月{d:02}日",
            "mdots": f"{m}.{d}",
            "d": f"{d}日",
            "compact": f"{y}{m:02}{d:02}",
        }
        return forms[spec] if spec in forms else self.strftime(spec)
