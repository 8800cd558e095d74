"""One page from picture to located text."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ocr_pipeline.engines.crops.walls import cells
from ocr_pipeline.page import Engine, Image, Line, PageImage, PageText, Transform
from ocr_pipeline.rectify.columns import fit_columns
from ocr_pipeline.rectify.directions import Group, on_its_head, other_ways, stacked
from ocr_pipeline.rectify.field import ends, fit_rows
from ocr_pipeline.rectify.glare import over_text
from ocr_pipeline.rectify.orientation import (
    TURN,
    Matrix,
    Orientation,
    Quads,
    along_axis,
    as_quads,
    axis,
    moved,
    orient,
    polygons,
    sizes,
    turned_picture,
    turning,
)
from ocr_pipeline.rectify.steps import ALL_STEPS, Steps
from ocr_pipeline.rectify.underprint import without_underprint
from ocr_pipeline.report import Reason

UNEVEN = 0.3  #: text heights of left-over unevenness from which rows get mixed up (92.6 % right against 99.7 %)
SMALL = 12.0  #: pixels of print height under which characters are lost
BOX_TO_PRINT = 0.72  #: print height (ascender to descender) of a detected box' height
AROUND = 5.0  #: text heights about the text that was found, in which the second look may find more
TURNED_SIDE = 1600  #: long side of the turned picture that the detector sees
CLEAR_PRINT = 0.6  #: mean character confidence from which a line is text
FEWEST_GUIDES = 8
APART = 6.0  #: text heights between the page and text of another direction in the flat frame
CLEARED = "pale print larger than the text crosses it and was taken for paper"
LEVEL = 0.25  #: text heights that rows may bend or columns lean by before coordinates are moved at all


def see_page(page: PageImage, engine: Engine, steps: Steps = ALL_STEPS) -> PageText:
    """All text of a page, upright and flat; polygons stay on the original picture. ``steps`` may leave steps out.

    ``reasons`` hold PAGE_BLANK, SMALL_PRINT, GEOMETRY_UNCERTAIN and, for a second sheet that lies another way,
    SEVERAL_REPORTS where they apply. A page with a sound text layer is
    not recognised again: only its coordinates are turned and straightened.
    """
    if page.text_lines is not None:
        return _assembled(page, list(page.text_lines), _layer_orientation(list(page.text_lines)), (), steps)
    found = as_quads(engine.detect(page.image))
    with ThreadPoolExecutor(1) as beside:  # mostly OpenCV's work, and hardly any page has one
        cleared = beside.submit(without_underprint, page.image, found) if steps.underprint else None
        facing = _facing(page.image, found, engine, steps)
    clear = cleared.result() if cleared else None
    if clear is not None:
        page = replace(page, image=clear)
        found = as_quads(engine.detect(clear))
        facing = _facing(clear, found, engine, steps)
    taken: tuple[Transform, ...] = () if clear is None else (Transform("underprint", CLEARED),)
    if steps.again and abs(facing.angle) > TURN:
        found, step = _detected_again(page, found, facing, engine)
        taken += (step,)
    quads, groups = other_ways(page.image, along_axis(found, facing.angle), facing.angle, engine)
    lines = [cell for line in engine.recognise(page.image, polygons(quads)) for cell in cells(line)]
    lines, over = on_its_head(page.image, lines, facing, engine)
    lines, groups = stacked(lines, facing.angle, groups)
    return _with_groups(_assembled(page, lines, facing, taken, steps), [*groups, *over], steps)


def _facing(image: Image, found: Quads, engine: Engine, steps: Steps) -> Orientation:
    return orient(image, found, engine) if steps.orientation else _taken_as_upright(found)


def _taken_as_upright(quads: Quads) -> Orientation:
    return Orientation((axis(quads) + 45) % 90 - 45 if len(quads) else 0.0, True, "direction not asked for")


def _detected_again(page: PageImage, before: Quads, facing: Orientation, engine: Engine) -> tuple[Quads, Transform]:
    """Dense columns of tilted text merge in the detector: it looks again at the page turned upright, where it found text
    ``before`` and around: the corners of a turned picture are empty, and all of it would make the print small."""
    height, width = page.image.shape[:2]
    matrix, w, h = turning(width, height, facing.angle)
    places = moved(before, matrix)
    around = AROUND * float(np.median(np.minimum(*sizes(before)[:2])))
    low = np.clip(np.floor(places.min(axis=(0, 1)) - around), 0, (w - 1, h - 1))
    high = np.clip(np.ceil(places.max(axis=(0, 1)) + around), low + 1, (w, h))
    shift = np.array([[1, 0, -low[0]], [0, 1, -low[1]], [0, 0, 1.0]])
    size = (int(high[0] - low[0]), int(high[1] - low[1]))
    picture, full = turned_picture(page.image, shift @ matrix, *size, TURNED_SIDE)
    found = moved(as_quads(engine.detect(picture)), np.asarray(np.linalg.inv(full), np.float64))
    return found, Transform("turn", f"text reads at {facing.angle:.1f} degrees ({facing.why})", _plain(matrix))


def _layer_orientation(lines: list[Line]) -> Orientation:
    """A text layer's quadrilaterals already start at the text's own top left."""
    if not lines:
        return Orientation(0.0, True, "no text")
    widths, _, angles = sizes(as_quads([line.polygon for line in lines]))
    quarter = np.round(angles / 90).astype(int) % 4
    votes = [float(widths[quarter == q].sum()) for q in range(4)]
    best = int(np.argmax(votes))
    tilt = np.median((angles[quarter == best] - best * 90 + 180) % 360 - 180)
    angle = float((best * 90 + tilt + 180) % 360 - 180)
    return Orientation(angle, True, "text layer")


def _assembled(
    page: PageImage, lines: list[Line], facing: Orientation, taken: tuple[Transform, ...], steps: Steps
) -> PageText:
    height, width = page.image.shape[:2]
    if not lines:
        return PageText(page.index, width, height, (), transforms=taken, reasons=(Reason.PAGE_BLANK,))
    quads = as_quads([line.polygon for line in lines])
    _, heights, _ = sizes(quads)
    upright, turn = _upright(quads, facing, (width, height), steps.skew)
    if turn is not None and not any(step.name == "turn" for step in taken):
        taken += (turn,)
    flat, unevenness, more = _flattened(upright, steps, np.array([_is_print(line) for line in lines]))
    text_height = float(np.median(heights))
    layer = page.text_lines is not None
    if not layer:
        text_height *= BOX_TO_PRINT
    reasons: list[Reason] = []
    if not any(line.text for line in lines):
        reasons.append(Reason.PAGE_BLANK)
    if not layer and text_height < SMALL:
        reasons.append(Reason.SMALL_PRINT)
    if not layer and over_text(page.image, lines):
        reasons.append(Reason.UNREADABLE)
    if unevenness >= UNEVEN or not (facing.sure or len(lines) < 3):
        reasons.append(Reason.GEOMETRY_UNCERTAIN)
    placed = tuple(replace(line, flat=quad) for line, quad in zip(lines, polygons(flat), strict=True))
    return PageText(
        page.index, width, height, placed, facing.angle, unevenness, text_height, taken + more, tuple(reasons)
    )


def _with_groups(seen: PageText, groups: Sequence[Group], steps: Steps) -> PageText:
    """Text of other directions, each upright and flat in itself, below the page in the flat frame."""
    lines, taken, reasons = list(seen.lines), list(seen.transforms), list(seen.reasons)
    if groups and not lines:
        reasons = [reason for reason in reasons if reason != Reason.PAGE_BLANK]
    for group in groups:
        quads = as_quads([line.polygon for line in group.lines])
        upright, _ = _upright(quads, Orientation(group.angle, True, group.why), (seen.width, seen.height), True)
        flat, _, _ = _flattened(upright, steps, np.array([_is_print(line) for line in group.lines]))
        left = min((line.left for line in lines), default=0.0)
        foot = max((line.bottom for line in lines), default=0.0)
        gap = APART * float(np.median(ends(quads)[2]))
        flat += np.array([left, foot + gap]) - flat.reshape(-1, 2).min(axis=0)
        lines += [replace(line, flat=quad) for line, quad in zip(group.lines, polygons(flat), strict=True)]
        taken.append(
            Transform("other direction", f"{len(group.lines)} lines read at {group.angle:.0f} degrees ({group.why})")
        )
        if group.sheet:
            reasons.append(Reason.SEVERAL_REPORTS)
    return replace(seen, lines=tuple(lines), transforms=tuple(taken), reasons=tuple(dict.fromkeys(reasons)))


def _upright(quads: Quads, facing: Orientation, size: tuple[int, int], skew: bool) -> tuple[Quads, Transform | None]:
    """Coordinates turned by the exact angle of the lines that were found; by whole quarters without ``skew``."""
    left = axis(quads) - facing.angle
    exact = facing.angle + (left + 90) % 180 - 90
    if not skew:
        exact = round(exact / 90) * 90.0
    matrix, _, _ = turning(*size, exact)
    if abs(exact) < 0.05:
        return quads, None
    return moved(quads, matrix), Transform("turn", f"text reads at {exact:.1f} degrees ({facing.why})", _plain(matrix))


def _is_print(line: Line) -> bool:
    """Whether the line is clearly text: the traces of an ECG are boxed too, and their boxes follow no row."""
    return bool(line.chars) and float(np.mean([c.confidence for c in line.chars])) >= CLEAR_PRINT


def _flattened(quads: Quads, allowed: Steps, told: NDArray[np.bool_]) -> tuple[Quads, float, tuple[Transform, ...]]:
    """Rows, then columns, straight; a page whose rows already are is left alone. Only quadrilaterals that are ``told`` to
    be text say how the page is bent, if there are enough."""
    guides = quads[told] if told.sum() >= max(FEWEST_GUIDES, len(quads) / 2) else quads
    left, right, height = ends(guides)
    text = float(np.median(height))
    rows = fit_rows(guides)
    if rows is None:
        return quads, 0.0, ()
    taken: list[Transform] = []
    points = quads.reshape(-1, 2)
    out = points.copy()
    width = float(np.ptp(points[:, 0]))
    bend = rows.bend(width)
    if allowed.rows and bend > LEVEL * text:
        out[:, 1] = rows.heights(points)
        taken.append(Transform("rows", f"rows rise or bend by {bend:.0f} pixels", detail="smooth field on coordinates"))
        left = np.stack([left[:, 0], rows.heights(left)], axis=1)
        right = np.stack([right[:, 0], rows.heights(right)], axis=1)
    columns = fit_columns(left, right, height) if allowed.columns else None
    if columns is not None:
        moved_x = columns.places(out)
        shift = float(np.ptp(moved_x - out[:, 0]))
        if shift > LEVEL * text:
            out[:, 0] = moved_x
            taken.append(
                Transform("columns", f"columns lean by {shift:.0f} pixels", detail="shear and keystone on coordinates")
            )
    return out.reshape(-1, 4, 2), rows.residual, tuple(taken)


def _plain(matrix: Matrix) -> tuple[tuple[float, float, float], ...]:
    return tuple((float(a), float(b), float(c)) for a, b, c in matrix)
