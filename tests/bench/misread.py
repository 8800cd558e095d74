"""What doubt is worth when the eye slips and is sure of it: ``python -m tests.bench.misread FOLDER... [--each N]``.

Takes what was seen of labelled pages (kept as by ``tests.bench.replay``), changes one digit of one recognised value at a
time into another, keeps its confidence, reads the page again from there and counts where the changed value is doubted. Only
values that were exact and certain before, and changes of more than 2 %, count. *Possible* changes also stay on the same
side of the printed interval: no mark can tell them.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from unittest.mock import patch

from adapter.bench.labelled import Labelled, labelled
from ocr_pipeline.loading import DocumentError
from ocr_pipeline.page import Engine, Line, PageImage, PageText, Polygon
from ocr_pipeline.pipeline import read
from ocr_pipeline.plausibility.quantities.analytes import identify
from ocr_pipeline.rectify import Steps
from ocr_pipeline.report import Result
from ocr_pipeline.tables.grammar.numbers import parse_number
from ocr_pipeline.tables.grammar.ranges import parse_range
from tests.bench.digit_change import one_digit_off
from tests.bench.reasons import EXACT, judged
from tests.bench.replay import Late, seen


@dataclass(frozen=True, slots=True)
class Slip:
    """One digit of a recognised value changed: what stood there, what stands there now, and whether that was doubted."""

    document: str
    was: Result
    value: str
    noticed: bool

    @property
    def possible(self) -> bool:
        """True when the changed value lies on the same side of the printed interval."""
        interval, numbers = (
            parse_range(self.was.reference_range),
            [parse_number(v) for v in (self.was.value, self.value)],
        )
        if interval is None or None in numbers:
            return True
        before, after = (interval.places(n) for n in numbers if n is not None)
        return before == after


def slips(document: Labelled, folder: Path, engine: Engine, each: int, seed: int = 1) -> Iterator[Slip]:
    """``each`` changes at most of one document, chosen by ``seed``."""
    dice = random.Random(f"{seed} {document.truth['id']}")
    data = document.path.read_bytes()
    with seen(document, folder):
        before = read(data, engine)
    outcomes = {j.place: j for j in judged(document.truth, before.report.to_json())}
    certain = [r for i, r in enumerate(before.report.results) if i in outcomes and _fair(outcomes[i].outcome, r)]
    dice.shuffle(certain)
    done = 0
    for result in certain:
        changed = _changed(before.texts, result, dice)
        if done == each or changed is None:
            continue
        value, pages = changed
        with _already_seen(pages):
            after = [r for r in read(data, engine).report.results if _same_place(r, result)]
        if any(r.value == value for r in after):
            done += 1
            yield Slip(str(document.truth["id"]), result, value, any(r.needs_review for r in after))


def _fair(outcome: str, result: Result) -> bool:
    return outcome == EXACT and not result.reasons and parse_number(result.value) is not None


def _changed(pages: Sequence[PageText], result: Result, dice: random.Random) -> tuple[str, dict[int, PageText]] | None:
    """The value with one digit otherwise, and the pages with that character in its line; None when it is no plain number or
    its line is not found."""
    number = parse_number(result.value)
    text = next((t for t in pages if t.index == result.page), None)
    if number is None or not number or text is None:
        return None
    others = [o for o in one_digit_off(result.value) if abs((parse_number(o) or number) - number) > abs(number) / 50]
    lines = [i for i, line in enumerate(text.lines) if _holds(line, result)]
    if not others or len(lines) != 1:
        return None
    line, value = text.lines[lines[0]], dice.choice(others)
    start = line.text.find(result.value)
    at = next(i for i, (a, b) in enumerate(zip(result.value, value, strict=True)) if a != b)
    chars = list(line.chars)
    if len(chars) != len(line.text):
        return None
    chars[start + at] = replace(chars[start + at], text=value[at])
    whole = line.text[: start + at] + value[at] + line.text[start + at + 1 :]
    moved = replace(line, text=whole, chars=tuple(chars))
    changed = replace(text, lines=(*text.lines[: lines[0]], moved, *text.lines[lines[0] + 1 :]))
    return value, {t.index: changed if t is text else t for t in pages}


def _holds(line: Line, result: Result) -> bool:
    """True for the one line that prints the value where the result says it stands."""
    (x, y), (left, top, right, bottom) = _centre(result.value_polygon), _box(line.polygon)
    return line.text.count(result.value) == 1 and left <= x <= right and top <= y <= bottom


def _same_place(one: Result, other: Result) -> bool:
    (x, y), (left, top, right, bottom) = _centre(one.value_polygon), _box(other.value_polygon or other.polygon)
    return one.page == other.page and left <= x <= right and top <= y <= bottom


def _centre(polygon: Polygon) -> tuple[float, float]:
    return tuple(sum(p[i] for p in polygon) / max(1, len(polygon)) for i in (0, 1))  # type: ignore[return-value]


def _box(polygon: Polygon) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in polygon] or [0.0], [y for _, y in polygon] or [0.0]
    return min(xs), min(ys), max(xs), max(ys)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--each", type=int, default=2, help="changes a document")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--missed", action="store_true", help="print every change that was not doubted")
    given = parser.parse_args(arguments)
    counts: Counter[str] = Counter()
    engine = Late()
    for folder in given.folders:
        for document in labelled(folder):
            if not document.truth.get("rows"):
                continue
            try:
                for slip in slips(document, folder / ".seen", engine, given.each, given.seed):
                    bound = identify(slip.was.name, slip.was.code, slip.was.unit) is not None
                    for group in (
                        "all",
                        "known analyte" if bound else "other",
                        *(("possible",) if slip.possible else ()),
                    ):
                        counts.update({group: 1, f"{group} noticed": slip.noticed})
                    if given.missed and not slip.noticed:
                        print(slip.document, slip.was.name, slip.was.value, "->", slip.value, slip.was.reference_range)
            except DocumentError:
                continue
    for group in ("all", "known analyte", "other", "possible"):
        print(
            f"{group:16} {counts[group + ' noticed']:4} of {counts[group]:4} {counts[group + ' noticed'] / max(1, counts[group]):.1%}"
        )


def _already_seen(pages: dict[int, PageText]):  # type: ignore[no-untyped-def]
    def once(page: PageImage, engine: Engine, steps: Steps) -> PageText:
        return pages[page.index]

    return patch.multiple("ocr_pipeline.pipeline", see_page=once, text_layer_agrees=lambda page, engine: True)


if __name__ == "__main__":
    main()
