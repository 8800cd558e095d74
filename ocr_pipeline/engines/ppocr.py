"""The PP-OCRv6 engine: detection and recognition over any runtime that provides the three networks."""

from __future__ import annotations

import math
import re
import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from models.symbols.reader import SignReader
from ocr_pipeline.engines.boxes.detection import inside
from ocr_pipeline.engines.boxes.growing import page_boxes
from ocr_pipeline.engines.boxes.merged import apart, usual_line
from ocr_pipeline.engines.boxes.pitch import narrower
from ocr_pipeline.engines.boxes.weak import with_weak
from ocr_pipeline.engines.characters.dashes import with_dashes
from ocr_pipeline.engines.characters.decoding import characters, is_wide, spread
from ocr_pipeline.engines.characters.overlaps import without_overlaps
from ocr_pipeline.engines.characters.spelling import with_page_spelling
from ocr_pipeline.engines.characters.tones import with_possible_tones
from ocr_pipeline.engines.characters.vietnamese import chosen, has_words, is_vietnamese
from ocr_pipeline.engines.crops.cut import SQUEEZE, WIDEST, cut, cut_width, ink, natural_height, natural_width
from ocr_pipeline.engines.crops.pieced import joined, pieces
from ocr_pipeline.engines.crops.rules import without_rules
from ocr_pipeline.engines.crops.walls import walls
from ocr_pipeline.engines.marks import TILTED, lone_digits, marks, specks
from ocr_pipeline.engines.networks import CROP_HEIGHT, DIRECTION_SIZE, Networks, Steps
from ocr_pipeline.engines.runtimes.characters import character_list
from ocr_pipeline.engines.signs.brackets import with_bracketed
from ocr_pipeline.engines.signs.lone import with_last_signs, with_signs
from ocr_pipeline.engines.signs.permille import with_permille
from ocr_pipeline.engines.signs.swallowed import with_swallowed
from ocr_pipeline.engines.values.counts import with_counts
from ocr_pipeline.engines.values.exponents import with_exponents
from ocr_pipeline.engines.values.second import WIDEST as READ_TWICE
from ocr_pipeline.engines.values.second import with_second_reading
from ocr_pipeline.page import Char, Image, Line, Polygon
from ocr_pipeline.report import as_polygon

STEP = 8  #: pixels of a crop per time step of the recogniser
PRINT_SIZE = 0.72  #: a full-width character's width, of the box height, before the squeeze
LONG = 320  #: natural width in pixels of a crop from which it is squeezed; in short ones a dash would be lost
SAMPLE = 3  #: longest lines that are read first, unsqueezed: they tell how close the page's print stands
ROOMY = 2.9  #: characters on a length of the box' height that a crop's natural width is right for (two time steps each)
CLOSE = 2.7  #: the same, from which a squeezed line may have lost one of two like letters without much doubt
DOUBTFUL, CLOSE_DOUBTFUL, HARDLY = 0.9, 0.985, 0.75  #: least confidences of a line under which it is read again
WIDER, NARROWER = 1.5, 0.75  #: widths of the second and third reading of a line that was not squeezed
LOST = 0.7  #: mean confidence of a long line under which it is read wider: a dozen of 900 lines on 70 pages
SMALL = 24  #: pixels of a line's height up to which it is read again enlarged by curves: 16 strings of 641 more
LEADERS = re.compile(r"…+|[.·•_…]{3,}")  #: rows of dots are doubtful always and worth nothing
CUT_NUMBER = re.compile(
    r"\A[.·•_…]+\s?[<>]?\d|\A[<>]?\d{1,3}[.,]\Z"
)  #: a number behind dots, or cut at its decimal sign
TWO_CELLS = 3  #: digits of a line that may hold the cells on both sides of a rule
SEEN = 0.4  #: confidence from which a character that another reading lacks is believed


class Look(NamedTuple):
    """A line's place and the width that it is read at, of its natural one; ``smooth`` when it is enlarged by curves."""

    place: int
    width: float
    smooth: bool = False


