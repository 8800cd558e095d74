"""Labels that were misread, and people whom a line of their role tells."""

from __future__ import annotations

import json

import pytest

from ocr_pipeline import identity
from ocr_pipeline.fields.bent import bent_label
from ocr_pipeline.layout.roles import is_role
from ocr_pipeline.report import Page, Report, Source
from ocr_pipeline.sections import read_sections
from tests.unit.identity.pages import page_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Narne: Ingrid Halvorsen", "name"),
        ("Patlent: HALVORSEN", "name"),
        ("Accesslon: MVR-2025-00918", "number"),
        ("Repotingdctor: Eleanor Ashdown", "staff"),
        ("nsultant : Gareth E. Ashdown", "staff"),
        ("atient Name: Eleanor Ashdown", "name"),
        ("D0B: 07/22/1961", "birth_date"),
        ("Radioiogist: Cordelia", "staff"),
        ("Paclente: Iñaki", "name"),
        ("Norn : QUÉMÉNER", "name"),
        ("生名：欧阳静姝", "name"),
        ("报告医帅：令狐菁华", "staff"),
        ("住院导：0087431", "number"),
        ("名：龚怡", "name"),
        ("名： 龚 怡 性别：女", "name"),
        ("像号：090228235", "number"),
        ("验者：龚怡", "staff"),
        ("ame: Ingrid Halvorsen", "name"),
        ("ombre: Iñaki", "name"),
    ],
)
def test_a_bent_label_is_known_by_its_shape(text: str, kind: str) -> None:
    found = bent_label(text)
    assert found is not None
    assert found[0] == kind


@pytest.mark.parametrize(
    "text",
    [
        "Mono: 5.1",
        "Ferro: 88",
        "CA50: 12",
        "mesane: normal",
        "胆总管：6mm",
        "二尖瓣：反流",
        "检查所见：",
        "Name: A",
        "Microbiología: x",
        "Bactériologie: x",
        "名：未见明显异常",
        "单位：10^9/L",
        "ame: negative",
        "one: Ingrid",
    ],
)
def test_analytes_organs_and_headings_are_no_bent_labels(text: str) -> None:
    assert bent_label(text) is None


@pytest.mark.parametrize(
    "text", ["Il Medico Radiologo", "Consultant Radiologist", "Radyoloji Uzmanı", "Bác sĩ chuyên khoa"]
)
def test_lines_of_a_role(text: str) -> None:
    assert is_role(text)


@pytest.mark.parametrize("text", ["Radiology", "Correlate clinically.", "Medico-legal", "Chest clinic", "Liver normal"])
def test_other_lines_are_no_role(text: str) -> None:
    assert not is_role(text)


REPORT = ["RX TORACE", "Referto:", "Addensamento in sede basale destra.", "Conclusioni:", "Focolaio basale destro."]
ZH = ["CT检查报告单", "影像所见：", "双肺纹理清晰，未见明显实质性病变。", "诊断意见：", "胸部CT平扫未见明显异常。"]


@pytest.mark.parametrize(
    ("signature", "who"),
    [
        (["Il Medico Radiologo", "Dotts.ssa Filomena Acquafredda"], "Filomena"),
        (["IL DIRIGENTE MEDICO", "Filomena Acquafredda"], "Filomena"),
        (["Gülistan Karahanoğlu", "Radyoloji Uzmanı"], "Gülistan"),
        (["Cordelia Whitmarsh", "Consultant Radiologist"], "Whitmarsh"),
        (["Yours sincerely,", "Hermia Blackthorne"], "Hermia"),
        (["Hermia Blackthorne", "Consultant Radiologist  GMC 4471902"], "Hermia"),
        (["Hermia Blackthorne, Consultant"], "Hermia"),
        (["nsultant : Hermia Blackthorne  Processed on : 10/07/2022 02:57 PM"], "Hermia"),
        (["诊断：粘没喝审核：斡离不"], "粘没喝"),
        ([[(900.0, "令狐菁华")], [(900.0, "2025-03-17")]], "令狐菁华"),
        ([[(900.0, "令狐菁华  2025-03-17")]], "令狐菁华"),
        ([[(900.0, "令狐菁华/俞伯庸")]], "俞伯庸"),
    ],
)
def test_who_signs_beside_a_role_stays_out_of_the_text(signature: list[object], who: str) -> None:
    page = page_of([*(ZH if "\u4e00" <= who[0] <= "\u9fff" else REPORT), *signature])  # type: ignore[list-item]
    sections = read_sections([page], [()])
    report = Report(source=Source("0" * 64, "image/png", 1), pages=(Page(1400, 2000),), sections=sections)
    told = json.dumps(identity.scrub(report, identity.find_identity([page]), [page]).to_json(), ensure_ascii=False)
    assert who not in told
    assert "basale destr" in told or "未见明显异常" in told


def test_captions_and_organs_are_no_names() -> None:
    page = page_of(
        [
            "电子结肠镜检查报告单",
            "镜下所见：",
            "乙状结肠见一隆起型病变，表面糜烂易出血，活检四块。",
            "内镜诊断：",
            "乙状结肠占位",
            "病理送检：",
            "乙状结肠 4块",
        ]
    )
    assert not any("结肠" in span.text for span in identity.find_identity([page]))
    page = page_of(
        [
            "CT HEAD",
            "FINDINGS:",
            "There is a left subdural hematoma (Figure 1).",
            "Figure 1",
            "DICTATED BY: OYELARAN, SUNNIVA, MD",
        ]
    )
    assert not any("Figure" in span.text for span in identity.find_identity([page]))


def test_the_interval_of_a_specific_gravity_is_no_number_of_an_order() -> None:
    """``0611-2231`` numbers the order, so that everything of its shape would be another."""
    page = page_of(
        [
            ["Sig.ra Bertelli Annunziata", (700.0, "Accettazione n. 0611-2231")],
            ["ESAME", (300.0, "ESITO"), (500.0, "VALORI DI RIFERIMENTO")],
            ["Peso specifico", (300.0, "1018"), (500.0, "1005-1030")],
            ["pH", (300.0, "5,5"), (500.0, "5,0-7,5")],
            ["Glucosio", (300.0, "Assente"), (500.0, "Assente")],
        ]
    )
    found = {page.lines[s.line].text[s.start : s.end] for s in identity.find_identity([page]) if s.kind == "number"}
    assert found == {"0611-2231"}


def test_rows_below_a_head_of_limits_are_nobody() -> None:
    page = page_of(
        [
            ["Paciente: OCHOA HÉCTOR", (700.0, "Folio: 55-20931")],
            ["ESTUDIO", (500.0, "LÍMITES DE REFERENCIA")],
            ["Paratífico A", (300.0, "Negativo"), (500.0, "Negativo")],
            ["Paratífico B", (300.0, "Negativo"), (500.0, "Negativo")],
        ]
    )
    assert not any("Parat" in page.lines[s.line].text for s in identity.find_identity([page]))
