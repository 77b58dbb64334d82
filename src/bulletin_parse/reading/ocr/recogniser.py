"""The models: where a picture has lines, and what a line says. The one file that knows rapidocr."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as _version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bulletin_parse.errors import EngineUnavailable
from bulletin_parse.reading.document import Character
from bulletin_parse.reading.ocr.decoding import allowed_classes, decode
from bulletin_parse.reading.ocr.settings import BOX_THRESHOLD, DETECTION_SIDE, DETECTION_THRESHOLD, LINE_HEIGHT, LONGEST_LINE, NARROWEST_LINE

EXTRA = "pip install 'bulletin-parse[ocr]'"
_MODULES = ("rapidocr", "onnxruntime", "cv2", "numpy")


def is_installed() -> bool:
    """Whether the extra is there."""
    return all(find_spec(module) is not None for module in _MODULES)


def version() -> str:
    """The version of rapidocr, whose wheel holds the models.

    Raises:
        EngineUnavailable: the extra is not installed.
    """
    try:
        return _version("rapidocr")
    except PackageNotFoundError as error:
        raise EngineUnavailable("", "the engine ocr is not installed", remedy=f"Install it with: {EXTRA}") from error


class Recogniser:
    """Both models, loaded once for a process; one thread each, since pages are spread over processes."""

    def __init__(self, further: frozenset[str] = frozenset()) -> None:
        if not is_installed():
            raise EngineUnavailable("", "the engine ocr is not installed", remedy=f"Install it with: {EXTRA}")
        import rapidocr

        models = Path(str(rapidocr.__file__)).parent / "models"
        engine = rapidocr.RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.use_cls": False,
                "Det.limit_type": "max",
                "Det.limit_side_len": DETECTION_SIDE,
                "Det.thresh": DETECTION_THRESHOLD,
                "Det.box_thresh": BOX_THRESHOLD,
                # A path of one's own keeps the library from looking for models elsewhere.
                "Det.model_path": str(models / "PP-OCRv6_det_small.onnx"),
                "Rec.model_path": str(models / "PP-OCRv6_rec_small.onnx"),
                "EngineConfig.onnxruntime.intra_op_num_threads": 1,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )
        # The version is pinned to one minor: these are the models themselves, without the library's own idea of a page.
        self._detector: Any = engine._load_det_model()  # type: ignore[no-untyped-call,unused-ignore]  # noqa: SLF001
        self._reader: Any = engine._load_rec_model()  # type: ignore[no-untyped-call,unused-ignore]  # noqa: SLF001
        self._classes = tuple(self._reader.postprocess_op.character)
        self._mask = allowed_classes(self._classes, further)

    def boxes(self, pixels: Any) -> list[Any]:
        """The lines of a picture: four corners each, clockwise from the top left, in pixels.

        Detection sees the picture without its speckles, lightly blurred: specks between lines would join them.
        """
        import cv2

        smooth = cv2.GaussianBlur(cv2.medianBlur(pixels, 3), (3, 3), 0)
        found = self._detector(smooth).boxes
        return [] if found is None else list(found)

    def read(self, crop: Any) -> list[Character]:
        """The characters of a line, cut out of the picture as it is."""
        import cv2
        import numpy as np

        height, width = crop.shape[:2]
        ratio = min(width / height, LONGEST_LINE)
        wide = max(int(np.ceil(LINE_HEIGHT * ratio)), 1)
        resized = cv2.resize(crop, (wide, LINE_HEIGHT)).astype("float32") / 127.5 - 1.0
        canvas = np.zeros((1, 3, LINE_HEIGHT, max(wide, NARROWEST_LINE)), dtype="float32")
        canvas[0, :, :, :wide] = resized.transpose(2, 0, 1)
        characters = decode(self._reader.session(canvas)[0], self._classes, self._mask)
        stretch = canvas.shape[3] / wide
        return [character._replace(place=min(character.place * stretch, 1.0)) for character in characters]
