"""One page's picture to its reading: upright first, then lines found, cut out and read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from bulletin_parse.reading.document import Character
from bulletin_parse.reading.ocr.reading import Ink, PageReading, ReadLine
from bulletin_parse.reading.ocr.settings import LEAST_LINE, ORIENTATION_LINES, TELLING_SHAPE

# A figure is at least this share of the page's width on both sides, and this share of its darker part is not paper.
SMALLEST_FIGURE, FIGURE_FILL = 0.06, 0.25
# How far strokes of one figure may stand apart to be joined, as a share of the page's width.
FIGURE_REACH = 0.012
# A box this many times as high as the usual line holds a letter of a picture's if it lies in one.
HUGE = 3.0
# A spot smaller than this share of a line's height squared is a speck; a row with less ink than this share of the fullest is empty.
SPECK, ROW_SHARE = 0.004, 0.06
# A stroke before a line: how far it is looked for, how short and how thick it may be, how far from the line it may stand, how much
# paper is taken with it (all in heights of the line), and by how many levels it is darker than paper.
STROKE_REACH, SHORTEST_STROKE, STROKE_WEIGHT, STROKE_GAP, STROKE_MARGIN, STROKE_CONTRAST = 2.2, 0.45, 0.2, 0.4, 0.15, 40.0
# A dash that the model left out is about two characters long, told by at least this many steps; so sure are we of its halves.
LONG_STROKE, LONGEST_STROKE, LEAST_SQUARE, DASH_SEEN = 1.6, 2.6, 4, 0.9
# Breaks in it, in heights, and dirt above and below it, in heights squared.
STROKE_BREAK, STROKE_DIRT = 0.06, 0.015
_LEAST_TURNED = 0.05  # by so much must a turned page read better than one left as it is


class LineReader(Protocol):
    """What reads: :class:`bulletin_parse.reading.ocr.recogniser.Recogniser`, or a stand-in in a test."""

    def boxes(self, pixels: Any) -> list[Any]:
        """The lines of a picture: four corners each, clockwise from the top left, in pixels."""

    def read(self, crop: Any) -> list[Character]:
        """The characters of a cut-out line."""


def read_page(pixels: Any, reader: LineReader) -> PageReading:
    """The lines of a page's picture.

    Args:
        pixels: height × width × 3.
        reader: finds and reads lines.
    """
    import numpy as np

    boxes = reader.boxes(pixels)
    turns = 0
    if _lies(boxes):
        turns, pixels = 1, np.ascontiguousarray(np.rot90(pixels, -1))
        boxes = reader.boxes(pixels)
    known = {at: reader.read(line_picture(pixels, boxes[at])) for at in _longest(boxes)}
    if _is_upside_down(pixels, boxes, known, reader):
        turns, pixels, known = turns + 2, np.ascontiguousarray(np.rot90(pixels, 2)), {}
        boxes = reader.boxes(pixels)
    lines = []
    for at, found in enumerate(boxes):
        box = with_stroke(pixels, found)
        crop = line_picture(pixels, box)
        characters = with_dashes(crop, _trimmed(known[at] if at in known and box is found else reader.read(crop)))
        line = ReadLine(tuple([round(float(value), 1) for value in np.asarray(box).reshape(-1)]), ink_of(crop), tuple(characters))
        if characters and line.confidence >= LEAST_LINE:
            lines.append(line)
    height, width = pixels.shape[:2]
    figures = dark_areas(pixels, boxes)
    return PageReading(turns % 4, width, height, tuple(_without_letters(lines, figures)), tuple(figures))


def _without_letters(lines: Sequence[ReadLine], figures: Sequence[tuple[float, ...]]) -> list[ReadLine]:
    """The lines but for the huge letters inside figures."""
    highs = sorted([line.corners[7] - line.corners[1] for line in lines])
    usual = highs[len(highs) // 2] if highs else 0.0
    return [line for line in lines if line.corners[7] - line.corners[1] <= HUGE * usual or not any(_within(line, figure) for figure in figures)]


def _within(line: ReadLine, figure: tuple[float, ...]) -> bool:
    x, y = sum(line.corners[0::2]) / 4, sum(line.corners[1::2]) / 4
    left, top, right, bottom = figure
    return left <= x <= right and top <= y <= bottom


def line_picture(pixels: Any, box: Any) -> Any:
    """A line cut out of the picture and set straight."""
    import cv2
    import numpy as np

    corners = np.asarray(box, dtype="float32").reshape(4, 2)
    sides = [float(np.linalg.norm(corners[a] - corners[b])) for a, b in ((0, 1), (2, 3), (0, 3), (1, 2))]
    width, height = int(max(*sides[:2], 1.0)), int(max(*sides[2:], 1.0))
    straight = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype="float32")
    matrix = cv2.getPerspectiveTransform(corners, straight)
    return cv2.warpPerspective(pixels, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE, flags=cv2.INTER_CUBIC)


def with_stroke(pixels: Any, box: Any) -> Any:
    """The box, or a wider one where a lone stroke stands before it: detection begins some lines behind their 一 or ——."""
    import numpy as np

    corners = np.asarray(box, dtype="float32").reshape(4, 2)
    across = corners[1] - corners[0]
    high, wide = float(np.linalg.norm(corners[3] - corners[0])), float(np.linalg.norm(across))
    if wide < TELLING_SHAPE * high or min(corners[0][0], corners[3][0]) < STROKE_REACH * high:
        return box
    back = across / wide * high
    before = line_picture(pixels, np.array([corners[0] - STROKE_REACH * back, corners[0], corners[3], corners[3] - STROKE_REACH * back], dtype="float32"))
    length = _stroke_before(before)
    if not length:
        return box
    further = back * (length + STROKE_MARGIN)
    return np.array([corners[0] - further, corners[1], corners[2], corners[3] - further], dtype="float32")


def with_dashes(crop: Any, characters: list[Character]) -> list[Character]:
    """The characters of a line with the dash of two characters before them that the model left out, if one is printed there."""
    square = [at for at in range(1, len(characters)) if min(characters[at].char, characters[at - 1].char) >= "\u4e00"]
    if len(square) < LEAST_SQUARE or characters[0].char in "—一":
        return characters
    step = sorted([characters[at].place - characters[at - 1].place for at in square])[len(square) // 2]
    start = characters[0].place - step / 2
    high, wide = crop.shape[:2]
    if start < LONG_STROKE * step:
        return characters
    stroke = _stroke_before(crop[:, : int(start * wide)]) * high / (step * wide)
    dash = Character("—", DASH_SEEN, 0.0, ())
    before = [dash._replace(place=round(max(start - share * step, 0.0), 4)) for share in (1.5, 0.5)]
    return [*before, *characters] if LONG_STROKE <= stroke <= LONGEST_STROKE else characters


def _stroke_before(crop: Any) -> float:
    """How far a stroke at middle height reaches to the left from a picture's right end, in its heights; 0 if there is none, or more."""
    import numpy as np

    grey = crop[:, :, 1].astype("float32")
    high, wide = grey.shape
    paper = float(np.median(grey))
    dark = grey < paper - max(STROKE_CONTRAST, 4 * float(np.median(np.abs(grey - paper))))
    inked = dark[int(0.3 * high) : int(0.7 * high)].sum(axis=0)
    columns = np.flatnonzero(inked)[::-1]
    if not len(columns) or wide - columns[0] > STROKE_GAP * high:
        return 0.0
    breaks = np.flatnonzero(columns[:-1] - columns[1:] > STROKE_BREAK * high)
    start, end = int(columns[breaks[0] if len(breaks) else -1]), int(columns[0]) + 1
    beside = dark[: int(0.3 * high), start:end].sum() + dark[int(0.7 * high) :, start:end].sum()
    alone = beside <= STROKE_DIRT * high * high and inked[start:end].max() <= STROKE_WEIGHT * high
    return float(wide - start) / high if alone and start > 1 and end - start >= SHORTEST_STROKE * high else 0.0


