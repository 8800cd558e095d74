"""Everything that the mapping writes, judged by the real server: R4 and R5, base and profiles."""

from __future__ import annotations

import json
import tarfile
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from mapping.fhir import BundleContext, Decision, approve, dumps, edit, loads, reject, to_bundle
from mapping.fhir.checks import ai_findings, ips_findings
from mapping.fhir.context import Version
from mapping.fhir.definitions import definitions
from ocr_pipeline.report import Report
from tests.integration.fhir.profiles import stand_ins
from tests.unit.fhir import reports

pytestmark = pytest.mark.integration

PROFILES = Path(__file__).resolve().parents[4] / "shared" / "reference" / "profiles"
HEADERS = {"Content-Type": "application/fhir+json"}

#: Warnings that cannot be avoided, each with its reason.
EXPLAINED = (
    # LOINC cannot be shipped with a test server: its codes cannot be looked up there
    "http://loinc.org",
    # AI Transparency wants transform and AIAST where R4's extensible value sets have older words
    "provenance-activity-type",
    "PurposeOfUse",
)


class Server:
    """A FHIR base URL with what the tests ask of it."""

    def __init__(self, base: str, version: Version) -> None:
        self.base, self.version = base, version
        self.http = httpx.Client(headers=HEADERS, timeout=120, trust_env=False)

    def put(self, resource: dict[str, Any]) -> None:
        address = f"{self.base}/{resource['resourceType']}/{resource['id']}"
        # parallel test processes share a server and prepare it alike: of two writers at once one gets a 409 or a 500
        for pause in (0.2, 0.5, 1.0, 2.0, 4.0, 0.0):
            answer = self.http.put(address, content=dumps(resource))
            if answer.status_code not in (409, 500):
                break
            time.sleep(pause)
        assert answer.status_code in (200, 201), answer.text

    def issues(self, resource: dict[str, Any], profile: str = "") -> list[tuple[str, str]]:
        """(severity, sentence) of what $validate finds wrong."""
        query = {"profile": profile} if profile else {}
        url = f"{self.base}/{resource['resourceType']}/$validate"
        answer = self.http.post(url, content=dumps(resource), params=query)
        return [
            (issue["severity"], f"{resource['resourceType']} {issue.get('expression')}: {issue['diagnostics']}")
            for issue in answer.json()["issue"]
            if issue["severity"] != "information"
        ]

    def bundle_issues(self, bundle: dict[str, Any]) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        for entry in bundle["entry"]:
            resource = entry["resource"]
            claimed = resource["meta"].get("profile", [""]) if "meta" in resource else [""]
            found += self.issues(resource, claimed[0])
        return found

    def transact(self, bundle: dict[str, Any]) -> list[str]:
        """Posts a bundle; the versioned location of each entry."""
        answer = self.http.post(self.base, content=dumps(bundle))
        assert answer.status_code == 200, answer.text
        return [entry["response"]["location"] for entry in answer.json()["entry"]]

    def read(self, address: str) -> dict[str, Any]:
        answer = self.http.get(f"{self.base}/{address}")
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = loads(answer.text)
        return body

    def context(self, **changes: object) -> BundleContext:
        return reports.context(version=self.version, ehr_base=self.base, **changes)


def _prepared(base: str, version: Version) -> Server:
    server = Server(base, version)
    for definition in definitions(version):
        server.put(definition)
    server.put({"resourceType": "Patient", "id": "pat"})
    attachment = {"contentType": "image/png", "data": "QQ=="}
    document = {"resourceType": "DocumentReference", "id": "scan", "status": "current"}
    server.put(document | {"content": [{"attachment": attachment}]})
    return server


@pytest.fixture(scope="module")
def r4(hapi_r4: str) -> Server:
    return _prepared(hapi_r4, "R4")


@pytest.fixture(scope="module")
def r5(hapi_r5: str) -> Server:
    return _prepared(hapi_r5, "R5")


@pytest.fixture(params=["r4", "r5"])
def server(request: pytest.FixtureRequest) -> Server:
    chosen: Server = request.getfixturevalue(request.param)
    return chosen


@pytest.mark.parametrize("report", reports.ALL.values(), ids=reports.ALL.keys())
def test_base_has_no_error_and_no_unexplained_warning(server: Server, report: Report) -> None:
    issues = server.bundle_issues(to_bundle(report, server.context()))
    assert [text for severity, text in issues if severity != "warning"] == []
    assert [text for _, text in issues if not any(known in text for known in EXPLAINED)] == []


@pytest.mark.parametrize(
    "changes",
    [{"patient": None}, {"patient": None, "source": None}, {"style": "conditional"}, {"release": "certain"}],
    ids=str,
)
def test_other_settings_have_no_error(server: Server, changes: dict[str, Any]) -> None:
    issues = server.bundle_issues(to_bundle(reports.laboratory(), server.context(**changes)))
    assert [text for severity, text in issues if severity != "warning"] == []


