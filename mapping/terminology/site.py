"""A site's own names for analytes, from the text of a CSV file with the columns ``name`` and ``loinc`` or ``analyte``."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field

from mapping.terminology.names import key
from mapping.terminology.table import Analyte, analytes


class SiteTermsError(ValueError):
    """The site's table is wrong; the message names every line and what to change."""


@dataclass(frozen=True, slots=True)
class SiteTerms:
    """Names by key; they go before the package's own."""

    names: dict[str, tuple[Analyte, ...]] = field(default_factory=dict)


def read_site_terms(text: str, source: str = "site table") -> SiteTerms:
    """Parse a site's CSV. Columns: ``name`` and ``analyte`` (an id as ``codes export --ids`` lists them) or ``loinc``.

    A LOINC code picks the analyte that has it and only that code. Raises :class:`SiteTermsError` with line numbers."""
    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    columns = {c.strip().lower() for c in rows.fieldnames or ()}
    if "name" not in columns or not columns & {"analyte", "loinc"}:
        raise SiteTermsError(
            f"{source}, line 1: the columns must be name and analyte or loinc, found {sorted(columns)}."
        )
    by_id = {a.id: a for a in analytes()}
    by_loinc: dict[str, Analyte] = {}
    for analyte in analytes():
        for code in analyte.codes:
            if code.loinc:
                by_loinc.setdefault(code.loinc, analyte)
    wrong: list[str] = []
    names: dict[str, tuple[Analyte, ...]] = {}
    for row in rows:
        cells = {
            (k or "").strip().lower(): (v or "").strip() for k, v in row.items() if isinstance(v, str) or v is None
        }
        problem = _problem(cells, by_id, by_loinc)
        if problem:
            wrong.append(f"line {rows.line_num}: {problem}")
            continue
        chosen = by_id.get(cells.get("analyte", "")) or by_loinc[cells["loinc"]]
        if cells.get("loinc"):
            chosen = Analyte(
                chosen.id, chosen.panel, chosen.names, tuple(c for c in chosen.codes if c.loinc == cells["loinc"])
            )
        known = names.get(key(cells["name"]))
        if known and known[0].id != chosen.id:
            wrong.append(f"line {rows.line_num}: {cells['name']!r} was already given to {known[0].id}")
            continue
        names[key(cells["name"])] = (chosen,)
    if wrong:
        raise SiteTermsError(f"{source}: " + "; ".join(wrong) + ".")
    return SiteTerms(names)


def _problem(cells: Mapping[str, str], by_id: Mapping[str, Analyte], by_loinc: Mapping[str, Analyte]) -> str:
    if not key(cells.get("name", "")):
        return "the name is empty"
    ident, loinc = cells.get("analyte", ""), cells.get("loinc", "")
    if not ident and not loinc:
        return "neither analyte nor loinc is given"
    if ident and ident not in by_id:
        return f"there is no analyte {ident!r}"
    if loinc and loinc not in by_loinc:
        return f"LOINC {loinc!r} is not in the reviewed table"
    if ident and loinc and all(c.loinc != loinc for c in by_id[ident].codes):
        return f"{ident!r} has no code {loinc}"
    return ""
