"""Bad input: no patient, no dates, impossible dates, two specimens, many rows: each has a defined result."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from mapping.fhir import BundleContext, MappingError, dumps, hash_name, to_bundle
from mapping.fhir.checks import ai_findings, ips_findings
from ocr_pipeline.report import Reason, Report, Result
from tests.unit.fhir import reports
from tests.unit.fhir.test_bundle import EVERY, of, rows, strings

pytestmark = pytest.mark.unit


def test_without_a_patient_the_results_wait_for_one() -> None:
    bundle = to_bundle(reports.blood_count(), reports.context(patient=None, release="certain"))
    assert "subject" not in dumps(bundle)
    assert of(bundle, "DiagnosticReport")[0]["status"] == "preliminary"
    task = of(bundle, "Task")[0]
    assert task["input"][0]["type"]["coding"][0]["code"] == "patient_uncertain"
    assert "assign one" in task["note"][0]["text"]


def test_a_file_on_a_disk_needs_no_patient() -> None:
    bundle = to_bundle(reports.blood_count(), reports.context(patient=None, source=None, ehr_base=""))
    assert of(bundle, "Task") == []
    assert "relatesTo" not in of(bundle, "DocumentReference")[0]
    assert of(bundle, "Provenance")[0]["entity"][0]["what"]["identifier"]["value"] == hash_name("5e" * 32)


@pytest.mark.parametrize("profile", ["us-core", "ips", "eu-lab"])
def test_no_profile_is_claimed_without_the_patient_it_demands(profile: str) -> None:
    bundle = to_bundle(reports.laboratory(), reports.context(patient=None, profile=profile))
    assert "profile" not in {key for entry in bundle["entry"] for key in entry["resource"]["meta"]}


@pytest.mark.parametrize(
    ("collected", "reported", "offset", "effective", "issued"),
    [
        ("2026-02-27T08:30", "2026-02-27T11:00", "+08:00", "2026-02-27T08:30:00+08:00", "2026-02-27T11:00:00+08:00"),
        ("2026-02-27 08:30:15", "", "", "2026-02-27", "2026-03-01T08:30:00Z"),
        ("", "2026-02-27", "+08:00", "2026-02-27", "2026-02-27T00:00:00+08:00"),
        ("2026-02", "", "", "2026-02", "2026-03-01T08:30:00Z"),
        ("", "", "", None, "2026-03-01T08:30:00Z"),
    ],
)
def test_dates(collected: str, reported: str, offset: str, effective: str | None, issued: str) -> None:
    report = reports.laboratory(collected=collected, reported=reported)
    body = of(to_bundle(report, reports.context(utc_offset=offset)), "DiagnosticReport")[0]
    assert (body.get("effectiveDateTime"), body["issued"]) == (effective, issued)


@pytest.mark.parametrize(
    ("collected", "reported"),
    [
        ("2026-02-30", ""),
        ("2026-13-01", ""),
        ("yesterday", ""),
        ("2026-02-27T25:00", ""),
        ("2029-01-01", ""),
        ("1026-01-01", ""),
        ("2026-02-28", "2026-02-27"),
        ("2026-02-27T12:00", "2026-02-27T08:00"),
    ],
)
def test_impossible_dates_are_left_out_and_asked_about(collected: str, reported: str) -> None:
    report = replace(reports.blood_count(), collected=collected, reported=reported)
    bundle = to_bundle(report, reports.context(release="certain"))
    body, task = of(bundle, "DiagnosticReport")[0], of(bundle, "Task")[0]
    assert "effectiveDateTime" not in body
    assert body["_effectiveDateTime"]["extension"][0]["valueCode"] == "error"
    assert body["issued"] == "2026-03-01T08:30:00Z"
    assert body["status"] == "preliminary"
    assert task["input"][0]["type"]["coding"][0]["code"] == "date_impossible"
    assert collected in task["note"][0]["text"]


def test_two_specimens_are_not_guessed_apart() -> None:
    bundle = to_bundle(reports.laboratory(specimen="血清、尿液"), reports.context())
    assert [s["type"]["text"] for s in of(bundle, "Specimen")] == ["血清", "尿液"]
    assert len(of(bundle, "DiagnosticReport")[0]["specimen"]) == 2
    assert "specimen" not in rows(bundle)["血红蛋白"]
    assert "specimen" in rows(bundle)["尿蛋白"]


def test_four_hundred_rows() -> None:
    bundle = to_bundle(reports.long_report(), reports.context())
    assert len(of(bundle, "Observation")) == 401
    assert len(of(bundle, "Task")[0]["input"]) == 400


def test_an_unknown_unit_and_a_missing_name() -> None:
    found = rows(to_bundle(reports.laboratory(), reports.context()))
    assert found["新指标"]["valueQuantity"]["unit"] == "foo/bar"
    assert "code" not in found["新指标"]["valueQuantity"]
    assert "not known" in found["新指标"]["note"][0]["text"]
    assert "(name not readable)" in found


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"recorded": "2026-03-01"}, "is no instant with time zone"),
        ({"recorded": "soon"}, "is no instant with time zone"),
        ({"patient": "pat 1"}, "write it as in 'Patient/123'"),
        ({"source": "x"}, "is no FHIR reference"),
        ({"version": "R3"}, "choose R4, R4B or R5"),
        ({"profile": "nz"}, "choose base, us-core, ips or eu-lab"),
        ({"profile": "ips", "version": "R5"}, "choose R4 or profile base"),
        ({"utc_offset": "8"}, "write it as in"),
    ],
)
def test_a_wrong_setting_is_one_sentence(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(MappingError, match=re.escape(sentence)):
        reports.context(**changes)


@EVERY
def test_ips_by_our_own_rules(report: Report) -> None:
    assert ips_findings(to_bundle(report, reports.context(profile="ips"))) == []


def test_the_rules_name_what_is_wrong() -> None:
    bundle = to_bundle(reports.laboratory(), reports.context(profile="ips"))
    row = of(bundle, "Observation")[0]
    for element in ("performer", "effectiveDateTime", "_effectiveDateTime", "subject", "category"):
        row.pop(element)
    row["status"] = "entered-in-error"
    found = " ".join(ips_findings(bundle))
    for word in (
        "performer 1..*",
        "effective[x] 1..1",
        "subject.reference",
        "category laboratory",
        "ResultsStatusUvIps",
    ):
        assert word in found
    provenance = of(bundle, "Provenance")[0]
    provenance |= {"reason": [{"text": "x"}], "entity": [], "target": [], "agent": [{"who": {"display": "x"}}]}
    provenance["activity"] = {}
    assert len(ai_findings(bundle)) >= 6


def test_a_comparator_is_said_once() -> None:
    twice = Result("CRP", "<0.5", "mg/L", comparator="<", reasons=(Reason.LOW_CONFIDENCE,))
    text = dumps(to_bundle(reports.laboratory(results=(twice,)), reports.context()))
    assert "<<" not in text
    assert "&lt;&lt;" not in text
    assert '"valueString": "<0.5"' in text


def test_a_result_may_hold_anything() -> None:
    odd = Result("\x00", "\x01", "\x02", reference_range="\x03", reasons=(Reason.UNREADABLE,))
    bundle = to_bundle(reports.laboratory(results=(odd,)), BundleContext(recorded="2026-03-01T08:30:00+01:00"))
    for text in strings(bundle):
        assert not re.search(r"[\x00-\x08]", text)
