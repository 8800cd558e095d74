"""Finds the thresholds of doubt on drawn pages, and shows what they are worth on pages that calibration never saw.

``python -m tests.bench.calibrate --out DIR [--count N] [--seed S] [--write]`` draws two worlds (the splits *calibration*
and *test* share no template family and no seed), reads them once, searches the thresholds on the first, and prints the
table of risk against coverage for both, and for labelled folders given with ``--labelled``. ``--write`` puts the thresholds
into ``plausibility/thresholds.py`` and the table into ``docs/accuracy.md``.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import ocr_pipeline.plausibility.thresholds as store
from adapter.bench.labelled import Labelled, drawn, labelled
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
    "name": (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9),
    "rival": (0.4, 0.3, 0.2, 0.15, 0.1, 0.05),
    "confirmed": (0.2, 0.4, 0.6),  # beyond, a relation that holds would confirm nothing that the eye was unsure of
    "uneven": (0.9, 0.6, 0.45, 0.3),
    "spread": (1.2, 0.9, 0.75, 0.6),
    "small": (0.0, 6.0, 8.0, 9.0, 10.0),
}
#: Silent errors per thousand values that calibration aims at or below; then as few values to review as can be.
TARGET = 2.0
#: Share of all values that a stricter threshold may send to review beyond the best.
SPARE = 0.003
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
    """One threshold after the other, twice round: the strictest that costs hardly more than the best, because what a few
    dozen pages save is no promise for others."""
    best = start
    for _ in range(2):
        for name, values in TRIED.items():
            costs = {value: cost(judge(world, replace(best, **{name: value}))[1]) for value in values}
            few = SPARE * sum(len(item.report.results) for item in world)
            best = replace(best, **{name: [v for v in values if costs[v] <= min(costs.values()) + few][-1]})
    return best


def risk_table(worlds: Mapping[str, Sequence[Seen]], limits: Thresholds) -> list[str]:
    """Silent errors (wrong, missing or invented) against the share reviewed, from no eye at all to a very strict one."""
    named = {name: world for name, world in worlds.items() if world}
    lines = [
        "| weakest character | " + " | ".join(f"{name}: reviewed | silent per 1,000 values" for name in named) + " |"
    ]
    lines.append("|---|" + "---:|---:|" * len(named))
    for label, character in (
        ("not asked", 0.0), ("loose", 0.5), ("as shipped", limits.character), ("strict", 0.95), ("very strict", 0.995),
    ):  # fmt: skip
        cells = [f"{label} ({character:g})"]
        for world in named.values():
            counts, decisions = judge(world, replace(limits, character=character))
            silent = sum(counts[f"silent_{kind}"] for kind in ("wrong", "missing", "invented"))
            values = max(1, len(decisions))
            cells += [f"{reviewed_of(decisions) / values:.1%}", f"{1000 * silent / values:.1f}"]
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def document(lines: Sequence[str], command: str, path: Path = Path("docs/accuracy.md")) -> None:
    """Puts the table between its marks in ``path``."""
    mark, text = "calibration", path.read_text("utf-8")
    table = "\n".join((f"<!-- {mark} -->", f"Printed by `{command}`.", "", *lines, f"<!-- /{mark} -->"))
    path.write_text(re.sub(rf"<!-- {mark} -->.*?<!-- /{mark} -->", lambda _: table, text, flags=re.DOTALL), "utf-8")


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
    parser.add_argument("--test-seed", type=int, default=0, help="seed of the test split, when not the next one")
    parser.add_argument(
        "--labelled", type=Path, nargs="*", default=[], help="folders of pictures with labels, for the table"
    )
    parser.add_argument("--write", action="store_true", help="write plausibility/thresholds.py and docs/accuracy.md")
    args = parser.parse_args(argv)
    test = (args.test_seed or args.seed + 1, args.test_count or args.count)
    plan = {"calibration": (args.seed, args.count), "test": test}
    worlds = {
        split: see(drawn(args.out / split, seed=seed, count=count, split=split), args.out / split / ".seen")
        for split, (seed, count) in plan.items()
    }
    worlds |= {f"labelled {n}": see(labelled(one), one / ".seen") for n, one in enumerate(args.labelled, 1)}
    before = CALIBRATED
    limits = search(worlds["calibration"], before)
    for item in fields(limits):
        old, new = getattr(before, item.name), getattr(limits, item.name)
        print(f"{item.name:10} {new:g}" + (f"  (was {old:g})" if new != old else ""))
    for split, world in worlds.items():
        counts, decisions = judge(world, limits)
        print(
            f"{split}: {len(decisions)} values, exact rows {counts['exact'] / max(1, counts['rows']):.1%} of {counts['rows']}"
        )
    table = risk_table(worlds, limits)
    print("\n".join(table))
    if args.write:
        write(limits)
        given = f"--seed {args.seed} --count {args.count} --test-seed {test[0]} --test-count {test[1]}"
        document(
            table, f"python -m tests.bench.calibrate --out DIR {given}" + " --labelled FOLDER" * len(args.labelled)
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
