"""Is the page upright, are rows straight, do polygons lie where the print lies: ``python -m tests.bench.geometry``.

Drawn pages whose exact way from flat paper to picture is known. Two parts:

- ``orientation``: detection and the vote alone, on several hundred pages turned by quarters and by any angle;
- ``lines``: the whole of seeing on pages that are flat, tilted, turned, curled and folded: strings found beside the
  same page flat, rows whose name and value come to lie on one line, overlap of reported polygons with the print.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from adapter.bench import recall
from adapter.bench.level_rows import on_one_line
from fixtures.generator.canvas import Box
from fixtures.generator.dice import Dice
from fixtures.generator.document import Document, compose, template_names
from fixtures.generator.finish import finish
from fixtures.generator.levels import LEVELS, paper
from fixtures.generator.levels.base import Captured, Rgb
from fixtures.generator.levels.base import Mapping as Way
from fixtures.generator.levels.camera import Shot, between, either_sign, shoot
from ocr_pipeline.engines import load_engine
from ocr_pipeline.loading import open_document
from ocr_pipeline.page import Engine, Image, PageText
from ocr_pipeline.rectify import see_page
from ocr_pipeline.rectify.orientation import as_quads, orient
from ocr_pipeline.rectify.prints import Prints

GOOD = 0.7  #: overlap from which a polygon counts as lying on its print
FLAT = "flatbed"


def steep(page: Rgb, rng: np.random.Generator) -> Captured:
    """Tilted by 30 to 37 degrees, sharp and bright: what is measured is geometry."""
    shot = Shot(tilt=either_sign(rng, 30, 37), pan=between(rng, -12, 12), roll=between(rng, -8, 8),
                scale=between(rng, 0.95, 1.2), distance=between(rng, 1.5, 2.0), blur=0.4)  # fmt: skip
    return shoot(paper.grained(page, rng), shot, rng)


def steep_curl(page: Rgb, rng: np.random.Generator) -> Captured:
    """Curled, and tilted by 25 degrees besides."""
    bend = paper.curl(rng, either_sign(rng, 0.04, 0.08))
    shot = Shot(tilt=either_sign(rng, 22, 27), pan=between(rng, -8, 8), roll=between(rng, -8, 8),
                scale=between(rng, 0.95, 1.2), distance=between(rng, 1.6, 2.0), blur=0.4)  # fmt: skip
    return shoot(paper.grained(page, rng), shot, rng, bend)


CAPTURES: Mapping[str, Callable[[Rgb, np.random.Generator], Captured]] = {
    FLAT: LEVELS[FLAT],
    **{name: LEVELS[name] for name in ("phone", "hard_phone", "turned", "any_angle", "curled", "folded", "cropped")},
    "tilt_35": steep,
    "curl_tilt_25": steep_curl,
}


@dataclass(frozen=True)
class Sheet:
    """A flat first page with what is printed on it, in page pixels."""

    name: str
    document: Document
    picture: Rgb

    @property
    def runs(self) -> list[tuple[str, Box]]:
        return [(run.text, run.box) for run in self.document.pages[0].runs]

    def rows(self, way: Way) -> list[dict[str, Any]]:
        """Rows as labels have them, for :func:`on_one_line`."""
        return [
            {"name": row.name, "value": row.value, "page": 0,
             "name_polygon": way.map_polygon(_corners(row.boxes["name"])),
             "value_polygon": way.map_polygon(_corners(row.boxes["value"]))}
            for row in self.document.rows if row.page == 0 and row.boxes.get("name") and row.boxes.get("value")
        ]  # fmt: skip


def sheets(seed: int, count: int) -> Iterator[Sheet]:
    names = [name for name in template_names() if "pages" not in name]
    for number in range(count):
        name = names[(seed * 17 + number * 7) % len(names)]
        document = compose(name, seed * 1000 + number, "development")
        page = document.pages[0]
        picture = page.pressed(finish(page.pixels(), document.look, Dice("geometry", seed, number)))
        yield Sheet(f"{name}-{number}", document, picture)


def _corners(box: Box) -> list[tuple[float, float]]:
    return [(box[0], box[1]), (box[2], box[1]), (box[2], box[3]), (box[0], box[3])]


# orientation ----------------------------------------------------------------------------------------------------------
def reading_direction(sheet: Sheet, way: Way) -> float:
    """Degrees in which the text of the sheet reads on the picture, at the sheet's middle."""
    height, width = sheet.picture.shape[:2]
    a, b = way.map_points(np.array([[width / 2 - 50, height / 2], [width / 2 + 50, height / 2]], np.float64))
    return float(np.degrees(np.arctan2(b[1] - a[1], b[0] - a[0])))


