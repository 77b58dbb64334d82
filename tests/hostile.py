"""Hostile and broken PDFs, made in memory: what a malicious hand, a bad disk or a strange program may hand over.

``HOSTILE`` maps a name to the function that makes the file. None of them holds a bulletin that could be read whole; files that
can be read in spite of their damage are in ``READABLE``.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pymupdf
import pypdf

from conftest import FIXTURES

WORD = (FIXTURES / "word.pdf").read_bytes()
STORY = (FIXTURES / "story.pdf").read_bytes()
CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
TEXT = b"BT /F 12 Tf 72 700 Td (A page of plain words) Tj ET"


def stream(data: bytes, entries: bytes = b"", *, packed: bool = False) -> bytes:
    """A stream object's body."""
    if packed:
        data, entries = zlib.compress(data, 9), entries + b"/Filter/FlateDecode"
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(data), data)


def pdf(objects: Sequence[bytes], trailer: bytes = b"", *, header: bytes = b"%PDF-1.7\n") -> bytes:
    """A file of objects numbered from 1, the first its catalog, with a table and a trailer."""
    out, places = bytearray(header), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(out)


def page(content: bytes, *, box: bytes = b"/MediaBox[0 0 595 842]", resources: bytes = b"/Font<</F 5 0 R>>", more: bytes = b"") -> list[bytes]:
    """The four objects of a file of one page: catalog, tree, page, content (number 4); a font is to follow as number 5."""
    return [CATALOG, PAGES, b"<</Type/Page/Parent 2 0 R%s/Resources<<%s>>/Contents 4 0 R%s>>" % (box, resources, more), content]


def plain(**options: bytes) -> bytes:
    """A page of a few words."""
    return pdf([*page(stream(TEXT), **options), FONT])


def page_tree_loop() -> bytes:
    return pdf([CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 2>>", b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R 3 0 R]/Count 2>>"])


def recursive_kids() -> bytes:
    return pdf([CATALOG, b"<</Type/Pages/Kids[2 0 R 2 0 R 2 0 R]/Count 3>>"])


def deep_page_tree(depth: int = 3000) -> bytes:
    nodes = [b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (number + 1) for number in range(2, depth)]
    return pdf([CATALOG, *nodes, b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 9 9]>>" % (depth - 1)])


def many_pages(count: int = 10_000) -> bytes:
    kids = b" ".join([b"%d 0 R" % number for number in range(3, 3 + count)])
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F %d 0 R>>>>/Contents %d 0 R>>" % (count + 4, count + 3)
    return pdf([CATALOG, b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count), *[leaf] * count, stream(TEXT), FONT])


