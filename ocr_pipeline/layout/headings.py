"""The headings of narrative reports in lines of text: marked by a sign, bare, misread or in two scripts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ocr_pipeline.fields.bent import shape
from ocr_pipeline.fields.folding import fold, is_han
from ocr_pipeline.fields.heading_words import HEADINGS
from ocr_pipeline.fields.labels import labels_in
from ocr_pipeline.layout.qualified import in_two_scripts, noun_of
from ocr_pipeline.layout.title_words import CHARACTERS, only_title_words
from ocr_pipeline.page import PageText
from ocr_pipeline.report import SectionKind


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that opens a line. ``text`` as printed without number, brackets and colon; the section's text begins at
    ``after``. ``marked`` says that a colon or brackets mark it."""

    kind: SectionKind
    text: str
    start: int
    after: int
    marked: bool


def _table() -> dict[str, SectionKind]:
    table: dict[str, SectionKind] = {}
    for kind, words in HEADINGS.items():
        for word in words.split("|"):
            table.setdefault(_key(word), kind)
    return table


_SPARE = re.compile(r"[\s.\-_/&']+")


def _key(text: str) -> str:
    return _SPARE.sub("", fold(text).replace("(s)", "s"))


#: Headings of parts of the findings: inside findings they open a paragraph, not a section.
MINOR = frozenset(
    fold(w)
    for w in (
        "二维超声 彩色多普勒 M型超声 测量结果 超声测值 超声测量 超声心动图主要测值 二维及M型超声 多普勒超声 心电参数 测量值 测值 检查项目 检查途径 "
        "检查方式 检查部位 检查设备 部位"
    ).split()
) | {"measurements", "m-mode measurements", "2d measurements", "doppler findings", "2d findings"}

_OPEN = re.compile(
    r"^[\s*#•■□◆●▪★☆◇○▶►✦❖>·]*(?:[(（][一二三四五六七八九十]{1,2}[)）]\s*|(?:第?[一二三四五六七八九十]{1,2}|[0-9]{1,2}|[IVX]{1,4}|[A-H])\s*[、.．)）:：]\s*(?![0-9]))?[\s*#•■□◆●▪★☆◇○▶►✦❖]*([\[【〔［<《「『(（]?)\s*"
)
_CLOSE = re.compile(
    r"\s*[\]】〕］>》」』)）]?\s*[:：︰∶;；=]+\s*|\s*[\]】〕］>》」』]\s*|\s*[.\-–—]+\s*$|\s*$|(?P<dash>(?:\s[-–—]{1,2}\s*|[-–—]{1,2}\s+|[—–]{2})(?=[^\W\d_a-zß-ÿ]))"
)
_OF_EXAMINATION = ("findings", "impression", "diagnosis")
#: Remarks that advise what to do next.
ADVICE = re.compile(
    r"\s*(?:[(（]?\d[.、)）]\s*)?(?:建议|请|定期|必要时|随访|随诊|复查|结合临床|.{0,24}(?:建议.{0,12}(?:复查|随访|随诊|检查)|请结合临床)|"
    r"(?:clinical(?:ly)? correlat|please|correlat|follow[- ]?up|repeat|suggest|recommend|advise|.{0,60}(?:is|are) (?:advised|recommended|suggested))|"
    r"se (?:recomienda|sugiere)|control |correlacion|a (?:controler|confronter|correler)|surveillance|controle |si (?:consiglia|suggerisce|raccomanda)|"
    r".{0,60}onerilir|.{0,40}kontrol|tai kham|de nghi|nen |theo doi)"
)
_LONGEST = 44
#: Kinds of examination that may stand before a Latin heading word (``CT ABDOMEN FINDINGS``).
_LATIN_TAIL = re.compile(
    r"(?:findings|impression|hallazgos|conclusion|conclusions|technique|diagnosis|history|description)$"
)
_TABLE: dict[str, SectionKind] = {}
_OPENINGS: set[str] = set()  #: the first two characters of the table's keys
_BY_END: dict[tuple[int, str], list[str]] = {}  #: its keys by their length and last two characters


