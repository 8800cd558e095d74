"""The names that are known, as keys: those of the terminology table (``tables/naming/known_names.txt``), those of what is measured, and
names without a code."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from ocr_pipeline.plausibility.quantities.analytes import known_table, known_words
from ocr_pipeline.tables.grammar.normal import compact, has_cjk, plain


def key(text: str) -> str:
    """Lower case letters with their accents, digits, ``%``, ``#`` and ``+``: what ``known_names.txt`` is keyed by."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in unicodedata.normalize("NFC", folded) if c.isalnum() or c in "%#+")


@cache
def exact_keys() -> frozenset[str]:
    return frozenset(k for line in known_table() for k in line)


@cache
def bare_keys() -> dict[str, tuple[int, ...]]:
    """From keys without accents to the lines that have them."""
    found: dict[str, list[int]] = {}
    for number, line in enumerate(known_table()):
        for name in line:
            found.setdefault(without_marks(name), []).append(number)
    for word in known_words():
        found.setdefault(word, [])
    return {k: tuple(v) for k, v in found.items()}


@cache
def wide_keys() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Keys long enough to have neighbours: with Han characters, and without."""
    han = tuple(k for k in bare_keys() if len(k) >= 3 and has_cjk(k))
    return han, tuple(k for k in bare_keys() if len(k) >= 5 and not has_cjk(k))


def without_marks(text: str) -> str:
    return text if text.isascii() else compact(text)


#: Written around a name without changing what it names.
AROUND = re.compile(
    r"^(?:血清|血浆|尿液?|粪便|精液|全血|超敏|高敏|总|平均|serum|blood|plasma|urine|total|mean|absolute|free|dinhluong|kan|serum)|"
    r"(?:测定|检测|定量|定性|检查|试验|数目|计数|绝对值|绝对计数|百分比|百分率|比率|比值|浓度|活性|值|抗体|抗原|率|"
    r"count|absolute|abs|percent|percentage|level|test|serum|value|antibody|antibodies|antigen|ratio|rate|time|risk|mom|basal|1 ?(?:gio|h|hr|hour|saat|ora|hora|heure)|%|#)$"
)


#: ``S-Creatinina``, ``Srm-Glucosa``: the specimen before the name, as the nomenclature of the IFCC has it.
_SPECIMEN = re.compile(r"\s*(?:[fp]?[SPUBL]|Srm|San|Sng|Pla|Ori|Lcr|Sgr)\s?-\s?(?=[^\W\d_]{4})", re.IGNORECASE)


def bodies(text: str) -> list[str]:
    """The key of ``text`` without accents, then without the words of method, specimen or kind around it, one by one."""
    out = [compact(plain(text))]
    specimen = _SPECIMEN.match(text)
    if specimen:
        out.append(compact(plain(text[specimen.end() :])))
    while len(out) <= 2:
        shorter = AROUND.sub("", out[-1], count=1)
        if shorter == out[-1] or len(shorter) < 2:
            break
        out.append(shorter)
    return out


@lru_cache(maxsize=4096)
def is_known(text: str) -> bool:
    """True for a name of the table, alone or with a word of method, specimen or kind around it."""
    return any(body in bare_keys() for body in bodies(text))
