"""Strokes in prose that words decide: a capital ``I`` read for an ``l`` inside a word, and the numbers of grades and of the
RADS systems, whose ``I`` came as ``l`` (``Grade Il``, ``Bl-RADS``)."""

from __future__ import annotations

import re

from ocr_pipeline.layout.captions import with_figures

_INSIDE = re.compile(r"(?<=[a-zß-ÿğışœ])I(?=[a-zß-ÿğışœ])")
#: ``de I'hypocondre``: no English word has a vowel there.
_ELIDED = re.compile(r"(?<=[a-zß-ÿ] )I(?=['’][aeiouyhà-ÿ][a-zß-ÿ]{2})")
_RADS = re.compile(
    r"(?<![^\W_])(?P<first>[BTP])[l1|](?=[-‐ ]?RADS)|(?<![^\W_])[l1|]I(?=[-‐ ]RADS)|(?<![^\W_])L[l1|](?=[-‐ ]RADS)"
)
#: What a Roman number is the grade, type or class of, in the languages of the reports.
_GRADED = re.compile(
    r"(?P<of>(?<![^\W\d_])(?:grade?s?|grado|type|tipo?|class|clase|classe|stage|stade|stadio|estadio|evre|derece|forrest|nyha|ccs|killip|asa|mallampati|bethesda|yamada|hinchey|bosniak|child|schatzker|fazekas|kellgren|category|categor[ií]a|cat[eé]gorie|kategori|segmento?|siewert|borrmann|figo|phase|fase|faz|độ|typ)\.?\s?)"
    r"(?P<number>[Il|]{1,3}|[Il|]?[VX]|V[Il|]{1,3})(?P<part>[abcAB]?)(?![A-Za-zÀ-ỹ\d]|['’])",
    re.IGNORECASE,
)


#: ``MLHI(+)``: markers of immunohistochemistry whose last digit came as a letter.
_MARKER = re.compile(r"(?<![A-Za-z\d])(MLH|TTF-?|DOG-?|WT-?|PD-?L?|BCL-?|MUM-?|INI-?|FLI-?|TLE-?|CD)[Il|](?=\s?[(（])")
#: ``pT1c pNo``: no node and no metastasis of the TNM classification.
_NONE = re.compile(
    r"(?<![A-Za-z])(y?[pcr]?T(?:[0-4Xx]|is)[a-d]?\s?(?:y?[pcr])?N|y?[pcr]N|(?<=[N\d][0-3oO])M|[pc]M)[oO](?![A-Za-z])"
)
#: Abbreviations whose last ``I`` came as a one or an ``l``: ``CDF1``, ``T2Wl``.
_ENDS_IN_I = re.compile(r"(?<![A-Za-z\d])(CDF|DW|SW|T[12]W)[1l|](?![A-Za-z\d])")
#: ``A0:106`` among the measures of a heart: the aorta.
_AORTA = re.compile(r"(?<![A-Za-z\d])A0(?=\s?[:：]\s?\d)")
#: ``石乳``, ``（石）肺``: the right one, where no stone is spoken of.
_RIGHT = re.compile(r"(?<![\u4e00-\u9fff])石(?=[)）]?[侧肺乳肾叶上下前后室房膝肩髋手足眼耳额颞顶枕颈卵髂股腋胸肝])")


#: ``成熟度|级``: a lone upright stroke before the word for a grade.
_UPRIGHT = re.compile(r"(?<=[\u4e00-\u9fff(（、:：])([|｜]{1,3})(?=[级度型类期区])")
#: A sentence of Turkish prose, or a line of it, that begins with the small letter: its capital has the dot as well.
_SMALL_FIRST = re.compile(r"(?:(?<=[^.\d]{3}\. )|(?<=[^.\d]{3}\.)|^)i(?=[^\W\d_]{3})", re.MULTILINE)


#: ``1.3cm3.0cm``: two measures of one thing with nothing between them.
_MEASURES = re.compile(r"(?<![\d.,])(\d{1,3}(?:[.,]\d{1,2})?\s?(mm|cm))(?=\d{1,3}(?:[.,]\d{1,2})?\s?\2(?![A-Za-z\d]))")
_TIMES = re.compile(r"\d\s?(?:mm|cm)?\s?([×xX*])\s?\d")


def with_times(text: str) -> str:
    """``text`` with the sign between two measures that a blurred picture swallowed, as the text prints it elsewhere."""
    if _MEASURES.search(text) is None:
        return text
    shown = _TIMES.search(text)
    return _MEASURES.sub(rf"\1{shown[1] if shown else '×'}", text)


def with_strokes(text: str) -> str:
    """``text`` with those letters as they were printed; as long as before."""
    text = _RIGHT.sub("右", text) if "石" in text else text
    text = _INSIDE.sub("l", text) if "I" in text else text
    text = _ELIDED.sub("l", text) if "I" in text else text
    text = _UPRIGHT.sub(lambda m: "I" * len(m[0]), text) if "|" in text or "｜" in text else text
    text = with_figures(text) if "圈" in text or "mage" in text else text
    if "RADS" in text:
        text = _RADS.sub(lambda m: f"{m['first']}I" if m["first"] else "LI", text)
    text = _NONE.sub(r"\g<1>0", text)
    text = _MARKER.sub(r"\g<1>1", text)
    text = _ENDS_IN_I.sub(r"\1I", text)
    text = _AORTA.sub("AO", text) if "A0" in text else text
    return _GRADED.sub(_roman, text)


#: Letters that a blurred ``s``, ``t`` or ``i`` is read as; of the languages of the reports Turkish alone has some of them.
_STRANGE = str.maketrans("șȘțȚţŢ", "şŞtTtT")
_TURKISH = str.maketrans("şŞı", "sSi")


def with_own_letters(text: str, turkish: bool) -> str:
    """``text`` without letters that its language does not have (``at increased rişk``); as long as before."""
    text = text.translate(_STRANGE)
    return text if turkish else text.translate(_TURKISH)


def with_capitals(text: str) -> str:
    """``text``, a Turkish one of several sentences, with the capital at their beginnings; as long as before."""
    return _SMALL_FIRST.sub("İ", text)


def _roman(match: re.Match[str]) -> str:
    number = match["number"]
    if number.islower() and "|" not in number and set(number) != {"l"}:
        return match[0]  # ``type i``, ``class v``: printed small
    return match["of"] + re.sub("[l|]", "I", number) + match["part"]
