"""A page's fields: each label with the text that belongs to it, in the same line, to the right, or below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ocr_pipeline.fields.labels import Label, labels_in
from ocr_pipeline.fields.vocabulary import FieldKind
from ocr_pipeline.page import Line, PageText

#: How far to the right of its label a value may begin, and how far below, in heights of the label.
REACH_RIGHT = 16.0
REACH_BELOW = 2.4


@dataclass(frozen=True, slots=True)
class Part:
    """Characters ``start:end`` of the line ``line`` of page ``page``."""

    page: int
    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Field:
    """``value`` is the text of ``parts`` joined by a space; empty when the form was left blank."""

    kind: FieldKind
    label: str
    label_part: Part
    value: str
    parts: tuple[Part, ...]
    colon: bool


class Box(NamedTuple):
    """A line's extent in the flat frame, computed once: rows and neighbours are asked for thousands of times."""

    left: float
    right: float
    top: float
    bottom: float
    height: float
    middle: tuple[float, float]


def box_of(line: Line) -> Box:
    return Box(line.left, line.right, line.top, line.bottom, line.height, line.middle)


def same_row(a: Line | Box, b: Line | Box) -> bool:
    """True when the two lines overlap by at least half of the smaller height in the flat frame."""
    overlap = min(a.bottom, b.bottom) - max(a.top, b.top)
    return overlap >= 0.5 * max(1e-6, min(a.bottom - a.top, b.bottom - b.top))


def read_fields(page: PageText, margin: Sequence[bool] = ()) -> tuple[Field, ...]:
    """All labelled fields of a page, in the order of its lines. ``margin`` says which lines stand in header or footer."""
    lines = page.lines
    boxes = [box_of(line) for line in lines]
    marks = [labels_in(line.text, bool(margin) and margin[i]) for i, line in enumerate(lines)]
    fields: list[Field] = []
    for index, line in enumerate(lines):
        for number, label in enumerate(marks[index]):
            last = number + 1 == len(marks[index])
            stop = len(line.text) if last else marks[index][number + 1].start
            start = label.after
            parts: list[Part] = []
            if _meaning(line.text[start:stop]):
                parts.append(_trimmed(page, index, start, stop))
            lone = label.colon or label.start <= 2 or (number > 0 and not parts)
            if (
                last
                and lone
                and (not parts or label.kind in ("name", "staff", "number", "address", "phone", "device", "facility"))
            ):
                parts.extend(_beside(page, boxes, marks, index, bool(parts), label))
            if not parts and last and lone:
                parts.extend(_below(page, boxes, marks, index, label))
            value = " ".join(lines[p.line].text[p.start : p.end] for p in parts)
            where = Part(page.index, index, label.start, label.end)
            fields.append(
                Field(label.kind, line.text[label.start : label.end], where, value, tuple(parts), label.colon)
            )
    return tuple(fields)


def _meaning(text: str) -> str:
    return text.strip(" \t:：.。_-—=*|·,，;；/\\()（）[]【】")


def _trimmed(page: PageText, line: int, start: int, stop: int) -> Part:
    text = page.lines[line].text
    while start < stop and text[start] in " \t:：;；.。_-—=|,，、/":
        start += 1
    while stop > start and text[stop - 1] in " \t_-—|,，;；、/[【(（":
        stop -= 1
    return Part(page.index, line, start, stop)


def _beside(
    page: PageText, boxes: Sequence[Box], marks: Sequence[tuple[Label, ...]], index: int, has_value: bool, label: Label
) -> list[Part]:
    """The lines right of ``index`` in its row, up to the next label."""
    line = boxes[index]
    row = sorted(
        (
            other
            for other, o in enumerate(boxes)
            if other != index and o.left >= line.right - line.height and same_row(line, o)
        ),
        key=lambda other: boxes[other].left,
    )
    reach = 1.6 if has_value else REACH_RIGHT
    if not has_value and not label.colon and label.strength == "colon":
        reach = REACH_RIGHT / 2
    parts: list[Part] = []
    edge = line.right
    for other in row:
        o, text = boxes[other], page.lines[other].text
        if o.left - edge > reach * max(line.height, 1.0):
            break
        stop = marks[other][0].start if marks[other] else len(text)
        if not _meaning(text[:stop]):
            if marks[other]:
                break
            continue
        parts.append(_trimmed(page, other, 0, stop))
        edge, reach = o.right, 1.6
        if marks[other] or label.kind not in ("name", "staff", "address", "facility", "device"):
            break
    return parts


def _below(
    page: PageText, boxes: Sequence[Box], marks: Sequence[tuple[Label, ...]], index: int, label: Label
) -> list[Part]:
    """The nearest line under the label, unless it is a label itself."""
    line = boxes[index]
    whole = len(page.lines[index].text) - label.start <= label.end - label.start + 3
    if not whole or label.start > 2:
        return []
    best: tuple[float, int] | None = None
    for other, o in enumerate(boxes):
        gap = o.top - line.bottom
        overlap = min(o.right, line.right) - max(o.left, line.left)
        near = abs(o.left - line.left) <= line.height or overlap > 0.3 * min(o.right - o.left, line.right - line.left)
        if (
            other != index
            and near
            and -0.5 * line.height <= gap <= REACH_BELOW * line.height
            and o.middle[1] > line.middle[1] + 0.6 * line.height
        ):
            distance = gap + 0.2 * abs(o.left - line.left)
            if best is None or distance < best[0]:
                best = (distance, other)
    if best is None or marks[best[1]]:
        return []
    return [_trimmed(page, best[1], 0, len(page.lines[best[1]].text))]
