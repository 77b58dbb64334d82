"""Places of a straightened page as places of the page that is in the file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bulletin_parse.models import Bulletin, PageRegion
from bulletin_parse.reading.document import Document, Tilt
from bulletin_parse.reading.pdf.deskew import back
from bulletin_parse.records import Record


def on_the_page(bulletin: Bulletin, document: Document) -> Bulletin:
    """The bulletin with every region on a tilted or turned page as that page has it."""
    tilts = {page.number: page.tilt for page in document.pages if page.tilt and (page.tilt.turns or page.tilt.angle)}
    return _moved(bulletin, tilts) if tilts else bulletin


def _moved(value: Any, tilts: Mapping[int, Tilt]) -> Any:
    if isinstance(value, PageRegion):
        tilt = tilts.get(value.page)
        return value.model_copy(update={"bbox": tuple([round(each, 2) for each in back(tilt, value.bbox)])}) if tilt else value
    if isinstance(value, tuple):
        return tuple([_moved(each, tilts) for each in value])
    if isinstance(value, Mapping):
        return {key: _moved(each, tilts) for key, each in value.items()}
    if isinstance(value, Record):
        return value.model_copy(update={name: _moved(getattr(value, name), tilts) for name in type(value).model_fields})
    return value
