"""Names of analytes: the serial number before them, the code before or after them, sub-headings between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from ocr_pipeline.tables.grammar.normal import compact, is_cjk, plain, printed
from ocr_pipeline.tables.grammar.units import parse_unit
from ocr_pipeline.tables.naming.headed import heads_group

#: A running number, perhaps behind dust or a letter of a watermark.
_SERIAL = re.compile(r"(?:[^\w\s]{1,2}\s*|[\u4e00-\u9fff]\s+)?(?P<number>\d{1,3})\s?[.、,)]?\s*(?=[^\d.,%\s)-])")
_CODE_FIRST = re.compile(
    r"(?P<code>[*★]?[A-Za-z][A-Za-z0-9βαγκλ%#/+._-]{0,14}(?:\([A-Za-z]{1,4}\))?)\s*(?P<name>[\u2e80-\u9fffαβγκλ].*)\Z"
)
#: Words that name nothing without the code before them.
_GENERIC = re.compile(
    r"(?:病毒|抗体|抗原|核酸|受体).*|(?:时间|活动度|比[值率例]|含量|浓度|计数|百分[比率]|细胞|抗原|抗体|血型|核酸|基因|定[量性]|测定|检测|指数)+(?:\(.*\))?"
)
_CODE_LAST = re.compile(
    r"(?P<name>.*[\u2e80-\u9fff)%])\s*[(\[]?(?P<code>[A-Za-z][A-Za-z0-9βαγκλ%#/+._*-]{1,14}(?:\s?[A-Z]{1,4})?)[)\]]?\Z"
)
#: A class of antibodies behind what they are against, and a number behind what is counted: neither is a code without it.
_CLASS = re.compile(r"Ig[GMAED]\d?")
_NUMBERED = re.compile(r"(?:白介素|白细胞介素|凝血因子|干扰素|补体|维生素|细胞角蛋白)\Z")
_CODE_BRACKETS = re.compile(r"(?P<name>.*[^\s(])\s*\((?P<code>[A-Za-z][A-Za-z0-9%#/+.-]{1,11})\)\Z")
#: A name in two languages: ``白细胞计数 White blood cell count``.
_TWO_LANGUAGES = re.compile(
    r"(?P<name>.*[\u2e80-\u9fff](?:[\u2e80-\u9fff)%]|[A-Z]\d{0,2}|\([A-Za-z0-9]{1,3}\))+)\s+"
    r"(?P<latin>(?:[A-Z][A-Z0-9.-]{1,7}\s)?[A-Z]?[a-z-]{3,}[A-Za-z0-9 -]*(?:\([A-Za-z ]+\))?)\Z"
)
#: Latin ends that belong to the name itself: 游离T3, 补体C4, 载脂蛋白A1, 抗凝血酶III, 抑制素A.
_PART_OF_NAME = re.compile(r"T[34]|C[34]|A\d?|B\d{0,2}|D\d?|E\d?|K[12]|G[1-4]|[IVX]{1,4}|[A-Z]\d?/[A-Z]\d?|I/II|A?MoM")
_GROUPS = frozenset(
    compact(w)
    for w in [
        "microscopic",
        "macroscopic",
        "microscopy",
        "dipstick",
        "血常规",
        "血细胞分析",
        "血液分析",
        "白细胞分类",
        "红细胞系",
        "血小板系",
        "白细胞系",
        "生化",
        "肝功能",
        "肾功能",
        "血脂",
        "血糖",
        "电解质",
        "心肌酶",
        "尿常规",
        "尿液分析",
        "尿干化学",
        "尿沉渣",
        "凝血",
        "凝血功能",
        "甲状腺功能",
        "肿瘤标志物",
        "免疫",
        "乙肝五项",
        "乙肝两对半",
        "性激素",
        "血气分析",
        "大便常规",
        "粪便常规",
        "急诊生化",
        "血气值",
        "血氧值",
        "电解质值",
        "代谢物值",
        "酸碱状态",
        "氧合状态",
        "测量值",
        "计算值",
        "温度校正值",
        "hematology",
        "haematology",
        "biochemistry",
        "immunology",
        "imonology",
        "serology",
        "hormones",
        "coagulation",
        "urinalysis",
        "lipid profile",
        "liver function test",
        "liver function tests",
        "kidney function test",
        "renal function test",
        "thyroid profile",
        "differential count",
        "differential leucocyte count",
        "differential leukocyte count",
        "absolute count",
        "absolute counts",
        "blood indices",
        "red cell indices",
        "complete blood count",
        "cbc",
        "rbc count",
        "wbc count",
        "platelet count",
        "hemoglobin",
        "electrolytes",
        "physical examination",
        "chemical examination",
        "microscopic examination",
        "microscopy",
        "hemograma",
        "formula leucocitaria",
        "bioquimica",
        "serie roja",
        "serie blanca",
        "serie plaquetaria",
        "quimica sanguinea",
        "perfil lipidico",
        "hemogramme",
        "numeration formule",
        "biochimie",
        "formule leucocytaire",
        "hematologie",
        "hemostase",
        "bilan lipidique",
        "bilan hepatique",
        "ionogramme",
        "emocromo",
        "formula leucocitaria",
        "chimica clinica",
        "ematologia",
        "coagulazione",
        "esame emocromocitometrico",
        "biochimica",
        "elettroliti",
        "hemogram",
        "biyokimya",
        "tam kan sayimi",
        "hormon",
        "tam idrar tetkiki",
        "koagulasyon",
        "huyết học",
        "sinh hóa",
        "sinh hóa máu",
        "miễn dịch",
        "tổng phân tích tế bào máu",
        "nước tiểu",
        "đông máu",
        "tổng phân tích nước tiểu",
        "urine",
        "orina",
        "urines",
        "urina",
        "idrar",
        "chemistry",
        "microbiology",
        "endocrinology",
        "toxicology",
        "serologia",
        "serologie",
        "sierologia",
        "seroloji",
        "lipids",
        "iron studies",
        "vitamins",
        "tumor markers",
        "tumour markers",
        "marcadores tumorales",
        "marqueurs tumoraux",
        "marker tumorali",
        "inmunologia",
        "immunologie",
        "immunologia",
    ]
)


#: The end of the left panel's unit that ran into the serial number and name beside it: ``10^9 | /L 14红细胞压积``.
_UNIT_BEFORE = re.compile(r"\A/\s?[Ll1I]?\s*(?=\d{0,2}\s?[\u2e80-\u9fff])")


def without_unit(text: str) -> str:
    """A name without the end of its left neighbour's unit."""
    return _UNIT_BEFORE.sub("", text)


