"""Thromboelastography: among its parameters ``CI`` is the coagulation index, whatever the recogniser takes the I for."""

from __future__ import annotations

from collections.abc import Sequence

#: What nothing else prints together.
_OWN = frozenset(("ma", "angle", "ly30", "alpha", "αangle", "epl", "r", "k", "g", "tma", "a"))
_LEAST = 4


def with_coagulation_index(names: Sequence[str]) -> list[str]:
    """``names`` of a panel with ``Cl`` as ``CI`` where at least four others are of a thromboelastogram."""
    folded = [name.strip(" .:").casefold().replace(" ", "") for name in names]
    told = len(_OWN & set(folded)) >= _LEAST and "ma" in folded
    return [
        "CI" if told and short in ("cl", "ci", "c1", "c|") else name for name, short in zip(names, folded, strict=True)
    ]
