"""Records of earlier schema versions as the present one has them."""

from __future__ import annotations

from typing import Any

from bulletin_parse.addresses import address_of, steps_of


def upgraded(record: dict[str, Any]) -> dict[str, Any]:
    """The JSON object of a record in the form of schema 1.1; one that has it already is given back as it is.

    What 1.0 did not know stays empty, but for what follows from it: the only number of ``issue_numbers``, and addresses in the form ``items[2].link``.
    """
    if record.get("schema_version") != "1.0":
        return record
    number = record.get("issue_number")
    return {
        **record,
        "schema_version": "1.1",
        "issue_numbers": [] if number is None else [number],
        "edits": [_readdressed(edit) for edit in record.get("edits", ())],
        "doubts": [_readdressed(doubt) for doubt in record.get("doubts", ())],
    }


def _readdressed(part: dict[str, Any]) -> dict[str, Any]:
    return {**part, "field": address_of(*steps_of(part["field"]))}
