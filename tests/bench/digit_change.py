"""What share of hand-changed digits raises a doubt: ``python -m tests.bench.digit_change [--seed S] [--count N]``.

Blood counts and chemistry panels are drawn as rows (no picture: every character is perfect), one digit of one value is
changed, and doubt is asked about the whole report. *Closed* values are those that a relation of the panel binds: a change
counts as beyond rounding when, in some relation of the value, no rounding of the printed digits explains it. *All* counts
every value and every change of more than 2 %, whether a relation binds the value or not. Pages that are doubted before the
change are left out of neither: a false alarm beforehand is printed in a column of its own.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from fixtures.generator.dice import Dice
from fixtures.generator.document import compose
from ocr_pipeline.plausibility import doubt
from ocr_pipeline.plausibility.page.across import strict_relations
from ocr_pipeline.plausibility.page.algebra import Relation
from ocr_pipeline.plausibility.quantities.measures import measures
from ocr_pipeline.report import Page, Report, Result, Source
from ocr_pipeline.tables.grammar.flags import parse_flag
from ocr_pipeline.tables.grammar.numbers import parse_number, uses_decimal_comma
from ocr_pipeline.tables.grammar.values import any_value

TEMPLATES = (
    "en_cbc", "es_cbc", "fr_cbc", "it_cbc", "tr_cbc", "vi_cbc", "zh_cbc_one_panel", "zh_cbc_two_panels", "zh_cbc_three_panels",
    "en_chemistry", "es_chem", "fr_chem", "it_chem", "tr_chem", "vi_chem", "zh_chemistry",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One digit of the value of row ``index`` changed into ``value``."""

    index: int
    value: str
    closed: bool


def panel(template: str, seed: int, split: str = "development") -> Report:
    """The rows of a drawn panel as a report without reasons."""
    rows: list[Result] = []
    for row in compose(template, seed, split).rows:
        value, mark = any_value(row.value), parse_flag(row.flag, column=True) if row.flag else None
        rows.append(
            Result(row.name, value.body, row.unit, row.ref, mark.flag if mark else "", row.code, value.comparator)
        )
    return Report(Source("0" * 64, "image/png", 1), pages=(Page(1000, 1000),), results=tuple(rows))


def changes(report: Report, dice: Dice, each: int = 3) -> Iterator[Change]:
    """``each`` changed digits a value at most, chosen by ``dice``; only those beyond rounding."""
    comma = uses_decimal_comma([r.value for r in report.results])
    found = {m.index: m for m in measures(report.results, comma)}
    values = {m.key: q for m in found.values() if (q := m.quantity()) is not None}
    relations = strict_relations(report.results, comma)
    for index, result in enumerate(report.results):
        before = parse_number(result.value, comma)
        if before is None or not before:
            continue
        beyond: list[Change] = []
        for text in one_digit_off(result.value):
            after = parse_number(text, comma)
            if after is None:
                continue
            closed = False
            if index in found:
                key, moved = found[index].key, found[index].quantity(after)
                mine = [exact(r) for r in relations if key in r.members]
                closed = moved is not None and any(r.holds({**values, key: moved}) is False for r in mine)
            if closed or abs(after - before) > abs(before) / 50:
                beyond.append(Change(index, text, closed))
        yield from dice.some(beyond, min(each, len(beyond)))


def exact(relation: Relation) -> Relation:
    """``relation`` without tolerance beyond the rounding of the printed digits."""
    return replace(relation, slack=0.0, grace=0.0)


def one_digit_off(text: str) -> list[str]:
    """Every way to print one digit otherwise, first zeros apart."""
    out = [text[:i] + d + text[i + 1 :] for i, c in enumerate(text) if c.isdigit() for d in "0123456789" if d != c]
    return [t for t in out if not (t[0] == "0" and t[1:2].isdigit())]


def judge(template: str, seed: int, each: int = 3) -> tuple[Counter[str], list[str]]:
    """Counts of a panel (tried and noticed, closed and all, false alarms), and what was missed, for people."""
    report, dice = panel(template, seed), Dice("digits", template, seed)
    before = {i for i, r in enumerate(doubt(report).results) if r.needs_review}
    counts: Counter[str] = Counter(rows=len(report.results), alarms=len(before))
    missed: list[str] = []
    for change in changes(report, dice, each):
        if change.index in before:
            continue
        rows = list(report.results)
        was = rows[change.index]
        rows[change.index] = replace(was, value=change.value)
        after = doubt(replace(report, results=tuple(rows)))
        noticed = after.results[change.index].needs_review
        anywhere = any(r.needs_review for i, r in enumerate(after.results) if i not in before)
        counts.update(all=1, all_noticed=noticed, all_anywhere=anywhere)
        if change.closed:
            counts.update(closed=1, closed_noticed=noticed, closed_anywhere=anywhere)
            if not noticed:
                missed.append(
                    f"{template} {seed}: {was.name} {was.value} -> {change.value} {was.unit} [{was.reference_range}]"
                )
    return counts, missed


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=6, help="panels a template")
    parser.add_argument(
        "--missed", action="store_true", help="print every change of a closed value that was not noticed"
    )
    given = parser.parse_args(arguments)
    whole: Counter[str] = Counter()
    print(f"{'panel':22} {'closed values':>24} {'or elsewhere':>14} {'all values':>18} {'false alarms':>14}")
    for template in TEMPLATES:
        sums: Counter[str] = Counter()
        for number in range(given.count):
            counts, missed = judge(template, given.seed * 1000 + number)
            sums.update(counts)
            if given.missed and missed:
                print(*missed, sep="\n")
        whole.update(sums)
        print(line(template, sums))
    print(line("together", whole))


def line(name: str, c: Counter[str]) -> str:
    def share(part: str, of: str) -> str:
        return f"{c[part] / max(1, c[of]):.1%}"

    return (
        f"{name:22} {c['closed_noticed']:>8} of {c['closed']:>5} {share('closed_noticed', 'closed'):>7}"
        f" {share('closed_anywhere', 'closed'):>14} {share('all_noticed', 'all'):>18} {share('alarms', 'rows'):>14}"
    )


if __name__ == "__main__":
    main()
