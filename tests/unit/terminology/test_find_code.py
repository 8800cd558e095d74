"""The traps: names that mean two things, units that decide, contradictions that must stay uncoded."""

from __future__ import annotations

import pytest

from mapping.terminology import SiteTermsError, code_report, find_code, read_site_terms, to_ucum
from ocr_pipeline.report import Reason, Report, Result, Source

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("name", "unit", "context", "loinc"),
    [
        ("PCT", "ng/mL", "serum chemistry", "33959-8"),
        ("降钙素原", "ng/mL", "immunology", "33959-8"),
        ("RDW-CV", "%", "blood count", "788-0"),
        ("RDW-SD", "fL", "blood count", "21000-5"),
        ("总胆红素", "μmol/L", "serum chemistry", "14631-6"),
        ("直接胆红素", "µmol/L", "serum chemistry", "14629-0"),
        ("间接胆红素", "umol/L", "serum chemistry", "14630-8"),
        ("Total Bilirubin", "mg/dL", "", "1975-2"),
        ("Direct bilirubin", "mg/dL", "", "1968-7"),
        ("游离T3", "pmol/L", "hormones", "14928-6"),
        ("T3", "nmol/L", "hormones", "14930-2"),
        ("FT4", "ng/dL", "hormones", "3024-7"),
        ("Total T4", "ug/dL", "hormones", "3026-2"),
        ("PSA", "ng/mL", "hormones", "2857-1"),
        ("游离PSA", "ng/mL", "", "10886-0"),
        ("fPSA/tPSA", "%", "", "12841-3"),
        ("A/G", "", "serum chemistry", "1759-0"),
        ("尿肌酐", "mmol/L", "urine", "14683-7"),
        ("肌酐", "μmol/L", "serum chemistry", "14682-9"),
        ("Creatinine", "mg/dL", "serum chemistry", "2160-0"),
        ("CK-MB", "U/L", "", "32673-6"),
        ("CK-MB mass", "ng/mL", "", "13969-1"),
        ("cTnI", "ng/mL", "", "10839-9"),
        ("hs-cTnT", "ng/L", "", "67151-1"),
        ("LDL-C", "mmol/L", "", "22748-8"),
        ("LDL cholesterol (calculated)", "mg/dL", "", "13457-7"),
        ("hs-CRP", "mg/L", "", "30522-7"),
        ("CRP", "mg/L", "", "1988-5"),
        ("ACR", "mg/g", "", "9318-7"),
        ("PT", "s", "coagulation", "5902-2"),
        ("PT", "%", "coagulation", "5894-1"),
        ("PT-INR", "", "coagulation", "6301-6"),
        ("D-二聚体", "mg/L FEU", "coagulation", "48065-7"),
        ("D-dimer", "ng/mL DDU", "coagulation", "48066-5"),
        ("HbA1c", "%", "", "4548-4"),
        ("HbA1c", "mmol/mol", "", "59261-8"),
        ("离子钙", "mmol/L", "", "1995-0"),
        ("钙", "mmol/L", "", "2000-8"),
        ("Glucose", "mmol/L", "serum chemistry", "14749-6"),
        ("Glucose", "mg/dL", "serum chemistry", "2345-7"),
        ("葡萄糖", "", "urinalysis dipstick", "25428-4"),
        ("白细胞", "个/μL", "urine sediment", "30405-5"),
        ("白细胞", "/HP", "urine sediment", "5821-4"),
        ("白细胞", "", "urinalysis dipstick", "5799-2"),
        ("中性粒细胞", "%", "blood count", "770-8"),
        ("中性粒细胞", "10^9/L", "blood count", "751-8"),
        ("尿素氮", "mmol/L", "serum chemistry", "14937-7"),
        ("BUN", "mg/dL", "serum chemistry", "3094-0"),
        ("pO2", "kPa", "blood gas", "2703-7"),
        ("Hemoglobina", "g/dL", "blood count", "718-7"),
        ("Hémoglobine", "g/dL", "blood count", "718-7"),
        ("Emoglobina", "g/dL", "blood count", "718-7"),
        ("Huyết sắc tố", "g/L", "blood count", "718-7"),
        ("Lökosit", "10^3/uL", "blood count", "6690-2"),
        ("Bạch cầu", "G/L", "blood count", "6690-2"),
        ("Globules blancs", "Giga/L", "blood count", "6690-2"),
        ("Piastrine", "10^3/uL", "blood count", "777-3"),
        ("Trombosit", "K/uL", "blood count", "777-3"),
        ("máu", "", "urinalysis dipstick", "5794-3"),
        ("màu", "", "urinalysis dipstick", "5778-6"),
        ("RPR", "", "immunology", "20507-0"),
        ("RPR", "titer", "immunology", "31147-2"),
        ("Sodium, urine", "mmol/L", "serum chemistry", "2955-3"),
        ("尿钙", "mmol/L", "serum chemistry", "2004-0"),
        ("Calciurie", "mmol/L", "serum chemistry", "2004-0"),
        ("Ca", "mmol/L", "serum chemistry", "2000-8"),
        ("Ca++", "mmol/L", "serum chemistry", "1995-0"),
        ("S-Na", "mmol/L", "serum chemistry", "2951-2"),
        ("Absolute Lymphocyte Count", "cells/uL", "blood count", "731-0"),
        ("Neutrófilos (valor absoluto)", "10^3/µL", "blood count", "751-8"),
        ("Tỷ lệ % bạch cầu trung tính", "%", "blood count", "770-8"),
    ],
)
def test_one_meaning(name: str, unit: str, context: str, loinc: str) -> None:
    assert find_code(name, unit, context).loinc == loinc


