"""Windows of signs on whole sheets that are captured as the drawn world's pages are: faxes, screens, faint print, messengers.

A sheet is a table of cells with and without rules, stripes and leaders; it goes through a capture level of the generator, and
the reader's own window (:mod:`models.symbols.window`) is cut where the capture put each cell. What shows no sign are other
texts, the ends of numbers, empty cells, and specks wherever the capture left some. Everything is seeded; nothing of a real
report.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from fixtures.generator import fonts
from fixtures.generator.canvas import Canvas
from fixtures.generator.dice import Dice
from fixtures.generator.finish import finish
from fixtures.generator.levels import LEVELS
from models.symbols.drawing import LOOKALIKES, PHRASES, PLAIN, form
from models.symbols.reader import CLASSES, OTHER
from models.symbols.window import window

SHEET = (1240, 1000)  #: pixels at 200 dpi
#: Capture levels and how often each is drawn.
CAPTURES = {
    "fax": 0.2, "messenger": 0.14, "screen": 0.13, "hard_phone": 0.12, "faint": 0.12, "tiny": 0.08, "phone": 0.06,
    "folded": 0.05, "curled": 0.05, "flatbed": 0.05,
}  # fmt: skip
LOOKS = {"laser": 0.5, "inkjet": 0.16, "dot_matrix": 0.12, "thermal": 0.12, "copy": 0.1}
SMALLEST = 7.0  #: pixels of print under which nobody reads a sign
SPECKS = 40  #: specks of a sheet that are shown to be none

Picture = NDArray[np.uint8]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Cell:
    """``box`` about the ink on the flat sheet (left, top, right, bottom), ``size`` of the print."""

    label: str
    box: tuple[float, float, float, float]
    size: int


class Sheets:
    """Seeded source of windows with their class."""

    def __init__(self, seed: int) -> None:
        self.dice, self.seed, self.sheet = np.random.default_rng(seed), seed, 0

    def windows(self) -> Iterator[tuple[Picture, str]]:
        while True:
            yield from self._sheet(self._weighted(CAPTURES))

    def _weighted(self, shares: dict[str, float]) -> str:
        weight = np.array(list(shares.values()))
        return str(self.dice.choice(list(shares), p=weight / weight.sum()))

    def _pick(self, among: Sequence[str]) -> str:
        return among[int(self.dice.integers(len(among)))]

    # -- what is printed

    def _text(self) -> tuple[str, str]:
        """A cell's text and the class of what stands at its end (numbers) or in its middle."""
        roll, dice = self.dice.random(), self.dice
        if roll < 0.5:
            label = "-" if dice.random() < 0.08 else self._pick(CLASSES[:-1])  # the most frequent one, and the plainest
            return form(dice, label), label
        if roll < 0.64:
            number = f"{dice.uniform(0, 10 ** dice.integers(0, 4)):.{dice.integers(0, 3)}f}"
            if dice.random() < 0.4:
                return number, OTHER
            label = self._pick("↑↓↑↓HL*")
            return number + label, label
        if roll < 0.85:
            text = (
                self._pick(self._pick((LOOKALIKES, LOOKALIKES, PLAIN))) if dice.random() < 0.75 else self._pick(PHRASES)
            )
            return text, OTHER
        return "", OTHER

    def _printed(self, canvas: Canvas) -> list[Cell]:
        dice, cells = self.dice, list[Cell]()
        face = self._pick((*fonts.ZH_TEXT, *fonts.LATIN_TEXT))
        ruled, striped, y = dice.random() < 0.45, dice.random() < 0.25, 24.0
        size, width, pen = self._row(), 0.0, 1
        while y < SHEET[1] - 60:
            if dice.random() < 0.2 or not width:
                size = self._row()
                width, pen = size * float(dice.uniform(1.9, 4.5)), int(dice.integers(1, 4))
            pitch = size * float(dice.uniform(1.25, 2.1))
            if striped and dice.random() < 0.5:
                shade = int(dice.integers(190, 240))
                canvas.rectangle((10, y, SHEET[0] - 10, y + pitch), fill=(shade, shade, min(255, shade + 8)))
            self._rules(canvas, y, pitch, width, pen, ruled=ruled)
            x, bold = 30.0, bool(dice.random() < 0.12)
            while x < SHEET[0] - 30 - width:
                text, label = self._text()
                text = text if all(_drawable(face, c) for c in text) else ""
                label = label if text else OTHER
                left = x + size * float(dice.uniform(0.15, 0.7)) if ruled else x + size * float(dice.uniform(0.1, 1.2))
                top = y + (pitch - size) / 2
                box = (
                    canvas.text(left, top, text, face, size, bold=bold)
                    if text
                    else (left, top, left + size, top + size)
                )
                number = len(text) > 1 and (text[0].isdigit() and text not in PHRASES)
                start = box[2] - (box[2] - box[0]) / len(text) if number else box[0]
                cells.append(Cell(label, (start, box[1], box[2], box[3]), size))
                x += width * max(1, int(np.ceil((box[2] - x + 0.2 * size) / width)))
            y += pitch
        return cells

    def _row(self) -> int:
        return int(self.dice.integers(18, 40))

    def _rules(self, canvas: Canvas, y: float, pitch: float, width: float, pen: int, *, ruled: bool) -> None:
        dice = self.dice
        if ruled:
            canvas.line(10, y, SHEET[0] - 10, y, width=pen)
            for x in np.arange(30.0, SHEET[0] - 20, width):
                canvas.line(float(x), y, float(x), y + pitch, width=pen)
        elif dice.random() < 0.15:
            canvas.line(10, y, SHEET[0] - 10, y, width=pen, dash=int(dice.choice([0, 3, 5, 8, 12])))

    # -- how it is captured and seen

    def _sheet(self, level: str) -> Iterator[tuple[Picture, str]]:
        dice = self.dice
        self.sheet += 1
        canvas = Canvas(SHEET)
        cells = self._printed(canvas)
        flat = finish(canvas.pixels(), self._weighted(LOOKS), Dice("symbols", self.seed, self.sheet))
        shot = LEVELS[level](flat, np.random.default_rng(dice.integers(1 << 62)))
        picture = np.ascontiguousarray(shot.image[:, :, ::-1])
        quads = [shot.mapping.map_points(self._as_detected(cell)) for cell in cells]
        for cell, quad in zip(cells, quads, strict=True):
            size = cell.size * float(np.linalg.norm(quad[3] - quad[0])) / (cell.size / 0.72)
            inside = (quad >= 0).all() and (quad < (picture.shape[1], picture.shape[0])).all()
            if inside and size >= SMALLEST:
                seen = window(picture, [(float(x), float(y)) for x, y in quad], size * float(dice.uniform(0.8, 1.3)))
                if cell.label == OTHER or _inked(seen):
                    yield seen, cell.label
        yield from self._specks(picture, quads)

    def _as_detected(self, cell: Cell) -> Floats:
        """A box as high as its row, its middle nearly the ink's."""
        left, top, right, bottom = cell.box
        x, y = (left + right) / 2, (top + bottom) / 2
        x, y = x + self.dice.normal(0, 0.06) * cell.size, y + self.dice.normal(0, 0.06) * cell.size
        w, h = max(right - left, 0.5 * cell.size) / 2 + 0.2 * cell.size, cell.size / 0.72 / 2
        return np.array([[x - w, y - h], [x + w, y - h], [x + w, y + h], [x - w, y + h]])

    def _specks(self, picture: Picture, quads: Sequence[Floats]) -> Iterator[tuple[Picture, str]]:
        """What is dark and small between the cells: dust, grain, rules and leaders."""
        row = float(np.median([np.linalg.norm(q[3] - q[0]) for q in quads]))
        grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
        for quad in quads:
            cv2.fillPoly(grey, [np.round(quad).astype(np.int32)], 255)
        reach = 2 * round(row) + 1
        depth = cv2.subtract(cv2.blur(grey, (reach, reach)), grey)
        dark = (depth > max(6.0, 2 * float(np.percentile(depth, 75)))).astype(np.uint8)
        _, _, stats, middles = cv2.connectedComponentsWithStats(dark, connectivity=8)
        larger = stats[1:, 2:4].max(axis=1)
        fitting = np.flatnonzero((larger >= max(2.0, 0.08 * row)) & (larger <= row)) + 1
        for place in self.dice.permutation(fitting)[:SPECKS]:
            (x, y), half = middles[place], row / 2
            around = [(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)]
            yield window(picture, around, 0.72 * row), OTHER


def _inked(seen: Picture) -> bool:
    """Whether the capture left anything of a sign near the window's middle."""
    side = seen.shape[0]
    part = seen[side // 4 : 3 * side // 4, side // 4 : 3 * side // 4]
    return float(np.percentile(seen, 75)) - float(part.min()) >= 8


def _drawable(face: str, char: str) -> bool:
    return any(ord(char) in fonts.coverage(f) for f in (face, *fonts.FALLBACK))


def dataset(seed: int, count: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """``count`` windows (n x 32 x 32, values 0..255) and their class indices."""
    pictures, labels = [], []
    for picture, label in Sheets(seed).windows():
        pictures.append(picture)
        labels.append(CLASSES.index(label))
        if len(labels) == count:
            break
    return np.stack(pictures).astype(np.float32), np.array(labels)
