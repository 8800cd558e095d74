"""The networks' graphs as OpenVINO runs them: bytes in, as little as possible out.

Two ends are rewritten, which changes no character. The recogniser's softmax over 18,710 classes and the search for its
best are a third of its time: only the best of each group of classes are compared, and probabilities are worked out for
those that win (12 % less). The detector doubles its map twice at the end, in single precision whatever the rest is
computed in: a transposed convolution of steps of two is an ordinary one with four times the channels, whose picture is
put together afterwards (20 % less, and less memory at its peak; the map in f32 is the same to the bit).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import openvino as ov
from numpy.typing import NDArray
from openvino import opset13 as ops

from models.registry import weights
from ocr_pipeline.engines.errors import EngineError
from ocr_pipeline.engines.networks import CROP_MEAN, CROP_SCALE, DETECTOR_MEAN, DETECTOR_SCALE, RANKS
from ocr_pipeline.engines.recogniser import recogniser_file

GROUP = 160  #: classes that are compared as one
DEPTH = 32  #: channels are filled up to a multiple of this: what the processor's matrix unit takes at once
NEVER = -1e4  #: bias of classes that fill up the last group


def recogniser(core: ov.Core, tuned: bool = False) -> ov.Model:
    """Outputs probability and index of the best :data:`RANKS` classes a time step."""
    model = core.read_model(recogniser_file(tuned))
    logits = _single(_before(model.outputs[0].get_node()), "Softmax", 0)
    features, matrix, bias = _dense(logits)
    probability, index = _best(features, matrix, bias)
    return _bytes_in(ov.Model([probability, index], model.get_parameters(), "recogniser"), CROP_MEAN, CROP_SCALE)


def detector(core: ov.Core) -> ov.Model:
    """Outputs 16 x height / 4 x width / 4 bytes, which :func:`whole_map` puts together."""
    model = core.read_model(weights("text-detection"))
    last = _single(_before(model.outputs[0].get_node()), "Sigmoid", 0)
    features, second, second_bias = _doubling(last)
    features, first, first_bias = _doubling(_single(features, "Relu", 0))
    inner = ops.relu(_pointwise(features, _stacked(first), np.tile(first_bias, 4)))
    apart = np.kron(np.eye(4, dtype=np.float32), _stacked(second))  # the four pixels of the first doubling keep apart
    score = ops.sigmoid(_pointwise(inner.output(0), apart, np.tile(second_bias, 16)))
    scaled = ops.convert(ops.multiply(score, ops.constant(np.float32(255))), "u8")
    reduced = ov.Model([scaled.output(0)], model.get_parameters(), "detector")
    return _bytes_in(reduced, list(DETECTOR_MEAN), list(DETECTOR_SCALE))


def whole_map(parts: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The detector's map from its 16 parts (1 x 16 x height / 4 x width / 4)."""
    _, _, rows, columns = parts.shape
    fine = parts.reshape(2, 2, 2, 2, rows, columns).transpose(4, 0, 2, 5, 1, 3)
    return np.ascontiguousarray(fine).reshape(4 * rows, 4 * columns)


def direction(core: ov.Core) -> ov.Model:
    return _bytes_in(core.read_model(weights("text-direction")), CROP_MEAN, CROP_SCALE)


