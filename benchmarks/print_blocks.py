"""The blocks of any document, one a line: kind, page, box, first characters; to be read against the page's picture.

usage: python benchmarks/print_blocks.py FILE… [--pages 1,2-4] [--engine E] [--characters N] [--whole] [--suspects] [--pictures FOLDER]

Kinds: p paragraph, c centred, f figure, t table (its cells parted by |), n note, # furniture. Without --whole a block shows its first and last characters
and how many it has. --suspects prints only where a paragraph may be split (a row that fills its line and ends no sentence, above a flush one)
or merged (a sentence's end before the edge inside a block), for a reader to judge, and how many blocks there are.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from bulletin_parse.layout.blocks import TextBlock, join_rows
from bulletin_parse.layout.flow import Flow, flow_of
from bulletin_parse.layout.row import Row
from bulletin_parse.layout.sentences import ends_sentence
from bulletin_parse.parsing.template import load_template
from bulletin_parse.reading.read import read_document

WORDS = load_template().layout
FULL_WIDTH = 0.75  # of its frame: a row that may have broken for want of room
Box = tuple[float, float, float, float]
COLOURS = {"p": (0.1, 0.4, 0.9), "c": (0.1, 0.7, 0.3), "f": (0.6, 0.6, 0.6), "t": (0.9, 0.5, 0.0), "n": (0.6, 0.2, 0.8), "#": (0.9, 0.1, 0.1)}


def kind_of(block: TextBlock) -> str:
    if block.is_figure:
        return "f"
    return {"table": "t", "note": "n"}.get(block.role, "c" if block.centred else "p")


def boxes_of(rows: tuple[Row, ...]) -> dict[int, Box]:
    """The rectangle of some rows on each page that they stand on."""
    boxes: dict[int, Box] = {}
    for row in rows:
        x0, top, x1, bottom = boxes.get(row.page, (row.x0, row.top, row.x1, row.bottom))
        boxes[row.page] = (min(x0, row.x0), min(top, row.top), max(x1, row.x1), max(bottom, row.bottom))
    return boxes


def parts_of(flow: Flow) -> Iterator[tuple[str, dict[int, Box], str]]:
    """Each block's kind, places and text, and the furniture after them."""
    for block in flow.blocks:
        if block.is_figure:
            yield "f", {block.page: block.box or (0.0, 0.0, 0.0, 0.0)}, ""
        elif block.role == "table":
            lines = [" | ".join([join_rows(cell) if cell else "" for cell in line]) for line in block.cells]
            yield "t", boxes_of(block.rows), " ‖ ".join(lines)
        else:
            yield kind_of(block), boxes_of(block.rows), block.text
    for row in flow.furniture:
        yield "#", boxes_of((row,)), row.text


def shown(text: str, characters: int) -> str:
    if len(text) <= 2 * characters:
        return text
    return f"{text[:characters]}……{text[-characters:]} ({len(text)})"


def suspects_of(flow: Flow) -> Iterator[str]:
    """Places where a paragraph may have been split or merged."""
    frames = flow.layout.frames if flow.layout else ()
    text = [block for block in flow.blocks if block.rows and not block.role]
    for upper, lower in pairwise(text):
        above, below = upper.rows[-1], lower.rows[0]
        frame = frames[above.order]
        fills = above.width > FULL_WIDTH * frame.width and abs(above.size - below.size) < 0.05 * above.size
        flush = below.x0 - frames[below.order].left < 0.6 * below.size
        if fills and flush and not ends_sentence(upper.text) and upper.text[-1] not in "：:" and not upper.text[-1].isdigit():
            yield f"split?  {above.page}: …{above.text[-20:]} | {below.text[:20]}…"
    for block in text:
        for above, below in pairwise(block.rows):
            frame, size = frames[above.order], above.size
            if ends_sentence(above.text) and (frame.right - above.x1 > 1.2 * size or below.x0 - frames[below.order].left > 0.6 * size):
                yield f"merged? {above.page}: …{above.text[-20:]} | {below.text[:20]}…"


def numbers_of(argument: str) -> set[int]:
    pages: set[int] = set()
    for part in filter(None, argument.split(",")):
        first, _, last = part.partition("-")
        pages |= set(range(int(first), int(last or first) + 1))
    return pages


def draw(path: Path, parts: list[tuple[str, dict[int, Box], str]], pages: set[int], folder: Path) -> None:
    """Pictures of the pages with the blocks' rectangles on them."""
    import pymupdf

    folder.mkdir(parents=True, exist_ok=True)
    with pymupdf.open(path) as pdf:
        for page in pdf:
            if pages and page.number + 1 not in pages:
                continue
            for kind, boxes, _ in parts:
                if page.number + 1 in boxes:
                    page.draw_rect(pymupdf.Rect(boxes[page.number + 1]) * page.derotation_matrix, color=COLOURS[kind], width=0.8)
            page.get_pixmap(dpi=80).save(folder / f"{path.stem}-{page.number + 1:03}.png")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--pages", type=numbers_of, default=set[int](), help="such as 1,3-5")
    parser.add_argument("--engine", default="auto")
    parser.add_argument("--characters", type=int, default=24, help="shown of either end of a block")
    parser.add_argument("--whole", action="store_true", help="show each block's whole text")
    parser.add_argument("--suspects", action="store_true", help="show only where a paragraph may be split or merged")
    parser.add_argument("--pictures", type=Path, help="also draw the blocks on pictures of the pages, into this folder")
    arguments = parser.parse_args()
    for path in arguments.files:
        document = read_document(path.read_bytes(), path.name, engine=arguments.engine)
        flow = flow_of(document, WORDS)
        parts = list(parts_of(flow))
        print(f"== {path.name}: {len(document.pages)} pages, {document.engine}, {len(flow.blocks)} blocks, {len(flow.doubts)} doubts")
        if arguments.suspects:
            found = list(suspects_of(flow))
            print(*found, f"{len(found)} suspects in {sum(1 for block in flow.blocks if block.rows and not block.role)} blocks of text", sep="\n")
            continue
        for kind, boxes, text in parts:
            if arguments.pages and not arguments.pages & boxes.keys():
                continue
            where = " ".join([f"{page}:{','.join([f'{value:.0f}' for value in box])}" for page, box in boxes.items()])
            print(f"{kind} {where:24} {text if arguments.whole else shown(text, arguments.characters)}")
        for doubt in flow.doubts:
            print("?", doubt.why, [row.text[: arguments.characters] for row in doubt.rows[:2]])
        if arguments.pictures:
            draw(path, parts, arguments.pages, arguments.pictures)


if __name__ == "__main__":
    main()
