"""Malformed files made of whole ones: cut, flipped, exchanged, encrypted, updated, with broken tables; and what is no PDF at all."""

from __future__ import annotations

import gzip
import io
import random
import re
import zipfile
from collections.abc import Iterator, Mapping
from unittest import mock

import hostile
from mutations import BYTE_CHANGES, mutated_pdf

Files = Iterator[tuple[str, bytes]]

_SHARES = (1, 10, 25, 50, 75, 90, 95, 99)  # of a hundred
_TAILS = (1, 6, 7, 20, 100, 1000)  # bytes
_STARTS = ("0", "-1", "1", "99999999999999999999", "2147483647", "", "abc", "1e3", "0x10")
_BLOCK = 512
PLAIN = hostile.plain()


def rng_of(name: str) -> random.Random:
    """Chance that is the same in each run."""
    return random.Random(name)


def packed(data: bytes, entries: bytes = b"") -> bytes:
    """A stream object's body of bytes that are packed already."""
    return b"<<%b/Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (entries, len(data), data)


def cut(seeds: Mapping[str, bytes]) -> Files:
    """Every seed's beginning, of many lengths, and an end without a beginning."""
    for name, data in seeds.items():
        yield from ((f"{name}-{share}", data[: len(data) * share // 100]) for share in _SHARES)
        yield from ((f"{name}-less-{tail}", data[:-tail]) for tail in _TAILS)
        yield f"{name}-from-1", data[len(data) // 100 :]


def flipped(seeds: Mapping[str, bytes]) -> Files:
    """Bits turned over, from one to ten thousand."""
    for name, data in seeds.items():
        for count in (1, 5, 20, 100, 1000):
            rng, out = rng_of(f"{name} {count}"), bytearray(data)
            for _ in range(count):
                out[rng.randrange(len(out))] ^= 1 << rng.randrange(8)
            yield f"{name}-{count}", bytes(out)


def swapped(seeds: Mapping[str, bytes]) -> Files:
    """Blocks that stand in one another's places, were written twice, or are zeros: what a bad disk hands over."""
    for name, data in seeds.items():
        for number in range(6):
            rng = rng_of(f"{name} {number}")
            blocks = [data[at : at + _BLOCK] for at in range(0, len(data), _BLOCK)]
            for _ in range(1 + number * 3):
                one, other = rng.randrange(len(blocks)), rng.randrange(len(blocks))
                if number % 3 == 0:
                    blocks[one], blocks[other] = blocks[other], blocks[one]
                else:
                    blocks[one] = blocks[other] if number % 3 == 1 else bytes(len(blocks[one]))
            yield f"{name}-{number}", b"".join(blocks)


def mutated(seeds: Mapping[str, bytes]) -> Files:
    """What `make fuzz` does to bytes, objects, numbers, values and packed streams."""
    for name, data in seeds.items():
        for number in range(8):
            yield f"{name}-{number}", mutated_pdf(data, rng_of(f"{name} {number}"), BYTE_CHANGES)


def encrypted() -> Files:
    """Every revision, with and without a user's password, whole and with a broken dictionary or end."""
    for revision in hostile.REVISIONS:
        rng = rng_of(f"encrypted {revision}")
        with mock.patch("secrets.token_bytes", rng.randbytes):
            free, shut = hostile.encrypted(revision, ""), hostile.encrypted(revision, "secret")
        yield f"r{revision}-free", free
        yield f"r{revision}-shut", shut
        yield f"r{revision}-free-half", free[: len(free) // 2]
        yield f"r{revision}-free-flipped", flip_after(free, b"/Encrypt", rng)
        for key, value in ((b"/O", b"/Ow"), (b"/U", b"/Us"), (b"/V ", b"/V 9"), (b"/R ", b"/R 9"), (b"/P ", b"/P (x)"), (b"/Length", b"/Length -")):
            yield f"r{revision}-{key.decode().strip('/ ')}", free.replace(key, value)
    with mock.patch("secrets.token_bytes", rng_of("unknown").randbytes):
        yield "unknown", hostile.unknown_encryption()


def flip_after(data: bytes, word: bytes, rng: random.Random) -> bytes:
    """Ten bytes changed within the last thousand before a word."""
    out, at = bytearray(data), max(1000, data.rfind(word))
    for _ in range(10):
        out[at - rng.randrange(1, 1000)] = rng.randrange(256)
    return bytes(out)


def tables(seeds: Mapping[str, bytes]) -> Files:
    """Cross-reference tables, trailers and their numbers that are wrong, in a plain file and in bulletins."""
    whole = dict(list(seeds.items())[:1]) | {"plain": PLAIN}
    for name, data in whole.items():
        at = data.rfind(b"startxref")
        for number, start in enumerate(_STARTS):
            yield f"{name}-startxref-{number}", data[:at] + b"startxref\n" + start.encode() + b"\n%%EOF\n"
        yield f"{name}-no-startxref", data.replace(b"startxref", b"startxxxx")
        yield f"{name}-no-root", data.replace(b"/Root", b"/Toor")
        yield f"{name}-no-trailer", data.replace(b"trailer", b"reliart")
        yield f"{name}-no-endobj", data.replace(b"endobj", b"")
        yield f"{name}-no-endstream", data.replace(b"endstream", b"")
        yield f"{name}-lf-to-crlf", data.replace(b"\n", b"\r\n")
        yield f"{name}-lf-dropped", data.replace(b"\n", b"")
        yield f"{name}-no-high-bits", bytes([byte & 127 for byte in data])
        yield f"{name}-as-utf8", data.decode("latin-1").encode()
        yield f"{name}-numbers-off", re.sub(rb"(\d{10}) (\d{5}) n", lambda entry: b"%010d %b n" % (int(entry[1]) + 7, entry[2]), data)
        yield f"{name}-generations", re.sub(rb"(\d{10}) 00000 n", rb"\1 65535 n", data)
        yield f"{name}-all-free", re.sub(rb"(\d{10} \d{5}) n", rb"\1 f", data)
    for number, trailer in enumerate(_TRAILERS):
        yield f"trailer-{number}", re.sub(rb"trailer<<.*?>>\n", lambda _, trailer=trailer: b"trailer" + trailer + b"\n", PLAIN)
    for number, head in enumerate((b"0 2000000000", b"-1 6", b"0 0", b"5 6", b"0 6 6", b"x y", b"999999999 6", b"4294967295 6")):
        yield f"section-{number}", PLAIN.replace(b"xref\n0 6", b"xref\n" + head)


_TRAILERS = (
    b"",
    b"<<>>",
    b"null",
    b"<</Root 1 0 R>>",
    b"<</Root 99 0 R/Size 6>>",
    b"<</Root 3 0 R/Size 6>>",
    b"<</Root<</Type/Catalog/Pages 2 0 R>>/Size 6>>",
    b"<</Root 1 0 R/Size -5>>",
    b"<</Root 1 0 R/Size 2147483647>>",
    b"<</Root 1 0 R/Size 6/Prev 0>>",
    b"<</Root 1 0 R/Size 6/Prev -1>>",
    b"<</Root 1 0 R/Size 6/Prev 1 0 R>>",
    b"<</Root 1 0 R/Size 6/XRefStm 15>>",
    b"<</Root 1 0 R/Size 6/XRefStm 99999999999>>",
    b"<</Root 1 0 R/Size 6/Encrypt 1 0 R>>",
    b"<</Root 1 0 R/Size 6/Encrypt<<>>>>",
    b"<</Root 1 0 R/Size 6/Encrypt<</Filter/Standard/V 4/R 4/O()/U()/P -1/CF<</X<</CFM/X>>>>/StmF/X>>>>",
    b"<</Root 1 0 R/Size 6/Encrypt<</Filter/Standard/V 2/R 3/Length 99999999/O(x)/U(y)/P 1>>/ID[()]>>",
    b"<</Root 1 0 R/Size 6/ID 1 0 R/Info 1 0 R>>",
    b"<</Root 1 0 R/Size 6",
)


def updated(seeds: Mapping[str, bytes]) -> Files:
    """Files with later versions of their objects behind them: whole, cut, many, and of objects that matter."""
    replaced = {
        "catalog": b"1 0 obj null endobj",
        "pages": b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj",
        "page": b"3 0 obj(gone)endobj",
        "content": b"4 0 obj<</Length 9>>stream\n(x) Tj q Q\nendstream endobj",
        "self": b"3 0 obj 3 0 R endobj",
    }
    for name, body in replaced.items():
        yield f"plain-{name}", update(PLAIN, body)
        yield f"plain-{name}-500", update(PLAIN, *[body] * 500)
        yield f"plain-{name}-cut", update(PLAIN, body)[:-30]
    for name, data in list(seeds.items())[:4]:
        yield f"{name}-twice", data + data
        yield f"{name}-and-plain", data + PLAIN
        yield f"{name}-after-plain", PLAIN + data
        yield f"{name}-garbage-1000", bytes(rng_of(name).randbytes(1000)) + data
        yield f"{name}-garbage-5000", bytes(rng_of(name).randbytes(5000)) + data
        yield f"{name}-old-catalog", data + b"\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R/Size 2>>\nstartxref\n0\n%%EOF\n"


def update(data: bytes, *bodies: bytes) -> bytes:
    """A file with an update behind it for each body."""
    for body in bodies:
        before, place = int(data[data.rfind(b"startxref") + 9 :].split()[0]), len(data)
        number, start = int(body.split()[0]), len(data) + len(body) + 1
        data += body + b"\nxref\n%d 1\n%010d 00000 n \ntrailer<</Size 6/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (number, place, before, start)
    return data


def scans(seeds: Mapping[str, bytes]) -> Files:
    """Pages of pictures, which OCR reads: each is slow, so there are few."""
    for name, data in seeds.items():
        yield f"{name}-90", data[: len(data) * 90 // 100]
        yield f"{name}-less-6", data[:-6]
        for number in range(2):
            yield f"{name}-mutated-{number}", mutated_pdf(data, rng_of(f"{name} {number}"), BYTE_CHANGES)


def no_pdf(seeds: Mapping[str, bytes]) -> Files:
    """Files that are called .pdf and are something else."""
    some = next(iter(seeds.values()))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("a.pdf"), some)
    stamped = gzip.compress(some, mtime=0)
    yield from (("gzip", stamped), ("gzip-cut", stamped[:100]), ("zip", packed.getvalue()), ("zip-cut", packed.getvalue()[:200]))
    yield from ((f"header-{number}", b"%PDF-" + rest) for number, rest in enumerate((b"", b"1", b"1.7", b"1.7\n", b"9.9\n", b"-1\n%%EOF", b"1.7\n" * 10_000)))
    yield from ((f"one-{byte:02x}", bytes([byte])) for byte in (0, 10, 37, 255))
    yield from ((f"random-{size}", rng_of(f"random {size}").randbytes(size)) for size in (10, 1000, 100_000, 5_000_000))
    yield from ((f"random-{size}-headed", b"%PDF-1.7\n" + rng_of(f"headed {size}").randbytes(size) + b"\n%%EOF\n") for size in (10, 1000, 100_000, 5_000_000))
    yield from ((f"zeros-{size}", bytes(size)) for size in (2, 1000, 10_000_000))
    for name, text in _TEXTS.items():
        yield name, text.encode("utf-8", "surrogatepass")
        yield f"{name}-utf16", text.encode("utf-16", "surrogatepass")
        yield f"{name}-headed", b"%PDF-1.7\n" + text.encode("utf-8", "surrogatepass") + b"\n%%EOF\n"
    yield from (("png", b"\x89PNG\r\n\x1a\n" + bytes(99)), ("jpeg", b"\xff\xd8\xff\xe0" + bytes(99)), ("doc", b"\xd0\xcf\x11\xe0" + bytes(99)))
    yield from (
        ("rtf", b"{\\rtf1 x}"),
        ("rar", b"Rar!\x1a\x07"),
        ("elf", b"\x7fELF" + bytes(99)),
        ("empty", b""),
        ("gb18030", "信息目录\n".encode("gb18030") * 99),
    )


_TEXTS = {
    "html": "<!DOCTYPE html><html><title>404</title><body>未找到</body></html>",
    "text": "全国卫生信息化舆情监测周报\n信息目录\n1. 一\n2. 二\n",
    "blanks": " \n\t" * 100,
    "nul": "信息目录\0\0\n1. 一\0\n" * 10,
    "surrogates": "信息目录\n1. \ud800一\udfff\n" * 10,
    "long-line": "一" * 1_000_000,
    "xml": "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
    "json": '{"a": ' * 5000,
    "markdown": "#" * 100_000 + "\n" + "> " * 100_000,
}
