"""A printed value becomes the FHIR type that it is, digit by digit."""

from __future__ import annotations

import copy
import json
import pickle
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.fhir import Digits, dumps, loads
from mapping.fhir.ranges import reference_ranges
from mapping.fhir.specimens import specimen_type, split
from mapping.fhir.values import number, value_of
from ocr_pipeline.report import Reason, Result

pytestmark = pytest.mark.unit


def row(value: str, unit: str = "", **more: Any) -> Result:
    return Result("x", value, unit, **more)


@pytest.mark.parametrize("printed", ["4.50", "0.00", "135", "10.0", "0.0000001", "12345678901234567890.10", "100"])
def test_digits_are_written_as_printed(printed: str) -> None:
    text = dumps(value_of(row(printed, "g/L", ucum="g/L")))
    assert f'"value": {printed},' in text
    assert str(loads(text)["valueQuantity"]["value"]) == printed
    assert json.loads(text, parse_float=Decimal, parse_int=Decimal)["valueQuantity"]["value"] == Decimal(printed)


@given(st.from_regex(r"(0|[1-9][0-9]{0,9})(\.[0-9]{1,9})?", fullmatch=True))
def test_any_number_makes_the_round_trip(printed: str) -> None:
    text = dumps({"value": number(printed)})
    assert dumps(loads(text)) == text
    assert text == f'{{"value": {printed}}}'


def test_digits_survive_copies_and_pickles() -> None:
    digits = Digits("4.50")
    for other in (copy.copy(digits), copy.deepcopy(digits), pickle.loads(pickle.dumps(digits))):
        assert dumps(other) == "4.50"


@pytest.mark.parametrize(
    ("printed", "language", "expected"),
    [
        (".5", "en", "0.5"),
        ("-.5", "zh", "-0.5"),
        ("−1.20", "zh", "-1.20"),
        ("+1.2", "en", "1.2"),
        ("007", "en", "7"),
        ("00.50", "en", "0.50"),
        ("1,234", "en", "1234"),
        ("12,345.60", "zh", "12345.60"),
        ("4,50", "it", "4.50"),
        ("1.2E+05", "en", "1.2E+05"),
        # two readings are possible: no number
        ("4,50", "en", None),
        ("1.234,5", "fr", None),
        ("1,234,567", "es", None),
        ("1.2.3", "en", None),
        ("5.", "en", None),
        ("", "en", None),
        (".", "en", None),
    ],
)
def test_numbers(printed: str, language: str, expected: str | None) -> None:
    found = number(printed, language)
    assert (None if found is None else str(found)) == expected
    if found is not None:
        json.loads(dumps(found))


@pytest.mark.parametrize(
    ("printed", "comparator", "expected"),
    [
        ("<0.50", None, ("<", "0.50")),
        ("0.50", "<", ("<", "0.50")),
        ("≥ 90", None, (">=", "90")),
        ("=> 90", None, (">=", "90")),
        ("> 1000", None, (">", "1000")),
    ],
)
def test_comparators(printed: str, comparator: str | None, expected: tuple[str, str]) -> None:
    quantity = value_of(row(printed, "U", comparator=comparator))["valueQuantity"]
    assert (quantity["comparator"], str(quantity["value"])) == expected


def test_a_power_of_ten_keeps_its_digits() -> None:
    assert '"value": 1.20E5' in dumps(value_of(row("1.20×10^5", "IU/mL")))


def test_a_titre_is_a_ratio() -> None:
    ratio = value_of(row("1:320"))["valueRatio"]
    assert (str(ratio["numerator"]["value"]), str(ratio["denominator"]["value"])) == ("1", "320")
    assert value_of(row("<1:10"))["valueRatio"]["numerator"]["comparator"] == "<"


@pytest.mark.parametrize("printed", ["10:30", "2026-02-27", "黄色", "A", "3-1", "12 H", "1,2,3", "RhD+", "5."])
def test_what_fits_no_type_stays_text(printed: str) -> None:
    assert value_of(row(printed), "zh") == {"valueString": printed}


def test_a_range_has_both_ends_with_unit() -> None:
    value = value_of(row("2-4", "/HP", ucum="/[HPF]"))["valueRange"]
    assert (str(value["low"]["value"]), str(value["high"]["value"]), value["high"]["code"]) == ("2", "4", "/[HPF]")


@pytest.mark.parametrize(
    ("printed", "interval", "code"),
    [
        ("阴性", "", "260385009"),
        ("阴性(-)", "", "260385009"),
        ("Negative", "", "260385009"),
        ("NEGATIVO", "", "260385009"),
        ("阳性(++)", "", "10828004"),
        ("未检出", "", "260415000"),
        ("Not detected", "", "260415000"),
        ("trace", "", "260405006"),
        ("None seen", "", "260415000"),
        ("Nil", "", "2667000"),
        ("正常", "", "17621005"),
        ("-", "阴性", "260385009"),
        ("++", "", None),
        ("±", "", None),
        ("2+", "", None),
        ("弱阳性", "", None),
    ],
)
def test_ordinals(printed: str, interval: str, code: str | None) -> None:
    concept = value_of(row(printed, reference_range=interval))["valueCodeableConcept"]
    assert concept["text"] == printed
    assert (concept["coding"][0]["code"] if "coding" in concept else None) == code


