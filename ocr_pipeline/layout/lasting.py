"""Text that goes on where it seems to have ended: beside the signature, and over the end of a page.

On curled or tilted paper who signed at the right end, a line lower, may come to stand beside the last line of the body.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ocr_pipeline.fields import labels_in
from ocr_pipeline.layout.beside import is_prose_line
from ocr_pipeline.page import PageText

_NUMBERED = re.compile(r"\s*[(（]?(\d{1,2})\s*[.、．)）]\s*(?!\d)")
_CLOSED = re.compile(r"[.。;；]\s*$")
NEAR, FAR = 1.5, 2.2  #: heights between the left edges of two lines of a paragraph, and between their tops


def goes_on(page: PageText, above: Sequence[int], row: Sequence[int]) -> int | None:
    """The line of ``row``, the first of the footer, that goes on with the body's text of the row ``above``: the next item of its
    list, or a line closed by a full stop, that begins below it and holds no label. None where there is no such line."""
    if len(row) < 2 or not above:
        return None
    line, before = page.lines[row[0]], page.lines[above[0]]
    high = max(line.height, 1.0)
    if abs(line.left - before.left) > NEAR * high or line.top - before.top > FAR * high:
        return None
    if labels_in(line.text) or not any(labels_in(page.lines[i].text) for i in row[1:]):
        return None
    item, last = _NUMBERED.match(line.text), _NUMBERED.match(before.text)
    follows = item is not None and last is not None and int(item[1]) == int(last[1]) + 1
    return row[0] if follows or (item is None and _CLOSED.search(line.text) and len(line.text) > 3) else None


#: The last words of a paragraph (``44 ml.``) are at least so many characters.
_FEW = 4


def rows_of_text(rows: Sequence[Sequence[str]]) -> int:
    """How many of ``rows``, cells above the first heading of a further page, end the text of the page before: from the first line
    of prose or item of a list down, or the last one when a full stop closes it."""
    for n, cells in enumerate(rows):
        item = _NUMBERED.match(cells[0]) and not labels_in(cells[0]) and len(cells[0]) > 2 * _FEW
        if len(cells) == 1 and (is_prose_line(cells[0]) or item):
            return len(rows) - n
    last = rows[-1] if rows else ()
    closed = len(last) == 1 and len(last[0]) >= _FEW and _CLOSED.search(last[0]) and not labels_in(last[0])
    return int(bool(closed))
