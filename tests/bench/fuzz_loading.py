"""Mutated files of every type: only typed errors may come out, never another exception, a crash or a hang.

    python -m tests.bench.fuzz_loading --count 10000 [--seed 1] [--workers 2]

Each batch of files is opened in a child process, so that a crash of a native decoder is seen and named by its seed;
``run`` does the same inside the calling process, for tests.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from ocr_pipeline.loading import DocumentError, Limits, open_document
from tests.unit.loading import samples

LIMITS = Limits(bytes=8_000_000, pixels=20_000_000, pages=5, seconds=20)
_SLOW_SECONDS = 10.0
_BATCH = 50


@dataclass
class Outcome:
    """What came out: files read in spite of their damage, files refused with a typed error, and everything else."""

    read: int = 0
    refused: int = 0
    surprises: list[str] = field(default_factory=list)
    slowest: float = 0.0

    @property
    def total(self) -> int:
        return self.read + self.refused + len(self.surprises)


def mutate(data: bytes, rng: np.random.Generator) -> bytes:
    """Damage as it happens: flipped bits, overwritten, cut, doubled or swapped stretches, lying numbers, cut ends."""
    out = bytearray(data)
    for _ in range(int(rng.integers(1, 6))):
        size = len(out)
        if size < 4:
            break
        at = int(rng.integers(0, size) if rng.random() < 0.5 else rng.integers(0, min(size, 512)))
        length = int(min(size - at, 1 + rng.geometric(0.05)))
        match int(rng.integers(0, 8)):
            case 0:
                out[at] ^= 1 << int(rng.integers(0, 8))
            case 1:
                out[at : at + length] = rng.bytes(length)
            case 2:
                del out[at : at + length]
            case 3:
                out[at:at] = out[at : at + length]
            case 4:
                value = int(rng.choice([0, 1, 0x7F, 0x80, 0xFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF]))
                width = int(rng.choice([1, 2, 4]))
                order = "little" if rng.random() < 0.5 else "big"
                out[at : at + width] = (value & (256**width - 1)).to_bytes(width, order)
            case 5:
                del out[max(4, int(size * rng.random())) :]
            case 6:
                other = int(rng.integers(0, size))
                out[at : at + length] = out[other : other + length]
            case _:
                digits = [i for i in range(max(0, at - 200), min(size, at + 200)) if 48 <= out[i] <= 57]
                if digits:
                    out[int(rng.choice(digits))] = 48 + int(rng.integers(0, 10))
    return bytes(out)


def case(number: int, seed: int, seeds: list[tuple[str, bytes]]) -> tuple[str, bytes]:
    """The file of ``number``: types take turns."""
    name, data = seeds[number % len(seeds)]
    return name, mutate(data, np.random.default_rng([seed, number]))


def try_one(data: bytes) -> str:
    """``read``, ``refused`` or the name of an exception that should not come out."""
    try:
        document = open_document(data, LIMITS)
    except DocumentError:
        return "refused"
    except Exception as error:
        return f"open: {type(error).__name__}: {error}"
    outcome = "read"
    for index in range(document.page_count):
        try:
            page = document.load(index)
            if page.image.ndim != 3 or page.image.shape[2] != 3 or page.image.dtype != np.uint8:
                return f"page {index}: a picture of shape {page.image.shape}"
        except DocumentError:
            outcome = "refused"
        except Exception as error:
            return f"page {index}: {type(error).__name__}: {error}"
    return outcome


def run(count: int, seed: int, start: int = 0) -> Outcome:
    """``count`` files from number ``start`` on, in this process."""
    outcome = Outcome()
    seeds = list(samples.every_type().items())
    for number in range(start, start + count):
        name, data = case(number, seed, seeds)
        began = time.perf_counter()
        _count(outcome, f"{name} {number}", try_one(data), time.perf_counter() - began)
    return outcome


def _count(outcome: Outcome, what: str, result: str, seconds: float) -> None:
    outcome.slowest = max(outcome.slowest, seconds)
    if result == "read":
        outcome.read += 1
    elif result == "refused":
        outcome.refused += 1
    else:
        outcome.surprises.append(f"{what}: {result}")
    if seconds > _SLOW_SECONDS:
        outcome.surprises.append(f"{what}: took {seconds:.1f} s")


def _child(start: int, count: int, seed: int, at: multiprocessing.sharedctypes.Synchronized, results) -> None:
    seeds = list(samples.every_type().items())
    for number in range(start, start + count):
        at.value = number
        name, data = case(number, seed, seeds)
        began = time.perf_counter()
        result = try_one(data)
        results.put((number, name, result, time.perf_counter() - began))


def run_isolated(numbers: Iterable[tuple[int, int]], seed: int) -> Outcome:
    """Batches (start, count), each in a child process: a crash or a hang is one surprise and the rest goes on."""
    outcome = Outcome()
    context = multiprocessing.get_context("fork")
    pending = list(numbers)
    while pending:
        start, count = pending.pop(0)
        at, results = context.Value("q", start), context.Queue()
        child = context.Process(target=_child, args=(start, count, seed, at, results), daemon=True)
        child.start()
        done = 0
        while done < count:
            try:
                number, name, result, seconds = results.get(timeout=1.0 if not child.is_alive() else 60.0)
            except Exception:
                broken = int(at.value)
                why = f"exit code {child.exitcode}" if not child.is_alive() else "no answer for 60 s"
                child.kill()
                outcome.surprises.append(f"{broken}: {why}")
                if broken + 1 < start + count:
                    pending.insert(0, (broken + 1, start + count - broken - 1))
                break
            _count(outcome, f"{name} {number}", result, seconds)
            done += 1
        child.join(timeout=5)
    return outcome


def main() -> int:
    parser = argparse.ArgumentParser(description="Opens mutated files of every type; exit status 1 on any surprise.")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=int, default=0)
    options = parser.parse_args()
    began = time.perf_counter()
    stop = options.start + options.count
    batches = [(at, min(_BATCH, stop - at)) for at in range(options.start, stop, _BATCH)]
    outcome = run_isolated(batches, options.seed)
    for surprise in outcome.surprises:
        print(surprise, file=sys.stderr)
    print(
        f"{outcome.total} files in {time.perf_counter() - began:.0f} s: "
        f"{outcome.read} read, {outcome.refused} refused, "
        f"{len(outcome.surprises)} surprises, slowest {outcome.slowest:.2f} s (seed {options.seed})"
    )
    return 1 if outcome.surprises else 0


if __name__ == "__main__":
    sys.exit(main())
