"""How a web page sets its text: what the style of each element says that matters to reading, by its tag, its page's rules, and its own attributes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bulletin_parse.limits import meter
from bulletin_parse.text.lazy import lazy_pattern

Declared = dict[str, str]

MOST_RULES = 2_000  # that say anything of what is read here; a page of a site has a few hundred
_WANTED = frozenset(
    [
        "display",
        "visibility",
        "opacity",
        "font-size",
        "font-weight",
        "font-family",
        "font",
        "text-align",
        "text-indent",
        "list-style-type",
        "list-style",
        "white-space",
        "mso-hide",
    ]
)
_BRACE = lazy_pattern("[{}]")
LONGEST_SELECTORS = 2_000  # characters
_LENGTH = lazy_pattern(r"(-?\d{1,5}(?:\.\d{1,4})?)\s*(px|pt|em|rem|%|cm|mm|in|pc)?")
_POINTS = {"px": 0.75, "pt": 1.0, "": 0.75, "cm": 28.35, "mm": 2.835, "in": 72.0, "pc": 12.0}
ROOT_SIZE = 12.0  # points: 16 pixels
_NAMED_SIZES = {"xx-small": 0.56, "x-small": 0.63, "small": 0.81, "medium": 1.0, "large": 1.13, "x-large": 1.5, "xx-large": 2.0}
_FONT_SIZES = (0.63, 0.81, 1.0, 1.13, 1.5, 2.0, 3.0)  # <font size=1> to 7
_BOLD = ("bold", "bolder", "600", "700", "800", "900")

OF_TAG: Mapping[str, Declared] = {
    **{tag: {"font-weight": "bold"} for tag in ("b", "strong", "th")},
    **{f"h{level}": {"font-weight": "bold", "font-size": f"{size}em"} for level, size in enumerate((2.0, 1.5, 1.17, 1.0, 0.83, 0.67), 1)},
    "center": {"text-align": "center"},
    "caption": {"text-align": "center"},
    "small": {"font-size": "0.83em"},
    "big": {"font-size": "1.2em"},
    "pre": {"white-space": "pre"},
}


def declared(text: str) -> Declared:
    """What a style says of what matters here.

    >>> declared("COLOR: red; Text-Align:center !important")
    {'text-align': 'center'}
    """
    found: Declared = {}
    for part in text.split(";"):
        name, colon, said = part.partition(":")
        if colon and (name := name.strip().lower()) in _WANTED:
            found[name] = said.replace("!important", "").strip().lower()
    return found


def rules_of(sheets: Iterable[str], tree: Any) -> dict[int, Declared]:
    """What the rules of a page say of its elements, by their memory ids, the last one last.

    Args:
        sheets: the texts of its ``style`` elements.
        tree: the page, which finds the elements of a selector.
    """
    found: dict[int, Declared] = {}
    taken = 0
    for sheet in sheets:
        for selectors, body in _rules(_uncommented(sheet)):
            said = declared(body)
            if not said:
                continue
            taken += 1
            if taken > MOST_RULES:
                return found
            meter().clock()
            for node in _selected(selectors, tree):
                found.setdefault(node.mem_id, {}).update(said)
    return found


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """The rules of a sheet, as selectors and body; those for some media only, and what else an @ begins, are left out."""
    depth, skipped, start, selectors = 0, False, 0, ""
    for brace in _BRACE.finditer(sheet):
        words = sheet[start : brace.start()]
        start = brace.end()
        if brace[0] == "{":
            if not depth:
                selectors = words.rpartition(";")[2].strip()
                skipped = selectors.startswith("@")
            depth += 1
        elif depth:
            depth -= 1
            if not depth and not skipped and len(selectors) <= LONGEST_SELECTORS:
                yield selectors, words


def _uncommented(sheet: str) -> str:
    kept, at = [], 0
    while (begin := sheet.find("/*", at)) >= 0:
        kept.append(sheet[at:begin])
        end = sheet.find("*/", begin + 2)
        at = len(sheet) if end < 0 else end + 2
    return "".join([*kept, sheet[at:]]).replace("<!--", "").replace("-->", "")


def _selected(selectors: str, tree: Any) -> list[Any]:
    if not selectors or ":" in selectors:  # states and parts of elements: none of them is an element as it is printed
        return []
    try:
        return list(tree.css(selectors))
    except Exception:  # noqa: BLE001 - a selector that the library does not know says nothing
        return []


def size_in(said: str, parent: float) -> float:
    """A font size in points, for that of the element around."""
    if said in _NAMED_SIZES:
        return ROOT_SIZE * _NAMED_SIZES[said]
    if said in ("smaller", "larger"):
        return parent * (0.83 if said == "smaller" else 1.2)
    found = _LENGTH.match(said)
    if not found:
        return parent
    number, unit = float(found[1]), found[2] or ""
    return number * parent if unit == "em" else number * ROOT_SIZE if unit == "rem" else number * parent / 100 if unit == "%" else number * _POINTS[unit]


def font_size_of(number: str) -> str | None:
    """What ``<font size=5>`` says, as a style would."""
    step = number.strip()
    at = int(step) if step.isdigit() else 3 + int(step) if re.fullmatch(r"[+-]\d", step) else 0
    return f"{ROOT_SIZE * _FONT_SIZES[min(7, at) - 1]}pt" if at > 0 else None


def is_bold(said: str, *, around: bool) -> bool:
    """Whether a weight is bold; what it does not say is as the element around."""
    return True if said in _BOLD else False if said in ("normal", "400", "300", "500", "lighter") else around


def length_in(said: str, size: float) -> float:
    """A length in points, for a font size."""
    found = _LENGTH.match(said)
    if not found:
        return 0.0
    number, unit = float(found[1]), found[2] or ""
    return number * size if unit == "em" else number * ROOT_SIZE if unit == "rem" else 0.0 if unit == "%" else number * _POINTS[unit]