def leading_serial(text: str) -> tuple[int, int] | None:
    """``14红细胞压积`` → (14, 2): the number and where the name begins; None without one."""
    match = _SERIAL.match(plain(text))
    return (int(match["number"]), match.end()) if match else None


def serials(names: Sequence[str]) -> list[tuple[int, int] | None]:
    """For each name its serial number and where the name begins, when the names of a panel are numbered: at least half
    of them have a leading number that counts up beside another. ``5-羟色胺`` in a table without numbers keeps its digit; a
    sign of the cell beside it may stand before a number (``118红细胞`` in the eighteenth row, ``中16平均血红蛋白``)."""
    found = [leading_serial(n) for n in names]
    numbers = [(i, f[0]) for i, f in enumerate(found) if f]
    counted = {place for a, b in pairwise(numbers) if b[1] - a[1] == b[0] - a[0] for place in (a, b)}
    if len(counted) < 3 or len(counted) < 0.5 * len(names):
        return [None] * len(names)
    out: list[tuple[int, int] | None] = []
    for place, name in enumerate(names):
        at, number = min(counted, key=lambda c: abs(c[0] - place))
        out.append(_numbered(name, number + place - at) or found[place])
    return out


def _numbered(name: str, number: int) -> tuple[int, int] | None:
    match = re.match(rf"\D?\d?{number}\s?[.、)．]?\s?(?=[^\W\d_])", plain(name))
    return (number, match.end()) if match else None


#: pCO2, pO2, HCO3, sO2, TCO2 with a zero for the letter
_ZERO_FOR_O = re.compile(r"(?<=[pPsS])0(?=2\b)|(?<=[pPTH]C)0(?=[23])|(?<=\bC)0(?=2\b)|(?<=\b[pP]c)0(?=2\b)")

#: EO, BASO, MONO and other codes that are all letters, with a zero for one
_ZERO_IN_CODE = re.compile(
    r"(?<![A-Za-z0-9])(?:E0S?|BAS0|M0N0|MON0|M0NO|E0SIN0|LYMPH0|AP0[AB]?|CH0L?|TCH0|T-?CH0|PR0G|PR0T|C0R|F0L|TP0|AS0|SG0T|G0T)(?=[#%]|(?![A-Za-z0-9.]))"
)

