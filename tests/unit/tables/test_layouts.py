"""Layouts of tables beyond name, result, unit and range in their own columns."""

from __future__ import annotations

import pytest

from ocr_pipeline.page import PageText
from ocr_pipeline.report import Reason, Result
from ocr_pipeline.tables import read_tables
from ocr_pipeline.tables.headers.dated import newest
from ocr_pipeline.tables.naming.vietnamese import behind_code, restore
from tests.unit.tables.pages import page

pytestmark = pytest.mark.unit


def rows(*pages: PageText) -> tuple[Result, ...]:
    return read_tables(pages).results


def test_the_newest_of_dated_columns_holds_the_results() -> None:
    head = [
        (60, "Analyte"),
        (400, "26/02/25"),
        (560, "05/03/25"),
        (720, "12/03/25"),
        (900, "Units"),
        (1040, "Ref Range"),
    ]
    sodium = [(60, "Sodium"), (400, "140"), (560, "138"), (720, "134"), (900, "mmol/L"), (1040, "135-145")]
    urea = [(60, "Urea"), (400, "6.2"), (560, "7.7"), (720, "9.8*"), (900, "mmol/L"), (1040, "2.5-7.8")]
    found = rows(page([head, sodium, urea]))
    assert [(r.name, r.value, r.flag) for r in found] == [("Sodium", "134", ""), ("Urea", "9.8", "A")]
    assert not any(r.reasons for r in found)


@pytest.mark.parametrize("days", [("05/14 0400", "05/14 2000"), ("05/13 08:00", "05/14 06:00")])
def test_days_without_their_year_head_columns_of_a_flowsheet(days: tuple[str, str]) -> None:
    head = [(60, "Component"), (260, "Units"), (400, "Range"), (600, days[0]), (800, days[1])]
    body = [
        [(60, "Glucose"), (260, "mg/dL"), (400, "70-110"), (600, "62 L"), (800, "133 H")],
        [(60, "Potassium"), (260, "mmol/L"), (400, "3.5-5.3"), (600, "3.4 L"), (800, "3.8")],
        [(60, "Sodium"), (260, "mmol/L"), (400, "137-147"), (600, "139"), (800, "140")],
    ]
    found = rows(page([head, *body]))
    assert [(r.name, r.value, r.flag) for r in found] == [
        ("Glucose", "133", "H"),
        ("Potassium", "3.8", ""),
        ("Sodium", "140", ""),
    ]


@pytest.mark.parametrize("title", ["Today", "Totay"])
def test_no_guessed_word_makes_a_table_a_bill(title: str) -> None:
    head = [(60, "Marker"), (300, title), (450, "Healthy range"), (650, "Units"), (800, "Last visit")]
    body = [
        [(60, "Creatinine"), (300, "0.63"), (450, "0.46 to 0.82"), (650, "mg/dL"), (800, "0.68 (Feb 2024)")],
        [(60, "Glucose"), (300, "86"), (450, "70 to 110"), (650, "mg/dL"), (800, "81 (Feb 2024)")],
        [(60, "Triglycerides"), (300, "227"), (450, "40 to 151"), (650, "mg/dL"), (800, "220 (Feb 2024)")],
    ]
    found = rows(page([head, *body]))
    assert [(r.name, r.value) for r in found] == [("Creatinine", "0.63"), ("Glucose", "86"), ("Triglycerides", "227")]


@pytest.mark.parametrize("apart", [True, False])
def test_the_letter_of_a_low_value_stands_behind_its_unit_too(apart: bool) -> None:
    head = [(60, "Analyse"), (400, "Résultats"), (520, "Unités"), (740, "Normales")]
    body = [
        [(60, "Créatinine"), (400, "120"), (520, "μmol/L"), (660, "H"), (740, "N : 62 à 106")],
        [(60, "Cholestérol total"), (400, "1,37"), (520, "g/L"), (660, "B"), (740, "N : 1,40 à 2,00")],
        [(60, "Glycémie à jeun"), (400, "0,84"), (520, "g/L"), (740, "N : 0,70 à 1,10")],
    ]
    if not apart:  # one piece of print for both
        head[1:3] = [(400, "Résultats Unités")]
        body = [[b[0], (400, f"{b[1][1]} {b[2][1]}"), *b[3:]] for b in body]
    assert [(r.value, r.flag) for r in rows(page([head, *body]))] == [("120", "H"), ("1,37", "L"), ("0,84", "")]


