"""Exit codes, the same for every command."""

from __future__ import annotations

from bulletin_parse.errors import (
    ArchiveError,
    ArgumentError,
    BulletinError,
    ChildUnavailable,
    ConfigError,
    CorrectionError,
    EngineUnavailable,
    ExportError,
    ExtraMissing,
    NotInArchive,
    OutletTableError,
    PluginError,
    QueryError,
    TemplateError,
    UnknownCode,
)

CLEAN, FINDINGS, USAGE, UNREADABLE, NO_ENGINE, ARCHIVE, INTERRUPTED = 0, 1, 2, 3, 4, 5, 130

# What the user gave, not the bulletin, is at fault.
_USAGE_ERRORS = (ArgumentError, ConfigError, CorrectionError, ExportError, OutletTableError, PluginError, QueryError, TemplateError, UnknownCode)


def code_of(error: BulletinError) -> int:
    """The exit code for an error."""
    if isinstance(error, (ChildUnavailable, EngineUnavailable, ExtraMissing)):
        return NO_ENGINE
    if isinstance(error, NotInArchive):  # as grep says that it found nothing
        return FINDINGS
    if isinstance(error, ArchiveError):
        return ARCHIVE
    return USAGE if isinstance(error, _USAGE_ERRORS) else UNREADABLE
