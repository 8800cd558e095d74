"""Text that goes on at the head of a further page, above the first heading there."""

from __future__ import annotations

import pytest

from ocr_pipeline.fields import labels_in
from ocr_pipeline.sections import read_sections
from ocr_pipeline.tables import read_tables
from tests.unit.identity.pages import page_of

pytestmark = pytest.mark.unit

HEAD = ["REFERTO ECOGRAFICO", "Paziente: Ermenegildo Sartori  Età: 66 anni"]
PROSE = "Fegato di dimensioni aumentate, 17,2 cm, ad ecostruttura iperriflettente come da steatosi"


def test_the_last_words_of_a_paragraph_above_the_first_heading_of_the_page() -> None:
    first = page_of([*HEAD, "Quesito clinico:", "Dolore in ipocondrio destro.", "Reperti:"])
    second = page_of([PROSE, "di grado moderato, prostata di", "44 ml.", "Conclusioni:", "Steatosi epatica."], index=1)
    said = {s.heading: s.text.replace("\n", " ") for s in read_sections([first, second], [(), ()])}
    assert said["Reperti"] == f"{PROSE} di grado moderato, prostata di 44 ml."


def test_a_running_head_above_it_is_no_text() -> None:
    first = page_of([*HEAD, "Reperti:", PROSE])
    second = page_of(
        ["Poliambulatorio", "Paziente: Ermenegildo Sartori", "Milza di 11 cm.", "Conclusioni:", "Nulla."], 1
    )
    said = {s.heading: s.text.replace("\n", " ") for s in read_sections([first, second], [(), ()])}
    assert said["Reperti"] == f"{PROSE} Milza di 11 cm."


def test_the_right_kidney_is_no_label_of_the_form() -> None:
    assert [label.kind for label in labels_in("Thận phải: không sỏi")] == []
    assert [label.kind for label in labels_in("Tuổi: 36  Phái: Nữ")] == ["age", "sex"]
    rows = ["KẾT QUẢ SIÊU ÂM Ổ BỤNG", "Họ tên: Đặng Thùy Chi  Tuổi: 36", "CHẨN ĐOÁN LÂM SÀNG", "Đau hạ sườn phải."]
    rows += ["MÔ TẢ", "Thận phải: không sỏi, không ứ nước.", "KẾT LUẬN", "Bình thường."]
    assert [s.heading for s in read_sections([page_of(rows)], [()])] == ["CHẨN ĐOÁN LÂM SÀNG", "MÔ TẢ", "KẾT LUẬN"]


def test_a_list_goes_on_on_a_page_without_headings() -> None:
    head = ["动态心电图报告", "姓名：澹台霖  性别：女  年龄：58岁"]
    first = page_of(
        [
            *head,
            "监测所见：",
            "全程记录23小时，平均心率69次/分。",
            "诊断结论：",
            "1.窦性心律",
            "2.频发室性早搏，短阵室速",
        ]
    )
    second = page_of(["3.偶发房性早搏，短阵房速", "4.ST-T改变，请结合临床", "分析医师：公冶浩"], index=1)
    said = {s.heading: s.text for s in read_sections([first, second], [(), ()])}
    assert said["诊断结论"].split("\n")[2:] == ["3.偶发房性早搏，短阵房速", "4.ST-T改变，请结合临床"]


def test_what_was_measured_on_a_page_of_its_own_belongs_to_the_examination() -> None:
    rows: list[str | list[tuple[float, str]]] = [
        "Obstetric Ultrasound Report",
        "Patient: Tabitha Greenacre  Age: 31 years",
    ]
    rows += [[(40.0, "Biometry"), (400.0, "Value"), (600.0, "Unit")]]
    rows += [[(40.0, n), (400.0, v), (600.0, "mm")] for n, v in (("BPD", "52"), ("HC", "194"), ("FL", "37"))]
    first = page_of([*rows, "Indication: Anatomic survey, advanced maternal age."])
    second = page_of(["Findings: Single live intrauterine pregnancy.", "Conclusion: 21 weeks 5 days."], index=1)
    used = read_tables([first, second], [(), ()]).used_lines
    said = [s.heading for s in read_sections([first, second], [(), ()], used)]
    assert said == ["Indication", "Findings", "Conclusion"]


def test_words_of_a_sentence_are_no_labels_of_the_form() -> None:
    head = ["影像诊断报告书", "姓名：焦玉龙  性别：男  年龄：64岁"]
    listed = ["1、右肺上叶结节，建议3个月后薄层CT复查或PET-CT检查；", "2、左肺纤维灶；", "3、肝囊肿可能。"]
    rows = [*head, "检查所见：", "右肺上叶后段见实性结节，大小约9mm×8mm。", "诊断印象：", *listed, "报告医师：迟文涛"]
    said = {s.heading: s.text for s in read_sections([page_of(rows)], [()])}
    assert said["诊断印象"] == "\n".join(listed)


def test_a_history_that_ends_in_a_word_of_the_form_is_text_of_the_examination() -> None:
    history = [
        "反复胸痛1年，加重3天，每次持续约10分钟，伴出汗，含服硝酸甘油后缓解，为进一步诊治收入我科，",
        "体重无明显变化。",
    ]
    rows = ["出院记录", "姓名：庞志刚  性别：男  年龄：66岁", "主诉：胸痛", f"现病史：{history[0]}", history[1]]
    rows += [
        "诊疗经过：入院后予阿司匹林等治疗，于2026年3月4日行冠脉造影，术后无不适。",
        "出院诊断：冠心病",
        "出院医嘱：低盐低脂饮食。",
    ]
    said = {s.heading: s.text.replace("\n", "") for s in read_sections([page_of(rows)], [()])}
    assert said["现病史"] == "".join(history)


@pytest.mark.parametrize(
    "said",
    [
        "Seen with Dr. Jones in clinic",
        "Médico tratante informado.",
        "Bác sĩ đã giải thích.",
        "请临床医师结合病史。",
        "检查者建议结合临床",
        "临床诊断与影像诊断相符",
    ],
)
def test_a_sentence_that_names_a_role_is_no_signature(said: str) -> None:
    rows = ["CT REPORT", "Patient: Aldous Renwick  Age: 62 Y", "FINDINGS:", PROSE, "IMPRESSION:", said, "Hemangioma."]
    told = {s.heading: s.text for s in read_sections([page_of([*rows, "", "Signed by: Prudence Hale, MD"])], [()])}
    assert told["IMPRESSION"] == f"{said}\nHemangioma."


def test_a_closing_sentence_in_the_middle_of_a_text_closes_nothing() -> None:
    rows = [
        "CT REPORT",
        "Patient: Aldous Renwick  Age: 62 Y",
        "FINDINGS:",
        "Please correlate with serum markers.",
        PROSE,
    ]
    told = {s.heading: s.text for s in read_sections([page_of([*rows, "IMPRESSION:", "Normal."])], [()])}
    assert told["FINDINGS"] == f"Please correlate with serum markers.\n{PROSE}"


def test_how_a_fetus_lies_is_no_heading() -> None:
    rows = ["OBSTETRIC ULTRASOUND", "Patient: Ada Renwick", "FINDINGS:", "Single live fetus.", "Presentation: cephalic"]
    told = {s.heading: s.text for s in read_sections([page_of([*rows, "IMPRESSION:", "Normal growth."])], [()])}
    assert told["FINDINGS"] == "Single live fetus.\nPresentation: cephalic"
