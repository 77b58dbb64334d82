"""A catalogue of messages, in which a message with its values filled in is found again."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import NamedTuple, Self

from bulletin_parse.errors import as_options
from bulletin_parse.text.wording import plural

DOMAIN = "bulletin_parse"
FOLDER = Path(__file__).resolve().parents[1] / "locale"
LONGEST = 4000  # characters of a line that is looked up
DEEPEST = 4  # messages in messages, as a remedy in an error in a note
MOST_PARTS = 12  # parts of a line, parted by marks, of which each may be a message
# What values of some names look like.
_VALUES = {"count": r"[\d,.]+", "start": r"\d[\d-]*|\?", "end": r"\d[\d-]*|\?"}
_QUOTES = ("“", "‘", "'", '"')  # behind which stands what a page or a user says
_LATIN = re.compile(r"[A-Za-z]")
_OF_PYTHON = re.compile(r"=|\w\(")  # what a remedy for Python has, and as_options puts otherwise
_WORDS = re.compile(r"[A-Za-z]{2}")
# What joins two messages in one line, and how Chinese joins them.
_JOINTS = {". ": "。", ": ": "：", "; ": "；", ", ": "，", " (": "（"}
_COMMA = ", "
_CONTEXT = "\x04"  # parts a name from what it names, in a compiled catalogue
# Where Chinese print leaves a gap.
_MEETING = re.compile(r"[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9%][\u4e00-\u9fff]")
# A file and a field's address in it, as errors name them.
_PLACED = re.compile(r"\A(\S+), ([a-z_]+(?:\[\d+\])?(?:\.[a-z_]+(?:\[\d+\])?)*)\Z")
_MARK = re.compile("|".join(map(re.escape, _JOINTS)))
# Besides these, a number before what it counts, and the gap between two columns.
_ORDER = "".join(_JOINTS)  # the joints of sentences before those of words, where there are many
_JOINT = re.compile("|".join([_MARK.pattern, r"(?<=^\d) |(?<=^[\d,]{2}) |(?<=^[\d,]{3}) ", r" {2,}"]))


class _Pattern(NamedTuple):
    """A message with places for values: the longest of its literal pieces without the white space around it, all of them, and the translation."""

    anchor: str
    pieces: tuple[tuple[str, str | None], ...]
    translation: str


class _Found(NamedTuple):
    """A text in the other language, and how well it was understood.

    Attributes:
        text: the text.
        letters: Latin letters of it that are a message's.
        marks: other characters of it, white space aside, that are a message's or join two.
        swallowed: marks that join messages, and stand inside values.
    """

    text: str
    letters: int = 0
    marks: int = 0
    swallowed: int = 0

    @property
    def worth(self) -> tuple[int, int, int]:
        """Of two ways to understand a text the greater is the better one."""
        return self.letters, self.marks, -self.swallowed


class Catalogue:
    """The messages of one language.

    Args:
        translations: what gettext read from the compiled catalogue.
    """

    def __init__(self, translations: gettext.GNUTranslations) -> None:
        self._exact: dict[str, str] = {}
        self._patterns: list[_Pattern] = []
        self._named = dict(_named(translations))
        for message, translation in _messages(translations):
            for text, other in {message: translation, _as_options(message): _as_options(translation)}.items():
                self._add(text, other)
        self._of_lines = [each for each in self._patterns if any("\n" in literal for literal, _ in each.pieces)]
        self._found = lru_cache(maxsize=4096)(self._find)
        self._compiled = lru_cache(maxsize=None)(_expression)

    @classmethod
    def of(cls, name: str) -> Self:
        """The catalogue of a language, as gettext names it (``"zh_CN"``); one that was not compiled has no messages."""
        found = gettext.translation(DOMAIN, FOLDER, [name], fallback=True)
        return cls(found if isinstance(found, gettext.GNUTranslations) else gettext.GNUTranslations())

    def translated(self, text: str) -> str:
        """A message translated; of several lines each by itself. What is in no catalogue stays as it is."""
        if not _LATIN.search(text):
            return text
        if found := self._exact.get(text.strip("\n")):
            return found + text[len(text.rstrip("\n")) :]
        for pattern in self._of_lines if "\n" in text else ():
            for values in self._read(pattern, text):
                return self._filled(pattern, values, 0).text
        return "\n".join([self._line(line) for line in text.split("\n")])

    def named(self, name: str, text: str) -> str:
        """The word of a page that has this name; the English one if there is none."""
        return self._named.get(name, text)

    def _line(self, line: str) -> str:
        core = line.strip()
        if not core or len(core) > LONGEST or not _LATIN.search(core):
            return line
        start = line.index(core)
        return line[:start] + self._found(core, 0, alone=True).text + line[start + len(core) :]

    def _add(self, message: str, translation: str) -> None:
        pieces = tuple((literal, name) for literal, name, _, _ in Formatter().parse(message)) if "{" in message else ()
        if any(name is not None for _, name in pieces):
            anchor = max((literal for literal, _ in pieces), key=len).strip()
            self._patterns.append(_Pattern(anchor, pieces, translation))
        else:
            self._exact.setdefault(message, translation)

    def _find(self, text: str, depth: int, *, alone: bool) -> _Found:
        """The translation that understands most of a text.

        Args:
            text: without white space around it.
            depth: in how many messages it stands.
            alone: whether a single word is a message; a part of a line is none, which may as well be a name.
        """
        if (exact := self._exact.get(text)) is not None and (alone or " " in text):
            return _Found(exact, *_counts(text))
        best = _Found(text)
        if depth > DEEPEST or not _WORDS.search(text):
            return best
        for pattern in self._patterns:
            if pattern.anchor in text:
                for values in self._read(pattern, text):
                    best = max(best, self._filled(pattern, values, depth), key=lambda found: found.worth)
        return max(best, self._joined(text, depth), key=lambda found: found.worth)

    def _read(self, pattern: _Pattern, text: str) -> Iterator[dict[str, str]]:
        """The values of a text that has a message's words; twice where a mark between two values stands in one of them too."""
        found: list[dict[str, str]] = []
        for is_greedy in (False, True):
            if (match := self._compiled(pattern.pieces, is_greedy=is_greedy).fullmatch(text)) and (values := match.groupdict("")) not in found:
                found.append(values)
        yield from found

    def _filled(self, pattern: _Pattern, values: dict[str, str], depth: int) -> _Found:
        """A message with its values, each of which may be a message itself."""
        letters, marks = _counts("".join([literal for literal, _ in pattern.pieces]))
        swallowed, texts = 0, {}
        quoted = {name for literal, name in pattern.pieces if literal.endswith(_QUOTES)}
        for name, value in values.items():
            found = _Found(value) if name in quoted else self._value(value, depth)
            texts[name] = found.text
            letters, marks, swallowed = letters + found.letters, marks + found.marks, swallowed + found.swallowed + len(_MARK.findall(value))
        return _Found(_filled_in(pattern.translation, texts), letters, marks, swallowed)

    def _value(self, value: str, depth: int) -> _Found:
        """A value, which may be a message itself, but not where it is quoted."""
        core = value.strip()
        if not core or core.startswith(_QUOTES):
            return _Found(value)
        found = max(self._found(core, depth + 1, alone=True), self._listed(core, depth), key=lambda each: each.worth)
        start = value.index(core)
        return found._replace(text=value[:start] + found.text + value[start + len(core) :])

    def _listed(self, text: str, depth: int) -> _Found:
        """A list of words, each of which is a message: fields, kinds of things."""
        words = text.split(_COMMA)
        if len(words) < 2 or not any(word in self._exact for word in words):
            return _Found(text)
        found = [self._found(word, depth + 1, alone=True) for word in words]
        return _Found("、".join([each.text for each in found]), sum(each.letters for each in found), sum(each.marks for each in found) + len(words) - 1)

    def _joined(self, text: str, depth: int) -> _Found:
        """A text of two messages that a mark joins, or of a message and something else."""
        best = _Found(text)
        for match in sorted(_JOINT.finditer(text), key=lambda found: _ORDER.find(found[0]))[:MOST_PARTS]:
            left, right = text[: match.start()], text[match.end() :]
            mark, end = _JOINTS.get(match[0], match[0]), ""
            if match[0] == " (":
                if not right.endswith(")"):
                    continue
                right, end = right[:-1], "）"
            first, second = self._found(left, depth + 1, alone=False), self._found(right, depth + 1, alone=False)
            if end and not second.letters:
                continue
            understood = bool(first.letters and second.letters)
            before = first.text if first.letters else _PLACED.sub(r"\1，\2", first.text)
            joined = _Found(
                f"{before}{mark}{second.text}{end}",
                first.letters + second.letters,
                first.marks + second.marks + understood,
                first.swallowed + second.swallowed + (not understood),
            )
            if joined.letters:
                best = max(best, joined, key=lambda found: found.worth)
        return best