@lru_cache(maxsize=4096)
def heading_in(text: str, loose: bool = False) -> Heading | None:
    """The heading that opens ``text``, or None. ``超声所见：肝脏…``, ``【诊断意见】``, ``1. Findings:`` and ``IMPRESSION`` are
    headings; ``Findings are consistent with …`` and ``提示炎症`` are not. ``loose``: the form prints its labels without colons,
    so ``Study Ultrasound of the abdomen`` and ``检查部位腰椎`` are headings too."""
    if not _TABLE:
        _TABLE.update(_table())
        for known in _TABLE:
            _OPENINGS.add(known[:2])
            _BY_END.setdefault((len(known), known[-2:]), []).append(known)
    opened = _OPEN.match(text)
    start = opened.end() if opened else 0
    bracket = bool(opened and opened.group(1))
    best: Heading | None = None
    limit = min(len(text), start + _LONGEST)
    # ends worth trying: before a closing sign, or the end of the line
    for end in range(limit, start, -1):
        close = _CLOSE.match(text, end)
        if close is None:
            continue
        sign = close.group().strip()
        part = text[start:end]
        kind = _TABLE.get(_key(part)) or _with_qualifier(part) or _said_twice(part)
        if kind is None and (sign[:1] in (":", "：") or close.end() == len(text)):
            kind = _TABLE.get(_key(vietnamese_heading(part)))
        if kind is None:
            continue
        marked = bool(sign.strip(".-–—")) or bracket or _dashed(part, close)
        if not marked and close.end() < len(text):
            continue
        best = Heading(kind, vietnamese_heading(part) or part.strip(), start, close.end(), marked)
        break
    if best is not None and _ends_in_a_stop(best, text) and text[best.start].islower():
        return None  # ``addendum.``, the last word of a sentence that was wrapped
    if best is not None and not best.marked and _key(best.text) == "informe":
        return None  # a title
    if best is not None and (_OF_A_FETUS.match(text, best.start) or _is_date_of(best, text)):
        return None
    if best is None:
        best = _dotted(text, start)
    if best is None:
        best = _bent(text, start)
    if best is None and text[:1] and is_han(text[start : start + 1]):
        best = _spaced(text, start) or _misread(text, start)
    if best is None:
        found = _loose(text, start)
        if found is not None and (loose or (_always(found) and not _is_field(text))):
            best = found
    return best


def _dashed(part: str, close: re.Match[str]) -> bool:
    """``Findings - The heart …``: a dash between the heading and its text (``Report - Chest`` is a title)."""
    return close["dash"] is not None and re.match(r"(?:report|result|报告)", fold(part)) is None


#: How a fetus lies, and no presentation of a case.
_OF_A_FETUS = re.compile(
    r"presentation\s*[:：-]\s*(?:fetal\s)?(?:cephalic|vertex|breech|transverse|oblique|variable)", re.IGNORECASE
)
#: ``Impresión: 12/05/2026 11:40``: when it was printed.
_MOMENT = re.compile(
    r"\s*(?:\d{1,4}[-/. ](?:\d{1,2}|[^\W\d_]{3,9})[-/. ]\d{2,4}|\d{1,2}:\d{2})(?:,?\s*(?:a las\s*)?\d{1,2}:\d{2}(?::\d{2})?)?(?:\s?(?:h|hrs?|[ap]\.?m)\.?)?\s*",
    re.IGNORECASE,
)


def _ends_in_a_stop(found: Heading, text: str) -> bool:
    """Whether a full stop closes the heading, and the line."""
    return found.after >= len(text.rstrip()) and text.rstrip()[-1:] == "."


def _is_date_of(found: Heading, text: str) -> bool:
    return found.kind == "impression" and found.marked and _MOMENT.fullmatch(text, found.after) is not None


_DOTTED = re.compile(r"([^\W\d_a-zß-ÿ][^\W\d_]+(?:[ '’][^\W\d_]+){0,3})\.\s*(?=[^\W\d_a-zß-ÿ])")


