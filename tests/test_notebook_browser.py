"""What a notebook shows, measured in real notebook programs driven by a real browser: labels on one line, nothing cut, in light and in dark."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import bulletin_parse
from browser import NARROW, WIDE, new_page, soon
from bulletin_parse import Archive
from conftest import ROOT
from notebooks import MEASURED, STYLES, jupyter, styled, written

EXAMPLES = ROOT / "examples"
# Each line is a cell: every kind of value that shows itself, and slices of them.
CELLS = f"""
import os, tempfile; import bulletin_parse as bp; os.chdir(tempfile.mkdtemp())
bulletin = bp.parse({str(EXAMPLES / "664-faulty.md")!r}); bulletin
bulletin.items[0]
bulletin.items
bulletin.items[:1]
bulletin.index
bulletin.findings
bulletin.findings[:2]
bulletin.findings[0]
archive = bp.Archive.open("archive.db"); archive
report = archive.ingest([{str(EXAMPLES)!r}], jobs=1); report
archive
archive.search("医")
archive.search("医")[:2]
archive.search("医")[0]
archive.frames()
bp.parse({str(EXAMPLES / "567-word.pdf")!r}).show(1)
""".strip().splitlines()
VIEWS = len(CELLS) - 2  # the first cell shows nothing, the last a picture
PATIENCE = 300_000  # milliseconds: a kernel starts
# Where pictures of the pages are kept to be looked at, if anywhere.
SCREENSHOTS = os.environ.get("NOTEBOOK_SCREENSHOTS")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with jupyter(tmp_path_factory.mktemp("jupyter")) as started:
        yield started


@pytest.fixture
def displayed(server):
    """A notebook without output: a page that was open for long has saved what it showed."""
    written(server.folder / "displays.ipynb", CELLS)


def opened(browser, address, size):
    page = new_page(browser, size, patience=PATIENCE)
    page.goto(address)
    return page


def kept(page, name):
    if SCREENSHOTS:
        for at, view in enumerate(page.query_selector_all(".bulletin-view")):
            view.screenshot(path=Path(SCREENSHOTS) / f"{name}-{at:02d}.png")


def assert_good(views):
    assert [fault for view in views for fault in view["faults"]] == []
    assert sum(view["labels"] for view in views) > VIEWS
    assert all(view["width"] > 200 for view in views)


def unfolded(page, is_dark=None):
    """Every display measured, with all that folds open; a program that still draws, or still gets its colours, is waited for."""
    page.eval_on_selector_all(".bulletin-view details", "all => all.forEach(each => { each.open = true; })")

    def is_drawn(views):
        return not any(view["faults"] or is_dark not in (None, brightness(view["colour"]) > 380) for view in views)

    return soon(page, lambda: page.eval_on_selector_all(".bulletin-view", MEASURED), is_drawn)


def brightness(colour):
    return sum(int(part) for part in colour[colour.index("(") + 1 : -1].split(",")[:3])


@pytest.mark.slow
@pytest.mark.full("playwright", "jupyterlab")
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("program", ["doc", "notebooks"], ids=["jupyterlab", "notebook7"])
@pytest.mark.usefixtures("displayed")
def test_jupyterlab_and_notebook_show_them_as_they_are_meant(browser, server, program, theme, size):
    server.theme(theme)
    page = opened(browser, server.address({"doc": "doc/tree/displays.ipynb"}.get(program, "notebooks/displays.ipynb")), size)
    page.wait_for_selector(".jp-Notebook .jp-CodeCell")
    page.wait_for_function("() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.connectionStatus === 'connected'")
    page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }")  # whose promise need not end
    page.wait_for_function(f"() => document.querySelectorAll('.bulletin-view').length === {VIEWS} && document.querySelector('.jp-RenderedImage img')")
    views = unfolded(page, theme == "dark")
    kept(page, f"{'jupyterlab' if program == 'doc' else 'notebook7'}-{theme}-{'wide' if size == WIDE else 'narrow'}")
    assert_good(views)
    page.close()


@pytest.mark.slow
@pytest.mark.full("playwright", "jupyterlab", "nbclassic")
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.usefixtures("displayed")
def test_classic_notebook_shows_them_as_they_are_meant(browser, server, size):
    page = opened(browser, server.address("nbclassic/notebooks/displays.ipynb"), size)
    page.wait_for_function("() => window.Jupyter && Jupyter.notebook && Jupyter.notebook.kernel && Jupyter.notebook.kernel.is_connected()")
    page.evaluate("() => { Jupyter.notebook.execute_all_cells(); }")
    page.wait_for_function(f"() => document.querySelectorAll('.bulletin-view').length === {VIEWS} && document.querySelector('.output_png img')")
    views = unfolded(page)
    assert page.eval_on_selector_all(".bulletin-view summary", "all => [...new Set(all.map(each => getComputedStyle(each).display))]") == ["list-item"]
    assert page.eval_on_selector_all(".bulletin-view .cell", "all => [...new Set(all.map(each => getComputedStyle(each).display))]") == ["block"]
    kept(page, f"classic-light-{'wide' if size == WIDE else 'narrow'}")
    assert_good(views)
    page.close()


@pytest.mark.slow
@pytest.mark.full("playwright", "jupyterlab")
def test_a_notebook_that_is_not_trusted_is_readable_without_its_styles(browser, server, displays):
    import nbformat

    server.theme("light")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x")])
    notebook.cells[0].outputs = [nbformat.v4.new_output("execute_result", {"text/html": display}, execution_count=1) for display in displays[:3]]
    nbformat.write(notebook, server.folder / "received.ipynb")
    page = opened(browser, server.address("doc/tree/received.ipynb"), WIDE)
    page.wait_for_function("() => document.querySelectorAll('.jp-RenderedHTML table').length > 2")
    assert page.locator(".jp-RenderedHTML style").count() == 0
    labels = page.eval_on_selector_all(".jp-RenderedHTML th", "all => all.map(each => [each.innerText, each.clientHeight, each.clientWidth, each.scrollWidth])")
    assert [label for label, height, width, whole in labels if height > 40 or whole > width] == []
    if SCREENSHOTS:
        page.screenshot(path=Path(SCREENSHOTS) / "untrusted.png")
    page.close()


@pytest.fixture(scope="module")
def displays(tmp_path_factory):
    """What the cells show, as HTML."""
    bulletin = bulletin_parse.parse(EXAMPLES / "664-faulty.md")
    with Archive.open(tmp_path_factory.mktemp("archive") / "a.db") as archive:
        report = archive.ingest(EXAMPLES, jobs=1)
        hits = archive.search("医")
        values = (bulletin, bulletin.items[0], bulletin.items, bulletin.index, bulletin.findings, report, archive, hits, hits[0], archive.frames())
        return [value._repr_html_() for value in values]


@pytest.mark.slow
@pytest.mark.full("playwright")
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("program", STYLES)
def test_under_the_styles_of_other_programs_they_keep_their_shape(browser, displays, tmp_path, program, theme, size):
    (tmp_path / "page.html").write_text(styled(program, theme, displays), encoding="utf-8")
    page = opened(browser, (tmp_path / "page.html").as_uri(), size)
    views = unfolded(page)
    kept(page, f"{program}-{theme}-{'wide' if size == WIDE else 'narrow'}")
    assert len(views) == len(displays)
    assert_good(views)
    assert page.eval_on_selector_all(".bulletin-view tr", "all => [...new Set(all.map(each => getComputedStyle(each).backgroundColor))]") == [
        "rgba(0, 0, 0, 0)"
    ]
    page.close()
