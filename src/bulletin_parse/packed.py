"""Files in zip files, each with an address of its own: ``2013/a.zip!/b.pdf``. Nothing is ever unpacked onto a disk.

A name that no program marked as UTF-8 is UTF-8 or GBK, as Chinese programs write it. What would cost too much, needs a password or
leads out of the zip file is an error in its place.
"""

from __future__ import annotations

import hashlib
import io
import os
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, NamedTuple

from bulletin_parse.errors import EncryptedSource, UnreadableSource
from bulletin_parse.left_out import NOTHING, Ignored, why_ignored
from bulletin_parse.limits import MIB, Limits, exceeded

SEPARATOR, SUFFIX = "!/", ".zip"
DEEPEST = 2  # zip files in one another
MOST_MEMBERS = 20_000  # a zip file of all 700 bulletins with every picture of theirs has fewer
# A member that unpacks to so many times its size, and to more than this, is a bomb: pages full of text reach twenty.
LARGEST_RATIO, RATIO_FROM = 200, 16 * MIB
MOST_TIMES = 64  # so many times the largest file may a zip file be: it is read piece by piece
_CHUNK = 1 << 20
_ENCRYPTED, _UTF8 = 0x1, 0x800  # bits of a member's flags
_GONE = "there is no such file in it"
_FETCH = "Fetch the zip file again, or unpack it with another program and read the folder"
_ERRORS = (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError, EOFError, KeyError)


class Member(NamedTuple):
    """A file in a zip file: its name as it is shown, what the zip file says of it, and its size unpacked."""

    name: str
    info: zipfile.ZipInfo

    @property
    def size(self) -> int:
        """Bytes, as the zip file declares them; no more are ever read."""
        return self.info.file_size


def is_zip(name: str) -> bool:
    """Whether a file is a zip file by its name."""
    return name.lower().endswith(SUFFIX)


def is_member(location: str) -> bool:
    """Whether a location is that of a file in a zip file; one that is there under that very name is none.

    >>> is_member("2013/a.zip!/b.pdf"), is_member("2013/a.zip"), is_member("what!/b.pdf")
    (True, False, False)
    """
    return location.lower().find(SUFFIX + SEPARATOR) > 0 and not os.path.lexists(location)


def zip_of(address: str) -> str:
    """The path of the zip file that a file is in; of any other location, itself."""
    return _steps(address)[0] if is_member(address) else address


def zips_of(address: str) -> list[str]:
    """The zip files that a file is in, the outermost first; none of any other location.

    >>> zips_of("a.zip!/2013/b.zip!/c.pdf")
    ['a.zip', 'a.zip!/2013/b.zip']
    """
    steps = _steps(address)[:-1] if is_member(address) else []
    return [SEPARATOR.join(steps[: at + 1]) for at in range(len(steps))]


def members_of(location: str, limits: Limits | None = None) -> Iterator[str | Ignored | UnreadableSource]:
    """The files in a zip file by their addresses, sorted, those that are not read with the reason; those in zip files in it too.

    Args:
        location: the zip file's path.
        limits: what one file may cost.
    """
    try:
        with _opened_file(location, limits or Limits()) as packed:
            found = list(_listed(packed, location, limits or Limits(), 1))
    except UnreadableSource as error:
        found = [error]
    yield from found


def _listed(packed: zipfile.ZipFile, location: str, limits: Limits, depth: int) -> Iterator[str | Ignored | UnreadableSource]:
    members, out = _members(packed, location)
    if not members and not out:
        yield Ignored(location, "it is an empty zip file", NOTHING)
    yield from out
    for name in sorted(members):
        address = f"{location}{SEPARATOR}{name}"
        if is_zip(name):
            yield from _inside(packed, members[name], address, limits, depth)
        else:
            yield why_ignored(address, posixpath.basename(name)) or address


def _inside(packed: zipfile.ZipFile, member: Member, address: str, limits: Limits, depth: int) -> Iterator[str | Ignored | UnreadableSource]:
    """The files of a zip file that is one's member."""
    if depth >= DEEPEST:
        yield Ignored(address, f"it is a zip file in a zip file, {depth + 1} deep", "Unpack it, and read the folder")
        return
    try:
        with _opened_bytes(_read(packed, member, address, limits), address) as inner:
            yield from _listed(inner, address, limits, depth + 1)
    except UnreadableSource as error:
        yield error


def _members(packed: zipfile.ZipFile, location: str) -> tuple[dict[str, Member], list[Ignored | UnreadableSource]]:
    """The members of a zip file by name, and what is told of those that are none to read."""
    infos = packed.infolist()
    if len(infos) > MOST_MEMBERS:
        raise UnreadableSource(location, f"it has {len(infos):,} members, and more than {MOST_MEMBERS:,} are not read", remedy="Unpack it, and read the folder")
    members: dict[str, Member] = {}
    out: list[Ignored | UnreadableSource] = []
    for info in infos:
        name = _name_of(info)
        if name.endswith("/") or info.is_dir():
            continue
        plain = posixpath.normpath(name)
        if plain.startswith(("/", "../")) or plain == ".." or plain[1:2] == ":" or SUFFIX + SEPARATOR in name.lower():
            out.append(UnreadableSource(f"{location}{SEPARATOR}{name}", "its name leads out of the zip file", remedy="Look at it with a zip program"))
        elif plain in members:
            out.append(Ignored(f"{location}{SEPARATOR}{plain}", "another member has the same name", "Unpack it by another program, and read the folder"))
        else:
            members[plain] = Member(plain, info)
    return members, out


