"""Markup inside a paragraph: taken off, its words kept, each line of the paragraph still a line."""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Callable
from typing import NamedTuple

from bulletin_parse.reading.text.habits import INLINE_MARKS, MarkupHabits
from bulletin_parse.reading.text.lines import line_ends
from bulletin_parse.reading.text.typography import restored
from bulletin_parse.text.lazy import lazy_pattern

# While markup is read these stand for what was found: no text has them, since reading drops control characters.
BREAK, FIGURE, _STRONG_ON, _STRONG_OFF = "\x0b", "\x1c", "\x0e", "\x0f"
# Escaped characters stand aside as noncharacters, of which there are as many as ASCII has punctuation.
_PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
_ASIDE = {char: chr(0xFDD0 + at) for at, char in enumerate(_PUNCTUATION)}
_BACK = {aside: char for char, aside in _ASIDE.items()}
_STANDS_ASIDE = lazy_pattern(f"[{min(_BACK)}-{max(_BACK)}]")
_ESCAPE = lazy_pattern(r"\\([!-/:-@\[-`{-~])")
_HARD_BREAK = lazy_pattern(r"(?:\\| {2,})(?=\n|\Z)")

_IMAGE = lazy_pattern(
    r"!\[\[[^\[\]\n]{1,300}\]\]|!\[[^\[\]]{0,1000}\](?:\((?:[^()!]|!(?!\[)|\([^()]*\))*\)|\[[^\[\]]{0,1000}\])?(?:\{[^{}]{0,300}\})?|<img\b[^<>]*>",
    re.IGNORECASE,
)
_OMITTED = lazy_pattern(r"\*{0,2}==> picture [^\n<>]{0,60} intentionally omitted <==\*{0,2}")
_PICTURE_TEXT = lazy_pattern(r"\*{0,2}(?<!-)-{4,}+ (?:Start|End) of picture text -{4,}\*{0,2}")
_NAMELESS = r"图片|插图|配图|图像|image|picture|photo|img"
_SOME_NAMELESS = ("图", "[]", "image", "picture", "photo", "img")  # one of these is in any placeholder, in lower case
_PLACEHOLDER = lazy_pattern(rf"^[ \t]*(?:\[\]|[\[【（(\[<*_]{{1,2}}(?:{_NAMELESS})\s*\d{{0,3}}[\]】）)\]>*_]{{1,2}})[ \t]*$", re.IGNORECASE | re.MULTILINE)
_SPAN = lazy_pattern(r"\[(?P<text>[^\[\]]*)\]\{(?:[#.][^{}]{0,200}|[a-z-]+=[^{}]{0,200})\}")
_ATTRIBUTES = lazy_pattern(r"(?<=[)>])\{(?:[#.][^{}]{0,200}|(?:width|height|style|target)=[^{}]{0,200})\}")
_LINK = lazy_pattern(r"\[(?P<text>[^\[\]]*)\]\([ ]?<?(?P<target>(?:[^()\s<>]|\([^()]*\))*)>?(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?[ ]?\)")
# Obsidian and wikis: [[page#heading|words]], [[#heading]].
_WIKI = lazy_pattern(r"\[\[(?:[^\[\]|\n]*\||#)?(?P<text>[^\[\]|\n]+)\]\](?!\()")
_REFERENCE = lazy_pattern(r"\[(?P<text>[^\[\]]+)\]\[(?P<name>[^\[\]]{0,100})\]")
_SHORTCUT = lazy_pattern(r"\[(?P<text>[^\[\]]*[^\[\]\s\d][^\[\]]*)\](?![\[(:])")  # its own words name its target; a number alone is a note's
_ANGLE = lazy_pattern(r"<(?P<target>[a-z][a-z0-9+.-]{1,20}:[^<>\s]*|[\w.+-]+@[\w-]+\.[\w.-]+)>", re.IGNORECASE)
_LINE_BREAK = lazy_pattern(r"<br\s*/?>|</(?:p|div|h[1-6]|li|tr|center|blockquote)\s*>", re.IGNORECASE)
_BOLD_TAG = lazy_pattern(r"<(?P<end>/)?(?:b|strong)\b[^<>]{0,200}>", re.IGNORECASE)
_TARGET = lazy_pattern(r"<a\b[^<>]*?\bhref\s*=\s*[\"']?(?P<target>[^\"'<>\s]+)", re.IGNORECASE)
_TAG = lazy_pattern(
    r"</?(?:a|abbr|article|aside|big|blockquote|body|center|cite|code|del|details|dfn|div|em|figcaption|figure|font|footer|h[1-6]|header|hr|html|i|ins|kbd|label|li"
    r"|main|mark|nav|o:p|ol|p|picture|pre|q|s|section|small|source|span|strike|sub|summary|sup|tbody|td|th|thead|time|tr|tt|u|ul|var|wbr)\b[^<>]{0,1000}>",
    re.IGNORECASE,
)
_ENTITY = lazy_pattern(r"&(?:[A-Za-z]{2,24}\d{0,2}|#\d{2,7}|#[xX][0-9a-fA-F]{2,6});")
_CODE = lazy_pattern(r"(?<!`)(`{1,2})(?!`)(?P<text>[^`\n]+)\1(?!`)(?:\{=[a-z]+\})?")
_STARS = lazy_pattern(r"\*+")
_UNDERLINE = lazy_pattern(r"(_(?<![\w:/]_)_{0,2})(?=[^\s_])(?P<text>[^_\n]+)(?<=\S)\1(?![\w/])")
_STRUCK = lazy_pattern(r"(?<![!-~])~~(?=\S)(?P<text>[^~\n]+)(?<=\S)~~(?!~)")
_HIGHLIGHT = lazy_pattern(r"(?<![!-~])==(?=[^\s=>])(?P<text>[^=\n]+)(?<=\S)==(?!=)")
# No opening mark stands before these, and no word ends with an opening mark.
_CLOSING = frozenset("，。、；：！？）】》」』”’,.;:!?)]}…")
# What any markup of a line has in it, beside two spaces and a placeholder's bracket at its beginning: most lines have none.
_MARKUP = lazy_pattern(rf"[{re.escape(INLINE_MARKS)}]")
_OPENS_PLACEHOLDER = "【（"
_MAY_OPEN_PLACEHOLDER = _OPENS_PLACEHOLDER + "("  # beside another's bracket in its paragraph
# A line that begins with none of these, and with no white space, has no markup of whole lines; nor any inside it, without marks and two spaces in it,
# unless it is a placeholder.
BLOCK_MARKS = frozenset("{-\\<[`~:=>*+#_")
MAY_BE_MARKUP = BLOCK_MARKS | frozenset(_MAY_OPEN_PLACEHOLDER)
# A bold run that a converter wrapped spans no more lines than this.
_LONGEST_STRONG = 4


