"""What can be added by installed packages: engines, rules, reporters, exporters and templates.

A package names what it adds in its ``pyproject.toml``, as ``module`` or ``module:attribute``, and from the moment it is installed
it is there under its name. What this package brings is named in the same way below::

    [project.entry-points."bulletin_parse.reporters"]
    csv = "my_package.findings:written"
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from importlib import import_module
from importlib.machinery import PathFinder
from typing import TYPE_CHECKING, Any

from bulletin_parse.errors import PluginError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

_OURS = b"[bulletin_parse."  # so the line begins with which a package's file heads a group of ours


@cache
def _installed() -> Any:
    """What all installed packages name, in whatever shape this Python has for it; None if none of it is ours. It is looked up once."""
    if not _may_name_ours():
        return None
    from importlib.metadata import entry_points as all_entry_points

    return all_entry_points()


def _may_name_ours() -> bool:
    """Whether a package's file names a group of ours, or packages are found elsewhere than in folders: else what all name need not be made out."""
    return _are_found_elsewhere() or any(_names_ours(folder) for folder in dict.fromkeys(sys.path))


def _are_found_elsewhere() -> bool:
    """Whether some library has brought a finder of packages of its own, as importlib_metadata does: only that one knows where they are."""
    return any(hasattr(finder, "find_distributions") and finder is not PathFinder for finder in sys.meta_path)


def _names_ours(folder: str) -> bool:
    try:
        names = os.listdir(folder or ".")  # noqa: PTH208 - hundreds of packages: paths as objects would cost more than the look
    except OSError:
        return os.path.isfile(folder)  # noqa: PTH113 - a zip, which importlib.metadata looks into
    for name in names:
        if name.lower().endswith(("egg-info", ".dist-info")):
            with suppress(OSError), open(os.path.join(folder, name, "entry_points.txt"), "rb") as file:  # noqa: PTH118, PTH123
                if _OURS in file.read():
                    return True
    return False


def entry_points(group: str) -> Iterable[EntryPoint]:
    """What installed packages name in a group."""
    installed = _installed()
    found: Iterable[EntryPoint] = installed.select(group=group) if installed else ()
    return found


class Group(Mapping[str, Any]):
    """The things of one kind by name, each imported when it is first asked for.

    A name of this package's own is found without a look at what is installed, and no package can take it.

    Args:
        kind: what one of them is called (``engine``); the entry points' group is ``bulletin_parse.engines``.
        built_in: names to ``module`` or ``module:attribute``.
    """

    def __init__(self, kind: str, built_in: Mapping[str, str]) -> None:
        self.kind = kind
        self.group = f"bulletin_parse.{kind}s"
        self.built_in = built_in
        self._loaded: dict[str, Any] = {}
        self._found: dict[str, EntryPoint] | None = None

    def __getitem__(self, name: str) -> Any:
        """What has a name.

        Raises:
            KeyError: nothing has it.
            PluginError: an installed package is at fault.
        """
        if name not in self._loaded:
            self._loaded[name] = _imported(self.built_in[name]) if name in self.built_in else self._installed_one(name)
        return self._loaded[name]

    def __contains__(self, name: object) -> bool:
        return name in self.built_in or name in self.installed

    def __iter__(self) -> Iterator[str]:
        """This package's own names, and then those of installed packages."""
        return iter((*self.built_in, *self.installed))

    def __len__(self) -> int:
        return len(self.built_in) + len(self.installed)

    @property
    def installed(self) -> tuple[str, ...]:
        """The names that installed packages add, sorted.

        Raises:
            PluginError: two have the same name, or one has that of a built-in.
        """
        return tuple(self._entry_points())

    def _entry_points(self) -> dict[str, EntryPoint]:
        if self._found is None:
            found: dict[str, EntryPoint] = {}
            for each in sorted(entry_points(group=self.group), key=lambda each: (each.name, each.value)):
                if each.name in self.built_in or each.name in found:
                    other = "a built-in one" if each.name in self.built_in else f"one of {_package_of(found[each.name])}"
                    raise PluginError(_package_of(each), f"its {self.kind} {each.name!r} has the name of {other}")
                found[each.name] = each
            self._found = found
        return self._found

    def _installed_one(self, name: str) -> Any:
        each = self._entry_points()[name]
        try:
            return each.load()
        except Exception as error:
            raise PluginError(_package_of(each), f"its {self.kind} {name!r} cannot be loaded ({type(error).__name__}: {error})") from error


def _imported(value: str) -> Any:
    module, _, attribute = value.partition(":")
    found = import_module(module)
    return getattr(found, attribute) if attribute else found


def _package_of(each: EntryPoint) -> str:
    """The name of the package that an entry point comes from."""
    return each.dist.name if each.dist else each.value


# A module as ``PdfEngine`` describes it.
ENGINES = Group(
    "engine",
    {
        "pymupdf": "bulletin_parse.reading.pdf.mupdf",
        "pdfium": "bulletin_parse.reading.pdf.pdfium",
        "pdfplumber": "bulletin_parse.reading.pdf.plumber",
    },
)
# A sequence of ``Rule``; the name is the package's.
RULES = Group("rule", {"bulletin-parse": "bulletin_parse.rules:RULES"})
# A function from a ``Report`` to text.
REPORTERS = Group(
    "reporter",
    {name: f"bulletin_parse.outputs.reporters.{name}:written" for name in ("text", "json", "sarif", "junit", "github")},
)
# An ``Exporter``.
EXPORTERS = Group(
    "exporter",
    {
        "jsonl": "bulletin_parse.archive.export.jsonl:EXPORTER",
        "csv": "bulletin_parse.archive.export.table:EXPORTER",
        "xlsx": "bulletin_parse.archive.export.workbook:EXPORTER",
        "parquet": "bulletin_parse.archive.export.parquet:EXPORTER",
        "markdown": "bulletin_parse.archive.export.markdown:EXPORTER",
    },
)
# The text of a TOML template.
TEMPLATES = Group("template", {"weekly": "bulletin_parse.parsing.template:WEEKLY"})
