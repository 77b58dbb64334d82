"""Compiled patterns, and tables of words as data, that are kept beside the package's bytecode, as the interpreter keeps the bytecode.

To compile the patterns of one file takes a fifth of a short command's time, to load them a hundredth of that. They are kept as plain data in one file
in ``__pycache__`` beside this module, or where ``sys.pycache_prefix`` has bytecode: who can write there can change the package's code. As with bytecode,
nothing is written where it may not be or ``PYTHONDONTWRITEBYTECODE`` is set, and whatever cannot be read, or is of another version, is as if it were not
there; the folder is made by the interpreter alone. The interpreter itself looks whether what it is given is a pattern before it runs it.
"""

from __future__ import annotations

import marshal
import os
import re
import sys
import zlib
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

from bulletin_parse._version import __version__

FORMAT = 2
WORTH_SECONDS = 0.002  # of compiling, for which the file is written
MOST_BYTES = 1 << 22  # about ten times what the package's own patterns take: those of templates come and go

# A pattern and its flags.
Key = tuple[str | bytes, int]


class Compiled(NamedTuple):
    """What the interpreter makes a pattern of: its flags, its code in four bytes a word, the number of its groups, and their names."""

    flags: int
    code: bytes
    groups: int
    named: dict[str, int]
    names: tuple[str | None, ...]


class KeptPatterns:
    """Patterns and tables in a file, those that were compiled or read since it was written, and what that has cost.

    Args:
        file: where they are kept; None keeps none.
    """

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._kept: Mapping[Any, Any] | None = None
        self._new: dict[Key, re.Pattern[Any]] = {}
        self._tables: dict[str, dict[str, Any]] = {}
        self._seconds = 0.0

    def pattern(self, pattern: str | bytes, flags: int) -> re.Pattern[Any]:
        """What ``re.compile`` gives, from the file if it is there.

        Raises:
            re.error: it is no pattern.
        """
        key = (pattern, int(flags))
        if data := self._found().get(key):
            with suppress(Exception):  # whatever is wrong with it, the pattern itself is at hand
                return _restored(pattern, Compiled(*data))
        began = perf_counter()
        compiled = re.compile(pattern, flags)
        if self._file is not None:
            self._seconds += perf_counter() - began
            self._new[key] = compiled
        return compiled

    def has(self, pattern: str | bytes, flags: int) -> bool:
        """Whether a pattern is there compiled."""
        return (pattern, int(flags)) in self._found()

    def table(self, text: str) -> dict[str, Any]:
        """What a text in TOML says, from the file if it is there; for texts of this package's own, which have no dates.

        Raises:
            tomllib.TOMLDecodeError: it is no TOML.
        """
        if isinstance(kept := self._found().get(text), dict):
            return kept
        from tomllib import loads

        began = perf_counter()
        table = loads(text)
        if self._file is not None:
            self._seconds += perf_counter() - began
            self._tables[text] = table
        return table

    def keep(self) -> None:
        """Writes what was compiled since the last time, if it cost enough and may be written."""
        if self._file is None or self._seconds < WORTH_SECONDS:
            return
        new, tables, self._new, self._tables, self._seconds = self._new, self._tables, {}, {}, 0.0
        if sys.dont_write_bytecode or not os.access(self._file.parent, os.W_OK):
            return
        entries: dict[Any, Any] = {**tables, **{key: tuple(data) for key, compiled in new.items() if (data := data_of(key, compiled))}}
        whole = marshal.dumps({**self._read(), **entries})
        with suppress(OSError):
            _write(self._file, _framed(whole if len(whole) <= MOST_BYTES else marshal.dumps(entries)))

    def _found(self) -> Mapping[Any, Any]:
        if self._kept is None:
            self._kept = self._read()
        return self._kept

    def _read(self) -> Mapping[Any, Any]:
        """The file's patterns by what they are, and its tables by their texts; none if there is no such file, or it is another version's or broken."""
        if self._file is not None:
            with suppress(Exception):  # marshal raises what it likes
                content = self._file.read_bytes()
                head = _head()
                whole = content[len(head) + 4 :]
                if content.startswith(head) and _framed(whole) == content and isinstance(kept := marshal.loads(whole), dict):  # noqa: S302 - as bytecode is read
                    return kept
        return {}


def data_of(key: Key, compiled: re.Pattern[Any]) -> Compiled | None:
    """A compiled pattern as plain data; None if this interpreter's way is another, and the data would not give the same pattern."""
    try:
        parsed = import_module("re._parser").parse(*key)
        code: list[int] = [int(word) for word in import_module("re._compiler")._code(parsed, key[1])]  # noqa: SLF001 - there is no other way to it
        named = dict(parsed.state.groupdict)
        by_number = {number: name for name, number in named.items()}
        names = tuple([by_number.get(number) for number in range(compiled.groups + 1)])
        data = Compiled(compiled.flags, b"".join([word.to_bytes(4, sys.byteorder) for word in code]), compiled.groups, named, names)
        restored = _restored(key[0], data)
    except Exception:  # noqa: BLE001 - what is private may be anything
        return None
    return data if restored == compiled and restored.groupindex == compiled.groupindex else None


def _restored(pattern: str | bytes, data: Compiled) -> re.Pattern[Any]:
    words = memoryview(data.code).cast("I").tolist()
    restored: re.Pattern[Any] = import_module("_sre").compile(pattern, data.flags, words, data.groups, data.named, data.names)
    return restored


def _head() -> bytes:
    """What a file begins with that this interpreter and this version of the package have written."""
    engine = import_module("_sre")
    parts = (FORMAT, __version__, sys.implementation.name, sys.hexversion, engine.MAGIC, engine.CODESIZE, sys.byteorder)
    return b"bulletin-parse patterns " + repr(parts).encode() + b"\n"


def _framed(whole: bytes) -> bytes:
    return _head() + zlib.crc32(whole).to_bytes(4, "little") + whole


def _write(file: Path, content: bytes) -> None:
    """Writes a file at once whole, under the permissions that this module's own file has, as the interpreter does."""
    part = file.with_name(f"{file.name}.{os.getpid()}")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, Path(__file__).stat().st_mode & 0o666)
    try:
        with open(descriptor, "wb") as out:  # noqa: PTH123 - of a descriptor
            out.write(content)
        part.replace(file)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def _place() -> Path | None:
    """The file beside this module's bytecode; None where the package has no folder, as in a zip, or the interpreter is another than CPython."""
    cached = getattr(__spec__, "cached", None)
    return Path(cached).with_suffix(".patterns") if cached and sys.implementation.name == "cpython" else None


PATTERNS = KeptPatterns(_place())
