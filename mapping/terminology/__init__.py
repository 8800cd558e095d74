"""Names and units that laboratories print, said in LOINC and UCUM, or left alone with the reason.

This package contains content from LOINC (http://loinc.org), copyright Regenstrief Institute, Inc. and the LOINC Committee,
available at no cost under the license at http://loinc.org/license; see ``conceptmap.NOTICE``.
"""

from __future__ import annotations

from mapping.terminology.coding import code_report, interpret
from mapping.terminology.conceptmap import NOTICE, concept_map
from mapping.terminology.match import Candidate, Coding, find_code
from mapping.terminology.site import SiteTerms, SiteTermsError, read_site_terms
from mapping.terminology.units import to_ucum

__all__ = [
    "NOTICE", "Candidate", "Coding", "SiteTerms", "SiteTermsError", "code_report", "concept_map", "find_code", "interpret",
    "read_site_terms", "to_ucum",
]  # fmt: skip
