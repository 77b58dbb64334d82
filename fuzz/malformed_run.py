"""Runs the command over a folder of malformed PDFs: ``python fuzz/malformed_run.py [FOLDER] [options]``, or ``make malformed``.

Without a folder it makes one (``fuzz/malformed.py``). Every file goes through ``parse`` and ``check``, then all of them through
``ingest``, twice. Held: each file is a record or one line on stderr, the exit code is the documented one, nothing is a traceback or a defect
of the package's own, no file takes longer than the limit and what recognition of its pages is given, no process more than a gibibyte, the
account adds up, and the second ingest reads nothing. Files go through the command some at a time, in one process that reads, and as many
commands at once as there are cores; those of a group that breaks anything go again one by one. Ends with exit code 1 if anything is broken.

With ``--ocr-engine`` only the files that name a picture are run, and their pages are recognised by that engine, which has to be installed.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple

from bulletin_parse import Limits
from bulletin_parse.cli.account import DIFFERS
from bulletin_parse.machine import cores
from bulletin_parse.reading.ocr.options import RUNTIMES

LIMIT = Limits().seconds
MARGIN = 10.0  # the guard's own grace, and a loaded machine
PAGE = 20.0  # for recognising a page, which takes four idle; the limit on it is higher, and a file that fails does not tell of its pages
PROBE = 3  # pages that are recognised before a file can be refused for them
COMMANDS = ("parse", "check", "ingest")
MOST = 300.0  # seconds for each file, after which the command is killed
MOST_BYTES = 1 << 30
OPENVINO_BYTES = 1 << 30  # that a process of OpenVINO may take more (docs/scans.md)
PICTURE = re.compile(rb"/Image(?![A-Za-z])")  # a picture that a file names, and no procedure set
GROUP = 20
SHOWN = 15
SLOW = 3.0  # seconds; what takes longer is checked alone
DEFECTS = ("Traceback", "the parser failed", "cannot be handed over", "a defect of this program")
PREFIX = "bulletin-parse: "


class Ran(NamedTuple):
    """A process that ended: its exit code, stdout, stderr's lines with the time of each, all its time, and the peak of it and its children."""

    code: int
    out: str
    lines: list[tuple[float, str]]
    seconds: float
    peak: int


@dataclass
class Account:
    """What came of the files so far; ``engine`` recognises pages, None for the package's own choice."""

    engine: str | None = None
    broken: list[str] = field(default_factory=list)
    outcomes: dict[str, Counter[str]] = field(default_factory=dict)
    failed: dict[str, set[Path]] = field(default_factory=dict)
    slow: dict[str, float] = field(default_factory=dict)
    peak: Counter[str] = field(default_factory=Counter)
    seconds: dict[str, float] = field(default_factory=dict)
    recognised: dict[str, int] = field(default_factory=dict)
    times: dict[Path, float] = field(default_factory=dict)

    @property
    def most_bytes(self) -> int:
        """What a process may take."""
        return MOST_BYTES + OPENVINO_BYTES * (self.engine == "openvino")

    def options(self) -> list[str]:
        """What each command is told of recognition."""
        return ["--ocr-engine", self.engine] if self.engine else []

    def put(self, command: str, files: Sequence[Path], done: Ran) -> None:
        """Puts down what came of some files."""
        by_file, _ = told(done.lines, files)
        self.failed.setdefault(command, set()).update(file for file, lines in by_file.items() if lines)
        self.outcomes.setdefault(command, Counter()).update([kind_of(lines[0]) if lines else "read" for lines in by_file.values()])
        self.seconds[command] = self.seconds.get(command, 0.0) + done.seconds
        self.peak[command] = max(self.peak[command], done.peak)

    def allowed(self, file: Path) -> float:
        """How long a file may take: recognition of its pages is not counted in the limit."""
        return LIMIT + MARGIN + PAGE * max(self.recognised.get(file.name, 0), PROBE)

    def allowed_together(self, files: Sequence[Path]) -> float:
        """How long some files may take of which only one may be slow that was not so in ``parse``."""
        return max([self.allowed(file) for file in files], default=LIMIT + MARGIN) + sum([self.times.get(file, 0.0) for file in files])

    def blame(self, where: str, found: Sequence[str]) -> None:
        """Puts down what is broken, and shows it at once."""
        self.broken += [f"{where}: {what}" for what in found]
        print("".join(f"\n  {where}: {what}\n" for what in found), end="", file=sys.stderr)


def ran(arguments: Sequence[str], most: float) -> Ran:
    """Runs the command, and kills it after some seconds."""
    began, lines = time.monotonic(), []
    environment = {**os.environ, "BULLETIN_PARSE_CACHE": "off"}
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "bulletin_parse", *arguments], stdout=out, stderr=subprocess.PIPE, start_new_session=True, env=environment
        )
        timer = threading.Timer(most, os.killpg, (process.pid, signal.SIGKILL))
        timer.start()
        assert process.stderr
        for line in process.stderr:
            lines.append((time.monotonic() - began, line.decode("utf-8", "replace").rstrip("\n")))
        _, status, usage = os.wait4(process.pid, 0)
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        process.stderr.close()
        out.seek(0)
        return Ran(process.returncode, out.read().decode("utf-8", "replace"), lines, time.monotonic() - began, usage.ru_maxrss * 1024)


