"""Files that are URLs: listed, fetched and left alone when they have not changed."""

from __future__ import annotations

import functools
import http.server
import re
import threading
from base64 import b64encode
from concurrent.futures import Executor, Future
from contextlib import suppress

import pytest

from bulletin_parse import Archive, BulletinError, ExtraMissing, LimitExceeded, main, parse_text
from bulletin_parse.archive.ingest import jobs, locations
from bulletin_parse.text.credentials import without_credentials
from bulletins import WHOLE
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
    system.pipe_file("/bucket/2013/notes.xlsx", b"PK")
    yield "memory://bucket/2013"
    system.rm("/bucket", recursive=True)


def test_a_folder_of_urls_is_ingested_once(bucket, tmp_path):
    with Archive.open(tmp_path / "a.db") as archive:
        assert archive.ingest([bucket], executor=Here()).account == (3, 2, 0, 0, 0, 1)
        assert archive.ingest([bucket], executor=Here()).account == (3, 0, 2, 0, 0, 1)
        fsspec.filesystem("memory").pipe_file("/bucket/2013/2.md", bulletin_text(3).encode())
        assert archive.ingest([f"{bucket}/*.md"], executor=Here()).account == (2, 1, 1, 0, 0, 0)
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
                assert archive.ingest([f"{url}/1.md", f"{url}/2.md"], jobs=1).account == (2, 1, 0, 0, 1, 0)
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


