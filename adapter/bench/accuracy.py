"""The run behind ``scan2fhir bench accuracy``: every reader over every labelled document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from adapter.bench import recall
from adapter.bench.children import Answer, Child, ReaderDied, for_peers
from adapter.bench.labelled import Labelled
from adapter.bench.readers import OURS
from adapter.bench.scoring import Score, score

Progress = Callable[[int, int], None]


@dataclass
class TextRecall:
    """Truth strings found in one reader's text, by level."""

    wanted: dict[str, int] = field(default_factory=dict)
    found: dict[str, int] = field(default_factory=dict)

    def add(self, level: str, wanted: int, found: int) -> None:
        self.wanted[level] = self.wanted.get(level, 0) + wanted
        self.found[level] = self.found.get(level, 0) + found

    def share(self, level: str | None = None) -> float | None:
        wanted = sum(self.wanted.values()) if level is None else self.wanted.get(level, 0)
        found = sum(self.found.values()) if level is None else self.found.get(level, 0)
        return found / wanted if wanted else None


@dataclass
class Accuracy:
    """``scores`` of ours, one a document; ``recall`` of every reader; ``failed`` names what could not be read."""

    scores: list[Score] = field(default_factory=list)
    recall: dict[str, TextRecall] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)


def measure(
    documents: Sequence[Labelled],
    readers: Sequence[str],
    *,
    engine: str = "openvino",
    precision: str = "auto",
    progress: Progress = lambda done, of: None,
) -> Accuracy:
    """Read all ``documents`` with ``readers`` (ours among them gives the scores)."""
    out = Accuracy(recall={name: TextRecall() for name in readers})
    with ExitStack() as stack:
        children: dict[str, Child] = {}
        for name in readers:
            try:
                children[name] = stack.enter_context(Child(name, engine, precision))
            except ReaderDied as error:
                out.failed.append(str(error))
        for number, document in enumerate(documents):
            data = document.path.read_bytes()
            level = str(document.truth.get("level") or document.truth.get("capture") or "")
            wanted = recall.strings(document.truth)
            for name in list(children):
                try:
                    answers = _read(children[name], data, document.path.suffix)
                except ReaderDied as error:
                    out.failed.append(str(error))
                    del children[name]
                    answers = []
                lines = [line for answer in answers for line in answer.lines]
                out.recall[name].add(level, len(wanted), recall.found(wanted, lines))
                out.failed += [f"{name}, {document.path.name}: {a.error}" for a in answers if a.error]
                if name == OURS:
                    answer = answers[0] if answers else Answer([], None, 0.0, 0.0, 0.0)
                    out.scores.append(score(document.truth, answer.report, answer.written))
            progress(number + 1, len(documents))
    return out


def _read(child: Child, data: bytes, suffix: str) -> list[Answer]:
    if child.name.startswith(OURS):
        return [child.read(data)]
    return [child.read(page) for page in for_peers(data, suffix)]
