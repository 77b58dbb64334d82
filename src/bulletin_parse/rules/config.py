"""The configuration of a check: ``bulletin-parse.toml``, or ``[tool.bulletin-parse]`` in ``pyproject.toml``.

The search begins in a folder and goes up; the first folder that has either decides, and there ``bulletin-parse.toml`` wins.
Paths in the file start at the file's folder.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from bulletin_parse.errors import ConfigError, UnknownCode
from bulletin_parse.models import Finding, Severity
from bulletin_parse.rules import RULES
from bulletin_parse.rules.registry import Rule
from bulletin_parse.rules.runner import refuse_unknown

FILE_NAME = "bulletin-parse.toml"
PROJECT_FILE = "pyproject.toml"
TABLE = "bulletin-parse"


def _upper(code: str) -> str:  # pydantic reads the signature of str.upper out of its docstring, which takes as long as a whole model
    return code.upper()


Code = Annotated[str, AfterValidator(_upper)]

_LIST = 'a list of codes or prefixes, such as ["BP2", "BP503"]'
# What each key takes, said when a value is of another kind.
_TAKES = {
    "select": _LIST,
    "ignore": _LIST,
    "per-file-ignores": 'a table of patterns and lists of codes, such as "2013/*.pdf" = ["BP5"]',
    "paths": 'a list of files, folders and patterns, such as ["archive/"]',
    "exclude": 'a list of patterns, such as ["drafts/*"]',
    "severity": 'a table of codes and severities (error, warning or info), such as BP503 = "warning"',
    "outlets": "a path",
    "template": "a path",
    "baseline": "a path",
    "corrections": "a path",
    "engine": "the name of an engine",
    "archive": "true or false",
    "exit-zero": "true or false",
}


class Keys(BaseModel):
    """The keys of a configuration file, written with hyphens; one that the file lacks is empty or None."""

    # Built when a file is read: most runs have none.
    model_config = ConfigDict(
        defer_build=True, frozen=True, extra="forbid", alias_generator=lambda name: name.replace("_", "-"), populate_by_name=True, strict=True
    )

    select: Annotated[tuple[Code, ...], Field(strict=False)] = ()
    ignore: Annotated[tuple[Code, ...], Field(strict=False)] = ()
    paths: Annotated[tuple[str, ...], Field(strict=False)] = ()
    exclude: Annotated[tuple[str, ...], Field(strict=False)] = ()
    per_file_ignores: Mapping[str, Annotated[tuple[Code, ...], Field(strict=False)]] = {}
    severity: Mapping[Code, Severity] = {}
    outlets: str | None = None
    template: str | None = None
    baseline: str | None = None
    corrections: str | None = None
    engine: str | None = None
    archive: bool | None = None
    exit_zero: bool | None = None


class Config(Keys):
    """What to check and how. ``select``, ``ignore`` and ``severity`` are options of ``rules.check``; ``file`` says all this."""

    file: Path | None = None

    @property
    def folder(self) -> Path:
        """The folder at which the file's paths and patterns start."""
        return self.file.parent if self.file else Path()

    def path(self, value: str | None) -> Path | None:
        """A path of the file, started at its folder."""
        return None if value is None else self.folder / value

    def excludes(self, file: Path) -> bool:
        """Whether ``exclude`` leaves a file out; patterns are compared as those of ``per-file-ignores``."""
        return bool(self.exclude) and any(fnmatchcase(name, pattern) for name in (_from_folder(str(file), self.folder), file.name) for pattern in self.exclude)

    def ignores(self, finding: Finding) -> bool:
        """Whether ``per-file-ignores`` silences a finding.

        A pattern is compared with the file's path from the configuration's folder, and with its name; ``*`` spans folders.
        """
        if finding.file is None or not self.per_file_ignores:
            return False
        names = (_from_folder(finding.file, self.folder), Path(finding.file).name)
        return any(finding.code.startswith(codes) and any(fnmatchcase(name, pattern) for name in names) for pattern, codes in self.per_file_ignores.items())


def find_config(folder: Path) -> Path | None:
    """The configuration file that holds for a folder: in it, or in the nearest folder above that has one."""
    for each in (folder.resolve(), *folder.resolve().parents):
        if (each / FILE_NAME).is_file():
            return each / FILE_NAME
        project = each / PROJECT_FILE
        if project.is_file() and TABLE in (_toml(project).get("tool") or ()):
            return project
    return None


def load_config(file: Path, rules: Iterable[Rule] = RULES) -> Config:
    """The values of a configuration file.

    Args:
        file: a TOML file; in one named ``pyproject.toml`` the table ``[tool.bulletin-parse]`` counts.
        rules: the rules whose codes the file may name.

    Raises:
        ConfigError: the file cannot be read, or has a key, a value or a code that is not known.
    """
    data = _toml(file)
    if file.name == PROJECT_FILE:
        tool = data.get("tool", {})
        if not isinstance(tool, dict) or not isinstance(tool.get(TABLE), dict):
            raise ConfigError(str(file), f"it has no table [tool.{TABLE}]")
        data = tool[TABLE]
    try:
        keys = Keys.model_validate(data, by_alias=True, by_name=False)
    except ValidationError as error:
        raise _explained(file, error) from None
    config = Config(**dict(keys), file=file)
    _refuse_unknown_codes(file, config, tuple(rules))
    return config


def _toml(file: Path) -> dict[str, Any]:
    import tomllib  # where there is a file

    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(str(file), f"it cannot be read as TOML ({getattr(error, 'strerror', None) or error})", remedy="Mend the file") from error


def _explained(file: Path, error: ValidationError) -> ConfigError:
    first = error.errors()[0]
    key = str(first["loc"][0])
    if first["type"] == "extra_forbidden":
        return ConfigError(str(file), f"there is no such key; the keys are {', '.join(_TAKES)}", place=f"key {key}")
    return ConfigError(str(file), f"the value must be {_TAKES.get(key, 'of another kind')}", place=f"key {key}")


def _refuse_unknown_codes(file: Path, config: Config, rules: tuple[Rule, ...]) -> None:
    named: dict[str, Iterable[str]] = {"select": config.select, "ignore": config.ignore, "severity": config.severity}
    named |= {f'per-file-ignores, "{pattern}"': codes for pattern, codes in config.per_file_ignores.items()}
    for key, codes in named.items():
        try:
            refuse_unknown(rules, codes)
        except UnknownCode as error:
            raise ConfigError(str(file), f"no rule has the code or prefix {error.source!r}", place=f"key {key}", remedy=error.remedy) from None


def _from_folder(file: str, folder: Path) -> str:
    path, base = Path(file).absolute(), folder.absolute()
    return path.relative_to(base).as_posix() if path.is_relative_to(base) else Path(file).as_posix()
