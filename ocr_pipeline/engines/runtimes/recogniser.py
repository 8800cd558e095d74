"""The recogniser's file: the original PP-OCRv6 small, with the differences of :mod:`models.recogniser` added to its weights.

Field numbers are those of ``onnx.proto3``: ModelProto.graph = 7, GraphProto.initializer = 5, TensorProto.dims = 1,
.name = 8, .raw_data = 9.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from models.recogniser.delta import differences
from models.registry import ModelChanged, weights
from ocr_pipeline.engines.runtimes.protobuf import fields

MODEL = {True: "PP-OCRv6 small tuned", False: "PP-OCRv6 small"}  #: what an engine's version says
_GRAPH, _INITIALIZER, _NAME, _RAW = 7, 5, 8, 9


def recogniser_file(tuned: bool = True, vietnamese: bool = False) -> bytes:
    """The ONNX file; ``vietnamese``: with the letters of :mod:`models.recogniser.letters`. Raises
    :class:`models.registry.ModelError` when a file of weights is missing or not the one that was tested."""
    original = weights("text-recognition").read_bytes()
    added = ["text-recognition-tuning"] * tuned + ["text-recognition-vietnamese"] * vietnamese
    for name in added:
        original = changed(original, differences(weights(name)))
    return original


def changed(model: bytes, changes: Mapping[str, NDArray[np.float32]]) -> bytes:
    """``model`` with ``changes`` added to its tensors of these names, all of float32. Raises :class:`ModelChanged` when
    one of them is not there or has another size."""
    out = bytearray(model)
    left = dict(changes)
    for name, raw in _tensors(memoryview(out)):
        change = left.pop(name, None)
        if change is not None:
            if len(raw) != 4 * change.size:
                raise _foreign(name)
            raw[:] = (np.frombuffer(raw, np.float32) + change.ravel()).astype(np.float32).tobytes()
    if left:
        raise _foreign(next(iter(left)))
    return bytes(out)


def _tensors(model: memoryview) -> Iterator[tuple[str, memoryview]]:
    """Names and contents of the graph's constants, as parts of ``model``."""
    for number, graph in fields(model):
        if number != _GRAPH or not isinstance(graph, memoryview):
            continue
        for inner, tensor in fields(graph):
            if inner == _INITIALIZER and isinstance(tensor, memoryview):
                parts = dict(fields(tensor))
                name, raw = parts.get(_NAME), parts.get(_RAW)
                if isinstance(name, memoryview) and isinstance(raw, memoryview):
                    yield bytes(name).decode(), raw


def _foreign(name: str) -> ModelChanged:
    return ModelChanged(
        f"The recogniser's tuned weights do not fit its network: the tensor {name!r} is not there or has another size; "
        "reinstall scan2fhir and rapidocr at its pinned version."
    )
