"""What can be told of a link alone: whether it is well formed, its host, who registered it, its normal form."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from publicsuffixlist import PSLFILE, PublicSuffixList

from bulletin_parse.text.lazy import lazy_pattern

_HOST = lazy_pattern(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]+)\.?|\d{1,3}(?:\.\d{1,3}){3}", re.IGNORECASE)
_PARTS = lazy_pattern(r"https?://([^/?#]*)([^?#]*)(.*)", re.IGNORECASE)
# Characters that no link holds: white space, brackets of markup, Chinese punctuation that belongs to the sentence.
_STRAY = lazy_pattern('[\\s<>"\\\\^`\x00-\x1f\x7f，。；、！？“”《》【】：\ufffd]')


def malformed(link: str) -> str | None:
    """What keeps a link from being a well-formed http(s) URL, or None."""
    if stray := _STRAY.search(link):
        return f"it holds {stray[0]!r}"
    try:
        parts = urlsplit(link)
        _ = parts.port
    except ValueError as error:
        return str(error)
    if parts.scheme not in ("http", "https"):
        return f"scheme {parts.scheme!r}, expected http or https" if parts.scheme else "it has no scheme, expected http or https"
    if not parts.hostname or not _HOST.fullmatch(parts.hostname):
        return f"{parts.hostname!r} is no domain" if parts.hostname else "it has no host"
    return None


def normal(link: str) -> str:
    """A link for comparing: scheme, host's case, percent-encoding and a slash at the end do not count."""
    squeezed = "".join(link.split())
    match = _PARTS.fullmatch(squeezed)
    if match is None:
        return squeezed
    host, path, rest = match.groups()
    whole = f"{host.lower()}{path.rstrip('/')}{rest}"
    return unquote(whole) if "%" in whole else whole


def host_of(link: str) -> str | None:
    """A link's host in lower case, or None if it has none."""
    try:
        return urlsplit(link).hostname
    except ValueError:
        return None


@cache
def _list() -> bytes:
    """The list of suffixes, a rule a line."""
    return b"\n" + Path(PSLFILE).read_bytes().lower()


@lru_cache(maxsize=64)
def _suffixes(top: str) -> PublicSuffixList:
    """The suffixes below one top label: no other tells of its hosts. They are sought in the list, which is many times as long to read."""
    whole, label = _list(), re.escape(top.encode(errors="replace"))
    ends = [at.end() for before in (rb"\.", rb"\n") for at in re.finditer(before + label + rb"(?!\S)", whole)]
    rules = [whole[whole.rfind(b"\n", 0, end) + 1 : end].decode() for end in ends]
    return PublicSuffixList([rule for rule in rules if " " not in rule and not rule.startswith("//")], accept_encoded_idn=False)


@cache
def _encoded_suffixes() -> PublicSuffixList:
    """All suffixes, those in other alphabets in ASCII as well."""
    return PublicSuffixList()


@lru_cache(maxsize=4096)
def registrable_domain(host: str) -> str | None:
    """The part of a host that somebody registered, or None for a bare suffix.

    >>> registrable_domain("cq.people.com.cn"), registrable_domain("wjw.beijing.gov.cn")
    ('people.com.cn', 'beijing.gov.cn')
    """
    suffixes = _encoded_suffixes() if "xn--" in host.lower() else _suffixes(host.rstrip(".").rpartition(".")[2].lower())
    return suffixes.privatesuffix(host)
