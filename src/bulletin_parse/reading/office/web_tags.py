"""What the tags and attributes of a web page mean: which begin paragraphs, what is not shown, and how lists count."""

from __future__ import annotations

from typing import Any

from bulletin_parse.reading.office.web_styles import Declared, font_size_of
from bulletin_parse.text.lazy import lazy_pattern

_TEXT = ["p", "li", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "figcaption", "address", "caption", "summary", "legend", "center"]
_PARTS = ["html", "body", "div", "section", "article", "header", "footer", "nav", "aside", "main", "form", "fieldset", "figure", "details", "hr", "marquee"]
_HOLDERS = ["ul", "ol", "dl", "menu", "dir", "table", "tr", "td", "th", "thead", "tbody", "tfoot"]
BLOCKS = frozenset([*_TEXT, *_PARTS, *_HOLDERS])  # they begin a paragraph, and end one
_SCRIPTS = ["head", "script", "style", "noscript", "template", "title"]
_EMBEDDED = ["iframe", "object", "embed", "canvas", "video", "audio", "svg", "map"]
SILENT = frozenset([*_SCRIPTS, *_EMBEDDED, "select", "option", "textarea", "datalist", "rt", "rp"])  # no text of the page, or none of its own
FURNITURE, FURNITURE_ROLES = frozenset(["nav", "footer", "aside", "button"]), frozenset(["navigation", "contentinfo", "banner", "search"])
ARTICLES = frozenset(["main", "article"])
PICTURES = frozenset(["img", "image"])
SMALLEST_PICTURE = 24.0  # pixels: what is smaller is an icon
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_STYLES = {
    "decimal": "decimal",
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "cjk-ideographic": "chineseCounting",
    "simp-chinese-informal": "chineseCounting",
    "trad-chinese-informal": "chineseCounting",
    "decimal-leading-zero": "decimalZero",
}
MOST_SPANNED = 63  # columns
_VOID = ["br", "img", "input", "link", "meta", "hr", "col", "source", "wbr", "html", "body", "option"]
_UNENDED = frozenset([*_TEXT, *_VOID, "tr", "td", "th", "thead", "tbody", "tfoot", "rt", "rp"])
_TAG = lazy_pattern(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_WHOLE = lazy_pattern(r"-?\d{1,6}")
_PIXELS = lazy_pattern(r"\d{1,6}(?:\.\d{1,4})?(?:px)?")


def nesting(text: str) -> int:
    """How deep a page's elements are nested, told by its tags; those that need no end are not counted.

    >>> nesting("<div><p>1<p>2<section></section></div>")
    2
    """
    depth = deepest = 0
    for tag in _TAG.finditer(text):
        if tag[2].lower() not in _UNENDED:
            depth += -1 if tag[1] else 1
            deepest = max(deepest, depth)
            depth = max(depth, 0)
    return deepest


class OpenList:
    """A list that is open: what its next item counts."""

    def __init__(self, next_number: int, step: int, form: str) -> None:
        self.next, self.step, self.form = next_number, step, form


def by_attributes(tag: str, attributes: dict[str, str | None]) -> Declared:
    """What attributes of old pages say as styles do now."""
    said: Declared = {}
    if align := (attributes.get("align") or "").lower():
        said["text-align"] = align
    if tag == "font":
        if size := font_size_of(attributes.get("size") or ""):
            said["font-size"] = size
        if face := attributes.get("face"):
            said["font-family"] = face.lower()
    return said


def list_of(node: Any, style: str) -> OpenList:
    """The list that an element begins, in a style such as ``lower-roman``."""
    attributes = node.attributes
    style = style.split(" ")[0]
    if style == "none":
        return OpenList(1, 1, "")
    if node.tag == "ul":
        return OpenList(1, 1, _STYLES.get(style, "bullet"))
    start = attributes.get("start") or "1"
    backwards = "reversed" in attributes
    form = _STYLES.get(style) or _FORMS.get(attributes.get("type") or "1", "decimal")
    return OpenList(int(start) if _WHOLE.fullmatch(start) else 1, -1 if backwards else 1, form)


def span_of(node: Any, name: str) -> int:
    """How many columns or rows a cell takes."""
    said = (node.attributes.get(name) or "1").strip()
    return min(MOST_SPANNED, max(1, int(said))) if said.isdigit() and len(said) < 6 else 1


def is_seen(node: Any) -> bool:
    """Whether a picture is more than an icon or a counter, as far as the page says."""
    style = _sizes(node.attributes.get("style") or "")
    for name in ("width", "height"):
        said = style.get(name) or node.attributes.get(name) or ""
        if _PIXELS.fullmatch(said.strip()) and float(said.strip().removesuffix("px")) < SMALLEST_PICTURE:
            return False
    return True


def _sizes(text: str) -> dict[str, str]:
    """The width and height that a style gives."""
    pairs = [part.partition(":") for part in text.lower().split(";")]
    return {name.strip(): said.strip() for name, _, said in pairs if name.strip() in ("width", "height")}
