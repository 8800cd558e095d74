"""Measurements of examinations that stand as a form with colons."""

from __future__ import annotations

import pytest

from ocr_pipeline.layout.measured import is_measurement, pairs_in
from ocr_pipeline.layout.zones import zones
from ocr_pipeline.plausibility.page.unread import unread_rows
from ocr_pipeline.report import Page, Report, Source
from ocr_pipeline.tables import read_tables
from tests.unit.identity.pages import page_of
from tests.unit.tables.pages import page, values

HEART = [
    "十二导联心电图报告",
    "姓名：测某  性别：男  年龄：66岁",
    [(40.0, "心率：104 bpm"), (400.0, "PR间期：178 ms"), (800.0, "QRS时限：146 ms")],
    [(40.0, "QT间期：372 ms QTc间期：489 ms"), (800.0, "QRS电轴：-38°")],
    "心电图诊断：",
    "窦性心动过速",
]


def test_pairs_with_colons_are_rows_and_begin_the_body() -> None:
    page = page_of(HEART)
    told = {(r.name + r.code, r.value, r.unit) for r in read_tables([page]).results}
    assert told == {
        ("心率", "104", "bpm"),
        ("间期PR", "178", "ms"),
        ("时限QRS", "146", "ms"),
        ("间期QT", "372", "ms"),
        ("间期QTc", "489", "ms"),
        ("电轴QRS", "-38", "°"),
    }
    where = dict(zip((line.text for line in page.lines), zones(page), strict=True))
    assert where["心率：104 bpm"] == "body"
    assert where["姓名：测某  性别：男  年龄：66岁"] == "header"


@pytest.mark.parametrize(
    "text", ["层厚：5mm 层距：5mm 管电压：120kV", "身高：170cm 体重：68kg", "年龄：63岁", "检查号：12345", "建议：复查"]
)
def test_settings_and_the_patients_size_are_no_measurements(text: str) -> None:
    assert not pairs_in(text) or not any(pair.known for pair in pairs_in(text))


@pytest.mark.parametrize("name", ["左房前后径(LA)", "QTc间期", "双顶径", "Heart rate", "LVEF (biplane)", "FEV1/FVC"])
def test_names_of_measurements_are_known(name: str) -> None:
    assert is_measurement(name)


def test_prose_below_a_table_of_two_panels_is_no_row() -> None:
    rows = [
        "超声心动图检查报告",
        [(40.0, "项目"), (250.0, "测值"), (340.0, "单位"), (600.0, "项目"), (850.0, "测值"), (940.0, "单位")],
        [(40.0, "左房内径"), (250.0, "42"), (340.0, "mm"), (600.0, "右房内径"), (850.0, "35"), (940.0, "mm")],
        [(40.0, "左室内径"), (250.0, "52"), (340.0, "mm"), (600.0, "右室内径"), (850.0, "21"), (940.0, "mm")],
        [(40.0, "超声所见：左房、左室内径增大，室间隔厚度正常，静息状态下"), (820.0, "二尖瓣关闭欠佳，余瓣膜"), ],
        "形态正常。心包腔未见液性暗区。",
        "超声提示：左房增大。",
    ]  # fmt: skip
    assert {r.name for r in read_tables([page_of(rows)]).results} == {"左房内径", "左室内径", "右房内径", "右室内径"}


def test_measurements_in_the_text_of_the_findings_stay_there() -> None:
    rows = [
        "超声检查报告单",
        "超声所见：",
        "左房：33 左室前后径：44 室间隔厚度：7.2",
        "EF：65% FS：36%",
        "超声提示：",
        "未见异常。",
    ]
    assert not read_tables([page_of(rows)]).results
    told = read_tables([page_of(["超声检查报告单", "测量结果：", *rows[2:]])]).results
    assert [r.value for r in told] == ["33", "44", "7.2", "65", "36"]


def test_names_of_leads_beside_a_list_of_measurements_do_not_hide_it() -> None:
    rows = [
        "心电图检查报告",
        [(40.0, "心室率："), (200.0, "63 bpm"), (600.0, "II")],
        [(40.0, "P电轴："), (200.0, "55°"), (600.0, "V1")],
        [(40.0, "QRS宽度："), (200.0, "102 ms")],
        "诊断意见：",
        "窦性心律",
    ]
    assert [r.value for r in read_tables([page_of(rows)]).results] == ["63", "55", "102"]  # type: ignore[list-item]


def test_a_grid_of_numbers_that_nothing_took_asks_for_a_person() -> None:
    rows = [
        [(40.0, name), *((300.0 + 150 * n, v) for n, v in enumerate(("15", "20", "25", "40")))]
        for name in ("左耳气导", "右耳气导", "左耳骨导")
    ]
    page = page_of(["纯音听阈测试报告", *rows, "检查结论：", "双耳听力正常。"])
    report = Report(Source("0" * 64, "image/png", 1), pages=(Page(1400, 2000),))
    assert unread_rows(page, report) == ["左耳气导", "右耳气导", "左耳骨导"]


def test_two_letters_in_a_cell_are_no_label_of_the_form() -> None:
    head = [(40.0, "Parámetro"), (400.0, "Valor"), (600.0, "Unidad")]
    rows = [
        [(40.0, n), (400.0, v), (600.0, "mm")] for n, v in (("DBP", "78"), ("CC", "284"), ("CA", "262"), ("LF", "58"))
    ]
    page = page_of(["ECOGRAFÍA OBSTÉTRICA", head, *rows, "Conclusión:", "Embarazo de 31 semanas."])
    assert [(r.name, r.value) for r in read_tables([page]).results] == [
        ("DBP", "78"),
        ("CC", "284"),
        ("CA", "262"),
        ("LF", "58"),
    ]


def test_a_measurement_that_strokes_leave_out_hides_no_other() -> None:
    found = pairs_in("心率：104次/分  PR间期：--  QRS时限：96ms")
    assert [(p.value[1] > p.value[0], p.known) for p in found] == [(True, True), (False, True), (True, True)]


@pytest.mark.parametrize("in_one_piece", [False, True])
def test_measurements_between_the_patient_and_the_findings_are_rows(in_one_piece: bool) -> None:
    """The head of an electrocardiogram: three columns without colons between names and numbers."""
    who = ["Name: Everett Quill", "ID: 5540923", "Age: 58 yr", "Sex: Male", "Recorded: 04-MAY-2026 07:51"]
    measured = [("Vent. rate", "112 bpm"), ("PR interval", "148 ms"), ("QRS duration", "88 ms")]
    measured += [("QT/QTc", "336/458 ms"), ("QRS axis", "-14 deg")]
    said = [
        "Sinus tachycardia with occasional premature",
        "ventricular complexes",
        "Left axis deviation",
        "",
        "Abnormal",
    ]
    lines = [[(40.0, "12-Lead Electrocardiogram")], []]
    for left, (name, value), right in zip(who, measured, said, strict=True):
        both = [(500.0, f"{name} {value}")] if in_one_piece else [(500.0, name), (760.0, value)]
        lines.append([(40.0, left), *both, (1000.0, right)])
    assert values(page(lines)) == [
        ("Vent. rate", "112", "bpm", ""),
        ("PR interval", "148", "ms", ""),
        ("QRS duration", "88", "ms", ""),
        ("QT/QTc", "336/458", "ms", ""),
        ("QRS axis", "-14", "deg", ""),
    ]
