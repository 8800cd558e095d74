"""Headings that a narrow cell at the left prints over several lines (``影像`` over ``所见``, ``Breast`` over ``composition``):
one line each, at half their height, as forms print those that fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from ocr_pipeline.fields import fold, is_han
from ocr_pipeline.fields.heading_words import HEADINGS
from ocr_pipeline.page import Char, Line, PageText
from ocr_pipeline.report import Polygon

#: A part of such a heading has so many characters, and a heading so many parts.
_LONGEST_HAN, _LONGEST, _MOST = 4, 16, 4
#: The parts of one cell stand in even steps.
_EVEN = 1.3
#: Distance of two parts, and of their edges or middles, in heights of the type.
_NEAREST, _FARTHEST, _ALIGNED = 0.6, 2.0, 0.8
#: Words that are headings by themselves stand so near to one another when they are one.
_NEAR = 1.6


def with_whole_headings(page: PageText) -> PageText:
    """``page`` with each stacked heading as one line in place of its parts; the page itself where there is none."""
    page = _with_upright(page)
    short = sorted((i for i, line in enumerate(page.lines) if _may_be_part(line.text)), key=lambda i: page.lines[i].top)
    if len(short) < 2:
        return page
    joined: dict[int, Line] = {}
    gone: set[int] = set()
    for i in short:
        if page.lines[i].text.strip()[0].islower():
            continue  # goes on with a heading, begins none
        stack = _stack(page.lines, [k for k in short if k not in gone], i) if i not in gone else []
        for size in range(len(stack), 1, -1):
            parts = [page.lines[k] for k in stack[:size]]
            if _is_heading(parts) and _heads_text(page.lines, parts):
                joined[i] = _joined(parts)
                gone.update(stack[1:size])
                break
    if not joined:
        return page
    return replace(page, lines=tuple(joined.get(i, line) for i, line in enumerate(page.lines) if i not in gone))


#: So much higher than wide is what the engine read as one column of letters.
_UPRIGHT = 2.0


def _with_upright(page: PageText) -> PageText:
    """``page`` with headings that were read as one column of letters beside their text: text that runs another way stands below
    the page, these stand at half their height."""
    own = [line for line in page.lines if not _runs_down(line)]
    low = max((line.bottom for line in own if not _is_letter(line)), default=0.0)
    placed = {
        i: _beside(line, own)
        for i, line in enumerate(page.lines)
        if _runs_down(line) or (_is_letter(line) and line.top > low)
    }
    if not any(placed.values()):
        return page
    return replace(page, lines=tuple(placed.get(i) or line for i, line in enumerate(page.lines)))


def _is_letter(line: Line) -> bool:
    return len(line.text.strip()) == 1 and is_han(line.text.strip())


def _runs_down(line: Line) -> bool:
    xs, ys = [x for x, _ in line.polygon], [y for _, y in line.polygon]
    tall = max(ys) - min(ys) > _UPRIGHT * (max(xs) - min(xs))
    return tall and line.right - line.left > line.height and _bare(line.text) in _listed()


def _beside(line: Line, own: Sequence[Line]) -> Line | None:
    """``line`` where it stands in the picture, None when nothing stands right of it or the page is turned."""
    (left, top), (right, bottom) = (tuple(f(p[n] for p in line.polygon) for n in (0, 1)) for f in (min, max))
    level = [o for o in own if o.polygon[0][0] > right - 0.2 * (right - left) and top < _middle(o.polygon)[1] < bottom]
    if not level or any(o.polygon[1][0] - o.polygon[0][0] < abs(o.polygon[1][1] - o.polygon[0][1]) for o in level):
        return None
    near = min(level, key=lambda o: abs(_middle(o.polygon)[1] - (top + bottom) / 2))
    dx, dy = (near.middle[k] - _middle(near.polygon)[k] for k in (0, 1))
    x0, x1, y, half = left + dx, right + dx, (top + bottom) / 2 + dy, near.height / 2
    return replace(line, flat=((x0, y - half), (x1, y - half), (x1, y + half), (x0, y + half)))


def _middle(polygon: Polygon) -> tuple[float, float]:
    return sum(x for x, _ in polygon) / len(polygon), sum(y for _, y in polygon) / len(polygon)


def _may_be_part(text: str) -> bool:
    bare = text.strip().rstrip(":：")
    if not bare or not all(c.isalpha() or c in " /&-" for c in bare):
        return False
    return len(bare) <= (_LONGEST_HAN if is_han(bare[0]) else _LONGEST)


def _stack(lines: Sequence[Line], short: Sequence[int], first: int) -> list[int]:
    """``first`` and the short lines right below it, one under the other."""
    out = [first]
    while len(out) < _MOST:
        last = lines[out[-1]]
        high = max(last.height, 1.0)
        below = [
            k
            for k in short
            if _NEAREST * high < lines[k].middle[1] - last.middle[1] < _FARTHEST * high
            and (
                abs(lines[k].left - last.left) < _ALIGNED * high
                or abs(lines[k].middle[0] - last.middle[0]) < _ALIGNED * high
            )
        ]
        if not below:
            break
        out.append(min(below, key=lambda k: lines[k].middle[1]))
        steps = [lines[b].middle[1] - lines[a].middle[1] for a, b in pairwise(out)]
        if max(steps) > _EVEN * min(steps):
            return out[:-1]  # the next cell's
    return out


def _text(parts: Sequence[Line]) -> str:
    said = [part.text.strip() for part in parts]
    return ("" if is_han(said[0][0]) else " ").join(said)


def _is_heading(parts: Sequence[Line]) -> bool:
    """The words of all are a listed heading, and none of them but the last has a colon. ``IMPRESSION`` and ``PLAN`` far apart
    are two."""
    far = max(b.middle[1] - a.middle[1] for a, b in pairwise(parts)) >= _NEAR * max(parts[0].height, 1.0)
    if far and all(_bare(part.text) in _listed() for part in parts):
        return False
    return _bare(_text(parts)) in _listed() and not any(p.text.rstrip().endswith((":", "：")) for p in parts[:-1])


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text)))


@lru_cache(maxsize=1)
def _listed() -> frozenset[str]:
    return frozenset(_bare(word) for words in HEADINGS.values() for word in words.split("|"))


def _heads_text(lines: Sequence[Line], parts: Sequence[Line]) -> bool:
    """Nothing stands left of the stack, and lines of one column right of it: the cells of a header have others beside them."""
    high = max(p.height for p in parts)
    top, bottom = min(p.top for p in parts) + 0.3 * high, max(p.bottom for p in parts) - 0.3 * high
    right = max(p.right for p in parts)
    level = [o for o in lines if o.bottom > top and o.top < bottom and not any(o is p for p in parts)]
    heights = sorted(o.middle[1] for o in level)
    apart = all(below - above > 0.4 * high for above, below in pairwise(heights))
    return bool(level) and apart and all(o.left > right for o in level)


def _joined(parts: Sequence[Line]) -> Line:
    chars: list[Char] = []
    for part in parts:
        if chars and not is_han(part.text.strip()[0]):
            chars.append(Char(" ", 1.0, 1.0, 1.0))
        chars.extend(c for c in part.chars if c.text.strip() or c is not part.chars[-1])
    wide = max(len(chars), 1)
    placed = tuple(replace(c, start=n / wide, end=(n + 1) / wide) for n, c in enumerate(chars))
    text = "".join(c.text for c in placed)
    first, last = parts[0], parts[-1]
    left, right = min(p.left for p in parts), max(p.right for p in parts)
    middle, high = (first.middle[1] + last.middle[1]) / 2, sum(p.height for p in parts) / len(parts) / 2
    flat: Polygon = ((left, middle - high), (right, middle - high), (right, middle + high), (left, middle + high))
    polygon = (first.polygon[0], first.polygon[1], last.polygon[2], last.polygon[3])
    return replace(
        first, text=text, confidence=min(p.confidence for p in parts), chars=placed, polygon=polygon, flat=flat
    )
