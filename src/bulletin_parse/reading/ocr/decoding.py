"""The recogniser's probabilities to characters, with what else each might be and where it stands.

The decoder is masked to the characters that a bulletin can hold: left to itself the model drifts into traditional forms
where a face is unusual (楷体).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

from bulletin_parse.reading.document import Character
from bulletin_parse.reading.ocr.settings import ALTERNATIVES, LEAST_ALTERNATIVE
from bulletin_parse.text.lazy import lazy_pattern

_ZEROS = "〇○◯"
_MARKS = "“”‘’—–…·•℃‰％±×÷≥≤≈→←↑↓°²³①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳■□◆◇●▲△▼▽★☆※ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ￥㎡"
# 一 with the dash at this weight may be one; at the second it is one; at the third it is if another stroke that may be one
# stands no further away than the fourth, in characters.
ONE, DASH = "一", "—"
DOUBTFUL_STROKE, LIKELY_DASH, PAIRED_DASH, DASH_COMPANY = 0.002, 0.05, 0.005, 8
# Beside these 一 is part of a word (一次, 统一), and a dash only if the model itself says so with this weight.
BEFORE_ONE, AFTER_ONE, CERTAIN_DASH = "统第唯之同单逐不合周十归专万划", "次个种些位名项站件份条批台套张届期般样定直致律起切旦周年月天日季体键码批度线流", 0.3
ZERO, CIRCLE = "〇", "○"
# A dash with more room than this many characters is a double one.
LONG_DASH = 1.5
# At a line's beginning a dash or hyphen is a double dash if the next character stands this many characters from its middle.
HYPHENS, HALF_LONG_DASH = "-–—", 1.3
SENTENCE_ENDS = "。！？；"
_FRAMED = lazy_pattern(r"[-–—] ?\d{1,3} ?[.·]")
_NUMERALS = set("一二三四五六七八九十百〇零第年")
# Dots that may be specks, and how sure the model must be: between letters or digits and after a number at a line's
# beginning, between the parts of a name, anywhere else.
SPECKS, NUMBER_DIGITS = ".·", 3
LIKELY_DOT, NAME_DOT, ODD_DOT = 0.62, 0.9, 0.999
# A date with its characters, and an issue's number, have no dots, however sure the model is of one: 20.15年03月, 04月0.3日, 第15.3期.
_UNDOTTED = lazy_pattern(r"第[\d.]{2,6}期|(?<![\d.])(?:[\d.]{4,6}年[\d.]{1,4}月(?:[\d.]{1,4}日)?|[\d.]{1,4}月[\d.]{1,4}日)")
# Stops of which two never stand together: the less probable one is a speck if it is less so than this.
STOPS, LIKELY_STOP = "，。、；：,;:", 0.9
BLANK = 0  # the model's first class: no character


def is_expected(char: str, further: frozenset[str] = frozenset()) -> bool:
    """Whether a bulletin can hold a character: ASCII, Chinese punctuation, full-width forms, GB 2312, the zero characters.

    Args:
        char: one character.
        further: characters beyond these, such as those of rare names.
    """
    if len(char) != 1:
        return False
    if char.isascii() or char in _MARKS or char in _ZEROS or char in further or "\u3000" <= char <= "\u3011" or "\uff01" <= char <= "\uff5e":
        return True
    if not "\u4e00" <= char <= "\u9fff":
        return False
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@lru_cache(maxsize=4)
def allowed_classes(classes: tuple[str, ...], further: frozenset[str] = frozenset()) -> Any:
    """Which of the model's classes may be read, as a vector of truth values; the blank always may."""
    import numpy as np

    mask = np.array([at == BLANK or is_expected(char, further) for at, char in enumerate(classes)])
    mask.setflags(write=False)
    return mask


