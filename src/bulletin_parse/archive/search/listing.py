"""What a search found, as lines for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bulletin_parse.archive.search.search import Hit
from bulletin_parse.text.folding import cells
from bulletin_parse.text.language import said
from bulletin_parse.text.showing import dumped, visible

TITLE_CELLS = 60
_FOUND, _RESET = "\x1b[1;31m", "\x1b[0m"  # as grep marks what it found


def to_table(hits: Iterable[Hit], *, colour: bool = False) -> str:
    """Two lines a hit: issue number, date, item number, title and source; and the snippet under them.

    Args:
        hits: what was found.
        colour: marks the words for a terminal.
    """
    return "".join([f"{line}\n" for hit in hits for line in _lines(hit, colour=colour)])


def hits_json(hits: Iterable[Hit]) -> str:
    """A list of objects; dates are ISO 8601, marks are [first, one past the last] in characters."""
    rows = [hit._asdict() | {"snippet": hit.snippet._asdict()} for hit in hits]
    return dumped(rows) + "\n"


def _lines(hit: Hit, *, colour: bool) -> Iterator[str]:
    issue = "–" if hit.issue_number is None else str(hit.issue_number)
    item = "–" if hit.number is None else str(hit.number)
    day = hit.published or hit.bulletin_published or said("no date")
    title = _fitted(hit.title, hit.title_marks, colour=colour)
    yield f"{issue:>5}  {day!s:10}  {item:>3}  {title}  {visible(hit.source or said('no source'))}"
    if hit.snippet.text:
        yield f"       {coloured(hit.snippet.text, hit.snippet.marks, colour=colour)}"


def coloured(text: str, marks: Sequence[tuple[int, int]], *, colour: bool) -> str:
    """A text in one line, made harmless, the marked ranges coloured."""
    parts, done = [], 0
    for start, end in marks:
        found = visible(text[start:end])
        parts += [visible(text[done:start]), f"{_FOUND}{found}{_RESET}" if colour and found else found]
        done = max(done, end)
    return "".join([*parts, visible(text[done:])])


def _fitted(text: str, marks: Sequence[tuple[int, int]], *, colour: bool) -> str:
    """A title cut or padded to ``TITLE_CELLS``."""
    width, kept = 0, 0
    for char in text:
        width += cells(visible(char))
        if width > TITLE_CELLS:
            break
        kept += 1
    cut = kept < len(text)
    if cut:
        while kept and cells(visible(text[:kept])) > TITLE_CELLS - 1:
            kept -= 1
    clipped = [(start, min(end, kept)) for start, end in marks if start < kept]
    shown = coloured(text[:kept], clipped, colour=colour) + ("…" if cut else "")
    # The ellipsis is as wide as a Han character in some fonts; here it counts as cells() counts it.
    return shown + " " * (TITLE_CELLS - cells(visible(text[:kept])) - (cells("…") if cut else 0))
