"""A review that runs: the command in a process of its own, and what speaks to it as a browser would, or as an attacker."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
from contextlib import contextmanager
from typing import NamedTuple
from urllib.parse import parse_qs, quote, urlsplit

JSON = {"Content-Type": "application/json"}
PATIENCE = 60  # seconds, on a machine that is busy


class Answer(NamedTuple):
    status: int
    headers: dict
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)


class Running:
    """A review under an address with its token."""

    def __init__(self, process, address):
        parts = urlsplit(address)
        self.process, self.address, self.port = process, address, parts.port
        self.token = parse_qs(parts.query)["token"][0]
        self.origin = f"http://127.0.0.1:{self.port}"
        self.cookie = f"bulletin_review_{self.port}={self.token}"

    def ask(self, method, path, body=None, headers=None, *, own=True):
        """An answer; ``own`` sends what the review's own page would."""
        sent = {"Cookie": self.cookie, **({"Origin": self.origin, **JSON} if method == "POST" else {})} if own else {}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            data = json.dumps(body).encode() if isinstance(body, (dict, list)) else body
            connection.request(method, path, data, {**sent, **(headers or {})})
            answer = connection.getresponse()
            return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def get(self, path, **options):
        return self.ask("GET", f"/api/{path}", **options)

    def post(self, path, body, **options):
        return self.ask("POST", f"/api/{path}", body, **options)

    def sheet(self, key="664"):
        return self.get(f"bulletins/{quote(str(key))}").json

    def say(self, *acts, key="664", by="甲", why="so printed", revision=None):
        return self.post(f"bulletins/{key}/corrections", {"by": by, "why": why, "revision": revision or self.sheet(key)["revision"], "acts": list(acts)})


@contextmanager
def reviewing(archive, *options):
    """The review of an archive, in a process that ends with the block."""
    command = [sys.executable, "-P", "-m", "bulletin_parse", "review", str(archive), "--no-open", "--by", "甲", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        yield Running(process, process.stdout.readline().strip())
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def cell_of(sheet, field):
    """A field of a bulletin as the page has it."""
    cells = [*sheet["masthead"], *[cell for row in sheet["index"] for cell in row["cells"]]]
    for item in sheet["items"]:
        cells += [*item["cells"], *[block["text"] for block in item["blocks"]]]
    cells += [piece["text"] for pieces in sheet["remnants"].values() for piece in pieces]
    return next(cell for cell in cells if cell["field"] == field)
