"""What a report of 700 bulletins costs: making it, its size, and opening it in a browser.

usage: python benchmarks/report_cost.py [--bulletins N]

Making is CPU time. Opening, with Playwright and Chromium, is wall time of the best of five: other work on the machine counts.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from pathlib import Path

from bulletin_parse import write_report
from figures import cpu_seconds, report
from review_cost import EXAMPLE, made

MAKING, SIZE, OPENING = "<=30", "<=15", "<=2"
ROUNDS = 5


def opened(page: Path) -> float | None:
    """Seconds until a page has been opened, the least of some; None without a browser."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        return None
    took = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for _ in range(ROUNDS):
            shown = browser.new_page()
            began = time.perf_counter()
            shown.goto(page.as_uri())
            took.append(time.perf_counter() - began)
            shown.close()
        browser.close()
    return min(took)


def main() -> None:
    """Makes a report, and measures it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bulletins", type=int, default=700)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        archive, out = made(Path(name), arguments.bulletins, EXAMPLE), Path(name) / "report"
        report(f"report/{arguments.bulletins} bulletins/making", cpu_seconds(lambda: write_report(archive, out)), "s", MAKING)
        size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file()) / 1e6
        report(f"report/{arguments.bulletins} bulletins/size", size, "MB", SIZE)
        if (seconds := opened(out / "index.html")) is not None:
            report(f"report/{arguments.bulletins} bulletins/opening", seconds, "s", OPENING)


if __name__ == "__main__":
    main()
