"""The measured figures as tables: one description, printed with rich or written as Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.table import Table as RichTable

from adapter.bench import figures
from adapter.bench.accuracy import Accuracy
from adapter.bench.readers import OURS, OURS_TEXT
from adapter.bench.scoring import Score
from adapter.bench.speed import Cost, Speed, ratio

_RATIOS = (
    "exact rows", "value", "unit", "range", "flag", "silent errors", "reviewed",
    "character errors", "headings", "headings and kinds", "identity leaks",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def rich(self) -> RichTable:
        out = RichTable(title=self.title, title_justify="left")
        for number, name in enumerate(self.head):
            out.add_column(name, justify="left" if number == 0 else "right")
        for row in self.rows:
            out.add_row(*row)
        return out

    def markdown(self) -> str:
        lines = [f"**{self.title}**", "", "| " + " | ".join(self.head) + " |"]
        lines.append("|" + "|".join(["---"] + ["---:"] * (len(self.head) - 1)) + "|")
        lines += ["| " + " | ".join(row) + " |" for row in self.rows]
        return "\n".join(lines)


def accuracy_tables(result: Accuracy) -> list[Table]:
    """Overall with intervals, by level, template and language, risk against coverage, text recall of all engines."""
    out = []
    if result.scores:
        out.append(_overall(result.scores))
        out += [_groups(result.scores, key, name) for key, name in _KEYS if len(figures.by(result.scores, key)) > 1]
        points = figures.risk_coverage(result.scores)
        rows = tuple((p.what, f"{p.coverage:.3f}", f"{p.risk:.4f}") for p in points)
        out.append(Table("Risk against coverage", ("values taken", "coverage", "risk"), rows))
    if result.recall:
        out.append(_recall(result))
    return out


_KEYS = (("level", "By capture level"), ("template", "By template"), ("lang", "By language"))


def _overall(scores: Sequence[Score]) -> Table:
    counts = figures.total(scores)
    rows = [(name, *_with_interval(figures.figure(scores, name))) for name in _RATIOS]
    rows.append(("figure links F1", *_with_interval(figures.link_f1(scores))))
    rows.append(("abbreviations F1", *_with_interval(figures.abbreviation_f1(scores))))
    silent = figures.silent(counts)
    parts = ", ".join(f"{counts['silent_' + kind]} {kind}" for kind in ("wrong", "missing", "invented"))
    title = f"{counts['docs']} documents, {counts['rows']} rows; {silent} silent errors ({parts})"
    return Table(title, ("", "share", "95 % interval"), tuple(rows))


def _with_interval(figure: figures.Figure) -> tuple[str, str]:
    if figure.share is None:
        return "", ""
    if figure.low is None or figure.high is None:
        return f"{figure.share:.4f}", ""
    return f"{figure.share:.4f}", f"{figure.low:.4f} to {figure.high:.4f}"


def _groups(scores: Sequence[Score], key: str, title: str) -> Table:
    rows = []
    for name, group in figures.by(scores, key).items():
        counts = figures.total(group)
        shares = [figures.figure(group, figure, rounds=0).share for figure in _RATIOS]
        links = figures.link_f1(group, rounds=0).share
        silent = str(figures.silent(counts))
        cells = ["" if share is None else f"{share:.3f}" for share in (*shares, links)]
        cells[_RATIOS.index("silent errors")] = silent
        rows.append((name or "(none)", str(counts["docs"]), str(counts["rows"]), *cells))
    return Table(title, ("", "documents", "rows", *_RATIOS, "links F1"), tuple(rows))


def _recall(result: Accuracy) -> Table:
    names = [name for name in result.recall if name != OURS_TEXT]
    levels = sorted({level for recall in result.recall.values() for level in recall.wanted})
    rows = [("all", *(_share(result.recall[name].share()) for name in names))]
    rows += [(level or "(none)", *(_share(result.recall[name].share(level)) for name in names)) for level in levels]
    return Table("Printed strings found in the recognised text", ("level", *names), tuple(rows))


def _share(share: float | None) -> str:
    return "" if share is None else f"{share:.3f}"


def speed_tables(result: Speed) -> list[Table]:
    """Every reader's cost a page, and ours as a ratio to it."""
    ours, ours_text = result.costs.get(OURS), result.costs.get(OURS_TEXT)
    rows = []
    for name, cost in result.costs.items():
        if not cost.seconds:
            continue
        count = len(cost.seconds)
        rows.append(
            (
                name,
                f"{sum(cost.seconds) / count:.2f}",
                f"{sum(cost.cpu_seconds) / count:.2f}",
                f"{cost.megabytes:.0f}",
                _ratio(ours_text, cost),
                _ratio(ours, cost),
            )
        )
    head = ("", "seconds", "CPU seconds", "peak MB", "our text / this", "our whole reading / this")
    out = [Table(f"Cost a page, {result.pages} pages", head, tuple(rows))]
    if ours and ours.stages:
        total = sum(ours.stages.values()) or 1.0
        stages = tuple(
            (stage, f"{seconds / max(1, len(ours.seconds)):.3f}", f"{seconds / total:.0%}")
            for stage, seconds in ours.stages.items()
        )
        out.append(Table("Where our time goes", ("stage", "seconds a page", "share"), stages))
    return out


def _ratio(ours: Cost | None, theirs: Cost) -> str:
    """Seconds, CPU seconds and memory, ours by theirs."""
    if ours is None or ours is theirs or not theirs.megabytes:
        return ""
    clock, cpu = ratio(ours.seconds, theirs.seconds), ratio(ours.cpu_seconds, theirs.cpu_seconds)
    if clock is None or cpu is None:
        return ""
    return f"{clock.total:.2f} s, {cpu.total:.2f} CPU, {ours.megabytes / theirs.megabytes:.2f} MB"