@pytest.mark.parametrize("style", ["put", "conditional"])
def test_posting_twice_changes_nothing(server: Server, style: str) -> None:
    for report in (reports.laboratory(), reports.narrative()):
        bundle = to_bundle(report, server.context(style=style, software=f"{style} writer"))
        assert server.transact(bundle) == server.transact(bundle)


def test_digits_survive_the_server(server: Server) -> None:
    bundle = to_bundle(reports.laboratory(), server.context())
    server.transact(bundle)
    for entry in bundle["entry"]:
        if "valueQuantity" in entry["resource"]:
            kept = server.read(f"Observation/{entry['resource']['id']}")["valueQuantity"]["value"]
            assert str(kept) == str(entry["resource"]["valueQuantity"]["value"])


def test_four_hundred_rows_are_taken_whole(server: Server) -> None:
    locations = server.transact(to_bundle(reports.long_report(), server.context()))
    assert sum("Observation/" in location for location in locations) == 401


def test_a_review_ends_as_the_person_decided(server: Server) -> None:
    bundle = to_bundle(reports.laboratory(), server.context(source="DocumentReference/scan", software="reviewed"))
    resources = [server.read(location.split("/_history")[0]) for location in server.transact(bundle)]
    potassium = next(r for r in resources if r.get("code", {}).get("text") == "钾")
    value = {"valueQuantity": {"value": 4, "unit": "mmol/L", "system": "http://unitsofmeasure.org", "code": "mmol/L"}}
    decision = Decision("2026-03-02T09:00:00Z", server.version, reviewer_name="A clinician")
    corrected = edit(resources, {potassium["id"]: value}, decision)
    assert [text for severity, text in server.bundle_issues(corrected) if severity != "warning"] == []
    server.transact(corrected)
    after = server.read(f"Observation/{potassium['id']}")
    assert (after["status"], after["valueQuantity"]["unit"]) == ("final", "mmol/L")
    assert "dataAbsentReason" not in after
    # whoever decides on what has changed meanwhile is told so
    stale = server.http.post(server.base, content=dumps(approve(resources, decision)))
    assert stale.status_code in (409, 412)
    held = [server.read(f"{r['resourceType']}/{r['id']}") for r in resources]
    rejected = reject(held, decision)
    assert [text for severity, text in server.bundle_issues(rejected) if severity != "warning"] == []
    server.transact(rejected)
    assert server.read(f"Observation/{potassium['id']}")["status"] == "entered-in-error"


@pytest.fixture(scope="module")
def profiled(r4: Server) -> Server:
    """R4 with US Core 9 and EU Laboratory."""
    if not PROFILES.is_dir():
        pytest.skip("the profiles of US Core and EU Laboratory are not on this machine")
    for path in sorted((PROFILES / "us-core-9.0.0").glob("*.json")):
        r4.put({"version": "9.0.0", **json.loads(path.read_text())})
    for stand_in in stand_ins():
        r4.put(stand_in)
    with tarfile.open(PROFILES / "hl7.fhir.eu.laboratory-0.2.0-ci.tgz") as package:
        for member in package:
            if member.name.startswith("package/") and member.name.count("/") == 1 and member.name.endswith(".json"):
                text = package.extractfile(member)
                body = json.loads(text.read()) if text else {}
                if body.get("resourceType") in ("StructureDefinition", "ValueSet", "CodeSystem"):
                    r4.put(body)
    return r4


LABORATORY = {name: r for name, r in reports.ALL.items() if r.kind == "laboratory"}


@pytest.mark.parametrize("profile", ["us-core", "eu-lab"])
@pytest.mark.parametrize("report", LABORATORY.values(), ids=LABORATORY.keys())
def test_profiles_have_no_error(profiled: Server, report: Report, profile: str) -> None:
    bundle = to_bundle(report, profiled.context(profile=profile))
    claimed = [e["resource"] for e in bundle["entry"] if "profile" in e["resource"]["meta"]]
    assert {"DiagnosticReport"} <= {resource["resourceType"] for resource in claimed}
    assert [text for severity, text in profiled.bundle_issues(bundle) if severity != "warning"] == []
    profiled.transact(bundle)


def test_the_profiles_do_bite(profiled: Server) -> None:
    bundle = to_bundle(reports.laboratory(), profiled.context(profile="us-core"))
    row = next(e["resource"] for e in bundle["entry"] if e["resource"]["resourceType"] == "Observation")
    for element in ("category", "subject"):
        broken = {name: value for name, value in row.items() if name != element}
        errors = [text for severity, text in profiled.issues(broken, row["meta"]["profile"][0]) if severity == "error"]
        assert any(element in text for text in errors)


@pytest.mark.parametrize("report", reports.ALL.values(), ids=reports.ALL.keys())
def test_guides_without_a_package_are_kept_too(report: Report) -> None:
    assert ips_findings(to_bundle(report, reports.context(profile="ips"))) == []
    for version in ("R4", "R4B", "R5"):
        assert ai_findings(to_bundle(report, reports.context(version=version))) == []
