"""Many files are read on all cores: in order, each by itself, in little memory."""

from __future__ import annotations

import os
import shutil
import signal
import time

import pytest

from bulletin_parse import Bulletin, EngineCrashed, EngineUnavailable, LimitExceeded, Limits, UnreadableSource, api, machine, many, parse, parse_many
from bulletin_parse.machine import cores, shared
from conftest import FIXTURES, MIB

NAMES = ["converter.md", "word.pdf", "pandoc.md", "story.pdf"]


@pytest.mark.parametrize("jobs", [1, 2, 3, None])
def test_records_and_errors_come_in_the_order_of_the_files(jobs, tmp_path):
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\n")
    paths = [FIXTURES / NAMES[0], tmp_path / "broken.pdf", str(FIXTURES / NAMES[1]), tmp_path / "none.md", FIXTURES / NAMES[2], FIXTURES / NAMES[3]]
    answers = list(parse_many(paths, jobs=jobs))
    assert [isinstance(answer, Bulletin) for answer in answers] == [True, False, True, False, True, True]
    assert [answer.source for answer in answers if isinstance(answer, UnreadableSource)] == [str(tmp_path / "broken.pdf"), str(tmp_path / "none.md")]
    assert [answer for answer in answers if isinstance(answer, Bulletin)] == [parse(FIXTURES / name) for name in NAMES]


def test_what_no_file_is_to_blame_for_ends_the_run():
    with pytest.raises(EngineUnavailable):
        list(parse_many([FIXTURES / NAMES[0]] * 3, engine="none", jobs=2))


def odd(path, options):
    """Does what the file's name says, as an engine might at what it holds."""
    name = os.path.basename(path)  # noqa: PTH119
    if name == "crash.md":
        os.kill(os.getpid(), signal.SIGSEGV)
    if name == "hang.md":
        time.sleep(600)
    if name == "flood.md":
        return [bytes(MIB) for _ in range(4096)]
    return api.parse(path, **options)


@pytest.mark.parametrize("jobs", [1, 3])
def test_a_crash_a_hang_and_a_flood_cost_their_files_alone(jobs, tmp_path, monkeypatch):
    monkeypatch.setattr(many, "_parsed", odd)
    paths = [shutil.copy(FIXTURES / "converter.md", tmp_path / name) for name in ("a.md", "crash.md", "b.md", "hang.md", "c.md", "flood.md", "d.md")]
    answers = list(parse_many(paths, jobs=jobs, limits=Limits(seconds=10, memory=300 * MIB)))
    assert [type(answer) for answer in answers] == [Bulletin, EngineCrashed, Bulletin, LimitExceeded, Bulletin, LimitExceeded, Bulletin]
    assert [answer.limit for answer in answers if isinstance(answer, LimitExceeded)] == ["seconds", "memory"]


def test_few_files_are_taken_ahead_and_the_processes_end_with_the_iterator():
    taken = []

    def paths():
        for name in NAMES * 100:
            taken.append(name)
            yield FIXTURES / name

    answers = parse_many(paths(), jobs=2)
    assert isinstance(next(answers), Bulletin)
    answers.close()
    assert len(taken) <= 3 * 2


@pytest.fixture
def groups(tmp_path, monkeypatch):
    """A place for the files of control groups."""
    monkeypatch.setattr(machine, "GROUPS", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("files", "allowed"),
    [
        ({}, 8),
        ({"cpu.max": "max 100000", "memory.max": "max"}, 8),
        ({"cpu.max": "250000 100000"}, 3),
        ({"cpu.max": "50000 100000"}, 1),
        ({"memory.max": str(1100 * MIB)}, 4),
        ({"memory.max": str(100 * MIB)}, 1),
        ({"a/b/cpu.max": "max 100000", "a/cpu.max": "200000 100000"}, 2),
        ({"cpu/a/b/cpu.cfs_quota_us": "-1", "cpu/cpu.cfs_quota_us": "150000", "cpu/cpu.cfs_period_us": "100000"}, 2),
        ({"memory/a/memory.limit_in_bytes": str(512 * MIB)}, 2),
        ({"cpu.max": "nonsense", "memory.max": ""}, 8),
    ],
)
def test_the_processors_of_a_container_are_those_it_may_use(files, allowed, groups, monkeypatch):
    for path, text in files.items():
        (groups / path).parent.mkdir(parents=True, exist_ok=True)
        (groups / path).write_text(text)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)), raising=False)
    (groups / "self").write_text("5:cpu,cpuacct:/a/b\n4:memory:/a/b\n0::/a/b\n")
    monkeypatch.setattr(machine, "OWN", groups / "self")
    assert cores() == allowed


def test_affinity_is_respected(groups, monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {3, 5}, raising=False)
    assert cores() == 2


@pytest.mark.parametrize(
    ("files", "jobs", "shares"),
    [(1, 4, (1, 4, False)), (2, 4, (2, 2, True)), (3, 4, (3, 1, True)), (9, 4, (4, 1, True)), (2, 1, (1, 1, True)), (0, 4, (1, 4, False))],
)
def test_files_and_pages_share_the_processes(files, jobs, shares):
    asked, found = shared(iter(range(files)), jobs)
    assert (list(asked), tuple(found)) == (list(range(files)), shares)
