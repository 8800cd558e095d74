"""People right behind the word for what they are here: ``Patient Maria was reviewed``, ``la petite Maëlle``, ``SpR Fatoumata
Sissoko``, ``Dear Jean-Baptiste,``, ``bệnh nhân Lò Thị Mai Hoa``, ``患者罗玉凤诉头痛``; and names that a message prints with ``^``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ocr_pipeline.fields import Field, Part, fold, is_han
from ocr_pipeline.identity.prose import NAME, NOBODY_HAN, TRANSLITERATION, is_name
from ocr_pipeline.identity.span import Span, spans_of
from ocr_pipeline.identity.words import NOT_NAMES, RARE_SURNAMES, SURNAMES, is_common_text
from ocr_pipeline.layout.zones import Zone
from ocr_pipeline.page import PageText

#: Written folded. What follows them with a capital letter is somebody, but for :data:`_NOBODY`.
_PATIENT = (
    r"(?:patiente?|pt|client|baby|little|infant|mum|mom|mummy|dad|daddy|grandad|granddad|grandma|granny|twin|foster (?:carer|mother|father|parents?)|"
    r"paciente(?: de nombre)?|senor(?:a|ita)?|nin[oa]|lactante|bebe|"
    r"petite?|jeune|enfant|grand-?mere|grand-?pere|maitre|"
    r"paziente|signor[aei]?|piccol[oa]|bimb[oa]|coniuge|genitori|"
    r"hasta|bay|bayan|bebek|"
    r"benh nhan|benh nhi|san phu|thai phu|chau|cu ong|cu ba|(?:me|bo|cha|vo|chong|con gai|con trai) (?:la|ten))(?: (?:ten|la|ten la))?"
)
#: Ranks of those who see patients, written as printed: in small letters some are words.
_RANK = (
    r"(?:[Bb]é|SpR|SHO|MIR|IDE|IADE|[Ii]nterne|Staff Nurse|FY[12]|ANP|HCA|Registrar|Consultant|Locum|Radiographers?|Sonographers?|Technicians?|Technologists?|Phlebotomist|(?:Med(?:ical|\.)?\s?)?(?:Lab(?:oratory|\.)?\s?)Scientist|Dre|Pr|Me|Mtro|"
    r"TSRM|TSLB|TSLC|Inf\.|Bs\.?|ĐD\.?|YS\.?|Q\.\s?[CFB]\.(?:\s?B\.)?|Tecnólog[oa] Médic[oa]|Facultativ[oa]|Bioquímic[oa]|Biologistes?|Biolog[oa]|Tekn\.|Dott\.\s?ssa|dott\.\s?ssa|Dr\.\s?ssa)"
)
_CUE = re.compile(rf"(?<![^\W\d_]){_PATIENT}\s?(?:[(:,]\s?|\s)")
_RANKED = re.compile(
    rf"(?<![^\W\d_]){_RANK}(?:\s(?:in charge|(?:co-)?responsables?|[Rr]esponsable|[Rr]esponsabile|médico|medico|Mr|Ms|Mrs))?[\s:,]{{1,3}}"
)
_DEAR = re.compile(
    r"^\s*(?:dear|estimad[oa](?: (?:colega|dr|dra))?|querid[oa]|cher|chere|gentile|caro|cara|egregio|kinh gui)\s+(?=\S)"
)
#: ``explained to Henrietta``, ``please ring Thabo on``, ``reported for``, ``copie à Me``, ``par Enora``.
_DONE = re.compile(
    r"(?<![^\W\d_])(?:explained (?:\w+ ){0,3}to|(?:please )?(?:ring|rang|call|phone|contact|bleep)|seen with|reported for|copied to|copy to|released|"
    r"i (?:met|saw)|signed ?:|bed \d{1,3} ?:|name is|se llama|s'appelle|si chiama|ten la|telephones? (?:\w+ ){0,4}(?:a|par)|transmis(?:es?)? (?:a|par)|copie a|biologiste(?: responsable| medicale?)? ?,|copia a|copia para|al Dr|llamar a|se llama a|chiamare)\s+"
)
#: Whoever is named with the one before.
_AND = re.compile(rf"\.?\s?(?:,\s|(?:and|&|y|et|e|ve|và|-)\s)({NAME.pattern})")
_BY_HOUR = re.compile(r"\d{1,2}\s?[h:]\s?\d{2}\s(?:par|por|by|da)\s")
#: A capital of the Turkish name read as a small letter: ``Dr. ilkay Sümer BOZDOĞAN``.
_SLIPPED = re.compile(
    rf"(?<![^\W\d_])(?:Dr|Prof|Uzm|Doç|Op|Ecz|Dra|Mrs?|Ms|Mme|Sayın)\.?\s([iıl][^\W\d_]{{2,20}}?(?:\s|(?=[A-ZÀ-Þ])){NAME.pattern})"
)
#: ``Ayşenur Kızılkaya isimli hastanın``.
_SO_CALLED = re.compile(rf"(?<![^\W\d_])({NAME.pattern})\s(?:isimli|adlı|adli)(?![^\W\d_])")
#: The given name behind the family's and its comma.
_GIVEN = re.compile(rf",\s{NAME.pattern}(?=\s{{2,}}|\s*$)")
_VIETNAMESE = re.compile("[ăâđơưĂÂĐƠƯ\u1ea0-\u1ef9]")
_SENTENCE_END = re.compile(r"\s*(?:[.;]|$)")
_NOBODY = frozenset(
    "back triage completeness waiting dermatitis person centre center lens reason "
    "supine prone education history health positioning position safety satisfaction consent details data unknown critical stable unstable alert awake asymptomatic "
    "symptomatic febrile afebrile obese diabetic hypertensive male female adult child newborn pediatric paediatric elderly cooperative uncooperative fasting refused "
    "declined transferred admitted discharged presented reported denied complained tolerated underwent referred instructions preparation questionnaire care outcome "
    "rights portal summary advised informed consented initials number identification identifier access services service reported motion movement sitting standing "
    "critico critica diabetico diabetica hipertenso hipertensa obeso obesa cooperador cooperadora colaborador colaboradora estable inestable consciente orientado orientada masculino femenino varon "
    "mujer adulto adulta refiere acude presenta niega conocido conocida portador portadora sano sana valide valable cooperant cooperante conscient consciente diabetique hypertendu masculin "
    "feminin homme femme adulte collaborante stabile cosciente maschio femmina uomo donna portatore portatrice sano diabetico iperteso ipertesa uyumlu koopere stabil "
    "bilinci erkek kadin genel cocuk yasli ayaktan yatan nam nu tinh tho benh pelvis pancreas bassin".split()
)  # fmt: skip

_HAN_PATIENT = "(?:患者|病人|患儿|孕妇|产妇|受检者|病员)"
_NAME_HAN = r"[\u4e00-\u9fff]{2,4}?"
_HAN_CUES = (
    re.compile(rf"{_HAN_PATIENT}({_NAME_HAN})(?=诉|述|自诉|自述|否认|来诊|来院|入院|就诊|陪诊|要求|[由因](?!此))"),
    re.compile(rf"{_HAN_PATIENT}({_NAME_HAN})(?=[，,、\s]{{0,2}}[（(]?[男女](?![\u4e00-\u9fff]))"),
    re.compile(rf"(?:其[兄弟姐妹嫂叔伯姑舅姨孙]|兄长|大哥|二姐)({_NAME_HAN})(?=陪|代|诉|述|签|联|电|送|[，。、；,;：:（(]|$)"),
    re.compile(rf"(?:姓名|名字|自称|学名|乳名|小名|曾用名|又名|原名|本名|别名)[为叫:：]?({_NAME_HAN})(?=[，。、；,;）)]|$)"),
    re.compile(rf"(?:通知|告知|致电|转告|联系|电告)[\u4e00-\u9fff]{{0,6}}?[站科室区房部]({_NAME_HAN})(?=复述|核实|确认|知晓|并|[，。、；,;（(]|$)"),
    re.compile(rf"[与和同向跟]({_NAME_HAN})(?=(?:的)?家[长属](?:沟通|谈|陪|知|要求|表示|电|代|交))"),
)  # fmt: skip
_WITH_DOT = re.compile(rf"{_HAN_PATIENT}([\u4e00-\u9fff]{{1,6}}[·•・‧∙][\u4e00-\u9fff]{{2,3}})")
_TRANSLITERATED = re.compile(rf"{_HAN_PATIENT}([{''.join(sorted(TRANSLITERATION))}]{{3,8}})")
_OPENS = re.compile(r"\s*([\u4e00-\u9fff]{2,4})\s?[（(|｜/]\s?[男女]\s?[，,、|｜/]\s?\d{1,3}\s?(?:岁|月|[yY])")
#: What a surname begins without being one here: 高热, 白天, 于昨日.
_WHEN = re.compile(
    r"[于因从自经在常时向平]|.*[日月年今昨天前后次时晚早侧龄纯重久段部体热痛肿疸晕吐咳喘泻麻胀痒血尿便压糖脂酸癌瘤炎症病]"
)

_SEGMENT = re.compile(r"(?<![A-Z])(?:PID|NK1|PV1|PD1|GT1|IN1)\|")
_NEXT_SEGMENT = re.compile(r"(?<![A-Z|])[A-Z][A-Z\d]{2}\|")
_CARET = re.compile(r"(?<![^\W\d_])([^\W\d_](?:[^\W\d_]|['’\-]){1,30}\^[^\W\d_](?:[^\W\d_]|['’\-]){1,30})")
_PROVIDER = re.compile(r"(?<=\d\^)([^\W\d_](?:[^\W\d_]|['’\-]){1,30}\^[^\W\d_](?:[^\W\d_]|['’\-]){1,30})(?=[\^|]|$)")
#: ``Thompson-Iwu/Gabrielle/F/29Y``.
_SLASHED = re.compile(r"\s*([^\W\d_](?:[^\W\d_]|['’\-]){1,30}/[^\W\d_](?:[^\W\d_]|['’\- ]){1,30})/[MF](?:/|\s|$)")


def find(page: PageText, fields: Sequence[Field], zones: Sequence[Zone]) -> Iterator[Span]:
    del fields, zones
    for index, line in enumerate(page.lines):
        for start, end in announced_in(line.text):
            yield from spans_of(
                page, Part(page.index, index, start, end), "name", end - start >= 4 or is_han(line.text[start])
            )


def announced_in(text: str) -> list[tuple[int, int]]:
    """Places of people in ``text`` whom the word before them announces."""
    if any(is_han(c) for c in text):
        return list(_han(text))
    folded = fold(text)
    out = [m.span(1) for m in _SLASHED.finditer(text[:80])][:1]
    out += [m.span(1) for m in _PROVIDER.finditer(text)]
    for segment in _SEGMENT.finditer(text):
        behind = _NEXT_SEGMENT.search(text, segment.end())
        out += [m.span(1) for m in _CARET.finditer(text, segment.end(), behind.start() if behind else len(text))]
    if text.upper() == text:
        return out
    cues = [*_CUE.finditer(folded), *_RANKED.finditer(text), *_DONE.finditer(folded), *_BY_HOUR.finditer(text)]
    dear = _DEAR.match(folded)
    for cue in [*cues, *([dear] if dear else [])]:
        match = NAME.match(text, cue.end())
        if text[cue.start() : cue.end()].strip(" :(,") in ("PT", "ME", "PR"):
            continue  # PT Ratio
        if cue is dear and match is not None and text[match.end() : match.end() + 1] not in (",", ":"):
            continue  # Cara anterior, a surface
        if match is not None and _somebody(match.group()):
            given = _GIVEN.match(text, match.end()) if cue.re is _RANKED else None
            bare = cue.re is _CUE and folded[cue.start() : cue.end()].rstrip()[-1].isalpha()
            if bare and " " not in match.group() and _SENTENCE_END.match(text, match.end()):
                continue  # Paciente Embarazada.
            out.append((match.start(), given.end() if given else match.end()))
            out.extend(_others(text, match.end()) if cue.re is _RANKED and not given else ())
    out += [m.span(1) for m in _SLIPPED.finditer(text)]
    out += [m.span(1) for m in _SO_CALLED.finditer(text) if is_name(m.group(1))]
    return out


def _others(text: str, at: int) -> Iterator[tuple[int, int]]:
    """Up to three people named behind the one that ends at ``at``."""
    for _ in range(3):
        match = _AND.match(text, at)
        if match is None or not _somebody(match.group(1)):
            return
        yield match.span(1)
        at = match.end()


def _somebody(name: str) -> bool:
    first = re.split(r"[\s'’]", fold(name), maxsplit=1)[0]
    short = _VIETNAMESE.search(name) is not None and len(name.split()) >= 2  # Mỹ Lệ
    return (is_name(name) or short) and first not in _NOBODY and not (name.isupper() and len(name) <= 4)


def _han(text: str) -> Iterator[tuple[int, int]]:
    for pattern in _HAN_CUES:
        yield from (m.span(1) for m in pattern.finditer(text) if _may_be(m.group(1)))
    yield from (m.span(1) for p in (_TRANSLITERATED, _WITH_DOT) for m in p.finditer(text))
    opened = _OPENS.match(text)
    if opened and not is_common_text(opened.group(1)):
        yield opened.span(1)


def _may_be(name: str) -> bool:
    double = name[:2] in SURNAMES | RARE_SURNAMES
    known = name[0] in SURNAMES or name[0] in RARE_SURNAMES or double
    fits = len(name) <= (4 if double else 3) and not _WHEN.match(name)
    return known and fits and name not in NOT_NAMES | NOBODY_HAN and not is_common_text(name)
