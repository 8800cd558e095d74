"""Teaches the Vietnamese network the five capitals that PP-OCRv6 has classes for and never learned: ``python -m
models.recogniser.capitals [--out FILE]``, after :mod:`models.recogniser.vietnamese`; needs onnx.

The columns of Ư, Ạ, Ĩ, Ơ and Ũ in its head are those of thousands of letters and signs that no line of its training held, all
alike: what the network knows to be one of them came out as ``❇`` or ``Ɇ``. Here the five columns are fitted (softmax against all
that the network reads else, which stays as it is) to the features of drawn capitals, and the others are switched off.
"""

from __future__ import annotations

import argparse
import hashlib
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import openvino as ov
from numpy.typing import NDArray

from models.recogniser.delta import differences, packed
from models.recogniser.letters import SIGNS, with_letters
from models.recogniser.network import HEAD
from models.recogniser.train import STEP, characters
from models.recogniser.vietnamese import FOREIGN, LEVELS, NEVER, Writer
from models.registry import weights

Floats = NDArray[np.float64]
CAPITALS = "ƯẠĨƠŨ"
PICTURES_FROM = "\u2200"  #: the first of the signs that are read only if they are among SIGNS
SEED, TEST_SEED, LINES, TEST_LINES = 21, 12, 700, 160
UNTAUGHT = 0.45  #: length of a column that training never moved; those of letters it read are 0.5 to 0.9 long
ROUNDS, RATE, SHRINK, OTHERS = (
    600,
    0.01,
    2e-5,
    0.3,
)  #: of Adam; of the columns' size; weight of a step with another letter


class Capitals(Writer):
    """Lines of syllables in capitals, each with one of the five in it."""

    def _text(self) -> str:
        while True:
            text = " ".join(self._syllable() for _ in range(int(self.dice.integers(1, 6))))
            text = text.upper() if self.dice.random() < 0.8 else text.title()
            if set(text) & set(CAPITALS):
                return text


@dataclass(frozen=True)
class Samples:
    """Features of time steps, which of the five each is (one more for none), and how likely all else is (log)."""

    features: Floats
    classes: NDArray[np.int64]
    others: Floats


