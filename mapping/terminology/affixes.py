"""Words around a name that say how or where it was measured, not what: taken off, and kept as conditions."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

#: Taken off without consequence (keys are folded, see names.key). Words that change the meaning must not stand here.
_NOISE_END = re.compile(
    r"(测定|检测|检查|试验|定量测定|定量检测|定量|浓度|水平|含量|测试|结果|总数|酶法|速率法|干式|免疫比浊法|比浊法|比色法|电极法|化学发光法|发光法|离子选择电极法|"
    r"level|levels|test|tests|value|assay|concentration|quantitative|quant|quantitation|serique|plasmatique|sanguin|serico|serica|ensuero|ensangre|"
    r"ensangretotal|sierico|sierica|plasmatico|duzeyi|seviyesi|testi|enzymatic|ise|clia|eclia|elisa|hplc|clauss|jaffe|ifcc|measured|mes|calculated|calc|auto|automated|huyetthanh|result|total|totales|totali|totale|totaux|toplam|toanphan|nih|friedewald|martinhopkins)$"
)
_NOISE_START = re.compile(
    r"^(测定|定量|total|toplam|diengiai|transaminases|transaminase|transaminasi|transaminasa|transaminaz|dinhluong|dohoatdo|hoatdo|nongdo|dosagede|dosagedes|dosage|determinacionde|dosaggio|tauxde|niveldenivel|nivelde|concentracionde|serumlevelof|xetnghiem)"
)
_FRACTION_END = re.compile(
    r"(百分比|百分率|百分|百分数|百分含量|比率|比例|相对值|%|percentage|percent|pct|relative|relativo|relativos|relativa|yuzdesi|yuzde|orani|percentuale|porcentaje|porcentual|ratio|per|perc|fraction|tyle)$"
)
_FRACTION_START = re.compile(
    r"^(百分比|%|porcentajede|pourcentagede|pourcentagedes|percentuale|tyle%|tile%|tylephantram|tilephantram|tyle|tile|phantram|yuzde|percent|percentage|pct|relative)"
)
_NUMBER_END = re.compile(
    r"(绝对值|绝对计数|绝对数|绝对数量|绝对值计数|计数|数目|数量|数|#|absolute|absolutecount|abscount|abs|count|counts|num|number|absolutos|absoluto|absolutas|absolus|absolu|absolues|assoluti|assoluto|assolute|sayisi|mutlak|mutlaksayi|mutlakdeger|mutlaksayisi|tuyetdoi|valeurabsolue|valeursabsolues|valoreassoluto|valoriassoluti|valorabsoluto|valoresabsolutos|valabs|soluong|giatrituyetdoi|absolutevalue|n)$"
)
_NUMBER_START = re.compile(
    r"^(绝对|absolute|abs|recuentoabsolutode|recuentode|numerationdes|numerationde|nombrede|conta|contadi|numerodi|soluongtuyetdoi|soluong|sl|mutlak|numerode|numeroabsolutode|#|giatrituyetdoi|conteode|conteoabsolutode|recuentototalde)"
)
_ORD_END = re.compile(
    r"(定性|定性试验|定性检测|qualitative|qual|cualitativo|cualitativa|qualitatif|qualitativo|qualitativa|kalitatif|dinhtinh|screen|screening)$"
)
_ORD_START = re.compile(r"^(dinhtinh|qualitative|recherchede)")
_PLACES = (
    (re.compile(r"^(血清|serum|ser|suero)|(血清|serum|inserum|ensuero|seric|sierico)$"), "serum"),
    (re.compile(r"^(血浆|plasma)|(plasma|inplasma|血浆)$"), "plasma"),
    (re.compile(r"^(24小时尿|24h尿|24hoururine|24hurine|urine24h)|(24小时尿|24h尿|urine24h|24hurine|inurine24h|orina24h|enorinade24horas|enorina24h|urinesde24h|desurinesde24h|urinedelle24ore|urine24ore|nuoctieu24h|nuoctieu24gio|nieu24h)$|^24saatlikidrarda|^24saatlikidrar"), "u24"),
    (re.compile(r"^(尿液|尿|urinary|urine|ua|idrarda|idrar)|(尿液|尿|inurine|urine|enorina|orina|urinaire|urinaires|urinario|urinaria|urinari|urinarie|trongnuoctieu|nuoctieu|nieu|idrar|desurines|urines|surine|nelleurine)$"), "urine"),
    (re.compile(r"^(粪便|粪|大便|stool|fecal|faecal)|(粪便|大便|trongphan|instool|stool|enheces|heces|selles|fecale|nellefeci|feci|fecal|phan)$"), "stool"),
    (re.compile(r"^(脑脊液|csf)|(脑脊液|csf|lcr|lcs|enlcr|liquor)$"), "csf"),
    (re.compile(r"^(精液|semen)|(精液|semen|insemen)$"), "semen"),
    (re.compile(r"^(动脉血|动脉|arterial)|(arterial|arteriel|arterioso)$"), "blood gas"),
    (re.compile(r"^(全血)|(wholeblood|全血)$"), "whole blood"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Form:
    """A key to look up and what was taken off it: a unit family it demands (``fraction``, ``number``, ``ord``) and a setting."""

    key: str
    family: str = ""
    setting: str = ""
    steps: int = 0


def _off(form: Form, pattern: re.Pattern[str], **change: str) -> Form | None:
    match = pattern.search(form.key)
    if not match or match.end() - match.start() >= len(form.key):
        return None
    rest = form.key[: match.start()] + form.key[match.end() :]
    return replace(form, key=rest, steps=form.steps + 1, **change)


@lru_cache(maxsize=8192)
def forms(name_key: str) -> tuple[Form, ...]:
    """The key itself, then ever barer ones, at most three steps away; the least stripped first."""
    out = [Form(name_key)]
    seen = {name_key}
    for form in out:
        if form.steps >= 3:
            continue
        options: list[Form | None] = []
        # "absolute … count" says the same thing twice; a share of a number is nothing that is measured
        if form.family in {"", "fraction"}:
            options += [_off(form, _FRACTION_END, family="fraction"), _off(form, _FRACTION_START, family="fraction")]
        if form.family in {"", "number"}:
            options += [_off(form, _NUMBER_END, family="number"), _off(form, _NUMBER_START, family="number")]
        if form.family in {"", "ord"}:
            options += [_off(form, _ORD_END, family="ord"), _off(form, _ORD_START, family="ord")]
        if form.setting == "":
            options += [_off(form, pattern, setting=setting) for pattern, setting in _PLACES]
        options += [_off(form, _NOISE_END), _off(form, _NOISE_START)]
        for option in options:
            if option and option.key not in seen and len(option.key) >= 1:
                seen.add(option.key)
                out.append(option)
    return tuple(sorted(out, key=lambda f: f.steps))


#: Words for "in urine" that are one with the name: natriuria, kaliurie, 尿钙 and canxi niệu are found by ``_PLACES``.
_URINE_WORD = re.compile(r"(?<=[a-z]{3})(uria|uries?|urias)$")
#: Letters of the specimen before the name: S-Creatinine, fP-Glucose, U-Albumin.
_SYSTEM = re.compile(r"^(f?[sp]|d?u|b|csf)\s?[-–.]\s?(?=[^\W\d_]{2})", re.I)
_SYSTEMS = {"s": "serum", "p": "plasma", "u": "urine", "du": "u24", "b": "whole blood", "csf": "csf"}


@lru_cache(maxsize=8192)
def own_place(name_key: str) -> tuple[tuple[str, str], ...]:
    """The settings that a whole name tells by itself, each with what is left of the name without it."""
    found = []
    for pattern, setting in _PLACES:
        match = pattern.search(name_key)
        if match and match.end() - match.start() < len(name_key):
            found.append((setting, name_key[: match.start()] + name_key[match.end() :]))
    if _URINE_WORD.search(name_key):
        found.append(("urine", ""))
    return tuple(found)


def system(name: str) -> tuple[str, str] | None:
    """The setting that a letter before the name tells, and the name without it; None without such a letter."""
    match = _SYSTEM.match(name.strip())
    if not match:
        return None
    letters = match.group(1).lower()
    return _SYSTEMS[letters.removeprefix("f") if letters in {"fs", "fp"} else letters], name.strip()[match.end() :]