def _dotted(text: str, start: int) -> Heading | None:
    """``Técnica. Proyecciones …``: a heading in Latin letters that a full stop closes. Only words of six letters or more that
    open the line with a capital one: a sentence hardly ever consists of one of them."""
    match = _DOTTED.match(text, start)
    part = match.group(1) if match else ""
    if match is None or len(part) < 6 or any(is_han(c) for c in part):
        return None
    kind = _TABLE.get(_key(part))
    return None if kind in (None, "other", "specimen") else Heading(kind, part, start, match.end(), True)


def _always(found: Heading) -> bool:
    """Headings that open a line even without a colon, because their words hardly ever begin a sentence: in Chinese the
    long ones of method, specimen and history."""
    if is_han(found.text[0]):
        return found.text in ("巨检", "镜检") or (
            len(found.text) >= 4 and found.kind in ("technique", "specimen", "clinical")
        )
    return found.kind in ("technique", "clinical", "recommendation")


def _is_field(text: str) -> bool:
    """``Study ID: 5`` and ``Exam date 1 May`` are fields of the form, ``Tetkik sonuç raporu`` is its title."""
    if re.search(r"rapor|report\b|informe|referto|compte.?rendu|phieu|sonuclari", fold(text)):
        return True
    return any(x.start <= 1 and x.kind not in ("technique", "clinical", "other") for x in labels_in(text, True))


#: Characters that the recogniser takes for one another, each pair in the order of their code points.
_ALIKE = frozenset(
    "".join(sorted(pair))
    for pair in "人入 门内 未末 己已 土士 干千 大太 目日 曰日 巳已 牛午 刀力 诊珍 检捡 建健 竟意 查杳 晨最".split()
)


def _misread(text: str, start: int) -> Heading | None:
    """A Chinese heading alone on its line with one character misread (``饶下所见``, ``【人院诊断】``); its last two must be right."""
    closed = text.rstrip(" :：")[-1:] in "】]〕］》」』" and start > 0
    alone = text[start:].strip(" :：】]〕］》」』" if closed else " :：")
    if not 4 <= len(alone) <= 7 or not all(is_han(c) for c in alone) or alone[:2] in ("检验", "检测", "化验"):
        return None
    near = {
        known: next((a, b) for a, b in zip(known, alone, strict=True) if a != b)
        for known in _BY_END.get((len(alone), alone[-2:]), ())
        if sum(a != b for a, b in zip(known, alone, strict=True)) == 1
    }
    if not near:
        return None
    alike = [known for known, pair in near.items() if "".join(sorted(pair)) in _ALIKE]
    if not alike and all(read in _characters() for _, read in near.values()):
        return None  # ``内科检查`` beside ``专科检查``: another word of reports
    meant = alike[0] if len(alike) == 1 else next(iter(near))
    sure = len(alike) == 1 or len(near) == 1
    return Heading(_TABLE[meant], meant if sure else alone, start, len(text), closed)


@lru_cache(maxsize=1)
def _characters() -> frozenset[str]:
    """All that headings and titles of reports are written with, but for the rare ones of a single heading."""
    said = Counter(char for words in HEADINGS.values() for word in words.split("|") for char in set(word))
    return frozenset(char for char, times in said.items() if times > 1) | frozenset(CHARACTERS)


_SHAPES: dict[str, str] = {}
#: Shorter words resemble others.
_LEAST_BENT = 7


def _bent(text: str, start: int) -> Heading | None:
    """A heading in Latin letters, alone or before a colon, of which letters were taken for others of the same shape
    (``Macroscople``): as it was printed."""
    body = re.split(r"[:：;]", text[start : start + _LONGEST + 2], maxsplit=1)[0].strip()
    whole = start + len(body) >= len(text.rstrip())
    if not body or is_han(body[0]) or not (whole or text[start + len(body) :].lstrip()[:1] in (":", "：", ";")):
        return None
    key = _key(body)
    if len(key) < _LEAST_BENT or len(text) > 4 * _LONGEST:
        return None
    if not _SHAPES:
        _SHAPES.update({shape(known): known for known in _TABLE if len(known) >= _LEAST_BENT and known.isascii()})
    known = _SHAPES.get(shape(key))
    if known is None or known == key or len(fold(body)) != len(body):
        return None
    letters = iter(known)
    printed = ""
    for char in body if len(known) == len(key) else "":
        meant = next(letters) if char.isalnum() or _key(char) else ""
        printed += char if not meant or fold(char) == meant else meant.upper() if body.isupper() else meant
    after = re.compile(r"\s*[:：;]*\s*").match(text, start + len(body))
    end = after.end() if after else len(text)
    return Heading(_TABLE[known], printed or body, start, end, not whole or text.rstrip()[-1:] in ":：;")


