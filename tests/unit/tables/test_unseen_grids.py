"""Tables that are no plain list of rows: several results a row, names across the page, pairs side by side, comments between."""

from __future__ import annotations

import pytest

from ocr_pipeline.report import Reason
from ocr_pipeline.tables import read_tables
from ocr_pipeline.tables.headers.conditions import is_condition
from ocr_pipeline.tables.headers.lexicon import kind_by_word
from ocr_pipeline.tables.intervals.bracketed import in_brackets
from tests.unit.tables.pages import page, table
from tests.unit.tables.test_unseen_layouts import rows

pytestmark = pytest.mark.unit


def test_each_condition_of_a_row_is_a_result_with_its_own_flag() -> None:
    head = [(60.0, "项目"), (300.0, "透析前"), (480.0, "透析后"), (660.0, "单位"), (840.0, "参考区间")]
    body = [["尿素", "29.80↑", "8.41↑", "mmol/L", "3.10-8.00"], ["钾", "5.92↑", "3.71", "mmol/L", "3.50-5.30"]]
    assert rows(table(head, body)) == [
        ("尿素 透析前", "29.80", "mmol/L", "3.10-8.00", "H"),
        ("尿素 透析后", "8.41", "mmol/L", "3.10-8.00", "H"),
        ("钾 透析前", "5.92", "mmol/L", "3.50-5.30", "H"),
        ("钾 透析后", "3.71", "mmol/L", "3.50-5.30", ""),
    ]


def test_minutes_after_a_drink_of_glucose_leave_empty_cells_out() -> None:
    head = [(60.0, "检测项目"), (260.0, "单位"), (440.0, "空腹"), (600.0, "30分钟"), (760.0, "120分钟")]
    body = [["葡萄糖", "mmol/L", "5.12", "9.81", "8.63"], ["胰岛素", "μU/mL", "8.21", "", "71.20"]]
    assert [r[:3] for r in rows(table(head, body))] == [
        ("葡萄糖 空腹", "5.12", "mmol/L"),
        ("葡萄糖 30分钟", "9.81", "mmol/L"),
        ("葡萄糖 120分钟", "8.63", "mmol/L"),
        ("胰岛素 空腹", "8.21", "μU/mL"),
        ("胰岛素 120分钟", "71.20", "μU/mL"),
    ]


def test_two_isolates_under_one_list_of_antibiotics() -> None:
    head = [(60.0, "Antibiotic"), (500.0, "MIC"), (640.0, "Interp"), (820.0, "MIC"), (960.0, "Interp")]
    labels = [(520.0, "Isolate 1"), (850.0, "Isolate 2")]
    body = [["Ampicillin", ">=32", "R", "<=2", "S"], ["Cefazolin", "8", "I", "", ""], ["Vancomycin", "", "", "1", "S"]]
    text = page([labels, head, *([(x, cell) for (x, _), cell in zip(head, row, strict=True)] for row in body)])
    assert [(r.name, r.comparator, r.value, r.unit, r.flag) for r in read_tables([text]).results] == [
        ("Ampicillin Isolate 1", ">=", "32", "", "A"),
        ("Ampicillin Isolate 2", "<=", "2", "", ""),
        ("Cefazolin Isolate 1", None, "8", "", "A"),
        ("Vancomycin Isolate 2", None, "1", "", ""),
    ]


def test_share_and_count_of_the_same_cells_keep_their_units() -> None:
    head = [(60.0, "项目"), (480.0, "百分比(%)"), (700.0, "参考范围"), (940.0, "绝对计数"), (1200.0, "参考范围")]
    body = [
        ["总T细胞(CD3+)", "81.20", "50.00-84.00", "1522", "955-2860"],
        ["总B细胞(CD19+)", "9.80", "5.00-18.00", "184", "90-560"],
    ]
    text = table(head, body)
    assert [r[1:4] for r in rows(text)] == [
        ("81.20", "%", "50.00-84.00"),
        ("1522", "", "955-2860"),
        ("9.80", "%", "5.00-18.00"),
        ("184", "", "90-560"),
    ]
    counts = [r for r in read_tables([text]).results if not r.unit]
    assert counts
    assert all(Reason.UNIT_MISSING in r.reasons for r in counts)


