"""What a row's name and code are worth: how they stand to the known ones, and what the eye was unsure of in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from ocr_pipeline.page import Char, Line
from ocr_pipeline.plausibility.names.alike import same_shape
from ocr_pipeline.plausibility.names.holes import room_before
from ocr_pipeline.plausibility.names.known import bare_keys, bodies, is_known, key
from ocr_pipeline.plausibility.names.standing import Standing, parts, standing
from ocr_pipeline.plausibility.quantities.analytes import abbreviations, identify
from ocr_pipeline.plausibility.surroundings import Doubt
from ocr_pipeline.plausibility.thresholds import Thresholds
from ocr_pipeline.report import Reason, Result
from ocr_pipeline.tables import Evidence
from ocr_pipeline.tables.grammar.normal import compact, is_cjk, plain

#: Known names of so few characters differ from others of their kind in one (``pH``, ``PL``, ``TT``): all must be sure.
_SHORT = 4
#: Slope of print in a flattened row that no row has, and how much print shows one.
_ASLANT, _LETTERS_ASLANT = 0.2, 6


def name_doubts(result: Result, evidence: Evidence, limits: Thresholds) -> Iterator[Doubt]:
    """A name that is not quite a known one, or an unknown one that was hardly legible: the value may be another's."""
    if not any(c.isalpha() for c in result.name):
        if result.name:
            yield Reason.NAME_UNCERTAIN, "The name has no letters."
        return
    found = standing(result.name, result.code)
    if found is Standing.STRAY:
        yield Reason.NAME_UNCERTAIN, "Something else may stand in the name."
    if any(_is_aslant(line) for line in evidence.row_lines):
        yield Reason.NAME_UNCERTAIN, "Print that runs aslant, a watermark perhaps, stands in the row."
    if evidence.digital or not evidence.name_chars:
        return
    if found is Standing.BENT:
        yield Reason.NAME_UNCERTAIN, "The name is not quite one that is known."
    elif found is Standing.UNKNOWN and least_sure(evidence.name_chars) < limits.name:
        yield Reason.NAME_UNCERTAIN, "The name could not be read with certainty."
    elif found is not Standing.STRAY and evidence.split and _of_two_rows(result.name, found is Standing.UNKNOWN):
        yield Reason.NAME_UNCERTAIN, "The names of two rows may have run together."
    elif room_before(evidence.name_chars) and (found is Standing.UNKNOWN or _of_longer(result.name)):
        yield Reason.NAME_UNCERTAIN, "A letter may be missing before the name."
    elif found is Standing.UNKNOWN and _lost_letter(result):
        yield Reason.NAME_UNCERTAIN, "No analyte is known by so short a name; a letter may be missing."
    outside, _ = parts(result.name)
    if found is Standing.KNOWN and not _said_again(outside, result.code):
        if _could_be_another(_chars_of(outside, evidence.name_chars), limits.name):
            yield Reason.NAME_UNCERTAIN, "The name could be that of another analyte."
        elif (
            len(result.code) > 1
            and not _abbreviates(result, outside)
            and least_sure(_chars_of(result.code, evidence.name_chars)) < limits.name
        ):
            yield Reason.NAME_UNCERTAIN, "The code beside the name could not be read with certainty."


def _is_aslant(line: Line) -> bool:
    (ax, ay), (bx, by) = line.flat[0], line.flat[1]
    return len(line.text) >= _LETTERS_ASLANT and abs(by - ay) > _ASLANT * abs(bx - ax)


def _of_two_rows(name: str, unknown: bool) -> bool:
    """``丙型肝炎病毒抗体 HIV抗原抗体联合检测``, from two lines: a whole known name before something as long as one that is not
    called the same. The value may be the second one's, whose own was not seen. What stands behind a comma or a stroke goes
    with what stands before it."""
    words = name.split(" ")
    head = name.partition(",")[0]
    # Low Density Lipoprotein Cholesterol, Direct Measurement: what is known before a comma goes on behind it
    start = len(head.split(" ")) + 1 if "," in name and is_known(head) else 1
    for at in range(start, min(len(words), 12)):
        if words[at - 1].endswith((",", "/")):
            continue
        first, rest = " ".join(words[:at]), " ".join(words[at:])
        lines = _lines(first), _lines(rest)
        if is_known(first) and _long(rest) and (all(lines) and not lines[0] & lines[1] if is_known(rest) else unknown):
            return True
    return False


