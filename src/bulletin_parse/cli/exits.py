"""Exit codes, the same for every command."""

from __future__ import annotations

from bulletin_parse.errors import BulletinError, ConfigError, EngineUnavailable, OutletTableError, TemplateError, UnknownCode

CLEAN, FINDINGS, USAGE, UNREADABLE, NO_ENGINE, ARCHIVE = 0, 1, 2, 3, 4, 5

# What the user gave, not the bulletin, is at fault.
_USAGE_ERRORS = (ConfigError, OutletTableError, TemplateError, UnknownCode)


def code_of(error: BulletinError) -> int:
    """The exit code for an error."""
    if isinstance(error, EngineUnavailable):
        return NO_ENGINE
    return USAGE if isinstance(error, _USAGE_ERRORS) else UNREADABLE
