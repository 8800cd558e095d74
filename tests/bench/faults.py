"""Which errors of reading raise a doubt: ``python -m tests.bench.faults [FOLDER...] [--count N] [--missed KIND]``.

Without folders, panels of every family and language are drawn as rows (no picture: every character is perfect). With
labelled folders, the rows are those that were recognised (what was seen is kept as by ``tests.bench.replay``), with all
their evidence of place and print. Into rows that were exact and certain one error of a kind is put at a time, and the table
says which share is doubted: on a row that the error made wrong, or, for a lost row, on the page.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from adapter.bench.labelled import labelled
from fixtures.generator.dice import Dice
from ocr_pipeline.page import Char, PageText
from ocr_pipeline.plausibility import doubt
from ocr_pipeline.plausibility.quantities.analytes import identify
from ocr_pipeline.report import Flag, Report, Result
from ocr_pipeline.tables import Evidence, Tables
from ocr_pipeline.tables.grammar.normal import is_cjk
from ocr_pipeline.tables.grammar.numbers import parse_number
from ocr_pipeline.tables.grammar.ranges import parse_range
from tests.bench.calibrate import see
from tests.bench.digit_change import one_digit_off, panel
from tests.bench.reasons import EXACT, judged

FAMILIES = {
    "blood count": ("en_cbc", "es_cbc", "fr_cbc", "it_cbc", "tr_cbc", "vi_cbc", "zh_cbc_one_panel", "zh_cbc_three_panels"),
    "chemistry": ("en_chemistry", "es_chem", "fr_chem", "it_chem", "tr_chem", "vi_chem", "zh_chemistry"),
    "coagulation": ("en_coagulation", "zh_coagulation"),
    "urine": ("en_urine", "zh_urine"),
    "hormones": ("en_thyroid", "zh_thyroid", "zh_sex_hormones", "en_tumour_markers", "zh_tumour_markers"),
    "gas": ("en_blood_gas", "zh_blood_gas", "en_gas_slip", "zh_gas_slip"),
    "signs": ("en_serology", "zh_serology", "en_stool", "zh_stool"),
}  # fmt: skip
_CONVENTIONAL = {"mmol/l": "mg/dL", "µmol/l": "mg/dL", "umol/l": "mg/dL", "μmol/l": "mg/dL", "g/l": "g/dL"}
_CONVENTIONAL |= {"mg/dl": "mmol/L", "g/dl": "g/L", "ng/ml": "pg/mL", "pg/ml": "ng/mL", "10^9/l": "10^12/L"}
#: Results beyond the measuring range as laboratories print them, by analyte and a part of the unit; the doubt knows some.
CENSORED: dict[str, dict[str, str]] = {
    "TSH": {"iu": "<0.005 <0.01 <0.02 >100 >75.000"}, "FT4": {"pmol": "<0.3 <5.0 >100 >64.35", "ng/d": "<0.10 >7.77"},
    "FT3": {"pmol": "<0.4 >50 >46.08", "pg": "<0.20 >30"}, "AFP": {"ng": "<0.61 <1.3 <2.0 >1000 >1210"}, "CEA": {"ng": "<0.5 <0.20 >1000"},
    "CA125": {"u": "<2.0 <0.6 >1000 >5000"}, "CA199": {"u": "<0.60 <2.00 <3.00 >1000 >12000"}, "CA153": {"u": "<1.0 >300"},
    "TPSA": {"ng": "<0.003 <0.01 <0.1 >100"}, "FPSA": {"ng": "<0.01 >50"}, "PROG": {"n": "<0.05 <0.1 >60"}, "LH": {"iu": "<0.1 <0.07 >200"},
    "FSH": {"iu": "<0.1 <0.3 >200"}, "PRL": {"n": "<0.3 >200", "iu": ">10000"}, "TESTO": {"n": "<0.02 <0.1 >16"}, "FER": {"g": "<1.0 >2000 >1650"},
    "CRP": {"mg/l": "<3.28 <0.5 <1 >200"}, "INR": {"": ">8.0 >10"}, "PT": {"s": ">120 >100"}, "APTT": {"s": ">180 >200"}, "TT": {"s": ">150"},
    "FIB": {"g/l": "<0.5 >9.0"}, "GLU": {"mmol": ">33.3 <0.6", "mg": ">600 <20"}, "K": {"mmol": ">10.0"}, "TBIL": {"mol": "<2.0"},
    "DBIL": {"mol": "<0.5", "mg": "<0.1"}, "ALT": {"u": "<5 >1000"}, "TG": {"mg": ">1000"}, "LAC": {"mmol": ">15 <0.3"}, "INS": {"iu": "<0.2 >300"},
    "PLT": {"9": "<10"}, "A1C": {"%": ">15 >14.0"}, "VITD": {"n": "<3 >150"}, "B12": {"p": ">2000 <50"},
}  # fmt: skip
_OPPOSITE = {"阴": "阳", "阳": "阴", "neg": "Pos", "pos": "Neg"}


@dataclass(frozen=True, slots=True)
class Case:
    """A report before doubt, and the places of its rows that are exact and certain."""

    family: str
    report: Report
    texts: tuple[PageText, ...]
    tables: Tables | None
    sound: tuple[int, ...]


Rows = list[Result]
#: The rows with the error, and the places of those that it made wrong; None where the kind does not apply.
Broken = tuple[Rows, set[int]] | None


def _value(rows: Rows, at: int, value: str) -> Broken:
    return ([*rows[:at], replace(rows[at], value=value), *rows[at + 1 :]], {at}) if value else None


def digit_changed(rows: Rows, at: int, dice: Dice) -> Broken:
    number = parse_number(rows[at].value)
    others = [
        v
        for v in one_digit_off(rows[at].value)
        if number and abs((parse_number(v) or number) - number) > abs(number) / 50
    ]
    return _value(rows, at, dice.pick(others)) if others else None


def digit_doubled(rows: Rows, at: int, dice: Dice) -> Broken:
    value = rows[at].value
    places = [i for i, c in enumerate(value) if c.isdigit()] if parse_number(value) is not None else []
    cut = dice.pick(places) if places else -1
    return _value(rows, at, value[:cut] + value[cut] + value[cut:]) if places else None


def digit_lost(rows: Rows, at: int, dice: Dice) -> Broken:
    value = rows[at].value
    places = [i for i, c in enumerate(value) if c.isdigit()] if parse_number(value) is not None else []
    cut = dice.pick(places) if len(places) > 1 else -1
    return _value(rows, at, (value[:cut] + value[cut + 1 :]).strip(".,")) if cut >= 0 else None


def point_lost(rows: Rows, at: int, dice: Dice) -> Broken:
    match = re.fullmatch(r"(\d+)[.,](\d+)", rows[at].value)
    return _value(rows, at, (match[1] + match[2]).lstrip("0") or "0") if match and parse_number(match[0]) else None


def comparator_lost(rows: Rows, at: int, dice: Dice) -> Broken:
    """A printed ``<`` or ``>`` that was not seen: the row's own, or one of ``CENSORED`` in its place."""
    row = rows[at]
    if row.comparator:
        return [*rows[:at], replace(row, comparator=None), *rows[at + 1 :]], {at}
    choices = CENSORED.get(identify(row.name, row.code, row.unit) or "", {})
    fitting = [v for unit, values in choices.items() if unit in row.unit.casefold() for v in values.split()]
    if not fitting:
        return None
    value = dice.pick(fitting)[1:]
    interval, number = parse_range(row.reference_range), parse_number(value)
    where = interval.places(number) if interval is not None and number is not None else None
    flag: Flag = {"high": "H", "low": "L"}.get(where or "", "") if row.flag else ""  # type: ignore[assignment]
    return [*rows[:at], replace(row, value=value, flag=flag), *rows[at + 1 :]], {at}


