from __future__ import annotations

from itertools import islice

import numpy as np
import pytest

from models.registry import weights
from models.symbols.drawing import Draughtsman, dataset
from models.symbols.reader import CLASSES, OTHER, SignReader
from models.symbols.sheets import Sheets

pytestmark = pytest.mark.unit


def test_drawn_signs_are_read_and_errors_are_not_confident() -> None:
    pictures, labels = dataset(seed=99, per_class=40, others=300)
    signs = SignReader().read(list(pictures.astype(np.uint8)))
    right = [CLASSES[label] == sign.text for label, sign in zip(labels, signs, strict=True)]
    confident = [not ok and sign.confidence > 0.95 for ok, sign in zip(right, signs, strict=True)]
    assert np.mean(right) >= 0.87  # a third of the drawn cells is beyond reading: blurred to a spot
    assert np.mean(confident) <= 0.02


def test_blank_paper_is_no_sign() -> None:
    dice = np.random.default_rng(3)
    papers = [np.clip(220 + dice.normal(0, 3, (32, 32)), 0, 255).astype(np.uint8) for _ in range(50)]
    seen = [s for s in SignReader().read(papers) if s.text != OTHER and s.confidence > 0.9]
    assert len(seen) <= 1


def test_no_windows_give_no_signs() -> None:
    assert SignReader().read([]) == []


def test_a_sign_is_read_in_any_light() -> None:
    picture = np.full((32, 32), 230, np.uint8)
    picture[15:17, 10:22] = 20
    for light, contrast in ((0, 1.0), (20, 0.5), (60, 0.3)):
        (sign,) = SignReader().read([(picture * contrast + light).astype(np.uint8)])
        assert sign.text == "-"
        assert sign.confidence > 0.7


def test_weights_are_small() -> None:
    assert weights("symbols").stat().st_size < 1_000_000


@pytest.mark.parametrize("char", ["1", "I", "l", "|", "丨"])
def test_an_upright_stroke_is_never_a_dash(char: str) -> None:
    artist = Draughtsman(5)
    pictures = [artist._degraded(artist._text(char, 48)).astype(np.uint8) for _ in range(60)]
    assert not [s for s in SignReader().read(pictures) if s.text == "-" and s.confidence > 0.9]


def test_windows_of_captured_sheets_are_seeded_and_show_what_they_say() -> None:
    first, second = (list(islice(Sheets(3).windows(), 120)) for _ in range(2))
    assert all(np.array_equal(a, c) and b == d for (a, b), (c, d) in zip(first, second, strict=True))
    signs = [(label, sign) for (_, label), sign in
             zip(first, SignReader().read([picture for picture, _ in first]), strict=True) if label != OTHER]  # fmt: skip
    assert len(signs) >= 20
    assert np.mean([label == sign.text for label, sign in signs]) >= 0.75
