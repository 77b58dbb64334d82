"""The words of a series as data: a TOML template, and the patterns made from it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any, NamedTuple

from bulletin_parse.errors import TemplateError
from bulletin_parse.models import Bulletin
from bulletin_parse.parsing.layout_patterns import layout_words
from bulletin_parse.parsing.numbering import NUMBER_CHARACTERS
from bulletin_parse.parsing.patterns import (
    CLOSE,
    COLON,
    GAP,
    LABEL_KINDS,
    NUMBER,
    NUMBERING_CHARACTERS,
    OPEN,
    PREFIX_CHARACTERS,
    SECTION_NUMBER,
    any_of,
    counts_pattern,
    inner_label_pattern,
    issue_label_pattern,
    label_pattern,
    loose_label_pattern,
    opener_pattern,
    section_pattern,
)
from bulletin_parse.parsing.word_patterns import (
    EntryPatterns,
    HeadingPatterns,
    MisplacedPatterns,
    apart_pattern,
    byline_patterns,
    entry_patterns,
    heading_patterns,
    joint_pattern,
    misplaced_patterns,
)
from bulletin_parse.plugins import TEMPLATES
from bulletin_parse.press.bylines import BylinePatterns
from bulletin_parse.press.layout_words import LayoutWords
from bulletin_parse.text.bullets import BEFORE_LABELS
from bulletin_parse.text.compiled import PATTERNS
from bulletin_parse.text.folding import fold
from bulletin_parse.text.lazy import lazy_pattern
from bulletin_parse.text.links import FIRST_CHARACTERS
from bulletin_parse.text.numerals import NUMERAL_CHARACTERS

BUILT_IN = "weekly"
WEEKLY = (Path(__file__).with_name("templates") / f"{BUILT_IN}.toml").read_text(encoding="utf-8")

COLUMNS = ("number", "title", "source", "page", "category")

# What a template must say; the rest it takes from the built-in one where it is silent.
KEYS = {
    "masthead": ("titles", "issue_labels", "publisher_labels", "date_labels"),
    "sections": ("lead", "index", "content"),
    "labels": ("source", "link", "content", "other"),
    "lead": ("counts", "counters"),
    "captions": ("begins", "ends"),
}
FURTHER_KEYS = {
    "masthead": ("bare_publisher_labels", "labels_behind_publisher", "field_labels", "supplements", "joint", "totals", "stamps", "notes", "organisations"),
    "sections": ("end", "further_reading", "categories", "empty", "parts", "part_names", "no_heading", "navigation", "count_words", "behind"),
    "index": (*[f"{column}_column" for column in COLUMNS], "outlets", "source_words", "inner_source_words", "remarks"),
    "labels": ("title", "published", "link_words", "no_link", "no_names", "table_heads"),
    "lead": ("watched",),
    "end": ("marks", "colophon", "colophon_weak", "notices", "attachments", "printed"),
    "byline": ("source", "dates", "people", "page", "further", "below", "persons", "before_names"),
    "furniture": ("page", "pages", "behind"),
    "misplaced": ("content", "link", "sections", "colophon", "colophon_weak", "meetings", "last", "bulletin"),
}


class LabelFirsts(NamedTuple):
    """First characters, by which most texts are told apart.

    ``labels`` are those with which a label can begin, ``openings`` those of a label, a number or an address, ``loose`` those of a label without a colon,
    ``words`` those of the labels' words, of which ``word`` seeks one, and ``numbers`` those of a number or a bracket before the word.
    """

    labels: frozenset[str]
    openings: frozenset[str]
    loose: frozenset[str]
    words: frozenset[str]
    word: re.Pattern[str]
    numbers: str


class Template(NamedTuple):
    """The patterns by which one series is read. Each matches a text from its start, unless it says otherwise.

    ``label`` matches an item's labels, the name of the kind being the name of the group; ``inner_label`` is sought inside a line,
    ``loose_label`` matches one without a colon. ``openers`` match whatever begins a block of its own. ``firsts`` are first characters.
    ``sections`` are headings whose words may be a category's. ``columns`` names the column of an index by its folded word. ``bylines``, ``entry``,
    ``misplaced`` and ``begins_apart`` tell what has no label. ``words`` are the words themselves.
    """

    name: str
    titles: re.Pattern[str]
    issue_labels: tuple[re.Pattern[str], ...]
    supplements: re.Pattern[str]
    joint_issues: re.Pattern[str]
    publisher_labels: re.Pattern[str]
    publisher_label_behind: re.Pattern[str]
    date_labels: re.Pattern[str]
    field_labels: re.Pattern[str]
    stamps: re.Pattern[str]
    notes: re.Pattern[str]
    organisations: re.Pattern[str]
    lead_section: re.Pattern[str]
    index_section: re.Pattern[str]
    content_section: re.Pattern[str]
    end_section: re.Pattern[str]
    further_reading: re.Pattern[str]
    category_words: re.Pattern[str]
    empty_category: re.Pattern[str]
    outlets: re.Pattern[str]
    label: re.Pattern[str]
    inner_label: re.Pattern[str]
    loose_label: re.Pattern[str]
    firsts: LabelFirsts
    link_words: re.Pattern[str]
    no_link: re.Pattern[str]
    openers: re.Pattern[str]
    layout: LayoutWords
    counts: re.Pattern[str]
    watched: re.Pattern[str]
    caption: re.Pattern[str]
    end_marks: re.Pattern[str]
    colophon: re.Pattern[str]
    colophon_weak: re.Pattern[str]
    notices: re.Pattern[str]
    attachments: re.Pattern[str]
    printed: re.Pattern[str]
    begins_apart: re.Pattern[str]
    headings: HeadingPatterns
    bylines: BylinePatterns
    entry: EntryPatterns
    misplaced: MisplacedPatterns
    columns: Mapping[str, str]
    words: Mapping[str, tuple[str, ...]]


def load_template(path: str | Path | None = None) -> Template:
    """The template of a series, as its file is now; patterns are made again only if its text has changed.

    Args:
        path: a TOML file, the name of a template that a package brings, or None for the built-in weekly's.

    Raises:
        TemplateError: the file is missing, is no TOML, or lacks a key.
    """
    if path is None:
        return _built_in()
    try:
        text = TextIOWrapper(BytesIO(source_of(path)), encoding="utf-8").read()
    except (OSError, UnicodeDecodeError) as error:
        raise _unread(str(path), error) from error
    template = _made(str(path), text)
    _READ[series_of(template)] = template
    return template


def source_of(path: str | Path) -> bytes:
    """The bytes of a template: of a file, or, where there is none, of the template that goes by this name in ``plugins.TEMPLATES``.

    Raises:
        OSError: there is neither.
        PluginError: an installed package's template cannot be loaded.
    """
    try:
        return Path(path).read_bytes()
    except FileNotFoundError:
        if (name := Path(path).name) in TEMPLATES:
            return str(TEMPLATES[name]).encode()
        raise


def series_of(template: Template) -> str:
    """What a template is called in a record: its name, or that of its file without the folders."""
    return Path(template.name).name


def template_of(series: str | None) -> Template:
    """The template of a series that this process has read, the built-in one for None and for a series that it does not know."""
    return (_READ.get(series) if series else None) or _built_in()


def template_for(bulletin: Bulletin) -> Template:
    """The template by whose words a bulletin was read, as far as this process knows it; else the built-in one."""
    return template_of(bulletin.source.template if bulletin.source else None)


# The templates that were read, by what records call them: a bulletin can be written again in the words of its own series.
_READ: dict[str, Template] = {}


@cache
def _built_in() -> Template:
    name, data = f"{BUILT_IN}.toml", PATTERNS.table(WEEKLY)
    return _compiled(str(data.get("name", name)), _validated(name, data))


@cache
def _built_in_words() -> dict[str, dict[str, list[str]]]:
    return {table: keys for table, keys in PATTERNS.table(WEEKLY).items() if table != "name"}


@lru_cache(maxsize=8)
def _made(name: str, text: str) -> Template:
    """The template that a text says."""
    import tomllib  # for those of users

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _unread(name, error) from error
    return _compiled(str(data.get("name", name)), _validated(name, data))


def _unread(name: str, error: Exception) -> TemplateError:
    return TemplateError(name, f"the template cannot be read ({getattr(error, 'strerror', None) or error})")


def _validated(name: str, data: dict[str, Any]) -> dict[str, dict[str, list[str]]]:
    """The words of a template, those it does not say taken from the built-in one."""
    own = {table: dict(keys) if isinstance(keys, dict) else {} for table, keys in data.items() if table != "name"}
    known = {table: (*KEYS.get(table, ()), *FURTHER_KEYS.get(table, ())) for table in (*KEYS, *FURTHER_KEYS)}
    for table, keys in known.items():
        for key in keys:
            words = own.get(table, {}).get(key)
            if words is None and key in FURTHER_KEYS.get(table, ()):
                own.setdefault(table, {})[key] = _built_in_words()[table][key]
            elif not isinstance(words, list) or not words or not all(isinstance(word, str) and word for word in words):
                raise TemplateError(name, f"[{table}] {key} must be a list of words")
    unknown = {f"[{table}] {key}" for table in own for key in own[table] if key not in known.get(table, ())}
    if unknown:
        raise TemplateError(name, f"unknown key {', '.join(sorted(unknown))}")
    return own


def _compiled(name: str, data: dict[str, dict[str, list[str]]]) -> Template:
    masthead, sections, labels, lead, captions, end = (data[table] for table in ("masthead", "sections", "labels", "lead", "captions", "end"))
    return Template(
        name=name,
        titles=lazy_pattern(rf"[^。，；]{{2,40}}?(?:{any_of(masthead['titles'])})\Z", words=masthead["titles"]),
        issue_labels=tuple([lazy_pattern(issue_label_pattern(form), words=[form.replace("#", "")]) for form in masthead["issue_labels"]]),
        supplements=lazy_pattern(rf"(?:{any_of(masthead['supplements'])})", words=masthead["supplements"]),
        joint_issues=joint_pattern(masthead["joint"]),
        publisher_labels=_publisher_label(masthead["publisher_labels"], masthead["bare_publisher_labels"]),
        publisher_label_behind=_publisher_label_behind(masthead["publisher_labels"], masthead["labels_behind_publisher"]),
        date_labels=lazy_pattern(rf"(?:{any_of(masthead['date_labels'])}){GAP}(?:{COLON}|[ \u3000]|\Z){GAP}", words=masthead["date_labels"]),
        field_labels=lazy_pattern(rf"{GAP}(?:{any_of(masthead['field_labels'])}){GAP}(?:{COLON}|\Z){GAP}", words=masthead["field_labels"]),
        stamps=lazy_pattern(any_of(masthead["stamps"]), words=masthead["stamps"]),
        notes=lazy_pattern(any_of(masthead["notes"]), words=masthead["notes"]),
        organisations=lazy_pattern(rf"\A.*(?:{any_of(masthead['organisations'])})[）)]?\Z", words=masthead["organisations"]),
        lead_section=lazy_pattern(section_pattern(sections["lead"], sections, inline=True, bracketed=True), words=sections["lead"]),
        index_section=lazy_pattern(section_pattern(sections["index"], sections, counters=lead["counters"]), words=sections["index"]),
        content_section=lazy_pattern(section_pattern(sections["content"], sections, counters=lead["counters"]), words=sections["content"]),
        end_section=lazy_pattern(section_pattern(sections["end"], sections, inline=True), words=sections["end"]),
        further_reading=lazy_pattern(section_pattern(sections["further_reading"], sections, inline=True), words=sections["further_reading"]),
        category_words=lazy_pattern(rf"\A.*(?:{any_of(sections['categories'])})\Z", words=sections["categories"]),
        empty_category=lazy_pattern(rf"[（(]?(?:{any_of(sections['empty'])})[）)]?[。.]?\Z", words=sections["empty"]),
        outlets=lazy_pattern(rf"\A.*(?:{any_of(data['index']['outlets'])})[”’」》）)]?\Z", words=data["index"]["outlets"]),
        label=lazy_pattern(label_pattern(labels), words=(label_words := [word for kind in LABEL_KINDS for word in labels[kind]])),
        inner_label=lazy_pattern(inner_label_pattern(labels), words=label_words),
        loose_label=lazy_pattern(loose_label_pattern(labels)),
        firsts=_firsts(labels),
        link_words=lazy_pattern(rf"{OPEN}?(?:{any_of(labels['link_words'])}){CLOSE}?[。>→»]?\Z", words=labels["link_words"]),
        no_link=lazy_pattern(rf"(?:{any_of(labels['no_link'])})[。]?\Z", words=labels["no_link"]),
        openers=(openers := lazy_pattern(opener_pattern(sections, labels, data["end"]["attachments"]), re.VERBOSE)),
        layout=layout_words(openers, data),
        counts=lazy_pattern(counts_pattern(lead["counts"], lead["counters"]), words=[form.split("#")[0] for form in lead["counts"]]),
        watched=lazy_pattern(counts_pattern(lead["watched"], lead["counters"]), words=[form.split("#")[0] for form in lead["watched"]]),
        caption=_caption(captions),
        end_marks=_end_mark(end["marks"]),
        colophon=_colophon(end["colophon"]),
        colophon_weak=lazy_pattern(rf"[（(]?{GAP}(?:{any_of(end['colophon_weak'])}){GAP}{COLON}", words=end["colophon_weak"]),
        notices=lazy_pattern(rf"[（(【*＊※★]*{GAP}(?:{any_of(end['notices'])})", words=end["notices"]),
        attachments=_attachment(end["attachments"]),
        printed=lazy_pattern(any_of(end["printed"]), words=end["printed"]),
        begins_apart=apart_pattern(captions["begins"], data["byline"]["below"], end["attachments"]),
        headings=heading_patterns(sections, lead["counters"]),
        bylines=byline_patterns(data["byline"]),
        entry=entry_patterns(data["index"]),
        misplaced=misplaced_patterns(data["misplaced"], data["byline"]["source"]),
        columns={fold(word): column for column in reversed(COLUMNS) for word in data["index"][f"{column}_column"]},
        words=_words(data),
    )


def _firsts(labels: Mapping[str, Sequence[str]]) -> LabelFirsts:
    words = frozenset([word[0] for kind in LABEL_KINDS for word in labels[kind]])
    begin = PREFIX_CHARACTERS | words
    return LabelFirsts(
        labels=begin,
        openings=begin | NUMBER_CHARACTERS | FIRST_CHARACTERS,
        loose=words | frozenset(BEFORE_LABELS + " \u3000"),
        words=words,
        word=lazy_pattern(rf"[{''.join(sorted(map(re.escape, words)))}]"),
        numbers="".join(sorted(NUMBERING_CHARACTERS - words)),
    )


def _publisher_label(words: Sequence[str], bare: Sequence[str]) -> re.Pattern[str]:
    """Words with a colon behind them, or of some a space."""
    return lazy_pattern(rf"{GAP}(?:(?:{any_of(words)}){GAP}{COLON}|(?:{any_of(bare)})[ \u3000\t]){GAP}", words=[*words, *bare])


def _publisher_label_behind(words: Sequence[str], apart: Sequence[str]) -> re.Pattern[str]:
    """Words that end a publisher's line; some, as the names of organisations may end so, behind a space only."""
    return lazy_pattern(rf"(?:{GAP}(?:{any_of(words)})|[ \u3000\t]+(?:{any_of(apart)}))\Z", words=[*words, *apart])