def orientation(engine: Engine, seed: int, count: int) -> None:
    """Each sheet is photographed once and the picture turned by four quarters; every second one at any angle."""
    wrong: list[str] = []
    unsure = total = 0
    for number, sheet in enumerate(sheets(seed, -(-count // 4))):
        rng = np.random.default_rng([seed, number])
        kind = ("phone", "any_angle", "flatbed", "hard_phone", "fax", "faint", "messenger", "screen")[number % 8]
        taken = LEVELS[kind](sheet.picture, rng)
        picture, angle = open_document(taken.data).load(0).image, reading_direction(sheet, taken.mapping)
        for quarter in range(4):
            image = np.ascontiguousarray(np.rot90(picture, -quarter))
            facing = orient(image, as_quads(engine.detect(image)), engine)
            off = abs((facing.angle - angle - 90 * quarter + 180) % 360 - 180)
            total += 1
            unsure += not facing.sure
            if off > 20:
                wrong.append(f"{sheet.name} {kind} {angle + 90 * quarter:.0f} read as {facing.angle:.0f}: {facing.why}")
    print(f"orientation right {1 - len(wrong) / max(1, total):.4f} of {total} pages, {unsure} of them doubtful")
    print(*wrong, sep="\n")


# lines ----------------------------------------------------------------------------------------------------------------
def lines(engine: Engine, seed: int, count: int, captures: Sequence[str], errors: bool) -> None:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for number, sheet in enumerate(sheets(seed, count)):
        flat_found: set[str] = set()
        for kind in (FLAT, *(k for k in captures if k != FLAT)):
            rng = np.random.default_rng([seed, number, len(kind)])
            taken = CAPTURES[kind](sheet.picture, rng)
            page = open_document(taken.data).load(0)
            score = partial(_scored, sheet, taken, page.image, see_page(page, engine))
            found = score(counts[kind], flat_found if kind != FLAT else None, errors and kind)
            flat_found = found if kind == FLAT else flat_found
    print(
        f"{'':14}{'pages':>6}{'strings':>9}{'of flat':>9}{'rows':>7}{'one line':>10}{'right':>8}{'polygons':>10}{'doubt':>7}"
    )
    for kind, c in counts.items():
        print(
            f"{kind:14}{c['pages']:6}{_share(c, 'found', 'strings'):>9}{_share(c, 'kept', 'flat'):>9}{c['rows']:7}"
            f"{_share(c, 'level', 'rows'):>10}{_share(c, 'read', 'rows'):>8}{_share(c, 'good', 'polygons'):>10}"
            f"{c['uncertain']:7}"
        )


def _scored(
    sheet: Sheet,
    taken: Captured,
    image: Image,
    seen: PageText,
    counts: Counter[str],
    flat: set[str] | None,
    errors: str | bool,
) -> set[str]:
    """Adds to ``counts``; the strings that were found, of those that lie on the picture."""
    way, size = taken.mapping, (taken.image.shape[1], taken.image.shape[0])
    runs = [(text, box) for text, box in sheet.runs if _inside(way, box, size)]
    texts = [line.text for line in seen.lines]
    wanted = {recall.shown(text) for text, _ in runs} - {""}
    found = {text for text in wanted if recall.found([text], texts)}
    rows = [r for r in sheet.rows(way) if _within(r["name_polygon"], size) and _within(r["value_polygon"], size)]
    level = [on_one_line(row, [seen], spelled=False) for row in rows]
    read = [on_one_line(row, [seen]) for row in rows]
    overlaps = list(polygon_overlaps(runs, way, seen, image))
    counts.update(
        pages=1, strings=len(wanted), found=len(found), rows=len(rows), level=sum(level), read=sum(read),
        polygons=len(overlaps), good=sum(o >= GOOD for o in overlaps),
        uncertain=int("GEOMETRY_UNCERTAIN" in {r.name for r in seen.reasons}),
    )  # fmt: skip
    if flat is not None:
        counts.update(flat=len(flat & wanted), kept=len(flat & found))
    if errors:
        torn = [row["name"] for row, right in zip(rows, level, strict=True) if not right]
        lost = sorted((flat or set()) & wanted - found)
        bad = sum(o < GOOD for o in overlaps)
        if torn or lost or bad:
            print(f"{sheet.name} {errors} unevenness {seen.unevenness:.2f} torn {torn} lost {lost} polygons {bad}")
            print("   ", *[f"{t.name}: {t.reason};" for t in seen.transforms])
    return found


def _inside(way: Way, box: Box, size: tuple[int, int]) -> bool:
    return _within(way.map_polygon(_corners(box)), size)


def _within(polygon: Sequence[Sequence[float]], size: tuple[int, int]) -> bool:
    at = np.asarray(polygon)
    return bool((at >= 0).all() and (at[:, 0] <= size[0]).all() and (at[:, 1] <= size[1]).all())


def polygon_overlaps(runs: Sequence[tuple[str, Box]], way: Way, seen: PageText, image: Image) -> Iterator[float]:
    """Overlap (intersection by union) of each reported line with what it covers of the print.

    A line may hold several printed runs, and a run several lines: whatever hangs together is compared as one. Lines
    that lie on no run (stamps, the desk) are left out.
    """
    printed = [np.asarray(way.map_polygon(_corners(box)), np.float32) for _, box in runs]
    prints = Prints(image, seen.lines)
    quads = [prints.of(line).astype(np.float32) for line in seen.lines]
    pairs = [
        (i, j) for i, a in enumerate(printed) for j, b in enumerate(quads) if _share_of_smaller(a, b) > 0.5
    ]  # fmt: skip
    group = {("p", i): i for i in range(len(printed))} | {("q", j): -1 - j for j in range(len(quads))}
    for i, j in pairs:
        old, new = group["q", j], group["p", i]
        group = {key: new if value == old else value for key, value in group.items()}
    for number in {group["p", i] for i, _ in pairs}:
        boxes = np.array([runs[i][1] for (kind, i), g in group.items() if kind == "p" and g == number])
        whole = (boxes[:, 0].min(), boxes[:, 1].min(), boxes[:, 2].max(), boxes[:, 3].max())
        mine = [quads[j] for (kind, j), g in group.items() if kind == "q" and g == number]
        truth = np.asarray(way.map_polygon(_corners(whole)), np.float32)
        yield _overlap(truth, mine[0] if len(mine) == 1 else cv2.convexHull(np.concatenate(mine))[:, 0])


def _share_of_smaller(a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
    if (a.min(0) > b.max(0)).any() or (b.min(0) > a.max(0)).any():
        return 0.0
    both, one, other = _areas(a, b)
    return both / max(1.0, min(one, other))


def _overlap(a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
    both, one, other = _areas(a, b)
    return both / max(1.0, one + other - both)


def _areas(a: NDArray[np.float32], b: NDArray[np.float32]) -> tuple[float, float, float]:
    """Pixels of both, of ``a`` and of ``b``; drawn, because a curled line's polygon is not convex."""
    low = np.floor(np.minimum(a.min(0), b.min(0)))
    width, height = (np.ceil(np.maximum(a.max(0), b.max(0)) - low) + 1).astype(int)
    masks = []
    for polygon in (a, b):
        mask = np.zeros((height, width), np.uint8)
        cv2.fillPoly(mask, [np.round(polygon - low).astype(np.int32)], 1)
        masks.append(mask)
    return tuple(float(np.count_nonzero(m)) for m in (masks[0] & masks[1], *masks))  # type: ignore[return-value]


def _share(counts: Counter[str], above: str, below: str) -> str:
    return f"{counts[above] / counts[below]:.4f}" if counts[below] else ""


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("part", choices=("orientation", "lines"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=12, help="pictures (orientation) or sheets (lines)")
    parser.add_argument("--captures", nargs="*", default=list(CAPTURES), choices=list(CAPTURES))
    parser.add_argument("--engine", default="openvino")
    parser.add_argument("--errors", action="store_true", help="name what is torn, lost or badly placed")
    given = parser.parse_args(arguments)
    began, engine = time.process_time(), load_engine(given.engine)
    if given.part == "orientation":
        orientation(engine, given.seed, given.count)
    else:
        lines(engine, given.seed, given.count, given.captures, given.errors)
    print(f"{time.process_time() - began:.0f} CPU seconds")


if __name__ == "__main__":
    main()