def ink_of(crop: Any) -> Ink:
    """Where a cut-out line has ink, specks aside."""
    import cv2
    import numpy as np

    grey = np.ascontiguousarray(crop[:, :, 1])
    _, inked = cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    height, width = inked.shape
    _, labels, stats, _ = cv2.connectedComponentsWithStats(inked)
    kept = stats[:, cv2.CC_STAT_AREA] >= SPECK * height * height
    kept[0] = False
    inked = kept[labels].astype("uint8")
    across, down = inked.sum(axis=0), inked.sum(axis=1)
    columns, rows = np.flatnonzero(across), np.flatnonzero(down > ROW_SHARE * down.max())
    if not len(columns) or not len(rows):
        return Ink(0.0, 0.0, 1.0, 1.0, 0.0)
    runs = int((np.diff(inked.astype("int8"), axis=1) == 1).sum()) + int(inked[:, 0].sum())
    box = (columns[0] / width, rows[0] / height, (columns[-1] + 1) / width, (rows[-1] + 1) / height)
    left, top, right, bottom = [round(float(value), 4) for value in box]
    return Ink(left, top, right, bottom, round(float(inked.sum()) / max(runs, 1), 3))


def dark_areas(pixels: Any, boxes: Sequence[Any]) -> list[tuple[float, ...]]:
    """The rectangles of pictures, charts and stamps: dark areas that are no lines of text."""
    import cv2
    import numpy as np

    width = pixels.shape[1]
    step = max(1, width // 800)
    grey = cv2.GaussianBlur(np.ascontiguousarray(pixels[:, :, 1]), (0, 0), step)[::step, ::step]
    paper = float(np.percentile(grey, 90))
    dark = (grey < paper - 40).astype("uint8")
    usual = float(np.median([_sides(box)[1] for box in boxes])) if boxes else 0.0
    for box in boxes:
        if _sides(box)[1] > HUGE * usual:
            continue  # a letter of a picture's
        corners = np.asarray(box, dtype="float32").reshape(4, 2) / step
        cv2.fillConvexPoly(dark, corners.round().astype("int32"), 0)
    reach = max(3, int(FIGURE_REACH * width / step))
    joined = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((reach, reach), dtype="uint8"))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    least = SMALLEST_FIGURE * width / step
    found = []
    for left, top, wide, high, area in stats[1:].tolist():
        inside = wide < 0.98 * joined.shape[1] and high < 0.98 * joined.shape[0]
        if wide >= least and high >= least and area >= FIGURE_FILL * wide * high and inside:
            found.append(tuple([float(value * step) for value in (left, top, left + wide, top + high)]))
    return found


