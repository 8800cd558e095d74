"""Draws the pictures that the reader of lone signs learns from: many fonts, then what phones, faxes and screens do.

Everything is seeded; a sample is a 32 x 32 grey picture as :func:`models.symbols.reader.window` cuts it from a page.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from models.symbols.reader import CLASSES, OTHER, SIDE

Grey = NDArray[np.uint8]
Floats = NDArray[np.float32]

#: What a class looks like in print; full-width and typographic forms included.
FORMS = {
    "-": "-－–−‐—", "+": "+＋", "±": "±", "↑": "↑", "↓": "↓", "<": "<＜", ">": ">＞", "*": "*＊∗", "H": "HＨ", "L": "LＬ",
}  # fmt: skip
#: Signs that resemble a class, drawn more often than the rest.
LOOKALIKES = "1Il|i!7/T4tfrJj=_.,:;'`~^xX×÷VvCc(NMWwUu个土士大火米工干于千丨丁卜了FEKkhbdDPY→←▲▼●○■•·°\"“”"
PLAIN = "023456789ABGOQRSZaegmnopqsyz%#&)[]{}≤≥μ阴性白细胞红血小板尿糖酮体正常弱阳未见查到中等少量多高低偏极无"
PHRASES = ("11", "10", "12", "++", "+-", "(-)", "--", "HH", "LL", "LH", "1.", ".5", "0.", "3+", "g/", "/L", "pH", "->")
_NOT_TEXT = ("D050000L", "StandardSymbols", "Z003")


def form(dice: np.random.Generator, label: str) -> str:
    """How a sign is printed: mostly plainly, dashes in all their lengths."""
    forms = FORMS[label]
    return forms[0] if dice.random() < (0.4 if label == "-" else 0.7) else str(dice.choice(list(forms)))


def fonts() -> list[str]:
    """Every outline font of the machine but dingbats and script faces, sorted by path."""
    found = [p for kind in ("ttf", "otf", "ttc") for p in Path("/usr/share/fonts").rglob(f"*.{kind}")]
    return sorted(str(p) for p in found if not p.name.startswith(_NOT_TEXT))


class Draughtsman:
    """Seeded source of samples."""

    def __init__(self, seed: int) -> None:
        self.dice = np.random.default_rng(seed)
        self.paths = fonts()
        self._loaded: dict[tuple[str, int], ImageFont.FreeTypeFont] = {}
        self._missing: dict[tuple[str, int], tuple[bytes, ...]] = {}

    def sample(self, label: str) -> Floats:
        """One normalised-size picture of class ``label`` (one of CLASSES), values 0..255."""
        size = int(self.dice.choice([40, 48, 56, 64]))
        if label == OTHER:
            kind = self.dice.random()
            if kind < 0.14:
                page = self._furniture(size)
            elif kind < 0.22:
                page = self._speck(size)
            else:
                page = self._text(self._other_text(), size)
        else:
            page = self._text(form(self.dice, label), size)
        return self._degraded(page)

    def _other_text(self) -> str:
        roll = self.dice.random()
        if roll < 0.55:
            return str(self.dice.choice(list(LOOKALIKES)))
        if roll < 0.8:
            return str(self.dice.choice(list(PLAIN)))
        return str(self.dice.choice(PHRASES))

    def _font(self, text: str, size: int) -> ImageFont.FreeTypeFont:
        for _ in range(40):
            path = str(self.dice.choice(self.paths))
            font = self._loaded.setdefault((path, size), ImageFont.truetype(path, size))
            blanks = self._missing.setdefault(
                (path, size), (b"", *(bytes(font.getmask(c)) for c in "\uffff\ue123\U000f1234\u3fff"))
            )
            if all(bytes(font.getmask(c)) not in blanks for c in text):
                return font
        return ImageFont.truetype("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", size)

    def _text(self, text: str, size: int) -> Grey:
        """Dark on light; the window's side as the reader would choose it, its centre on the ink with some error."""
        font = self._font(text, size)
        canvas = Image.new("L", (size * 6, size * 6), 255)
        pen = ImageDraw.Draw(canvas)
        pen.text((size * 2, size * 2), text, font=font, fill=0)
        box = canvas.point(lambda v: 255 - v).getbbox() or (size * 2, size * 2, size * 3, size * 3)
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        self._neighbours(pen, font, box, size)
        side = max(1.15 * size * self.dice.uniform(0.8, 1.3), 1.1 * max(box[2] - box[0], box[3] - box[1]))
        x += self.dice.normal(0, 0.04) * side
        y += self.dice.normal(0, 0.04) * side
        return self._window(np.asarray(canvas), x, y, side)

    def _neighbours(
        self, pen: ImageDraw.ImageDraw, font: ImageFont.FreeTypeFont, box: tuple[int, int, int, int], size: int
    ) -> None:
        """Rows above and below, table rules and the next cell's text, at the edge of the window."""
        if self.dice.random() < 0.25:
            text = "".join(self.dice.choice(list("0123456789.-↑HL阴性gL/")) for _ in range(4))
            row = size * 2 + int(self.dice.choice([-1, 1]) * size * self.dice.uniform(1.15, 1.5))
            pen.text((size * 2 - size * self.dice.uniform(0, 2), row), text, font=font, fill=0)
        if self.dice.random() < 0.2:
            beside = box[2] + size * self.dice.uniform(0.25, 0.6)
            pen.text((beside, size * 2), str(self.dice.choice(list("0123456789gmL阴"))), font=font, fill=0)
        if self.dice.random() < 0.2:
            at, thick = size * self.dice.uniform(0.45, 0.8), int(self.dice.integers(1, 4))
            x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
            if self.dice.random() < 0.5:
                edge = y + self.dice.choice([-1, 1]) * max(at, (box[3] - box[1]) * 0.75)
                pen.line((0, edge, size * 6, edge), fill=0, width=thick)
            else:
                edge = x + self.dice.choice([-1, 1]) * max(at, (box[2] - box[0]) * 0.75)
                pen.line((edge, 0, edge, size * 6), fill=0, width=thick)

    def _furniture(self, size: int) -> Grey:
        """Rules and their crossings and corners."""
        side = round(size * 1.15)
        page = np.full((side, side), 255, np.uint8)
        middle = side / 2 + self.dice.normal(0, 0.05 * side, 2)
        arms = self.dice.choice(["h", "v", "hv", "rd", "ld", "hd", "vr", "blank"])
        ends = {"r": (side, middle[1]), "l": (0, middle[1]), "d": (middle[0], side), "u": (middle[0], 0)}
        wanted = {"h": "lr", "v": "ud", "hv": "lrud", "rd": "rd", "ld": "ld", "hd": "lrd", "vr": "udr", "blank": ""}
        for arm in wanted[str(arms)]:
            a, b = (int(middle[0]), int(middle[1])), (int(ends[arm][0]), int(ends[arm][1]))
            cv2.line(page, a, b, 0, int(self.dice.integers(1, 5)))
        return page

    def _speck(self, size: int) -> Grey:
        side = round(size * 1.15)
        page = np.full((side, side), 255, np.uint8)
        for _ in range(int(self.dice.integers(1, 4))):
            at = (side / 2 + self.dice.normal(0, 0.08 * side, 2)).astype(int)
            radius = (side * self.dice.uniform(0.02, 0.14, 2) + 1).astype(int)
            axes = (int(max(radius)), int(max(1, min(radius.max(), radius.min() * 1.5))))
            cv2.ellipse(page, (int(at[0]), int(at[1])), axes, float(self.dice.uniform(20, 160)), 0, 360, 0, -1)
        return page

    def _window(self, page: Grey, x: float, y: float, side: float) -> Grey:
        """A square of the page, turned and sheared a little."""
        turn, shear = np.radians(self.dice.normal(0, 3)), self.dice.normal(0, 0.06)
        c, s = np.cos(turn), np.sin(turn)
        matrix = np.array([[c, -s + shear, 0], [s, c, 0]])
        pixels = round(side)
        matrix[:, 2] = np.array([pixels / 2, pixels / 2]) - matrix[:, :2] @ (x, y)
        return np.asarray(cv2.warpAffine(page, matrix, (pixels, pixels), borderValue=255))

    def _degraded(self, page: Grey) -> Floats:
        dice = self.dice
        if dice.random() < 0.3:
            kernel = np.ones((2, 2), np.uint8)
            page = np.asarray(cv2.erode(page, kernel) if dice.random() < 0.6 else cv2.dilate(page, kernel))
        seen = int(dice.integers(12, 48))  # pixels that the window has in the photograph
        small = cv2.resize(page, (seen, seen), interpolation=cv2.INTER_AREA).astype(np.float32)
        if dice.random() < 0.6:
            small = cv2.GaussianBlur(small, (0, 0), float(dice.uniform(0.3, 0.045 * seen + 0.3)))
        if dice.random() < 0.15:
            kernel = np.zeros((5, 5), np.float32)
            cv2.line(kernel, (0, int(dice.integers(0, 5))), (4, int(dice.integers(0, 5))), 1.0)
            small = cv2.filter2D(small, -1, kernel / max(1.0, float(kernel.sum())))
        contrast = dice.uniform(0.15, 1.0)
        light = dice.uniform(110, 255)
        small = light - (255 - small) * contrast * light / 255
        if dice.random() < 0.5:
            ramp = np.linspace(-1, 1, seen, dtype=np.float32) * float(dice.normal(0, 12))
            small = small + (ramp[None] if dice.random() < 0.5 else ramp[:, None])
        small = small + dice.normal(0, dice.uniform(0, 9) * contrast + dice.uniform(0, 2), small.shape)
        if dice.random() < 0.12:  # a fax: black or white
            small = np.where(small < light - 255 * contrast * dice.uniform(0.25, 0.6) * light / 255, 0.0, 255.0)
        out = np.clip(small, 0, 255).astype(np.uint8)
        if dice.random() < 0.5:
            _, packed = cv2.imencode(".jpg", out, [cv2.IMWRITE_JPEG_QUALITY, int(dice.integers(30, 95))])
            out = np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE), np.uint8)
        how = cv2.INTER_AREA if seen > SIDE else cv2.INTER_LINEAR
        return np.asarray(cv2.resize(out, (SIDE, SIDE), interpolation=how), np.float32)


def dataset(seed: int, per_class: int, others: int) -> tuple[Floats, NDArray[np.int64]]:
    """Pictures (n x 32 x 32, values 0..255) and class indices, shuffled; ``others`` samples of no sign at all."""
    artist = Draughtsman(seed)
    labels = [c for c in CLASSES if c != OTHER for _ in range(per_class)] + [OTHER] * others
    order = artist.dice.permutation(len(labels))
    pictures = np.stack([artist.sample(labels[i]) for i in order])
    return pictures, np.array([CLASSES.index(labels[i]) for i in order])
