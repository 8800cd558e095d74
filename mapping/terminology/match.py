"""From a printed row to one code, or to none with the reason: name, printed code, unit, setting and neighbours together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from rapidfuzz.distance import Levenshtein

from mapping.terminology.affixes import Form, forms, own_place, system
from mapping.terminology.context import ORDERS, setting_of
from mapping.terminology.families import family
from mapping.terminology.names import key, parts, pieces, slips
from mapping.terminology.table import Analyte, Code, index
from mapping.terminology.ties import body, by_accents, by_size, interval_excludes, other_size
from mapping.terminology.units import to_ucum

_WORDS_VALUE = re.compile(
    r"^(阴|阳|弱阳|neg|pos|negative|positive|\+{1,4}|[-−－±]$|\+-|-\+|未见|未检|正常|normal|trace|nil|absent|present|reactive|non|无|有|少量|黄|清|透明|yellow|clear|am tinh|duong tinh|negatif|pozitif|assent|present|\(-\)|\(\+\))",
    re.I,
)
_TITRE_VALUE = re.compile(r"^\s*[<>≤≥]?\s*1\s*[:：]\s*\d+")
_DIGITLESS = re.compile(r"\D")
_DASH = re.compile(r"^[\s\-–—−/*.]*$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An analyte's code that the name allows, and whether unit and setting agree. ``rank`` 0 is the setting's own specimen."""

    analyte: Analyte
    code: Code
    rank: int
    fits_unit: bool


@dataclass(frozen=True, slots=True)
class Coding:
    """``loinc`` None when not certain, then ``reason`` is one sentence. ``code`` is the table's line when one was chosen.

    ``foreign_unit`` is true when the name is known but its unit is one that no code of it has."""

    loinc: str | None
    ucum: str | None
    reason: str | None
    code: Code | None = None
    analyte: Analyte | None = None
    candidates: tuple[Candidate, ...] = ()
    foreign_unit: bool = False


def _look(text: str, extra: dict[str, tuple[Analyte, ...]] | None = None) -> tuple[Form, tuple[Analyte, ...]] | None:
    table = index()
    for form in forms(key(text)):
        for candidate in (form.key, slips(form.key)):
            if extra and candidate in extra:
                return form, extra[candidate]
            if candidate in table:
                return _placed(form, table[candidate]), table[candidate]
    return None


def _placed(form: Form, owners: tuple[Analyte, ...]) -> Form:
    """The form with the specimen that is part of a name in the table: "sodium, urine" is not serum on any page."""
    if form.setting:
        return form
    for setting, rest in own_place(form.key):
        inside = not rest or any(owner in owners for owner in index().get(rest, ()))
        homes = {specimen for group in ORDERS[setting][:1] for specimen in group}
        if inside and any(homes & set(code.specimens) for owner in owners for code in owner.codes):
            return replace(form, setting=setting)
    return form


@lru_cache(maxsize=2048)
def _misread(text: str) -> tuple[Analyte, ...]:
    """The one analyte whose long Latin name is one letter away; nothing when two are, or when a digit would change."""
    wanted = key(text)
    if len(wanted) < 8 or not wanted.isascii():
        return ()
    found: dict[str, Analyte] = {}
    digits, known = _DIGITLESS.sub("", wanted), _latin_names()
    for length in (len(wanted) - 1, len(wanted), len(wanted) + 1):
        for name, owners in known.get((length, digits), ()):
            if Levenshtein.distance(name, wanted, score_cutoff=1) <= 1:
                found |= {owner.id: owner for owner in owners}
    return tuple(found.values()) if len(found) == 1 else ()


@cache
def _latin_names() -> dict[tuple[int, str], list[tuple[str, tuple[Analyte, ...]]]]:
    """The table's Latin names by their length and their digits: a name that is one letter off is sought among few."""
    out: dict[tuple[int, str], list[tuple[str, tuple[Analyte, ...]]]] = {}
    for name, owners in index().items():
        if name.isascii():
            out.setdefault((len(name), _DIGITLESS.sub("", name)), []).append((name, owners))
    return out


