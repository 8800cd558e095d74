"""Methods in the print of names below them, results in a second unit in columns of their own, marks in words behind units."""

from __future__ import annotations

import pytest

from ocr_pipeline.tables import read_tables
from ocr_pipeline.tables.grammar.flags import split_flag
from ocr_pipeline.tables.method_words import names_method
from tests.unit.tables.pages import page, table

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    "text",
    "Hexoquinasa|Electroquimioluminiscencia|Impedance|Uricasi|Akım sitometri|Hekzokinaz|Kemilüminesans|Điện hóa phát quang|So màu|IFCC"
    "|(Jaffé cinético)|Spettrofotometria|Tính toán".split("|"),
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
