"""What a row is called: its name and code, with letters written out where only one known name can be meant."""

from __future__ import annotations

from dataclasses import dataclass

from ocr_pipeline.page import Char
from ocr_pipeline.tables.bands.rows import Row
from ocr_pipeline.tables.frame.pieces import joined
from ocr_pipeline.tables.grammar.normal import compact, is_cjk, plain, printed
from ocr_pipeline.tables.naming.chinese import clear_name, restore_chinese
from ocr_pipeline.tables.naming.known import is_name
from ocr_pipeline.tables.naming.latin import restore_latin
from ocr_pipeline.tables.naming.names import split_code
from ocr_pipeline.tables.naming.turkish import dotted
from ocr_pipeline.tables.naming.vietnamese import behind_code, restore
from ocr_pipeline.tables.places import inked, is_digital


@dataclass(frozen=True, slots=True)
class Called:
    """``chars`` are those that name and code were read from; ``unsure`` when the name may be another one."""

    name: str
    code: str
    chars: tuple[Char, ...]
    unsure: bool


def called(row: Row, text: str, taken: frozenset[str], *, vietnamese: bool, turkish: bool) -> Called:
    """``text`` is the print of the name without its running number, ``taken`` are the names of the panel's rows."""
    clear = clear_name(row.name)
    name, code = _beside_code(clear or text, printed(joined(row.code)))
    chars = inked((*row.name, *row.code))
    if is_digital(row.name):
        return Called(name, code, chars, bool(clear))
    seen = name
    name = restore_latin(restore_chinese(name, chars), chars)
    if name != seen and name.casefold() in taken:
        name, clear = seen, seen  # another row is called so
    if vietnamese:
        apart = behind_code(name) if not code else None
        name, code = apart or (restore(name), code)
    if turkish:
        name = dotted(name)
    return Called(name, code, chars, bool(clear))


def _beside_code(text: str, column: str) -> tuple[str, str]:
    """Name and code, by the name's cell and that of a column of codes."""
    name, code = split_code(text)
    if column and any(map(is_cjk, column)) and not any(map(is_cjk, name)):
        name, code = column, name or code
    elif column:
        inside = compact(code) != compact(column) or code + name == plain(text).strip()
        if code and not is_name(name) and inside:
            name = plain(text).strip()  # ``T-聚体`` beside ``D-D``: a letter of the name
        code = column.strip("*★ ")
    return name or code, code