class Inline(NamedTuple):
    """A paragraph without its markup: per printed line its pieces, each with whether it was bold as a whole and whether a break ends it.

    ``targets`` are the links' targets and ``figures`` the pictures, each with the place of its line.
    """

    lines: list[list[tuple[str, bool, bool]]]
    targets: list[tuple[int, str]]
    figures: list[int]


def unmarked(text: str, habits: MarkupHabits, references: dict[str, str]) -> Inline:
    """A paragraph without its markup.

    Args:
        text: its lines, parted by line feeds.
        habits: what the writer of the text did.
        references: the targets of ``[text][name]``, by name in lower case.
    """
    if is_bare(text, habits):
        return Inline([[(line, False, False)] for line in text.split("\n")], [], [])
    targets: list[tuple[int, str]] = []
    escaped = habits.markdown and "\\" in text
    if escaped or (habits.markdown and "  " in text):
        text = _ESCAPE.sub(lambda match: _ASIDE[match[1]], _HARD_BREAK.sub(BREAK, text))
    if "<" in text or "[" in text or "【" in text or "（" in text:
        text = _without_pictures(text)
        text = _without_links(text, targets, references)
        text = _without_tags(text, targets)
    if habits.markdown:
        text = _without_emphasis(text)
    if "&" in text:
        text = _ENTITY.sub(lambda match: html.unescape(match[0]).replace("\n", " "), text).replace("\xa0", " ")
    if habits.typography:
        text = restored(text)
    figures = [at for at, line in enumerate(text.split("\n")) for _ in range(line.count(FIGURE))] if FIGURE in text else []
    return Inline(_pieces(_put_back(text) if escaped else text), targets, figures)


