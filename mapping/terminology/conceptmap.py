"""The table as a FHIR ConceptMap: from printed names to LOINC, so that others can review and load it."""

from __future__ import annotations

from typing import Any

from mapping.terminology.table import analytes

NOTICE = (
    "This material contains content from LOINC (http://loinc.org). LOINC is copyright Regenstrief Institute, Inc. and the "
    "Logical Observation Identifiers Names and Codes (LOINC) Committee and is available at no cost under the license at "
    "http://loinc.org/license. LOINC is a registered United States trademark of Regenstrief Institute, Inc."
)


def concept_map(
    url: str = "https://scan2fhir.org/fhir/ConceptMap/printed-names-to-loinc", version: str = "R4"
) -> dict[str, Any]:
    """A ConceptMap (R4 and R4B shape; ``version="R5"`` for R5). One element an analyte and unit; dependsOn names unit and specimen."""
    r5 = version == "R5"
    elements: list[dict[str, Any]] = []
    for analyte in analytes():
        targets = []
        for code in analyte.codes:
            if code.loinc is None:
                continue
            depends = [("specimen", ",".join(code.specimens)), ("unit", ",".join(code.units))]
            how = {"relationship": "equivalent"} if r5 else {"equivalence": "equivalent"}
            on = [{"attribute": k, "valueString": v} if r5 else {"property": k, "value": v} for k, v in depends]
            targets.append({"code": code.loinc, **how, "dependsOn": on})
        if targets:
            names = "; ".join(n for names in analyte.names.values() for n in names)
            elements.append({"code": analyte.id, "display": names, "target": targets})
    scope = (
        {} if r5 else {"sourceUri": "https://scan2fhir.org/fhir/ValueSet/analytes", "targetUri": "http://loinc.org/vs"}
    )
    body: dict[str, Any] = {
        "resourceType": "ConceptMap",
        "url": url,
        "name": "PrintedNamesToLoinc",
        "status": "active",
        "copyright": NOTICE,
        **scope,
        "group": [
            {
                "source": "https://scan2fhir.org/fhir/CodeSystem/analytes",
                "target": "http://loinc.org",
                "element": elements,
            }
        ],
    }
    if r5:
        used = {d["attribute"] for e in elements for t in e["target"] for d in t["dependsOn"]}
        body["additionalAttribute"] = [{"code": a, "type": "string"} for a in sorted(used)]
    return body
