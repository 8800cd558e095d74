"""The recogniser's alphabet, which the ONNX file carries in its own metadata."""

from __future__ import annotations

from functools import cache

from models.recogniser.letters import with_letters
from models.registry import weights
from ocr_pipeline.engines.errors import EngineError
from ocr_pipeline.engines.runtimes.protobuf import fields


@cache
def character_list(vietnamese: bool = False) -> tuple[str, ...]:
    """Class index -> character: the CTC blank (empty text), the metadata's list, a space; ``vietnamese``: of the network that
    knows these letters.

    The wave dash (U+301C) is given as the full-width tilde, which reports print and which looks the same."""
    if vietnamese:
        return with_letters(character_list())
    data = memoryview(weights("text-recognition").read_bytes())
    for number, content in fields(data):
        if number == 14 and isinstance(content, memoryview):
            entry = {n: bytes(c) for n, c in fields(content) if isinstance(c, memoryview)}
            if entry.get(1) == b"character":
                return ("", *entry[2].decode().replace("\u301c", "～").split("\n"), " ")
    raise EngineError("The recogniser's file holds no character list; reinstall rapidocr at its pinned version.")