def _end_mark(words: Sequence[str]) -> re.Pattern[str]:
    """（完）, —— END ——, 第664期完. Nearly all texts are told by their first character: the look-ahead spares them the words."""
    first = "".join(sorted({re.escape(word[0]) for word in words}))
    before = r"（(【\[<＜《—\s*＊-"
    counted = rf"(?:第?{NUMBER}{GAP}期)?"
    return lazy_pattern(
        rf"(?=[{first}第0-9０-９{NUMERAL_CHARACTERS}O{before}])[{before}]*{counted}(?:{any_of(words)})[）)】\]>＞》—\s*＊。-]*\Z", re.IGNORECASE
    )


def _colophon(words: Sequence[str]) -> re.Pattern[str]:
    return lazy_pattern(rf"[（(]?{GAP}(?:{any_of(words)}){GAP}(?:{COLON}|[0-9０-９]+{GAP}份|(?<=[\u4e00-\u9fff]{{2}})[ \u3000](?=\S))", words=words)


def _caption(words: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    numbered = rf"[图表]{GAP}[0-9０-９一二三四五六七八九十]{{1,3}}(?![0-9])"
    return lazy_pattern(rf"(?:{any_of(words['begins'])}|{numbered})|\A.*(?:{any_of(words['ends'])})[）)]?\Z")


def _attachment(words: Sequence[str]) -> re.Pattern[str]:
    counted = rf"(?:{any_of(words)}){GAP}[0-9０-９一二三四五六七八九十]{{0,2}}"
    return lazy_pattern(rf"{SECTION_NUMBER}{OPEN}?{counted}{CLOSE}?{GAP}(?:{COLON}|\Z)", words=words)


def _words(data: Mapping[str, Mapping[str, Sequence[str]]]) -> dict[str, tuple[str, ...]]:
    """The words of sections, labels and columns by their keys."""
    return {
        **{key: tuple(words) for table in ("sections", "labels", "index") for key, words in data[table].items() if (table, key) != ("labels", "title")},
        "totals": tuple(data["masthead"]["totals"]),
        "content_section": tuple(data["sections"]["content"]),  # "content" is the label
    }


def label_kind(match: re.Match[str]) -> str:
    """The kind of label that a match of ``Template.label`` found: one of ``LABEL_KINDS``."""
    if (last := match.lastgroup) in LABEL_KINDS:
        return str(last)  # no bracket closed behind the word, as in most
    for kind in LABEL_KINDS:
        if match[kind]:
            return kind
    raise ValueError("the match is none of a label")
