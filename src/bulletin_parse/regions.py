"""Where a part of a record was read from: rectangles on pages, lines of a text, or paragraphs of a document."""

# Annotations are values here, and no text: pydantic would compile each when the command starts.
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

from bulletin_parse.records import Record

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema


class PageRegion(Record):
    """A rectangle on a PDF page: ``{"page": 1, "bbox": [79.5, 334.6, 501.2, 372.7]}``."""

    page: int
    bbox: tuple[float, float, float, float]


class LineRegion(Record):
    """Lines of a text, both ends included: ``{"line": 21, "end_line": 23}``."""

    line: int
    end_line: int


class ParagraphRegion(Record):
    """Paragraphs of a Word or HTML file, both ends included: ``{"paragraph": 21, "end_paragraph": 23}``."""

    paragraph: int
    end_paragraph: int


class _OfOneKind:
    """Marks a union of tuples of regions: the first region tells which of them a value is, since each that is tried in vain costs more than a block."""

    def __get_pydantic_core_schema__(self, source: Any, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        from pydantic_core import core_schema

        union = handler(source)
        return core_schema.json_or_python_schema(union, core_schema.tagged_union_schema(dict(zip(_KINDS, union["choices"], strict=True)), _kind_of))


_KINDS: dict[str, type[Record]] = {"page": PageRegion, "line": LineRegion, "paragraph": ParagraphRegion}
_KIND_OF: dict[type, str] = {region: kind for kind, region in _KINDS.items()}


def _kind_of(where: Any) -> str:
    """The kind of the regions in a value, by its first one: a record, or a mapping with the kind's key."""
    if type(where) is tuple and where and (kind := _KIND_OF.get(type(where[0]))):
        return kind  # as it is where a record is made of what was read
    first = where[0] if isinstance(where, (tuple, list)) and where else None
    return _KIND_OF.get(type(first)) or next((kind for kind in _KINDS if isinstance(first, Mapping) and kind in first), "page")


Where = Annotated[tuple[PageRegion, ...] | tuple[LineRegion, ...] | tuple[ParagraphRegion, ...], _OfOneKind()]
