"""What surrounds the files is hostile: names, links, pipes, depths, and streams that are full or closed."""

from __future__ import annotations

import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys

import pytest

from bulletin_parse import Limits, UnreadableSource, main
from bulletin_parse.discovery import files_in, files_of
from bulletin_parse.supervise import bounds
from conftest import FIXTURES

WORD = FIXTURES / "word.pdf"
NAMES = ["new\nline.pdf", "esc\x1b[31m.pdf", "sur\udcff.pdf", "bidi\u202e.pdf", "-o.pdf", "star*[x].pdf", "<b>&.pdf", "a" * 251 + ".pdf", "%s{}.pdf"]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Bulletins with names that are hard to bear, and things that are called so and are no files."""
    place = tmp_path / "d"
    place.mkdir()
    for name in NAMES:
        shutil.copy(WORD, place / name)
    (place / "broken\n\x1b.pdf").write_bytes(b"%PDF-1.4")
    (place / "loop.pdf").symlink_to("loop.pdf")
    (place / "nowhere.pdf").symlink_to("nothing")
    (place / "endless.pdf").symlink_to("/dev/zero")
    (place / "round.pdf").symlink_to(".")
    os.mkfifo(place / "pipe.pdf")
    monkeypatch.chdir(place)
    with socket.socket(socket.AF_UNIX) as ear:
        ear.bind("sock.pdf")
    return place


@pytest.mark.parametrize("command", [["parse", "--format", "jsonl"], ["check", "--format", "json"], ["ingest", "--jobs", "1", "--archive", "../a.db"]])
def test_each_thing_in_a_folder_is_read_or_told_of_once(command, folder, capfd):
    assert main([*command, str(folder)]) == 3
    out, err = capfd.readouterr()
    told = [line for line in err.splitlines() if ", and differs in" not in line]
    assert len(told) == 7
    assert all(line.isprintable() and line.startswith("bulletin-parse: ") and ". " in line for line in told)
    if command[0] == "parse":
        assert len([json.loads(line) for line in out.splitlines()]) == len(NAMES)


def test_directories_nested_deeper_than_the_stack(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for _ in range(1200):
        os.mkdir("a")  # noqa: PTH102 - pathlib and makedirs recurse
        os.chdir("a")
    pathlib.Path("x.md").touch()
    os.chdir(tmp_path)
    assert [os.path.basename(each) for each in files_in(".")] == ["x.md"]  # noqa: PTH119
    os.chdir("a/" * 1200)
    pathlib.Path("x.md").unlink()
    for _ in range(1200):  # pytest's own clearing recurses as well
        os.chdir("..")
        os.rmdir("a")  # noqa: PTH106


@pytest.mark.parametrize("name", ["", "a" * 5000, "nul\0.pdf", "loop.pdf"])
def test_arguments_that_name_nothing(name, folder, capfd):
    assert main(["parse", name]) == 3
    assert capfd.readouterr().err.count("\n") == 1


def test_an_empty_argument_is_not_this_directory():
    assert isinstance(next(files_of([""])), UnreadableSource)


COMMANDS = [["parse", str(WORD)], ["check", str(WORD)], ["rule"], ["schema"], ["view", str(WORD), "-o", "-"], ["ingest", str(WORD), "--archive", "a.db"]]


def run(command, tmp_path, **streams):
    return subprocess.run([sys.executable, "-m", "bulletin_parse", *command], cwd=tmp_path, check=False, timeout=300, **streams)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_a_full_disk_behind_stdout_is_one_error(command, tmp_path):
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        done = run(command, tmp_path, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 2
    assert done.stderr.decode().startswith("bulletin-parse: stdout: it cannot be written (No space left on device). ")
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_closed_stream_leads_to_nowhere(closed, tmp_path):
    script = f'"{sys.executable}" -m bulletin_parse parse "{WORD}" /nowhere.pdf {closed}'
    done = subprocess.run(["/bin/sh", "-c", script], cwd=tmp_path, capture_output=True, check=False, timeout=300)
    assert done.returncode == 3
    assert b"Traceback" not in done.stderr
    if closed == "2>&-":
        assert [record["issue_number"] for record in json.loads(done.stdout)] == [444]


def test_a_note_that_cannot_be_written_stops_nothing(tmp_path):
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        done = run(["parse", "/nowhere.pdf", str(WORD)], tmp_path, stdout=subprocess.PIPE, stderr=full)
    assert done.returncode == 3
    assert len(json.loads(done.stdout)) == 1


def test_the_limit_of_memory_counts_the_code_as_well(monkeypatch):
    resource = pytest.importorskip("resource")
    set_to = {}
    monkeypatch.setattr(resource, "setrlimit", lambda which, value: set_to.update({which: value}))
    before = resource.getrlimit(resource.RLIMIT_DATA)[1]
    bounds.bind(Limits(memory=1 << 30))
    soft, hard = set_to[resource.RLIMIT_DATA]
    assert (soft - (1 << 30)) % 1024 == 0
    assert 1 << 30 < soft < 4 << 30  # what the process has already does not count
    assert hard == before
    assert set_to[resource.RLIMIT_CORE][0] == 0
