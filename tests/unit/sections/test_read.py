"""Sections in reading order, with paragraphs rejoined and the form around them left out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr_pipeline.report import Reason, Region
from ocr_pipeline.sections import read_sections
from tests.unit.identity.pages import line_at, page_of

pytestmark = pytest.mark.unit

HEADER = ["苏州某某医院", [(400.0, "超声诊断报告单")], "姓名：张伟明 性别：男 年龄：35岁 超声号：US123456"]
LONG = "肝脏形态大小正常，包膜光整，实质回声均匀，血管走行清晰，门静脉内径正常，肝内外胆管未见扩张"


def _texts(sections):
    return [(s.heading, s.kind, s.text) for s in sections]


def test_headings_split_the_body_and_the_form_stays_out():
    page = page_of(
        [
            *HEADER,
            "检查部位：肝胆胰脾",
            "超声所见：",
            f"{LONG}，胆囊壁光滑。",
            "超声提示：",
            "未见明显异常。",
            "",
            "报告医师：李国强 审核医师：王芳",
            "本报告仅供临床参考",
        ]
    )
    assert _texts(read_sections([page], [()])) == [
        ("检查部位", "technique", "肝胆胰脾"),
        ("超声所见", "findings", f"{LONG}，胆囊壁光滑。"),
        ("超声提示", "impression", "未见明显异常。"),
    ]


def test_wrapped_chinese_lines_are_joined_without_a_space_and_items_stay_apart():
    page = page_of(
        [
            *HEADER,
            "超声所见：",
            LONG,
            "胆囊大小正常。",
            "1.脾脏正常。",
            "2.胰腺正常。",
            "超声提示：",
            "肝囊肿",
            "胆囊息肉",
        ]
    )
    findings, impression = read_sections([page], [()])
    assert findings.text == f"{LONG}胆囊大小正常。\n1.脾脏正常。\n2.胰腺正常。"
    assert impression.text == "肝囊肿\n胆囊息肉"


def test_wrapped_latin_lines_are_joined_with_a_space_and_hyphenation_is_undone():
    page = page_of(
        [
            "RADIOLOGY REPORT",
            "Name: John Smithson   Age: 44",
            "FINDINGS:",
            "The liver is normal in size and attenuation without any focal lesion or dila-",
            "tation of the bile ducts and the gallbladder is thin walled and free of any",
            "stones.",
            "The spleen is normal.",
            "IMPRESSION:",
            "1. Normal study.",
        ]
    )
    findings, impression = read_sections([page], [()])
    assert findings.text == (
        "The liver is normal in size and attenuation without any focal lesion or dilatation of the bile ducts and the "
        "gallbladder is thin walled and free of any stones.\nThe spleen is normal."
    )
    assert impression.text == "1. Normal study."


def test_a_paragraph_goes_on_over_the_page_and_running_heads_are_dropped():
    first = page_of([*HEADER, "超声所见：", LONG])
    second = page_of([*HEADER, "胆囊大小正常。", "超声提示：", "未见异常。"], index=1)
    findings, impression = read_sections([first, second], [(), ()])
    assert findings.text == f"{LONG}胆囊大小正常。"
    assert impression.page == 1


def test_lines_of_tables_and_inscriptions_of_figures_stay_out():
    page = page_of(
        [
            *HEADER,
            "超声所见：",
            ["左房内径", (300.0, "35"), (450.0, "19-40")],
            "各瓣膜形态正常。",
            "12.5cm",
            "超声提示：",
            "正常。",
        ]
    )
    used = {(0, i) for i, line in enumerate(page.lines) if line.text in ("左房内径", "35", "19-40")}
    inscription = next(line for line in page.lines if line.text == "12.5cm")
    findings, _ = read_sections([page], [(Region("figure", inscription.polygon, 0.9),)], used)
    assert findings.text == "各瓣膜形态正常。"


def test_captions_are_no_text():
    page = page_of([*HEADER, "超声所见：", "甲状腺右叶见结节（图1）。", "图1 右叶横切面", "超声提示：", "结节。"])
    assert read_sections([page], [()])[0].text == "甲状腺右叶见结节（图1）。"


def test_a_doubtful_character_is_a_reason():
    page = page_of([*HEADER, "超声所见：", "正常。", "超声提示：", "无。"])
    lines = tuple(line_at(x.text, x.left, x.top, confidence=0.3) if x.text == "无。" else x for x in page.lines)
    faint = type(page)(page.index, page.width, page.height, lines)
    findings, impression = read_sections([faint], [()])
    assert findings.reasons == ()
    assert impression.reasons == (Reason.LOW_CONFIDENCE,)


@pytest.mark.parametrize(
    "rows",
    [
        [],
        ["OPEN DAILY", "Pizza 12.50", "Pasta 9.00"],
        [["项目", (300.0, "结果"), (450.0, "单位")], ["白细胞", (300.0, "5.2"), (450.0, "10^9/L")]],
        ["电话：021-62345678", "欢迎光临"],
    ],
)
def test_pages_without_headings_give_no_section(rows):
    assert read_sections([page_of(rows)], [()]) == ()


@given(st.lists(st.text(max_size=40), max_size=12))
def test_any_lines_are_read_without_a_crash(texts):
    read_sections([page_of(texts)], [()])


def test_a_form_that_prints_headings_bare_has_them_also_before_their_text():
    page = page_of(
        [
            "MRI Scan Report",
            "Name: John Ashdown   Age: 50 Years   MRN: 0378064",
            "FINDINGS",
            "Lumbar lordosis is maintained and all vertebral body heights are normal.",
            "DIAGNOSIS 1. Moderate canal stenosis at L5/S1.",
        ]
    )
    assert _texts(read_sections([page], [()])) == [
        ("FINDINGS", "findings", "Lumbar lordosis is maintained and all vertebral body heights are normal."),
        ("DIAGNOSIS", "impression", "1. Moderate canal stenosis at L5/S1."),
    ]


def test_dirt_and_seals_stay_out_and_a_sign_behind_a_name_stays():
    page = page_of(
        [
            *HEADER,
            "超声所见：",
            [(100.0, "-"), (160.0, "肝脏大小正常。")],
            [(100.0, "墨菲氏征"), (340.0, "-")],
            "★",
            "超声提示：",
            [(100.0, "肝囊肿"), (700.0, "检验专用章")],
            "",
            "报告医师：李国强",
        ]
    )
    findings, impression = read_sections([page], [()])
    assert findings.text == "肝脏大小正常。\n墨菲氏征  -"
    assert impression.text == "肝囊肿"


@pytest.mark.parametrize(
    ("text", "kind"), [("定期复查", "recommendation"), ("Clinical correlation is advised.", "recommendation")]
)
def test_remarks_that_advise_are_recommendations(text, kind):
    page = page_of([*HEADER, "超声所见：", LONG, "超声提示：", "肝囊肿", f"备注：{text}"])
    assert read_sections([page], [()])[-1].kind == kind


def test_the_only_prose_above_the_conclusion_is_findings_whatever_it_is_called():
    page = page_of(
        [
            "Echocardiography Report",
            "Name: John Ashdown   Age: 50 Years   MRN: 0378064",
            "Comments:",
            "Cardiac chambers are of normal size and no regional wall motion abnormality is seen at rest.",
            "Conclusion:",
            "Normal study.",
        ]
    )
    assert [s.kind for s in read_sections([page], [()])] == ["findings", "impression"]


def test_lines_above_one_another_on_a_bent_page_stay_two_rows():
    page = page_of([*HEADER, "超声提示：", "1.肝囊肿", "2.胆囊息肉"])
    lines = list(page.lines)
    low, high = lines[-1], lines[-2]
    lift = (high.top - low.top) * 0.62
    lines[-1] = replace(low, flat=tuple((x, y + lift) for x, y in low.flat))
    (impression,) = read_sections([replace(page, lines=tuple(lines))], [()])
    assert impression.text == "1.肝囊肿\n2.胆囊息肉"


def test_what_can_hardly_be_read_right_below_a_heading_is_no_signature():
    page = page_of(
        [*HEADER, "大体所见：", f"{LONG}。", "病理学诊断：", "甲状腺乳头状癌", "报告医师：李国强", "本报告仅供临床参考"]
    )
    faint = tuple(
        replace(line, confidence=0.5, chars=tuple(replace(c, confidence=0.5) for c in line.chars))
        if line.text == "甲状腺乳头状癌"
        else line
        for line in page.lines
    )
    assert _texts(read_sections([replace(page, lines=faint)], [()]))[-1] == (
        "病理学诊断",
        "diagnosis",
        "甲状腺乳头状癌",
    )


def test_scattered_characters_of_the_institution_s_name_are_a_watermark():
    head = ["长汀浦大学附属第二医院", [(400.0, "内镜检查报告单")], HEADER[2]]
    body = [
        "内镜诊断：",
        "1、慢性非萎缩性胃炎",
        [(900.0, "附"), (1000.0, "属"), (1100.0, "第")],
        "2、反流性食管炎",
        "建议：",
        "第二",
    ]
    said = _texts(read_sections([page_of([*head, *body])], [()]))
    assert said[0][2] == "1、慢性非萎缩性胃炎\n2、反流性食管炎"
    assert said[1][2] == "第二"
