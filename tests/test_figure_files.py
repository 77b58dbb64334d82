"""The pictures of figure blocks as files: the file's own bytes where they show what the page shows, else drawn from the page."""

from __future__ import annotations

import io

import pymupdf
import pytest
from PIL import Image

from bulletin_parse.reading.pdf.pictures import Spot, pictures_at

BOX = (100.0, 200.0, 300.0, 300.0)


def jpeg(colour, size=(40, 20)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


def png(size=(40, 20), mode="RGB", colour="red") -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, "PNG")
    return out.getvalue()


def pdf(*pictures, **options) -> bytes:
    with pymupdf.open() as made:
        page = made.new_page(width=595, height=842)
        for picture, box in pictures:
            page.insert_image(pymupdf.Rect(box), stream=picture, keep_proportion=False, **options)
        return made.tobytes()


def only(data, box=BOX, page=1):
    (picture,) = pictures_at(data, "made.pdf", [Spot(page, box)])
    return picture


def colour_of(picture):
    return Image.open(io.BytesIO(picture.data)).convert("RGB").getpixel((picture.width // 2, picture.height // 2))


def test_a_jpeg_keeps_its_bytes():
    photo = jpeg("red")
    assert only(pdf((photo, BOX))) == (photo, "image/jpeg", 40, 20, False)


def test_other_pictures_keep_their_pixels():
    picture = only(pdf((png(), BOX)))
    assert (picture.media_type, picture.width, picture.height, picture.drawn) == ("image/png", 40, 20, False)
    assert colour_of(picture) == (255, 0, 0)


def test_a_turned_picture_is_drawn_as_the_page_shows_it():
    picture = only(pdf((jpeg("red"), BOX), rotate=90))
    assert (picture.media_type, picture.drawn) == ("image/png", True)


def test_a_masked_picture_is_drawn():
    picture = only(pdf((png(mode="RGBA", colour=(255, 0, 0, 128)), BOX)))
    assert picture.drawn
    assert Image.open(io.BytesIO(picture.data)).getpixel((5, 5)) == (255, 0, 0, 128)


def test_where_several_pictures_make_one_the_place_is_drawn():
    left, right = (100, 200, 200, 300), (200, 200, 300, 300)
    picture = only(pdf((jpeg("red", (10, 10)), left), (jpeg("blue", (10, 10)), right)))
    assert picture.drawn
    assert picture.width == pytest.approx(200 / 72 * 200, abs=2)


def test_what_lies_off_the_page_or_on_none_has_no_picture():
    data = pdf((jpeg("red"), BOX))
    assert only(data, (700.0, 200.0, 800.0, 300.0)) is None
    assert only(data, page=2) is None
    assert only(data, page=0) is None


def test_a_broken_picture_has_no_file_or_is_drawn():
    data = pdf((png((400, 200)), BOX))
    at = data.index(b"stream", data.index(b"/Subtype/Image")) + 20
    picture = only(data[:at] + b"\xff" * 200 + data[at + 200 :])
    assert picture is None or picture.media_type == "image/png"
