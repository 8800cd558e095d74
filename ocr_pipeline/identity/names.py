"""Names of patients and staff: behind their labels, behind a title, and alone in a header or a signature block."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ocr_pipeline.fields import Field, Part, fold, is_han, labels_in, same_row
from ocr_pipeline.identity.places import names_facility
from ocr_pipeline.identity.span import IdentityKind, Span, spans_of
from ocr_pipeline.identity.words import NOT_NAMES, RARE_SURNAMES, SURNAMES, is_common_text
from ocr_pipeline.layout.zones import Zone
from ocr_pipeline.page import Line, PageText
from ocr_pipeline.plausibility.names.known import is_known

_HAN_NAME = re.compile(
    r"[\u4e00-\u9fff\u3400-\u4dbf]{2,4}(?:[·•・.][\u4e00-\u9fff]{1,8}){0,3}|[\u4e00-\u9fff][某*＊Xx×]{1,3}[\u4e00-\u9fff]?|[*＊][\u4e00-\u9fff]{1,2}"
)
_UPPER = r"[^\W\d_a-zà-ÿ]"
#: A capitalised word (also O'Neil, D., Al-Hassan), and the small words between names.
_WORD = rf"(?:M\.?\s?ª|M\.a(?=\s)|{_UPPER}[^\W\d_]?\.|{_UPPER}(?:[^\W\d_]|['’`\-])*)"
_SMALL = r"(?:de|del|la|las|los|da|di|du|des|van|von|der|den|bin|ibn|al|el|y|e|dos|do|thi|le|dalla|della|d')"
_PARTICLES = re.compile(rf"(?:{_SMALL}\s+){{1,3}}")
#: After the dot of an initial the recogniser often gives no space.
_LATIN_NAME = re.compile(rf"{_WORD}(?:(?:[\s,]{{1,3}}|(?<=\b\w[.]))(?:{_SMALL}\s+){{0,2}}{_WORD}){{0,6}}")
_OPENING = re.compile(
    rf"{_UPPER}[^\W\d_]+(?:-[^\W\d_]+)*(?:(?:[\s,]{{1,3}}|[.],\s|(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ]))(?:{_SMALL}\s+){{0,2}}{_UPPER}[^\W\d_]+(?:-[^\W\d_]+)*){{1,5}}"
)
_TITLE = re.compile(
    r"(?<![^\W\d_])(?:Dr\.?\s?ssa|Dra?|DR|DRA|Mr|Mrs|Ms|Miss|Mx|Prof|Doç|Doc|Uzm|Op|Yrd|Sig\.?ra|Sig|Sr|Sra|Srta|Mme|Mlle|Dott\.?\s?ssa|Dott|Dottor|Dottoressa|Docteur|Doctor|Doctora|Bác sĩ|BS|BSCKI|BSCKII|ThS|TS|PGS|GS|CN|KTV|M|MR|MRS|MS)"
    r"(?:\s?[./]\s*(?:Dr|Med|BS|ssa)\.?)*\s?[.．:]\s*(?!ssa|ra\b)|(?<![^\W\d_])(?:Dr|Dra|DR|Mr|Mrs|Ms|MR|MRS|MS|Prof|Mme|Mlle|Dott\.?\s?ssa|Dott|dott|Uzm\.? ?Dr|Uz\.? ?Dr|Sig\.?ra|sig\.?ra|Sig|sig|Srta|Sra|Sr|Doña|doña|Don|Docteur|Doctor|Doctora|Baby of|BABY OF|Baby|Master|Smt|Shri|Kum|Bác sĩ|BS CKI|BS CKII|BS)\.?\s+(?=(?:(?:de|del|la|las|los|da|di|du|des|van|von|der|den|degli|dalla|della|le)\s+){0,3}[^\W\d_a-z])|"
    r"(?<=[a-zà-ỹ])(?:Dra?|Prof|Uzm|Dott)[.．]\s*(?=[^\W\d_a-z])|(?<=[a-zà-ỹ])(?:Dra?|Prof|Mme|Mlle|Mr|Sra|Dott|Sig)[.．]?\s?(?=[A-ZÀ-Þ][a-zß-ÿ]{2})|"
    r"(?<![^\W\d_])(?:Mrs?|Ms|Mme|Mlle|Miss|Dra?|Prof|Dott|Sra?|Do[nñ]a?|Dña\.?|Nurse|Sister|Matron)\s*(?=[A-ZÀ-Þ][a-zß-ÿ]{2})"
)
#: How prose names people in Chinese (贺女士, 林婉如主任), and the ranks and roles that are nobody.
_HAN_TITLE = re.compile(
    r"女士|先生|小姐|太太|副?主任(?:医师|护师|技师|药师)?|主治医[师生]|医师|医生|大夫|副?教授|护士|护师|技师"
)
_HAN_RANKS = (
    "主任", "主管", "责任", "经管", "分管", "管床", "上任", "时任", "历任", "专任", "检查", "复查", "诊查", "调查", "核查", "筛查", "查房",
    "开单", "开方", "处方", "申请", "初检",
)  # fmt: skip
_VIETNAMESE = re.compile("[ăâđơưĂÂĐƠƯ\u1ea0-\u1ef9]")
_SEX_AGE = re.compile(
    r"[\s(（/,，]*(?:[男女](?![\u4e00-\u9fff])|\d{1,3}\s*(?:岁|月|天|周|y(?:ears?|rs?)?\b|ans\b|anni\b|años\b|yaş\b|tuổi\b|m\b|d\b)|[/(]\s*[MF]\b|\b(?:male|female|hombre|mujer|homme|femme|maschio|femmina|erkek|kadın|nam|nữ)\b|\d{2,4}[-/.年])",
    re.IGNORECASE,
)
_A_SEX = r"(?:male|female|man|woman|[mf]|hombre|mujer|homme|femme|maschio|femmina|erkek|kadin|nam|nu|男性?|女性?)"
_AN_AGE = r"\d{1,3}\s?(?:years?(?:\sold)?|yrs?|y/?o?|ans|anos|anni|yas|tuoi|岁)"
_ONLY_AGE = re.compile(rf"{_AN_AGE}[\s,/|]*{_A_SEX}|{_A_SEX}[\s,/|]*(?:\(?{_AN_AGE}\)?|\d{{1,3}})")
_CREDENTIALS = re.compile(
    r"[(（]?\s*\b(?:MD|M\.D\.?|MBBS|M\.B\.B\.S|DMLT|BMLT|D\.?M\.?L\.?T|PhD|Ph\.D|DNB|DCP|FRCP|FRCPath|MT\s?\(ASCP\)|RDCS|RDMS|RN|DO|FCPS|MSc|M\.Sc|BSc|MLT|FRCR|FRCS)\b"
)
#: ``检验雷凯``: a role right before its name, as forms without colons sign.
_ROLE = re.compile(
    r"(?:检验|审核|报告|诊断|检查|操作|记录|复核|核对|批准|签发|校对|送检|申请|采样|接收|打印|审阅|书写|技师|医师|医生|护士|主任|签名)(?:者|人|员|医师|医生|技师)?([\u4e00-\u9fff]{2,3})"
)
#: Words of titles of reports that nobody is called.
_EXAMINATION = re.compile(
    r"tomogra|\breport|informe|\brapor|referto|compte.?rendu|incelem|resonan|risonan|ecogra|echogra|ultraso|sonogra|radiogra|mam+ogra|scintigra|"
    r"scopy|scopia|scopie|biops|patolo|patholog|doppler|spirom|somnogra|cardiogr|kardiyo|\bmri?\b|\bct\b|\bpet\b|x-?ray|\brx\b|\birm\b"
)
#: What notices go on with behind a role: ``仅供临床医师参考``, ``请与报告医师联系``, ``医师签名有效``.
_NOTICE = re.compile(
    "参考|使用|联系|有效|后?生效|审阅|咨询|确认|负责|签字|签名|签章|盖章|结合|根据|指导|决定|判断|解释|查看|核对|阅片|会诊|为准|授权|建议|共同|综合|进一步"
)
#: The same words where somebody signs behind them: ``签名：张伟``, ``签字张伟``.
_SIGNED = re.compile(r"(?:签[字名章]\s*[:：]?|[\u4e00-\u9fff]{2,3}\s*[:：])\s*(?=[\u4e00-\u9fff])")
_LIST = re.compile(r"\s*[/、,，;；&＆]\s*|\s{1,}(?=[\u4e00-\u9fff]{2,4}(?:\s|$))")


def find(page: PageText, fields: Sequence[Field], zones: Sequence[Zone]) -> Iterator[Span]:
    for field in fields:
        if field.kind in ("name", "staff"):
            for part in field.parts:
                yield from _labelled(page, field, part, zones)
    ages = [line for line in page.lines if _ONLY_AGE.fullmatch(fold(line.text).strip())]
    for index, line in enumerate(page.lines):
        yield from _titled(page, index, line.text, zones)
        yield from _han_titled(page, index, line.text)
        if zones[index] != "body" or _over_age(line, ages):
            yield from _alone(page, index, zones)
        if zones[index] == "header":
            yield from _leading(page, index, line.text)


def _labelled(page: PageText, field: Field, part: Part, zones: Sequence[Zone]) -> Iterator[Span]:
    text = page.lines[part.line].text[part.start : part.end]
    kind: IdentityKind = "name" if field.kind == "name" else "staff"
    outside = zones[part.line] != "body" or field.label_part.line != part.line
    cut = _SEX_AGE.search(text)
    value = (text[: cut.start()] if cut else text).rstrip()
    ends = re.search("[，。；]", value) if zones[part.line] == "body" else None
    if ends and not any(a >= ends.end() for a, _ in _names_in(value)):
        value = value[: ends.start()]  # the sentence goes on
    if not value.strip():
        return
    code = re.match(r"[A-Za-z]{0,4}\d{2,10}(?!\d)", value.strip())
    if code and kind == "staff" and (outside or len(value.strip()) <= 12):
        start = part.start + value.find(code.group())
        yield from spans_of(
            page, Part(part.page, part.line, start, start + len(code.group())), kind, len(code.group()) >= 5
        )
        return
    if is_common_text(value):
        return
    if not field.colon and is_known(field.label) and is_known(value.split("(", maxsplit=1)[0]):
        return  # PT is a row of a table here, and the row below it no patient
    names = list(_names_in(value))
    believable = bool(names) and (field.colon or outside or (len(value.strip()) <= 4 and value.strip()[0] in SURNAMES))
    if zones[part.line] == "body" and len(value) > 24 and not _capitalised(value):
        believable = False
    for start, end in names if believable else []:
        yield from spans_of(
            page, Part(part.page, part.line, part.start + start, part.start + end), kind, _telling(value[start:end])
        )
    # Whatever else stands behind the label is covered where it stands: a stamp, a job number, a foreign script.
    if believable or outside:
        yield from spans_of(
            page, Part(part.page, part.line, part.start, part.start + len(value)), kind, everywhere=False
        )


def _names_in(value: str) -> Iterator[tuple[int, int]]:
    """Places of names in a field's value."""
    at = 0
    for piece in [*_LIST.finditer(value), None]:
        end = piece.start() if piece else len(value)
        chunk = value[at:end]
        goes_on = value[:at].rstrip().endswith((",", "，", ";", "；")) and is_han(chunk[:1] or " ")
        if not goes_on or chunk[0] in SURNAMES | RARE_SURNAMES or chunk[:2] in SURNAMES:  # ``孙尚香，复述无误``
            yield from ((at + a, at + b) for a, b in _names_in_chunk(chunk))
        if piece:
            at = piece.end()