_QUALIFIER = re.compile(
    r"^(干化学|镜检|酶法|速率法|化学发光|电化学发光|胶体金|金标|免疫比浊|比色|电极法|血清|血浆|全血|尿|尿液|血|静脉血|末梢血|急诊|快速|仪器法|手工|计算|计算值|定量|定性|"
    r"serum|plasma|blood|urine|automated|auto|manual|enzymatic|ise|calc|calculated|clia|eclia|elisa|cmia|elfa|hplc|jaffe|photometry|ifcc|ngsp|dcct|westergren|wintergreen|clauss|"
    r"suero|sangre|orina|siero|sangue|plasmatico|serum plasma|edta|citrate|fluoride|spot|random|serique|percent|%|#|abs|absolute|count|cells|"
    r"impedance|flow cytometry|colorimetric|kinetic|uv|turbidimetry|nephelometry|immunoturbidimetry|direct method|method|biuret|bcg|bcp|god pod|godpod|god|chod pap|"
    r"umol l|mmol l|g l|mg dl|mg l|u l|iu l|ng ml|pg ml|g dl|fl|pg|s|sec|m|f|male|female|男|女|h|l|n)$",
    re.I,
)


def _harmless(text: str) -> bool:
    cleaned = " ".join(re.sub(r"[^\w%#]+", " ", text).split())
    return bool(_QUALIFIER.match(cleaned)) or to_ucum(text) is not None or cleaned == "" or cleaned.isdigit()


def _names(name: str, extra: dict[str, tuple[Analyte, ...]] | None) -> tuple[tuple[Form, ...], tuple[Analyte, ...]]:
    """The forms found in a name and the analytes that all of its known parts agree on; empty when a part stays unknown."""
    whole = _look(name, extra)
    if whole and whole[0].steps == 0:
        return (whole[0],), whole[1]
    outside, inside = parts(name)
    texts: list[str] = []
    if inside and outside:
        texts = [outside, *inside]
    for candidate in (texts, [p for t in (texts or [name]) for p in pieces(t)]):
        if len(candidate) < 2 or len([c for c in candidate if c.strip()]) < 2:
            continue
        agreed = _agree(candidate, extra)
        if agreed[1]:
            return agreed
    if whole:
        return (whole[0],), whole[1]
    words = name.split()
    for cut in range(1, len(words)):  # two names of one thing beside each other: "hémoglobine glyquée HbA1c"
        left, right = _look(" ".join(words[:cut]), extra), _look(" ".join(words[cut:]), extra)
        if left and right and (both := tuple(owner for owner in left[1] if owner in right[1])):
            return (left[0], right[0]), both
    if lettered := system(name):
        setting, rest = lettered
        if hit := _look(rest, extra):
            return (replace(hit[0], setting=setting, steps=hit[0].steps + 1),), hit[1]
    misread = _misread(name)
    return ((Form(key(name)),), misread) if misread else ((), ())


def _agree(
    texts: Sequence[str], extra: dict[str, tuple[Analyte, ...]] | None
) -> tuple[tuple[Form, ...], tuple[Analyte, ...]]:
    found: list[tuple[Form, tuple[Analyte, ...]]] = []
    conditions: list[Form] = []
    for text in texts:
        hit = _look(text, extra)
        if _harmless(text):
            setting = setting_of(text)
            mark = (
                "fraction"
                if text.strip() in {"%", "percent"}
                else "number"
                if text.strip().lower() in {"#", "abs", "absolute", "count"}
                else ""
            )
            conditions.append(Form("", mark, setting if not hit else ""))
        elif hit:
            found.append(hit)
        else:
            return (), ()
    if not found:
        return (), ()
    common = [a for a in found[0][1] if all(a in others for _, others in found[1:])]
    if not common:
        common = _narrower([owners for _, owners in found])
    return (*(form for form, _ in found), *conditions), tuple(common)


def _narrower(parts: Sequence[tuple[Analyte, ...]]) -> list[Analyte]:
    """Analytes of one part whose codes are all among those of an analyte of every other part: RDW-CV beside RDW."""
    out = []
    for number, owners in enumerate(parts):
        others = [part for n, part in enumerate(parts) if n != number]
        for owner in owners:
            codes = {code.loinc for code in owner.codes if code.loinc}
            if codes and all(any(codes <= {c.loinc for c in other.codes} for other in part) for part in others):
                out.append(owner)
    return out


