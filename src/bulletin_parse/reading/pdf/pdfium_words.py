"""The text of a line: which of the spaces that pdfium made are printed, and each character once that is printed twice."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping, Sequence

from bulletin_parse.reading.pdf.pdfium_spaces import Spaces
from bulletin_parse.reading.pdf.pdfium_text import Characters, Offsets
from bulletin_parse.reading.spacing import GAP
from bulletin_parse.text.folding import ascii_count, is_han
from bulletin_parse.text.lazy import lazy_pattern

# pdfium puts U+FFFE (older builds: U+0002) for a hyphen at a line's end.
HYPHEN_MARKS = "\ufffe\x02"
# An ideograph, and the place of the next one behind it.
_PAIRS = lazy_pattern("[\u4e00-\u9fff] *(?=[\u4e00-\u9fff])")
_BETWEEN_IDEOGRAPHS = lazy_pattern("[\u4e00-\u9fff] (?=[\u4e00-\u9fff])")
# A second print of a character is so near to the first, in sizes (a letter nearer than the next one of ll), and follows it within so many characters.
SECOND_PRINT, SECOND_LETTER, MOST_PRINTS = 0.35, 0.15, 6
# A gap between two ideographs is printed if it is wider than the line is stretched by this share of a size; so many pairs tell of the stretch.
STANDS_OUT, LEAST_PAIRS = 0.12, 4
SPREAD = 4  # a line may be spread in which a gap stands behind more than one in so many characters that are as wide as high


class Words:
    """The texts of a page's lines.

    Args:
        text: the page's, as pdfium has it.
        offsets: of its characters.
        characters: where they stand.
        spaces: which of them pdfium made.
    """

    def __init__(self, text: str, offsets: Offsets, characters: Characters, spaces: Spaces) -> None:
        self._text, self._offsets, self._characters, self._spaces = text, offsets, characters, spaces

    def of(self, start: int, line: str) -> str:
        """A line that begins at a place of the text, with GAP for each space that pdfium generated."""
        end = start + len(line)
        if line[-1] in HYPHEN_MARKS:
            line = line[:-1] + "-"
        if " " not in line or not (made := self._spaces.made_in(start, end)):
            return line
        spaces = line.count(" ")
        spread = spaces * SPREAD > len(line) - ascii_count(line)
        doubtful = spread or _BETWEEN_IDEOGRAPHS.search(line)
        if spaces == len(made) and not doubtful:  # as most
            return line.replace(" ", GAP)
        chars = list(line)
        for place in made:
            chars[place - start] = GAP
        if doubtful:
            self._drop_spread(chars, start, made, spread=spread)
        return "".join(chars)

    def _drop_spread(self, chars: list[str], start: int, made: Sequence[int], *, spread: bool) -> None:
        """Empties those of a line's gaps that come of its spread."""
        gaps: dict[int, float] | None = None
        stretch = 0.0
        for place in made:
            at = place - start
            left, right = chars[at - 1], chars[at + 1]
            ideographs = "\u4e00" <= left <= "\u9fff" and "\u4e00" <= right <= "\u9fff"
            if not ideographs and not (spread and not (left.isascii() and right.isascii())):
                continue
            if gaps is None:
                gaps = self._gaps(start, start + len(chars))
                stretch = _stretch(gaps)
            # Beside other characters a gap of a spread line comes of that, which is as wide between ideographs.
            dropped = not (gaps[place - 1] - stretch > STANDS_OUT) if ideographs else stretch > STANDS_OUT
            if dropped:
                chars[at] = ""

    def once(self, start: int, line: str) -> str:
        """A line without the second prints of its characters, which pdfium sorts between the first ones.

        The letters of a ligature (ff) begin at one place as well, but one object prints both.
        """
        made = set(self._spaces.made_in(start, start + len(line)))
        indices = self._offsets.chars(list(range(start, start + len(line))))
        printers = self._characters.text_objects(indices)
        pairs = zip(line, printers, strict=True)
        again = _printed_again({pair for at, pair in enumerate(pairs, start) if at not in made} if made else set(pairs))
        if not again:  # as nearly always: letters are narrow
            line = line[:-1] + "-" if line[-1] in HYPHEN_MARKS else line
            return "".join([GAP if at in made else char for at, char in enumerate(line, start)]) if made else line
        self._characters.keep([index for char, index in zip(line, indices, strict=True) if char in again])
        out: list[str] = []
        recent: deque[tuple[str, int, int]] = deque(maxlen=MOST_PRINTS)
        for at, (char, index, printer) in enumerate(zip(line, indices, printers, strict=True), start):
            if char in HYPHEN_MARKS or (char.isspace() and self._spaces.is_made(at)):
                out.append("-" if char in HYPHEN_MARKS else GAP if char == " " else char)
                continue
            seconds = [first for other, first, by in recent if other == char and by != printer] if char in again else []
            if not any([self._is_second(first, index, char) for first in seconds]):  # noqa: C419  # twice as fast
                out.append(char)
                recent.append((char, index, printer))
        return "".join(out)

    def _is_second(self, first: int, index: int, char: str) -> bool:
        """Whether a character that another object prints stands where the first one does."""
        (x0, y0), (x, y) = self._characters.origin(first), self._characters.origin(index)
        slip = (SECOND_PRINT if is_han(char) else SECOND_LETTER) * self._characters.size(index)
        return abs(x - x0) <= slip and abs(y - y0) <= slip

    def _gaps(self, start: int, end: int) -> dict[int, float]:
        """The gaps between the ideographs of a line that follow one another, spaces apart, in sizes of the first, by its place."""
        pairs = [match.span() for match in _PAIRS.finditer(self._text, start, end)]
        if not pairs:
            return {}
        characters, chars = self._characters, self._offsets.chars
        places = sorted({at for pair in pairs for at in pair})
        across = dict(zip(places, characters.origins(chars(places))[0], strict=True))
        sizes = characters.sizes(chars([at for at, _ in pairs]))
        return {at: (across[after] - across[at]) / (size or 1.0) - 1.0 for (at, after), size in zip(pairs, sizes, strict=True)}


def _printed_again(printed: set[tuple[str, int]]) -> set[str]:
    """Which characters more than one object prints, of all pairs of the two: of a row of dots one prints all."""
    return {char for char, times in Counter([char for char, _ in printed]).items() if times > 1}


def _stretch(gaps: Mapping[int, float]) -> float:
    """How far the ideographs of a line are drawn apart, in sizes: half of its gaps are wider. Where they are far apart, pdfium made a space of each gap."""
    return sorted(gaps.values())[len(gaps) // 2] if len(gaps) >= LEAST_PAIRS else 0.0
