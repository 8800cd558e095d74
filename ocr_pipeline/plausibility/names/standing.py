"""How a printed name stands to the names that laboratories use: a known one, nearly a known one, or unknown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from functools import cache, lru_cache
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from ocr_pipeline.plausibility.names.alike import called_as, looks_known, written_out
from ocr_pipeline.plausibility.names.known import (
    AROUND,
    bare_keys,
    bodies,
    exact_keys,
    is_known,
    key,
    wide_keys,
    without_marks,
)
from ocr_pipeline.plausibility.names.uncoded import UNCODED
from ocr_pipeline.plausibility.quantities.analytes import known_table
from ocr_pipeline.plausibility.quantities.units import scale
from ocr_pipeline.tables.grammar.normal import compact, is_cjk, is_what_is_left, plain
from ocr_pipeline.tables.grammar.units import parse_unit
from ocr_pipeline.tables.headers.conditions import is_condition
from ocr_pipeline.tables.naming.names import is_group
from ocr_pipeline.tables.naming.vietnamese import is_known_name


class Standing(Enum):
    KNOWN = "known"
    #: one slip of the eye away from a known name, or beside a code whose analyte it nearly names
    BENT = "bent"
    #: a known name with something of its surroundings: a lone letter, a heading, the number of a row
    STRAY = "stray"
    UNKNOWN = "unknown"


@lru_cache(maxsize=4096)
def standing(name: str, code: str = "") -> Standing:
    """How ``name`` (with what stands in its brackets, and ``code`` beside it) stands to the known names."""
    name = _SPECIMEN.sub("", name)
    outside, inside = parts(name)
    if code and is_known(f"{code}{name}"):
        return Standing.KNOWN  # ``PR间期``, parted
    if name.startswith("l") and is_known("I" + name[1:]):
        return Standing.KNOWN  # the two letters are the same stroke
    if is_known(name) or is_known_name(name):
        return Standing.BENT if _odd_accent(outside) else Standing.KNOWN
    known_codes = [c for c in (*inside, code) if c and is_known(c)]
    if is_known(outside) or _composed(outside):
        odd = any(_near_code(c, outside) or _odd_code(c) for c in inside)
        return Standing.BENT if odd or _odd_accent(outside) else Standing.KNOWN
    if code in known_codes and _agrees(outside, code):
        return Standing.KNOWN
    if (
        _beginning(outside)
        or _beheaded(outside)
        or looks_known(outside)
        or _near(outside)
        or _known_alike(outside)
        or any(_resembles(outside, c) for c in known_codes)
    ):
        return Standing.BENT
    return Standing.STRAY if _stray(outside) else Standing.UNKNOWN


#: ``S-Creatinina``, ``fP-Glucose``: the specimen before the name (IFCC and IUPAC, Pure Appl Chem 1995;67:1563-74).
_SPECIMEN = re.compile(r"\Af?[SPBU]-(?=[A-Z][a-z])")
_HEADING = re.compile(r"(?:检查|检验|分析|常规|性状|examination)\Z", re.IGNORECASE)


#: Greek letters that stand in no analyte's name: Latin ones, or strokes of their neighbourhood, that were misread.
_ODD_GREEK = re.compile(r"[ζηθνξοπρσςτυφχψΓΔΘΛΞΠΣΦΨΩ]")


def _stray(text: str) -> bool:
    words = text.split()
    if len(words) > 1 and any(
        len(odd) == 1 and odd.isalpha() and is_known(" ".join(rest))
        for odd, rest in ((words[-1], words[:-1]), (words[0], words[1:]))
    ):
        return True
    if len(words) >= 5 and sum(len(w) <= 2 for w in words) >= 0.7 * len(words):
        return True  # letters of something that was cut up
    if re.match(r"\d{1,2}[\u4e00-\u9fff]", text) or _ODD_GREEK.search(text):
        return True
    coded = re.fullmatch(r"(?P<code>[A-Za-z][\w%#+.-]{1,8})\s+(?:[A-Za-z]-)?(?P<name>[\u2e80-\u9fff]{2,})", text)
    if coded is not None and not is_known(coded["name"]) and is_known(coded["code"]):
        cut = any(k.startswith(coded["name"]) for k in _own_names(coded["code"]))
        if cut:
            return True  # the end of the name is missing
    apart = re.split(r"\s+\d{1,3}\s+", text)
    if len(apart) > 1 and all(is_known(parts(p)[0]) for p in apart):
        return True  # the names of two rows with a running number between
    if _several_rows(compact(plain(text))):
        return True
    return any(
        (is_group(text[:at]) or _HEADING.search(text[:at]) or (is_known(text[:at]) and _two_rows(text[:at], text[at:])))
        and is_known(text[at:])
        for at in range(2, len(text) - 1)
    )


_IN_BRACKETS = re.compile(r"(?<=[(\[])[A-Za-z][A-Za-z0-9?.=:;'*-]{1,6}(?=[)\]]\Z)")


def spelled(name: str, unit: str = "") -> str:
    """``name`` with letters for the digits that were read in their place (``pC02``) or the other way round (``HB AIC``), or
    without the running number that was read with it (``14红细胞压积``), where only that makes it a known name; and the code in
    its brackets by :func:`spelled_code`."""
    name = re.sub(r"(?<=[(\[])[A-Za-z0-9]{2,6}(?=[)\]])", _lettered, name)
    name = _IN_BRACKETS.sub(lambda match: spelled_code(match[0], unit, name), name)
    if is_known(name):
        return name
    letters, bare = name.translate(_ALIKE), re.sub(r"\A\d{1,3}(?=[\u4e00-\u9fff]{3})", "", name)
    if bare != name:
        return bare if is_known(bare) else name
    return letters if letters != name and name.isascii() and is_known(letters) else written_out(name)


def _lettered(match: re.Match[str]) -> str:
    letters = match[0] if is_condition(match[0]) else match[0].translate(_ALIKE)  # 血糖(1h)
    return letters if letters != match[0] and not is_known(match[0]) and is_known(letters) else match[0]


_CELLS = "NEU|NE|LYM|LY|MON|MO|EOS|EO|BAS|BA|GRA|MID"
_CELL_SIGN = re.compile(rf"({_CELLS})[=F井\-]\Z")


#: What is left of a percent sign behind a code.
_SHARE_SIGN = re.compile(rf"({_CELLS})[?.:;'*]{{1,2}}")


@lru_cache(maxsize=4096)
def spelled_code(code: str, unit: str, name: str = "") -> str:
    """``code`` without the running number that was read with it (``3PO2``), with the # of a count of cells or the % of a share
    that was read as another sign (``NEU=``, ``LYM.``), and with an H for the two strokes that a fax leaves of one (``MCIIC``),
    where only that makes it a known one; and with the strokes of what the analyte ``name`` is called (``CI`` of 氯)."""
    if name and (called := called_as(code, parts(name)[0])) != code:
        return called
    bare = re.sub(r"\A\d{1,2}\s*(?=[A-Za-z])", "", code)
    count = _CELL_SIGN.match(bare)
    found = scale(unit) if count is not None else None
    if count is not None and found is not None and found.dimension == "count":
        return f"{count[1]}#"
    share = _SHARE_SIGN.fullmatch(bare) if unit == "%" else None
    if share is not None:
        return f"{share[1]}%"
    if "II" in bare and not is_known(bare) and is_known(crossed := bare.replace("II", "H")):
        return crossed
    if is_known(code):
        return code
    figures = re.sub(r"(?<=[A-Za-z])[lI](?=\d|[a-z]?\Z)", "1", code)  # HbAlc, CAl25, ApoAl
    return next((other for other in (bare, figures) if other != code and is_known(other)), code)


def _known_alike(text: str) -> bool:
    other = text.translate(_ALIKE)
    return other != text and (is_known(other) or _composed(other))


#: Digits that are read for letters in names (``S02`` for ``SO2``).
_ALIKE = str.maketrans("015", "OlS")


def _composed(text: str) -> bool:
    """Known names beside one another: ``ALT/GPT``, ``HGB Haemoglobin``, ``WBC 白细胞计数``."""
    pieces = [p for p in re.split(r"\s*[,;/]\s*|\s+-\s+", text) if compact(p)]
    if len(pieces) > 1 and all(is_known(p) for p in pieces):
        return True
    match = re.match(r"(?P<code>[A-Za-z][\w%#+.-]{0,8}?)\s*(?P<name>[\u2e80-\u9fff].*)\Z", text) or re.match(
        r"(?P<code>\S{1,8})\s+(?P<name>\S.*)\Z", text
    )
    if match is not None and is_known(match["name"]):
        return True
    if any(
        is_known(text[:at]) and is_known(text[at:]) and not _two_rows(text[:at], text[at:])
        for at in range(2, min(9, len(text) - 3))
    ):
        return True
    # ``KPotasyum``: a symbol of one letter names the same analyte as what is glued to it
    lines = [set(bare_keys().get(compact(plain(part)), ())) for part in (text[:1], text[1:])]
    return text[1:2].isupper() and bool(lines[0] & lines[1])


def _several_rows(body: str) -> bool:
    """Made of little but the Chinese names of several analytes, and no ratio of them."""
    found: list[set[int]] = []
    at = held = 0
    while at < len(body) and any(map(is_cjk, body)) and "比" not in body:
        end = next((e for e in range(min(len(body), at + 24), at + 3, -1) if body[at:e] in bare_keys()), at)
        if end > at:
            found.append(set(bare_keys()[body[at:end]]))
            held += end - at
        at = max(end, at + 1)
    apart = all(not a & b for a, b in pairwise(found))
    return len(found) > 1 and apart and held >= 0.8 * len(body)


def _two_rows(one: str, other: str) -> bool:
    """``粘液`` and ``红细胞``: Chinese names of different analytes, which no laboratory writes as one."""
    lines = [{n for b in bodies(part) for n in bare_keys().get(b, ())} for part in (one, other)]
    return all(all(map(is_cjk, part)) for part in (one, other)) and all(lines) and not lines[0] & lines[1]


@lru_cache(maxsize=4096)
def parts(name: str) -> tuple[str, tuple[str, ...]]:
    """What stands outside the brackets of a name, and in each of them."""
    text = plain(name).strip(" *:")
    inside = tuple(m.strip() for m in re.findall(r"[(\[]([^()\[\]]*)[)\]]?", text) if m.strip())
    outside = re.sub(r"[(\[][^()\[\]]*[)\]]?", " ", text).strip()
    return outside or text, inside


def _odd_accent(text: str) -> bool:
    """``Glucóse``: with an accent that no language writes in this name."""
    whole = key(text)
    return (
        not whole.isascii() and whole not in exact_keys() and compact(text).isascii() and compact(text) in _plain_only()
    )


@cache
def _plain_only() -> frozenset[str]:
    """Keys without accents that no language writes with one."""
    marked = {without_marks(k) for k in exact_keys() if not k.isascii()}
    return frozenset(k for k in exact_keys() if k.isascii() and k not in marked)


def _beginning(text: str) -> bool:
    """Two or three Han characters that known names only begin with (``血红`` of ``血红蛋白``)."""
    body = compact(plain(text))
    return 2 <= len(body) <= 3 and all(map(is_cjk, body)) and any(k.startswith(body) for k in wide_keys()[0])


def _beheaded(text: str) -> bool:
    """``球比``: all of a known Chinese name but its first character."""
    body = compact(plain(text))
    return len(body) >= 2 and all(map(is_cjk, body)) and any(k[1:] == body for k in wide_keys()[0])


def _near(text: str) -> bool:
    """One character away from a known name, as a slip of the eye leaves it; a letter more is asked of what is left of a name
    without the words around it."""
    if _half_known(text) or any(_slipped(body, 3 + (n > 0), 5 + (n > 0)) for n, body in enumerate(bodies(text))):
        return True
    return _twice_slipped(compact(plain(text)))


def _twice_slipped(body: str) -> bool:
    """``direktbilirublu``: two letters of a long Latin name bent, none more or less; digits and signs tell analytes apart."""
    if len(body) < _LONG or any(map(is_cjk, body)):
        return False
    near = process.extract(body, wide_keys()[1], scorer=Levenshtein.distance, score_cutoff=2, limit=4)
    return any(
        len(k) == len(body) and all(a.isalpha() and b.isalpha() for a, b in zip(k, body, strict=True) if a != b)
        for k, _, _ in near
    )


#: Letters of a name of which two may be bent.
_LONG = 11


def _half_known(text: str) -> bool:
    """Two Han characters of which one stands where a known name of two has it (``比車`` for ``比重``); a specimen before what
    was examined says nothing (``血锰``)."""
    if len(text) != 2 or not all(map(is_cjk, text)):
        return False
    pairs = (k for k in bare_keys() if len(k) == 2 and k not in UNCODED)
    return any(k[1] == text[1] or (k[0] == text[0] and k[0] not in "血尿总粪便") for k in pairs)


def _slipped(body: str, han: int, latin: int) -> bool:
    if any(is_cjk(c) for c in body):
        return len(body) >= han and any(
            _slip(body, other)
            for other in _close(body, wide_keys()[0])
            if len(other) == len(body) or (len(other) == len(body) + 1 and _lost(body, other) not in _SPARE)
        )
    return len(body) >= latin and any(_slip(body, other) for other in _close(body, wide_keys()[1]))


#: What names of the same analyte are printed with or without.
_SPARE = frozenset("计总的血清浆尿液全浓度测定检查含量数率值比性型式类素")


def _lost(body: str, other: str) -> str:
    """The character of ``other`` that ``body``, shorter by one, lacks."""
    return next((b for a, b in zip(body, other, strict=False) if a != b), other[-1])


def _close(body: str, among: tuple[str, ...]) -> list[str]:
    return [k for k, _, _ in process.extract(body, among, scorer=Levenshtein.distance, score_cutoff=1, limit=12)]


def _slip(one: str, other: str) -> bool:
    """False when the difference is one of digits, numerals or signs, which tell analytes apart (``B2``, ``IgG4``)."""
    if len(one) != len(other):
        longer, shorter = (one, other) if len(one) > len(other) else (other, one)
        at = next((i for i, (a, b) in enumerate(zip(longer, shorter, strict=False)) if a != b), len(shorter))
        return not (longer[at].isdigit() or longer[at] in "%#+s")
    a, b = next(((a, b) for a, b in zip(one, other, strict=True) if a != b), ("", ""))
    return not (a.isdigit() and b.isdigit()) and not ({a, b} & set("%#+"))


#: The beginning of the word for share or number behind a cell's name that the next column cut off.
_CUT_KIND = re.compile(r"(.{2,}?)(百分?|绝对?)")


def _odd_code(code: str) -> bool:
    """``10图#``: a sign for share or number behind what is no code."""
    return code[-1:] in "#%" and any(map(is_cjk, code)) and bool(re.search(r"[A-Za-z\d]", code)) and not is_known(code)


