"""The patient that a sender means by an identifier, as the EHR knows it. Never a guess: one match or none."""

from __future__ import annotations

from adapter.ehr.client import EhrClient

UNKNOWN = "The sender's patient identifier is not known in the EHR; assign the patient yourself."
SEVERAL = "Several patients in the EHR have the sender's patient identifier; assign the patient yourself."


def resolve_patient(client: EhrClient, identifiers: str) -> tuple[str | None, str]:
    """``identifiers`` as a search value (``system|value`` or ``value``, comma separated) to a reference and a note.

    The note says why there is none. Raises an ``EhrError``.
    """
    found: set[str] = set()
    for page in client.pages(
        "Patient", {"identifier": identifiers, "_elements": "active,link", "_count": "5"}, max_pages=2
    ):
        for entry in page.get("entry") or []:
            resource = entry.get("resource") or {}
            if resource.get("resourceType") != "Patient" or not resource.get("id"):
                continue
            # A record that was merged into another points there; only the surviving one counts.
            replaced = any(link.get("type") == "replaced-by" for link in resource.get("link") or [])
            if not replaced:
                found.add(f"Patient/{resource['id']}")
    if len(found) == 1:
        return found.pop(), ""
    return None, SEVERAL if found else UNKNOWN
