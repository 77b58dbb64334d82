"""The review speaks to its own page alone, and to nobody else: every attack is refused, and what is said is there whole or not at all."""

from __future__ import annotations

import http.client
import json
import shutil
import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest

from bulletin_parse import Archive, load_corrections, main
from bulletins import WHOLE
from reviews import JSON, cell_of, reviewing

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")

SOURCE = {"do": "set", "field": "items[0].source", "was": "人民网", "now": "新华网"}


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    folder = tmp_path_factory.mktemp("review")
    (folder / "664.md").write_text(WHOLE, encoding="utf-8")
    with Archive.open(folder / "a.db") as archive:
        archive.ingest([folder / "664.md"], jobs=1)
    shutil.copy(folder / "a.db", folder / "first.db")
    return folder


@pytest.fixture
def archive(stored, tmp_path):
    shutil.copy(stored / "first.db", tmp_path / "a.db")
    return tmp_path / "a.db"


@pytest.fixture(scope="module")
def review(stored):
    """A review that no test changes."""
    with reviewing(stored / "a.db") as running:
        yield running


def test_the_page_and_its_data_are_for_the_printed_address(review):
    page = review.ask("GET", f"/?token={review.token}", own=False)
    assert page.status == 200
    assert "HttpOnly" in page.headers["set-cookie"]
    assert "SameSite=Strict" in page.headers["set-cookie"]
    assert page.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self';")
    assert "access-control-allow-origin" not in page.headers
    assert b"<script>" not in page.body
    assert review.sheet()["number"] == 664
    assert review.get("queue").json["bulletins"][0]["key"] == "664"


@pytest.mark.parametrize("path", ["queue", "settings", "bulletins/664", "bulletins/664/pages", "bulletins/664/pages/1", "words"])
def test_without_the_token_nothing_of_the_archive_is_told(review, path):
    answer = review.get(path, own=False)
    assert answer.status == 401
    assert "全国".encode() not in answer.body


@pytest.mark.parametrize("token", ["", "a", "A" * 43, "%00", "é"])
def test_a_guessed_token_is_refused(review, token):
    assert review.ask("GET", f"/?token={quote(token)}x", own=False).status == 403
    assert review.get("queue", own=False, headers={"Cookie": f"bulletin_review_{review.port}={quote(token)}"}).status == 401


def test_the_token_of_another_review_is_none_of_this_one(review, archive):
    with reviewing(archive) as other:
        assert other.token != review.token
        assert review.get("queue", own=False, headers={"Cookie": other.cookie}).status == 401


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.evil.example:{port}", "[::1]:{port}", ""])
def test_a_foreign_host_is_not_answered(review, host):
    answer = review.get("queue", headers={"Host": host.format(port=review.port)})
    assert answer.status in (400, 421)
    assert b"bulletins" not in answer.body


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1:{port}", "http://127.0.0.1:1", "file://"])
def test_a_foreign_origin_is_not_answered(review, origin):
    origin = origin.format(port=review.port)
    assert review.get("queue", headers={"Origin": origin}).status == 403
    assert review.ask("OPTIONS", "/api/queue", headers={"Origin": origin, "Access-Control-Request-Method": "POST"}).status == 403
    assert review.post("bulletins/664/corrections", {}, headers={"Origin": origin}).status == 403


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", ""])
def test_a_form_of_another_page_changes_nothing(review, kind):
    before = review.sheet()
    body = json.dumps({"by": "乙", "why": "w", "revision": before["revision"], "acts": [SOURCE]}).encode()
    for headers in ({"Content-Type": kind}, {"Content-Type": kind, "Origin": "http://evil.example"}, {"Content-Type": kind, "Sec-Fetch-Site": "cross-site"}):
        assert review.post("bulletins/664/corrections", body, headers=headers).status in (403, 415)
    # A page that sends what the review's own would, but for where it comes from.
    assert review.ask("POST", "/api/bulletins/664/corrections", body, {"Cookie": review.cookie, **JSON}, own=False).status == 403
    assert review.get("queue", headers={"Sec-Fetch-Site": "cross-site"}).status == 403
    assert review.sheet() == before


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "CONNECT"])
def test_other_methods_are_refused(review, method):
    assert review.ask(method, "/api/bulletins/664").status in (400, 405)


NAMES = [
    "../../../etc/passwd",
    "..%2f..%2f..%2fetc%2fpasswd",
    "%2e%2e/%2e%2e/etc/passwd",
    "/etc/passwd",
    "..\\..\\x",
    "a\x00b",
    "664/../..",
    "0664",
    "-1",
    "9" * 40,
    "１",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("path", ["/static/{}", "/api/bulletins/{}", "/api/bulletins/{}/pages", "/api/bulletins/664/pages/{}", "/bulletin/{}", "/api/{}"])
def test_no_parameter_leads_out_of_the_archive(review, path, name):
    for spelled in (quote(name, safe=""), quote(name, safe="/%")):
        answer = review.ask("GET", path.format(spelled))
        if not path.startswith("/bulletin/") and name != "0664":  # the shell is the same for every key; 0664 is 664
            assert answer.status in (307, 401, 404, 405), (path, spelled)
        assert b"root:" not in answer.body


@pytest.mark.parametrize(
    "field", ["", "items[0", "items[99].source", "__class__", "items[0].__dict__", "source.name", "items[-1].title", "a" * 400, "items[0]title", 7, None]
)
def test_no_field_leads_out_of_the_record(review, field):
    before = review.sheet()
    answer = review.say({"do": "set", "field": field, "was": None, "now": "x"})
    assert answer.status in (409, 422)
    assert answer.json["error"]
    for act in ({"do": "part", "field": field, "texts": ["a", "b"]}, {"do": "move", "fields": [field], "to": "furniture"}, {"do": "remove", "field": field}):
        assert review.say(act).status in (409, 422)
    assert review.get(f"bulletins/664/choices?field={quote(str(field))}").status in (200, 422)
    assert review.sheet() == before


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b'{"by":1}',
        b"\xff\xfe",
        b'{"by":"a","why":"b","revision":"c","acts":[]}',
        b'{"by":"a","why":"b","revision":"c","acts":[{"do":"exec"}]}',
    ],
)
def test_what_is_no_correction_is_told_and_changes_nothing(review, body):
    answer = review.post("bulletins/664/corrections", body)
    assert answer.status == 422
    assert answer.json["error"]


