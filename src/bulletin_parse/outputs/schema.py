"""The record's JSON Schema."""

from __future__ import annotations

import json

from bulletin_parse.models import SCHEMA_VERSION, Bulletin


def schema_text() -> str:
    """The JSON Schema (draft 2020-12) of a bulletin, as JSON text; the same bytes on every machine."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **Bulletin.model_json_schema(mode="serialization")}
    schema["title"] = f"Bulletin {SCHEMA_VERSION}"
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
