"""Names that one look-alike or one unsure letter parts from another analyte's are doubted; sure known names are not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ocr_pipeline.page import Char, Line
from ocr_pipeline.plausibility import doubt
from ocr_pipeline.plausibility.names.alike import looks_known, same_shape
from ocr_pipeline.plausibility.names.naming import _of_two_rows
from ocr_pipeline.plausibility.names.standing import Standing, spelled, standing
from ocr_pipeline.report import Reason, Report, Result, Source
from ocr_pipeline.tables import Evidence, Tables

pytestmark = pytest.mark.unit


def reasons(name: str, unsure: dict[int, tuple[float, str, float]] | None = None, code: str = "") -> tuple[Reason, ...]:
    """Of a result called so, of whose characters (those of the code behind the name's) some are unsure: place in the text,
    confidence, second reading, its confidence."""
    result = Result(name, "7.1", "", "6.0-8.0", code=code)
    seen = {i: Char(c, 0.999, 0, 1) for i, c in enumerate(name + code)}
    seen |= {i: Char((name + code)[i], c, 0, 1, second, share) for i, (c, second, share) in (unsure or {}).items()}
    evidence = Evidence(name_chars=tuple(c for c in seen.values() if c.text.strip()))
    report = Report(Source("0" * 64, "image/png", 1), results=(result,))
    return doubt(report, (), Tables((result,), (evidence,))).results[0].reasons


@pytest.mark.parametrize(
    "name",
    [
        "抗凝血酶11活性", "抗凝血酶Ⅱ", "凝血因子V11I", "甲胎蛋百MoM", "BlLlRUBlN T0TAL", "VitarninD", "1gG", "WBG", "PIT", "CA12S", "CAl25",
        "Albumln", "Antithrombin 11", "比車", "酮休", "隐直",
    ],
)  # fmt: skip
def test_an_unknown_name_that_looks_like_a_known_one_is_bent(name: str) -> None:
    assert standing(name) is Standing.BENT


@pytest.mark.parametrize(
    "name", ["抗凝血酶III活性", "CA125", "CEA", "IgG", "WBC", "凝血因子II", "FT3", "B12", "IL-6", "左房"]
)
def test_a_known_name_is_not(name: str) -> None:
    assert standing(name) is Standing.KNOWN


@pytest.mark.parametrize("name", ["血锰", "尿碘", "花生", "蟑螂"])
def test_short_names_of_their_own_stay(name: str) -> None:
    assert standing(name) is Standing.UNKNOWN


@pytest.mark.parametrize("name", ["IgG9", "IL-11", "CA 549", "LVPWd", "维生素B7"])
def test_digits_are_not_taken_for_one_another(name: str) -> None:
    assert not looks_known(name)


@pytest.mark.parametrize(
    "name", ["粘液红细胞", "总胆固醇甘油三酯", "乙型肝炎病毒e抗原乙型肝炎病毒e抗体乙型肝炎病毒核心抗体"]
)
def test_the_names_of_two_rows_are_none(name: str) -> None:
    assert standing(name) is Standing.STRAY


@pytest.mark.parametrize("name", ["白细胞酯酶", "尿红细胞", "血红蛋白浓度", "ALT/GPT", "WBC 白细胞计数"])
def test_two_names_of_one_analyte_are_known(name: str) -> None:
    assert standing(name) is Standing.KNOWN


def test_letters_of_something_cut_up_are_no_name() -> None:
    assert standing("PR L a rk f ier") is Standing.STRAY


@pytest.mark.parametrize(
    "name, unsure, code",
    [
        ("pl值", {1: (0.62, "H", 0.3)}, ""),  # PL is placental lactogen
        ("PL", {1: (0.62, "T", 0.1)}, ""),
        ("KCBC", {0: (0.85, "R", 0.1)}, ""),
        ("维生素B1", {4: (0.8, "6", 0.15)}, ""),
        ("单核细胞百分比", {8: (0.6, "E", 0.2)}, "HON%"),
        ("血小板体积分布宽度", {10: (0.34, "I", 0.25)}, "PL"),  # another analyte's code, for PDW
    ],
)
def test_a_name_that_may_be_another_is_doubted(
    name: str, unsure: dict[int, tuple[float, str, float]], code: str
) -> None:
    assert reasons(name, unsure, code) == (Reason.NAME_UNCERTAIN,)
    assert reasons(name, {}, code) == ()


@pytest.mark.parametrize(
    "name, unsure, code",
    [
        ("Cl", {1: (0.64, "1", 0.36)}, ""),  # the same stroke
        ("Ova", {0: (0.7, "o", 0.29)}, ""),  # the same letter
        ("白细胞", {0: (0.85, "自", 0.13)}, ""),  # no analyte is called 自细胞
        ("Creatinine", {1: (0.7, "z", 0.2)}, ""),
        ("TT", {1: (0.67, "P", 0.28)}, "TT"),  # the code says it again
        ("LVPWd", {4: (0.85, "D", 0.14)}, ""),
        ("Na+ (serum)", {4: (0.5, "[", 0.2)}, ""),  # a bracket says nothing
    ],
)
def test_a_name_that_can_be_no_other_is_not(name: str, unsure: dict[int, tuple[float, str, float]], code: str) -> None:
    assert reasons(name, unsure, code) == ()


def test_a_short_name_that_nobody_knows_has_lost_a_letter() -> None:
    """A fax lost the F of AFP; measures of pictures have short names of their own, and a text layer loses nothing."""
    sure = Evidence(name_chars=(Char("A", 0.999, 0, 1), Char("P", 0.999, 0, 1)))
    for name, unit, evidence, doubted in [
        ("AP", "IU/mL", sure, True), ("AP", "IU/mL", replace(sure, digital=True), False), ("HC", "mm", sure, False),
        ("HB", "g/L", sure, False), ("H油", "mmol/L", sure, True), ("E峰", "cm/s", sure, False), ("钾K", "mmol/L", sure, False),
    ]:  # fmt: skip
        result = Result(name, "7.1", unit, "6.0-8.0")
        report = Report(Source("0" * 64, "image/png", 1), results=(result,))
        found = doubt(report, (), Tables((result,), (evidence,))).results[0]
        assert (Reason.NAME_UNCERTAIN in found.reasons) == doubted


def test_look_alikes() -> None:
    assert all(same_shape(a, b) for a, b in ("l1", "Oo", "Đd", "（("))
    assert not any(same_shape(a, b) for a, b in ("17", "TF", "CG", "DO", "a ", ("a", "")))


@pytest.mark.parametrize(
    "read, printed",
    [
        ("HB AIC", "HB A1C"),
        ("CAl25", "CA125"),
        ("BlLlRUBlN", "BILIRUBIN"),
        ("Albumln", "Albumin"),
        ("Hemog1obin", "Hemoglobin"),
    ],
)
def test_a_name_is_written_out_where_only_one_known_name_looks_so(read: str, printed: str) -> None:
    assert spelled(read) == printed


@pytest.mark.parametrize(
    "name", ["1gG", "IL-I", "B12", "Antithrombin 11", "抗凝血酶11", "HbA1", "VitarninD", "Hemog7obin", "A/C ratio"]
)
def test_others_stay_as_read(name: str) -> None:
    assert spelled(name) == name


@pytest.mark.parametrize(
    ("name", "split", "wanted"),
    [
        ("丙型肝炎病毒抗体 HIV抗原抗体联合检测", True, True),
        ("丙型肝炎病毒抗体 HIV抗原抗体联合检测", False, False),
        ("Creatinine Somethingaltogether Other", True, True),
        ("Creatinine (kinetic alkaline picrate)", True, False),
        ("Glucose (fasting) plasma", True, False),
        ("总胆红素", True, False),
    ],
)
def test_names_of_two_lines_of_which_the_first_is_whole_may_be_two_rows(name: str, split: bool, wanted: bool) -> None:
    result = Result(name, "-", "", "-")
    chars = tuple(Char(c, 0.999, 0, 1) for c in name if c.strip())
    evidence = Evidence(name_chars=chars, split=split)
    report = Report(Source("0" * 64, "image/png", 1), results=(result,))
    judged = doubt(report, (), Tables((result,), (evidence,))).results[0]
    assert (Reason.NAME_UNCERTAIN in judged.reasons) is wanted


@pytest.mark.parametrize(("rise", "doubted"), [(0.0, False), (10.0, False), (90.0, True)])
def test_print_that_runs_aslant_through_a_row_makes_its_name_doubtful(rise: float, doubted: bool) -> None:
    result = Result("ASAT Laboratoire", "20", "UI/L", "5-40")
    quad = ((0.0, 0.0), (200.0, rise), (200.0, rise + 20), (0.0, 20.0))
    chars = tuple(Char(c, 0.999, i / 11, (i + 1) / 11) for i, c in enumerate("Laboratoire"))
    evidence = Evidence(row_lines=(Line("Laboratoire", 0.999, chars, quad, quad),))
    report = Report(Source("0" * 64, "image/png", 1), results=(result,))
    found = doubt(report, (), Tables((result,), (evidence,))).results[0]
    assert (Reason.NAME_UNCERTAIN in found.reasons) is doubted


@pytest.mark.parametrize(
    "name, two",
    [
        ("Low Density Lipoprotein Cholesterol, Direct Measurement", False), ("Thyroid Stimulating Hormone, Ultrasensitive", False),
        ("Apolipoprotein B / Apolipoprotein A1 Ratio", False), ("Gamma Glutamyl Transferase Non-fasting specimen", True),
    ],
)  # fmt: skip
def test_what_stands_behind_a_comma_or_a_stroke_is_no_second_name(name: str, two: bool) -> None:
    assert _of_two_rows(name, unknown=True) is two
