"""Each recogniser alone: forms it must know, and forms it must leave."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr_pipeline.fields import labels_in
from ocr_pipeline.fields.folding import fold
from ocr_pipeline.identity import email, find_identity, phone, resident_id
from ocr_pipeline.identity.repeats import occurrences, wanted
from ocr_pipeline.identity.span import Span
from ocr_pipeline.layout.known import know
from tests.unit.identity.pages import page_of

pytestmark = pytest.mark.unit


def _found(recogniser, text):
    return [s.text for s in recogniser.find(page_of([text]), ())]


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("11010519491231002X", True),
        ("440524188001010014", True),
        ("110105194912310021", False),
        ("11010519491231002", False),
    ],
)
def test_checksum_is_iso_7064_mod_11_2(number, valid):
    assert resident_id.has_valid_checksum(number) is valid


@pytest.mark.parametrize(
    "text",
    [
        "11010519491231002X",
        "110105 19491231 002X",
        "身份证11010519491231002X",
        "110105194912310021",
        "110105491231002",
        "1101051949****002X",
    ],
)
def test_resident_numbers_are_found_also_with_a_slip(text):
    assert _found(resident_id, text)


@pytest.mark.parametrize("text", ["123456789012345", "3.5-9.5", "100000000000000000", "2024050110223344"])
def test_other_long_numbers_are_no_resident_numbers(text):
    assert _found(resident_id, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "13812345678",
        "138-1234-5678",
        "+86 138 1234 5678",
        "010-62345678",
        "(0512)65221234",
        "400-820-8820",
        "+91 12345 67890",
        "0123456789",
        "06 39 98 12 34",
        "+39 06 1234 5678",
        "555-123-4567",
    ],
)
def test_phone_numbers_are_found(text):
    assert _found(phone, f"tel {text} end")


@pytest.mark.parametrize(
    "text",
    [
        "150000-410000",
        "3.5-9.5",
        "320000",
        "2024-05-01 10:22:31",
        "0.12345678",
        "120-160",
        "1:1280",
        "98.6",
        "4000-11000",
    ],
)
def test_values_and_dates_are_no_phone_numbers(text):
    assert _found(phone, text) == []


@pytest.mark.parametrize(
    "text", ["a.b@example.com", "lab @ hospital.org.cn", "www.drlogy.com", "https://www.yourlabname.in/x"]
)
def test_addresses_of_the_net_are_found(text):
    assert _found(email, text)


@pytest.mark.parametrize("text", ["pH 7.35", "e.g. none", "10.5 mmol/L", "IgG.anti", "vs. normal"])
def test_other_dots_are_no_addresses(text):
    assert _found(email, text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("姓名：李", "name"),
        ("Regd. No.: X1", "number"),
        ("Ref. By: Dr. A", "staff"),
        ("采样时间2024", "collected"),
        ("Họ và tên: A", "name"),
        ("Doğum Tarihi: 1", "birth_date"),
        ("Né(e) le 03", "birth_date"),
        ("PatientName:X", "name"),
        ("N° dossier : 1", "number"),
    ],
)
def test_labels_are_known_in_seven_languages(text, kind):
    assert labels_in(text)[0].kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "Test Name",
        "Investigation",
        "白细胞计数",
        "Name of the game is",
        "Inpatients were excluded",
        "No.",
        "血红蛋白浓度",
    ],
)
def test_heads_of_columns_and_prose_are_no_labels_of_identity(text):
    assert [x for x in labels_in(text) if x.kind in ("name", "number", "staff")] == []


@given(st.text(max_size=60))
def test_folding_moves_no_character(text):
    assert len(fold(text)) == len(text)


@given(st.text(max_size=60))
def test_labels_lie_inside_their_text_and_do_not_overlap(text):
    end = 0
    for label in labels_in(text):
        assert end <= label.start < label.end <= len(text)
        end = label.end


def _span(text: str) -> Span:
    return Span(0, 0, 0, len(text), "name", (), text)


@pytest.mark.parametrize(
    ("name", "text", "hit"),
    [
        ("Ann Lee", "annexin level", False),
        ("John Smith", "JOHN  SMITH was", True),
        ("Hiren Shah", "HirenShah", True),
        ("Payal Shah", "payal shah.", True),
        ("12345678", "91234567890", False),
        ("12345678", "no 1234 5678", True),
    ],
)
def test_repeats_match_whole_words_without_regard_to_case_and_spaces(name, text, hit):
    assert bool(occurrences(text, wanted([_span(name)]))) is hit


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("Htên:HÔĐÚCANH", "name", "HÔĐÚCANH"),
        ("HtênBNDuongQucBo", "name", "BNDuongQucBo"),
        ("Ngưithchin Dr.ĐngVănHùng", "staff", "Dr.ĐngVănHùng"),
        ("TrrngkhoaxétnghimDr.BÚITHANHHANG", "staff", "Dr.BÚITHANHHANG"),
        ("Mābnhnhân3353288654", "number", "3353288654"),
        ("Mā s:XCG8662", "number", "XCG8662"),
        ("ĐachiS112/15ĐôngHi,PhúVân", "address", "S112/15ĐôngHi,PhúVân"),
    ],
)
def test_vietnamese_labels_are_known_without_the_letters_that_the_recogniser_lost(text, kind, value):
    labels = labels_in(text, True)
    assert (labels[0].kind, text[labels[0].after :]) == (kind, value)


@pytest.mark.parametrize("text", ["Hồng cầu 4.5", "Bạch cầu", "Creatinin", "Tiểu cầu 250"])
def test_vietnamese_tests_are_no_labels_of_the_form(text):
    assert labels_in(text) == ()


def test_long_numbers_in_a_margin_go_without_a_label_and_stay_in_the_body():
    rows = [
        "姓名：张伟明",
        ".MR508186504 20240501083000",
        ["项目", (300.0, "结果"), (450.0, "单位")],
        ["某项", "12345678"],
    ]
    found = [s.text for s in find_identity([page_of(rows)])]
    assert "MR508186504" in found
    assert "20240501083000" not in found
    assert "12345678" not in found


def test_a_signature_glued_to_its_label_is_staff_and_ends_the_table():
    rows = [
        "Paciente: Lucía Moreno",
        ["Prueba", (300.0, "Resultado"), (450.0, "Unidad"), (600.0, "Valores de referencia")],
        ["Glucosa", (300.0, "92"), (450.0, "mg/dL"), (600.0, "70-100")],
        "",
        "AnalistaDr.RocíoOlmedoSalvatierra",
    ]
    spans = find_identity([page_of(rows)])
    assert ("staff", "RocíoOlmedoSalvatierra") in [(s.kind, s.text) for s in spans]
    assert know(page_of(rows)).zones[-1] == "footer"
