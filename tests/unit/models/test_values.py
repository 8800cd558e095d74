from __future__ import annotations

import numpy as np
import onnxruntime as ort
import pytest

from models.registry import weights
from models.values.alphabet import CHARS, spelled
from models.values.drawing import Draughtsman
from models.values.onnx_file import Layer, onnx_file, tensors_of
from models.values.reader import best, likelihood, prepared

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("×10⁹/L", "×10^9/L"),
        ("10¹²/L", "10^12/L"),
        ("－", "-"),
        ("＜ 0.5", "<0.5"),
        ("3.5 – 9.5", "3.5-9.5"),
        ("37 ℃", "37°C"),
        ("阴性(-)", "??(-)"),
        ("μmol/L", "µmol/L"),
    ],
)
def test_print_is_spelled_one_way(printed: str, written: str) -> None:
    assert spelled(printed) == written


def test_drawn_strips_are_the_same_for_the_same_seed() -> None:
    one, two = (Draughtsman(5).strips(6, 2) for _ in range(2))
    assert [s.label for s in one] == [s.label for s in two]
    assert all(np.array_equal(a.picture, b.picture) for a, b in zip(one, two, strict=True))


def test_most_drawn_strips_are_read_and_errors_are_seldom_certain() -> None:
    session = ort.InferenceSession(weights("values").read_bytes(), providers=["CPUExecutionProvider"])
    right, wrong_and_sure = 0, 0
    strips = Draughtsman(77, test=True).strips(300)
    for strip in strips:
        read = best(session.run(None, {"x": prepared([strip.picture])})[0][0, :, 0].T)
        right += read.text == strip.label
        wrong_and_sure += read.text != strip.label and min(read.shares, default=0.0) >= 0.95
    assert right >= 0.65 * len(strips)  # a third is blurred and shrunk beyond reading
    assert wrong_and_sure <= 0.07 * len(strips)


def test_likelihood_counts_every_alignment() -> None:
    dice = np.random.default_rng(3)
    steps = dice.dirichlet(np.ones(len(CHARS) + 1), 3).astype(np.float32)
    one, two = CHARS.index("1") + 1, CHARS.index("2") + 1
    ways = [(one, two, two), (one, one, two), (0, one, two), (one, 0, two), (one, two, 0)]
    expected = sum(float(np.prod([steps[t, c] for t, c in enumerate(way)])) for way in ways)
    assert likelihood(steps, "12") == pytest.approx(np.log(expected), abs=1e-4)
    assert likelihood(steps, "11") == pytest.approx(
        np.log(float(steps[0, one] * steps[1, 0] * steps[2, one])), abs=1e-4
    )


def test_repeats_collapse_unless_a_blank_parts_them() -> None:
    steps = np.full((5, len(CHARS) + 1), 0.001, np.float32)
    for step, char in enumerate((1, 1, 0, 1, 2)):
        steps[step, char] = 0.9
    assert best(steps).text == CHARS[0] * 2 + CHARS[1]


def test_the_written_network_computes_what_its_layers_say() -> None:
    dice = np.random.default_rng(1)
    layer = Layer(dice.normal(size=(3, 1, 32, 3)).astype(np.float32), np.zeros(3, np.float32), (1, 1), (0, 1, 0, 1))
    session = ort.InferenceSession(onnx_file([layer]), providers=["CPUExecutionProvider"])
    x = dice.normal(size=(1, 1, 32, 8)).astype(np.float32)
    padded = np.pad(x[0, 0], ((0, 0), (1, 1)))
    weight = layer.weight.astype(np.float16).astype(np.float32)
    scores = np.array([[(padded[:, t : t + 3] * w[0]).sum() for t in range(8)] for w in weight])
    expected = np.exp(scores) / np.exp(scores).sum(axis=0)
    assert session.run(None, {"x": x})[0][0, :, 0] == pytest.approx(expected, abs=1e-3)


def test_the_weights_of_a_written_file_are_found_again() -> None:
    dice = np.random.default_rng(2)
    shapes = ((200, 1, 32, 3), (5, 200, 1, 1))
    layers = [Layer(dice.normal(size=s).astype(np.float32), np.arange(s[0], dtype=np.float32), (1, 1), (0, 0, 0, 0))
              for s in shapes]  # fmt: skip
    found = tensors_of(onnx_file(layers))
    assert list(found) == ["w0", "b0", "w1", "b1"]
    for place, layer in enumerate(layers):
        assert np.array_equal(found[f"w{place}"], layer.weight.astype(np.float16).astype(np.float32))
        assert np.array_equal(found[f"b{place}"], layer.bias)


@pytest.mark.parametrize("seed", [1, 2])
def test_strips_are_drawn_as_every_device_captures_them(seed: int) -> None:
    artist, ink = Draughtsman(seed), np.full((20, 60), 255.0)
    ink[6:14, 10:50] = 0
    faxed = [artist._faxed(ink, 20.0) for _ in range(20)]
    dimmed = [artist._dimmed(ink, 20.0) for _ in range(20)]
    assert all(each.shape == ink.shape and each.dtype == np.uint8 for each in faxed + dimmed)
    assert sum(set(np.unique(each)) <= {0, 255} for each in faxed) >= 2
    assert all(float(np.ptp(each[:, 15:45].mean(axis=1))) < 160 for each in dimmed)
