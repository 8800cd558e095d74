"""What is measured: ours, and the engines that a user would pick instead, each as bytes in, lines of text out.

A reader is made inside its own process (:mod:`adapter.bench.children`), so that its time and memory are its own. The
peers run as their documentation recommends for a CPU, with the same number of threads.
"""

from __future__ import annotations

import html
import importlib.util
import io
import json
import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from adapter.reading import Digitised

OURS, OURS_TEXT = "scan2fhir", "scan2fhir text only"


@dataclass(frozen=True)
class Read:
    """Lines of text; ours also has the report, the seconds by stage, and the text of docx and bundle."""

    lines: list[str]
    report: dict[str, Any] | None = None
    stages: dict[str, float] = field(default_factory=dict)
    written: str = ""


Reader = Callable[[bytes], Read]


def threads() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def available() -> dict[str, str]:
    """Readers that are installed here, with their versions; ours first."""
    out = {OURS: _version("scan2fhir"), OURS_TEXT: _version("scan2fhir")}
    for name, package, module in (
        ("faster-paddle small", "faster-paddle", "faster_paddle"),
        ("RapidOCR", "rapidocr", "rapidocr"),
        ("PaddleOCR", "paddleocr", "paddleocr"),
    ):
        if importlib.util.find_spec(module) is not None:
            out[name] = _version(package)
    if shutil.which("tesseract"):
        said = subprocess.run(["tesseract", "--version"], capture_output=True, text=True, check=False).stdout
        out["Tesseract"] = said.split()[1] if len(said.split()) > 1 else ""
    return out


def make(name: str, engine: str = "openvino", precision: str = "auto", count: int = 0) -> Reader:
    """The reader called ``name``, loaded; ours with ``count`` threads (0: one a core). Raises ``KeyError`` for a name that :func:`available` does not have."""
    makers: dict[str, Callable[[], Reader]] = {
        OURS: lambda: _ours(engine, precision, count),
        OURS_TEXT: lambda: _ours_text(engine, precision, count),
        "faster-paddle small": _faster_paddle,
        "RapidOCR": _rapidocr,
        "PaddleOCR": _paddleocr,
        "Tesseract": _tesseract,
    }
    return makers[name]()


def _version(package: str) -> str:
    try:
        return installed(package)
    except PackageNotFoundError:
        return ""


def _ours(engine: str, precision: str, count: int) -> Reader:
    from adapter.reading import digitise
    from ocr_pipeline.engines import load_engine

    loaded = load_engine(engine, precision, count or threads())

    def read(data: bytes) -> Read:
        done = digitise(data, engine=loaded)
        lines = [line.text for page in done.reading.texts for line in page.lines]
        return Read(lines, done.report.to_json(), done.seconds, written_by(done))

    return read


def written_by(done: Digitised) -> str:
    """All text of bundle and docx."""
    with zipfile.ZipFile(io.BytesIO(done.docx)) as archive:
        names = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
        parts = [archive.read(name).decode("utf-8", "replace") for name in names]
    bundle = json.dumps(done.bundle, ensure_ascii=False, default=str)
    return bundle + html.unescape(re.sub(r"<[^>]+>", "", " ".join(parts)))


def _ours_text(engine: str, precision: str, count: int) -> Reader:
    from ocr_pipeline.engines import load_engine
    from ocr_pipeline.loading import open_document
    from ocr_pipeline.rectify import see_page

    loaded = load_engine(engine, precision, count or threads())

    def read(data: bytes) -> Read:
        document = open_document(data)
        pages = [see_page(document.load(index), loaded) for index in range(document.page_count)]
        return Read([line.text for page in pages for line in page.lines])

    return read


def _faster_paddle() -> Reader:
    import faster_paddle

    engine = faster_paddle.OcrEngine(model_size="small", threads=threads())

    def read(data: bytes) -> Read:
        return Read([bound["text"] for bound in _bounds(engine.ocr(data))])

    return read


def _bounds(answer: Any) -> list[dict[str, Any]]:
    bounds = answer.get("bounds") or {}
    found = list(bounds.values()) if isinstance(bounds, dict) else list(bounds)
    if found and isinstance(found[0], dict) and "text" in found[0]:
        return found
    return [{"text": line} for line in str(answer.get("text", "")).splitlines()]


def _rapidocr() -> Reader:
    from rapidocr import RapidOCR

    count = threads()
    engine = RapidOCR(params={"EngineConfig.onnxruntime.intra_op_num_threads": count, "Global.log_level": "critical"})

    def read(data: bytes) -> Read:
        answer = engine(data)
        return Read([str(text) for text in (answer.txts or ())])

    return read


def _paddleocr() -> Reader:
    """PaddleOCR's library with the same PP-OCRv6 small weights, from the folder layout that it reads."""
    import cv2
    import numpy as np
    from paddleocr import PaddleOCR

    from ocr_pipeline.engines.paddle import laid_out

    root = tempfile.TemporaryDirectory(prefix="scan2fhir-bench-")
    detection, recognition = laid_out(Path(root.name))
    engine = PaddleOCR(
        text_detection_model_name="PP-OCRv6_small_det",
        text_detection_model_dir=str(detection),
        text_recognition_model_name="PP-OCRv6_small_rec",
        text_recognition_model_dir=str(recognition),
        use_doc_orientation_classify=False,
        use_doc_unwarping=False,
        use_textline_orientation=False,
        engine="onnxruntime",
    )

    def read(data: bytes, keep: object = root) -> Read:  # the folder lives as long as the engine
        picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
        return Read([str(text) for page in engine.predict(picture) for text in page["rec_texts"]])

    return read


def _tesseract() -> Reader:
    said = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False)
    wanted = [lang for lang in ("chi_sim", "eng") if lang in (said.stdout + said.stderr).split()]

    def read(data: bytes) -> Read:
        command = ["tesseract", "stdin", "stdout", "-l", "+".join(wanted) or "eng"]
        answer = subprocess.run(command, input=data, capture_output=True, check=False)
        return Read(answer.stdout.decode("utf-8", "replace").splitlines())

    return read
