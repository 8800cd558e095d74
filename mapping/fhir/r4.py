"""FHIR R4: the core is written in it, nothing changes."""

from __future__ import annotations

from mapping.fhir.context import Json


def adapt(resource: Json) -> Json:
    """``resource`` as R4 wants it."""
    return resource
