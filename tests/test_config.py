"""The configuration: where it is found, what it may hold, and what is told of a wrong one."""

from __future__ import annotations

import pytest

from bulletin_parse import Config, ConfigError, find_config, load_config
from reports import RULES, finding

WHOLE = """\
select = ["BP2", "bp503"]
ignore = ["BP206"]
outlets = "our-outlets.toml"
template = "weekly.toml"
baseline = "known.json"
engine = "pdfium"
archive = false
exit-zero = true

[per-file-ignores]
"2013/*.pdf" = ["BP5"]

[severity]
BP503 = "warning"
"""


def written(folder, text, name="bulletin-parse.toml"):
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_every_key(tmp_path):
    config = load_config(written(tmp_path, WHOLE), RULES)
    assert config == Config(
        select=("BP2", "BP503"),
        ignore=("BP206",),
        per_file_ignores={"2013/*.pdf": ("BP5",)},
        severity={"BP503": "warning"},
        outlets="our-outlets.toml",
        template="weekly.toml",
        baseline="known.json",
        engine="pdfium",
        archive=False,
        exit_zero=True,
        file=tmp_path / "bulletin-parse.toml",
    )
    assert config.path(config.outlets) == tmp_path / "our-outlets.toml"


def test_a_table_in_pyproject(tmp_path):
    file = written(tmp_path, "[tool.bulletin-parse]\nselect = ['BP2']\n[tool.other]\nx = 1\n", "pyproject.toml")
    assert load_config(file, RULES).select == ("BP2",)


def test_the_nearest_file_upward_holds_and_its_own_file_wins(tmp_path):
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    assert find_config(deep) is None
    project = written(tmp_path, "[tool.bulletin-parse]\n", "pyproject.toml")
    assert find_config(deep) == project
    own = written(tmp_path, "")
    assert find_config(deep) == own
    written(deep, "[project]\nname = 'x'\n", "pyproject.toml")  # says nothing of bulletins
    assert find_config(deep) == own
    nearer = written(tmp_path / "a", "[tool.bulletin-parse]\n", "pyproject.toml")
    assert find_config(deep) == nearer


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("selct = ['BP2']", "key selct: there is no such key; the keys are select, ignore"),
        ("file = 'x'", "key file: there is no such key"),
        ("exit_zero = true", "key exit_zero: there is no such key"),
        ("select = 'BP2'", "key select: the value must be a list of codes"),
        ("select = [2]", "key select: the value must be a list"),
        ("exit-zero = 'yes'", "key exit-zero: the value must be true or false"),
        ("exit-zero = 1", "key exit-zero"),
        ("outlets = 7", "key outlets: the value must be a path"),
        ("[severity]\nBP503 = 'fatal'", "key severity: the value must be a table of codes and severities"),
        ("[per-file-ignores]\n'*' = 'BP5'", "key per-file-ignores: the value must be a table"),
        ("select = ['BP777']", "key select: no rule has the code or prefix 'BP777'"),
        ("ignore = ['']", "key ignore: no rule"),
        ("[severity]\nBP888 = 'info'", "key severity: no rule has the code or prefix 'BP888'"),
        ("[per-file-ignores]\n'2013/*' = ['XY']", r'key per-file-ignores, "2013/\*": no rule'),
        ("select = [", "cannot be read as TOML"),
    ],
)
def test_a_wrong_file_is_named_with_its_key(tmp_path, text, message):
    file = written(tmp_path, text)
    with pytest.raises(ConfigError, match=message) as caught:
        load_config(file, RULES)
    assert caught.value.source == str(file)
    assert caught.value.remedy


@pytest.mark.parametrize("text", ["", "tool = 1", "[tool]\nbulletin-parse = 1"])
def test_a_project_file_without_the_table(tmp_path, text):
    with pytest.raises(ConfigError, match=r"it has no table \[tool.bulletin-parse\]"):
        load_config(written(tmp_path, text, "pyproject.toml"), RULES)


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(ConfigError, match="No such file"):
        load_config(tmp_path / "none.toml")
    written(tmp_path, "[tool\n", "pyproject.toml")
    with pytest.raises(ConfigError, match="cannot be read as TOML"):
        find_config(tmp_path)


@pytest.mark.parametrize(
    ("pattern", "file", "silent"),
    [
        ("2013/*.pdf", "2013/607.pdf", True),
        ("2013/*", "2013/old/607.pdf", True),
        ("607.*", "2013/607.pdf", True),
        ("*.md", "2013/607.pdf", False),
        ("2014/*", "2013/607.pdf", False),
    ],
)
def test_per_file_ignores(tmp_path, monkeypatch, pattern, file, silent):
    config = Config(per_file_ignores={pattern: ("BP2",)}, file=tmp_path / "bulletin-parse.toml")
    monkeypatch.chdir(tmp_path)
    assert config.ignores(finding(file=file)) is silent
    assert config.ignores(finding(file=str(tmp_path / file))) is silent
    assert not config.ignores(finding(file=file, code="BP503"))
    assert not config.ignores(finding(file=None))
