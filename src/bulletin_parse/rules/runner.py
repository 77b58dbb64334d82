"""The runner: picks rules, runs them, and stamps code, severity and file on what they find."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from bulletin_parse.errors import UnknownCode
from bulletin_parse.models import Bulletin, Finding, Severity
from bulletin_parse.press.outlets import Outlets
from bulletin_parse.rules.acceptance import Acceptance
from bulletin_parse.rules.outline import Outline
from bulletin_parse.rules.registry import Fault, Rule, Scope
from bulletin_parse.rules.timeline import Whole

CORRECTION_NOT_NEEDED = "BP908"
# What rules on one bulletin take, and what rules on an archive do.
BULLETIN_SCOPES: frozenset[Scope] = frozenset({"bulletin", "outlets"})
ARCHIVE_SCOPES: frozenset[Scope] = frozenset({"archive", "outlines"})


def pick(rules: Sequence[Rule], select: Iterable[str] = (), ignore: Iterable[str] = ()) -> tuple[Rule, ...]:
    """The rules that a selection leaves.

    Args:
        rules: all rules there are.
        select: codes or prefixes of codes to keep (``"BP2"``); empty keeps all.
        ignore: codes or prefixes to leave out; they win over ``select``.

    Raises:
        UnknownCode: no rule has one of the codes or prefixes.
    """
    wanted, unwanted = tuple(select), tuple(ignore)
    refuse_unknown(rules, (*wanted, *unwanted))
    return tuple(each for each in rules if (not wanted or each.code.startswith(wanted)) and not (unwanted and each.code.startswith(unwanted)))


def refuse_unknown(rules: Sequence[Rule], codes: Iterable[str]) -> None:
    """Raises ``UnknownCode`` for the first code or prefix that no rule has."""
    for code in codes:
        if not code or not any(each.code.startswith(code) for each in rules):
            raise unknown(rules, code, "no rule has this code or prefix")


def unknown(rules: Sequence[Rule], code: str, reason: str) -> UnknownCode:
    """The error for a code that no rule has, with the one that was probably meant."""
    from difflib import get_close_matches

    near = get_close_matches(code.upper(), [each.code for each in rules], 1)
    return UnknownCode(code or "''", reason, remedy=f"Did you mean {near[0]}? `bulletin-parse rule` lists all codes" if near else "")


def severity_of(each: Rule, severities: Mapping[str, Severity]) -> Severity:
    """The severity a rule has after overrides, of which the longest fitting prefix counts."""
    fitting = [code for code in severities if each.code.startswith(code)]
    return severities[max(fitting, key=len)] if fitting else each.severity


def findings_on(bulletin: Bulletin, rules: Sequence[Rule], severities: Mapping[str, Severity], outlets: Outlets) -> Iterator[Finding]:
    """What the rules on one bulletin find, in the order of the rules; what somebody accepted is known."""
    acceptance = Acceptance(bulletin)
    for each in rules:
        if each.scope in BULLETIN_SCOPES:
            severity = severity_of(each, severities)
            for fault in each.function(bulletin, outlets) if each.scope == "outlets" else each.function(bulletin):
                yield acceptance.marked(stamped(each, fault, bulletin, severity))
    for each in rules:
        if each.code == CORRECTION_NOT_NEEDED:
            for fault in acceptance.unused(rule.code for rule in rules if rule.scope in BULLETIN_SCOPES):
                yield stamped(each, fault, bulletin, severity_of(each, severities))


def findings_across(outlines: Sequence[Outline], bulletins: Sequence[Bulletin], rules: Sequence[Rule], severities: Mapping[str, Severity]) -> Iterator[Finding]:
    """What the archive rules find, in the order of the rules.

    Args:
        outlines: of all bulletins, for the built-in rules.
        bulletins: the same whole, for rules that take them so; none if there is no such rule.
        rules: the rules to run, those on one bulletin passed over.
        severities: other severities for codes or prefixes.
    """
    whole = Whole(outlines)
    files = {id(bulletin): outline.file for bulletin, outline in zip(bulletins, outlines, strict=False)}
    acceptances: dict[int, Acceptance] = {}
    for each in rules:
        if each.scope in ARCHIVE_SCOPES:
            severity = severity_of(each, severities)
            for fault in each.function(whole if each.scope == "outlines" else bulletins):
                acceptance = acceptances.setdefault(id(fault.bulletin), Acceptance(fault.bulletin))
                found = stamped(each, fault, fault.bulletin, severity)
                yield acceptance.marked(found.model_copy(update={"file": files.get(id(fault.bulletin), found.file)}))


def findings_beside(each: Rule, faults: Iterable[Fault], first: Outline) -> Iterator[Finding]:
    """What a rule finds of files beside the first of their bulletin; known is what somebody accepted on either of the two."""
    for fault in faults:
        yield Acceptance(first).marked(Acceptance(fault.bulletin).marked(stamped(each, fault, fault.bulletin)))


def stamped(each: Rule, fault: Fault, bulletin: Bulletin | Outline | None, severity: Severity | None = None) -> Finding:
    """A rule's fault as a finding on a bulletin."""
    return Finding(
        code=each.code,
        name=each.name,
        severity=fault.severity or severity or each.severity,
        message=fault.message,
        file=_file_of(bulletin),
        item=fault.item,
        where=fault.where,
        issue_number=bulletin.issue_number if bulletin else None,
        subject=fault.subject,
    )


def _file_of(bulletin: Bulletin | Outline | None) -> str | None:
    if isinstance(bulletin, Outline):
        return bulletin.file
    return bulletin.source.name if bulletin and bulletin.source else None