def prints_bare_headings(pages: Sequence[PageText]) -> bool:
    """True when findings or conclusions are headed by lines without any sign more often than with one, or, where none is
    headed so, when lines of several kinds begin with a heading and go on without a sign (``FINAL DIAGNOSIS Basal cell …``)."""
    texts = [line.text for page in pages for line in page.lines]
    found = [h for text in texts if (h := heading_in(text)) and h.kind in _OF_EXAMINATION]
    if found:
        return sum(not h.marked for h in found) > sum(h.marked for h in found)
    run_in = {h.kind for text in texts if (h := heading_in(text, loose=True)) and not h.marked and _is_phrase(h.text)}
    return len(run_in) >= _KINDS and not run_in.isdisjoint(_OF_EXAMINATION)


#: Kinds of headings that go on without a sign, from which on they are the form's way.
_KINDS = 2


def _is_phrase(heading: str) -> bool:
    """Whether hardly any sentence begins so: several words, all capitals, or four characters."""
    return len(heading) >= 4 if is_han(heading[0]) else " " in heading or heading.isupper()


#: The number or date of a study, not the study.
_NUMBERED = re.compile(r"(?:ID|Number|Date)(?![a-z])|No\.?\s*[:\d]|\S*\d{5}", re.IGNORECASE)


def _loose(text: str, start: int) -> Heading | None:
    """The longest heading that opens the line and is followed by its text without any sign between."""
    folded = fold(text[start : start + _LONGEST])
    if _key(folded)[:2] not in _OPENINGS:
        return None
    for end in range(min(len(text) - 2, start + _LONGEST), start + 1, -1):
        kind = _TABLE.get(_SPARE.sub("", folded[: end - start].replace("(s)", "s")))
        if kind is None:
            continue
        if kind == "findings" and only_title_words(text):
            return None  # COMPTE RENDU D'HOSPITALISATION is a title, not a heading with its text
        han, after = is_han(text[end - 1]), text[end:].lstrip()
        if _NUMBERED.match(after) or (
            han and (after[:1] in "内的与及或顺较需符" or folded[: end - start].endswith("发现"))
        ):
            return None  # ``临床诊断与影像诊断相符``, ``检查发现左肺结节``
        opens = after[:1].isupper() or after[:1].isdigit() or is_han(after[:1])
        split = text[end] == " " or (text[end].isupper() and text[end - 1].islower()) or text[end].isdigit()
        split = split or (text[start:end].isupper() and text[end].isupper() and text[end + 1].islower())
        if (han and end - start >= 2 and (is_han(after[:1]) or after[:1].isalnum() or after[:1] in "（(“")) or (
            not han and opens and split
        ):
            return Heading(kind, text[start:end].strip(), start, end, False)
    return None


def _with_qualifier(text: str) -> SectionKind | None:
    """``超声所见（经腹）``, ``FINDINGS (CT CHEST)``, ``CT Chest Findings``."""
    cut = re.split(r"[(（]", text, maxsplit=1)
    if len(cut) == 2 and cut[0].strip() and text.rstrip().endswith((")", "）")):
        return _TABLE.get(_key(cut[0]))
    folded = fold(text).strip()
    tail = _LATIN_TAIL.search(folded)
    if re.match(r"(?:please|correlat|the|these|no|with|see|as|all|above|other|normal|abnormal)", folded):
        return None  # a sentence that ends in such a word
    if tail and tail.start() > 0 and len(folded.split()) <= 4 and re.fullmatch(r"[a-z\- /]+", folded):
        return _TABLE.get(tail.group())
    return _TABLE.get(noun_of(folded))


