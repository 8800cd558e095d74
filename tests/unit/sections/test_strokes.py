"""Letters of one stroke in prose."""

from __future__ import annotations

import pytest

from ocr_pipeline.sections.strokes import with_capitals, with_strokes, with_times

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("tümör görüImemiştir", "tümör görülmemiştir"),
        ("Grade Il hepatosteatoz", "Grade II hepatosteatoz"),
        ("estable. Bl-RADS 2.", "estable. BI-RADS 2."),
        ("Douleurs de I'hypocondre droit", "Douleurs de l'hypocondre droit"),
        ("TI-RADS 3, Pl-RADS 4, Ll-RADS 5", "TI-RADS 3, PI-RADS 4, LI-RADS 5"),
        ("Forrest IIl ulcer, NYHA lI", "Forrest III ulcer, NYHA II"),
        ("胎盘成熟度|级，高血压（||级）", "胎盘成熟度I级，高血压（II级）"),
        ("Doppler【cm/s】A0：106 PA：72", "Doppler【cm/s】AO：106 PA：72"),
        ("Pathologic stage: pT1c pNo(sn), cM0; pTisNO", "Pathologic stage: pT1c pN0(sn), cM0; pTisN0"),
        ("spongiform; TI-RADS 1 (lmage 3)", "spongiform; TI-RADS 1 (Image 3)"),
        ("可见胆汁反流（圈3、圈4）", "可见胆汁反流（图3、图4）"),
        ("Should cytology be Bethesda Ill, repeat", "Should cytology be Bethesda III, repeat"),
        ("隆起性病变（Yamadal型）", "隆起性病变（YamadaI型）"),
        ("MLHI(+), TTF-l(+), CK7(-), Ki-67(约70%+)", "MLH1(+), TTF-1(+), CK7(-), Ki-67(约70%+)"),
    ],
)
def test_strokes_are_what_the_word_says(read: str, printed: str) -> None:
    assert with_strokes(read) == printed


@pytest.mark.parametrize(
    "text",
    [
        "Il polmone destro, di tipo il",
        "type 1 diabetes, grade 2, class v",
        "Il existe une lésion de type kystique. Le segment latéral",
        "pH, mRNA, IgG, HbA1c, tipo Ilio",
        "Grade l'hépatite; today I've seen",
        "脐带绕颈圈1周，|a|值，颈部A|B组",
    ],
)
def test_words_and_digits_stay(text: str) -> None:
    assert with_strokes(text) == text


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("溃疡，大小约1.3cm3.0cm，余2cmx1cm", "溃疡，大小约1.3cmx3.0cm，余2cmx1cm"),
        ("1.7cm×2.8cm1.5cm", "1.7cm×2.8cm×1.5cm"),
        ("12mm7mm", "12mm×7mm"),
        ("12mm 7mm", "12mm 7mm"),
        ("厚12mm7cm处", "厚12mm7cm处"),
    ],
)
def test_two_measures_with_nothing_between_them_had_a_sign(read: str, printed: str) -> None:
    assert with_times(read) == printed


def test_abbreviations_end_in_the_letter_that_they_have() -> None:
    assert with_strokes("CDF1:未见血流，T2Wl呈高信号，DW1未见异常") == "CDFI:未见血流，T2WI呈高信号，DWI未见异常"
    assert with_strokes("T1W1及ADW10") == "T1WI及ADW10"


def test_a_turkish_sentence_begins_with_the_dotted_capital() -> None:
    read = "Sol lob 48 mm boyutlarındadır. istmus kalınlığı 3 mm'dir.\nince duvarlı kist; ilk 1. izlem"
    assert (
        with_capitals(read)
        == "Sol lob 48 mm boyutlarındadır. İstmus kalınlığı 3 mm'dir.\nİnce duvarlı kist; ilk 1. izlem"
    )