@pytest.fixture
def server(tmp_path):
    """Serves bulletins to whoever has the password and the token, and endless or large files to anybody."""
    (tmp_path / "served").mkdir()
    (tmp_path / "served" / "1.md").write_text(bulletin_text(1), encoding="utf-8")
    handler = functools.partial(Guarded, directory=str(tmp_path / "served"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


class Guarded(Quiet):
    def do_GET(self):
        if self.path.startswith("/endless"):
            self.send_response(200)
            self.end_headers()
            with suppress(OSError):
                while True:
                    self.wfile.write(b"x" * 65536)
        elif self.path.startswith("/large"):
            self.send_response(200)
            self.send_header("Content-Length", str(1 << 40))
            self.end_headers()
        elif self.headers["Authorization"] == f"Basic {b64encode(USER.encode()).decode()}" and "token=t0p-s3cret" in self.path:
            super().do_GET()
        else:
            self.send_error(403, f"who are {USER}, token t0p-s3cret?")

    def do_HEAD(self):
        self.send_response(200)
        self.end_headers()


USER = "alice:w0nderland"
SECRETS = re.compile("alice|w0nderland|s3cret|S3CRET")


def test_credentials_are_used_and_neither_stored_nor_shown(server, tmp_path, capsys):
    url = f"http://{USER}@{server}"
    archive, good, bad = tmp_path / "a.db", f"{url}/1.md?id=7&token=t0p-s3cret", f"{url}/1.md?access_token=0ld-s3cret"
    for _ in range(2):
        assert main(["ingest", good, bad, f"{url}/2.md?X-Amz-Signature=S3CRET", "--archive", str(archive), "--jobs", "1"]) == 3
    assert "3 files seen = 0 stored + 1 unchanged" in capsys.readouterr().out
    assert main(["ingest", good, bad, "--archive", str(archive), "--jobs", "1", "--retry"]) == 3
    assert main(["report", str(archive), "-o", str(tmp_path / "report")]) == 0
    assert main(["export", str(archive), "--to", "csv"]) == 0
    with Archive.open(archive) as opened:
        assert opened.bulletin(1).source.name == "1.md?id=7"
        files = [file for (file,) in opened.database.execute("SELECT file FROM sources ORDER BY file")]
        assert files == [f"http://{server}/{name}" for name in ("1.md", "1.md?id=7", "2.md")]
    out, err = capsys.readouterr()
    assert "it cannot be fetched" in err
    assert SECRETS.findall(out + err) == []
    for path in [*tmp_path.glob("a.db*"), *(tmp_path / "report").rglob("*.html")]:
        assert SECRETS.findall(path.read_bytes().decode("latin-1")) == []


def test_two_files_that_only_their_keys_tell_apart_are_not_taken_for_one(server, tmp_path, capsys):
    urls = [f"http://{USER}@{server}/1.md?token=t0p-s3cret&key={key}" for key in ("one", "two")]
    assert main(["ingest", urls[0], *urls, "--archive", str(tmp_path / "a.db"), "--jobs", "1"]) == 3
    out, err = capsys.readouterr()
    assert "3 files seen = 1 stored + 1 unchanged + 0 superseded + 1 rejected" in out
    assert "1.md: two URLs are this one but for what grants access" in err


@pytest.mark.parametrize(
    "command", [["parse"], ["check"], ["ingest", "--archive", "a.db"], ["view", "-o", "a.html"], ["report", "-o", "r"], ["export", "--to", "csv"]]
)
def test_credentials_in_an_argument_that_cannot_be_read_are_not_shown(command, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main([command[0], f"nosuch://{USER}@place/s3.pdf?id=1&sig=s3cret", *command[1:]]) in (3, 5)
    out, err = capsys.readouterr()
    assert "place/s3.pdf?id=1" in err
    assert SECRETS.findall(out + err) == []


@pytest.mark.parametrize(
    ("url", "public"),
    [
        ("https://user@a.cn/1.pdf", "https://a.cn/1.pdf"),
        ("https://user:p@ss@a.cn/1.pdf", "https://a.cn/1.pdf"),
        ("s3://KEY:SECRET@bucket/1.pdf", "s3://bucket/1.pdf"),
        ("http:/user:secret@a.cn/1.pdf", "http:/a.cn/1.pdf"),
        ("zip://1.pdf::https://user:secret@a.cn/x.zip?sig=1", "zip://1.pdf::https://a.cn/x.zip"),
        ("https://a.cn/1.pdf?id=1&token=x&page=2", "https://a.cn/1.pdf?id=1&page=2"),
        ("https://a.cn/1.pdf?TOKEN=x", "https://a.cn/1.pdf"),
        ("https://a.cn/1.pdf?%74oken=x;id=2", "https://a.cn/1.pdf?id=2"),
        ("https://a.cn/1.pdf?X-Amz-Date=1&X-Amz-Credential=2&X-Amz-Signature=3&versionId=4", "https://a.cn/1.pdf?versionId=4"),
        ("https://a.cn/1.pdf?OSSAccessKeyId=1&Expires=2&Signature=3", "https://a.cn/1.pdf?Expires=2"),
        ("https://a.cn/1.pdf?api_key=1&apikey=2&key=3&auth=4&password=5&client_secret=6", "https://a.cn/1.pdf"),
        ("https://a.cn/1.pdf#access_token=x", "https://a.cn/1.pdf"),
        ("https://a.cn/1.pdf?id=1#page=2", "https://a.cn/1.pdf?id=1#page=2"),
        ("abfss://container@account.dfs.core.windows.net/1.pdf", "abfss://container@account.dfs.core.windows.net/1.pdf"),
        ("https://a.cn/@user/1.pdf", "https://a.cn/@user/1.pdf"),
        ("/archive/a@b/1.pdf", "/archive/a@b/1.pdf"),
        ("it failed: https://u:p@a.cn/1?sig=2 and more", "it failed: https://a.cn/1 and more"),
    ],
)
def test_what_grants_access_is_told_from_the_rest(url, public):
    assert without_credentials(url) == public


def test_the_links_of_items_stay_as_they_are_printed():
    link = "http://u:p@a.cn/1.html?token=x"
    assert parse_text(WHOLE.replace("http://www.people.com.cn/n1/2026/0311/c1-1.html", link)).items[0].link == link


@pytest.mark.parametrize("name", ["endless", "large"])
def test_a_url_is_held_to_the_limit_of_bytes(name, server, tmp_path, capsys):
    (remote,) = locations.locations_of([f"http://{server}/{name}.pdf"])
    with pytest.raises(LimitExceeded, match=r"bytes pass the limit of 3,145,728") as caught:
        locations.fetched(remote, 3 << 20)
    assert caught.value.met <= 5 << 20 or name == "large"
    assert main(["ingest", f"http://{server}/{name}.pdf", "--archive", str(tmp_path / "a.db"), "--jobs", "1", "--limit", "bytes=1000"]) == 3
    assert "bytes pass the limit of 1,000" in capsys.readouterr().err


def test_an_archive_that_is_a_folder_is_told_as_such(tmp_path, capsys):
    assert main(["ingest", str(tmp_path), "--archive", str(tmp_path)]) == 5
    assert f"it is a folder, and an archive is a file. Name a file in it, such as {tmp_path / 'archive.db'}" in capsys.readouterr().err


@pytest.fixture
def s3(monkeypatch):
    """A bucket on an S3 server of the test's own."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", 0)
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


@pytest.mark.full("s3fs", "moto", "flask")
def test_a_bucket_is_ingested_by_workers(s3, tmp_path):
    for number in (1, 2):
        s3.pipe_file(f"bulletins/2013/{number}.md", bulletin_text(number).encode())
    with Archive.open(tmp_path / "a.db") as archive:
        assert archive.ingest("s3://bulletins/2013", jobs=1).account == (2, 2, 0, 0, 0, 0)
        assert archive.ingest("s3://bulletins/2013", jobs=1).account == (2, 0, 2, 0, 0, 0)
        assert [row[0] for row in archive.database.execute("SELECT file FROM sources ORDER BY file")] == [
            "s3://bulletins/2013/1.md",
            "s3://bulletins/2013/2.md",
        ]
