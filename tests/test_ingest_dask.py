"""The ingest on a Dask cluster of real worker processes, one of which is killed in the midst."""

from __future__ import annotations

import os
import signal

import pytest

from bulletin_parse import Archive, ArchiveError, ExtraMissing, Watcher, main
from bulletin_parse.archive.ingest.cluster import cluster_executor
from invented import bulletin_text

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.filterwarnings("ignore")  # the cluster's own, of ports and of a worker that is gone

FILES = 60


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    for number in range(1, FILES + 1):
        (folder / f"{number:03}.md").write_text(bulletin_text(number), encoding="utf-8")
    (folder / "bad.md").write_text("no bulletin", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def cluster():
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        yield cluster


@pytest.mark.slow
def test_a_worker_that_is_killed_costs_nothing(cluster, folder, tmp_path):
    victim = next(iter(cluster.workers.values())).pid

    class Killer(Watcher):
        def advanced(self, tally):
            if tally.read == 10:
                os.kill(victim, signal.SIGKILL)

    with cluster_executor(cluster.scheduler_address) as executor, Archive.open(tmp_path / "dask.db") as archive:
        report = archive.ingest(folder, executor=executor, watcher=Killer())
        assert report.account == (FILES + 1, FILES, 0, 0, 1, 0)
        there = [bulletin.to_json() for bulletin in archive.bulletins()]
    with Archive.open(tmp_path / "local.db") as archive:
        archive.ingest(folder, jobs=1)
        assert [bulletin.to_json() for bulletin in archive.bulletins()] == there


@pytest.mark.slow
def test_the_command_takes_an_address(cluster, folder, tmp_path, capsys):
    assert main(["ingest", str(folder), "--archive", str(tmp_path / "a.db"), "--dask", cluster.scheduler_address]) == 3
    assert f"{FILES + 1} files seen = {FILES} stored + 0 unchanged + 0 superseded + 1 rejected" in capsys.readouterr().out


def test_no_scheduler_is_an_archive_error(monkeypatch):
    monkeypatch.setattr("bulletin_parse.archive.ingest.cluster.CONNECT_SECONDS", 0.5)
    with pytest.raises(ArchiveError, match="no Dask scheduler answers"), cluster_executor("tcp://127.0.0.1:9"):
        pass


def test_without_dask_the_error_names_the_extra(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(ExtraMissing, match=r"bulletin-parse\[dask\]"), cluster_executor("tcp://127.0.0.1:9"):
        pass
