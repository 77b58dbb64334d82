"""The spaces of a text page: which pdfium made of gaps, behind which the text goes back, and which part two cells or columns."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from bulletin_parse.reading.pdf.pdfium_text import Characters, Offsets
from bulletin_parse.reading.spacing import NO_SPACE
from bulletin_parse.text.lazy import lazy_pattern

_SPACE = lazy_pattern(" ")
_SPACES = lazy_pattern(r" (?<=\S ) *(?=\S)")  # the literal first: where no space is, nothing is tried


class Spaces:
    """All spaces of a text page, asked for at once.

    ``back`` are the places of characters behind which a space stands, and behind that what stands before them on the page: what was drawn later, for a gap
    before. ``gutters`` are the places of spaces that pdfium made of gaps as wide as between two cells or columns: where each begins, and where it ends.
    """

    def __init__(self, text: str, offsets: Offsets, characters: Characters) -> None:
        self._text, self._offsets, self._characters = text, offsets, characters
        gaps = [match.span() for match in _SPACES.finditer(text)] if " " in text else []
        # As a rule each gap is one space, and there is no other space.
        places = [begin for begin, _ in gaps] if text.count(" ") == len(gaps) else [match.start() for match in _SPACE.finditer(text)]
        flags = characters.are_generated(offsets.chars(places))
        self._generated = [at for at, is_made in zip(places, flags, strict=True) if is_made]
        self._made = set(self._generated)
        before, after = offsets.chars([begin - 1 for begin, _ in gaps]), offsets.chars([end for _, end in gaps])
        made = [at for at, (begin, _) in enumerate(gaps) if begin in self._made]
        widths = characters.distances([before[at] for at in made], [after[at] for at in made])
        wide = {at: width for at, width in zip(made, widths, strict=True) if width > 0.0}
        # Where there is room between two characters the second does not stand before the first.
        close = [at for at in range(len(gaps)) if at not in wide]
        across, _ = characters.origins([*[before[at] for at in close], *[after[at] for at in close]])
        self.back = [gaps[at][0] for at, x, following in zip(close, across, across[len(close) :], strict=False) if following < x]
        sizes = characters.sizes([before[at] for at in wide])
        self.gutters = [gaps[at] for (at, width), size in zip(wide.items(), sizes, strict=True) if width > NO_SPACE * size]

    def is_made(self, at: int) -> bool:
        """Whether pdfium made a character of the text that is not printed: no other than white space."""
        return at in self._made or (self._text[at].isspace() and self._text[at] != " " and self._characters.is_generated(self._offsets.char(at)))

    def made_in(self, start: int, end: int) -> list[int]:
        """The places of the spaces of a line that are not printed."""
        made = self._generated
        begin = bisect_left(made, start)
        return made[begin : bisect_left(made, end, begin)]

    def goes_back(self, start: int, end: int) -> bool:
        """Whether what follows a space inside a line stands before it."""
        at = bisect_right(self.back, start)
        return at < len(self.back) and self.back[at] < end

    def gutters_of(self, start: int, end: int) -> list[tuple[int, int]]:
        """The gutters inside a line."""
        return self.gutters[bisect_right(self.gutters, (start, end)) : bisect_left(self.gutters, (end,))] if self.gutters else []