#: IgA, IgE, IgG, IgM with a small l or a 1 for the capital I
_IMMUNOGLOBULIN = re.compile(r"(?<![A-Za-z0-9])[l1|]g(?=[AGMED]\d?(?![a-z]))")
#: Carnitines are numbered by their carbon atoms; the free one has none.
_CARNITINE = re.compile(r"(?:(?<=肉碱)|(?<=carnitine))(?P<open>\s?[(\s]?)C[Oo](?=\)?\Z)")


#: ``钾 K``, ``钠离子Na+``: a name of one letter with its sign.
_ELEMENT = re.compile(
    r"(?P<name>[\u4e00-\u9fff](?:离子)?)\s*(?P<code>(?:K|Na|Cl|Ca|Mg|P|Fe|Zn|Cu|Pb|Li|Mn|Se)(?:2?[+-]|\+\+)?)"
)


#: ``Ca 钙``, ``K+钾离子``.
_ELEMENT_FIRST = re.compile(
    r"(?P<code>(?i:K|Na|Cl|Ca|Mg|P|Fe|Zn|Cu|Pb|Li|Mn|Se)(?:2?[+-]|\+\+)?)\s*(?P<name>[钾钠氯钙镁磷铁锌铜铅锂锰硒](?:离子)?)"
)

#: ``钾(K)``, ``载脂蛋白A1(ApoA1)``, ``白球比(A/G)``: a code that the brackets at the end hold.
_BRACKETED = re.compile(
    r"[^()]*[\u2e80-\u9fff][^()]*\((?P<code>[A-Z][A-Za-z0-9%#/.-]{0,11}[+-]?|[a-z]{1,2}[A-Z][A-Za-z0-9+-]{0,8})\)"
)
_NUMERAL = re.compile(r"[IVX]{1,4}")
#: ``钙 Calcium``.
_ELEMENT_TWICE = re.compile(r"(?P<name>[钾钠氯钙镁磷铁锌铜锰硒铅])\s+(?P<latin>[A-Z][a-z]{2,14})")


@lru_cache(maxsize=2048)
def split_code(text: str) -> tuple[str, str]:
    """Name and code of a cell that holds both: ``WBC 白细胞计数``, ``白细胞(WBC)``; for a name of one script only, the
    code in brackets at its end, and the name stays whole. Code empty when there is none."""
    shown = printed(text).strip(" *★☆:：.·-=~_")
    shown = _ZERO_IN_CODE.sub(lambda m: m[0].replace("0", "O"), _ZERO_FOR_O.sub("O", shown if shown else printed(text)))
    shown = _CARNITINE.sub(r"\g<open>C0", _IMMUNOGLOBULIN.sub("Ig", shown))
    body = plain(shown)
    if len(body) != len(shown):
        return shown, ""
    if any(is_cjk(c) for c in body):
        both = _TWO_LANGUAGES.match(body)
        if both:
            return shown[: both.end("name")].strip(), shown[both.start("latin") :].strip()
        english = _ELEMENT_TWICE.fullmatch(body)
        if english:
            return shown[: english.end("name")].strip(), shown[english.start("latin") :].strip()
        behind = _BRACKETED.fullmatch(body)
        if behind and not (
            _NUMERAL.fullmatch(behind["code"]) or behind["code"].islower() or parse_unit(behind["code"])
        ):
            return shown, behind["code"]
        element = _ELEMENT.fullmatch(body) or _ELEMENT_FIRST.fullmatch(body)
        if element:
            return shown[element.start("name") : element.end("name")].strip(), element["code"]
        match = _CODE_FIRST.match(body)
        if match and len(match["name"]) >= 2 and len(match["code"]) >= 2 and match["code"] not in ("D-", "L-"):
            rest, code = shown[match.start("name") :].strip(), match["code"].strip("*★-_.")
            # PT时间, NK细胞, HIV抗原抗体: what is left of the name says nothing by itself
            glued = match.end("code") == match.start("name") and _GENERIC.fullmatch(plain(rest))
            if glued and rest.startswith("病毒"):
                return shown.strip("*★ "), ""
            return (shown.strip("*★ ") if glued else rest), code
        match = _CODE_LAST.match(body)
        if match and parse_unit(match["code"]) is not None and "/" in match["code"]:
            return shown, ""
        if match and not match["code"].islower():
            if not match["name"].endswith((")", "%")) and _PART_OF_NAME.fullmatch(match["code"]):
                return shown, ""
            if len(match["name"].strip("*★ ")) < 2:  # 总IgE
                return shown, ""
            if match["name"] in ("实测", "标准", "校正", "核周型", "胞浆型"):  # 实测pH: an adjective is no name
                return shown, ""
            bracketed = body.rstrip().endswith((")", "]")) and body.count("(") == body.count(")")
            if not bracketed and _CLASS.fullmatch(match["code"]) and not match["name"].endswith(("蛋白", "血清", ")")):
                return shown, ""
            whole = bracketed or _NUMBERED.search(match["name"])
            name = shown if whole else shown[: match.end("name")].strip()
            return name, match["code"]
        return shown, ""
    match = _CODE_BRACKETS.match(body)
    known = match and (match["code"].isupper() or match["code"] in ("Hb", "Hct", "aPTT", "eGFR", "HbA1c"))
    if match and known and not ("/" in match["code"] and parse_unit(match["code"])):  # ``GPT (ALT) (U/L)``
        return shown, match["code"]
    return shown, ""