@pytest.mark.parametrize(
    ("name", "unit", "context", "word"),
    [
        ("PCT", "", "", "several codes"),
        ("Hemoglobin", "fL", "blood count", "unit"),
        ("Hemoglobin", "furlong", "blood count", "not understood"),
        ("pH", "", "", "specimen"),
        ("Zorblatt", "g/L", "", "not in the table"),
        ("Phosphate", "ng/mL", "serum chemistry", "unit"),
        ("Insulin 2h", "uIU/mL", "hormones", "not in the table"),
        ("", "g/L", "", "no name"),
    ],
)
def test_two_meanings_or_a_contradiction_give_no_code_and_say_why(
    name: str, unit: str, context: str, word: str
) -> None:
    coding = find_code(name, unit, context)
    assert coding.loinc is None
    assert coding.reason is not None
    assert word in coding.reason
    assert coding.reason.endswith(".")


@pytest.mark.parametrize(
    ("printed", "ucum"),
    [
        *((p, "10*9/L") for p in ("×10⁹/L", "x10^9/L", "10^9/L", "10~9/L", "10*9/L", "10E9/L", "10^9 /L", "X10^9/L", "10⁹/L", "Giga/L", "G/L")),
        *((p, "10*12/L") for p in ("×10¹²/L", "10^12/L", "T/L", "Tera/L", "x10*12/L", "10~12/L")),
        *((p, "10*3/uL") for p in ("10^3/uL", "10³/µL", "K/uL", "x10^3/μL", "thou/uL", "10*3/mm3")),
        *((p, "10*6/uL") for p in ("10^6/uL", "M/uL", "mill/cumm", "millones/mm3", "million/cumm")),
        *((p, "umol/L") for p in ("μmol/L", "µmol/L", "umol/L", "umol/l", "mcmol/L", "UMOL/L")),
        *((p, "mmol/L") for p in ("mmol/L", "mmol/l", "mMol/L", "毫摩尔/升")),
        *((p, "/[HPF]") for p in ("/HP", "个/HP", "/HPF", "/hpf", "个/HPF")),
        *((p, "/[LPF]") for p in ("/LP", "/LPF", "个/LP")),
        *((p, "/uL") for p in ("/uL", "个/μL", "/μl", "个/ul", "cells/uL", "/µL", "/mm3", "cumm")),
        *((p, "s") for p in ("s", "sec", "秒", "S", "seconds", "saniye", "giây", "secondes", "segundos", "secondi")),
        *((p, "%") for p in ("%", "％", "percent")),
        *((p, "m[IU]/L") for p in ("mIU/L", "mUI/L", "mIU/l")),
        *((p, "u[IU]/mL") for p in ("uIU/mL", "μIU/mL", "µIU/ml", "uUI/mL")),
        *((p, "[IU]/mL") for p in ("IU/mL", "IU/ml", "UI/mL")),
        *((p, "U/L") for p in ("U/L", "u/l", "U/l")),
        *((p, "mm/h") for p in ("mm/h", "mm/hr", "mm/1h", "mm/时", "mm/小时")),
        ("mm Hg", "mm[Hg]"), ("mmHg", "mm[Hg]"), ("kPa", "kPa"), ("fL", "fL"), ("fl", "fL"), ("pg", "pg"), ("g/dl", "g/dL"),
        ("g/L", "g/L"), ("mg/dL", "mg/dL"), ("ng/ml", "ng/mL"), ("pg/mL", "pg/mL"), ("ug/L", "ug/L"), ("μg/L", "ug/L"),
        ("mcg/dL", "ug/dL"), ("nmol/L", "nmol/L"), ("pmol/L", "pmol/L"), ("mEq/L", "meq/L"), ("mOsm/kg", "mosm/kg"),
        ("mL/min/1.73m2", "mL/min/{1.73_m2}"), ("ml/min/1.73m²", "mL/min/{1.73_m2}"), ("mg/L FEU", "mg{FEU}/L"),
        ("mg/g", "mg/g"), ("mmol/mol", "mmol/mol"), ("S/CO", "{s_co_ratio}"), ("copies/mL", "{copies}/mL"), ("U/mL", "U/mL"),
    ],
)  # fmt: skip
def test_printed_units(printed: str, ucum: str) -> None:
    assert to_ucum(printed) == ucum


