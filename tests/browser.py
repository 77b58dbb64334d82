"""A real headless Chromium for tests, with everything it says and asks for kept.

The tests that use it are marked ``full``. Without a browser they are skipped; where CI=true they fail instead.

A page changes when it can: what a click or a key leads to need not be there when the call returns, the page of a link least of all. So no test reads a
page at once after it has done something. ``follow`` waits for the page that a link leads to, ``expect`` for what elements hold, ``soon`` for anything else.
"""

from __future__ import annotations

import os
import re
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
PATIENCE = 60_000  # milliseconds: only what never comes takes as long, however busy the machine is
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
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS, timeout=2 * PATIENCE)
        yield browser
        browser.close()


def new_page(browser, size, *, patience=PATIENCE, **options):
    """An empty page of a size, on which nothing moves by itself."""
    page = browser.new_page(viewport=dict(zip(("width", "height"), size, strict=True)), reduced_motion="reduce", **options)
    page.set_default_timeout(patience)
    return page


def expect(subject):
    """Playwright's assertions on a locator or a page, which wait until they hold."""
    from playwright.sync_api import expect as assertions_on

    assertions_on.set_options(timeout=PATIENCE)
    return assertions_on(subject)


def soon(page, read, meant):
    """Reads until it is what is meant, or what a function that is given says is meant; returns the last reading.

    Fails with the last reading where it never is.
    """
    is_meant = meant if callable(meant) else lambda read: read == meant
    for wait in [0, *[50] * (PATIENCE // 50)]:
        page.wait_for_timeout(wait)
        if is_meant(found := read()):
            return found
    assert is_meant(found), found
    return found


def ending(address):
    """A pattern of the addresses that end so."""
    return re.compile(re.escape(address) + "$")


def follow(link, to):
    """Clicks a link, and waits for the whole page whose address ends so."""
    page = link.page
    link.click()
    page.wait_for_url(ending(to), wait_until="load")
    # The address of the page that is left ends so as well, where a link leads to itself; a document that is being read is not complete.
    page.wait_for_function("document.readyState === 'complete'")


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

    def assert_lit(self, side, *keys):
        """These keys are lit on a side, in the order of the page."""
        soon(self.page, lambda: self.lit(side), list(keys))

    def assert_quiet(self):
        """Nothing logged, no dialog, and no request that leaves the files."""
        self.page.evaluate("0")  # what was said before the answer to this has arrived
        assert self.said == []
        assert self.dialogs == []
        assert [url for url in self.asked if not url.startswith(("file:", "data:"))] == []


def scrolls_sideways(page):
    """Whether the page is wider than the screen."""
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
