"""The known name that a hardly legible one is most likely meant to be: ``嗜酸性粒细胞百分苯(105%)`` is 嗜酸性粒细胞百分比(EOS%).

A doubtful row says more to a person with the name that stood there than with what the eye made of it. The row stays
doubtful, its note keeps what was read, and nothing that judges the row ever saw the mended name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache
from itertools import chain
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from ocr_pipeline.page import Char
from ocr_pipeline.plausibility.names.holes import holes
from ocr_pipeline.plausibility.names.known import bare_keys, bodies, is_known
from ocr_pipeline.plausibility.names.known import key as key_of
from ocr_pipeline.plausibility.names.standing import parts
from ocr_pipeline.plausibility.quantities.analytes import abbreviations, identify, known_table
from ocr_pipeline.plausibility.row.sizes import beyond_limits
from ocr_pipeline.report import GUESSED, Reason, Result
from ocr_pipeline.tables.grammar.normal import compact, has_cjk, is_cjk, plain
from ocr_pipeline.tables.grammar.units import parse_unit

#: Characters of a name of which one may be misread, fewer beside a code, and the fewest of a name without and with one.
_PER_SLIP, _PER_CODED_SLIP, _ALONE, _CODED = 4, 3, 3, 2
#: Share of a code's letters that must be right; no abbreviation is longer.
_CODE, _LONGEST = 0.5, 8
#: Rows whose code abbreviates their name, from which on the codes of a sheet are such.
_USUAL = 3
#: Pairs of letters that a recogniser takes for a Greek one.
_GREEK = {"π": "TT", "πT": "TT", "Tπ": "TT", "Π": "TT"}
_SECONDS = 5  #: letters of a name, of which the second readings are tried together
_LETTERS = str.maketrans("015", "ols")


#: Confidence in every letter of a name from which on it is what is printed, known or not: 清洁度 is not 清晰度.
CLEAR_NAME = 0.97
#: Confidence in a letter from which on no guess changes it: 肺炎衣原体抗体IgM with a pale I is none of 肺炎支原体.
_CLEAR_LETTER = 0.99


class Letters(NamedTuple):
    """What was seen of a name: the letters that were ``sure`` wherever it has them, the pairs of neighbours with a ``hole``
    between them (``离：碘`` or much room, for a 三 of which little came through), and the pairs of a letter and its second reading."""

    sure: frozenset[str] = frozenset()
    holes: frozenset[str] = frozenset()
    seconds: frozenset[str] = frozenset()


def sure_letters(chars: Sequence[Char]) -> Letters | None:
    """What was seen of a name; None where all of it was certain."""
    lost = holes(chars)
    if chars and not lost and min(c.confidence for c in chars) >= CLEAR_NAME:
        return None
    unsure = {compact(c.text) for c in chars if c.confidence < _CLEAR_LETTER}
    seconds = (compact(c.text) + compact(c.runner_up) for c in chars if c.confidence < _CLEAR_LETTER)
    return Letters(
        frozenset(compact(c.text) for c in chars) - unsure,
        lost,
        frozenset(pair for pair in seconds if len(pair) == 2),
    )


def with_nearest_names(
    results: Sequence[Result], decimal_comma: bool = False, seen: Sequence[Letters | None] | None = None
) -> list[Result]:
    """``results``, those whose name is in doubt with the one known name that is nearest to what was read, where there is
    one that no other row bears and that can have this value in this unit. ``seen``, by row, says which letters a guess
    may not change (:func:`sure_letters`); without it none are."""
    borne = Counter(compact(plain(parts(r.name)[0])) for r in results)
    abbreviated = sum(_abbreviates(r) for r in results) >= _USUAL
    out = []
    for result, kept in zip(results, seen or [Letters()] * len(results), strict=True):
        meant = result
        if Reason.NAME_UNCERTAIN in result.reasons:
            if kept is not None or result.name in _GREEK:
                meant = _nearest(result, borne, decimal_comma, kept or Letters())
                meant = _with_code(meant) if abbreviated else meant
            if meant is result and _says_code(guess := _nearest(result, borne, decimal_comma, Letters())):
                meant = guess
        if meant.name != result.name:
            note = f"{GUESSED}{result.name}."
            meant = replace(meant, note=f"{result.note} {note}".strip())
        out.append(meant)
    return out


def _says_code(result: Result) -> bool:
    """Whether an abbreviation beside the name says the same: however clear its letters are, ``总率酮(T)`` is 总睾酮."""
    outside, inside = parts(result.name)
    named = _analytes(compact(plain(outside)), result.unit)
    return any(named & _analytes(key_of(code), result.unit) for code in (*inside, result.code) if code.isascii())


def _nearest(result: Result, borne: Counter[str], comma: bool, seen: Letters) -> Result:
    if result.name in _GREEK:
        return replace(result, name=_GREEK[result.name])
    outside, inside = parts(result.name)
    read = next((t for t in (*inside, result.code) if t and t.isascii() and parse_unit(t) is None), "")
    code = "" if not read or is_known(read) else read
    body = compact(plain(outside))
    found = body if is_known(outside) else _around(result, body, code or read, borne, comma, seen)
    if not found:
        return result
    spelled = _code(code, found, result.unit) if code else ""
    name = outside if found == body else _spelled(outside, found)
    whole = name + re.sub(r"\A[^(\[]*", "", plain(result.name)) if inside else name
    if spelled:
        whole = whole.replace(code, spelled)
    whole += ")" * (whole.count("(") - whole.count(")"))
    if whole == plain(result.name) and not spelled:
        return result
    return replace(result, name=whole, code=spelled if spelled and result.code in ("", code) else result.code)


def _keeps(body: str, key: str, seen: Letters) -> bool:
    """Whether ``key`` has the letters of ``body`` that are sure, and nothing new between two of them but in a hole."""
    for edit in Levenshtein.editops(body, key):
        at = edit.src_pos
        changed = body[max(0, at - 1) : at + 1] if edit.tag == "insert" else body[at]
        hole = edit.tag == "insert" and (changed if at else body[:1]) in seen.holes
        if not hole and all(c in seen.sure for c in changed):
            return False
    return True


def _level(body: str, key: str) -> bool:
    """Whether all letters that ``key`` has more are level strokes: a fax loses these before any other letter."""
    added = [key[e.dest_pos] for e in Levenshtein.editops(body, key) if e.tag == "insert"]
    return bool(added) and all(letter in "一二三" for letter in added)


def _told(body: str, key: str, seen: Letters) -> int:
    """How many letters of ``body`` are in ``key`` what they were read as second."""
    edits = Levenshtein.editops(body, key)
    return sum(e.tag == "replace" and body[e.src_pos] + key[e.dest_pos] in seen.seconds for e in edits)


def _around(result: Result, body: str, code: str, borne: Counter[str], comma: bool, seen: Letters) -> str:
    """As :func:`_name`, of the body alone or of what is left of it without the words around it (``中胎蛋白测定``)."""
    inside = [(inner, at) for inner in bodies(body) if (at := body.find(inner)) >= 0]
    told = ((inner, at, _by_seconds(inner, borne, seen)) for inner, at in inside)
    near = ((inner, at, _name(result, inner, code, borne, comma, seen)) for inner, at in inside)
    for inner, at, found in chain(told, near):
        if found:
            whole = body[:at] + found + body[at + len(inner) :]
            return "" if borne[whole] else whole
    return ""


def _name(result: Result, body: str, code: str, borne: Counter[str], comma: bool, seen: Letters) -> str:
    """The key of the nearest known name; empty where several analytes are as near, or none is."""
    if not any(map(is_cjk, body)) or len(body) > 24:
        return ""
    if len(body) < (_CODED if code else _ALONE):
        return ""
    slips = max(1, len(body) // (_PER_CODED_SLIP if code else _PER_SLIP))
    second = sum(pair[0] in body for pair in seen.seconds)
    close = process.extract(
        body, _han_keys(), scorer=Levenshtein.distance, score_cutoff=slips + min(second, len(body) // 3), limit=None
    )
    near = [
        (far - told / 2 + _apart(code, key, result.unit), key)
        for key, far, _ in close
        if not borne[key] and far - (told := _told(body, key, seen)) <= slips and _keeps(body, key, seen)
    ]
    least = min((far for far, _ in near), default=0.0)
    best = [key for far, key in near if far == least]
    if len(best) > 1:
        best = [key for key in best if beyond_limits(replace(result, name=key, code=""), comma) is None]
        best = [key for key in best if _level(body, key)] or best
    if not best:
        return ""
    if len(frozenset.intersection(*(_analytes(key, result.unit) for key in best))) == 0:
        return ""
    endings = Counter(name[-3:] for name in borne.elements())
    return max(best, key=lambda key: (endings[key[-3:]], -abs(len(key) - len(body)), key))


def _by_seconds(body: str, borne: Counter[str], seen: Letters) -> str:
    """The one known name that ``body`` is with the second readings of some of its letters (宰酮, whose 宰 may be 睾): however
    short it is, the eye saw it too."""
    found = {body}
    for pair in sorted(seen.seconds)[:_SECONDS]:
        if has_cjk(pair[1]):
            found |= {name.replace(pair[0], pair[1]) for name in found if pair[0] in name}
    known = [name for name in found - {body} if len(name) > 1 and name in bare_keys() and not borne[name]]
    return known[0] if len(known) == 1 and _analytes(known[0], "") else ""


@cache
def _han_keys() -> list[str]:
    return [k for k in bare_keys() if has_cjk(k)]


@lru_cache(maxsize=4096)
def _analytes(key: str, unit: str) -> frozenset[str | int]:
    """What a known name may stand for: an analyte of the checks, or lines of the terminology table."""
    said = identify(key, "", unit)
    return frozenset((said,)) if said is not None else frozenset(bare_keys().get(key, ()))


@lru_cache(maxsize=4096)
def _codes(key: str, unit: str) -> tuple[str, ...]:
    """The abbreviations of what ``key`` names."""
    out: list[str] = []
    for one in _analytes(key, unit):
        out += abbreviations(one) if isinstance(one, str) else [k for k in known_table()[one] if k.isascii()]
    return tuple(k for k in out if 2 <= len(k) <= _LONGEST)


def _apart(code: str, key: str, unit: str) -> float:
    """How far ``code`` is from the abbreviations of ``key``: from 0 to 2 letters, in between where there is none."""
    known = _codes(key, unit)
    return min([2.0, *(Levenshtein.distance(_folded(code), k) for k in known)]) if code and known else 1.5


def _code(code: str, key: str, unit: str) -> str:
    """The abbreviation of ``key`` that was read as ``code``; empty where it resembles none."""
    folded = _folded(code)
    likely = [(Levenshtein.normalized_similarity(folded, k), k) for k in _codes(key, unit)]
    share, best = max(likely, default=(0.0, ""))
    return best.upper() if share >= _CODE else ""


def _abbreviates(result: Result) -> bool:
    """Whether the code of a row is an abbreviation of its name."""
    return bool(result.code) and key_of(result.code) in _codes(compact(plain(result.name)), result.unit)


def _with_code(result: Result) -> Result:
    """``result`` with the usual abbreviation of its known name in place of a code of which hardly a letter was read
    (``MII.`` beside 平均血红蛋白量), where the sheet has such abbreviations."""
    known = _codes(compact(plain(result.name)), result.unit) if has_cjk(result.name) else ()
    if not result.code or is_known(result.code) or not known or not 2 <= len(known[0]) <= len(result.code) + 2:
        return result
    note = f"The code was read as {result.code}."
    return replace(result, code=known[0].upper(), note=f"{result.note} {note}".strip())


def _folded(code: str) -> str:
    return code.casefold().translate(_LETTERS)


def _spelled(read: str, key: str) -> str:
    """``read`` with the letters of ``key`` where they differ: ``IgM`` and ``D-`` stay as they were printed."""
    places = [i for i, c in enumerate(read) if compact(c)]
    body = "".join(compact(c)[:1] for c in read)
    out = ""
    for edit in Levenshtein.opcodes(body, key):
        kept = edit.tag == "equal"
        out += (
            read[places[edit.src_start] : places[edit.src_end - 1] + 1]
            if kept
            else key[edit.dest_start : edit.dest_end]
        )
    return out
