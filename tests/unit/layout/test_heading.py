"""Title, kind, language, specimen and dates of a document."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ocr_pipeline.dates import find_dates, parse_date
from ocr_pipeline.heading import read_heading
from ocr_pipeline.layout.title_words import only_title_words
from ocr_pipeline.report import Reason
from tests.unit.identity.pages import page_of

pytestmark = pytest.mark.unit

TABLE = [
    ["项目", (300.0, "结果"), (450.0, "单位"), (600.0, "参考范围")],
    ["白细胞", (300.0, "5.2"), (450.0, "10^9/L"), (600.0, "3.5-9.5")],
]


@pytest.mark.parametrize(
    ("rows", "language", "kind", "title", "specimen"),
    [
        (["某某市人民医院检验报告单", "姓名：张伟明 标本类型：全血", *TABLE], "zh", "laboratory", "检验报告单", "全血"),
        (["某某医院", "超声诊断报告单", "姓名：李芳", "超声所见：", "正常"], "zh", "imaging", "超声诊断报告单", ""),
        (["电子胃镜检查报告单", "姓名：李芳", "内镜所见：", "正常"], "zh", "endoscopy", "电子胃镜检查报告单", ""),
        (["病理诊断报告单", "姓名：李芳", "病理诊断：", "慢性炎"], "zh", "pathology", "病理诊断报告单", ""),
        (["Origin Hospital", "LABORATORY REPORT", "Patient Name: John Smith", "Specimen: Serum", [(40.0, "Test"), (300.0, "Result"), (450.0, "Unit")], [(40.0, "Glucose"), (300.0, "5.1"), (450.0, "mmol/L")]], "en", "laboratory", "LABORATORY REPORT", "Serum"),
        (["CT REPORT", "Name: John Smith", "FINDINGS:", "The liver is normal and the spleen is normal."], "en", "imaging", "CT REPORT", ""),
        (["PATHOLOGY REPORT", "Patient Name: John Smith", [(40.0, "Test"), (300.0, "Result"), (450.0, "Unit")], [(40.0, "Glucose"), (300.0, "5.1"), (450.0, "mmol/L")], "Method: Hexokinase"], "en", "laboratory", "PATHOLOGY REPORT", ""),
        (["PATHOLOGY REPORT", "Patient Name: John Smith", "Microscopy: Sections show squamous mucosa.", [(40.0, "Test"), (300.0, "Result")], [(40.0, "Ki-67"), (300.0, "5 %")]], "en", "pathology", "PATHOLOGY REPORT", ""),
        (["INFORME DE LABORATORIO", "Paciente: Ana Ruiz", "Fecha de toma: 03/04/2024", [(40.0, "Prueba"), (300.0, "Resultado"), (500.0, "Valores de referencia")]], "es", "laboratory", "INFORME DE LABORATORIO", ""),
        (["RÉSULTATS D'ANALYSES", "Nom du patient : Dupont", "Prélèvement du : 03/04/2024", [(40.0, "Analyse"), (300.0, "Résultat"), (500.0, "Valeurs de référence")]], "fr", "laboratory", "RÉSULTATS D'ANALYSES", ""),
        (["REFERTO ESAMI DI LABORATORIO", "Paziente: Rossi", "Data prelievo: 03/04/2024", [(40.0, "Esame"), (300.0, "Risultato"), (500.0, "Valori di riferimento")]], "it", "laboratory", "REFERTO ESAMI DI LABORATORIO", ""),
        (["TETKİK SONUÇ RAPORU", "Hasta Adı: Ayşe", "Numune Alma Tarihi: 03.04.2024", [(40.0, "Tetkik"), (300.0, "Sonuç"), (500.0, "Referans")]], "tr", "laboratory", "TETKİK SONUÇ RAPORU", ""),
        (["PHIẾU KẾT QUẢ XÉT NGHIỆM", "Họ tên: Nguyễn Văn An", "Ngày lấy mẫu: 03/04/2024", [(40.0, "Xét nghiệm"), (300.0, "Kết quả"), (500.0, "Trị số tham chiếu")]], "vi", "laboratory", "PHIẾU KẾT QUẢ XÉT NGHIỆM", ""),
    ],
)  # fmt: skip
def test_what_the_document_is(rows, language, kind, title, specimen):
    about = read_heading([page_of(rows)], [()])
    assert (about.language, about.kind, about.title, about.specimen) == (language, kind, title, specimen)


def test_a_script_that_is_not_read_is_said():
    about = read_heading([page_of(["Результаты анализов крови пациента", "Гемоглобин 135"])], [()])
    assert Reason.SCRIPT_UNSUPPORTED in about.reasons


def test_two_patients_in_one_file_are_said():
    first, second = (
        page_of(["检验报告单", "姓名：张伟明 性别：男", *TABLE]),
        page_of(["检验报告单", "姓名：李秀英 性别：女", *TABLE], index=1),
    )
    assert Reason.SEVERAL_REPORTS in read_heading([first, second], [(), ()]).reasons
    again = page_of(["检验报告单", "姓名：张伟朋 性别：男", *TABLE], index=1)
    assert read_heading([first, again], [(), ()]).reasons == ()


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2024-05-01 08:30", "2024-05-01T08:30"),
        ("2024-05-0108:30:15", "2024-05-01T08:30:15"),
        ("2024年5月1日", "2024-05-01"),
        ("2024/5/1", "2024-05-01"),
        ("20240501", "2024-05-01"),
        ("17/10/202404:55PM", "2024-10-17T16:55"),
        ("01.02.2023 14:44", "2023-02-01T14:44"),
        ("04:09PM19Apr,2021", "2021-04-19T16:09"),
        ("12:05 AM 02 Dec, 2024", "2024-12-02T00:05"),
        ("May 3, 2024", "2024-05-03"),
        ("3 de mayo de 2024", "2024-05-03"),
        ("ngày 3 tháng 5 năm 2024", "2024-05-03"),
        ("05/23/2024", "2024-05-23"),
        ("2024-02-30", None),
        ("02 Dec, 202X", ""),
        ("08-24 11:07", ""),
        ("", ""),
        ("正常", ""),
    ],
)
def test_dates_are_read_as_printed(text, iso):
    assert parse_date(text) == iso


def test_sampling_and_report_times_come_from_their_labels():
    page = page_of(
        [
            "检验报告单",
            "姓名：张伟明 出生日期：1980-01-02 申请时间：2024-04-30",
            "采样时间：2024-05-01 08:30",
            *TABLE,
            "",
            "报告时间：2024-05-01 11:02 检验者：王芳",
        ]
    )
    dates = find_dates([page])
    assert (dates.collected, dates.reported, dates.reasons) == ("2024-05-01T08:30", "2024-05-01T11:02", ())


def test_impossible_dates_are_doubt_and_no_date():
    page = page_of(["检验报告单", "采样时间：2024-13-41", *TABLE])
    dates = find_dates([page])
    assert (dates.collected, dates.reasons) == ("", (Reason.DATE_IMPOSSIBLE,))


def test_a_report_older_than_its_sample_is_doubtful():
    page = page_of(["检验报告单", "采样时间：2024-05-03", *TABLE, "报告时间：2024-05-01"])
    assert find_dates([page]).reasons == (Reason.DATE_IMPOSSIBLE,)


def _with_confidence(page, confidence):
    lines = tuple(
        replace(x, confidence=confidence, chars=tuple(replace(c, confidence=confidence) for c in x.chars))
        for x in page.lines
    )
    return replace(page, lines=lines)


def test_what_is_hardly_legible_is_no_impossible_date():
    wrong = page_of(["检验报告单", "采样时间：2024-13-41", *TABLE])
    older = page_of(["检验报告单", "采样时间：2024-05-03", *TABLE, "报告时间：2024-05-01"])
    for page in (wrong, older):
        assert find_dates([page]).reasons == (Reason.DATE_IMPOSSIBLE,)
        assert find_dates([_with_confidence(page, 0.85)]).reasons == ()


@pytest.mark.parametrize("text", ["02 Dec, 202X", "-08-24 11:07", "2024-05"])
def test_a_date_cut_short_or_blotted_out_is_no_impossible_one(text):
    dates = find_dates([page_of(["检验报告单", f"采样时间：{text}", *TABLE])])
    assert (dates.collected, dates.reasons) == ("", ())


def test_a_line_of_many_readings_and_one_strange_character_is_read_in_time() -> None:
    assert only_title_words("血常规尿常规肝功能" * 8)
    assert not only_title_words("血常规尿常规肝功能" * 8 + "王" + "a" * 40)
