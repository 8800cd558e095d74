"""Lone signs and powers of ten under growing blur: right, doubtful or silently wrong, sign by sign.

``python -m tests.bench.symbols [--seed N] [--pages N] [--engine NAME]`` draws small tables in several typefaces, blurs and
dims them as a photograph does, reads them, and prints one line a sign with the shares at each level. Doubtful: the text
is wrong and its confidence under 0.9, or the cell was not seen at all (``lost`` in brackets).
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence

import cv2
import numpy as np
from PIL import Image as PillowImage
from PIL import ImageDraw, ImageFont

from ocr_pipeline.engines import load_engine
from ocr_pipeline.page import Engine, Image, Line

SIGNS = ("-", "+", "±", "↑", "↓", "<", ">", "*", "H", "L")
POWERS = {"10⁹/L": "10^9/L", "×10⁹/L": "x10^9/L", "10¹²/L": "10^12/L", "×10¹²/L": "x10^12/L", "10⁶/mL": "10^6/ml"}
GLUED = ("59.3↑", "4.21↓", "0.8↑", "142↓", "6.1 ↑", "31.0H", "2.9L", "-3.0 - 3.0", "-2.1", "0 - 2")
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
#: typefaces that hold all that is drawn; the sign's own may differ from the name's
FACES = (
    CJK, "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc", "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf", "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf",
)  # fmt: skip
#: name, print size in pixels, blur (Gaussian sigma in pixels), contrast, noise (deviation in grey levels)
LEVELS = (
    ("sharp", 26, 0.0, 1.0, 0.0), ("blurred", 24, 1.0, 0.8, 3.0), ("photograph", 22, 1.4, 0.6, 5.0),
    ("hard", 20, 1.7, 0.45, 6.0), ("faint", 22, 1.0, 0.25, 4.0),
)  # fmt: skip
DOUBT = 0.9
_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")

Cell = tuple[str, float, float]


def drawn(level: tuple[str, int, float, float, float], dice: np.random.Generator) -> tuple[Image, list[Cell]]:
    """A page and its cells under test: what each shows, and its middle."""
    _, size, blur, contrast, noise = level
    pitch, shown = round(size * 1.75), [*SIGNS, *SIGNS, *POWERS, *GLUED]
    dice.shuffle(shown)
    canvas = PillowImage.new("L", (850, 100 + pitch * len(shown)), 255)
    pen, cells = ImageDraw.Draw(canvas), []
    face = ImageFont.truetype(str(dice.choice(FACES)), size)
    name = ImageFont.truetype(CJK, size)
    pen.text((300, 20), "检验报告单", font=ImageFont.truetype(CJK, size + 8), fill=0)
    for row, text in enumerate(shown):
        y = 80 + pitch * row
        pen.text((60, y), str(dice.choice(NAMES)), font=name, fill=0)
        _put(pen, (330, y), text, face, raised=text in POWERS and (dice.random() < 0.5 or face.path == FACES[1]))
        pen.text((560, y), f"{dice.uniform(0, 9):.1f}-{dice.uniform(10, 99):.1f}", font=name, fill=0)
        left, top, right, foot = pen.textbbox((330, y), text, font=face)
        cells.append((text, (left + right) / 2, (top + foot) / 2))
    grey = np.asarray(canvas, np.float32)
    grey = cv2.GaussianBlur(grey, (0, 0), blur) if blur else grey
    grey = 225 - (255 - grey) * contrast * 0.85 + dice.normal(0, 1, grey.shape) * noise
    return cv2.cvtColor(np.clip(grey, 0, 255).astype(np.uint8), cv2.COLOR_GRAY2BGR), cells


def _put(
    pen: ImageDraw.ImageDraw, place: tuple[float, float], text: str, face: ImageFont.FreeTypeFont, *, raised: bool
) -> None:
    """``text`` as its own characters, or with the superscripts as office programs set them: small digits, lifted."""
    x, y = place
    small = face.font_variant(size=round(face.size * 0.62))
    for char in text:
        digit = char.translate(_LOWERED)
        lifted = raised and digit != char
        pen.text((x, y), digit if lifted else char, font=small if lifted else face, fill=0)
        x += (small if lifted else face).getlength(digit if lifted else char)


def verdict(shown: str, lines: Sequence[Line], place: tuple[float, float]) -> str:
    """One of right, doubtful, lost, wrong."""
    there = [x for x in lines if cv2.pointPolygonTest(np.array(x.polygon, np.float32), place, False) >= 0]
    if not there:
        return "lost"
    line = max(there, key=lambda x: x.confidence)
    if _plain(line.text) == _plain(POWERS.get(shown, shown)):
        return "right"
    return "doubtful" if line.confidence < DOUBT else "wrong"


def _plain(text: str) -> str:
    return (
        text.replace(" ", "")
        .replace("×", "x")
        .replace("X", "x")
        .replace("l", "L")
        .replace("mL", "ml")
        .replace("−", "-")
    )


def measure(engine: Engine, seed: int, pages: int) -> dict[tuple[str, str], Counter[str]]:
    """Counts of the verdicts by (sign, level)."""
    dice = np.random.default_rng(seed)
    out: dict[tuple[str, str], Counter[str]] = {}
    for level in LEVELS:
        for _ in range(pages):
            image, cells = drawn(level, dice)
            lines = engine.recognise(image, engine.detect(image))
            for text, x, y in cells:
                out.setdefault((text, level[0]), Counter())[verdict(text, lines, (x, y))] += 1
    return out


def table(counts: dict[tuple[str, str], Counter[str]]) -> Iterator[str]:
    groups = [*((sign, (sign,)) for sign in (*SIGNS, *POWERS, *GLUED)), ("all signs", SIGNS), ("all powers", (*POWERS,)), ("all values", GLUED)]  # fmt: skip
    yield f"{'':12}" + "".join(f"{name:>24}" for name, *_ in LEVELS) + "   (right / doubtful [lost] / wrong, %)"
    for title, members in groups:
        row = f"{title:12}"
        for name, *_ in LEVELS:
            c = sum((counts.get((m, name), Counter()) for m in members), Counter())
            n = max(1, c.total())
            row += (
                f"{c['right'] / n:9.1%}{(c['doubtful'] + c['lost']) / n:6.1%}[{c['lost']}]{c['wrong'] / n:6.1%}".rjust(
                    24
                )
            )
        yield row


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pages", type=int, default=5, help="pages a level")
    parser.add_argument("--engine", default="openvino")
    given = parser.parse_args(arguments)
    print(*table(measure(load_engine(given.engine), given.seed, given.pages)), sep="\n")


if __name__ == "__main__":
    main()
