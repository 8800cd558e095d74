"""The measuring of codes: perfect, empty and wrong answers have the figures that they must have."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapter.bench.coding import LIST, Coder, Row, coding_tables, count, faults, measure, read_list
from adapter.errors import SettingsError

pytestmark = pytest.mark.unit

ROWS = (
    Row("Hb", "g/L", "blood count", ("718-7",), "g/L", "en"),
    Row("ESR", "mm/hr", "blood count", ("30341-2", "4537-7"), "mm/h", "en"),
    Row("Colore", "", "urinalysis dipstick", ("5778-6",), "", "it"),
    Row("Note", "", "", (), "", "it"),
)
RIGHT = {row.name: (row.loinc[-1] if row.loinc else None, row.ucum or None) for row in ROWS}


def perfect(name: str, unit: str, context: str) -> tuple[str | None, str | None]:
    return RIGHT[name]


def empty(name: str, unit: str, context: str) -> tuple[str | None, str | None]:
    return None, None


def wrong(name: str, unit: str, context: str) -> tuple[str | None, str | None]:
    return "1-8", "fL"


@pytest.mark.parametrize(
    ("coder", "precision", "recall", "units"),
    [(perfect, 1.0, 1.0, 1.0), (empty, None, 0.0, 0.0), (wrong, 0.0, 0.0, 0.0)],
)
def test_the_shares(coder: Coder, precision: float | None, recall: float, units: float) -> None:
    counts = count(measure(ROWS, coder))
    assert (counts.precision, counts.recall, counts.units_share) == (precision, recall, units)


def test_a_code_where_none_is_right_costs_precision_and_not_recall() -> None:
    answers = measure(ROWS, lambda *row: ("718-7", "g/L") if row[0] == "Note" else perfect(*row))
    assert count(answers).precision == pytest.approx(3 / 4)
    assert count(answers).recall == 1.0
    assert faults(answers) == ["wrong code: it |  | Note | : 718-7, right is none"]


def test_each_language_and_context_has_its_line_and_wrong_codes_are_told_first() -> None:
    answers = measure(ROWS, lambda *row: wrong(*row) if row[0] == "Colore" else empty(*row))
    by_language, by_context = coding_tables(answers)
    assert by_language.rows == (
        ("en", "2", "-", "0.0 %", "0.0 %"),
        ("it", "2", "0.0 %", "0.0 %", "-"),
        ("all", "4", "0.0 %", "0.0 %", "0.0 %"),
    )
    assert [row[0] for row in by_context.rows] == ["blood count", "urinalysis dipstick", "(none)", "all"]
    assert [line.split(":")[0] for line in faults(answers)] == ["wrong code", "no code", "no code", "unit", "unit"]


def test_a_file_that_is_no_such_list_names_the_missing_column(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("name,unit,context,loinc,ucum\nHb,g/L,,718-7,g/L\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="language"):
        read_list(path)


def test_our_own_list_is_broad_and_every_row_is_there_once() -> None:
    rows = read_list(LIST)
    assert len(rows) >= 350
    assert {row.language for row in rows} == {"zh", "en", "es", "fr", "it", "tr", "vi"}
    assert len({row.context for row in rows} - {""}) == 10
    assert len({(row.name, row.unit, row.context, row.language) for row in rows}) == len(rows)
    assert any(not row.loinc for row in rows)
