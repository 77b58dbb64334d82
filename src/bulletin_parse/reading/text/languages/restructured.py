"""reStructuredText."""

from __future__ import annotations

from bulletin_parse.reading.text.languages.language import LONGEST, Language, Mark
from bulletin_parse.reading.text.lines import Printed
from bulletin_parse.text.folding import cells
from bulletin_parse.text.lazy import lazy_pattern

_UNDERLINE = lazy_pattern(r"([!-/:-@\[-`{-~])\1{2,}[ \t]*\Z")
_SIMPLE_RULE = lazy_pattern(r"=+(?:[ ]+=+)+[ \t]*\Z")
_OPTION = lazy_pattern(r"[ ]+:[\w-]+:(?:[ ].*)?\Z")
_DIRECTIVE = lazy_pattern(r"[ ]*\.\.(?:[ ]|\Z)")


def _blocks(lines: list[Printed]) -> list[Printed]:
    """The lines with headings marked at their beginning, simple tables under dashes, and directives without their options."""
    made: list[Printed] = []
    directive = False
    for line in _between_dashes(lines):
        text = line.text
        if _UNDERLINE.match(text) and made and _underlines(text, made[-1].text):
            made[-1] = made[-1]._replace(text=f"## {made[-1].text.strip()}", untightened="")
            if len(made) > 1 and made[-2].text.strip() == text.strip():
                del made[-2]  # a line above the heading as below it
            made.append(line._replace(text="", untightened=""))
        elif directive and _OPTION.match(text):
            continue
        else:
            made.append(line)
        directive = bool(_DIRECTIVE.match(text)) or (directive and not text.strip())
    return made


def _between_dashes(lines: list[Printed]) -> list[Printed]:
    """The lines with simple tables as pandoc's Markdown has those without a head: between two rules of dashes, all their rows alike."""
    made: list[Printed | None] = list(lines)
    rules: list[int] = []  # of a table, which no blank line parts
    for at, line in enumerate([*lines, Printed(0, 0, "")]):
        if line.text.strip():
            rules += [at] if line.text[0] == "=" and _SIMPLE_RULE.match(line.text) else []
            continue
        for rule in rules:
            outer = rule in (rules[0], rules[-1])
            made[rule] = lines[rule]._replace(text=lines[rule].text.replace("=", "-"), untightened="") if outer else None
        rules = []
    return [line for line in made if line]


def _underlines(rule: str, text: str) -> bool:
    """Whether a line of one character is as long as the line above is wide, as a heading's must be."""
    words = text.strip()
    return bool(words) and not _UNDERLINE.match(words) and len(rule.strip()) >= min(cells(words), 2 * len(words)) - 2 and not words.startswith(("|", "+"))


RESTRUCTURED = Language(
    "reStructuredText",
    (
        ("`_", lazy_pattern(rf"`[^`<>]{{1,{LONGEST}}}<[^<>\s]+>`_")),
        ("\\ ", lazy_pattern(r"\\ (?:(?=[`*|h])|(?<=[`*|_]\\ ))")),
        ("\n.. ", lazy_pattern(r"\n\.\. (?:[\w|-]+[^\n]*::|_[^\n:]+:)")),
        ("\n~~~~", lazy_pattern(r"\n~~~~+(?=\n)")),
        ("\n^^^^", lazy_pattern(r"\n\^\^\^\^+(?=\n)")),
    ),
    2,
    (
        Mark(lazy_pattern(rf"`(\s*[^`<>]{{0,{LONGEST}}}?)\s*<([^<>\s]+)>`__?"), r"[\1](\2)"),
        Mark(lazy_pattern(r":\w+:`([^`\n]+)`"), r"\1"),
        Mark(lazy_pattern(r"\|(?:image|图)\d*\|"), "![](figure)"),
        Mark(lazy_pattern(r"(?<!\\)\\[ ]"), ""),
        Mark(lazy_pattern(r"(?<!\\)\\\n"), "\n"),
        Mark(lazy_pattern(r"`([^`<>\n]+)`__?"), r"\1"),
    ),
    (
        Mark(lazy_pattern(r"[ ]*\.\.[ ]\|[^|]+\|.*\Z"), ""),
        Mark(lazy_pattern(r"[ ]*\.\.[ ](?:image|figure)::.*\Z"), "![](figure)"),
        Mark(lazy_pattern(r"[ ]*\.\.(?:[ ].*)?\Z"), ""),
        Mark(lazy_pattern(r"[ ]*(?P<number>#)\.[ \t]+(.*)\Z"), r"\2"),
        Mark(lazy_pattern(r"\|[ ]([^|]*)\Z"), r"\1\\"),
    ),
    _blocks,
)
