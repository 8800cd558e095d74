"""Known names stay undoubted; names that the eye bent are noticed, whatever their value says."""

from __future__ import annotations

import pytest

from ocr_pipeline.page import Char, PageText
from ocr_pipeline.plausibility import doubt
from ocr_pipeline.plausibility.names.standing import Standing, spelled, spelled_code, standing
from ocr_pipeline.report import Reason, Report, Result, Source
from ocr_pipeline.tables import Evidence, Tables
from tests.bench import known_names
from tests.unit.plausibility.test_doubt import report
from tests.unit.tables.pages import line

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    "name, code",
    [
        ("总胆红素(TBIL)", ""), ("Hemoglobin (Hb)", ""), ("HGB 血红蛋白", ""), ("钾(GK)", ""), ("pH(SPH)", ""), ("WBC TOTAL LEUKOCYTE COUNT", ""), ("红细胞数目", "RBC"),
        ("Glycémie", ""), ("Bạch cầu", ""), ("SO2O2 Saturation", ""), ("超敏促甲状腺素", "TSH"), ("Anti-TPO Antibody", ""), ("pH", ""),
    ],
)  # fmt: skip
def test_names_of_laboratories_are_known(name: str, code: str) -> None:
    assert standing(name, code) is Standing.KNOWN


@pytest.mark.parametrize(
    "name, code",
    [
        ("三般甘油(TG)", ""), ("三般甘油(TG)", "TC"), ("总胆红素(TBHL)", ""), ("雌二醇(F2)", ""), ("甘油三酯(TC)", ""), ("补体C3(C4)", ""), ("肌F(CREA)", "CREA"), ("碱性磷酸睛", ""), ("Calclum", ""),
        ("Glucóse", ""), ("chcu(WBC)", "WBC"), ("S02", ""), ("淋巴细题百分比", ""), ("血红", ""), ("平均血红蛋白浓", "MCH"),
        ("中性粒细胞绝", "NEU%"), ("Neutrphils", "MON%"), ("球比", ""), ("均血小板体积", ""), ("小板计数", ""),
        ("Direkt bilirublu", ""), ("Alkalen tostataz", ""),
    ],
)  # fmt: skip
def test_a_bent_name_is_told(name: str, code: str) -> None:
    assert standing(name, code) is Standing.BENT


@pytest.mark.parametrize(
    "name, code",
    [
        ("天型血小板比率", "P-LCR"), ("中性粒细胞百", "NEU%"), ("游离", "FPSA"), ("平均血红蛋白浓", "MCHC"), ("BASOFILT%(BAS%)", "BAS%"),
        ("KPOTASIO", ""),
    ],
)  # fmt: skip
def test_a_bent_name_is_certain_where_a_code_of_its_own_names_the_same(name: str, code: str) -> None:
    assert standing(name, code) is Standing.KNOWN


def test_digits_read_for_letters_are_spelled_out_where_only_that_makes_a_name() -> None:
    assert [spelled(n) for n in ("pC02", "02 Saturation", "B12", "CA125", "0S4", "14红细胞压积", "17羟孕酮")] == [
        "pCO2", "O2 Saturation", "B12", "CA125", "0S4", "红细胞压积", "17羟孕酮",
    ]  # fmt: skip


def test_a_time_in_brackets_is_no_code() -> None:
    assert spelled("血糖(1h)") == "血糖(1h)"


@pytest.mark.parametrize("name", ["户尘螨", "猫皮屑", "间皮细胞", "中性粒细胞杆状核", "cHCO3-(P)c", "全血铁"])
def test_names_without_a_code_of_their_own_are_no_bent_ones(name: str) -> None:
    assert standing(name) is Standing.KNOWN


@pytest.mark.parametrize("name", ["Na+ m", "13血红", "尿常规葡萄糖", "物理检查颜色"])
def test_surroundings_in_a_name_are_told(name: str) -> None:
    assert standing(name) is Standing.STRAY


@pytest.mark.parametrize("one, other", [("维生素B7", "维生素B6"), ("IgG3", "IgG4")])
def test_numbers_tell_names_apart(one: str, other: str) -> None:
    assert standing(one) is not Standing.BENT
    assert standing(other) is not Standing.BENT