class PpOcr:
    """See :class:`ocr_pipeline.page.Engine`. Not for use from several threads."""

    def __init__(self, name: str, networks: Networks) -> None:
        self.name = name
        self.version = networks.version
        self._networks = networks
        self._signs = SignReader()
        self._crops: dict[
            Polygon, Image
        ] = {}  #: of one page, at their natural width: the reader of values sees them, too

    def detect(self, image: Image) -> list[Polygon]:
        """Quadrilaterals in pixels of ``image``; the detector's picture grows until print is large enough in it."""
        self._networks.rest("recogniser")  # which may have told how the page lies
        found, weak = page_boxes(image, self._networks.text_map)
        if abs(usual_line(found)[1]) <= TILTED:  # else the page will be turned and looked at again
            found = apart(image, found, self._networks.text_map)
            found = with_weak(image, found, weak, self._networks.text_map)
        self._networks.rest("detector")
        dark = specks(image, found)
        known = len(found)
        if len(digits := lone_digits(found, dark)):  # on few pages
            found = with_weak(image, found, digits, self._networks.text_map)
            self._networks.rest("detector")
        signs = marks(image, found, self._signs, self._networks.values, dark)
        signs = [box for box in signs if not any(inside(box.x, box.y, new) for new in found[known:])]
        return [as_polygon(box.corners()) for box in found + signs]

    def recognise(self, image: Image, quads: Sequence[Polygon]) -> list[Line]:
        """One line per quadrilateral. What is doubtful is read again at other widths; the surer reading stays.

        Wrong texts made right and right ones made wrong on 64 labelled pages: of 262 squeezed lines at their whole width
        61 and 1, of 443 short ones at one and a half 15 and 10, of 174 at three quarters 12 and 4; third readings of
        squeezed lines bought nothing, but for those that are hardly read.
        """
        self._crops.clear()
        lines, widths, early = self._first_look(image, quads, again=True)
        late = {i: line for i, line in enumerate(lines) if widths[i] >= 1 and i not in early}
        looks = [Look(i, 1.0) for i, line in enumerate(lines) if widths[i] < 1 and _crowded(line)]
        looks += _unsure(quads, late) + [Look(i, NARROWER) for i in early if _doubt(lines[i]) < HARDLY]
        self._look_again(image, quads, lines, looks)
        self._look_again(image, quads, lines, [Look(i, NARROWER) for i in late if _doubt(lines[i]) < HARDLY])
        quads = self._look_at_pitch(image, quads, lines)
        small = [i for i, line in enumerate(lines) if natural_width(quads[i]) > LONG and _is_small(line)]
        self._look_again(image, quads, lines, [Look(i, WIDER) for i in small])
        if self._networks.vietnamese and is_vietnamese(lines):
            worded = [i for i, line in enumerate(lines) if has_words(line)]
            wanted = [1.0] * len(worded)
            read = self._read(image, [quads[i] for i in worded], wanted, vietnamese=True)
            for i, line in zip(worded, read, strict=True):
                lines[i] = with_possible_tones(chosen(lines[i], line))
        lines = with_signs(image, quads, lines, self._signs)
        lines = with_swallowed(image, with_last_signs(image, quads, lines, self._signs), self._signs)
        lines = with_page_spelling(lines)
        lines = with_second_reading(image, quads, lines, self._networks.values, self._crops)
        self._crops.clear()
        lines = with_permille(image, quads, lines)
        lines = with_exponents(
            image,
            quads,
            lines,
            lambda picture, parts: self._read(picture, parts, [1.0] * len(parts)),
            self._networks.values,
        )
        self._networks.rest("recogniser")
        return without_overlaps(with_bracketed(image, quads, with_counts(lines)))

    def glance(self, image: Image, quads: Sequence[Polygon]) -> list[Line]:
        """As :meth:`recognise`, nothing looked at twice: what is upside down is all doubtful, and costs twice as much."""
        return self._first_look(image, quads)[0]

    def _first_look(
        self, image: Image, quads: Sequence[Polygon], again: bool = False
    ) -> tuple[list[Line], list[float], list[int]]:
        """Each line and the width that it was read at, of its natural one: long lines are squeezed as far as the print
        of the longest ones allows. Last the places of those that were read before them; with ``again`` the doubtful ones of
        these have had their second look: beside the long lines it costs less, as every pass goes through all shapes."""
        long = sorted(
            (i for i, quad in enumerate(quads) if natural_width(quad) > LONG), key=lambda i: -_width(quads[i])
        )
        sample, rest = long[:SAMPLE], long[SAMPLE:]
        first = sorted({*range(len(quads))} - {*rest})  # whatever is not squeezed: at a reading's end a stream waits
        known = dict(zip(first, self._read(image, [quads[i] for i in first], [1.0] * len(first)), strict=True))
        pitches = [pitch for i in sample if (pitch := _pitch(known[i])) is not None]
        squeeze = min(WIDER, max(SQUEEZE, statistics.median(pitches) / ROOMY)) if pitches else SQUEEZE
        widths = [1.0] * len(quads)
        for place in rest:
            widths[place] = squeeze
        looks = [Look(i, squeeze) for i in rest] + (_unsure(quads, known) if again else [])
        for look, line in zip(looks, self._look(image, quads, looks), strict=True):
            known[look.place] = better(known[look.place], line) if look.place in known else line
        return [known[i] for i in range(len(quads))], widths, first

    def _look_again(self, image: Image, quads: Sequence[Polygon], lines: list[Line], looks: Sequence[Look]) -> None:
        for look, line in zip(looks, self._look(image, quads, looks), strict=True):
            lines[look.place] = better(lines[look.place], line)

    def _look(self, image: Image, quads: Sequence[Polygon], looks: Sequence[Look]) -> list[Line]:
        where = [quads[look.place] for look in looks]
        return self._read(image, where, [look.width for look in looks], [look.smooth for look in looks])

    def _look_at_pitch(self, image: Image, quads: Sequence[Polygon], lines: list[Line]) -> Sequence[Polygon]:
        """Doubtful long lines whose box reaches into their neighbours read without those; the quadrilaterals that each
        line was read by in the end."""
        high = narrower(quads, [i for i, line in enumerate(lines) if _doubt(line) < CLOSE_DOUBTFUL])
        if not high:
            return quads
        self._look_again(
            image, [high.get(i, quad) for i, quad in enumerate(quads)], lines, [Look(i, 1.0) for i in high]
        )
        return [line.polygon for line in lines]

    def _read(
        self,
        image: Image,
        quads: Sequence[Polygon],
        squeezes: Sequence[float],
        smooth: Sequence[bool] = (),
        vietnamese: bool = False,
    ) -> list[Line]:
        """A line a quadrilateral, read at ``squeezes`` of its natural width; ``smooth`` ones enlarged by curves."""
        alphabet = character_list(vietnamese)
        crops: dict[int, Image] = {}

        def crop(place: int) -> Image:
            if place not in crops:
                curved = bool(smooth and smooth[place])
                crops[place] = without_rules(cut(image, quads[place], squeezes[place], smooth=curved))
                if squeezes[place] == 1.0 and not curved and crops[place].shape[1] <= READ_TWICE:
                    self._crops[quads[place]] = crops[place]
            return crops[place]

        parts: list[tuple[int, int, int]] = []
        for place, (quad, squeeze) in enumerate(zip(quads, squeezes, strict=True)):
            width = cut_width(quad, squeeze)
            parts += [(place, a, b) for a, b in (pieces(crop(place)) if width > WIDEST else [(0, width)])]
        missing = Counter(place for place, _, _ in parts)
        steps: dict[int, list[tuple[Steps, int, int]]] = {place: [] for place in range(len(quads))}
        lines: dict[int, Line] = {}
        widths = [b - a for _, a, b in parts]

        def picture(number: int) -> Image:
            place, a, b = parts[number]
            return crop(place)[:, a:b]

        for number, found in self._networks.read(widths, picture, vietnamese):
            place, a, b = parts[number]
            steps[place].append((found, a, b))
            missing[place] -= 1
            if not missing[place]:
                pieced = sorted(steps.pop(place), key=lambda each: each[1])
                lines[place] = line_of(quads[place], pieced, crops.pop(place), squeezes[place], alphabet)
        return [lines[place] for place in range(len(quads))]

    def upside_down(self, image: Image, quads: Sequence[Polygon]) -> list[float]:
        """Probability, a quadrilateral, that its text stands on its head. Only to be used as a vote of long lines."""
        width, height = DIRECTION_SIZE
        crops = []
        for quad in quads:
            crop = cut(image, quad, squeeze=1.0)[:, :width]
            out = np.zeros((height, width, 3), np.uint8) + np.uint8(127)
            out[:, : crop.shape[1]] = crop
            crops.append(out)
        return self._networks.upside_down(crops)