def _near_code(code: str, name: str) -> bool:
    """A short code in brackets that is none of ``name``, but one letter away from one (``TBHL`` for ``TBIL``, ``F2`` for ``E2``);
    one that is another analyte's may differ in a figure (``C4``)."""
    body = compact(plain(code))
    lines, of_code = bare_keys().get(compact(plain(name)), ()), bare_keys().get(body, ())
    if len(body) < 2 or not body.isascii() or set(lines) & set(of_code) or parse_unit(code) is not None:
        return False
    if is_known(code[1:]) and body[0] in _GAS_PREFIXES:
        return False
    same = (k for line in lines for k in known_table()[line] if len(k) == len(body))
    return any(Levenshtein.distance(body, k) == 1 and (of_code or _slip(body, k)) for k in same)


#: What gas analysers print before a symbol: cGlu, gGLU, ctHb, sO2, pH, uNa.
_GAS_PREFIXES = frozenset("cgspu")


def _agrees(text: str, code: str) -> bool:
    """``text`` is legible as the analyte that the code beside it names: a letter in four bent, or only its beginning or end
    (``中性粒细胞百`` beside NEU%)."""
    own = _own_names(code)
    body = compact(plain(text))
    cut = _CUT_KIND.fullmatch(body)
    if _part(body, own) or (cut is not None and cut[1] in own and ("#" if cut[2][0] == "百" else "%") not in code):
        return True
    # ``平均血红蛋白浓`` is one letter from MCH's name, but the beginning of MCHC's
    bare = AROUND.sub("", body, count=1)
    return not _part(body, (k for k in wide_keys()[0] if k not in own)) and any(
        _bent(b, name) for name in own for b in {body, bare if len(bare) >= 4 else body}
    )


