"""Findings as text for people, machines and CI: one module a format, in a table by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bulletin_parse.outputs.reporters import github, json, junit, sarif, text
from bulletin_parse.outputs.reporters.report import Report

REPORTERS: Mapping[str, Callable[[Report], str]] = {
    "text": text.written,
    "json": json.written,
    "sarif": sarif.written,
    "junit": junit.written,
    "github": github.written,
}
