"""The reviewed table of analytes, parsed once.

Each file of ``analytes/`` is one panel. An analyte is a word at the left margin, its names follow by language, its codes
on lines that start with ``=``::

    glucose
      zh 葡萄糖; 血糖
      en glucose; GLU
      = serum mmol/L 14749-6 2 0.1..150

A code line is: specimens, units (the first one is the usual one; ``ord`` for words and plus signs, ``titer``), LOINC code
(``-`` when none could be checked), usual number of decimals, limits in the first unit. Limits are plausibility bounds
that no published patient crossed as far as the authors know: fractions by definition; the others lie well beyond the
critical limits of Kost GJ, JAMA 1990;263:704-707, and beyond analysers' measuring ranges after dilution.
Reading the package's own data files at first use is this package's only input.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from mapping.terminology.families import family
from mapping.terminology.names import key


@dataclass(frozen=True, slots=True)
class Code:
    """One property of an analyte in one kind of specimen. ``families`` are unit families; ``limits`` in the first unit."""

    specimens: tuple[str, ...]
    units: tuple[str, ...]
    families: frozenset[str]
    loinc: str | None
    decimals: int | None
    limits: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Analyte:
    """A thing that is measured. ``names`` by language as printed; the first English name is its display."""

    id: str
    panel: str
    names: Mapping[str, tuple[str, ...]]
    codes: tuple[Code, ...]

    @property
    def display(self) -> str:
        return (self.names.get("en") or next(iter(self.names.values())))[0]


class TableError(ValueError):
    """A line of the table that cannot be understood; the message names file and line."""


def families_of(units: tuple[str, ...]) -> frozenset[str]:
    """The unit families of table units; ``ord`` and ``none`` are families of their own. Raises on an unknown unit."""
    out = set()
    for unit in units:
        known = family(unit)
        if unit in {"ord", "none"}:
            out.add(unit)
        elif known:
            out.add(known[0])
        else:
            raise TableError(f"unit {unit!r} belongs to no family")
    return frozenset(out)


def _code(text: str) -> Code:
    fields = text.split()
    specimens, units, loinc = tuple(fields[0].split(",")), tuple(fields[1].split(",")), fields[2]
    decimals: int | None = None
    limits: tuple[float, float] | None = None
    for extra in fields[3:]:
        if ".." in extra:
            low, high = extra.split("..")
            limits = (float(low), float(high))
        else:
            decimals = int(extra)
    return Code(specimens, units, families_of(units), None if loinc == "-" else loinc, decimals, limits)


def parse(panel: str, text: str) -> tuple[Analyte, ...]:
    """The analytes of one file. Raises :class:`TableError` naming the line."""
    out: list[Analyte] = []
    ident, names, codes = "", {}, []  # type: str, dict[str, tuple[str, ...]], list[Code]

    def close() -> None:
        if ident:
            if not names:
                raise TableError(f"{panel}: {ident} has no name")
            out.append(Analyte(ident, panel, dict(names), tuple(codes)))

    for number, line in enumerate(text.splitlines(), 1):
        body = line.split(" ## ")[0].rstrip()
        if not body.strip() or body.startswith("#"):
            continue
        try:
            if not body.startswith(" "):
                close()
                ident, names, codes = body.strip(), {}, []
            elif body.strip().startswith("= "):
                codes.append(_code(body.strip()[2:]))
            else:
                language, _, rest = body.strip().partition(" ")
                names[language] = (*names.get(language, ()), *(n.strip() for n in rest.split(";") if n.strip()))
        except (IndexError, ValueError) as error:
            raise TableError(f"{panel}, line {number}: {error}") from error
    close()
    return tuple(out)


@cache
def analytes() -> tuple[Analyte, ...]:
    """All analytes of the package's table, in file order."""
    folder = resources.files("mapping.terminology") / "analytes"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".txt")), key=lambda f: f.name)
    return tuple(a for f in files for a in parse(f.name.removesuffix(".txt"), f.read_text(encoding="utf-8")))


@cache
def index() -> Mapping[str, tuple[Analyte, ...]]:
    """From name key to the analytes that use the name; most keys have one."""
    found: dict[str, list[Analyte]] = {}
    for analyte in analytes():
        for names in analyte.names.values():
            for name in names:
                bucket = found.setdefault(key(name), [])
                if analyte not in bucket:
                    bucket.append(analyte)
    return {k: tuple(v) for k, v in found.items()}