def test_beside_a_day_that_was_not_read_as_one_no_other_is_surely_the_newest() -> None:
    head = [(60, "Component"), (260, "Units"), (400, "Range"), (560, "05/14 0400"), (700, "05/14"), (860, "05/142000")]
    body = [
        [(60, "Glucose"), (260, "mg/dL"), (400, "70-110"), (560, "62 L"), (700, "85"), (860, "133 H")],
        [(60, "Potassium"), (260, "mmol/L"), (400, "3.5-5.3"), (560, "3.4 L"), (700, "3.9"), (860, "3.8")],
        [(60, "Sodium"), (260, "mmol/L"), (400, "137-147"), (560, "139"), (700, "141"), (860, "140")],
    ]
    tables = read_tables([page([head, *body])])
    assert len(tables.results) == 3
    assert all(r.reasons for r in tables.results)
    assert all(seen.rival for seen in tables.evidence)  # another number of the row fits as well


def test_dates_that_cannot_be_put_in_order_make_every_value_doubtful() -> None:
    assert newest(["12/03/25", "05/04/25"]) is None
    assert newest(["2025-03-12", "2025-03-05"]) == 0
    assert newest(["2025-03-12 08:00", "2025-03-12 14:00"]) == 1
    assert newest(["06-01 08:00", "06-01 14:00", "06-02 08:00"]) == 2
    assert newest(["12-31 20:00", "01-01 08:00"]) is None
    assert newest(["05/14 0400", "05/14 1200", "05/13 20:00"]) == 1
    assert newest(["14/05 08:00", "02/06 08:00"]) == 1
    assert newest(["05/04 08:00", "06/03 08:00"]) is None
    assert newest(["31/12 08:00", "01/01 08:00"]) is None
    head = [(60, "Analyte"), (400, "12/03/25"), (560, "05/04/25"), (900, "Units"), (1040, "Ref Range")]
    sodium = [(60, "Sodium"), (400, "140"), (560, "138"), (900, "mmol/L"), (1040, "135-145")]
    urea = [(60, "Urea"), (400, "6.2"), (560, "7.7"), (900, "mmol/L"), (1040, "2.5-7.8")]
    assert all(Reason.COLUMNS_UNCERTAIN in r.reasons for r in rows(page([head, sodium, urea])))


def test_dated_columns_beside_a_headed_result_are_earlier_ones() -> None:
    head = [(60, "项目"), (300, "2025-03-01"), (460, "结果"), (620, "单位"), (780, "参考范围")]
    body = [[(60, "钾"), (300, "5.9"), (460, "4.1"), (620, "mmol/L"), (780, "3.5-5.3")], [(60, "钠"), (300, "131"), (460, "139"), (620, "mmol/L"), (780, "137-147")]]  # fmt: skip
    assert [r.value for r in rows(page([head, *body]))] == ["4.1", "139"]


def test_a_value_stands_in_range_or_out_of_range() -> None:
    head = [(60, "Test Name"), (400, "In Range"), (560, "Out Of Range"), (780, "Reference Range"), (1040, "Lab")]
    glucose = [(60, "GLUCOSE"), (560, "118 H"), (780, "65-99 mg/dL"), (1040, "AT")]
    sodium = [(60, "SODIUM"), (400, "139"), (780, "135-146 mmol/L"), (1040, "AT")]
    found = rows(page([head, glucose, sodium]))
    assert [(r.name, r.value, r.unit, r.flag) for r in found] == [
        ("GLUCOSE", "118", "mg/dL", "H"),
        ("SODIUM", "139", "mmol/L", ""),
    ]


def test_results_listed_one_a_line() -> None:
    lines = [
        "Haemoglobin: 141 g/L (130 - 170)",
        "血小板 189 10^9/L（参考值：150-400）",
        "Vitamin B12: 155 ng/L [197 - 771] Low",
    ]
    found = rows(page([[(60, line)] for line in lines]))
    assert [(r.value, r.unit, r.flag) for r in found] == [
        ("141", "g/L", ""),
        ("189", "10^9/L", ""),
        ("155", "ng/L", "L"),
    ]
    assert [r.name for r in found] == ["Haemoglobin", "血小板", "Vitamin B12"]
    assert rows(page([[(60, lines[0])], [(60, "Please see your doctor (within 2-3 weeks).")]])) == ()


