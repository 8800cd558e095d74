"""The annotated page shows rows, columns, regions and doubt, names its colours, and uncovers nobody."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from ocr_pipeline.explain import COLUMN, DOUBTFUL, LEGEND_WIDTH, REGIONS, SURE, annotate
from ocr_pipeline.identity import find_identity
from ocr_pipeline.page import PageImage
from ocr_pipeline.redaction import redact
from ocr_pipeline.report import Page, Reason, Region, Report, Result, Section, Source
from tests.unit.identity.pages import page_of

pytestmark = pytest.mark.unit


def _box(x: float, y: float, w: float, h: float = 20.0):
    return ((x, y), (x + w, y), (x + w, y + h), (x, y + h))


def _has(picture, colour) -> bool:
    return bool((np.abs(picture.astype(int) - np.array(colour)).max(axis=2) <= 2).any())


def test_rows_columns_regions_and_doubt_are_drawn_and_identity_stays_covered():
    text = page_of(["姓名：张伟明 性别：男", [(40.0, "白细胞"), (400.0, "5.20")], [(40.0, "血红蛋白"), (400.0, "135")]])
    image = np.full((text.height, text.width, 3), 255, np.uint8)
    cv2.putText(image, "ZHANG", (102, 45), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (0, 0, 0), 1)
    spans = find_identity([text])
    assert [s.text for s in spans] == ["张伟明"]
    rows = tuple(
        Result(name, value, page=0, polygon=_box(40, y, 420), value_polygon=_box(400, y, 60))
        for name, value, y in (("白细胞", "5.20", 62.0), ("血红蛋白", "135", 94.0))
    )
    rows = (rows[0], replace(rows[1], reasons=(Reason.ALGEBRA_FAILED,)))
    section = Section("诊断", "impression", "正常", reasons=(Reason.LOW_CONFIDENCE,), polygon=_box(600, 62, 200))
    region = Region("table", _box(30, 55, 450, 70.0), 0.9)
    report = Report(
        Source("0", "image/png", 1),
        pages=(Page(text.width, text.height, (region,)),),
        results=rows,
        sections=(section,),
    )
    picture = cv2.imdecode(np.frombuffer(annotate(redact(PageImage(0, image), spans), text, report), np.uint8), 1)
    page, legend = picture[: text.height, :-LEGEND_WIDTH], picture[:, -LEGEND_WIDTH:]
    for colour in (SURE, COLUMN, REGIONS["table"]):
        assert _has(page, colour)
    assert all(_has(legend, colour) for colour in (SURE, DOUBTFUL, COLUMN, REGIONS["footer"]))
    # red over white in the doubtful value and section, none over the certain value
    assert page[104, 425, 2] > page[104, 425, 0] + 40
    assert page[80, 700, 2] > page[80, 700, 0] + 40
    assert abs(int(page[66, 455, 2]) - int(page[66, 455, 0])) < 20
    # the covered name is black
    name = page[34:46, 104:156].reshape(-1, 3)
    assert (name.max(axis=1) < 60).all()
