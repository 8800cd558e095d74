"""The whole reading, page to files: nobody's identity is in anything that leaves."""

from __future__ import annotations

import base64
import io
import json
import logging
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np
import pytest

from adapter.workflow.reading_task import read
from fixtures.generator import draw_one

pytestmark = pytest.mark.unit

DRAWN = [
    ("zh_cbc_one_panel", "flatbed", 11),
    ("zh_ultrasound", "phone", 12),
    ("zh_pathology", "desk", 13),
    ("en_cbc", "flatbed", 14),
    ("en_ct", "phone", 15),
    ("es_cbc", "desk", 16),
    ("vi_cbc", "flatbed", 17),
    ("zh_thyroid", "digital_pdf", 18),
]
#: Kinds of the truth that identify nobody alone, or that the report gives on purpose.
OPEN = {"date", "age", "sex", "ward", "bed"}


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()


def _strings(tree: Any) -> Iterator[str]:
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield key
            yield from _strings(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _strings(value)
    else:
        yield str(tree)


def _opened(name: str, content: bytes) -> Iterator[str]:
    """All text in a file: of a zip its parts and their names, of JSON also what is base64 inside."""
    yield name
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for part in archive.namelist():
                yield from _opened(part, archive.read(part))
    elif content[:1] in b"{[":
        for text in _strings(json.loads(content)):
            yield text
            if len(text) > 60 and re.fullmatch(r"[A-Za-z0-9+/]+=*", text):
                yield from _opened("", base64.b64decode(text))
    else:
        # Markup goes, so that a name that is split over runs is whole again; so do entities, by both forms.
        text = content.decode("utf-8", "ignore")
        yield text
        yield re.sub(r"<[^>]+>", "", text)


def _identity(truth: dict[str, Any]) -> set[str]:
    """What must not leave: long enough that it is nobody else's (two Chinese characters, four other ones)."""
    texts = {_plain(item["text"]) for item in truth["identity"] if item["kind"] not in OPEN}
    return {t for t in texts if len(t) >= (2 if re.search(r"[\u4e00-\u9fff]", t) else 4)}


def _leaks(wanted: set[str], files: dict[str, bytes], said: str) -> list[str]:
    texts = [said]
    for name, content in files.items():
        texts.extend(_opened(name, content) if not name.endswith(".png") else [name])
    everything = _plain("\n".join(texts))
    return [w for w in wanted if w in everything]


@pytest.mark.parametrize(("template", "level", "seed"), DRAWN)
def test_no_identity_leaves_the_reading(template, level, seed, caplog, capfd):
    drawn = draw_one(template, level, seed, "test")
    wanted = _identity(drawn.truth)
    assert len(wanted) >= 2
    with caplog.at_level(logging.DEBUG):
        output = read(drawn.data, {"version": "R4", "recorded": "2024-05-01T08:00:00+00:00"})
    files = {**output.files, "bundle.json": output.bundle}
    assert {"report.json", "report.docx", "bundle.json", "redacted-1.png"} <= set(files)
    said = capfd.readouterr()
    summary = json.dumps(dict(output.summary), ensure_ascii=False)
    assert _leaks(wanted, files, "\n".join((caplog.text, said.out, said.err, summary))) == []
    _check_paint(files["redacted-1.png"], drawn.truth)


def _check_paint(png: bytes, truth: dict[str, Any]) -> None:
    """Who the report is about is black on the redacted page, and what it says is not."""
    page = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_GRAYSCALE)
    scale = page.shape[1] / truth["pages"][0]["width"]

    def blackened(polygon: Any) -> float:
        mask = np.zeros_like(page)
        cv2.fillPoly(mask, [np.round(np.array(polygon) * scale).astype(np.int32)], 1)
        return float((page[mask > 0] == 0).mean())

    people = [i for i in truth["identity"] if i["page"] == 0 and i["kind"] in ("name", "number", "phone")]
    assert people
    assert all(blackened(i["polygon"]) > 0.8 for i in people)
    said = [r["value_polygon"] for r in truth["rows"] if r.get("page", 0) == 0 and r.get("value_polygon")]
    said += [s["polygon"] for s in truth["sections"] if s.get("page", 0) == 0]
    assert said
    assert all(blackened(polygon) < 0.5 for polygon in said)


def test_the_search_sees_into_narratives_and_nested_files():
    docx = io.BytesIO()
    with zipfile.ZipFile(docx, "w") as archive:
        archive.writestr("word/document.xml", "<w:t>ZHANG</w:t><w:t> Weiming</w:t>" + " " * 60)
    nested = base64.b64encode(docx.getvalue()).decode()
    bundle = {"text": {"div": "<div>\u738b\u82b3</div>"}, "content": [{"attachment": {"data": nested}}]}
    files = {"bundle.json": json.dumps(bundle).encode(), "figure-4711007.png": b""}
    wanted = {"zhangweiming", "\u738b\u82b3", "4711007", "5550001", "nowhere"}
    assert set(_leaks(wanted, files, "log 5550001")) == wanted - {"nowhere"}
