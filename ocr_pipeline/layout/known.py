"""What words and places say about a page, worked out once: several stages ask the same questions of the same page."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from ocr_pipeline.fields import Field, read_fields
from ocr_pipeline.layout.beside import parted
from ocr_pipeline.layout.zones import Zone, prints_without_colons, rows_of, zones
from ocr_pipeline.page import PageText

#: Pages that are kept; they hold identity, so they are few and go with the next document.
_KEPT = 12


@dataclass(frozen=True, slots=True)
class Known:
    """``zones`` by line, ``rows`` of line indices from top to bottom, ``fields`` with labels of header and footer;
    ``loose`` says that the form prints labels without colons."""

    zones: tuple[Zone, ...]
    rows: tuple[tuple[int, ...], ...]
    fields: tuple[Field, ...]
    loose: bool


_recent: OrderedDict[int, tuple[PageText, Known]] = OrderedDict()


def know(page: PageText) -> Known:
    """Zones, rows and fields of ``page``."""
    kept = _recent.get(id(page))
    if kept is not None and kept[0] is page:
        return kept[1]
    where = zones(page)
    known = Known(
        where,
        tuple(tuple(row) for row in parted(page, rows_of(page.lines))),
        read_fields(page, [z != "body" for z in where]),
        prints_without_colons(page),
    )
    _recent[id(page)] = (page, known)
    while len(_recent) > _KEPT:
        _recent.popitem(last=False)
    return known
