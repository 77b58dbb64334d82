"""What can go wrong, as one tree of exceptions.

Only what cannot be read at all raises; a fault in a bulletin's content is ``None`` and a finding::

    BulletinError
    ├── UnreadableSource        the bytes are nothing that anything here can open
    │   ├── MissingSource       there is no such file; a FileNotFoundError as well
    │   ├── EncryptedSource     a password is needed
    │   ├── NoTextLayer         pages of pictures
    │   ├── NotABulletin        text, but neither an index nor an item in it
    │   │   └── GarbledText     and that because its characters are not what the page shows
    │   ├── SeveralBulletins    a file of more than one bulletin, where one was asked for
    │   ├── PartOfBulletin      a file that holds only a part of a bulletin
    │   ├── ReaderMissing       a form that an extra reads, which is not installed
    │   ├── LimitExceeded       it would cost more than ``limits.Limits`` allows
    │   └── EngineCrashed       the process that read it died
    ├── EngineUnavailable       the engine asked for is not installed or not known
    ├── ChildUnavailable        the system starts no child process to read in
    ├── TemplateError           a template file that cannot be used
    ├── UnknownCode             a code or prefix that no rule has
    ├── OutletTableError        a table of outlets that cannot be used
    ├── QueryError              a search that asks for nothing
    ├── NotInArchive            a bulletin or file that the archive does not have
    ├── ExportError             a file or folder that an export cannot be written to
    ├── CorrectionError         a correction, or a file of corrections, that cannot be used
    │   ├── NoSuchField         the record has no such field or part, or none that people correct
    │   ├── WrongValue          a value that the field cannot hold
    │   ├── CorrectionConflict  two people say different things of one place
    │   └── ForeignCorrections  corrections of files that are not in the archive
    ├── ArchiveError            an archive that cannot be opened, read or written
    ├── ExtraMissing            an optional dependency that is not installed
    ├── PluginError             an installed package that adds what cannot be used
    ├── ArgumentError           a function was called with what it does not take; a TypeError and ValueError as well
    └── ConfigError             a configuration or baseline file that cannot be used

Every error has ``source`` (the file's name), ``reason``, ``place`` (a page or line, if one is to blame) and ``remedy``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any, Self

# What libraries in C++ and the system's loader say where Python says MemoryError.
_NO_MEMORY = ("bad alloc", "bad_alloc", "allocate memory", "failed to allocate", "insufficient memory", "out of memory", "failed to map segment")


# Whether remedies speak of the command line's options. The one who runs commands says so, for the process: it is how messages are worded and no more.
_of_options = False
# How a remedy for Python is put for the command line.
_OPTIONS = (
    (re.compile(r'\b(engine|ocr)="(\w+)"'), r"--\1 \2"),
    (re.compile(r"\b(engine|ocr)=…"), r"--\1"),
    (re.compile(r"\bcorrections=…"), "--corrections FILE"),
    (re.compile(r"\bcorrections=False"), "--no-corrections"),
    (re.compile(r"\btemplate=…"), "--template FILE"),
    (re.compile(r"\blimits=Limits\((\w+)=…\)"), r"--limit \1=…"),
    (re.compile(r"\b(force|reparse)=True"), r"--\1"),
    (re.compile(r"bulletin_parse\.parse_joined\(\[…\]\)"), "bulletin-parse parse --join FIRST SECOND"),
    (re.compile(r"Archive\((['\"])(.+?)\1\)\.ingest\(folder\)"), r"bulletin-parse ingest FOLDER --archive \2"),
    (re.compile(r"parse_all\(path\)"), "bulletin-parse parse FILE"),
)


@contextmanager
def speaking_of_options() -> Iterator[None]:
    """Inside, the remedies of errors name options of the command line instead of Python's arguments."""
    global _of_options  # how one process words its messages
    before, _of_options = _of_options, True
    try:
        yield
    finally:
        _of_options = before


def as_options(remedy: str) -> str:
    """A remedy for Python as it is put for the command line."""
    for pattern, option in _OPTIONS:
        remedy = pattern.sub(option, remedy)
    return remedy


