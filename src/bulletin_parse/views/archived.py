"""A bulletin of an archive beside the file that it was read from."""

from __future__ import annotations

import hashlib

from bulletin_parse.archive.archive import Archive
from bulletin_parse.archive.ingest.locations import fetched
from bulletin_parse.archive.keeping.showing import Shown
from bulletin_parse.archive.store.names import whole_of
from bulletin_parse.errors import UnreadableSource
from bulletin_parse.limits import Limits


def shown_with_file(archive: Archive, number: int, limits: Limits | None = None) -> tuple[Shown, bytes]:
    """The bulletin of a number as the archive has it, and the bytes of its file.

    Args:
        archive: an open one.
        number: the bulletin's.
        limits: how many bytes the file may have.

    Raises:
        NotInArchive: it has no such bulletin.
        UnreadableSource: the file is gone, or is another one than what was read.
    """
    shown = archive.show(number)
    file = whole_of(shown.file)
    data = fetched(file, (limits or Limits()).bytes)
    if shown.sha256 and hashlib.sha256(data).hexdigest() != shown.sha256:
        raise UnreadableSource(file, "it is another file than the one that was read", remedy="Ingest it again: then the archive has what it says now")
    return shown, data
