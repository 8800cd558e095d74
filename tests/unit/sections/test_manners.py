"""Headings of examinations in manners that no list holds, and what must not break their text."""

from __future__ import annotations

import pytest

from ocr_pipeline.identity import find_identity, scrub
from ocr_pipeline.identity.repeats import occurrences, wanted
from ocr_pipeline.identity.span import Span
from ocr_pipeline.report import Report, Section, Source
from ocr_pipeline.sections import read_sections
from ocr_pipeline.tables import read_tables
from tests.unit.identity.pages import page_of

pytestmark = pytest.mark.unit

PATHOLOGY = ["病理诊断报告", "姓名：公羊羽  性别：男  年龄：63岁"]
FRENCH = ["Compte rendu d'anatomie pathologique", "Patiente : Apolline Vasseur  Née le : 12/09/1967"]
EEG = ["视频脑电图报告", "姓名：司寇澄  性别：男  年龄：9岁"]


def said(rows: list[object]) -> list[tuple[str, str, str]]:
    return [(s.heading, s.kind, s.text) for s in read_sections([page_of(rows)], [()])]  # type: ignore[arg-type]


def test_an_unknown_heading_in_the_brackets_of_the_known_ones() -> None:
    rows = [
        *PATHOLOGY,
        "【巨检】",
        "肺叶切除标本一件，切面见一灰白色结节，质硬。",
        "【蜡块情况】",
        "共取材12块。",
        "【病理诊断】",
        "浸润性腺癌。",
    ]
    assert [(h, t) for h, _, t in said(rows)][1] == ("蜡块情况", "共取材12块。")


def test_an_unknown_heading_with_its_colon_below_the_conclusion() -> None:
    rows = [
        *FRENCH,
        "Renseignements cliniques :",
        "Polype du côlon droit découvert lors d'une coloscopie de dépistage.",
        "Macroscopie :",
        "Formation polypoïde mesurant 14 x 9 x 7 mm, incluse en totalité.",
        "Conclusion :",
        "Adénome tubuleux du côlon droit en dysplasie de bas grade.",
        "Codification :",
        "ADICAP : DHCT7A00",
    ]
    assert said(rows)[-1][::2] == ("Codification", "ADICAP : DHCT7A00")


def test_parts_of_the_findings_under_short_unknown_headings_are_findings() -> None:
    rows = [
        *EEG,
        "一、病史摘要",
        "发作性意识丧失2次。",
        "二、背景活动",
        "双侧枕区为9～10Hz中等波幅节律，左右基本对称。",
        "三、诱发试验",
        "过度换气未诱发异常。",
    ]
    rows += ["四、脑电图结论", "异常儿童脑电图。"]
    assert [(h, k) for h, k, _ in said(rows)][1:3] == [("背景活动", "findings"), ("诱发试验", "findings")]


def test_a_heading_whose_text_a_table_took_is_no_empty_section() -> None:
    table = [[(40.0, n), (400.0, v), (560.0, u), (720.0, r)] for n, v, u, r in (("项目", "结果", "单位", "参考区间"), ("白细胞计数", "13.6", "10^9/L", "3.5-9.5"), ("脂肪酶", "240", "U/L", "13-60"), ("总胆红素", "23.1", "μmol/L", "3.4-20.5"))]  # fmt: skip
    rows = [
        "出院小结",
        "姓名：澹台静  性别：女  年龄：54岁",
        "入院情况：患者因上腹痛8小时入院，查体上腹压痛，无反跳痛。",
        "实验室检查",
        *table,
    ]
    page = page_of([*rows, "诊疗经过：入院后予禁食、胃肠减压及补液治疗，腹痛逐渐缓解。"])
    tables = read_tables([page], [()])
    assert len(tables.results) == 3
    assert [s.heading for s in read_sections([page], [()], tables.used_lines)] == ["入院情况", "诊疗经过"]


