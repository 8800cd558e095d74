"""Writes the trained layers as an ONNX file: convolutions, rectifiers and a softmax, nothing else.

Field numbers are those of onnx.proto3 (IR version 8, operator set 13).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_FLOAT, _HALF = 1, 10


@dataclass(frozen=True, slots=True)
class Layer:
    """One convolution, its normalisation folded in; ``pads`` are top, left, foot, right."""

    weight: NDArray[np.float32]
    bias: NDArray[np.float32]
    strides: tuple[int, int]
    pads: tuple[int, int, int, int]


def onnx_file(layers: Sequence[Layer]) -> bytes:
    """Input ``x`` n x 1 x height x width; output ``y`` n x classes x 1 x steps, softmax over classes. Half precision."""
    nodes, tensors, last = b"", b"", "x"
    for place, layer in enumerate(layers):
        for kind, values in (("w", layer.weight), ("b", layer.bias)):
            tensors += _part(5, _tensor(f"{kind}{place}", values))
            nodes += _node("Cast", [f"{kind}{place}"], f"{kind}{place}f", _part(5, _number_attribute("to", _FLOAT)))
        attributes = b"".join(
            _part(5, _numbers_attribute(key, value))
            for key, value in (
                ("kernel_shape", layer.weight.shape[2:]),
                ("strides", layer.strides),
                ("pads", layer.pads),
            )
        )
        nodes += _node("Conv", [last, f"w{place}f", f"b{place}f"], f"c{place}", attributes)
        last = f"c{place}"
        if place + 1 < len(layers):
            nodes += _node("Relu", [last], f"r{place}", b"")
            last = f"r{place}"
    nodes += _node("Softmax", [last], "y", _part(5, _number_attribute("axis", 1)))
    high = layers[0].weight
    ends = _part(11, _value("x", [None, high.shape[1], 32, None])) + _part(
        12, _value("y", [None, layers[-1].weight.shape[0], 1, None])
    )
    graph = nodes + _part(2, b"values") + tensors + ends
    return _number(1, 8) + _part(2, b"scan2fhir") + _part(7, graph) + _part(8, _part(1, b"") + _number(2, 13))


def tensors_of(file: bytes) -> dict[str, NDArray[np.float32]]:
    """The weights (``w0``, ``b0``, ...) of a file that :func:`onnx_file` wrote."""
    (graph,) = (body for number, body in _parts(file) if number == 7)
    out = {}
    for number, body in _parts(graph):
        if number == 5:
            parts = list(_parts(body))
            (name,), (values,) = ([each for n, each in parts if n == key] for key in (8, 9))
            shape = [int.from_bytes(each, "little") for n, each in parts if n == 1]
            out[name.decode()] = np.frombuffer(values, "<f2").astype(np.float32).reshape(shape)
    return out


def _parts(message: bytes) -> Iterator[tuple[int, bytes]]:
    """The fields of a message: number and content, numbers as bytes, too (least first)."""
    place = 0
    while place < len(message):
        tag, place = _varint_at(message, place)
        value, place = _varint_at(message, place)
        if tag & 7 == 2:
            yield tag >> 3, message[place : place + value]
            place += value
        else:
            yield tag >> 3, value.to_bytes(8, "little")


def _varint_at(message: bytes, place: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[place]
        value, shift, place = value | (byte & 0x7F) << shift, shift + 7, place + 1
        if byte < 0x80:
            return value, place


def _node(kind: str, inputs: Sequence[str], output: str, attributes: bytes) -> bytes:
    body = b"".join(_part(1, name.encode()) for name in inputs) + _part(2, output.encode())
    return _part(1, body + _part(3, output.encode()) + _part(4, kind.encode()) + attributes)


def _number_attribute(name: str, value: int) -> bytes:
    return _part(1, name.encode()) + _number(3, value) + _number(20, 2)


def _numbers_attribute(name: str, values: Sequence[int]) -> bytes:
    return _part(1, name.encode()) + b"".join(_number(8, v) for v in values) + _number(20, 7)


def _tensor(name: str, values: NDArray[np.float32]) -> bytes:
    sizes = b"".join(_number(1, n) for n in values.shape)
    return sizes + _number(2, _HALF) + _part(8, name.encode()) + _part(9, values.astype("<f2").tobytes())


def _value(name: str, shape: Sequence[int | None]) -> bytes:
    sizes = b"".join(_part(1, _part(2, b"n") if n is None else _number(1, n)) for n in shape)
    return _part(1, name.encode()) + _part(2, _part(1, _number(1, _FLOAT) + _part(2, sizes)))


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _part(field: int, body: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(body)) + body


def _varint(value: int) -> bytes:
    out = b""
    while value > 0x7F:
        out += struct.pack("B", value & 0x7F | 0x80)
        value >>= 7
    return out + struct.pack("B", value)
