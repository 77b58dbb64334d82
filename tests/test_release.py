"""What the package says of itself on an index page; `make release-check` tries the rest."""

from __future__ import annotations

import sys
import tomllib

import pytest

from conftest import ROOT

sys.path.append(str(ROOT / "release"))

from metadata import REFERENCE, RELATIVE_LINK, VARIABLE, ReleaseMetadata, readme_for_index

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture
def metadata(monkeypatch):
    """Fills in the metadata as hatchling does, with or without an address."""

    def fill(url, reference=""):
        monkeypatch.setenv(VARIABLE, url)
        monkeypatch.setenv(REFERENCE, reference)
        values = {"version": "1.2.3"}
        ReleaseMetadata(str(ROOT), {}).update(values)
        return values

    return fill


def test_links_of_the_readme_lead_to_the_repository_at_the_version():
    assert readme_for_index("[Archives](docs/archive.md), [x](https://x.cn/a) and [below](#b)", "https://e.cn/r/blob/v1") == (
        "[Archives](https://e.cn/r/blob/v1/docs/archive.md), [x](https://x.cn/a) and [below](#b)"
    )


def test_without_an_address_links_are_their_words():
    assert readme_for_index("see [search and export](docs/search-and-export.md).", None) == "see search and export."


def test_a_release_with_an_address_names_it(metadata):
    values = metadata("https://example.org/centre/bulletin_parse/")
    assert values["urls"]["Changelog"] == "https://example.org/centre/bulletin_parse/blob/v1.2.3/CHANGELOG.md"
    assert "(https://example.org/centre/bulletin_parse/blob/v1.2.3/docs/archive.md)" in values["readme"]["text"]


def test_what_is_no_release_names_the_files_of_its_branch(metadata):
    assert (
        metadata("https://example.org/centre/bulletin_parse", "main")["urls"]["Documentation"]
        == "https://example.org/centre/bulletin_parse/blob/main/docs/index.md"
    )


def test_a_release_without_an_address_has_no_links_that_lead_nowhere(metadata):
    values = metadata("")
    assert "urls" not in values
    assert not RELATIVE_LINK.search(values["readme"]["text"])


def test_every_python_that_is_named_is_allowed():
    named = [line.rpartition(" ")[2] for line in PROJECT["classifiers"] if line.startswith("Programming Language :: Python :: 3.")]
    assert named
    assert PROJECT["requires-python"] == f">={named[0]}"