def _names_in_chunk(chunk: str) -> Iterator[tuple[int, int]]:
    stripped = chunk.strip()
    if not stripped or fold(stripped).strip(" .:") in NOT_NAMES:
        return
    lead = len(chunk) - len(chunk.lstrip())
    if any(is_han(c) for c in stripped):
        if (notice := _NOTICE.match(stripped)) is not None:
            signed = _SIGNED.match(stripped)
            if signed is None or stripped[signed.end()] not in SURNAMES | RARE_SURNAMES:
                return
            notice = signed
        match = _HAN_NAME.match(chunk, lead + (notice.end() if notice else 0))
        if match and match.group() not in NOT_NAMES and match.group()[-1] not in "科室区":
            title = re.search(r"(?<=..)(?:主任?|医[师生]?|教授?|护[士师]?|技师?)$", match.group())
            yield match.start(), match.start() + title.start() if title else match.end()
        return
    titled = _TITLE.match(chunk, lead)
    start = titled.end() if titled else lead
    match = _LATIN_NAME.match(chunk, start)
    if match:
        end = match.end()
        credentials = _CREDENTIALS.search(chunk, start)
        if credentials and credentials.start() < end:
            end = credentials.start()
        while end > start and chunk[end - 1] in " ,(-":
            end -= 1
        if end - start >= 2 and fold(chunk[start:end]) not in NOT_NAMES:
            yield start, end
    elif re.fullmatch(r"[^\W\d_][^\W\d_' .\-]+(?:\s[^\W\d_]+){0,4}", stripped):
        yield lead, lead + len(stripped)


