"""Counts of many documents as the figures of the tables, with intervals by bootstrap over documents.

A document is the unit that is resampled, because the errors of one page hang together (Efron and Tibshirani 1993,
chapter 6); percentile intervals of 95 %.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from adapter.bench.scoring import Decision, Score

#: Figure: (counts above the line, counts below it).
RATIOS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "exact rows": (("exact",), ("rows",)),
    "value": (("value_ok",), ("rows",)),
    "unit": (("unit_ok",), ("rows",)),
    "range": (("ref_ok",), ("ref_n",)),
    "flag": (("flag_ok",), ("rows",)),
    "silent errors": (("silent_wrong", "silent_missing", "silent_invented"), ("rows",)),
    "invented": (("invented",), ("rows",)),
    "reviewed": (("review",), ("pred",)),
    "character errors": (("cer_d",), ("cer_n",)),
    "headings": (("heading_ok",), ("heading_n",)),
    "headings and kinds": (("kind_ok",), ("heading_n",)),
    "identity leaks": (("phi_leak",), ("phi_n",)),
}
_ROUNDS = 1000


@dataclass(frozen=True, slots=True)
class Figure:
    """A share with its interval; all three are None when there was nothing to count."""

    share: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """Of all predicted values, ``coverage`` are taken without a look; of those ``risk`` are wrong."""

    what: str
    coverage: float
    risk: float


def total(scores: Iterable[Score]) -> Counter[str]:
    out: Counter[str] = Counter()
    for score in scores:
        out.update(score.counts)
    return out


def silent(counts: Counter[str]) -> int:
    """Wrong, missing or invented values that nothing marks."""
    return counts["silent_wrong"] + counts["silent_missing"] + counts["silent_invented"]


def figure(scores: Sequence[Score], name: str, rounds: int = _ROUNDS, seed: int = 1) -> Figure:
    """One of :data:`RATIOS` over ``scores`` with its interval."""
    above, below = RATIOS[name]
    return _figure(
        np.array([sum(s.counts[k] for k in above) for s in scores], float),
        np.array([sum(s.counts[k] for k in below) for s in scores], float),
        rounds,
        seed,
    )


def link_f1(scores: Sequence[Score], rounds: int = _ROUNDS, seed: int = 1) -> Figure:
    """F1 of figure links: twice the right ones over those wanted and those said."""
    return _f1(scores, "link", rounds, seed)


def abbreviation_f1(scores: Sequence[Score], rounds: int = _ROUNDS, seed: int = 1) -> Figure:
    """The same of abbreviations of analytes."""
    return _f1(scores, "abbr", rounds, seed)


def _f1(scores: Sequence[Score], what: str, rounds: int, seed: int) -> Figure:
    right = np.array([2 * s.counts[f"{what}_right"] for s in scores], float)
    both = np.array([s.counts[f"{what}_wanted"] + s.counts[f"{what}_said"] for s in scores], float)
    return _figure(right, both, rounds, seed)


def _figure(above: np.ndarray, below: np.ndarray, rounds: int, seed: int) -> Figure:
    if below.sum() == 0:
        return Figure(None)
    share = float(above.sum() / below.sum())
    if rounds == 0 or len(below) < 2:
        return Figure(share)
    picks = np.random.default_rng(seed).integers(0, len(below), (rounds, len(below)))
    drawn_below = below[picks].sum(axis=1)
    drawn = above[picks].sum(axis=1)[drawn_below > 0] / drawn_below[drawn_below > 0]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Figure(share, float(low), float(high))


def by(scores: Iterable[Score], key: str) -> dict[str, list[Score]]:
    """Scores grouped by template, level or lang, in order of the name."""
    groups: dict[str, list[Score]] = {}
    for score in scores:
        groups.setdefault(score.about.get(key, ""), []).append(score)
    return dict(sorted(groups.items()))


def risk_coverage(scores: Iterable[Score]) -> list[Point]:
    """Risk at the working point (what is not marked for review) and at coverages of the values ordered by marks, then
    confidence."""
    decisions = [d for score in scores for d in score.decisions]
    if not decisions:
        return []
    taken = [d for d in decisions if not d.reviewed]
    points = [Point("not marked for review", len(taken) / len(decisions), _risk(taken))]
    ranked = sorted(decisions, key=lambda d: (d.reviewed, -d.confidence))
    for share in (0.5, 0.8, 0.9, 0.95, 0.99, 1.0):
        part = ranked[: max(1, round(share * len(ranked)))]
        points.append(Point(f"surest {share:.0%}", len(part) / len(ranked), _risk(part)))
    return points


def _risk(decisions: Sequence[Decision]) -> float:
    return sum(d.wrong for d in decisions) / len(decisions) if decisions else 0.0
