"""Numbers under which those who sign are registered: ``M.P. 7718``, ``Céd. Prof. 8812907``, ``RPPS``, ``Dip.Tes.No``, ``R.M. 05-22817``;
and British postcodes behind a place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ocr_pipeline.fields import Field, Part
from ocr_pipeline.identity.span import Span, spans_of
from ocr_pipeline.layout.zones import Zone
from ocr_pipeline.page import PageText

_LICENCE = re.compile(
    r"(?<![^\W\d_])(?:C[ée]d(?:ula|\.)?\s?Prof(?:esional|\.)?|M\.\s?[PN]\.?|Mat(?:r[ií]cula|r?\.)(?:\s(?:Prof|Prov|Nac)\w*\.?)?|R\.\s?M\.|Reg(?:istro|\.)\s?(?:M[ée]d(?:ico|\.)?|SSA|San(?:itario|\.))|T\.\s?P\.|"
    r"[Cc]ol(?:egiad[oa]|\.)|RNPI|CMP|CTMP|RNE|MSP|RPPS|ADELI|INPE|FINESS|RAMQ|CRM|NASS|Dip\.?\s?(?:Tes\.?\s?)?(?=No)|Tes\.?\s?(?=No)|Kurum\sSicil|Sicil(?=\sNo)|permis|no\spratique|"
    r"Lic(?:en[cs]e|\.)|Reg(?:d|n|istration|\.)\.?(?=\s?No)|Practice(?=\sNo)|HPCSA(?:\sMP)?|HCPC|NMC|PMDC|PRC|CCHN|Ficha|Carte\snationale|CNSS|CIN|C\.\s?C\.|Ref(?=#)|BA(?=\s\d\d[/.])|Albo|Ordine(?:\sdei)?\sMedici)"
    r"\s?(?:No\.?|N[°ºo]\.?|nº|n°|num\.?|#)?\s?[:：.]?\s?((?:[A-Z]{1,4}[\s-]?)?\d[\d.\-/ ]{1,16}\d(?!\w))"
)
#: Names under which people log in: ``by user tmokgosi2``.
_LOGIN = re.compile(
    r"(?<![^\W\d_])(?:[Uu]ser|usr|[Uu]suario|[Uu]tilisateur|[Uu]tente|[Kk]ullanıcı|[Ll]ogin|[Tt]ech|[Oo]perator|[Oo]perador)\s?[:=]?\s?([a-z][a-z._-]{2,20}\d{1,4})(?!\w)"
)
#: ``檢字第008821號`` behind a name, and a visit's number whose label lost its first character.
_HAN = re.compile(r"字第\s?([A-Z]{0,2}\d{4,10})\s?[號号]|诊号\s?[:：]?\s?([A-Z]{0,3}\d{4,})")
#: The number of an earlier study in a sentence: ``(accession LR2210987)``.
_ACCESSION = re.compile(
    r"(?<![^\W\d_])(?:[Aa]ccession|[Aa]cc\.|(?:[Ss]tudy|[Ee]xam|[Cc]ase|[Ee]pisode)(?=\s?(?:no|num|#|ID)))\s?(?:no\.?|number|#|ID)?\s?[:#]?\s?(?=[A-Z-]{0,5}\d[\d\-/.]{3})([A-Z]{0,4}-?\d[\d\-/.]{3,18})"
)
_POSTCODE = re.compile(r"(?<=[^\W\d_][^\W\d_]\s|[^\W\d_],\s)([A-Z]{1,2}\d[A-Z\d]?\s\d[ABD-HJLNP-UW-Z]{2})(?![\w])")


def find(page: PageText, fields: Sequence[Field], zones: Sequence[Zone]) -> Iterator[Span]:
    del fields, zones
    for index, line in enumerate(page.lines):
        for match in _LICENCE.finditer(line.text):
            if sum(c.isdigit() for c in match.group(1)) >= 3:
                yield from spans_of(page, Part(page.index, index, *match.span(1)), "number")
        for match in _HAN.finditer(line.text):
            group = 1 if match.group(1) else 2
            yield from spans_of(page, Part(page.index, index, *match.span(group)), "number")
        for match in _LOGIN.finditer(line.text):
            yield from spans_of(page, Part(page.index, index, *match.span(1)), "staff")
        for match in _ACCESSION.finditer(line.text):
            yield from spans_of(page, Part(page.index, index, *match.span(1)), "number")
        for match in _POSTCODE.finditer(line.text):
            yield from spans_of(page, Part(page.index, index, *match.span(1)), "address")
