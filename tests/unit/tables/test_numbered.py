"""Running numbers and codes that share a box or a column come apart."""

from __future__ import annotations

import pytest

from ocr_pipeline.tables import read_tables
from tests.unit.tables.pages import page

pytestmark = pytest.mark.unit

ROWS = [
    ("NIT", "亚硝酸盐", "(-)", "(-)"),
    ("BIL", "胆红素", "(-)", "(-)"),
    ("URO", "尿胆原", "(-)", "(-)"),
    ("CONC", "精子密度", "80.5", ">15"),
    ("25OHD", "25羟维生素D", "31", "20-50"),
]
Line = list[tuple[float, str]]


def codes(table: list[Line]) -> list[str]:
    return [r.code for r in read_tables([page(table)]).results]


def test_a_number_in_the_box_of_its_code_leaves_it() -> None:
    head = [(40.0, "NO"), (90.0, "项目代码"), (240.0, "测定项目"), (480.0, "结果"), (700.0, "参考值")]
    body: list[Line] = []
    for n, (code, *cells) in enumerate(ROWS, 9):
        first: Line = [(30.0, f"{n} {code}")] if n % 2 else [(30.0, str(n)), (66.0, code)]
        body.append([*first, *zip((240.0, 480.0, 700.0), cells, strict=True)])
    assert codes([head, *body]) == [code for code, *_ in ROWS]


def test_numbers_that_count_up_before_codes_are_none_of_theirs() -> None:
    head = [(40.0, "项目代码"), (240.0, "测定项目"), (480.0, "结果"), (700.0, "参考值")]
    numbered = [
        [(40.0, f"{n}{code}"), *zip((240.0, 480.0, 700.0), cells, strict=True)]
        for n, (code, *cells) in enumerate(ROWS, 3)
    ]
    plain = [[(40.0, code), *zip((240.0, 480.0, 700.0), cells, strict=True)] for code, *cells in ROWS]
    assert codes([head, *numbered[:4]]) == codes([head, *plain[:4]]) == [code for code, *_ in ROWS][:4]
    assert codes([head, *plain])[-1] == "25OHD"


def test_a_letter_before_the_colon_of_an_interval_is_no_mark() -> None:
    head = [(40.0, "Examen"), (400.0, "Résultat"), (560.0, "Unité"), (760.0, "Valeurs de référence")]
    body: list[Line] = [
        [(40.0, "ASAT"), (400.0, "21"), (560.0, "UI/L"), (760.0, "H   : 5-40 ; F : 5-35")],
        [(40.0, "Sodium"), (400.0, "140"), (560.0, "mmol/L"), (760.0, "135-145")],
    ]
    found = read_tables([page([head, *body])]).results[0]
    assert (found.flag, found.reference_range.startswith("H")) == ("", True)
