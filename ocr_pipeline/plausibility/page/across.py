"""Across rows: which relations hold, which fail, whom a failure points at, and which digit would mend it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ocr_pipeline.plausibility.page.algebra import RELATIONS, Quantity, Relation, alternatives, variable_relations
from ocr_pipeline.plausibility.quantities.measures import Measure, measures
from ocr_pipeline.report import Result
from ocr_pipeline.tables.grammar.numbers import parse_number

_ALL = Quantity(1.0, 1.0, 1.0)
#: What the recogniser takes for one another, tried first when a digit is looked for that mends a failure.
_ALIKE = {
    "0": "869",
    "1": "74",
    "2": "7",
    "3": "85",
    "4": "19",
    "5": "638",
    "6": "580",
    "7": "12",
    "8": "360",
    "9": "04",
}


@dataclass
class Verdict:
    """By index of the result: relations that confirm it, and the sentence for those that a failure points at."""

    confirmed: dict[int, list[str]] = field(default_factory=dict)
    doubtful: dict[int, str] = field(default_factory=dict)


def check_algebra(
    results: Sequence[Result],
    confidences: Sequence[float],
    groups: Sequence[int],
    decimal_comma: bool = False,
    impossible: Collection[int] = (),
) -> Verdict:
    """Check all relations. ``groups`` says which panel a result stands in: values are related across the whole document
    unless an analyte is printed more than once, then within a panel only. ``impossible`` are values that cannot be by
    themselves: when one digit mends such a value, it alone is blamed for the relations that fail with it."""
    verdict = Verdict()
    found = measures(results, decimal_comma)
    for part in _scopes(found, groups):
        _check(part, results, confidences, verdict, impossible)
    return verdict


def strict_relations(results: Sequence[Result], decimal_comma: bool = False) -> list[Relation]:
    """Every strict relation that binds values of ``results``, one panel assumed."""
    found = {m.key: m for m in measures(results, decimal_comma)}
    values = {k: q for k, m in found.items() if (q := m.quantity()) is not None}
    dimensions = {k: m.scale.dimension for k, m in found.items() if m.scale is not None}
    return _sort({**values, "ALL%": _ALL}, dimensions)[0]


def _scopes(found: list[Measure], groups: Sequence[int]) -> list[dict[str, Measure]]:
    once: dict[str, list[Measure]] = {}
    for m in found:
        once.setdefault(m.key, []).append(m)
    if all(len({m.number for m in same}) == 1 for same in once.values()):
        return [{k: v[0] for k, v in once.items()}]
    scopes: list[dict[str, Measure]] = []
    for group in sorted({groups[m.index] for m in found}):
        inside = [m for m in found if groups[m.index] == group]
        keys = [m.key for m in inside]
        scopes.append({m.key: m for m in inside if keys.count(m.key) == 1})
    return scopes


def _check(
    part: Mapping[str, Measure],
    results: Sequence[Result],
    confidences: Sequence[float],
    verdict: Verdict,
    impossible: Collection[int],
) -> None:
    values = {k: q for k, m in part.items() if (q := m.quantity()) is not None}
    values["ALL%"] = _ALL
    dimensions = {k: m.scale.dimension for k, m in part.items() if m.scale is not None}
    strict, holding, failing = _sort(values, dimensions)
    holds: dict[str, int] = {}
    for relation in holding:
        for key in relation.members:
            holds[key] = holds.get(key, 0) + 1
            if key in part:
                verdict.confirmed.setdefault(part[key].index, []).append(relation.name)
    alone = [
        k
        for k, m in part.items()
        if m.index in impossible and _mendable(_with(k, failing), {k: m}, results, values, strict)
    ]
    failing = [r for r in failing if not set(alone) & set(r.members)]
    open_ = list(failing)
    mendable = _mendable(failing, part, results, values, strict)
    blamed = set(mendable)
    for key in alone:
        mine = _with(key, strict)
        verdict.doubtful[part[key].index] = _note(
            key, part, results, values, strict, [r for r in mine if not r.holds(values)], ""
        )
    blamed |= set(alone)
    for key in sorted(blamed - set(alone)):
        mine = [r for r in failing if key in r.members]
        verdict.doubtful[part[key].index] = _note(key, part, results, values, strict, mine, "")
    while open_:
        score: dict[str, float] = {}
        for relation in open_:
            for key in relation.members:
                if key in part:
                    score[key] = score.get(key, 0.0) + 1.0
        for key in score:
            score[key] -= 1.0 * holds.get(key, 0)
        best = max(score.values())
        first = next(r for r in open_ if any(k in part and score[k] == best for k in r.members))
        tied = [k for k in first.members if k in part and score[k] == best]
        blamed.update(tied)
        weakest = min(tied, key=lambda k: confidences[part[k].index])
        for key in tied:
            mine = [r for r in open_ if key in r.members]
            note = _note(key, part, results, values, strict, mine, weakest)
            verdict.doubtful.setdefault(part[key].index, note)
        open_ = [r for r in open_ if not set(tied) & set(r.members)]
    lone = {k for r in failing for k in r.members if k in part and k not in holds}
    unsure = any(confidences[part[k].index] < _CLEAR for k in lone)
    if len(failing) >= _EVERYWHERE and len(lone) > _EVERYWHERE and unsure and not mendable:
        for key in sorted(lone):  # whom a failure points at cannot be told where nothing holds
            verdict.doubtful.setdefault(
                part[key].index, _note(key, part, results, values, strict, _with(key, failing), "")
            )
    for key in _too_much(values, part):
        if key not in holds:
            verdict.doubtful.setdefault(part[key].index, "Does not fit the other values (the shares exceed 100 %).")
    for key in blamed:
        verdict.confirmed.pop(part[key].index, None)


#: Relations that fail at once, and values that none confirms, from which all of these are doubtful.
#: Where every one of them was read without hesitation the report itself is made so, and the most concerned are enough.
_EVERYWHERE, _CLEAR = 3, 0.97
_SHARES = ("NEU%", "LYM%", "MON%", "EOS%", "BAS%")


def _too_much(values: Mapping[str, Quantity], part: Mapping[str, Measure]) -> list[str]:
    """Shares of leucocytes that exceed the whole though not all of them are printed (or were read)."""
    shares = [k for k in _SHARES if k in values and k in part]
    return shares if sum(values[k].low for k in shares) > 1.0 else []


def _with(key: str, relations: Sequence[Relation]) -> list[Relation]:
    return [r for r in relations if key in r.members]


def _mendable(
    failing: Sequence[Relation],
    part: Mapping[str, Measure],
    results: Sequence[Result],
    values: Mapping[str, Quantity],
    strict: Sequence[Relation],
) -> set[str]:
    """Members of every failure whose one misread digit would explain all of them at once."""
    if not failing:
        return set()
    common = set.intersection(*(set(r.members) for r in failing)) & set(part)
    return {
        k
        for k in common
        if mending_value(results[part[k].index].value, part[k], values, [r for r in strict if k in r.members])
    }


def _sort(
    values: Mapping[str, Quantity], dimensions: Mapping[str, str]
) -> tuple[list[Relation], list[Relation], list[Relation]]:
    """All strict relations at hand, those that hold, and the strict ones that fail."""
    strict: list[Relation] = []
    holding: list[Relation] = []
    failing: list[Relation] = []
    for relation in (*RELATIONS, *variable_relations(dimensions)):
        state = relation.holds(values)
        if state is None:
            continue
        if not relation.soft:
            strict.append(relation)
        if state and relation.slack < 0.5:
            holding.append(relation)
        elif not state and not relation.soft:
            failing.append(relation)
    for choices, binding in alternatives(values):
        states = [(r, r.holds(values)) for r in choices]
        known = [(r, s) for r, s in states if s is not None]
        true = next((r for r, s in known if s), None)
        if true is not None:
            holding.append(true)
            strict.append(true)
        elif known and binding:
            failing.append(known[0][0])
            strict.append(known[0][0])
    return strict, holding, failing


def _note(
    key: str,
    part: Mapping[str, Measure],
    results: Sequence[Result],
    values: Mapping[str, Quantity],
    strict: Sequence[Relation],
    failing: Sequence[Relation],
    weakest: str,
) -> str:
    names = "; ".join(dict.fromkeys(r.name for r in failing))
    concerned = [r for r in strict if key in r.members]
    mended = mending_value(results[part[key].index].value, part[key], values, concerned)
    text = f"Does not fit the other values ({names})."
    if mended:
        text += f" {mended} would fit."
    elif key == weakest and len(failing) == 1:
        text += " This is the least certain of the values concerned."
    return text


def mending_value(
    printed: str, measure: Measure, values: Mapping[str, Quantity], relations: Sequence[Relation]
) -> str | None:
    """The value with one digit changed, or the decimal sign moved, that satisfies every relation; None without one.
    A suggestion for the reviewer, never used in place of the value."""
    for candidate in _candidates(printed):
        number = parse_number(candidate)
        if number is None:
            continue
        moved = Measure(measure.index, measure.key, number, _places(number), measure.scale)
        quantity = moved.quantity()
        if quantity is None:
            continue
        trial = {**values, measure.key: quantity}
        if all(r.holds(trial) is not False for r in relations):
            return candidate
    return None


def _candidates(printed: str) -> list[str]:
    out: list[str] = []
    for alike in (True, False):
        for at, char in enumerate(printed):
            if char.isdigit():
                others = _ALIKE[char] if alike else "".join(d for d in "0123456789" if d not in _ALIKE[char] + char)
                out.extend(printed[:at] + other + printed[at + 1 :] for other in others)
    if sum(map(str.isdigit, printed)) > 2:  # a digit read twice
        out.extend(printed[:at] + printed[at + 1 :] for at in range(len(printed)) if printed[at].isdigit())
    digits = printed.replace(".", "").replace(",", "")
    if digits.isdigit():
        out.extend(c for at in range(1, len(digits) + 1) if (c := _point(digits, at)) != printed)
    return out


def _point(digits: str, at: int) -> str:
    return f"{digits[:at]}.{digits[at:]}" if at < len(digits) else digits


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
