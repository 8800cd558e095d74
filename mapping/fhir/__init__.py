"""Reports as FHIR R4, R4B and R5: ``to_bundle`` for the EHR, ``dumps`` to write it with the printed digits."""

from __future__ import annotations

from mapping.fhir.bundle import to_bundle
from mapping.fhir.context import BundleContext, MappingError, hash_name
from mapping.fhir.digits import Digits, dumps, loads
from mapping.fhir.status import Decision, approve, edit, reject, source_replaced, source_withdrawn

__all__ = [
    "BundleContext",
    "Decision",
    "Digits",
    "MappingError",
    "approve",
    "dumps",
    "edit",
    "hash_name",
    "loads",
    "reject",
    "source_replaced",
    "source_withdrawn",
    "to_bundle",
]
