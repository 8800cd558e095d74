"""Teaches the recogniser the Vietnamese letters that it lacks: ``python -m models.recogniser.vietnamese [--out FILE]``. Needs
PyTorch and onnx, as :mod:`models.recogniser.train` does.

The picture layers stay as they are tuned; what is behind them (two convolutions, two blocks of attention) and 88 new columns of
the head learn by CTC (Graves et al., ICML 2006) on drawn lines, three quarters of them syllables put together by the
spelling of the language, so that no word is more likely than another. The network is used for lines of Vietnamese pages
only (:mod:`ocr_pipeline.engines.characters.vietnamese`), so all other reading stays as it was.
"""

from __future__ import annotations

import argparse
import hashlib
import unicodedata
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from models.recogniser.delta import differences, packed
from models.recogniser.drawing import Draughtsman
from models.recogniser.letters import LETTERS, places
from models.recogniser.network import FEATURES, HEAD, network
from models.recogniser.train import STEP, characters, spelled, tensor
from models.registry import weights

PICTURES = "p2o.pd_op.pool2d.1.0"  #: crops x 384 x 1 x time steps, what the picture layers give
SEED, TEST_SEED, LINES, TEST_LINES, EPOCHS, BATCH = 2, 78, 8000, 700, 14, 32
HEAD_RATE, NECK_RATE, CLIP = 1e-2, 1e-3, 1.0  #: of Adam, falling as a cosine to a fiftieth
START, LESS = 0.5, -4.0  #: a new letter begins as half of the one it looks like, and rare
FOREIGN, NEVER = (
    "⺀",
    -20.0,
)  #: the first of the scripts that no line of these pages holds, and what is added to their bias
LEVELS = {
    "flatbed": 0.2, "phone": 0.2, "tiny": 0.12, "desk": 0.1, "fax": 0.08, "faint": 0.08, "screen": 0.08,
    "hard_phone": 0.08, "messenger": 0.06,
}  # fmt: skip
ONSETS = (*"b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x".split(), "")
RIMES = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep et ê êch êm ên "
    "ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa oac oai oan oang oanh oat oay oăn oe oen oi "
    "om on ong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uât uc uê ui um un ung uôc uôi uôm uôn uông uôt up "
    "ut uy uya uyên uyêt ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ưt ưu y yêm yên yêu"
).split()
TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
TONE_SHARES = (0.12, 0.15, 0.18, 0.19, 0.16, 0.20)

Sample = tuple[NDArray[np.float16], list[int], str]  #: time steps x 384, classes, text


class Writer(Draughtsman):
    """Lines of syllables, and a quarter of what the recogniser is tuned on, without Chinese."""

    def _syllable(self) -> str:
        rime = self._pick(RIMES)
        vowels = [i for i, c in enumerate(rime) if unicodedata.normalize("NFD", c)[0] in "aeiouy"]
        marked = [i for i in vowels if c_is_marked(rime[i])]
        open_pair = len(vowels) == 2 and vowels[-1] == len(rime) - 1
        at = marked[-1] if marked else vowels[0] if len(vowels) == 1 or open_pair else vowels[1]
        tone = str(self.dice.choice(TONES, p=TONE_SHARES))
        return self._pick(ONSETS) + rime[:at] + unicodedata.normalize("NFC", rime[at] + tone) + rime[at + 1 :]

    def _text(self) -> str:
        dice = self.dice
        if dice.random() > 0.75:
            text = super()._text()
            while any(ord(c) > 0x2E7F for c in text):
                text = super()._text()
            return text
        if dice.random() < 0.15:
            return "".join(self._pick(LETTERS) for _ in range(int(dice.integers(1, 7))))
        text = " ".join(self._syllable() for _ in range(int(dice.integers(1, 7))))
        case = self._pick(("upper",) * 6 + ("title",) * 3 + ("capitalize",) * 4 + ("lower",) * 7)
        text = str(getattr(text, case)())
        roll = dice.random()
        return text + (
            ": " + self._number() if roll < 0.1 else self._pick((":", ".", ",", ")", ";")) if roll < 0.2 else ""
        )


def c_is_marked(vowel: str) -> bool:
    return len(unicodedata.normalize("NFD", vowel)) > 1