class Head:
    """The network as it is: its features of a line, and the columns that read them."""

    def __init__(self) -> None:
        path, core = weights("text-recognition"), ov.Core()
        changes = [differences(weights(name)) for name in ("text-recognition-tuning", "text-recognition-vietnamese")]
        model = core.read_model(path)
        constants = {op.get_friendly_name(): op for op in model.get_ordered_ops() if op.get_type_name() == "Constant"}
        for change in changes:
            for name, added in change.items():
                whole = constants[name].data + added.reshape(constants[name].data.shape)
                constant = ov.opset13.constant(whole.astype(np.float32), name=name)
                constants[name].output(0).replace(constant.output(0))
                constants[name] = constant
        self.letters = with_letters(characters(path))
        self.matrix, self.bias = (np.asarray(constants[name].data, np.float64) for name in HEAD)
        product = next(iter(constants[HEAD[0]].output(0).get_target_inputs())).get_node()
        model.add_outputs(product.input_value(0))
        self._run = core.compile_model(model, "CPU", {"INFERENCE_NUM_THREADS": 1}).create_infer_request()
        lengths = np.linalg.norm(self.matrix, axis=0)
        self.own = np.array([self.letters.index(c) for c in CAPITALS])
        #: signs without a use and letters that training never moved
        self.idle = np.array([len(c) == 1 and c < FOREIGN and c not in SIGNS and c not in CAPITALS
                              and (c >= PICTURES_FROM or lengths[i] < UNTAUGHT) for i, c in enumerate(self.letters)])  # fmt: skip
        self._live = np.flatnonzero(~self.idle & (self.bias > NEVER / 2) & ~np.isin(np.arange(len(lengths)), self.own))

    def features(self, crop: NDArray[np.uint8]) -> Floats:
        wide = np.full((1, 3, crop.shape[0], -(-crop.shape[1] // STEP) * STEP), 0.0, np.float32)
        wide[0, :, :, : crop.shape[1]] = (crop.astype(np.float32) / 127.5 - 1).transpose(2, 0, 1)
        self._run.infer({0: wide})
        return np.asarray(self._run.get_output_tensor(1).data[0], np.float64)

    def others(self, features: Floats) -> Floats:
        return np.asarray(np.logaddexp.reduce(features @ self.matrix[:, self._live] + self.bias[self._live], axis=1))

    def read(self, features: Floats) -> NDArray[np.int64]:
        return np.asarray((features @ self.matrix + self.bias).argmax(axis=1))


def samples(head: Head, seed: int, count: int, *, test: bool) -> Samples:
    """Steps of the drawn lines that the network reads right but for what it takes for an idle class."""
    writer, known, found = Capitals(seed, frozenset(head.letters), test=test), set(head.letters), []
    for sample in writer.samples(LEVELS):
        text = sample.text.replace("^", "").replace(" ", "")
        if text and set(text) <= known:
            features = head.features(sample.seen)
            classes = _classes(head, head.read(features), text)
            found += [(features, classes)] if classes is not None else []
            count -= 1
        if not count:
            break
    features, classes = (np.concatenate(part) for part in zip(*found, strict=True))
    kept = classes >= 0
    return Samples(features[kept], classes[kept], head.others(features[kept]))


def _classes(head: Head, read: NDArray[np.int64], text: str) -> NDArray[np.int64] | None:
    """For each step the number of its capital in :data:`CAPITALS`, their number for all else, -1 for a letter that is idle and
    none of them; None where the line was not read in its length."""
    idle = head.idle[read] | np.isin(read, head.own)
    runs: list[list[int]] = []
    for at, (before, here) in enumerate(pairwise([0, *read.tolist()])):
        if not here or head.letters[here] == " ":
            continue
        goes_on = runs and runs[-1][-1] == at - 1 and (here == before or (idle[at] and idle[at - 1]))
        runs[-1].append(at) if goes_on else runs.append([at])
    if len(runs) != len(text):
        return None
    out = np.full(len(read), len(CAPITALS))
    for run, letter in zip(runs, text, strict=True):
        if idle[run[0]]:
            out[run] = CAPITALS.find(letter)
    return out


def fitted(head: Head, steps: Samples) -> tuple[Floats, Floats]:
    """What is added to the five columns and their biases."""
    five = len(CAPITALS)
    wanted, counts = np.eye(five + 1)[steps.classes], np.bincount(steps.classes, minlength=five + 1)
    weight = np.where(steps.classes == five, OTHERS, np.minimum(3, np.sqrt(counts[0] / counts[steps.classes])))[:, None]
    given = np.c_[steps.features, np.ones(len(steps.features))]
    base = np.vstack([head.matrix[:, head.own], head.bias[head.own]])
    added, mean, square = (np.zeros_like(base) for _ in range(3))
    for number in range(1, ROUNDS + 1):
        scores = np.c_[given @ (base + added), steps.others]
        share = np.exp(scores - np.logaddexp.reduce(scores, axis=1)[:, None])
        slope = given.T @ ((share - wanted) * weight)[:, :five] / weight.sum() + SHRINK * added
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        added -= RATE * mean / (1 - 0.9**number) / (np.sqrt(square / (1 - 0.999**number)) + 1e-8)
    return added[:-1], added[-1]


def right(head: Head, steps: Samples, matrix: Floats, bias: Floats) -> str:
    """A line for people: of each capital the share that is read."""
    scores = np.c_[steps.features @ (head.matrix[:, head.own] + matrix) + head.bias[head.own] + bias, steps.others]
    read = scores.argmax(axis=1)
    shares = [f"{c} {(read[steps.classes == n] == n).mean():.2f}" for n, c in enumerate(CAPITALS) if n in steps.classes]
    return ", ".join([*shares, f"else {(read[steps.classes == len(CAPITALS)] == len(CAPITALS)).mean():.4f}"])


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--out", type=Path, default=Path(__file__).parent / "vietnamese.npz")
    out, head = options.parse_args().out, Head()
    matrix, bias = fitted(head, samples(head, SEED, LINES, test=False))
    print(right(head, samples(head, TEST_SEED, TEST_LINES, test=True), matrix, bias))
    changes = differences(weights("text-recognition-vietnamese"))
    changes[HEAD[0]][:, head.own] += matrix.astype(np.float32)
    changes[HEAD[1]][head.own] += bias.astype(np.float32)
    changes[HEAD[1]][head.idle] = NEVER
    data = packed(changes)
    out.write_bytes(data)
    print(out, len(data), hashlib.sha256(data).hexdigest())


if __name__ == "__main__":
    main()