def minus_lost(rows: Rows, at: int, dice: Dice) -> Broken:
    value = rows[at].value
    return _value(rows, at, value[1:]) if re.fullmatch(r"-\d[\d.,]*", value) else None


def unit_changed(rows: Rows, at: int, dice: Dice) -> Broken:
    other = _CONVENTIONAL.get(rows[at].unit.replace("x", "").replace("×", "").replace("*10", "10").casefold())
    return ([*rows[:at], replace(rows[at], unit=other), *rows[at + 1 :]], {at}) if other else None


def flag_flipped(rows: Rows, at: int, dice: Dice) -> Broken:
    other = {"H": "L", "L": "H"}.get(rows[at].flag)
    return ([*rows[:at], replace(rows[at], flag=other), *rows[at + 1 :]], {at}) if other else None  # type: ignore[arg-type]


def flag_lost(rows: Rows, at: int, dice: Dice) -> Broken:
    return ([*rows[:at], replace(rows[at], flag=""), *rows[at + 1 :]], {at}) if rows[at].flag in ("H", "L") else None


def word_turned(rows: Rows, at: int, dice: Dice) -> Broken:
    """``阴性(-)`` read ``阳性(-)``: one character of the word, what stands beside it unchanged."""
    value = rows[at].value
    start = next((s for s in _OPPOSITE if value.casefold().startswith(s)), "")
    return _value(rows, at, _OPPOSITE[start] + value[len(start) :]) if start else None


