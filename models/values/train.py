"""Trains the reader of values: ``python -m models.values.train [--out FILE] [--tune FILE]``. Needs the extra ``paddle``.

Drawn strips only (:mod:`models.values.drawing`); nothing of a real report. Writes ``values.onnx`` and prints its SHA-256
and what it reads right of strips in typefaces that it has never seen. ``--tune`` starts from the weights of a file and takes
smaller steps.
"""

from __future__ import annotations

import argparse
import hashlib
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from models.values.alphabet import CHARS, STEP, WIDTHS
from models.values.drawing import Draughtsman, Strip
from models.values.onnx_file import Layer, onnx_file, tensors_of
from models.values.reader import best, prepared

SEED, TEST_SEED = 20261121, 11
STRIPS, VIEWS, EPOCHS, BATCH, RATE = 96_000, 3, 3, 64, 2e-3
TUNING_RATE = 1e-3
MEASURED = 512  #: strips that the statistics of given weights are measured on
#: channels, kernel, strides, padding (height, width) of each convolution
SHAPE: tuple[tuple[int, tuple[int, int], tuple[int, int], tuple[int, int]], ...] = (
    (16, (3, 3), (2, 2), (1, 1)), (32, (3, 3), (2, 2), (1, 1)), (48, (3, 3), (1, 1), (1, 1)), (64, (3, 3), (2, 1), (1, 1)),
    (96, (4, 3), (1, 1), (0, 1)), (96, (1, 5), (1, 1), (0, 2)), (96, (1, 5), (1, 1), (0, 2)),
    (len(CHARS) + 1, (1, 1), (1, 1), (0, 0)),
)  # fmt: skip


def batches(strips: list[Strip], dice: np.random.Generator) -> Iterator[list[Strip]]:
    """Strips of one width class together, batches in random order."""
    classes: dict[int, list[Strip]] = {}
    for place in dice.permutation(len(strips)):
        strip = strips[place]
        classes.setdefault(next(w for w in WIDTHS if w >= strip.picture.shape[1]), []).append(strip)
    parts = [group[a : a + BATCH] for group in classes.values() for a in range(0, len(group), BATCH)]
    for place in dice.permutation(len(parts)):
        yield parts[place]


