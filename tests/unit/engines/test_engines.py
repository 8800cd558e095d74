"""The engines on the same drawn pages: they agree, are deterministic in f32, and say clearly what is missing."""

from __future__ import annotations

import builtins
import json
import os
import subprocess
import sys
from functools import cache
from typing import Any

import cv2
import numpy as np
import pytest

from ocr_pipeline.engines import EngineError, EngineMissing, EngineUnknown, load_engine
from ocr_pipeline.page import Engine, Line
from tests.unit.engines.sheets import ROWS, Sheet, sheet

pytestmark = pytest.mark.unit

SIGNS = (("尿蛋白", "-", "阴性"), ("葡萄糖", "+", "阴性"), ("酮体", "±", "阴性"), ("白细胞", "↑", "0-5"),
         ("红细胞", "↓", "0-3"), ("比重", "H", "1.005"), ("胆红素", "L", "阴性"), ("隐血", "-", "阴性"))  # fmt: skip


@cache
def engine(name: str) -> Engine:
    if name == "paddle":
        pytest.importorskip("paddleocr")
    return load_engine(name, "f32", 2)


def text_at(lines: list[Line], place: tuple[float, float]) -> Line | None:
    for line in lines:
        if cv2.pointPolygonTest(np.array(line.polygon, np.float32), place, False) >= 0:
            return line
    return None


def read(name: str, page: Sheet) -> list[Line]:
    found = engine(name)
    return found.recognise(page.image, found.detect(page.image))


@pytest.mark.parametrize("name", ["openvino", "onnxruntime", "paddle"])
def test_every_cell_is_found_and_read(name: str) -> None:
    page = sheet()
    lines = read(name, page)
    for text, place in page.cells:
        line = text_at(lines, place)
        assert line is not None, text
        assert text in line.text.replace(" ", "")


def test_openvino_and_onnxruntime_read_the_same_in_f32() -> None:
    page = sheet()
    quads = engine("openvino").detect(page.image)
    mine, other = (engine(n).recognise(page.image, quads) for n in ("openvino", "onnxruntime"))
    assert [x.text for x in mine] == [x.text for x in other]
    assert np.allclose([x.confidence for x in mine], [x.confidence for x in other], atol=1e-3)


def test_f32_gives_the_same_lines_twice() -> None:
    page = sheet()
    assert read("openvino", page) == read("openvino", page)


SEEN = """
import json, sys
from ocr_pipeline.engines import load_engine
from ocr_pipeline.page import PageImage
from ocr_pipeline.rectify import see_page
from tests.unit.engines.sheets import sheet
lines = see_page(PageImage(0, sheet().image), load_engine("openvino", "f32", int(sys.argv[1]))).lines
print(json.dumps([(x.text, x.polygon, x.flat) for x in lines]))
"""


def test_f32_gives_the_same_text_and_places_on_other_machines() -> None:
    """One core or two, with the processor's newest instructions or with those of an old one."""
    seen = {
        subprocess.run(
            [sys.executable, "-c", SEEN, threads],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "ONEDNN_MAX_CPU_ISA": instructions},
        ).stdout
        for threads, instructions in (("1", "DEFAULT"), ("2", "SSE41"))
    }
    assert len(seen) == 1
    assert len(json.loads(seen.pop())) >= len(sheet().cells)


def test_characters_carry_their_place() -> None:
    page = sheet()
    line = text_at(read("openvino", page), page.cells[1][1])
    assert line is not None
    assert line.text == ROWS[0][1]
    assert [c.text for c in line.chars] == list(line.text)
    edges = [e for c in line.chars for e in (c.start, c.end)]
    assert edges == sorted(edges)
    assert edges[0] >= 0
    assert edges[-1] <= 1
    assert line.confidence == min(c.confidence for c in line.chars)


def test_lone_signs_are_read_or_doubtful() -> None:
    page = sheet(SIGNS, size=26, pitch=46)
    lines = read("openvino", page)
    signs = [(text, place) for text, place in page.cells if len(text) == 1]
    found = [(text, text_at(lines, place)) for text, place in signs]
    assert all(line is not None for _, line in found)
    assert all(line.text == text or line.confidence < 0.9 for text, line in found if line)
    assert sum(line.text == text for text, line in found if line) >= len(signs) - 1


def test_raised_exponents_are_written_with_a_caret_or_doubtful() -> None:
    page = sheet(
        (("白细胞", "6.25", "10⁹/L"), ("红细胞", "4.71", "10¹²/L"), ("血小板", "233", "×10⁹/L")), size=26, pitch=50
    )
    lines = read("openvino", page)
    expected = {"10⁹/L": "10^9/L", "10¹²/L": "10^12/L", "×10⁹/L": "×10^9/L"}
    for text, place in page.cells:
        if text in expected:
            line = text_at(lines, place)
            assert line is not None
            assert line.text.replace(" ", "") == expected[text] or line.confidence < 0.9


def test_a_range_per_microlitre_is_no_power_of_ten() -> None:
    page = sheet((("白细胞", "3", "0-10/uL"), ("上皮细胞", "5", "0-10/HPF"), ("管型", "1", "10")), size=26, pitch=50)
    lines = read("openvino", page)
    for text, place in page.cells:
        if "10" in text:
            line = text_at(lines, place)
            assert line is not None
            assert line.text.replace(" ", "") == text


def test_a_very_long_line_is_read_whole() -> None:
    text = "the specimen was received in good condition and examined without delay " * 2
    page = sheet(((text.strip(),),), size=9, pitch=40, columns=(20,))
    joined = "".join(line.text.replace(" ", "") for line in sorted(read("openvino", page), key=lambda x: x.left))
    assert "examinedwithoutdelaythespecimenwasreceived" in joined


def test_blank_pages_have_no_text() -> None:
    assert engine("openvino").detect(np.full((600, 400, 3), 250, np.uint8)) == []
    assert engine("openvino").recognise(np.full((600, 400, 3), 250, np.uint8), []) == []


@pytest.mark.parametrize(("name", "precision"), [("tesseract", "auto"), ("openvino", "int3")])
def test_unknown_names_are_refused_with_the_choices(name: str, precision: str) -> None:
    with pytest.raises(EngineUnknown, match="choose one of"):
        load_engine(name, precision)


def test_a_missing_library_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def absent(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.split(".", maxsplit=1)[0] in ("paddleocr", "paddlex"):
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", absent)
    with pytest.raises(EngineMissing, match=r"scan2fhir\[paddle\]") as caught:
        load_engine("paddle")
    assert isinstance(caught.value, EngineError)


def test_loading_the_engine_imports_nothing_heavy() -> None:
    code = (
        "import sys; from ocr_pipeline.engines import load_engine; load_engine('openvino', 'f32', 1);"
        "print([m for m in ('paddle', 'paddlex', 'onnxruntime', 'rapidocr', 'PIL', 'scipy') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
