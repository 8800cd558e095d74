"""What words and places say about a page, worked out once: several stages ask the same questions of the same page."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TypeVar

from ocr_pipeline.fields import Field, read_fields
from ocr_pipeline.layout.beside import parted
from ocr_pipeline.layout.zones import Zone, is_table_head, prints_without_colons, rows_of, zones
from ocr_pipeline.page import PageText

#: Pages that are kept; they hold identity, so they are few and go with the next document.
_KEPT = 12

_T = TypeVar("_T")


def once_a_page(find: Callable[[PageText], _T]) -> Callable[[PageText], _T]:
    """``find``, which remembers what it found of the last pages."""
    recent: OrderedDict[int, tuple[PageText, _T]] = OrderedDict()

    @wraps(find)
    def found(page: PageText) -> _T:
        kept = recent.get(id(page))
        if kept is None or kept[0] is not page:
            kept = recent[id(page)] = (page, find(page))
            while len(recent) > _KEPT:
                recent.popitem(last=False)
        return kept[1]

    return found


@dataclass(frozen=True, slots=True)
class Known:
    """``zones`` by line, ``rows`` of line indices from top to bottom, ``heads`` the rows that head a table of results,
    ``fields`` with labels of header and footer; ``loose`` says that the form prints labels without colons."""

    zones: tuple[Zone, ...]
    rows: tuple[tuple[int, ...], ...]
    heads: tuple[tuple[int, ...], ...]
    fields: tuple[Field, ...]
    loose: bool


@once_a_page
def know(page: PageText) -> Known:
    """Zones, rows, heads of tables and fields of ``page``."""
    where = zones(page)
    rows = tuple(tuple(row) for row in parted(page, rows_of(page.lines)))
    return Known(
        where,
        rows,
        tuple(row for row in rows if is_table_head([page.lines[i].text for i in row])),
        read_fields(page, [z != "body" for z in where]),
        prints_without_colons(page),
    )
