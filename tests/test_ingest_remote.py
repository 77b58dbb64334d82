"""Files that are URLs: listed, fetched and left alone when they have not changed."""

from __future__ import annotations

import functools
import http.server
import threading
from concurrent.futures import Executor, Future

import pytest

from bulletin_parse.archive import jobs, locations
from bulletin_parse.archive.archive import Archive
from bulletin_parse.errors import BulletinError, ExtraMissing
from invented import bulletin_text

fsspec = pytest.importorskip("fsspec")


class Here(Executor):
    """Runs jobs in this process, where the memory file system is."""

    def submit(self, function, /, job):
        assert function is jobs.read_guarded
        future: Future = Future()
        future.set_result(jobs.read(job))
        return future


@pytest.fixture
def bucket():
    system = fsspec.filesystem("memory")
    for number in (1, 2):
        system.pipe_file(f"/bucket/2013/{number}.md", bulletin_text(number).encode())
    system.pipe_file("/bucket/2013/notes.docx", b"PK")
    yield "memory://bucket/2013"
    system.rm("/bucket", recursive=True)


def test_a_folder_of_urls_is_ingested_once(bucket, tmp_path):
    with Archive.open(tmp_path / "a.db") as archive:
        assert archive.ingest([bucket], executor=Here()).account == (2, 2, 0, 0, 0)
        assert archive.ingest([bucket], executor=Here()).account == (2, 0, 2, 0, 0)
        fsspec.filesystem("memory").pipe_file("/bucket/2013/2.md", bulletin_text(3).encode())
        assert archive.ingest([f"{bucket}/*.md"], executor=Here()).account == (2, 1, 1, 0, 0)
        assert [bulletin.issue_number for bulletin in archive.bulletins()] == [1, 3]
        files = [row[0] for row in archive.database.execute("SELECT file FROM sources ORDER BY file")]
    assert files == ["memory:///bucket/2013/1.md", "memory:///bucket/2013/2.md"]


def test_workers_fetch_from_a_real_server(tmp_path):
    (tmp_path / "1.md").write_text(bulletin_text(1), encoding="utf-8")
    handler = functools.partial(Quiet, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            url = f"http://127.0.0.1:{server.server_port}"
            with Archive.open(tmp_path / "a.db") as archive:
                assert archive.ingest([f"{url}/1.md", f"{url}/2.md"], jobs=1).account == (2, 1, 0, 0, 1)
                assert archive.bulletin(1).source.name == "1.md"
                ((message,),) = archive.database.execute("SELECT error_message FROM rejected_files").fetchall()
        finally:
            server.shutdown()
            thread.join()
    assert message.startswith(f"{url}/2.md: it cannot be fetched")


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass


@pytest.mark.parametrize("url", ["memory://nothing/here", "nosuch://place/1.pdf"])
def test_a_url_that_leads_nowhere_is_one_error(url):
    found = list(locations.locations_of([f"{url}/*.md" if url.startswith("memory") else url]))
    assert len(found) == 1
    assert isinstance(found[0], BulletinError)


def test_without_fsspec_the_error_names_the_extra(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "fsspec", None)
    (error,) = locations.locations_of(["s3://bucket/1.pdf"])
    assert isinstance(error, ExtraMissing)
    assert error.remedy == "Install it with: pip install 'bulletin-parse[remote]'"


def test_a_windows_path_is_no_url():
    assert not locations.is_url("C:/archive/664.pdf")
    assert not locations.is_url("C:\\archive\\664.pdf")
    assert locations.is_url("s3://bucket/664.pdf")


@pytest.fixture
def s3(monkeypatch):
    """A bucket on an S3 server of the test's own."""
    pytest.importorskip("s3fs")
    server = pytest.importorskip("moto.server").ThreadedMotoServer("127.0.0.1", 0)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in (
        ("AWS_ACCESS_KEY_ID", "one"),
        ("AWS_SECRET_ACCESS_KEY", "two"),
        ("AWS_DEFAULT_REGION", "us-east-1"),
        ("FSSPEC_S3_ENDPOINT_URL", f"http://{host}:{port}"),
    ):
        monkeypatch.setenv(name, value)
    monkeypatch.setitem(fsspec.config.conf, "s3", {"endpoint_url": f"http://{host}:{port}"})
    system = fsspec.filesystem("s3")
    system.mkdir("bulletins")
    yield system
    server.stop()


def test_a_bucket_is_ingested_by_workers(s3, tmp_path):
    for number in (1, 2):
        s3.pipe_file(f"bulletins/2013/{number}.md", bulletin_text(number).encode())
    with Archive.open(tmp_path / "a.db") as archive:
        assert archive.ingest("s3://bulletins/2013", jobs=1).account == (2, 2, 0, 0, 0)
        assert archive.ingest("s3://bulletins/2013", jobs=1).account == (2, 0, 2, 0, 0)
        assert [row[0] for row in archive.database.execute("SELECT file FROM sources ORDER BY file")] == [
            "s3://bulletins/2013/1.md",
            "s3://bulletins/2013/2.md",
        ]
