"""Two columns of intervals, one for men and one for women (``NAM | NỮ``): each row has both, told by the words of their headers."""

from __future__ import annotations

from collections.abc import Sequence

from ocr_pipeline.tables.grammar.normal import compact
from ocr_pipeline.tables.headers.columns import Column

_MEN = frozenset(
    "nam m male males men man hombre hombres varon varones homme hommes uomo uomini maschi maschio erkek 男 男性".split()
)
_WOMEN = frozenset(
    "nu n f female females women woman mujer mujeres femme femmes donna donne femmine femmina kadin 女 女性".split()
)
_VIETNAMESE = {"nam": "Nam", "nu": "Nữ", "n": "Nữ"}


def is_sex(title: str) -> bool:
    return compact(title) in _MEN | _WOMEN


def sexes_of(columns: Sequence[Column]) -> tuple[str, ...]:
    """The words over the two columns of intervals of a panel; empty when it has no two of different sexes."""
    titles = [c.title for c in columns if c.kind == "ref"]
    keys = [compact(t) for t in titles]
    if len(keys) != 2 or {k in _MEN for k in keys} != {True, False} or not all(is_sex(t) for t in titles):
        return ()
    vietnamese = "nam" in keys
    return tuple(_VIETNAMESE.get(k, t) if vietnamese else t for k, t in zip(keys, titles, strict=True))


def with_sexes(reference: str, titles: Sequence[str]) -> str:
    """``a; b`` of two such columns as ``Nam: a; Nữ: b``, one interval where both are the same."""
    parts = reference.split("; ")
    if len(titles) != 2 or len(parts) != 2:
        return reference
    return parts[0] if parts[0] == parts[1] else f"{titles[0]}: {parts[0]}; {titles[1]}: {parts[1]}"
