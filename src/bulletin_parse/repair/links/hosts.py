"""The hosts of links: known ones, what looks like one, and words in labels."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bulletin_parse.press.links import registrable_domain
from bulletin_parse.reading.document import Character
from bulletin_parse.repair.links.lexicon import Lexicon
from bulletin_parse.repair.links.path_words import repaired_token
from bulletin_parse.text.lookalikes import AS_FREQUENT, AS_HOST

# Another character that OCR gave this chance is tried in a host's place.
MINDED = 0.003


def mend_host(host: str, lexicon: Lexicon, characters: Sequence[Character] = ()) -> str:
    """A host as the lexicon knows it, or else with its plainest misreadings repaired.

    Args:
        host: as read.
        lexicon: the known hosts.
        characters: the characters of its lines: what OCR had in mind beside a character is tried as well.

    >>> from bulletin_parse.repair.links.lexicon import built_in
    >>> mend_host("hea1th.peop1e.com.cn", built_in()), mend_host("www,nhc.gov.cn", built_in())
    ('health.people.com.cn', 'www.nhc.gov.cn')
    """
    plain = re.sub(r"\.{2,}", ".", host.translate(AS_HOST).lower() if host.isascii() else host.translate(AS_HOST))
    if plain in lexicon.hosts:
        return plain
    minded = {(character.char, other) for character in characters for other, weight in character.others if weight >= MINDED}
    fitting = {plain[:at] + other + plain[at + 1 :] for at, char in enumerate(plain) for read, other in minded if read == char}
    if len(fitting & lexicon.hosts) == 1:
        return (fitting & lexicon.hosts).pop()
    # A dot may be lost, if the host is then one that is known.
    undotted = [host for host in lexicon.hosts if host.replace(".", "").translate(AS_FREQUENT) == plain.replace(".", "").translate(AS_FREQUENT)]
    if len(undotted) == 1:
        return undotted[0]
    # So may the first letter, which touches the slash before it: ews.hc3i.cn.
    beheaded = {host for host in lexicon.hosts if host[1:] == plain}
    if len(beheaded) == 1 and known_end(plain, lexicon) and plain.partition(".")[0] not in lexicon.words:
        return beheaded.pop()
    # The longest part of the host that looks like a known one counts; labels before it are repaired as words.
    labels = plain.split(".")
    for start in range(len(labels) - 1):
        rest = ".".join(labels[start:])
        alike = set(_hosts_by_shape(lexicon).get(rest.lower().translate(AS_FREQUENT), ()))
        if len(alike) == 1:
            return ".".join([*(_mend_label(label, lexicon) for label in labels[:start]), alike.pop()])
    return ".".join([_mend_label(label, lexicon) for label in labels]) if plain.isascii() else host


def _mend_label(label: str, lexicon: Lexicon) -> str:
    """A label of a host with its words repaired, which hyphens join."""
    return "-".join([repaired_token(part, lexicon.words) for part in label.split("-")])


_by_shape: dict[int, tuple[Lexicon, dict[str, list[str]]]] = {}


def _hosts_by_shape(lexicon: Lexicon) -> dict[str, list[str]]:
    """The known hosts by what they look like, kept for the lexicon that was asked for last."""
    kept = _by_shape.get(id(lexicon))
    if kept and kept[0] is lexicon:
        return kept[1]
    table: dict[str, list[str]] = {}
    for host in sorted(lexicon.hosts):
        table.setdefault(host.translate(AS_FREQUENT), []).append(host)
    _by_shape.clear()
    _by_shape[id(lexicon)] = (lexicon, table)
    return table


def known_end(host: str, lexicon: Lexicon) -> int:
    """How many characters at a host's end the lexicon knows: all, those of a domain that somebody registered, or none.

    >>> from bulletin_parse.repair.links.lexicon import built_in
    >>> [known_end(host, built_in()) for host in ("www.gov.cn", "bjrb.people.com.cn", "www.unknown-site.cn")]
    [10, 13, 0]
    """
    if host in lexicon.hosts:
        return len(host)
    domain = registrable_domain(host)
    return len(domain) if domain and domain in lexicon.hosts else 0


def guessed_places(read: str, host: str, start: int, lexicon: Lexicon) -> list[int]:
    """The places of a host's labels that were repaired as words where the host is not one that is known."""
    labels = host.split(".")
    if host in lexicon.hosts or len(labels) != len(read.split(".")):
        return []
    found: list[int] = []
    at = start
    for label, was in zip(labels, read.split("."), strict=True):
        if label != was and label not in lexicon.words:
            found += range(at, at + len(label))
        at += len(label) + 1
    return found
