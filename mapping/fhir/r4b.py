"""FHIR R4B: what we write (reports, observations, documents, provenance, tasks) is the same as in R4.

R4B renamed only resources that we do not use (medication definition, evidence, subscription topics).
"""

from __future__ import annotations

from mapping.fhir.context import Json
from mapping.fhir.r4 import adapt as adapt_r4


def adapt(resource: Json) -> Json:
    """``resource`` (R4) as R4B wants it."""
    return adapt_r4(resource)