def samples(torch: Any, path: Path, alphabet: list[str], seed: int, count: int, *, test: bool) -> list[Sample]:
    """What the tuned picture layers give for drawn lines whose characters all have a class."""
    net = network(path, PICTURES)
    _add(torch, net, differences(weights("text-recognition-tuning")))
    known = {c: i for i, c in enumerate(alphabet)}
    writer = Writer(seed, frozenset(alphabet), test=test)
    out: list[Sample] = []
    for sample in islice(writer.samples(LEVELS), count):
        text = sample.text.replace("^", "").strip()
        if not text or not set(text) <= set(known):
            continue
        steps = -(-sample.seen.shape[1] // STEP)
        with torch.no_grad():
            seen = net.features(tensor(torch, [sample.seen], steps * STEP))[0][:, 0, :].T
        out.append((seen.numpy().astype(np.float16), [known[c] for c in text], text))
    return out


def learned(
    torch: Any, path: Path, train: Sequence[Sample], test: Sequence[Sample], alphabet: list[str]
) -> dict[str, Any]:
    """Name of a tensor to what is added to the tuned one."""
    net = network(path, FEATURES, PICTURES)
    _add(torch, net, differences(weights("text-recognition-tuning")))
    new = places(characters(path))
    usual = [c if i not in set(new) else "" for i, c in enumerate(alphabet)]
    seen = {i for _, ids, _ in [*train, *test] for i in ids} | {0}
    kept = [i for i, c in enumerate(usual) if i in seen - set(new) or (c and ord(c[0]) < 0x2200)]
    order = np.array([*kept, *new])
    column = {int(i): place for place, i in enumerate(order)}
    matrix, bias = (net.parameters_by_name[name].detach() for name in HEAD)
    base = {c: i for i, c in enumerate(usual) if c}
    columns = torch.nn.Parameter(torch.stack([START * matrix[:, base[_alike(c, base)]] for c in LETTERS], 1))
    offsets = torch.nn.Parameter(torch.full((len(LETTERS),), LESS))
    neck = {name: p for name, p in net.parameters_by_name.items() if name not in HEAD and name in net.used}
    before = {name: p.detach().clone() for name, p in neck.items()}
    mover = torch.optim.Adam(
        [{"params": [columns, offsets], "lr": HEAD_RATE}, {"params": list(neck.values()), "lr": NECK_RATE}]
    )

    def scores(batch: Sequence[Sample]) -> Any:
        pictures = np.zeros((len(batch), batch[0][0].shape[1], 1, max(len(s) for s, _, _ in batch)), np.float32)
        for place, (steps, _, _) in zip(pictures, batch, strict=True):
            place[:, 0, : len(steps)] = steps.T
        features = net.features(torch.from_numpy(pictures))
        both = torch.cat([features @ matrix[:, kept] + bias[kept], features @ columns + offsets], 2)
        return torch.log_softmax(both, 2)

    def wrong() -> float:
        """Share of characters, spaces aside."""
        errors = total = 0
        with torch.no_grad():
            for sample in test:
                read = spelled(order[scores([sample])[0].argmax(1).numpy()], alphabet).replace(" ", "")
                printed = sample[2].replace(" ", "")
                errors, total = errors + Levenshtein.distance(read, printed), total + len(printed)
        return errors / max(1, total)

    by_length = sorted(train, key=lambda sample: len(sample[0]))
    batches = [by_length[at : at + BATCH] for at in range(0, len(by_length), BATCH)]
    dice, steps = np.random.default_rng(SEED), EPOCHS * len(batches)
    rates = torch.optim.lr_scheduler.LambdaLR(mover, lambda n: 0.02 + 0.49 * (1 + np.cos(np.pi * n / steps)))
    for epoch in range(EPOCHS):
        for place in dice.permutation(len(batches)):
            batch = batches[place]
            loss = torch.nn.functional.ctc_loss(
                scores(batch).transpose(0, 1),
                torch.tensor([column[i] for _, ids, _ in batch for i in ids]),
                torch.tensor([len(s) for s, _, _ in batch]),
                torch.tensor([len(ids) for _, ids, _ in batch]),
                blank=column[0],
                zero_infinity=True,
            )
            mover.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(list(neck.values()), CLIP)
            mover.step()
            rates.step()
        print(f"epoch {epoch + 1}: {wrong():.4f} of the characters of {len(test)} lines wrong", flush=True)
    out = {name: (p.detach() - before[name]).numpy() for name, p in neck.items()}
    for name, old, found in ((HEAD[0], matrix, columns), (HEAD[1], bias, offsets)):
        change = torch.zeros_like(old)
        change[..., new] = found.detach() - old[..., new]
        out[name] = change.numpy()
    out[HEAD[1]][[i for i, c in enumerate(usual) if c >= FOREIGN]] = NEVER
    return out


def _alike(letter: str, known: dict[str, int]) -> str:
    """The known letter that differs by a mark, or the bare one."""
    apart = unicodedata.normalize("NFD", letter)
    forms = (unicodedata.normalize("NFC", part) for part in (apart[:-1], apart[0] + apart[2:], apart[0]))
    return next(form for form in forms if form in known)


def _add(torch: Any, net: Any, changes: dict[str, NDArray[np.float32]]) -> None:
    for name, change in changes.items():
        if name in net.parameters_by_name:
            net.parameters_by_name[name].data += torch.from_numpy(change)


def main() -> None:
    import torch

    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--out", type=Path, default=Path(__file__).parent / "vietnamese.npz")
    chosen = options.parse_args()
    torch.manual_seed(SEED)
    path = weights("text-recognition")
    usual = characters(path)
    taken = dict(zip(places(usual), LETTERS, strict=True))
    alphabet = [taken.get(i, c) for i, c in enumerate(usual)]
    train = samples(torch, path, alphabet, SEED, LINES, test=False)
    test = samples(torch, path, alphabet, TEST_SEED, TEST_LINES, test=True)
    data = packed(learned(torch, path, train, test, alphabet))
    chosen.out.write_bytes(data)
    print(chosen.out, len(data), hashlib.sha256(data).hexdigest())


if __name__ == "__main__":
    main()
