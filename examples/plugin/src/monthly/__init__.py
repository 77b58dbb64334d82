"""What a monthly of the same office needs: its words, and an engine, a rule, a reporter and an export form of its own."""

from __future__ import annotations

from importlib.resources import files

# The words of the series: ``bulletin-parse parse --template monthly``.
TEMPLATE = files(__package__).joinpath("monthly.toml").read_text(encoding="utf-8")
