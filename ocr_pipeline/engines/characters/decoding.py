"""From the recogniser's time steps to characters with a place and a runner-up (CTC, Graves et al., ICML 2006)."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ocr_pipeline.engines.crops.walls import BLANKS
from ocr_pipeline.engines.networks import Steps
from ocr_pipeline.page import Char

DOUBTFUL = 0.9  #: below this confidence a character carries its runner-up
FULL_WIDTH, HALF_WIDTH, THIN = 1.0, 0.56, 0.3  #: of the print's size, typical of CJK, Latin and of signs like i . , 1
_THIN = frozenset("iljtfrI.,:;'`|!()[]")
LASTING, MAYBE_TWO = 0.6, 0.8  #: of the print's size, that a digit may be seen for, and the confidence beyond it
GAP = 0.30  #: of the print's size: an empty stretch that is a space between Latin words
LEADERS, LEADER = ".·…", 0.22  #: dots that lead to a number, and the paper between them and it, of the print's size
CERTAIN_GAP = 0.9  #: between any two characters: the detector joined two cells


def characters(steps: Steps, alphabet: Sequence[str], step: float, size: float) -> list[Char]:
    """The characters of a crop; ``start`` and ``end`` are both the character's middle, in pixels of the crop.

    ``step`` is the width of a time step in pixels, ``size`` that of a full-width character. A digit that is seen for
    longer than a digit is wide may be two (``4,800`` read ``4,80``) and is doubtful.
    """
    best, probability = steps.index[:, 0].tolist(), steps.probability[:, 0].tolist()
    out: list[Char] = []
    first, end = 0, len(best)
    while first < end:
        number, last = best[first], first + 1
        while last < end and best[last] == number:
            last += 1
        if number:
            seen = probability[first:last]
            confidence = max(seen)
            peak = first + seen.index(confidence)
            middle = (sum(at * p for at, p in enumerate(seen, first)) / sum(seen) + 0.5) * step
            if last - first >= 3 and (last - first) * step >= LASTING * size and alphabet[number].isdigit():
                confidence = min(confidence, MAYBE_TWO)
            char = Char(alphabet[number], confidence, middle, middle)
            if confidence < DOUBTFUL:
                char = _with_runner_up(char, steps, peak, alphabet)
            out.append(char)
        first = last
    return out


def _with_runner_up(char: Char, steps: Steps, peak: int, alphabet: Sequence[str]) -> Char:
    for rank in range(1, steps.index.shape[1]):
        other = int(steps.index[peak, rank])
        if other:
            return replace(char, runner_up=alphabet[other], runner_up_confidence=float(steps.probability[peak, rank]))
    return char


@lru_cache(maxsize=8192)
def is_wide(char: str) -> bool:
    """Whether a character fills a whole square (CJK, full-width forms)."""
    return unicodedata.east_asian_width(char) in "WF"


@lru_cache(maxsize=8192)
def typical_width(char: str) -> float:
    """Of the print's size."""
    if is_wide(char):
        return FULL_WIDTH
    return THIN if char in _THIN else HALF_WIDTH


def spread(
    chars: Sequence[Char],
    size: float,
    width: float,
    ink: Callable[[], NDArray[np.float32]],
    walls: Sequence[tuple[int, int]] = (),
) -> tuple[Char, ...]:
    """Extents as fractions of the crop's ``width``, and the spaces that the recogniser dropped.

    ``size`` is a full-width character's width in pixels of the crop, ``ink`` gives the crop's contrast by column.
    A space becomes a character of its own where the columns between two Latin characters are empty for long enough,
    between any two where the gap is that of two table cells, and where the recogniser read one between words: of
    700 such spaces in drawn narratives it read 691 and invented none. Inside numbers its spaces are not believed.
    ``walls`` are the columns about the rules of a table: between two digits such a wall becomes three spaces, which part
    cells whatever their width. Leader dots in front of a number, further from it than a decimal point stands, are no
    part of it.
    """
    empty = cache(lambda: _empty(ink()))  # most lines have no gap that is looked into
    chars = _without_leader(chars, size, empty)
    said = {sum(bool(c.text.strip()) for c in chars[:place]) - 1 for place, c in enumerate(chars) if not c.text.strip()}
    chars = [c for c in chars if c.text.strip()]
    if not chars:
        return ()
    out: list[Char] = []
    start = max(0.0, chars[0].start - typical_width(chars[0].text) * size / 2)
    for place, char in enumerate(chars):
        half = typical_width(char.text) * size / 2
        following = chars[place + 1] if place + 1 < len(chars) else None
        if following is None:
            end = min(width, char.start + half)
            out.append(_placed(char, start / width, max(end, start + 1) / width))
            break
        wall = _wall(char, following, walls)
        gap = wall or _gap(char, following, size, empty)
        if gap is None and place in said and _between_words(chars, place):
            gap = _emptiest(char, following, empty())
        if gap is None:
            end = (char.start * typical_width(following.text) + following.start * typical_width(char.text)) / (
                typical_width(char.text) + typical_width(following.text)
            )
            out.append(_placed(char, start / width, end / width))
            start = end
        else:
            out.append(_placed(char, start / width, gap[0] / width))
            blanks = BLANKS if wall else 1
            stops = [gap[0], gap[1]] if blanks == 1 else np.linspace(gap[0], gap[1], blanks + 1).tolist()
            out += [Char(" ", 1.0, a / width, b / width) for a, b in pairwise(stops)]
            start = gap[1]
    return tuple(out)