def told(lines: Sequence[tuple[float, str]], files: Sequence[Path]) -> tuple[dict[Path, list[str]], list[str]]:
    """The lines of stderr by the file that they name first, and those that name none."""
    by_file: dict[Path, list[str]] = {file: [] for file in files}
    strange = []
    for _, line in lines:
        path = Path(line.removeprefix(PREFIX).partition(".pdf")[0] + ".pdf")
        if line.startswith(PREFIX) and path in by_file:
            by_file[path].append(line.removeprefix(f"{PREFIX}{path}"))
        else:
            strange.append(line)
    return by_file, strange


def kind_of(line: str) -> str:
    """A failed file's line as one of a few kinds."""
    kinds = {
        "limit of": "limit",
        "limit:": "limit",
        "died (": "engine died",
        "password": "encrypted",
        "truncated": "truncated",
        "neither an index": "no bulletin",
    }
    return next((kind for words, kind in kinds.items() if words in line), "unreadable")


def misbehaved(by_file: Mapping[Path, Sequence[str]], strange: Sequence[str], done: Ran, most_bytes: int) -> list[str]:
    """What no command may do: say more than a line of a file or a line of none, show a defect, take too much memory."""
    found = [f"{len(lines)} lines: {file.name}" for file, lines in by_file.items() if len(lines) > 1]
    found += [f"a line of no file: {line[:300]}" for line in strange]
    found += [f"a defect: {line[:300]}" for _, line in done.lines if any(word in line for word in DEFECTS)]
    return found + [f"{done.peak >> 20} MiB"] * (done.peak > most_bytes)


def wrong(command: str, files: Sequence[Path], done: Ran, most_bytes: int = MOST_BYTES) -> list[str]:
    """What is wrong with a run of parse or check over some files."""
    by_file, strange = told(done.lines, files)
    failed = {file for file, lines in by_file.items() if lines}
    found = misbehaved(by_file, strange, done, most_bytes)
    if done.code not in ((3,) if failed else (0, 1) if command == "check" else (0,)):
        found.append(f"exit code {done.code}, {len(failed)} of {len(files)} files failed")
    if command == "parse" and done.code in (0, 3):
        records = recognised(done) if len(files) > 1 or not failed else {}
        found += [f"neither a record nor an error: {file.name}" for file in files if (file.name in records) == (file in failed)]
    return found


def recognised(done: Ran) -> dict[str, int]:
    """How many pages were recognised of each file of which ``parse`` wrote a record."""
    sources = [json.loads(line)["source"] for line in done.out.split("\n") if line]
    return {source["name"]: sum(page["engine"] == "ocr" for page in source.get("page_sources", ())) for source in sources}


def longest(command: str, files: Sequence[Path], done: Ran) -> dict[Path, float]:
    """For each file a time that it did not take longer than: that between two lines of stderr, or of the whole process."""
    if command == "check" or len(files) == 1:
        return dict.fromkeys(files, done.seconds)
    times, waiting, before = {}, list(files), 0.0
    for at, line in [*done.lines, (done.seconds, "")]:
        end = next((number for number, file in enumerate(waiting) if line.startswith(f"{PREFIX}{file}")), len(waiting) - 1)
        times.update(dict.fromkeys(waiting[: end + 1], at - before))
        waiting, before = waiting[end + 1 :], at
    return times


def run_over(command: str, files: Sequence[Path], options: Sequence[str] = ()) -> Ran:
    """Runs parse or check over some files, one after another."""
    form = "jsonl" if command == "parse" else "json"
    return ran([command, "--jobs", "1", "--format", form, *options, *map(str, files)], len(files) * MOST)


def judge(command: str, files: Sequence[Path], done: Ran, account: Account) -> dict[Path, float]:
    """Puts down what came of a run of parse or check; runs it again file by file where something is wrong with all together, or took long."""
    times, found = longest(command, files, done), wrong(command, files, done, account.most_bytes)
    if command == "parse" and done.code in (0, 3):
        account.recognised |= recognised(done)
    late, alone = any(seconds > account.allowed(file) for file, seconds in times.items()), len(files) == 1
    account.blame(f"{command} {files[0].name}" + ("" if alone else " and those after it"), found + [f"{done.seconds:.0f} seconds"] * (late and alone))
    if (found or late) and not alone:
        return {file: seconds for each in files for file, seconds in judge(command, [each], run_over(command, [each], account.options()), account).items()}
    account.put(command, files, done)
    return times


