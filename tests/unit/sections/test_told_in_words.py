"""Sheets of a laboratory that tell their results in sentences."""

from __future__ import annotations

import pytest

from ocr_pipeline.sections import read_sections
from tests.unit.identity.pages import page_of

pytestmark = pytest.mark.unit


def said(rows: list[object]) -> list[tuple[str, str]]:
    return [(s.heading, s.kind) for s in read_sections([page_of(rows)], [()])]  # type: ignore[arg-type]


def test_fields_and_findings_of_a_report_on_genes_are_kept() -> None:
    rows: list[object] = [
        "遗传病基因检测报告",
        "姓名：公羊羽  性别：男  年龄：63岁",
        "样本类型：外周血提取的基因组DNA",
        "检测方法：高通量测序",
        "检测结果：",
        "检出GJB2基因的纯合致病变异，导致蛋白合成提前终止。",
        "结论：",
        "该变异与临床表型相符，为致病变异。",
    ]
    assert said(rows) == [
        ("样本类型", "specimen"),
        ("检测方法", "technique"),
        ("检测结果", "findings"),
        ("结论", "impression"),
    ]


def test_a_comment_on_a_sheet_of_results_opens_no_fields_of_the_form() -> None:
    rows: list[object] = [
        "生化检验报告单",
        "姓名：公羊羽  性别：男  年龄：63岁",
        "样本类型：血清",
        ["项目", "结果", "单位", "参考范围"],
        ["葡萄糖", "5.2", "mmol/L", "3.9-6.1"],
        "结论：",
        "血糖在参考范围之内，建议定期复查空腹血糖。",
    ]
    assert "specimen" not in [kind for _, kind in said(rows)]


LETTER: list[object] = ["Meadow Clinic", "Dear Dr Pemberton,", "Re: Mrs Edith Lovelace, DOB 03/09/1951"]
TOLD = [
    "Thank you for referring this lady, who has had three episodes of palpitations since January and no syncope,",
    "and who is now well.",
]


@pytest.mark.parametrize("medication", ["Medication", "Medications"])
def test_what_a_letter_tells_is_no_part_of_the_list_above(medication: str) -> None:
    rows = [*LETTER, "Diagnosis: Paroxysmal atrial fibrillation", f"{medication}: Bisoprolol 2.5 mg once daily.", *TOLD]
    assert said(rows) == [("Diagnosis", "diagnosis"), (medication, "clinical"), ("", "other")]


def test_what_an_examination_gives_stays_its_technique() -> None:
    rows: list[object] = [
        "Upper GI Endoscopy Report",
        "Patient: Rosalind Achebe  DOB: 07/21/1969",
        "Medications: Propofol 180 mg given by anesthesia.",
        "Findings:",
        "A clean based ulcer was seen in the antrum.",
        "Impression:",
        "Gastric ulcer.",
    ]
    assert ("Medications", "technique") in said(rows)


@pytest.mark.parametrize("sign", "★☆◇▶❖")
def test_stars_and_arrows_before_a_heading(sign: str) -> None:
    rows: list[object] = [
        "健康体检总检报告",
        "姓名：公羊羽  性别：男  年龄：63岁",
        f"{sign} 总检结论",
        "1、血压偏高，空腹血糖偏高。",
        f"{sign}健康建议",
        "1、低盐饮食，监测血压，心内科就诊。",
    ]
    assert said(rows) == [("总检结论", "impression"), ("健康建议", "recommendation")]
