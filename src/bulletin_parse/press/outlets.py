"""News outlets and their domains, from a table that users can extend.

An outlet is found by a printed source (``人民网-重庆频道``, ``微信公众号“健康报”``) or by a link's host, of which the
registrable domain counts; which part of a host that is, the public suffix list knows, offline.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from bulletin_parse.errors import OutletTableError
from bulletin_parse.press.links import host_of, registrable_domain
from bulletin_parse.text.compiled import PATTERNS
from bulletin_parse.text.folding import fold
from bulletin_parse.text.lazy import lazy_pattern

_BUILT_IN = Path(__file__).with_name("outlets.toml")
_KEYS = {"name", "aliases", "domains", "group", "portal"}

# A host without scheme, port and path: with one of these it would match no link.
_HOST = lazy_pattern(r"[\w-]+(?:\.[\w-]+)+")
# What parts a printed source into names: 人民网-重庆频道, 微信公众号“健康报”, 健康报/新华网.
_BETWEEN_NAMES = lazy_pattern(r"[^\w+]+|_")
# What may stand round an outlet's name without making another of it.
_BEFORE_NAME = lazy_pattern(r"^(?:转自|转载自|摘自|据|来自|来源|微信公众号|微信|公众号)+")
_AFTER_NAME = lazy_pattern(r"(?:\w{0,6}(?:频道|站)|官网|官方网站|网站|客户端|微信公众号|公众号|视频|app)+", re.IGNORECASE)


class Outlet(NamedTuple):
    """A news outlet: its names, its domains, the house it belongs to; a portal publishes what others wrote."""

    name: str
    aliases: tuple[str, ...]
    domains: tuple[str, ...]
    group: str | None
    portal: bool

    def same_house(self, other: Outlet) -> bool:
        """Whether two outlets are one, or sisters."""
        return self.name == other.name or (self.group is not None and self.group == other.group)


class Outlets:
    """The table, indexed by name and by domain."""

    def __init__(self, outlets: Iterable[Outlet]) -> None:
        self.all = tuple(outlets)
        self._by_name = {fold(name).lower(): outlet for outlet in self.all for name in (*outlet.aliases, outlet.name)}
        self._by_domain = {domain: outlet for outlet in self.all for domain in outlet.domains}

    def named(self, source: str) -> tuple[Outlet, ...]:
        """The outlets that a printed source names, none if it names no known one."""
        found: dict[str, Outlet] = {}
        folded = fold(source).lower()
        for name in (folded, *_BETWEEN_NAMES.split(folded)):
            bare = _BEFORE_NAME.sub("", name)
            if outlet := self._by_name.get(name) or self._led_by(bare):
                found[outlet.name] = outlet
        if "公众号" in folded and (outlet := self._by_name.get("微信公众号")):
            found[outlet.name] = outlet
        return tuple(found.values())

    def _led_by(self, name: str) -> Outlet | None:
        """The outlet whose name a text begins with, if only a channel or a medium follows: 人民网重庆频道."""
        for end in range(len(name), 1, -1):
            if (outlet := self._by_name.get(name[:end])) and (end == len(name) or _AFTER_NAME.fullmatch(name, end)):
                return outlet
        return None

    def at(self, link: str) -> Outlet | None:
        """The outlet whose site a link leads to; a host's own row wins over its registrable domain's."""
        host = host_of(link)
        if not host:
            return None
        domain = registrable_domain(host)
        while domain and len(host) >= len(domain):
            if outlet := self._by_domain.get(host):
                return outlet
            _, _, host = host.partition(".")
        return None


def load_outlets(extra: str | Path | None = None) -> Outlets:
    """The built-in table, with a user's own rows if a file is given.

    Args:
        extra: a TOML file in the built-in table's shape; its rows replace built-in ones of the same name.

    Raises:
        OutletTableError: the file cannot be read or a row is not as it must be.
    """
    rows = _built_in()
    if extra is not None:
        rows = {**rows, **_read(Path(extra))}
    return Outlets(rows.values())


@cache
def _built_in() -> dict[str, Outlet]:
    return _rows(_BUILT_IN, PATTERNS.table(_BUILT_IN.read_text(encoding="utf-8")))


@cache
def built_in_outlets() -> Outlets:
    """The built-in table, loaded once."""
    return load_outlets()


def _read(path: Path) -> dict[str, Outlet]:
    import tomllib  # for those of users

    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise OutletTableError(str(path), f"it cannot be read as TOML ({error})") from error
    return _rows(path, table)


def _rows(path: Path, table: Mapping[str, object]) -> dict[str, Outlet]:
    rows = table.get("outlet")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise OutletTableError(str(path), "it has no [[outlet]] rows")
    outlets = [_outlet(row, path) for row in rows]
    return {outlet.name: outlet for outlet in outlets}


def _outlet(row: Mapping[str, object], path: Path) -> Outlet:
    name, aliases, domains = row.get("name"), row.get("aliases", []), row.get("domains")
    if not isinstance(name, str) or not name:
        raise OutletTableError(str(path), "an [[outlet]] has no name")
    if unknown := set(row) - _KEYS:
        raise OutletTableError(str(path), f"outlet {name}: unknown key {min(unknown)!r}")
    for key, value in (("aliases", aliases), ("domains", domains)):
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise OutletTableError(str(path), f"outlet {name}: {key} must be a list of strings")
    hosts = _texts(domains)
    if strange := [host for host in hosts if not _HOST.fullmatch(host)]:
        raise OutletTableError(str(path), f"outlet {name}: {strange[0]!r} is no bare host, as in jkb.com.cn")
    group = row.get("group")
    return Outlet(name, tuple(_texts(aliases)), tuple(hosts), group if isinstance(group, str) else None, row.get("portal") is True)


def _texts(value: object) -> list[str]:
    return [str(each).strip() for each in value] if isinstance(value, list) else []
