"""Which file knows the differences of which FHIR version."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mapping.fhir import r4, r4b, r5
from mapping.fhir.context import Json, Version

_ADAPT: Mapping[Version, Callable[[Json], Json]] = {"R4": r4.adapt, "R4B": r4b.adapt, "R5": r5.adapt}


def adapt(version: Version, resource: Json) -> Json:
    """``resource``, written in R4, as ``version`` wants it."""
    return _ADAPT[version](resource)


def returned(version: Version, resource: Json) -> Json:
    """``resource``, as a server sent it, fit to be sent back."""
    return r5.returned(resource) if version == "R5" else resource
