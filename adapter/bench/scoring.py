"""One document scored: rows, silent errors, narrative, figure links, leaks of identity. The same counts as the outside contract's
``score.py``; a test holds the two together where that file is at hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from adapter.bench import wording
from adapter.bench.abbreviations import compare
from adapter.bench.narrative import leaks, narrative
from adapter.bench.pairing import pair

Truth = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Decision:
    """One predicted value, for the curve of risk against coverage."""

    confidence: float
    reviewed: bool
    wrong: bool


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one document. ``about`` has template, level and lang; ``errors`` name what was wrong, for people;
    ``exact`` holds the places of the label's rows that are."""

    name: str
    about: Mapping[str, str]
    counts: Counter[str]
    decisions: tuple[Decision, ...] = ()
    errors: tuple[str, ...] = field(default=(), repr=False)
    exact: frozenset[int] = frozenset()


def score(truth: Truth, report: Mapping[str, Any] | None, written: str = "") -> Score:
    """Score a ``report.json`` (None when there is none) against its label. ``written`` is the text of the other files that
    were made of the document: nobody's identity may stand in it either."""
    counts: Counter[str] = Counter(docs=1, rows=len(truth.get("rows", ())))
    if report is None:
        counts["missing_docs"] = 1
        for section in truth.get("sections", ()):
            counts.update(cer_n=len(wording.plain(section["text"])), cer_d=len(wording.plain(section["text"])))
        return Score(str(truth["id"]), _about(truth), counts, errors=("no report",))
    decisions, errors, exact = _rows(truth, report, counts)
    errors += narrative(truth, report, counts)
    errors += leaks(truth, report, written, counts)
    return Score(str(truth["id"]), _about(truth), counts, tuple(decisions), tuple(errors), exact)


def _about(truth: Truth) -> dict[str, str]:
    level = truth.get("level") or truth.get("capture")
    template = truth.get("template") or truth.get("kind")
    return {"template": str(template or ""), "level": str(level or ""), "lang": str(truth.get("lang") or "")}


def _rows(
    truth: Truth, report: Mapping[str, Any], counts: Counter[str]
) -> tuple[list[Decision], list[str], frozenset[int]]:
    rows, results = truth.get("rows", ()), report.get("results", ())
    found, invented = pair(rows, results)
    uncertain = uncertain_of(truth)
    document_reviewed = bool(report.get("needs_review"))
    decisions: list[Decision] = []
    errors: list[str] = []
    exact: set[int] = set()
    counts.update(pred=len(results), review=sum(bool(r.get("needs_review")) for r in results))
    counts.update(compare(rows, results, partial=bool(truth.get("partial"))))
    counts["loinc"] += sum(bool(r.get("loinc")) for r in results)
    for index, row in enumerate(rows):
        if index not in found:
            counts["silent_missing"] += not document_reviewed
            errors.append(f"missing: {row['name']}")
            continue
        result = results[found[index]]
        wrong = _row(row, result, uncertain, counts)
        if wrong:
            errors.append(f"{row['name']}: {wrong}")
        else:
            exact.add(index)
        value_wrong = wording.predicted_value(dict(result)) != wording.value(row["value"])
        decisions.append(_decision(result, value_wrong))
    if not truth.get("partial"):
        counts["invented"] += len(invented)
        counts["silent_invented"] += sum(not results[j].get("needs_review") for j in invented)
        decisions += [_decision(results[j], True) for j in invented]
        errors += [f"invented: {results[j].get('name')} {results[j].get('value')}" for j in invented]
    return decisions, errors, frozenset(exact)


def _row(row: Truth, result: Mapping[str, Any], uncertain: str, counts: Counter[str]) -> str:
    """Counts one found row; says what is wrong with it, empty when it is exact."""
    wrong = wrong_cells(row, result, uncertain)
    value, unit, flag = ("value" not in wrong), ("unit" not in wrong), ("flag" not in wrong)
    if row.get("ref"):
        counts["ref_n"] += 1
        counts["ref_ok"] += _same_interval(row, result)
    counts.update(found=1, value_ok=int(value), unit_ok=int(unit), flag_ok=int(flag), exact=int(not wrong))
    if not value and not result.get("needs_review"):
        counts["silent_wrong"] += 1
    return ", ".join(f"{what} {said!r} instead of {true!r}" for what, (true, said) in wrong.items())


def wrong_cells(row: Truth, result: Mapping[str, Any], uncertain: str = "") -> dict[str, tuple[Any, Any]]:
    """The cells of ``result`` that are not what ``row`` prints, each with what is printed and what was read. Where the
    labeller could not tell (``uncertain`` names it), a range is not held against the reading."""
    known = f"ref of {row['name']}" in uncertain or (row.get("name_main") or row["name"]) in uncertain
    unit = wording.unit(row.get("unit")) in {wording.unit(result.get("unit")), wording.unit(result.get("ucum"))}
    right = {
        "value": wording.predicted_value(dict(result)) == wording.value(row["value"]),
        "unit": unit,
        "range": not row.get("ref") or known or _same_interval(row, result),
        "flag": wording.flag(result.get("flag")) == wording.flag(row.get("flag")),
    }
    keys = {
        "value": ("value", "value"),
        "unit": ("unit", "unit"),
        "range": ("ref", "reference_range"),
        "flag": ("flag",) * 2,
    }
    return {what: (row.get(keys[what][0]), result.get(keys[what][1])) for what, fine in right.items() if not fine}


def _same_interval(row: Truth, result: Mapping[str, Any]) -> bool:
    printed = wording.interval(result.get("reference_range"), row.get("unit"))
    return printed == wording.interval(row["ref"], row.get("unit"))


def _decision(result: Mapping[str, Any], wrong: bool) -> Decision:
    return Decision(float(result.get("confidence") or 0.0), bool(result.get("needs_review")), wrong)


def uncertain_of(truth: Truth) -> str:
    said = truth.get("uncertain", [])
    return " ".join(str(s) for s in said) if isinstance(said, list) else str(said)
