"""The documentation's site: built without a network and without a warning, readable on wide and narrow screens, searched from disk."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from browser import NARROW, WIDE, Visit, scrolls_sideways, soon
from bulletin_parse.cli.main import make_parser
from conftest import ROOT

pytestmark = pytest.mark.full("playwright", "mkdocs", "mkdocstrings")

PAGES = ("index", "record", "cli", "api", "rules", "seeing", "zh/index", "zh/rules", "zh/cli", "zh/archive", "zh/corrections")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    out = tmp_path_factory.mktemp("site")
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-d", str(out)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


@pytest.mark.parametrize("size", [WIDE, NARROW])
@pytest.mark.parametrize("name", PAGES)
def test_pages_are_quiet_and_fit_the_screen(browser, site, name, size):
    visit = Visit(browser, site / f"{name}.html", size=size)
    assert not scrolls_sideways(visit.page)
    visit.assert_quiet()


def test_every_command_and_option_is_in_the_reference(site):
    page = (site / "cli.html").read_text(encoding="utf-8")
    commands = make_parser()._subparsers._group_actions[0].choices
    for name, command in commands.items():
        assert f'id="{name}"' in page
        for action in command._actions[1:]:
            for option in action.option_strings:
                assert option in page, (name, option)


@pytest.mark.parametrize("name", ["zh/cli", "zh/rules"])
def test_pages_made_in_chinese_have_no_english_sentence(browser, site, name):
    visit = Visit(browser, site / f"{name}.html")
    visit.page.eval_on_selector_all("article code, article pre, article h2, article h3", "all => all.forEach(each => each.remove())")
    shown = visit.page.inner_text("article")
    assert re.findall(r".*[A-Za-z]+ [a-z]+ [a-z]+ [a-z]+.*", shown) == []


def test_the_picture_of_a_bulletin_is_there(browser, site):
    visit = Visit(browser, site / "record.html")
    soon(visit.page, lambda: visit.page.eval_on_selector("img[src*=fields]", "each => each.naturalWidth"), lambda width: width > 600)  # it loads when it can
    visit.assert_quiet()


@pytest.mark.parametrize("name", ["664.html", "report/index.html", "report/bulletins/664.html"])
def test_there_are_pages_to_try(browser, site, name):
    visit = Visit(browser, site / "live" / name)
    assert "664" in visit.page.inner_text("body")
    assert str(ROOT) not in visit.page.content()
    visit.assert_quiet()


@pytest.mark.parametrize("words", ["residue", "信息目录", "页眉页脚"])
def test_the_search_works_from_disk(browser, site, words):
    visit = Visit(browser, site / "index.html")
    visit.page.keyboard.press("/")
    visit.page.wait_for_selector(".md-search__input:focus")
    visit.page.keyboard.insert_text(words)
    visit.page.keyboard.press("End")  # the theme searches when a key goes up
    visit.page.wait_for_selector(".md-search-result__item", state="attached")
    visit.assert_quiet()
