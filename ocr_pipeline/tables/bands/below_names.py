"""Lines below names that are no parts of them: how each was measured, and in what."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import median

from ocr_pipeline.tables.contents.cells import Draft
from ocr_pipeline.tables.grammar.normal import compact, plain
from ocr_pipeline.tables.scope import is_small_note

#: Of so many rows or more, and half of all, have a line in brackets below their names.
_LEAST = 4
_MOST_KNOWN = 0.7  #: of the lines below names, where one that is not known must be a method
_MOST = 0.6  #: of all rows, where lines of the names' own height are told by their words alone
_SMALLER = 0.94  #: of the height of names, at most, where the height tells
IN_BRACKETS = re.compile(r"\(.*\)\Z")
_WORDS = re.compile(r"\w{2}[\s,]+\w{2}")
_CODE = re.compile(r"\((?=[A-Z])[A-Z0-9+%#-]{1,6}[a-z]?[A-Z0-9+%#-]{0,6}\)\Z")


#: What makes another analyte of a name, in print of any size: the specimen, the hour, the fraction, share or count.
_QUALIFIES = re.compile(
    r"urin|orina|idrar|nước tiểu|尿|serum|suero|siero|sérum|血清|plasma|血浆|whole|sangu?e|\bsang\b|tam kan|全血|csf|liquor|脑脊液|便|"
    r"fasting|ayun|jeun|digiuno|açlık|tokluk|đói|prandial|basal|空腹|餐后|hour|hora|heure|\bor[ae]\b|saat|giờ|小时|"
    r"absolut|percent|porcent|pourcent|yüzde|绝对|百分|%|total|toplam|toàn phần|free|libre|libero|serbest|tự do|游离|direct|direkt|dirett|直接|间接|"
    r"ratio|rapport|cociente|rapporto|oran|比|\big[agme]\b|抗体|抗原",
    re.IGNORECASE,
)
#: Words that are a specimen and nothing else; terminology knows each (a test holds the two together): another one stays in the name.
_SPECIMEN = re.compile(
    r"(?:(?:24[- ]?h(?:our|r)?s?|spot|random|first morning|venous|arterial|capillary|edta|citrated?|fluoride|heparin(?:ized)?|fasting) )?"
    r"(?:serum|plasma|(?:whole |edta )?blood|urine|csf|stool|f[ae]+ces|semen|swab)(?: \(?(?:edta|citrate|fluoride|heparin|24 ?h)\)?)?|"
    r"suero|siero|s[ée]rum|plasm[ao]|plazma|sangre(?: total| venosa)?|sangue(?: intero| venoso| capillare)?|sang(?: total| veineux| capillaire)?|(?:tam|venöz|kapiller) kan|kan|"
    r"orina(?: de 24 ?h(?:oras)?)?|urin[ea]s?(?: (?:24 ?h|delle 24 ore|des 24 h))?|(?:spot |24 saatlik )?idrar|dışkı|gaita|heces|feci|selles|lcr|liquor|bos|"
    r"huyết thanh|huyết tương|máu(?: toàn phần| tĩnh mạch)?|nước tiểu(?: 24 ?h)?|phân|dịch não tủy|"
    r"(?:24小时|24h|随机|晨|中段)?尿液?|血清|血浆|全血|静脉血|末梢血|外周血|抗凝血|脑脊液|粪便|大便|胸水|腹水|精液",
    re.IGNORECASE,
)


def qualifies(text: str) -> bool:
    """Whether a line below a name makes another analyte of it."""
    return bool(_QUALIFIES.search(plain(text)))


def specimen_in(text: str) -> str:
    """``text`` without brackets where it names a specimen and nothing else; else empty."""
    body = plain(text).strip(" ()[]")
    return body if _SPECIMEN.fullmatch(body) else ""


#: What stands between a method and its specimen.
_PARTS = re.compile(r"[—–;,/|·()]|\s-\s")


def _specimen_beside(text: str) -> str:
    """The specimen that stands apart in a line about the method (``Beckman AU — Sérum``)."""
    return next(filter(None, map(specimen_in, _PARTS.split(plain(text)))), "")


def _without_specimen(text: str) -> str:
    """What else such a line says; all of one that says nothing else."""
    return " ".join(part for part in _PARTS.split(plain(text)) if not specimen_in(part)) or text


def notes_below(drafts: Sequence[Draft]) -> Mapping[int, str]:
    """Indices of the lines below names (``(Uricase)``, ``Westergren``, ``Urine``) that so many rows have that they say how or in
    what each was measured and are no parts of the names, with the specimen that they tell."""
    full = [bool(d.get("name") and d.get("result")) for d in drafts]
    found = _in_brackets(drafts, full) or _in_small_print(drafts, full) or _in_known_words(drafts, full)
    return {i: specimen_in(said := drafts[i].text("name")) or _specimen_beside(said) for i in found}


def _in_brackets(drafts: Sequence[Draft], full: Sequence[bool]) -> frozenset[int]:
    """Lines in brackets; none where most of them are codes (``(TT)``)."""
    found = [
        i
        for i, d in enumerate(drafts)
        if i
        and full[i - 1]
        and d.get("name")
        and d.only("name", "ref", "unit")
        and IN_BRACKETS.match(plain(d.text("name")).strip())
    ]
    words = sum(not _CODE.match(plain(drafts[i].text("name")).strip()) for i in found)
    apart = len({plain(drafts[i - 1].text("name")) for i in found}) == len(
        found
    )  # not Glucose (fasting), Glucose (2 h)
    several = sum(bool(_WORDS.search(plain(drafts[i].text("name")))) for i in found) >= _LEAST - 1
    least = max(_LEAST, (0.3 if several else 0.5) * sum(full))  # not all were legible
    return frozenset(found) if apart and len(found) >= least and words >= 0.5 * len(found) else frozenset()


def _in_small_print(drafts: Sequence[Draft], full: Sequence[bool]) -> frozenset[int]:
    """Lines of words alone close below names, where so many others there are known as methods, or stand below
    several names, and are printed smaller than names are that these say one too (``Westergren`` below ``ESR``);
    or one line that stands below most names, in print of any size."""
    lines = [i for i, d in enumerate(drafts) if i and full[i - 1] and d.only("name")]
    often = Counter(compact(drafts[i].text("name")) for i in lines)
    below_all = {said for said, times in often.items() if times >= max(_LEAST, _MOST * sum(full))}
    lines = [i for i in lines if not qualifies(_without_specimen(drafts[i].text("name")))]
    alike = frozenset(i for i in lines if compact(drafts[i].text("name")) in below_all)
    if alike and len(alike) >= _MOST_KNOWN * len(lines):
        return alike
    lines = [i for i in lines if not qualifies(drafts[i].text("name"))]
    known = [i for i in lines if is_small_note(said := drafts[i].text("name")) or often[compact(said)] > 1]
    if len(known) < max(_LEAST, 0.3 * sum(full)) or len(known) < _MOST_KNOWN * len(lines):
        return frozenset()
    names = median([d.height for d, is_row in zip(drafts, full, strict=True) if is_row])
    notes = median([drafts[i].height for i in known])
    far = 1.3 * median([drafts[i].y - drafts[i - 1].y for i in known])
    if notes > _SMALLER * names:
        return frozenset()
    return frozenset(
        i
        for i in lines
        if (drafts[i].height < 0.5 * (names + notes) or often[compact(drafts[i].text("name"))] > 1)
        and drafts[i].y - drafts[i - 1].y < far
        and not any(map(str.isdigit, drafts[i].text("name")))
    )


def _in_known_words(drafts: Sequence[Draft], full: Sequence[bool]) -> frozenset[int]:
    """Lines that name a method or a specimen and nothing else below most names, the names' further lines between, in print of
    any size."""
    found: list[int] = []
    row, rows = -1, set()
    for i, draft in enumerate(drafts):
        if full[i]:
            row = i
        elif row < 0 or not draft.get("name") or not draft.only("name", "ref", "unit"):
            row = -1
        elif specimen_in(draft.text("name")) or is_small_note(draft.text("name")):
            found.append(i)
            rows.add(row)
    return frozenset(found) if len(rows) >= max(_LEAST - 1, _MOST * sum(full)) else frozenset()


#: Times as wide as any other gap between lines.
_CLEARLY = 1.4


def lines_above(above: float | None, ys: Sequence[float], below: float | None) -> tuple[int, bool]:
    """How many of the lines at ``ys`` stand above the widest gap between the row ``above`` them and that ``below`` (None where there
    is none), and whether it is clearly the widest."""
    if above is None or below is None:
        return (0 if above is None else len(ys)), False
    gaps = [b - a for a, b in pairwise([above, *ys, below])]
    widest = max(range(len(gaps)), key=lambda i: gaps[i])
    return widest, all(gaps[widest] > _CLEARLY * gap for i, gap in enumerate(gaps) if i != widest)
