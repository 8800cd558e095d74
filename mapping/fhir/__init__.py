"""Reports as FHIR R4, R4B and R5: ``to_bundle`` for the EHR, ``dumps`` to write it with the printed digits."""

from __future__ import annotations

from mapping.fhir.bundle import to_bundle
from mapping.fhir.context import BundleContext, MappingError, hash_name
from mapping.fhir.digits import Digits, dumps, loads

__all__ = ["BundleContext", "Digits", "MappingError", "dumps", "hash_name", "loads", "to_bundle"]
