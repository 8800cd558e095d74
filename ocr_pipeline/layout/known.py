"""What words and places say about a page, worked out once: several stages ask the same questions of the same page."""

from __future__ import annotations

from dataclasses import dataclass

from ocr_pipeline.fields import Field, read_fields
from ocr_pipeline.layout.once import once_a_page
from ocr_pipeline.layout.rows import page_rows
from ocr_pipeline.layout.zones import Zone, is_table_head, prints_without_colons, zones
from ocr_pipeline.page import PageText


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
    rows = page_rows(page)
    return Known(
        where,
        rows,
        tuple(row for row in rows if is_table_head([page.lines[i].text for i in row])),
        read_fields(page, [z != "body" for z in where]),
        prints_without_colons(page),
    )