def test_the_temperature_above_a_blood_gas_is_no_part_of_a_name() -> None:
    slip = [[(30, "37.0 C")]] + [
        [(30, name), (170, value), (310, unit), (430, ref)]
        for name, value, unit, ref in [
            ("pH", "7.312", "", "[7.350-7.450]"),
            ("pCO2", "52", "mmHg", "[35-45]"),
            ("pO2", "61", "mmHg", "[83-108]"),
            ("K+", "4.1", "mmol/L", "[3.4-4.5]"),
        ]
    ]
    assert [(r.name, r.group) for r in rows(page(slip))] == [("pH", ""), ("pCO2", ""), ("pO2", ""), ("K+", "")]


def test_a_department_above_its_rows_is_no_signature() -> None:
    head = [(60, "PRUEBA"), (400, "RESULTADO"), (600, "UNIDADES"), (800, "VALORES DE REFERENCIA")]
    body = [[(60, "BIOQUÍMICA")], [(60, "Glucosa"), (400, "* 126"), (600, "mg/dL"), (800, "70 - 110")], [(60, "Urea"), (400, "32"), (600, "mg/dL"), (800, "10 - 50")]]  # fmt: skip
    assert [r.name for r in rows(page([head, *body]))] == ["Glucosa", "Urea"]


def test_a_han_letter_for_a_graded_sign_is_mended_and_doubted() -> None:
    head = [(60, "检验项目"), (400, "检验结果"), (600, "参考值")]
    body = [[(60, "酮体"), (400, "士"), (600, "阴性")], [(60, "隐血"), (400, "2+"), (600, "阴性")], [(60, "葡萄糖"), (400, "-"), (600, "阴性")]]  # fmt: skip
    found = rows(page([head, *body]))
    assert [r.value for r in found] == ["±", "2+", "-"]
    assert [bool(r.reasons) for r in found] == [True, False, False]


def test_a_remark_that_ends_in_a_limit_is_no_result() -> None:
    head = [(60, "TESTS"), (400, "RESULT"), (600, "UNITS"), (800, "REFERENCE INTERVAL")]
    body = [
        [(60, "Hemoglobin A1c"), (400, "6.1"), (600, "%"), (800, "4.8 - 5.6")],
        [(60, "Glucose"), (400, "5.1"), (600, "mmol/L"), (800, "3.9 - 6.1")],
        [(100, "Glycemic control for adults with diabetes: <7.0")],
    ]
    assert [r.name for r in rows(page([head, *body]))] == ["Hemoglobin A1c", "Glucose"]


def test_a_column_of_cut_offs_beside_words() -> None:
    head = [(60, "TEST"), (400, "RESULT"), (600, "CUT OFF / INDEX METHOD")]
    body = [
        [(60, "HBsAg"), (400, "Non Reactive"), (600, "0.32"), (800, "CMIA")],
        [(60, "Anti HCV"), (400, "Reactive"), (600, "4.11"), (800, "CMIA")],
    ]
    assert [(r.name, r.value) for r in rows(page([head, *body]))] == [
        ("HBsAg", "Non Reactive"),
        ("Anti HCV", "Reactive"),
    ]


def test_a_share_whose_percent_sign_was_lost_has_it_from_its_name_where_units_have_a_column() -> None:
    head, count = [(60, "项目"), (300, "结果"), (500, "参考值"), (700, "单位")], [(60, "白细胞"), (300, "6.1"), (500, "3.5-9.5"), (700, "10^9/L")]  # fmt: skip
    share = [(60, "中性粒细胞%"), (300, "60.1"), (500, "40-75")]
    assert [r.unit for r in rows(page([head, count, share]))] == ["10^9/L", "%"]
    assert [r.unit for r in rows(page([head[:3], share]))] == [""]


def test_a_control_beside_the_patient_is_no_result() -> None:
    head = [(60, "Test"), (400, "Patient"), (560, "Control"), (780, "Reference Range")]
    body = [
        [(60, "APTT"), (400, "33.4 sec"), (560, "30.0 sec"), (780, "25.0 - 36.0 sec")],
        [(60, "Fibrinogen"), (400, "3.45 g/L"), (780, "2.0 - 4.0 g/L")],
    ]
    wanted = [("APTT", "33.4", "sec"), ("Fibrinogen", "3.45", "g/L")]
    assert [(r.name, r.value, r.unit) for r in rows(page([head, *body]))] == wanted
    third = [(60, "PT"), (400, "14.8 sec"), (560, "12.5 sec"), (780, "11.0 - 14.0 sec")]
    assert [(r.name, r.value, r.unit) for r in rows(page([*body, third]))] == [*wanted, ("PT", "14.8", "sec")]


