"""What the form prints around an examination's text: fields of sheets of results are no sections, advice at the end is one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ocr_pipeline.page import Line, PageText
from ocr_pipeline.report import Reason, Region
from ocr_pipeline.sections import read_sections
from tests.unit.identity.pages import page_of

pytestmark = pytest.mark.unit

CT = ["CT检查报告单", "姓名：张伟明 性别：男 年龄：35岁 住院号：12345678"]
LIVER = "肝脏形态大小正常，包膜光整，实质回声均匀，血管走行清晰，门静脉内径正常。"
EN = ["Gastroscopy Report", "Name: John Ashdown   Age: 50 Years   MRN: 0378064"]


def _said(*pages: PageText, regions: tuple[Region, ...] = ()) -> list[tuple[str, str, str, int]]:
    found = read_sections(pages, [regions, *([()] * (len(pages) - 1))], _table_lines(pages))
    return [(s.heading, s.kind, s.text, s.page) for s in found]


def _table_lines(pages: tuple[PageText, ...]) -> frozenset[tuple[int, int]]:
    """Lines that stand in columns are a table's."""
    return frozenset(
        (p.index, i)
        for p in pages
        for i, line in enumerate(p.lines)
        if sum(abs(o.middle[1] - line.middle[1]) < 5 for o in p.lines) >= 4 or line.text == "尿沉渣"
    )


def test_sheets_of_results_beside_an_examination_give_no_section() -> None:
    sheet = page_of(
        [
            "某某医院检验报告单",
            "姓名：张伟明 性别：男 年龄：35岁 临床诊断：2型糖尿病",
            [(100.0, "标本类型：中段尿")],
            [(100.0, "项目名称"), (400.0, "检验结果"), (600.0, "单位"), (800.0, "参考范围")],
            [(100.0, "白细胞"), (400.0, "2"), (600.0, "/HP"), (800.0, "0-5")],
            "尿沉渣",
            [(100.0, "红细胞"), (400.0, "1"), (600.0, "/HP"), (800.0, "0-3")],
        ]
    )
    exam = page_of([*CT, "影像所见：", LIVER, "诊断意见：", "肝囊肿"], index=1)
    after = page_of([*sheet_rows(), "诊断：肺炎"], index=2)
    assert _said(sheet, exam, after) == [("影像所见", "findings", LIVER, 1), ("诊断意见", "impression", "肝囊肿", 1)]


def sheet_rows() -> list[str | list[tuple[float, str]]]:
    return [
        "某某医院检验报告单",
        [(100.0, "项目名称"), (400.0, "检验结果"), (600.0, "单位"), (800.0, "参考范围")],
        [(100.0, "钾"), (400.0, "4.1"), (600.0, "mmol/L"), (800.0, "3.5-5.3")],
        [(100.0, "钠"), (400.0, "141"), (600.0, "mmol/L"), (800.0, "137-147")],
    ]


@pytest.mark.parametrize(
    "rows", [["Advice:", "Please correlate clinically."], ["Advice: Please correlate clinically."]]
)
def test_advice_that_reads_like_a_closing_sentence_is_kept_under_its_heading(rows: list[str]) -> None:
    page = page_of([*EN, "Findings:", "A polyp.", "Impression:", "Polyp.", *rows, "Reported by: Dr. Naomi Castellan"])
    assert _said(page)[-1][:3] == ("Advice", "recommendation", "Please correlate clinically.")
    closing = page_of([*EN, "Findings:", "A polyp.", "Impression:", "Polyp.", "Please correlate clinically."])
    assert [s[1] for s in _said(closing)] == ["findings", "impression"]


def test_a_heading_under_what_was_taken_for_a_picture_is_kept() -> None:
    page = page_of([*EN, "Findings:", "A polyp.", "Impression:", "Polyp."])
    heading = next(line for line in page.lines if line.text.startswith("Impression"))
    said = _said(page, regions=(Region("figure", heading.polygon, 0.9),))
    assert [s[0] for s in said] == ["Findings", "Impression"]


def test_short_chinese_fields_without_a_sign_are_headings_above_the_text_only() -> None:
    page = page_of(
        [
            *CT,
            "部位胸部CT平扫",
            "病史咳嗽伴发热3天",
            "影像所见",
            "部位较前变化不大，余况大致同前，请结合临床。",
            "诊断意见",
            "肺炎",
        ]
    )
    assert [s[:2] for s in _said(page)] == [
        ("部位", "technique"), ("病史", "clinical"), ("影像所见", "findings"), ("诊断意见", "impression"),
    ]  # fmt: skip


