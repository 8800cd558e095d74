"""What each step of rectifying buys: the same pages read with one step left out at a time, level by level.

Detection and recognition are remembered for a document, so that a way of reading costs only what it does differently.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from adapter.bench import recall
from adapter.bench.labelled import Labelled
from adapter.bench.level_rows import misread, on_one_line
from adapter.bench.readers import threads
from adapter.bench.scoring import score
from adapter.bench.tables import Table
from mapping.terminology import code_report
from ocr_pipeline.engines import load_engine
from ocr_pipeline.loading import DocumentError
from ocr_pipeline.page import Engine, Image, Line, PageText, Polygon
from ocr_pipeline.pipeline import ReadOptions, read
from ocr_pipeline.rectify import Steps

ALL, NOTHING = "all steps", "no step"
WAYS: Mapping[str, Steps] = {
    ALL: Steps(),
    "no turning": Steps(orientation=False),
    "underprint left": Steps(underprint=False),
    "no second detection": Steps(again=False),
    "no skew": Steps(skew=False),
    "no field of rows": Steps(rows=False),
    "no columns": Steps(columns=False),
    NOTHING: Steps(orientation=False, again=False, skew=False, rows=False, columns=False),
}
#: Captures without perspective: nothing may be harmed on them.
FLAT = frozenset({"flatbed", "digital_pdf", "fax", "digital", "scan"})
#: Photographs that stand upright or nearly so: what is wrong without rectifying is perspective, curl and folds.
PERSPECTIVE = frozenset({"phone", "hard_phone", "desk", "cropped", "curled", "folded", "messenger", "photo"})


@dataclass
class Ablation:
    """Counts by way of reading and level: strings and ``found``; rows, ``level`` (read right besides) and ``exact``;
    ``placed`` on one line however they are spelled, ``misread`` of those that are not exact. ``harmed`` counts rows that
    lie on one line when no step is taken and do not in this way of reading."""

    counts: dict[str, dict[str, Counter[str]]] = field(default_factory=lambda: {way: {} for way in WAYS})
    failed: list[str] = field(default_factory=list)

    def of(self, way: str, levels: frozenset[str] | None = None) -> Counter[str]:
        out: Counter[str] = Counter()
        for level, counts in self.counts[way].items():
            if levels is None or level in levels:
                out.update(counts)
        return out


class Remembering:
    """An engine that is asked once for the same picture and the same places of it."""

    def __init__(self, engine: Any) -> None:
        self._engine, self.name, self.version = engine, engine.name, engine.version
        self.forget()

    def forget(self) -> None:
        self._found: dict[int, list[Polygon]] = {}
        self._read: dict[tuple[int, bytes], Line] = {}

    def detect(self, image: Image) -> list[Polygon]:
        key = _key(image)
        if key not in self._found:
            self._found[key] = self._engine.detect(image)
        return self._found[key]

    def recognise(self, image: Image, quads: Sequence[Polygon]) -> list[Line]:
        picture = _key(image)
        keys = [(picture, np.asarray(quad, np.float32).tobytes()) for quad in quads]
        missing = [i for i, key in enumerate(keys) if key not in self._read]
        lines = self._engine.recognise(image, [quads[i] for i in missing])
        self._read.update(zip([keys[i] for i in missing], lines, strict=True))
        return [self._read[key] for key in keys]

    def glance(self, image: Image, quads: Sequence[Polygon]) -> list[Line]:
        lines: list[Line] = self._engine.glance(image, quads)
        return lines

    def upside_down(self, image: Image, quads: Sequence[Polygon]) -> list[float]:
        upside: list[float] = self._engine.upside_down(image, quads)
        return upside


def _key(image: Image) -> int:
    return zlib.crc32(image[::7, ::5].tobytes()) ^ hash(image.shape)


def measure(
    documents: Sequence[Labelled],
    *,
    engine: str = "openvino",
    precision: str = "auto",
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Ablation:
    """Every document read in all :data:`WAYS`. ``engine`` is one that tells lines on their head (not paddle)."""
    out, remembering = Ablation(), Remembering(load_engine(engine, precision, threads()))
    for number, document in enumerate(documents):
        level = str(document.truth.get("level") or document.truth.get("capture") or "")
        remembering.forget()
        rights = {}
        for way, steps in WAYS.items():
            counts = out.counts[way].setdefault(level, Counter())
            try:
                pages, report = _read(document, remembering, steps)
            except DocumentError as error:
                out.failed.append(f"{document.path.name}: {error}")
                break
            rights[way] = _count(document.truth, pages, report, counts)
        for way, right in rights.items():
            out.counts[way][level]["harmed"] += len(rights[NOTHING] - right)
        progress(number + 1, len(documents))
    return out


def _read(document: Labelled, engine: Engine, steps: Steps) -> tuple[tuple[PageText, ...], dict[str, Any]]:
    reading = read(document.path.read_bytes(), engine, ReadOptions(steps=steps))
    return reading.texts, code_report(reading.report).to_json()


def _count(
    truth: Mapping[str, Any], pages: Sequence[PageText], report: Mapping[str, Any], counts: Counter[str]
) -> set[int]:
    """Adds to ``counts``; which rows have name and value on one line."""
    wanted = recall.strings(truth)
    rows = list(truth.get("rows", ()))
    right = {i for i, row in enumerate(rows) if on_one_line(row, pages)}
    counts["strings"] += len(wanted)
    counts["found"] += recall.found(wanted, (line.text for page in pages for line in page.lines))
    counts["rows"] += len(rows)
    counts["level"] += len(right)
    counts["placed"] += sum(on_one_line(row, pages, spelled=False) for row in rows)
    exact = score(truth, report).exact
    counts["exact"] += len(exact)
    counts["misread"] += sum(misread(row, pages) for i, row in enumerate(rows) if i not in exact)
    return right


def ablation_tables(result: Ablation) -> list[Table]:
    """One table a measure, ways of reading by level; then the two figures that rectifying must hold."""
    levels = sorted(result.counts[ALL])
    out = []
    for title, above, below in (
        ("Printed strings found", "found", "strings"),
        ("Rows whose name and value lie on one line, read right", "level", "rows"),
        ("Exact rows", "exact", "rows"),
    ):
        rows = []
        for way in WAYS:
            groups = [result.of(way), *(result.counts[way].get(level, Counter()) for level in levels)]
            rows.append((way, *(f"{c[above] / c[below]:.3f}" if c[below] else "" for c in groups)))
        out.append(Table(title, ("", "all", *(level or "(none)" for level in levels)), tuple(rows)))
    out.append(_promises(result))
    return out


def _promises(result: Ablation) -> Table:
    bare, full = result.of(NOTHING, PERSPECTIVE), result.of(ALL, PERSPECTIVE)
    flat = result.of(ALL, FLAT)
    rows = [
        ("torn rows on perspective pages, no step", str(bare["rows"] - bare["placed"])),
        ("torn rows on perspective pages, all steps", str(full["rows"] - full["placed"])),
        ("  removed by rectifying", _removed(bare["rows"] - bare["placed"], full["rows"] - full["placed"])),
        ("wrong rows that are not misread, no step", str(_mixed(bare))),
        ("wrong rows that are not misread, all steps", str(_mixed(full))),
        ("  removed by rectifying", _removed(_mixed(bare), _mixed(full))),
        ("wrong rows for any reason, no step", str(bare["rows"] - bare["exact"])),
        ("wrong rows for any reason, all steps", str(full["rows"] - full["exact"])),
        ("  removed by rectifying", _removed(bare["rows"] - bare["exact"], full["rows"] - full["exact"])),
        ("rows on flat pages", str(flat["rows"])),
        ("  harmed by rectifying", str(flat["harmed"])),
    ]
    return Table("What rectifying buys", ("", "rows"), tuple(rows))


def _mixed(counts: Counter[str]) -> int:
    """Wrong rows but those that lie on one line and are spelled wrongly: what geometry can answer for."""
    return counts["rows"] - counts["exact"] - counts["misread"]


def _removed(bare: int, full: int) -> str:
    return f"{1 - full / bare:.1%}" if bare else ""
