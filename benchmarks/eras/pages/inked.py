"""Kinds of the drawing: lines drawn twice, in pieces, scaled, spread, with or without their spaces, and in another order."""

from __future__ import annotations

from .drawing import plain
from .faces import Face
from .kind import Kind
from .setting import Piece

HEADS = ("title", "section", "item_title", "lead_head")


def twice(piece: Piece, high: float) -> str:
    """Bold by two strokes a little apart, for headings."""
    return plain(piece, high) + (plain(piece, high, dx=0.35) if piece.role in HEADS else "")


def all_twice(piece: Piece, high: float) -> str:
    """Every line twice at the same place."""
    return plain(piece, high) * 2


def shadowed(piece: Piece, high: float) -> str:
    """Headings with a grey shadow."""
    shadow = plain(piece, high, dx=1.4, dy=-1.2, before="0.7 g") if piece.role in HEADS else ""
    return shadow + plain(piece, high, before="0 g")


def outlined(piece: Piece, high: float) -> str:
    """Headings filled, and then their outline as a text of its own."""
    return plain(piece, high) + (plain(piece, high, before="1 Tr 0.4 w") if piece.role in HEADS else "")


def invisible_copy(piece: Piece, high: float) -> str:
    """Every line once more, invisible, two points lower."""
    return plain(piece, high) + plain(piece, high, dy=-2, before="3 Tr")


def scaled(piece: Piece, high: float) -> str:
    """As WPS prints: type of twenty times the size in a matrix of a twentieth."""
    code = Face(piece.face).code(piece.text)
    return f"q BT /{piece.face} {piece.size * 20:.2f} Tf {piece.spread * 20:.3f} Tc 0.05 0 0 0.05 {piece.x:.2f} {high - piece.y:.2f} Tm <{code}> Tj ET Q\n"


def unit(piece: Piece, high: float) -> str:
    """Type of size 1 in a matrix of the size."""
    code = Face(piece.face).code(piece.text)
    size = piece.size
    return f"q BT /{piece.face} 1 Tf {piece.spread / size:.5f} Tc {size:.2f} 0 0 {size:.2f} {piece.x:.2f} {high - piece.y:.2f} Tm <{code}> Tj ET Q\n"


def characters(piece: Piece, high: float) -> str:
    """Each character as a text of its own."""
    made, x = "", piece.x
    for character in piece.text:
        made += plain(piece._replace(x=x, text=character, spread=0), high)
        x += Face(piece.face).advance(character) * piece.size + piece.spread
    return made


def chunks(piece: Piece, high: float) -> str:
    """Seven characters at a time, as some printers do, the second half of a line first."""
    made, x = [], piece.x
    for at in range(0, len(piece.text), 7):
        part = piece.text[at : at + 7]
        made.append(plain(piece._replace(x=x, text=part), high))
        x += Face(piece.face).width(part) * piece.size + piece.spread * len(part)
    return "".join(reversed(made))


def spaceless(piece: Piece, high: float) -> str:
    """Spaces are gaps and no characters."""
    made, x = "", piece.x
    for word in piece.text.split(" "):
        made += plain(piece._replace(x=x, text=word), high) if word else ""
        x += Face(piece.face).width(word + " ") * piece.size + piece.spread * (len(word) + 1)
    return made


def spaceless_later(piece: Piece, high: float) -> str:
    """Spaces are characters on the first page only."""
    return plain(piece, high) if piece.page == 1 else spaceless(piece, high)


def stretched_spaces(piece: Piece, high: float) -> str:
    """What is to be spread goes into the line's spaces, where it has any."""
    count = piece.text.count(" ")
    if not count or not piece.spread:
        return plain(piece, high)
    more = piece.spread * (len(piece.text) - 1) / count
    made, x = "", piece.x
    for i, word in enumerate(piece.text.split(" ")):
        shown = word + (" " if i < count else "")
        made += plain(piece._replace(x=x, text=shown, spread=0), high) if shown else ""
        x += Face(piece.face).width(shown) * piece.size + more
    return made


def trailing(piece: Piece, high: float) -> str:
    """A space after each line, as Word writes at paragraphs' ends."""
    return plain(piece, high, text=piece.text + " ")


def risen(piece: Piece, high: float) -> str:
    """Latin letters and digits a point higher than Han, as mixed faces stand."""
    made, x, run = "", piece.x, ""
    for character in (*piece.text, ""):
        if run and (not character or (character < "\x80") != (run[0] < "\x80")):
            made += plain(piece._replace(x=x, text=run), high, dy=1.2 if run[0] < "\x80" else 0)
            x += Face(piece.face).width(run) * piece.size + piece.spread * len(run)
            run = ""
        run += character
    return made


def reversed_order(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The last line of a page first."""
    return tuple(reversed(pieces))


def furniture_first(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Running heads and page numbers before the text, as Word draws them."""
    return tuple(sorted(pieces, key=lambda piece: piece.role != "furniture"))


def shuffled(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Every second line first, then the others."""
    return pieces[::2] + pieces[1::2]


KINDS = (
    Kind("ink-bold-twice", "headings made bold by two strokes", drawer=twice),
    Kind("ink-all-twice", "every line drawn twice", drawer=all_twice),
    Kind("ink-shadow", "headings with a shadow", drawer=shadowed),
    Kind("ink-outline", "headings drawn and outlined", drawer=outlined),
    Kind("ink-invisible-copy", "an invisible copy of each line, a little lower", drawer=invisible_copy),
    Kind("ink-scaled", "type scaled by its matrix, as WPS does", drawer=scaled, look={"section_size": 20, "item_size": 16}),
    Kind(
        "ink-scaled-tight",
        "scaled type, lines close to larger headings",
        drawer=scaled,
        look={"section_size": 22, "item_size": 18, "pitch": 1.2},
    ),
    Kind("ink-unit", "type of size 1 in a matrix", drawer=unit),
    Kind("ink-characters", "each character a text of its own", drawer=characters),
    Kind("ink-chunks", "lines in pieces, drawn from the end", drawer=chunks),
    Kind("ink-spaceless", "spaces are gaps", drawer=spaceless),
    Kind("ink-spaceless-later", "spaces are gaps from the second page on", drawer=spaceless_later),
    Kind("ink-stretched", "justified lines stretch their spaces only", drawer=stretched_spaces),
    Kind("ink-trailing", "a space after each line", drawer=trailing),
    Kind("ink-risen", "letters and digits stand higher than Han", drawer=risen),
    Kind("ink-reversed", "lines drawn from the page's end", order=reversed_order),
    Kind("ink-furniture-first", "furniture drawn before the text", order=furniture_first),
    Kind("ink-shuffled", "every second line drawn first", order=shuffled),
    Kind("ink-tight", "lines so close that they touch", look={"pitch": 1.05}),
    Kind("ink-loose", "lines twice their height apart", look={"pitch": 2.2}),
)
