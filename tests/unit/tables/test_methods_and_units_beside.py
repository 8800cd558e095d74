"""Methods in the print of names below them, results in a second unit in columns of their own, marks in words behind units."""

from __future__ import annotations

import pytest

from ocr_pipeline.tables import read_tables
from ocr_pipeline.tables.bands.method_words import names_method
from ocr_pipeline.tables.grammar.flags import split_flag
from tests.unit.tables.pages import page, table

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    "text",
    "Hexoquinasa|Electroquimioluminiscencia|Impedance|Uricasi|Akım sitometri|Hekzokinaz|Kemilüminesans|Điện hóa phát quang|So màu|IFCC"
    "|(Jaffé cinético)|Spettrofotometria|Tính toán|Suero, Electroquimioluminiscencia|(Suero) Cálculo".split("|"),
)
def test_methods_in_seven_languages(text: str) -> None:
    assert names_method(text)


@pytest.mark.parametrize(
    "text",
    "Cytomegalovirus IgG|ENZIMAS|Enzymologie|MIỄN DỊCH|Độ đục|COAGULACIÓN|INMUNOLOGÍA|Microscopía|Calcium".split("|"),
)
def test_names_and_headings_are_no_methods(text: str) -> None:
    assert not names_method(text)


def test_methods_in_the_print_of_names_are_no_part_of_them() -> None:
    header = [(90.0, "DETERMINACIÓN"), (700.0, "RESULTADO"), (900.0, "UNIDADES"), (1100.0, "INTERVALO DE REFERENCIA")]
    lines = [
        ("Glucosa", "118", "mg/dL", "70 - 110"),
        ("Hexoquinasa", "", "", ""),
        ("Ferritina", "8", "ng/mL", "13 - 150"),
        ("Quimioluminiscencia", "", "", ""),
        ("T4 libre", "1,12", "ng/dL", "0,93 - 1,70"),
        ("Electroquimioluminiscencia", "", "", ""),
    ]
    found = read_tables([table(header, [list(line) for line in lines], pitch=30.0)]).results
    assert [r.name for r in found] == ["Glucosa", "Ferritina", "T4 libre"]


def test_a_second_unit_in_columns_of_its_own_is_told_in_a_note() -> None:
    head = [(600.0, "Résultats"), (900.0, "Valeurs usuelles"), (1180.0, "Autre unité"), (1400.0, "Antériorité")]
    lines = [
        ("Glycémie", "6,72", "mmol/L", "(3,89 à 5,83)", "1,21", "g/L", "5,90"),
        ("Créatinine", "80", "µmol/L", "(49 à 90)", "9,1", "mg/L", "77"),
        ("Sodium", "139", "mmol/L", "(136 à 145)", "", "", "140"),
    ]
    xs = (40.0, 610.0, 690.0, 900.0, 1120.0, 1190.0, 1410.0)
    rows = [[(x, t) for x, t in zip(xs, line, strict=True) if t] for line in lines]
    found = read_tables([page([head, *rows])]).results
    assert [(r.name, r.value, r.unit) for r in found] == [(n, v, u.replace("µ", "μ")) for n, v, u, *_ in lines]
    assert found[0].note == "Also printed as 1,21 g/L."
    assert not found[2].note


@pytest.mark.parametrize(
    ("text", "body", "flag"),
    [
        ("8.31 mmol/L Cao", "8.31 mmol/L", "H"),
        ("0.88 mmol/L Thấp", "0.88 mmol/L", "L"),
        ("5,2 g/dL Düşük", "5,2 g/dL", "L"),
        ("18,4 mg/L (Élevé)", "18,4 mg/L", "H"),
        ("41 % Elevado", "41 %", "H"),
    ],
)
def test_words_behind_units_are_marks(text: str, body: str, flag: str) -> None:
    left, mark = split_flag(text)
    assert (left, mark.flag if mark else None) == (body, flag)


@pytest.mark.parametrize("text", ["Colesterol alto", "Membre bas"])
def test_words_behind_names_are_none(text: str) -> None:
    assert split_flag(text)[1] is None


