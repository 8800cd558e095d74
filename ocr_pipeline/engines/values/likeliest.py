"""Which of a few texts a line shows: each is weighed by the small reader's picture of the whole line.

A raised digit of a few pixels is told by no reader alone, but units know only some powers. Of texts that differ in their
exponent, the lattice of the small reader (:mod:`models.values`) says how much likelier one is than the next; what it makes
of the rest of the line weighs the same in all of them.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from models.values.alphabet import spelled
from models.values.reader import likelihood, prepared
from ocr_pipeline.engines.crops.cut import cut, natural_width
from ocr_pipeline.engines.crops.rules import without_rules
from ocr_pipeline.engines.values.second import WIDEST, Run
from ocr_pipeline.engines.values.strips import strip
from ocr_pipeline.page import Image, Polygon


def likeliest(image: Image, quad: Polygon, texts: Mapping[str, float], run: Run) -> tuple[str, float]:
    """The likeliest of ``texts``, which are given with how usual each is, and its probability among them; 0 for a line that
    is too wide for the small reader."""
    if natural_width(quad) > WIDEST or not texts:
        return "", 0.0
    steps = run(prepared([strip(without_rules(cut(image, quad, squeeze=1.0)), near=True)]))
    logs = np.array([likelihood(steps, spelled(text)) + np.log(usual) for text, usual in texts.items()])
    shares = np.exp(logs - logs.max())
    best = int(shares.argmax())
    return list(texts)[best], float(shares[best] / shares.sum())