def test_letters_before_values_are_flags_also_without_a_header() -> None:
    body = [
        [(60, "WBC"), (400, "L 3.1"), (600, "x10^9/L"), (800, "(4.0-10.0)")],
        [(60, "E0%"), (400, "4.40"), (600, "%"), (800, "(3.80-4.80)")],
        [(60, "PLT"), (400, "H 410"), (600, "x10^9/L"), (800, "(150-400)")],
    ]
    assert [(r.name, r.value, r.flag) for r in rows(page(body))] == [
        ("WBC", "3.1", "L"),
        ("EO%", "4.40", ""),
        ("PLT", "410", "H"),
    ]


def test_a_count_a_field_is_the_value_as_printed_where_units_have_no_column() -> None:
    head, cells = [(60, "项目"), (400, "结果"), (600, "参考"), (800, "单位")], [(60, "白细胞"), (400, "0-3/HP"), (600, "0-5/HP")]  # fmt: skip
    assert [(r.value, r.unit) for r in rows(page([head[:3], cells, [(60, "颜色"), (400, "黃褐色")]]))] == [
        ("0-3/HP", ""),
        ("黄褐色", ""),
    ]
    assert [(r.value, r.unit) for r in rows(page([head, cells]))] == [("0-3", "/HP")]


@pytest.mark.parametrize(
    ("read", "name"),
    [
        ("Solnghing clu(RBC)", "Số lượng hồng cầu(RBC)"),
        ("Huyltslc tI(HGB)", "Huyết sắc tố(HGB)"),
        ("SIngbichcu(WBC)", "Số lượng bạch cầu(WBC)"),
        ("So longtiDuclu(PLT)", "Số lượng tiểu cầu(PLT)"),
        ("Erythrocytes(RBC)", "Erythrocytes(RBC)"),
        ("Platelets(PLT)", "Platelets(PLT)"),
    ],
)
def test_the_abbreviation_tells_which_vietnamese_name_was_bent(read: str, name: str) -> None:
    assert restore(read) == name


def test_an_interval_below_its_row_behind_a_label() -> None:
    body = [
        line
        for name, value, unit, ref in [
            ("Glucose, fasting", "98", "mg/dL", "70-99"),
            ("Insulin", "8.4", "uIU/mL", "2.6-24.9"),
            ("C-Peptide", "2.1", "ng/mL", "1.1-4.4"),
        ]
        for line in ([(60, name), (500, value), (620, unit)], [(500, "Ref: " + ref)])
    ]
    assert [(r.value, r.reference_range) for r in rows(page(body))] == [
        ("98", "70-99"),
        ("8.4", "2.6-24.9"),
        ("2.1", "1.1-4.4"),
    ]


def test_a_heading_above_a_short_name_is_no_part_of_it() -> None:
    head = [(60, "TEST"), (400, "RESULT"), (600, "NORMAL VALUE"), (800, "UNIT")]
    body = [
        [(60, "CHEMICALEXAMINATION")],
        [(60, "pH"), (400, "6.0"), (600, "4.6 - 8.0")],
        [(60, "Protein"), (400, "Trace"), (600, "Absent")],
    ]
    assert [(r.name, r.group) for r in rows(page([head, *body]))] == [
        ("pH", "CHEMICALEXAMINATION"),
        ("Protein", "CHEMICALEXAMINATION"),
    ]


def test_specks_far_right_of_an_interval_are_no_part_of_it() -> None:
    head = [(60, "Esame"), (400, "Risultato"), (560, "U.M."), (700, "Valori di riferimento")]
    body = [[(60, "VES"), (400, "12"), (560, "mm/h"), (700, "0-15"), (1200, "-"), (1400, "0")], [(60, "PCR"), (400, "2,1"), (560, "mg/L"), (700, "0"), (715, "-"), (730, "5")]]  # fmt: skip
    assert [r.reference_range.replace(" ", "") for r in rows(page([head, *body]))] == ["0-15", "0-5"]


