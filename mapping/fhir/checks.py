"""Rules of guides that no validator in reach carries: IPS 2.0 and AI Transparency on FHIR 1.0.0-ballot.

Each finding names its rule. Sources: HL7/fhir-ips ``input/fsh`` (ObservationResultsLaboratoryPathologyUvIps,
DiagnosticReportUvIps), HL7/aitransparency-ig (AI-Provenance, AIDevice).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mapping.fhir.codes import AI_LABEL, OBSERVATION_VALUE, THO
from mapping.fhir.context import Json

_EFFECTIVE = ("effectiveDateTime", "_effectiveDateTime", "effectivePeriod")


def ips_findings(bundle: dict[str, Any]) -> list[str]:
    """What in a bundle breaks the IPS profiles that its resources claim; empty when nothing does."""
    return [finding for resource in _resources(bundle) for finding in _ips(resource)]


def ai_findings(bundle: dict[str, Any]) -> list[str]:
    """What in a bundle breaks the AI Transparency guide; empty when nothing does."""
    resources = list(_resources(bundle))
    found = [r for r in resources if r["resourceType"] == "Provenance"]
    if len(found) != 1:
        return [f"AI-Provenance: one Provenance answers for the bundle, found {len(found)}"]
    provenance = found[0]
    findings: list[str] = []
    reasons = provenance.get("reason") or [item["concept"] for item in provenance.get("authorization", [])]
    if not any(_says_ai(reason) for reason in reasons):
        findings.append("AI-Provenance.reason: AIAST is not said")
    agents = provenance["agent"]
    devices = {e["fullUrl"]: e["resource"] for e in bundle["entry"] if e["resource"]["resourceType"] == "Device"}
    makers = [a for a in agents if a["who"].get("reference") in devices]
    if not makers:
        findings.append("AI-Provenance.agent[AIagent]: no agent is a Device of the bundle")
    codes = {c["code"] for a in makers for c in a.get("type", {}).get("coding", [])}
    if not codes & {"assembler", "author"}:
        findings.append("AI-Provenance.agent[AIagent].type: neither assembler nor author")
    if not any(entity["role"] == "source" for entity in provenance.get("entity", [])):
        findings.append("AI-Provenance.entity: no source document")
    if "transform" not in {c["code"] for c in provenance.get("activity", {}).get("coding", [])}:
        findings.append("AI-Provenance.activity: not iso-21089-lifecycle#transform")
    targets = {target["reference"] for target in provenance["target"]}
    for entry in bundle["entry"]:
        kind = entry["resource"]["resourceType"]
        if kind not in ("Device", "Task", "Provenance") and entry["fullUrl"] not in targets:
            findings.append(f"AI-Provenance.target: {kind} {entry['fullUrl']} is not among the targets")
    findings += [f"AIDevice.version: {url} names no version" for url, d in devices.items() if not d.get("version")]
    return findings


def _ips(resource: Json) -> Iterator[str]:
    kind, name = resource["resourceType"], resource.get("id", "")
    if not any("/uv/ips/" in profile for profile in resource.get("meta", {}).get("profile", [])):
        return
    if kind == "Observation":
        rule = f"Observation-results-laboratory-pathology-uv-ips {name}"
        codes = [c for category in resource.get("category", []) for c in category.get("coding", [])]
        if {"system": f"{THO}/observation-category", "code": "laboratory"} not in [
            {key: c.get(key) for key in ("system", "code")} for c in codes
        ]:
            yield f"{rule}: category laboratory 1..1 is missing"
        if resource["status"] == "entered-in-error":
            yield f"{rule}: status is not in ResultsStatusUvIps"
        if not any(key in resource for key in _EFFECTIVE):
            yield f"{rule}: effective[x] 1..1 is missing"
        if not resource.get("performer"):
            yield f"{rule}: performer 1..* is missing"
    if kind in ("Observation", "DiagnosticReport") and "reference" not in resource.get("subject", {}):
        yield f"{kind} {name}: subject.reference 1..1 is missing"
    if kind == "DiagnosticReport" and not any(key in resource for key in _EFFECTIVE):
        yield f"DiagnosticReport-uv-ips {name}: effective[x] is missing"


def _says_ai(reason: Json) -> bool:
    coded = any(c.get("system") == OBSERVATION_VALUE and c.get("code") == "AIAST" for c in reason.get("coding", []))
    return coded or any(item["url"] == AI_LABEL for item in reason.get("extension", []))


def _resources(bundle: dict[str, Any]) -> Iterator[Json]:
    for entry in bundle["entry"]:
        yield entry["resource"]
