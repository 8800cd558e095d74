"""Draws the strips that the reader of values learns from: what table cells hold, in many fonts, as phones and faxes show it.

Everything is seeded. A strip is a grey picture 32 pixels high, cut as a detector's box cuts it: em 0.62 to 1.05 of the
height, with some paper, rules and neighbouring rows at its edges.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from models.symbols.drawing import fonts
from models.values.alphabet import HEIGHT, RAISED, WIDTHS, spelled

Grey = NDArray[np.uint8]

EM = 40  #: pixels of the type as it is drawn
FALLBACK = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/truetype/arphic/uming.ttc", "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf",
)  # fmt: skip
LONE = ("-", "+", "±", "↑", "↓", "<", ">", "*", "H", "L")
SIGNS = (
    "(-)", "(+)", "(±)", "+-", "+/-", "++", "+++", "++++", "1+", "2+", "3+", "4+", "--", "－", "＋", "＊", "＜", "＞", "—",
    "−", "↑↑", "↓↓", "HH", "LL", "+1", "+2", "（-）", "（+）", "-/+", "±", "1+", "N", "A", "0", "1", "7", "%", "°C", "‰", "4",
)  # fmt: skip
POWERS = ("10⁹/L", "×10⁹/L", "10¹²/L", "×10¹²/L", "10⁶/mL", "10³/µL", "×10³/μL", "10⁶/µL", "10^9/L", "x10^9/L", "10^12/L",
          "10*9/L", "*10^9/L", "10E9/L", "x10E12/L", "10³/uL", "10^3/uL", "×10^6/ul", "10⁹ /L", "m²", "mm³", "1.73m²",
          "mL/min/1.73m²", "kg/m²", "/mm³", "cm³", "10⁶/L", "10⁸/L", "10*3/uL", "10*6/uL", "10*12/L", "x10^3/µL", "X10^9/L",
          "10^6/uL", "x10^6/mL", "×10^9/L", "×10^12/L", "X10³/uL", "x10E6/uL", "10e9/L", "10^3/mm³", "x10³/mm³")  # fmt: skip
UNITS = ("g/L", "U/L", "mmol/L", "μmol/L", "umol/L", "µmol/L", "%", "fL", "fl", "pg", "s", "°C", "‰", "/HP", "/uL", "/μL", "mm/h",
         "ng/mL", "mg/L", "mg/dL", "g/dL", "IU/L", "IU/mL", "mIU/L", "pmol/L", "kPa", "mmHg", "sec", "℃", "/HPF", "/LP", "Ratio",
         "U/mL", "pg/mL", "mEq/L", "mL/min", "nmol/L", "ug/L", "μg/L", "COI", "S/CO", "pH", "mm", "cm", "ml", "UI/l", "个/HP",
         "µL", "μL", "mm", "T/L", "G/L", "UI/L", "L/L", "K/uL", "M/uL", "/µL", "mU/L", "ng/L", "µg/dL", "ug/dL", "µg/L", "mOsm/kg", "mL", "g/24h", "mm/1h")  # fmt: skip
WORDS = "阴性阳未见查到中等少量多高低白细胞红血小板尿糖酮体正常弱结果参考单位项目士土十王工卒个一丨丁人八六女卡米大水火木本中"
LATIN = ("Negative", "Positive", "None", "Trace", "Nil", "Clear", "WBC", "RBC", "HGB", "PLT", "ALT", "AST", "Glucose", "Absent",
         "Normal", "Yellow", "High", "Low", "NEG", "POS", "neg", "Neg.", "Few", "pO2", "CA125", "O", "Rh")  # fmt: skip
FLAGS = (
    "↑",
    "↓",
    "↑",
    "↓",
    " ↑",
    " ↓",
    "H",
    "L",
    " H",
    " L",
    "*",
    " *",
    "↑↑",
    "↓↓",
    "HH",
    "LL",
    "+",
    " -",
    "h",
    "l",
    "(H)",
    "(L)",
)
DASHES = ("-", "-", "-", "--", "–", "—", "~", "～", "−", " - ", " - ", " – ", " ~ ", "－", " -- ")
FAXES, DIM = 0.2, 0.2  #: of all strips
SHARE = (0.62, 1.05)  #: of a strip's height, that the em takes
LONE_SHARE = (0.5, 0.95)  #: the same of lone signs, which are shown with the paper of their row
OFF = (0.02, 0.065)  #: of a strip's height, that its middle stands below the digits', and how far that scatters
COARSEST = 15  #: pixels of the em, the least of print that is read from half the lines or through strong grain
HELD_OUT = 12  #: one font in so many is kept for the test strips


@dataclass(frozen=True, slots=True)
class Strip:
    """``picture`` is 32 pixels high; ``label`` what it shows, as :func:`models.values.alphabet.spelled` writes it."""

    picture: Grey
    label: str


class Draughtsman:
    """Seeded source of strips. ``test`` draws with the fonts that training never sees."""

    def __init__(self, seed: int, *, test: bool = False) -> None:
        self.dice = np.random.default_rng(seed)
        self.paths = [p for p in fonts() if p in FALLBACK or (_held_out(p) == test)]
        self._loaded: dict[tuple[str, int], ImageFont.FreeTypeFont] = {}
        self._has: dict[tuple[str, str], bool] = {}
        self._blank: dict[str, set[bytes]] = {}

    def strips(self, count: int, views: int = 1) -> list[Strip]:
        """``count`` strips; each printed cell is photographed ``views`` times."""
        out: list[Strip] = []
        while len(out) < count:
            text = self._text()
            page, place, tall = self._drawn(text)
            seen = [self._seen(page, place, tall) for _ in range(views)]
            out += [Strip(s, spelled(text)) for s in seen if s.shape[1] <= WIDTHS[-1]]
        return out[:count]

    # -- what is printed

    def _pick(self, among: tuple[str, ...] | str) -> str:
        return among[int(self.dice.integers(len(among)))]

    def _digits(self, most: int) -> str:
        n = int(self.dice.integers(1, most + 1))
        ones = self.dice.random() < 0.15
        text = "".join(self._pick("1470" if ones else "0123456789") for _ in range(n))
        return text.lstrip("0") or "0"

    def _number(self) -> str:
        roll = self.dice.random()
        whole = self._digits(3)
        if roll < 0.32:
            return whole
        if roll < 0.92:
            point = "." if self.dice.random() < 0.88 else ","
            return (
                whole + point + "".join(self._pick("0123456789") for _ in range(int(self.dice.choice([1, 1, 2, 2, 3]))))
            )
        if roll < 0.96:
            return f"{int(self.dice.integers(1, 400))},{int(self.dice.integers(0, 1000)):03d}"
        return self._digits(6)

    def _text(self) -> str:
        roll, dice = self.dice.random(), self.dice
        if roll < 0.15:
            return self._number()
        if roll < 0.28:
            flag = self._pick(FLAGS)
            return (
                flag.strip() + self._pick(("", " ")) + self._number() if dice.random() < 0.12 else self._number() + flag
            )
        if roll < 0.34:
            return (
                self._pick(("<", ">", "<", ">", "≤", "≥", "< ", "> ", "-", "-", "+", "*", "=", "<=", "＜", "＞"))
                + self._number()
            )
        if roll < 0.46:
            low = self._pick(("", "", "", "", "", "-", "(", "<", "[")) + self._number()
            end = self._pick(("", "", "", "", "", "/HP", ")", "%", " g/L", "/uL"))
            if dice.random() < 0.1:
                return f"[{self._number()}{self._pick(DASHES)}{self._number()}]"
            if dice.random() < 0.1:  # a value and its interval, which the detector joined
                low, end = self._number() + "  " + self._number(), ""
            return low.replace("[", "(") + self._pick(DASHES) + self._number() + end
        if roll < 0.64:
            return self._pick(LONE) if dice.random() < 0.62 else self._pick(SIGNS)
        if roll < 0.80:
            number = self._number() + self._pick(("", " ")) if dice.random() < 0.15 else ""
            return number + self._pick(POWERS)
        if roll < 0.88:
            number = self._number() + self._pick(("", " ")) if dice.random() < 0.3 else ""
            return number + self._pick(UNITS)
        if roll < 0.90:
            return (
                self._pick(("1:", "1: ", "1/", "<1/", "<1:", ">1:", "0/", "1:")) + self._digits(4)
                if dice.random() < 0.5
                else f"{dice.integers(0, 24):02d}:{dice.integers(0, 60):02d}"
            )
        if roll < 0.92:
            return f"20{dice.integers(10, 40)}-{dice.integers(1, 13):02d}-{dice.integers(1, 29):02d}"
        if roll < 0.96:
            text = "".join(self._pick(WORDS) for _ in range(int(dice.choice([1, 1, 1, 2, 3]))))
            return text + self._pick(("", "", "(+)", "(-)", "+", "-", "（+）", self._number()))
        if roll < 0.98:
            return self._pick(LATIN)
        return ""

    # -- how it is printed

    def _font(self, path: str, size: int) -> ImageFont.FreeTypeFont:
        key = (path, size)
        if key not in self._loaded:
            self._loaded[key] = ImageFont.truetype(path, size)
        return self._loaded[key]

    def _able(self, path: str, char: str) -> bool:
        if (path, char) not in self._has:
            font = self._font(path, EM)
            if path not in self._blank:
                self._blank[path] = {bytes(font.getmask(c)) for c in "\uffff\ue123\U000f1234\u3fff"} | {b""}
            self._has[path, char] = bytes(font.getmask(char)) not in self._blank[path]
        return self._has[path, char]

    def _face(self, main: str, char: str, size: int) -> ImageFont.FreeTypeFont:
        if char == " " or self._able(main, char):
            return self._font(main, size)
        spare = [p for p in FALLBACK if self._able(p, char)]
        return self._font(spare[ord(char) * 7 % len(spare)] if spare else FALLBACK[0], size)

    def _drawn(self, text: str) -> tuple[Grey, tuple[float, float, float], float]:
        """The page, the print's left, right and middle on it, and the height of a box about it."""
        dice, main = self.dice, str(self.paths[int(self.dice.integers(len(self.paths)))])
        if dice.random() < 0.35:
            main = FALLBACK[int(dice.integers(len(FALLBACK)))]
        canvas = Image.new("L", (round(EM * (len(text) + 6)), EM * 5), 255)
        pen = ImageDraw.Draw(canvas)
        start, base = 3.0 * EM, round(2.9 * EM)
        lifted = dice.random() < 0.6  # office programs set small digits, not the typeface's own superscripts
        small, rise = dice.uniform(0.5, 0.72), dice.uniform(0.28, 0.5)
        spacing = dice.uniform(0, 0.12) * EM if dice.random() < 0.15 else 0.0
        bold = 1 if dice.random() < 0.12 else 0
        x = start
        for char in text:
            if char == " ":
                x += dice.uniform(0.2, 0.9) * EM
                continue
            if char in "↑↓" and dice.random() < 0.15:
                x += self._arrow(pen, char, x, base) + spacing
                continue
            up = char in RAISED and (lifted or not self._able(main, char))
            face = self._face(main, RAISED[char] if up else char, round(EM * small) if up else EM)
            y = base - rise * EM if up else base
            pen.text((x, y), RAISED[char] if up else char, font=face, fill=0, anchor="ls", stroke_width=bold)
            x += face.getlength(RAISED[char] if up else char) + spacing
        self._around(pen, main, start, x, base)
        tall = EM / dice.uniform(*(LONE_SHARE if len(text) == 1 else SHARE))
        ink = canvas.point(lambda v: 255 - v).getbbox() if len(text) == 1 and dice.random() < 0.35 else None
        middle = (ink[1] + ink[3]) / 2 if ink else base - 0.36 * EM
        if not text:
            x += EM * dice.uniform(0.8, 3)
        return np.asarray(canvas), (start, x, middle), tall

    def _arrow(self, pen: ImageDraw.ImageDraw, char: str, x: float, base: float) -> float:
        """An arrow of a shaft and a head, as screen fonts and printers draw them; its advance."""
        dice = self.dice
        tall, wide, thick = dice.uniform(0.55, 0.95) * EM, dice.uniform(0.22, 0.5) * EM, int(dice.integers(2, 6))
        foot, middle = base + dice.uniform(-0.05, 0.15) * EM, x + wide / 2 + 0.06 * EM
        top = foot - tall
        tip, tail = (top, foot) if char == "↑" else (foot, top)
        inward = 1 if char == "↑" else -1
        pen.line((middle, tip, middle, tail), fill=0, width=thick)
        wing = tip + inward * wide * dice.uniform(0.5, 1.1)
        corners = [(middle - wide / 2, wing), (middle, tip), (middle + wide / 2, wing)]
        if dice.random() < 0.5:
            pen.polygon(corners, fill=0)
        else:
            pen.line(corners, fill=0, width=thick)
        return float(wide + 0.12 * EM)

    def _around(self, pen: ImageDraw.ImageDraw, main: str, start: float, end: float, base: int) -> None:
        """Neighbouring rows, rules and specks, where a cell has them."""
        dice = self.dice
        for side in (-1, 1):
            if dice.random() < 0.2:
                text = "".join(self._pick("0123456789.-gL/") for _ in range(int((end - start) / EM * 1.6) + 2))
                pen.text((start - dice.uniform(0, 1) * EM, base + side * EM * dice.uniform(1.15, 1.6)), text,
                         font=self._font(main, EM), fill=0, anchor="ls")  # fmt: skip
        if dice.random() < 0.14:
            y = base + EM * (dice.uniform(0.14, 0.4) if dice.random() < 0.6 else dice.uniform(-1.25, -0.95))
            pen.line((0, y, end + 3 * EM, y), fill=int(dice.integers(0, 120)), width=int(dice.integers(1, 4)))
        for edge in (start - EM * dice.uniform(0.06, 0.5), end + EM * dice.uniform(0.06, 0.5)):
            if dice.random() < 0.2:  # some are hidden in part: a rule is painted over before a crop is read
                top, foot = (0, 5 * EM) if dice.random() < 0.5 else base + EM * np.sort(dice.uniform(-1.6, 0.8, 2))
                pen.line((edge, top, edge, foot), fill=int(dice.integers(0, 200)), width=int(dice.integers(1, 4)))
        if dice.random() < 0.08:
            for _ in range(int(dice.integers(1, 4))):
                x, y, r = dice.uniform(start, end + 1), base - dice.uniform(-0.2, 1.1) * EM, dice.uniform(0.5, 1.6)
                pen.ellipse((x - r, y - r, x + r, y + r), fill=int(dice.integers(60, 190)))

    # -- how it is photographed

    def _seen(self, page: Grey, place: tuple[float, float, float], tall: float) -> Grey:
        dice, (left, right, middle) = self.dice, place
        tall *= dice.uniform(0.93, 1.07)
        middle += dice.normal(*OFF) * tall
        left, right = left - dice.uniform(-0.02, 0.5) * EM, right + dice.uniform(-0.02, 0.5) * EM
        native = float(np.exp(dice.uniform(np.log(8), np.log(34))))  # pixels of the em in the photograph
        height = max(10, round(native * tall / EM))
        width = max(6, round((right - left) / tall * height * dice.uniform(0.85, 1.18)))
        turn, lean = np.radians(dice.normal(0, 1.0)), dice.normal(0, 0.05)
        x0, y0 = (left + right) / 2, middle
        sx, sy = (right - left) / width, tall / height
        matrix = np.array([[sx, lean * sy, 0.0], [np.sin(turn) * sx, sy, 0.0]])
        matrix[:, 2] = (x0, y0) - matrix[:, :2] @ ((width - 1) / 2, (height - 1) / 2)
        over = max(1, min(4, int(sy + 0.5)))  # drawn larger, then reduced by area
        big = matrix.copy()
        big[:, :2] /= over
        big[:, 2] -= big[:, :2] @ ((over - 1) / 2, (over - 1) / 2)
        flat = cv2.warpAffine(page, big, (width * over, height * over), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
                              borderValue=255)  # fmt: skip
        small = cv2.resize(flat, (width, height), interpolation=cv2.INTER_AREA).astype(np.float32)
        seen = self._photographed(small, native)
        tall_crop = cv2.resize(seen, (max(8, round(width * 48 / height)), 48), interpolation=cv2.INTER_LINEAR)
        return reduced(np.asarray(tall_crop, np.uint8))

    def _photographed(self, small: NDArray[np.floating[Any]], native: float) -> Grey:
        """As one of the capturing devices gives it, mostly by a telephone in some light."""
        roll = self.dice.random()
        if roll < FAXES:
            return self._faxed(small, native)
        return self._dimmed(small, native) if roll < FAXES + DIM else self._usual(small, native)

    def _faxed(self, small: NDArray[np.floating[Any]], native: float) -> Grey:
        """Black or white, with the grain of the paper, at times in half as many lines as dots a line, some with soft edges."""
        dice, (tall, wide) = self.dice, small.shape
        small = cv2.GaussianBlur(small, (0, 0), float(dice.uniform(0.1, 0.05 * native)))
        coarse = native > COARSEST and dice.random() < 0.5
        if coarse:
            small = cv2.resize(small, (wide, max(5, round(tall * 98 / 204))), interpolation=cv2.INTER_AREA)
        small = small + dice.normal(0, dice.uniform(0, 28), small.shape)
        bits = np.where(small < dice.uniform(115, 190), 0, 255).astype(np.uint8)
        if coarse:
            bits = np.asarray(cv2.resize(bits, (wide, tall), interpolation=cv2.INTER_LINEAR), np.uint8)
        if dice.random() < 0.3:
            bits = np.asarray(cv2.GaussianBlur(bits, (0, 0), float(dice.uniform(0.4, 0.9))), np.uint8)
        return bits

    def _dimmed(self, small: NDArray[np.floating[Any]], native: float) -> Grey:
        """Faint, soft print in a bad light: the grain nearly as strong as the ink."""
        dice = self.dice
        small = cv2.GaussianBlur(small, (0, 0), float(dice.uniform(0.03, 0.1) * native + 0.1))
        contrast, light = dice.uniform(0.12, 0.5), dice.uniform(150, 250)
        small = light - (255 - small) * contrast * light / 255
        grain = contrast * dice.uniform(4, 24 if native > COARSEST else 12)
        return np.clip(small + dice.normal(0, grain, small.shape), 0, 255).astype(np.uint8)

    def _usual(self, small: NDArray[np.floating[Any]], native: float) -> Grey:
        dice = self.dice
        if dice.random() < 0.75:
            small = cv2.GaussianBlur(small, (0, 0), float(dice.uniform(0.02, 0.1) * native + 0.15))
        if dice.random() < 0.15:
            size = 3 if native < 16 else 5
            kernel = np.zeros((size, size), np.float32)
            cv2.line(kernel, (0, int(dice.integers(0, size))), (size - 1, int(dice.integers(0, size))), 1.0)
            small = cv2.filter2D(small, -1, kernel / max(1.0, float(kernel.sum())))
        contrast, light = dice.uniform(0.15, 1.0), dice.uniform(110, 255)
        small = light - (255 - small) * contrast * light / 255
        if dice.random() < 0.5:
            small = small + np.linspace(-1, 1, small.shape[1], dtype=np.float32)[None] * float(dice.normal(0, 12))
        small = small + dice.normal(0, dice.uniform(0, 9) * contrast + dice.uniform(0, 2), small.shape)
        if dice.random() < 0.1:  # a fax: black or white
            small = np.where(small < light * (1 - contrast * dice.uniform(0.3, 0.6)), 0.0, 255.0)
        out = np.clip(small, 0, 255).astype(np.uint8)
        if dice.random() < 0.45:
            _, packed = cv2.imencode(".jpg", out, [cv2.IMWRITE_JPEG_QUALITY, int(dice.integers(30, 95))])
            out = np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE), np.uint8)
        return out


def reduced(crop: Grey) -> Grey:
    """A grey crop of any height as a strip of the reader's height, in true proportion."""
    width = max(8, round(crop.shape[1] * HEIGHT / crop.shape[0]))
    return np.asarray(cv2.resize(crop, (width, HEIGHT), interpolation=cv2.INTER_AREA), np.uint8)


def _held_out(path: str) -> bool:
    return int(hashlib.sha256(path.encode()).hexdigest(), 16) % HELD_OUT == 0
