"""Short Chinese headings right before their text, on forms that print headings without any sign."""

from __future__ import annotations

import pytest

from ocr_pipeline.sections import read_sections
from tests.unit.identity.pages import page_of

pytestmark = pytest.mark.unit

HEAD = ["云岭县人民医院", [(400.0, "影像检查报告")], "姓名：韦阳建  性别：男  年龄：82岁  影像号：E9828860"]
FOUND = "肝脏大小、形态正常，包膜光滑，实质回声均匀，胆囊内见强回声团。"


def _form(part: str, *closing: str) -> list[str | list[tuple[float, str]]]:
    rows = [*HEAD, "", f"部位{part}", "", "主诉头晕1周", "", "检查所见", FOUND, "", "影像印象"]
    return [*rows, "肝血管瘤可能", "胆囊结石", *closing]


def test_one_as_far_below_the_text_as_the_others_stand_is_a_heading() -> None:
    said = {s.heading: (s.kind, s.text) for s in read_sections([page_of(_form("腹部彩超", "", "建议定期复查"))], [()])}
    assert said["影像印象"][1] == "肝血管瘤可能\n胆囊结石"
    assert said["建议"] == ("recommendation", "定期复查")


def test_one_in_the_list_is_a_line_of_it() -> None:
    said = {s.heading: s.text for s in read_sections([page_of(_form("腹部彩超", "建议定期复查"))], [()])}
    assert said["影像印象"] == "肝血管瘤可能\n胆囊结石\n建议定期复查"


def test_on_a_further_titled_page_the_form_begins_anew() -> None:
    pages = [page_of(_form("腹部彩超")), page_of(_form("胸部CT平扫"), index=1)]
    said = [(s.heading, s.text) for s in read_sections(pages, [(), ()])]
    assert said[4:6] == [("部位", "胸部CT平扫"), ("主诉", "头晕1周")]


def test_headings_that_run_on_into_their_text_are_told_by_their_number() -> None:
    head = ["Silverton Diagnostics", "HISTOPATHOLOGY REPORT", "Name: Rosalind Iyengar", "Age: 47 yrs", ""]
    run_in = [
        "Nature of specimen Skin, left forearm",
        "Gross description An ellipse of skin.",
        "FINAL DIAGNOSIS Naevus",
    ]
    said = [(s.heading, s.kind, s.text) for s in read_sections([page_of([*head, *run_in])], [()])]
    assert said == [
        ("Nature of specimen", "specimen", "Skin, left forearm"),
        ("Gross description", "findings", "An ellipse of skin."),
        ("FINAL DIAGNOSIS", "diagnosis", "Naevus"),
    ]
    signed = read_sections([page_of([*head, "Findings:", "Gross description An ellipse of skin."])], [()])
    assert [s.heading for s in signed] == ["Findings"]
