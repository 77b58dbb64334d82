"""A real headless Chromium for tests, with everything it says and asks for kept.

The tests that use it are marked ``full``. Without a browser they are skipped; where CI=true they fail instead.
"""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager

import pytest

CHROMIUM = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 10_000  # milliseconds
WIDE, NARROW = (1280, 800), (390, 844)


@contextmanager
def chromium():
    """A browser that has been started, and ends with the block."""
    try:
        if CHROMIUM is None:
            raise FileNotFoundError("there is no chromium")
        from playwright.sync_api import sync_playwright
    except (ImportError, FileNotFoundError) as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"no browser: {error}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def new_page(browser, size, *, patience=PATIENCE, **options):
    """An empty page of a size, on which nothing moves by itself."""
    page = browser.new_page(viewport=dict(zip(("width", "height"), size, strict=True)), reduced_motion="reduce", **options)
    page.set_default_timeout(patience)
    return page


class Visit:
    """A page that was opened, with what it logged and requested since."""

    def __init__(self, browser, path, *, size=WIDE, **options):
        self.page = new_page(browser, size, **options)
        self.said, self.asked, self.dialogs = [], [], []
        self.page.on("console", lambda message: self.said.append(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))
        self.page.goto(path.as_uri())

    def lit(self, side):
        """The keys of the elements that are lit on a side (``.pages`` or ``.record``)."""
        return self.page.eval_on_selector_all(f"{side} .lit", "all => all.map(each => each.dataset.f)")

    def assert_quiet(self):
        """Nothing logged, no dialog, and no request that leaves the files."""
        assert self.said == []
        assert self.dialogs == []
        assert [url for url in self.asked if not url.startswith(("file:", "data:"))] == []


def scrolls_sideways(page):
    """Whether the page is wider than the screen."""
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