def decode(probabilities: Any, classes: Sequence[str], mask: Any) -> list[Character]:
    """The characters of one line.

    Args:
        probabilities: steps × classes, as the model gives them.
        classes: the character of each class.
        mask: which classes may be read.
    """
    import numpy as np

    best = probabilities.argmax(axis=1)
    # Masking all of the model's 18,710 classes at every step costs as much as a tenth of recognition; few steps need it.
    barred = np.flatnonzero(~mask[best])
    best[barred] = np.where(mask, probabilities[barred], 0.0).argmax(axis=1)
    steps = len(best)
    characters: list[Character] = []
    start = 0
    while start < steps:
        end = start + 1
        while end < steps and best[end] == best[start]:
            end += 1
        if best[start] != BLANK:
            seen = np.where(mask, probabilities[start:end].max(axis=0), 0.0)
            characters.append(_character(seen, int(best[start]), classes, (start + end) / 2 / steps))
        start = end
    return characters


def _character(seen: Any, best: int, classes: Sequence[str], place: float) -> Character:
    """One character: its most certain step speaks for it, and the others are what any of its steps saw."""
    import numpy as np

    likely = np.flatnonzero(seen >= LEAST_ALTERNATIVE).tolist()
    others = sorted([(classes[at], round(float(seen[at]), 4)) for at in likely if at not in (best, BLANK)], key=_by_weight)
    return Character(classes[best], round(float(seen[best]), 4), round(place, 4), tuple(others[:ALTERNATIVES]))


def _by_weight(pair: tuple[str, float]) -> tuple[float, str]:
    return (-pair[1], pair[0])


def settled(characters: Sequence[Character]) -> list[Character]:
    """The characters with those strokes made dashes that are 一 to the model and a dash by their company.

    “云一边一端”: a real 一 leaves the model no doubt, and dashes come in pairs. A dash that takes two characters' room is two.
    """
    out = _without_specks(_page_number([_zero(characters, at) for at in range(len(characters))]))
    if len(out) > 1 and out[0].char == DASH and out[1].char in "、.．":  # a line's number, and no dash
        out[0] = out[0]._replace(char=ONE, others=((DASH, out[0].probability), *[each for each in out[0].others if each[0] != ONE]))
    strokes = [at for at, character in enumerate(out) if _dash_weight(character) >= DOUBTFUL_STROKE or character.char == DASH]
    for at in strokes:  # in order: one that has become a dash speaks for those behind it
        if _is_a_dash(out, at, strokes):
            read = out[at]
            others = ((read.char, read.probability), *[each for each in read.others if each[0] != DASH])
            out[at] = read._replace(char=DASH, probability=max(_dash_weight(read), 1 - read.probability), others=others)
    return _long_dashes(out)


def _is_a_dash(characters: Sequence[Character], at: int, strokes: Sequence[int]) -> bool:
    """Whether a stroke that was read as 一 is a dash: by the model's own doubt, or since another stroke near it may be one."""
    if characters[at].char == DASH or (at == 0 and len(characters) > 1 and characters[1].char in "、.．"):
        return False
    weight = _dash_weight(characters[at])
    if weight < CERTAIN_DASH and _is_in_a_word(characters, at):
        return False
    company = [characters[other] for other in strokes if other != at and abs(other - at) <= DASH_COMPANY]
    return weight >= LIKELY_DASH or any(other.char == DASH or max(weight, _dash_weight(other)) >= PAIRED_DASH for other in company)


def _long_dashes(characters: list[Character]) -> list[Character]:
    """The characters with dashes as long as the room they take: two where they stand in that of two characters, or end a sentence."""
    out, step = characters, _step(characters)
    if len(out) > 1 and step and out[0].char in HYPHENS and _is_ideograph(out[1].char) and out[1].place - out[0].place >= HALF_LONG_DASH * step:
        half = out[0]._replace(char=DASH, others=((out[0].char, out[0].probability),))
        out = [half, half._replace(place=round(out[1].place - step, 4)), *out[1:]]
    doubled = []
    for at, character in enumerate(out):
        doubled.append(character)
        before, after = out[at - 1].char if at else DASH, out[at + 1].char if at + 1 < len(out) else ""
        if character.char not in HYPHENS or DASH in (before, after):
            continue
        if not after:
            is_long = before in SENTENCE_ENDS and (character.char == DASH or any(char == DASH for char, _ in character.others))
        else:
            room = out[at + 1].place - out[at - 1].place - (_half(before) + _half(after)) * (step or 1.0)
            is_long = bool(step) and room > LONG_DASH * (step or 1.0) and (character.char == DASH or min(before, after) > DASH)
        if is_long:
            doubled[-1:] = [character._replace(char=DASH)] * 2
    return doubled


