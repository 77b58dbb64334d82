"""The faces of raw pages: embedded from files, or named and left to the reader's machine; each knows its codes and widths."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import pymupdf

FOLDER = "/usr/share/fonts/truetype/"
FILES = {"song": FOLDER + "arphic/uming.ttc", "kai": FOLDER + "arphic/ukai.ttc", "hei": FOLDER + "wqy/wqy-zenhei.ttc"}
UNEMBEDDED = {"gbk": ("SimSun", "GBK-EUC-H", "gbk"), "ucs2": ("STSong-Light", "UniGB-UCS2-H", "utf-16-be"), "gbkhei": ("SimHei", "GBK-EUC-H", "gbk")}


@cache
def _font(file: str) -> Any:
    return pymupdf.Font(fontfile=file)


class Face(NamedTuple):
    """A face by its short name."""

    name: str

    def advance(self, character: str) -> float:
        """The width of a character, in em."""
        if self.name in UNEMBEDDED:
            return 0.5 if ord(character) < 0x80 else 1.0
        return float(_font(FILES[self.name]).glyph_advance(ord(character)))

    def width(self, text: str) -> float:
        """The width of a text, in em."""
        return sum(self.advance(character) for character in text)

    def code(self, text: str) -> str:
        """The text as a hexadecimal string of a content stream; a face that lacks a character raises ValueError."""
        if self.name in UNEMBEDDED:
            return text.encode(UNEMBEDDED[self.name][2]).hex()
        glyphs = [_font(FILES[self.name]).has_glyph(ord(character)) for character in text]
        if not all(glyphs):
            raise ValueError(f"{self.name} lacks {text[glyphs.index(0)]!r}")
        return "".join(f"{glyph:04x}" for glyph in glyphs)

    def add(self, document: Any, page: Any) -> int:
        """Puts the font into a document; returns its xref."""
        if self.name not in UNEMBEDDED:
            return int(page.insert_font(fontname=self.name, fontfile=FILES[self.name]))
        base, encoding, _ = UNEMBEDDED[self.name]
        descriptor, descendant, font = (document.get_new_xref() for _ in range(3))
        document.update_object(
            descriptor,
            f"<</Type/FontDescriptor/FontName/{base}/Flags 6/FontBBox[-8 -145 1000 859]/ItalicAngle 0/Ascent 859/Descent -140/CapHeight 683/StemV 80>>",
        )
        document.update_object(
            descendant,
            f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{base}/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
            f"/FontDescriptor {descriptor} 0 R/DW 1000/W[1 95 500 814 939 500]>>",
        )
        document.update_object(font, f"<</Type/Font/Subtype/Type0/BaseFont/{base}/Encoding/{encoding}/DescendantFonts[{descendant} 0 R]>>")
        return int(font)
