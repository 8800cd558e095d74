"""A stamp on the text: its words are no text, and what stands under it may have been read wrongly."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ocr_pipeline.layout.once import once_a_page
from ocr_pipeline.page import Line, PageText

#: The last line of a stamp, and those above it.
_LAST = re.compile(r"[\u4e00-\u9fff]{0,6}(?:专用章|公章|业务章|骑缝章)")
_ABOVE = re.compile(r"★|[检诊]?[查验断]?报告(?:单|书)?|(?:检验|检查|诊断|病理|影像|超声|放射|医疗)(?:科|报告|专用)?")
#: Its letters are larger than print, and so far from one line of them to the next, and from them to its rim, in their heights.
_LARGE, _NEXT, _RIM = 1.25, 1.6, 1.2
#: Under a stamp every character below this confidence is a doubt.
_SURE = 0.95


@once_a_page
def stamp_lines(page: PageText) -> frozenset[int]:
    """Indices of the lines of ``page`` that are the words of a stamp: larger than print, down to its last one."""
    large = [i for i, line in enumerate(page.lines) if page.text_height and line.height > _LARGE * page.text_height]
    out = {i for i in large if _LAST.fullmatch(page.lines[i].text.strip())}
    for last in sorted(out):
        mark = page.lines[last]
        for i in sorted(large, key=lambda i: -page.lines[i].top):
            line = page.lines[i]
            near = 0 < mark.top - line.top < _NEXT * max(mark.height, line.height)
            if near and abs(line.middle[0] - mark.middle[0]) < 2 * mark.height and _ABOVE.fullmatch(line.text.strip()):
                out.add(i)
                mark = line
    return frozenset(out)


def is_overprinted(page: PageText, lines: Sequence[Line]) -> bool:
    """Whether a stamp lies on ``lines`` and they show it: a character under it is unsure, or its words stand in their row."""
    words = [page.lines[i] for i in stamp_lines(page)]
    for word in words:
        rim = _RIM * word.height
        for line in lines:
            if line.right < word.left - rim or line.left > word.right + rim:
                continue
            if line.bottom < word.top - rim or line.top > word.bottom + rim:
                continue
            if abs(line.middle[1] - word.middle[1]) < 0.6 * word.height or _is_unsure(
                line, word.left - rim, word.right + rim
            ):
                return True
    return False


def _is_unsure(line: Line, left: float, right: float) -> bool:
    wide = line.right - line.left
    under = [c for c in line.chars if left < line.left + (c.start + c.end) / 2 * wide < right]
    return any(c.confidence < _SURE for c in under if c.text.strip())
