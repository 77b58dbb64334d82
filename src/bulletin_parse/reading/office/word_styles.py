"""How Word sets a paragraph and a run: defaults, styles over styles, and what stands in the text itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from bulletin_parse.reading.office.sheet import DEFAULT_SIZE, Look

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LONGEST_CHAIN = 20  # styles that are based on one another
_OFF = ("0", "false", "off", "none")
_FONTS = ("eastAsia", "eastAsiaTheme", "ascii", "asciiTheme", "hAnsi")
_WHITE = "FFFFFF"
_TWIPS = 20  # a point
_CHARS = 100  # w:firstLineChars counts hundredths of a character

Facts = dict[str, Any]


class Setting(NamedTuple):
    """How a paragraph is set: whether in the middle, and where its first line begins, in points right of the text's edge."""

    centred: bool
    start: float


def is_on(element: Any, tag: str) -> bool | None:
    """What a property that is on or off says; None where it is not there."""
    found = element.find(W + tag) if element is not None else None
    return None if found is None else found.get(W + "val", "1") not in _OFF


def value(element: Any, tag: str, attribute: str = "val") -> str | None:
    """An attribute of a child; None where there is none."""
    found = element.find(W + tag) if element is not None else None
    return None if found is None else found.get(W + attribute)


class Styles:
    """The styles of a document.

    Args:
        root: the element ``w:styles``; None where a document has none.
    """

    def __init__(self, root: Any) -> None:
        self._of_id: dict[str, Any] = {}
        self._default: dict[str, str] = {}
        self._base: Facts = {}
        self._known: dict[str, Facts] = {}
        if root is None:
            return
        for style in root.iterchildren(W + "style"):
            name = style.get(W + "styleId", "")
            self._of_id[name] = style
            if style.get(W + "default") in ("1", "true", "on"):
                self._default[style.get(W + "type", "")] = name
        defaults = root.find(W + "docDefaults")
        if defaults is not None:
            for holder, tag in (("rPrDefault", "rPr"), ("pPrDefault", "pPr")):
                found = defaults.find(f"{W}{holder}/{W}{tag}")
                self._base |= _run_facts(found) if tag == "rPr" else _paragraph_facts(found)

    def of_paragraph(self, properties: Any) -> Facts:
        """What the style of a paragraph, and its own properties, say of it and its runs."""
        name = value(properties, "pStyle") or self._default.get("paragraph", "")
        return {**self._base, **self._of_style(name), **_paragraph_facts(properties), "style": name}

    def setting(self, facts: Mapping[str, Any], numbering: Mapping[str, Any]) -> Setting:
        """How a paragraph is set.

        Args:
            facts: what styles and its own properties say.
            numbering: what the level of its list says of its indents, where the paragraph itself says nothing.
        """
        merged = {**numbering, **{name: said for name, said in facts.items() if name not in numbering or facts.get("own_indent")}}
        size = float(facts.get("size", DEFAULT_SIZE))
        start = _length(merged, "left", size) + _length(merged, "firstLine", size) - _length(merged, "hanging", size)
        return Setting(facts.get("jc") == "center", start)

    def look(self, facts: Mapping[str, Any]) -> Look:
        """The look of a run."""
        return Look(float(facts.get("size", DEFAULT_SIZE)), str(facts.get("font", "")), bool(facts.get("bold")))

    def of_run(self, facts: Facts, properties: Any) -> Facts:
        """What a run's own style and properties say beside those of its paragraph."""
        if properties is None:
            return facts
        name = value(properties, "rStyle")
        return {**facts, **(self._of_style(name) if name else {}), **_run_facts(properties)}

    def _of_style(self, name: str) -> Facts:
        """What a style says, and those that it is based on."""
        if name not in self._known:
            chain: list[Any] = []
            at: str | None = name
            while at and (style := self._of_id.get(at)) is not None and len(chain) < LONGEST_CHAIN and style not in chain:
                chain.append(style)
                at = value(style, "basedOn")
            said: Facts = {}
            for style in reversed(chain):
                own = _paragraph_facts(style.find(W + "pPr"))
                if "numId" in own:
                    own["numbered_by"] = style.get(W + "styleId", "")
                said |= {**own, **_run_facts(style.find(W + "rPr"))}
            said.pop("own_indent", None)
            self._known[name] = said
        return self._known[name]


def is_white(facts: Mapping[str, Any]) -> bool:
    """Whether a run is white, on nothing that is said to be dark."""
    return facts.get("colour") == _WHITE and not facts.get("shaded")


def _run_facts(properties: Any) -> Facts:
    if properties is None:
        return {}
    said: Facts = {}
    if (size := value(properties, "sz")) and size.isdigit():
        said["size"] = int(size) / 2
    fonts = properties.find(W + "rFonts")
    if fonts is not None and (font := next((fonts.get(W + name) for name in _FONTS if fonts.get(W + name)), None)):
        said["font"] = font
    for name, tag in (("bold", "b"), ("hidden", "vanish")):
        if (on := is_on(properties, tag)) is not None:
            said[name] = on
    if (colour := value(properties, "color")) is not None:
        said["colour"] = colour.upper()
    if value(properties, "highlight") or value(properties, "shd", "fill"):
        said["shaded"] = True
    return said


def _paragraph_facts(properties: Any) -> Facts:
    if properties is None:
        return {}
    said: Facts = {}
    if (jc := value(properties, "jc")) is not None:
        said["jc"] = jc
    indents = properties.find(W + "ind")
    if indents is not None:
        said |= {name.removeprefix(W): number for name, number in indents.attrib.items()}
        if "start" in said:
            said["left"] = said.pop("start")
        said["own_indent"] = True
    numbers = properties.find(W + "numPr")
    if numbers is not None:
        for tag in ("numId", "ilvl"):
            if (number := value(numbers, tag)) is not None:
                said[tag] = number
    if value(properties, "shd", "fill") not in (None, "auto", _WHITE):
        said["shaded"] = True
    return said


def _length(facts: Mapping[str, Any], name: str, size: float) -> float:
    """An indent in points: in characters where it is said so, which counts before twips."""
    for key, unit in ((f"{name}Chars", size / _CHARS), (name, 1 / _TWIPS)):
        try:
            if key in facts and float(facts[key]):
                return float(facts[key]) * unit
        except ValueError:
            continue
    return 0.0
