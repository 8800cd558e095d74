"""Columns that no header names, keys beside tables and panels that begin with their marks."""

from __future__ import annotations

from ocr_pipeline.page import PageText
from ocr_pipeline.report import Reason
from ocr_pipeline.tables import read_tables
from tests.unit.tables.pages import HEIGHT, line, page, table

_ROWS = [
    ("Leucocytes", "6,84", "10^9/L", "4,00", "10,00"),
    ("Hématies", "4,21", "10^12/L", "4,00", "5,40"),
    ("Hémoglobine", "11,6 *", "g/dL", "12,0", "16,0"),
    ("Hématocrite", "36,1 *", "%", "37,0", "47,0"),
    ("Plaquettes", "312", "10^9/L", "150", "400"),
]


def _read(page: PageText) -> list[tuple[str, str, str, str]]:
    return [(r.name, r.value, r.reference_range, r.flag) for r in read_tables([page]).results]


def test_two_columns_of_numbers_behind_results_are_bounds_without_a_header() -> None:
    wanted = [(n, v.strip(" *"), f"{a}-{b}", "A" if "*" in v else "") for n, v, _, a, b in _ROWS]
    for low in ("", "Normes"):
        header = [(100, "Analyse"), (500, "Résultat"), (700, "Unité"), (1000, low), (1250, "")]
        assert _read(table(header, _ROWS)) == wanted


def test_two_columns_of_earlier_results_are_no_bounds() -> None:
    rows = [
        ("Leucocytes", "6,84", "10^9/L", "7,12", "6,44"),
        ("Hématies", "4,21", "10^12/L", "4,30", "4,41"),
        ("Hémoglobine", "11,6", "g/dL", "11,2", "11,9"),
        ("Hématocrite", "36,1", "%", "35,0", "37,2"),
        ("Plaquettes", "312", "10^9/L", "298", "287"),
    ]
    header = [(100, "Analyse"), (500, "Résultat"), (700, "Unité"), (1000, ""), (1250, "")]
    assert [r[2] for r in _read(table(header, rows))] == [""] * 5


def test_bounds_with_headers_leave_values_at_the_far_end_of_their_column() -> None:
    header = [(100, "项目名称"), (370, "测定结果"), (930, "下限"), (1310, "上限"), (1500, "单位")]
    rows = [("促甲状腺激素", "6.832", "0.550", "4.780"), ("甲状腺素", "79.4", "58.1", "140.6")] * 2
    cells = [[(100, a), (815, b), (930, c), (1310, d), (1500, "U/L")] for a, b, c, d in rows]
    assert [r[1:3] for r in _read(page([header, *cells]))] == [(b, f"{c}-{d}") for _, b, c, d in rows]


def test_a_panel_beside_may_begin_with_its_marks() -> None:
    header = [(60, "项目"), (300, "结果"), (420, "提示"), (520, "参考值"), (760, "提示"), (860, "项目"), (1150, "结果")]
    header += [(1300, "参考值")]
    rows = [
        ("红细胞计数", "4.12", "↓", "4.3-5.8", "↑", "癌胚抗原", "6.83", "0.00-5.00"),
        ("血红蛋白", "126", "↓", "130-175", "", "糖类抗原125", "18.40", "0.00-35.00"),
        ("血小板计数", "268", "", "125-350", "↑", "糖类抗原199", "41.25", "0.00-37.00"),
    ]
    flags = {r[0]: r[3] for r in _read(table(header, rows))}
    assert flags == {
        "红细胞计数": "L", "血红蛋白": "L", "血小板计数": "", "癌胚抗原": "H", "糖类抗原125": "", "糖类抗原199": "H"
    }  # fmt: skip


def test_a_key_beside_or_below_the_rows_is_none_of_them() -> None:
    header = [(60, "Tetkik"), (420, "Sonuç"), (620, "Birim"), (800, "Referans Aralığı")]
    rows = [("Eritrosit", "4,55", "10^6/µL", "4,1-5,7"), ("Hemoglobin", "12,1", "g/dL", "12-16")]
    rows += [("Trombosit", "298", "10^3/µL", "150-400"), ("Kolesterol", "188", "mg/dL", "0-200")]
    key = [("Yorum", "Değer"), ("İstenen", "<200"), ("Sınırda", "200-239"), ("Yüksek", ">=240")]
    lines = list(table(header, rows).lines)
    wanted = [(n, v, r, "") for n, v, _, r in rows]
    for x, top in ((1200, 104.0), (60, 320.0)):
        beside = [
            line(text, x + 250 * at, top + 30 * row) for row, cells in enumerate(key) for at, text in enumerate(cells)
        ]
        assert _read(PageText(0, 1700, 700, (*lines, *beside), text_height=HEIGHT)) == wanted


def test_marks_before_names_need_no_header() -> None:
    header = [(60, ""), (160, "Test"), (500, "Result"), (700, "Units"), (900, "Ref. Range")]
    rows = [("H", "Sodium", "151", "mmol/L", "136-145"), ("", "Potassium", "4.1", "mmol/L", "3.5-5.1")]
    rows += [("L", "Chloride", "91", "mmol/L", "98-107"), ("", "Calcium", "9.1", "mg/dL", "8.6-10.2")]
    assert _read(table(header, rows)) == [(n, v, r, f) for f, n, v, _, r in rows]


def test_where_a_value_lies_drawn_in_characters_is_no_cell() -> None:
    header = [(60, "Test"), (400, "Result"), (550, ""), (800, "Units"), (950, "Ref. Range")]
    rows = [("Sodium", "141", "|--*--|", "mmol/L", "136-145"), ("Potassium", "4.1", "|-*---|", "mmol/L", "3.5-5.1")]
    rows += [("Chloride", "101", "|---*-|", "mmol/L", "98-107")]
    assert _read(table(header, rows)) == [(n, v, r, "") for n, v, _, _, r in rows]


def test_intervals_before_values_are_told_without_a_header() -> None:
    rows = [
        ("Glucose", "70 – 99", "92", "mg/dL"),
        ("Sodium", "135 – 146", "137", "mmol/L"),
        ("Albumin", "3.6 – 5.1", "3.9", "g/dL"),
        ("Chloride", "98 – 110", "102", "mmol/L"),
    ]
    read = _read(page([[(60.0, n), (400.0, r), (600.0, v), (760.0, u)] for n, r, v, u in rows]))
    assert read == [(n, v, r, "") for n, r, v, _ in rows]


def test_a_code_is_no_certain_name_where_all_others_have_both() -> None:
    header = [(60.0, "Examen"), (400.0, "Code"), (600.0, "Résultat"), (760.0, "Unité"), (900.0, "Valeurs de référence")]
    rows = [
        ("Hémoglobine", "HGB", "14,1", "g/dL", "13,4-16,7"),
        ("Hématocrite", "HCT", "42,0", "%", "39,2-48,6"),
        ("", "PLT", "178", "G/L", "150-400"),
        ("Leucocytes", "WBC", "7,07", "G/L", "4,00-10,00"),
    ]
    found = read_tables([table(header, rows)]).results
    assert [Reason.NAME_UNCERTAIN in r.reasons for r in found] == [False, False, True, False]