def ingested(paths: Sequence[Path], files: Sequence[Path], account: Account) -> None:
    """Ingests paths twice in which some files are."""
    with tempfile.TemporaryDirectory() as place:
        archive, newest = Path(place) / "archive.db", None
        for name in ("ingest", "ingest again"):
            given = [*map(str, paths), "--archive", str(archive), "--jobs", "1", "--format", "json", *account.options()]
            done = ran(["ingest", *given], len(files) * MOST)
            lines = [line for line in done.lines if DIFFERS not in line[1]]
            by_file, strange = told(lines, files)
            facts = json.loads(done.out or "{}")
            rejected = sum(1 for each in by_file.values() if each)
            found = misbehaved(by_file, strange, done, account.most_bytes)
            parts = [facts.get(part, -1) for part in ("stored", "unchanged", "superseded", "rejected")]
            if facts.get("seen") != len(files) or sum(parts) != len(files) or facts.get("rejected") != rejected or done.code != (3 if rejected else 0):
                found.append(f"exit code {done.code}, account {parts} for {len(files)} files, {rejected} of them told of")
            before = [0.0, *[at for at, _ in lines]]
            pauses = {line: at - begin for begin, (at, line) in zip(before, [*lines, (done.seconds, "the end")], strict=True)}
            spans = spanned([line for _, line in lines], files)
            late = [line for line, span in zip(pauses, spans, strict=True) if pauses[line] > account.allowed_together(span)]
            found += [f"{pauses[line]:.0f} seconds before: {line[:100]}" for line in late]
            newest, before_that = _latest_reading(archive), newest
            if name == "ingest again" and newest != before_that:
                found.append("files were read that had not changed")
            account.blame(name, found)
            account.outcomes[name] = Counter({part: facts.get(part, 0) for part in ("stored", "unchanged", "superseded", "rejected")})
            account.peak[name], account.seconds[name], account.slow[name] = done.peak, done.seconds, max(pauses.values())
            account.failed[name] = {file for file, each in by_file.items() if each}


def spanned(lines: Sequence[str], files: Sequence[Path]) -> list[Sequence[Path]]:
    """For each line of an ingest, and for its end, the files since the line before: those that were read, of which nothing is said, and its own."""
    places = {f"{PREFIX}{file}": at for at, file in enumerate(files)}
    ends = [places.get(line.partition(".pdf")[0] + ".pdf", 0) + 1 for line in lines] + [len(files)]
    return [files[begin:end] or files[end - 1 : end] for begin, end in zip([0, *ends[:-1]], ends, strict=True)]


def _latest_reading(archive: Path) -> int | None:
    """The number of the run that read a file of an archive last."""
    with closing(sqlite3.connect(archive)) as database:
        return database.execute("SELECT max(run_id) FROM sources").fetchone()[0]


def with_pictures(files: Sequence[Path]) -> list[Path]:
    """The files of some that name a picture: those in which there may be something to recognise."""
    return [file for file in files if PICTURE.search(file.read_bytes())]


def main(folder: Path, only: Sequence[str] = COMMANDS, engine: str | None = None) -> int:
    """Runs everything, or some commands only, over the folder's files and returns the exit code; with an engine over those with pictures."""
    files = sorted(folder.glob("*.pdf"))
    files = with_pictures(files) if engine else files
    account = Account(engine)
    for command in [each for each in COMMANDS if each in only and each != "ingest"]:
        alone = [file for file in files if account.times.get(file, 0) > SLOW]
        together = [file for file in files if file not in alone]
        groups = [together[at : at + GROUP] for at in range(0, len(together), GROUP)] + [[file] for file in alone]
        times: dict[Path, float] = {}
        with ThreadPoolExecutor(cores()) as pool:
            for number, (group, done) in enumerate(zip(groups, pool.map(partial(run_over, command, options=account.options()), groups), strict=True)):
                times |= judge(command, group, done, account)
                print(f"\r{command} {number + 1} of {len(groups)}, {len(account.broken)} broken", end="", file=sys.stderr, flush=True)
        account.slow[command] = max(times.values())
        account.times = account.times or times
    if "ingest" in only:
        ingested(files if engine else [folder], files, account)
    first, *others = account.failed.items()
    for other, failed in others:
        account.blame(other, [f"{file.name} is read by this or by {first[0]} only" for file in sorted(first[1] ^ failed)])
    show(account, len(files))
    return 1 if account.broken else 0


def show(account: Account, count: int) -> None:
    """Prints what came of so many files, and which took longest."""
    print(f"\n{count} files")
    for name, outcomes in account.outcomes.items():
        numbers = ", ".join(f"{count} {what}" for what, count in outcomes.most_common() if count)
        print(f"{name}: {account.seconds[name]:.0f} s, at most {account.slow[name]:.1f} s a file, {account.peak[name] >> 20} MiB: {numbers}")
    for file, seconds in sorted(account.times.items(), key=lambda each: -each[1])[:SHOWN]:
        print(f"  {seconds:5.1f} s {file.name}")
    print(f"{len(account.broken)} broken")
    print("".join(f"  {what}\n" for what in account.broken), end="")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, help="malformed PDFs; without it they are made")
    parser.add_argument("--only", action="append", choices=COMMANDS, help="run this command; may be repeated")
    parser.add_argument("--ocr-engine", choices=RUNTIMES, help="recognise pages by this, and run the files with pictures alone")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        if not asked.folder:
            from malformed import write

            write(Path(made))
        sys.exit(main(asked.folder or Path(made), asked.only or COMMANDS, asked.ocr_engine))
