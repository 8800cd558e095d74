"""Finds the thresholds of doubt on drawn pages, and shows what they are worth on pages that calibration never saw.

``python -m tests.bench.calibrate --out DIR [--count N] [--seed S] [--write]`` draws two worlds (the splits *calibration*
and *test* share no template family and no seed), reads them once, searches the thresholds on the first, and prints the
table of risk against coverage for the second. ``--write`` puts the thresholds into ``plausibility/thresholds.py``.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import ocr_pipeline.plausibility.thresholds as store
from adapter.bench.labelled import Labelled, drawn
from adapter.bench.scoring import Decision, score
from ocr_pipeline.loading import DocumentError
from ocr_pipeline.page import PageText
from ocr_pipeline.plausibility import CALIBRATED, Thresholds, doubt
from ocr_pipeline.report import Report
from ocr_pipeline.tables import Tables
from tests.bench.replay import Late, replay

#: What each threshold is tried at, loose to strict.
TRIED: dict[str, tuple[float, ...]] = {
    "character": (0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98),
    "sign": (0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95),
    "name": (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8),
    "rival": (0.4, 0.3, 0.2, 0.15, 0.1, 0.05),
    "confirmed": (0.2, 0.4, 0.6, 0.8),
    "uneven": (0.9, 0.6, 0.45, 0.3),
    "spread": (1.2, 0.9, 0.75, 0.6),
    "small": (0.0, 6.0, 8.0, 9.0, 10.0),
}
#: Silent errors per thousand values that calibration aims at or below; then as few values to review as can be.
TARGET = 2.0
_PER_SILENT = 12.0  #: reviewing so many values is as bad as one silent error above the target


@dataclass(frozen=True)
class Seen:
    """A document that was read once: its label, texts, tables, and the report before doubt."""

    label: dict[str, Any]
    texts: Sequence[PageText]
    tables: Tables
    report: Report


def see(world: Sequence[Labelled], cache: Path) -> list[Seen]:
    """Reads every document of ``world`` as the pipeline does, up to doubt; what was seen is kept in ``cache`` and taken from
    there the next time."""
    engine, out = Late(), []
    for item in world:
        held: list[Seen] = []

        def keep(report: Report, texts: Sequence[PageText], tables: Tables, item: Labelled = item) -> Report:
            held.append(Seen(dict(item.truth), texts, tables, report))  # noqa: B023
            return report

        try:
            with patch("ocr_pipeline.pipeline.doubt", keep):
                replay(item, cache, engine)
        except DocumentError:
            continue
        out.extend(held)
    return out


def judge(world: Sequence[Seen], limits: Thresholds) -> tuple[Counter[str], list[Decision]]:
    """Counts and decisions over all documents under ``limits``."""
    counts: Counter[str] = Counter()
    decisions: list[Decision] = []
    for item in world:
        scored = score(item.label, doubt(item.report, item.texts, item.tables, limits).to_json())
        counts.update(scored.counts)
        decisions.extend(scored.decisions)
    return counts, decisions


def silent_of(decisions: Sequence[Decision]) -> int:
    return sum(d.wrong and not d.reviewed for d in decisions)


def reviewed_of(decisions: Sequence[Decision]) -> int:
    return sum(d.reviewed for d in decisions)


def cost(decisions: Sequence[Decision]) -> float:
    """What calibration makes small: values to review, and dearly each silent error above the target."""
    over = max(0.0, silent_of(decisions) - TARGET / 1000 * len(decisions))
    return reviewed_of(decisions) + _PER_SILENT * over


def search(world: Sequence[Seen], start: Thresholds) -> Thresholds:
    """One threshold after the other, twice round; a stricter one is taken only where it pays."""
    best, least = start, cost(judge(world, start)[1])
    for _ in range(2):
        for name, values in TRIED.items():
            for value in values:
                trial = replace(best, **{name: value})
                found = cost(judge(world, trial)[1])
                if found <= least:  # of equals the stricter one, which comes later
                    best, least = trial, found
    return best


def risk_table(world: Sequence[Seen], limits: Thresholds) -> list[str]:
    """Silent errors against share reviewed, from looser than calibrated to stricter."""
    lines = ["| strictness | reviewed | silent errors per 1,000 values |", "|---|---|---|"]
    for label, character in (
        ("no eye", 0.0),
        ("loose", 0.5),
        ("calibrated", limits.character),
        ("strict", 0.95),
        ("very strict", 0.995),
    ):
        decisions = judge(world, replace(limits, character=character))[1]
        if decisions:
            share, silent = reviewed_of(decisions) / len(decisions), silent_of(decisions) / len(decisions)
            lines.append(f"| {label} ({character:g}) | {share:.1%} | {1000 * silent:.1f} |")
    return lines


def write(limits: Thresholds) -> None:
    """Puts the numbers into the source of :class:`Thresholds`."""
    path = Path(store.__file__)
    text = path.read_text("utf-8")
    for item in fields(limits):
        text = re.sub(rf"(?m)^(    {item.name}: float = )\S+$", rf"\g<1>{getattr(limits, item.name)!r}", text)
    path.write_text(text, "utf-8")


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.calibrate", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder for the drawn worlds and what was read")
    parser.add_argument("--count", type=int, default=150, help="documents per split")
    parser.add_argument("--test-count", type=int, default=0, help="documents of the test split, when not as many")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true", help="put the thresholds into plausibility/thresholds.py")
    args = parser.parse_args(argv)
    plan = {"calibration": (args.seed, args.count), "test": (args.seed + 1, args.test_count or args.count)}
    worlds = {
        split: see(drawn(args.out / split, seed=seed, count=count, split=split), args.out / split / ".seen")
        for split, (seed, count) in plan.items()
    }
    before = CALIBRATED
    limits = search(worlds["calibration"], before)
    for item in fields(limits):
        old, new = getattr(before, item.name), getattr(limits, item.name)
        print(f"{item.name:10} {new:g}" + (f"  (was {old:g})" if new != old else ""))
    for split, world in worlds.items():
        counts, decisions = judge(world, limits)
        print(
            f"{split}: {len(decisions)} values, reviewed {reviewed_of(decisions) / max(1, len(decisions)):.1%}, "
            f"silent {1000 * silent_of(decisions) / max(1, len(decisions)):.1f} per 1,000, "
            f"exact rows {counts['exact'] / max(1, counts['rows']):.1%} of {counts['rows']}"
        )
    print("\n".join(risk_table(worlds["test"], limits)))
    if args.write:
        write(limits)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
