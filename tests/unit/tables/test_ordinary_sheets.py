"""Sheets of hospitals, clinics and reference laboratories in six languages, as they are ordinarily printed."""

from __future__ import annotations

import pytest

from ocr_pipeline.report import Reason
from ocr_pipeline.tables import read_tables
from tests.unit.tables.pages import page, rows, table, values

pytestmark = pytest.mark.unit


def test_a_list_with_a_colon_before_each_value_and_intervals_in_brackets() -> None:
    text = page(
        [
            [(110.0, "FULL BLOOD COUNT")],
            [(110.0, "Hb"), (348.0, ": 9.8 g/dL"), (642.0, "(13.0-18.0)"), (880.0, "L")],
            [(110.0, "WBC"), (348.0, ": 5.1 x10^9/L"), (642.0, "(4.0-11.0)")],
            [(110.0, "Platelets"), (348.0, ": 98 x10^9/L"), (642.0, "(150-400) L")],
            [],
            [(110.0, "CHEMISTRY")],
            [(110.0, "RBS"), (348.0, ": 6.4 mmol/L"), (642.0, "(3.9-7.8)")],
            [(110.0, "Creatinine"), (348.0, ": 96 umol/L"), (642.0, "(62-106)")],
        ]
    )
    assert values(text) == [
        ("Hb", "9.8", "g/dL", "(13.0-18.0)"),
        ("WBC", "5.1", "x10^9/L", "(4.0-11.0)"),
        ("Platelets", "98", "x10^9/L", "(150-400)"),
        ("RBS", "6.4", "mmol/L", "(3.9-7.8)"),
        ("Creatinine", "96", "umol/L", "(62-106)"),
    ]


def test_shares_and_counts_with_intervals_each_under_a_header_without_a_word_for_names() -> None:
    text = table(
        [(300.0, "%"), (450.0, "Ref."), (700.0, "Absoluto (10³/µL)"), (1000.0, "Ref.")],
        [
            ("58,2", "40,0 - 75,0", "4,56", "1,80 - 7,70"),
            ("30,1", "20,0 - 45,0", "2,36", "1,00 - 4,80"),
            ("8,0", "2,0 - 10,0", "0,63", "0,10 - 0,90"),
        ],
    )
    names = page([[], *([(60.0, name)] for name in ("Neutrófilos", "Linfocitos", "Monocitos"))])
    assert values(type(text)(0, text.width, text.height, (*text.lines, *names.lines), text_height=20.0)) == [
        ("Neutrófilos", "58,2", "%", "40,0 - 75,0"),
        ("Neutrófilos", "4,56", "10^3/μL", "1,80 - 7,70"),
        ("Linfocitos", "30,1", "%", "20,0 - 45,0"),
        ("Linfocitos", "2,36", "10^3/μL", "1,00 - 4,80"),
        ("Monocitos", "8,0", "%", "2,0 - 10,0"),
        ("Monocitos", "0,63", "10^3/μL", "0,10 - 0,90"),
    ]


def test_a_table_of_categories_of_an_analyte_is_no_table_of_results() -> None:
    text = page(
        [
            [(60.0, "Name"), (400.0, "Value"), (600.0, "Range"), (900.0, "Units")],
            [(60.0, "Cholesterol"), (400.0, "242 (H)"), (600.0, "<200"), (900.0, "mg/dL")],
            [(60.0, "HDL"), (400.0, "61"), (600.0, ">40"), (900.0, "mg/dL")],
            [(60.0, "LDL, calculated"), (400.0, "162 (H)"), (600.0, "<100"), (900.0, "mg/dL")],
            [],
            [(60.0, "LDL Category"), (500.0, "mg/dL")],
            [(60.0, "Optimal"), (500.0, "< 100")],
            [(60.0, "Near optimal"), (500.0, "100 - 129")],
            [(60.0, "Borderline high"), (500.0, "130 - 159")],
            [(60.0, "High"), (500.0, "160 - 189")],
            [(60.0, "Very high"), (500.0, ">= 190")],
        ]
    )
    assert [r[0] for r in values(text)] == ["Cholesterol", "HDL", "LDL, calculated"]


