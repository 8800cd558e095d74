"""What a slip of the eye or of the page leaves behind: columns a row apart, words that say two things, odd intervals."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ocr_pipeline.page import Char, Line, PageText
from ocr_pipeline.plausibility import doubt
from ocr_pipeline.plausibility.names.standing import Standing, standing
from ocr_pipeline.plausibility.page.missing import missing_serials
from ocr_pipeline.plausibility.quantities.analytes import identify
from ocr_pipeline.plausibility.quantities.usual import unusual_interval
from ocr_pipeline.plausibility.row.dash_lost import dash_lost
from ocr_pipeline.report import Reason, Result
from ocr_pipeline.tables import Evidence, Tables
from ocr_pipeline.tables.grammar.ranges import parse_range
from tests.unit.plausibility.test_doubt import doubted, report
from tests.unit.tables.pages import line

pytestmark = pytest.mark.unit

ECG = (
    ("Heart rate", "93"),
    ("PR interval", "188"),
    ("QRS duration", "105"),
    ("QT interval", "324"),
    ("QRS axis", "48"),
)


def _slipped(down: int) -> tuple[list[Line], list[Result], list[Evidence]]:
    """Five names, five values ``down`` rows below them, read as rows by height."""
    names = [line(name, 40, 100 + 30 * i) for i, (name, _) in enumerate(ECG)]
    values = [line(value, 400, 100 + 30 * (i + down)) for i, (_, value) in enumerate(ECG)]
    lines = [line("Measurement", 40, 70), line("Value", 400, 70 + 30 * down), *names, *values]
    found, evidence = [], []
    for name in names:
        beside = next((v for v in values if v.middle[1] == name.middle[1]), None)
        if beside is not None:
            found.append(Result(name.text, beside.text))
            evidence.append(Evidence(row_lines=(name, beside), value_lines=(beside,)))
    return lines, found, evidence


@pytest.mark.parametrize("down, sound", [(0, True), (1, False), (-1, False)])
def test_columns_that_stand_a_row_apart_are_doubted(down: int, sound: bool) -> None:
    lines, found, evidence = _slipped(down)
    empty = replace(report({}), results=tuple(found))
    after = doubt(
        empty, [PageText(0, 1700, 900, tuple(lines), text_height=20.0)], Tables(tuple(found), tuple(evidence))
    )
    assert all((Reason.GEOMETRY_UNCERTAIN in r.reasons) is not sound for r in after.results)


def test_a_mark_before_the_value_that_nothing_names_is_no_name() -> None:
    lines, found, evidence = _slipped(1)
    text = PageText(0, 1700, 900, (*lines, line("↑", 360, lines[-1].middle[1])), text_height=20.0)
    empty = replace(report({}), results=tuple(found))
    after = doubt(empty, [text], Tables(tuple(found), tuple(evidence)))
    assert all(Reason.GEOMETRY_UNCERTAIN in r.reasons for r in after.results)


def _sure(value: str, weak: str) -> tuple[Char, ...]:
    return tuple(Char(c, 0.5 if c in weak else 0.999, 0, 1) for c in value)


@pytest.mark.parametrize(
    "value, weak, sure",
    [
        ("阴性(-)", "()", True), ("阴性(-)", "-", True), ("阴性(-)", "阴", True), ("阴性(-)", "阴-", False), ("阴性", "阴", False),
        ("(-)", "()", True), ("(-)", "-", False), ("阳性(+)", "(+)", True), ("阳性(++)", "+", False),
    ],
)  # fmt: skip
def test_a_word_and_a_sign_that_agree_confirm_one_another(value: str, weak: str, sure: bool) -> None:
    single = report({"乙肝表面抗原": (value, "", "阴性(-)")}, {"乙肝表面抗原": "" if value[0] in "阴(" else "A"})
    after = doubt(single, (), Tables(single.results, (Evidence(value_chars=_sure(value, weak)),)))
    assert bool(after.results[0].reasons) is not sure


@pytest.mark.parametrize(
    "value, interval",
    [
        ("阳性(-)", "阴性(-)"), ("阴性阴性", ""), ("性(-)", "阴性(-)"), ("性", "阴性"), ("egative", "Negative"), ("2025-10", "09"),
        ("09", "报告时间:2025-10-09"), ("正常正常", ""),
    ],
)  # fmt: skip
def test_words_cut_doubled_or_against_their_sign_and_dates_are_doubted(value: str, interval: str) -> None:
    assert doubted(doubt(report({"尿蛋白": (value, "", interval)})))["尿蛋白"] == (Reason.VALUE_FORMAT,)


@pytest.mark.parametrize(
    "value, interval", [("软", "软"), ("阴性", "阴性"), ("1:80", "<1:80"), ("0-2", "0-5"), ("+++", "阴性")]
)
def test_whole_words_and_intervals_are_values(value: str, interval: str) -> None:
    assert doubted(doubt(report({"尿蛋白": (value, "", interval)}))) == {}


def test_a_mark_is_held_against_words_too() -> None:
    rows = {"尿糖": ("+2", "", "阴性"), "尿酮体": ("+", "", "阴性"), "尿蛋白": ("阴性", "", "阴性")}
    assert doubted(doubt(report(rows, {"尿糖": "A"}))) == {"尿酮体": (Reason.FLAG_CONTRADICTS,)}
    assert doubted(doubt(report(rows, {"尿蛋白": "A"}))) == {"尿蛋白": (Reason.FLAG_CONTRADICTS,)}
    assert doubted(doubt(report(rows))) == {}


@pytest.mark.parametrize(
    "name, unit, interval, odd",
    [
        ("葡萄糖", "mmol/L", "3.9-6.1", False), ("葡萄糖", "mg/dL", "3.9-6.1", True), ("Glucose", "mmol/L", "70-110", True),
        ("总胆固醇", "mg/dL", "<5.2", True), ("Colesterol total", "mg/dL", "<200", False), ("血小板", "10^9/L", "12-35", True),
        ("EOS%", "%", "0-55.0", True), ("EOS%", "%", "0.5-5.0", False), ("NEU#", "10^9/L", "20-75", True), ("Lymphocytes", "%", "20-40", False),
        ("孕酮", "ng/mL", "0.20-1.50", False), ("尿白细胞", "/uL", "0-10", False),
    ],
)  # fmt: skip
def test_an_interval_that_nobody_prints_in_its_unit_is_seen(name: str, unit: str, interval: str, odd: bool) -> None:
    assert unusual_interval(Result(name, "5", unit, interval), parse_range(interval)) is odd


@pytest.mark.parametrize(
    "name, code, unit, key",
    [
        ("血清白蛋白", "AIB", "g/L", "ALB"), ("间期", "PR", "ms", "PRI"), ("孕酮", "P", "ng/mL", "PROG"), ("尿白细胞酯酶", "", "", None),
        ("游离", "PSA", "ng/mL", "FPSA"), ("Trombositler", "", "10^9/L", "PLT"), ("前向运动", "PR", "%", "SPR"),
    ],
)  # fmt: skip
def test_names_of_the_terminology_table_name_the_same_analytes(
    name: str, code: str, unit: str, key: str | None
) -> None:
    assert identify(name, code, unit) == key


@pytest.mark.parametrize(
    "values, reason",
    [
        ({"CREATININE": ("0", "mg/dL", "0.70-1.30")}, Reason.OUTSIDE_PHYSIOLOGICAL_LIMITS),
        ({"Ferroxidase": ("0", "mg/dL", "0.70-1.30")}, Reason.DECIMALS_UNUSUAL),
        ({"PLATELET COUNT": ("HEAL", "", "")}, Reason.VALUE_FORMAT),
        ({"单核细胞绝对值(10图#)": ("0.18", "10^9/L", "0.1-0.6")}, Reason.NAME_UNCERTAIN),
        ({"GGT Y-谷氨酰": ("33", "U/L", "7-45")}, Reason.NAME_UNCERTAIN),
    ],
)
def test_what_cannot_stand_there_is_doubted(values: dict[str, tuple[str, str, str]], reason: Reason) -> None:
    single = report(values)
    sure = tuple(Char(c, 0.999, 0, 1) for c in single.results[0].name)
    after = doubt(single, (), Tables(single.results, (Evidence(name_chars=sure),)))
    assert after.results[0].reasons == (reason,)


@pytest.mark.parametrize("value, name", [("0.0", "嗜酸性粒细胞百分比"), ("0", "嗜碱性粒细胞百分比")])
def test_no_cells_of_a_kind_are_a_result(value: str, name: str) -> None:
    assert doubted(doubt(report({name: (value, "%", "0.4-8.0" if "." in value else "0-1")}))) == {}


def test_a_value_that_cannot_be_is_blamed_alone_when_a_digit_mends_it() -> None:
    rows = {
        "血小板": ("171", "10^9/L", "100-300"),
        "平均血小板体积": ("111.70", "fL", "6-14"),
        "血小板压积": ("0.20", "%", "0.1-0.3"),
    }
    found = doubt(report(rows))
    assert set(doubted(found)) == {"平均血小板体积"}
    assert "11.70 would fit" in found.results[1].note


def test_values_that_fit_their_neighbours_intervals_are_doubted() -> None:
    rows = {
        "test a": ("5.1", "U/L", "3-7"),
        "test b": ("140", "U/L", "120-160"),
        "test c": ("31", "U/L", "20-40"),
        "test d": ("700", "U/L", "500-900"),
        "test e": ("1.2", "U/L", "1-2"),
    }
    assert doubted(doubt(report(rows))) == {}
    swapped = {
        **rows,
        "test b": rows["test c"][:1] + rows["test b"][1:],
        "test c": rows["test b"][:1] + rows["test c"][1:],
    }
    assert set(doubted(doubt(report(swapped)))) == {"test b", "test c"}
    names, values = list(rows), [v[0] for v in rows.values()]
    shifted = {n: (v, *rows[n][1:]) for n, v in zip(names[1:], values, strict=False)}
    assert set(doubted(doubt(report({"test a": ("4.9", "U/L", "3-7"), **shifted})))) >= set(names[1:])


def test_positive_serology_far_above_its_cut_off_is_no_neighbours_value() -> None:
    rows = {
        "乙型肝炎病毒表面抗原": ("221.40", "IU/mL", "0-0.05"),
        "乙型肝炎病毒表面抗体": ("1.03", "mIU/mL", "0-10"),
        "乙型肝炎病毒e抗原": ("52.61", "S/CO", "0-1.0"),
        "乙型肝炎病毒e抗体": ("1.42", "S/CO", ">1.0"),
        "丙型肝炎病毒抗体": ("79.17", "S/CO", "0-1.0"),
        "梅毒螺旋体抗体": ("0.09", "S/CO", "0-1.0"),
    }
    assert doubted(doubt(report(rows))) == {}


def test_a_value_of_another_row_of_an_electrocardiogram_is_doubted() -> None:
    found = doubted(doubt(report({"PR interval": ("93", "bpm", ""), "QT interval": ("105", "ms", "")})))
    assert found["PR interval"] == (Reason.UNIT_OF_ANOTHER_ANALYTE,)
    assert "QT interval" in found


def test_a_value_with_fewer_decimals_than_all_its_neighbours_is_doubted() -> None:
    rows = {f"test {c}": (f"{i + 1}.5", "U/L", "0.0-9.9") for i, c in enumerate("abcdefgh")}
    assert doubted(doubt(report(rows))) == {}
    assert doubted(doubt(report({**rows, "test i": ("7", "U/L", "0.0-9.9")}))) == {"test i": (Reason.DECIMALS_UNUSUAL,)}


GAS = {
    "酸碱度": ("7.250", "", "7.350-7.450"), "二氧化碳分压": ("60.0", "mmHg", "35.0-45.0"), "HCO3": ("25.5", "mmol/L", "22.0-27.0"),
    "TCO2": ("27.3", "mmol/L", "23.0-28.0"), "碱剩余": ("-1.8", "mmol/L", "-3.0-3.0"),
}  # fmt: skip


@pytest.mark.parametrize("name, value", [("TCO2", "21.3"), ("碱剩余", "1.8"), ("碱剩余", "-18"), ("酸碱度", "7.350")])
def test_the_values_of_a_blood_gas_bind_one_another(name: str, value: str) -> None:
    assert doubted(doubt(report(GAS))) == {}
    assert name in doubted(doubt(report({**GAS, name: (value, *GAS[name][1:])})))


@pytest.mark.parametrize("name, code", [("S-Creatinina", ""), ("活动度", "PT"), ("间期", "PR")])
def test_specimens_before_names_and_parted_names_are_known(name: str, code: str) -> None:
    assert standing(name, code) is Standing.KNOWN


@pytest.mark.parametrize("value, weak, sure", [("黄褐色", "褐", True), ("淡黄色", "淡", False), ("阴性", "阴", False)])
def test_a_word_that_can_be_no_other_is_certain(value: str, weak: str, sure: bool) -> None:
    single = report({"颜色": (value, "", "")})
    after = doubt(single, (), Tables(single.results, (Evidence(value_chars=_sure(value, weak)),)))
    assert bool(after.results[0].reasons) is not sure


@pytest.mark.parametrize("value, gap, sure", [("0.61", 0.0, True), ("0.61", 0.2, False), ("1.31", 0.0, False)])
def test_an_arrow_is_not_read_behind_a_value_inside_its_interval(value: str, gap: float, sure: bool) -> None:
    rows = {f"test {c}": ("0.7", "mg/dL", "0.3-1.2") for c in "abcd"}
    single = report({"Total Bilirubin": (value, "mg/dL", "0.3-1.2"), **rows})
    chars = [Char(c, 0.999, i * 0.1 + gap * (i == 3), i * 0.1 + 0.09 + gap * (i == 3)) for i, c in enumerate(value)]
    evidence = (Evidence(value_chars=tuple(chars)), *(Evidence() for _ in rows))
    after = doubt(single, (), Tables(single.results, evidence))
    assert (Reason.SYMBOL_UNCERTAIN in after.results[0].reasons) is not sure


@pytest.mark.parametrize(
    "printed, missing",
    [
        ((1, 2, 3, None, 5, 6), []),
        ((1, 2, 3, 5, 6, 7), [4]),
        ((1, 2, None, 5, 6, 7, 8), [3, 4]),
        ((1, 2, 3, 4), []),
        ((1, 2, 3, 1, 5, 6), []),
        ((1, 2, 3, 1, 5, 7), [6]),
    ],
)
def test_a_row_whose_number_was_not_read_is_not_missing(printed: tuple[int | None, ...], missing: list[int]) -> None:
    assert missing_serials([Evidence(serial=n) for n in printed]) == missing


@pytest.mark.parametrize("numbers, doubted", [((1, 2, 3, 1, 5), True), ((1, 2, 3, 4, 5), False)])
def test_a_digit_misread_in_a_rows_number_is_doubted_in_the_values(numbers: tuple[int, ...], doubted: bool) -> None:
    """A fax whose fourth row is numbered 1 has lost the thin strokes of its fours: 1.15 may be 4.45."""
    rows = {
        f"test {c}": (v, "U/L", "0.00-35.00")
        for c, v in zip("abcde", ("1.15", "8.63", "2.60", "4.30", "7.93"), strict=True)
    }
    page = report(rows)
    page = replace(page, results=tuple(replace(r, confidence=0.99) for r in page.results))
    after = doubt(page, (), Tables(page.results, tuple(Evidence(serial=n) for n in numbers)))
    assert [bool(r.reasons) for r in after.results] == [doubted, False, False, False, False]


@pytest.mark.parametrize("slope", [0.0, 0.05])
def test_a_hole_in_an_even_grid_is_seen_on_tilted_pages_too(slope: float) -> None:
    """Heights are those of the flattened page, whatever the photograph's tilt."""
    rows = {f"test {c}": ("1.1", "U/L", "0.5-2.5") for c in "abcdefgh"}
    heights = [100 + 30 * (i + (i > 4)) for i in range(8)]
    lines = [line(name, 40, y) for name, y in zip(rows, heights, strict=True)]
    moved = [replace(x, polygon=tuple((a, b + 400 * slope * i) for a, b in x.polygon)) for i, x in enumerate(lines)]
    whole = report(rows)
    results = tuple(replace(r, polygon=x.polygon) for r, x in zip(whole.results, moved, strict=True))
    tables = Tables(results, tuple(Evidence(row_lines=(x,)) for x in moved))
    text = PageText(0, 1700, 900, tuple(moved), angle=2.0, text_height=20.0)
    after = doubt(replace(whole, results=results), [text], tables)
    assert Reason.ROW_MISSING in after.pages[0].reasons