def _resembles(text: str, code: str) -> bool:
    """``text`` nearly names the analyte that ``code`` stands for: a letter or two bent, or accented letters left out."""
    body = compact(plain(text))
    if len(body) < 2 or body.isdigit():
        return False
    return any(
        (len(body) == len(name) and Levenshtein.distance(body, name) == 1)
        or _bent(body, name)
        or (not printed.isascii() and name.isascii() and _thinned(body, name))
        for name, printed in _own_names(code).items()
    )


def _own_names(code: str) -> dict[str, str]:
    """The names of the analyte of ``code``: without accents, and as printed."""
    whole = without_marks(key(code))
    lines = bare_keys().get(whole) or bare_keys().get(whole.rstrip("%#"), ())
    return {without_marks(k): k for line in lines for k in known_table()[line]}


def _part(body: str, names: Iterable[str]) -> bool:
    least = 2 if all(map(is_cjk, body)) else 5
    return len(body) >= least and any(n != body and (n.startswith(body) or n.endswith(body)) for n in names)


def _bent(body: str, name: str) -> bool:
    far = Levenshtein.distance(body, name)
    if len(body) == len(name):
        return 1 <= far <= len(name) // 4
    return far == 1 and len(body) >= 5


def _thinned(body: str, name: str) -> bool:
    """``bch cu`` for ``bạch cầu``: letters with accents left out."""
    return len(body) >= 3 and 0 < len(name) - len(body) <= 4 and is_what_is_left(body, name)
