"""Malformed streams: bombs in everything that is packed, pictures, fonts with their tables, and content that no producer writes."""

from __future__ import annotations

import struct
import zlib

import hostile
from hostile import FONT, TEXT, page, pdf, squeezed, stream
from malformed_bytes import Files, packed, rng_of

_FILTERS = (
    b"JBIG2Decode",
    b"JPXDecode",
    b"CCITTFaxDecode",
    b"DCTDecode",
    b"LZWDecode",
    b"RunLengthDecode",
    b"ASCII85Decode",
    b"ASCIIHexDecode",
    b"FlateDecode",
)
_HEADS = {
    b"JPXDecode": b"\0\0\0\x0cjP  \r\n\x87\n\0\0\0\x14ftypjp2 \0\0\0\0jp2 \xff\x4f\xff\x51\0\x29\0\0\xff\xff\xff\xff\xff\xff\xff\xff",
    b"DCTDecode": b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xc0\0\x11\x08\xff\xff\xff\xff\x03\x01\x22\0\x02\x11\x01\x03\x11\x01",
    b"JBIG2Decode": b"\0\0\0\0\x30\0\x01\0\0\0\x13\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\0\0\0\0\0\0\0\0",
    b"FlateDecode": b"\x78\x9c",
}
_SIDES = ((1, 1), (0, 0), (-1, -1), (99_999, 1000), (1, 100_000_000), (2147483647, 2), (65_536, 65_536), (10_000, 10_000), (4_000_000_000, 4_000_000_000))
_SPACES = (
    b"/DeviceN",
    b"[/Indexed/DeviceRGB 2147483647(x)]",
    b"[/Indexed/DeviceRGB -1()]",
    b"[/ICCBased 4 0 R]",
    b"[/Lab<<>>]",
    b"[/CalRGB<</Gamma[nan]>>]",
    b"null",
    b"[]",
)
_CONTENT = (
    b"BT (no font) Tj ET",
    b"BT /Missing 12 Tf (x) Tj ET",
    b"BT /F nan Tf (x) Tj ET",
    b"BT /F -12 Tf 72 700 Td (minus) Tj ET",
    b"BT /F 0 Tf 72 700 Td (nothing) Tj ET",
    b"BT /F 1e38 Tf 72 700 Td (large) Tj ET",
    b"BT /F 12 Tf 0 0 0 0 0 0 Tm (flat) Tj ET",
    b"BT /F 12 Tf 1e38 1e38 1e38 1e38 1e38 1e38 Tm (far) Tj ET",
    b"BT /F 12 Tf 99999999999 Tc 99999999999 Tw 1e30 TL 0 Tz (x y) ' (z) ' ET",
    b"BT /F 12 Tf [(a) -1e30 (b) nan (c) [(d)] <</E 5>> (f)] TJ ET",
    b"BT /F 12 Tf 72 700 Td " + b"(x) Tj 1e-9 0 Td " * 30_000 + b"ET",
    b"BT /F 12 Tf 72 700 Td " + b"(x) ' " * 100_000 + b"ET",
    b"Tj Tj TJ ' \" Tf Td TD Tm T* ET EMC Q Q Q Do sh gs cs scn",
    b"1 2 3 4 5 6 7 8 9 " * 100_000 + b"cm",
    b"0 0 0 0 0 0 cm " + TEXT,
    b"1e38 0 0 1e38 0 0 cm " * 20 + TEXT,
    b"BI /W 99999 /H 99999 /BPC 8 /CS /G ID x EI " + TEXT,
    b"BI /W 9 /H 9 ID " + b"x" * 100_000,
    b"BI ID EI " * 50_000 + TEXT,
    b"BI /W 1 /H 1 /BPC 8 /CS /G /F /Fl ID \x78\x9c EI " + TEXT,
    b"0 0 m " + b"1 1 l 9 9 9 9 9 9 c " * 100_000 + b"S",
    b"0 0 m 1e38 nan l 0 0 595 inf re W n " + TEXT,
    b"[0.0000001 0.0000001] 0 d 0 0 m 1e6 1e6 l S " + TEXT,
    b"[" + b"1 " * 500_000 + b"] 0 d " + TEXT,
    b"q " * 300_000 + TEXT,
    b"/A <</B " * 1000 + TEXT,
    b"(unended " + b"x" * 1_000_000,
    b"%" + b"x" * 1_000_000,
    b"\xff\xfe\0" * 50_000 + TEXT,
    b"{ { dup exec } loop } " * 1000 + TEXT,
    b"BT /F 12 Tf 3 Tr 72 700 Td (unseen) Tj ET",
    b"BT /F 12 Tf 7 Tr 72 700 Td (clipped) Tj ET " + TEXT,
    b"/Span<</ActualText<FEFFD800DC00D800>>>BDC " + TEXT + b" EMC",
    b"/Span<</ActualText(" + b"a" * 1_000_000 + b")>>BDC " + TEXT + b" EMC",
)