def test_a_curve_read_as_letters_is_no_text() -> None:
    rows = [
        "Electrocardiogram",
        "Patient: Zebulon Marchbanks  Age: 59 years",
        "Findings: Sinus rhythm with a normal axis.",
        "hhhhhhhwhhwhw",
    ]
    assert said([*rows, "Impression: Normal tracing."])[0][2] == "Sinus rhythm with a normal axis."


def test_a_right_column_begins_where_the_left_one_nearly_ends() -> None:
    left = [
        "CLINICAL HISTORY",
        "Low back pain radiating to the right leg for four months",
        "TECHNIQUE",
        "Sagittal and axial sequences without contrast medium.",
    ]
    right = [
        "FINDINGS",
        "Alignment is preserved in all of the lumbar spine.",
        "IMPRESSION",
        "Normal study of the lumbar spine.",
    ]
    rows = [[(40.0, a), (594.0, b)] for a, b in zip(left, right, strict=True)]
    found = [h for h, _, _ in said(["MRI report", "Patient: Ottoline Brackenridge  Age: 63 years", *rows])]
    assert found == ["CLINICAL HISTORY", "TECHNIQUE", "FINDINGS", "IMPRESSION"]


def test_a_sentence_across_the_columns_of_a_table_above_gives_no_row() -> None:
    head = [(40.0, "项目"), (300.0, "测值"), (420.0, "单位"), (760.0, "项目"), (1000.0, "测值"), (1120.0, "单位")]
    cells = [
        ("主动脉内径", "31", "mm", "EF", "58", "%"),
        ("左房前后径", "42", "mm", "FS", "31", "%"),
        ("室间隔厚度", "12", "mm", "E峰", "0.62", "m/s"),
    ]
    table = [[(x, text) for (x, _), text in zip(head, row, strict=True)] for row in cells]
    text = "二尖瓣口血流频谱A峰大于E峰。收缩期左房侧，舒张期主动脉瓣下，见少量反流信号，三尖瓣反流峰速2.8m/s。"
    page = page_of(
        ["彩色多普勒超声心动图报告", "姓名：濮阳晴  性别：女  年龄：71岁", head, *table, "三、多普勒：", text]
    )
    assert len(read_tables([page], [()]).results) == 6


def test_numbers_of_a_long_recording_are_rows() -> None:
    rows = [
        [(40.0, "总心搏数：98432次"), (600.0, "平均心率：69bpm")],
        [(40.0, "室性早搏总数：1206次"), (600.0, "最长RR间期：1.82s")],
    ]
    page = page_of(["动态心电图分析报告", "姓名：钟离默  性别：男  年龄：66岁", *rows])
    results = read_tables([page], [()]).results
    assert [(r.name, r.value, r.unit) for r in results] == [("总心搏数", "98432", "次"), ("平均心率", "69", "bpm"), ("室性早搏总数", "1206", "次"), ("最长RR间期", "1.82", "s")]  # fmt: skip


def test_a_torn_stamp_masks_no_heading() -> None:
    stamp = Span(0, 0, 0, 14, "staff", ((0, 0), (1, 0), (1, 1), (0, 1)), "EDONN DIAGNOSY", True)
    assert occurrences("Diagnosis", wanted([stamp])) == []
    assert occurrences("Diagnosy Edonn", wanted([stamp])) != []
    report = Report(Source("0" * 64, "image/png", 1), sections=(Section("Diagnosis", "impression", "Fatty liver."),))
    assert scrub(report, [stamp, *find_identity([])], []).sections[0].heading == "Diagnosis"


