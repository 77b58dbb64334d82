"""What the site makes while it is built: the command line's reference, a bulletin's picture, pages to try, links that lead out of the site."""

from __future__ import annotations

import argparse
import io
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File

from bulletin_parse import Archive, parse, view, write_report
from bulletin_parse.cli.main import make_parser
from bulletin_parse.text.language import CHINESE, ENGLISH, said, speaking, spoken

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
PICTURED = EXAMPLES / "567-word.pdf"
FAULTY = EXAMPLES / "664-faulty.md"
# What stands over the pages made here, in each language.
_REFERENCE = {
    ENGLISH: "# Command line\n\nMade from the program's own options; `bulletin-parse COMMAND --help` prints the same.\n",
    CHINESE: "# 命令行\n\n由程序自己的选项生成；`bulletin-parse COMMAND --help` 打印同样的内容。\n",
}
_ARGUMENTS = {ENGLISH: "| argument | meaning |", CHINESE: "| 参数 | 含义 |"}
_REQUIRED = {ENGLISH: " (required)", CHINESE: "（必需）"}
_OUTSIDE = re.compile(r"\[([^\]]+)\]\(\.\./([^)#]+)\)")


def on_files(files: Any, config: Any) -> Any:
    """Adds the generated pages and pictures."""
    files.append(File.generated(config, "cli.md", content="\n".join(_reference(make_parser())) + "\n"))
    with speaking(CHINESE):
        files.append(File.generated(config, "zh/cli.md", content="\n".join(_reference(make_parser())) + "\n"))
    out = io.BytesIO()
    parse(PICTURED).show(1, file=PICTURED).convert("P", colors=64).save(out, "PNG", optimize=True)
    files.append(File.generated(config, "images/fields.png", content=out.getvalue()))
    for name, content in _live():
        files.append(File.generated(config, f"live/{name}", content=content))
    return files


def _live() -> Iterator[tuple[str, str]]:
    """What ``view`` and ``report`` make of the examples, to be tried from the site: names and texts."""
    yield "567.html", view(parse(PICTURED), PICTURED.read_bytes(), language="en")
    yield "664.html", view(parse(FAULTY), FAULTY.read_bytes(), language="en")
    with tempfile.TemporaryDirectory() as folder:
        database, report = Path(folder, "archive.db"), Path(folder, "report")
        with Archive.open(database) as archive:
            archive.ingest([EXAMPLES], jobs=1)
        write_report(database, report, language="en")
        for path in sorted(report.rglob("*.*")):
            # Where the site is built is nobody's affair.
            yield f"report/{path.relative_to(report).as_posix()}", path.read_text(encoding="utf-8").replace(f"{ROOT}/", "")


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Names a file of the repository that lies outside the site, instead of a link that would lead nowhere."""
    return _OUTSIDE.sub(r"\1 (`\2`)", markdown)


def _reference(parser: argparse.ArgumentParser) -> Iterator[str]:
    yield _REFERENCE[spoken()]
    yield f"{said(parser.description)}\n\n```text\n{said(parser.epilog or '').strip()}\n```\n"
    (commands,) = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    for name, command in commands.choices.items():
        yield f"## {name}\n\n{said(command.description)}\n"
        yield from _arguments(command)
        yield f"\n```text\n{said(command.epilog).strip()}\n```\n" if command.epilog else ""
        for inner in command._actions:
            if isinstance(inner, argparse._SubParsersAction):
                for action, parser in inner.choices.items():
                    yield f"### {name} {action}\n\n{parser.description.shown()}\n"
                    yield from _arguments(parser)
                    yield ""


def _arguments(command: argparse.ArgumentParser) -> Iterator[str]:
    yield f"{_ARGUMENTS[spoken()]}\n|---|---|"
    for action in command._actions:
        if not isinstance(action, argparse._HelpAction):
            yield f"| {_names(action)} | {_cell(said(action.help or ''))} |"


def _names(action: argparse.Action) -> str:
    value = str(action.metavar or action.dest.upper()) if action.nargs != 0 else ""
    if action.choices:
        value = "{" + ",".join(map(str, action.choices)) + "}"
    names = action.option_strings or [""]
    required = _REQUIRED[spoken()] if action.option_strings and action.required else ""
    return ", ".join([f"`{_cell(f'{name} {value}'.strip())}`" for name in names]) + required


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
