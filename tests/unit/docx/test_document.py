"""The docx: what was printed stands in real tables, doubt is seen, nobody is named."""

from __future__ import annotations

import io
import zipfile

import cv2
import numpy as np
import pytest
from docx import Document

from mapping.docx import to_docx
from mapping.docx.document import DOUBT_SHADE
from ocr_pipeline.report import Figure, Polygon, Reason, Report, Result, Section, Source

pytestmark = pytest.mark.unit


def box(x: float, y: float) -> Polygon:
    return ((x, y), (x + 400, y), (x + 400, y + 20), (x, y + 20))


def report(*results: Result, **more: object) -> Report:
    return Report(Source("00", "image/png", 1), language="zh", title="血常规检验报告单", results=results, **more)  # type: ignore[arg-type]


def opened(data: bytes) -> Document:  # type: ignore[valid-type]
    return Document(io.BytesIO(data))


def cells(data: bytes) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for table in opened(data).tables for row in table.rows]


def test_rows_stand_as_printed() -> None:
    data = to_docx(
        report(
            Result("血红蛋白", "135", unit="g/L", reference_range="130-175", polygon=box(0, 0)),
            Result("肌钙蛋白", "0.01", comparator="<", unit="ng/mL", flag="H", polygon=box(0, 30)),
        )
    )
    assert cells(data) == [
        ["项目", "结果", "提示", "单位", "参考区间"],
        ["血红蛋白", "135", "", "g/L", "130-175"],
        ["肌钙蛋白", "<0.01", "H", "ng/mL", ""],
    ]


def test_panels_that_stood_side_by_side_stay_so() -> None:
    left = [Result(f"L{i}", str(i), polygon=box(0, 30.0 * i)) for i in range(4)]
    right = [Result(f"R{i}", str(i), polygon=box(500, 30.0 * i)) for i in range(3)]
    table = cells(to_docx(report(*left, *right)))
    assert table[1] == ["L0", "0", "R0", "0"]
    assert table[4] == ["L3", "3", "", ""]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_panels_are_found_on_a_turned_photograph(turn: int) -> None:
    def turned(p: Polygon) -> Polygon:
        a = np.deg2rad(turn)
        return tuple((x * np.cos(a) - y * np.sin(a), x * np.sin(a) + y * np.cos(a)) for x, y in p)

    rows = [Result(f"L{i}", str(i), polygon=turned(box(0, 30.0 * i))) for i in range(3)]
    rows += [Result(f"R{i}", str(i), polygon=turned(box(500, 30.0 * i))) for i in range(3)]
    assert cells(to_docx(report(*rows)))[1] == ["L0", "0", "R0", "0"]


def test_tables_one_under_the_other_and_on_other_pages_stay_apart() -> None:
    rows = [Result("a", "1", polygon=box(0, 0)), Result("b", "2", polygon=box(0, 0), page=1)]
    assert len(opened(to_docx(report(*rows))).tables) == 2  # type: ignore[attr-defined]


def test_subheadings_span_the_table() -> None:
    rows = [Result("a", "1", group="干化学", polygon=box(0, 0)), Result("b", "2", group="沉渣", polygon=box(0, 30))]
    assert [r[0] for r in cells(to_docx(report(*rows)))] == ["项目", "干化学", "a", "沉渣", "b"]


def test_doubt_is_shaded_numbered_and_explained() -> None:
    data = to_docx(report(Result("钾", "45", reasons=(Reason.DECIMALS_UNUSUAL,), note="4.5?", polygon=box(0, 0))))
    body = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    assert body.count(DOUBT_SHADE) == 1
    text = "\n".join(p.text for p in opened(data).paragraphs)  # type: ignore[attr-defined]
    assert "1. 钾: The value has more or fewer decimals" in text
    assert "4.5?" in text


def test_sections_and_figures() -> None:
    done, png = cv2.imencode(".png", np.zeros((20, 30, 3), np.uint8))
    assert done
    sections = (Section("超声提示", "impression", "第一段\n第二段", figures=("图1",)),)
    data = to_docx(
        report(sections=sections, figures=(Figure("图1", 0, box(0, 0), "图1 肝脏"),)), {"图1": png.tobytes()}
    )
    texts = [p.text for p in opened(data).paragraphs]  # type: ignore[attr-defined]
    assert texts[1:4] == ["超声提示", "第一段", "第二段"]
    assert "图1 肝脏" in texts
    assert any(name.startswith("word/media/") for name in zipfile.ZipFile(io.BytesIO(data)).namelist())


def test_nobody_and_no_time_is_in_the_file_and_it_is_the_same_each_time() -> None:
    subject = report(Result("a\x0bb", "1", polygon=box(0, 0)))
    first, second = to_docx(subject), to_docx(subject)
    assert first == second
    core = zipfile.ZipFile(io.BytesIO(first)).read("docProps/core.xml").decode()
    assert "python-docx" not in core
    assert "1980-01-01" in core


def test_an_empty_report_and_four_hundred_rows_are_documents_too() -> None:
    assert opened(to_docx(report()))
    many = [Result(f"row {i}", str(i), polygon=box(0, 30.0 * i)) for i in range(400)]
    assert len(opened(to_docx(report(*many))).tables[0].rows) == 401  # type: ignore[attr-defined]


def test_a_document_brings_nothing_that_it_does_not_use() -> None:
    """python-docx' own template holds 160 styles twice and a picture: four fifths of a file, and of the time to write it."""
    with zipfile.ZipFile(io.BytesIO(to_docx(report(Result("白细胞", "6.1", polygon=box(0, 0)))))) as archive:
        assert not [name for name in archive.namelist() if "Effects" in name or name.endswith((".jpeg", "item1.xml"))]
        assert sum(entry.compress_size for entry in archive.infolist()) < 12_000
    for language, font in (("zh", "SimSun"), ("vi", "Times New Roman")):
        made = opened(to_docx(Report(Source("00", "image/png", 1), language=language, title="T")))
        assert made.styles["Normal"].element.rPr.rFonts.xpath("./@w:eastAsia") == [font]
        assert made.core_properties.language == language
        assert made.paragraphs[0].style.name == "Heading 1"
