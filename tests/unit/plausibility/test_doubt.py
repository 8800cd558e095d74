"""What must raise a doubt, what must not, and what another value dispels."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from ocr_pipeline.page import Char
from ocr_pipeline.plausibility import doubt
from ocr_pipeline.plausibility.page.algebra import RELATIONS
from ocr_pipeline.plausibility.quantities.analytes import identify
from ocr_pipeline.plausibility.quantities.units import scale
from ocr_pipeline.plausibility.row.words import bent_word
from ocr_pipeline.report import Page, Reason, Report, Result, Source
from ocr_pipeline.tables import Evidence, Tables, read_tables
from tests.unit.tables.pages import page, table

pytestmark = pytest.mark.unit

COUNT = {
    "白细胞": ("5.10", "10^9/L", "3.5-9.5"), "红细胞": ("4.60", "10^12/L", "4.3-5.8"), "血红蛋白": ("140", "g/L", "130-175"),
    "红细胞压积": ("41.9", "%", "40-50"), "平均红细胞体积": ("91.1", "fL", "82-100"), "平均红细胞血红蛋白量": ("30.4", "pg", "27-34"),
    "平均红细胞血红蛋白浓度": ("334", "g/L", "316-354"), "中性粒细胞百分比": ("55.0", "%", "40-75"), "淋巴细胞百分比": ("35.0", "%", "20-50"),
    "单核细胞百分比": ("7.0", "%", "3-10"), "嗜酸性粒细胞百分比": ("2.5", "%", "0.4-8"), "嗜碱性粒细胞百分比": ("0.5", "%", "0-1"),
    "中性粒细胞绝对值": ("2.81", "10^9/L", "1.8-6.3"), "淋巴细胞绝对值": ("1.79", "10^9/L", "1.1-3.2"), "血小板": ("210", "10^9/L", "125-350"),
    "平均血小板体积": ("10.0", "fL", "7-13"), "血小板压积": ("0.210", "%", "0.1-0.3"),
}  # fmt: skip
CHEMISTRY = {
    "总蛋白": ("72.0", "g/L", "65-85"), "白蛋白": ("45.0", "g/L", "40-55"), "球蛋白": ("27.0", "g/L", "20-40"), "白球比": ("1.67", "", "1.2-2.4"),
    "总胆红素": ("14.2", "umol/L", "0-23"), "直接胆红素": ("4.1", "umol/L", "0-8"), "间接胆红素": ("10.1", "umol/L", "1.7-13.7"),
}  # fmt: skip


def report(values: dict[str, tuple[str, str, str]], flags: dict[str, str] | None = None) -> Report:
    results = tuple(
        Result(name=n, value=v, unit=u, reference_range=r, flag=(flags or {}).get(n, ""))  # type: ignore[arg-type]
        for n, (v, u, r) in values.items()
    )
    return Report(Source("0" * 64, "image/png", 1), pages=(Page(1000, 1000),), results=results)


def doubted(found: Report) -> dict[str, tuple[Reason, ...]]:
    return {r.name: r.reasons for r in found.results if r.reasons}


@pytest.mark.parametrize("values", [COUNT, CHEMISTRY])
def test_a_sound_panel_raises_no_doubt(values: dict[str, tuple[str, str, str]]) -> None:
    assert doubted(doubt(report(values))) == {}


def changes(value: str) -> list[str]:
    """Every way to misread one digit, leading zeros apart."""
    out = [value[:i] + d + value[i + 1 :] for i, c in enumerate(value) if c.isdigit() for d in "0123456789" if d != c]
    return [c for c in out if not (c[0] == "0" and c[1:2].isdigit())]


@pytest.mark.parametrize("panel", [COUNT, CHEMISTRY])
def test_a_changed_digit_is_noticed(panel: dict[str, tuple[str, str, str]]) -> None:
    """At least 95 of 100 changes of more than rounding (here: more than 2 % of the value) raise a doubt on that value."""
    tried = noticed = 0
    for name, (value, unit, interval) in panel.items():
        if name in ("单核细胞百分比",):
            continue
        for changed in changes(value):
            if abs(Decimal(changed) - Decimal(value)) <= Decimal("0.02") * Decimal(value) + Decimal("0.11"):
                continue
            tried += 1
            noticed += name in doubted(doubt(report({**panel, name: (changed, unit, interval)})))
    assert tried > 60
    assert noticed >= 0.95 * tried


def test_a_failure_points_at_one_value_and_says_what_would_mend_it() -> None:
    found = doubt(report({**COUNT, "血红蛋白": ("110", "g/L", "130-175")}))
    assert [n for n, r in doubted(found).items() if Reason.ALGEBRA_FAILED in r] == ["血红蛋白"]
    note = next(r.note for r in found.results if r.name == "血红蛋白")
    assert "MCH = HGB / RBC" in note
    assert "140 would fit" in note


def test_a_value_is_never_changed() -> None:
    before = report({**COUNT, "血红蛋白": ("110", "g/L", "130-175"), "钾": ("41", "mmol/L", "3.5-5.3")})
    after = doubt(before)
    assert [(r.name, r.value, r.unit, r.flag) for r in after.results] == [
        (r.name, r.value, r.unit, r.flag) for r in before.results
    ]


def test_american_units_obey_the_same_algebra() -> None:
    american = {
        "WBC": ("5100", "/cumm", "4000-11000"), "RBC": ("4.60", "million/cumm", "4.5-5.5"), "Hemoglobin": ("14.0", "g/dL", "13-17"),
        "PCV": ("41.9", "%", "40-50"), "MCV": ("91.1", "fL", "83-101"), "MCH": ("30.4", "pg", "27-32"), "MCHC": ("33.4", "g/dL", "31-35"),
    }  # fmt: skip
    assert doubted(doubt(report(american))) == {}
    assert (
        Reason.ALGEBRA_FAILED
        in doubted(doubt(report({**american, "Hemoglobin": ("11.0", "g/dL", "13-17")})))["Hemoglobin"]
    )


def test_a_page_where_the_algebra_fails_everywhere() -> None:
    wrong = {n: (str(Decimal(v) * (i + 2)), u, r) for i, (n, (v, u, r)) in enumerate(COUNT.items())}
    found = doubt(report(wrong))
    assert len(doubted(found)) >= 8


@pytest.mark.parametrize(
    "name, value, unit, interval, flag, reason",
    [
        ("钾", "41", "mmol/L", "3.5-5.3", "", Reason.VALUE_UNIT_MISMATCH),
        ("血红蛋白", "1400", "g/L", "130-175", "", Reason.VALUE_UNIT_MISMATCH),
        ("钠", "9", "mmol/L", "137-147", "", Reason.OUTSIDE_PHYSIOLOGICAL_LIMITS),
        ("某酶", "45", "U/L", "1.5-6.5", "", Reason.DECIMALS_UNUSUAL),
        ("钾", "4.1", "mmol/L", "3.5-5.3", "H", Reason.FLAG_CONTRADICTS),
        ("钾", "5.9", "mmol/L", "3.5-5.3", "L", Reason.FLAG_CONTRADICTS),
        ("钾", "4.1.2", "mmol/L", "3.5-5.3", "", Reason.VALUE_FORMAT),
        ("钾", "-", "mmol/L", "3.5-5.3", "", Reason.VALUE_FORMAT),
        ("潜血", "1", "", "阴性", "", Reason.SYMBOL_UNCERTAIN),
        ("钾", "4.1", "g/L", "3.5-5.3", "", Reason.UNIT_OF_ANOTHER_ANALYTE),
        ("钾", "4.1", "告", "3.5-5.3", "", Reason.UNIT_UNUSUAL),
        ("某酶", "4.1", "U/L", "9.5-3.5", "", Reason.RANGE_UNREADABLE),
    ],
)  # fmt: skip
def test_what_a_row_says_of_itself(name: str, value: str, unit: str, interval: str, flag: str, reason: Reason) -> None:
    found = doubt(report({name: (value, unit, interval)}, {name: flag}))
    assert reason in found.results[0].reasons


def test_a_value_outside_without_a_mark_is_doubtful_where_marks_are_printed() -> None:
    rows = {"钾": ("5.9", "mmol/L", "3.5-5.3"), "钠": ("120", "mmol/L", "137-147")}
    assert Reason.FLAG_CONTRADICTS in doubted(doubt(report(rows, {"钠": "L"})))["钾"]
    assert doubted(doubt(report(rows))) == {}


def seen(confidence: float, rival: str = "", share: float = 0.0) -> Evidence:
    return Evidence(value_chars=(Char("4", confidence, 0, 0.5, rival, share), Char("6", 0.999, 0.5, 1)), height=20)


def test_an_unsure_character_is_doubtful_and_a_relation_that_holds_dispels_it() -> None:
    single = report({"钾": ("46", "mmol/L", "")})
    for evidence, reason in ((seen(0.5), Reason.LOW_CONFIDENCE), (seen(0.6, "9", 0.3), Reason.AMBIGUOUS_CHARACTER)):
        found = doubt(single, (), Tables(single.results, (evidence,)))
        assert reason in found.results[0].reasons
    whole = report(COUNT)
    weak = tuple(seen(0.7) if r.name == "红细胞" else Evidence() for r in whole.results)
    assert doubted(doubt(whole, (), Tables(whole.results, weak))) == {}


def test_a_text_layer_needs_no_eye() -> None:
    single = report({"钾": ("4.6", "mmol/L", "3.5-5.3")})
    found = doubt(single, (), Tables(single.results, (replace(seen(0.1), digital=True),)))
    assert found.results[0].reasons == ()


def test_a_running_number_that_is_missing_is_a_missing_row() -> None:
    header = [(40, "序号"), (140, "项目"), (600, "结果"), (760, "单位"), (920, "参考区间")]
    text = table(header, [[str(i), f"项目名{i}", "5.1", "U/L", "3.5-9.5"] for i in (1, 2, 3, 5, 6)])
    tables = read_tables([text])
    found = doubt(
        Report(Source("0" * 64, "image/png", 1), pages=(Page(1700, 900),), results=tables.results), [text], tables
    )
    assert Reason.ROW_MISSING in found.pages[0].reasons
    assert "4" in found.pages[0].note


def test_a_gap_in_an_even_table_is_a_missing_row() -> None:
    rows = [[(60, f"项目名{i}"), (400, "5.1"), (680, "U/L"), (900, "3.5-9.5")] if i != 5 else [] for i in range(10)]
    text = page([[(60, "项目"), (400, "结果"), (680, "单位"), (900, "参考范围")], *rows])
    tables = read_tables([text])
    found = doubt(
        Report(Source("0" * 64, "image/png", 1), pages=(Page(1700, 900),), results=tables.results), [text], tables
    )
    assert Reason.ROW_MISSING in found.pages[0].reasons


def test_the_same_result_twice_with_different_values() -> None:
    found = doubt(
        Report(
            Source("0" * 64, "image/png", 1),
            pages=(Page(9, 9),),
            results=(Result("钾", "4.1", "mmol/L"), Result("钾", "4.7", "mmol/L")),
        )
    )
    assert all(Reason.DUPLICATE_CONFLICT in r.reasons for r in found.results)


@pytest.mark.parametrize(
    "name, code, unit, key",
    [
        ("白细胞计数", "", "10^9/L", "WBC"), ("中性粒细胞", "NEUT", "%", "NEU%"), ("中性粒细胞", "", "10^9/L", "NEU#"), ("Hemoglobin (Hb)", "Hb", "g/dL", "HGB"),
        ("MEAN CORPUSCULAR VOLUME, MCV", "", "fL", "MCV"), ("Leucocitos", "", "/uL", "WBC"), ("Hématocrite", "", "%", "HCT"),
        ("Số lượng bạch cầu", "", "10^9/L", "WBC"), ("谷丙转氨酶", "ALT", "U/L", "ALT"), ("某未知", "", "", None), ("尿白细胞酯酶", "", "", None),
    ],
)  # fmt: skip
def test_analytes_are_known_by_their_names(name: str, code: str, unit: str, key: str | None) -> None:
    assert identify(name, code, unit) == key


@pytest.mark.parametrize(
    "unit, dimension, factor",
    [
        ("10^9/L", "count", 1e9),
        ("/cumm", "count", 1e6),
        ("lakhs/cumm", "count", 1e11),
        ("g/dL", "mass", 10.0),
        ("mmol/L", "mol", 1e-3),
        ("%", "fraction", 0.01),
        ("K/uL", "count", 1e9),
    ],
)
def test_units_as_quantities(unit: str, dimension: str, factor: float) -> None:
    found = scale(unit)
    assert found is not None
    assert found.dimension == dimension
    assert found.factor == pytest.approx(factor)


def test_every_relation_names_its_source() -> None:
    assert all(r.source for r in RELATIONS)


@pytest.mark.parametrize("value, interval", [("2.431", "1.40-2.00"), ("124.23", "3.10-6.80"), ("65.81", "0.0-115.0")])
def test_an_arrow_that_was_read_as_a_one(value: str, interval: str) -> None:
    others = {f"项目{i}": ("7.5", "U/L", "1.5-9.5") for i in range(4)}
    found = doubt(report({"某酶": (value, "U/L", interval), **others}))
    assert [n for n, r in doubted(found).items() if Reason.SYMBOL_UNCERTAIN in r] == ["某酶"]


def test_cells_in_urine_are_not_judged_as_blood() -> None:
    assert doubted(doubt(report({"红细胞计数": ("3.2", "/uL", "0-10")}))) == {}


def test_counts_rounded_to_tens_obey_the_algebra() -> None:
    rows = {
        "WBC": ("4200", "/mm3", "4000-10000"),
        "Basophils": ("0.4", "%", "0-1"),
        "Basophils absolute": ("20", "/mm3", "0-100"),
    }
    assert doubted(doubt(report(rows))) == {}


def test_a_heading_that_is_an_analyte_is_a_row_that_was_lost() -> None:
    header = [(60, "项目"), (400, "结果"), (680, "单位"), (900, "参考范围")]
    text = page(
        [
            header,
            [(60, "钾"), (400, "4.10"), (680, "mmol/L"), (900, "3.50-5.30")],
            [(60, "氯"), (400, "101"), (680, "mmol/L"), (900, "99-110")],
            [(60, "总胆固醇")],
            [(60, "钠"), (400, "140"), (680, "mmol/L"), (900, "137-147")],
            [(60, "钙"), (400, "2.31"), (680, "mmol/L"), (900, "2.11-2.52")],
        ]
    )
    tables = read_tables([text])
    found = doubt(replace(report({}), results=tables.results), [text], tables)
    assert found.needs_review
    assert Reason.ROW_MISSING in found.pages[0].reasons or any(Reason.VALUE_MISSING in r.reasons for r in found.results)


def test_an_arrow_that_was_read_as_a_one_before_the_value() -> None:
    found = doubt(report({"ASAT": ("1 244", "U/L", "5-40")}))
    assert Reason.SYMBOL_UNCERTAIN in found.results[0].reasons


def test_a_word_that_is_nearly_one_is_doubted() -> None:
    bent = doubt(report({"RPR": ("Ngative", "", "Negative"), "HIV": ("Negative", "", "Negative")}))
    assert doubted(bent) == {"RPR": (Reason.VALUE_FORMAT,)}


@pytest.mark.parametrize("word", ["Yelow", "末检出", "阴牲", "Absennt"])
def test_bent_words_are_told(word: str) -> None:
    assert bent_word(word)


@pytest.mark.parametrize(
    "word", ["Yellow", "未检出", "未测出", "酸性", "negativa", "clara", "淡红色", "Amarilla", "O", "阴性"]
)
def test_whole_words_are_not_bent(word: str) -> None:
    assert not bent_word(word)


def test_a_bracket_without_its_sign_is_doubted() -> None:
    found = doubt(report({"隐血": ("阴性(", "", "阴性(-)"), "白细胞": ("阴性(-)", "", "阴性(-)")}))
    assert doubted(found) == {"隐血": (Reason.SYMBOL_UNCERTAIN,)}


def test_a_minus_before_what_cannot_be_negative_is_doubted() -> None:
    found = doubt(report({"白介素6": ("-2.58", "ng/mL", "0-5"), "剩余碱": ("-2.58", "mmol/L", "-3-3")}))
    assert doubted(found) == {"白介素6": (Reason.VALUE_FORMAT,)}


@pytest.mark.parametrize("value", ["PositiveABN", "阳性(+)A"])
def test_a_mark_that_ran_into_the_word_is_doubted(value: str) -> None:
    assert Reason.VALUE_FORMAT in doubt(report({"HBsAg": (value, "", "Negative")})).results[0].reasons


def test_names_that_slipped_against_their_values_make_their_neighbours_doubtful() -> None:
    rows = {
        "总蛋白": ("72.3", "g/L", "65-85"), "白蛋白": ("44.0", "g/L", "40-55"), "白球比": ("28.3", "g/L", "20-40"), "总胆红素": ("1.55", "", "1.2-2.4"),
        "直接胆红素": ("13.8", "umol/L", "3.4-20.5"), "葡萄糖": ("5.1", "mmol/L", "3.9-6.1"), "钾": ("4.1", "mmol/L", "3.5-5.3"), "钠": ("140", "mmol/L", "137-147"),
    }  # fmt: skip
    found = doubted(doubt(report(rows)))
    assert found["直接胆红素"] == (Reason.GEOMETRY_UNCERTAIN,)
    assert "钠" not in found


def test_a_runner_up_that_mark_and_interval_rule_out_is_no_doubt() -> None:
    rows = {"钾": ("4.6", "mmol/L", "3.5-5.3"), "钠": ("120", "mmol/L", "137-147")}
    marked = report(rows, {"钠": "L"})
    chars = (Char("4", 0.7, 0, 0.3, "9", 0.29), Char(".", 0.999, 0.3, 0.5), Char("6", 0.999, 0.5, 1))
    weak = Evidence(value_chars=chars)
    assert doubted(doubt(marked, (), Tables(marked.results, (weak, Evidence())))) == {}
    tail = (Char("4", 0.999, 0, 0.3), Char(".", 0.999, 0.3, 0.5), Char("6", 0.7, 0.5, 1, "8", 0.29))
    found = doubt(marked, (), Tables(marked.results, (Evidence(value_chars=tail), Evidence())))
    assert doubted(found) == {"钾": (Reason.AMBIGUOUS_CHARACTER,)}


def test_leader_dots_and_the_kind_of_decimal_sign_are_no_doubt() -> None:
    single = report({"钾": ("4.6", "mmol/L", "3.5-5.3")})
    dots = tuple(Char("…", 0.3, 0, 0.1, ".", 0.3) for _ in range(3))
    value = (Char("4", 0.99, 0.3, 0.5), Char(".", 0.6, 0.5, 0.6, ",", 0.39), Char("6", 0.99, 0.6, 1))
    found = doubt(single, (), Tables(single.results, (Evidence(value_chars=(*dots, *value)),)))
    assert doubted(found) == {}
    assert found.results[0].confidence == 0.6


@pytest.mark.parametrize("word, reasons", [("Negative", ()), ("阴性", (Reason.LOW_CONFIDENCE,))])
def test_a_long_word_of_results_stands_with_a_weak_letter(word: str, reasons: tuple[Reason, ...]) -> None:
    single = report({"HBsAg": (word, "", word)})
    chars = tuple(Char(c, 0.55 if i == 0 else 0.999, 0, 1) for i, c in enumerate(word))
    found = doubt(single, (), Tables(single.results, (Evidence(value_chars=chars),)))
    assert found.results[0].reasons == reasons


def test_an_unmarked_value_outside_its_interval_must_be_read_with_more_certainty() -> None:
    for value, reasons in (("5.9", (Reason.LOW_CONFIDENCE,)), ("4.9", ())):
        single = report({"钾": (value, "mmol/L", "3.5-5.3")})
        chars = tuple(Char(c, 0.965, 0, 1) for c in value)
        assert doubt(single, (), Tables(single.results, (Evidence(value_chars=chars),))).results[0].reasons == reasons


def test_where_most_rows_can_hardly_be_read_one_that_looks_sound_is_doubtful_too() -> None:
    rows = dict(list(CHEMISTRY.items())[:2]) | dict.fromkeys(
        ("血糖", "钾", "尿素", "硒", "锌", "铜"), ("5.0", "mmol/L", "3.0-6.0")
    )
    clean = report(rows)
    assert doubted(doubt(clean)) == {}
    poor = tuple(
        replace(r, reasons=(Reason.UNREADABLE,)) if i in (2, 3, 4, 5) else r for i, r in enumerate(clean.results)
    )
    seen = [replace(r, confidence=0.9995 if r.name == "铜" else 0.99) for r in poor]
    found = doubt(replace(clean, results=tuple(seen)))
    assert [r.name for r in found.results if not r.reasons] == ["铜"]  # not the least hesitation in any character
    assert Reason.LOW_CONFIDENCE in found.results[6].reasons


@pytest.mark.parametrize(
    ("value", "doubtful"),
    [
        ("10-301", True),
        ("5-101", True),
        ("3-51", True),
        ("10-30", False),
        ("0-1", False),
        ("8-11", False),
        ("100-301", False),
    ],
)
def test_an_arrow_behind_a_count_of_cells_may_be_read_as_a_one(value: str, doubtful: bool) -> None:
    found = doubted(doubt(report({"白细胞(镜检)": (value, "/HP", "0-2")})))
    assert (Reason.SYMBOL_UNCERTAIN in found.get("白细胞(镜检)", ())) is doubtful


def test_more_decimals_than_any_other_value_are_doubted_though_the_algebra_holds() -> None:
    repeated = COUNT | {"白细胞": ("5.100", "10^9/L", "3.5-9.5"), "血小板压积": ("0.21", "%", "0.1-0.3")}
    assert Reason.VALUE_FORMAT in doubted(doubt(report(repeated))).get("白细胞", ())


def test_the_motility_of_sperm_sums_up() -> None:
    rows = {
        "前向运动(PR)": ("37.9", "%", ">32"),
        "非前向运动(NP)": ("16.0", "%", ""),
        "不动精子(IM)": ("46.1", "%", ""),
        "精子总活动率": ("53.9", "%", ">40"),
    }
    assert doubted(doubt(report(rows))) == {}
    torn = doubted(doubt(report(rows | {"前向运动(PR)": ("31.9", "%", ">32")})))
    assert Reason.ALGEBRA_FAILED in torn["前向运动(PR)"]
    assert "精子总活动率" not in torn


def test_two_measurements_in_one_row_are_no_interval() -> None:
    both = Result(name="QT/QTc", value="438/430", unit="ms")
    assert Reason.VALUE_FORMAT not in doubt(replace(report({}), results=(both,))).results[0].reasons
    one = replace(both, name="QTc")
    assert Reason.VALUE_FORMAT in doubt(replace(report({}), results=(one,))).results[0].reasons