def test_units_head_the_columns_of_results() -> None:
    head = [(60.0, "Fractions"), (330.0, "%"), (440.0, "Ref. %"), (675.0, "g/dL"), (800.0, "Ref. g/dL")]
    body = [["Albumin", "51.2", "55.8-66.1", "3.79", "4.02-4.76"], ["Alpha 1", "4.9", "2.9-4.9", "0.36", "0.21-0.35"]]
    assert rows(table(head, body))[:2] == [
        ("Albumin", "51.2", "%", "55.8-66.1", ""),
        ("Albumin", "3.79", "g/dL", "4.02-4.76", ""),
    ]


@pytest.mark.parametrize(
    "row",
    [["PR interval", "169", "ms", ""], ["EBV DNA", "Target not detected", "IU/mL", "100"]],
)
def test_a_row_with_a_unit_is_no_header(row: list[str]) -> None:
    head = [(60.0, "Test"), (400.0, "Result"), (800.0, "Unit"), (1000.0, "Limit of quantification")]
    body = [["HBV DNA", "35", "IU/mL", "10"], row, ["HCV RNA", "120", "IU/mL", "12"]]
    assert [r[1] for r in rows(table(head, body))] == ["35", row[1], "120"]


def test_names_across_the_page() -> None:
    text = page(
        [
            [(60.0, "项目"), (240.0, "白细胞"), (540.0, "红细胞"), (840.0, "血红蛋白")],
            [(60.0, "结果"), (240.0, "3.12↓"), (540.0, "4.61"), (840.0, "139")],
            [(60.0, "单位"), (240.0, "10^9/L"), (540.0, "10^12/L"), (840.0, "g/L")],
            [(60.0, "参考值"), (240.0, "3.50-9.50"), (540.0, "4.30-5.80"), (840.0, "130-175")],
        ]
    )
    assert rows(text) == [
        ("白细胞", "3.12", "10^9/L", "3.50-9.50", "L"),
        ("红细胞", "4.61", "10^12/L", "4.30-5.80", ""),
        ("血红蛋白", "139", "g/L", "130-175", ""),
    ]


def test_findings_in_a_grid_of_pairs() -> None:
    text = page(
        [
            [(60.0, "清洁度"), (300.0, "III度"), (560.0, "滴虫"), (800.0, "未见")],
            [(60.0, "线索细胞"), (300.0, "阳性"), (560.0, "上皮细胞"), (800.0, "++")],
            [(60.0, "白细胞酯酶"), (300.0, "阳性"), (560.0, "霉菌"), (800.0, "未见")],
            [(60.0, "pH值"), (300.0, "5.0"), (560.0, "白细胞"), (800.0, "+++/HP")],
        ]
    )
    assert sorted(r[:3] for r in rows(text)) == sorted(
        [
            ("清洁度", "III度", ""),
            ("滴虫", "未见", ""),
            ("线索细胞", "阳性", ""),
            ("上皮细胞", "++", ""),
            ("白细胞酯酶", "阳性", ""),
            ("霉菌", "未见", ""),
            ("pH值", "5.0", ""),
            ("白细胞", "+++", "/HP"),
        ]
    )


def test_a_list_of_findings_and_titres_without_a_header() -> None:
    said = [
        ("Malaria Parasite (MP)", "Seen (++)"),
        ("Microfilaria", "Not seen"),
        ("HBsAg", "Negative"),
        ("VDRL", "Non-reactive"),
        ("Genotype", "AS"),
        ("Salmonella typhi O", "1:20"),
        ("Salmonella typhi H", "1:160"),
    ]
    text = page([[(60.0, name), (640.0, value)] for name, value in said])
    assert [r[:2] for r in rows(text)] == said


