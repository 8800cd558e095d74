"""Paragraphs beside a table are prose, and the table keeps its rows."""

from __future__ import annotations

import pytest

from ocr_pipeline.identity import find_identity
from ocr_pipeline.layout.beside import is_prose_line, prose_beside
from ocr_pipeline.page import PageText
from ocr_pipeline.sections import read_sections
from ocr_pipeline.tables import read_tables
from tests.unit.identity.pages import line_at

pytestmark = pytest.mark.unit
Words = tuple[float, float, str]

SIZES = [
    ("LVEDD", "52", "mm", "37-56"),
    ("LVESD", "34", "mm", "22-40"),
    ("IVSd", "12", "mm", "6-11"),
    ("LA diameter", "44", "mm", "27-40"),
]
PROSE = [
    "The left ventricle is normal in size with mild concentric",
    "hypertrophy. Systolic function is preserved without any",
    "regional wall motion abnormality. The left atrium is dilated.",
    "The mitral valve leaflets are thickened.",
]


def text_of(words: list[Words]) -> PageText:
    lines = tuple(line_at(text, x, y) for x, y, text in words)
    return PageText(0, 1700, 1200, lines, text_height=20.0)


def table(x: float, pitch: float = 40.0) -> list[Words]:
    xs = (x, x + 190, x + 270, x + 350)
    rows = [("Parameter", "Value", "Unit", "Normal"), *SIZES]
    return [(a, 100 + n * pitch, cell) for n, row in enumerate(rows) for a, cell in zip(xs, row, strict=True)]


def prose(x: float, pitch: float = 32.0) -> list[Words]:
    return [(x, 100 + n * pitch, line) for n, line in enumerate(["FINDINGS", *PROSE])]


@pytest.mark.parametrize(("left", "right"), [(40.0, 900.0), (700.0, 40.0)])
def test_rows_and_paragraphs_side_by_side(left: float, right: float) -> None:
    below: list[Words] = [(40, 330, "IMPRESSION"), (40, 366, "Mild concentric hypertrophy, preserved function.")]
    page = text_of([*prose(left), *table(right), *below])
    tables = read_tables([page])
    assert [(r.name, r.value, r.unit, r.reference_range) for r in tables.results] == SIZES
    said = {s.heading: s.text.replace("\n", " ") for s in read_sections([page], [()], tables.used_lines)}
    assert said["FINDINGS"] == " ".join(PROSE)
    assert said["IMPRESSION"].startswith("Mild concentric")


def test_a_column_of_remarks_belongs_to_its_rows() -> None:
    remarks = [
        "The value is within the normal range.",
        "The value is within the usual range.",
        "This wall is a little too thick.",
        "This cavity is a little too wide.",
    ]
    page = text_of([*table(40.0), *((640.0, 140 + n * 40.0, text) for n, text in enumerate(remarks))])
    assert prose_beside(page) == frozenset()


def test_long_names_before_their_values_are_no_paragraph() -> None:
    names = [
        "Thể tích khối hồng cầu",
        "Thể tích trung bình hồng cầu",
        "Lượng huyết sắc tố trung bình hồng cầu",
        "Dải phân bố kích thước hồng cầu",
        "Thể tích trung bình tiểu cầu",
        "Tỷ lệ bạch cầu trung tính",
    ]
    cells = (620.0, 760.0, 860.0)
    rows = [
        (x, 100 + n * 36.0, cell) for n in range(6) for x, cell in zip(cells, ("4,9", "g/L", "3,5-9,5"), strict=True)
    ]
    page = text_of([*((40.0, 100 + n * 36.0, name) for n, name in enumerate(names)), *rows])
    assert prose_beside(page) == frozenset()


def test_names_of_many_small_words_on_curled_paper_keep_their_values() -> None:
    names = [
        "Thể tích khối của hồng cầu", "Thể tích trung bình của hồng cầu", "Lượng huyết sắc tố trung bình", "Số lượng của bạch cầu máu",
        "Nồng độ huyết sắc tố trung bình của hồng cầu trong máu", "Tỷ lệ phần trăm bạch cầu", "Số lượng của tiểu cầu máu",
        "Dải phân bố kích thước hồng cầu", "Thể tích trung bình tiểu cầu",
    ]  # fmt: skip
    words: list[Words] = [(40, 60, "Xét nghiệm"), (760, 60, "Kết quả"), (900, 60, "Đơn vị"), (1020, 60, "CSBT")]
    for n, name in enumerate(names):
        low = 100 + 40 * n
        words += [(40, low + 2 * n, name), (760, low, f"{n + 2},5"), (900, low, "g/L"), (1020, low, "1,0-9,0")]
    page = text_of(words)
    assert prose_beside(page) == frozenset()
    assert [r.name != "" for r in read_tables([page]).results] == [True] * len(names)