#: Words that end the heading of a group, with something before them: PHYSICAL EXAMINATION, Lipid Profile, Renal Panel.
_GROUP_WORDS = re.compile(
    r"(?:(?<=[a-z]{4})(?:examination|profile|panel|chemistry|studies|indices|differentialcount)|differentialleuc[ok]cyt(?:e|ic)count"
    r"|(?:liver|renal|kidney|thyroid|pituitary|adrenal|hepatic)functions?tests?|(?:lipid|drug|coagulation|clotting|thrombophilia|toxicology|hepatitis)screen"
    r"|(?:full|complete)bloodcount|and(?:electrolytes|tibc|folate)|(?:reproductive|sex|thyroid|pituitary)hormones?|(?:cardiac|inflammatory)(?:markers|enzymes)"
    r"|(?:thyroid|liver|renal|kidney|adrenal|pituitary)function|(?:coeliac|celiac|autoantibody|autoimmune|vasculitis|myeloma|antenatal|haemoglobinopathy)screen"
    r"|\A(?:temperaturecorrected|calculated|derived|measured|bloodgas|oximetry|electrolyte|metabolite|acidbase)s?(?:values|status|parameters|results)"
    r"|\A(?:co)?oximetry|\Aacidbase)\Z"
)
#: What may stand behind such words: the specimen, or the group's short name.
_GROUP_TAIL = re.compile(
    r"\s*(?:,\s?(?:serum|plasma|blood|whole blood|urine|standard|edta|fasting)|[-–(]\s?[A-Z][A-Z&/]{1,5}s?\)?)\Z",
    re.IGNORECASE,
)


#: ``凝血四项+D-二聚体``, ``性激素六项``: so many tests of a kind.
_SEVERAL = re.compile(r"[\u4e00-\u9fff]{2,8}[二两三四五六七八九十]{1,2}[项項](?:[+,和及][^\d\s]{1,14})?")


def is_group(text: str) -> bool:
    """True for a sub-heading that names a group of tests."""
    body = plain(text).strip()
    body = body if not _GROUP_WORDS.search(compact(bare := _GROUP_TAIL.sub("", body))) else bare
    if compact(body) in _GROUPS or _GROUP_WORDS.search(compact(body)) or heads_group(body) or _SEVERAL.fullmatch(body):
        return True
    twice = re.match(r"(?P<name>[^()]{4,40})\((?P<short>[^()]{2,24})\)\Z", body)  # Tam Kan Sayımı (Hemogram)
    if twice and (compact(twice["short"]) in _GROUPS or _GROUP_WORDS.search(compact(twice["name"]))):
        return True
    return body.startswith(("【", "[", "<<")) and body.endswith(("】", "]", ">>", "】:"))


def is_unfinished(text: str) -> bool:
    """True when a name must go on: an open bracket, a hanging connector."""
    body = plain(text).strip()
    if re.search(r"(?:\A|[\s(:])(?:c?(?:Cl|HCO3)-|c?(?:Na|K|Ca|Mg|Li|NH4|H)\d?\+{1,2})\Z", body, re.IGNORECASE):
        return False  # the charge of an ion
    return body.count("(") > body.count(")") or bool(
        re.search(
            r"(?:[-/,&(]|(?<![A-Za-z])\+|\b(?:of|and|de|di|du|des|la|le|y|et|e|del|della|với|và|ve|for|to|by|in))\Z",
            body,
            re.IGNORECASE,
        )
    )


def goes_on(text: str) -> bool:
    """True when a line can only be the rest of a name: it begins with a small letter (not as pH or aPTT do)
    or a closing bracket."""
    body = plain(text).strip()
    return bool(body) and (
        body[0] in ")],;/-"
        or (body[0].islower() and not body[1:2].isupper())
        or (body[0] == "(" and body.endswith(")"))
    )
