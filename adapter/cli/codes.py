"""``scan2fhir codes``: why a printed name gets its code, and the table for others to review."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from adapter.cli.common import one_sentence
from adapter.errors import SettingsError
from adapter.site_terms import site_terms
from mapping.terminology import NOTICE, Coding, SiteTerms, concept_map, find_code

app = typer.Typer(
    help="Explain, batch and export the mapping of printed names to LOINC and UCUM.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)

Site = Annotated[
    Path | None, typer.Option("--site", envvar="SCAN2FHIR_SITE_TERMS", help="CSV of the site's own names (name,loinc).")
]


class FhirVersion(StrEnum):
    R4 = "R4"
    R5 = "R5"


@dataclass(frozen=True)
class Row:
    name: str
    unit: str = ""
    context: str = ""


@app.command()
def explain(
    name: Annotated[str, typer.Argument(help="The name as it is printed.")],
    unit: Annotated[str, typer.Option(help="The unit as it is printed.")] = "",
    context: Annotated[str, typer.Option(help="Panel, specimen or heading, e.g. 'serum chemistry'.")] = "",
    site: Site = None,
) -> None:
    """Show the candidates for a printed name, which one is taken, and why.

    \b
    Examples:
      scan2fhir codes explain "血糖" --unit mmol/L
      scan2fhir codes explain PCT --unit ng/mL --context "serum chemistry"
    """
    with one_sentence():
        coding = _code(Row(name, unit, context), _site(site))
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = 140
    console.print(f"LOINC {coding.loinc or 'none'}, UCUM {coding.ucum or 'none'}" + _because(coding), markup=False)
    table = Table("", "analyte", "LOINC", "specimen", "units", "unit fits")
    for candidate in coding.candidates:
        taken = coding.code is not None and candidate.code is coding.code
        table.add_row(
            "→" if taken else "",
            candidate.analyte.display,
            candidate.code.loinc or "no checked code",
            ", ".join(candidate.code.specimens),
            ", ".join(candidate.code.units),
            "yes" if candidate.fits_unit else "no",
        )
    if coding.candidates:
        console.print(table)


@app.command()
def batch(
    path: Annotated[Path, typer.Argument(help="CSV in UTF-8 with the columns name,unit,context.")],
    site: Site = None,
) -> None:
    """Print one JSON line a row: {"loinc", "ucum", "reason"}; null where not certain, with the reason."""
    with one_sentence():
        terms = _site(site)
        for row in _rows(path):
            coding = _code(row, terms)
            reason = None if coding.loinc else coding.reason
            typer.echo(json.dumps({"loinc": coding.loinc, "ucum": coding.ucum, "reason": reason}, ensure_ascii=False))


@app.command()
def export(
    fhir_version: Annotated[FhirVersion, typer.Option(help="Shape of the ConceptMap.")] = FhirVersion.R4,
) -> None:
    """Print the whole table as a FHIR ConceptMap, for review or for loading into a terminology server."""
    typer.echo(json.dumps(concept_map(version=fhir_version.value), ensure_ascii=False, indent=1))
    typer.echo(NOTICE, err=True)


def _code(row: Row, site: SiteTerms | None) -> Coding:
    return find_code(row.name, row.unit, row.context, extra=site.names if site else None)


def _because(coding: Coding) -> str:
    return f": {coding.reason}" if coding.reason else ""


def _site(path: Path | None) -> SiteTerms | None:
    return site_terms(path) if path else None


def _rows(path: Path) -> Iterator[Row]:
    """Raises :class:`SettingsError` when the file is not such a table."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read ({error}); give a CSV in UTF-8.") from None
    reader = csv.DictReader(io.StringIO(text))
    columns = {(c or "").strip().lower(): c for c in reader.fieldnames or ()}
    if "name" not in columns:
        raise SettingsError(f"{path} has no column 'name' in its first line; the columns are name,unit,context.")
    for line in reader:
        yield Row(*((line.get(columns.get(c, c)) or "").strip() for c in ("name", "unit", "context")))