def _titled(page: PageText, index: int, text: str, zones: Sequence[Zone]) -> Iterator[Span]:
    for title in _TITLE.finditer(text):
        small = _PARTICLES.match(text, title.end())
        match = _LATIN_NAME.match(text, small.end() if small else title.end())
        if match is None or len(match.group()) < 3:
            continue
        lone = len(title.group().strip(" .:")) == 1 or title.group().strip() in (
            "CN",
            "TS",
            "GS",
            "MS",
            "OP",
            "Op",
            "BS",
            "M",
            "M.",
            "DR",
            "MR",
            "Doc",
        )
        lone = lone and not (title.group().startswith("BS") and _VIETNAMESE.search(text))
        if lone and (zones[index] == "body" or _EXAMINATION.search(fold(text))):
            continue
        name = match.group()
        credentials = _CREDENTIALS.search(name)
        end = match.start() + (credentials.start() if credentials else len(name))
        role: IdentityKind = "name" if title.group()[:1] in "MSB" and title.group()[:2] not in ("BS", "Bá") else "staff"
        if fold(text[match.start() : end]).strip(" .,") in NOT_NAMES:
            continue
        telling = _telling(text[match.start() : end])
        if small:
            yield from spans_of(page, Part(page.index, index, small.start(), match.start()), role, everywhere=False)
        yield from spans_of(page, Part(page.index, index, match.start(), end), role, telling)


