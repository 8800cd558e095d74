"""Discharge summaries, letters and columns of prose: what is neither an examination's form nor a sheet of results."""

from __future__ import annotations

import pytest

from ocr_pipeline.heading import read_heading
from ocr_pipeline.layout.paragraphs import headed_text, likely_headings
from ocr_pipeline.page import PageText
from ocr_pipeline.report import Reason
from ocr_pipeline.sections import read_sections
from ocr_pipeline.tables import read_tables
from tests.unit.identity.pages import Cell, page_of

pytestmark = pytest.mark.unit
Rows = list["str | list[Cell]"]

HEAD: Rows = ["DISCHARGE SUMMARY", "Name: Ada Kaya   Ward: 6 East   Unit no 667-20-18", ""]
TABLE: Rows = [
    [(40.0, "Test"), (400.0, "Result"), (560.0, "Unit"), (760.0, "Range")],
    [(40.0, "WBC"), (400.0, "14.8"), (560.0, "10^9/L"), (760.0, "4.0-11.0")],
    [(40.0, "CRP"), (400.0, "212"), (560.0, "mg/L"), (760.0, "<5")],
    [(40.0, "Sodium"), (400.0, "131"), (560.0, "mmol/L"), (760.0, "133-146")],
]
SUMMARY: Rows = [
    "Reason for admission",
    "Three days of fever, productive cough and pleuritic chest pain.",
    "",
    "Discharge diagnosis",
    "Community-acquired pneumonia of the right lower lobe.",
    "",
    "Blood tests",
    *TABLE,
    "",
    "Medications on discharge",
    "Amoxicillin 1 g three times daily for four days. Paracetamol 1 g as required.",
]


def sections(page: PageText) -> list[tuple[str, str, str]]:
    tables = read_tables([page])
    return [(s.kind, s.heading, s.text) for s in read_sections([page], [()], tables.used_lines)]


def test_a_discharge_summary_with_a_table() -> None:
    page = page_of([*HEAD, *SUMMARY])
    assert [(r.name, r.value) for r in read_tables([page]).results] == [
        ("WBC", "14.8"),
        ("CRP", "212"),
        ("Sodium", "131"),
    ]
    said = {heading: (kind, text) for kind, heading, text in sections(page)}
    assert said["Reason for admission"] == ("clinical", SUMMARY[1])
    assert said["Discharge diagnosis"][0] == "diagnosis"
    assert said["Medications on discharge"] == ("recommendation", SUMMARY[-1])


def test_a_heading_that_no_list_knows_is_told_by_the_manner_of_the_others() -> None:
    rows: Rows = [
        *HEAD,
        *SUMMARY[:5],
        "",
        "Social circumstances",
        "She lives alone and walks with one stick outdoors.",
        "",
    ]
    page = page_of(rows)
    found = likely_headings(page, [True] * len(page.lines))
    assert [h.text for h in found.values()] == ["Social circumstances"]
    assert ("other", "Social circumstances", rows[-2]) in sections(page)


@pytest.mark.parametrize("line", ["Grade 2 lesion", "Seen in clinic.", "Dr. Mehmet Demir", "3.5-9.5", "and so on"])
def test_other_short_lines_head_nothing(line: str) -> None:
    page = page_of([*HEAD, *SUMMARY[:5], "", line, "She lives alone and walks with one stick outdoors."])
    assert likely_headings(page, [True] * len(page.lines)) == {}


def test_a_letter_without_headings_is_not_lost() -> None:
    page = page_of(
        [
            "Dear colleague,",
            "Name: Ada Kaya   DOB: 06/06/1956",
            "",
            "I reviewed this patient in clinic today. Her creatinine has risen to 168 umol/L,",
            "with an eGFR of 36 mL/min. Potassium is 5.1 mmol/L and the urine is clear. Her blood",
            "pressure was 148/86 mmHg and there was some swelling of both ankles.",
        ]
    )
    (only,) = sections(page)
    assert only[0] == "other"
    assert "creatinine has risen" in only[2]
    assert "both ankles" in only[2]


def test_two_columns_of_prose_whose_headings_do_not_stand_beside_one_another() -> None:
    left = [
        "Antecedents",
        "The patient has high blood pressure",
        "and takes two tablets every day,",
        "without any side effect so far.",
    ]
    right = [
        "No fever was noted on arrival",
        "and the lungs were clear on both",
        "sides, without any added sound at all.",
    ]
    rows: Rows = [[(40.0, a), (760.0, b)] for a, b in zip(left, ["Findings", *right], strict=True)]
    page = page_of([*HEAD, *rows])
    said = {heading: text.replace("\n", " ") for _, heading, text in sections(page)}
    assert said == {"Antecedents": " ".join(left[1:]), "Findings": " ".join(right)}


def test_remarks_below_results_are_no_essay_and_rows_no_paragraph() -> None:
    page = page_of(["Laboratory report", *TABLE, "Comment", "Repeat the sample within seven days of this one, please."])
    assert len(headed_text(page)) == 2
    assert len(read_tables([page]).results) == 3


def test_a_couple_on_one_sheet_is_one_report() -> None:
    page = page_of(["精液检验报告单", "男方姓名：完颜洪烈  女方姓名：耶律楚楚", *TABLE])
    assert Reason.SEVERAL_REPORTS not in read_heading([page], [()]).reasons


def test_measurements_that_run_on_in_a_paragraph_are_no_rows() -> None:
    """The first line begins two letters further right, and only it is long."""
    first = "单位【mm】主动脉窦部内径:31 左心房前后径:46 左室舒末内径:66 左室收末内径:54 室间隔:10"
    text: Rows = [
        "心脏彩超检查报告单",
        "姓名：范杰  性别：男",
        [(60.0, "超声所见")],
        [(90.0, first)],
        [(40.0, "左室后壁:9 右心室前后径:18 肺动脉干:24")],
        [(90.0, "EF:37% FS:18%")],
        [(40.0, "1.左室增大，余房室腔内径正常。")],
        "诊断意见",
        "左室增大",
    ]
    page = page_of(text)
    assert read_tables([page]).results == ()
    said = {heading: told for _, heading, told in sections(page)}
    assert [v in said["超声所见"] for v in ("10", "9", "24", "37%", "18%", "余房室腔")] == [True] * 6
