"""The site's own names for analytes, from the CSV that ``SCAN2FHIR_SITE_TERMS`` names."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from adapter.errors import SettingsError
from mapping.terminology import SiteTerms, SiteTermsError, read_site_terms


@lru_cache(maxsize=1)
def site_terms(path: Path) -> SiteTerms:
    """The names, read once a process. Raises :class:`SettingsError` with the numbers of the wrong lines."""
    try:
        return read_site_terms(path.read_text("utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"The site's names in {path} cannot be read ({error}); set SCAN2FHIR_SITE_TERMS.") from None
    except SiteTermsError as error:
        raise SettingsError(str(error)) from None