def test_names_of_many_small_words_below_a_form_keep_their_values() -> None:
    names = [
        "Thể tích khối của hồng cầu", "Thể tích trung bình của hồng cầu", "Lượng huyết sắc tố trung bình", "Số lượng của bạch cầu máu",
        "Nồng độ huyết sắc tố trung bình của hồng cầu trong máu", "Tỷ lệ phần trăm bạch cầu", "Số lượng của tiểu cầu máu",
    ]  # fmt: skip
    form: list[Words] = [(140, 20, "Họ tên của người bệnh và tuổi"), (20, 44, "Giường"), (20, 68, "Khoa")]
    words: list[Words] = [
        *form,
        (140, 60, "Tên của các loại xét nghiệm"),
        (760, 60, "Kết quả"),
        (900, 60, "Đơn vị"),
        (1020, 60, "CSBT"),
    ]
    for n, name in enumerate(names):
        low = 100 + 40 * n
        words += [(140, low + 2 * n, name), (760, low, f"{n + 2},5"), (900, low, "g/L"), (1020, low, "1,0-9,0")]
    assert prose_beside(text_of(words)) == frozenset()


def test_columns_of_prose_are_no_table_and_prose_alone_has_none_beside() -> None:
    assert prose_beside(text_of([*prose(40.0), *prose(850.0)])) == frozenset()
    assert prose_beside(text_of(prose(40.0))) == frozenset()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The left ventricle is normal in size.", True),
        ("左房、左室轻度增大，余房室内径正常，室壁运动减弱。", True),
        ("Reference Range Total Bilirubin Direct Unit", False),
        ("白细胞计数", False),
        ("3.5-9.5", False),
        ("", False),
    ],
)
def test_lines_of_running_text(text: str, expected: bool) -> None:
    assert is_prose_line(text) is expected


def test_rows_of_an_electrocardiogram_beside_its_verdict() -> None:
    """Boxes of a photograph are wider and higher than their print: they touch what stands beside and above."""
    rows = [
        ("心率", "78", "bpm"),
        ("PR间期", "156", "ms"),
        ("QT/QTc间期", "384/421", "ms"),
        ("RV5/SV1", "1.42/0.88", "mV"),
    ]
    words: list[Words] = [
        (x, 140 + n * 36, cell) for n, row in enumerate(rows) for x, cell in zip((40.0, 230.0, 404.0), row, strict=True)
    ]
    told = ["心电图特征：", "窦性心律，频率78次/分，PR间期正常，T波低平。", "心电图诊断：", "ST-T改变"]
    words += [(440.0, 142 + n * 36, text) for n, text in enumerate(told)]
    words += [(40.0, 40, "心电图报告单"), (40.0, 100, "姓名：史国华"), (700.0, 115, "科室：全科")]
    page = text_of(words)
    tables = read_tables([page])
    assert [(r.code + r.name, r.value, r.unit) for r in tables.results][2:] == list(rows[2:])
    assert [(s.heading, s.text) for s in read_sections([page], [()], tables.used_lines)] == [
        ("心电图特征", told[1]),
        ("心电图诊断", told[3]),
    ]


def test_a_verdict_without_a_colon_beside_intervals_and_the_name_over_the_age() -> None:
    rows = [("Vent. rate", "88", "bpm"), ("PR interval", "162", "ms"), ("QRS duration", "98", "ms")]
    words: list[Words] = [
        (x, 140 + n * 36, cell)
        for n, row in enumerate(rows)
        for x, cell in zip((500.0, 680.0, 800.0), row, strict=True)
    ]
    told = ["Interpretation", "Sinus rhythm with occasional premature", "ventricular complexes", "Abnormal ECG"]
    words += [(900.0, 104 + n * 36, text) for n, text in enumerate(told)]
    words += [(40.0, 124, "ID: 774120-3"), (40.0, 160, "Brighton, Elise"), (40.0, 196, "54 years, Female")]
    page = text_of(words)
    assert [(s.heading, s.text.split()) for s in read_sections([page], [()], read_tables([page]).used_lines)] == [
        ("Interpretation", " ".join(told[1:]).split())
    ]
    assert "Brighton, Elise" in {page.lines[s.line].text[s.start : s.end] for s in find_identity([page])}


def test_methods_below_names_head_no_paragraph() -> None:
    names = [
        "WBC Số lượng bạch cầu",
        "PLT Số lượng tiểu cầu",
        "NEU Bạch cầu trung tính",
        "Hematocrit",
        "RBC Số lượng hồng cầu",
    ]
    words: list[Words] = [(40, 60, "Xét nghiệm"), (620, 60, "Kết quả"), (760, 60, "Đơn vị"), (860, 60, "CSBT")]
    for n, name in enumerate(names):
        low = 100 + 48 * n
        words += [
            (10, low, str(n + 1)),
            (40, low, name),
            (40, low + 24, "Method: So màu"),
            (620, low, f"{n + 2},5"),
            (760, low, "g/L"),
        ]
        words.append((860, low, "1,0-9,0"))
    page = text_of(words)
    assert prose_beside(page) == frozenset()
    assert [r.name for r in read_tables([page]).results] == names