def _han_titled(page: PageText, index: int, text: str) -> Iterator[Span]:
    """A surname, or a whole name, right before a title: covered with its title, so that one character suffices."""
    for title in _HAN_TITLE.finditer(text):
        before = text[: title.start()]
        if before.endswith(_HAN_RANKS):
            continue
        for size in (4, 3, 2, 1):
            name = before[-size:]
            if len(name) < size or not all(is_han(c) for c in name):
                continue
            if name[:2] in SURNAMES if size == 4 else name[0] in SURNAMES or name[:2] in SURNAMES:
                yield from spans_of(page, Part(page.index, index, title.start() - size, title.end()), "staff", True)
                if size >= 3:
                    yield from spans_of(
                        page, Part(page.index, index, title.start() - size, title.start()), "staff", True
                    )
                break


def _alone(page: PageText, index: int, zones: Sequence[Zone]) -> Iterator[Span]:
    """A line that is nothing but a name, in the header or the signature block."""
    text = page.lines[index].text.strip()
    kind: IdentityKind = "staff" if zones[index] == "footer" else "name"
    signed = _ROLE.fullmatch(text) if kind == "staff" else None
    if signed is None and (labels_in(text) or len(text) > 40 or names_facility(text)):
        return
    misread = signed or re.fullmatch(r"[\u4e00-\u9fff]{2,6}[:：]\s*([\u4e00-\u9fff]{2,4})", text)
    if misread and misread.group(1)[0] in SURNAMES and not is_common_text(misread.group(1)) and "科" not in text:
        start = page.lines[index].text.find(misread.group(1))
        yield from spans_of(page, Part(page.index, index, start, start + len(misread.group(1))), kind)
        return
    if _EXAMINATION.search(fold(text)):
        return
    compact = text.replace(" ", "")
    if re.fullmatch(r"[\u4e00-\u9fff]{2,4}", compact):
        if (
            compact[0] in SURNAMES
            and compact not in NOT_NAMES
            and not is_common_text(compact)
            and (len(compact) < 4 or compact[:2] in SURNAMES)
        ):
            yield from spans_of(page, Part(page.index, index, 0, len(page.lines[index].text)), kind)
        return
    match = _LATIN_NAME.fullmatch(text.strip(" .,"))
    if len(compact) >= 10 and is_known(text):
        return  # the first row of a table that goes on at the top of a page
    if match and len(text.split()) in (2, 3, 4) and len(text) >= 5 and not is_common_text(text):
        yield from spans_of(page, Part(page.index, index, 0, len(page.lines[index].text)), kind)
    elif (
        zones[index] == "footer"
        and _signed_below(page, index)
        and re.search(r"[^\W\d_]{2}", text)
        and not is_common_text(text)
    ):
        yield from spans_of(page, Part(page.index, index, 0, len(page.lines[index].text)), "staff")