def lying_count() -> bytes:
    return pdf([CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 2000000000>>", *page(stream(TEXT))[2:], FONT])


def no_pages() -> bytes:
    return pdf([CATALOG, b"<</Type/Pages/Kids[]/Count 0>>"])


def form_loop(fan: int = 1) -> bytes:
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</X 6 0 R/Y 7 0 R>>>>"
    content = b"/X Do /Y Do " * fan
    return pdf([*page(stream(b"/X Do"), resources=b"/XObject<</X 6 0 R>>"), FONT, stream(content, form), stream(content, form)])


def form_tower(height: int = 30) -> bytes:
    """Forms that each draw the next one twice: 2 to the power of the height drawings."""
    forms = [stream(b"/X Do /X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>" % (7 + number)) for number in range(height)]
    last = stream(TEXT, b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</Font<</F 5 0 R>>>>")
    return pdf([*page(stream(b"/X Do"), resources=b"/XObject<</X 6 0 R>>"), FONT, *forms, last])


def zip_bomb(size: int = 1 << 30) -> bytes:
    """A content stream of a gigabyte of blanks in a megabyte."""
    return pdf([*page(_packed(b" ", size)), FONT])


def zip_bomb_of_operators(size: int = 1 << 28) -> bytes:
    return pdf([*page(_packed(b"q Q ", size)), FONT])


def bomb_in_bombs(size: int = 1 << 30) -> bytes:
    inner = zlib.compress(squeezed(b"\0", size), 9)
    return pdf([*page(b"<</Filter[/FlateDecode/FlateDecode]/Length %d>>stream\n%s\nendstream" % (len(inner), inner)), FONT])


def squeezed(pattern: bytes, size: int) -> bytes:
    """So many bytes of a pattern, about, packed."""
    packer, chunk = zlib.compressobj(9), pattern * (1 << 16)
    return b"".join([packer.compress(chunk) for _ in range(size // len(chunk))]) + packer.flush()


def _packed(pattern: bytes, size: int) -> bytes:
    data = squeezed(pattern, size)
    return b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(data), data)


def tiny_glyphs(count: int = 1_000_000) -> bytes:
    row = b"(" + b"x" * 1000 + b") Tj 0 -0.01 Td\n"
    return pdf([*page(stream(b"BT /F 0.01 Tf 72 700 Td\n" + row * (count // 1000) + b"ET", packed=True)), FONT])


def glyphs_on_one_spot(count: int = 50_000) -> bytes:
    return pdf([*page(stream(b"BT /F 12 Tf " + b"1 0 0 1 72 700 Tm (x) Tj " * count + b"ET", packed=True)), FONT])


def object_stream_bomb(declared: int = 2_000_000_000) -> bytes:
    return pdf([*page(stream(TEXT)), FONT, stream(b"7 0 " * 4, b"/Type/ObjStm/N %d/First 8" % declared)])


def object_stream_loop() -> bytes:
    return pdf([*page(stream(TEXT)), FONT, stream(b"7 0 8 3 <<>>", b"/Type/ObjStm/N 2/First 8/Extends 6 0 R")])


def deep_nesting(depth: int = 200_000) -> bytes:
    return pdf([*page(stream(TEXT), more=b"/Deep " + b"[" * depth + b"]" * depth), FONT])


def deep_content(depth: int = 200_000) -> bytes:
    return pdf([*page(stream(b"q " * depth + b"[" * depth + b"<<" * depth, packed=True)), FONT])


def reference_loop() -> bytes:
    return pdf([CATALOG, PAGES, b"3 0 R", b"5 0 R", b"4 0 R"])


def length_loop() -> bytes:
    return pdf([*page(b"<</Length 4 0 R>>stream\n%s\nendstream" % TEXT), FONT])


def xref_loop() -> bytes:
    data = plain()
    return data.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %010d" % data.rfind(b"xref\n0"))


def huge_picture(side: int = 100_000) -> bytes:
    entries = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8" % (side, side)
    return pdf([*page(stream(TEXT + b" q 400 0 0 400 72 72 cm /I Do Q"), resources=b"/Font<</F 5 0 R>>/XObject<</I 6 0 R>>"), FONT, stream(b"\0", entries)])


def picture_bomb(side: int = 30_000) -> bytes:
    entries = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode" % (side, side)
    data = squeezed(b"\0", side * side)
    picture = b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(data), data)
    return pdf([*page(stream(TEXT + b" q 400 0 0 400 72 72 cm /I Do Q"), resources=b"/Font<</F 5 0 R>>/XObject<</I 6 0 R>>"), FONT, picture])


def scripts() -> bytes:
    """JavaScript when the file is opened, a program to launch, a form to submit, a file inside."""
    actions = b"/OpenAction<</S/JavaScript/JS(app.launchURL\\('http://127.0.0.1:9/'\\);while\\(1\\){})>>/AA<</WC<</S/Launch/F(/bin/touch /tmp/launched)>>>>"
    link = b"<</Type/Annot/Subtype/Link/Rect[0 0 595 842]/A<</S/Launch/F(/bin/sh)/Win<</F(cmd.exe)/P(/c calc)>>>>>>"
    more = (
        b"/Annots[%s<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(javascript:alert\\(1\\))>>>>]/AA<</O<</S/SubmitForm/F(http://127.0.0.1:9/)>>>>"
        % link
    )
    return pdf([CATALOG[:-2] + actions + b">>", *page(stream(TEXT), more=more)[1:], FONT])


def font_without_unicode() -> bytes:
    font = (
        b"<</Type/Font/Subtype/Type0/BaseFont/Nameless/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/Nameless"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000>>]>>"
    )
    return pdf([*page(stream(b"BT /F 12 Tf 72 700 Td <" + b"".join(b"%04x" % glyph for glyph in range(40, 400)) + b"> Tj ET")), font])


def font_with_broken_parts() -> bytes:
    font = b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/NoSuchCMap/DescendantFonts[7 0 R 5 0 R]/ToUnicode 6 0 R>>"
    unicode = stream(b"begincmap 1 beginbfrange <0000> <ffffffff> <00000000> endbfrange 999999999 beginbfchar <41> <" + b"d800" * 500 + b"> endbfchar")
    return pdf([*page(stream(b"BT /F 1e30 Tf 1e-30 0 0 nan 0 0 Tm <0041ffff> Tj (\\777) ' ET")), font, unicode])


def type3_loop() -> bytes:
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[0 0 0 0 0 0]/CharProcs<</a 6 0 R>>/Encoding<</Differences[65/a]>>"
        b"/FirstChar 65/LastChar 65/Widths[1]/Resources<</Font<</F 5 0 R>>>>>>"
    )
    return pdf([*page(stream(b"BT /F 12 Tf 72 700 Td (AAAA) Tj ET")), font, stream(b"1 0 d0 BT /F 1 Tf (AA) Tj ET")])


def lying_fonts(path: Path, honest: int = 0) -> bytes:
    """A bulletin whose fonts, the first ``honest`` ones aside, map their Han glyphs to one another's characters."""
    with pymupdf.open(path) as document:
        fonts = [xref for xref in range(1, document.xref_length()) if document.xref_get_key(xref, "ToUnicode")[0] == "xref"]
        for font in fonts[honest:]:
            table = int(document.xref_get_key(font, "ToUnicode")[1].split()[0])
            text = document.xref_stream(table)
            signs = sorted(set(re.findall(rb"<([4-9][0-9A-Fa-f]{3})>", text)))
            turned = dict(zip(signs, signs[len(signs) // 3 :] + signs[: len(signs) // 3], strict=True))
            document.update_stream(table, re.sub(rb"<([4-9][0-9A-Fa-f]{3})>", lambda sign, turned=turned: b"<%s>" % turned[sign[1]], text))
        return document.tobytes(no_new_id=True)


def nul_bytes() -> bytes:
    return plain().replace(b" ", b"\0")


def noise_between() -> bytes:
    return plain().replace(b"endobj\n", b"endobj\n" + bytes(range(256)))


def huge_numbers() -> bytes:
    return plain(box=b"/MediaBox[-99999999999999999999 -1e300 99999999999999999999 1e300]", more=b"/UserUnit 1e300/Rotate 99999999999999999991")


BOXES = {
    "zero": b"[0 0 0 0]",
    "negative": b"[-900 -900 -100 -100]",
    "reversed": b"[595 842 0 0]",
    "huge": b"[0 0 1e9 1e9]",
    "nan": b"[nan nan nan nan]",
    "words": b"[(a) /b null true]",
    "short": b"[0 0]",
    "loop": b"3 0 R",
}

HOSTILE: dict[str, Callable[[], bytes]] = {
    function.__name__: function
    for function in (
        page_tree_loop,
        recursive_kids,
        deep_page_tree,
        many_pages,
        lying_count,
        no_pages,
        form_loop,
        form_tower,
        zip_bomb,
        zip_bomb_of_operators,
        bomb_in_bombs,
        tiny_glyphs,
        glyphs_on_one_spot,
        object_stream_bomb,
        object_stream_loop,
        deep_nesting,
        deep_content,
        reference_loop,
        length_loop,
        xref_loop,
        huge_picture,
        picture_bomb,
        scripts,
        font_without_unicode,
        font_with_broken_parts,
        type3_loop,
        nul_bytes,
        noise_between,
        huge_numbers,
        plain,
    )
}
HOSTILE |= {f"box_{name}": (lambda box=box: plain(box=b"/MediaBox" + box)) for name, box in BOXES.items()}
HOSTILE |= {"box_missing": lambda: plain(box=b""), "form_loop_fan": lambda: form_loop(100)}
HOSTILE |= {f"rotated_{angle}": (lambda angle=angle: plain(more=b"/Rotate %d" % angle)) for angle in (90, -270, 45)}
HOSTILE |= {f"cut_{share}": (lambda share=share: WORD[: len(WORD) * share // 100]) for share in (1, 10, 50, 90, 99)}
HOSTILE |= {"only_header": lambda: b"%PDF-1.7\n", "header_and_end": lambda: b"%PDF-1.7\n%%EOF"}

# Revision of the standard security handler to what pypdf calls it.
REVISIONS: Mapping[int, str] = {2: "RC4-40", 3: "RC4-128", 4: "AES-128", 5: "AES-256-R5", 6: "AES-256"}


def encrypted(revision: int, password: str) -> bytes:
    """A bulletin encrypted so that this password opens it."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(WORD))
    writer.encrypt(password, "the owner's", algorithm=REVISIONS[revision])
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def unknown_encryption() -> bytes:
    """A security handler that nobody has."""
    return encrypted(3, "").replace(b"/Standard", b"/Abcdefgh")


def garbage_before_header() -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n" + WORD


def garbage_after_end() -> bytes:
    return WORD + b"\n<html>Thank you for downloading</html>\n" + bytes(500)


def without_table() -> bytes:
    """No cross-reference table, no trailer's number: engines find the objects one by one."""
    start = WORD.rfind(b"startxref")
    return WORD[:start] + b"startxref\n0\n%%EOF\n"


def without_end_mark() -> bytes:
    """Everything is there but the last line."""
    return WORD[: WORD.rfind(b"%%EOF")]


def without_trailer() -> bytes:
    """All objects are there; table and trailer are not."""
    with pymupdf.open(stream=WORD) as document:
        data = document.tobytes(garbage=0, use_objstms=0)
    return data[: re.search(rb"\nxref\r?\n", data).start() + 1]


def rotated(angle: int) -> bytes:
    with pymupdf.open(stream=WORD) as document:
        for leaf in document:
            leaf.set_rotation(angle)
        return document.tobytes()


READABLE: dict[str, Callable[[], bytes]] = {
    function.__name__: function for function in (garbage_before_header, garbage_after_end, without_table, without_end_mark, without_trailer)
}
