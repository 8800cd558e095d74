"""Look-alike characters that the rest of the page or chemistry decides: decimal signs and the O of oxygen.

A dot and a comma differ by a pixel in small or faint print; a page writes its decimals one way. ``pO2`` holds a letter O
although ``p02`` looks the same. Neither changes what a number is worth.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ocr_pipeline.page import Char, Line

OTHER = {".": ",", ",": "."}
CLEAR = 0.9  #: confidence of the signs that vote, and under which a sign follows them
FEWEST, MAJORITY = 5, 0.8  #: votes on a page, and the winner's share

#: A decimal sign, but for one before exactly three digits: that may part thousands.
_DECIMAL = re.compile(r"(?<=\d)[.,](?=\d)(?!\d{3}(?!\d))")
#: Gases and their pressures, saturations and contents: pO2, PaCO2, SpO2, FiO2, ctO2, TCO2, HCO3, A-aDO2.
_OXYGEN = re.compile(
    r"(?<![A-Za-z0-9])(?:(?:[pPsS][aAvVp]?|[Ff][iI]|[cC]?[tT]|A?-?aD)[Cc]?|HC|C)(0)(?=[23](?![\d.,]))|^(0)(?=2 ?[Ss]at)"
)
#: A round letter where only a nought can stand.
_NOUGHT = re.compile(r"(?<![A-Za-z\u0370-\u03ff])[ΦφθΘØø](?=[.,]?\d)|(?<=\d[.,])[ΦφθΘØø]")
#: A letter where the names of transferases and microglobulins have a Greek one.
_GREEK = re.compile(r"(?<![A-Za-z])(?:(?P<γ>[YyVvr丫])(?=-?谷氨酰)|(?P<α>[aɑ])(?=-?(?:L-)?岩藻糖|1?-?抗胰蛋白)|(?P<β>[Bßb])(?=2?-?微球蛋白))")  # fmt: skip
#: A speck in front of a number looks like a decimal point.
_SPECK = re.compile(r"^[.·](?=\d+(?:[.,]\d+)?(?![\d.,]))")
#: A second arrow behind the first one looks like a 1; no number stands between an arrow and a unit.
_TWICE = re.compile(r"(?<=\d)\s?([↑↓])1(?=\s?[A-Za-zµμ%]|\Z)")
SPECK = 0.5
GREEK = 0.95  #: confidence of a Latin letter under which a Greek one stands


def with_page_spelling(lines: Sequence[Line]) -> list[Line]:
    """``lines`` of one page with doubtful look-alikes written as the page or chemistry writes them."""
    usual = _usual([line for line in lines if line.text])
    return [_spelled(line, usual) for line in lines]


def _usual(lines: Sequence[Line]) -> str:
    votes = [line.text[m.start()] for line in lines for m in _DECIMAL.finditer(line.text)
             if len(line.chars) == len(line.text) and line.chars[m.start()].confidence >= CLEAR]  # fmt: skip
    best = max(OTHER, key=votes.count)
    return best if votes.count(best) >= max(FEWEST, MAJORITY * len(votes)) else ""


def _spelled(line: Line, usual: str) -> Line:
    if len(line.chars) != len(line.text):
        return line
    chars = list(line.chars)
    for match in _DECIMAL.finditer(line.text) if usual else ():
        char = chars[match.start()]
        if (
            char.confidence < CLEAR
            and usual in (char.text, char.runner_up)
            and (OTHER[usual] in (char.text, char.runner_up))
        ):
            # both readings of the sign mean the same number
            sure = min(1.0, char.confidence + char.runner_up_confidence)
            chars[match.start()] = Char(usual, sure, char.start, char.end)
    for match in _NOUGHT.finditer(line.text):
        chars[match.start()] = replace(chars[match.start()], text="0", runner_up="", runner_up_confidence=0.0)
    for match in _SPECK.finditer(line.text):
        char = chars[match.start()]
        chars[match.start()] = replace(char, confidence=min(char.confidence, SPECK))
    for match in _TWICE.finditer(line.text):
        char = chars[match.end() - 1]
        chars[match.end() - 1] = replace(char, text=match[1], confidence=min(char.confidence, SPECK), runner_up="1")
    for match in _GREEK.finditer(line.text):
        char, greek = chars[match.start()], match.lastgroup or ""
        if char.confidence < GREEK or char.runner_up == greek:  # some laboratories print the Latin letter
            chars[match.start()] = replace(char, text=greek, runner_up="", runner_up_confidence=0.0)
    for match in _OXYGEN.finditer(line.text):
        place = match.start(match.lastindex or 0)
        char = chars[place]
        sure = char.confidence + (char.runner_up_confidence if char.runner_up == "O" else 0.0)
        chars[place] = replace(char, text="O", confidence=min(1.0, sure), runner_up="0", runner_up_confidence=0.0)
    if chars == list(line.chars):
        return line
    text = "".join(c.text for c in chars)
    return replace(line, text=text, chars=tuple(chars), confidence=min(c.confidence for c in chars))
