"""Intervals of the two sexes whose second label was bent or lost: ``M: 15-40; E: 13-35``, ``男:45-125; 35-100``.

The first label says what the second one is; where all other rows of the panel agree on the first, it too is told by them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ocr_pipeline.tables.grammar.normal import is_cjk
from ocr_pipeline.tables.grammar.ranges import looks_like_range

#: Labels that stand for women behind the one for men; French, Spanish and Turkish pairs begin with other letters.
_SECOND = {"M": "F", "男": "女", "Male": "Female", "Nam": "Nữ", "Erkek": "Kadın", "Uomo": "Donna", "Homme": "Femme"}
_LINE = re.compile(
    r"(?P<label>[^\W\d_]{0,6})(?P<colon>\s?[:：]\s?|(?<=[^\W\d_])\.\s?|)(?P<rest>[<>≤≥]?\s?\d[\d.,]*\s?(?:[-~]{1,3}\s?[\d.,]+)?)\Z"
)
_LETTERS = re.compile(r"[^\W\d_]")
#: What a label is taken for, besides nothing; a Han character for any other.
_BENT = {"F": "PETIfrt7", "Nữ": "NnNuNũNưNừ"}


def with_labels(references: Sequence[str]) -> list[str]:
    """``references`` of one panel with the labels of their tiers; what is not two labelled intervals comes back as it is."""
    parted = [_two(text) for text in references]
    pairs = [(a["label"], b["label"]) for a, b in filter(None, parted)]
    firsts, seconds = Counter(a for a, _ in pairs), Counter(pair for pair in pairs if pair[1])
    usual, often = firsts.most_common(1)[0] if firsts else ("", 0)
    settled = often >= 3 and often >= 0.7 * firsts.total() and len(usual) == 1
    out: list[str] = []
    for text, pair in zip(references, parted, strict=True):
        if pair is None:
            out.append(text)
            continue
        first, second = pair
        label = usual if settled and len(first["label"]) == 1 else first["label"]
        others = [(n, b) for (a, b), n in seconds.items() if a == label and n >= 2]
        wanted = max(others)[1] if others else _SECOND.get(label, "")
        behind = wanted if _may_be(second["label"], wanted) else second["label"]
        if (label, behind) == (first["label"], second["label"]):
            out.append(text)
        else:
            colon = first["colon"]
            out.append(
                f"{label}{colon}{first['rest']}; {behind}{second['colon'].replace('.', '') or colon}{second['rest']}"
            )
    return out


def completes(before: str, after: str) -> bool:
    """Whether ``after`` only has more letters than ``before``: ``Nữ: 41-81`` for ``N: 41-81``."""
    rest = iter(after)
    return all(char in rest for char in before) and _LETTERS.sub("", before) == _LETTERS.sub("", after)


def _may_be(label: str, wanted: str) -> bool:
    """Whether ``label`` is what is left of ``wanted``."""
    if not wanted or label == wanted:
        return False
    han = len(label) == 1 and is_cjk(label) and is_cjk(wanted[0]) and label not in "男女"
    return not label or han or (len(label) <= 2 and label in _BENT.get(wanted, ""))


def _two(text: str) -> tuple[re.Match[str], re.Match[str]] | None:
    """The two labelled intervals of ``text``: the first with a label and its colon."""
    parts = text.split("; ")
    if len(parts) != 2:
        return None
    first, second = (_LINE.match(part.strip()) for part in parts)
    if first is None or second is None or not (first["label"] and first["colon"].strip(". ")):
        return None
    return (first, second) if looks_like_range(first["rest"]) and looks_like_range(second["rest"]) else None