def is_bare(text: str, habits: MarkupHabits) -> bool:
    """Whether a paragraph has nothing that could be markup; one of several lines is looked through if one may be a placeholder."""
    if habits.typography or "  " in text or (habits.inline and _MARKUP.search(text)):
        return False
    if "\n" in text:
        return not any(map(text.__contains__, _OPENS_PLACEHOLDER))
    return not (text.lstrip()[:1] in _MAY_OPEN_PLACEHOLDER and _PLACEHOLDER.match(text))


def is_bare_line(text: str) -> bool:
    """Whether a line of a paragraph has no markup: one with neither marks inside it nor white space before it, nor two spaces in it."""
    return text[0] not in BLOCK_MARKS and not (text[0] in _MAY_OPEN_PLACEHOLDER and _PLACEHOLDER.match(text))


def _put_back(text: str) -> str:
    """The text with its escaped characters, which stood aside."""
    return text if text.isascii() else _STANDS_ASIDE.sub(lambda match: _BACK[match[0]], text)


def _kept_ends(match: re.Match[str]) -> str:
    """What is left of dropped markup: its line ends, so that each line keeps its number."""
    return "\n" * match[0].count("\n")


def _without_pictures(text: str) -> str:
    if "picture" in text:
        text = _PICTURE_TEXT.sub("", _OMITTED.sub(FIGURE, text))
    if "![" in text or "<" in text:
        text = _IMAGE.sub(lambda match: FIGURE + _kept_ends(match), text)
    lowered = text.lower()
    return _PLACEHOLDER.sub(FIGURE, text) if any(map(lowered.__contains__, _SOME_NAMELESS)) else text


def _without_links(text: str, targets: list[tuple[int, str]], references: dict[str, str]) -> str:
    if "[" in text:
        if "]{" in text:
            text = _SPAN.sub(lambda match: match["text"] + "\n" * (match[0].count("\n") - match["text"].count("\n")), text)
        if "{" in text:
            text = _ATTRIBUTES.sub(_kept_ends, text)
        if "[[" in text:
            text = _WIKI.sub(lambda match: match["text"], text)
        if "](" in text:
            text = _tracked(_LINK, text, targets, lambda match: match["target"])
        if references:
            text = _tracked(_REFERENCE, text, targets, lambda match: references.get(reference_name(match["name"] or match["text"]), ""), always=False)
            text = _tracked(_SHORTCUT, text, targets, lambda match: references.get(reference_name(match["text"]), ""), always=False)
    if "<" in text:
        text = _ANGLE.sub(lambda match: match["target"], text)
    return text


def reference_name(text: str) -> str:
    r"""The name of a link's target as it is compared: case, line ends and escapes make no difference.

    >>> reference_name("1\\. 国办印发\n意见")
    '1. 国办印发 意见'
    """
    return " ".join(_put_back(text).replace("\\", "").lower().split())


def _tracked(pattern: re.Pattern[str], text: str, targets: list[tuple[int, str]], target_of: Callable[[re.Match[str]], str], *, always: bool = True) -> str:
    """The text with links replaced by their words, each target noted with its line; ``always``: a link without a target is one too."""
    ends = line_ends(text)

    def shown(match: re.Match[str]) -> str:
        target = _put_back(target_of(match))
        if not target and not always:
            return match[0]
        if target and not target.startswith("#"):
            targets.append((bisect_left(ends, match.start()), html.unescape(target)))
        words = match["text"]
        bare = _put_back((_TAG.sub("", words) if "<" in words else words).strip())
        if bare.replace("\\", "") == target.replace("\\", "") and "\n" not in words:
            words = target  # an address is escaped less where it is a target
        return words + "\n" * (match[0].count("\n") - words.count("\n"))

    return pattern.sub(shown, text)


