"""Trains the reader of lone signs: ``python -m models.symbols.train [--out FILE]``. Needs numpy and Pillow.

Drawn samples only, cells by themselves (:mod:`models.symbols.drawing`) and cells of captured sheets
(:mod:`models.symbols.sheets`, which needs the repository's generator); nothing of a real report. Prints the accuracy on drawn
test sets of other seeds and the share of confident errors, then writes ``symbols.npz`` (half precision) and its SHA-256.
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.symbols import sheets
from models.symbols.drawing import dataset
from models.symbols.reader import CLASSES, OTHER, Floats, features, normalised, probabilities

SEED, TEST_SEED = 20261120, 7
PER_CLASS, OTHERS, ON_SHEETS = 2500, 15000, 60000
EPOCHS, BATCH, RATE, HIDDEN, DECAY = 24, 128, 1e-3, 128, 1e-4
SMOOTH = 0.02  #: label smoothing, so that confidence stays honest


def fit(pictures: Floats, labels: NDArray[np.int64]) -> dict[str, Floats]:
    """Two dense layers by Adam (Kingma & Ba, 2015) on the fixed features."""
    dice = np.random.default_rng(SEED)
    x = features(normalised(pictures))
    weight = {
        "w1": dice.normal(0, np.sqrt(2 / x.shape[1]), (x.shape[1], HIDDEN)).astype(np.float32),
        "b1": np.zeros(HIDDEN, np.float32),
        "w2": dice.normal(0, np.sqrt(1 / HIDDEN), (HIDDEN, len(CLASSES))).astype(np.float32),
        "b2": np.zeros(len(CLASSES), np.float32),
    }
    first = {k: np.zeros_like(v) for k, v in weight.items()}
    second = {k: np.zeros_like(v) for k, v in weight.items()}
    wanted = np.full((len(labels), len(CLASSES)), SMOOTH / len(CLASSES), np.float32)
    wanted[np.arange(len(labels)), labels] += 1 - SMOOTH
    steps, step = EPOCHS * (len(labels) // BATCH), 0
    for epoch in range(EPOCHS):
        order, losses = dice.permutation(len(labels)), []
        for start in range(0, len(order) - BATCH + 1, BATCH):
            at = order[start : start + BATCH]
            gradient, loss = _gradient(x[at], wanted[at], weight, dice)
            losses.append(loss)
            step += 1
            rate = RATE * 0.5 * (1 + np.cos(np.pi * step / steps))
            for key, g in gradient.items():
                first[key] = 0.9 * first[key] + 0.1 * g
                second[key] = 0.999 * second[key] + 0.001 * g * g
                move = first[key] / (1 - 0.9**step) / (np.sqrt(second[key] / (1 - 0.999**step)) + 1e-8)
                weight[key] = (weight[key] - rate * (move + DECAY * weight[key])).astype(np.float32)
        print(f"epoch {epoch + 1}: loss {np.mean(losses):.4f}", flush=True)
    return {key: value.astype(np.float16) for key, value in weight.items()}


def _gradient(
    x: Floats, wanted: Floats, weight: dict[str, Floats], dice: np.random.Generator
) -> tuple[dict[str, Floats], float]:
    """Of the cross entropy, with a fifth of the hidden units dropped."""
    kept = (dice.random((len(x), HIDDEN), np.float32) > 0.2) / np.float32(0.8)
    hidden = np.maximum(x @ weight["w1"] + weight["b1"], 0) * kept
    scores = hidden @ weight["w2"] + weight["b2"]
    scores -= scores.max(axis=1, keepdims=True)
    log = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    off = (np.exp(log) - wanted) / np.float32(len(x))
    back = (off @ weight["w2"].T) * (hidden > 0) * kept
    gradient = {"w2": hidden.T @ off, "b2": off.sum(axis=0), "w1": x.T @ back, "b1": back.sum(axis=0)}
    return gradient, float(-(wanted * log).sum(axis=1).mean())


def report(weight: dict[str, Floats], pictures: Floats, labels: NDArray[np.int64]) -> None:
    scores = probabilities(normalised(pictures), {k: v.astype(np.float32) for k, v in weight.items()})
    found, sure = scores.argmax(axis=1), scores.max(axis=1)
    print(f"right {np.mean(found == labels):.4f}; wrong above 0.9: {np.mean((found != labels) & (sure > 0.9)):.4f}")
    for index, name in enumerate(CLASSES):
        mine = labels == index
        wrong = [CLASSES[i] or "none" for i in found[mine & (found != labels)]]
        counts = {w: wrong.count(w) for w in sorted(set(wrong))}
        print(f"  {name or 'none':4} {np.mean(found[mine] == index):.4f} {counts}")
    other = CLASSES.index(OTHER)
    invented = (labels == other) & (found != other) & (sure > 0.9)
    print(f"signs seen above 0.9 where there is none: {invented.sum() / (labels == other).sum():.4f}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, default=Path(__file__).parent / "symbols.npz")
    out = options.parse_args().out
    alone, seen = dataset(SEED, PER_CLASS, OTHERS), sheets.dataset(SEED, ON_SHEETS)
    weight = fit(np.concatenate([alone[0], seen[0]]), np.concatenate([alone[1], seen[1]]))
    np.savez_compressed(out, allow_pickle=False, **weight)
    print("cells by themselves:")
    report(weight, *dataset(TEST_SEED, 400, 3000))
    print("cells of captured sheets:")
    report(weight, *sheets.dataset(TEST_SEED, 10000))
    print(out, out.stat().st_size, hashlib.sha256(out.read_bytes()).hexdigest())


if __name__ == "__main__":
    main()
