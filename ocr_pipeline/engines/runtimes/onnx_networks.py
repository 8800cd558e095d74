"""The networks on onnxruntime, in f32: the fallback where OpenVINO does not run, and the smallest in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Literal

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from models.registry import weights
from ocr_pipeline.engines.networks import (
    CROP_MEAN,
    CROP_SCALE,
    DETECTOR_MEAN,
    DETECTOR_SCALE,
    RANKS,
    Steps,
)
from ocr_pipeline.engines.runtimes.batches import batches
from ocr_pipeline.engines.runtimes.protobuf import message, text, varint
from ocr_pipeline.engines.runtimes.recogniser import MODEL, recogniser_file
from ocr_pipeline.page import Image

_INT64, _FLOAT = 7, 1  # TensorProto.DataType


class OnnxNetworks:
    """CPU only. Arena and memory pattern are off: pages differ in size, and both would keep the largest forever."""

    def __init__(self, threads: int, tuned: bool = False) -> None:
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        options.enable_mem_pattern = False
        options.log_severity_level = 3
        self.version = f"onnxruntime {ort.__version__} f32 {MODEL[tuned]}"
        self.vietnamese = tuned
        self._options = options
        self._with_letters: Any = None
        self._detector = _session(weights("text-detection").read_bytes(), options)
        self._direction = _session(weights("text-direction").read_bytes(), options)
        self.values = value_reader(options)
        self._recogniser = _session(_ranked(recogniser_file(tuned)), options)

    def text_map(self, image: Image) -> NDArray[np.uint8]:
        scores = self._detector.run(None, {"x": _normal(image[None], DETECTOR_MEAN, DETECTOR_SCALE)})[0][0, 0]
        return np.asarray(scores * 255, dtype=np.uint8)

    def read(
        self, widths: Sequence[int], crop: Callable[[int], Image], vietnamese: bool = False
    ) -> Iterator[tuple[int, Steps]]:
        if vietnamese and self._with_letters is None:
            self._with_letters = _session(_ranked(recogniser_file(vietnamese=True)), self._options)
        network = self._with_letters if vietnamese else self._recogniser
        for batch in batches(widths):
            best, index = network.run(
                ["best", "best_index"], {"x": _normal(batch.picture(crop), CROP_MEAN, CROP_SCALE)}
            )
            for row, place in enumerate(batch.places):
                yield place, Steps(best[row], index[row].astype(np.int32))

    def rest(self, network: Literal["detector", "recogniser"]) -> None:
        """Nothing is kept."""

    def upside_down(self, crops: Sequence[Image]) -> list[float]:
        if not crops:
            return []
        scores = self._direction.run(None, {"x": _normal(np.stack(crops), CROP_MEAN, CROP_SCALE)})[0]
        return [float(p) for p in scores[:, 1]]


def value_reader(options: Any = None) -> Callable[[NDArray[np.float32]], NDArray[np.float32]]:
    """The reader of values as :meth:`ocr_pipeline.engines.networks.Networks.values` has it."""
    session = _session(weights("values").read_bytes(), options)
    return lambda strip: np.asarray(session.run(None, {"x": strip})[0][0, :, 0].T, np.float32)


def _session(data: bytes, options: Any) -> Any:
    return ort.InferenceSession(data, options, providers=["CPUExecutionProvider"])


def _normal(images: NDArray[np.uint8], mean: Any, scale: Any) -> NDArray[np.float32]:
    scaled = (images.astype(np.float32) - np.float32(mean)) / np.float32(scale)
    return np.ascontiguousarray(scaled.transpose(0, 3, 1, 2))


def _ranked(model: bytes) -> bytes:
    """The recogniser with ``TopK`` behind its softmax: outputs ``best`` and ``best_index`` beside the full one."""
    ranks = message(5, varint(1, 1), varint(2, _INT64), message(7, varint(1, RANKS)[1:]), text(8, "ranks"))
    node = message(
        1, text(1, "fetch_name_0"), text(1, "ranks"), text(2, "best"), text(2, "best_index"), text(3, "rank"),
        text(4, "TopK"),
    )  # fmt: skip
    outputs = message(12, text(1, "best"), _tensor_type(_FLOAT)) + message(
        12, text(1, "best_index"), _tensor_type(_INT64)
    )
    return model + message(7, node, ranks, outputs)


def _tensor_type(element: int) -> bytes:
    """ValueInfoProto.type = 2, TypeProto.tensor_type = 1, Tensor.elem_type = 1."""
    return message(2, message(1, varint(1, element)))