def test_parts_of_an_examination_are_no_parts_of_names() -> None:
    text = table(
        [(60.0, "Parámetro"), (500.0, "Resultado"), (900.0, "Valor de referencia")],
        [
            ("Examen químico", "", ""),
            ("Cuerpos cetónicos", "Trazas", "Negativo"),
            ("Nitritos", "Positivo", "Negativo"),
            ("Urobilinógeno", "Normal", "Normal"),
            ("Examen microscópico", "", ""),
            ("Leucocitos", "12 - 15", "0 - 5"),
            ("Células epiteliales", "Escasas", "Escasas"),
        ],
    )
    assert [r[0] for r in values(text)] == [
        "Cuerpos cetónicos",
        "Nitritos",
        "Urobilinógeno",
        "Leucocitos",
        "Células epiteliales",
    ]


def test_what_a_mark_says_below_the_table_is_no_result() -> None:
    text = table(
        [(60.0, "Prueba"), (400.0, "Resultado"), (600.0, "Unidades"), (800.0, "Valores normales")],
        [
            ("TSH", "4,96 H", "µUI/mL", "0,27 - 4,20"),
            ("T4 libre", "1,02", "ng/dL", "0,93 - 1,70"),
            ("Prolactina", "31,4 H", "ng/mL", "4,8 - 23,3"),
        ],
    )
    key = page([[]] * 4 + [[(60.0, "H: superior al valor normal")]])
    both = type(text)(0, text.width, text.height, (*text.lines, *key.lines), text_height=20.0)
    assert [r[0] for r in values(both)] == ["TSH", "T4 libre", "Prolactina"]


def test_the_column_of_numbers_that_the_intervals_are_for_holds_the_results() -> None:
    text = table(
        [(60.0, "Test Name"), (500.0, "Result"), (750.0, "Value"), (950.0, "Unit"), (1100.0, "Cut-off")],
        [
            ("Dengue NS1 Antigen", "Positive", "4.82", "S/CO", "< 0.90"),
            ("Dengue IgM", "Negative", "0.31", "S/CO", "< 0.90"),
            ("HBsAg", "Negative", "0.22", "S/CO", "< 1.00"),
        ],
    )
    assert [r[:3] for r in values(text)] == [
        ("Dengue NS1 Antigen", "4.82", "S/CO"),
        ("Dengue IgM", "0.31", "S/CO"),
        ("HBsAg", "0.22", "S/CO"),
    ]


def test_a_sign_in_brackets_behind_a_word_is_no_interval() -> None:
    text = page(
        [
            [(110.0, "Hb"), (348.0, ": 9.8 g/dL"), (642.0, "(13.0-18.0)")],
            [(110.0, "WBC"), (348.0, ": 5.1 x10^9/L"), (642.0, "(4.0-11.0)")],
            [(110.0, "Platelets"), (348.0, ": 98 x10^9/L"), (642.0, "(150-400)")],
            [(110.0, "Blood film for MPs : Positive (++)")],
        ]
    )
    assert values(text)[-1] == ("Blood film for MPs", "Positive (++)", "", "")


@pytest.mark.parametrize(
    "title, count, germ, found",
    [
        ("UROCULTIVO", "Recuento de colonias", "Microorganismo aislado", "Escherichia coli"),
        ("ECBU", "Numération des germes", "Germe isolé", "Proteus mirabilis"),
        ("UROCOLTURA", "Carica batterica", "Microrganismo isolato", "Klebsiella pneumoniae"),
        ("İDRAR KÜLTÜRÜ", "Koloni sayısı", "Üreyen bakteri", "Escherichia coli"),
        ("NUÔI CẤY VI KHUẨN", "Số lượng vi khuẩn", "Vi khuẩn phân lập được", "Escherichia coli"),
    ],
)
def test_what_a_culture_found_is_told_in_five_languages(title: str, count: str, germ: str, found: str) -> None:
    text = page([[(60.0, title)], [(60.0, f"{count}: > 100.000 UFC/mL")], [(60.0, f"{germ}: {found}")]])
    assert [r[:3] for r in values(text)] == [(count, "100.000", "UFC/mL"), (germ, found, "")]


