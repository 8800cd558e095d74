"""Every name of the table, at home: with its usual unit, in its usual setting, it never gets another analyte's code."""

from __future__ import annotations

import pytest

from mapping.terminology import find_code
from mapping.terminology.names import key
from mapping.terminology.table import analytes, index

pytestmark = pytest.mark.unit

SETTINGS = {
    "blood": "blood count",
    "serum": "serum chemistry",
    "plasma": "coagulation",
    "art": "blood gas",
    "strip": "urinalysis dipstick",
    "sed": "urine sediment",
    "urine": "urine",
    "stool": "stool",
    "semen": "semen",
    "csf": "CSF",
}
WORDS = {"ord", "none", "titer", "index"}

HOME = [
    (analyte, analyte.codes[0], name)
    for analyte in analytes()
    if analyte.codes and analyte.codes[0].loinc and analyte.codes[0].specimens[0] in SETTINGS
    for names in analyte.names.values()
    for name in names
    if index()[key(name)] == (analyte,)
]


def test_a_name_at_home_gets_no_code_of_another_analyte() -> None:
    wrong, none = [], []
    for analyte, code, name in HOME:
        unit = next((u for u in code.units if u not in WORDS), "")
        coding = find_code(name, unit, SETTINGS[code.specimens[0]])
        if coding.loinc is None:
            none.append((analyte.id, name, unit, coding.reason))
        elif coding.analyte is not analyte:
            wrong.append((analyte.id, name, unit, coding.loinc))
    assert wrong == []
    # names with another specimen in them (尿铜 under serum copper) are not at home here
    assert len(none) <= len(HOME) * 0.01, none[:20]