def content() -> Files:
    """Content streams with operators and operands as no producer writes them."""
    for number, data in enumerate(_CONTENT):
        yield str(number), pdf([*page(stream(data, packed=len(data) > 10_000)), FONT])
    for size in (100, 10_000, 1_000_000):
        yield f"noise-{size}", pdf([*page(stream(rng_of(f"content {size}").randbytes(size))), FONT])
        rng = rng_of(f"operators {size}")
        words = b"BT ET Tf Tj TJ Td Tm q Q cm re f S W n Do sh 0 1 -5 1e9 nan (x) /F /X [ ] << >> BI ID EI BDC EMC".split()
        yield f"operators-{size}", pdf([*page(stream(b" ".join(rng.choices(words, k=size)), packed=True)), FONT])
    for side in (1e-3, 1e-6):
        row = b"(" + b"x" * 900 + b") Tj 0 -%f Td\n" % side
        yield f"small-glyphs-{side:g}", pdf([*page(stream(b"BT /F %f Tf 72 700 Td\n" % side + row * 1100 + b"ET", packed=True)), FONT])


def pictured(picture: bytes) -> bytes:
    """A page with a picture, which is object 6, and a few words."""
    return pdf([*page(stream(TEXT + b" q 400 0 0 400 72 72 cm /I Do Q"), resources=b"/Font<</F 5 0 R>>/XObject<</I 6 0 R>>"), FONT, picture])


def pictures() -> Files:
    """Pictures with garbage in every filter, of impossible size, depth and colour."""
    entries = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8"
    for name in _FILTERS:
        head, more = _HEADS.get(name, b""), b"/Filter/" + name + b"/DecodeParms<</K -1/Columns 2147483647/Rows -5/Predictor 15/Colors 99/JBIG2Globals 6 0 R>>"
        for size in (0, 10, 100_000):
            yield f"{name.decode()}-{size}", pictured(stream(head + rng_of(f"{name!r} {size}").randbytes(size), entries % (500, 500) + b"/Filter/" + name))
        yield f"{name.decode()}-parameters", pictured(stream(head + rng_of(f"{name!r}").randbytes(999), entries % (500, 500) + more))
        yield f"{name.decode()}-zeros", pictured(stream(head + bytes(100_000), entries % (5000, 5000) + b"/Filter/" + name))
    for number, sides in enumerate(_SIDES):
        yield f"sides-{number}", pictured(stream(b"\0" * 99, entries % sides))
        yield f"sides-{number}-mask", pictured(stream(b"\0" * 99, entries % sides + b"/ImageMask true/BitsPerComponent 1/Decode[nan -1]"))
    for number, space in enumerate(_SPACES):
        yield f"space-{number}", pictured(stream(bytes(2500), (entries % (50, 50)).replace(b"/DeviceGray", space)))
    for bits in (0, -1, 3, 64, 2147483647):
        yield f"bits-{bits}", pictured(stream(bytes(2500), (entries % (50, 50)).replace(b"Component 8", b"Component %d" % bits)))
    many = stream((b"/I Do " * 100_000) + TEXT, packed=True)
    yield "many", pdf([*page(many, resources=b"/Font<</F 5 0 R>>/XObject<</I 6 0 R>>"), FONT, stream(bytes(2500), entries % (50, 50))])


def with_font(font: bytes, table: bytes) -> bytes:
    """A page of a few words in a font, which is object 5; its table is object 6."""
    return pdf([*page(stream(TEXT)), font, table])