def test_a_card_prints_its_interval_below_the_name_without_a_colon() -> None:
    text = page(
        [
            [(110.0, "TSH"), (826.0, "6.12 mIU/L High")],
            [(110.0, "Reference range 0.35 - 4.94")],
            [(110.0, "Ferritin"), (900.0, "7 ug/L Low")],
            [(110.0, "Reference range 13 - 150")],
            [(110.0, "Folate"), (900.0, "9.8 nmol/L")],
            [(110.0, "Reference range > 7.0")],
            [(110.0, "Serum Iron"), (836.0, "5.1 umol/L Low")],
            [(110.0, "Reference range 9.0 - 30.4")],
        ]
    )
    assert values(text) == [
        ("TSH", "6.12", "mIU/L", "0.35 - 4.94"),
        ("Ferritin", "7", "ug/L", "13 - 150"),
        ("Folate", "9.8", "nmol/L", "> 7.0"),
        ("Serum Iron", "5.1", "umol/L", "9.0 - 30.4"),
    ]


def test_a_watermark_in_the_first_row_ends_no_table() -> None:
    text = table(
        [(98.0, "ANTIBIÓTICO"), (536.0, "CMI (μg/mL)"), (746.0, "INTERPRETACIÓN"), (1100.0, "")],
        [
            ("Ampicilina", ">=32", "Resistente", "仅供参考"),
            ("Amoxicilina/Clavulánico", "8", "Sensible", ""),
            ("Cefuroxima", "4", "Sensible", ""),
            ("Ciprofloxacino", ">=4", "Resistente", ""),
        ],
    )
    assert {"Amoxicilina/Clavulánico", "Cefuroxima", "Ciprofloxacino"} <= {r[0] for r in values(text)}


def test_letters_for_the_specimen_are_no_marks() -> None:
    text = table(
        [(60.0, "Esame"), (500.0, "Esito"), (650.0, "U.M."), (800.0, "Intervallo di riferimento"), (1250.0, "Mat.")],
        [
            ("SODIO", "141", "mmol/L", "136 - 145", "S"),
            ("CALCIO", "9,4", "mg/dL", "8,8 - 10,6", "S"),
            ("AST (GOT)", "21", "U/L", "0 - 35", "S"),
            ("INR", "1,04", "", "0,80 - 1,20", "P"),
        ],
    )
    assert [r[4] for r in rows(text)] == ["", "", "", ""]


def test_intervals_of_share_and_count_stand_behind_both() -> None:
    text = table(
        [(60.0, "Formula leucocitaria"), (400.0, "%"), (550.0, "10³/µL"), (700.0, "V.R. %"), (950.0, "V.R. 10³/µL")],
        [
            ("Neutrofili", "71,0", "8,80", "40,0-74,0", "1,90-8,00"),
            ("Linfociti", "19,2", "2,38", "19,0-48,0", "0,90-5,20"),
            ("Monociti", "7,1", "0,88", "3,4-9,0", "0,16-1,00"),
        ],
    )
    assert values(text)[:2] == [
        ("Neutrofili", "71,0", "%", "40,0-74,0"),
        ("Neutrofili", "8,80", "10^3/μL", "1,90-8,00"),
    ]


def test_a_word_behind_a_name_that_says_what_value_and_interval_say_is_a_mark() -> None:
    cells: list[list[tuple[float, str]]] = []
    for name, value, interval in (
        ("Glucose High", "131 mg/dL", "70 - 99"),
        ("Potassium", "4.2 mmol/L", "3.5 - 5.1"),
        ("Triglyceride, High", "1.2 mmol/L", "0.5 - 1.7"),
    ):
        cells += [[(40.0, name)], [(40.0, value)], [(40.0, f"Reference: {interval}")], []]
    assert [(r[0], r[4]) for r in rows(page(cells))] == [
        ("Glucose", "H"),
        ("Potassium", ""),
        ("Triglyceride, High", ""),
    ]


@pytest.mark.parametrize(("read", "group"), [("0", "O"), ("8", "B"), ("0型", "O型"), ("8型", "B型")])
def test_a_blood_group_is_a_letter_in_doubt(read: str, group: str) -> None:
    header = [(60.0, "项目"), (400.0, "结果"), (600.0, "单位"), (760.0, "参考区间")]
    lines = [("ABO血型", read, "", ""), ("白细胞", "5.6", "10^9/L", "3.5-9.5"), ("血红蛋白", "135", "g/L", "130-175")]
    found = read_tables([table(header, lines)]).results[0]
    assert (found.value, found.reasons) == (group, (Reason.AMBIGUOUS_CHARACTER,))


