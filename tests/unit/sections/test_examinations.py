"""Reports of examinations as other hands print them: in traditional characters, over many pages, without a heading."""

from __future__ import annotations

import pytest

from ocr_pipeline.figures import find_figures
from ocr_pipeline.heading import read_heading
from ocr_pipeline.layout.headings import heading_in
from ocr_pipeline.page import PageText
from ocr_pipeline.report import Section
from ocr_pipeline.sections import read_sections
from ocr_pipeline.sheets import apart
from ocr_pipeline.tables import read_tables
from tests.unit.identity.pages import page_of

pytestmark = pytest.mark.unit


def told(*pages: PageText) -> list[tuple[str, str, str]]:
    return [(s.heading, s.kind, s.text) for s in read_sections(pages, [()] * len(pages))]


TAIWAN = [
    [(400.0, "腹部超音波檢查報告")],
    "姓名：林淑芬  病歷號碼：K0713345  性別：女  年齡：52歲",
    "檢查原因：B型肝炎带原追蹤",
    "超音波所見：",
    "肝臟：實質回音稍粗，邊緣平整，右葉内見一高回音結節（圖1）。",
    "診斷：",
    "1. 肝實質病變，輕度",
    "處置：",
    "六個月後追蹤腹部超音波及甲型胎兒蛋白。",
    "報告醫師：陳冠宇",
]


def test_a_report_in_traditional_characters_has_its_headings_and_keeps_its_characters() -> None:
    assert told(page_of(TAIWAN)) == [
        ("檢查原因", "clinical", "B型肝炎帶原追蹤"),
        ("超音波所見", "findings", "肝臟：實質回音稍粗，邊緣平整，右葉內見一高回音結節（圖1）。"),
        ("診斷", "impression", "1. 肝實質病變，輕度"),
        ("處置", "recommendation", "六個月後追蹤腹部超音波及甲型胎兒蛋白。"),
    ]
    about = read_heading([page_of(TAIWAN)], [()])
    assert (about.title, about.kind) == ("腹部超音波檢查報告", "imaging")


def test_figures_of_a_traditional_page_are_called_as_it_calls_them() -> None:
    page = page_of([*TAIWAN[:-1], "圖1"])
    found = find_figures([page], [()], read_sections([page], [()]))
    assert [f.label for f in found.figures] == ["圖1"]
    assert next(s for s in found.sections if s.kind == "findings").figures == ("圖1",)


def _page(index: int, study: str, findings: str, impression: str) -> PageText:
    rows = ["Name: Stuart Pemberton   Ref: GEH-3319", "Examination :", study, "Findings :", findings]
    return page_of([*rows, "Impression :", impression], index)


def test_headings_at_the_same_height_of_several_pages_are_no_running_heads() -> None:
    first = _page(0, "Ultrasound of the upper abdomen", "The liver is of normal size and echogenicity.", "Normal.")
    second = _page(1, "Chest radiograph, PA view", "The lungs are clear and the heart is normal.", "Normal.")
    kinds = [(kind, text) for _, kind, text in told(first, second)]
    assert kinds == [
        ("technique", "Ultrasound of the upper abdomen"),
        ("findings", "The liver is of normal size and echogenicity."),
        ("impression", "Normal."),
        ("technique", "Chest radiograph, PA view"),
        ("findings", "The lungs are clear and the heart is normal."),
        ("impression", "Normal."),
    ]


def test_a_sentence_that_begins_like_its_heading_opens_nothing() -> None:
    rows = [
        "超声报告单",
        "姓名：万芳 性别：女",
        "检查所见",
        "双侧乳腺腺体层厚度正常，结构紊乱。",
        "检查结论",
        "乳腺增生。",
    ]
    assert told(page_of([*rows, "处理建议", "建议6个月后复查。"]))[-1] == (
        "处理建议",
        "recommendation",
        "建议6个月后复查。",
    )


def test_an_item_of_an_opinion_that_says_diagnosis_is_no_heading() -> None:
    rows = [
        "远程会诊意见书",
        "患者：慕容复",
        "【主诉】发热伴咳嗽5天。",
        "【会诊意见】",
        "1. 诊断：社区获得性肺炎（右下叶）。",
    ]
    found = told(page_of([*rows, "2. 加用莫西沙星0.4g静滴每日一次，覆盖非典型病原体。"]))
    assert [heading for heading, _, _ in found] == ["主诉", "会诊意见"]
    assert found[-1][2].startswith("1. 诊断：社区获得性肺炎")


