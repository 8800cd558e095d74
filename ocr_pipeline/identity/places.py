"""Hospitals, clinics, laboratories and addresses: they tell where a person was, and so who it may be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ocr_pipeline.fields import Field, Part, fold, labels_in
from ocr_pipeline.identity.span import Span, spans_of
from ocr_pipeline.identity.words import is_common_text
from ocr_pipeline.layout.known import know
from ocr_pipeline.layout.title_words import only_title_words
from ocr_pipeline.layout.zones import Zone
from ocr_pipeline.page import PageText
from ocr_pipeline.tables.headers.lexicon import header_words

_ZH_ENDS = r"(?:医院|卫生院|卫生服务中心|卫生服务站|门诊部|诊所|保健院|保健所|体检中心|检验中心|检验所|检验实验室|医学实验室|医疗中心|急救中心|疾控中心|血液中心|妇幼中心|疗养院|医务室|研究所|医学院|诊断中心|影像中心|医疗集团|有限公司|医学中心)"
_ZH_BRANCH = r"(?:[(（][\u4e00-\u9fff]{1,10}[)）])?(?:[\u4e00-\u9fff]{1,6}(?:分院|院区|分部|校区))?"
_ZH_LINE = re.compile(rf"[\u4e00-\u9fffA-Za-z0-9（）()·]{{2,40}}?{_ZH_ENDS}{_ZH_BRANCH}")
#: Inside prose a facility needs a telling word before its ending; ``上级医院``, ``本院`` and ``综合医院`` are nobody.
_ZH_PROSE = re.compile(
    rf"(?:[\u4e00-\u9fff]{{2,7}}(?:省|市|县|区|州|镇|乡)[\u4e00-\u9fff]{{0,16}}?|[\u4e00-\u9fff]{{2,8}}(?:大学|医科大|学院|附属|附院|第[一二三四五六七八九十]|人民|中心|协和|同济|中医|妇幼|儿童|肿瘤|口腔|红十字|武警|军区|总)[\u4e00-\u9fff]{{0,12}}?){_ZH_ENDS}"
)
#: A short name behind a word for the way there: ``请华西医院放射科会诊``.
_ZH_SHORT = re.compile(r"(?:于|在|至|到|由|经|赴|请|转|曾在|我)([\u4e00-\u9fff]{2,4}医院)")
_ZH_KIND = re.compile(
    r"^[一二三]|[上下同本外该各某他我贵你]|当地|附近|其他|其它|专科|综合|正规|相关|社区|大型|住院|就近|原|院[内外]|[入出转]院|所在|有条件|级"
)
_ZH_CUE = re.compile(r"^.*?(?:于|在|至|到|由|经|赴|曾|往|转|从|自|就诊|我|您|来)(?=[\u4e00-\u9fff]{4})")
_ZH_NOBODY = re.compile(
    r"^(?:建议|请|必要时|及时|遂|转|到|去|前往|当地|上级|附近|本|我|外|该|专科|综合|三甲|正规|大|各|某|他|儿童|肿瘤|中医|人民|市级|省级|县级|社区|乡镇|以上|或|和|的)+(?:专科|综合|级|别)?(?:医院|诊所|门诊部)$"
)
_LATIN_ENDS = re.compile(
    r"\b(?:hospitals?|clinics?|clinic|polyclinic|laborator(?:y|ies)|labs?|diagnostics?|diagnostic cent(?:er|re)|medical cent(?:er|re)|health ?care|healthcare|health cent(?:er|re)|medical college|institute|infirmary|pathlabs?|pathology|imaging cent(?:er|re)|university|foundation|trust|nursing home|"
    r"hospitalario|clinica|laboratorios?|centro medico|centro de salud|sanatorio|policlinic[oa]s?|hopital|hopitaux|clinique|laboratoires?|centre hospitalier|chu|chru|biologie medicale|selas|selarl|"
    r"ospedale|ospedali|azienda|asl|ausl|asst|irccs|policlinico|poliambulatorio|istituto|presidio|casa di cura|hastanesi?|hastaneleri|klinigi|laboratuvarlari|laboratuvari|tip merkezi|universitesi|saglik|poliklinigi|mudurlugu|"
    r"benh vien|phong kham|trung tam|vien|bv|so y te|medlab|biolab|lab)\b"
)
_ZH_ADDRESS = re.compile(
    r"(?:[\u4e00-\u9fff]{2,8}(?:省|自治区|市|州))?(?:[\u4e00-\u9fff]{1,8}(?:市|区|县|旗|镇|乡|街道))?[\u4e00-\u9fff\d]{1,12}(?:路|街|大道|大街|巷|弄|胡同|村|里)\s?(?:\d{1,5}|[一二三四五六七八九十百]{1,5})\s?(?:号|弄|栋|幢|巷)(?:[\u4e00-\u9fff\d\-]{0,16}(?:栋|幢|楼|单元|室|层|号|座))*|"
    r"[\u4e00-\u9fff]{2,8}(?:省|自治区)[\u4e00-\u9fff]{1,8}(?:市|州|县)[\u4e00-\u9fff\d]{0,20}|[\u4e00-\u9fff]{2,6}市[\u4e00-\u9fff]{1,6}(?:区|县|镇)[\u4e00-\u9fff\d]{1,20}|[\u4e00-\u9fff\d]{2,12}(?:小区|花园|新村|公寓|家园)\d*[\u4e00-\u9fff\d\-]{0,12}(?:栋|幢|楼|单元|室|号)"
)
_LATIN_ADDRESS = re.compile(
    r"\b(?:street|st\.|road|rd\.?|avenue|ave\.?|lane|boulevard|blvd|drive|suite|floor|nagar|colony|complex|sector|opp\.?|opposite|near|building|bldg|tower|plot|cross|highway|square|p\.?o\.? box|zip|pin ?code|"
    r"calle|c/|avda\.?|avenida|av\.|paseo|plaza|carretera|colonia|col\.|c\.p\.|rue|allee|chemin|impasse|cedex|place|quai|via|viale|piazza|corso|largo|vicolo|"
    r"cad\.|caddesi|cd\.|sok\.|sokak|sk\.|mah\.|mahallesi|bulvari|blv\.|duong|phuong|quan|thanh pho|tp\.|tp|tinh|huyen|xa|so nha|ngo)(?=[\s,.\d]|$)"
)


_CAP = r"[A-ZÀ-Þ][^\W\d_]{1,30}"  # without an end a line of capitals would cost the square of its length
#: Addresses in running text: a number, a proper name and a word for a way, in the order of each language.
_PROSE_ADDRESS = re.compile(
    rf"(?<![\w.])\d{{1,5}}[A-Za-z]?,?\s+(?:{_CAP}['’]?s?\s+){{1,3}}(?:Road|Street|Lane|Avenue|Ave|Close|Court|Ct|Drive|Way|Crescent|Place|Terrace|St|Rd|Blvd|Boulevard|Square|Row|Gardens|Grove|Hill|Highway|Parade|Bend|Trail|Circle|Mews|Yard|Rise|Quay|Wharf|Parkway|Pkwy)(?![^\W\d_])"
    rf"|(?<![^\W\d_])(?:[Cc]alle|[Aa]venida|[Aa]v\.|[Aa]vda\.?|[Pp]aseo|[Pp]laza|[Cc]arretera|calz\.|C/)\s?(?:(?:de|del|la|las|los)\s)*{_CAP}(?:\s{_CAP})*,?\s?(?:n[°º.]*\s?)?\d{{1,5}}"
    rf"|(?<![\w.])\d{{1,4}}(?:\s(?:bis|ter))?,?\s(?:rue|avenue|boulevard|allée|chemin|impasse|place|quai|route|square)\s(?:(?:de|du|des|la|le|les|l['’]|d['’])\s?)*{_CAP}"
    rf"|(?<![^\W\d_])(?:via|viale|piazza|corso|largo|vicolo|Via|Viale|Piazza|Corso|Largo|Vicolo)\s(?:(?:dei|delle|della|del|di|de)\s)?{_CAP}(?:\s{_CAP})*,?\s\d{{1,4}}"
    rf"|(?<![^\W\d_])(?:Contrada|C\.da|Loc\.|Località|Frazione|Fraz\.|Strada|Vereda|Manzana|Sector|Jr\.|Jirón|Urb\.|Mz\.|Pasaje|Psje\.?|Villa|Lotissement|Hameau|Lieu-dit|House|Flat|Plot)\s(?:{_CAP}(?:\s{_CAP})*,?\s?)?\d{{1,5}}(?:-[A-Z])?(?:,\s{_CAP}(?:\s[IVX]+)?)?"
    rf"|{_CAP}(?:\s{_CAP})?\s(?:Mah\.|Mahallesi|Sok\.|Sk\.|Sokak|Cad\.|Caddesi|Bulvarı)"
    rf"|(?:số nhà|ngõ|kiệt|đường|phố|phường|quận|huyện|xã)\s(?:\d{{1,4}}|{_CAP}(?:\s{_CAP})*)(?=[\s,.;)]|$)"
)


def find(page: PageText, fields: Sequence[Field], zones: Sequence[Zone]) -> Iterator[Span]:
    for field in fields:
        if field.kind in ("address", "facility") and (field.colon or zones[field.label_part.line] != "body"):
            for part in field.parts:
                said = page.lines[part.line].text[part.start : part.end]
                if is_common_text(said) or header_words(said):
                    continue  # the next column of a table: ``Struttura | Dimensioni``
                if zones[part.line] == "body" and said.lstrip()[:1].islower():
                    continue  # ``seen in Diabetes Clinic; return to``
                yield from spans_of(
                    page, part, "address" if field.kind == "address" else "facility", part.end - part.start >= 4
                )
    for index, line in enumerate(page.lines):
        text = line.text
        if zones[index] == "body" and not _is_alone(page, index):
            yield from _in_prose(page, index, text)
            continue
        yield from _in_margin(page, index, text)


def _is_alone(page: PageText, index: int) -> bool:
    """A facility's whole name on a line of its own, also where the body seems to have begun: the foot of a cover."""
    text = page.lines[index].text.strip()
    match = _ZH_LINE.fullmatch(text)
    level = any(index in row and len(row) > 1 for row in know(page).rows)
    return match is not None and not level and len(text) <= 24