def line_of(
    quad: Polygon, read: list[tuple[Steps, int, int]], crop: Image, squeeze: float, alphabet: Sequence[str]
) -> Line:
    """The line of a crop from the time steps of its pieces, each with its range of columns."""
    size = PRINT_SIZE * squeeze * CROP_HEIGHT
    chars = joined([(_within(steps, a, b, alphabet, size), a, b) for steps, a, b in read])
    parted = walls(crop) if sum(c.text.isdigit() for c in chars) >= TWO_CELLS else []
    placed = spread(with_dashes(chars, size, crop), size, crop.shape[1], lambda: ink(crop), parted)
    return Line("".join(c.text for c in placed), min((c.confidence for c in placed), default=0.0), placed, quad, quad)


def _within(steps: Steps, a: int, b: int, alphabet: Sequence[str], size: float) -> list[Char]:
    """The characters of a piece from column ``a`` to ``b``, without what was read into the padding behind it."""
    found = [char for char in characters(steps, alphabet, STEP, size) if char.start <= b - a]
    return [replace(char, start=char.start + a, end=char.end + a) for char in found] if a else found


def _width(quad: Polygon) -> float:
    """Pixels on the page."""
    return math.dist(quad[0], quad[1])


def _pitch(line: Line) -> float | None:
    """Characters on a length of the box' height; None where a line holds full-width characters or hardly any."""
    text = [c.text for c in line.chars if c.text.strip()]
    if len(text) < 8 or sum(is_wide(c) for c in text) > len(text) / 4:
        return None
    return len(text) * CROP_HEIGHT / natural_width(line.polygon)