class BulletinError(Exception):
    """Base of every error that this package raises on purpose.

    Args:
        source: name of the file, as the caller gave it (``"664.pdf"``).
        reason: what is wrong, one clause without a full stop.
        remedy: what the reader can do about it.
        place: where in the file (``"page 3"``), if that is known.
    """

    default_remedy = ""

    def __init__(self, source: str, reason: str, *, remedy: str = "", place: str | None = None) -> None:
        self.source = source
        self.reason = reason
        self.remedy = remedy or self.default_remedy
        self.place = place
        super().__init__(source, reason)

    def __str__(self) -> str:
        """File, place, reason and remedy in one line; the remedy speaks of Python, or of options where a command runs (``speaking_of_options``)."""
        where = f"{self.source}, {self.place}" if self.place else self.source
        remedy = as_options(self.remedy) if _of_options else self.remedy
        return f"{where}: {self.reason}" + (f". {remedy}" if remedy else "")

    def named(self, source: str) -> Self:
        """The same error with the file named otherwise: two files of one name in two folders are told apart by their paths.

        >>> str(UnreadableSource("a.pdf", "it is empty", remedy="Fetch it again").named("2024/a.pdf"))
        '2024/a.pdf: it is empty. Fetch it again'
        """
        other = copy(self)
        BulletinError.__init__(other, source, self.reason, remedy=self.remedy, place=self.place)
        return other

    def __reduce__(self) -> tuple[object, ...]:
        """Errors cross process borders: rebuild from the fields, not from the message."""
        return (_rebuild, (type(self), self.source, self.reason, self.remedy, self.place))


def _rebuild(kind: type[BulletinError], source: str, reason: str, remedy: str, place: str | None) -> BulletinError:
    return kind(source, reason, remedy=remedy, place=place)


class UnreadableSource(BulletinError):
    """The bytes cannot be opened as what they claim to be."""

    default_remedy = "Open it in a viewer to see whether it is whole; fetch it again or repair it with qpdf"


class MissingSource(UnreadableSource, FileNotFoundError):
    """There is no such file."""

    default_remedy = "Check the path"


class EncryptedSource(UnreadableSource):
    """The PDF wants a password."""

    default_remedy = "Remove the password first, for example with: qpdf --decrypt --password=… in.pdf out.pdf"


class NoTextLayer(UnreadableSource):
    """The PDF's pages hold pictures and no text."""

    default_remedy = "Recognise the pages: pip install 'bulletin-parse[ocr]' reads scans offline"


class NotABulletin(UnreadableSource):
    """Text was read, but it has neither an index nor items."""

    default_remedy = "Check that this is the right file; another series needs a template of its own (template=…)"


class GarbledText(NotABulletin):
    """Text was read, but it is none that the page can show: the PDF's fonts map their glyphs to other characters."""

    default_remedy = "Read it with another engine (engine=…), save the PDF again with its fonts embedded, or recognise its pages with an OCR program"


class SeveralBulletins(UnreadableSource):
    """The file holds more than one bulletin, and one was asked for.

    Args:
        source: as every error.
        reason: as every error.
        remedy: as every error.
        place: as every error.
        parts: of each bulletin its issue label as printed (None without one), its first and its last page; of a text, line.
    """

    default_remedy = "Read each of them: parse_all(path)"

    def __init__(self, source: str, reason: str, *, remedy: str = "", place: str | None = None, parts: tuple[tuple[str | None, int, int], ...] = ()) -> None:
        super().__init__(source, reason, remedy=remedy, place=place)
        self.parts = parts

    def __reduce__(self) -> tuple[object, ...]:
        """As every error, with its own field."""
        return (_with_field, (type(self), self.source, self.reason, self.remedy, self.place, "parts", self.parts))


class PartOfBulletin(UnreadableSource):
    """The file holds only a part of a bulletin: its first pages without an item, or later ones without masthead and index.

    Args:
        source: as every error.
        reason: as every error.
        remedy: as every error.
        place: as every error.
        issue_label: the label of the bulletin that the part seems to belong to (``"第六六四期"``), None if nothing tells.
    """

    default_remedy = "Read the parts together: bulletin_parse.parse_joined([…])"

    def __init__(self, source: str, reason: str, *, remedy: str = "", place: str | None = None, issue_label: str | None = None) -> None:
        super().__init__(source, reason, remedy=remedy, place=place)
        self.issue_label = issue_label

    def __reduce__(self) -> tuple[object, ...]:
        """As every error, with its own field."""
        return (_with_field, (type(self), self.source, self.reason, self.remedy, self.place, "issue_label", self.issue_label))


def _with_field(kind: Any, source: str, reason: str, remedy: str, place: str | None, name: str, value: object) -> BulletinError:
    error: BulletinError = kind(source, reason, remedy=remedy, place=place, **{name: value})
    return error


class ReaderMissing(UnreadableSource):
    """The file is of a form that an extra reads, and that is not installed."""

    default_remedy = "Install what reads it: pip install 'bulletin-parse[office]'"


class LimitExceeded(UnreadableSource):
    """The file would cost more than a limit allows.

    Args:
        source: as every error.
        reason: as every error.
        remedy: as every error.
        place: as every error.
        limit: the limit's name in ``Limits`` (``"pages"``).
        met: the value that the file has or reached.
        allowed: the limit's value.
    """

    def __init__(self, source: str, reason: str, *, remedy: str = "", place: str | None = None, limit: str = "", met: float = 0, allowed: float = 0) -> None:
        super().__init__(source, reason, remedy=remedy, place=place)
        self.limit = limit
        self.met = met
        self.allowed = allowed

    def __reduce__(self) -> tuple[object, ...]:
        """As every error, with its own fields."""
        return (_limit_again, (self.source, self.reason, self.remedy, self.place, self.limit, self.met, self.allowed))


