"""Writes what is generated: mapping/terminology/loinc_names.csv, the official names of the table's codes.

``python -m tests.unit.terminology.regenerate`` needs the extract of LOINC next to the repository; its diff is reviewed.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from mapping.terminology.table import analytes

ROOT = Path(__file__).resolve().parents[3]
EXTRACT = ROOT / "mapping" / "terminology" / "loinc_names.csv"
REFERENCE = ROOT.parent / "shared" / "reference" / "loinc_lab.csv"


def names_of(path: Path) -> dict[str, str]:
    """Long name by LOINC code in a CSV with the columns ``loinc`` and ``long_name``."""
    with path.open(encoding="utf-8") as file:
        return {row["loinc"]: row["long_name"] for row in csv.DictReader(file)}


def extract(official: dict[str, str]) -> str:
    """The file's text. Raises KeyError with the first code that ``official`` does not have."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("loinc", "long_name"))
    codes = {code.loinc for analyte in analytes() for code in analyte.codes if code.loinc}
    for loinc in sorted(codes, key=lambda code: int(code.split("-")[0])):
        writer.writerow((loinc, official[loinc]))
    return out.getvalue()


if __name__ == "__main__":
    EXTRACT.write_text(extract(names_of(REFERENCE)), encoding="utf-8")
