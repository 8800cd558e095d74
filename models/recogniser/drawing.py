"""Draws the lines that the recogniser is tuned on: sheets of strings in many typefaces, captured as the drawn world does.

Of every line there are two crops in the same geometry: as the capture shows it, and as it was printed. What the original
network reads in the second is what the tuned one shall see in the first. Half of the strings are random, so that nothing
is learned about which words or numbers are likely. Everything is seeded; nothing of a real report.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from fixtures.generator import fonts, vocabulary
from fixtures.generator.canvas import Canvas
from fixtures.generator.dice import Dice
from fixtures.generator.finish import finish
from fixtures.generator.levels import LEVELS

Picture = NDArray[np.uint8]

HEIGHT = 48
WIDEST = 640
SHEET = (1240, 1100)  #: pixels at 200 dpi; a sheet holds about a hundred lines
#: Capture levels and how often each is drawn.
CAPTURES = {
    "fax": 0.34, "faint": 0.15, "screen": 0.13, "hard_phone": 0.11, "tiny": 0.12, "folded": 0.05, "phone": 0.03,
    "flatbed": 0.03, "messenger": 0.02, "curled": 0.02,
}  # fmt: skip
LOOKS = {"laser": 0.5, "inkjet": 0.16, "dot_matrix": 0.12, "thermal": 0.12, "copy": 0.1}
HELD_OUT = ("kai", "noto-song", "lato", "dejavu-serif", "narrow")  #: faces that only the test sees
SIGNS = "-+±↑↓<>*≤≥/%()[]（）：:.,;、，。=~～^'\"#&_"
UNITS = ("g/L", "U/L", "mmol/L", "μmol/L", "%", "fL", "pg", "10^9/L", "10^12/L", "mg/dL", "ng/mL", "mIU/L", "mm/h", "s", "/HP",
         "kPa", "mmHg", "IU/mL", "pmol/L", "mEq/L", "mL/min/1.73m²", "个/μL", "/uL", "℃", "μIU/mL", "cm", "mm", "COI")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sample:
    """``seen`` and ``printed`` are 48 x the same width x 3, BGR; ``text`` is what was printed."""

    seen: Picture
    printed: Picture
    text: str
    level: str
    face: str


@cache
def lexicon() -> tuple[str, ...]:
    """All words and sentences of the drawn world."""
    found: set[str] = set()

    def walk(value: Any) -> None:
        if isinstance(value, str):
            found.update(part.strip() for part in value.split("\n"))
        elif isinstance(value, dict):
            for pair in value.items():
                walk(pair)
        elif isinstance(value, (tuple, list, set, frozenset)):
            for each in value:
                walk(each)
        elif hasattr(value, "__dataclass_fields__"):
            for name in value.__dataclass_fields__:
                walk(getattr(value, name))

    for info in pkgutil.iter_modules(vocabulary.__path__):
        module = import_module(f"{vocabulary.__name__}.{info.name}")
        walk({k: v for k, v in vars(module).items() if not k.startswith("__") and not callable(v)})
    return tuple(sorted(s for s in found if 1 < len(s) < 120 and "{" not in s))


class Draughtsman:
    """Seeded source of samples. ``test`` draws the faces that training never sees; ``alphabet`` are the characters that
    the recogniser knows."""

    def __init__(self, seed: int, alphabet: frozenset[str], *, test: bool = False) -> None:
        self.dice, self.seed, self.sheet = np.random.default_rng(seed), seed, 0
        zh = {*fonts.ZH_TEXT}
        able = [f for f in (*fonts.ZH_TEXT, *fonts.LATIN_TEXT) if (f in HELD_OUT) == test]
        self.faces = {"zh": [f for f in able if f in zh], "latin": [f for f in able if f not in zh]}
        known = fonts.coverage("song")
        self.chinese = [c for c in sorted(alphabet) if len(c) == 1 and 0x4E00 <= ord(c) < 0x9FA6 and ord(c) in known]
        self.words = [w for w in lexicon() if all(c in alphabet or c == " " for c in w)]

    def samples(self, levels: dict[str, float] | None = None) -> Iterator[Sample]:
        shares = levels or CAPTURES
        while True:
            yield from self._sheet(self._weighted(shares))

    def _weighted(self, shares: dict[str, float]) -> str:
        weight = np.array(list(shares.values()))
        return str(self.dice.choice(list(shares), p=weight / weight.sum()))

    # -- what is printed

    def _pick(self, among: Sequence[str]) -> str:
        return among[int(self.dice.integers(len(among)))]

    def _number(self) -> str:
        roll, dice = self.dice.random(), self.dice
        whole = "".join(self._pick("0123456789") for _ in range(int(dice.integers(1, 4)))).lstrip("0") or "0"
        if roll < 0.3:
            return whole
        part = "".join(self._pick("0123456789") for _ in range(int(dice.choice([1, 1, 2, 2, 3]))))
        return whole + ("." if roll < 0.92 else ",") + part

    def _text(self) -> str:
        roll, dice = self.dice.random(), self.dice
        if roll < 0.22:
            flag = self._pick((" ↑", " ↓", "↑", "↓", " H", " L", "*", "+", "-")) if dice.random() < 0.3 else ""
            sign = self._pick("<>≤≥-+") if dice.random() < 0.12 else ""
            return sign + self._number() + flag
        if roll < 0.34:
            # a fax loses thin dashes: as many pairs of numbers have nothing between them
            between = self._pick(
                ("-", "-", "--", "~", " - ", "–", "～", "—", " ", " ", "  ", "  ", "   ", "    ", "/", " ", "  ")
            )
            return self._number() + between + self._number() + (self._pick(UNITS) if dice.random() < 0.15 else "")
        if dice.random() < 0.07:  # rows of dots and dashes that lead from a name to its value
            dots = self._pick((".", ".", ".", "…", "_", "-", " .", "·", "*", ". ")) * int(dice.integers(3, 26))
            name = str(self._pick(self.words))[:16] if dice.random() < 0.5 else ""
            return (name + dots + (self._pick(("", " ")) + self._number() if dice.random() < 0.7 else "")).strip()
        if dice.random() < 0.05:  # letters that look like digits
            alike = "".join(self._pick("OoIlSZBGDQ015286AEPT") for _ in range(int(dice.integers(1, 6))))
            return alike + self._pick(("", ":", "：", "-")) + self._pick(("", self._number()))
        if roll < 0.35:
            return self._pick(
                (
                    "(-)",
                    "(+)",
                    "( )",
                    "()",
                    "（-）",
                    "（+）",
                    "（ ）",
                    "-",
                    "+",
                    "±",
                    "--",
                    "---",
                    "1+",
                    "2+",
                    "N",
                    "（阴性）",
                )
            )
        if roll < 0.40:
            return (self._number() + " " if dice.random() < 0.3 else "") + self._pick(UNITS)
        if roll < 0.46:  # anything out of digits, letters and signs
            among = "0123456789" * 3 + "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz" + SIGNS
            return "".join(self._pick(among) for _ in range(int(dice.integers(1, 14))))
        if roll < 0.49:
            return (
                f"20{dice.integers(10, 40)}{self._pick('-/.')}{dice.integers(1, 13):02d}-{dice.integers(1, 29):02d} "
                + (f"{dice.integers(0, 24):02d}:{dice.integers(0, 60):02d}")
            )
        if roll < 0.60:  # any Chinese characters, mixed with a number now and then
            text = "".join(self._pick(self.chinese) for _ in range(int(dice.integers(1, 11))))
            return text + self._pick(("", "", "：", "(" + self._number() + ")", self._number()))
        text = str(self._pick(self.words))
        if roll < 0.66:  # words with their letters exchanged
            text = "".join(text[i] for i in dice.permutation(len(text))).strip()
        elif roll < 0.76:
            text += self._pick((" ", ": ", "：", "(", "  ")) + self._number()
        elif roll < 0.80:
            text = f"{dice.integers(1, 60)}{self._pick(('', ' ', '.', '、'))}{self._pick('*★')[: int(dice.integers(0, 2))]}{text}"
        if len(text) > 30 and dice.random() < 0.8:
            start = int(dice.integers(0, len(text) - 24))
            text = text[start : start + int(dice.integers(8, 30))].strip()
        return text

    # -- how it is printed and captured

    def _sheet(self, level: str) -> list[Sample]:
        dice = self.dice
        self.sheet += 1
        canvas = Canvas(SHEET)
        zh, latin = self._pick(self.faces["zh"]), self._pick(self.faces["latin"])
        own = dice.random() < 0.5  # Chinese sheets mostly print digits in their own face
        y, lines = 24.0, []
        size = int(dice.integers(19, 36))
        while y < SHEET[1] - 60:
            if dice.random() < 0.15:
                size = int(dice.integers(18, 40))
            x, bold = float(dice.uniform(15, 70)), bool(dice.random() < 0.12)
            while x < SHEET[0] - 80:
                text = self._text()
                wide = any(ord(c) > 0x2E00 for c in text)
                face = zh if wide or own else latin
                if not text or any(not _drawable(face, c) for c in text):
                    continue
                raised = "^" in text and dice.random() < 0.7
                box = canvas.text(x, y, text, face, size, bold=bold, raised=raised)
                if box[2] < SHEET[0] - 12:
                    lines.append((box, text, face, size))
                x = box[2] + size * float(dice.uniform(0.9, 3.5))
            if dice.random() < 0.12:
                canvas.line(10, y + size * 1.2, SHEET[0] - 10, y + size * 1.2, width=int(dice.integers(1, 4)))
            y += size * float(dice.uniform(1.25, 2.1))
        flat = canvas.pixels()
        printed = np.ascontiguousarray(flat[:, :, ::-1])
        look = self._weighted(LOOKS)
        shot = LEVELS[level](
            finish(flat, look, Dice("recogniser", self.seed, self.sheet)), np.random.default_rng(dice.integers(1 << 62))
        )
        picture = np.ascontiguousarray(shot.image[:, :, ::-1])
        out = []
        for box, text, face, size in lines:
            corners = self._cut_as_detected(box, size)
            seen = shot.mapping.map_points(corners)
            if (
                (seen < -2).any()
                or (seen[:, 0] > picture.shape[1] + 2).any()
                or (seen[:, 1] > picture.shape[0] + 2).any()
            ):
                continue
            width = self._width(seen)
            if width is None:
                continue
            out.append(Sample(crop(picture, seen, width), crop(printed, corners, width), text, level, face))
        return out

    def _cut_as_detected(self, box: tuple[float, float, float, float], size: int) -> NDArray[np.float64]:
        """The corners of a detector's box about a line: never quite the ink's."""
        dice = self.dice
        tall = size / dice.uniform(0.66, 1.0)
        middle = (box[1] + box[3]) / 2 + dice.normal(0, 0.04) * tall
        left, right = box[0] - size * dice.uniform(-0.03, 0.35), box[2] + size * dice.uniform(-0.03, 0.35)
        lean = dice.normal(0, 0.006) * (right - left)
        lean = float(np.clip(lean, -0.12 * tall, 0.12 * tall))
        y0, y1 = middle - tall / 2, middle + tall / 2
        return np.array([[left, y0 - lean], [right, y0 + lean], [right, y1 + lean], [left, y1 - lean]], np.float64)

    def _width(self, corners: NDArray[np.float64]) -> int | None:
        """Pixels of the crop, squeezed or stretched as the engine does; None for what it would read in pieces."""
        along, down = (float(np.linalg.norm(corners[i] - corners[0])) for i in (1, 3))
        natural = HEIGHT * along / max(1.0, down)
        factor = self.dice.uniform(0.75, 1.0) if natural > 320 else self.dice.choice([1.0, 1.0, 1.0, 1.5, 0.75])
        width = max(16, round(natural * factor))
        return width if width <= WIDEST else None


def crop(image: Picture, corners: NDArray[np.float64], width: int) -> Picture:
    """As :func:`ocr_pipeline.engines.crops.cut.cut`: a slice where the box is level, a warp elsewhere."""
    tall = float(np.linalg.norm(corners[3] - corners[0]))
    tilt = abs(corners[1, 1] - corners[0, 1])
    if corners[1, 0] > corners[0, 0] and tilt <= 0.06 * tall and abs(corners[3, 0] - corners[0, 0]) <= 0.06 * tall:
        x0, x1 = round(corners[[0, 3], 0].mean()), round(corners[[1, 2], 0].mean())
        y0, y1 = round(corners[:2, 1].mean()), round(corners[2:, 1].mean())
        piece = image[max(0, y0) : y1, max(0, x0) : x1]
        if piece.size:
            how = cv2.INTER_AREA if piece.shape[0] > 2 * HEIGHT else cv2.INTER_LINEAR
            return np.asarray(cv2.resize(piece, (width, HEIGHT), interpolation=how), np.uint8)
    target = np.array([[0, 0], [width, 0], [width, HEIGHT], [0, HEIGHT]], np.float32) - np.float32(0.5)
    matrix = cv2.getPerspectiveTransform((corners - 0.5).astype(np.float32), target)
    return np.asarray(
        cv2.warpPerspective(image, matrix, (width, HEIGHT), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE),
        np.uint8,
    )


def _drawable(face: str, char: str) -> bool:
    return char == " " or any(ord(char) in fonts.coverage(f) for f in (face, *fonts.FALLBACK))