def word_beheaded(rows: Rows, at: int, dice: Dice) -> Broken:
    value = rows[at].value
    return _value(rows, at, value[1:]) if len(value) > 1 and all(c.isalpha() or is_cjk(c) for c in value[:2]) else None


def sign_lost(rows: Rows, at: int, dice: Dice) -> Broken:
    return (
        _value(rows, at, rows[at].value[:-1])
        if re.fullmatch(r"\++|\d\+", rows[at].value) and len(rows[at].value) > 1
        else None
    )


def swapped(rows: Rows, at: int, dice: Dice) -> Broken:
    if at + 1 >= len(rows) or rows[at].value == rows[at + 1].value:
        return None
    one, two = rows[at], rows[at + 1]
    change = (
        {f: getattr(two, f) for f in ("value", "comparator", "flag")},
        {f: getattr(one, f) for f in ("value", "comparator", "flag")},
    )
    return [*rows[:at], replace(one, **change[0]), replace(two, **change[1]), *rows[at + 2 :]], {at, at + 1}


def shifted(rows: Rows, at: int, dice: Dice) -> Broken:
    """From a row on, every value with its mark stands a row too low."""
    if at + 3 > len(rows):
        return None
    moved = [
        replace(r, value=b.value, comparator=b.comparator, flag=b.flag)
        for b, r in zip(rows[at:-1], rows[at + 1 :], strict=True)
    ]
    wrong = {at + 1 + i for i, (r, was) in enumerate(zip(moved, rows[at + 1 :], strict=True)) if r.value != was.value}
    return ([*rows[: at + 1], *moved], wrong) if wrong else None


Error = Callable[[Rows, int, Dice], Broken]
KINDS: dict[str, Error] = {
    "digit changed": digit_changed, "digit doubled": digit_doubled, "digit lost": digit_lost, "point lost": point_lost,
    "comparator lost": comparator_lost, "minus lost": minus_lost, "unit changed": unit_changed, "flag flipped": flag_flipped,
    "flag lost": flag_lost, "word turned": word_turned, "word beheaded": word_beheaded, "sign lost": sign_lost,
    "values swapped": swapped, "column shifted": shifted,
}  # fmt: skip
#: Of these every wrong row must be doubted by itself; of the others too, but a row that is right may be among them.
LOST = "row lost"


def composed(count: int, seed: int) -> Iterator[Case]:
    """Drawn panels as rows."""
    for family, templates in FAMILIES.items():
        for template in templates:
            for number in range(count):
                report = panel(template, seed * 1000 + number)
                certain = tuple(i for i, r in enumerate(doubt(report).results) if not r.reasons and r.value)
                yield Case(family, report, (), None, certain)


def recognised(folders: Sequence[Path]) -> Iterator[Case]:
    """Labelled pages as they were read."""
    families = {t: f for f, templates in FAMILIES.items() for t in templates}
    for folder in folders:
        for seen in see(labelled(folder), folder / ".seen"):
            after = doubt(seen.report, seen.texts, seen.tables)
            outcomes = {j.place: j.outcome for j in judged(seen.label, after.to_json())}
            sound = tuple(
                i for i, r in enumerate(after.results) if outcomes.get(i) == EXACT and not r.reasons and r.value
            )
            family = families.get(str(seen.label.get("template")), "other")
            yield Case(family, seen.report, tuple(seen.texts), seen.tables, sound)