def _wanted_families(unit: str, ucum: str | None, value: str) -> tuple[frozenset[str], str | None]:
    """The families the row may have, and a sentence when the unit is printed but not understood."""
    if _DASH.match(unit):
        text = value.strip()
        if _TITRE_VALUE.match(text):
            return frozenset({"titer", "ord"}), None
        if text and _WORDS_VALUE.match(text):
            return frozenset({"ord"}), None
        return frozenset(), None
    known = family(ucum) if ucum else None
    if known is None:
        return frozenset(), f"The unit {unit!r} is not understood."
    return frozenset({known[0]}), None


_ALSO = {
    "ratio": {"none", "ratio", "index"},
    "pH": {"none", "pH"},
    "fraction": {"fraction"},
    "titer": {"titer", "ord"},
    "index": {"index", "units"},
}


def _fits(code: Code, wanted: frozenset[str]) -> bool:
    return any(w in code.families or _ALSO.get(w, set()) & code.families for w in wanted)


def find_code(
    name: str,
    unit: str = "",
    context: str = "",
    *,
    code: str = "",
    specimen: str = "",
    panel: str = "",
    value: str = "",
    neighbours: Sequence[str] = (),
    extra: dict[str, tuple[Analyte, ...]] | None = None,
    setting: str = "",
    interval: str = "",
) -> Coding:
    """The LOINC code of a printed row and the UCUM code of its unit.

    ``context``, ``panel`` and ``specimen`` are free text in any of the seven languages; ``neighbours`` the names of the
    other rows of the table, used when nothing else says what was examined. ``extra`` holds a site's own names by key.
    ``setting`` (a key of ``context.ORDERS``) stands for all of these when it is known already. ``interval`` is the printed
    reference interval: it rules out specimens that cannot have it.
    """
    ucum = to_ucum(unit)
    found, owners = _names(name, extra)
    if code:
        by_code = _look(code, extra)
        if not owners and by_code and not re.search(r"\w", name):
            found, owners = (by_code[0],), by_code[1]
        elif by_code and owners and (both := tuple(a for a in owners if a in by_code[1])):
            owners = both
        elif not owners and by_code and len(key(code)) >= 3:
            found, owners = (by_code[0],), by_code[1]
    if not owners:
        return Coding(
            None, ucum, f"The name {name!r} is not in the table of analytes." if name else "The row has no name."
        )
    demanded = {f.family for f in found if f.family}
    own = next((f.setting for f in found if f.setting), "")
    setting = _setting(own, setting or setting_of(specimen, context, panel), neighbours)
    if ucum == "10*9/L" and unit.strip() == "G/L" and all("number" not in c.families for a in owners for c in a.codes):
        ucum = "g/L"  # printed in capitals: nobody counts giga of a protein
    wanted, unknown = _wanted_families(unit, ucum, value)
    return _choose(name, unit, ucum, owners, setting, wanted, demanded, unknown, value, interval)


def _setting(own: str, told: str, neighbours: Sequence[str]) -> str:
    if own in {"serum", "plasma"} and told in {"coagulation", "plasma"}:
        return told
    if own == "urine" and told in {"strip", "sediment", "urinalysis", "u24"}:
        return told
    if own:
        return own
    if told:
        return told
    return vote(tuple(neighbours))


@lru_cache(maxsize=256)
def vote(names: tuple[str, ...]) -> str:
    """What a table examines, by the names that only one kind of specimen has; ``""`` without a clear majority."""
    votes: dict[str, int] = {}
    for name in names:
        hit = index().get(key(name), ())
        homes = {c.specimens[0] for a in hit for c in a.codes[:1]}
        if len(homes) == 1:
            home = {"sed": "strip"}.get(home := homes.pop(), home)
            votes[home] = votes.get(home, 0) + 1
    if not votes:
        return ""
    best = max(votes, key=lambda k: votes[k])
    if votes[best] < 2 or votes[best] * 2 < sum(votes.values()):
        return ""
    return {
        "blood": "blood count",
        "serum": "serum",
        "plasma": "coagulation",
        "art": "blood gas",
        "strip": "urinalysis",
        "urine": "urine",
        "stool": "stool",
        "semen": "semen",
    }.get(best, "")


