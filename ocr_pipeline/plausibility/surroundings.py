"""What doubt about a row starts from: the form of a doubt, and what the neighbours say."""

from __future__ import annotations

from dataclasses import dataclass

from ocr_pipeline.report import DecimalSign, Reason

#: A reason with a short note (empty when the reason says it all).
Doubt = tuple[Reason, str]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the neighbours say: whether marks are printed for values outside, whether units are printed, how many rows
    hold words rather than numbers, and how straight and large the print is."""

    marks_printed: bool = False
    units_printed: bool = False
    #: the same for words and signs: one that is not what its interval asks for has a mark
    word_marks: bool = False
    words: int = 0
    numbers: int = 0
    unevenness: float = 0.0
    text_height: float = 0.0
    decimal_comma: bool = False
    decimal_sign: DecimalSign = ""
    #: the other rows print as many decimals as their intervals do
    even_decimals: bool = False
    #: every other row, six at least, prints just as many decimals as its interval
    same_decimals: bool = False
    #: nearly none of the other rows prints fewer decimals than its interval, and three print some
    full_decimals: bool = False
    #: of the numbers of the other rows
    most_decimals: int = 0
    #: a value outside its interval begins with another digit than 1 and has no mark: no arrows stand before values here
    bare_outside: bool = False
    #: numbers of the page lost their decimal signs
    points_lost: bool = False
    #: four other intervals at least, each with as many decimals in both bounds
    even_bounds: bool = False
    #: another row prints a zero before a decimal sign
    zeros_printed: bool = False
    #: nearly all other rows of the panel have an interval, and plain ones
    plain_intervals: bool = False
    #: stars stand beside one or two values inside their intervals at the most: they mark those outside
    rightly_starred: bool = False
    #: every other row of the panel, four at least, has an interval in brackets
    bracketed: bool = False
    #: what stands for intervals are single numbers, few different ones: cut-offs
    cut_offs: bool = False
