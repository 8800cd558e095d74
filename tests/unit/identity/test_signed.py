"""People whom a degree, a title, a verb or a relative's word tells, and the eponyms and medicines that are nobody."""

from __future__ import annotations

import pytest

from ocr_pipeline.identity import find_identity
from ocr_pipeline.identity.prose import people_in
from ocr_pipeline.identity.signed import signed_in
from tests.unit.identity.pages import page_of

pytestmark = pytest.mark.unit


def said(text: str) -> str:
    return " | ".join(text[a:b] for a, b in [*signed_in(text), *people_in(text)])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("1447 York Ct, Dir: Sanjeev Bhattacharya, PhD", "Sanjeev Bhattacharya"),
        ("Signed electronically - Ifeoma Chukwuemeka FRCPath", "Ifeoma Chukwuemeka"),
        ("Prior study read by Hallvard Brekke-Olsen on 3 March.", "Hallvard Brekke-Olsen"),
        ("Il radiologo dr. Nicolò Dell'Acqua-Brusati", "Nicolò Dell'Acqua-Brusati"),
        ("Il Dirigente Biologo dott.ssa Ornella Fiordalisi", "Ornella Fiordalisi"),
        ("Firmado: Lda. Consuelo Ybarra-Montañés, facultativa", "Consuelo Ybarra-Montañés"),
        ("Q.F.B. Citlali Huerta", "Citlali Huerta"),
        ("Sra. Encarnación Ruiz vda. de Olavarría", "Olavarría"),
        ("this pleasant lady, Zephyrine Castellano, aged 44", "Zephyrine Castellano"),
        ("Avis demandé au Pr Kervran-Diop", "Kervran-Diop"),
        ("Herbrother Jaspreet was updated daily.", "Jaspreet"),
        ("His brother-in-law (Kwabena) and stepdaughter Isolde came.", "Isolde"),
        ("la compagne du patient, Maïwenn, a été prévenue", "Maïwenn"),
        ("firma su tutor legal, Leandro Paz", "Leandro Paz"),
        ("患者杨过自述右上腹痛三天", "杨过"),
        ("其妻小龙女代诉病史", "小龙女"),
        ("告知护士长诸葛瑾，并复核", "诸葛瑾"),
        ("与患者姐姐完颜萍沟通", "完颜萍"),
    ],
)
def test_people_are_found(text: str, name: str) -> None:
    assert name in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "Performed by Seldinger technique under ultrasound guidance.",
        "Volumes were measured by Simpson's method.",
        "Discussed the use of Metformin and Warfarin.",
        "Hashimoto thyroiditis, Crohn disease and Baker cyst are considered.",
        "BI-RADS 4A, Fazekas 2, Gleason 3+4=7, Kellgren-Lawrence 3.",
        "Morbo di Basedow, cisti di Baker, legamento di Treitz.",
        "Hemoglobin A1c, MT ratio, MS 2 and MD 1.5 mm",
        "患者高热，诉腹痛三天，高血压病史",
        "主任医师查房后建议严密观察",
    ],
)
def test_eponyms_and_medicines_are_nobody(text: str) -> None:
    assert said(text) == ""


@pytest.mark.parametrize("text", ["Tumor site: Caecum", "Biopsy site: Sigmoid", "Name: Ada Kaya  Site: Left breast"])
def test_a_site_of_the_body_is_no_web_site(text: str) -> None:
    found = {s.text for s in find_identity([page_of(["Pathology report", text, "Findings:", "Normal."])])}
    assert not found & {"Caecum", "Sigmoid", "Left breast"}


@pytest.mark.parametrize("text", ["RBC 4.500.000-5.900.000 /mm3", "INS 120 pmol/L 30 - 150", "INS: 8.5-10.2"])
def test_intervals_and_insulin_are_no_numbers_of_somebody(text: str) -> None:
    assert not find_identity([page_of(["Laboratory report", text])])


@pytest.mark.parametrize("name", ["Jasvir", "Harvir", "Lindqvist"])
def test_names_that_end_like_medicines_are_names(name: str) -> None:
    assert name in said(f"this pleasant lady, {name}, aged 44")


@pytest.mark.parametrize("word", ["aciclovir", "Tenofovir", "Daclatasvir", "Gadovist", "Ultravist"])
def test_medicines_and_contrast_media_are_nobody(word: str) -> None:
    assert word not in said(f"Discussed with {word} and rest.")


def test_numbers_that_tell_themselves() -> None:
    rows = ["Informe", "RUT 7.654.321-K  Ana Paz", "Born on the 14th of July, 1961", "Protokol 2025-88-771"]
    found = " ".join(s.text for s in find_identity([page_of([*rows, "Hallazgos:", "Normal."])]))
    assert all(text in found for text in ("7.654.321-K", "14th of July, 1961", "2025-88-771"))


@pytest.mark.parametrize(
    ("text", "secrets"),
    [
        (
            "Monsieur N'GORAN-LEBRETON Kouadio, né le 11 août 1957. IPP 77120045",
            ("N'GORAN", "11 août 1957", "77120045"),
        ),
        ("vit avec son épouseAdjoua dans une maison", ("Adjoua",)),
        ("Biologistes : M. Ewen Tanguy-Diallo, Mme Rozenn Le Floc'h", ("Ewen Tanguy-Diallo",)),
    ],
)
def test_forms_of_the_second_look(text: str, secrets: tuple[str, ...]) -> None:
    found = " ".join(s.text for s in find_identity([page_of(["Compte rendu", text, "Conclusion :", "Examen normal."])]))
    assert [s for s in secrets if s not in found] == []


def test_a_name_that_opens_the_header_without_its_spaces() -> None:
    table = [[(40.0, "Test"), (400.0, "Result"), (560.0, "Unit")], [(40.0, "TSH"), (400.0, "2.1"), (560.0, "mIU/L")]]
    page = page_of(["Your results, Ottoline", "OttolineFeatherby-Nkosi|14Aug 1990|OrderWL-88120", *table])
    assert {"OttolineFeatherby-Nkosi", "Ottoline"} <= {s.text for s in find_identity([page])}