@pytest.mark.parametrize(
    ("text", "is_method"),
    [("Điện háa phắt quang", True), ("Miên dich sác ký", True), ("Điện giải đồ", False), ("Độ bão hòa sắt", False)],
)
def test_vietnamese_methods_are_known_with_a_letter_or_two_misread(text: str, is_method: bool) -> None:
    assert names_method(text) is is_method


@pytest.mark.parametrize(
    ("text", "body"), [("[*] 118", "118"), ("[*] Indicios", "Indicios"), ("(*) 5,2", "5,2"), ("[]118", "118")]
)
def test_stars_in_brackets_before_values_are_marks(text: str, body: str) -> None:
    left, mark = split_flag(text)
    assert (left, mark.flag if mark else None) == (body, "A")


def test_what_an_interval_means_for_the_value_is_no_part_of_it() -> None:
    lines = [
        [(94.0, "Glucosa"), (700.0, "118 mg/dL")],
        [(94.0, "Rango: 70 - 110 · Por encima del rango")],
        [(94.0, "Urea"), (700.0, "44 mg/dL")],
        [(94.0, "Rango: 17 - 49 · Dentro del rango")],
        [(94.0, "Hierro"), (700.0, "28 µg/dL")],
        [(94.0, "Rango: 37 - 145 · Por debajo del rango")],
    ]
    found = read_tables([page(lines, pitch=34.0)]).results
    assert [(r.value, r.reference_range, r.flag) for r in found] == [
        ("118", "70 - 110", "H"),
        ("44", "17 - 49", ""),
        ("28", "37 - 145", "L"),
    ]


def test_arrowheads_behind_values_and_a_bound_of_nought() -> None:
    lines = [("Azotemia", "57", ">", "mg/dL", "(15 - 50)"), ("Glucosio", "91", "", "mg/dL", "(70 - 100)"),
             ("Emoglobina", "11,4", "<", "g/dL", "(12,0 - 16,0)"), ("Sodio", "138", "", "mmol/L", "(136 - 145)")]  # fmt: skip
    xs = (60.0, 600.0, 680.0, 760.0, 960.0)
    found = read_tables([page([[(x, t) for x, t in zip(xs, line, strict=True) if t] for line in lines])]).results
    assert [(r.name, r.value, r.flag) for r in found] == [
        ("Azotemia", "57", "H"), ("Glucosio", "91", ""), ("Emoglobina", "11,4", "L"), ("Sodio", "138", ""),
    ]  # fmt: skip
    header = [(60.0, "Xét nghiệm"), (500.0, "Kết quả"), (650.0, "Đơn vị"), (800.0, "Cận dưới"), (950.0, "Cận trên")]
    bounded = read_tables(
        [table(header, [["BASO%", "0.4", "%", "0", "1.5"], ["NEU%", "71.2", "%", "40", "74"]])]
    ).results
    assert [r.reference_range for r in bounded] == ["0-1.5", "40-74"]


@pytest.mark.parametrize("gap", [10, 60])
def test_a_bracketed_mark_in_one_box_with_the_unit_is_the_values(gap: int) -> None:
    text = page(
        [
            [(60, "Tên xét nghiệm"), (500, "Kết quả"), (700, "Đơn vị tính"), (1000, "Giá trị tham chiếu")],
            [(60, "AST (GOT)"), (500, "331"), (690 - gap, "(H) UI/L"), (1000, "5-40")],
            [(60, "GGT"), (500, "265"), (690 - gap, "(H) UI/L"), (1000, "10-55")],
            [(60, "LDH"), (500, "183"), (700, "UI/L"), (1000, "125-243")],
        ]
    )
    found = read_tables([text]).results
    assert [(r.value, r.unit, r.flag) for r in found] == [
        ("331", "UI/L", "H"),
        ("265", "UI/L", "H"),
        ("183", "UI/L", ""),
    ]


