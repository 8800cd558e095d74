"""Units that were misread are put as they must have been printed, in doubt; what may be a unit stays as read."""

from __future__ import annotations

import pytest

from ocr_pipeline.plausibility import doubt
from ocr_pipeline.report import Reason, Result
from tests.unit.plausibility.test_doubt import report

pytestmark = pytest.mark.unit

Row = tuple[str, str, str]
COUNT: dict[str, Row] = {
    "白细胞计数": ("5.86", "10^9/L", "4.00-10.00"),
    "血小板计数": ("171", "10^9/L", "100-300"),
    "血红蛋白": ("122", "g/l", "110-160"),
    "平均红细胞体积": ("90.1", "fL", "82.0-95.0"),
}


def one(name: str, row: Row, others: dict[str, Row] = COUNT) -> Result:
    return doubt(report({**others, name: row})).results[-1]


@pytest.mark.parametrize(
    ("name", "row", "unit"),
    [
        ("平均血红蛋白浓度", ("311", "z/1", "320-360"), "g/l"),
        ("平均血红蛋白浓度", ("311", "z l", "320-360"), "g/l"),
        ("平均血红蛋白", ("29.3", "Dg", "27.0-33.0"), "pg"),
        ("中性粒细胞计数", ("3.68", "10^9/L14", "1.80-6.40"), "10^9/L"),
    ],
)
def test_a_unit_that_leaves_one_choice_is_put_right_and_looked_at(name: str, row: Row, unit: str) -> None:
    found = one(name, row)
    assert (found.unit, found.reasons) == (unit, (Reason.UNIT_UNUSUAL,))
    assert f"({row[1]})" in found.note  # who reviews it sees what was read


def test_a_unit_behind_the_interval_goes_where_it_belongs() -> None:
    found = one("平均血红蛋白", ("29.3", "", "27.0-33.0 pz"))
    assert (found.unit, found.reference_range, found.reasons) == ("pg", "27.0-33.0", (Reason.UNIT_UNUSUAL,))


def test_an_unknown_analyte_takes_a_unit_of_the_page_only_when_one_is_nearest() -> None:
    others: dict[str, Row] = {
        f"Test {c}": ("1.2", u, "1.0-2.0") for c, u in zip("abcd", ("mmol/L", "mmol/L", "U/L", "U/L"), strict=True)
    }
    assert one("Substance", ("1.4", "mno:/1.", "1.0-2.0"), others).unit == "mmol/L"
    assert one("Substance", ("1.4", "Q", "1.0-2.0"), others).unit == "Q"


@pytest.mark.parametrize("unit", ["AU/mL", "S/CO", "index", "COI", "ng FEU/mL", "10^3/uL", "%"])
def test_what_may_be_a_unit_stays(unit: str) -> None:
    assert one("Substance", ("1.4", unit, "1.0-2.0")).unit == unit


def test_a_word_that_all_rows_have_is_believed() -> None:
    others: dict[str, Row] = {f"Test {c}": ("1.2", "Quux", "1.0-2.0") for c in "abc"}
    assert one("平均血红蛋白", ("29.3", "Quux", "27.0-33.0"), others).unit == "Quux"


def test_a_unit_whose_first_letter_was_lost_all_over_a_slip_is_whole_again_in_doubt() -> None:
    slip: dict[str, Row] = {
        "钠": ("141", "mol/L", "136-146"),
        "钾": ("4.4", "mol/L", "3.4-4.5"),
        "氯": ("102", "mol/L", "98-106"),
        "Substance X": ("24.9", "mol/L", "22.0-27.0"),
        "葡萄糖": ("5.5", "mmol/L", "3.9-6.1"),
    }
    found = doubt(report(slip)).results
    assert [r.unit for r in found] == ["mmol/L"] * 5
    assert all(Reason.UNIT_UNUSUAL in r.reasons for r in found[:4])
    assert not found[4].reasons


@pytest.mark.parametrize(
    ("name", "row"),
    [("血红蛋白", ("14.5", "g/L", "12-16")), ("肌酐", ("0.88", "mol/L", "")), ("钾", ("4.4", "mEq/L", "3.4-4.5"))],
)
def test_a_unit_stays_where_the_value_can_be_or_two_others_would_do(name: str, row: Row) -> None:
    assert one(name, row, {}).unit == row[1]


def test_the_only_known_unit_gives_way_to_one_of_the_page_that_is_spelled_nearer() -> None:
    others: dict[str, Row] = {f"Cancer Antigen {n}": ("12.8", "U/mL", "0-35.0") for n in ("125", "15-3", "19-9")}
    assert one("AFP", ("1.89", "JU/mL", "0-5.80"), others).unit == "JU/mL"
    assert one("AFP", ("1.89", "nq/mL", "0-5.80"), others).unit == "ng/mL"
