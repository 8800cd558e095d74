"""What a person's decision, or a replaced source, makes of the status of everything that was posted."""

from __future__ import annotations

from typing import Any

import pytest

from mapping.fhir import Decision, MappingError, approve, edit, reject, source_replaced, source_withdrawn, to_bundle
from mapping.fhir.context import Version
from tests.unit.fhir import reports

pytestmark = pytest.mark.unit

VERSIONS = pytest.mark.parametrize("version", ["R4", "R4B", "R5"])
VALUE = {"valueString": "4.1"}


def decision(version: Version = "R4", **more: Any) -> Decision:
    return Decision("2026-03-02T09:00:00Z", version, "Practitioner/reviewer", **more)


def posted(version: Version = "R4", **changes: object) -> list[dict[str, Any]]:
    """What the EHR holds after posting, each at version 3."""
    bundle = to_bundle(reports.laboratory(), reports.context(version=version, **changes))
    found = [entry["resource"] for entry in bundle["entry"]]
    for resource in found:
        resource["meta"]["versionId"] = "3"
    return found


def statuses(bundle: dict[str, Any], kind: str) -> set[str]:
    found = [e["resource"] for e in bundle["entry"] if e["resource"]["resourceType"] == kind]
    assert found
    return {resource["status"] for resource in found}


def row(resources: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(r for r in resources if r["resourceType"] == "Observation" and r["code"]["text"] == name)


def after(bundle: dict[str, Any]) -> list[dict[str, Any]]:
    return [entry["resource"] for entry in bundle["entry"]]


@VERSIONS
def test_approval_makes_everything_final(version: Version) -> None:
    bundle = approve(posted(version), decision(version))
    assert statuses(bundle, "DiagnosticReport") == statuses(bundle, "Observation") == {"final"}
    assert statuses(bundle, "Task") == {"completed"}
    assert {r["docStatus"] for r in after(bundle) if r["resourceType"] == "DocumentReference"} == {"final"}


@VERSIONS
def test_an_edit_before_release_is_final_with_the_persons_value(version: Version) -> None:
    before = posted(version)
    potassium = row(before, "钾")
    bundle = edit(before, {potassium["id"]: VALUE}, decision(version, comment="Seen on the paper."))
    changed = row(after(bundle), "钾")
    assert (changed["status"], changed["valueString"]) == ("final", "4.1")
    assert "dataAbsentReason" not in changed
    assert "software had read nothing. Seen on the paper." in changed["note"][-1]["text"]
    assert "4.1" in changed["text"]["div"]
    assert statuses(bundle, "DiagnosticReport") == {"final"}
    assert "valueString" not in potassium, "what was passed in is not changed"


@VERSIONS
def test_an_edit_after_release_is_corrected(version: Version) -> None:
    released = after(approve(posted(version), decision(version)))
    haemoglobin = row(released, "血红蛋白")
    bundle = edit(released, {haemoglobin["id"]: VALUE}, decision(version))
    assert row(after(bundle), "血红蛋白")["status"] == "corrected"
    assert row(after(bundle), "钾")["status"] == "final"
    assert statuses(bundle, "DiagnosticReport") == {"corrected"}
    assert "valueQuantity" not in row(after(bundle), "血红蛋白")
    assert "135 g/L" in row(after(bundle), "血红蛋白")["note"][-1]["text"]


@VERSIONS
def test_rejection_withdraws_everything(version: Version) -> None:
    bundle = reject(posted(version), decision(version))
    for kind in ("DiagnosticReport", "Observation", "DocumentReference"):
        assert statuses(bundle, kind) == {"entered-in-error"}
    assert statuses(bundle, "Task") == {"rejected"}


@VERSIONS
def test_a_replaced_source_withdraws_what_was_read_from_it(version: Version) -> None:
    bundle = source_replaced(posted(version), decision(version))
    assert statuses(bundle, "DiagnosticReport") == statuses(bundle, "Observation") == {"entered-in-error"}
    assert statuses(bundle, "DocumentReference") == {"superseded"}
    assert statuses(bundle, "Task") == {"cancelled"}


@VERSIONS
def test_a_withdrawn_source_withdraws_everything_and_blames_no_person(version: Version) -> None:
    bundle = source_withdrawn(posted(version), decision(version))
    for kind in ("DiagnosticReport", "Observation", "DocumentReference"):
        assert statuses(bundle, kind) == {"entered-in-error"}
    assert statuses(bundle, "Task") == {"cancelled"}
    assert "A person" not in str([e["resource"] for e in bundle["entry"] if "Provenance" in str(e["request"])])


def test_what_was_withdrawn_stays_withdrawn() -> None:
    withdrawn = after(reject(posted(), decision()))
    assert statuses(approve(withdrawn, decision()), "Observation") == {"entered-in-error"}


def test_a_withdrawn_result_no_longer_claims_ips() -> None:
    bundle = reject(posted(profile="ips"), decision())
    assert not any("profile" in r.get("meta", {}) for r in after(bundle) if r["resourceType"] == "Observation")


def test_a_finished_task_stays_as_it_is() -> None:
    approved = after(approve(posted(), decision()))
    assert not [r for r in after(reject(approved, decision())) if r["resourceType"] == "Task"]


@VERSIONS
def test_the_decision_leaves_its_provenance(version: Version) -> None:
    bundle = approve(posted(version), decision(version))
    provenance = next(r for r in after(bundle) if r["resourceType"] == "Provenance")
    assert provenance["agent"][0]["type"]["coding"][0]["code"] == "verifier"
    assert provenance["agent"][0]["who"] == {"reference": "Practitioner/reviewer"}
    changed = {f"{r['resourceType']}/{r['id']}" for r in after(bundle) if r is not provenance}
    assert {target["reference"] for target in provenance["target"]} == changed


def test_a_change_that_somebody_else_made_meanwhile_is_noticed() -> None:
    bundle = approve(posted(), decision())
    guards = [e["request"].get("ifMatch") for e in bundle["entry"] if e["resource"]["resourceType"] != "Provenance"]
    assert set(guards) == {'W/"3"'}


def test_r5_sizes_go_back_as_strings_though_servers_send_numbers() -> None:
    held = posted("R5")
    for resource in held:
        for attachment in [c["attachment"] for c in resource.get("content", [])] + resource.get("presentedForm", []):
            attachment["size"] = int(attachment.get("size", 1))
    sent = after(approve(held, decision("R5")))
    attachments = [a for r in sent for a in r.get("presentedForm", [])]
    attachments += [c["attachment"] for r in sent for c in r.get("content", [])]
    assert attachments
    assert all(isinstance(attachment["size"], str) for attachment in attachments)


def test_wrong_use_is_one_sentence() -> None:
    with pytest.raises(MappingError, match="does not belong to this report; reload"):
        edit(posted(), {"unknown": VALUE}, decision())
    with pytest.raises(MappingError, match="load the DiagnosticReport"):
        approve([], decision())