def _long(text: str) -> bool:
    return text[:1].isalnum() and (sum(map(is_cjk, text)) >= 3 or sum(map(str.isalpha, text)) >= 12)


def _lost_letter(result: Result) -> bool:
    """``AP`` with a concentration, for AFP. Measures of pictures (``HC`` in mm, ``FHR``) have many short names, and so have
    vertebrae, whose density is given per area."""
    body = compact(result.name)
    if len(body) == 1 and is_cjk(body):
        return not _ALLERGEN.fullmatch(result.code)  # 分 of 氧分压; but f24 虾
    dissolved = "/" in result.unit and result.unit.casefold().endswith("l")
    if dissolved and 1 < len(body) < _SHORT and sum(map(is_cjk, body)) == 1 and not result.code:
        return True  # H油 for 甘油三酯
    if "cm2" in result.unit.casefold().replace("²", "2"):
        return False
    concentration = "/" in result.unit and not result.unit.casefold().endswith("min")
    return concentration and len(body) < _SHORT and not any(map(is_cjk, body)) and not _known_code(result.code)


#: ``f24``, ``d1``, ``gx2``: what laboratories all over the world call allergens.
_ALLERGEN = re.compile(r"[a-z]x?\d{1,3}")


def _of_longer(name: str) -> bool:
    """Whether a letter before ``name`` makes it another analyte's: 胆红素 is the end of 总胆红素."""
    body = compact(plain(parts(name)[0]))
    own = _lines(body)
    return any(key[1:] == body and not own & set(lines) for key, lines in bare_keys().items() if lines)


def _known_code(code: str) -> bool:
    return bool(code) and is_known(code)


def _said_again(name: str, code: str) -> bool:
    """True where a known code names what the name does, as far as the table tells."""
    lines = [_lines(name), _lines(code)]
    return _known_code(code) and (not all(lines) or bool(lines[0] & lines[1]))


def _abbreviates(result: Result, outside: str) -> bool:
    """Whether the code is one of the abbreviations of the analyte that the name names: as read, both say the same."""
    named = identify(outside, "", result.unit)
    return named is not None and key(result.code) in abbreviations(named)


def least_sure(chars: Sequence[Char]) -> float:
    """The least certain letter, digit or sign of ``chars``; a letter with its look-alikes, cases and accents counts as one, for
    no name depends on them."""
    return min((_certainty(c) for c in chars if key(c.text)), default=1.0)


def _certainty(char: Char) -> float:
    return char.confidence + (char.runner_up_confidence if same_shape(char.text, char.runner_up) else 0.0)


def _chars_of(text: str, chars: Sequence[Char]) -> Sequence[Char]:
    """The characters that ``text`` was read from, none where it is not found among them as it stands."""
    body, read = plain(text).replace(" ", ""), "".join(plain(c.text) for c in chars)
    at = read.find(body) if body and len(read) == len(chars) else -1
    return chars[at : at + len(body)] if at >= 0 else ()


def _could_be_another(chars: Sequence[Char], bar: float) -> bool:
    """True where an unsure character leaves the choice between known names: in a short one without Han characters it does
    whatever the second reading is, in others where that makes another analyte's name."""
    text = [plain(c.text) for c in chars]
    unsure = [i for i, c in enumerate(chars) if key(c.text) and _certainty(c) < bar]
    if unsure and len(compact("".join(text))) <= _SHORT and not any(map(is_cjk, text)):
        return True
    own = _lines("".join(text))
    return any(
        (other := _lines("".join((*text[:i], plain(chars[i].runner_up), *text[i + 1 :])))) and not other & own
        for i in unsure
        if chars[i].runner_up.strip()
    )


@lru_cache(maxsize=4096)
def _lines(text: str) -> frozenset[int]:
    """The lines of the terminology table that hold a name, with or without the words around it."""
    return frozenset(line for body in bodies(text) for line in bare_keys().get(body, ()))