def test_the_number_of_a_study_is_no_technique() -> None:
    page = page_of(
        [
            *EN[:1],
            "Name John Ashdown  Age 50 Years  Sex Male",
            "StudyIDMR757242",
            "FINDINGS:",
            "A polyp.",
            "IMPRESSION:",
            "Polyp.",
        ]
    )
    assert "MR757242" not in str(_said(page))


def test_a_line_that_was_wrapped_before_a_figures_name_is_text() -> None:
    page = page_of([*CT, "影像所见：", f"{LIVER}{LIVER}见", "图1。胆囊壁见高回声附着。", "诊断意见：", "息肉"])
    assert "图1。胆囊壁" in _said(page)[0][2]


DISCHARGE = [
    "DISCHARGE SUMMARY", "Name: John Ashdown  Age: 50 Years  MRN: 0378064", "Admission diagnosis: Pneumonia",
    "Hospital course:", "Treated with amoxicillin; afebrile after two days.", "Discharge diagnosis:", "Pneumonia, resolved.",
    "Follow-up:", "Clinic in two weeks.",
]  # fmt: skip
TURKISH = [
    "RADYOLOJİ RAPORU", "Adı Soyadı: Ahmet Yılmaz  Yaş: 45", "Klinik Bilgi: karın ağrısı", "Teknik: Kontrastlı inceleme.", "Bulgular:",
    "Karaciğer boyutu normaldir.", "Sonuç:", "Normal sınırlarda inceleme.", "Öneriler: Klinik takip önerilir.",
]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "kinds"),
    [
        (DISCHARGE, ["clinical", "other", "diagnosis", "recommendation"]),
        (TURKISH, ["clinical", "technique", "findings", "impression", "recommendation"]),
    ],
)
def test_letters_of_discharge_and_other_languages(rows: list[str], kinds: list[str]) -> None:
    said = _said(page_of(rows))
    assert [s[1] for s in said] == kinds
    assert not {"Ashdown", "Ahmet"} & set(str(said).replace("'", " ").split())


def test_a_page_that_can_hardly_be_read_keeps_its_headings_and_none_of_its_text() -> None:
    page = page_of([*CT, "影像所见：", LIVER, "诊断意见：", "肝囊肿", "报告医师：李国强"])
    lines = [line if "：" in line.text and len(line.text) < 8 else _dimmed(line) for line in page.lines]
    found = read_sections([replace(page, lines=tuple(lines))], [()])
    assert [(s.heading, s.kind, s.text, s.reasons) for s in found] == [
        ("影像所见", "findings", "", (Reason.UNREADABLE,)), ("诊断意见", "impression", "", (Reason.UNREADABLE,)),
    ]  # fmt: skip


def _dimmed(line: Line) -> Line:
    return replace(line, confidence=0.3, chars=tuple(replace(c, confidence=0.3) for c in line.chars))


def test_fields_of_the_header_are_parts_of_the_examination_under_whatever_heading_reports_use() -> None:
    chinese = page_of(
        [
            "胃镜检查报告单",
            "姓名：张伟明 性别：男 年龄：35岁",
            [(40.0, "术前诊断：上腹痛待查"), (400.0, "麻醉方式：静脉麻醉"), (800.0, "检查日期：2026-02-11")],
            "检查所见：",
            "食管黏膜光滑，血管纹理清晰，齿状线清楚，未见异常隆起及溃疡。",
            "诊断意见：",
            "慢性胃炎",
        ]
    )
    assert [s[:3] for s in _said(chinese)[:2]] == [
        ("术前诊断", "clinical", "上腹痛待查"),
        ("麻醉方式", "technique", "静脉麻醉"),
    ]
    english = page_of(
        [
            *EN,
            [(40.0, "Reason for referral: weight loss"), (500.0, "Sedation: midazolam")],
            "Findings:",
            "The oesophagus and the stomach are normal throughout.",
        ]
    )
    assert [s[:3] for s in _said(english)[:2]] == [
        ("Reason for referral", "clinical", "weight loss"),
        ("Sedation", "technique", "midazolam"),
    ]
