"""Templates that cannot be broken out of: every value is escaped and its hidden characters made visible, and pages allow nothing but what they hold.

A page's content security policy names the hashes of its own scripts and styles, so that nothing else in it could ever run.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import quote, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from bulletin_parse._version import __version__
from bulletin_parse.text.language import said
from bulletin_parse.text.showing import visible
from bulletin_parse.views.labels import labels_of

_WEB = ("http", "https")


def rendered(template: str, language: str, **values: Any) -> str:
    """A template of this package, filled in.

    Args:
        template: its file name.
        language: ``zh`` or ``en``; the template sees the labels as ``say``.
        values: what else it sees; text among it is escaped.
    """
    return _environment().get_template(template).render(say=labels_of(language), lang=language, version=__version__, **values)


def web_link(url: str | None) -> str | None:
    """The URL if it is one of the web that may become a link, otherwise None.

    >>> web_link("https://example.cn/1.html"), web_link("javascript:alert(1)")
    ('https://example.cn/1.html', None)
    """
    if not url or visible(url) != url or any(char.isspace() for char in url):
        return None
    try:
        parts = urlsplit(url)
        return url if parts.scheme in _WEB and parts.hostname else None
    except ValueError:
        return None


def fragment(address: str) -> str:
    """The address of a field as the end of a URL: brackets stay readable.

    >>> fragment('items[2].labels["a b"]')
    'items[2].labels[%22a%20b%22]'
    """
    return quote(address, safe="[].")


def page_text(value: Any) -> Any:
    """A value as it is put into a page: in text, characters that are not printed become visible; None is nothing."""
    if value is None:
        return ""
    if isinstance(value, str) and not isinstance(value, Markup):
        return value if value.isprintable() else "\n".join([visible(line.replace("\t", " ")) for line in value.split("\n")])
    return value


def asset(name: str) -> str:
    """The text of a style sheet or script of this package."""
    return files(__package__).joinpath("assets", name).read_text(encoding="utf-8")


def inline(kind: str, *names: str) -> Markup:
    """Assets as one element of the page, ``style`` or ``script``; only this package's own files, which never hold its end tag."""
    return Markup("<{0}>{1}</{0}>").format(kind, Markup(_joined(names)))  # noqa: S704 - the package's own files


def policy(*, styles: tuple[str, ...] = (), scripts: tuple[str, ...] = (), beside: bool = False) -> str:
    """A page's content security policy: data pictures, and the styles and scripts that :func:`inline` put into it, by hash.

    Args:
        styles: names of the assets of its one style element.
        scripts: names of the assets of its one script element.
        beside: whether style sheets that lie beside the page may be read as well.
    """
    style = " ".join([*([_hash(styles)] if styles else []), *(["'self'", "file:"] if beside else [])]) or "'none'"
    script = _hash(scripts) if scripts else "'none'"
    return f"default-src 'none'; img-src data:; style-src {style}; script-src {script}; base-uri 'none'; form-action 'none'"


def _hash(names: tuple[str, ...]) -> str:
    digest = hashlib.sha256(_joined(names).encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _joined(names: tuple[str, ...]) -> str:
    return "\n".join([asset(name) for name in names])


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("bulletin_parse.views"), autoescape=True, undefined=StrictUndefined, finalize=page_text, trim_blocks=True, lstrip_blocks=True
    )
    made.filters["web_link"] = web_link
    made.filters["said"] = said
    made.filters["fragment"] = fragment
    made.globals.update(inline=inline, policy=policy)
    return made