def test_a_label_that_ran_into_its_text_stands_above_the_form() -> None:
    label, text = (
        ["超声所见", "超声提示"],
        [
            "肝脏大小形态正常，被膜光滑，实质回声细密增强。",
            "胆囊大小约68mm×29mm，壁毛糙，腔内见强回声团。",
            "脾脏实质回声均匀，未见异常。",
        ],
    )
    rows = [
        "检查项目肝、胆、胰、脾、双肾",
        [(140.0, text[0])],
        [(40.0, label[0]), (140.0, text[1])],
        [(140.0, text[2])],
    ]
    rows += ["", [(140.0, "脂肪肝（轻度）")], [(40.0, label[1]), (140.0, "胆囊结石")], [(140.0, "右肾结石")]]
    found = {h: t for h, _, t in said(["B型超声检查报告单", "姓名：皇甫青  性别：男  年龄：52岁", *rows])}
    assert found["超声所见"].replace("\n", "") == "".join(text)
    assert found["超声提示"].replace("\n", "") == "脂肪肝（轻度）胆囊结石右肾结石"
    assert found["检查项目"] == "肝、胆、胰、脾、双肾"


def test_an_unknown_heading_below_a_table() -> None:
    table = [
        [(40.0, a), (300.0, b), (500.0, c)]
        for a, b, c in (("Stage", "Time", "Heart rate"), ("Rest", "0:00", "68"), ("1", "3:00", "98"))
    ]
    rows = [
        "STRESS ECHOCARDIOGRAM",
        "Patient: Cornelius Vandermolen  Age: 64 years",
        "Indication",
        "Exertional chest pain since spring.",
    ]
    rows += [
        *table,
        "",
        "Rest images",
        "Normal left ventricular size and function was seen.",
        "Conclusion",
        "Positive stress echocardiogram for the anterior wall.",
    ]
    assert [h for h, _, _ in said(rows)] == ["Indication", "Rest images", "Conclusion"]


def test_labels_alike_in_a_column_are_headings_though_few_are_known() -> None:
    rows = [
        "ULTRASOUND OF THE THYROID",
        "Patient: Marigold Featherstone  Sex: F",
        "HISTORY: Palpable nodule since spring.",
    ]
    rows += [
        [(40.0, "RIGHT LOBE:"), (260.0, "48 x 17 x 16 mm. Solid hypoechoic nodule in the lower pole, with punctate")],
        [(260.0, "echogenic foci (Image 1).")],
    ]
    rows += [
        [(40.0, "ISTHMUS:"), (260.0, "3 mm, no nodule.")],
        [(40.0, "IMPRESSION:"), (260.0, "Highly suspicious nodule in the right lower pole.")],
    ]
    found = said(rows)
    assert [h for h, _, _ in found] == ["HISTORY", "RIGHT LOBE", "ISTHMUS", "IMPRESSION"]
    assert [k for _, k, _ in found] == ["clinical", "findings", "findings", "impression"]


def test_an_unknown_label_above_the_known_ones_of_a_column_is_the_form_s() -> None:
    rows = ["数字X线摄影诊断报告", "姓名：司徒凛  性别：男  年龄：24岁"]
    rows += [
        [(40.0, h), (200.0, t)]
        for h, t in (
            ("照射范围", "右踝关节正侧位"),
            ("X线所见", "右外踝见斜行低密度线影，断端对位尚可。"),
            ("X线诊断", "右外踝骨折，周围软组织肿胀。"),
        )
    ]
    assert ("照射范围", "右踝关节正侧位") in [(h, t) for h, _, t in said(rows)]


def test_the_diagnosis_of_a_letter_concludes_no_examination() -> None:
    rows = [
        "Rosewater Rheumatology Clinic",
        "Dear Dr Rutherglen,",
        "Diagnosis: Seropositive rheumatoid arthritis in low disease activity.",
    ]
    rows += [
        "Examination: No synovitis of the hands and grip strength is preserved.",
        "Plan: Continue methotrexate and repeat the tests in eight weeks.",
    ]
    assert [(h, k) for h, k, _ in said(rows)] == [
        ("Diagnosis", "diagnosis"),
        ("Examination", "findings"),
        ("Plan", "recommendation"),
    ]


def test_the_middle_of_a_line_in_three_parts_stays_between_them() -> None:
    rows = [
        "Rosewater Rheumatology Clinic",
        "Dear Dr Rutherglen,",
        "Diagnosis: Seropositive rheumatoid arthritis in low disease activity.",
    ]
    rows += [
        [
            (40.0, "Examination: No synovitis. Tender second and thi"),
            (516.0, "rd finger joints on t"),
            (722.0, "he right hand."),
        ]
    ]
    assert "thi rd finger joints on t he right" in said(rows)[1][2]


