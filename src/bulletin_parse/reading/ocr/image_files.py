"""Files that are pictures, of one page or several: made a PDF in memory, whose pages recognition reads as those of any scan."""

from __future__ import annotations

import io
import re
import struct
import warnings

from bulletin_parse.errors import LimitExceeded, NoTextLayer, UnreadableSource
from bulletin_parse.limits import meter
from bulletin_parse.reading.document import Document
from bulletin_parse.reading.ocr import recogniser
from bulletin_parse.reading.ocr.options import OcrOptions
from bulletin_parse.reading.pdf.exclusive import exclusive

_KINDS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"II*\0": "image/tiff", b"MM\0*": "image/tiff"}
_BITMAP, _BITMAP_HEAD = b"BM", 14  # its mark, which a text may begin with, and the bytes in which it says how long it is
_REMEDY = "Open it in a viewer to see whether it is whole; fetch or scan it again"


def media_type_of(data: bytes) -> str:
    """What kind of picture the bytes are; empty if they are none that is read here."""
    if data.startswith(_BITMAP) and len(data) > _BITMAP_HEAD and struct.unpack_from("<I", data, len(_BITMAP))[0] == len(data):
        return "image/bmp"
    return next((kind for mark, kind in _KINDS.items() if data.startswith(mark)), "")


def read(data: bytes, source: str, options: OcrOptions) -> Document:
    """The pages of a picture, recognised.

    Args:
        data: the file's bytes.
        source: its name, for messages.
        options: how to recognise.

    Raises:
        NoTextLayer: recognition is not installed, or not wanted.
        UnreadableSource: the picture is broken, or no text could be recognised on it.
        LimitExceeded: it has more pixels or pages than the limits allow.
    """
    if options.mode == "never":
        raise NoTextLayer(source, "it is a picture", remedy="Let it be recognised: --ocr auto")
    if not recogniser.is_installed(options.runtime):
        raise NoTextLayer(source, "it is a picture, and recognition is not installed", remedy=f"Install it with: {recogniser.EXTRAS[options.runtime]}")
    from bulletin_parse.reading.ocr import engine

    return engine.read(as_pdf(data, source), source, options)._replace(media_type=media_type_of(data))


def as_pdf(data: bytes, source: str) -> bytes:
    """A picture as a PDF of its pages; any other file as it is.

    Raises:
        UnreadableSource: the picture is broken.
        LimitExceeded: it has more pixels or pages than the limits allow.
    """
    if not media_type_of(data):
        return data
    _weigh(data, source)
    try:
        import pymupdf

        with exclusive(), pymupdf.open(stream=data, filetype=media_type_of(data).partition("/")[2]) as picture:
            return bytes(picture.convert_to_pdf())
    except ImportError as error:
        raise UnreadableSource(source, "it is a picture, and PyMuPDF is not there to open it", remedy="Install it with: pip install pymupdf") from error
    except Exception as error:  # MuPDF has errors of its own
        raise _broken(source, error) from error


def _weigh(data: bytes, source: str) -> None:
    """Holds what a picture says of its size to the limits, before a pixel of it is unpacked."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of bombs, which are told by our own limit
            with Image.open(io.BytesIO(data)) as picture:
                frames = getattr(picture, "n_frames", 1)
                meter().require("pages", frames)
                for at in range(frames):
                    picture.seek(at)
                    meter().require("pixels", picture.width * picture.height, f"page {at + 1}")
    except Image.DecompressionBombError:
        meter().require("pixels", 1e12)
    except LimitExceeded:
        raise
    except Exception as error:  # each of Pillow's readers has errors of its own
        raise _broken(source, error) from error


def _broken(source: str, error: Exception) -> UnreadableSource:
    """The error of a picture that cannot be opened; without the object that Pillow names, which is another in each run."""
    said = " ".join(re.sub(r"<[^>]*>", "", str(error)).split())[:100]
    return UnreadableSource(source, f"the picture is broken ({said})", remedy=_REMEDY)