@pytest.mark.parametrize("last", ["Reference", ""])
def test_targets_of_a_pcr_with_their_cycles_and_a_sentence_below(last: str) -> None:
    text = table(
        [(60.0, "Target"), (500.0, "Result"), (700.0, "Ct value"), *([(850.0, last)] if last else [])],
        [
            ("SARS-CoV-2 N gene", "Positive", "25.07", *(["Negative"] if last else [])),
            ("Human adenovirus", "Negative", "-", *(["Negative"] if last else [])),
            ("Rhinovirus", "Positive", "33.84", *(["Negative"] if last else [])),
        ],
    )
    note = page([*([[]] * 7), [(60.0, "Ct values below 38 are reported as positive.")]])
    whole = type(text)(0, text.width, text.height, (*text.lines, *note.lines), text_height=20.0)
    expected = "Negative" if last else ""
    assert values(whole) == [
        ("SARS-CoV-2 N gene", "Positive", "", expected),
        ("Human adenovirus", "Negative", "", expected),
        ("Rhinovirus", "Positive", "", expected),
    ]


def test_a_slip_of_gases_without_a_header_whose_marks_stand_in_brackets_before_the_values() -> None:
    text = page(
        [
            [(60.0, "pH"), (200.0, "[L]7.312"), (500.0, "(7.350-7.450)")],
            [(60.0, "pCO2"), (200.0, "[H]52.6mmHg"), (500.0, "(35.0-45.0)")],
            [(60.0, "pO2"), (200.0, "[L] 61.8 mmHg"), (500.0, "(80.0-100.0)")],
            [(60.0, "Na+"), (245.0, "138.2 mmol/L"), (500.0, "(136.0-145.0)")],
            [(60.0, "K+"), (245.0, "4.05mmol/L"), (500.0, "(3.50-5.10)")],
            [(60.0, "Ca++"), (200.0, "[L]1.13mmol/L"), (500.0, "(1.15-1.33)")],
            [(60.0, "Hct"), (245.0, "39%"), (500.0, "(35-50)")],
        ]
    )
    assert [(r.name, r.value, r.unit, r.flag) for r, _ in zip(read_tables([text]).results, range(3), strict=False)] == [
        ("pH", "7.312", "", "L"),
        ("pCO2", "52.6", "mmHg", "H"),
        ("pO2", "61.8", "mmHg", "L"),
    ]


def test_the_rest_of_a_name_that_a_quantity_is_called_by() -> None:
    rows = [("Mean Corpuscular Hemoglobin", "28.9", "27.0 - 33.0", "pg"), ("Mean Corpuscular Hemoglobin", "33.0", "32.0 - 36.0", "g/dL"),
            ("Red Cell Distribution Width (RDW)", "15.1", "11.5 - 14.5", "%"), ("Platelet Count (PLT)", "402", "150 - 400", "10^3/uL"),
            ("Neutrophils, Absolute", "9.30", "1.80 - 7.70", "10^3/uL"), ("Monocytes, Absolute", "0.74", "0.20 - 0.90", "10^3/uL")]  # fmt: skip
    places = (60.0, 500.0, 650.0, 850.0)
    lines = [list(zip(places, row, strict=True)) for row in rows]
    lines[1:1] = [[(60.0, "(MCH)")]]
    lines[3:3] = [[(60.0, "Concentration (MCHC)")]]
    text = page([list(zip(places, ("Test Name", "Result", "Reference Range", "Units"), strict=True)), *lines])
    assert [r.name for r in read_tables([text]).results][:3] == [
        "Mean Corpuscular Hemoglobin (MCH)",
        "Mean Corpuscular Hemoglobin Concentration (MCHC)",
        "Red Cell Distribution Width (RDW)",
    ]


@pytest.mark.parametrize(
    "below", ["ABN = abnormal. Performed at Harbor Diagnostics.", "检验 白雪  审核 邱实  2023-04-19"]
)
def test_a_key_of_one_mark_or_two_who_sign_are_no_row(below: str) -> None:
    rows = [[(60.0, n), (400.0, v), (600.0, "3.5-9.5")] for n, v in (("WBC", "4.1"), ("RBC", "4.5"), ("PLT", "8.0"))]
    foot = [(60.0 + 340.0 * i, part) for i, part in enumerate(below.split("  "))]
    text = page([[(60.0, "Test"), (400.0, "Result"), (600.0, "Reference")], *rows, foot])
    assert [r.name for r in read_tables([text]).results] == ["WBC", "RBC", "PLT"]