def test_a_lone_dash_is_not_negative_without_a_word_for_it() -> None:
    assert value_of(row("-", reference_range="0-5")) == {"valueString": "-"}


@pytest.mark.parametrize(
    ("reasons", "code"),
    [((Reason.UNREADABLE,), "error"), ((Reason.VALUE_MISSING,), "unknown"), ((Reason.IDENTITY_MASKED,), "masked")],
)
def test_a_missing_value_says_why(reasons: tuple[Reason, ...], code: str) -> None:
    assert value_of(row("", reasons=reasons))["dataAbsentReason"]["coding"][0]["code"] == code


def test_an_unknown_unit_has_no_code() -> None:
    assert value_of(row("12", "foo/bar"))["valueQuantity"] == {"value": Digits("12"), "unit": "foo/bar"}
    assert value_of(row("12", "foo/bar"), ucum_only=True) == {"valueString": "12 foo/bar"}


def bounds(entry: dict[str, Any]) -> tuple[str | None, str | None]:
    low, high = (str(entry[side]["value"]) if side in entry else None for side in ("low", "high"))
    return low, high


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("130-175", ("130", "175")),
        ("3.50~9.50", ("3.50", "9.50")),
        ("0.00--10.00", ("0.00", "10.00")),
        ("-3.0-3.0", ("-3.0", "3.0")),
        ("(3.5-5.3)", ("3.5", "5.3")),
        ("3.5 - 5.3 mmol/L", ("3.5", "5.3")),
        ("<5.0", (None, "5.0")),
        ("≤ 40", (None, "40")),
        (">60", ("60", None)),
        ("阴性", (None, None)),
        ("9-3", (None, None)),
        ("3.5-", (None, None)),
        ("see note 1-2", (None, None)),
    ],
)
def test_reference_ranges(printed: str, expected: tuple[str | None, str | None]) -> None:
    entries = reference_ranges(row("1", "mmol/L", reference_range=printed), "zh")
    assert [(bounds(entry), entry["text"]) for entry in entries] == [(expected, printed)]


@pytest.mark.parametrize(
    "printed", ["男:57-111 女:41-81", "男57-111;女41-81", "M: 57-111, F: 41-81", "Male 57-111 Female 41-81"]
)
def test_tiers_by_sex(printed: str) -> None:
    entries = reference_ranges(row("80", reference_range=printed))
    assert [bounds(entry) for entry in entries] == [("57", "111"), ("41", "81")]
    assert [entry["appliesTo"][0]["coding"][0]["code"] for entry in entries] == ["male", "female"]
    assert "".join(entry["text"] for entry in entries).replace(" ", "")[:2] == printed.replace(" ", "")[:2]


@pytest.mark.parametrize(
    ("printed", "language"),
    [("E: (40,0 - 50,0) ; K: (35,0 - 45,0)", "tr"), ("H: 40,0-50,0 M: 35,0-45,0", "es"), ("H 40-50 F 35-45", "fr")],
)
def test_letters_for_the_sexes_are_those_of_the_language(printed: str, language: str) -> None:
    entries = reference_ranges(row("42", reference_range=printed), language)
    assert [entry["appliesTo"][0]["coding"][0]["code"] for entry in entries] == ["male", "female"]
    assert [str(entry["low"]["value"])[:2] for entry in entries] == ["40", "35"]


def test_a_letter_without_its_partner_is_not_a_sex() -> None:
    assert reference_ranges(row("42", reference_range="M: 40-50")) == [{"text": "M: 40-50"}]


def test_tiers_by_age() -> None:
    entries = reference_ranges(row("80", reference_range="0-14岁:2.0-5.0;15-60岁:3.0-7.0"))
    assert [bounds(entry) for entry in entries] == [("2.0", "5.0"), ("3.0", "7.0")]
    assert [str(entry["age"]["high"]["value"]) for entry in entries] == ["14", "60"]
    assert entries[0]["age"]["low"]["code"] == "a"


def test_one_tier_that_does_not_parse_leaves_the_text_alone() -> None:
    printed = "男:57-111 女:see below"
    assert reference_ranges(row("80", reference_range=printed)) == [{"text": printed}]


def test_an_unreadable_range_is_text_only() -> None:
    doubtful = row("80", reference_range="57-111", reasons=(Reason.RANGE_UNREADABLE,))
    assert reference_ranges(doubtful) == [{"text": "57-111"}]


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("血清", "SER"),
        ("EDTA抗凝血", "BLD"),
        ("枸橼酸钠血浆", "PLAS"),
        ("24小时尿", "UR"),
        ("Urine", "UR"),
        ("粪便", "STL"),
    ],
)
def test_specimens(printed: str, code: str) -> None:
    assert specimen_type(printed) == {**specimen_type(printed), "text": printed}
    assert specimen_type(printed)["coding"][0]["code"] == code


def test_an_unknown_specimen_stays_text() -> None:
    assert specimen_type("某物") == {"text": "某物"}


def test_two_specimens_on_one_line() -> None:
    assert split("血清、尿液") == ("血清", "尿液")
    assert split("serum and urine") == ("serum", "urine")
    assert split("") == ()
