"""Running numbers and codes that stand so close that they share a box or a column."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ocr_pipeline.tables.contents.cells import Draft
from ocr_pipeline.tables.frame.pieces import Piece, cut_pieces
from ocr_pipeline.tables.naming.names import serials

_NUMBER_FIRST = re.compile(r"\d{1,3}[.、]?\s+(?=\w*[A-Za-z])")  #: ``10 NIT``, ``13 25OHD``


def part_numbers(found: Sequence[Draft]) -> None:
    """In the rows of a panel with a column of codes: letters beside a running number are the row's code (``10 NIT`` in one box
    moves the bound between the columns), and numbers that count up in the codes' column are none of theirs (``4CONC``)."""
    for draft in found:
        if draft.get("serial") and not draft.get("code"):
            _letters_to_codes(draft)
    coded = [d for d in found if d.get("code")]
    for draft, number in zip(coded, serials([d.text("code") for d in coded]), strict=True):
        if number:
            head, tail = cut_pieces(draft.get("code"), number[1])
            draft.cells["serial"], draft.cells["code"] = [*draft.get("serial"), *head], tail


#: The number of the laboratory that did a test, raised behind its name: ``WBC 01``.
_LABORATORY = re.compile(r"(?<=\w|\))\s?0[1-9]\Z")
_MOST, _LEAST = 0.6, 4  #: of the names, and how many at least


def without_laboratories(names: Sequence[str]) -> list[str]:
    """``names`` without such numbers, where most have one."""
    numbered = sum(bool(_LABORATORY.search(name)) for name in names)
    if numbered < max(_LEAST, _MOST * len(names)):
        return list(names)
    return [_LABORATORY.sub("", name) for name in names]


def _letters_to_codes(draft: Draft) -> None:
    numbers: list[Piece] = []
    codes: list[Piece] = []
    for piece in draft.get("serial"):
        match = _NUMBER_FIRST.match(piece.text)
        if match:
            head, tail = cut_pieces([piece], match.end())
            numbers, codes = numbers + head, codes + tail
        else:
            (codes if any(c.isalpha() for c in piece.text) else numbers).append(piece)
    draft.cells["serial"], draft.cells["code"] = numbers, codes