def test_a_value_boxed_with_its_interval_in_a_table_whose_header_is_lost() -> None:
    body = [
        [(60, name), (400, both), (700, unit)]
        for name, both, unit in [
            ("Hemoglobin", "14,6 13,0-17,0", "g/dL"),
            ("Hematocrit", "44,8 40,0-50,0", "%"),
            ("MCH", "29,0 27,0-34,0", "pg"),
            ("MPV", "9,1", "fL"),
        ]
    ]
    wanted = [("14,6", "13,0-17,0"), ("44,8", "40,0-50,0"), ("29,0", "27,0-34,0"), ("9,1", "")]
    assert [(r.value, r.reference_range) for r in rows(page(body))] == wanted


def test_a_code_before_a_bent_vietnamese_name() -> None:
    assert behind_code("HGB Huytsct") == ("Huyết sắc tố", "HGB")
    assert behind_code("NEU% Tl%bchcutrungtinh") == ("Tỷ lệ % bạch cầu trung tính", "NEU%")
    assert behind_code("NEU% Neutrophil %") is None
    assert behind_code("PLT s lưngtiucu") == ("Số lượng tiểu cầu", "PLT")


def test_the_last_leader_dot_is_no_part_of_a_value_where_dots_lead_to_values() -> None:
    head = [(60, "Análisis"), (700, "Resultado"), (1200, "V. Ref.")]
    body = [
        [(60, "Glucosa"), (700, ".215 mg/dl"), (1200, "(70-110)")],
        [(60, "Urea"), (700, ".35,2 mg/dl"), (1200, "(17-43)")],
        [(60, "Creatinina"), (700, ".6,6 mg/L"), (1200, "(6,0-11,0)")],
    ]
    found = [(r.value, r.unit, r.reference_range) for r in rows(page([head, *body]))]
    assert found == [("215", "mg/dl", "(70-110)"), ("35,2", "mg/dl", "(17-43)"), ("6,6", "mg/L", "(6,0-11,0)")]
    lone = rows(page([head, [(60, "INR"), (700, ".98"), (1200, "(0.80-1.20)")]]))
    assert [r.value for r in lone] == [".98"]


def test_an_interval_in_brackets_behind_value_and_unit_gets_its_own_cell() -> None:
    head = [(60, "Test"), (500, "Result"), (1200, "Comment")]
    found = rows(
        page([head, *([(60, n), (500, f"{v} mmol/L (3.5-5.3)")] for n, v in (("Potassium", "4.1"), ("Urea", "5.0")))])
    )
    assert [(r.value, r.unit, r.reference_range) for r in found] == [
        ("4.1", "mmol/L", "(3.5-5.3)"),
        ("5.0", "mmol/L", "(3.5-5.3)"),
    ]


def test_a_letter_of_a_watermark_over_the_litre_is_no_part_of_the_unit() -> None:
    head = [(60, "项目"), (400, "结果"), (560, "单位"), (800, "参考范围")]
    body = [
        [(60, "白细胞"), (400, "5.1"), (560, "10^9/L"), (800, "3.5-9.5")],
        [(60, "淋巴细胞"), (400, "1.5"), (560, "10^9/中"), (800, "1.0-3.3")],
    ]
    assert [r.unit for r in rows(page([head, *body]))] == ["10^9/L", "10^9/L"]


def test_leader_dots_before_words_and_the_ring_of_a_degree_are_no_part_of_values() -> None:
    head = [(60, "Parameter"), (500, "Result"), (900, "Reference")]
    body = [
        [(60, "Colour"), (500, ". Brown"), (900, "Brown")],
        [(60, "Mucus"), (500, ".Absent"), (900, "Absent")],
        [(60, "Occult Blood"), (500, "Negative"), (900, "Negative")],
    ]
    assert [r.value for r in rows(page([head, *body]))] == ["Brown", "Absent", "Negative"]
    head = [(60, "Parameter"), (500, "Result"), (700, "Unit")]
    ecg = [
        [(60, "Heart rate"), (500, "72"), (700, "bpm")],
        [(60, "QRS axis"), (500, "15。")],
        [(60, "QTc"), (500, "410"), (700, "ms")],
    ]
    assert [(r.value, r.unit) for r in rows(page([head, *ecg]))] == [("72", "bpm"), ("15", "°"), ("410", "ms")]
