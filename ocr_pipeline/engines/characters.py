"""The recogniser's alphabet, which the ONNX file carries in its own metadata."""

from __future__ import annotations

from functools import cache

from models.registry import weights
from ocr_pipeline.engines.errors import EngineError
from ocr_pipeline.engines.protobuf import fields


@cache
def character_list() -> tuple[str, ...]:
    """Class index -> character: the CTC blank (empty text), the metadata's list, a space.

    The wave dash (U+301C) is given as the full-width tilde, which reports print and which looks the same."""
    data = memoryview(weights("text-recognition").read_bytes())
    for number, content in fields(data):
        if number == 14 and isinstance(content, memoryview):
            entry = {n: bytes(c) for n, c in fields(content) if isinstance(c, memoryview)}
            if entry.get(1) == b"character":
                return ("", *entry[2].decode().replace("\u301c", "～").split("\n"), " ")
    raise EngineError("The recogniser's file holds no character list; reinstall rapidocr at its pinned version.")
