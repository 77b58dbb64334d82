"""Groups of plugins: the built-in ones, those that packages add, and packages that are at fault."""

from __future__ import annotations

import importlib.metadata
import sys
import zipfile
from importlib.metadata import EntryPoint
from types import SimpleNamespace

import pytest

from bulletin_parse import RULES, PluginError, installed_rules, plugins, rule
from bulletin_parse.plugins import Group

GROUPS = [plugins.ENGINES, plugins.RULES, plugins.REPORTERS, plugins.EXPORTERS, plugins.TEMPLATES]


@pytest.fixture
def installed(monkeypatch):
    """Lets some entry points be installed."""

    def install(*found):
        monkeypatch.setattr(plugins, "entry_points", lambda group: [each for each in found if each.group == group])

    return install


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.kind)
def test_every_built_in_name_leads_to_something(group):
    assert group.built_in
    assert all(group[name] is not None for name in group.built_in)


def test_a_built_in_one_is_found_without_a_look_at_what_is_installed(monkeypatch):
    monkeypatch.setattr(plugins, "entry_points", None)
    group = Group("tool", {"text": "textwrap:dedent"})
    assert "text" in group
    assert group["text"](" a") == "a"


def test_an_installed_one_is_there_under_its_name(installed):
    installed(EntryPoint("shell", "shlex:quote", "bulletin_parse.tools"), EntryPoint("other", "shlex:quote", "bulletin_parse.engines"))
    group = Group("tool", {"text": "textwrap:dedent"})
    assert list(group) == ["text", "shell"]
    assert group["shell"]("a b") == "'a b'"
    assert "other" not in group
    with pytest.raises(KeyError):
        _ = group["other"]


@pytest.mark.parametrize(
    ("named", "asked"), [("[console_scripts]\nours = bulletin_parse.cli.main:main\n", 0), ("[bulletin_parse.tools]\nshell = shlex:quote\n", 1)]
)
def test_what_packages_name_is_made_out_if_one_names_something_of_ours(named, asked, tmp_path, monkeypatch):
    (tmp_path / "one-1.0.dist-info").mkdir()
    (tmp_path / "one-1.0.dist-info" / "entry_points.txt").write_text(named, encoding="utf-8")
    made_out = []
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda really=importlib.metadata.entry_points: made_out.append(1) or really())
    monkeypatch.setattr(sys, "path", [str(tmp_path), str(tmp_path / "none")])
    monkeypatch.setattr(plugins, "_are_found_elsewhere", lambda: False)  # whatever library another test has imported
    plugins._installed.cache_clear()
    try:
        assert [each.name for each in plugins.entry_points("bulletin_parse.tools")] == ["shell"] * asked
        assert len(made_out) == asked
    finally:
        plugins._installed.cache_clear()


def test_a_librarys_own_finder_of_packages_is_asked(tmp_path, monkeypatch):
    (tmp_path / "one-1.0.dist-info").mkdir()
    (tmp_path / "one-1.0.dist-info" / "METADATA").write_text("Name: one\nVersion: 1.0\n", encoding="utf-8")
    (tmp_path / "one-1.0.dist-info" / "entry_points.txt").write_text("[bulletin_parse.tools]\nshell = shlex:quote\n", encoding="utf-8")
    package = importlib.metadata.Distribution.at(tmp_path / "one-1.0.dist-info")
    finder = SimpleNamespace(find_spec=lambda *_: None, find_distributions=lambda *_: [package])
    monkeypatch.setattr(sys, "path", [])
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, finder])
    plugins._installed.cache_clear()
    try:
        assert [each.name for each in plugins.entry_points("bulletin_parse.tools")] == ["shell"]
    finally:
        plugins._installed.cache_clear()


def test_what_packages_in_a_zip_name_is_found(tmp_path, monkeypatch):
    with zipfile.ZipFile(tmp_path / "one.zip", "w") as packed:
        packed.writestr("one-1.0.dist-info/METADATA", "Name: one\nVersion: 1.0\n")
        packed.writestr("one-1.0.dist-info/entry_points.txt", "[bulletin_parse.tools]\nshell = shlex:quote\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path / "one.zip")])
    plugins._installed.cache_clear()
    try:
        assert [each.name for each in plugins.entry_points("bulletin_parse.tools")] == ["shell"]
    finally:
        plugins._installed.cache_clear()


def test_no_package_takes_a_name_that_is_taken(installed):
    installed(EntryPoint("text", "shlex:quote", "bulletin_parse.tools"))
    with pytest.raises(PluginError, match=r"its tool 'text' has the name of a built-in one\. Uninstall"):
        _ = Group("tool", {"text": "textwrap:dedent"}).installed
    installed(EntryPoint("shell", "shlex:quote", "bulletin_parse.tools"), EntryPoint("shell", "shlex:split", "bulletin_parse.tools"))
    with pytest.raises(PluginError, match="has the name of one of shlex:quote"):
        _ = Group("tool", {}).installed


def test_what_cannot_be_loaded_is_told(installed):
    installed(EntryPoint("broken", "no_such_module_at_all", "bulletin_parse.tools"))
    with pytest.raises(PluginError, match=r"its tool 'broken' cannot be loaded \(ModuleNotFoundError"):
        _ = Group("tool", {})["broken"]


def test_a_code_of_a_rule_is_never_used_twice(monkeypatch):
    group = Group("rule", plugins.RULES.built_in)
    monkeypatch.setattr(plugins, "RULES", group)
    monkeypatch.setattr(Group, "installed", ("mine",))
    group._loaded["mine"] = [rule(RULES[0].code, "same-code", "info")(lambda _: ())]
    installed_rules.cache_clear()
    with pytest.raises(PluginError, match="its rule BP101 has a code of bulletin-parse's"):
        installed_rules()
    installed_rules.cache_clear()