def _leading(page: PageText, index: int, text: str) -> Iterator[Span]:
    """A name without a label that opens a line of the patient's block: ``DOE, Jane  F/54  ID 8820``, ``Ada Kaya'nın tetkiki``,
    ``马哈麦德 MA HAMAIDE 男 61``."""
    han = re.match(r"\s*([\u4e00-\u9fff]{2,5})(?:\s+[A-Z][A-Za-z ]+)?[\s/,，|]+[男女](?![\u4e00-\u9fff])", text)
    if han and not is_common_text(han.group(1)):
        yield from spans_of(page, Part(page.index, index, *han.span(1)), "name", True)
        pinyin = re.compile(r"\s+([A-Z][A-Za-z ]+)\b").match(text, han.end(1))
        if pinyin:
            yield from spans_of(page, Part(page.index, index, *pinyin.span(1)), "name", True)
        return
    match = _OPENING.match(text)
    if match is None or any(label.start < 3 for label in labels_in(text, True)):
        return
    name, rest = match.group().rstrip(" ,-"), text[match.end() :]
    about = {"age", "sex", "number", "birth_date", "phone"}
    told = (
        _SEX_AGE.match(rest)
        or re.match(
            r"\s*[|·,/]\s*\d{1,3}\s?[MFKEHV]\b|\s*[|·,/]\s*\d{1,2}\s?[A-Za-z]{3,9}\.?\s?(?:19|20)\d\d|\s*[MF]\s?/\s?\d|['’][^\W\d_]{2,4}\b",
            rest,
        )
        or any(x.kind in about for x in labels_in(rest, True))
    )
    if told and not is_common_text(name) and not names_facility(name) and not _EXAMINATION.search(fold(name)):
        yield from spans_of(page, Part(page.index, index, 0, len(name)), "name", True)


def _over_age(line: Line, ages: Sequence[Line]) -> bool:
    """One of ``ages``, lines of nothing but an age and a sex (``54 years, Female``), right under this one, as traces of a heart
    print them beside their measurements."""
    high = max(line.height, 1.0)
    return any(
        0.5 * high < age.middle[1] - line.middle[1] < 2.2 * high and abs(age.left - line.left) < high for age in ages
    )


def _signed_below(page: PageText, index: int) -> bool:
    """A line of credentials (MD, DMLT …) right under this one."""
    line = page.lines[index]
    return any(
        _CREDENTIALS.search(o.text)
        and 0 < o.middle[1] - line.middle[1] < 2.5 * line.height
        and o.left < line.right
        and o.right > line.left
        and not same_row(o, line)
        for o in page.lines
    )


def _telling(name: str) -> bool:
    """Long enough to be removed everywhere: two Chinese characters, or four Latin letters in one word."""
    if any(is_han(c) for c in name):
        return sum(is_han(c) for c in name) >= 2
    words = [w for w in re.split(r"[\s,.]+", name) if w]
    return len(words) >= 2 or (len(name) >= 4 and fold(name) not in NOT_NAMES)


def _capitalised(text: str) -> bool:
    words = [w for w in text.split() if w[:1].isalpha()]
    return bool(words) and sum(w[:1].isupper() for w in words) >= 0.7 * len(words)
