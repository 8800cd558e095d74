"""Print-outs of Spanish, French, Italian, Turkish and Vietnamese laboratories, in small."""

from __future__ import annotations

import pytest

from ocr_pipeline.tables import read_tables
from ocr_pipeline.tables.grammar.flags import split_flag
from ocr_pipeline.tables.grammar.ranges import looks_like_range, parse_range
from ocr_pipeline.tables.grammar.units import split_trailing_unit
from ocr_pipeline.tables.intervals.called import without_label
from ocr_pipeline.tables.naming.names import is_unfinished
from ocr_pipeline.tables.naming.turkish import is_turkish
from ocr_pipeline.tables.scope import is_footer
from tests.unit.tables.pages import page, table
from tests.unit.tables.test_unseen_layouts import rows

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("cell", "bare"),
    [
        ("V.R.: Hasta 1.50", "Hasta 1.50"),
        ("(V.R. ≥ 1.4)", "≥ 1.4"),
        ("N : 3,90 à 5,20", "3,90 à 5,20"),
        ("N: Inf. à 10 000", "Inf. à 10 000"),
        ("de 70 a 110", "de 70 a 110"),
        ("Menos de 5", "Menos de 5"),
        ("V.R.:Menorde3.0", "Menorde3.0"),
        ("V.R.: No reactiva", "No reactiva"),
    ],
)
def test_intervals_behind_what_calls_them_so(cell: str, bare: str) -> None:
    assert looks_like_range(cell) or not any(map(str.isdigit, cell))
    assert without_label(cell) == bare


def test_a_lone_n_before_a_count_is_no_label() -> None:
    assert parse_range("N: 55") is None


def test_methods_below_and_units_whose_end_was_not_seen() -> None:
    """The l of ``mg/l`` is thin: the row stays, its unit is told by the others."""
    lines = []
    for name, value, ref in (
        ("GLUCEMIA", "1.32 g/l", "V.R.: 0.70-1.10"),
        ("CREATININA", "11.2 mg/", "V.R.: 7.0-13.0"),
        ("BILIRRUBINA TOTAL", "7.2 mg/l", "V.R.: Hasta 10.0"),
        ("HDL", "0.41 g/", "V.R.: Mayor de 0.40"),
        ("ALBUMINA", "42 g/l", "V.R.: 35-52"),
    ):
        lines += [[(90.0, name), (700.0, value), (1100.0, ref)], [(110.0, "Método: Enzimático")]]
    lines.insert(6, [(90.0, "ENDOCRINOLOGÍA")])
    assert [r[:4] for r in rows(page(lines))] == [
        ("GLUCEMIA", "1.32", "g/l", "0.70-1.10"),
        ("CREATININA", "11.2", "mg/l", "7.0-13.0"),
        ("BILIRRUBINA TOTAL", "7.2", "mg/l", "Hasta 10.0"),
        ("HDL", "0.41", "g/l", "Mayor de 0.40"),
        ("ALBUMINA", "42", "g/l", "35-52"),
    ]
    assert split_trailing_unit("km/") == ("km/", "")


def test_a_heading_in_capitals_is_no_end_of_a_name_in_small_letters() -> None:
    header = [(90.0, "Esame"), (700.0, "Esito"), (900.0, "U.M."), (1100.0, "Valori di riferimento")]
    text = table(
        header,
        [
            ["Fibrinogeno", "438", "mg/dL", "180-400"],
            ["Antitrombina III funzionale attiva", "92", "%", "80-120"],
            ["MARCATORI ONCO", "", "", ""],
            ["Antigene carcinoembrionario", "1,2", "ng/mL", "0-5"],
            ["Prodotti di degradazione", "3", "ug/mL", "0-5"],
        ],
    )
    assert [(r.name, r.group) for r in read_tables([text]).results] == [
        ("Fibrinogeno", ""),
        ("Antitrombina III funzionale attiva", ""),
        ("Antigene carcinoembrionario", "MARCATORI ONCO"),
        ("Prodotti di degradazione", "MARCATORI ONCO"),
    ]


def test_hasta_before_a_figure_is_spanish() -> None:
    assert not is_turkish(["Hasta 200", "Hasta 0.30", "V.R.: Hasta 41", "Hasta 55"])
    assert is_turkish(["Hasta Adı: …", "Hasta No: 4", "Sonuç"])