def test_short_unknown_headings_with_their_colon_above_the_known_one() -> None:
    rows = [
        "胶囊内镜检查报告",
        "姓名：诸葛岚  性别：男  年龄：48岁",
        "观察指征：",
        "不明原因黑便半年。",
        "小肠所见：",
        "空肠上段见一处血管扩张，未见活动性出血。",
    ]
    assert [h for h, _, _ in said([*rows, "检查诊断：", "空肠血管扩张。"])] == [
        "观察指征",
        "小肠所见",
        "检查诊断",
    ]


def test_a_noun_with_what_was_examined_is_a_heading() -> None:
    rows = [
        "INFORME DE COLPOSCOPIA",
        "Paciente: Obdulia Zubizarreta  Edad: 35 años",
        "Hallazgos colposcópicos: Zona de transformación tipo 2, mosaico fino.",
    ]
    found = said([*rows, "Biopsia: Una muestra.", "Impresión colposcópica: Cambios de grado 1."])
    assert [(h, k) for h, k, _ in found] == [("Hallazgos colposcópicos", "findings"), ("Biopsia", "specimen"), ("Impresión colposcópica", "impression")]  # fmt: skip


def test_an_unknown_heading_opens_the_text_with_its_colon() -> None:
    told = "全程记录23小时41分，总心搏98216次，平均心率69次/分，最慢心率44次/分。"
    rows = [
        "动态心电图报告",
        "姓名：澹台霖  性别：女  年龄：58岁",
        f"佩戴情况：{told}",
        "诊断结论：窦性心律，偶发房性早搏。",
    ]
    assert said(rows)[0] == ("佩戴情况", "findings", told)
    rows[2] = f"左室：{told}"
    assert said(rows)[0][0] == ""


def test_complications_and_the_course_in_spaced_letters_stay_remarks() -> None:
    rows = ["Colonoscopy Report", "Patient name: Reginald Thackeray  Age: 61"]
    rows += ["Findings:", "A 4 mm sessile polyp in the ascending colon was removed with cold forceps."]
    rows += ["Complications:", "None. The estimated blood loss was less than 5 mL in all.", "Impression:", "One polyp."]
    assert [k for _, k, _ in said(rows)] == ["findings", "other", "impression"]


def test_a_form_of_labels_below_a_table_gives_no_rows() -> None:
    rows = ["Transthoracic Echocardiogram Report", "Name: Augustus Wetherby  Age: 75"]
    rows += [[(40.0, "Measurement"), (340.0, "Value"), (460.0, "Unit"), (600.0, "Reference")]]
    rows += [[(40.0, n), (340.0, v), (460.0, u), (600.0, r)] for n, v, u, r in MEASURED]
    rows += [[(40.0, "Indication:"), (260.0, "Exertional dyspnea, NYHA class III.")]]
    rows += [[(40.0, "Findings:"), (260.0, "Left ventricle: mildly dilated with moderately reduced function.")]]
    rows += [[(260.0, "There is hypokinesis of the inferior and inferolateral walls, grade II.")]]
    rows += [[(40.0, "Conclusions:"), (260.0, "1. Moderately reduced LV systolic function, LVEF 38%.")]]
    rows += [[(260.0, "2. Estimated RVSP 44 mmHg.")]]
    page = page_of(rows)
    table = read_tables([page], [()])
    assert [r.name for r in table.results] == [n for n, _, _, _ in MEASURED]
    found = read_sections([page], [()], table.used_lines)
    assert [s.heading for s in found] == ["Indication", "Findings", "Conclusions"]


MEASURED = [("LVIDd", "5.8", "cm", "4.2-5.8"), ("IVSd", "1.1", "cm", "0.6-1.0"), ("TAPSE", "1.6", "cm", ">1.7")]