def _said_twice(text: str) -> SectionKind | None:
    """``超声所见 Findings``, ``Impression/提示``: the same said in Chinese and in another language."""
    first, second = (_TABLE.get(_key(part)) for part in in_two_scripts(text) or ("", ""))
    return first if second is not None else None


_VIETNAMESE = (
    "Mô tả|Mô tả hình ảnh|Kết quả|Kết luận|Nhận xét|Chẩn đoán|Chẩn đoán lâm sàng|Đề nghị|Kỹ thuật|Chỉ định|Lâm sàng|Lời dặn|Lời khuyên|"
    "Bệnh phẩm|Hình ảnh|Tiền sử|Đại thể|Vi thể|Kết luận và đề nghị|Chẩn đoán hình ảnh|Triệu chứng|Lý do khám"
).split("|")
_VOWELS = str.maketrans("", "", "aeiouyl1!|")  #: and the strokes that marked ones are read as
#: What is printed and its key, by the consonants, which every reading that is believed holds.
_VIETNAMESE_KEYS: dict[str, list[tuple[str, str]]] = {}
for _printed in _VIETNAMESE:
    _VIETNAMESE_KEYS.setdefault(_key(_printed).translate(_VOWELS), []).append((_printed, _key(_printed)))
_LONGEST_VIETNAMESE = max(len(_key(word)) for word in _VIETNAMESE) + 2  #: letters; two more may have been read


def vietnamese_heading(text: str) -> str:
    """The Vietnamese heading that ``text`` is with marked vowels read as strokes or left out (``KIT LUIN``, ``KT LUÂN``: KẾT LUẬN);
    else empty."""
    body = _key(text)
    if not 4 <= len(body) <= _LONGEST_VIETNAMESE:
        return ""
    for printed, word in _VIETNAMESE_KEYS.get(body.translate(_VOWELS), ()):
        marked = word == body and not text.isascii() and text.strip().lower() != printed.lower()
        bent = len(word) == len(body) >= 4 and all(map(_stroke_of, body, word))
        if marked or (word != body and (bent or _vowels_left_out(body, word) or _long_bones(body, word))):
            return printed.upper() if text.isupper() else printed
    return ""


def _vowels_left_out(body: str, word: str) -> bool:
    """``ktluan`` for ``ketluan``: one or two vowels, whose marks the recogniser does not know, are missing and nothing else."""
    if not 0 < len(word) - len(body) <= 2 or len(body) < 5:
        return False
    at = 0
    for letter in word:
        if at < len(body) and body[at] == letter:
            at += 1
        elif letter not in "aeiouy":
            return False
    return at == len(body)


def _long_bones(body: str, word: str) -> bool:
    """``mothinhinh`` for ``motahinhanh``: the consonants of a long heading, with at most two letters fewer."""
    return abs(len(body) - len(word)) <= 2 and len(body.translate(_VOWELS)) >= 6


def _stroke_of(read: str, letter: str) -> bool:
    return read == letter or (read in "il1!|" and letter in "aeiouy")


def _spaced(text: str, start: int) -> Heading | None:
    """A Chinese heading followed by a gap or by the first of a list instead of a colon: ``诊断意见  未见异常``, ``结论1.窦性心律``."""
    listed = re.match(r"([\u4e00-\u9fff]{2,10})(?=[(（]?1\s?[.、．)）]\s?[^\d\s])", text[start:])
    told = _TABLE.get(_key(listed.group(1))) if listed else None
    if listed and told in ("findings", "impression", "diagnosis", "recommendation"):
        return Heading(told, listed.group(1), start, start + listed.end(), False)
    gap = re.match(r"([\u4e00-\u9fffA-Za-z]{2,10})(\s+)(?=\S)", text[start:])
    if gap and len(gap.group(1)) >= (3 if len(gap.group(2)) > 1 else 4):
        kind = _TABLE.get(_key(gap.group(1)))
        if kind is not None:
            return Heading(kind, gap.group(1), start, start + gap.end(), False)
    return None
