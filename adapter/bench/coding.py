"""How right the codes are: LOINC precision and recall and UCUM accuracy on a list of printed names with known codes.

The list (``fixtures/samples/coding.csv``) has the columns ``name,unit,context,loinc,ucum,language``. ``loinc`` is empty
where no code is the right answer, and holds several codes with blanks between where LOINC has the same meaning with and
without a method that the print does not say (sedimentation with and without "Westergren"): any of them is right.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from adapter.bench.tables import Table
from adapter.errors import SettingsError
from mapping.terminology import find_code

#: Our own list. Its rows were written without the table, but the table has since been mended by it: no unseen rows.
LIST = Path(__file__).parents[2] / "fixtures" / "samples" / "coding.csv"
#: What gives the LOINC and the UCUM code of a row (name, unit, context); None where it gives none.
Coder = Callable[[str, str, str], tuple[str | None, str | None]]
_COLUMNS = ("name", "unit", "context", "loinc", "ucum", "language")


@dataclass(frozen=True, slots=True)
class Row:
    """A printed row and what is right for it. ``loinc`` empty: no code; ``ucum`` empty: none."""

    name: str
    unit: str
    context: str
    loinc: tuple[str, ...]
    ucum: str
    language: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A row and the codes it was given."""

    row: Row
    loinc: str | None
    ucum: str | None

    @property
    def right(self) -> bool:
        return self.loinc is not None and self.loinc in self.row.loinc

    @property
    def wrong(self) -> bool:
        """A code was given that is not the right one, or where none is."""
        return self.loinc is not None and self.loinc not in self.row.loinc

    @property
    def unit_right(self) -> bool:
        return (self.ucum or "") == self.row.ucum


@dataclass(frozen=True, slots=True)
class Counts:
    """Sums over rows; the shares are None where nothing was counted."""

    rows: int
    given: int
    right: int
    wanted: int
    units: int
    units_right: int

    @property
    def precision(self) -> float | None:
        """Right codes among the codes given."""
        return self.right / self.given if self.given else None

    @property
    def recall(self) -> float | None:
        """Right codes among the rows that have one."""
        return self.right / self.wanted if self.wanted else None

    @property
    def units_share(self) -> float | None:
        """Right UCUM codes among the rows with a printed unit."""
        return self.units_right / self.units if self.units else None


def read_list(path: Path) -> tuple[Row, ...]:
    """The rows of the list. Raises :class:`SettingsError` when the file is not such a list."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [column for column in _COLUMNS if column not in (reader.fieldnames or ())]
            if missing:
                raise SettingsError(f"{path} has no column {missing[0]!r}; the columns are {','.join(_COLUMNS)}.")
            return tuple(_row({column: (line[column] or "").strip() for column in _COLUMNS}) for line in reader)
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read ({error}); give a CSV in UTF-8.") from None


def _row(cells: dict[str, str]) -> Row:
    right = tuple(cells["loinc"].split())
    return Row(cells["name"], cells["unit"], cells["context"], right, cells["ucum"], cells["language"])


def ours(name: str, unit: str, context: str) -> tuple[str | None, str | None]:
    """What ``codes batch`` prints for the row."""
    coding = find_code(name, unit, context)
    return coding.loinc, coding.ucum


def measure(rows: Iterable[Row], coder: Coder = ours) -> tuple[Answer, ...]:
    """The answers of ``coder``, in the order of the rows."""
    return tuple(Answer(row, *coder(row.name, row.unit, row.context)) for row in rows)


def count(answers: Sequence[Answer]) -> Counts:
    """Counts over ``answers``; a row without a printed unit does not count for UCUM."""
    printed = [answer for answer in answers if answer.row.unit]
    return Counts(
        rows=len(answers),
        given=sum(answer.loinc is not None for answer in answers),
        right=sum(answer.right for answer in answers),
        wanted=sum(bool(answer.row.loinc) for answer in answers),
        units=len(printed),
        units_right=sum(answer.unit_right for answer in printed),
    )


def coding_tables(answers: Sequence[Answer]) -> list[Table]:
    """One table by language and one by context, each ending with all rows."""
    return [
        _table("Codes by language", "language", answers, lambda answer: answer.row.language),
        _table("Codes by context", "context", answers, lambda answer: answer.row.context or "(none)"),
    ]


def _table(title: str, head: str, answers: Sequence[Answer], group: Callable[[Answer], str]) -> Table:
    groups: dict[str, list[Answer]] = {}
    for answer in answers:
        groups.setdefault(group(answer), []).append(answer)
    lines = [_line(name, count(members)) for name, members in groups.items()]
    columns = (head, "rows", "LOINC precision", "LOINC recall", "UCUM")
    return Table(title, columns, (*lines, _line("all", count(answers))))


def _line(name: str, counts: Counts) -> tuple[str, ...]:
    shares = (counts.precision, counts.recall, counts.units_share)
    return (name, str(counts.rows), *("-" if share is None else f"{100 * share:.1f} %" for share in shares))


def faults(answers: Sequence[Answer]) -> list[str]:
    """One line for each row with a wrong or missing code or unit, wrong codes first."""
    found = []
    for answer in answers:
        row = answer.row
        printed = " | ".join((row.language, row.context, row.name, row.unit))
        if answer.wrong:
            found.append((0, f"wrong code: {printed}: {answer.loinc}, right is {' or '.join(row.loinc) or 'none'}"))
        elif row.loinc and not answer.right:
            found.append((1, f"no code: {printed}: right is {' or '.join(row.loinc)}"))
        if row.unit and not answer.unit_right:
            found.append((2, f"unit: {printed}: {answer.ucum}, right is {row.ucum or 'none'}"))
    return [line for _, line in sorted(found, key=lambda fault: fault[0])]