def test_a_list_with_colons_keeps_its_findings_in_words() -> None:
    """Intervals in brackets in a column of their own, millions, and findings that no list knows."""
    cells = (
        ("Volumen:", "2.6 mL", "(V.R. ≥ 1.4)"),
        ("Color:", "Blanco grisáceo", ""),
        ("Viscosidad:", "Normal", ""),
        ("Licuefacción:", "30 min", "(V.R. < 60)"),
        ("Concentración:", "12.4 millones/mL", "(V.R. ≥ 16)"),
        ("Inmóviles:", "65 %", ""),
        ("Leucocitos:", "0.6 millones/mL", "(V.R. < 1.0)"),
        ("Aglutinación:", "Ausente", ""),
        ("Zinc:", "14.2 mg/dL", "(V.R. > 8.0)"),
    )
    text = page([list(zip((90.0, 700.0, 1050.0), row, strict=True)) for row in cells])
    assert [r[:4] for r in rows(text)] == [
        ("Volumen", "2.6", "mL", "≥ 1.4"),
        ("Color", "Blanco grisáceo", "", ""),
        ("Viscosidad", "Normal", "", ""),
        ("Licuefacción", "30", "min", "< 60"),
        ("Concentración", "12.4", "millones/mL", "≥ 16"),
        ("Inmóviles", "65", "%", ""),
        ("Leucocitos", "0.6", "millones/mL", "< 1.0"),
        ("Aglutinación", "Ausente", "", ""),
        ("Zinc", "14.2", "mg/dL", "> 8.0"),
    ]


def test_header_words_boxed_in_parts() -> None:
    text = page(
        [
            [(90.0, "Prueba"), (700.0, "Resultado"), (1010.0, "Interval"), (1092.0, "o de"), (1140.0, "referencia")],
            [(90.0, "Prolactina"), (720.0, "17,4"), (850.0, "ng/mL"), (1010.0, "4,8-23,3")],
            [(90.0, "FSH"), (720.0, "5,9"), (850.0, "UI/L"), (1010.0, "Fase folicular: 3,5-12,5")],
            [(1010.0, "Fase lútea: 1,7-7,7")],
            [(90.0, "Rubéola IgG"), (720.0, "41,7"), (850.0, "UI/mL"), (1010.0, "Inmune si > 10")],
        ]
    )
    assert [r[:4] for r in rows(text)] == [
        ("Prolactina", "17,4", "ng/mL", "4,8-23,3"),
        ("FSH", "5,9", "UI/L", "Fase folicular: 3,5-12,5; Fase lútea: 1,7-7,7"),
        ("Rubéola IgG", "41,7", "UI/mL", "Inmune si > 10"),
    ]


def test_a_spanish_antibiogram() -> None:
    text = table(
        [(90.0, "ANTIBIÓTICO"), (600.0, "CIM (ug/mL)"), (900.0, "INTERPRETACIÓN")],
        [["Ampicilina", ">=32", "R"], ["Ertapenem", "<=0.5", "S"], ["Nitrofurantoína", "64", "I"]],
    )
    found = read_tables([text]).results
    assert [(r.name, r.comparator, r.value, r.unit) for r in found] == [
        ("Ampicilina", ">=", "32", "ug/mL"),
        ("Ertapenem", "<=", "0.5", "ug/mL"),
        ("Nitrofurantoína", None, "64", "ug/mL"),
    ]


def test_the_charge_of_an_ion_leaves_no_name_unfinished() -> None:
    assert not any(map(is_unfinished, ("Na+", "ca++", "Ion đồ: K+", "Cl-")))
    assert is_unfinished("VIH 1 +")