def noticed(case: Case, rows: Rows, wrong: set[int]) -> float:
    """The share of ``wrong`` rows that is doubted when the report says ``rows``."""
    tables = case.tables and replace(
        case.tables,
        evidence=tuple(
            _as_read(e, r) if r is not was else e
            for e, r, was in zip(case.tables.evidence, rows, case.report.results, strict=True)
        ),
    )
    after = doubt(replace(case.report, results=tuple(rows)), case.texts, tables)
    return sum(bool(after.results[i].reasons) for i in wrong) / len(wrong)


def _as_read(evidence: Evidence, result: Result) -> Evidence:
    """``evidence`` with the characters of the value that now stands there, all of them sure."""
    text = (result.comparator or "") + result.value
    chars = tuple(Char(c, 0.999, i / len(text), (i + 1) / len(text)) for i, c in enumerate(text))
    return replace(evidence, value_chars=chars, ranked=text)


def row_lost(case: Case, at: int) -> bool | None:
    """Whether the page says that a row is missing when row ``at`` was not seen at all; None for rows as drawn."""
    if case.tables is None or not 0 < at < len(case.report.results) - 1:
        return None
    gone = case.tables.evidence[at]
    tables = replace(case.tables, evidence=(*case.tables.evidence[:at], *case.tables.evidence[at + 1 :]))
    place = case.report.results[at].page
    (top, bottom) = min(line.top for line in gone.row_lines), max(line.bottom for line in gone.row_lines)
    (left, right) = min(line.left for line in gone.row_lines), max(line.right for line in gone.row_lines)
    texts = [
        replace(
            t,
            lines=tuple(x for x in t.lines if not (top < x.middle[1] < bottom and left - 9 < x.middle[0] < right + 9)),
        )
        if t.index == place
        else t
        for t in case.texts
    ]
    rows = case.report.results
    after = doubt(replace(case.report, results=(*rows[:at], *rows[at + 1 :])), texts, tables)
    before = doubt(case.report, case.texts, case.tables)
    return after.pages[place].reasons != before.pages[place].reasons


def measure(cases: Sequence[Case], each: int, missed: str = "") -> dict[str, dict[str, tuple[float, int]]]:
    """For each kind and family: how many errors were doubted (as a sum of shares), and how many were tried."""
    out: dict[str, dict[str, tuple[float, int]]] = {}
    for number, case in enumerate(cases):
        for kind in (*KINDS, LOST):
            dice = Dice("faults", kind, number)
            done = 0
            for at in dice.some(case.sound, len(case.sound)):
                if done == each:
                    break
                share: float | None
                if kind == LOST:
                    share = row_lost(case, at)
                else:
                    broken = KINDS[kind](list(case.report.results), at, dice)
                    share = noticed(case, *broken) if broken else None
                    if broken and share is not None and share < 1 and kind == missed:
                        print(
                            *(
                                f"{case.report.results[i].name} | {case.report.results[i].value} -> {broken[0][i].value} {broken[0][i].unit} [{broken[0][i].reference_range}] {broken[0][i].flag}"
                                for i in sorted(broken[1])[:3]
                            ),
                            sep=" ; ",
                        )
                if share is not None:
                    done += 1
                    sums = out.setdefault(kind, {})
                    for group in (case.family, "together"):
                        good, tried = sums.get(group, (0.0, 0))
                        sums[group] = (good + share, tried + 1)
    return out


def table(found: dict[str, dict[str, tuple[float, int]]]) -> list[str]:
    """A line a kind, a column a family."""
    families = [f for f in (*FAMILIES, "other", "together") if any(f in sums for sums in found.values())]
    lines = ["| error | " + " | ".join(families) + " |", "|---|" + "---:|" * len(families)]
    for kind, sums in found.items():
        cells = [f"{sums[f][0] / sums[f][1]:.0%} of {sums[f][1]}" if f in sums else "" for f in families]
        lines.append(f"| {kind} | " + " | ".join(cells) + " |")
    return lines


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", type=Path, nargs="*")
    parser.add_argument("--count", type=int, default=3, help="panels a template, when they are drawn")
    parser.add_argument("--each", type=int, default=4, help="errors of a kind in one report")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--missed", default="", choices=("", *KINDS), help="print every error of this kind that was not doubted"
    )
    given = parser.parse_args(arguments)
    cases = list(recognised(given.folders) if given.folders else composed(given.count, given.seed))
    print(*table(measure(cases, given.each, given.missed)), sep="\n")


if __name__ == "__main__":
    main()
