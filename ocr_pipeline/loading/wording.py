"""How a text layer's characters are written: NFKC, with exponents kept.

NFKC alone would turn ``×10⁹/L`` into ``×109/L``, another number: a raised digit after ``10`` becomes ``^9``.
"""

from __future__ import annotations

import re
import unicodedata

_RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-", strict=True))
#: Radicals as which fonts of text layers name whole characters (``⻩`` for ``黄``); NFKC leaves them as they are.
_RADICALS = dict(
    zip(
        "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳",
        "母民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟",
        strict=True,
    )
)
_TEN = re.compile(r"(?:^|[^0-9])10$")


def normal(character: str, before: str) -> str:
    """``character`` in NFKC given the text ``before`` it; may be several characters, or none for a control."""
    if character in _RAISED:
        return power(_RAISED[character], before)
    if unicodedata.category(character) in {"Cc", "Cf"}:
        return ""
    shown = unicodedata.normalize("NFKC", _RADICALS.get(character, character))
    return " " if shown.isspace() else shown.replace(" ", "")


def power(digit: str, before: str) -> str:
    """A raised ``digit``: with ``^`` when it starts an exponent of ten, plain otherwise."""
    return "^" + digit if _TEN.search(before) else digit


def composed(previous: str, mark: str) -> str:
    """``previous`` with the combining ``mark`` as one character (Vietnamese is often stored in parts), empty when the
    two do not combine."""
    if not previous or not mark or not unicodedata.combining(mark[0]):
        return ""
    one = unicodedata.normalize("NFKC", previous + mark)
    return one if len(one) == 1 else ""
