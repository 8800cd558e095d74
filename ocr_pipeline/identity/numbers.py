"""Record, visit, bed, sample, accession, insurance and card numbers behind their labels; bare code lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ocr_pipeline.fields import Field, Part
from ocr_pipeline.identity.span import IdentityKind, Span, spans_of
from ocr_pipeline.layout.zones import Zone
from ocr_pipeline.page import PageText
from ocr_pipeline.tables.grammar.ranges import looks_like_range

#: A number may hold letters, dashes, slashes and stars; a space inside only between two pieces with digits.
_NUMBER = re.compile(
    r"[A-Za-z0-9*#＊Xx][\w*#＊/.\-－—+]*(?:\s(?=[\w*\-]*\d)[\w*\-/]+)*[床号室房]?|[\u4e00-\u9fff]{0,4}\d[\w\-]*[床号室]?"
)
_BARE = re.compile(r"[*＊(]?[A-Z]{0,4}\d(?:[\d \-*]{6,})\d?[A-Z]?[*＊)]?")
#: A long number in a header or footer whose label could not be read. Dates with a time also run this long, and so do the
#: numbers of genetic variants (dbSNP: ``rs1801133``).
_LONG = re.compile(r"(?<![A-Z0-9])(?<!\brs)(?<!\d[.,])[A-Z]{0,4}\d{7,}(?![0-9.,]*[0-9])")
_STAMP = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[0-2]\d[0-5]\d(?:[0-5]\d)?)?")
_TAX_CODE = re.compile(r"(?<![A-Za-z0-9])[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z](?![A-Za-z0-9])")
#: A Chilean RUT or a Spanish DNI with its dots, whatever stands before it.
_RUT = re.compile(r"(?<![\d.,])\d{1,2}\.\d{3}\.\d{3}\s?-\s?[\dA-Za-z](?!\w|[.,]\d)")
#: Names of record and identity numbers that are nothing else, wherever their number stands; INS is insulin, too.
_TOLD = re.compile(
    r"(?<![^\W_])(?:I\.?P\.?P|MRN|NHC|NIP|UHID|CCCD|CMND|BHYT|TCKN|CURP|RUT|DNI|NIE|CPF|CHI|NHS|IPP|INS(?=\D{0,6}[12](?:\s?\d){12})|GMC|NPI)(?:\s?(?:No|n°|nº|number))?\.?\s?[:：#]?\s?(?=[\w\-/.]*\d)([A-Z]{0,2}[\d][\d \-/.]{3,18}[\dA-Z](?!\w))"
)
_DATED = re.compile(
    r"\s*(?:(?:19|20)\d\d\s*[-./年]\s*(?:0?[1-9]|1[0-2])\s*[-./月]|\d{1,2}[-./]\d{1,2}[-./](?:19|20)?\d\d(?!\d))"
)
#: Digits in groups as people write numbers of cards and telephones.
_GROUPED = re.compile(r"(?<![\w.,/])\d{1,18}(?:[ \-]\d{1,12}){0,7}(?![\w/]|[.,]\d)")
#: What stands right before a number to call.
_CALLS = re.compile(
    r"(?<![^\W\d_])(?:cel|tel|tfno|m[óo]vil|mob|mobile|phone|gsm|sđt|đt|cell|whatsapp)\.?\s?[:：]?\s?\Z", re.IGNORECASE
)
_THOUSANDS = re.compile(r"\d{1,3}(?: \d{3})+(?:-\d{1,3}(?: \d{3})+)?")
#: The interval of a specific gravity, in the shape of many numbers of orders.
_GRAVITY = re.compile(r"10[0-3]\d\s?[-–]\s?10[1-6]\d")
_PROSE_WORDS = re.compile(r"[^\W\d_]{3,}")
_NOT_TELLING = {"none", "nil", "self", "n/a", "na"}


def find(page: PageText, fields: Sequence[Field], zones: Sequence[Zone]) -> Iterator[Span]:
    for field in fields:
        if field.kind not in ("number", "device"):
            continue
        kind: IdentityKind = "number" if field.kind == "number" else "device"
        for part in field.parts:
            text = page.lines[part.line].text
            sure = field.colon and part.line == field.label_part.line
            digits = sum(c.isdigit() for c in text[part.start : part.end])
            if zones[part.line] == "body" and not sure and digits < 5:
                continue
            if _DATED.match(text[part.start : part.end]) or (
                zones[part.line] == "body" and _is_interval(field, text[part.start : part.end])
            ):
                continue
            match = _NUMBER.search(text, part.start, part.end)
            if kind == "device" or match is None or not any(c.isdigit() or c in "*＊" for c in match.group()):
                yield from spans_of(page, part, kind, everywhere=False)
                continue
            number = match.group()
            telling = (
                len(re.sub(r"\W", "", number)) >= 4
                and any(c.isdigit() for c in number)
                and number.lower() not in _NOT_TELLING
            )
            yield from spans_of(page, Part(page.index, part.line, *match.span()), kind, telling)
            if match.end() < part.end:
                yield from spans_of(page, Part(page.index, part.line, match.end(), part.end), kind, everywhere=False)
    shapes = _shapes(page, fields)
    for index, line in enumerate(page.lines):
        for start, end in in_prose(line.text):
            yield from spans_of(page, Part(page.index, index, start, end), "number")
        for match in _NUMBER.finditer(line.text) if shapes else ():
            if _shape(match.group()) in shapes and not (
                zones[index] == "body" and _GRAVITY.fullmatch(line.text.strip())
            ):
                yield from spans_of(page, Part(page.index, index, *match.span()), "number")
        for match in _TOLD.finditer(line.text):
            yield from spans_of(page, Part(page.index, index, *match.span(1)), "number")
        for match in (*_TAX_CODE.finditer(line.text), *_RUT.finditer(line.text)):
            yield from spans_of(page, Part(page.index, index, *match.span()), "number")
        if zones[index] != "body":
            for match in _LONG.finditer(line.text):
                if not _STAMP.fullmatch(match.group()):
                    yield from spans_of(page, Part(page.index, index, *match.span()), "number")
            whole = _BARE.fullmatch(line.text.strip())
            if whole and not _DATED.match(line.text) and sum(c.isdigit() for c in whole.group()) >= 7:
                yield from spans_of(page, Part(page.index, index, 0, len(line.text)), "number")


def _is_interval(field: Field, said: str) -> bool:
    """``Nữ: 45-84`` whose label lost its letters (``N: 45-84``): an interval of one sex is no number of anybody."""
    return len(field.label.strip(" .:：")) <= 2 and looks_like_range(said.strip())


def in_prose(text: str) -> Iterator[tuple[int, int]]:
    """Places of nine digits or more in groups, of eleven without, between words: neither dates nor thousands (``150 000-400 000``)."""
    if len(_PROSE_WORDS.findall(text)) < 2:
        return
    for match in _GROUPED.finditer(text):
        said = match.group()
        groups = re.split(r"[ \-]", said)
        years = all(len(g) == 4 and g[:2] in ("19", "20") for g in groups)
        if (
            sum(map(len, groups)) < (9 if len(groups) > 1 else 11)
            or years
            or (_THOUSANDS.fullmatch(said) and not _CALLS.search(text, max(0, match.start() - 16), match.start()))
            or _DATED.match(said)
        ):
            continue
        if max(map(len, groups)) >= 2:
            yield match.span()


def _shapes(page: PageText, fields: Sequence[Field]) -> set[str]:
    """Forms of the page's own record numbers that hold a letter or a sign, so that another one of them is told anywhere:
    ``B-2291/25`` gives ``A-9999/99``."""
    told = set()
    for field in fields:
        for part in field.parts if field.kind == "number" else ():
            match = _NUMBER.search(page.lines[part.line].text, part.start, part.end)
            if (
                match
                and sum(c.isdigit() for c in match.group()) >= 5
                and re.search(r"\d[-/.]\d|[A-Za-z]-?\d", match.group())
            ):
                told.add(_shape(match.group()))
    return told - {"9999-99-99", "99/99/9999", "99.99.9999"}


def _shape(number: str) -> str:
    return re.sub(r"[A-Za-z]", "A", re.sub(r"\d", "9", number.rstrip(".-/")))
