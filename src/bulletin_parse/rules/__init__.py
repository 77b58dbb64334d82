"""The rules: what must hold in a bulletin and across an archive, one function each.

>>> from bulletin_parse.rules import Fault, check, rule  # a rule of one's own
>>> @rule("MY001", "lead-names-no-scope", "warning")
... def lead_names_no_scope(bulletin):
...     if bulletin.lead and "监测范围" not in bulletin.lead:
...         yield Fault("the lead names no scope")
>>> check(bulletin, extra=[lead_names_no_scope])  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from bulletin_parse import plugins
from bulletin_parse.errors import PluginError
from bulletin_parse.models import Bulletin, Findings, Severity
from bulletin_parse.press.outlets import Outlets, built_in_outlets
from bulletin_parse.rules import agreement, archive, form, items, links, masthead, reading, weeks
from bulletin_parse.rules.outline import Outline, outlines_of
from bulletin_parse.rules.reading import compare, finding_of, undecipherable, unreadable
from bulletin_parse.rules.registry import Fault, Rule, archive_rule, outlet_rule, rule
from bulletin_parse.rules.runner import findings_across, findings_beside, findings_on, pick, refuse_unknown, unknown

__all__ = [
    "RULES",
    "Fault",
    "Rule",
    "all_rules",
    "archive_rule",
    "check",
    "check_archive",
    "check_files_of_one",
    "check_outlines",
    "compare",
    "find_rule",
    "finding_of",
    "installed_rules",
    "outlet_rule",
    "rule",
    "undecipherable",
    "unreadable",
]

# Every rule, in the order of the codes. A code is never used again for something else.
RULES: tuple[Rule, ...] = (
    masthead.issue_number_unreadable,
    masthead.published_unreadable,
    masthead.date_range_unreadable,
    masthead.declared_count_unreadable,
    masthead.publisher_unreadable,
    agreement.count_differs_from_index,
    agreement.count_differs_from_items,
    agreement.entry_without_item,
    agreement.item_without_entry,
    agreement.order_differs,
    agreement.title_differs,
    agreement.source_differs,
    agreement.index_numbering,
    agreement.item_numbering,
    items.source_missing,
    items.link_missing,
    items.body_missing,
    items.headline_differs,
    items.byline_source_differs,
    weeks.item_outside_week,
    weeks.range_not_a_week,
    weeks.range_against_publication,
    weeks.no_real_date,
    links.link_malformed,
    links.link_of_another_source,
    links.link_date_differs,
    links.link_twice,
    links.link_target_differs,
    archive.issue_missing,
    archive.number_twice,
    archive.weeks_overlap_or_gap,
    archive.story_twice,
    archive.number_against_date,
    archive.files_differ,
    reading.no_text_layer,
    reading.residue,
    reading.garbled_text,
    reading.engines_disagree,
    form.layout_in_doubt,
    reading.doubtful_ocr,
    form.correction_does_not_fit,
    form.correction_not_needed,
    form.part_of_bulletin,
    form.hidden_text,
)


def check(
    bulletin: Bulletin,
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    severities: Mapping[str, Severity] | None = None,
    extra: Iterable[Rule] = (),
    outlets: Outlets | None = None,
) -> Findings:
    """What is wrong in a bulletin, in the order of the rules.

    Args:
        bulletin: the record to check.
        select: codes or prefixes to run (``"BP2"``); empty runs all.
        ignore: codes or prefixes to leave out.
        severities: other severities for codes or prefixes.
        extra: rules of one's own, run after the built-in ones.
        outlets: the news outlets that are known, as ``load_outlets`` gives them; None for the built-in table.

    Raises:
        UnknownCode: an option names a code or prefix that no rule has.
    """
    known = (*RULES, *extra)
    refuse_unknown(known, severities or ())
    return Findings(findings_on(bulletin, pick(known, select, ignore), severities or {}, outlets or built_in_outlets()))


def check_archive(
    bulletins: Sequence[Bulletin],
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    severities: Mapping[str, Severity] | None = None,
    extra: Iterable[Rule] = (),
) -> Findings:
    """What is wrong across bulletins: missing and double numbers, gaps between weeks, stories told twice.

    Only the archive rules run; ``check`` looks at each bulletin by itself. The options are those of ``check``.
    """
    known = (*RULES, *extra)
    refuse_unknown(known, severities or ())
    return Findings(findings_across(outlines_of(bulletins), bulletins, pick(known, select, ignore), severities or {}))


def check_outlines(outlines: Sequence[Outline], *, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> Findings:
    """As :func:`check_archive`, for an archive of which only the outlines are held: the built-in rules alone."""
    return Findings(findings_across(outlines, (), pick(RULES, select, ignore), {}))


def check_files_of_one(first: Outline, others: Sequence[Outline]) -> Findings:
    """Where files of one bulletin differ from the first of them (BP606); an archive knows which they are, whatever their numbers and dates say.

    A finding is known if somebody accepted it on either file.
    """
    faults = archive.differing_files(first, others)
    return Findings(findings_beside(archive.files_differ, faults, first))


def all_rules() -> tuple[Rule, ...]:
    """The built-in rules and those of installed packages, which the commands run: first the built-in ones, each in the order of the codes.

    Raises:
        PluginError: a package's rules cannot be loaded, or one has a code that is taken.
    """
    return (*RULES, *installed_rules())


@cache
def installed_rules() -> tuple[Rule, ...]:
    """The rules of installed packages, by their codes; ``check(extra=installed_rules())`` runs them.

    Raises:
        PluginError: a package's rules cannot be loaded, or one has a code that is taken.
    """
    taken = {each.code: "bulletin-parse" for each in RULES}
    found: list[Rule] = []
    for package in plugins.RULES.installed:
        for each in plugins.RULES[package]:
            if other := taken.get(each.code):
                raise PluginError(package, f"its rule {each.code} has a code of {other}'s")
            taken[each.code] = package
            found.append(each)
    return tuple(sorted(found, key=lambda each: each.code))


def find_rule(code: str) -> Rule:
    """The rule with a code, built in or of an installed package.

    Raises:
        UnknownCode: there is none.
    """
    for each in all_rules():
        if each.code == code.upper():
            return each
    raise unknown(all_rules(), code, "no rule has this code")
