"""What a zip file declares before anything of it is unpacked: Office documents are such files."""

from __future__ import annotations

import io
import zipfile
from importlib.util import find_spec

from bulletin_parse.errors import UnreadableSource
from bulletin_parse.limits import meter

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_MAIN, _TYPES = b"word/document.xml", b"[Content_Types].xml"
_REMEDY = "Fetch it again, or open it in Word and save it again"
MOST_MEMBERS = 20_000  # a bulletin full of pictures has a hundred
MARKUP = 8  # bytes of markup that a character of a bulletin costs at the least, where a part is full of text


def readers_installed() -> str:
    """Which of the packages are installed that read Word documents and web pages."""
    return " ".join([name for name in ("docx", "selectolax") if find_spec(name) is not None])


def office_kind(data: bytes) -> str:
    """What an Office document is: the folder of its main part, ``word``, ``xl`` or ``ppt``; empty for any other file.

    A package that is broken is told by the names in its bytes.
    """
    if not data.startswith(ZIP) or not (_TYPES in data or _MAIN in data):
        return ""
    return next((kind for kind in ("word", "xl", "ppt") if f"{kind}/".encode() in data), "word")


def is_encrypted_office(data: bytes) -> bool:
    """Whether the bytes are an Office document behind a password: a compound file with an encrypted package in it."""
    return data.startswith(OLE) and "EncryptedPackage".encode("utf-16-le") in data


def check_package(data: bytes, source: str) -> None:
    """Holds what a document declares of its parts to the limits.

    Raises:
        UnreadableSource: it is no zip file that can be read, or has an odd number of parts.
        LimitExceeded: its parts are larger than the limits allow.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            members = packed.infolist()
            broken = packed.testzip() if len(members) <= MOST_MEMBERS and sum([each.file_size for each in members]) <= meter().limits.bytes else None
    except Exception as error:  # zipfile, zlib and lzma have errors of their own
        raise UnreadableSource(source, f"the document's package is broken ({error})", remedy=_REMEDY) from error
    if len(members) > MOST_MEMBERS:
        raise UnreadableSource(source, f"it has {len(members):,} parts, and no document has so many", remedy="Look at it with a zip program")
    meter().require("bytes", sum([each.file_size for each in members]), "all parts unpacked")
    for each in members:
        if each.filename.endswith((".xml", ".rels")):
            meter().require("characters", each.file_size // MARKUP, each.filename)
    if broken:
        raise UnreadableSource(source, f"its part {broken} is damaged", remedy=_REMEDY)
