"""Whether doubt was right: ``python -m tests.bench.reasons FOLDER... [--alarms]``.

Reads labelled folders as ``tests.bench.replay`` does (what was seen is kept beside them) and judges every doubted value by
its label, the doubts of coding (units, limits) included. Prints a line a reason: how many values it doubted (*alarms*), how
many of those were wrong (*values*), how many had only another wrong cell (*cells*), how many were *exact* (false alarms), and
the same for the values that nothing else doubted (*alone*); then silent errors against the share reviewed for looser and stricter eyes. ``--alarms`` prints every
false alarm and every silent error.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from adapter.bench.labelled import labelled
from adapter.bench.pairing import pair
from adapter.bench.scoring import uncertain_of, wrong_cells
from mapping.terminology import code_report
from ocr_pipeline.plausibility import CALIBRATED, doubt
from tests.bench.calibrate import risk_table, see

VALUE, CELL, EXACT = "values", "cells", "exact"


@dataclass(frozen=True, slots=True)
class Judged:
    """One result of a report beside its label: whether its value, another cell of it, or nothing is wrong."""

    document: str
    place: int
    shown: str
    reasons: tuple[str, ...]
    outcome: str


def judged(truth: Mapping[str, Any], report: Mapping[str, Any]) -> Iterator[Judged]:
    """Every result of ``report``; invented ones count as wrong values, and none where the label is partial."""
    rows, results = truth.get("rows", ()), report.get("results", ())
    found, invented = pair(rows, results)
    for index, place in sorted(found.items()):
        wrong = wrong_cells(rows[index], results[place], uncertain_of(truth))
        outcome = EXACT if not wrong else VALUE if "value" in wrong else CELL
        yield _judged(truth, results[place], place, outcome, f"{wrong}" if wrong else "")
    for place in invented if not truth.get("partial") else ():
        yield _judged(truth, results[place], place, VALUE, "invented")


def _judged(truth: Mapping[str, Any], result: Mapping[str, Any], place: int, outcome: str, wrong: str) -> Judged:
    cells = (str(result.get(k) or "") for k in ("name", "code", "value", "unit", "reference_range", "flag", "note"))
    return Judged(str(truth["id"]), place, f"{' | '.join(cells)} {wrong}", tuple(result.get("reasons", ())), outcome)


def reason_table(found: Sequence[Judged]) -> list[str]:
    """A line a reason, the most alarms first, and one for all together."""
    head = f"{VALUE:>7} {CELL:>7} {EXACT:>7}"
    lines = [f"{'reason':32} {'alarms':>7} {head} | {'alone':>6} {head}"]
    every: dict[str, Counter[str]] = {}
    alone: dict[str, Counter[str]] = {}
    for one in found:
        for reason in one.reasons:
            every.setdefault(reason, Counter())[one.outcome] += 1
            alone.setdefault(reason, Counter())[one.outcome] += len(one.reasons) == 1

    def cells(c: Counter[str]) -> str:
        return f"{c.total():>7} " + " ".join(f"{c[k]:>7}" for k in (VALUE, CELL, EXACT))

    for reason, counts in sorted(every.items(), key=lambda item: -item[1].total()):
        lines.append(f"{reason:32} {cells(counts)} |{cells(alone[reason])}")
    doubted = Counter(one.outcome for one in found if one.reasons)
    silent = sum(one.outcome == VALUE and not one.reasons for one in found)
    share = doubted.total() / max(1, len(found))
    lines.append(f"{'any':32} {cells(doubted)} | of {len(found)} values, {share:.1%} reviewed, {silent} silent errors")
    return lines


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--alarms", action="store_true", help="print every false alarm and every silent error")
    given = parser.parse_args(arguments)
    world = [s for folder in given.folders for s in see(labelled(folder), folder / ".seen")]
    found = [
        j for s in world for j in judged(s.label, code_report(doubt(s.report, s.texts, s.tables, CALIBRATED)).to_json())
    ]
    for one in found if given.alarms else ():
        if (one.outcome == EXACT) == bool(one.reasons) and (one.reasons or one.outcome == VALUE):
            print(one.document, ",".join(one.reasons) or "SILENT", one.shown, sep="\t")
    print(*reason_table(found), "", *risk_table({"these": world}, CALIBRATED), sep="\n")


if __name__ == "__main__":
    main()