def _placed(char: Char, start: float, end: float) -> Char:
    """As ``dataclasses.replace``, in a third of its time: every character of a page comes through here."""
    return Char(char.text, char.confidence, start, end, char.runner_up, char.runner_up_confidence)


def _wall(left: Char, right: Char, walls: Sequence[tuple[int, int]]) -> tuple[float, float] | None:
    """The range about a rule between two characters of which one is a digit: ``50Low|125-350``, ``4.2|4.3``."""
    one, other = left.text.isdigit(), right.text.isdigit()
    if not ((one and other) or (one and right.text.isalpha()) or (other and (left.text.isalpha() or left.text == "%"))):
        return None
    return next(((float(a), float(b)) for a, b in walls if left.start < (a + b) / 2 < right.start), None)


def _without_leader(chars: Sequence[Char], size: float, empty: Callable[[], NDArray[np.bool_]]) -> list[Char]:
    """A line that begins with the last dots of a leader, without them: paper parts them from the number behind, more of
    it where the number has no decimal sign of its own (typewriter print sets ``.5`` wide)."""
    rest = list(chars)
    while len(rest) > 1 and rest[0].text in LEADERS:
        behind = [c for c in rest[1:] if c.text.strip()]
        if not behind or not (behind[0].text in LEADERS or behind[0].text.isdigit()):
            return list(chars)
        run = _longest_run(empty()[max(0, int(rest[0].start)) : int(np.ceil(behind[0].start))])
        own = any(c.text in ".," for c in behind[1:])
        if behind[0].text.isdigit() and (run is None or run[1] - run[0] < LEADER * size * (1 if own else 2)):
            return list(chars)
        rest = rest[rest.index(behind[0]) :]
    return rest


def _empty(ink: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Columns without print: contrast under a third of the way from the paper's to the print's."""
    if ink.size == 0:
        return np.zeros(0, bool)
    ordered = np.sort(ink)
    low, high = (float(ordered[round(share * (ink.size - 1))]) for share in (0.02, 0.95))
    return np.asarray(ink < low + max(12.0, 0.3 * (high - low)))


def _gap(left: Char, right: Char, size: float, empty: Callable[[], NDArray[np.bool_]]) -> tuple[float, float] | None:
    """Where the space between two characters starts and ends, in pixels of the crop; None when there is none."""
    natural = (typical_width(left.text) + typical_width(right.text)) / 2 * size
    distance = right.start - left.start
    words = _in_word(left.text) and _in_word(right.text)
    needed = (GAP if words else CERTAIN_GAP) * size
    if distance < natural + 0.6 * needed:
        return None
    columns = empty()
    first, last = max(0, int(left.start)), min(len(columns), int(np.ceil(right.start)))
    run = _longest_run(columns[first:last])
    if run is None or run[1] - run[0] < needed:
        return None
    return float(first + run[0]), float(first + run[1])


def _between_words(chars: Sequence[Char], place: int) -> bool:
    """Whether one side of the place after a character is Latin prose, and neither side Chinese."""
    before, after = chars[place].text, chars[place + 1].text
    if is_wide(before) or is_wide(after):
        return False
    stop = before in ".,:;)" and place > 0 and chars[place - 1].text.isalpha()
    return before.isalpha() or after.isalpha() or stop


def _emptiest(left: Char, right: Char, empty: NDArray[np.bool_]) -> tuple[float, float]:
    """The widest empty stretch between two characters, or the middle between them, in pixels of the crop."""
    first, last = max(0, int(left.start)), min(len(empty), int(np.ceil(right.start)))
    run = _longest_run(empty[first:last])
    middle = (left.start + right.start) / 2
    return (float(first + run[0]), float(first + run[1])) if run else (middle, middle)


def _in_word(char: str) -> bool:
    """Signs stand off from digits by themselves (``4. 00`` in typewriter print), and CJK needs no spaces."""
    return char.isalnum() and not is_wide(char)


def _longest_run(flags: NDArray[np.bool_]) -> tuple[int, int] | None:
    best, first = (0, 0), -1
    for place, flag in enumerate([*flags.tolist(), False]):  # few of them: faster than numpy's differences
        if not flag:
            if first >= 0 and place - first > best[1] - best[0]:
                best = first, place
            first = -1
        elif first < 0:
            first = place
    return best if best[1] else None