def _limit_again(source: str, reason: str, remedy: str, place: str | None, limit: str, met: float, allowed: float) -> LimitExceeded:
    return LimitExceeded(source, reason, remedy=remedy, place=place, limit=limit, met=met, allowed=allowed)


class EngineCrashed(UnreadableSource):
    """The process that read the file died: a fault in an engine's C code, or no memory left for it."""

    default_remedy = 'Try another engine (engine="pdfium", engine="pymupdf" or engine="pdfplumber"), or repair the file with qpdf'


class EngineUnavailable(BulletinError):
    """The reading engine asked for is unknown or not installed."""


class ChildUnavailable(BulletinError):
    """The system starts no child process, in which files are read; ``source`` is the interpreter that does not run."""

    default_remedy = "Look at the limits of memory and processes, and at what this prints: python -c 'import bulletin_parse.supervise.pool'"


class TemplateError(BulletinError):
    """A template file is missing or does not hold what a template must."""

    default_remedy = "Compare it with the built-in template; docs/templates.md explains every key"


class UnknownCode(BulletinError):
    """A rule was named by a code or prefix that no rule has."""

    default_remedy = "See `bulletin-parse rule` for all codes"


class OutletTableError(BulletinError):
    """A table of outlets is missing or does not hold what it must."""

    default_remedy = "Compare it with the built-in table, press/outlets.toml"


class ArgumentError(BulletinError, TypeError, ValueError):
    """A function was called with what it does not take; ``source`` is the function (``"parse()"``), the remedy what to call instead."""


class ConfigError(BulletinError):
    """A configuration or baseline file holds something that it must not; ``place`` names the key."""

    default_remedy = "docs/ci.md explains every key"


class QueryError(BulletinError):
    """A search's words name nothing to look for; ``source`` is the query."""


class NotInArchive(BulletinError):
    """The archive has no such bulletin or file; ``source`` is the archive."""

    default_remedy = "bulletin-parse list shows what it has"


class ExportError(BulletinError):
    """What is exported cannot be written where it shall go; ``source`` is that place."""


class CorrectionError(BulletinError):
    """A correction, or a file of corrections, cannot be used; ``place`` is the field, or the line of the file."""

    default_remedy = "docs/corrections.md explains the file"


class NoSuchField(CorrectionError):
    """The record has no such field or part, or none that people correct."""

    default_remedy = "`bulletin-parse parse FILE` prints the record; a field is named as Python reaches it: items[0].source"


class WrongValue(CorrectionError):
    """The field cannot hold the value, or holds it already."""

    default_remedy = "docs/record.md says what each field holds"


class CorrectionConflict(CorrectionError):
    """Two people say different things of one place; nothing was changed."""

    default_remedy = "Look at the page, and remove the correction that is wrong"


class ForeignCorrections(CorrectionError):
    """The corrections are of files that are not in the archive; nothing was changed."""

    default_remedy = "Name the archive that they were made in, or read its files into this one first"


class ArchiveError(BulletinError):
    """An archive's file cannot be opened, read or written."""


class PluginError(BulletinError):
    """An installed package adds an engine, a rule or the like that cannot be loaded or whose name is taken; ``source`` is that package."""

    default_remedy = "Uninstall that package, or update it"


class ExtraMissing(BulletinError):
    """What was asked for needs an optional dependency; the remedy names the extra that brings it."""


def causes_of(error: BaseException) -> Iterator[BaseException]:
    """An error and what lies behind it, of which libraries wrap one in the other, but for what this package was handling when it came."""
    cause: BaseException | None = error
    while cause and (cause is error or not isinstance(cause, BulletinError)):
        yield cause
        cause = cause.__cause__ or cause.__context__


def cause_of(error: BaseException) -> BaseException:
    """The first of a chain of errors."""
    *_, cause = causes_of(error)
    return cause


def lacks_memory(error: BaseException) -> bool:
    """Whether an error says that memory is short, whatever a library calls that."""
    return any(isinstance(cause, MemoryError) or any(words in str(cause).lower() for words in _NO_MEMORY) for cause in causes_of(error))


def in_words(error: BaseException) -> str:
    """An error's kind and what it says, in one line and without the traceback that some libraries put there."""
    said = next((line.strip() for line in str(error).splitlines() if line.strip()), "")
    return f"{type(error).__name__}: {said}".removesuffix(": ")
