"""The PicoDet that was trained on CDLA (Chinese document layout), as one stage behind a protocol.

Trained at 800 x 608 px; run at 640 x 480 (half the time, the same pictures found), ImageNet normalisation. Output: for each stride 8, 16, 32, 64 the class scores and
distance distributions of generalised focal loss; decoded here as in PaddleDetection's PicoDet head.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from models.registry import weights
from ocr_pipeline.memory import give_back, tidy
from ocr_pipeline.page import Image

CLASSES = (
    "text",
    "title",
    "figure",
    "figure_caption",
    "table",
    "table_caption",
    "header",
    "footer",
    "reference",
    "equation",
)
_HEIGHT, _WIDTH = 640, 480
_STRIDES = (8, 16, 32, 64)
_MEAN = np.array([0.485, 0.456, 0.406], np.float32) * 255
_STD = np.array([0.229, 0.224, 0.225], np.float32) * 255


@dataclass(frozen=True, slots=True)
class Box:
    """Pixels of the picture that was given."""

    label: str
    left: float
    top: float
    right: float
    bottom: float
    score: float


class Detector(Protocol):
    """Finds parts of a page by looks. A model of our own can take this one's place."""

    def find(self, image: Image, least: float = 0.4) -> list[Box]: ...


class PicoDet:
    """CDLA weights on OpenVINO, in whatever precision the processor runs fastest: regions are no values."""

    def __init__(self, threads: int = 1) -> None:
        import openvino as ov

        from ocr_pipeline.engines.runtimes.compiling import compiled

        core = ov.Core()
        model = core.read_model(str(weights("layout-cdla")))
        model.reshape([1, 3, _HEIGHT, _WIDTH])
        options = {"INFERENCE_NUM_THREADS": threads, "NUM_STREAMS": 1, "ENABLE_CPU_PINNING": False}
        self._network: Any = compiled(core, model, options, half=True)
        give_back()  # 17 MB that only compiling needed

    def find(self, image: Image, least: float = 0.4) -> list[Box]:
        """Boxes of at least score ``least`` (0..1), after suppression of overlaps within a class."""
        small = cv2.resize(image, (_WIDTH, _HEIGHT), interpolation=cv2.INTER_AREA).astype(np.float32)
        tensor = ((small - _MEAN) / _STD).transpose(2, 0, 1)[None]
        results = self._network(np.ascontiguousarray(tensor))
        outputs = [np.array(results[i]) for i in range(2 * len(_STRIDES))]
        self._network.release_memory()
        tidy()
        boxes, scores = _decode(outputs)
        sx, sy = image.shape[1] / _WIDTH, image.shape[0] / _HEIGHT
        found: list[Box] = []
        for number, name in enumerate(CLASSES):
            for i in _suppress(boxes, scores[:, number], least):
                x0, y0, x1, y1 = boxes[i]
                found.append(
                    Box(name, float(x0) * sx, float(y0) * sy, float(x1) * sx, float(y1) * sy, float(scores[i, number]))
                )
        return found


@cache
def shared_detector() -> Detector:
    """The process's detector, made at first use."""
    return PicoDet()


def _decode(outputs: list[NDArray[np.float32]]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    boxes, scores = [], []
    for stride, score, raw in zip(_STRIDES, outputs[:4], outputs[4:], strict=True):
        columns, rows = -(-_WIDTH // stride), -(-_HEIGHT // stride)
        bins = raw[0].reshape(-1, 4, raw.shape[2] // 4)
        weight = np.exp(bins - bins.max(axis=2, keepdims=True))
        distance = (weight / weight.sum(axis=2, keepdims=True) * np.arange(bins.shape[2])).sum(axis=2) * stride
        ys, xs = np.divmod(np.arange(rows * columns), columns)
        centre = np.stack([(xs + 0.5) * stride, (ys + 0.5) * stride], axis=1)
        boxes.append(np.concatenate([centre - distance[:, :2], centre + distance[:, 2:]], axis=1))
        scores.append(score[0])
    return np.concatenate(boxes).astype(np.float32), np.concatenate(scores).astype(np.float32)


def _suppress(boxes: NDArray[np.float32], scores: NDArray[np.float32], least: float) -> list[int]:
    kept: list[int] = []
    for i in np.argsort(-scores):
        if scores[i] < least:
            break
        if all(_overlap(boxes[i], boxes[k]) < 0.5 for k in kept):
            kept.append(int(i))
    return kept


def _overlap(a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
    w = min(a[2], b[2]) - max(a[0], b[0])
    h = min(a[3], b[3]) - max(a[1], b[1])
    if w <= 0 or h <= 0:
        return 0.0
    both = float((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - w * h)
    return float(w * h) / max(both, 1e-6)