def test_a_form_of_answers_is_no_list_of_findings() -> None:
    said = [
        ("Fasting", "Yes"),
        ("Smoker", "No"),
        ("Allergies", "None"),
        ("Status", "Normal"),
        ("Diet", "Normal"),
        ("Pets", "None"),
    ]
    assert rows(page([[(60.0, name), (640.0, value)] for name, value in said])) == []


def test_interval_and_unit_on_the_line_below() -> None:
    text = page(
        [
            [(40.0, "空腹血糖"), (900.0, "6.42↑")],
            [(40.0, "参考范围：3.90-6.10"), (900.0, "mmol/L")],
            [],
            [(40.0, "总胆固醇"), (900.0, "4.88")],
            [(40.0, "参考范围：2.80-5.70"), (900.0, "mmol/L")],
            [],
            [(40.0, "尿酸"), (900.0, "401")],
            [(40.0, "参考范围：155-357"), (900.0, "μmol/L")],
            [],
            [(40.0, "肌酐"), (900.0, "61.0")],
            [(40.0, "参考范围：41.0-73.0"), (900.0, "μmol/L")],
        ]
    )
    assert rows(text) == [
        ("空腹血糖", "6.42", "mmol/L", "3.90-6.10", "H"),
        ("总胆固醇", "4.88", "mmol/L", "2.80-5.70", ""),
        ("尿酸", "401", "μmol/L", "155-357", ""),
        ("肌酐", "61.0", "μmol/L", "41.0-73.0", ""),
    ]


def test_a_value_below_its_label_beside_the_interval_below_the_name() -> None:
    body = [
        ("Triglycerides", "30-149 mg/dL", "143 mg/dL", ""),
        ("HDL cholesterol", "50-90 mg/dL", "44 mg/dL", "Low"),
        ("ALT", "5-40 U/L", "27 U/L", ""),
    ]
    lines: list[list[tuple[float, str]]] = []
    for name, ref, value, mark in body:
        lines += [
            [(60.0, name), (700.0, "Your value")],
            [(60.0, f"Normal range: {ref}"), (700.0, value), (1000.0, mark)],
            [],
            [],
        ]
    assert rows(page(lines)) == [
        ("Triglycerides", "143", "mg/dL", "30-149 mg/dL", ""),
        ("HDL cholesterol", "44", "mg/dL", "50-90 mg/dL", "L"),
        ("ALT", "27", "U/L", "5-40 U/L", ""),
    ]


def test_what_stands_between_the_rows_never_joins_a_name() -> None:
    head = [(60.0, "TEST NAME"), (640.0, "VALUE"), (840.0, "UNITS")]
    text = page(
        [
            head,
            [(60.0, "25-OH VITAMIN D"), (640.0, "17.42"), (840.0, "ng/ml")],
            [(60.0, "Reference Range :")],
            [(60.0, "DEFICIENCY : <=20 ng/ml")],
            [(60.0, "SUFFICIENCY : >=30 ng/ml")],
            [(60.0, "VITAMIN B-12"), (640.0, "198"), (840.0, "pg/ml")],
            [(60.0, "> Sample slightly haemolysed.")],
            [(60.0, "FERRITIN"), (640.0, "88"), (840.0, "ng/ml")],
        ]
    )
    assert [r[0] for r in rows(text)] == ["25-OH VITAMIN D", "VITAMIN B-12", "FERRITIN"]


def test_a_heading_above_indented_rows_is_no_part_of_a_name() -> None:
    head = [(60.0, "项目"), (560.0, "结果"), (780.0, "单位"), (900.0, "参考值")]
    groups = [
        ("凝血酶原时间测定", "PT时间", "10.8"),
        ("凝血酶时间测定", "TT时间", "15.0"),
        ("纤维蛋白原测定", "FIB含量", "3.12"),
    ]
    body: list[list[tuple[float, str]]] = []
    for heading, name, value in groups:
        body += [[(60.0, heading)], [(100.0, name), (560.0, value), (780.0, "s"), (900.0, "9.0-21.0")]]
    assert [r[0] for r in rows(page([head, *body]))] == ["PT时间", "TT时间", "FIB含量"]


