"""The models: where a picture has lines, and what a line says. The one file that knows rapidocr."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bulletin_parse.errors import EngineUnavailable
from bulletin_parse.reading.document import Character
from bulletin_parse.reading.ocr.decoding import allowed_classes, decode
from bulletin_parse.reading.ocr.options import RUNTIMES
from bulletin_parse.reading.ocr.settings import BOX_THRESHOLD, DETECTION_SIDE, DETECTION_THRESHOLD, LINE_HEIGHT, LONGEST_LINE, NARROWEST_LINE, WIDTH_STEPS

EXTRA = "pip install 'bulletin-parse[ocr]'"
EXTRAS = {"onnxruntime": EXTRA, "openvino": "pip install 'bulletin-parse[ocr-openvino]'"}
_MODULES = ("rapidocr", "cv2", "numpy")


def is_installed(runtime: str = "onnxruntime") -> bool:
    """Whether the extra is there that has the models and what runs them."""
    return all(find_spec(module) is not None for module in (*_MODULES, runtime))


def refuse_unknown(source: str, runtime: str) -> None:
    """Raises for what cannot run the models.

    Raises:
        EngineUnavailable: says what can.
    """
    if runtime not in RUNTIMES:
        raise EngineUnavailable(source, f"nothing called {runtime!r} runs the models of OCR", remedy=f"Choose one of {', '.join(RUNTIMES)}")


def refuse_missing(source: str, runtime: str) -> None:
    """Raises where pages cannot be recognised in a chosen way.

    Args:
        source: the file's name, for the message.
        runtime: what is to run the models.

    Raises:
        EngineUnavailable: its extra is not installed.
    """
    if not is_installed(runtime):
        words = "the engine ocr is not installed" if runtime == RUNTIMES[0] else f"the engine ocr is to run by {runtime}, which is not installed"
        raise EngineUnavailable(source, words, remedy=f"Install it with: {EXTRAS[runtime]}")


def version(runtime: str = "onnxruntime") -> str:
    """The version of rapidocr, whose wheel holds the models; and of OpenVINO with the precision of its numbers, if that runs them.

    ``3.10.0`` or ``3.10.0-openvino-2026.4.1-bf16``: what a page says depends on all of it.

    Raises:
        EngineUnavailable: the extra is not installed.
    """
    from importlib import metadata  # 25 modules, for pages of pictures alone

    refuse_missing("", runtime)
    models = metadata.version("rapidocr")
    return models if runtime == RUNTIMES[0] else f"{models}-{runtime}-{metadata.version(runtime)}-{_precision()}"


@cache
def _precision() -> str:
    """How exact OpenVINO's numbers are on this processor: ``bf16`` where it has instructions for that, else ``f32``."""
    import openvino

    return "bf16" if "BF16" in openvino.Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES") else "f32"


class Recogniser:
    """Both models, loaded once for a process; one thread each, since pages are spread over processes."""

    def __init__(self, further: frozenset[str] = frozenset(), runtime: str = "onnxruntime") -> None:
        refuse_missing("", runtime)
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
                "Det.engine_type": rapidocr.EngineType(runtime),
                "Rec.engine_type": rapidocr.EngineType(runtime),
                "EngineConfig.openvino.inference_num_threads": 1,
                "EngineConfig.onnxruntime.intra_op_num_threads": 1,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )
        # The version is pinned to one minor: these are the models themselves, without the library's own idea of a page.
        self._detector: Any = engine._load_det_model()  # type: ignore[no-untyped-call,unused-ignore]  # noqa: SLF001
        self._reader: Any = engine._load_rec_model()  # type: ignore[no-untyped-call,unused-ignore]  # noqa: SLF001
        self._step = WIDTH_STEPS[runtime]
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
        canvas = np.zeros((1, 3, LINE_HEIGHT, max(-(-wide // self._step) * self._step, NARROWEST_LINE)), dtype="float32")
        canvas[0, :, :, :wide] = resized.transpose(2, 0, 1)
        characters = decode(self._reader.session(canvas)[0], self._classes, self._mask)
        stretch = canvas.shape[3] / wide
        return [character._replace(place=min(character.place * stretch, 1.0)) for character in characters]
