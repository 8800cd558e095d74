"""Marks of abnormality: arrows, letters, words and stars, alone or glued to a value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ocr_pipeline.report import Flag
from ocr_pipeline.tables.grammar.normal import compact, plain, printed


@dataclass(frozen=True, slots=True)
class Mark:
    """``flag`` is empty for a printed "normal"; ``text`` is what was printed."""

    flag: Flag
    text: str


_LIMITS = ("参考值", "参考范围", "参考区间", "参考上限", "参考下限", "正常", "正常值", "正常范围", "上限", "下限")
_WORDS: dict[str, Flag] = {
    **dict.fromkeys(
        (
            "h",
            "hi",
            "high",
            "高",
            "偏高",
            "升高",
            "增高",
            "高值",
            "alto",
            "elevado",
            "alta",
            "eleve",
            "haut",
            "elevato",
            "yuksek",
            "y",
            "cao",
            "tang",
            "above",
            "hoch",
            "aumentado",
            "↑h",
            "h↑",
        ),
        "H",
    ),
    **dict.fromkeys(
        (
            "l",
            "lo",
            "low",
            "l0w",
            "低",
            "偏低",
            "降低",
            "减低",
            "低值",
            "bajo",
            "baja",
            "bas",
            "faible",
            "basso",
            "dusuk",
            "d",
            "thap",
            "thp",
            "giam",
            "below",
            "disminuido",
            "bassa",
            "↓l",
            "l↓",
        ),
        "L",
    ),
    **dict.fromkeys(("hh", "criticalhigh", "极高", "过高", "veryhigh"), "HH"),
    **dict.fromkeys(("ll", "criticallow", "极低", "过低", "verylow"), "LL"),
    **dict.fromkeys(
        (
            "a",
            "abn",
            "abnormal",
            "aa",
            "异常",
            "anormal",
            "anomalo",
            "anormale",
            "positive",
            "pos",
            "阳",
            "阳性",
            "弱阳性",
            "强阳性",
            "critical",
            "bất thường",
            "batthuong",
            "p",
            "危急",
            "crit",
            "borderline",
            "alert",
            "灰区",
            "灰色区",
            "可疑",
            "可疑阳性",
            "临界",
            "临界值",
            "不确定",
            "待复查",
            "剂量依赖敏感",
            "剂量依赖性敏感",
            "sdd",
        ),
        "A",
    ),
    **{f"高于{what}": "H" for what in _LIMITS},
    **{f"低于{what}": "L" for what in _LIMITS},
    **dict.fromkeys(("偏高↑", "↑偏高", "升高↑", "高↑", "↑高", "超上限", "超出上限"), "H"),
    **dict.fromkeys(("偏低↓", "↓偏低", "降低↓", "低↓", "↓低", "低于下限"), "L"),
    **dict.fromkeys(("abovehighreferencelimit", "abovereferencelimit", "aboverange", "aboveupperreferencelimit"), "H"),
    **dict.fromkeys(("belowlowreferencelimit", "belowreferencelimit", "belowrange", "belowlowerreferencelimit"), "L"),
    **dict.fromkeys(
        (
            "porencimadelrango",
            "porencima",
            "audessusdelanorme",
            "sopraillimite",
            "aralikustunde",
            "trennguong",
            "caohon",
        ),
        "H",
    ),
    **dict.fromkeys(
        (
            "pordebajodelrango",
            "pordebajo",
            "endessousdelanorme",
            "sottoillimite",
            "aralikaltinda",
            "duoinguong",
            "thaphon",
        ),
        "L",
    ),
    **dict.fromkeys(("outsidereferencerange", "outsidereferencelimits", "potentiallyabnormal"), "A"),
    # susceptibility of germs: resistant and intermediate are abnormal
    **dict.fromkeys(("r", "i", "耐药", "中介", "resistant", "intermediate", "resistente", "resistant(e)"), "A"),
    **dict.fromkeys(("s", "敏感", "susceptible", "sensitive", "sensible"), ""),
    **dict.fromkeys(("n", "normal", "正常", "nl", "normale", "norm", "binhthuong", "wnl"), ""),
}
#: Words that are flags wherever they stand alone; the single letters only where a flag may be.
_LONG = {
    w
    for w in _WORDS
    if len(w) > 1
    and w not in ("borderline", "灰区", "灰色区", "可疑", "可疑阳性", "临界", "临界值", "不确定", "待复查")
    and w not in ("aa", "pos", "positive", "阳", "阳性", "弱阳性", "强阳性", "normal", "正常", "norm", "normale")
}
#: A mark as a word and as a letter or arrow: ``高 H``, ``偏低(L)``, ``High ↑``, ``↓ Thấp``.
_SHORT = r"[(\[]?(?P<{}>HH?|LL?|[↑↓]+)[)\]]?"
_TWICE = re.compile(
    rf"(?P<word>[\u4e00-\u9fff]{{1,4}}|[^\W\d_]{{3,12}}(?=[\s(\[↑↓]))\s?{_SHORT.format('mark')}"
    rf"|{_SHORT.format('before')}\s?(?P<behind>[\u4e00-\u9fff]{{1,4}}|(?<=[\s↑↓\])])[^\W\d_]{{3,12}})"
)
_ARROWS = re.compile(r"[↑↓]+[HL]?|[HL][↑↓]+")


@lru_cache(maxsize=8192)
def parse_flag(text: str, column: bool = False) -> Mark | None:
    """The mark that ``text`` is, or None when it is something else. ``column`` is True for a cell of a flag column,
    where single letters, ``+``, ``-`` and words such as ``normal`` are marks too."""
    body = plain(text).strip(" []").replace(" ", "")
    if not body or (len(body) > 3 and body[-1] in "<>≤≥"):  # what calls a tier, and its sign
        return None
    if _ARROWS.fullmatch(body) or re.fullmatch(r"\([↑↓]+\)", body):
        many = body.count("↑") > 1 or body.count("↓") > 1
        up: Flag = "HH" if many else "H"
        down: Flag = "LL" if many else "L"
        return Mark(up if "↑" in body else down, printed(text))
    if re.fullmatch(r"\*+|!+|\(\*\)", body):
        return Mark("A", printed(text))
    if body in ("(H)", "H*", "HH*", "*H", "H+", "(HH)"):
        return Mark("H", printed(text))
    if body in ("(L)", "L*", "LL*", "*L", "L-", "(LL)"):
        return Mark("L", printed(text))
    if body == "(A)":
        return Mark("A", printed(text))
    if column and body in ("+", "++", "+H", "(+)"):
        return Mark("H", printed(text))
    if column and body in ("-", "--", "(-)"):
        return Mark("" if body == "-" else "L", printed(text))
    twice = _TWICE.fullmatch(plain(text).strip())
    if twice is not None:
        word, short = (
            parse_flag(t, column=True) for t in (twice["word"] or twice["behind"], twice["mark"] or twice["before"])
        )
        return Mark(word.flag, printed(text)) if word and short and word.flag == short.flag else None
    key = compact(body)
    if body[0] in "+-±" and len(key) > 1:
        return None  # a sign and the word that judges it
    if "/" not in body and key in _WORDS and (column or key in _LONG or body in ("H", "L", "HH", "LL", "A")):
        return Mark(_WORDS[key], printed(text))
    return None


_BEFORE = re.compile(
    r"(?:(?P<bracketed>[(\[]\*[)\]]|\[\])\s*(?=[\d<>≤≥\w])|(?:(?P<sign>[↑↓]+|\*+|!+)\s*|(?P<word>HH|LL|H|L|偏?高|偏?低)\s*|A\s+(?=\d?\+)|(?P<long>High|Low|HIGH|LOW|high|low|[(\[](?:HH?|LL?|A|[↑↓])[)\]])\s*)(?=[<>≤≥]?\s*[\d.+±-]|\((?:[-+±]|\d+\+)|弱?[阴阳]性))"
)
_AFTER = re.compile(
    r"(?:(?<=[\d)+±%.A-Za-z/\u4e00-\u9fff])|(?<=/-))(?:\s*(?P<sign>[↑↓]+[HL]?|(?<=[\s\d])(?:HH?|LL?)\*|\*(?:HH?|LL?)|\*+|!+|[(\[](?:H|L|HH|LL|A|High|Low|HIGH|LOW|偏?高|偏?低|↑+|↓+|\*)[)\]])"
    r"|(?:\s+|(?<=\d))(?P<word>HH|LL|HI|LO|H|L|High|Low|HIGH|LOW|L0W|CRIT|偏?高|偏?低)|(?<=\d)\s*(?P<turkish>[YD](?:üksek|üşük)?)"
    r"|(?:(?<=/[dmuμn]L)|(?<=/L))(?P<run>High|Low|HH?)|(?<=[\d\w%)])\s+[(\[]?(?P<abroad>(?i:alt[oa]|baj[oa]|bass[oa]|elevad[oa]|elevat[oa]|[ée]lev[ée]|haut|bas"
    r"|faible|yüksek|düşük|cao|thấp|thp|tăng|giảm|(?<=[(\[])b(?=[)\]])))[)\]]?"
    r"|(?:(?<=[\d+±)])\s*|(?<=性)\s+)(?P<said>异常|升高|增高|降低|减低|Abnormal|ABNORMAL|Abn|ABN|(?:(?<=[)+])|(?<=[)+] ))A))\s*\Z"
)


#: What a word of another language judges.
_MEASURED = re.compile(r"[<>≤≥]?\s*\d")
#: No marks: the stars before the numbers of two alleles.
_STAR_ALLELES = re.compile(r"\*\d{1,2}[A-Z]?\s?/\s?\*\d")


@lru_cache(maxsize=8192)
def split_flag(text: str) -> tuple[str, Mark | None]:
    """``135↑`` → (``135``, ↑), ``H 5.2`` → (``5.2``, H), ``*5.2`` → (``5.2``, *). Without a mark the text comes back."""
    body = plain(text).strip()
    if _STAR_ALLELES.match(body):
        return text, None
    found: Mark | None = None
    match = _AFTER.search(body)
    if match and not (match.group("abroad") and not _MEASURED.match(body)):
        low = match.group("abroad") in ("B", "b")  # bas, bajo, basso: a mark in brackets alone
        found = (
            Mark("L", "B")
            if low
            else parse_flag(
                match.group("sign")
                or match.group("word")
                or match.group("turkish")
                or match.group("run")
                or match.group("abroad")
                or match.group("said"),
                column=True,
            )
        )
        if found:
            body = body[: match.start()].rstrip()
    match = _BEFORE.match(body)
    if match:
        mark = parse_flag(
            ("*" if match.group("bracketed") else "")
            or match.group("sign")
            or match.group("word")
            or match.group("long")
            or "A",
            column=True,
        )
        if mark:
            body = body[match.end() :].lstrip()
            # a star beside an arrow says nothing more
            found = mark if found is None or found.flag == "A" else found
    return (body, found) if found else (text, None)
