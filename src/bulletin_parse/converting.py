"""Documents of older forms (.doc, .wps, .rtf, .odt) to PDFs, by LibreOffice where it is installed, each in a process that is bounded.

The PDFs lie in a folder of their own and are read as any others; a document that has not changed since is not converted again.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from bulletin_parse.discovery import all_files_of
from bulletin_parse.errors import BulletinError, EngineUnavailable, LimitExceeded, UnreadableSource
from bulletin_parse.left_out import Ignored
from bulletin_parse.limits import GIB, Limits, exceeded
from bulletin_parse.packed import is_member, member_bytes, zip_of
from bulletin_parse.pathless import Remote

SUFFIXES = (".doc", ".dot", ".wps", ".wpt", ".rtf", ".odt", ".ott", ".fodt")
PROGRAMS = ("soffice", "libreoffice")
SECONDS = 120.0  # for one document: a new profile alone takes ten on a machine that is busy
MEMORY, OUTPUT = 4 * GIB, GIB  # bytes of address space, and of a file that it writes; LibreOffice itself maps more than one GiB


class Conversions(NamedTuple):
    """What became of the documents.

    Args:
        made: how many were converted.
        kept: how many had been converted before, and have not changed.
        failed: why others could not be.
        left: the arguments that name other files as well.
        ignored: what else the other arguments name, none of which is read.
    """

    made: int
    kept: int
    failed: tuple[UnreadableSource, ...]
    left: tuple[str, ...] = ()
    ignored: tuple[Ignored, ...] = ()


def convert(arguments: Sequence[str], folder: Path, limits: Limits | None = None, *, told: Callable[[str], object] = lambda _: None) -> Conversions:
    """Converts the documents of older forms that some arguments name, or that lie in folders and zip files that they name.

    Args:
        arguments: files, folders and patterns, as the commands take them.
        folder: where the PDFs go, made if it is not there. Of ``2013/3.doc`` it is ``3-1a2b3c4d.pdf``, by the document's path.
        limits: how many bytes a document may have.
        told: is told of each document that is converted.

    Raises:
        EngineUnavailable: LibreOffice is not installed.
    """
    program = next((path for name in PROGRAMS if (path := shutil.which(name))), None)
    if program is None:
        raise EngineUnavailable("--convert", "LibreOffice is not installed, which converts documents", remedy="Install it (Debian: libreoffice-writer)")
    folder.mkdir(parents=True, exist_ok=True)
    made = kept = 0
    failed: list[UnreadableSource] = []
    left: list[str] = []
    ignored: list[Ignored] = []
    for argument in arguments:
        found = list(all_files_of([argument]))
        documents = [file for each in found if (file := _document(each))]
        others = [each for each in found if not _document(each) and not (documents and isinstance(each, UnreadableSource) and each.source == argument)]
        if all(isinstance(each, Ignored) for each in others) and documents:
            ignored += [each for each in others if isinstance(each, Ignored)]
        else:
            left.append(argument)
        for file in documents:
            target = folder / f"{Path(file).stem}-{_short(file)}.pdf"
            if _is_newer(target, file):
                kept += 1
                continue
            told(file)
            try:
                _convert(program, file, target, limits or Limits())
                made += 1
            except UnreadableSource as error:
                failed.append(error)
    return Conversions(made, kept, tuple(failed), tuple(left), tuple(ignored))


def _document(each: Path | Remote | Ignored | BulletinError) -> str:
    """The path of a document of an older form; empty for anything else."""
    if isinstance(each, (BulletinError, Remote)):
        return ""
    file = each.file if isinstance(each, Ignored) else str(each)
    name = Path(file).name
    return file if Path(name).suffix.lower() in SUFFIXES and not name.startswith(("~$", ".")) else ""


def _short(file: str) -> str:
    """A few characters that tell documents of one name apart, by their paths."""
    return hashlib.sha256(os.path.abspath(file).encode("utf-8", "surrogateescape")).hexdigest()[:8]  # noqa: PTH100 - links stay as they are named


def _is_newer(target: Path, file: str) -> bool:
    """Whether a PDF is there and was made after its document."""
    try:
        return target.stat().st_mtime >= Path(zip_of(file)).stat().st_mtime
    except OSError:
        return False


def _convert(program: str, file: str, target: Path, limits: Limits) -> None:
    """Converts one document."""
    with TemporaryDirectory() as place:
        own = Path(place, f"document{Path(file).suffix.lower()}")  # a name of its own is no option
        try:
            own.write_bytes(member_bytes(file, limits) if is_member(file) else _read(file, limits))
        except OSError as error:
            raise UnreadableSource(file, f"it cannot be opened ({error.strerror})", remedy="Check its permissions") from error
        command = [program, f"-env:UserInstallation=file://{place}/profile", "--headless", "--norestore", "--nolockcheck", "--convert-to", "pdf"]
        _run([*command, "--outdir", place, str(own)], file)
        made = own.with_suffix(".pdf")
        if not made.exists():
            raise UnreadableSource(file, "LibreOffice cannot convert it", remedy="Open it in the program that made it, and print it to PDF")
        partial = target.with_name(f".{target.name}.{os.getpid()}")
        shutil.move(made, partial)
        partial.replace(target)


def _read(file: str, limits: Limits) -> bytes:
    size = Path(file).stat().st_size
    if size > limits.bytes:
        raise exceeded(file, "bytes", size, limits.bytes)
    return Path(file).read_bytes()


def _run(command: Sequence[str], file: str) -> None:
    """Runs LibreOffice in a session of its own, which ends with the time, all its processes with it."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, preexec_fn=_bounded) as process:  # noqa: S603
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired as error:
            raise LimitExceeded(
                file, f"LibreOffice did not convert it within {SECONDS:.0f} seconds", remedy="Convert it by hand, and read the PDF", limit="seconds"
            ) from error
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends what is left of a session."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError, AttributeError):
        process.kill()


def _bounded() -> None:
    """Holds the process that is to be LibreOffice to its bounds, where the system has such."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (int(SECONDS), int(SECONDS)))
        resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT, OUTPUT))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if sys.platform == "linux":
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