def test_a_body_that_is_too_long_is_not_read(review):
    connection = http.client.HTTPConnection("127.0.0.1", review.port, timeout=30)
    connection.putrequest("POST", "/api/bulletins/664/corrections")
    for name, value in {"Cookie": review.cookie, "Origin": review.origin, **JSON, "Content-Length": str(100 << 20)}.items():
        connection.putheader(name, value)
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()
    # The same in pieces of a length that nobody told before.
    with socket.create_connection(("127.0.0.1", review.port), timeout=30) as raw:
        head = f"POST /api/bulletins/664/corrections HTTP/1.1\r\nHost: 127.0.0.1:{review.port}\r\nCookie: {review.cookie}\r\nOrigin: {review.origin}\r\n"
        raw.sendall(f"{head}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
        sent = 0
        try:
            while sent < 100 << 20:
                raw.sendall(b"10000\r\n" + b" " * 65536 + b"\r\n")
                sent += 65536
        except OSError:  # it has hung up
            pass
        assert sent < 32 << 20
    assert review.sheet()["number"] == 664


def test_fifty_requests_at_once_are_all_answered(review):
    paths = ["bulletins/664", "queue", "bulletins/664/pages", "bulletins/664/choices?field=items[0].source", "settings"] * 10
    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(review.get, paths))
    assert [answer.status for answer in answers] == [200] * 50


def test_fifty_corrections_at_once_lose_nothing(archive):
    """Each of another field or of another text: all that were taken stand in the file, and those that were refused say so."""
    with reviewing(archive) as review:
        sheet = review.sheet()
        acts = [{"do": "set", "field": f"items[0].labels.标签{at}", "was": None, "now": f"值{at}"} for at in range(50)]
        with ThreadPoolExecutor(50) as pool:
            answers = list(pool.map(lambda act: review.say(act, revision=sheet["revision"]), acts))
        said = {each.now for each in load_corrections(archive.with_suffix(".corrections.jsonl"))}
        assert [answer.status for answer in answers] == [200] * 50
        assert said == {f"值{at}" for at in range(50)}
        labels = [cell["text"] for cell in review.sheet()["items"][0]["cells"] if cell.get("label")]
        assert set(labels) == said


def test_two_reviewers_who_say_different_things_are_told(archive):
    with reviewing(archive) as one, reviewing(archive) as other:
        seen = other.sheet()["revision"]
        assert one.say(SOURCE).status == 200
        again = other.say({**SOURCE, "now": "光明网"}, by="乙", revision=seen)
        assert again.status == 409
        assert "新华网" in again.json["error"]
        joined = other.say({"do": "join", "fields": ["items[0].blocks[0]", "items[0].blocks[1]"]}, by="乙", revision=seen)
        assert joined.status == 409
        assert other.say({"do": "set", "field": "items[1].source", "was": "央广网", "now": "央视网"}, by="乙", revision=seen).status == 200
        assert [cell_of(one.sheet(), f"items[{at}].source")["text"] for at in (0, 1)] == ["新华网", "央视网"]
    assert len(load_corrections(archive.with_suffix(".corrections.jsonl"))) == 2


@pytest.mark.slow
def test_a_kill_while_writing_leaves_the_file_whole_and_the_archive_sound(archive):
    texts = 0
    for round_ in range(6):
        with reviewing(archive) as review, ThreadPoolExecutor(4) as pool:
            revision = review.sheet()["revision"]
            acts = [{"do": "set", "field": f"items[0].labels.标签{round_}x{at}", "was": None, "now": f"值{at}"} for at in range(20)]
            asked = [pool.submit(review.say, act, revision=revision) for act in acts]
            time.sleep(0.15 * (round_ + 1))
            review.process.send_signal(signal.SIGKILL)
            done = [each.result().status for each in asked if each.exception() is None]
            texts += done.count(200)
        held = load_corrections(archive.with_suffix(".corrections.jsonl")) if archive.with_suffix(".corrections.jsonl").exists() else ()
        assert len(held) >= texts  # nothing that was confirmed is lost
        texts = len(held)
    with reviewing(archive) as review:  # it makes what the file says
        labels = [cell for cell in review.sheet()["items"][0]["cells"] if cell.get("label")]
        assert len(labels) == texts
    assert main(["verify", str(archive)]) == 0


def test_a_port_that_is_taken_is_told(review, archive, capsys):
    assert main(["review", str(archive), "--no-open", "--port", str(review.port)]) == 2
    assert "nothing can listen on port" in capsys.readouterr().err


def test_no_archive_is_told(tmp_path, capsys):
    assert main(["review", str(tmp_path / "none.db"), "--no-open"]) == 5
    assert "there is no such archive" in capsys.readouterr().err