def _page_number(characters: list[Character]) -> list[Character]:
    """A line that is a page number between two dashes with its second dash, which a scan makes a dot: “-2.”."""
    if _FRAMED.fullmatch("".join([character.char for character in characters])):
        return [*characters[:-1], characters[-1]._replace(char=characters[0].char, others=((characters[-1].char, characters[-1].probability),))]
    return characters


def _without_specks(characters: Sequence[Character]) -> list[Character]:
    """The characters without those dots that are specks of dirt, by what stands beside them and how sure the model was."""
    chars = [character.char for character in characters]
    doubled = {at for at in range(len(characters)) if chars[at] in STOPS and characters[at].probability < LIKELY_STOP and _yields(characters, at)}
    dated = {at for match in _UNDOTTED.finditer("".join(chars)) for at in range(*match.span())}
    specks = {at for at, character in enumerate(characters) if character.char in SPECKS and (at in dated or character.probability < _sure_dot(chars, at))}
    return [character for at, character in enumerate(characters) if at not in specks | doubled]


def _yields(characters: Sequence[Character], at: int) -> bool:
    """Whether a stop stands beside one that is more probable."""
    return any(
        character.char in STOPS and character.probability > characters[at].probability
        for character in (*characters[max(at - 1, 0) : at], *characters[at + 1 : at + 2])
    )


def _sure_dot(chars: Sequence[str], at: int) -> float:
    """How sure a dot must be at its place to be one."""
    before, after = chars[at - 1] if at else "", chars[at + 1] if at + 1 < len(chars) else ""
    if chars[at] == ".":
        joins = before.isascii() and after.isascii() and before.isalnum() and after.isalnum()
        numbers = 0 < at <= NUMBER_DIGITS and all(char.isdigit() for char in chars[:at])
        if joins or numbers or (before.isascii() and before.isalnum() and not after):
            return LIKELY_DOT
        return ODD_DOT
    return NAME_DOT if _is_ideograph(before) and _is_ideograph(after) else ODD_DOT


def _is_ideograph(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def _zero(characters: Sequence[Character], at: int) -> Character:
    """An ideographic zero where a circle stands among numerals: faces draw both alike, and the model guesses."""
    character = characters[at]
    beside = {each.char for each in characters[max(at - 1, 0) : at + 2]} & _NUMERALS
    if character.char != CIRCLE or not beside:
        return character
    others = [(CIRCLE, character.probability), *[each for each in character.others if each[0] != ZERO]]
    return character._replace(char=ZERO, probability=character.probability, others=tuple(others))


def _dash_weight(character: Character) -> float:
    return next((weight for char, weight in character.others if char == DASH), 0.0) if character.char == ONE else 0.0


def _is_in_a_word(characters: Sequence[Character], at: int) -> bool:
    """Whether the character before or after 一 makes a word with it."""
    return (at > 0 and characters[at - 1].char in BEFORE_ONE) or (at + 1 < len(characters) and characters[at + 1].char in AFTER_ONE)


def _step(characters: Sequence[Character]) -> float | None:
    """The usual distance of two Han characters, as a share of the line."""
    steps = sorted([b.place - a.place for a, b in pairwise(characters) if "\u4e00" <= a.char <= "\u9fff" and "\u4e00" <= b.char <= "\u9fff"])
    return steps[len(steps) // 2] if steps else None


def _half(char: str) -> float:
    """Half a character's width, in Han characters."""
    return 0.5 if char >= "\u2e80" else 0.25