def test_a_panel_whose_rows_hold_their_neighbours_units_is_looked_at_whole() -> None:
    rows = {
        "Triglyceride": ("60", "%", "<200"), "Sodium": ("140", "mmol/L", "136-146"), "Potassium": ("4.1", "mmol/L", "3.4-4.5"),
        "Urea": ("22.3", "fL", "15-45"), "Calcium": ("2.31", "mmol/L", "2.11-2.52"), "Chloride": ("101", "mmol/L", "98-106"),
        "Creatinine": ("0.85", "mmHg", "0.6-1.3"), "Magnesium": ("0.88", "mmol/L", "0.75-1.02"),
    }  # fmt: skip
    assert all(r.reasons for r in doubt(report(rows)).results)
    one = {**rows, "Triglyceride": ("60", "mg/dL", "<200"), "Urea": ("22.3", "mg/dL", "15-45")}
    assert set(doubted(doubt(report(one)))) == {"Creatinine"}


@pytest.mark.parametrize(
    ("value", "unit", "interval", "lost"),
    [
        ("02", "", "02/HP", True),
        ("02", "/HP", "0-2", True),
        ("515", "", "未见/HP", True),
        ("1020", "/HPF", "Negative", True),
        ("312", "/HPF", "0-3", False),
        ("256", "/HP", "0-3", False),
        ("120", "/HPF", "0-5", False),
        ("515", "U/L", "125-243", False),
        ("0", "/HP", "0-2", False),
        ("00~3", "/HPF", "", True),
        ("0-3", "/HPF", "", False),
    ],
)
def test_a_count_of_a_field_may_have_lost_its_dash(value: str, unit: str, interval: str, lost: bool) -> None:
    assert dash_lost(Result(name="红细胞", value=value, unit=unit, reference_range=interval)) is lost


