"""Notebook programs for tests: a Jupyter server with JupyterLab, Notebook 7 and classic Notebook, and pages with the styles of others.

VS Code and Colab are no programs that a test can start: pages stand for them that style what a cell shows as they do, element by element (tables,
headings, lists), as far as their style sheets were read in November 2026.
"""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

STARTING = 300  # seconds that a server may take until it answers
TRIES = 5  # of a port
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}

# What each display is asked: whether its labels stand on one line, in columns wide enough, and whether anything is cut off or sticks out.
MEASURED = """views => views.map(view => {
  const faults = [];
  const frame = view.getBoundingClientRect(), em = parseFloat(getComputedStyle(view).fontSize);
  const lines = element => { const range = document.createRange(); range.selectNodeContents(element);
    return new Set([...range.getClientRects()].filter(box => box.width > 0).map(box => Math.round(box.top))).size; };
  for (const each of view.querySelectorAll('*')) {
    if (each.tagName === 'STYLE' || !each.getClientRects().length) continue;
    const said = `${each.tagName} ${each.className} “${each.textContent.trim().slice(0, 20)}”`, box = each.getBoundingClientRect();
    if (each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).display !== 'inline') faults.push(`cut: ${said}`);
    if (box.right > frame.right + 1 || box.left < frame.left - 1) faults.push(`sticks out: ${said}`);
    if (each.matches('th') && !each.matches('.printed') && each.textContent.trim() && lines(each) > 1) faults.push(`wrapped: ${said}`);
    if (each.matches('th[scope=row]') && box.width < 4 * em) faults.push(`narrow: ${said} ${box.width}`);
  }
  if (view.scrollWidth > view.clientWidth + 1) faults.push('the whole');
  return {faults, labels: view.querySelectorAll('th').length, size: em, width: frame.width,
          colour: getComputedStyle(view).color, text: view.innerText};
})"""


class PortTaken(RuntimeError):
    """Another program listens on the port that was free before."""


class Server:
    """A Jupyter server that runs; notebooks lie in ``folder``."""

    def __init__(self, folder: Path, port: int, token: str, settings: Path) -> None:
        self.folder, self.port, self.token, self._settings = folder, port, token, settings

    def address(self, path: str) -> str:
        """The address of a page, with what grants access."""
        return f"http://127.0.0.1:{self.port}/{path}{'&' if '?' in path else '?'}token={self.token}"

    def theme(self, name: str) -> None:
        """Chooses the theme of the pages of JupyterLab and Notebook 7 that are opened from now on."""
        for plugin, values in {
            "apputils-extension/themes": {"theme": THEMES[name]},
            "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
            "notebook-extension/tracker": {"windowingMode": "none"},
        }.items():
            path = self._settings / "@jupyterlab" / f"{plugin}.jupyterlab-settings"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(values), encoding="utf-8")


@contextmanager
def jupyter(folder: Path):
    """A Jupyter server over a folder's notebooks, on a free port and with a token of its own, that leaves the user's settings alone."""
    notebooks = folder / "notebooks"
    notebooks.mkdir()
    for left in reversed(range(TRIES)):
        try:
            with _begun(folder, notebooks) as server:
                yield server
            return
        except PortTaken:  # by another program, between the choice of the port and its use
            if not left:
                raise


@contextmanager
def _begun(folder: Path, notebooks: Path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(16)
    settings = folder / "settings"
    places = {
        "JUPYTER_CONFIG_DIR": folder / "config",
        "JUPYTER_DATA_DIR": folder / "data",
        "JUPYTER_RUNTIME_DIR": folder / "runtime",
        "JUPYTERLAB_SETTINGS_DIR": settings,
        "JUPYTERLAB_WORKSPACES_DIR": folder / "workspaces",
        "IPYTHONDIR": folder / "ipython",
    }
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", f"--port={port}", "--ServerApp.port_retries=0", "--allow-root"]
    command += [
        f"--IdentityProvider.token={token}",
        f"--ServerApp.root_dir={notebooks}",
        *(f"--{app}.expose_app_in_browser=True" for app in ("LabApp", "JupyterNotebookApp")),
    ]
    command += ["--ServerApp.jpserver_extensions={'notebook': True, 'nbclassic': True}"]
    environment = os.environ | {name: str(place) for name, place in places.items()}
    with (folder / "server.log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log, env=environment) as process:
        server = Server(notebooks, port, token, settings)
        try:
            _await(server, process, folder / "server.log")
            yield server
        finally:
            process.terminate()


def _await(server: Server, process: subprocess.Popen, log: Path) -> None:
    until = time.monotonic() + STARTING
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(server.address("api/status"), timeout=5):  # noqa: S310 - this server
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    said = log.read_text(encoding="utf-8", errors="replace")
    raise (PortTaken if "already in use" in said else RuntimeError)(f"the server did not start: {said[-2000:]}")


def written(path: Path, cells: list[str]) -> None:
    """A notebook of some cells of code."""
    import nbformat

    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    notebook.metadata["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": "python3"}
    nbformat.write(notebook, path)


# How the cells' output is styled elsewhere: (page in light, page in dark).
_VS_CODE = """
body { margin: 0; font: 13px sans-serif; color: COLOUR; background: PAPER; }
#container > div > div.output { width: calc(100% - 40px); margin-left: 30px; padding: 8px; box-sizing: border-box; overflow-x: auto; }
table, thead, tbody, tr, th, td { border: none !important; border-collapse: collapse; border-spacing: 0; }
table { width: 100%; }
table, th, tr { text-align: left !important; }
thead { font-weight: bold; background-color: rgba(130, 130, 130, 0.16); }
th, td { padding: 4px 8px; }
tr:nth-child(even) { background-color: rgba(130, 130, 130, 0.08); }
tbody th { font-weight: normal; }
h1, h2, h3 { font-weight: normal; }
"""
_COLAB = """
html { font: 14px Roboto, sans-serif; } body { margin: 0; color: COLOUR; background: PAPER; }
.output_subarea { padding: 0.4em; overflow: auto; max-width: calc(100% - 1ex); }
.rendered_html table { border: none; border-collapse: collapse; table-layout: fixed; font-size: 12px; margin-left: auto; margin-right: auto; }
.rendered_html tr, .rendered_html th, .rendered_html td { text-align: right; vertical-align: middle; padding: 0.5em; max-width: none; white-space: nowrap; }
.rendered_html thead { border-bottom: 1px solid black; }
.rendered_html tbody tr:nth-child(odd) { background: #f5f5f530; }
.rendered_html * + table, .rendered_html * + p { margin-top: 1em; }
.rendered_html ul { list-style: disc; margin: 0 2em; }
"""
STYLES = {
    "vs-code": (_VS_CODE, '<div id="container"><div class="cell_container"><div class="output_container output">{}</div></div></div>'),
    "colab": (_COLAB, '<div class="output_subarea output_html rendered_html">{}</div>'),
}
COLOURS = {"light": ("#1f1f1f", "#ffffff"), "dark": ("#d4d4d4", "#1e1e1e")}


def styled(program: str, theme: str, displays: list[str]) -> str:
    """A page that shows displays one under the other as a program would."""
    style, around = STYLES[program]
    colour, paper = COLOURS[theme]
    shown = "".join([around.format(display) for display in displays])
    return f"<!doctype html><meta charset='utf-8'><style>{style.replace('COLOUR', colour).replace('PAPER', paper)}</style><body>{shown}</body>"
