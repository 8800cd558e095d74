"""Layouts that forms print beside the usual one: columns of headings, full stops for colons, captions beside the text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ocr_pipeline.page import PageText
from ocr_pipeline.report import Reason, Section
from ocr_pipeline.sections import read_sections
from tests.unit.identity.pages import Cell, line_at, page_of

pytestmark = pytest.mark.unit

HEAD: list[str | list[Cell]] = ["CT Scan Report", "Name: John Ashdown  Age: 50 Years  MRN: 0378064"]


def _read(rows: list[str | list[Cell]], used: set[tuple[int, int]] | None = None) -> list[Section]:
    return list(read_sections([page_of(rows)], [()], frozenset(used or ())))


def _said(rows: list[str | list[Cell]]) -> list[tuple[str, str, str]]:
    return [(s.kind, s.heading, s.text.replace("\n", " ")) for s in _read(rows)]


def test_numbered_headings_without_a_colon_open_two_columns_and_a_signature_ends_only_its_own() -> None:
    left = [
        "3. Findings",
        "There is a calculus in the distal right",
        "ureter with mild dilatation above it and",
        "the left kidney contains a small stone.",
        "No free fluid or free gas is seen here.",
    ]
    right = ["4. Impression", "1. Right ureteric calculus.", "2. Left renal stone.", "Dr. Fitzwilliam Oduya, FRCR"]
    rows: list[str | list[Cell]] = [[(40.0, a), (720.0, b)] for a, b in zip(left, right, strict=False)]
    said = _said([*HEAD, *rows, left[4]])
    assert [(h, t) for _, h, t in said] == [
        ("Findings", " ".join(left[1:])),
        ("Impression", "1. Right ureteric calculus. 2. Left renal stone."),
    ]


def test_headings_at_half_the_height_of_their_text_get_all_of_it() -> None:
    lines = [line_at("影像报告单", 400, 30), line_at("检查方法", 40, 100), line_at("螺旋平扫，层厚5mm", 200, 100)]
    lines += [line_at("双肺纹理清晰，走行自然。", 200, y) for y in (160, 190, 220)] + [line_at("影像表现", 40, 250)]
    lines += [line_at("心影不大，胸腔未见积液。", 200, 250), line_at("主动脉壁见钙化。", 200, 280)]
    lines += [line_at("1.双肺未见异常。", 200, 380), line_at("诊断意见", 40, 395), line_at("2.主动脉硬化。", 200, 410)]
    page = page_of(["x"])
    said = {s.heading: s.text.replace("\n", "") for s in read_sections([type(page)(0, 1400, 600, tuple(lines))], [()])}
    assert said["检查方法"] == "螺旋平扫，层厚5mm"
    assert said["影像表现"] == "双肺纹理清晰，走行自然。" * 3 + "心影不大，胸腔未见积液。主动脉壁见钙化。"
    assert said["诊断意见"] == "1.双肺未见异常。2.主动脉硬化。"


def test_a_full_stop_closes_a_heading_that_opens_its_line() -> None:
    said = _said([
        "Informe de mamografía", "Nombre: Ana Ruiz  Edad: 47",
        "Técnica. Proyecciones craneocaudal y oblicua.",
        "Descripción. Mamas heterogéneamente densas sin nódulos.",
        "Impresión diagnóstica. BI-RADS 1.",
    ])  # fmt: skip
    assert said == [
        ("technique", "Técnica", "Proyecciones craneocaudal y oblicua."),
        ("findings", "Descripción", "Mamas heterogéneamente densas sin nódulos."),
        ("impression", "Impresión diagnóstica", "BI-RADS 1."),
    ]


def test_a_conclusion_below_a_table_of_results_is_no_part_of_the_table() -> None:
    rows: list[str | list[Cell]] = [
        *HEAD[1:], ["Test", (300.0, "Result"), (450.0, "Unit"), (600.0, "Reference range")],
        ["Hemoglobin", (300.0, "9.1"), (450.0, "g/dL"), (600.0, "12.0-15.5")],
        "INTERPRETATION", "The picture is that of a moderate anaemia of iron deficiency.",
    ]  # fmt: skip
    used = {(0, i) for i in range(1, 11)}
    said = [(s.kind, s.heading, s.text) for s in _read(rows, used)]
    assert said == [("impression", "INTERPRETATION", str(rows[-1]))]


def test_a_caption_beside_the_text_takes_no_line_of_it_away() -> None:
    said = _said(["胃镜检查报告", "姓名：张伟明", "镜下诊断：", [(40.0, "1.升结肠息肉"), (700.0, "图1")], "2.内痔"])
    assert said[-1][2] == "1.升结肠息肉 2.内痔"


def test_a_number_whose_box_brushes_its_item_stays_in_its_row_and_a_short_last_line_is_no_scrawl() -> None:
    lines = [line_at("胸部CT报告", 300, 30), line_at("影像所见：", 40, 80), line_at("双肺见斑片影。", 40, 120)]
    lines += [line_at("诊断印象：", 40, 170), line_at("双肺炎症，建议复查", 60, 210, 28), line_at("1、", 44, 215, 19)]
    doubtful = line_at("2、胸腔积液4a类", 44, 250, confidence=0.99)
    chars = (*doubtful.chars[:2], type(doubtful.chars[2])("胸", 0.6, *_place(doubtful, 2)), *doubtful.chars[3:])
    lines += [
        type(doubtful)(doubtful.text, 0.6, chars, doubtful.polygon, doubtful.flat),
        line_at("报告医师：王一", 40, 500),
    ]
    said = {s.heading: s.text for s in read_sections([type(page_of(["x"]))(0, 1400, 600, tuple(lines))], [()])}
    assert said["诊断印象"].replace(" ", "") == "1、双肺炎症，建议复查\n2、胸腔积液4a类"


def _place(line: object, at: int) -> tuple[float, float]:
    char = line.chars[at]  # type: ignore[attr-defined]
    return char.start, char.end


def test_a_notice_of_the_form_is_no_conclusion_and_an_addendum_is_no_footer() -> None:
    said = _said([
        "CT诊断报告单", "姓名：张伟明", "影像所见：", "双肺未见异常。", "影像诊断：", "未见异常。",
        "【补充报告】与旧片比较，无明显变化。", "报告医师：王一明", "提示：请妥善保管您的报告单",
    ])  # fmt: skip
    assert [(h, t) for _, h, t in said] == [
        ("影像所见", "双肺未见异常。"), ("影像诊断", "未见异常。"), ("补充报告", "与旧片比较，无明显变化。"),
    ]  # fmt: skip


def test_vietnamese_headings_get_the_marks_back_that_the_recogniser_changed() -> None:
    said = _said(
        [
            "PHIẾU KẾT QUẢ NỘI SOI",
            "Họ tên: Lê An",
            "MÔ TÁ:",
            "Gan không to.",
            "KÉT LUÂN:",
            "Bình thường.",
            "DÊ NGH!:",
            "Tái khám.",
        ]
    )
    assert [(k, h) for k, h, _ in said] == [
        ("findings", "MÔ TẢ"),
        ("impression", "KẾT LUẬN"),
        ("recommendation", "ĐỀ NGHỊ"),
    ]


def test_a_row_of_which_nothing_could_be_told_is_a_reason_and_no_text() -> None:
    page = page_of(
        [*HEAD, "Findings:", "The liver is normal in size.", "Te r a e stoes then", "Impression:", "Normal."]
    )
    bad = page.lines[4]
    lines = (*page.lines[:4], line_at(bad.text, bad.left, bad.top, confidence=0.3), *page.lines[5:])
    findings, impression = read_sections([replace(page, lines=lines)], [()])
    assert (findings.text, Reason.UNREADABLE in findings.reasons) == ("The liver is normal in size.", True)
    assert impression.reasons == ()


def test_lines_that_a_label_at_their_half_height_joined_stay_in_their_order() -> None:
    """Boxes of a photograph at an angle are higher than the lines lie apart: label and both lines of its text make one row."""
    lines = [line_at("病理诊断报告单", 400, 30, 38)]
    for y, label, first, second in (
        (100, "肉眼所见", "灰黄组织一块，切面见一灰白质硬区，界不清，", "距切缘0.8cm。"),
        (170, "镜下所见", "瘤细胞呈巢片状浸润性生长，核大深染，脉管内", "未见明确癌栓。"),
        (240, "病理诊断", "浸润性导管癌，Ⅱ级；切缘未见癌累及，建议", "行基因检测。"),
    ):
        lines += [line_at(label, 40, y, 38), line_at(second, 240, y + 12, 38), line_at(first, 243, y - 12, 38)]
    said = {s.heading: s.text.replace("\n", "") for s in read_sections([PageText(0, 1400, 600, tuple(lines))], [()])}
    assert said["镜下所见"] == "瘤细胞呈巢片状浸润性生长，核大深染，脉管内未见明确癌栓。"
    assert said["病理诊断"].endswith("建议行基因检测。")


def test_a_number_between_those_of_known_headings_heads_too() -> None:
    rows: list[str | list[Cell]] = [
        "多导睡眠监测报告", "姓名：王五  性别：男  年龄：44", "一、微觉醒概况", "共觉醒96次，以呼吸相关性为主，深睡眠减少。",
        "二、监测结论", "重度阻塞性睡眠呼吸暂停，伴重度夜间低氧。",
    ]  # fmt: skip
    assert [(h, t) for _, h, t in _said(rows)] == [
        ("微觉醒概况", "共觉醒96次，以呼吸相关性为主，深睡眠减少。"),
        ("监测结论", "重度阻塞性睡眠呼吸暂停，伴重度夜间低氧。"),
    ]


def test_labels_in_one_column_with_known_headings_head_their_text_and_fields_of_staff_end_one() -> None:
    lines = [line_at("手术记录单", 400, 30), line_at("姓名：王五  性别：男  年龄：44", 40, 70)]
    for y, label, text in (
        (110, "术前诊断", "右侧腹股沟斜疝"),
        (160, "手术者", "涂志远    助手：麦嘉"),
        (210, "切口等级", "Ⅰ类切口，甲级愈合"),
        (260, "手术经过", "麻醉成功后取平卧位，常规消毒铺巾，置入镜头。"),
        (310, "术后医嘱", "去枕平卧6小时，次日下床活动。"),
    ):
        lines += [line_at(label, 40, y), line_at(text, 240, y)]
    said = [(s.heading, s.text) for s in read_sections([PageText(0, 1400, 600, tuple(lines))], [()])]
    assert said == [
        ("术前诊断", "右侧腹股沟斜疝"),
        ("切口等级", "Ⅰ类切口，甲级愈合"),
        ("手术经过", "麻醉成功后取平卧位，常规消毒铺巾，置入镜头。"),
        ("术后医嘱", "去枕平卧6小时，次日下床活动。"),
    ]


def test_headings_with_a_colon_that_no_list_knows_open_what_stands_above_the_known_ones() -> None:
    said = _said([
        "脑电图检查报告", "姓名：公西华  性别：男  年龄：9岁", "临床诊断：癫痫待排", "睡眠波形：",
        "睡眠分期可辨，顶尖波、纺锤波左右对称出现。", "脑电图诊断：", "异常儿童脑电图：右侧中央、中颞区癫痫样放电。",
    ])  # fmt: skip
    assert said[-2:] == [
        ("findings", "睡眠波形", "睡眠分期可辨，顶尖波、纺锤波左右对称出现。"),
        ("impression", "脑电图诊断", "异常儿童脑电图：右侧中央、中颞区癫痫样放电。"),
    ]


def test_words_for_age_and_sex_in_a_sentence_do_not_keep_numbered_headings_in_the_header() -> None:
    said = _said([
        "CORONARY CT ANGIOGRAPHY", "NAME: Ignacia Brathwaite  MRN: SB-220917", "1. Technique",
        "Prospective acquisition after contrast at a rate of 58 bpm.", "2. Calcium Score",
        "Agatston score 212, above the 75th percentile for age and sex.", "3. Findings",
        "The left main artery is normal and the right one, too.", "4. Impression", "CAD-RADS 3.",
    ])  # fmt: skip
    assert [h for _, h, _ in said] == ["Technique", "Calcium Score", "Findings", "Impression"]