def _without_tags(text: str, targets: list[tuple[int, str]]) -> str:
    if "<" not in text:
        return text
    ends = line_ends(text)
    targets += [(bisect_left(ends, match.start()), html.unescape(match["target"])) for match in _TARGET.finditer(text) if not match["target"].startswith("#")]
    text = _LINE_BREAK.sub(BREAK, text)
    text = _BOLD_TAG.sub(lambda match: (_STRONG_OFF if match["end"] else _STRONG_ON) + _kept_ends(match), text)
    return _TAG.sub(_kept_ends, text)


def _without_emphasis(text: str) -> str:
    if "`" in text:
        text = _CODE.sub(lambda match: match["text"], text)
    if "*" in text:
        text = _without_stars(text)
    if "_" in text:
        text = _UNDERLINE.sub(_strong_or_not, text)
    if "~~" in text:
        text = _STRUCK.sub(lambda match: match["text"], text)
    return _HIGHLIGHT.sub(lambda match: match["text"], text) if "==" in text else text


def _strong_or_not(match: re.Match[str]) -> str:
    return match["text"] if len(match[1]) == 1 else f"{_STRONG_ON}{match['text']}{_STRONG_OFF}"


def _without_stars(text: str) -> str:
    """The text without the asterisks that open and close emphasis, left-over ones at its end among them; others are printed ones (138****5678)."""
    runs = list(_STARS.finditer(text))
    drop: dict[int, str] = {}
    opened: int | None = None
    for at, run in enumerate(runs):
        before, after = text[run.start() - 1 : run.start()], text[run.end() : run.end() + 1]
        if before.isascii() and before.isalnum() and after.isascii() and after.isalnum():
            continue
        if opened is not None and text.count("\n", runs[opened].end(), run.start()) >= _LONGEST_STRONG:
            opened = None
        if opened is not None and before.strip():
            strong = len(runs[opened][0]) > 1 and len(run[0]) > 1
            drop[opened], drop[at] = (_STRONG_ON if strong else ""), (_STRONG_OFF if strong else "")
            reopens = len(run[0]) >= 2 * len(runs[opened][0]) and bool(after.strip()) and len(runs) > at + 1
            opened = at if reopens else None
            if reopens:
                drop[at] += _STRONG_ON
        elif after.strip() and (after not in _CLOSING or (not before.strip() and at + 1 < len(runs) and runs[at + 1].start() == run.end() + 1)):
            opened = at  # **”** between spaces: a mark alone is bold
        elif drop and not after.strip() and len(run[0]) > 1:
            drop[at] = ""  # **标题****** leaves asterisks at the end
    kept, at = [], 0
    for place, run in enumerate(runs):
        kept += [text[at : run.start()], drop.get(place, run[0])]
        at = run.end()
    return "".join([*kept, text[at:]])


def _pieces(text: str) -> list[list[tuple[str, bool, bool]]]:
    """Each line's pieces, parted at breaks, with whether all of a piece was bold and whether a break ends it."""
    out = []
    strong = False
    if _STRONG_ON not in text and _STRONG_OFF not in text:
        lines = text.replace(FIGURE, "").split("\n")
        return [[(part, False, at < line.count(BREAK)) for at, part in enumerate(line.split(BREAK))] for line in lines]
    for line in text.split("\n"):
        parts = line.split(BREAK)
        pieces = []
        for at, part in enumerate(parts):
            outside = False
            words = []
            for at_word, word in enumerate(re.split(f"([{_STRONG_ON}{_STRONG_OFF}])", part)):
                if at_word % 2:
                    strong = word == _STRONG_ON
                    continue
                words.append(word)
                outside = outside or (not strong and bool(word.strip(f" \t{FIGURE}")))
            whole = "".join(words).replace(FIGURE, "")
            pieces.append((whole, not outside, at < len(parts) - 1))
        out.append(pieces)
    return out
