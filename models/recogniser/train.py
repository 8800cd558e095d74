"""Tunes the recogniser: ``python -m models.recogniser.train [--out FILE] [--minutes N]``. Needs PyTorch and onnx, which are no
dependencies of the project, and the fonts of the drawn world.

What is learned is to see in a captured line, time step by time step, what the original sees in the same line as printed
(:mod:`models.recogniser.drawing`): a character that a capture has lost becomes as unsure as it is lost, and no language is
learned beyond the original's. The head of 18,710 classes and the statistics of normalisations stay as they are. Writes the
difference as :mod:`models.recogniser.delta` packs it and prints its SHA-256.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import time
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.recogniser.delta import differences, packed
from models.recogniser.drawing import HEIGHT, WIDEST, Draughtsman, Sample
from models.recogniser.network import FEATURES, HEAD, network
from models.registry import weights

SEED, TEST_SEED = 20261121, 11
RATE, WARMUP, CLIP, MEMORY = 2e-4, 60, 1.0, 0.996  #: of AdamW, its first steps, its gradients, the mean of weights
SHARE = 0.35  #: of the learned difference that is kept
KEPT = 40_000  #: crops that are held; each is seen about twice
AT_ONCE = 64  #: lines that are drawn between two steps of training while there is room
#: Widths that crops are padded to, and how many of them make a batch.
SHAPES = ((72, 64), (96, 56), (144, 44), (208, 32), (304, 22), (432, 15), (WIDEST, 10))
STEP, RANKS, GREY = 8, 3, 127  #: pixels a time step, classes kept of the original's answer, padding

Crop = tuple[NDArray[np.uint8], NDArray[np.float32], NDArray[np.int64]]  #: picture, probabilities and classes by step


def characters(path: Path) -> list[str]:
    import onnx

    entries = {entry.key: entry.value for entry in onnx.load(str(path)).metadata_props}
    return ["", *entries["character"].split("\n"), " "]


def tensor(torch: Any, pictures: Sequence[NDArray[np.uint8]], width: int) -> Any:
    """Crops x 3 x 48 x width, normalised, grey where a crop ends before ``width``."""
    whole = np.full((len(pictures), HEIGHT, width, 3), GREY, np.float32)
    for place, picture in zip(whole, pictures, strict=True):
        place[:, : picture.shape[1]] = picture
    scaled = torch.from_numpy((whole - 127.5) / 127.5).permute(0, 3, 1, 2)
    return scaled.contiguous(memory_format=torch.channels_last)


def taught(torch: Any, teacher: Any, alphabet: list[str], samples: Sequence[Sample]) -> Iterator[tuple[int, Crop]]:
    """Captured crops with what the original sees in the printed ones, by number of their shape; those that it misreads
    even as printed are left out."""
    for sample in samples:
        width = sample.printed.shape[1]
        steps = -(-width // STEP)
        with torch.no_grad():
            scores = teacher.logits(teacher.features(tensor(torch, [sample.printed], steps * STEP)))[0]
            best = torch.softmax(scores, 1).topk(RANKS, 1)
        probability, index = best.values.numpy(), best.indices.numpy()
        if same(spelled(index[:, 0], alphabet), sample.text):
            yield next(i for i, (most, _) in enumerate(SHAPES) if most >= width), (sample.seen, probability, index)


def spelled(best: NDArray[np.int64], alphabet: Sequence[str]) -> str:
    """CTC: repeated classes once, without blanks."""
    before = np.concatenate([[0], best[:-1]])
    return "".join(alphabet[i] for i, last in zip(best, before, strict=True) if i and i != last)


def same(one: str, other: str) -> bool:
    """Apart from spaces, raised digits and the forms of dashes."""
    table = str.maketrans({"^": "", " ": "", "–": "-", "—": "-", "−": "-", "～": "~", "μ": "µ"})
    return unicodedata.normalize("NFKC", one.translate(table)) == unicodedata.normalize("NFKC", other.translate(table))


def difference(torch: Any, pupil: Any, batch: Sequence[Crop], width: int) -> Any:
    """Kullback-Leibler divergence from the original's answers to the pupil's over their best classes and all others as one,
    time steps with a character twice."""
    steps = width // STEP
    probability, mask = np.zeros((len(batch), steps, RANKS), np.float32), np.zeros((len(batch), steps), np.float32)
    index = np.zeros((len(batch), steps, RANKS), np.int64)
    for row, (_, p, i) in enumerate(batch):
        probability[row, : len(p)], index[row, : len(i)], mask[row, : len(p)] = p[:steps], i[:steps], 1
    p, i, weight = (torch.from_numpy(each) for each in (probability, index, mask * (1 + (index[..., 0] != 0))))
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores = pupil.logits(pupil.features(tensor(torch, [crop for crop, _, _ in batch], width)))
    scores = scores.float()
    q = torch.gather(scores, 2, i) - torch.logsumexp(scores, 2, keepdim=True)
    rest, others = (1 - p.sum(2)).clamp(min=1e-4), (1 - q.exp().sum(2)).clamp(min=1e-5)
    loss = (p * ((p + 1e-9).log() - q)).sum(2) + rest * (rest.log() - others.log())
    return (loss * weight).sum() / weight.sum()


def checked(torch: Any, net: Any, path: Path) -> None:
    """Raises ``RuntimeError`` when the trainable network does not compute what onnxruntime computes."""
    import onnxruntime as ort

    session = ort.InferenceSession(path.read_bytes(), providers=["CPUExecutionProvider"])
    picture = np.random.default_rng(1).uniform(-1, 1, (2, 3, HEIGHT, 208)).astype(np.float32)
    with torch.no_grad():
        ours = torch.softmax(net.logits(net.features(torch.from_numpy(picture))), 2).numpy()
    gap = float(np.abs(ours - session.run(None, {"x": picture})[0]).max())
    if gap > 1e-4:
        raise RuntimeError(f"The network up to {FEATURES} differs from onnxruntime's by {gap:.1e}.")


def tuned(torch: Any, path: Path, minutes: float) -> dict[str, NDArray[np.float32]]:
    """Name of a tensor to what training added to it."""
    teacher, pupil = network(path), network(path)
    checked(torch, pupil, path)
    alphabet = characters(path)
    lines = Draughtsman(SEED, frozenset(alphabet)).samples()
    dice = np.random.default_rng(SEED)
    moving = {name: p for name, p in pupil.parameters_by_name.items() if name not in HEAD}
    mover = torch.optim.AdamW(list(moving.values()), lr=RATE, betas=(0.9, 0.98), weight_decay=0.0)
    mean = {name: p.detach().clone() for name, p in moving.items()}
    pools: list[list[Crop]] = [[] for _ in SHAPES]
    began, step, losses = time.monotonic(), 0, []
    while (done := (time.monotonic() - began) / (60 * minutes)) < 1:
        if sum(map(len, pools)) < KEPT:
            for shape, crop in taught(torch, teacher, alphabet, [next(lines) for _ in range(AT_ONCE)]):
                pools[shape].append(crop)
        full = [i for i, pool in enumerate(pools) if len(pool) >= SHAPES[i][1]]
        if sum(map(len, pools)) < 1500 or not full:
            continue
        share = np.array([len(pools[i]) / SHAPES[i][1] for i in full])
        shape = int(dice.choice(full, p=share / share.sum()))
        width, size = SHAPES[shape]
        batch = [pools[shape][i] for i in dice.permutation(len(pools[shape]))[:size]]
        for group in mover.param_groups:
            group["lr"] = RATE * min(1.0, (step + 1) / WARMUP) * (0.525 + 0.475 * math.cos(math.pi * done))
        loss = difference(torch, pupil, batch, width)
        mover.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(list(moving.values()), CLIP)
        mover.step()
        step += 1
        with torch.no_grad():
            for name, p in moving.items():
                mean[name].lerp_(p, 1 - min(MEMORY, step / (step + 9)))
        losses.append(float(loss))
        if step % 50 == 0:
            print(f"step {step}: {np.mean(losses[-50:]):.4f}, {sum(map(len, pools))} crops", flush=True)
    original = teacher.parameters_by_name
    return {name: (SHARE * (m - original[name].detach())).numpy() for name, m in mean.items()}


def report(torch: Any, path: Path, learned: Mapping[str, NDArray[np.float32]], lines: int) -> None:
    """Prints by capture level, for original and tuned weights, how many of ``lines`` captured lines in faces that training
    never saw are right, wrong with every character above 0.9, and right with every character above 0.9."""
    alphabet = characters(path)
    counts: dict[str, NDArray[np.float64]] = {}
    samples = islice(Draughtsman(TEST_SEED, frozenset(alphabet), test=True).samples(), lines)
    original, pupil = network(path), network(path)
    for name, change in learned.items():
        pupil.parameters_by_name[name].data += torch.from_numpy(change)
    for sample in samples:
        for _, (seen, _, printed) in taught(torch, original, alphabet, [sample]):
            for column, net in enumerate((original, pupil)):
                with torch.no_grad():
                    shares = torch.softmax(net.logits(net.features(tensor(torch, [seen], STEP * len(printed))))[0], 1)
                share, best = (each.numpy() for each in shares.max(1))
                right = same(spelled(best, alphabet), spelled(printed[:, 0], alphabet))
                sure = bool((share[best != 0] > 0.9).all())
                for group in (sample.level, "all"):
                    row = counts.setdefault(group, np.zeros((2, 4)))
                    row[column] += (1, right, sure and not right, sure and right)
    for group, row in sorted(counts.items()):
        print(group, int(row[0, 0]), *(np.round(each[1:] / each[0], 3).tolist() for each in row), flush=True)


def main() -> None:
    import torch

    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--out", type=Path, default=Path(__file__).parent / "recogniser.npz")
    options.add_argument("--minutes", type=float, default=90, help="0 only reports what the weights of --out read")
    options.add_argument("--lines", type=int, default=1500, help="drawn lines of the report")
    chosen = options.parse_args()
    torch.manual_seed(SEED)
    base = weights("text-recognition")
    if chosen.minutes:
        data = packed(tuned(torch, base, chosen.minutes))
        chosen.out.write_bytes(data)
        print(chosen.out, len(data), hashlib.sha256(data).hexdigest())
    report(torch, base, differences(chosen.out), chosen.lines)


if __name__ == "__main__":
    main()
