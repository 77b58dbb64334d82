"""What other people's CI takes from this repository: the action, the hooks of pre-commit, and the list of what checking needs."""

from __future__ import annotations

import ast
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, packages_distributions, requires

import pytest

from bulletin_parse import main, plugins
from bulletins import WHOLE
from conftest import FIXTURES, ROOT
from test_imports import MODULES

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LISTED = [line for line in (ROOT / "requirements-check.txt").read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
NO_BULLETIN = ("README.md", "docs/CHANGELOG.md", "LICENSE.txt", "requirements-test.txt")


def name_of(requirement):
    return re.split(r"[^\w.-]", requirement)[0].lower().replace("_", "-")


def imported_by(module) -> Iterator[str]:
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            yield from [f"{node.module}.{alias.name}" if f"{node.module}.{alias.name}" in MODULES else str(node.module) for alias in node.names]


def packages_of_check():
    """The packages that ``check`` can import by any way, in functions too: what its modules import, and so on, engines and reporters among them."""
    named = [where.partition(":")[0] for group in (plugins.ENGINES, plugins.REPORTERS) for where in group.built_in.values()]
    left, seen, packages = ["bulletin_parse.cli.main", "bulletin_parse.cli.check", *named], set(), set()
    while left:
        module = left.pop()
        if module in MODULES and module not in seen:
            seen.add(module)
            left += imported_by(module)
        elif module not in MODULES:
            packages.add(module.partition(".")[0])
    return packages


def test_what_checking_needs_is_what_it_can_import():
    owners = packages_distributions()
    reached = {name_of(owner) for package in packages_of_check() for owner in owners.get(package, ())}
    assert sorted(map(name_of, LISTED)) == sorted(reached & set(map(name_of, PROJECT["dependencies"])))


def test_in_the_versions_that_the_package_takes():
    assert [line for line in LISTED if line not in PROJECT["dependencies"]] == []


def with_what_they_require(requirements):
    """The distributions that pip installs for some requirements, by name; those for other systems, which are not here, count for nothing."""
    left, found = [name_of(each) for each in requirements], set()
    while left:
        if (name := left.pop()) not in found:
            found.add(name)
            with suppress(PackageNotFoundError):
                left += [name_of(each) for each in requires(name) or () if "extra ==" not in each]
    return found


# Refuses every package that is installed here and would not be there, then checks files in this process.
ALONE = """
import sys
refused, arguments = set({refused!r}), {arguments!r}

class Refusing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in refused:
            raise ModuleNotFoundError(name, name=name)

sys.meta_path.insert(0, Refusing())
from pathlib import Path
from bulletin_parse import main
from bulletin_parse.checking import check_files
from bulletin_parse.rules.config import Config
run = check_files(map(Path, arguments), Config(), cross_check=True)
print("errors:", *[str(error) for _, error in run.errors])
sys.exit(max(main(["check", "--exit-zero", "--format", form, arguments[0]]) for form in {forms!r}))
"""


@pytest.mark.parametrize("engine", [*plugins.ENGINES.built_in, "auto"])
def test_it_checks_with_nothing_else_installed(engine):
    there = with_what_they_require(LISTED)
    refused = sorted(package for package, owners in packages_distributions().items() if not {name_of(owner) for owner in owners} & there)
    assert {"pandas", "numpy", "jinja2", "pygal"} <= set(refused)
    files = [str(FIXTURES / name) for name in ("word.pdf", "browser.pdf", "pandoc.md", "gb18030.txt")]
    code = ALONE.format(refused=[name for name in refused if name != "bulletin_parse"], arguments=files, forms=tuple(plugins.REPORTERS.built_in))
    if engine != "auto":
        code = code.replace("Config()", f"Config(engine={engine!r})")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, encoding="utf-8")
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "errors:"), done.stderr


def script_of(step):
    """The script of one of the action's steps, as it stands there."""
    action = (ROOT / "action.yml").read_text(encoding="utf-8")
    body = action.partition(f"name: {step}\n")[2].partition("run: |\n")[2]
    return "".join(f"{line[8:]}\n" for line in body.partition("\n\n")[0].splitlines())


def run_step(step, folder, **given):
    bash = shutil.which("bash") or "bash"
    command = [bash, "--noprofile", "--norc", "-eo", "pipefail", "-c", script_of(step)]
    environment = {"RUNNER_TEMP": str(folder), "PATH": os.environ["PATH"], "GITHUB_ACTION_PATH": str(ROOT), "PYTHON": sys.executable, **given}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout  # the project's own script


@pytest.fixture
def installing(tmp_path):
    """Runs the action's installation with a stand-in for Python; returns what pip was called with, and the addresses that a build would see."""
    record = tmp_path / "record.jsonl"
    stand_in = tmp_path / "stand-in"
    stand_in.write_text(
        f"#!{sys.executable}\nimport json, os, pathlib, sys\n"
        "if sys.argv[1:3] == ['-m', 'venv']:\n"
        "    inside = pathlib.Path(sys.argv[3], 'bin')\n    inside.mkdir(parents=True)\n    (inside / 'python').symlink_to(__file__)\n"
        "else:\n"
        f"    with open({str(record)!r}, 'a') as file:\n"
        "        found = [os.environ.get(name) for name in ('BULLETIN_PARSE_URL', 'BULLETIN_PARSE_REF')]\n"
        "        print(json.dumps([[word for word in sys.argv[1:] if word not in ('--quiet', '--disable-pip-version-check')], found]), file=file)\n"
    )
    stand_in.chmod(0o755)

    def inner(**given):
        run_step("Install bulletin-parse", tmp_path, **{"PYTHON": str(stand_in), "INPUT_EXTRAS": "", "REPOSITORY": "", "REVISION": ""} | given)
        return [json.loads(line) for line in record.read_text().splitlines()]

    return inner