def _name_of(info: zipfile.ZipInfo) -> str:
    """A member's name as its author wrote it."""
    name = info.orig_filename.partition("\0")[0]
    if not info.flag_bits & _UTF8:
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/")


@contextmanager
def opened_member(address: str, limits: Limits) -> Iterator[tuple[IO[bytes], int]]:
    """A file in a zip file, open for reading, and its size.

    Args:
        address: as ``members_of`` gave it.
        limits: what one file may cost.

    Raises:
        UnreadableSource: there is no such file, or it cannot be unpacked; ``EncryptedSource``, ``LimitExceeded``.
    """
    location, *names = _steps(address)
    with _opened_file(location, limits) as packed:
        for name in names[:-1]:
            location = f"{location}{SEPARATOR}{name}"
            packed = _opened_bytes(_read(packed, _found(packed, name, location), location, limits), location)
        member = _found(packed, names[-1], address)
        _refuse(member, address, limits)
        try:
            with packed.open(member.info) as file:
                yield file, member.size
        except _ERRORS as error:
            raise UnreadableSource(address, f"it cannot be unpacked ({_said(error)})", remedy=_FETCH) from error


def member_bytes(address: str, limits: Limits) -> bytes:
    """The bytes of a file in a zip file; raises what :func:`opened_member` does."""
    with opened_member(address, limits) as (file, _):
        return file.read()


def member_digest(address: str, limits: Limits) -> str | None:
    """The SHA-256 of a file in a zip file, None if it cannot be read."""
    sha = hashlib.sha256()
    try:
        with opened_member(address, limits) as (file, _):
            while chunk := file.read(_CHUNK):
                sha.update(chunk)
    except UnreadableSource:
        return None
    return sha.hexdigest()


def has_member(address: str) -> bool:
    """Whether the file of an address is there."""
    try:
        with opened_member(address, Limits()):
            return True
    except EncryptedSource:
        return True
    except UnreadableSource as error:
        return _GONE not in error.reason and os.path.lexists(_steps(address)[0])


def _steps(address: str) -> list[str]:
    """The zip file's path, and the names from zip file to zip file."""
    steps: list[str] = []
    rest = address
    while (at := rest.lower().find(SUFFIX + SEPARATOR)) >= 0:
        end = at + len(SUFFIX)
        steps.append(rest[:end])
        rest = rest[end + len(SEPARATOR) :]
    return [*steps, rest]


def _found(packed: zipfile.ZipFile, name: str, address: str) -> Member:
    member = _members(packed, address)[0].get(name)
    if member is None:
        raise UnreadableSource(address, _GONE, remedy="Check the address")
    return member


def _read(packed: zipfile.ZipFile, member: Member, address: str, limits: Limits) -> bytes:
    _refuse(member, address, limits)
    try:
        return packed.read(member.info)
    except _ERRORS as error:
        raise UnreadableSource(address, f"it cannot be unpacked ({_said(error)})", remedy=_FETCH) from error


def _refuse(member: Member, address: str, limits: Limits) -> None:
    """Raises for what cannot be unpacked, or would cost too much."""
    if member.info.flag_bits & _ENCRYPTED:
        raise EncryptedSource(address, "the zip file wants a password", remedy="Unpack it with the password, and read the folder")
    if member.size > limits.bytes:
        raise exceeded(address, "bytes", member.size, limits.bytes)
    if member.size > RATIO_FROM and member.size > LARGEST_RATIO * max(1, member.info.compress_size):
        raise UnreadableSource(
            address, f"{member.info.compress_size:,} bytes would unpack to {member.size:,}, as no bulletin does", remedy="Look at it with a zip program"
        )


@contextmanager
def _opened_file(location: str, limits: Limits) -> Iterator[zipfile.ZipFile]:
    """A zip file by its path."""
    try:
        size = os.path.getsize(location)  # noqa: PTH202 - names may be odd
        packed = zipfile.ZipFile(location)
    except FileNotFoundError as error:
        raise UnreadableSource(location, "there is no such file", remedy="Check the path") from error
    except _ERRORS as error:
        raise UnreadableSource(location, f"it is no zip file that can be read ({_said(error)})", remedy=_FETCH) from error
    if size > MOST_TIMES * limits.bytes:
        packed.close()
        raise exceeded(location, "bytes", size, MOST_TIMES * limits.bytes)
    with packed:
        yield packed


def _opened_bytes(data: bytes, address: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except _ERRORS as error:
        raise UnreadableSource(address, f"it is no zip file that can be read ({_said(error)})", remedy=_FETCH) from error


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:100] or type(error).__name__
