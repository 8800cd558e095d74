"""Which result of a report answers which row of the truth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rapidfuzz import fuzz

from adapter.bench import wording

Row = Mapping[str, Any]
_ALIKE = 88


def names_of(row: Row) -> set[str]:
    """All that a row may be called: name, code, abbreviation, main name, and code with name behind it."""
    both = (row.get("code") or "") + (row.get("name") or "")
    written = (row.get("name"), row.get("code"), row.get("abbr"), row.get("name_main"), both)
    return {short for text in written if text and (short := wording.analyte(text))}


def same_name(truth: Row, result: Row) -> bool:
    """Equal, nearly equal, or one a large part of the other."""
    ours, theirs = names_of(truth), names_of(result)
    if ours & theirs:
        return True
    pairs = [(a, b) for a in ours for b in theirs]
    return any(fuzz.ratio(a, b) >= _ALIKE or _large_part(a, b) for a, b in pairs)


def _large_part(a: str, b: str) -> bool:
    if not (a in b or b in a) or min(len(a), len(b)) < 3:
        return False
    return len(a) / len(b) > 0.45 and len(b) / len(a) > 0.45


def pair(truth: Sequence[Row], results: Sequence[Row]) -> tuple[dict[int, int], list[int]]:
    """Truth index to result index, and the results left over: first by name and value, then by name alone, the one that
    stands most nearly at the same height of the list."""
    left = list(range(len(results)))
    said = [wording.predicted_value(dict(result)) for result in results]
    found: dict[int, int] = {}
    for with_value in (True, False):
        for index, row in enumerate(truth):
            if index in found:
                continue
            wanted = wording.value(row["value"])
            fit = [j for j in left if same_name(row, results[j]) and (not with_value or said[j] == wanted)]
            if fit:
                height = index / max(1, len(truth))
                best = min(fit, key=lambda j: abs(j / max(1, len(results)) - height))
                found[index] = best
                left.remove(best)
    return found, left
