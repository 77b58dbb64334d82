"""Malformed syntax: names and strings that no one should write, deep nesting, wrong lengths, and actions that would do something."""

from __future__ import annotations

from hostile import CATALOG, FONT, TEXT, page, pdf, plain, stream
from malformed_bytes import Files

_STRINGS = (
    b"(a\0b)",
    b"<FEFFD800>",
    b"<FEFFDC00D800>",
    b"<FEFF" + b"D83D" * 5000 + b">",
    b"<FFFE0041>",
    b"(\xef\xbb\xbf\xed\xa0\x80)",
    b"(" * 100_000,
    b"(" * 5000 + b")" * 5000,
    b"(\\)",
    b"(\\777\\8\\)",
    b"<4>",
    b"<zz>",
    b"<" + b"4" * 1_000_001 + b">",
    b"(" + b"\x1b[2J\xe2\x80\xae" * 10 + b")",
    b"/" + b"#00" * 300,
    b"/#",
    b"/#GG",
    b"/" + b"n" * 1_000_000,
    b"/\xff\xfe",
    b"/",
)
_ACTIONS = (
    b"<</S/JavaScript/JS(while\\(1\\){})>>",
    b"<</S/JavaScript/JS 4 0 R>>",
    b"<</S/Launch/F(/bin/sh)/Unix(rm)>>",
    b"<</S/Launch/Win<</F(cmd.exe)/P(/c calc)/O(open)>>>>",
    b"<</S/URI/URI(file:///etc/passwd)>>",
    b"<</S/URI/URI(http://127.0.0.1:9/\0\n\r)>>",
    b"<</S/URI/URI(javascript:alert\\(1\\))>>",
    b"<</S/URI/URI<FEFFD800>>>",
    b"<</S/URI/URI(" + b"a" * 1_000_000 + b")>>",
    b"<</S/SubmitForm/F<</FS/URL/F(http://127.0.0.1:9/)>>>>",
    b"<</S/ImportData/F(/etc/passwd)>>",
    b"<</S/GoToR/F(../../etc/passwd)/D[0/Fit]>>",
    b"<</S/GoToE/T<</R/C/N(a)/T<</R/P>>>>>>",
    b"<</S/Rendition/OP 0/R<</S/MR>>>>",
    b"<</S/Nothing>>",
)
_LENGTHS = (b"0", b"1", b"-1", b"99999", b"2147483647", b"99999999999999999999", b"4 0 R", b"99 0 R", b"nan", b"(5)", b"null", b"[5]", b"1e9", b"")
_DEEP = {"arrays": (b"[", b"]"), "dictionaries": (b"<</A", b">>"), "mixed": (b"[<</A", b">>]"), "open": (b"[", b""), "closed": (b"", b"]")}


def strings() -> Files:
    """Strings and names with NUL, lone surrogates, wrong escapes and no end, where a reader meets them."""
    for number, text in enumerate(_STRINGS):
        yield f"info-{number}", pdf([*page(stream(TEXT)), FONT, b"<</Title %b/Author %b>>" % (text, text)], b"/Info 6 0 R")
        yield f"font-{number}", pdf([*page(stream(TEXT)), FONT.replace(b"/Helvetica", text)])
        yield f"shown-{number}", pdf([*page(stream(b"BT /F 12 Tf 72 700 Td %b Tj (x) Tj ET" % text)), FONT])
        yield f"link-{number}", plain(more=b"/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI %b>>>>]" % text)


def actions() -> Files:
    """Scripts, programs to start, forms to send: when the file is opened, on the page, behind a link."""
    for number, action in enumerate(_ACTIONS):
        yield f"opened-{number}", pdf([CATALOG[:-2] + b"/OpenAction %b/AA<</WC %b>>>>" % (action, action), *page(stream(TEXT))[1:], FONT])
        link = b"<</Type/Annot/Subtype/Link/Rect[0 0 595 842]/A %b>>" % action
        yield f"link-{number}", plain(more=b"/Annots[%b]/AA<</O %b>>" % (link, action))


def nesting() -> Files:
    """Arrays and dictionaries a thousand to a million deep, in objects and in content, and as many saved states."""
    for depth in (1000, 100_000, 1_000_000):
        for name, (begin, end) in _DEEP.items():
            deep = begin * depth + end * depth
            yield f"{name}-{depth}", plain(more=b"/Deep " + deep)
            yield f"{name}-{depth}-shown", pdf([*page(stream(deep + b" TJ " + TEXT, packed=True)), FONT])
            yield f"{name}-{depth}-catalog", pdf([b"<</Type/Catalog/Pages 2 0 R/Deep " + deep + b">>", *page(stream(TEXT))[1:], FONT])
        for name, pair in {"q": b"q ", "Q": b"Q ", "BT": b"BT ", "BMC": b"/A BMC ", "BX": b"BX ", "W": b"0 0 9 9 re W n ", "cm": b"9 0 0 9 0 0 cm "}.items():
            yield f"{name}-{depth}", pdf([*page(stream(pair * depth + TEXT, packed=True)), FONT])


def lengths() -> Files:
    """Streams whose length is wrong, whose filters are odd, and whose end is not there."""
    for number, length in enumerate(_LENGTHS):
        yield f"plain-{number}", pdf([*page(b"<</Length %b>>stream\n%b\nendstream" % (length, TEXT)), FONT])
        packed = stream(TEXT, packed=True)
        yield f"packed-{number}", pdf([*page(packed.replace(b"/Length", b"/Length %b/Old" % length)), FONT])
    filters = (
        b"/Nothing",
        b"[/FlateDecode/Nothing]",
        b"4 0 R",
        b"null",
        b"(x)",
        b"[]",
        b"[[/FlateDecode]]",
        b"/Crypt",
        b"/DCTDecode",
        b"[" + b"/FlateDecode" * 50_000 + b"]",
    )
    for number, name in enumerate(filters):
        yield f"filter-{number}", pdf([*page(b"<</Filter %b/Length %d>>stream\n%b\nendstream" % (name, len(TEXT), TEXT)), FONT])
    yield "no-end", pdf(page(b"<</Length 9>>stream\n" + TEXT))
    yield "no-line", pdf([*page(b"<</Length %d>>stream%b endstream" % (len(TEXT), TEXT)), FONT])
    yield "twice", pdf([*page(stream(TEXT) + stream(TEXT)), FONT])
    yield "file-outside", pdf([*page(b"<</Length 0/F(/etc/passwd)/FFilter/FlateDecode>>stream\n\nendstream"), FONT])
