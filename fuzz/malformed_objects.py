"""Malformed files made object by object: page trees, boxes, circles of references, tables and object streams, names, actions."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from types import MappingProxyType

import hostile
from hostile import CATALOG, FONT, PAGES, TEXT, page, pdf, plain, squeezed, stream
from malformed_bytes import Files, packed

_NUMBERS = (
    b"nan",
    b"inf",
    b"-1e308",
    b"1e39",
    b"99999999999999999999",
    b"0.0000000001",
    b"(a)",
    b"null",
    b"/N",
    b"99 0 R",
    b"[1]",
    b"1.2.3",
    b"--5",
    b"0x9",
    b"",
)
_BOX_KEYS = (b"/MediaBox", b"/CropBox")


def known() -> Files:
    """The hostile files of the tests, in their full size: bombs, towers, ten thousand pages, a million glyphs."""
    yield from ((name, make()) for name, make in (hostile.HOSTILE | hostile.READABLE).items())
    for number, path in enumerate(sorted(hostile.FIXTURES.glob("*.pdf"))):
        if b"/ToUnicode" in path.read_bytes():
            yield f"lying-{path.stem}", hostile.lying_fonts(path, honest=number % 3)


def boxes() -> Files:
    """Pages of every odd size, turn and unit."""
    sides = [b"0 0 %b 842" % number for number in _NUMBERS] + [b"%b 0 595 842" % number for number in _NUMBERS[:8]]
    sides += [
        b"0 0 0.001 0.001",
        b"0 0 14400 14400",
        b"0 0 100000 1",
        b"0 0 1 100000",
        b"300 400 300 400",
        b"-1e9 -1e9 1e9 1e9",
        b"595 0 0 842",
        b"0 0 595",
        b"",
    ]
    for key in _BOX_KEYS:
        whole = b"" if key == b"/MediaBox" else b"/MediaBox[0 0 595 842]"
        for number, four in enumerate(sides):
            yield f"{key.decode().strip('/')}-{number}", plain(box=whole + key + b"[%b]" % four)
    for key in (b"/Rotate", b"/UserUnit"):
        for number, value in enumerate(_NUMBERS):
            yield f"{key.decode().strip('/')}-{number}", plain(more=b"%b %b" % (key, value))


def trees() -> Files:
    """Page trees with no pages, circles, wrong counts, deep and broad."""
    rest = [*page(stream(TEXT))[2:], FONT]
    kids = (b"[]", b"null", b"(x)", b"3 0 R", b"[3 0 R", b"[1 0 R]", b"[4 0 R]", b"[99 0 R]", b"[null]", b"[3 0 R 3 0 R 3 0 R]", b"[[3 0 R]]", b"<</A 3 0 R>>")
    for number, value in enumerate(kids):
        yield f"kids-{number}", pdf([CATALOG, b"<</Type/Pages/Kids %b/Count 1>>" % value, *rest])
    for number, value in enumerate((b"-1", b"0", b"1e9", b"2147483648", b"nan", b"(1)", b"2 0 R", b"null")):
        yield f"count-{number}", pdf([CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count %b>>" % value, *rest])
    for number, value in enumerate((b"1 0 R", b"3 0 R", b"99 0 R", b"null", b"[2 0 R]", b"<<>>")):
        yield f"pages-{number}", pdf([b"<</Type/Catalog/Pages %b>>" % value, PAGES, *rest])
    for count in (4999, 5001, 10_000, 200_000):
        yield f"same-page-{count}", pdf([CATALOG, b"<</Type/Pages/Kids[%b]/Count %d>>" % (b"3 0 R " * count, count), *rest])
    for depth in (100, 10_000, 100_000):
        yield f"deep-{depth}", hostile.deep_page_tree(depth)
    doubled = [b"<</Type/Pages/Kids[%d 0 R %d 0 R]/Count 2>>" % (at, at) for at in range(3, 40)]
    yield "doubled", pdf([CATALOG, *doubled, b"<</Type/Page/MediaBox[0 0 9 9]>>"])
    yield "two-parents", pdf([CATALOG, b"<</Type/Pages/Kids[3 0 R 6 0 R]/Count 2>>", *rest, b"<</Type/Pages/Kids[3 0 R]/Count 1/Parent 6 0 R>>"])
    above = b"<</Type/Pages/Kids[2 0 R]/Parent 2 0 R>>"
    yield "parent-loop", pdf([CATALOG, PAGES[:-2] + b"/Parent 6 0 R>>", b"<</Type/Page/Parent 2 0 R>>", b"null", FONT, above])
    yield "no-resources", pdf([CATALOG, PAGES, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>", *rest[1:]])
    for number, value in enumerate(
        (b"[4 0 R 4 0 R]", b"[]", b"[" + b"4 0 R " * 100_000 + b"]", b"3 0 R", b"(x)", b"[[4 0 R]]", b"[3 0 R 99 0 R 4 0 R]", b"6 0 R")
    ):
        leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 5 0 R>>>>/Contents %b>>" % value
        yield f"contents-{number}", pdf([CATALOG, PAGES, leaf, stream(TEXT), FONT, b"[6 0 R 6 0 R]"])


_CATALOG_LOOPS = {
    "outlines": (b"/Outlines 6 0 R", b"<</Type/Outlines/First 6 0 R/Last 6 0 R/Next 6 0 R/Parent 6 0 R/Count 9/Title(x)>>"),
    "names": (b"/Names<</Dests 6 0 R/EmbeddedFiles 6 0 R/JavaScript 6 0 R>>", b"<</Kids[6 0 R 6 0 R]/Limits[(a)(b)]>>"),
    "dests": (b"/Dests 6 0 R/OpenAction(a)", b"<</a 6 0 R/D 6 0 R>>"),
    "labels": (b"/PageLabels 6 0 R", b"<</Kids[6 0 R]/Nums[0 6 0 R]>>"),
    "structure": (b"/StructTreeRoot 6 0 R", b"<</K 6 0 R/P 6 0 R/ParentTree 6 0 R/RoleMap<</a/b/b/a>>/Kids[6 0 R]>>"),
    "layers": (b"/OCProperties 6 0 R", b"<</OCGs[6 0 R]/D 6 0 R/Order[6 0 R]/Configs[6 0 R]/OFF[6 0 R]>>"),
    "form": (b"/AcroForm 6 0 R", b"<</Fields[6 0 R]/Kids[6 0 R]/Parent 6 0 R/DR 6 0 R/FT/Tx/T(a)/XFA 6 0 R>>"),
    "action": (b"/OpenAction 6 0 R", b"<</S/GoTo/D[6 0 R/XYZ nan nan nan]/Next 6 0 R>>"),
    "threads": (b"/Threads[6 0 R]", b"<</F 6 0 R/N 6 0 R/V 6 0 R/T 6 0 R>>"),
    "metadata": (b"/Metadata 6 0 R/Extensions 6 0 R", b"6 0 R"),
}
_RESOURCE_LOOPS = {
    "colour": (b"/ColorSpace<</C 6 0 R>>", b"/C cs 0 0 0 scn", b"[/Indexed 6 0 R 255 6 0 R]"),
    "icc": (b"/ColorSpace<</C 6 0 R>>", b"/C cs 0 sc", b"[/ICCBased 6 0 R]"),
    "separation": (b"/ColorSpace<</C 6 0 R>>", b"/C cs 1 scn", b"[/Separation/X 6 0 R 6 0 R]"),
    "pattern-space": (b"/ColorSpace<</C 6 0 R>>", b"/C cs 1 scn", b"[/Pattern 6 0 R]"),
    "shading": (
        b"/Shading<</S 6 0 R>>",
        b"/S sh",
        b"<</ShadingType 2/ColorSpace/DeviceRGB/Coords[0 0 nan 1]/Function 6 0 R/Functions[6 0 R]/FunctionType 3/Domain[0 1]>>",
    ),
    "function": (b"/ExtGState<</G<</TR 6 0 R/BG 6 0 R>>>>", b"/G gs", b"<</FunctionType 3/Domain[0 1]/Functions[6 0 R 6 0 R]/Bounds[.5]/Encode[0 1 0 1]>>"),
    "state": (b"/ExtGState<</G 6 0 R>>", b"/G gs", b"<</SMask<</S/Luminosity/G 6 0 R>>/Font[6 0 R nan]/D 6 0 R>>"),
    "fonts": (b"/Font 6 0 R", b"BT /F 9 Tf (x) Tj ET", b"<</F 6 0 R/Type/Font/Subtype/Type0/DescendantFonts[6 0 R]/ToUnicode 6 0 R/Encoding 6 0 R>>"),
    "properties": (b"/Properties<</P 6 0 R>>", b"/OC/P BDC (x) Tj EMC", b"<</Type/OCMD/OCGs[6 0 R]/VE[/And 6 0 R]>>"),
    "resources": (b"/XObject 6 0 R", b"/X Do", b"<</X 6 0 R/XObject 6 0 R>>"),
}


def circles() -> Files:
    """References that lead back to where they stand, in everything that may refer."""
    for name, (entry, body) in _CATALOG_LOOPS.items():
        yield name, pdf([CATALOG[:-2] + entry + b">>", *page(stream(TEXT))[1:], FONT, body])
        chain = [body.replace(b"6 0 R", b"%d 0 R" % (at + 1)) for at in range(6, 20_000)]
        yield f"{name}-chain", pdf([CATALOG[:-2] + entry + b">>", *page(stream(TEXT))[1:], FONT, *chain, body])
    for name, (entry, content, body) in _RESOURCE_LOOPS.items():
        yield name, pdf([*page(stream(content + b" " + TEXT), resources=entry), FONT, body])
        chain = [body.replace(b"6 0 R", b"%d 0 R" % (at + 1)) for at in range(6, 20_000)]
        yield f"{name}-chain", pdf([*page(stream(content + b" " + TEXT), resources=entry), FONT, *chain, b"null"])
    form = b"/Type/XObject/Subtype/%b/BBox[0 0 595 842]/Resources<</XObject<</X 6 0 R>>/Pattern<</X 6 0 R>>>>"
    sizes = b"/Width 9/Height 9/BitsPerComponent 8/ColorSpace/DeviceGray"
    for name, entries in {
        "mask": b"/SMask 6 0 R/Mask 6 0 R",
        "alternates": b"/Alternates[<</Image 6 0 R>>]",
        "group": b"/Group<</S/Transparency/CS 6 0 R>>",
    }.items():
        yield name, pdf([*page(stream(b"/X Do"), resources=b"/XObject<</X 6 0 R>>"), FONT, stream(bytes(81), form % b"Image" + sizes + entries)])
    tiling = form % b"Form" + b"/PatternType 1/PaintType 1/TilingType 1/XStep 0.0001/YStep 0.0001"
    painted = page(stream(b"/Pattern cs /X scn 0 0 595 842 re f"), resources=b"/Pattern<</X 6 0 R>>")
    yield "tiling", pdf([*painted, FONT, stream(b"/Pattern cs /X scn 0 0 9 9 re f", tiling)])
    for number, annotation in enumerate(
        (b"/Popup 6 0 R/Parent 6 0 R/IRT 6 0 R", b"/AP<</N 6 0 R>>", b"/A<</S/URI/URI 6 0 R/Next 6 0 R>>", b"/Rect 6 0 R", b"/P 6 0 R/Kids[6 0 R]")
    ):
        body = b"<</Type/Annot/Subtype/Link/Rect[0 nan 1e39 9]%b>>" % annotation
        yield f"annotation-{number}", pdf([*page(stream(TEXT), more=b"/Annots[6 0 R 6 0 R]"), FONT, body])


def containers() -> Files:
    """Object streams and cross-reference streams: wrong, in one another, endless, bombs, hybrid."""
    inner = b"5 0 6 3 7 6 <<>> <<>> <<>>"
    counts = ("3/First 12", "-1/First 12", "3/First -12", "3/First 99999999999", "99999/First 12", "0/First 0", "(x)/First 1 0 R", "6 0 R", "")
    for number, entries in enumerate([b"/N " + count.encode() for count in counts]):
        yield f"held-{number}", pdf([*page(stream(TEXT)), FONT, stream(inner, b"/Type/ObjStm" + entries)])
    for number, widths in enumerate((b"1 2 1", b"0 0 0", b"-1 2 1", b"1 99999999 1", b"1 8 8", b"1 2", b"nan 2 1", b"1 2 1 9 9 9", b"16 16 16")):
        yield f"widths-{number}", table_stream(b"/W[%b]" % widths)
    for number, index in enumerate((b"0 6", b"0 2000000000", b"-5 6", b"0 0", b"0 6 0 6", b"99999999 6", b"0", b"(x) 6")):
        yield f"index-{number}", table_stream(b"/W[1 2 1]/Index[%b]" % index)
    for number, more in enumerate(
        (
            b"/Prev 9",
            b"/Size 2000000000",
            b"/Size -1",
            b"/Root 6 0 R",
            b"/DecodeParms<</Predictor 12/Columns 2000000000>>",
            b"/Filter/Nothing",
            b"/Encrypt 6 0 R",
        )
    ):
        yield f"table-{number}", table_stream(b"/W[1 2 1]" + more)
    yield "bomb", table_stream(b"/W[1 2 1]/Index[0 200000000]", squeezed(b"\0", 800_000_000))
    yield "bomb-undeclared", table_stream(b"/W[1 2 1]", squeezed(b"\0", 800_000_000))
    yield "object-stream-bomb", pdf([*page(stream(TEXT)), FONT, packed(squeezed(b" ", 1 << 30), b"/Type/ObjStm/N 1/First 4")])
    yield "in-itself", table_stream(b"/W[1 2 1]", kinds={3: (2, 3, 0)})
    yield "in-one-another", table_stream(b"/W[1 2 1]", kinds={3: (2, 4, 0), 4: (2, 3, 0)})
    yield "in-far", table_stream(b"/W[1 2 1]", kinds={3: (2, 60_000, 0)})
    yield "kind-9", table_stream(b"/W[1 2 1]", kinds=dict.fromkeys(range(6), (9, 9, 9)))
    hybrid = plain()
    yield "hybrid", hybrid.replace(b"/Root 1 0 R", b"/Root 1 0 R/XRefStm %d" % hybrid.find(b"4 0 obj"))
    yield "hybrid-self", hybrid.replace(b"/Root 1 0 R", b"/Root 1 0 R/XRefStm %d" % hybrid.rfind(b"xref\n0"))


def table_stream(entries: bytes, squeezed_rows: bytes | None = None, kinds: Mapping[int, tuple[int, int, int]] = MappingProxyType({})) -> bytes:
    """A plain file whose table is a stream with these entries, some of its rows changed."""
    whole = plain()
    body = whole[: whole.rfind(b"xref\n0")]
    rows = [(0, 0, 255), *[(1, body.find(b"%d 0 obj" % number), 0) for number in range(1, 6)], (1, len(body), 0)]
    rows = [kinds.get(number, row) for number, row in enumerate(rows)]
    data = squeezed_rows or zlib.compress(b"".join([struct.pack(">BHB", *row) for row in rows]))
    entries += b"" if b"/Root" in entries else b"/Root 1 0 R"
    entries += b"" if b"/Size" in entries else b"/Size 7"
    entries += b"" if b"/Filter" in entries else b"/Filter/FlateDecode"
    return body + b"6 0 obj<</Type/XRef%b/Length %d>>stream\n%b\nendstream endobj\nstartxref\n%d\n%%%%EOF\n" % (entries, len(data), data, len(body))
