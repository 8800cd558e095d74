"""Independent evidence dispels a doubt, and what looks whole but is not still raises one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ocr_pipeline.page import Char
from ocr_pipeline.plausibility import doubt
from ocr_pipeline.plausibility.row.within import well_divided
from ocr_pipeline.report import Page, Reason, Report, Result, Source
from ocr_pipeline.tables import Evidence, Tables
from tests.unit.plausibility.test_doubt import doubted, report
from tests.unit.tables.pages import page

pytestmark = pytest.mark.unit


def _weak(value: str, at: int, other: str, confidence: float = 0.7, share: float = 0.0) -> tuple[Char, ...]:
    """The characters of ``value``, one of them unsure with ``other`` as its runner-up."""
    return tuple(
        Char(c, confidence, 0, 1, other, share) if i == at else Char(c, 0.999, 0, 1) for i, c in enumerate(value)
    )


@pytest.mark.parametrize(
    "value, interval, flag, chars, sure",
    [
        ("0.84", "0.70-1.30", "", _weak("0.84", 3, "↑", 0.5), True),  # without it the value had too few decimals
        ("64", "125-350", "L", _weak("64", 1, "↑", 0.5), True),  # no arrow points up from a low value
        ("64", "3-5", "H", _weak("64", 1, "↑", 0.5), False),
        ("8.3", "3.5-7.2", "", _weak("8.3", 1, "", 0.8), True),  # a point where the interval has its own
        ("8.3", "3-7", "", _weak("8.3", 1, "", 0.8), False),
        ("0", "0-3", "", _weak("0", 0, "o", 0.87, 0.1), True),  # a letter is no number
        ("0", "0-9", "", _weak("0", 0, "8", 0.87, 0.1), False),
        ("0.028", "0.550-4.780", "L", _weak("0.028", 0, "", 0.8), True),  # every other digit contradicts the mark
        ("0.628", "0.550-4.780", "", _weak("0.628", 2, "", 0.8), False),
        ("2.46", "1.10-3.20", "", _weak("2.46", 1, "-", 0.5, 0.5), True),  # 2-46 is no value in such an interval
        ("6.46", "1.10-3.20", "H", _weak("6.46", 1, "-", 0.5, 0.5), False),
        ("153.77", "12.5-280.0", "", _weak("153.77", 5, "", 0.96), False),  # 153.7, its last digit read twice
        ("153.78", "12.5-280.0", "", _weak("153.78", 5, "", 0.96), True),
    ],
)  # fmt: skip
def test_interval_mark_and_decimals_settle_an_unsure_character(
    value: str, interval: str, flag: str, chars: tuple[Char, ...], sure: bool
) -> None:
    rows = {"钾": (value, "mmol/L", interval), "促甲状腺激素": ("9.0", "mIU/L", "0.5-4.8")}
    single = report(rows, {"钾": flag, "促甲状腺激素": "H"})
    single = replace(single, results=(replace(single.results[0], name="甲胎蛋白", unit="ng/mL"), single.results[1]))
    found = doubt(single, (), Tables(single.results, (Evidence(value_chars=chars), Evidence())))
    unsure = {Reason.LOW_CONFIDENCE, Reason.AMBIGUOUS_CHARACTER} & set(found.results[0].reasons)
    assert bool(unsure) is not sure


def test_a_mark_that_is_none_does_not_show_that_marks_are_printed() -> None:
    rows = {"红细胞压积": ("0.432", "L/L", "0.35-0.45"), "钾": ("5.9", "mmol/L", "3.5-5.3")}
    assert "钾" not in doubted(doubt(report(rows, {"红细胞压积": "L"})))
    assert "钾" in doubted(doubt(report({**rows, "钠": ("150", "mmol/L", "137-147")}, {"钠": "H"})))


@pytest.mark.parametrize(
    "name, value, interval", [("MICROSCOPIC", "EXAMINATION", ""), ("Urobilinogen", "Lark fie NEGATIVE", "NEGATIVE"),
    ("Fat Globules", "None seen -", "None seen"), ("Occult Blood", "+++ A", "Nil"), ("Yeast", "0.4/uL", "")],
)  # fmt: skip
def test_what_is_more_than_a_value_or_none_at_all_is_doubted(name: str, value: str, interval: str) -> None:
    assert doubt(report({name: (value, "", interval)})).results[0].reasons == (Reason.VALUE_FORMAT,)


@pytest.mark.parametrize("value, interval", [("阳性(3+)", "阴性(-)"), ("Yellow brown", "Brown"), ("+1", "Negative")])
def test_graded_words_and_colours_are_values(value: str, interval: str) -> None:
    assert doubted(doubt(report({"尿蛋白": (value, "", interval)}))) == {}


@pytest.mark.parametrize(
    "name, value, unit, interval, reason",
    [
        ("不动精子", "70.11060", "", "", Reason.DECIMALS_UNUSUAL), ("WBC", "4.7410", "g/L", "3.5-9.5", Reason.DECIMALS_UNUSUAL),
        ("RBC", "5.010", "^12/L", "3.8-5.8", Reason.VALUE_FORMAT), ("TPSA", "0.023", "ng/mL", "0-4", None),
    ],
)  # fmt: skip
def test_cells_run_together_are_doubted(name: str, value: str, unit: str, interval: str, reason: Reason | None) -> None:
    found = doubt(report({name: (value, unit, interval)})).results[0].reasons
    assert (reason in found) if reason else not found


def test_decimals_that_no_other_row_prints_are_doubted_where_unit_and_interval_are_lost() -> None:
    rows = dict.fromkeys(("前向运动", "非前向运动", "精子总活动率", "存活率"), ("57.7", "%", "0-60"))
    assert "不动精子" in doubted(doubt(report({**rows, "不动精子": ("57.760", "", "")})))


def test_a_word_as_its_interval_and_a_speck_beside_a_value_inside_settle_the_columns() -> None:
    row = Result("人类免疫缺陷病毒抗体", "阴性", reference_range="阴性", reasons=(Reason.COLUMNS_UNCERTAIN,))
    speck = Result("钙", "2.23", "mmol/L", "2.11-2.52", reasons=(Reason.SYMBOL_UNCERTAIN,))
    high = replace(speck, name="血清钙", value="2.93", flag="H")
    base = Report(Source("0" * 64, "image/png", 1), pages=(Page(1000, 1000),), results=(row, speck, high))
    assert [r.reasons for r in doubt(base).results] == [(), (), (Reason.SYMBOL_UNCERTAIN,)]


def test_the_gap_of_a_blood_gas_is_reckoned_without_dissolved_carbon_dioxide() -> None:
    gas = {
        "pH": ("7.253", "", "7.35-7.45"), "PCO2": ("87.9", "mmHg", "35-45"), "TCO2": ("41.1", "mmol/L", "24-32"),
        "钠": ("141", "mmol/L", "136-146"), "氯": ("103", "mmol/L", "98-106"), "阴离子间隙": ("2.6", "mmol/L", "2-16"),
    }  # fmt: skip
    flags = {"pH": "L", "PCO2": "H", "TCO2": "H"}
    assert "阴离子间隙" in doubted(doubt(report(gas, flags)))
    assert doubted(doubt(report({**gas, "阴离子间隙": ("-0.4", "mmol/L", "-2-16")}, flags))) == {}
    del gas["PCO2"]
    gas["PO2"] = ("90.0", "mmHg", "83-108")
    assert doubted(doubt(report(gas, flags))) == {}


def test_a_value_rounded_twice_still_fits() -> None:
    rows = {
        "白细胞": ("8.2", "10^9/L", "3.5-9.5"),
        "嗜碱性粒细胞百分比": ("0.60", "%", "0-1"),
        "嗜碱性粒细胞绝对值": ("0.1", "10^9/L", "0-0.2"),
    }
    assert doubted(doubt(report(rows))) == {}


def test_a_row_at_the_right_edge_whose_cells_are_whole_has_lost_nothing() -> None:
    text = page([[(10, "钾")]])
    width, height = float(text.width), float(text.height)
    whole = Result("钾", "4.6", "mmol/L", "3.5-5.3")

    def at(left: float, right: float) -> Result:
        box = ((left, 50.0), (right, 50.0), (right, 70.0), (left, 70.0))
        inner = ((left + 20, 50.0), (left + 40, 50.0), (left + 40, 70.0), (left + 20, 70.0))
        return replace(whole, polygon=box, value_polygon=inner)

    def reasons(result: Result) -> tuple[Reason, ...]:
        base = Report(Source("0" * 64, "image/png", 1), pages=(Page(int(width), int(height)),), results=(result,))
        return doubt(base, (text,), Tables((result,), (Evidence(),))).results[0].reasons

    assert Reason.CUT_BY_EDGE not in reasons(at(30, width))
    assert Reason.CUT_BY_EDGE in reasons(at(0, width - 30))
    assert Reason.CUT_BY_EDGE in reasons(replace(at(30, width), reference_range="3.5-5."))


@pytest.mark.parametrize(
    ("value", "at", "other", "share", "sure"),
    [
        ("Âm tính", 0, "Ā", 0.1, True),  # another accent says the same, and Dương tính is another word
        ("±", 0, "士", 0.3, True),
        ("±", 0, "+", 0.3, False),
        ("+", 0, "十", 0.3, True),
        ("(-)", 1, "—", 0.3, True),
    ],
)
def test_what_looks_the_same_says_the_same(value: str, at: int, other: str, share: float, sure: bool) -> None:
    single = report({"酮体": (value, "", "阴性" if value != "Âm tính" else "Âm tính")}, {"酮体": "A" * (value in "±+")})
    chars = _weak(value.replace(" ", ""), at, other, 0.68, share)
    found = doubt(single, (), Tables(single.results, (Evidence(value_chars=chars),))).results[0]
    assert bool({Reason.LOW_CONFIDENCE, Reason.SYMBOL_UNCERTAIN} & set(found.reasons)) is not sure


def test_a_line_over_characters_that_all_are_certain_hides_nothing() -> None:
    for certainty, reasons in ((0.9999, ()), (0.99, (Reason.OVERPRINTED,))):
        single = report({"血清铁": ("18.4", "umol/L", "7.8-32.2")})
        single = replace(single, results=(replace(single.results[0], reasons=(Reason.OVERPRINTED,)),))
        chars = tuple(Char(c, certainty, 0, 1) for c in "18.4")
        assert doubt(single, (), Tables(single.results, (Evidence(value_chars=chars),))).results[0].reasons == reasons


def test_marked_values_of_one_panel_are_no_exchange() -> None:
    rows = {
        "总IgE": ("186.0", "IU/mL", "<100"),
        "屋尘螨": ("12.40", "IU/mL", "<0.35"),
        "粉尘螨": ("9.87", "IU/mL", "<0.35"),
        "猫毛皮屑": ("0.10", "IU/mL", "<0.35"),
    }
    for mark in ("A", "H"):
        found = doubted(doubt(report(rows, {"总IgE": mark, "屋尘螨": mark, "粉尘螨": mark})))
        assert not any(Reason.GEOMETRY_UNCERTAIN in reasons for reasons in found.values())
    crossed = {"钾": ("140", "mmol/L", "3.5-5.3"), "钠": ("4.1", "mmol/L", "137-147")}
    assert all(Reason.GEOMETRY_UNCERTAIN in reasons for reasons in doubted(doubt(report(crossed))).values())


def test_a_word_without_its_sign_beside_a_word_with_two_was_cut_in_the_wrong_place() -> None:
    cut = Result("乙肝表面抗原", "阴性", "", "(-)阴性(-)")
    assert not well_divided(cut, decimal_comma=False)
    assert well_divided(replace(cut, value="阴性(-)", reference_range="阴性(-)"), decimal_comma=False)


def test_a_digit_and_a_speck_before_a_bound_were_cut_off_a_value() -> None:
    cut = Result("血小板计数", "26", "10^9/L", "8.125-350")
    assert not well_divided(cut, decimal_comma=False)
    assert well_divided(replace(cut, reference_range="125-350"), decimal_comma=False)
