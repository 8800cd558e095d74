"""What a culture found, in words above its antibiogram: ``Organism isolated : Klebsiella pneumoniae``, ``Colony count``,
``1. Staphylococcus aureus  Heavy growth``, ``检出细菌：肺炎克雷伯菌``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ocr_pipeline.tables.bands.rows import Row
from ocr_pipeline.tables.frame.grid import Band, Header, read_header
from ocr_pipeline.tables.frame.pieces import Piece, cut_pieces, joined
from ocr_pipeline.tables.grammar.normal import plain
from ocr_pipeline.tables.grammar.units import split_trailing_unit
from ocr_pipeline.tables.scope import ends_table, has_date

#: Labels of findings that only a culture has.
_FIELD = re.compile(
    r"(?:(?:organism|isolate|pathogen|microorganism|germ|bacteri(?:um|a))s?(?:\s?\(s\))?(?: isolated| identified| grown| found| name)?|isolated organisms?|"
    r"culture(?: results?| findings?| report| growth)?|growth|(?:colony|bacterial|viable) counts?(?: cfu/ml)?|gram'?s? (?:stain(?:ing)?|smear)(?: results?| report)?|"
    r"z\.?\s?n\.? (?:stain|smear)|afb (?:stain|smear|culture)|fungal (?:stain|smear|culture)|koh (?:mount|preparation|smear)|wet (?:mount|preparation)|"
    r"(?:esbl|mrsa|carbapenemase|vre|cefoxitin)(?: screen(?:ing)?| test| production)?|recuento (?:de )?(?:colonias|bacteriano)|carica batterica|"
    r"(?:(?:micro)?organismos?|g[ée]rmen(?:es)?|bacterias?|agentes?) (?:aislad|identificad)[oa]s?|(?:resultado|resultados) del (?:uro|hemo|copro)?cultivo|"
    r"(?:germes?|bact[ée]ries?|micro-?organismes?|souches?) (?:isol|identifi)[ée]e?s?|num[ée]ration (?:des )?(?:germes|bact[ée]ries|bact[ée]rienne)|"
    r"(?:germ[ei]|micr?o?rganism[oi]|batter[io]+) (?:isolat|identificat)[oi]|esito (?:dell')?(?:colturale|urinocoltura|esame colturale)|"
    r"(?:üreyen|izole edilen) (?:mikroorganizma|bakteri|etken)|koloni say[ıi]s[ıi]|kültür sonucu|"
    r"vi khuẩn (?:phân lập(?: được)?|gây bệnh)|tên vi khuẩn|kết quả (?:nuôi )?cấy|số lượng (?:vi khuẩn|khuẩn lạc)|"
    r"(?:细菌|真菌|一般细菌)?(?:培养|鉴定|分离)(?:及鉴定)?(?:结果|细菌|菌株|病原菌)|(?:检出|致病|病原|目标|细菌)(?:细菌|菌种|菌名|菌|名称)|菌(?:种|株)名称|(?:菌落|细菌)(?:计数|数)|"
    r"涂片(?:结果|镜检)|革兰氏?染色|(?:esbls?|mrsa|mrs|碳青霉烯酶|超广谱β-内酰胺酶|d试验)(?:检测|筛选|确证)?(?:试验|结果)?)"
    r"\s?(?:#\s?)?(?:\d|I{1,3})?",
    re.IGNORECASE,
)
#: How much of a germ has grown, behind its name.
_AMOUNT = re.compile(
    r"\s+(?P<said>(?:very )?(?:heavy|moderate|light|scanty|scant|profuse|few|rare|pure|mixed|confluent|abundant|no|significant|insignificant)(?: pure| mixed)? growth"
    r"|\(?\+{1,4}\)?|[<>]?\s?(?:\d{1,3}(?:,\d{2,3})+|10\s?\^\s?\d|\d{3,})(?:\s?-\s?(?:\d{1,3}(?:,\d{2,3})+|\d{3,}))?\s?(?:cfu|CFU|col(?:onie)?s)[^\s]{0,8})\s*\Z",
    re.IGNORECASE,
)
_GERM = re.compile(r"(?:\d\s?[.):]\s?)?[A-Z][a-z]{3,}(?:\.|\b)(?: [a-z]{3,}| sp\.?| spp\.?)?(?: \([A-Z]{2,5}\))?\Z")
#: Cells that a microscope shows, with signs behind them on one line.
_SEEN = re.compile(r"(?P<name>[A-Z][A-Za-z ]{3,40}?)\s*(?P<said>\+{1,4}|nil|none seen|not seen)\Z", re.IGNORECASE)
_SPEAKS = re.compile(
    r"\bculture\b|(?:\b|uro|hemo|copro)cultivo|(?:\b|uro|urino|emo)coltura|\bcolturale|\bkült[üu]r[üu]?|antibiyogram|nuôi cấy|kháng sinh đồ|ecbu|\bsensitivit|\bantibiogram|\bsusceptib|\bmicrobiolog|药敏|培养|菌鉴定",
    re.IGNORECASE,
)
_COLONIES = re.compile(r"\s+(?P<unit>(?:cfu|col(?:onie)?s?)\s?/\s?\S{1,6})\Z", re.IGNORECASE)
_LONGEST = 90  #: characters of a finding


def culture_rows(bands: Sequence[Band]) -> tuple[list[Row], set[int]]:
    """The rows of lines that say what a culture found, on pages that speak of one; and their lines."""
    if not any(_SPEAKS.search(b.text) for b in bands):
        return [], set()
    rows = [row for b in bands if (row := _row(b)) is not None]
    seen: list[Row] = []
    for band in bands if rows else ():
        parts = [_seen(p) for p in band.pieces]
        seen.extend(row for row in parts if row is not None and all(parts))
    rows = sorted([*rows, *seen], key=lambda row: row.y)
    return rows, {p.index for row in rows for p in row.pieces()}


def _row(band: Band) -> Row | None:
    """The row of a line with a label of such a field and what was found, or of a germ and how much of it; None for others."""
    pieces = band.pieces
    if len(pieces) > 2 or (ends_table(band.text) and has_date(band.text)):
        return None
    label, rest = pieces[:1], pieces[1:]
    text = plain(pieces[0].text)
    colon = text.find(":")
    if colon > 0 and not rest:
        label, rest = cut_pieces(pieces, colon)
    if rest and _FIELD.fullmatch(plain(label[0].text).strip(" :.")) and (found := _after_colon(rest)):
        said = plain(found[0].text).strip()
        header: Header | None = read_header(band)
        heads = header is not None or _FIELD.fullmatch(said)
        if len(said) <= _LONGEST and any(c.isalnum() or c == "+" for c in said) and not heads:
            return _with_unit(Row(band.y, band.height, label, [], found))
        return None
    amount = _AMOUNT.search("  ".join(plain(p.text) for p in pieces))
    if amount is None:
        return None
    if rest:
        name, found = label, rest
        whole = amount["said"] == plain(rest[0].text).strip()
    else:
        name, found = cut_pieces(pieces, _AMOUNT.search(text).start("said"))  # type: ignore[union-attr]
        whole = True
    numbered = re.match(r"\d\s?[.):]\s?", plain(name[0].text)) if name else None
    if numbered:
        name = cut_pieces(name, numbered.end())[1]
    named = name and _GERM.match(plain(name[0].text).strip())
    return _with_unit(Row(band.y, band.height, name, [], found)) if whole and named else None


def _with_unit(row: Row) -> Row:
    """``row`` with the unit behind its count apart (``>100,000 CFU/mL``)."""
    text = joined(row.value)
    colonies = _COLONIES.search(text)
    head, unit = (text[: colonies.start()], colonies["unit"]) if colonies else split_trailing_unit(text)
    if unit and any(c.isdigit() for c in head):
        row.value, row.unit = cut_pieces(row.value, len(text) - len(unit))
    return row


def _after_colon(pieces: list[Piece]) -> list[Piece]:
    """``pieces`` without the colon and spaces that they begin with."""
    text = plain(pieces[0].text)
    at = len(text) - len(text.lstrip(": "))
    return cut_pieces(pieces, at)[1] if at else pieces


def _seen(piece: Piece) -> Row | None:
    match = _SEEN.fullmatch(plain(piece.text).strip())
    if match is None:
        return None
    name, said = cut_pieces([piece], match.start("said"))
    return Row(piece.y, piece.height, name, [], said)
