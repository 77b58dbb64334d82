"""Characters that look alike, and what each is taken for: the one table that matching and the repair of recognition ask.

A class is a string of characters that some face draws alike, or that a scan blurs into one another; its first character is its
name. Tables for ``str.translate`` are made from the classes, each for the kind of text that it is asked of.
"""

from __future__ import annotations

import re

# In an address, which is ASCII: strokes, rounds, and digits beside letters.
STROKES, ROUNDS = "1lI|!i", "0OoQD"
IN_ADDRESSES = (STROKES, ROUNDS, "5S", "8B", "2Z", "6b", "9gq", "vu", "ce", "-_~ ")
# Only the first of these are so often misread that the names of hosts and the literal parts of a path are compared by them.
FREQUENT = IN_ADDRESSES[:5]

# In any text, Chinese among it. Further strokes and rounds come in, and D, which no Chinese text has for a zero, goes.
IN_TEXT = (
    "1lI|!i丨",
    "0OoQ〇○",
    "-—–_一―－",
    ".,·、。",
    ":;：；",
    "\"“”'‘’",
    "()（）",
    "，、",
    "己已巳",
    "日曰",
    "人入",
    "未末",
    "土士",
    "千干于",
    "戌戊戍",
)

# A letter that stands for a digit in a number. An i with its dot is one only where a shape says that a digit is there.
_ZEROS_AND_ONES = dict.fromkeys("lI|!", "1") | dict.fromkeys("OoQ", "0")
_SELDOM = {"D": "0", "S": "5", "B": "8", "Z": "2"}
_SELDOM_IN_HEX = {"S": "5", "Z": "2", "g": "9"}  # D and B are hexadecimal digits themselves
AS_DIGITS = str.maketrans(_ZEROS_AND_ONES)
AS_DIGITS_OF_A_DATE = str.maketrans(_ZEROS_AND_ONES | _SELDOM)
AS_DIGITS_OF_A_SHAPE = str.maketrans(_ZEROS_AND_ONES | {"i": "1"} | _SELDOM)
AS_HEX_OF_A_SHAPE = str.maketrans(_ZEROS_AND_ONES | {"i": "1"} | _SELDOM_IN_HEX)
AS_LOOK = str.maketrans(_ZEROS_AND_ONES | {"i": "1"})  # two words that look alike become one
AS_LETTERS = str.maketrans(dict.fromkeys("1I|!", "l") | {"0": "o"})  # a digit that stands for a letter in a word
AS_FREQUENT = str.maketrans({char: each[0] for each in FREQUENT[:3] for char in each})

# The letters of these tables, for patterns: [0-9lI|!OoQDSBZ] is what may be a digit.
LIKE_DATE_DIGITS = re.escape("".join(map(chr, AS_DIGITS_OF_A_DATE)))
LIKE_SHAPE_DIGITS = re.escape("".join(map(chr, AS_DIGITS_OF_A_SHAPE)))
LIKE_SHAPE_HEX = re.escape("".join(map(chr, AS_HEX_OF_A_SHAPE)))

# Letters that may be a digit where a token is one of them alone (6803821_o), or has it before its digits (Z02108).
LONE, LEADING = frozenset("lIOoQD"), frozenset("lIOoQDSBZqgb")

# Punctuation in a host's name, which has but dots and hyphens.
AS_HOST = str.maketrans({"，": ".", ",": ".", "·": ".", "。": ".", "_": "-", " ": ""})

# Quotation marks and colons of any form, which editors and converters exchange: one character each to titles.
AS_PLAIN_MARKS = str.maketrans(dict.fromkeys("“”„‟「」『』〝〞＂‘’‚‛＇'", '"') | dict.fromkeys("∶꞉ː︓", ":"))
# Those that people type for the plain one in a search.
AS_PLAIN_QUOTES = str.maketrans(dict.fromkeys("“”„‟", '"'))


def variants(char: str) -> str:
    """The characters that a literal character of a path may have been read as, itself among them, sorted.

    >>> variants("l"), variants("x")
    ('!1Iil|', 'x')
    """
    return "".join(sorted({char, *(other for each in FREQUENT if char in each for other in each)}))