def _trimmed(characters: Sequence[Character]) -> list[Character]:
    kept = list(characters)
    while kept and kept[0].char == " ":
        kept.pop(0)
    while kept and kept[-1].char == " ":
        kept.pop()
    return kept


def _lies(boxes: Sequence[Any]) -> bool:
    """Whether most long lines run up or down."""
    across = down = 0.0
    for box in boxes:
        wide, high = _sides(box)
        if wide > TELLING_SHAPE * high:
            across += wide
        elif high > TELLING_SHAPE * wide:
            down += high
    return down > across


def _sides(box: Any) -> tuple[float, float]:
    import numpy as np

    corners = np.asarray(box, dtype="float32").reshape(4, 2)
    return float(np.ptp(corners[:, 0])), float(np.ptp(corners[:, 1]))


def _longest(boxes: Sequence[Any]) -> list[int]:
    """The places of the lines that tell which way up a page is."""
    return sorted(range(len(boxes)), key=lambda at: -_sides(boxes[at])[0])[:ORIENTATION_LINES]


def _is_upside_down(pixels: Any, boxes: Sequence[Any], upright: Mapping[int, Sequence[Character]], reader: LineReader) -> bool:
    """Whether the longest lines read better turned by half: a classifier of single lines turns upright ones as well.

    Args:
        pixels: the page's picture.
        boxes: its lines.
        upright: what some of them say as they are; where these leave nothing to be better at, nothing is read turned.
        reader: reads lines.
    """
    import numpy as np

    to_beat = sum([_mean(characters) for characters in upright.values()]) + _LEAST_TURNED * len(upright)
    if to_beat >= len(upright):
        return False
    turned = [reader.read(np.ascontiguousarray(np.rot90(line_picture(pixels, boxes[at]), 2))) for at in upright]
    return sum(map(_mean, turned)) > to_beat


def _mean(characters: Sequence[Character]) -> float:
    """How sure a reading is; few characters in a long line are as bad as unsure ones."""
    return sum([character.probability for character in characters]) / len(characters) if len(characters) > 1 else 0.0