def test_a_unit_in_the_values_cell_that_was_not_quite_read_is_parted_in_doubt() -> None:
    header = [(60, "Test"), (400, "Result"), (640, "Reference")]
    rows = [("Sodium", "140 mmol/L", "135-145"), ("Potassium", "4.2 mmol/L", "3.5-5.0")]
    read = read_tables([table(header, [*rows, ("Base excess", "4.6 mBq/Z", "-2.0-3.0")])]).results
    assert [(r.value, r.unit) for r in read] == [("140", "mmol/L"), ("4.2", "mmol/L"), ("4.6", "mBq/Z")]
    assert read[2].reasons
    marked = read_tables([table(header, [*rows, ("Base excess", "↑4.6 mBq/L", "-2.0-3.0")])]).results[2]
    assert (marked.value, marked.unit, marked.flag) == ("4.6", "mBq/L", "H")
    alone = read_tables(
        [table(header, [("Base excess", "4.6 mBq/Z", "-2.0-3.0"), *[(n, v[:3], r) for n, v, r in rows]])]
    )
    assert alone.results[0].value == "4.6 mBq/Z"


def test_a_number_before_the_interval_of_one_sex_is_the_value() -> None:
    header = [(60, "Xét nghiệm"), (400, "Kết quả"), (560, "CSBT"), (760, "Đơn vị")]
    rows = [("Bạch cầu", "6,86", "3,5-9,5", "G/L"), ("Hồng cầu", "", "4,66 Nam: 4,3-5,8", "T/L")]
    read = read_tables([table(header, rows)]).results
    assert [(r.value, r.reference_range) for r in read] == [("6,86", "3,5-9,5"), ("4,66", "Nam: 4,3-5,8")]
    assert read[1].reasons


def test_a_value_in_one_box_with_its_bound_is_parted() -> None:
    header = [(60, "Test"), (400, "Result"), (560, "Reference"), (760, "Unit")]
    rows = [("TSH", "2.1", "0.27-4.20", "mIU/L"), ("Anti-TPO", "", "4.5<34.0", "IU/mL")]
    read = read_tables([table(header, rows)]).results
    assert [(r.value, r.reference_range) for r in read] == [("2.1", "0.27-4.20"), ("4.5", "<34.0")]
    # the sign may be a dash that was misread, and 4.5 a bound of an interval whose value was lost
    assert read[1].reasons


def test_one_line_below_most_names_is_none_of_them() -> None:
    header = [(60, "Analyse"), (400, "Résultat"), (560, "Unité"), (760, "Valeurs de référence")]
    names = ["Urée", "Créatinine", "Gamma GT", "Ferritine", "CRP"]
    note = ("Beckman AU — Sérum", "", "", "")
    body = [line for name in names for line in ((name, "5,6", "mmol/L", "2,5 - 7,5"), note)]
    read = read_tables([table(header, body)]).results
    assert [r.name for r in read] == names
    absolute = [line for name in names for line in ((name, "5,6", "G/L", "2,5 - 7,5"), ("Absolute", "", "", ""))]
    assert [r.name for r in read_tables([table(header, absolute)]).results] == [f"{n} Absolute" for n in names]


def test_a_unit_that_lost_a_bracket_and_the_sign_before_it() -> None:
    rows = [("WBC", "3.28", "-", "[10^3/uL]", "(3.50-9.50)"), ("PLT", "371", "+", "10^3/uL]", "(125-350)")]
    rows += [("MCV", "88.9", "", "fL]", "(82.0-100.0)"), ("MCHC", "31.3", "-", "[g/dL", "(31.6-35.4)")]
    lines = [[*zip((60.0, 300.0, 420.0, 520.0, 760.0), row, strict=True)] for row in rows]
    read = read_tables([page(lines)]).results
    assert [(r.name, r.value, r.unit, r.flag) for r in read] == [
        ("WBC", "3.28", "10^3/uL", "L"),
        ("PLT", "371", "10^3/uL", "H"),
        ("MCV", "88.9", "fL", ""),
        ("MCHC", "31.3", "g/dL", "L"),
    ]
