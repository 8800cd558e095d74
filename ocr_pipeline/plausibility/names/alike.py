"""Unknown names that look like a known one: the eye takes one stroke, ring or pair of letters for another."""

from __future__ import annotations

import re
from functools import cache

from ocr_pipeline.plausibility.names.known import bare_keys, bodies
from ocr_pipeline.plausibility.quantities.analytes import known_table
from ocr_pipeline.tables.grammar.normal import compact, plain

#: One sign for all that look alike in some typeface, lower case or capital. Digits are never taken for one another.
_ONE = str.maketrans({"i": "1", "l": "1", "|": "1", "!": "1", "o": "0", "q": "0", "d": "0", "s": "5", "b": "8", "z": "2", "g": "c"})  # fmt: skip
_SAME = str.maketrans("il|o", "1110")
_TWO = (("rn", "m"), ("vv", "w"))
#: A numeral of strokes behind a word: 11 and II are read for III.
_NUMERAL = re.compile(r"(?<=[\u2e80-\u9fff])11+|(?<=[^\W\d_])11+\Z")
_LEAST, _LONG = 3, 5  #: characters of a name that can look like another, and of one that is written out


def looks_known(text: str) -> bool:
    """True for a name that is none but looks like one: ``抗凝血酶11`` (III), ``HBsAq``, ``VitarninD``."""
    return any(len(b) >= _LEAST and _shape(b) in _shapes() for b in bodies(text))


def same_shape(one: str, other: str) -> bool:
    """True for a letter and itself in another case or with another accent, and for the same stroke or ring (``l``, ``1``)."""
    keys = [(compact(t) or plain(t).strip()).translate(_SAME) for t in (one, other)]
    return bool(keys[0]) and keys[0] == keys[1]


def _shape(body: str) -> str:
    out = body.translate(_ONE)
    for pair, one in _TWO:
        out = out.replace(pair, one)
    return _NUMERAL.sub("11", out)


@cache
def _shapes() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for k in bare_keys():
        if len(k) >= _LEAST:
            found.setdefault(_shape(k), []).append(k)
    return {shape: tuple(keys) for shape, keys in found.items()}


def written_out(name: str) -> str:
    """A Latin name with strokes and rings as the one known name has them that looks so (``HB AIC``, ``Albumln``); ``name``
    where there is none or another, or for short names, which too many look like."""
    places = [i for i, c in enumerate(name) if c.isalnum()]
    body = "".join(name[i] for i in places).lower()
    known = [k for k in _shapes().get(_shape(body), ()) if len(k) == len(body) and _strokes(k, body)]
    if len(body) < _LONG or not name.isascii() or len(known) != 1:
        return name
    out = list(name)
    capitals = sum(c.isupper() for c in name) > sum(c.islower() for c in name)
    for i, old, new in zip(places, body, known[0], strict=True):
        if old != new:
            out[i] = new.upper() if capitals or i == 0 else new
    return "".join(out)


def called_as(code: str, name: str) -> str:
    """``code`` with its strokes as they are in that of the analyte that ``name`` names (``CI`` beside 氯, ``lgG`` beside
    免疫球蛋白G); as it is where that has none that looks so, or several."""
    body = compact(plain(code))
    lines = set(bare_keys().get(compact(plain(name)), ())) if body and len(body) == len(code) else set()
    own = {k for n in lines for k in known_table()[n] if len(k) == len(body)}
    like = [k for k in own if _shape(k) == _shape(body) and _strokes(k, body)]
    if body in own or len(like) != 1:
        return code
    return "".join(
        old if new == had else "I" if new == "i" else new.upper() if had.isdigit() and new != "l" else new
        for old, had, new in zip(code, body, like[0], strict=True)
    )


def _strokes(one: str, other: str) -> bool:
    """Whether two names differ only in a digit read for a letter, or the other way round, and in ``i`` and ``l``."""
    return all(a == b or a.isdigit() != b.isdigit() or {a, b} == {"i", "l"} for a, b in zip(one, other, strict=True))
