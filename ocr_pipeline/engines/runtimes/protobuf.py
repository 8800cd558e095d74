"""Just enough of protocol buffers to read one metadata entry from an ONNX file and to append a node to its graph.

Field numbers are those of ``onnx.proto3`` (ONNX IR version 10): ModelProto.graph = 7, ModelProto.metadata_props = 14,
GraphProto.node = 1, .initializer = 5, .output = 12. Concatenating two serialised messages merges them (protobuf encoding
guide, "Last One Wins": embedded messages merge, repeated fields append), so a node is appended by appending bytes.
"""

from __future__ import annotations

from collections.abc import Iterator


def fields(data: bytes | memoryview) -> Iterator[tuple[int, bytes | memoryview | int]]:
    """The top-level (number, content) pairs of a message; content is an int for varints, else its bytes."""
    place = 0
    while place < len(data):
        tag, place = _varint(data, place)
        number, kind = tag >> 3, tag & 7
        if kind == 0:
            value, place = _varint(data, place)
            yield number, value
        elif kind == 2:
            length, place = _varint(data, place)
            yield number, data[place : place + length]
            place += length
        elif kind in (1, 5):
            size = 8 if kind == 1 else 4
            yield number, data[place : place + size]
            place += size
        else:
            raise ValueError(f"not a protocol buffer: wire type {kind}")


def text(number: int, value: str) -> bytes:
    return message(number, value.encode())


def message(number: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return _encode(number << 3 | 2) + _encode(len(body)) + body


def varint(number: int, value: int) -> bytes:
    return _encode(number << 3) + _encode(value)


def _encode(value: int) -> bytes:
    out = bytearray()
    while True:
        low, value = value & 0x7F, value >> 7
        out.append(low | (0x80 if value else 0))
        if not value:
            return bytes(out)


def _varint(data: bytes | memoryview, place: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[place]
        place += 1
        value |= (byte & 0x7F) << shift
        if not byte & 0x80:
            return value, place
        shift += 7
