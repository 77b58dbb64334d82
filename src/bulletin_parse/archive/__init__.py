"""An archive of bulletins in one SQLite file: ingest, search, export.

>>> from bulletin_parse.archive import Archive, Settings  # doctest: +SKIP
>>> Archive.open("archive.db").ingest("2025/", settings=Settings(limits=Limits(seconds=10)))  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bulletin_parse.archive.archive import Archive
    from bulletin_parse.archive.ingest.jobs import IngestOptions
    from bulletin_parse.archive.ingest.report import Account, IngestInterrupted, IngestReport
    from bulletin_parse.archive.ingest.run import Settings, Watcher

# Imported when first used: a worker needs none of them.
_LATER = {"Archive": "archive", "IngestOptions": "ingest.jobs"}
_LATER |= dict.fromkeys(("Account", "IngestInterrupted", "IngestReport"), "ingest.report") | dict.fromkeys(("Settings", "Watcher"), "ingest.run")

__all__ = ["Account", "Archive", "IngestInterrupted", "IngestOptions", "IngestReport", "Settings", "Watcher"]


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"bulletin_parse.archive.{_LATER[name]}"), name)
