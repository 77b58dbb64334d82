"""What a review costs: from the key that saves to the re-checked findings on the page, and the queue of 700 bulletins.

usage: python benchmarks/review_cost.py [--bulletins N] [--rounds N] [--file BULLETIN] [--archive ARCHIVE]

An archive of invented bulletins and one file (by default an example) is reviewed by the command in a process of its own. With Playwright and Chromium,
figures are those of the page, from the key to the frame that shows it; without, those of the answers alone. They are wall time: other work on
the machine counts.
"""

from __future__ import annotations

import argparse
import http.client
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bulletin_parse import Archive
from check_cost import bulletin
from figures import report

EXAMPLE = Path(__file__).parents[1] / "examples" / "664-faulty.md"
SAVING, QUEUE = "<=300", "<=500"
FIRST = 1_001  # the numbers of invented bulletins, which no example has

# From the key to the second frame after the record has changed: then it is on the screen.
KEY_TO_FRAME = """() => new Promise((done) => addEventListener("keydown", () => {
  const began = performance.now(), before = review.sheet.revision;
  const look = () => review.sheet.revision === before ? requestAnimationFrame(look)
    : requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - began)));
  look();
}, { once: true, capture: true }))"""
QUEUE_SHOWN = """count => new Promise((done) => { const look = () =>
  document.querySelectorAll(".queue li").length < count ? requestAnimationFrame(look) : requestAnimationFrame(() => done(performance.now())); look(); })"""


def made(folder: Path, count: int, file: Path) -> Path:
    """An archive of invented bulletins and a file."""
    (folder / "in").mkdir()
    for number in range(FIRST, FIRST + count):
        (folder / "in" / f"{number}.md").write_text(bulletin(number).to_markdown(), encoding="utf-8")
    shutil.copy(file, folder / "in" / file.name)
    with Archive.open(folder / "a.db") as archive:
        archive.ingest([folder / "in"])
    return folder / "a.db"


@contextmanager
def reviewing(archive: Path) -> Iterator[str]:
    """The address of a review that runs."""
    command = [sys.executable, "-P", "-m", "bulletin_parse", "review", str(archive), "--no-open", "--by", "bench"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.wait()


class Answers:
    """What the server answers, and how long it takes."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.origin = f"http://{parts.netloc}"
        self.headers = {
            "Cookie": f"bulletin_review_{parts.port}={parse_qs(parts.query)['token'][0]}",
            "Origin": self.origin,
            "Content-Type": "application/json",
        }
        self.connection = http.client.HTTPConnection(parts.netloc)

    def ask(self, path: str, body: Any = None) -> tuple[Any, float]:
        """An answer, and the milliseconds until it was read."""
        began = time.perf_counter()
        self.connection.request("GET" if body is None else "POST", f"/api/{path}", None if body is None else json.dumps(body), self.headers)
        answer = json.loads(self.connection.getresponse().read())
        return answer, 1000 * (time.perf_counter() - began)


def answers(address: str, key: str, rounds: int) -> None:
    """The server's own share."""
    server = Answers(address)
    queue = [server.ask("queue")[1] for _ in range(rounds + 1)][1:]
    saving = []
    sheet, _ = server.ask(f"bulletins/{key}")
    for at in range(rounds + 1):
        cell = next(each for each in sheet["items"][0]["cells"] if each["name"] == "source")
        act = {"do": "set", "field": cell["field"], "was": cell["held"], "now": f"某报{at}"}
        sheet, taken = server.ask(f"bulletins/{key}/corrections", {"by": "bench", "why": "w", "revision": sheet["revision"], "acts": [act]})
        saving.append(taken)
    server.ask(f"bulletins/{key}/taken-back", {"ids": [each["id"] for each in sheet["corrections"]]})
    report("review/answer to a correction", statistics.median(saving[1:]), "ms")
    report("review/answer of the queue", statistics.median(queue), "ms")


def page(address: str, key: str, count: int, rounds: int) -> None:
    """What a person waits for."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        shown = browser.new_page()
        shown.goto(address)
        shown.wait_for_selector(".queue a")
        queue = []
        for _ in range(rounds):
            shown.goto(address.partition("/?")[0])  # performance.now() counts from the navigation
            queue.append(shown.evaluate(QUEUE_SHOWN, count))
        shown.goto(f"{address.partition('/?')[0]}/bulletin/{key}#items[0].source")
        shown.wait_for_selector('.is-current[data-field="items[0].source"]')
        saving = []
        for at in range(rounds + 1):
            shown.keyboard.press("e")
            shown.fill(".editing .text", f"某报{at}")
            shown.evaluate(f"() => {{ window.taken = ({KEY_TO_FRAME})(); }}")
            shown.keyboard.press("Enter")
            saving.append(shown.evaluate("() => window.taken"))
        browser.close()
    report("review/key to re-checked findings", statistics.median(saving[1:]), "ms", SAVING)
    report(f"review/queue of {count} bulletins", statistics.median(queue), "ms", QUEUE)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--bulletins", type=int, default=699)
    arguments.add_argument("--rounds", type=int, default=15)
    arguments.add_argument("--file", type=Path, default=EXAMPLE)
    arguments.add_argument("--archive", type=Path, help="an archive that is there, which is copied")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        archive = Path(shutil.copy(given.archive, folder / "a.db")) if given.archive else made(folder, given.bulletins, given.file)
        with Archive.open(archive) as opened:
            number = next(each.issue_number for each in opened.list() if each.file.endswith(given.file.name))
            count = len(opened.list())
        with reviewing(archive) as address:
            answers(address, str(number), given.rounds)
            try:
                page(address, str(number), count, given.rounds)
            except ImportError:
                print("without Playwright the page itself is not measured")


if __name__ == "__main__":
    main()
