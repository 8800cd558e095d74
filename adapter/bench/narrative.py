"""The narrative part of a document scored: headings, kinds and texts of sections, links to figures, identity that leaks."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from adapter.bench import wording

Truth = Mapping[str, Any]

#: What a label names under ``phi`` but tells nobody: dates, times, ages, sexes, gestational weeks.
_OPEN = re.compile(r"^\d{2,4}[./年-]\d{1,2}|^\d{1,2}:\d\d|岁|^[男女]$|years|yrs|weeks|male|^\d{1,2}[a-z]{3}")


def narrative(truth: Truth, report: Truth, counts: Counter[str]) -> list[str]:
    """Counts sections and links of one document; says what is wrong, a line each.

    Character errors: each section against the best place in all that the report says. Headings: a printed section is
    found when a section of the report has its heading, and right when that one has its kind too.
    """
    errors = []
    printed, said = truth.get("sections", ()), report.get("sections", ())
    everything = "".join(wording.plain(s.get("heading")) + wording.plain(s.get("text")) for s in said)
    partners = _partners(printed, said)
    for index, section in enumerate(printed):
        wanted = wording.plain(section["text"])
        distance, place = _distance(wanted, everything)
        mine = said[partners[index]] if index in partners else None
        kind = mine is not None and mine.get("kind") == (section.get("kind") or mine.get("kind"))
        counts.update(
            cer_d=distance, cer_n=len(wanted), heading_n=1, heading_ok=int(mine is not None), kind_ok=int(kind)
        )
        if distance or not kind:
            where = "no such heading" if mine is None else f"kind {mine.get('kind')}"
            errors.append(
                f"section {section['heading']} ({section.get('kind')}): {where}, {distance}/{len(wanted)} characters wrong"
                + (f"\n        {wanted}\n        {place}" if distance else "")
            )
    spare = [s.get("heading") or s.get("text", "")[:30] for i, s in enumerate(said) if i not in partners.values()]
    counts["heading_spare"] += len(spare)
    errors += [f"section that nobody printed: {heading}" for heading in spare]
    return errors + _links(printed, said, counts)


def _distance(wanted: str, everything: str) -> tuple[int, str]:
    place = fuzz.partial_ratio_alignment(wanted, everything) if everything else None
    if place is None:
        return len(wanted), ""
    found = everything[place.dest_start : place.dest_end]
    return min(len(wanted), Levenshtein.distance(wanted, found)), found


def _partners(printed: Sequence[Truth], said: Sequence[Truth]) -> dict[int, int]:
    """Printed section to section of the report with the same heading; among several the one most alike in text."""
    pairs = sorted(
        (
            (-fuzz.ratio(wording.plain(a["text"]), wording.plain(b.get("text"))), i, j)
            for i, a in enumerate(printed)
            for j, b in enumerate(said)
            if wording.analyte(a["heading"]) == wording.analyte(b.get("heading"))
        )
    )
    found: dict[int, int] = {}
    for _, i, j in pairs:
        if i not in found and j not in found.values():
            found[i] = j
    return found


def _links(printed: Sequence[Truth], said: Sequence[Truth], counts: Counter[str]) -> list[str]:
    """Links from a section to a figure that it mentions: found, wanted and said."""
    wanted, claimed = _linked(printed), _linked(said)
    right = wanted & claimed
    counts.update(link_wanted=wanted.total(), link_said=claimed.total(), link_right=right.total())
    lost, spare = wanted - right, claimed - right
    return [f"link lost: {h} to {f}" for h, f in lost] + [f"link that nobody printed: {h} to {f}" for h, f in spare]


def _linked(sections: Sequence[Truth]) -> Counter[tuple[str, str]]:
    return Counter(
        (wording.analyte(section.get("heading")), wording.plain(label).lower())
        for section in sections
        for label in section.get("figures", ())
    )


def people(truth: Truth) -> list[str]:
    """What is printed about persons and places, without blanks and in lower case; not what tells nobody (a date, an age)."""
    shown = (wording.plain(text).lower() for text in truth.get("phi", ()))
    return [text for text in shown if len(text) >= 2 and not _OPEN.search(text)]


def leaks(truth: Truth, report: Truth, written: str, counts: Counter[str]) -> list[str]:
    """Strings that identify somebody and stand in ``report`` or in ``written`` (the text of whatever else was made)."""
    blob = wording.plain(json.dumps(report, ensure_ascii=False) + written).lower()
    wanted = people(truth)
    leaked = [shown for shown in wanted if shown in blob]
    counts.update(phi_n=len(wanted), phi_leak=len(leaked))
    return [f"identity: {shown}" for shown in leaked]
