"""The networks' graphs as OpenVINO runs them: bytes in, as little as possible out.

Two ends are rewritten, which changes no character. The recogniser's softmax over 18,710 classes and the search for its
best are a third of its time: only the best of each group of classes are compared, and probabilities are worked out from
the groups that win (24 % less). The detector doubles its map twice at the end, in single precision whatever the rest is
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
from ocr_pipeline.engines.runtimes.recogniser import recogniser_file

GROUP = 37  #: classes that are compared as one
KEPT = 8  #: groups whose classes are looked at one by one
#: What a group that holds none of the best adds to the sum of all, of its best's share: on 28,700 time steps of drawn pages
#: the probabilities are within 0.002 from 0.9 on, and within 0.015 below.
BESIDE = 1.05
DEPTH = 32  #: channels are filled up to a multiple of this: what the processor's matrix unit takes at once
NEVER = -1e4  #: bias of classes that fill up the last group


def recogniser(core: ov.Core, tuned: bool = False, vietnamese: bool = False) -> ov.Model:
    """Outputs probability and index of the best :data:`RANKS` classes a time step."""
    model = core.read_model(recogniser_file(tuned, vietnamese))
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
    """The best classes of ``features @ matrix + bias`` after softmax, as the two outputs of :func:`recogniser`.

    Class ``row * lanes + lane`` stands in one of ``lanes`` groups, so that a group's best is found upright, all lanes at
    once. The best three are in the three groups with the best ones; what those hold is summed up for the probability, and
    of every other group its best.
    """
    depth, classes = matrix.shape
    lanes, more = -(-classes // GROUP), -depth % DEPTH
    lanes += -lanes % DEPTH
    wide = np.zeros((depth + more, GROUP * lanes), np.float32)
    wide[:depth, :classes] = matrix
    offset = np.full(GROUP * lanes, NEVER, np.float32)
    offset[:classes] = bias
    none, some = ops.constant(np.zeros(3, np.int64)), ops.constant(np.array([0, 0, more], np.int64))
    filled = ops.pad(features, none, some, "constant", ops.constant(np.float32(0)))
    logits = ops.add(ops.matmul(filled, ops.constant(wide), False, False), ops.constant(offset))
    grouped = ops.reshape(logits, _whole(0, 0, GROUP, lanes), True)
    tops = _unchanged(ops.reduce_max(grouped, _whole(2), False), lanes)
    chosen = ops.topk(tops, ops.constant(np.int64(KEPT)), 2, "max", "value", index_element_type="i32")
    candidates = ops.gather(grouped, chosen.output(1), ops.constant(np.int64(3)), batch_dims=2)
    candidates = _unchanged(ops.reshape(candidates, _whole(0, 0, GROUP * KEPT), True), GROUP * KEPT)
    best = ops.topk(candidates, ops.constant(np.int64(RANKS)), 2, "max", "value", index_element_type="i32")
    row, place = (way(best.output(1), ops.constant(np.int32(KEPT))) for way in (ops.divide, ops.floor_mod))
    lane = ops.gather_elements(chosen.output(1), place, 2)
    index = ops.add(ops.multiply(row, ops.constant(np.int32(lanes))), lane)
    top = ops.reduce_max(tops, _whole(2), True)
    held, seen, inner = (_sum(ops.exp(ops.subtract(part, top))) for part in (tops, chosen.output(0), candidates))
    total = ops.add(inner, ops.multiply(ops.subtract(held, seen), ops.constant(np.float32(BESIDE))))
    probability = ops.divide(ops.exp(ops.subtract(best.output(0), top)), total)
    return probability.output(0), index.output(0)


def _unchanged(source: Any, size: int) -> Any:
    """``source`` times one: the runtime computes everything behind a network's last product in single precision, which
    for the whole of the classes would take as long as the product."""
    return ops.matmul(source, ops.constant(np.eye(size, dtype=np.float32)), False, False)


def _sum(source: Any) -> Any:
    return ops.reduce_sum(source, _whole(2), True)


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
