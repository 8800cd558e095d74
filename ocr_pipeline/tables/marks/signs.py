"""A plus or minus beside a number, the mark of a value outside its interval (``-  3,91  10^12/L  4,50 - 5,80``, ``11.2  (-)``)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ocr_pipeline.report import Flag
from ocr_pipeline.tables.frame.pieces import Piece
from ocr_pipeline.tables.grammar.flags import Mark
from ocr_pipeline.tables.grammar.normal import plain
from ocr_pipeline.tables.grammar.numbers import NUMBER, parse_number
from ocr_pipeline.tables.grammar.ranges import Range, parse_range

_NUMBER = re.compile(rf"(?P<number>{NUMBER})")
#: A number with its unit in one piece: no amount beside a sign, but a value beside a letter.
_MEASURED = re.compile(rf"(?P<number>{NUMBER})(?:\s?(?:%|[^\W\d_]\S{{0,9}}))?")
_BELOW = "B"  #: bas, bajo, basso; no reader of lone letters takes it for a mark
_FAR = 48  #: heights of print from a sign in a column of its own to the number


def without_signs(pieces: Sequence[Piece]) -> tuple[list[Piece], list[tuple[Piece, Mark]]]:
    """``pieces`` of a band without such signs, and these as marks: only where number and interval say the same. A sign before a
    number may be a finding with its amount (``+  0.3 g/L``), and one in brackets behind it what the number means."""
    kept: list[Piece] = []
    marks: list[tuple[Piece, Mark]] = []
    for place, piece in enumerate(pieces):
        if (parts := _with_plus(piece, pieces[place + 1 :])) is not None:
            marks.append((parts[0], Mark("H", "+")))
            kept.append(parts[1])
            continue
        if (parted := _with_sign_behind(piece, pieces[place + 1 :])) is not None:
            marks.append(parted[0])
            kept.append(parted[1])
            continue
        sign, number = plain(piece.text).strip(), None
        if sign in ("+", "-", "++", "--") and place + 1 < len(pieces):
            number = pieces[place + 1]
        elif sign == _BELOW:
            beside = (*pieces[place + 1 : place + 2], *reversed(pieces[max(0, place - 2) : place]))
            number = next((p for p in beside if _MEASURED.fullmatch(plain(p.text).strip())), None)
        elif sign in ("(+)", "(-)"):  # beside the number, or in a column of remarks
            number = next((p for p in reversed(pieces[:place]) if _NUMBER.fullmatch(plain(p.text).strip())), None)
        elif (
            sign in (">", "<")
            and place
            and not _NUMBER.match(plain("".join(p.text for p in pieces[place + 1 : place + 2])))
        ):
            number = pieces[place - 1]  # no comparator: what follows is a unit
        up = sign[0] == ">" or "+" in sign
        behind = pieces[pieces.index(number) :][:4] if number is not None else ()
        if number is not None and _where(piece, number, behind) == ("high" if up else "low"):
            marks.append((piece, Mark("H" if up else "L", piece.text)))
        else:
            kept.append(piece)
    return kept, marks


#: ``98 -``, ``5,4+`` in one box; ``2+`` is an amount of its own.
_BEHIND = re.compile(rf"(?P<number>{NUMBER})\s?(?P<sign>[+-]{{1,2}})")


def _with_sign_behind(piece: Piece, behind: Sequence[Piece]) -> tuple[tuple[Piece, Mark], Piece] | None:
    """The sign behind a number of two digits and more in one piece with it, as a mark, and the number, where the next interval
    says the same."""
    match = _BEHIND.fullmatch(piece.text.rstrip())
    if match is None or sum(map(str.isdigit, match["number"])) < 2:
        return None
    comma = "," in match["number"]
    found = next((r for p in behind[:3] if (r := parse_range(p.text, comma)) is not None and r.kind != "word"), None)
    amount = parse_number(match["number"], comma)
    side: Flag = "H" if match["sign"][0] == "+" else "L"
    if found is None or amount is None or found.places(amount) != ("high" if side == "H" else "low"):
        return None
    at = piece.start + match.start("sign")
    rest, sign = piece.cut(piece.start, at), piece.cut(at, piece.end)
    return ((sign, Mark(side, match["sign"])), rest) if sign is not None and rest is not None else None


#: ``+5,32 mmol/L`` in one box: no result but a base excess has a sign, and that has an interval below zero.
_PLUS = re.compile(rf"\+\s?(?P<number>{NUMBER})(?:\s?[^\W\d_%].*|\s?%)?")


def _with_plus(piece: Piece, behind: Sequence[Piece]) -> tuple[Piece, Piece] | None:
    """The plus before a number in one piece with it, and the rest, where the interval says that it lies above."""
    match = _PLUS.fullmatch(piece.text) if piece.text.startswith("+") else None
    if match is None:
        return None
    comma = "," in match["number"]
    found = next((r for p in behind[:3] if (r := parse_range(p.text, comma)) is not None and r.kind != "word"), None)
    amount = parse_number(match["number"], comma)
    bound = None if found is None else found.low if found.low is not None else found.high
    if found is None or amount is None or bound is None or bound < 0 or found.places(amount) != "high":
        return None
    at = piece.start + match.start("number")
    sign, rest = piece.cut(piece.start, at), piece.cut(at, piece.end)
    return (sign, rest) if sign is not None and rest is not None else None


def _where(sign: Piece, number: Piece, behind: Sequence[Piece]) -> str | None:
    """Where ``number``, apart from ``sign`` but not far, lies in the first interval behind it."""
    match = (_MEASURED if sign.text.strip() == _BELOW else _NUMBER).fullmatch(plain(number.text).strip())
    gap = max(number.x0 - sign.x1, sign.x0 - number.x1)
    if match is None or not 0.3 * sign.height < gap < _FAR * sign.height:
        return None
    value = match["number"]
    comma = "," in value
    found: Range | None = next(
        (r for p in behind if (r := parse_range(p.text, comma)) is not None and r.kind != "word"), None
    )
    amount = parse_number(value, comma)
    return found.places(amount) if found is not None and amount is not None else None