def test_a_bent_name_is_doubted_though_the_value_is_certain() -> None:
    result = Result("三般甘油(TG)", "1.21", "mmol/L", "0.45-1.70")
    sure = tuple(Char(c, 0.999, 0, 1) for c in "三般甘油")
    report = Report(Source("0" * 64, "image/png", 1), results=(result,))
    seen = doubt(report, (), Tables((result,), (Evidence(name_chars=sure),)))
    assert seen.results[0].reasons == (Reason.NAME_UNCERTAIN,)
    layer = doubt(report, (), Tables((result,), (Evidence(name_chars=sure, digital=True),)))
    assert layer.results[0].reasons == ()


def test_the_list_is_the_one_of_the_terminology_table() -> None:
    assert known_names.TARGET.read_text("utf-8").splitlines() == known_names.lines(), (
        "run python -m tests.bench.known_names and review the difference"
    )


@pytest.mark.parametrize(
    "read, unit, code",
    [
        ("3PO2", "mmHg", "PO2"), ("1HBsAg", "", "HBsAg"), ("NEU=", "10^9/L", "NEU#"), ("LYMF", "10^9/L", "LYM#"), ("LYMF", "%", "LYMF"),
        ("17OHP", "ng/mL", "17OHP"), ("HbAlc", "%", "HbA1c"), ("CAl25", "U/mL", "CA125"), ("ApoAl", "g/L", "ApoA1"), ("Cl", "mmol/L", "Cl"), ("WBC", "10^9/L", "WBC"),
    ],
)  # fmt: skip
def test_codes_are_freed_of_running_numbers_and_bent_signs(read: str, unit: str, code: str) -> None:
    assert spelled_code(read, unit) == code


@pytest.mark.parametrize(
    ("name", "code", "shown"),
    [("氯", "CI", "Cl"), ("免疫球蛋白G", "lgG", "IgG"), ("促甲状腺激素", "T5H", "TSH"), ("氯", "Cl", "Cl"), ("白细胞计数", "CI", "CI")],
)  # fmt: skip
def test_strokes_of_a_code_are_those_of_the_name_beside_it(name: str, code: str, shown: str) -> None:
    assert spelled_code(code, "mmol/L", name) == spelled_code(code, "mmol/L", f"{name}({code})") == shown
    assert spelled(f"{name}({code})", "mmol/L") == f"{name}({shown})"


@pytest.mark.parametrize("name", ["D-聚体", "纤维蛋原", "甲状腺球蛋抗体"])
def test_a_chinese_name_that_lost_a_thin_character_is_bent(name: str) -> None:
    assert standing(name) is Standing.BENT


@pytest.mark.parametrize("name", ["D-二聚体", "白细胞数", "尿酮"])
def test_a_name_without_a_spare_character_is_none_the_worse(name: str) -> None:
    assert standing(name) is Standing.KNOWN


@pytest.mark.parametrize(
    ("read", "unit", "code"),
    [
        ("MCIIC", "g/L", "MCHC"),
        ("IIGB", "g/L", "HGB"),
        ("LYM.", "%", "LYM%"),
        ("MON?.", "%", "MON%"),
        ("III", "", "III"),
    ],
)
def test_a_code_with_what_a_fax_leaves_of_its_letters(read: str, unit: str, code: str) -> None:
    assert spelled_code(read, unit) == code
    assert spelled(f"平均值({read})", unit) == f"平均值({code})"


@pytest.mark.parametrize(
    ("around", "name"),
    [
        ("尿糖 酮体 蛋白质 亚硝酸盐 维生素 结晶 黏液 标本 项目 结果 单位 参考区间 检验", "潜血"),
        ("項目 結果 單位 參考區間 檢驗 標本 編號 醫師", "潛血"),
    ],
)
def test_a_traditional_letter_among_simplified_ones_was_misread(around: str, name: str) -> None:
    page = PageText(
        0, 800, 200, tuple(line(word, 40, 40 + 30 * n) for n, word in enumerate(around.split())), text_height=20
    )
    assert doubt(report({"潛血": ("阴性(-)", "", "阴性(-)")}), [page]).results[0].name == name