def test_numbered_headings_may_have_their_number_in_brackets() -> None:
    found = heading_in("（二）脑电图结论")
    assert found is not None
    assert (found.text, found.kind) == ("脑电图结论", "impression")


@pytest.mark.parametrize("text", ["内科检查", "外科检查"])
def test_another_word_of_reports_is_no_misread_heading(text: str) -> None:
    assert heading_in(text) is None


def test_a_heading_with_a_character_that_no_heading_has_was_misread() -> None:
    found = heading_in("饶下所见")
    assert found is not None
    assert found.kind == "findings"


def test_a_verb_opens_no_section_where_headings_stand_without_colons() -> None:
    assert heading_in("检查发现左肺结节1月", loose=True) is None


@pytest.mark.parametrize("text", ["Findings影像所见：", "Clinical history临床病史：腰痛2个月"])
def test_a_heading_in_two_scripts_that_run_together(text: str) -> None:
    found = heading_in(text)
    assert found is not None
    assert found.marked


ORGANS = [
    "LIVER: Mildly enlarged (15.8 cm) with fatty change. No focal lesion.",
    "GALL BLADDER: Well distended. A calculus is seen at the neck (see image",
    "1).",
    "SPLEEN: Normal in size (10.2 cm).",
    "KIDNEYS: Normal.",
]


def test_organs_above_the_conclusion_are_findings_without_a_heading() -> None:
    head = ["ULTRASOUND OF THE WHOLE ABDOMEN", "Patient's name: Mr. Ganesh Rao  Age/Sex: 55 Y / M  Date: 09/03/2026"]
    first, last = told(page_of([*head, *ORGANS, "IMPRESSION:", "1) Hepatomegaly."]))
    assert first[1] == "findings"
    assert first[2].startswith("LIVER: Mildly")
    assert first[2].endswith("KIDNEYS: Normal.")
    assert last == ("IMPRESSION", "impression", "1) Hepatomegaly.")


LEADS = [[(40.0, "I"), (360.0, n[0]), (630.0, n[1]), (900.0, n[2])] for n in (("aVR", "V1", "V4"), ("aVL", "V2", "V5"))]
CURVE = [*LEADS, "", [(40.0, "III"), (360.0, "aVF"), (630.0, "V3"), (900.0, "V6")]]


def _electrocardiograph(colon: str) -> PageText:
    measured = [("HR", "58 bpm"), ("PR", "204 ms"), ("QRS", "92 ms"), ("QTc", "430 ms")]
    left = ["Ruth Ellingsen", "ID: 90021177", "12-Mar-2026 08:41:22", "Sex: Female"]
    stated = ["Sinus bradycardia with 1st degree AV", "block", "Nonspecific T wave abnormality", "Abnormal ECG"]
    rows = [
        [(40.0, who), (460.0, f"{name}{colon} {value}"), (760.0, said)]
        for who, (name, value), said in zip(left, measured, stated, strict=True)
    ]
    return page_of([*rows, "", "", *CURVE])


@pytest.mark.parametrize("colon", [":", ""])
def test_what_a_machine_states_beside_the_patient_is_a_finding(colon: str) -> None:
    page = _electrocardiograph(colon)
    (section,) = read_sections([page], [()])
    assert section.kind == "findings"
    assert section.text.split("\n") == [
        "Sinus bradycardia with 1st degree AV block",
        "Nonspecific T wave abnormality",
        "Abnormal ECG",
    ]
    assert [(r.name, r.value, r.unit) for r in read_tables([page]).results] == [
        ("HR", "58", "bpm"),
        ("PR", "204", "ms"),
        ("QRS", "92", "ms"),
        ("QTc", "430", "ms"),
    ]
    assert read_heading([page], [()]).kind == "imaging"