def test_a_french_count_with_shares_signs_and_a_heading_in_the_middle() -> None:
    cells: list[list[tuple[float, str]]] = [
        [(90.0, "Hématies"), (700.0, "4,02 T/L"), (1100.0, "N : 3,90 à 5,20")],
        [(90.0, "Hémoglobine"), (700.0, "11,8 g/dL"), (900.0, "-"), (1100.0, "N : 12,0 à 15,5")],
        [(90.0, "Leucocytes"), (700.0, "13,60 G/L"), (900.0, "+"), (1100.0, "N : 4,00 à 10,00")],
        [(90.0, "Neutrophiles"), (450.0, "81,0 % soit"), (700.0, "11,02 G/L"), (1100.0, "N : 1,80 à 7,50")],
        [(90.0, "Lymphocytes"), (450.0, "11,4 % soit"), (700.0, "1,55 G/L"), (1100.0, "N : 1,00 à 4,00")],
        [(600.0, "EXAMEN CYTOBACTÉRIOLOGIQUE DES URINES")],
        [(90.0, "Aspect"), (700.0, "Trouble")],
        [(90.0, "pH"), (700.0, "6,5"), (1100.0, "N : 5,0 à 7,5")],
        [(90.0, "Numération"), (700.0, "> 10⁶ UFC/mL")],
        [(90.0, "CRP"), (700.0, "Inf. à 1,0 mg/L"), (1100.0, "N : Inf. à 5,0")],
    ]
    found = read_tables([page(cells)]).results
    assert [(r.name, r.comparator, r.value, r.unit, r.reference_range, r.flag) for r in found] == [
        ("Hématies", None, "4,02", "T/L", "3,90 à 5,20", ""),
        ("Hémoglobine", None, "11,8", "g/dL", "12,0 à 15,5", "L"),
        ("Leucocytes", None, "13,60", "G/L", "4,00 à 10,00", "H"),
        ("Neutrophiles", None, "11,02", "G/L", "1,80 à 7,50", ""),
        ("Lymphocytes", None, "1,55", "G/L", "1,00 à 4,00", ""),
        ("Aspect", None, "Trouble", "", "", ""),
        ("pH", None, "6,5", "", "5,0 à 7,5", ""),
        ("Numération", ">", "10^6", "UFC/mL", "", ""),
        ("CRP", "<", "1,0", "mg/L", "Inf. à 5,0", ""),
    ]


def test_the_other_unit_on_the_next_line_is_a_note() -> None:
    cells: list[list[tuple[float, str]]] = [
        [(90.0, "Glycémie à jeun"), (700.0, "6,4 mmol/L"), (1000.0, "4,1 à 5,9"), (1400.0, "6,1")],
        [(90.0, "(Hexokinase)"), (640.0, "soit 1,15 g/L"), (1000.0, "0,74 à 1,06"), (1400.0, "1,10")],
        [(90.0, "Urée"), (700.0, "6,8 mmol/L"), (1000.0, "2,8 à 7,2"), (1400.0, "6,5")],
        [(640.0, "soit 0,41 g/L"), (1000.0, "0,17 à 0,43"), (1400.0, "0,39")],
        [(90.0, "DFG"), (700.0, "76 mL/min/1,73m²"), (1000.0, "Sup. à 60"), (1400.0, "79")],
    ]
    found = read_tables([page(cells)]).results
    assert [(r.name, r.value, r.unit, r.reference_range, r.note) for r in found] == [
        ("Glycémie à jeun", "6,4", "mmol/L", "4,1 à 5,9", "Also printed as 1,15 g/L."),
        ("Urée", "6,8", "mmol/L", "2,8 à 7,2", "Also printed as 0,41 g/L."),
        ("DFG", "76", "mL/min/1,73m2", "Sup. à 60", ""),
    ]


def test_vietnamese_times_of_clotting_are_no_times_of_the_form() -> None:
    assert is_footer("Thời gian lấy mẫu: 07:30")
    assert not is_footer("Thời gian Prothrombin (PT)")
    assert not is_footer("Thời gian máu đông")


@pytest.mark.parametrize("text", ["Biyokimya Uzmanı Dr. S. Kaya", "Lab Scientist: E. Okafor", "Biomedical Scientist"])
def test_who_signs_below_a_table_is_no_row(text: str) -> None:
    assert is_footer(text)


def test_triangles_between_value_and_unit_are_marks_where_the_interval_says_so() -> None:
    head = [(60.0, "Determinación"), (400.0, "Resultado"), (640.0, "Unidades"), (860.0, "Intervalo de referencia")]
    cells = [("GGT", "3", "V", "5-55"), ("Ácido úrico", "1,8", "▼", "2,4-7,0"), ("Urea", "64", "▲", "15-50")]
    body = [[(60.0, n), (400.0, v), (570.0, m), (640.0, "U/L"), (860.0, r)] for n, v, m, r in cells]
    body += [[(60.0, "Glucosa"), (400.0, "97"), (640.0, "mg/dL"), (860.0, "70-110")]]
    found = read_tables([page([head, *body])]).results
    assert [(r.flag, r.unit) for r in found] == [("L", "U/L"), ("L", "U/L"), ("H", "U/L"), ("", "mg/dL")]


@pytest.mark.parametrize(("text", "flag"), [("5.3 uIU/mL [High]", "H"), ("0.66 ng/dL (Low)", "L"), ("7.1(偏高)", "H")])
def test_a_word_in_brackets_behind_a_value_and_its_unit_is_its_mark(text: str, flag: str) -> None:
    mark = split_flag(text)[1]
    assert mark is not None
    assert mark.flag == flag
