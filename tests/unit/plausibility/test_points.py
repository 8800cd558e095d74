"""A page that lost decimal signs is no longer believed in its whole numbers; one that prints whole numbers is."""

from __future__ import annotations

import pytest

from ocr_pipeline.plausibility import doubt
from ocr_pipeline.report import Reason
from tests.unit.plausibility.test_doubt import COUNT, doubted, report

pytestmark = pytest.mark.unit

Rows = dict[str, tuple[str, str, str]]
FAINT: Rows = {
    "嗜酸性粒细胞百分比": ("2.8", "%", "04-80"),
    "单核细胞绝对值": ("0.42", "10^9/L", "010-060"),
    "大血小板比率": ("185", "%", "130-430"),
    "铁蛋白": ("112", "ug/L", "30-400"),
    "钙": ("2.31", "mmol/L", "2.11-2.52"),
}


def test_whole_numbers_of_a_page_that_lost_decimal_signs_are_doubtful() -> None:
    found = doubted(doubt(report(FAINT)))
    assert Reason.DECIMALS_UNUSUAL in found["大血小板比率"]
    assert Reason.DECIMALS_UNUSUAL in found["铁蛋白"]
    assert "钙" not in found


def test_what_the_algebra_confirms_stays_certain_there() -> None:
    rows = {**COUNT, "嗜碱性粒细胞绝对值": ("0.02", "10^9/L", "000-006"), "单核细胞绝对值": ("0.36", "10^9/L", "01-06")}
    found = doubted(doubt(report(rows)))
    assert "血红蛋白" not in found


def test_whole_shares_with_two_digits_are_printed_so() -> None:
    rows = {
        "Neutrophils": ("60", "%", "50-62"),
        "Monocytes": ("7", "%", "03-10"),
        "Eosinophils": ("1", "%", "00-06"),
        "Basophils": ("0", "%", "00-02"),
        "Platelet Count": ("320000", "cumm", "150000-410000"),
    }
    assert not any(Reason.DECIMALS_UNUSUAL in reasons for reasons in doubted(doubt(report(rows))).values())


@pytest.mark.parametrize(
    ("value", "interval", "wanted"),
    [
        ("58.8", "400-750", True),
        ("4.05", "180-630", True),
        ("0.42", "10-60", True),
        ("58.8", "40.0-75.0", False),
        ("12.5", "20-50", False),
        ("2.5", "35-55", False),
        ("5.5", "0-50", False),
    ],
)
def test_an_interval_that_decimal_signs_would_bring_to_its_value_is_doubtful(
    value: str, interval: str, wanted: bool
) -> None:
    found = doubted(doubt(report({"某物质": (value, "U/L", interval), "钙": ("2.31", "mmol/L", "2.11-2.52")})))
    assert (Reason.RANGE_UNREADABLE in found.get("某物质", ())) is wanted


@pytest.mark.parametrize(
    ("interval", "wanted"),
    [
        ("2.0-120", True),
        ("1.10-320", True),
        ("2.0-12.0", False),
        ("3.5-10", False),
        ("0-10", False),
        ("0.4-8", False),
        ("0.5-10", False),
    ],
)
def test_an_upper_bound_alone_without_decimals_is_doubtful_where_it_is_far_off(interval: str, wanted: bool) -> None:
    others = {f"过敏原{c}": ("1.2", "IU/mL", "0.5-3.5") for c in "甲乙丙丁"}
    found = doubted(doubt(report({**others, "某物质": ("7.4", "mg/L", interval)})))
    assert (Reason.RANGE_UNREADABLE in found.get("某物质", ())) is wanted
    alone = doubted(doubt(report({"某物质": ("7.4", "mg/L", interval)})))
    assert Reason.RANGE_UNREADABLE not in alone.get("某物质", ())


@pytest.mark.parametrize(("other", "raised"), [("0,83", True), (",83", False)])
def test_a_point_without_a_zero_before_it_may_be_a_speck_where_others_have_one(other: str, raised: bool) -> None:
    rows = {"eGFR": ("114,4", "mL/min", ">.90"), "Kreatinin": (other, "mg/dL", "0,50-1,20" if raised else ",50-1,20")}
    assert (Reason.RANGE_UNREADABLE in doubted(doubt(report(rows))).get("eGFR", ())) == raised


def test_a_point_on_a_page_of_decimal_commas_is_doubtful() -> None:
    rows: Rows = {
        "Glucosa": ("5,1", "mmol/L", "3,9-5,8"),
        "Urea": ("6,2", "mmol/L", "2,5-7,8"),
        "Potasio": ("4,2", "mmol/L", "3,5-5,1"),
        "Proteína C reactiva": ("0.05", "mg/dL", "0,00-0,50"),
    }
    assert doubted(doubt(report(rows))) == {"Proteína C reactiva": (Reason.SYMBOL_UNCERTAIN,)}
    rows["Proteína C reactiva"] = ("0,05", "mg/dL", "0,00-0,50")
    assert doubted(doubt(report(rows))) == {}