def test_half_a_name_above_its_value_is_a_part_of_it() -> None:
    page = page_of(
        [
            [(40.0, "ID: 90021177"), (460.0, "Vent. rate"), (620.0, "58"), (700.0, "bpm")],
            [(40.0, "12-Mar-2026 08:41:22"), (460.0, "PR interval"), (620.0, "204"), (700.0, "ms")],
            [(40.0, "Sex: Female"), (460.0, "QRS")],
            [(460.0, "duration"), (620.0, "92"), (700.0, "ms")],
            [(460.0, "QTc"), (620.0, "430"), (700.0, "ms")],
            "",
            *CURVE,
        ],
        pitch=28.0,
    )
    names = [r.name for r in read_tables([page]).results]
    assert names == ["Vent. rate", "PR interval", "QRS duration", "QTc"]


def test_an_institution_alone_on_a_cover_is_no_text() -> None:
    cover = page_of(["健康体检报告", "姓名：凤九龄  性别：男  年龄：46岁", "体检编号：TJ20260509112", "美康体检中心"])
    page = page_of(["姓名：凤九龄", "检查所见：", "心律齐，各瓣膜听诊区未闻及病理性杂音。", "小结：", "正常。"], 1)
    said: tuple[Section, ...] = read_sections([cover, page], [(), ()])
    assert not any("美康" in s.heading + s.text for s in said)


def test_a_title_over_a_heading_of_its_kind_is_no_section_without_text() -> None:
    rows = [
        "CHECK-UP REPORT",
        "Patient: Cornelius Blackwood",
        "Findings",
        "The lungs are clear and the heart is normal.",
    ]
    found = told(page_of([*rows, "", "Summary", "Overall assessment", "Good general health.", "Advice:", "Review."]))
    assert [heading for heading, _, _ in found] == ["Findings", "Overall assessment", "Advice"]


def test_a_short_sentence_above_others_is_the_first_of_the_findings() -> None:
    rows = [
        "Patient Name : KAMALA DEVI",
        "Age / Sex : 49 YRS / FEMALE",
        "X-RAY CHEST PA VIEW",
        "Both lung fields are clear.",
    ]
    found = told(
        page_of([*rows, "Cardiac size is within normal limits and both angles are free.", "IMPRESSION:", "Normal."])
    )
    assert found[0][2].startswith("Both lung fields are clear.")


def test_a_diagnosis_above_the_findings_is_what_was_suspected() -> None:
    rows = ["KẾT QUẢ CHỤP X-QUANG", "Họ và tên: Hoàng Thị Lan", "Chẩn đoán:", "Theo dõi viêm phổi", "Mô tả hình ảnh:"]
    found = told(page_of([*rows, "Bóng tim không to, góc sườn hoành hai bên tự do.", "Kết luận:", "Bình thường."]))
    assert [kind for _, kind, _ in found] == ["clinical", "findings", "impression"]


def test_the_signature_of_the_left_sheet_ends_no_text_of_the_right_one() -> None:
    left = ["心电图报告", "姓名：田小娥", "编号：X0991", "心电图诊断：", "1.窦性心动过缓", "2.T波低平", "医师：朱先声"]
    right = [
        "超声报告",
        "姓名：田小娥",
        "编号：B0127",
        "超声所见：",
        "胆囊壁厚3mm，内见数枚强回声伴声影。",
        "肝内外胆管未见扩张。",
        "超声提示：",
    ]
    rows = [[(40.0, a), (700.0, b)] for a, b in zip(left, right, strict=True)]
    page = apart(page_of([*rows, [(700.0, "胆囊多发结石")], [(700.0, "医师：白嘉宣")]]))
    assert ("超声提示", "impression", "胆囊多发结石") in told(page)


def test_who_prints_an_electrocardiogram_is_no_statement() -> None:
    rows = [
        [(600.0, "盐湖镇卫生院十二导联心电图")],
        [(40.0, "姓名：余万亭"), (460.0, "心率76 bpm"), (760.0, "窦性心律")],
        [(40.0, "性别：男"), (460.0, "P-R间期148 ms"), (760.0, "不完全性右束支传导阻滞")],
        [(40.0, "年龄：49岁"), (460.0, "QRS时限90 ms"), (760.0, "T波改变")],
        "",
        *CURVE,
    ]
    page = page_of(rows)
    assert [s.text for s in read_sections([page], [()])] == ["窦性心律\n不完全性右束支传导阻滞\nT波改变"]
    assert [r.value for r in read_tables([page]).results] == ["76", "148", "90"]
