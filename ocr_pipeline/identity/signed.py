"""People whom what stands beside their name tells: a degree, a title in small letters, who did something, whose widow she is.

``Sanjeev Bhattacharya, PhD``, ``dr. Nicolò Dell'Acqua``, ``Lda. Consuelo Ybarra``, ``read by Hallvard Brekke-Olsen``,
``vda. de Olavarría``, ``this lady, Zephyrine Castellano, aged 44``. Anywhere on a page, since signatures stand in sentences too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ocr_pipeline.fields import Field, Part, is_han
from ocr_pipeline.identity.prose import NAME, WORD, is_name
from ocr_pipeline.identity.span import Span, spans_of
from ocr_pipeline.layout.roles import is_role, may_be_named
from ocr_pipeline.layout.zones import Zone
from ocr_pipeline.page import PageText

#: Degrees and registers behind a name; those that are words or units elsewhere (DO, MS, RN alone) are left out.
_DEGREE = (
    r"(?:M\.?D|Ph\.?\s?D|M\.?B\.?B\.?S|M\.?B\.?\s?Ch\.?\s?B|M\.?B\.?B\.?Ch|FRCPath|FRC[PRS]\w?|MRC[PS]\w{0,3}|MRCGP|FCPS|FACC|FACR|FACS|FCAP|FESC|D\.?N\.?B|D\.?M\.?L\.?T|B\.?M\.?L\.?T|"
    r"PA-C|R\.?N\.?P?|N\.?P|CRNP|FNP(?:-\w+)?|RPSGT|RDCS|RDMS|RCS|MLS|MLT|RMT|AMLSCN|FPSP|DPSP|MT|FIBMS|FFR|DipRCPath|MSc|BSc|PharmD|DVM|F\.?A\.?A\.?P)"
)
_CREDENTIALED = re.compile(rf"(?<![^\W\d_])({NAME.pattern})(?:\s?,\s?|\s+)\(?{_DEGREE}(?:\s?\(\w{{2,5}}\))?(?![\w])")
#: Titles that only their dot tells from words: in small letters, and degrees of pharmacists, biochemists and technicians.
_TITLED = re.compile(
    r"(?<![^\W\d_])(?:[Dd]ott?s?|[Dd]r|[Pp]rof|[Ss]ig)\.?\s?(?:s?sa|ra)\.?\s*(?=[^\W\d_a-zà-ÿ])|(?<![^\W\d_])(?:[O0D]r\s?[.,]|(?:BS\s?)?CK\s?I{1,2})\s+(?=[^\W\d_a-zà-ÿ][^\W\d_]*[a-zà-ỹ])|"
    r"(?<![^\W\d_])(?:dr|dra|dott|prof|sig|Lda|Ldo|Lic|Licda|Bioq|Bqca|Bqco|Q\.?\s?F\.?\s?B|Q\.?B\.?P|T\.?\s?M|T\.?S\.?U|Ing|Mtr[ao]|Abog|Biol|Ecz|Biyolog|Hemş|Tekn|"
    r"CNXN|ĐD|DS|KTV|CKI{1,2})\s?[.．]\s*|(?<![^\W\d_])(?:Monsieur|Madame|Mademoiselle|Signora?|Señora?|Herr|Frau|Sayın|Pr|docteur|professeur|dottor|dottoressa|doctora?)\s+(?=[^\W\d_a-zà-ÿ][^\W\d_]*['’a-zß-ÿA-ZÀ-Þ])"
)
_VERB = (
    r"(?:read|authenticated|attested|finali[sz]ed|approved|confirmed|checked|supervised|interpreted|dictated|signed|verified|transcribed|scored|reported|performed|examined|operated|referred|requested|ordered|reviewed|authori[sz]ed|validated|completed|prepared|seen|"
    r"informad[oa]|firmad[oa]|realizad[oa]|le[ií]d[oa]|solicitad[oa]|remitid[oa]|validad[oa]|revisad[oa]|"
    r"r[ée]alis[ée]e?|lue?|adress[ée]e?|valid[ée]e?|relue?|r[ée]dig[ée]e?|"
    r"eseguit[oa]|refertat[oa]|inviat[oa]|validat[oa]|richiest[oa]|firmat[oa])"
)
_DONE_BY = re.compile(
    rf"(?<![^\W\d_]){_VERB}\s+(?:electronically\s+)?(?:by|por|par|da|dal|dalla)\s+(?:el\s|la\s|le\s)?", re.IGNORECASE
)
_DONE_TR = re.compile(rf"(?<![^\W\d_])({NAME.pattern})\s+tarafından")
_WIDOW = re.compile(
    r"(?<![^\W\d_])(?:vda\.?|viuda|ved\.|[Nn]ée|épouse|ép\.|veuve|vve|nata|coniugata|geb\.)\s+(?:de\s+)?(?=[^\W\d_a-zà-ÿ])"
)
#: ``Hermia Blackthorne, Consultant``, the whole line.
_RANKED = re.compile(rf"({NAME.pattern})\s?[,–-]\s?([^\W\d_a-zà-ÿ][^,]{{3,50}})")
#: ``Ng, Shu Fen``.
_FAMILY_FIRST = re.compile(rf"{WORD},\s({NAME.pattern})")
#: ``Radiologist - Priscilla Vang``, the whole line.
_ROLE_FIRST = re.compile(rf"([^\W\d_a-zà-ÿ][^,|–-]{{3,50}}?)\s?[|–-]\s?({NAME.pattern})")
#: ``…, Zephyrine Castellano, aged 44``.
_AGED = re.compile(
    rf",\s*({NAME.pattern}),?\s+(?:aged|age|a \d|an \d|de \d+ años|âgée? de|di anni|di \d+ anni)(?![^\W\d_])"
)
#: What a method is called by, or an organ's part, goes on in small letters (``performed by Seldinger technique``).
_METHOD = re.compile(
    r"['’]?s?\s+(?:technique|method|formula|criteria|score|classification|equation|procedure|approach|maneuver|manoeuvre|operation|test|stain|protocol|technik|yöntemi|tekniği)"
)


#: ``诊断：某某  审核：某某``: who diagnosed, told by who checks it.
_HAN_SIGNED = re.compile(
    r"(?:诊断|检查|报告|检验)\s*[:：]\s*([\u4e00-\u9fff]{2,4})\s*(?=(?:审核|复核|报告|记录|校对|审签)[^:：]{0,3}[:：])"
)


def find(page: PageText, fields: Sequence[Field], zones: Sequence[Zone]) -> Iterator[Span]:
    del fields, zones
    for index in _beside_roles(page):
        yield from spans_of(page, Part(page.index, index, 0, len(page.lines[index].text)), "staff", True)
    for index, line in enumerate(page.lines):
        for start, end in signed_in(line.text):
            yield from spans_of(page, Part(page.index, index, start, end), "staff", end - start >= 4)


def _beside_roles(page: PageText) -> Iterator[int]:
    """Lines that are names, right above or below one that is a role."""
    for role in page.lines:
        if not is_role(role.text):
            continue
        for index, line in enumerate(page.lines):
            near = 0.5 * role.height < abs(line.middle[1] - role.middle[1]) < 2.6 * role.height
            across = line.left < role.right and role.left < line.right
            if near and across and may_be_named(line.text) and not is_role(line.text) and is_name(line.text.strip()):
                yield index


def signed_in(text: str) -> list[tuple[int, int]]:
    """Places of names in ``text`` that a degree, a title, a verb or a widow's word tells."""
    if sum(map(is_han, text)) > 0.3 * len(text):
        return [m.span(1) for m in _HAN_SIGNED.finditer(text)]
    out = [m.span(1) for m in _CREDENTIALED.finditer(text) if len(m.group(1).split()) >= 2 and is_name(m.group(1))]
    out += [m.span(1) for m in (*_AGED.finditer(text), *_DONE_TR.finditer(text)) if is_name(m.group(1))]
    ranked = _RANKED.fullmatch(text.strip())
    if ranked is not None and is_role(ranked.group(2)) and is_name(ranked.group(1)):
        at = text.index(ranked.group(1))
        out.append((at, at + len(ranked.group(1))))
    led = _ROLE_FIRST.fullmatch(text.strip())
    if led is not None and is_role(led.group(1)) and is_name(led.group(2)):
        at = text.index(led.group(2))
        out.append((at, at + len(led.group(2))))
    for cue in (*_TITLED.finditer(text), *_DONE_BY.finditer(text), *_WIDOW.finditer(text)):
        match = _FAMILY_FIRST.match(text, cue.end()) if cue.re is _DONE_BY else None
        if match is None or not is_name(match.group(1)):
            match = NAME.match(text, cue.end())
        if match is None or not is_name(match.group()) or not re.search(WORD, match.group()):
            continue
        if cue.re is _DONE_BY and (_METHOD.match(text, match.end()) or text.isupper()):
            continue
        out.append(match.span())
    return out