def _as_options(message: str) -> str:
    """A message with places for values as ``as_options`` puts it, which reads values that are filled in."""
    if not _OF_PYTHON.search(message):
        return message
    quoted = re.sub(r"\(\{(\w+)\}\)\.ingest", r"('{\1}').ingest", message)
    return re.sub(r"zz(\w+?)zz", r"{\1}", as_options(re.sub(r"\{(\w+)\}", r"zz\1zz", quoted)))


def _filled_in(translation: str, texts: Mapping[str, str]) -> str:
    """A translation with its values, and a space where a Han character and a Latin letter or digit meet at the edge of a value."""
    text = ""
    for literal, name, _, _ in Formatter().parse(translation):
        for piece in (literal, "" if name is None else texts[name]):
            text += " " + piece if _MEETING.fullmatch(text[-1:] + piece[:1]) else piece
    return text


def _counts(text: str) -> tuple[int, int]:
    """How many Latin letters a text has, and how many other characters but white space."""
    letters = len(_LATIN.findall(text))
    return letters, len("".join(text.split())) - letters


def _expression(pieces: tuple[tuple[str, str | None], ...], *, is_greedy: bool) -> re.Pattern[str]:
    """What a message with places for values looks like when they are filled in; the last one may be nothing, and the space before it then is none."""
    parts = []
    for at, (literal, name) in enumerate(pieces):
        if name is None:
            parts.append(re.escape(literal))
            continue
        value = f"(?P<{name}>{_VALUES.get(name.rstrip('23'), '.+' if is_greedy else '.+?')})"
        is_last = at == len(pieces) - 1 and at > 0
        if is_last and literal.endswith(" "):
            parts.append(f"{re.escape(literal[:-1])}(?: {value})?")
        else:
            parts.append(re.escape(literal) + value)
    return re.compile("".join(parts), re.DOTALL)


def _named(translations: gettext.GNUTranslations) -> Iterator[tuple[str, str]]:
    """The words that are found by a name, which gettext keeps before the English ones."""
    for key, translation in getattr(translations, "_catalog", {}).items():
        if isinstance(key, str) and _CONTEXT in key:
            yield key.partition(_CONTEXT)[0], translation


def _messages(translations: gettext.GNUTranslations) -> Iterator[tuple[str, str]]:
    """Every message with its translation; one that counts in the singular and in the plural.

    gettext has no way to list a catalogue but this table of its own, which it has had since Python 2.
    """
    for key, translation in getattr(translations, "_catalog", {}).items():
        message = key[0] if isinstance(key, tuple) else key
        if not message or not translation or _CONTEXT in message:
            continue
        yield message, translation
        if isinstance(key, tuple):
            counted, _, noun = message.partition(" ")
            yield f"{counted} {plural(noun)}", translation
