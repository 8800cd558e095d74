"""The transaction as a whole: safe, complete, repeatable, valid for its version's models."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from fhir.resources import get_fhir_model_class as r5_model
from fhir.resources.R4B import get_fhir_model_class as r4b_model

from mapping.fhir import dumps, hash_name, loads, to_bundle
from mapping.fhir.checks import ai_findings
from ocr_pipeline.report import Report
from tests.unit.fhir import reports

pytestmark = pytest.mark.unit

EVERY = pytest.mark.parametrize("report", reports.ALL.values(), ids=reports.ALL.keys())
VERSIONS = pytest.mark.parametrize("version", ["R4", "R4B", "R5"])


def of(bundle: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == kind]


def rows(bundle: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {observation["code"]["text"]: observation for observation in of(bundle, "Observation")}


def strings(tree: Any) -> Iterator[str]:
    if isinstance(tree, dict):
        for value in tree.values():
            yield from strings(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from strings(value)
    elif isinstance(tree, str):
        yield tree


def references(tree: Any) -> Iterator[str]:
    if isinstance(tree, dict):
        if isinstance(tree.get("reference"), str):
            yield tree["reference"]
        for value in tree.values():
            yield from references(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from references(value)


# safety first


@EVERY
@VERSIONS
@pytest.mark.parametrize("release", ["never", "certain"])
def test_nothing_doubtful_is_final(report: Report, version: str, release: str) -> None:
    bundle = to_bundle(report, reports.context(version=version, release=release))
    doubtful = {e["fullUrl"] for e in bundle["entry"] if "note" in e["resource"]}
    for entry in bundle["entry"]:
        resource = entry["resource"]
        if release == "never" or entry["fullUrl"] in doubtful:
            assert resource.get("status") != "final"
            assert resource.get("docStatus") != "final"
    if report.needs_review:
        assert of(bundle, "DiagnosticReport")[0]["status"] in ("preliminary", "partial")


def test_release_of_certain_values_is_a_setting() -> None:
    statuses = {
        release: of(to_bundle(reports.blood_count(), reports.context(release=release)), "DiagnosticReport")[0]["status"]
        for release in ("never", "certain")
    }
    assert statuses == {"never": "preliminary", "certain": "final"}
    mixed = to_bundle(reports.laboratory(), reports.context(release="certain"))
    assert of(mixed, "DiagnosticReport")[0]["status"] == "partial"
    assert rows(mixed)["血红蛋白"]["status"] == "final"
    assert rows(mixed)["钾"]["status"] == "preliminary"
    # the panel holds a doubtful member
    assert rows(mixed)["血常规"]["status"] == "preliminary"


@EVERY
@VERSIONS
def test_every_value_is_there_as_printed(report: Report, version: str) -> None:
    bundle = to_bundle(report, reports.context(version=version))
    evidence = [o["extension"][0]["extension"] for o in of(bundle, "Observation") if "extension" in o]
    printed = [{part["url"]: part for part in parts} for parts in evidence][: len(report.results)]
    for result, parts in zip(report.results, printed, strict=True):
        assert parts["page"]["valuePositiveInt"] == result.page + 1
        said = parts["value"]["valueString"] if "value" in parts else ""
        assert said == f"{result.comparator or ''}{result.value}"


@EVERY
def test_every_doubt_is_in_the_review_task(report: Report) -> None:
    bundle = to_bundle(report, reports.context())
    reasons = [*report.reasons, *(r for p in report.pages for r in p.reasons)]
    reasons += [r for part in (*report.results, *report.sections) for r in part.reasons]
    asked = [i["type"]["coding"][0]["code"] for task in of(bundle, "Task") for i in task["input"]]
    assert Counter(reason.value for reason in reasons) <= Counter(asked)
    assert bool(of(bundle, "Task")) == bool(asked)


def test_a_task_input_points_at_the_doubtful_row() -> None:
    bundle = to_bundle(reports.laboratory(), reports.context())
    addresses = {e["fullUrl"]: e["resource"] for e in bundle["entry"]}
    first = of(bundle, "Task")[0]["input"][0]
    assert addresses[first["valueReference"]["reference"]]["code"]["text"] == "白细胞 WBC (White Blood Cells)"
    assert "not sure" in first["type"]["text"]


# the same source gives the same resources


@EVERY
@VERSIONS
@pytest.mark.parametrize("style", ["put", "conditional"])
def test_a_repeat_is_identical(report: Report, version: str, style: str) -> None:
    context = reports.context(version=version, style=style)
    assert dumps(to_bundle(report, context)) == dumps(to_bundle(report, context))


def test_ids_follow_from_server_document_and_bytes_alone() -> None:
    def ids(**changes: object) -> set[str]:
        report = reports.laboratory(**changes.pop("report", {}))  # type: ignore[arg-type]
        bundle = to_bundle(report, reports.context(**changes))
        return {e["resource"]["id"] for e in bundle["entry"] if e["resource"]["resourceType"] != "Device"}

    usual = ids()
    assert ids(recorded="2027-01-01T00:00:00Z", docx=b"PK other", patient="Patient/other") == usual
    assert ids(source="DocumentReference/scan/_history/7") == usual
    assert ids(source="https://ehr.example/fhir/DocumentReference/scan", ehr_base="https://ehr.example/fhir/") == usual
    assert not ids(source="DocumentReference/other") & usual
    assert not ids(ehr_base="https://other.example/fhir") & usual
    assert not ids(report={"source": replace(reports.laboratory().source, sha256="5f" * 32)}) & usual


def test_a_source_on_the_ehr_is_referred_to_from_there() -> None:
    absolute = "https://ehr.example/fhir/DocumentReference/scan/_history/2"
    entity = of(to_bundle(reports.laboratory(), reports.context(source=absolute)), "Provenance")[0]["entity"][0]
    assert entity["what"]["reference"] == "DocumentReference/scan"


def test_one_device_for_all_documents_of_the_same_models() -> None:
    first = of(to_bundle(reports.laboratory(), reports.context()), "Device")[0]["id"]
    assert of(to_bundle(reports.narrative(), reports.context(source="DocumentReference/b")), "Device")[0]["id"] == first
    newer = reports.context(models=(("PP-OCRv5 detection", "6.0"),))
    assert of(to_bundle(reports.laboratory(), newer), "Device")[0]["id"] != first


@EVERY
@VERSIONS
@pytest.mark.parametrize("style", ["put", "conditional"])
def test_all_references_lead_somewhere(report: Report, version: str, style: str) -> None:
    bundle = to_bundle(report, reports.context(version=version, style=style))
    known = {entry["fullUrl"] for entry in bundle["entry"]}
    assert len(known) == len(bundle["entry"])
    assert set(references(bundle)) - known <= {"Patient/pat", "DocumentReference/scan"}
    addresses = [entry["request"]["url"] for entry in bundle["entry"]]
    for form in of(bundle, "DiagnosticReport")[0]["presentedForm"]:
        assert ("data" in form) if style == "conditional" else (form["url"] in addresses)


# contract


@VERSIONS
def test_the_contract_with_the_record(version: str) -> None:
    bundle = to_bundle(reports.laboratory(), reports.context(version=version))
    report, provenance = of(bundle, "DiagnosticReport")[0], of(bundle, "Provenance")[0]
    name = {"system": "urn:ietf:rfc:3986", "value": hash_name("5e" * 32)}
    assert name in report["identifier"]
    assert re.fullmatch(r"ni:///sha-256;[A-Za-z0-9_-]{43}", name["value"])
    assert provenance["entity"][0]["role"] == "source"
    assert provenance["entity"][0]["what"]["reference"] == "DocumentReference/scan"
    document = of(bundle, "DocumentReference")[0]
    relation = document["relatesTo"][0]
    code = relation["code"] if version != "R5" else relation["code"]["coding"][0]["code"]
    assert (code, relation["target"]["reference"]) == ("transforms", "DocumentReference/scan")
    assert document["content"][0]["attachment"]["url"].startswith("Binary/")
    assert len(of(bundle, "DiagnosticReport")) == 1


def test_an_rfc_6920_example() -> None:
    # RFC 6920, section 8.1: "Hello World!"
    digest = "7f83b1657ff1fc53b92dc18148a1d65dfc2d4b1fa3d677284addd200126d9069"
    assert hash_name(digest) == "ni:///sha-256;f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGk"


@EVERY
@VERSIONS
@pytest.mark.parametrize(
    "changes", [{}, {"patient": None, "source": None, "docx": b""}, {"style": "conditional"}], ids=str
)
def test_models_accept_every_resource(report: Report, version: str, changes: dict[str, Any]) -> None:
    bundle = to_bundle(report, reports.context(version=version, **changes))
    model = r5_model if version == "R5" else r4b_model
    for entry in bundle["entry"]:
        resource = json.loads(dumps(entry["resource"]))
        model(resource["resourceType"]).model_validate(resource)
    model("Bundle").model_validate(json.loads(dumps(bundle)))


@EVERY
@VERSIONS
def test_no_empty_text_and_no_control_character(report: Report, version: str) -> None:
    nasty = replace(report, title="  \x00\x1b title \ufffe ")
    for text in strings(to_bundle(nasty, reports.context(version=version))):
        assert text.strip()
        assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe]", text)


@EVERY
def test_json_makes_the_round_trip(report: Report) -> None:
    text = dumps(to_bundle(report, reports.context()))
    assert dumps(loads(text)) == text


# differences between versions


def test_r5_says_the_same_in_its_own_words() -> None:
    bundle = to_bundle(reports.narrative(), reports.context(version="R5"))
    assert of(bundle, "Media") == []
    report, task, provenance = (of(bundle, kind)[0] for kind in ("DiagnosticReport", "Task", "Provenance"))
    linked = report["media"][0]["link"]["reference"]
    assert next(e for e in bundle["entry"] if e["fullUrl"] == linked)["resource"]["resourceType"] == "DocumentReference"
    assert isinstance(report["presentedForm"][0]["size"], str)
    assert "reasonCode" not in task
    assert task["reason"][0]["concept"]["text"]
    assert "reason" not in provenance
    assert provenance["authorization"]
    assert of(bundle, "Device")[0]["name"][0]["value"] == "scan2fhir"


def test_r4_figures_are_media() -> None:
    bundle = to_bundle(reports.narrative(), reports.context())
    media = of(bundle, "Media")
    assert [item["content"]["title"] for item in media] == ["图1 肝脏"]
    assert of(bundle, "DiagnosticReport")[0]["media"][0]["comment"] == "图1 肝脏"


# content


def test_a_panel_lists_its_members_and_the_report_lists_the_panel() -> None:
    bundle = to_bundle(reports.blood_count(), reports.context())
    panel = rows(bundle)["血常规"]
    assert panel["code"]["coding"][0]["code"] == "58410-2"
    assert len(panel["hasMember"]) == 5
    results = [item["reference"] for item in of(bundle, "DiagnosticReport")[0]["result"]]
    assert results == [e["fullUrl"] for e in bundle["entry"] if e["resource"] is panel]


def test_a_panel_with_a_member_missing_has_no_panel_code() -> None:
    bundle = to_bundle(reports.laboratory(results=reports.blood_count().results[1:]), reports.context())
    assert "coding" not in rows(bundle)["血常规"]["code"]


def test_sections_and_conclusion() -> None:
    bundle = to_bundle(reports.narrative(), reports.context())
    assert of(bundle, "DiagnosticReport")[0]["conclusion"] == "未见明显异常"
    findings = rows(bundle)["超声所见"]
    assert findings["code"]["coding"][0]["code"] == "18782-3"
    assert findings["valueString"] == "肝脏大小正常 <12 cm>\n胆囊 & 胰腺未见异常"
    assert "&lt;12 cm&gt;<br/>胆囊 &amp; 胰腺" in findings["text"]["div"]


def test_a_flag_that_contradicts_is_not_asserted() -> None:
    row = rows(to_bundle(reports.laboratory(), reports.context()))["白细胞 WBC (White Blood Cells)"]
    assert "interpretation" not in row
    assert {"url": "flag", "valueString": "H"} in row["extension"][0]["extension"]
    assert "contradicts" in row["note"][0]["text"]


def test_evidence_says_where_and_how_sure() -> None:
    row = rows(to_bundle(reports.laboratory(), reports.context()))["血红蛋白"]
    parts = {part["url"]: part for part in row["extension"][0]["extension"]}
    assert parts["polygon"]["valueString"] == "10,20 310.5,20 310.5,44 10,44"
    assert dumps(parts["confidence"]["valueDecimal"]) == "0.998"


@pytest.mark.parametrize("label", ["text", "coding"])
def test_ai_is_said_either_way(label: str) -> None:
    bundle = to_bundle(reports.laboratory(), reports.context(ai_label=label))
    assert ai_findings(bundle) == []
    security = [s["code"] for s in of(bundle, "Observation")[0]["meta"]["security"]]
    assert ("AIAST" in security) == (label == "coding")