def names_facility(text: str) -> bool:
    """True when a Latin line holds a word for hospitals, clinics or laboratories."""
    return _LATIN_ENDS.search(fold(text)) is not None


def _in_margin(page: PageText, index: int, text: str) -> Iterator[Span]:
    """Header and footer: a facility's line by its words, an address by its pattern."""
    for match in _ZH_LINE.finditer(text):
        if not only_title_words(match.group()) and not _ZH_NOBODY.match(match.group()):
            start = _label_end(text, *match.span())
            yield from spans_of(page, Part(page.index, index, start, match.end()), "facility", match.end() - start >= 4)
    for match in (*_ZH_ADDRESS.finditer(text), *_PROSE_ADDRESS.finditer(text)):
        yield from spans_of(page, Part(page.index, index, *match.span()), "address")
    folded = fold(text)
    if re.search(r"[\u4e00-\u9fff]", text):
        return
    if _LATIN_ENDS.search(folded) and not is_common_text(text) and len(text) < 90 and not text.rstrip().endswith(":"):
        labels = [label for label in labels_in(text) if label.start < 3]
        start = labels[0].after if labels else 0
        if start < len(text) and (not labels or labels[0].kind in ("facility", "staff", "address", "department")):
            yield from spans_of(page, Part(page.index, index, start, len(text)), "facility", len(text) - start >= 8)
    elif re.search(r"\d", text) and _LATIN_ADDRESS.search(folded) and len(text) >= 10 and not labels_in(text):
        yield from spans_of(page, Part(page.index, index, 0, len(text)), "address")