@pytest.mark.parametrize("printed", ["", "furlong", "项目", "5.2", "[[", "10^", "/", "mg/", "血红蛋白"])
def test_what_is_no_unit_is_none(printed: str) -> None:
    assert to_ucum(printed) is None


COUNT = [
    ("白细胞计数", "5.28", "10^9/L", "3.5-9.5"),
    ("红细胞计数", "4.35", "10^12/L", "4.3-5.8"),
    ("血红蛋白", "135", "g/L", "130-175"),
    ("红细胞压积", "40.5", "%", "40-50"),
    ("平均红细胞体积", "93.1", "fL", "82-100"),
    ("血小板计数", "230", "10^9/L", "125-350"),
    ("中性粒细胞百分比", "49.9", "%", "50-70"),
]


def test_a_plain_report_is_coded_without_a_doubt_and_without_a_changed_digit() -> None:
    rows = tuple(Result(n, v, unit=u, reference_range=r) for n, v, u, r in COUNT)
    report = code_report(Report(Source("00", "image/png", 1), title="血常规", results=rows))
    assert [r.loinc for r in report.results] == ["6690-2", "789-8", "718-7", "4544-3", "787-2", "777-3", "770-8"]
    assert [r.interpretation for r in report.results] == ["N"] * 6 + ["L"]
    assert not report.needs_review
    assert [(r.name, r.value, r.unit, r.reference_range) for r in report.results] == COUNT


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (Result("血红蛋白", "1350", unit="g/L", reference_range="130-175"), "outside_physiological_limits"),
        (Result("钾", "45", unit="mmol/L", reference_range="3.5-5.5"), "outside_physiological_limits"),
        (Result("血红蛋白", "135", unit="fL", reference_range="130-175"), "unit_unusual"),
    ],
)
def test_what_only_the_meaning_of_a_row_can_doubt(row: Result, reason: str) -> None:
    report = code_report(Report(Source("00", "image/png", 1), results=(row,)))
    assert reason in report.results[0].reasons


def test_a_site_adds_its_own_names() -> None:
    terms = read_site_terms("\ufeffname,loinc\nHb capillary,718-7\n")
    assert find_code("Hb capillary", "g/L", extra=terms.names).loinc == "718-7"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("title,loinc\na,718-7\n", "line 1"),
        ("name,loinc\n,718-7\n", "line 2: the name is empty"),
        ("name,loinc\na,718-7\nb,0-0\n", "line 3: LOINC '0-0'"),
        ("name,analyte\na,nothing\n", "line 2: there is no analyte"),
    ],
)
def test_a_wrong_site_table_names_its_lines(text: str, word: str) -> None:
    with pytest.raises(SiteTermsError, match=word):
        read_site_terms(text)


def test_a_share_without_a_printed_unit_means_percent() -> None:
    rows = (Result("嗜酸性粒细胞百分比", "1.2"), Result("中性粒细胞", "61.0"), Result("嗜酸性粒细胞百分比", "少量"))
    coded = code_report(Report(Source("0" * 64, "image/png", 1), results=rows)).results
    assert [(r.unit, r.ucum) for r in coded] == [("", "%"), ("", None), ("", None)]


def test_a_name_that_was_only_guessed_gets_no_code() -> None:
    rows = (
        Result("白细胞", "5.1", "10^9/L", reasons=(Reason.NAME_UNCERTAIN,)),
        Result("白细胞", "5.1", "10^9/L", reasons=(Reason.NAME_UNCERTAIN,), note="The name was read as 目细胞."),
    )
    known, guessed = code_report(Report(Source("0" * 64, "image/png", 1), results=rows)).results
    assert known.loinc == "6690-2"
    assert guessed.loinc is None
    assert "nearest known" in guessed.coding_note
