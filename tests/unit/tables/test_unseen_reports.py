"""Laboratory reports in the manner of real print-outs that the generator does not draw: portals, flowsheets, panels with methods."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mapping.terminology.units import to_ucum
from ocr_pipeline.plausibility import doubt
from ocr_pipeline.plausibility.quantities.units import scale
from ocr_pipeline.report import Reason, Report, Result, Source
from ocr_pipeline.tables import read_tables
from ocr_pipeline.tables.grammar.ranges import parse_range
from ocr_pipeline.tables.grammar.units import parse_unit
from ocr_pipeline.tables.headers.lexicon import header_words
from ocr_pipeline.tables.naming.names import is_group
from tests.unit.tables.pages import line, page, table
from tests.unit.tables.test_unseen_layouts import rows

pytestmark = pytest.mark.unit


def test_a_flowsheet_whose_first_header_word_is_unknown_has_its_newest_day() -> None:
    text = table(
        [(40.0, "Lab View"), (400.0, "2/14/2025 05:10"), (760.0, "2/13/2025 04:52"), (1100.0, "2/12/2025 16:33")],
        [
            ["Sodium Level", "137 mmol/L", "135 mmol/L", "133 mmol/L (L)"],
            ["BUN", "31 mg/dL (H)", "35 mg/dL (H)", "42 mg/dL (H)"],
            ["Calcium Level", "8.7 mg/dL", "8.5 mg/dL", "8.4 mg/dL"],
        ],
    )
    assert rows(text) == [
        ("Sodium Level", "137", "mmol/L", "", ""),
        ("BUN", "31", "mg/dL", "", "H"),
        ("Calcium Level", "8.7", "mg/dL", "", ""),
    ]


def cumulative() -> list[list[tuple[float, str]]]:
    xs = (60.0, 400.0, 560.0, 720.0, 900.0, 1080.0)
    lines = [
        ("Date", "12/09/24", "04/11/24", "28/01/25", "", ""),
        ("Time", "08:10", "09:25", "07:50", "", ""),
        ("Lab ID", "8701233", "8765541", "8812009", "Units", "Reference"),
        ("Sodium", "140", "141", "139", "mmol/L", "135-145"),
        ("Urea", "7.1", "7.9", "*9.2", "mmol/L", "3.0-8.0"),
        ("Urate", "0.31", "0.33", "0.35", "mmol/L", "0.15-0.40"),
        ("Albumin", "41", "40", "38", "g/L", "36-47"),
    ]
    return [[(x, cell) for x, cell in zip(xs, cells, strict=True)] for cells in lines]


def test_a_cumulative_report_whose_newest_day_stands_last() -> None:
    assert rows(page(cumulative())) == [
        ("Sodium", "139", "mmol/L", "135-145", ""),
        ("Urea", "9.2", "mmol/L", "3.0-8.0", "A"),
        ("Urate", "0.35", "mmol/L", "0.15-0.40", ""),
        ("Albumin", "38", "g/L", "36-47", ""),
    ]


def test_the_number_of_a_sample_above_the_values_is_no_slipped_value() -> None:
    text = page(cumulative())
    tables = read_tables([text])
    judged = doubt(Report(Source("0" * 64, "image/png", 1), results=tables.results), [text], tables)
    assert all(Reason.GEOMETRY_UNCERTAIN not in r.reasons for r in judged.results)


def test_two_dates_of_a_form_are_no_header() -> None:
    text = page(
        [
            [(60.0, "Dates"), (400.0, "12/09/2024"), (600.0, "13/09/2024")],
            [(60.0, "Room"), (400.0, "blue"), (600.0, "green")],
            [(60.0, "Guests"), (400.0, "many"), (600.0, "few")],
        ]
    )
    assert rows(text) == []


def test_cards_of_a_portal_print_the_value_beside_the_interval() -> None:
    text = page(
        [
            [(40.0, "WBC")],
            [(40.0, "Normalrange:4.0-11.010*3/uL"), (860.0, "6.2")],
            [],
            [(40.0, "Hemoglobin")],
            [(40.0, "Normal range: 11.7-15.5 g/dL"), (860.0, "11.3 Low")],
            [],
            [(40.0, "Immature what-not"), (860.0, "15.8"), (960.0, "High")],
            [(40.0, "Normal range: 11.5 - 15.0 %")],
        ]
    )
    assert rows(text) == [
        ("WBC", "6.2", "10^3/uL", "4.0-11.0", ""),
        ("Hemoglobin", "11.3", "g/dL", "11.7-15.5", "L"),
        ("Immature what-not", "15.8", "%", "11.5 - 15.0", "H"),
    ]


def test_methods_below_the_names_and_a_heading_above_the_first() -> None:
    cells = [[(60.0, "LIVER & KIDNEY PANEL, SERUM")]]
    for name, method, value, unit, ref in (
        ("Creatinine", "(Compensated Jaffe's reaction, IDMS traceable)", "0.88", "mg/dL", "0.51 - 0.95"),
        ("Urea", "(Urease UV)", "31.20", "mg/dL", "17.00 - 43.00"),
        ("Uric Acid", "(Uricase)", "6.10", "mg/dL", "2.60 - 7.00"),
        ("Bilirubin Total", "(DPD)", "0.62", "mg/dL", "0.30 - 1.20"),
        ("Total Protein", "(Biuret)", "7.10", "g/dL", "6.40 - 8.30"),
    ):
        cells += [[(60.0, name), (760.0, value), (950.0, unit), (1180.0, ref)], [(60.0, method)], []]
    head = [(60.0, "Test Name"), (760.0, "Results"), (950.0, "Units"), (1180.0, "Bio. Ref. Interval")]
    found = read_tables([page([head, *cells], pitch=26.0)]).results
    assert [r.name for r in found] == ["Creatinine", "Urea", "Uric Acid", "Bilirubin Total", "Total Protein"]
    assert found[0].group == "LIVER & KIDNEY PANEL, SERUM"


def test_codes_in_brackets_below_the_names_stay_parts_of_them() -> None:
    cells = []
    for name, code in (
        ("Thrombin time", "(TT)"),
        ("Prothrombin time", "(PT)"),
        ("Fibrinogen", "(FIB)"),
        ("Dimer", "(DD)"),
    ):
        cells += [[(60.0, name), (760.0, "12.1"), (950.0, "s"), (1180.0, "10.0 - 14.0")], [(60.0, code)], []]
    head = [(60.0, "Test Name"), (760.0, "Results"), (950.0, "Units"), (1180.0, "Reference")]
    assert rows(page([head, *cells], pitch=26.0))[0][0] == "Thrombin time (TT)"


def test_letters_and_signs_before_the_unit_are_marks_where_value_and_interval_say_so() -> None:
    text = table(
        [(60.0, "Tetkik"), (600.0, "Sonuç"), (780.0, ""), (850.0, "Birim"), (1020.0, "Referans Aralığı")],
        [
            ["Glukoz", "108", "Y", "mg/dL", "74 - 106"],
            ["HDL Kolesterol", "39", "D", "mg/dL", "45 - 65"],
            ["Eritrosit", "5,61", ">", "10^6/µL", "3,80 - 5,30"],
            ["Üre", "33", "", "mg/dL", "16,6 - 48,5"],
            ["Kreatinin", "0,74", "Y", "mg/dL", "0,50 - 0,90"],
        ],
    )
    found = read_tables([text]).results
    assert [r.flag for r in found] == ["H", "L", "H", "", ""]
    assert [Reason.SYMBOL_UNCERTAIN in r.reasons for r in found] == [False, False, False, False, True]


def test_a_slip_with_arrows_before_the_names_and_intervals_in_brackets() -> None:
    text = page(
        [
            [(40.0, "↓ pH"), (200.0, "7.318"), (410.0, "[7.350-7.450]")],
            [(40.0, "↑ pCO2"), (210.0, "52.1 mmHg"), (410.0, "[35.0-45.0]")],
            [(70.0, "cNa+"), (230.0, "138 mmol/L"), (420.0, "[136-146]")],
            [(40.0, "↓ ctHb"), (210.0, "11.2 g/dL"), (404.0, "L"), (450.0, "12.0-16.0]")],
            [(70.0, "FCOHb"), (230.0, "1.2%"), (405.0, "L"), (480.0, "0.5-1.5]")],
        ]
    )
    assert [(r[0], r[1], r[2], r[3].strip("[]"), r[4]) for r in rows(text)] == [
        ("pH", "7.318", "", "7.350-7.450", "L"),
        ("pCO2", "52.1", "mmHg", "35.0-45.0", "H"),
        ("cNa+", "138", "mmol/L", "136-146", ""),
        ("ctHb", "11.2", "g/dL", "12.0-16.0", "L"),
        ("FCOHb", "1.2", "%", "0.5-1.5", ""),
    ]


def test_what_says_that_it_was_calculated_is_an_interval_all_the_same() -> None:
    found = parse_range("<5.0 (calc)")
    assert found is not None
    assert (found.text, found.high_text) == ("<5.0 (calc)", "5.0")


def test_groups_with_their_short_name_behind_them() -> None:
    assert is_group("Tam Kan Sayımı (Hemogram)")
    assert is_group("DIFFERENTIAL LEUCOCYTIC COUNT (DLC)")
    assert not is_group("Hemoglobin (HGB)")
    assert not is_group("Platelet count (PLT)")


ALLERGENS = [
    ("House dust mite (d1)", "38.4"),
    ("Cat dander (e1)", "12.1"),
    ("Silver birch (t3)", "0.21"),
    ("Peanut (f13)", "17.5"),
]


def allergens() -> list[list[tuple[float, str]]]:
    xs = (60.0, 500.0, 660.0, 820.0, 970.0)
    rows_ = [("Total IgE", "412", "kU/L", "", "0-52"), *((n, v, "kUA/L", "3", "<0.35") for n, v in ALLERGENS)]
    lines = [("Allergen", "Result", "Units", "Class", "Reference"), *rows_]
    return [[(x, cell) for x, cell in zip(xs, cells, strict=True)] for cells in lines]


def test_a_key_of_classes_below_the_rows_holds_no_results() -> None:
    key = [
        ("Class", "kUA/L", "Level of specific IgE"),
        ("0", "<0.35", "Absent or undetectable"),
        ("1", "0.35-0.69", "Low"),
    ]
    key += [("2", "0.70-3.49", "Moderate"), ("6", ">100", "Very high")]
    lines = [*allergens(), *([(60.0, a), (310.0, b), (610.0, c)] for a, b, c in key)]
    assert [r[0] for r in rows(page(lines))] == ["Total IgE", *(n for n, _ in ALLERGENS)]


def test_a_table_of_analytes_under_such_a_word_is_no_key() -> None:
    lines = [
        ("Category", "Value", ""),
        ("Glucose", "5.1", "mmol/L"),
        ("Sodium", "139", "mmol/L"),
        ("Urea", "4.4", "mmol/L"),
    ]
    found = rows(page([[(60.0, a), (500.0, b), (700.0, c)] for a, b, c in lines]))
    assert [r[:2] for r in found] == [("Glucose", "5.1"), ("Sodium", "139"), ("Urea", "4.4")]


def test_values_of_allergens_have_not_slipped_where_all_but_one_have_the_same_interval() -> None:
    text = page(allergens())
    tables = read_tables([text])
    judged = doubt(Report(Source("0" * 64, "image/png", 1), results=tables.results), [text], tables)
    assert all(Reason.GEOMETRY_UNCERTAIN not in r.reasons for r in judged.results)


def test_one_header_for_intervals_and_units_heads_one_column() -> None:
    assert [h.kind for h in header_words("Ref Range & Units")] == ["ref"]
    assert [h.kind for h in header_words("Unit Reference range")] == ["unit", "ref"]


def test_the_key_of_the_marks_joins_no_name() -> None:
    text = table(
        [(60.0, "Antibiotic"), (480.0, "Interpretation"), (720.0, "MIC (ug/mL)")],
        [
            ["Oxacillin", "S", "0.25"],
            ["Erythromycin", "R", ">=8"],
            ["Vancomycin", "S", "1"],
            ["Fusidic acid", "S", "0.5"],
        ],
    )
    below = line("S = Susceptible, I = Intermediate, R = Resistant", 60.0, 250.0)
    found = rows(replace(text, lines=(*text.lines, below)))
    assert [r[0] for r in found] == ["Oxacillin", "Erythromycin", "Vancomycin", "Fusidic acid"]


def test_a_star_far_from_the_name_is_a_mark() -> None:
    text = table(
        [(60.0, "Procedure"), (700.0, "Result"), (900.0, "Units"), (1080.0, "Ref Interval")],
        [["Thyroxine, Free", "0.98", "ng/dL", "0.93-1.70"], ["Urea", "4.9", "mmol/L", "2.5-7.8"]],
    )
    star = [line("Antinuclear Antibody", 60.0, 190.0), line("*", 640.0, 190.0), line("1:160", 700.0, 190.0)]
    star.append(line("<1:80", 1080.0, 190.0))
    found = rows(replace(text, lines=(*text.lines, *star)))
    assert found[-1] == ("Antinuclear Antibody", "1:160", "", "<1:80", "A")


def test_the_number_of_a_licence_below_the_table_is_no_result() -> None:
    lines = [("Estudio", "Resultado", "Unidades"), ("Glucosa", "101", "mg/dL"), ("Urea", "27.0", "mg/dL")]
    lines += [("Plaquetas", "250000", ""), ("Responsabie sanitario QF.B.", "2210987", "")]
    found = rows(page([[(60.0, a), (700.0, b), (900.0, c)] for a, b, c in lines]))
    assert [r[1] for r in found] == ["101", "27.0", "250000"]


def test_a_lone_zero_is_a_blood_group_in_other_languages_too() -> None:
    text = table([(60.0, "EXAMEN"), (400.0, "RESULTADO")], [["GRUPO SANGUINEO", "0"], ["FACTOR RH", "POSITIVO"]])
    found = read_tables([text]).results
    assert (found[0].value, found[0].reasons) == ("O", (Reason.AMBIGUOUS_CHARACTER,))


@pytest.mark.parametrize("unit", ["x E9/L", "xE9/L", "x E12/L"])
def test_powers_of_ten_as_canadian_laboratories_print_them(unit: str) -> None:
    assert parse_unit(unit) == unit
    assert scale(unit) is not None
    assert to_ucum(unit) == ("10*12/L" if "12" in unit else "10*9/L")


def test_a_finding_beside_a_cut_off_that_is_a_bare_number() -> None:
    cut_off = Result("Cocaine Metabolites", "Negative", "ng/mL", "300")
    judged = doubt(Report(Source("0" * 64, "image/png", 1), results=(cut_off, replace(cut_off, value="12"))))
    assert [Reason.RANGE_UNREADABLE in r.reasons for r in judged.results] == [False, True]


def test_signs_of_their_own_beside_numbers_are_marks_where_the_interval_says_so() -> None:
    text = page(
        [
            [(60.0, "Leucocytes"), (600.0, "7,85"), (710.0, "10^9/L"), (860.0, "4,00 - 10,00")],
            [(60.0, "Hématies"), (560.0, "-"), (600.0, "3,91"), (710.0, "10^12/L"), (860.0, "4,50 - 5,80")],
            [(60.0, "Plaquettes"), (560.0, "+"), (600.0, "488"), (710.0, "10^9/L"), (860.0, "150 - 400")],
            [(60.0, "Hémoglobine"), (600.0, "14,6"), (710.0, "g/dL"), (860.0, "13,4 - 16,7")],
        ]
    )
    assert [(r[0], r[1], r[4]) for r in rows(text)] == [
        ("Leucocytes", "7,85", ""),
        ("Hématies", "3,91", "L"),
        ("Plaquettes", "488", "H"),
        ("Hémoglobine", "14,6", ""),
    ]


def test_signs_in_brackets_behind_numbers() -> None:
    text = table(
        [(60.0, "Examen"), (560.0, "Resultado"), (680.0, ""), (790.0, "Rango de referencia"), (1100.0, "Unidades")],
        [
            ["Hemoglobina", "11.2", "(-)", "12.0 - 17.0", "g/dL"],
            ["Plaquetas", "412", "(+)", "150 - 400", "10^3/µL"],
            ["Linfocitos", "22.0", "", "20.0 - 45.0", "%"],
        ],
    )
    assert [(r[1], r[4]) for r in rows(text)] == [("11.2", "L"), ("412", "H"), ("22.0", "")]


def test_an_arrow_that_was_read_as_a_ring_before_the_unit_is_no_percent_sign() -> None:
    text = table(
        [(60.0, "Test Adı"), (520.0, "Sonuç"), (610.0, ""), (690.0, "Birim"), (870.0, "Referans Değer")],
        [
            ["Ürik Asit", "7,9", "0", "mg/dL", "3,4-7,0"],
            ["Sodyum", "139", "", "mmol/L", "136-145"],
            ["ALT", "22", "", "U/L", "<41"],
        ],
    )
    found = read_tables([text]).results
    assert (found[0].unit, found[0].flag) == ("mg/dL", "H")
    assert Reason.SYMBOL_UNCERTAIN in found[0].reasons


def test_a_heading_over_codes_and_names_is_no_row() -> None:
    lines = [
        ("Mã", "Tên xét nghiệm", "Kết quả", "Đơn vị"),
        ("GLU", "Glucose", "5.1", "mmol/L"),
        ("URE", "Urê", "4.0", "mmol/L"),
    ]
    cells = [[(x, c) for x, c in zip((60.0, 180.0, 640.0, 900.0), line_, strict=True)] for line_ in lines]
    text = page([cells[0], [(60.0, "Hóa đơn máu ngoài")], *cells[1:], [(60.0, "Công thức nước")]])
    assert [(r[0], r[1]) for r in rows(text)] == [("Glucose", "5.1"), ("Urê", "4.0")]


@pytest.mark.parametrize(("heading", "value"), [("BiRiM", "NEGATİF"), ("BIRIM", "NEGATIF")])
def test_findings_have_their_dots_where_the_page_prints_dots(heading: str, value: str) -> None:
    text = table(
        [(60.0, "PARAMETRE"), (420.0, "SONUÇ"), (640.0, heading), (840.0, "REFERANS")],
        [
            ["Protein", "NEGATIF", "mg/dL", "NEGATIF"],
            ["Lökosit", "14", "/HPF", "0-6"],
            ["Eritrosit sayısı", "2", "/HPF", "0-3"],
        ],
    )
    title = line("TAM iDRAR TETKIKI" if value == "NEGATİF" else "TAM IDRAR TETKIKI Şube", 60.0, 40.0)
    found = read_tables([replace(text, lines=(title, *text.lines))]).results
    assert (found[0].value, found[0].reference_range) == (value, value)


def test_a_long_finding_beside_the_word_that_it_should_be_ends_no_table() -> None:
    text = table(
        [(60.0, "Esame"), (520.0, "Risultato"), (1060.0, "Valori di riferimento")],
        [
            ["Batteri", "Assenti", "Assenti"],
            ["Cristalli", "Alcuni ossalati di calcio", "Assenti"],
            ["Nitriti", "Negativo", "Negativo"],
        ],
    )
    assert [r[:2] for r in rows(text)] == [
        ("Batteri", "Assenti"),
        ("Cristalli", "Alcuni ossalati di calcio"),
        ("Nitriti", "Negativo"),
    ]
