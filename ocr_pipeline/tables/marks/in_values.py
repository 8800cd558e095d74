"""The text of a value cell as value and mark: its dots, dust and spaces left out."""

from __future__ import annotations

import re

from ocr_pipeline.tables.grammar.flags import Mark, parse_flag, split_flag
from ocr_pipeline.tables.grammar.normal import plain
from ocr_pipeline.tables.grammar.values import is_word, parse_value

_WORD_AND_MARK = re.compile(r"(?P<word>[^\W\d_][^\W\d]{2,24}?)\s*(?P<mark>A|\*|ABN|Abn|ABNORMAL|Abnormal)")
#: ``* Cloudy``
_MARK_AND_WORD = re.compile(r"(?P<mark>[*↑↓]{1,2})\s*(?P<word>[^\W\d_][^\W\d]{1,24}(?:\s[^\W\d]{2,12})?)")
#: No space stands between the decimals of one number so far on: ``0.9 14821``.
_TWO_NUMBERS = re.compile(r"\d[.,]\d+\s+\d{3}")
#: ``A Trace``, ``3-10 A``, where what stands beside the letter is a finding or a count in a field.
_LETTER = re.compile(r"A\s+(?P<behind>\S.*)|(?P<before>\d{1,3}-\d{1,3})\s+A")
_SIGN_AND_MARK = re.compile(r"(?P<word>\d?\+{1,4}|\+[1-4]|±)\s+(?P<mark>A|\*)")

#: Most values: a number and nothing else.
_BARE = re.compile(r"\d+(?:[.,]\d+)?")
#: Leader dots and dust; a single dot before or behind digits may be a decimal sign and stays.
_DUST = (
    re.compile(r"\A(?:[….·]{2,}|[…:_,'`]+|\s)+|[\s…:_,]+\Z"),
    re.compile(r"(?<=[\u4e00-\u9fff]{2})\s?[.。·]\Z"),
    re.compile(r"(?<=\d)。\Z"),  # the ring of a degree, which the unit says
    re.compile(r"(?<=\d)\s?[~_\"]+\Z|(?<=[↑↓])\s+[-_]\Z"),
    re.compile(r"\A[.,·](?=\d+[.,]\d+\Z)"),
    re.compile(r"(?<=\d[.,]\d)\.\Z|(?<=\d[.,]\d\d)\.\Z|(?<=\d[.,]\d\d\d)\.\Z"),
)


def _is_finding(text: str) -> bool:
    value = parse_value(text)
    return is_word(text) or (value is not None and value.kind == "interval")


def value_text(raw: str) -> tuple[str, Mark | None]:
    """The value without its mark, leader dots and the spaces that the recogniser sees around a thin 1."""
    body = raw.strip()
    if _BARE.fullmatch(body):
        return body, None
    if any(c.isalnum() for c in raw):
        for dust in _DUST:
            body = dust.sub("", body)
    elif len(body) > 1:
        body = body.lstrip(":： ")  # before a lone sign (``: ++``)
    behind = _WORD_AND_MARK.fullmatch(body)
    worded = behind if behind and is_word(behind["word"]) and not is_word(body) else None
    before = _MARK_AND_WORD.fullmatch(plain(body))
    if before is not None and is_word(before["word"]):
        return before["word"], parse_flag(before["mark"])
    if (told := worded or _SIGN_AND_MARK.fullmatch(plain(body))) is not None:
        return told["word"], parse_flag(told["mark"], column=True)
    if (letter := _LETTER.fullmatch(plain(body))) is not None and _is_finding(
        said := letter["behind"] or letter["before"]
    ):
        return said, parse_flag("A", column=True)
    text, mark = split_flag(body)
    text = text.strip()
    if parse_value(text) is None and " " in text:
        closed = text.replace(" ", "")
        number = parse_value(closed)
        if number is not None and number.kind in ("number", "interval", "titre") and not _TWO_NUMBERS.search(text):
            text = closed
    return text, mark
