"""PaddleOCR as a second engine: its library finds and recognises, on the same PP-OCRv6 weights, without a download.

The library reads ONNX weights from a folder that holds ``inference.onnx`` and ``inference.yml``; both are laid out in a
temporary folder that lives as long as the engine. Its runner is onnxruntime, so that no paddlepaddle is needed and its
oneDNN defect (releases 3.3.0 and 3.3.1) cannot be met. The recogniser's scores are taken before the library joins them
to one number a line: the pipeline needs a confidence for every character.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.registry import weights
from models.symbols.reader import SignReader
from ocr_pipeline.engines.crops.cut import cut
from ocr_pipeline.engines.errors import EngineMissing
from ocr_pipeline.engines.networks import RANKS, Steps
from ocr_pipeline.engines.ppocr import line_of
from ocr_pipeline.engines.runtimes.characters import character_list
from ocr_pipeline.engines.runtimes.onnx_networks import value_reader
from ocr_pipeline.engines.signs.lone import with_signs
from ocr_pipeline.engines.values.exponents import with_exponents
from ocr_pipeline.engines.values.second import with_second_reading
from ocr_pipeline.page import Image, Line, Polygon
from ocr_pipeline.report import as_polygon

LONG_SIDE = 960  #: of the detector's picture, as PaddleOCR's own configuration of this model has it
_DETECTOR, _RECOGNISER = "PP-OCRv6_small_det", "PP-OCRv6_small_rec"


class PaddleEngine:
    """See :class:`ocr_pipeline.page.Engine`. Raises :class:`EngineMissing` without the extra ``paddle``."""

    name = "paddle"

    def __init__(self, threads: int) -> None:
        # the library asks hosts on the network which of them is nearest as soon as it is imported
        os.environ.setdefault("PADDLE_PDX_DISABLE_MODEL_SOURCE_CHECK", "True")
        try:
            import paddleocr
            from paddlex import create_model
        except ImportError as error:
            raise EngineMissing("The engine 'paddle' needs PaddleOCR: pip install scan2fhir[paddle].") from error
        self.version = f"paddleocr {paddleocr.__version__} onnxruntime f32 PP-OCRv6 small"
        self._folder = tempfile.TemporaryDirectory(prefix="scan2fhir-paddle-")
        detection, recognition = laid_out(Path(self._folder.name))
        options = {"engine": "onnxruntime", "device": "cpu"}
        runner = {"intra_op_num_threads": threads}
        self._detector: Any = create_model(_DETECTOR, model_dir=str(detection), engine_config=runner, **options)
        self._recogniser: Any = create_model(
            _RECOGNISER,
            model_dir=str(recognition),
            engine_config=runner,
            **options,
        )
        self._signs = SignReader()
        self._values = value_reader()

    def detect(self, image: Image) -> list[Polygon]:
        """Quadrilaterals as the library orders their corners: from the top left, clockwise."""
        result = next(iter(self._detector.predict(np.ascontiguousarray(image))))
        return [as_polygon(quad) for quad in result["dt_polys"]]

    def recognise(self, image: Image, quads: Sequence[Polygon]) -> list[Line]:
        lines = self._read(image, quads)
        lines = with_signs(image, quads, lines, self._signs)
        lines = with_second_reading(image, quads, lines, self._values)
        return with_exponents(image, quads, lines, self._read, self._values)

    def _read(self, image: Image, quads: Sequence[Polygon]) -> list[Line]:
        crops = [cut(image, quad, squeeze=1.0) for quad in quads]
        return [
            line_of(quad, [(self._steps(crop), 0, crop.shape[1])], crop, 1.0, character_list())
            for quad, crop in zip(quads, crops, strict=True)
        ]

    def _steps(self, crop: Image) -> Steps:
        predictor = self._recogniser._predictor
        batch = predictor.pre_tfs["ToBatch"](imgs=predictor.pre_tfs["ReisizeNorm"](imgs=[crop]))
        scores: NDArray[np.float32] = np.asarray(predictor.runner(x=batch)[0][0])
        best = np.argpartition(-scores, RANKS, axis=1)[:, :RANKS]
        order = np.argsort(-np.take_along_axis(scores, best, axis=1), axis=1, kind="stable")
        index = np.take_along_axis(best, order, axis=1)
        return Steps(np.take_along_axis(scores, index, axis=1), index.astype(np.int32))


def laid_out(root: Path) -> tuple[Path, Path]:
    """Folders for detection and recognition under ``root``, as the library reads them, linking to the verified weights."""
    return _folder(root, "text-detection", _detection()), _folder(root, "text-recognition", _recognition())


def _folder(root: Path, name: str, description: dict[str, Any]) -> Path:
    import yaml  # type: ignore[import-untyped]

    folder = root / name
    folder.mkdir()
    (folder / "inference.onnx").symlink_to(weights(name))
    (folder / "inference.yml").write_text(yaml.safe_dump(description, allow_unicode=True), encoding="utf-8")
    return folder


def _detection() -> dict[str, Any]:
    return {
        "Global": {"model_name": _DETECTOR},
        "PreProcess": {
            "transform_ops": [
                {"DecodeImage": {"channel_first": False, "img_mode": "BGR"}},
                {"DetResizeForTest": {"resize_long": LONG_SIDE}},
                {
                    "NormalizeImage": {
                        "mean": [0.485, 0.456, 0.406],
                        "std": [0.229, 0.224, 0.225],
                        "scale": "1./255.",
                        "order": "hwc",
                    }
                },
                {"ToCHWImage": None},
            ]
        },
        "PostProcess": {
            "name": "DBPostProcess",
            "thresh": 0.3,
            "box_thresh": 0.6,
            "max_candidates": 1000,
            "unclip_ratio": 1.5,
        },
    }


def _recognition() -> dict[str, Any]:
    return {
        "Global": {"model_name": _RECOGNISER},
        "PreProcess": {
            "transform_ops": [
                {"DecodeImage": {"channel_first": False, "img_mode": "BGR"}},
                {"RecResizeImg": {"image_shape": [3, 48, 320]}},
            ]
        },
        "PostProcess": {"name": "CTCLabelDecode", "character_dict": list(character_list()[1:-1])},
    }
