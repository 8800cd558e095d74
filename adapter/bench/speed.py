"""The run behind ``scan2fhir bench speed``: seconds, CPU seconds and peak memory, as ratios on the same pages."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from adapter.bench.children import Answer, Child, ReaderDied, for_peers
from adapter.bench.labelled import Labelled
from adapter.bench.readers import OURS, OURS_TEXT, threads

Progress = Callable[[int, int], None]
FEWEST = 10  #: documents a worker, from which the time of one is little of the whole


@dataclass
class Cost:
    """Of one reader: a value a page, in the same order of pages for all; peak memory of its process."""

    seconds: list[float] = field(default_factory=list)
    cpu_seconds: list[float] = field(default_factory=list)
    megabytes: float = 0.0
    stages: dict[str, float] = field(default_factory=dict)

    def add(self, answers: Sequence[Answer]) -> None:
        self.seconds.append(sum(a.seconds for a in answers))
        self.cpu_seconds.append(sum(a.cpu_seconds for a in answers))
        self.megabytes = max([self.megabytes, *(a.megabytes for a in answers)])
        for answer in answers:
            for stage, seconds in answer.stages.items():
                self.stages[stage] = self.stages.get(stage, 0.0) + seconds


@dataclass
class Speed:
    costs: dict[str, Cost] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    pages: int = 0


@dataclass(frozen=True, slots=True)
class Ratio:
    """Ours by theirs over the same pages: of the sums, and the middle half of the pages."""

    total: float
    low: float
    high: float


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> Ratio | None:
    """None when a page is missing on either side."""
    if not ours or len(ours) != len(theirs) or min(theirs) <= 0:
        return None
    single = [a / b for a, b in zip(ours, theirs, strict=True)]
    low, _, high = statistics.quantiles(single, n=4) if len(single) > 1 else (single[0],) * 3
    return Ratio(sum(ours) / sum(theirs), low, high)


def measure(
    documents: Sequence[Labelled],
    readers: Sequence[str],
    *,
    engine: str = "openvino",
    precision: str = "auto",
    megapixels: float = 0.0,
    progress: Progress = lambda done, of: None,
) -> Speed:
    """Every reader over every page, page by page in turns; a first page of each is not counted (loading, caches)."""
    out = Speed(costs={name: Cost() for name in readers})
    with ExitStack() as stack:
        children: dict[str, Child] = {}
        for name in readers:
            try:
                children[name] = stack.enter_context(Child(name, engine, precision))
                _pages(children[name], documents[0], megapixels)
            except ReaderDied as error:
                out.failed.append(str(error))
                children.pop(name, None)
        for number, document in enumerate(documents):
            # who goes first changes from page to page: none always finds the caches cold
            names = list(children)
            answers = {}
            for name in names[number % len(names) :] + names[: number % len(names)]:
                answers[name] = _pages(children[name], document, megapixels)
            failed = [f"{n}, {document.path.name}: {a.error}" for n, read in answers.items() for a in read if a.error]
            out.failed += failed
            progress(number + 1, len(documents))
            if failed:  # a page that one could not read would flatter it
                continue
            for name, read in answers.items():
                out.costs[name].add(read)
            out.pages += 1
    return out


def throughput(
    documents: Sequence[Labelled],
    workers: int,
    *,
    engine: str = "openvino",
    precision: str = "auto",
    megapixels: float = 0.0,
) -> float:
    """Documents a minute with ``workers`` processes of the whole reading, each given the next one as it is free; the
    documents are gone through again until there are enough of them: with few the wait for the last one would count."""
    each = max(1, threads() // workers)  # as the adapter's own workers have them
    with ExitStack() as stack:
        children = [stack.enter_context(Child(OURS, engine, precision, each)) for _ in range(workers)]
        data = [_content(document, megapixels) for document in documents]
        for child in children:
            child.read(data[0])
        data *= -(-FEWEST * workers // len(data))
        began, waiting = time.perf_counter(), iter(data)
        busy = [child for child in children if _next(child, waiting)]
        while busy:
            for child in list(busy):
                if child.ready():
                    child.answer()
                    if not _next(child, waiting):
                        busy.remove(child)
            time.sleep(0.002)
        return 60 * len(data) / (time.perf_counter() - began)


def _next(child: Child, waiting: Iterator[bytes]) -> bool:
    item = next(waiting, None)
    if item is None:
        return False
    child.send(item)
    return True


def _content(document: Labelled, megapixels: float) -> bytes:
    """The file; pictures enlarged to ``megapixels`` as a telephone of that size would have sent them."""
    data = document.path.read_bytes()
    if not megapixels or document.path.suffix.lower() not in {".jpg", ".jpeg", ".png", ".webp"}:
        return data
    import cv2
    import numpy as np

    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    scale = (megapixels * 1e6 / (picture.shape[0] * picture.shape[1])) ** 0.5
    larger = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    return bytes(cv2.imencode(".jpg", larger, [cv2.IMWRITE_JPEG_QUALITY, 90])[1].tobytes())


def _pages(child: Child, document: Labelled, megapixels: float) -> list[Answer]:
    data = _content(document, megapixels)
    if child.name in {OURS, OURS_TEXT}:
        return [child.read(data)]
    return [child.read(page) for page in for_peers(data, document.path.suffix)]
