"""Sub-headings told by their letters: in capitals among names that are not."""

from __future__ import annotations

from collections.abc import Sequence

from ocr_pipeline.tables.bands.full import reads_as_value

#: Fewer names tell nothing about a laboratory's manner.
_LEAST = 3


def mostly_small(names: Sequence[str]) -> bool:
    """True where nearly all longer names of a panel are printed in small letters."""
    long = [name for name in names if sum(map(str.isalpha, name)) >= 5]
    return len(long) >= _LEAST and sum(any(map(str.islower, name)) for name in long) >= 0.8 * len(long)


def stands_out(text: str) -> bool:
    """A line in capitals without figures, units and brackets: no second line of a name in small letters, unless it is an
    abbreviation's."""
    letters = sum(map(str.isalpha, text))
    return text.isupper() and letters >= 3 and not any(c.isdigit() or c in "()[]%,/#" for c in text)


def stands_alone(text: str) -> bool:
    """A heading of several words in capitals, where values stand."""
    return stands_out(text) and " " in text and len(text) >= _HEADING and not reads_as_value(text)


#: Characters; findings in words are shorter.
_HEADING = 12
