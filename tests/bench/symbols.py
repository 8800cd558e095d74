"""Signs, values with signs, intervals and powers of ten as reports set them: right, doubted or silently wrong.

``python -m tests.bench.symbols [--seed N] [--pages N] [--engine NAME] [--levels L M] [--errors]`` draws tables in many
typefaces, sizes and weights, blurs, dims, tilts, packs and faxes them as photographs and scans are, reads them, and prints
one line a cell text with the shares at each level. Doubted: the text is wrong and its confidence under 0.9, or the cell
was not seen at all (``lost`` in brackets). Cells of which a capture left nothing, as a fax does of hairlines, are told apart.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image as PillowImage
from PIL import ImageDraw, ImageFont

from models.symbols.drawing import fonts
from models.values.alphabet import RAISED, spelled
from ocr_pipeline.engines import load_engine
from ocr_pipeline.page import Engine, Image, Line

GROUPS: dict[str, tuple[str, ...]] = {
    "lone signs": ("-", "+", "±", "↑", "↓", "<", ">", "*", "H", "L"),
    "short cells": ("(-)", "(+)", "(±)", "+-", "++", "+++", "1+", "2+", "0", "1", "%", "‰", "°C", "－", "＋", "＊", "＜", "↑↑", "↓↓"),
    "values": ("135↑", "3.2↓", "5.2 H", "2.9 L", "H 5.2", "*5.2", "<0.01", ">1000", "≤0.5", "≥60", "59.3↑", "142 ↓", "-2.1",
               "31.0H", "4.21↓", "阳性(+)", "阴性(-)", "4.5", "16", "1.2", "7.35", "101", "4,800", "0.11"),
    "intervals": ("3.5-9.5", "3.5--9.5", "3.5–9.5", "3.5~9.5", "130 175", "0-2/HP", "-3.0 - 3.0", "0 - 2", "<5.0", "11-111",
                  "0.10 - 0.60", "4.0－10.0"),
    "powers": ("10^9/L", "10⁹/L", "×10⁹/L", "10*9/L", "x10E9/L", "10¹²/L", "×10¹²/L", "10⁶/mL", "10³/µL", "1.73m²", "mm³"),
    "units": ("µL", "μmol/L", "°C", "g/L", "fL", "pg", "mmol/L", "U/L"),
}  # fmt: skip
NAMES = (
    "白细胞",
    "尿蛋白",
    "葡萄糖",
    "Ketone",
    "胆红素",
    "Nitrite",
    "隐血",
    "管型",
    "Bacteria",
    "比重",
    "红细胞",
    "酮体",
)
CJK = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
#: typefaces that hold nearly all that is drawn: half of the cells are set in one of them
USUAL = (
    CJK, "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc", "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf", "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf",
)  # fmt: skip
ROWS = 25  #: cells a page
DOUBT = 0.9
LEFT, ABOVE_GRAIN = (
    8.0,
    2.0,
)  #: grey levels, and times the noise, that print is darker than its paper where any of it is left


@dataclass(frozen=True, slots=True)
class Level:
    """``size`` of print and ``blur`` (Gaussian sigma) in pixels, ``noise`` in grey levels, ``quality`` of JPEG."""

    name: str
    size: int
    blur: float = 0.0
    contrast: float = 1.0
    noise: float = 0.0
    quality: int = 0
    fax: bool = False
    tilt: float = 0.0


LEVELS = (
    Level("sharp", 26), Level("blurred", 24, 1.0, 0.8, 3.0), Level("photograph", 22, 1.4, 0.6, 5.0),
    Level("hard", 20, 1.7, 0.45, 6.0), Level("faint", 22, 1.0, 0.25, 4.0), Level("packed", 20, 0.6, 0.8, 2.0, quality=25),
    Level("small", 14, 0.5, 0.8, 2.0), Level("fax", 20, 0.7, 1.0, 20.0, fax=True), Level("tilted", 24, 0.9, 0.7, 3.0, tilt=0.1),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """``text`` as drawn, the corners of its ink on the page, and whether the capture left anything of it."""

    text: str
    quad: NDArray[np.float64]
    left: bool = True


def drawn(level: Level, texts: Sequence[str], dice: np.random.Generator) -> tuple[Image, list[Cell]]:
    """A page that shows ``texts`` in the second of three columns."""
    size, pitch = level.size, round(level.size * 1.75)
    canvas = PillowImage.new("L", (850, 100 + pitch * len(texts)), 255)
    pen, cells = ImageDraw.Draw(canvas), []
    others = fonts()
    path = str(dice.choice(USUAL) if dice.random() < 0.5 else dice.choice(others))
    name = ImageFont.truetype(CJK, size)
    pen.text((300, 20), "检验报告单", font=ImageFont.truetype(CJK, size + 8), fill=0)
    for row, text in enumerate(texts):
        y = 80 + pitch * row
        pen.text((60, y + size), str(dice.choice(NAMES)), font=name, fill=0, anchor="ls")
        quad = _put(pen, (330, y), text, path, size, raised=bool(dice.random() < 0.5))
        interval = f"{dice.uniform(0, 9):.1f}-{dice.uniform(10, 99):.1f}"
        pen.text((560, y + size), interval, font=name, fill=0, anchor="ls")
        cells.append(Cell(text, quad))
    return _photographed(np.asarray(canvas), cells, level, dice)


def _photographed(
    page: NDArray[np.uint8], cells: list[Cell], level: Level, dice: np.random.Generator
) -> tuple[Image, list[Cell]]:
    height, width = page.shape
    if level.tilt:
        corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
        pull = level.tilt * dice.uniform(0.3, 1, (4, 2)) * (width, min(height, width)) / 2
        target = (corners + pull * [[1, 1], [-1, 1], [-1, -1], [1, -1]]).astype(np.float32)
        matrix = cv2.getPerspectiveTransform(corners, target)
        page = np.asarray(cv2.warpPerspective(page, matrix, (width, height), flags=cv2.INTER_AREA, borderValue=160))
        cells = [Cell(c.text, cv2.perspectiveTransform(c.quad[None], matrix)[0]) for c in cells]
    grey = page.astype(np.float32)
    grey = cv2.GaussianBlur(grey, (0, 0), level.blur) if level.blur else grey
    grey = 225 - (255 - grey) * level.contrast * 0.85 + dice.normal(0, 1, grey.shape) * level.noise
    if level.fax:
        grey = np.where(grey < 130, 0, 255)
    out = np.clip(grey, 0, 255).astype(np.uint8)
    if level.quality:
        _, packed = cv2.imencode(".jpg", out, [cv2.IMWRITE_JPEG_QUALITY, level.quality])
        out = np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE), np.uint8)
    faintest = max(LEFT, ABOVE_GRAIN * level.noise * (not level.fax))
    seen = [replace(c, left=_darker(page, out, c.quad) >= faintest) for c in cells]
    return cv2.cvtColor(out, cv2.COLOR_GRAY2BGR), seen


def _darker(page: NDArray[np.uint8], out: NDArray[np.uint8], quad: NDArray[np.float64]) -> float:
    """Grey levels by which the print of a cell is darker than its paper in the picture that was taken of the page."""
    (x0, y0), (x1, y1) = np.floor(quad.min(axis=0)).astype(int), np.ceil(quad.max(axis=0)).astype(int)
    ink = 255.0 - page[y0:y1, x0:x1]
    if not ink.any():
        return 0.0
    taken = out[y0:y1, x0:x1].astype(np.float64)
    return float(np.percentile(taken, 75) - (ink * taken).sum() / ink.sum())


def _put(
    pen: ImageDraw.ImageDraw, place: tuple[float, float], text: str, path: str, size: int, *, raised: bool
) -> NDArray[np.float64]:
    """``text`` as its own characters, or with the superscripts as office programs set them: small digits, lifted.

    What the typeface lacks comes from another one, as on a screen. Returns the corners of what was printed.
    """
    (x, y), start = place, place[0]
    for char in text:
        up = char in RAISED and (raised or not _has(path, char))
        shown = RAISED[char] if up else char
        face = ImageFont.truetype(path if _has(path, shown) else CJK, round(size * 0.62) if up else size)
        if char != " ":
            pen.text((x, y + size * (0.55 if up else 1.0)), shown, font=face, fill=0, anchor="ls")
        x += face.getlength(shown)
    return np.array([[start, y], [x, y], [x, y + 1.1 * size], [start, y + 1.1 * size]], np.float64)


_KNOWN: dict[tuple[str, str], bool] = {}


def _has(path: str, char: str) -> bool:
    if (path, char) not in _KNOWN:
        font = ImageFont.truetype(path, 24)
        _KNOWN[path, char] = char == " " or bytes(font.getmask(char)) not in {
            b"",
            *(bytes(font.getmask(c)) for c in "\uffff\ue123\U000f1234\u3fff"),
        }
    return _KNOWN[path, char]


def read_at(lines: Sequence[Line], cell: Cell) -> Line | None:
    """What was read where the cell is: its lines from left to right as one, the least of their confidences."""
    middle = (float(cell.quad[:, 0].mean()), float(cell.quad[:, 1].mean()))
    there = [x for x in lines if x.text and _meets(x, cell, middle)]
    if not there:
        return None
    there.sort(key=lambda x: x.polygon[0][0])
    first = there[0]
    return Line(" ".join(x.text for x in there), min(x.confidence for x in there), (), first.polygon, first.flat)


def _meets(line: Line, cell: Cell, middle: tuple[float, float]) -> bool:
    quad = np.array(line.polygon, np.float32)
    x, y = quad.mean(axis=0)
    inside = cv2.pointPolygonTest(cell.quad.astype(np.float32), (float(x), float(y)), False) >= 0
    return inside or cv2.pointPolygonTest(quad, middle, False) >= 0


def verdict(cell: Cell, line: Line | None) -> str:
    """One of right, doubtful, lost, wrong, effaced."""
    if not cell.left:
        return "effaced"
    if line is None:
        return "lost"
    if plain(line.text) == plain(cell.text):
        return "right"
    return "doubtful" if line.confidence < DOUBT else "wrong"


def plain(text: str) -> str:
    """Without what means the same: ``×`` and ``x``, ``µ`` and ``u``, ``l`` and ``L``, ``m²`` and ``m2``, ``--`` between numbers."""
    out = re.sub(r"[?]+", "?", spelled(text.replace("二", "--")))
    out = re.sub(r"(?<=m)\^(?=[23])", "", out)
    return re.sub(r"(?<=\d)--(?=\d)", "-", out.replace("×", "x").replace("X", "x").replace("µ", "u").replace("l", "L"))


Counts = dict[tuple[str, str], Counter[str]]


def measure(engine: Engine, seed: int, pages: int, levels: Sequence[Level] = LEVELS) -> tuple[Counts, Counter[str]]:
    """Counts of the verdicts by (text, level), and the misreadings."""
    dice, out, errors = np.random.default_rng(seed), {}, Counter[str]()
    texts = [t for group in GROUPS.values() for t in group] + list(GROUPS["lone signs"])
    for level in levels:
        for _ in range(pages):
            dice.shuffle(texts)
            for first in range(0, len(texts), ROWS):
                image, cells = drawn(level, texts[first : first + ROWS], dice)
                lines = engine.recognise(image, engine.detect(image))
                for cell in cells:
                    line = read_at(lines, cell)
                    found = verdict(cell, line)
                    out.setdefault((cell.text, level.name), Counter())[found] += 1
                    if found not in ("right", "effaced") and line is not None:
                        errors[f"{found}: {cell.text} read {line.text}"] += 1
    return out, errors


def table(counts: Counts, levels: Sequence[Level] = LEVELS) -> Iterator[str]:
    groups = [(t, (t,)) for group in GROUPS.values() for t in group] + [(f"ALL {k}", v) for k, v in GROUPS.items()]
    yield (
        f"{'':16}"
        + "".join(f"{level.name:>24}" for level in levels)
        + "   (right / doubted [lost] / silently wrong, %)"
    )
    for title, members in groups:
        row = f"{title:16}"
        for level in levels:
            c = sum((counts.get((m, level.name), Counter()) for m in members), Counter())
            n = max(1, c.total() - c["effaced"])
            doubted = c["doubtful"] + c["lost"]
            row += f"{c['right'] / n:8.1%}{doubted / n:7.1%}[{c['lost']}]{c['wrong'] / n:6.1%}".rjust(24)
        yield row
    effaced = {
        name: sum(c["effaced"] for (_, at), c in counts.items() if at == name) for name in [x.name for x in levels]
    }
    yield "cells of which nothing was left: " + ", ".join(f"{name} {n}" for name, n in effaced.items() if n)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pages", type=int, default=5, help="times that every cell is drawn at each level")
    parser.add_argument("--engine", default="openvino")
    parser.add_argument("--levels", nargs="*", default=[level.name for level in LEVELS])
    parser.add_argument("--errors", action="store_true", help="print every misreading")
    given = parser.parse_args(arguments)
    levels = [level for level in LEVELS if level.name in given.levels]
    counts, errors = measure(load_engine(given.engine), given.seed, given.pages, levels)
    print(*table(counts, levels), sep="\n")
    if given.errors:
        print(*(f"{n:3} {text}" for text, n in errors.most_common()), sep="\n")


if __name__ == "__main__":
    main()