def has_room(strip: Strip) -> bool:
    """Whether the label fits into the strip's time steps, with a blank between repeated characters."""
    twice = sum(a == b for a, b in pairwise(strip.label))
    return bool(len(strip.label) + twice < strip.picture.shape[1] // STEP)


def network(paddle: Any) -> Any:
    layers: list[Any] = []
    inside = 1
    for place, (channels, kernel, strides, pads) in enumerate(SHAPE):
        last = place + 1 == len(SHAPE)
        layers.append(paddle.nn.Conv2D(inside, channels, kernel, strides, pads, bias_attr=None if last else False))
        if not last:
            layers += [paddle.nn.BatchNorm2D(channels), paddle.nn.ReLU()]
        inside = channels
    return paddle.nn.Sequential(*layers)


def given(paddle: Any, net: Any, file: bytes, strips: list[Strip]) -> None:
    """Sets ``net`` to the weights of a file, whose convolutions have their normalisations folded in: these are made anew
    from what the layers give for ``strips``, so that the network computes the same."""
    tensors, parts, place = tensors_of(file), list(net), 0
    x = paddle.to_tensor(prepared([s.picture for s in strips]))
    for part, norm in pairwise([*parts, None]):
        if hasattr(part, "_stride"):
            weight, bias = (paddle.to_tensor(tensors[f"{kind}{place}"]) for kind in "wb")
            part.weight.set_value(weight)
            place += 1
            if part.bias is not None:
                part.bias.set_value(bias)
                continue
            scores = part(x)
            mean, variance = scores.mean([0, 2, 3]), scores.var([0, 2, 3])
            norm._mean.set_value(mean)
            norm._variance.set_value(variance)
            norm.weight.set_value((variance + 1e-5).sqrt())
            norm.bias.set_value(mean + bias)
        x = part(x) if part is not parts[-1] else x


def fit(paddle: Any, strips: list[Strip], out: Path, epochs: int, tuned: bytes = b"") -> bytes:
    net, dice = network(paddle), np.random.default_rng(SEED)
    if tuned:
        net.eval()
        wide = [s for s in strips if WIDTHS[2] < s.picture.shape[1] <= WIDTHS[3]][:MEASURED]
        with paddle.no_grad():
            given(paddle, net, tuned, wide)
    steps = epochs * len(list(batches(strips, dice)))
    peak = TUNING_RATE if tuned else RATE
    rate = paddle.optimizer.lr.OneCycleLR(peak, total_steps=steps + 1, divide_factor=10, phase_pct=0.15)
    mover = paddle.optimizer.AdamW(rate, parameters=net.parameters(), weight_decay=1e-4,
                                   grad_clip=paddle.nn.ClipGradByGlobalNorm(5.0))  # fmt: skip
    done = b""
    for epoch in range(epochs):
        net.train()
        losses: list[float] = []
        for part in batches(strips, dice):
            x = prepared([s.picture for s in part]) + dice.normal(0, 0.02, 1).astype(np.float32)
            longest = max(1, *(len(s.label) for s in part), 1)
            labels = np.zeros((len(part), longest), np.int32)
            for row, strip in zip(labels, part, strict=True):
                row[: len(strip.label)] = [CHARS.index(c) + 1 for c in strip.label]
            scores = net(paddle.to_tensor(x)).squeeze(2).transpose([2, 0, 1])
            loss = paddle.nn.functional.ctc_loss(
                scores, paddle.to_tensor(labels),
                paddle.full([len(part)], x.shape[3] // STEP, "int64"),
                paddle.to_tensor(np.array([len(s.label) for s in part], np.int64)), blank=0, reduction="sum",
            )  # fmt: skip
            loss = loss / len(part)
            loss.backward()
            mover.step()
            mover.clear_grad()
            rate.step()
            losses.append(float(loss))
            if len(losses) % 100 == 0:
                print(f"  {len(losses)}: {np.mean(losses[-100:]):.3f}", flush=True)
        print(f"epoch {epoch + 1}: loss {np.mean(losses):.4f}", flush=True)
        net.eval()
        done = onnx_file(folded(net))
        out.write_bytes(done)
        report(out)
    return done


def folded(net: Any) -> list[Layer]:
    """Each convolution with the normalisation behind it as one."""
    parts = list(net)
    out: list[Layer] = []
    for place, part in enumerate(parts):
        if not hasattr(part, "_stride"):
            continue
        weight = part.weight.numpy()
        bias = np.zeros(len(weight), np.float32) if part.bias is None else part.bias.numpy()
        norm = parts[place + 1] if place + 1 < len(parts) else None
        if norm is not None:
            scale = norm.weight.numpy() / np.sqrt(norm._variance.numpy() + 1e-5)
            weight, bias = weight * scale[:, None, None, None], norm.bias.numpy() - norm._mean.numpy() * scale
        _, _, strides, pads = SHAPE[len(out)]
        out.append(Layer(weight, bias, strides, (*pads, *pads)))
    return out


def report(file: Path) -> None:
    """Prints what is read right, kind by kind, of 3,000 strips in typefaces kept apart."""
    import onnxruntime as ort

    session = ort.InferenceSession(file.read_bytes(), providers=["CPUExecutionProvider"])
    counts: dict[str, Counter[str]] = {}
    for strip in Draughtsman(TEST_SEED, test=True).strips(3000):
        steps = session.run(None, {"x": prepared([strip.picture])})[0][0, :, 0].T
        read = best(steps)
        sure = min(read.shares, default=1.0) >= 0.95
        kind = "lone" if len(strip.label) == 1 else "power" if "10" in strip.label and "/" in strip.label else "other"
        verdict = "right" if read.text == strip.label else "wrong and sure" if sure else "wrong"
        for group in (kind, "all"):
            counts.setdefault(group, Counter())[verdict] += 1
            counts[group]["right and sure"] += read.text == strip.label and sure
    for kind, c in sorted(counts.items()):
        n = c["right"] + c["wrong"] + c["wrong and sure"]
        print(kind, n, {k: round(v / n, 4) for k, v in c.items()}, flush=True)


def main() -> None:
    import paddle

    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--out", type=Path, default=Path(__file__).parent / "values.onnx")
    options.add_argument("--tune", type=Path, help="a file of weights to start from")
    options.add_argument("--strips", type=int, default=STRIPS)
    options.add_argument("--epochs", type=int, default=EPOCHS)
    options.add_argument("--seed", type=int, default=SEED, help="of the strips")
    chosen = options.parse_args()
    out, tuned = chosen.out, chosen.tune.read_bytes() if chosen.tune else b""
    paddle.set_device("cpu")
    paddle.seed(SEED)
    strips = [s for s in Draughtsman(chosen.seed).strips(chosen.strips, VIEWS) if has_room(s)]
    print(f"{len(strips)} strips drawn", flush=True)
    done = fit(paddle, strips, out, chosen.epochs, tuned)
    print(out, len(done), hashlib.sha256(done).hexdigest())


if __name__ == "__main__":
    main()
