"""The forms that this package writes, and how an earlier output of each is known again."""

from __future__ import annotations

from collections.abc import Mapping

from bulletin_parse.outputs.records import COLUMNS
from bulletin_parse.outputs.streams import MADE_BY
from bulletin_parse.writing.forms import Form, beginning, ending

_TITLE = r'"title":\ (?:null|"(?:[^"\\]|\\.)*")'
_RECORD = rf'"schema_version":\ "[0-9.]+",\s*{_TITLE},\s*"issue_label":'
_FINDING = r'"code":\ "[A-Z]+[0-9]+",\s*"name":\ "[a-z0-9-]+",\s*"severity":'
_COUNTS = r"(?:no\ findings\ in\ |[0-9]+\ findings?\ in\ [0-9]+\ of\ )[0-9]+\ files?.*$\n"

RECORDS: Mapping[str, Form] = {
    "json": Form("JSON record", beginning(rf"\[?\s*\{{\n\s*{_RECORD}|\[\]\n\Z")),
    "jsonl": Form("JSON Lines of records", beginning(rf"\{{{_RECORD}")),
    "csv": Form("CSV of items", beginning(rf"(?:\xef\xbb\xbf)?{','.join(COLUMNS[:3])}[,\n]")),
    "markdown": Form("Markdown", ending(rf"^{MADE_BY.replace(' ', chr(92) + ' ')}$\n")),
    "summary": Form("summary", beginning(r"[^\n]*\ =\ (?:no\ number|[0-9]+),\ (?:no\ date|[0-9-]{10}),\ [^\n]*\n")),
}
FINDINGS: Mapping[str, Form] = {
    "text": Form("list of findings", ending(rf"^{_COUNTS}")),
    "json": Form("JSON of findings", beginning(rf"\[\s*\{{\s*{_FINDING}|\[\]\n\Z")),
    "sarif": Form("SARIF log", beginning(r'\{\s*"\$schema":\ "[^"]*sarif[^"]*",.*?"driver":\ \{\s*"name":\ "bulletin-parse"')),
    "junit": Form("JUnit report", beginning(r'<\?xml[^>]*>\s*<testsuites[^>]*\sname="bulletin-parse"')),
    "github": Form("list of annotations", ending(rf"^bulletin-parse:\ {_COUNTS}")),
}
BASELINE = Form("baseline", beginning(r'\{\s*"version":\ [0-9]+,\s*"known":\ \['))
SCHEMA = Form("JSON Schema of the record", beginning(r'\{\s*"\$defs":.*"title":\ "Bulletin\ [0-9.]+"'))
# A page of a report reads its style sheet from beside it.
PAGE = Form("page of view", beginning(r'<!doctype\ html>.*?<meta\ name="generator"\ content="bulletin-parse\ [^"]*">(?:(?!<link\ rel="stylesheet").)*?<style>'))