def _best(features: Any, matrix: NDArray[np.float32], bias: NDArray[np.float32]) -> tuple[Any, Any]:
    """The best classes of ``features @ matrix + bias`` after softmax, as the two outputs of :func:`recogniser`."""
    depth, classes = matrix.shape
    groups, more = -(-classes // GROUP), -depth % DEPTH
    wide = np.zeros((depth + more, groups * GROUP), np.float32)
    wide[:depth, :classes] = matrix
    offset = np.full(groups * GROUP, NEVER, np.float32)
    offset[:classes] = bias
    none, some = ops.constant(np.zeros(3, np.int64)), ops.constant(np.array([0, 0, more], np.int64))
    filled = ops.pad(features, none, some, "constant", ops.constant(np.float32(0)))
    logits = ops.add(ops.matmul(filled, ops.constant(wide), False, False), ops.constant(offset))
    grouped = ops.reshape(logits, _whole(0, 0, groups, GROUP), True)
    tops = ops.reduce_max(grouped, _whole(3), False)
    # the best three are in the three groups with the best ones
    chosen = ops.topk(tops, ops.constant(np.int64(RANKS)), 2, "max", "value", index_element_type="i32")
    candidates = ops.gather(grouped, chosen.output(1), ops.constant(np.int64(2)), batch_dims=2)
    candidates = ops.reshape(candidates, _whole(0, 0, RANKS * GROUP), True)
    best = ops.topk(candidates, ops.constant(np.int64(RANKS)), 2, "max", "value", index_element_type="i32")
    size = ops.constant(np.int32(GROUP))
    group = ops.gather_elements(chosen.output(1), ops.divide(best.output(1), size), 2)
    index = ops.add(ops.multiply(group, size), ops.floor_mod(best.output(1), size))
    top = ops.reduce_max(tops, _whole(2), True)
    total = ops.reduce_sum(ops.exp(ops.subtract(logits, top)), _whole(2), True)
    probability = ops.divide(ops.exp(ops.subtract(best.output(0), top)), total)
    return probability.output(0), index.output(0)


def _whole(*numbers: int) -> Any:
    return ops.constant(np.array(numbers, np.int64))


def _pointwise(source: Any, matrix: NDArray[np.float32], bias: NDArray[np.float32]) -> Any:
    """A convolution of one pixel: ``matrix`` is outputs x inputs."""
    kernel = np.ascontiguousarray(matrix[:, :, None, None], np.float32)
    made = ops.convolution(source, ops.constant(kernel), [1, 1], [0, 0], [0, 0], [1, 1])
    return ops.add(made, ops.constant(np.ascontiguousarray(bias.reshape(1, -1, 1, 1), np.float32)))


def _stacked(kernel: NDArray[np.float32]) -> NDArray[np.float32]:
    """A transposed convolution's kernel (inputs x outputs x 2 x 2) as a matrix of (2, 2, outputs) x inputs."""
    return kernel.transpose(2, 3, 1, 0).reshape(-1, kernel.shape[0])


def _before(node: Any) -> Any:
    """What goes into ``node``, through nodes that do nothing."""
    source = node.input_value(0)
    while source.get_node().get_type_name() == "Identity":
        source = source.get_node().input_value(0)
    return source


def _single(source: Any, kind: str, argument: int) -> Any:
    """What goes into the node of a ``kind`` that ``source`` must be."""
    node = source.get_node()
    if node.get_type_name() != kind:
        raise EngineError(f"A network's file is not as expected ({node.get_type_name()} for {kind}); reinstall it.")
    return _before(node) if argument == 0 else node.input_value(argument)


def _with_bias(source: Any) -> tuple[Any, NDArray[np.float32]]:
    node = source.get_node()
    if node.get_type_name() != "Add":
        raise EngineError(f"A network's file is not as expected ({node.get_type_name()} for Add); reinstall it.")
    return _before(node), _numbers(node.input_value(1)).reshape(-1)


def _dense(source: Any) -> tuple[Any, NDArray[np.float32], NDArray[np.float32]]:
    """Features, matrix (depth x classes) and bias of a dense layer."""
    product, bias = _with_bias(source)
    return _single(product, "MatMul", 0), _numbers(_single(product, "MatMul", 1)), bias


def _doubling(source: Any) -> tuple[Any, NDArray[np.float32], NDArray[np.float32]]:
    """Features, kernel and bias of a transposed convolution by steps of two."""
    made, bias = _with_bias(source)
    kernel = _numbers(_single(made, "ConvolutionBackpropData", 1))
    if kernel.shape[2:] != (2, 2):
        raise EngineError("The detector's file is not as expected; reinstall it.")
    return _single(made, "ConvolutionBackpropData", 0), kernel, bias


def _numbers(source: Any) -> NDArray[np.float32]:
    node = source.get_node()
    while node.get_type_name() != "Constant":
        node = node.input_value(0).get_node()
    return np.array(node.data, np.float32)


def _bytes_in(model: ov.Model, mean: Any, scale: Any) -> ov.Model:
    steps = ov.preprocess.PrePostProcessor(model)
    steps.input().tensor().set_element_type(ov.Type.u8).set_layout(ov.Layout("NHWC"))
    steps.input().model().set_layout(ov.Layout("NCHW"))
    steps.input().preprocess().convert_element_type(ov.Type.f32).mean(mean).scale(scale)
    return steps.build()