def test_the_action_installs_what_checking_needs(installing):
    (first, _), (second, _) = installing()
    assert first == ["-m", "pip", "install", "--requirement", f"{ROOT}/requirements-check.txt"]
    assert second == ["-m", "pip", "install", "--no-deps", str(ROOT)]


def test_and_with_extras_all_of_it(installing):
    ((words, _),) = installing(INPUT_EXTRAS="office,ocr; touch owned")
    assert words == ["-m", "pip", "install", f"{ROOT}[office,ocr; touch owned]"]


def test_its_sarif_leads_to_the_revision_that_runs(installing):
    *_, (_, found) = installing(REPOSITORY="centre/bulletin-parse", REVISION="v1", GITHUB_SERVER_URL="https://github.com")
    assert found == ["https://github.com/centre/bulletin-parse", "v1"]


def test_and_nowhere_where_the_action_lies_in_the_workspace(installing):
    assert installing(GITHUB_SERVER_URL="https://github.com")[-1][1] == [None, None]


def test_what_it_downloads_is_kept_by_what_is_wanted(tmp_path):
    def wanted(extras):
        output = tmp_path / "output"
        output.write_text("")
        run_step("Name what is downloaded", tmp_path, GITHUB_OUTPUT=str(output), INPUT_EXTRAS=extras)
        return dict(line.split("=", 1) for line in output.read_text().splitlines())

    assert wanted("")["folder"] == f"{tmp_path}/bulletin-parse-downloads"
    assert re.fullmatch("[0-9a-f]{64}", wanted("")["digest"])
    assert wanted("") == wanted("") != wanted("office")


@pytest.mark.full("yaml")
def test_the_action_is_whole():
    import yaml

    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    assert action["runs"]["using"] == "composite"
    steps = action["runs"]["steps"]
    assert [step["shell"] for step in steps if "run" in step] == ["bash"] * 3
    named = set(re.findall(r"inputs\.(\w+)", json.dumps(steps)))
    assert named == set(action["inputs"])
    assert set(re.findall(r"steps\.(\w+)\.", json.dumps(steps))) <= {step.get("id") for step in steps}
    assert [step["run"] for step in steps if "run" in step and "${{" in step["run"]] == []  # nothing of an input is ever script


def hooks():
    import yaml

    return {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A folder with a bulletin of each form and a README, as the current one."""
    for name in ("664.md", "664.txt", "README.md"):
        (tmp_path / name).write_text(WHOLE if name != "README.md" else "no bulletin", encoding="utf-8")
    shutil.copy(FIXTURES / "word.pdf", tmp_path / "665.pdf")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.full("yaml")
@pytest.mark.parametrize(
    ("hook", "files"),
    [("bulletin-parse", ["665.pdf"]), ("bulletin-parse-text", ["664.md", "664.txt"]), ("bulletin-parse-archive", [])],
)
def test_a_hook_runs(repository, hook, files, capsys):
    program, *words = shlex.split(hooks()[hook]["entry"])
    assert program in PROJECT["scripts"]
    assert main([*words, "--ignore", "BP6", *files]) == 0
    assert "no findings in " in capsys.readouterr().out


@pytest.mark.full("yaml")
def test_the_hook_of_the_archive_takes_the_configuration_s_paths(repository, capsys):
    (repository / "bulletin-parse.toml").write_text('paths = ["665.pdf"]\n', encoding="utf-8")
    _, *words = shlex.split(hooks()["bulletin-parse-archive"]["entry"])
    assert main(words) == 0
    assert capsys.readouterr().out == "no findings in 1 file\n"


@pytest.mark.full("yaml")
def test_the_hook_of_documents_installs_what_reads_them():
    hook = hooks()["bulletin-parse-office"]
    assert hook["additional_dependencies"] == PROJECT["optional-dependencies"]["office"]
    assert [name for name in ("a.docx", "b/C.DOCM", "a.htm", "a.xhtml") if not re.search(hook["files"], name)] == []
    assert not re.search(hook["files"], "html.pdf")


@pytest.mark.full("yaml")
def test_the_hook_of_texts_leaves_out_what_describes_a_repository():
    exclude = hooks()["bulletin-parse-text"]["exclude"]
    assert [name for name in NO_BULLETIN if not re.search(exclude, name)] == []
    assert not re.search(exclude, "archive/664.md")


@pytest.mark.full("yaml")
def test_every_hook_is_one_that_pre_commit_takes():
    for hook in hooks().values():
        assert {"id", "name", "description", "entry", "language"} <= set(hook)
        assert set(hook) & {"types", "types_or", "files"}
        assert hook["require_serial"]  # a run spreads its files over the cores itself