def test_a_signature_below_the_rows_is_no_result() -> None:
    head = [(60.0, "TEST"), (460.0, "RESULT"), (600.0, "UNIT"), (760.0, "REFERENCE")]
    body = [
        [(x, c) for (x, _), c in zip(head, row, strict=True)]
        for row in (["Glucose", "7.21", "mmol/L", "3.89-5.83"], ["Urea", "5.02", "mmol/L", "2.50-7.20"])
    ]
    last = [(60.0, "R. A. Nemo-Uy, RMT"), (460.0, "Lic. 0088712")]
    assert [r[0] for r in rows(page([head, *body, last]))] == ["Glucose", "Urea"]


def test_values_and_signs_around_brackets() -> None:
    text = page(
        [
            [(60.0, "总蛋白(TP)"), (600.0, "↓[61.2]"), (800.0, "g/L"), (980.0, "【65.0-85.0】")],
            [(60.0, "球蛋白(GLO)"), (600.0, "[28.1]"), (800.0, "g/L"), (980.0, "【20.0-40.0】")],
            [(60.0, "总胆红素(TBIL)"), (600.0, "↑[48.6]"), (800.0, "μmol/L"), (980.0, "【3.4-20.5】")],
        ]
    )
    assert [r[1:] for r in rows(text)] == [
        ("61.2", "g/L", "[65.0-85.0]", "L"),
        ("28.1", "g/L", "[20.0-40.0]", ""),
        ("48.6", "μmol/L", "[3.4-20.5]", "H"),
    ]


def test_an_analyser_prints_signs_before_its_units_and_two_results_a_line() -> None:
    text = page(
        [
            [(40.0, "NEUT"), (200.0, "9.60+"), (320.0, "[10^9/L]"), (560.0, "78.0+"), (680.0, "[%]")],
            [(40.0, "LYMPH"), (200.0, "1.55"), (320.0, "[10^9/L]"), (560.0, "12.6-"), (680.0, "[%]")],
            [(40.0, "MONO"), (200.0, "0.93"), (320.0, "[10^9/L]"), (560.0, "7.6"), (680.0, "[%]")],
        ]
    )
    assert [(n, v, u, f) for n, v, u, _, f in rows(text)] == [
        ("NEUT", "9.60", "10^9/L", "H"),
        ("NEUT", "78.0", "%", "H"),
        ("LYMPH", "1.55", "10^9/L", ""),
        ("LYMPH", "12.6", "%", "L"),
        ("MONO", "0.93", "10^9/L", ""),
        ("MONO", "7.6", "%", ""),
    ]


def test_a_grade_is_no_percent_sign() -> None:
    text = page(
        [
            [(60.0, name), (540.0, value), (720.0, "0")]
            for name, value in (("Dog dander", "0.10"), ("Egg white", "0.21"), ("Peanut", "0.12"))
        ]
    )
    assert all(not unit for _, _, unit, _, _ in rows(text))


@pytest.mark.parametrize("text", ["空腹", "30分钟", "120 min", "透析后", "Pre-HD", "餐后2小时", "Isolate 2", "立位"])
def test_conditions(text: str) -> None:
    assert is_condition(text)


@pytest.mark.parametrize(
    "text", ["结果", "单位", "Result", "Pre", "左室", "Minutes", "30", "时间", "空腹血糖", "1" * 4000, "min" * 900]
)
def test_no_conditions(text: str) -> None:
    assert not is_condition(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Lower reference limit", "ref"),
        ("食物名称", "name"),
        ("Limit of quantification", "other"),
        ("Time drawn", "other"),
        ("检测浓度水平", "result"),
        ("Disorder", None),
    ],
)
def test_a_header_by_its_telling_word(text: str, kind: str | None) -> None:
    assert kind_by_word(text) == kind


@pytest.mark.parametrize(
    ("text", "value"), [("↓[61.2]", "61.2"), ("[<0.5]↓", "<0.5"), ("[136-146]", "[136-146]"), ("5.2", "5.2")]
)
def test_in_brackets(text: str, value: str) -> None:
    assert in_brackets(text) == value
