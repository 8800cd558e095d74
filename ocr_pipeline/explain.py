"""The annotated page: regions, rows, columns of values and what is doubtful, drawn over the redacted picture."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from ocr_pipeline.page import Image, PageText
from ocr_pipeline.report import REASONS, Polygon, Reason, RegionLabel, Report, Result, Section, as_polygon

Colour = tuple[int, int, int]  # BGR

SURE: Colour = (80, 160, 40)
DOUBTFUL: Colour = (30, 60, 230)
FIGURE: Colour = (200, 120, 20)
COLUMN: Colour = (200, 60, 130)
REGIONS: dict[RegionLabel, Colour] = {
    "title": (180, 60, 160),
    "identity": (60, 60, 60),
    "table": (200, 140, 40),
    "text": (120, 160, 60),
    "figure": (220, 120, 20),
    "footer": (140, 140, 140),
    "other": (170, 170, 170),
}
LEGEND_WIDTH = 520
WIDEST = 1800  # the annotated page is for a screen: longer sides are scaled down


def annotate(redacted: bytes, text: PageText, report: Report) -> bytes:
    """PNG of the redacted page ``text.index`` with regions, lines, rows, columns of values and a legend beside it.

    A line's colour runs from red (confidence 0.5 or less) to green (1.0); values and sections for review are filled red
    and numbered, the legend says why. ``redacted`` is the PNG that redaction returned: identity stays covered here too.
    """
    picture = cv2.imdecode(np.frombuffer(redacted, np.uint8), cv2.IMREAD_COLOR)
    scale = min(1.0, WIDEST / max(picture.shape[:2]))
    canvas = np.ascontiguousarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    page = report.pages[text.index]
    for region in page.regions:
        _outline(canvas, region.polygon, scale, REGIONS[region.label], 2)
        _write(canvas, region.label, region.polygon[0], scale, REGIONS[region.label])
    for line in text.lines:
        _outline(canvas, line.polygon, scale, _confidence_colour(line.confidence), 1)
    notes: list[tuple[Colour, str]] = []
    for result in (r for r in report.results if r.page == text.index):
        _outline(canvas, result.polygon, scale, SURE, 1)
        if result.reasons:
            notes.append((DOUBTFUL, f"{len(notes) + 1}. {', '.join(result.reasons)}: {result.note}".rstrip(": ")))
            cell = result.value_polygon or result.polygon
            _fill(canvas, cell, scale, DOUBTFUL)
            _write(canvas, str(len(notes)), cell[0], scale, DOUBTFUL)
    for column in _columns([r.value_polygon for r in report.results if r.page == text.index and r.value_polygon]):
        _outline(canvas, column, scale, COLUMN, 2)
    for section in (s for s in report.sections if s.page == text.index and s.reasons and s.polygon):
        notes.append((DOUBTFUL, f"{len(notes) + 1}. section: {', '.join(section.reasons)}"))
        _fill(canvas, section.polygon, scale, DOUBTFUL)
        _write(canvas, str(len(notes)), section.polygon[0], scale, DOUBTFUL)
    for figure in (f for f in report.figures if f.page == text.index):
        _outline(canvas, figure.polygon, scale, FIGURE, 3)
    judged: tuple[Result | Section, ...] = (*report.results, *report.sections)
    explained = {reason for part in judged if part.page == text.index for reason in part.reasons}
    legend = _legend(canvas.shape[0], text, (*page.reasons, *report.reasons), notes, explained)
    height = max(canvas.shape[0], legend.shape[0])
    canvas, legend = (
        cv2.copyMakeBorder(p, 0, height - p.shape[0], 0, 0, cv2.BORDER_CONSTANT, value=(255, 255, 255))
        for p in (canvas, legend)
    )
    done, png = cv2.imencode(".png", np.hstack([canvas, legend]))
    if not done:
        raise ValueError("the annotated page could not be encoded as PNG")
    return png.tobytes()


def _legend(
    height: int,
    text: PageText,
    page_reasons: tuple[Reason, ...],
    notes: list[tuple[Colour, str]],
    explained: set[Reason],
) -> Image:
    black: Colour = (30, 30, 30)
    lines: list[tuple[Colour, str]] = [
        (SURE, "green outline: a row, or text read with certainty"),
        (DOUBTFUL, "red fill: a value or section to look at, numbered below"),
        (COLUMN, "violet outline: a column of values"),
        *((colour, f"{label}: region") for label, colour in REGIONS.items()),
        (black, f"Page {text.index + 1}: {len(text.lines)} lines, text {text.text_height:.0f} px high"),
        (black, f"angle {text.angle:.1f} deg, unevenness {text.unevenness:.2f} text heights"),
        *((black, f"{t.name}: {t.reason} {t.detail}") for t in text.transforms),
        *((DOUBTFUL, f"page: {reason}: {REASONS[reason]}") for reason in dict.fromkeys(page_reasons)),
        *notes,
        *((black, f"{reason}: {REASONS[reason]}") for reason in sorted(explained)),
    ]
    wrapped = [(colour, part) for colour, sentence in lines for part in _wrap(sentence, 62)]
    legend: Image = np.full((max(height, 24 * len(wrapped) + 20), LEGEND_WIDTH, 3), 255, np.uint8)
    for row, (colour, part) in enumerate(wrapped):
        if colour != black:
            cv2.rectangle(legend, (3, 15 + 24 * row), (11, 23 + 24 * row), colour, -1)
        cv2.putText(legend, part, (16, 24 + 24 * row), cv2.FONT_HERSHEY_SIMPLEX, 0.45, colour, 1, cv2.LINE_AA)
    return legend


def _columns(cells: Sequence[Polygon]) -> list[Polygon]:
    """Hulls of value cells that stand below one another: each panel of results has its own column."""
    groups: list[list[Polygon]] = []
    for cell in sorted(cells, key=lambda c: min(x for x, _ in c)):
        left, right = min(x for x, _ in cell), max(x for x, _ in cell)
        for group in groups:
            if any(min(x for x, _ in o) <= right and left <= max(x for x, _ in o) for o in group):
                group.append(cell)
                break
        else:
            groups.append([cell])
    hulls = [cv2.convexHull(np.array([p for c in group for p in c], np.float32))[:, 0] for group in groups]
    return [as_polygon(hull) for hull in hulls]


def _wrap(sentence: str, width: int) -> list[str]:
    # OpenCV's built-in font is ASCII; what it cannot draw is left out of the legend, never out of the report
    words = sentence.encode("ascii", "replace").decode().split()
    rows = [""]
    for word in words:
        if rows[-1] and len(rows[-1]) + len(word) + 1 > width:
            rows.append("  ")
        rows[-1] = f"{rows[-1]} {word}" if rows[-1].strip() else rows[-1] + word
    return rows


def _confidence_colour(confidence: float) -> Colour:
    share = min(1.0, max(0.0, (confidence - 0.5) / 0.5))
    return (40, int(180 * share), int(230 * (1 - share)))


def _points(polygon: Polygon, scale: float) -> np.ndarray[tuple[int, ...], np.dtype[np.int32]]:
    return np.round(np.array(polygon, np.float64) * scale).astype(np.int32)


def _outline(canvas: Image, polygon: Polygon, scale: float, colour: Colour, width: int) -> None:
    if polygon:
        cv2.polylines(canvas, [_points(polygon, scale)], True, colour, width, cv2.LINE_AA)


def _fill(canvas: Image, polygon: Polygon, scale: float, colour: Colour) -> None:
    layer = canvas.copy()
    cv2.fillPoly(layer, [_points(polygon, scale)], colour)
    cv2.addWeighted(layer, 0.3, canvas, 0.7, 0, dst=canvas)


def _write(canvas: Image, text: str, at: tuple[float, float], scale: float, colour: Colour) -> None:
    x, y = (round(v * scale) for v in at)
    cv2.putText(canvas, text, (x + 2, max(12, y - 3)), cv2.FONT_HERSHEY_SIMPLEX, 0.45, colour, 1, cv2.LINE_AA)