def _choose(
    name: str, unit: str, ucum: str | None, owners: tuple[Analyte, ...], setting: str, wanted: frozenset[str],
    demanded: set[str], unknown: str | None, value: str, interval: str,
) -> Coding:  # fmt: skip
    order = ORDERS.get(setting, ORDERS[""])
    # An empty cell in the unit column: words, signs and pure numbers have none, so those codes are meant first.
    empty = not wanted and unknown is None
    candidates: list[Candidate] = []
    for analyte in owners:
        for code in analyte.codes:
            rank = next((i for i, group in enumerate(order) if set(group) & set(code.specimens)), 99)
            fits = bool(wanted) and _fits(code, wanted) and not other_size(code, ucum)
            if empty:
                fits = bool(code.families & {"ord", "none", "titer"}) and not (
                    value and code.families <= {"ord"} and re.match(r"^[<>]?\d+(\.\d+)?$", value.strip())
                )
            candidates.append(Candidate(analyte, code, rank, fits))
    shown = tuple(sorted(candidates, key=lambda c: (not c.fits_unit, c.rank)))

    def none(reason: str, foreign: bool = False) -> Coding:
        only = owners[0] if len(owners) == 1 else None
        return Coding(None, ucum, reason, None, only, shown, foreign)

    if unknown:
        return none(unknown)
    if demanded and wanted and not _demand_met(demanded, wanted):
        return none(f"The unit {unit!r} contradicts the name {name!r}.", True)
    reachable = [c for c in candidates if c.rank < 99]
    if not reachable:
        return none(f"{owners[0].display} is not known for this specimen ({setting}).")
    fitting = [c for c in reachable if c.fits_unit]
    if fitting:  # another specimen than the page seems to say, rather than an interval that this one cannot have
        bodies = {body(c.code.specimens[0]) for c in fitting}
        possible = [c for c in candidates if c.fits_unit and not interval_excludes(c.code, ucum, interval)]
        elsewhere = [c for c in possible if body(c.code.specimens[0]) not in bodies]
        fitting = [c for c in fitting if c in possible] or elsewhere or fitting
    if demanded and empty:
        fitting = [c for c in reachable if demanded & c.code.families] or fitting
    if not fitting and empty:
        best_rank = min(c.rank for c in reachable)
        fitting = [c for c in reachable if c.rank == best_rank and (not value or not c.code.families <= {"ord"})]
        if len({c.code.loinc for c in fitting}) > 1:
            return none("The unit is missing and the name alone allows several codes.")
    if not fitting:
        return none(
            f"The unit {unit!r} belongs to no code of {owners[0].display} in this specimen.", _foreign(owners, wanted)
        )
    if empty and not setting and len({body(c.code.specimens[0]) for c in fitting}) > 1:
        return none("Without a unit, and with nothing that tells the specimen, several codes are possible.")
    rank = min(c.rank for c in fitting)
    best = by_size([c for c in fitting if c.rank == rank], ucum)
    best = [c for c in best if wanted & c.code.families] or best
    if len({c.analyte.id for c in best}) > 1:
        best = by_accents(best, name)
    if empty:  # a titre would be seen in the value: without one, it is the screening in words
        best = [c for c in best if c.code.families != {"titer"}] or best
    if _TITRE_VALUE.match(value.strip()) and (titres := [c for c in best if "titer" in c.code.families]):
        best = titres  # 1:80 is a titre where the analyte has one, else a word for a result
    if not setting and len({c.analyte.id for c in best}) == 1:
        best = best[:1]  # nothing tells the specimen: the one that the analyte is usually measured in stands first
    if len({c.code.loinc for c in best}) > 1:
        coded = " or ".join(sorted({f"{c.analyte.display} ({c.code.loinc or 'no code'})" for c in best}))
        return none(f"Two codes stay possible: {coded}.")
    chosen = best[0]
    if chosen.code.loinc is None:
        return Coding(
            None,
            ucum,
            f"No LOINC code could be checked for {chosen.analyte.display} in this unit and specimen.",
            chosen.code,
            chosen.analyte,
            shown,
        )
    return Coding(chosen.code.loinc, ucum, None, chosen.code, chosen.analyte, shown)


def _demand_met(demanded: set[str], wanted: frozenset[str]) -> bool:
    allowed = {
        "fraction": {"fraction", "ratio"},
        "number": {"number", "area", "low area", "count"},
        "ord": {"ord", "titer"},
    }
    return all(wanted & allowed.get(d, {d}) or d in {"ord"} for d in demanded)


def _foreign(owners: tuple[Analyte, ...], wanted: frozenset[str]) -> bool:
    """True when no code of the analyte in any specimen has the unit: then the unit is likely a neighbour's."""
    return not any(_fits(code, wanted) for analyte in owners for code in analyte.codes)