def _doubt(line: Line) -> float:
    """The least confidence of a character that counts; 0 for an empty line, 1 for a row of dots. A number
    that ends in its decimal sign has lost a digit."""
    if not line.chars or len(line.chars) != len(line.text):
        return line.confidence
    if CUT_NUMBER.fullmatch(line.text):
        return 0.0
    leaders = {place for match in LEADERS.finditer(line.text) for place in range(*match.span())}
    return min((c.confidence for place, c in enumerate(line.chars) if place not in leaders), default=1.0)


def _unsure(quads: Sequence[Polygon], lines: Mapping[int, Line]) -> list[Look]:
    """Second looks at those of the ``lines``, by their places, that are doubtful though they were not squeezed."""
    out = []
    for i, line in lines.items():
        if _doubt(line) < DOUBTFUL and (natural_width(quads[i]) <= LONG or (_pitch(line) or 0.0) > ROOMY):
            small = natural_height(quads[i]) <= SMALL
            out.append(Look(i, 1.0 if small else WIDER, small))
    return out


def _crowded(line: Line) -> bool:
    """Whether a squeezed line is worth its whole width: a doubtful one, or one of close print with the least doubt."""
    doubt = _doubt(line)
    return doubt < DOUBTFUL or (doubt < CLOSE_DOUBTFUL and (_pitch(line) or 0.0) >= CLOSE)


def _is_small(line: Line) -> bool:
    """Whether the letters of a long line, in a box much higher than they are, may be too narrow at its natural width: one that
    can hardly be read, or a doubtful one of close print."""
    return _mean(line) < LOST or (_doubt(line) < HARDLY and (_pitch(line) or 0.0) > ROOMY)


def better(one: Line, other: Line) -> Line:
    """The surer of two readings of a line; but a dash or a repeated digit of a number that only one of them holds was
    swallowed by the other rather than invented, unless it is hardly seen."""
    for long, short in ((one, other), (other, one)):
        missed = _missed(long, short)
        if missed:
            return long if min(c.confidence for c in missed) >= SEEN else short
        cut = short.text.replace(" ", "").lstrip("…. ")
        if CUT_NUMBER.fullmatch(cut) and re.search(re.escape(cut) + r"\d", long.text.replace(" ", "")):
            return long
    return other if _mean(other) > _mean(one) else one


def _missed(long: Line, short: Line) -> list[Char]:
    """What ``long`` has more than ``short`` when that is all they differ in, and all of it dashes and repeated digits."""
    chars, rest, out = [c for c in long.chars if c.text != " "], [c.text for c in short.chars if c.text != " "], []
    for place, char in enumerate(chars):
        before, after = (chars[p].text if 0 <= p < len(chars) else "" for p in (place - 1, place + 1))
        if rest and rest[0] == char.text:
            rest.pop(0)
        elif (char.text == "-" and before.isdigit() and after.isdigit()) or (
            char.text.isdigit() and char.text == before
        ):
            out.append(char)
        else:
            return []
    return [] if rest else out


def _mean(line: Line) -> float:
    return statistics.fmean(c.confidence for c in line.chars) if line.chars else 0.0
