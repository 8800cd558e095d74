"""A second opinion on a text layer: a few of its lines read from the picture.

Fonts whose character map is wrong (subset fonts of faulty PDF writers) give clean, plausible and false text; only the
picture tells. A handful of lines with digits costs a few hundredths of a second and decides about the whole page.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

from ocr_pipeline.page import Engine, Line, PageImage

_LINES = 8
_LEAST_ALIKE = 0.6
_SHORTEST, _LONGEST = 3, 24


def text_layer_agrees(page: PageImage, engine: Engine) -> bool:
    """Whether the picture shows what the text layer of ``page`` says; True when there is no line fit for comparing.

    Lines are compared character by character without blanks and case; the layer is refused when at least half of the
    compared lines share less than 60 % of their characters with what the engine reads there.
    """
    chosen = _sample(page.text_lines or ())
    if not chosen or float(page.image.std()) < 1.0:  # a page from plain text has no picture to compare with
        return True
    read = engine.recognise(page.image, [line.polygon for line in chosen])
    alike = [_alike(line.text, seen.text) for line, seen in zip(chosen, read, strict=True)]
    return sum(score >= _LEAST_ALIKE for score in alike) * 2 > len(alike)


def _sample(lines: Sequence[Line]) -> list[Line]:
    """Lines of medium length spread over the page, those with digits first."""
    fit = [line for line in lines if _SHORTEST <= len(line.text) <= _LONGEST and line.height >= 10]
    digits = [line for line in fit if sum(c.isdigit() for c in line.text) >= 2]
    words = [line for line in fit if not any(c.isdigit() for c in line.text)]
    return _spread(digits, _LINES // 2) + _spread(words, _LINES // 2)


def _spread(lines: list[Line], count: int) -> list[Line]:
    step = max(len(lines) / count, 1.0)
    return [lines[int(k * step)] for k in range(count) if int(k * step) < len(lines)]


def _alike(said: str, seen: str) -> float:
    return float(Levenshtein.normalized_similarity(_plain(said), _plain(seen)))


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).lower().split())