def bombs() -> Files:
    """A gigabyte in a megabyte, wherever a file may hold something packed."""
    gigabyte = squeezed(b" ", 1 << 30)
    rows = squeezed(b"1 beginbfchar <41> <4e00> endbfchar\n", 1 << 28)
    yield "to-unicode", with_font(FONT[:-2] + b"/ToUnicode 6 0 R>>", packed(gigabyte))
    yield "to-unicode-rows", with_font(FONT[:-2] + b"/ToUnicode 6 0 R>>", packed(rows))
    composite = b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding 6 0 R/DescendantFonts[<</Type/Font/Subtype/CIDFontType2>>]>>"
    yield "encoding", with_font(composite, packed(gigabyte))
    for key in (b"FontFile", b"FontFile2", b"FontFile3"):
        described = FONT[:-2] + b"/FontDescriptor<</Type/FontDescriptor/FontName/X/Flags 4/%b 6 0 R>>>>" % key
        yield key.decode(), with_font(described, packed(gigabyte, b"/Length1 99"))
    coloured = page(stream(b"/C cs 0 sc " + TEXT), resources=b"/Font<</F 5 0 R>>/ColorSpace<</C[/ICCBased 6 0 R]>>")
    yield "colour", pdf([*coloured, FONT, packed(gigabyte, b"/N 3")])
    yield "metadata", pdf([hostile.CATALOG[:-2] + b"/Metadata 6 0 R>>", *page(stream(TEXT))[1:], FONT, packed(gigabyte, b"/Type/Metadata/Subtype/XML")])
    image = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8"
    yield "picture", pictured(packed(gigabyte, image % (9999, 9999)))
    yield "picture-small", pictured(packed(gigabyte, image % (9, 9)))
    yield "picture-mask", pictured(packed(gigabyte, image % (9999, 9999) + b"/SMask 6 0 R"))
    for name in (b"RunLengthDecode", b"LZWDecode", b"ASCIIHexDecode"):
        data = squeezed(b"\x81 ", 1 << 25)
        yield f"under-{name.decode()}", pdf([*page(b"<</Filter[/FlateDecode/%b]/Length %d>>stream\n%b\nendstream" % (name, len(data), data)), FONT])
    yield "predictor", pdf([*page(packed(zlib.compress(TEXT), b"/DecodeParms<</Predictor 12/Columns 2147483647/Colors 32/BitsPerComponent 16>>")), FONT])
    yield "form", pdf([*page(stream(b"/X Do /X Do"), resources=b"/XObject<</X 6 0 R>>"), FONT, packed(gigabyte, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]")])
    yield "text", pdf([*page(packed(squeezed(b"BT /F 9 Tf (xxxxxxxxxxxxxxxxxxxx) Tj ET ", 36 << 22))), FONT])
    yield "arrays", pdf([*page(packed(squeezed(b"[ ", 1 << 28))), FONT])
    yield "strings", pdf([*page(packed(squeezed(b"(", 1 << 28))), FONT])
    for height in (10, 20, 25):
        yield f"tower-{height}", hostile.form_tower(height)


_CID = (
    b"/DW nan",
    b"/DW -99999999999/DW2[nan nan]/W2[0[1]]",
    b"/W[0 65535 nan]",
    b"/W[0 2147483647 500]",
    b"/W[-5[1 2 3] 9 1 5 7]",
    b"/W 6 0 R",
    b"/W[" + b"0[" * 5000 + b"]" * 5000 + b"]",
    b"/CIDToGIDMap 6 0 R",
    b"/CIDToGIDMap/Nothing",
    b"/CIDSystemInfo 6 0 R",
    b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 99>>",
    b"/CIDSystemInfo<</Registry(\0)/Ordering<FEFFD800>/Supplement nan>>",
    b"/FontDescriptor<</FontFile2 6 0 R/Flags nan/FontBBox[nan]/Ascent 1e39/Descent 1e39/StemV(x)>>",
    b"/FontDescriptor<</FontFile3 6 0 R>>",
    b"/FontDescriptor 5 0 R",
    b"/DescendantFonts[5 0 R]",
)
_MAPS = (
    b"",
    b"begincmap",
    b"begincmap 1 beginbfrange <0000> <ffff> <4e00> endbfrange endcmap",
    b"begincmap 1 beginbfrange <0000> <ffffffff> <00> endbfrange endcmap",
    b"begincmap 1 beginbfrange <ffff> <0000> <4e00> endbfrange endcmap",
    b"begincmap 1 beginbfrange <0000> <ffff> [<4e00>] endbfrange endcmap",
    b"begincmap 1 begincodespacerange <00> <ffffffffffffffff> endcodespacerange endcmap",
    b"begincmap 1 beginbfchar <41> <d800> endbfchar endcmap",
    b"begincmap 1 beginbfchar <41> <" + b"4e00" * 50_000 + b"> endbfchar endcmap",
    b"begincmap 1 beginbfchar <> <> <4> <5> (a) /b endbfchar endcmap",
    b"/Identity-H usecmap begincmap 1 begincidrange <0000> <ffff> 99999999999 endcidrange endcmap",
    b"begincmap " + b"1 beginbfrange <0000> <ffff> <0000> endbfrange " * 2000 + b"endcmap",
    b"begincmap 1 beginnotdefrange <00> <ff> -1 endnotdefrange [" + b"[" * 50_000,
    b"begincmap 1 beginbfchar <0041> <0000> <0042> <0007> <0043> <202e> <0044> <ffff> endbfchar endcmap",
)


def fonts() -> Files:
    """Fonts without a table of characters, with one that lies or breaks, and broken composite, simple and Type3 fonts."""
    shown = page(stream(b"BT /F 12 Tf 72 700 Td <004100420043ffff> Tj (ABC) Tj ET"))
    garbage = rng_of("font").randbytes(5000)
    true_type = b"\0\1\0\0\0\xff\0\0\0\0\0\0" + b"".join(
        [tag + struct.pack(">III", 0, 0xFFFFFFF0, 0xFFFFFFF0) for tag in (b"glyf", b"loca", b"cmap", b"head", b"maxp", b"hmtx")]
    )
    head = b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding %b/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/X%b>>]/ToUnicode 7 0 R>>"
    for number, entries in enumerate(_CID):
        for name, data in {"garbage": garbage, "tables": true_type + garbage}.items():
            yield f"cid-{number}-{name}", pdf([*shown, head % (b"/Identity-H", entries), stream(data), stream(_MAPS[2])])
    for number, table in enumerate(_MAPS):
        yield f"map-{number}", pdf([*shown, head % (b"/Identity-H", b""), b"null", stream(table)])
        yield f"encoding-{number}", pdf([*shown, head % (b"6 0 R", b""), stream(table, b"/Type/CMap/CMapName/X/UseCMap 6 0 R"), b"null"])
        yield f"simple-{number}", pdf([*shown, FONT[:-2] + b"/ToUnicode 6 0 R>>", stream(table)])
    for number, encoding in enumerate(
        (b"/UniGB-UCS2-H", b"/GBK-EUC-H", b"/Nothing", b"(x)", b"5 0 R", b"<</Differences[0" + b"/a" * 9999 + b"]>>", b"<</Differences[-1/a 1e9/b]>>")
    ):
        yield f"named-{number}", pdf([*shown, head % (encoding, b""), b"null", b"null"])
        yield f"differences-{number}", pdf([*shown, FONT[:-2] + b"/Encoding " + encoding + b"/FirstChar -1/LastChar 2147483647/Widths[nan]>>"])
    for number, body in enumerate(
        (b"5 0 R", b"null", b"(x)", b"<<>>", b"<</Type/Font/Subtype/Nothing>>", stream(b""), b"<</Type/Font/Subtype/Type3>>", b"<</Subtype/Type0>>")
    ):
        yield f"none-{number}", pdf([*shown, body])
    signs = b"/CharProcs<</a 6 0 R>>/Encoding<</Differences[65/a/a/a]>>/FirstChar 65/LastChar 67/Widths[1 1 1]"
    three = b"<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[%b]" + signs + b"%b>>"
    loop = b"/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>"
    for number, matrix in enumerate((b".001 0 0 .001 0 0", b"0 0 0 0 0 0", b"nan 0 0 nan 0 0", b"1e38 0 0 1e38 0 0", b"1")):
        for name, proc in {"text": b"1 0 d0 BT /F 1 Tf (ABC) Tj (ABC) Tj ET", "form": b"1 0 0 0 9 9 d1 /X Do /X Do", "nothing": b""}.items():
            yield f"type3-{number}-{name}", pdf([*shown, three % (matrix, loop), stream(proc, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]" + loop)])
