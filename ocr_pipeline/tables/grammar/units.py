"""Units as printed, among them the powers of ten whose raised digit the recogniser loses."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import normalize

from ocr_pipeline.fields.folding import fold
from ocr_pipeline.tables.grammar.durations import is_duration
from ocr_pipeline.tables.grammar.normal import plain, printed
from ocr_pipeline.tables.grammar.numbers import NUMBER

_LITRE = r"(?:[dcmunμpf]?[Ll]|mc[Ll])"
_AMOUNT = (
    r"(?:[kmunμpf]?g|[Gg]ms?|kUA|kAU|mcg|[munμpf]?mol|[kmuμ]?(?:I?U|UI)|m[Ee]q|mOsm|mosm|copies|Copies|cells?|Cells?|CFU|UFC|拷贝|个|[kKM]|"
    r"thou|Thou|THOUSAND|Thousand|thousand|mil|mill|Mill|millions?|Millions?|MILLIONS?|lakhs?|Lakhs?|Pg|PG|AU|RU|COI|GPL|MPL|U|IU|[mμu]?UI|BAU|TU(?=/m)|R[Uu]|kat|[nμu]kat|EU|ELISAU|E\.U\.|iu|NTU|Fl|FL|fl|fL|FI|"
    r"GPL-?U|MPL-?U|APL-?U|c[ée]l(?:ulas)?\.?|cellul[ae]s?|cellule|elem(?:enti)?\.?|U\.?E\.?|UA|ufc|copi(?:as|es|e)|kopya|bản sao|celulas|millones|Millones|mill\.|hücre|adet|tế bào|G|T|Giga|Tera|mEq|μV|bln|mln|Mio|tys|Ery|Leu|Leuko|MIU|mIU|ng|K)"
)
_POWER = r"(?:[×xX*]?\s?10\s?(?:[\^*]{0,2}|[eE])\s?[\^{]?\s?[0-9¹²³⁴⁵⁶⁷⁸⁹]{0,2}\}?|[×xX*]\s?[eE](?:3|6|9|12))"
_PER = (
    rf"(?:{_LITRE}|kg|g|mg|mmol|mol|h|hr|hour|h[oó]ra|saat|min|sec|s|24\s?[hH](?:rs?)?|d|day|dia|HPF?|LPF?|hpf|lpf|HP|LP|mm\^?[23³²]?|"
    rf"cumm|cu\.?mm|cmm|field|campo(?:\s?400\s?x)?|cpo|champ|alan|视野|高倍视野|低倍视野|WBC|100\s?WBC|100\s?m[lL]|1[.,]73\s?m[\^*]?[2²]?|ejac(?:ulate)?|Hb|gHb|cr|Cr|creat|mmHg|cm\^?[23²³]?|m\^?[2²]|beat|"
    rf"10\^?[46]|g\s?Cr)"
)
_WHOLE = (
    r"%|‰|％|sn|segundos|secondes|secondi|μ\^?3|S/Co|mm/(?:1(?:ª|a|°|re|[èe]re)?\s?[hH](?:ora|eure)?|ora|hora|heure)|log\s?(?:UI|IU|copies|copias)/m[lL]|(?:[Gg]ms?|mgs?|[Gg])\s?%|%\s?PCV|% of total (?:Hgb|Hb|[Hh]a?emoglobin)|[mM]?[lL]/min|秒|s|sec|secs|seconds|saniye|giây|seg|分|min|度|ratio|Ratio|RATIO|INR|S/CO|S/C0|s/co|COI|Index|index|Index value|OD|℃|°C|"
    r"mm|cm|m|mmHg|kPa|mV|ms|bpm|lpm|l\.p\.m\.|batt?/min|puls/min|atım/dk|nhịp/phút|次/min|L/s(?:ec)?|[mM][lL]/m\^?[2²]|[mM][lL]/min/mmHg|°|次/分|次|阵|岁|kg|Kg|kg/m\^?[2²]|fL|fl|FL|pg|Pg|PG|PS|cumm|/cumm|cu\.?mm|/cu\.?mm|mm/[hH](?:r|our)?|mm/1\s?(?:st)?\s?(?:[hH]r|[hH]our)|"
    r"mPa[.·*]?s|cP|deg|d/sc|mm/saat|mm/giờ|mm/1h|mS/cm|pH|vol%|Vol%|L/L|l/l|1/1|[cm]m\^?[23²³]|[mM]l/m\^?[2²]|[kK]U/L|dB|Hz|W|cmH2O|m/s|cm/s|ml|mL|mmol|g|mg|U|IU|AU|RU|PEI|MoM|SF[CU]s?(?:/(?:[0-9.]{1,4}[×xX*])?10\^?[56](?:PBMCs?)?)?|倍|型|个|天|周|小时|条|株|"
    r"mg/g\s?(?:Cr|cr|creat)?|G/[lL]|T/[lL]|Tera/[lL]|Giga/[lL]|[kKmM]/[uUμ][lL]|/[Uuμ]L|gsec|cells|Units|[íiÍI]ndice|indeks|[İi]ndeks|millions?|millones|milioni|[xX]\s?c(?:am)?po|[xX]C|m[lL]/24\s?[hH]|por campo|p\.\s?c\.(?:\s?m\.)?|per campo|百万|万|亿|mill"
)
_UNIT = re.compile(
    rf"(?:m[Ll]/(?:min|dk|dak|phút|ph)(?:/1[.,]73(?:\s?m[\^*]?[2²]?)?)?|(?:{_POWER}|{_POWER}\s?{_AMOUNT}|{_AMOUNT}\.?|%)\s?(?:/\s?{_PER})(?:\s?/\s?{_PER})?(?:\s?\(?(?:FEU|DDU|Cr|NGSP|IFCC|min|kg|calc\.?|blood|serum|plasma|urine)\)?)?"
    rf"|(?:/\s?|per\s){_PER}|{_WHOLE}|[×xX*]\s?10\s?\^?\d{{1,2}}|10\^\d{{1,2}})\Z"
)
_LIKE_A_UNIT = re.compile(r"(?:[A-Za-zμ%‰°×*/|]|10|1U|8/|0[0/%]?\Z|9%\Z|96\Z)[A-Za-zμ%‰°/0-9×*^.,|~ ]{0,19}[.;:']?\Z")
_LOOSE = re.compile(r"[A-Za-zμ%‰^*×0-9{}.°²³⁹¹\[\]]{1,12}/[A-Za-zμ%^0-9.²³ ]{1,12}\Z")


#: A value and the unit of a mass, an amount or an activity, none of which is counted in powers of ten (``105 U/L``, ``10 mg/dL``).
_MEASURED = re.compile(r"10\d{0,2}\s?(?:[kmunμpf]?g|mcg|[munμpf]?mol|[kmuμn]?(?:U|kat)|m[Ee]q|m[Oo]sm)\s?/")
#: A unit of whose brackets one was not read: ``10^3/uL]``, ``[fL``.
_HALF_BRACKETED = re.compile(r"\[(?P<open>[^\[\]]+)|(?P<closed>[^\[\]]+)\]")
#: Units in one character (``㎡``, ``㎎``).
_SQUARED = re.compile("[\u3380-\u33df]")
#: Whatever marks the recogniser saw on their vowels (``giẩy``).
_VIETNAMESE_TIMES = {"giay": "giây", "phut": "phút"}


@lru_cache(maxsize=4096)
def parse_unit(text: str) -> str | None:
    """The unit that ``text`` prints (powers of ten written 10^9), or None when it is something else."""
    body = plain(text).strip()
    if not body or len(body) > 30:
        return None
    if not body.isascii() and (spelled := _SQUARED.sub(lambda m: normalize("NFKC", m[0]), body)) != body:
        return parse_unit(spelled)
    if body[0] in "gp" and not body.isascii() and (time := _VIETNAMESE_TIMES.get(fold(body))):
        return time
    if len(body) > 2 and body[0] in "([" and body[-1] in ")]":
        return parse_unit(body[1:-1])
    if len(body) > 28 or _MEASURED.match(body):
        return None
    if (half := _HALF_BRACKETED.fullmatch(body)) is not None:
        return parse_unit(half["open"] or half["closed"])
    if _UNIT.match(body):
        return mend_power(printed(text))
    if not _LIKE_A_UNIT.match(body):
        return None
    bent = mend_letters(body)
    for form in dict.fromkeys((body.replace(" ", ""), bent, mend_power(bent))):
        if _UNIT.match(form):
            return mend_power(printed(form))
    if "/" in body and body.isupper() and _UNIT.match(body.lower().replace("iu/", "IU/")):
        return printed(text).strip("()[] ")  # MG/DL, as analysers without small letters print it
    return None


_LOOK_ALIKES = (
    (re.compile(r"\Ami[1lI|]{2}(?=/|ions?(?:/|\Z))"), "mill"),
    (re.compile(r"(?<=mo)[1I|](?=/|\Z)"), "l"),
    (re.compile(r"(?<=[munpf])o[1I]|(?<=[munpf])0l"), "ol"),
    (re.compile(r"(?<=/)([mdunpμ]?)[1I|t](?=\Z|\()"), r"\1l"),
    (re.compile(r"(?<=mol/)[A@](?=\Z)|(?<=/m)i\Z"), "l"),
    (re.compile(r"\A([GT])[AI1l|]L\Z"), r"\1/L"),
    (re.compile(r"\A[°'\"](?=10)"), ""),
    (re.compile(r"\A([mμu]?)U[1l|]/(?=m?[Ll]\Z)"), r"\1UI/"),
    (re.compile(r"(?<=/[mdu]L)L\Z|(?<=[A-Za-z]/L)L\Z"), ""),
    (re.compile(r"\A(m)[1I|](?=\Z|/min)"), r"\1l"),
    (re.compile(r"\As[il1|]co\Z|\AS[l1|]CO\Z"), "S/CO"),
    (re.compile(r"\A([mμunk]?)[1l|T]U(?=/|\Z)"), r"\1IU"),
    (re.compile(r"\A[fF](?:[1I|]|)\Z"), "fL"),
    (re.compile(r"\AS\Z"), "s"),
    (re.compile(r"\A[MN]o[MN]\Z"), "MoM"),
    (re.compile(r"\A[7|]mm\^?3\Z"), "/mm3"),
    (re.compile(r"\A[lI1|!](?=[uμ]L\Z)"), "/"),
    (re.compile(r"\A[B&](?=/L\Z)"), "g"),
    (re.compile(r"\Amm(?=[lL]/L\Z)"), "mmo"),
    (re.compile(r"\A/[Il1|]{2}(?=PF?\Z)"), "/H"),
    (re.compile(r"\A[kK][pP][aA]\Z"), "kPa"),
)


_SLASH_AS_LETTER = re.compile(r"\A(I?U|mIU|uIU|μIU)[il1|](m?[Ll])\Z")
_OTHER_LETTER = re.compile(r"\A[VuO]/(?=m?L\Z)")
_NO_SLASH = re.compile(r"\A([μumnp]?IU|UI|U|[mM]Eq|[mμunpk]?g|[mμunp]?mol)V?([dm]?L)\Z")


@lru_cache(maxsize=8192)
def mend_letters(unit: str) -> str:
    """``mmo1/L`` → ``mmol/L``, ``ulU/mL`` → ``uIU/mL``, ``f1`` → ``fL``: no digit can stand there."""
    # dots and dashes of a ruled line beside the unit
    body = unit.replace(" ", "").strip("\u0304-~_\"'^·.,;:")
    if body in ("0", "00", "%0", "0/0", "o/o", "°/o", "9%", "0%", "％0", "O/O", "oo", "%o", "96"):
        return "%"  # a unit is no number: the rings of a percent sign
    body = _SLASH_AS_LETTER.sub(r"\1/\2", _OTHER_LETTER.sub("U/", re.sub(r"\A[89q]/(?=[dmu]?[Ll1I]\Z)", "g/", body)))
    body = _NO_SLASH.sub(r"\1/\2", body)
    for pattern, instead in _LOOK_ALIKES:
        body = pattern.sub(instead, body)
    return body


@lru_cache(maxsize=8192)
def looks_like_unit(text: str) -> bool:
    """A weaker test, for a cell of a unit column: something over something, or a known unit."""
    body = plain(text).strip()
    return parse_unit(text) is not None or bool(_LOOSE.match(body))


_RAISED = re.compile(
    r"(?P<times>[×xX*]?\s?)10\s?(?:\^|\*\*?|[eE](?=\d)|[°'`´](?=\d))?\s?\{?(?P<power>[369]|12)\}?\s?(?=/|\Z)"
)


@lru_cache(maxsize=8192)
def mend_power(unit: str) -> str:
    """``×109/L`` → ``×10^9/L``, ``10¹2/L`` → ``10^12/L``: the same print in one notation. A power whose digit is lost
    altogether (``×10/L``) stays as read."""
    unit = re.sub(r"(?<=1[.,]73)\s?m\^?2?\Z", "m2", unit)  # of a body's surface: its raised digit is lost easily
    unit = re.sub(r"(?<=10)~(?=(?:3|6|9|12)(?:/|\Z))", "^", unit)
    unit = (
        re.sub(r"(?<=10[\^*](?:9|3|6|2))(?=[LlμuU]{1,2}\Z)|(?<=10[\^*]12)(?=L\Z)", "/", unit)
        if "/" not in unit
        else unit
    )
    body = re.sub(r"10\s?\^(\d)\s?\^?(\d)(?=/|\Z)", r"10^\1\2", unit)
    return _RAISED.sub(lambda m: f"{m['times']}10^{m['power']}", body, count=1)


def power_lost(unit: str) -> bool:
    """True for a power of ten without its power: ``×10/L``, ``10%/L``, ``10^{2/L``."""
    body = plain(unit).replace(" ", "")
    return bool(re.match(r"[×xX*]?10", body)) and not re.match(r"[×xX*]?10(?:\^|\*\*?|[eE])(?:3|6|9|12)(?:/|\Z)", body)


#: A value, the mark of its abnormality, and its unit run together: ``28,4Low%``, ``9High/HPF``, ``20.4*mmHg``.
_MARKED = re.compile(
    rf"(?:[<>≤≥]=?\s*)?[-+]?{NUMBER}(?:\s*[-~]\s*{NUMBER})?\s*(?:High|Low|HIGH|LOW|HH|LL|H(?!b|P)|L(?!/|P)|[↑↓*]+)\s*(?P<unit>\S.*)\Z"
)


#: A value run together with its power as computers write it: ``7,3510E9/L`` is 7,35 of 10E9/L, ``28110E9/L`` is 281 of it.
_COMPUTED = re.compile(
    r"(?:\d{1,4}(?:[.,]\d{1,3})?\s?(?:-{1,3}|~)\s?)?(?P<head>[<>]?\d+(?:[.,]\d{1,3})?\s|[<>]?\d{1,4}(?:[.,]\d{1,3})??)\s*(?P<unit>10\s?[eE](?:12|9|6|3)/[A-Za-zμ]{1,2})\Z"
)


#: A count and the power behind it whose raised digit stands level with the others: ``4.70109/L``, ``7.5103/uL``. No unit of
#: counts is ``/L`` alone; of others only a value with decimals tells where the power begins. An interval may stand before it.
_LEVEL_POWER = re.compile(
    r"(?:\d{1,4}(?:[.,]\d{1,3})?\s?(?:-{1,3}|~)\s?)?(?:(?P<head>\d{1,4}(?:[.,]\d{1,3})?)\s?(?P<unit>10\s?(?:9|12)\s?/\s?[lL])\Z|(?P<small>\d{1,3}[.,]\d{1,2})\s?(?P<of>10[36]\s?/\s?[uμ][lL]))\Z"
)


#: The thin l behind the slash was not seen (``11.2 mg/``): the units of other rows tell what it was.
_HALVED = re.compile(rf"(?<=\d)\s+(?P<unit>{_AMOUNT}/)\Z")


_TWO_DOTS = re.compile(r"\d[.,]\d{1,3}\.\Z")


@lru_cache(maxsize=8192)
def split_trailing_unit(text: str) -> tuple[str, str]:
    """``5.2 mmol/L`` → (``5.2``, ``mmol/L``); ``18.0~40.0%`` → (``18.0~40.0``, ``%``). Unit empty when there is none."""
    body = plain(text)
    if is_duration(body):
        return text, ""
    computer = _COMPUTED.match(body)
    if computer:
        return text[: computer.end("head")].rstrip(), text[computer.start("unit") :].strip()
    level = _LEVEL_POWER.fullmatch(body)
    if level:
        at = level.end("head") if level["head"] else level.end("small")
        return text[:at], text[at:].strip().replace(" ", "")
    for match in re.finditer(r"(?:(?<=[\d)\]\s+↑↓])|(?<=\d\.))(?=[×xX*]\s?10|1\s?0\s?[\^*]|[A-Za-zμ%‰/°秒个天])", body):
        at = match.start()
        head, tail = text[:at].rstrip(), text[at:].strip()
        if head.endswith("."):
            if not _TWO_DOTS.search(head):
                continue
            head = head[:-1]  # dust before the unit (13.1.g/dL)
        unit = parse_unit(tail)
        if head and unit is not None:
            return head, tail
    marked = _MARKED.match(body)
    if marked and parse_unit(marked["unit"]) is not None:
        return text[: marked.start("unit")].rstrip(), text[marked.start("unit") :].strip()
    glued = re.search(
        r"(?<=\d)\s?(?=[×xX*]?10(?:[\^*~°'](?:9|12|3|6)(?:/[A-Za-zμ]{0,2})?|(?:9|12|3|6)/[A-Za-zμ]{1,2})\Z)", body
    )
    if glued and glued.start():
        return text[: glued.start()].rstrip(), text[glued.start() :]
    halved = _HALVED.search(body)
    return (text[: halved.start()], text[halved.start("unit") :].strip()) if halved else (text, "")
