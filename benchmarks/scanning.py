"""Makes scans of PDFs: pages rendered, tilted, dirtied and saved as pictures without a text layer.

usage: python benchmarks/scanning.py IN.pdf OUT.pdf [--grade office] [--dpi 200] [--skew DEGREES]
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import pymupdf


class Grade(NamedTuple):
    """How a scanner treats a page: tilt in degrees, noise in grey levels, a gradient over the page, ink and paper levels, speckles, JPEG quality."""

    skew: float = 0.0
    noise: float = 0.0
    gradient: float = 0.0
    ink: float = 0.0
    blur: float = 0.0
    speckle: float = 0.0
    quality: int = 90
    fax: bool = False


GRADES = {
    "clean": Grade(quality=92),
    "good": Grade(skew=0.5, noise=2, quality=75),
    "office": Grade(skew=-1.0, noise=7, gradient=25, quality=50),
    "poor": Grade(skew=1.5, noise=10, gradient=30, ink=90, blur=0.6, speckle=0.0004, quality=30),
    "fax": Grade(skew=0.4, noise=12, speckle=0.0008, fax=True),
}


def scanned(grey: np.ndarray, grade: Grade, seed: int) -> np.ndarray:
    """A rendered page (height × width, grey) as a scanner would give it back."""
    dice = np.random.default_rng(seed)
    height, width = grey.shape
    out = grey.astype("float32")
    if grade.ink:
        out = grade.ink + out * (255 - grade.ink) / 255
    if grade.skew:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), grade.skew, 1.0)
        out = cv2.warpAffine(out, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=255)
    if grade.blur:
        out = cv2.GaussianBlur(out, (0, 0), grade.blur)
    if grade.gradient:
        out = out - np.linspace(0, grade.gradient, width, dtype="float32")[None, :]
    if grade.noise:
        out = out + dice.normal(0, grade.noise, out.shape).astype("float32")
    if grade.speckle:
        specks = dice.random(out.shape) < grade.speckle
        out = np.where(cv2.dilate(specks.astype("uint8"), np.ones((2, 2), "uint8")) > 0, 40, out)
    out = np.clip(out, 0, 255).astype("uint8")
    return np.where(out < 150, 0, 255).astype("uint8") if grade.fax else out


def scan(source: Path | bytes, grade: Grade, dpi: int, *, pages: int | None = None) -> bytes:
    """The bytes of a PDF whose pages are pictures of another's."""
    original = pymupdf.open(stream=source, filetype="pdf") if isinstance(source, bytes) else pymupdf.open(source)
    made = pymupdf.open()
    for number, page in enumerate(original):
        if pages is not None and number >= pages:
            break
        pixmap = page.get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY, alpha=False)
        grey = np.frombuffer(pixmap.samples, dtype="uint8").reshape(pixmap.height, pixmap.stride)[:, : pixmap.width]
        picture = scanned(grey, grade, seed=number)
        suffix, options = (".png", []) if grade.fax else (".jpg", [cv2.IMWRITE_JPEG_QUALITY, grade.quality])
        _, data = cv2.imencode(suffix, picture, options)
        made.new_page(width=page.rect.width, height=page.rect.height).insert_image(page.rect, stream=data.tobytes())
    return made.tobytes(no_new_id=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--grade", choices=GRADES, default="office")
    parser.add_argument("--dpi", type=int, default=200)
    parser.add_argument("--skew", type=float, help="degrees; the grade's without it")
    chosen = parser.parse_args()
    grade = GRADES[chosen.grade] if chosen.skew is None else GRADES[chosen.grade]._replace(skew=chosen.skew)
    chosen.out.write_bytes(scan(chosen.source, grade, chosen.dpi))


if __name__ == "__main__":
    main()