@pytest.mark.parametrize(
    ("value", "interval", "lost"),
    [("246", "0.02-0.50", True), ("246", "0-8", False), ("4", "0.02-0.50", False), ("13.6", "0.02-0.50", False)],
)
def test_a_value_far_above_its_interval_may_have_lost_its_decimal_sign(value: str, interval: str, lost: bool) -> None:
    """1,36 of a fax without its comma, which no interval tells from 136."""
    others = {f"test {c}": (v, "U/L", "0.2-9.5") for c, v in zip("abcd", ("1.15", "8.6", "2.60", "4.3"), strict=True)}
    after = doubt(report({**others, "test e": (value, "U/L", interval)})).results
    assert [Reason.DECIMALS_UNUSUAL in r.reasons for r in after] == [False] * 4 + [lost]


def test_genotypes_of_genes_are_results_and_allergens_of_one_letter_names() -> None:
    genes = {"CYP2C19*2": ("GA", "", ""), "MTHFR C677T": ("TT", "", ""), "rs4149056": ("T/C", "", "")}
    assert doubted(doubt(report(genes))) == {}
    assert set(doubted(doubt(report({"Some words": ("GA", "", "")})))) == {"Some words"}
    assert doubted(doubt(report({"虾": ("47.85", "IU/mL", "<0.35"), "鱼": ("0.04", "IU/mL", "<0.35")}))) == {}


def test_glucose_of_urine_in_vietnamese_has_an_interval_of_its_own() -> None:
    row = Result("Glucose", "0.3", "mmol/L", "< 0.84")
    interval = parse_range(row.reference_range)
    assert unusual_interval(row, interval)
    assert not unusual_interval(replace(row, group="KẾT QUẢ XÉT NGHIỆM NƯỚC TIỂU"), interval)