#: Hospitals in sentences, in the order of each language; what is named by a kind alone (``General Hospital``) is nobody's.
_PROPER = rf"{_CAP}(?:['’\-][^\W\d_]{{1,30}}){{0,2}}"
_LATIN_PROSE = re.compile(
    rf"(?<![^\W\d_])((?:St\.?\s)?{_PROPER}(?:\s(?:(?:of|and|the|&)\s){{0,2}}{_PROPER}){{0,4}})\s(?:Hospital|Infirmary|Clinic|Medical Cent(?:er|re)|Health Cent(?:er|re)|Hastanesi|Tıp Merkezi)(?![^\W\d_]|\s(?:[Ss]core|[Cc]riteria|[Cc]lassification|[Ii]ndex))"
    rf"|(?<![^\W\d_])(?:(?<=el\s)Hospital|(?<=al\s)Hospital|(?<=['’])Hospital|hospital|[Cc]l[ií]nica|[Ss]anatorio|[Hh]ôpital|[Cc]linique|CHU|CHR|[Oo]spedale|[Cc]asa di [Cc]ura|[Bb]ệnh viện|BV)\s((?:(?:de|del|de la|di|d['’]|des|du|dei|degli|della|le|la|les|los|las)\s){{0,2}}{_PROPER}(?:\s(?:(?:de|del|di|du|des|della|la|e|y)\s){{0,2}}{_PROPER}){{0,4}})"
)
_KIND_OF_HOSPITAL = frozenset(
    "the a this our local general community district university teaching day private public children childrens womens regional county city national outside another referring regional "
    "general universitario regional provincial comarcal central de del day in at to from course stay discharge admission clinico universitaire regional civile universitario "
    "clinic clinics and hospital emergency department memory pain fracture breast stroke diabetes heart outpatient eye fertility walk-in anticoagulation warfarin lung renal liver hepatology cardiology urology vascular foot ear dental sleep surgical medical pre-admission preoperative follow-up tinh trung uong huyen".split()
)


def _in_prose(page: PageText, index: int, text: str) -> Iterator[Span]:
    for match in _ZH_SHORT.finditer(text):
        if not _ZH_KIND.search(match.group(1)):
            yield from spans_of(page, Part(page.index, index, *match.span(1)), "facility")
    for match in _LATIN_PROSE.finditer(text):
        said = match.group(1) or match.group(2)
        if not all(fold(word).strip("'’.") in _KIND_OF_HOSPITAL for word in said.split()) and not only_title_words(
            said
        ):
            yield from spans_of(page, Part(page.index, index, *match.span()), "facility")
    for match in (
        *_PROSE_ADDRESS.finditer(text),
        *(m for m in _ZH_ADDRESS.finditer(text) if re.search(r"\d", m.group())),
    ):
        yield from spans_of(page, Part(page.index, index, *match.span()), "address")
    for match in _ZH_PROSE.finditer(text):
        name = match.group()
        cue = _ZH_CUE.match(name)
        start = match.start() + (cue.end() if cue else 0)
        if not _ZH_NOBODY.match(text[start : match.end()]) and match.end() - start >= 4:
            yield from spans_of(page, Part(page.index, index, start, match.end()), "facility")


def _label_end(text: str, start: int, end: int) -> int:
    """Where the facility begins when its label was caught with it."""
    for label in labels_in(text):
        if start <= label.after < end:
            start = label.after
    return start
