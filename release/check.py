"""Builds the package and tries it as one who installs it would: ``python release/check.py [--python PYTHON …]``, or ``make release-check``.

Held: the wheel and the sdist build and have good metadata (``twine check --strict``); the sdist holds what a wheel is built from and no ballast,
and a wheel built from it has the same files; each of them installs into an environment with nothing else in it, for every Python from 3.11 to
3.14 that this machine has; there, outside of the checkout, the command reads, checks, archives, searches and shows the examples. With what checking needs alone
(``requirements-check.txt``, as the action installs it) it checks them in every form of report. Ends with exit code 1 at the first that does not hold.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHONS = ("python3.11", "python3.12", "python3.13", "python3.14")  # what pyproject.toml's requires-python allows and is released
OUTSIDE_SRC = {"PKG-INFO", "README.md", "CHANGELOG.md", "LICENSE", "pyproject.toml", ".gitignore", "release/metadata.py"}  # hatchling adds .gitignore itself
MOST_SDIST = 1 << 20  # bytes; a fixture or a picture that slips in is larger than all of the source
EXAMPLE = "examples/567-word.pdf"
REPORTS = ("text", "json", "sarif", "junit", "github")
SMOKE = (
    (0, ["--version"]),
    (0, ["parse", EXAMPLE, "--format", "summary"]),
    (0, ["check", EXAMPLE]),
    (1, ["check", "examples/664-faulty.md"]),
    (0, ["ingest", EXAMPLE, "examples/272-markdown.md", "--archive", "archive.db"]),
    (0, ["search", "archive.db", "医院"]),
    (0, ["view", EXAMPLE, "-o", "567.html"]),
    (0, ["report", "archive.db", "-o", "report"]),
)


def run(arguments: Sequence[str | Path], folder: Path = ROOT, expected: int = 0) -> str:
    """Runs a program and returns what it printed; ends all with its words if its exit code is another."""
    done = subprocess.run([str(each) for each in arguments], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != expected:
        sys.exit(f"exit code {done.returncode}, not {expected}: {' '.join(map(str, arguments))}\n{done.stdout}{done.stderr}")
    return done.stdout


def build(out: Path) -> tuple[Path, Path]:
    """Builds the sdist, and the wheel from it; returns both, looked at by twine."""
    run([sys.executable, "-m", "build", "--outdir", out])
    (sdist,), (wheel,) = out.glob("*.tar.gz"), out.glob("*.whl")
    run([sys.executable, "-m", "twine", "check", "--strict", sdist, wheel])
    return sdist, wheel


def check_contents(sdist: Path, wheel: Path) -> None:
    """Ends all if the sdist has what no wheel needs, or the wheel lacks a file of the source."""
    with tarfile.open(sdist) as packed:
        names = {name.partition("/")[2] for name in packed.getnames()}
    source = {name.removeprefix("src/") for name in names if name.startswith("src/")}
    if ballast := names - OUTSIDE_SRC - {f"src/{name}" for name in source}:
        sys.exit(f"the sdist holds what no wheel needs: {', '.join(sorted(ballast))}")
    if sdist.stat().st_size > MOST_SDIST:
        sys.exit(f"the sdist has {sdist.stat().st_size:,} bytes, more than {MOST_SDIST:,}")
    with zipfile.ZipFile(wheel) as packed:
        installed = {name for name in packed.namelist() if ".dist-info/" not in name}
    tracked = run(["git", "ls-files", "src"]).splitlines()
    if missing := {name.removeprefix("src/") for name in tracked} - installed:
        sys.exit(f"the wheel lacks: {', '.join(sorted(missing))}")
    if extra := installed - source:
        sys.exit(f"the wheel has what the sdist has not: {', '.join(sorted(extra))}")


def usable(pythons: Sequence[str]) -> list[str]:
    """Those of some interpreters that are here and start; a version manager leaves names behind that do not."""
    found = [path for name in pythons if (path := shutil.which(name))]
    return [path for path in found if subprocess.run([path, "-c", "import venv"], capture_output=True, check=False).returncode == 0]


@contextmanager
def installed(python: str, *what: Sequence[str | Path]) -> Iterator[tuple[Path, Path]]:
    """A folder away from the checkout, and the programs of an environment in it that has what some calls of pip install, and nothing else."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        run([python, "-m", "venv", folder / "env"])
        bin_folder = folder / "env" / "bin"
        for arguments in what:
            run([bin_folder / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments], folder)
        yield folder, bin_folder


def smoke(python: str, package: Path) -> None:
    """Installs a package into an environment of its own and uses its command on the examples."""
    with installed(python, [package]) as (folder, bin_folder):
        run([bin_folder / "python", "-m", "pip", "check"], folder)
        shutil.copytree(ROOT / "examples", folder / "examples", ignore=shutil.ignore_patterns("plugin"))
        run([bin_folder / "python", "-W", "error", "-c", f"import bulletin_parse; assert bulletin_parse.parse({EXAMPLE!r}).issue_number == 567"], folder)
        for expected, arguments in SMOKE:
            run([bin_folder / "bulletin-parse", *arguments], folder, expected)


def smoke_of_check(python: str, package: Path) -> None:
    """Installs a package with what checking needs, and nothing else, and checks the examples with it."""
    with installed(python, ["--requirement", ROOT / "requirements-check.txt"], ["--no-deps", package]) as (folder, bin_folder):
        for form in REPORTS:
            run([bin_folder / "bulletin-parse", "check", ROOT / EXAMPLE, ROOT / "examples" / "272-markdown.md", "--no-archive", "--format", form], folder)


def main(pythons: Sequence[str]) -> None:
    """Builds, and tries the wheel with each interpreter and the sdist with the first."""
    with tempfile.TemporaryDirectory() as place:
        sdist, wheel = build(Path(place))
        check_contents(sdist, wheel)
        print(f"{sdist.name}: {sdist.stat().st_size:,} bytes; {wheel.name}: {wheel.stat().st_size:,} bytes")
        tried = usable(pythons)
        if not tried:
            sys.exit(f"none of these interpreters starts: {', '.join(pythons)}")
        for number, python in enumerate(tried):
            for package in (wheel, sdist) if number == 0 else (wheel,):
                smoke(python, package)
                print(f"{run([python, '--version']).strip()}: {package.name} installs and works")
        smoke_of_check(tried[0], wheel)
        print(f"{wheel.name} checks with what requirements-check.txt names, and nothing else")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--python", action="append", help="an interpreter to try with; may be repeated (default: 3.11 to 3.14, those that are here)")
    main(parser.parse_args().python or PYTHONS)
