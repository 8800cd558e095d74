"""A small fixed set of drawn pages, read and compared with committed figures: does a change make reading worse?

    python -m adapter.bench.gate [--write]

``--write`` commits the present figures to ``fixtures/samples/gate.json``; its diff is reviewed like code.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from adapter.bench import figures
from adapter.bench.scoring import Score, score

GATE = Path(__file__).parents[2] / "fixtures" / "samples" / "gate.json"
#: Template, capture level, seed: each family of templates once, the levels spread over them.
PAGES = (
    ("en_cbc", "phone", 101),
    ("en_ct", "flatbed", 102),
    ("zh_cbc_one_panel", "hard_phone", 103),
    ("zh_cbc_two_panels", "flatbed", 104),
    ("zh_cbc_two_panels", "turned", 105),
    ("zh_cbc_three_panels", "phone", 106),
    ("zh_chemistry", "fax", 107),
    ("zh_chemistry", "digital_pdf", 108),
    ("zh_urine", "messenger", 109),
    ("zh_urine", "curled", 110),
    ("zh_ultrasound", "phone", 111),
    ("zh_ultrasound", "any_angle", 112),
)
_COUNTS = ("docs", "rows", "exact", "value_ok", "silent", "invented", "review", "pred", "cer_d", "cer_n")


def measure(pages: Iterable[tuple[str, str, int]] = PAGES) -> list[Score]:
    """Draws and reads the pages, in f32 so that machines agree."""
    from adapter.bench.readers import OURS, make
    from fixtures.generator.document import draw_one

    reader = make(OURS, precision="f32")
    scores = []
    for template, level, seed in pages:
        drawn = draw_one(template, level, seed, "development")
        truth = {**drawn.truth, "id": f"{template}_{level}_{seed}"}
        scores.append(score(truth, reader(drawn.data).report))
    return scores


def counted(scores: Iterable[Score]) -> dict[str, int]:
    """The counts that are committed."""
    counts = figures.total(scores)
    counts["silent"] = figures.silent(counts)
    return {name: counts[name] for name in _COUNTS}


def worse(now: Mapping[str, int], committed: Mapping[str, int]) -> list[str]:
    """What got worse beyond noise, a sentence each; empty when the gate is open.

    Noise is two standard deviations of the committed count (binomial for exact rows, Poisson for silent errors and
    characters), at least two rows, one silent error: other fonts and processors move a row, a defect moves many.
    """
    out = []
    rows, before = max(committed["rows"], 1), committed["exact"] / max(committed["rows"], 1)
    allowed = max(2.0, 2 * math.sqrt(rows * before * (1 - before))) / rows
    after = now["exact"] / max(now["rows"], 1)
    if after < before - allowed:
        out.append(
            f"Exact rows fell from {before:.3f} to {after:.3f}, more than the {allowed:.3f} that noise explains."
        )
    for name, what, least in (("silent", "Silent errors", 1.0), ("cer_d", "Narrative character errors", 10.0)):
        most = committed[name] + max(least, 2 * math.sqrt(committed[name]))
        if now[name] > most:
            out.append(
                f"{what} rose from {committed[name]} to {now[name]}, more than the {most:.0f} that noise explains."
            )
    return out


def committed_figures() -> dict[str, Any]:
    return dict(json.loads(GATE.read_text(encoding="utf-8")))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--write", action="store_true", help="commit the present figures")
    options = parser.parse_args()
    scores = measure()
    for one in scores:
        print(f"{one.name}: {one.counts['exact']}/{one.counts['rows']} exact, {figures.silent(one.counts)} silent")
    now = counted(scores)
    print(json.dumps(now))
    if options.write:
        body = {"pages": [list(page) for page in PAGES], "figures": now}
        GATE.parent.mkdir(parents=True, exist_ok=True)
        GATE.write_text(json.dumps(body, indent=1) + "\n", encoding="utf-8")
        return 0
    found = worse(now, committed_figures()["figures"])
    for sentence in found:
        print(sentence, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
