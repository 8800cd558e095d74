"""Labels for the parts of a page: words and geometry decide, the detector tells pictures from the rest."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ocr_pipeline.fields import labels_in
from ocr_pipeline.layout.detector import Detector
from ocr_pipeline.layout.frames import centre, inside, outline, to_flat
from ocr_pipeline.layout.headings import heading_in
from ocr_pipeline.layout.known import know
from ocr_pipeline.layout.pictures import boxes_overlap, find_pictures
from ocr_pipeline.layout.title_words import glued_title_words, only_title_words
from ocr_pipeline.layout.zones import is_result_row, is_table_head
from ocr_pipeline.page import Line, PageImage, PageText
from ocr_pipeline.report import Polygon, Region, RegionLabel

#: A block of body text ends where the white gap to the next row exceeds this many text heights; a table and the blocks
#: that are painted over reach further, but never across what may be a picture that nobody found.
_GAP, _TABLE_GAP, _COVERED_GAP = 1.8, 3.0, 6.0


def label_regions(page: PageImage, text: PageText, detector: Detector | None = None) -> tuple[Region, ...]:
    """Regions of a page, top to bottom, with polygons in pixels of the original picture and a score of 0..1.

    ``identity`` covers all of the header but the title, ``footer`` the signature and device block with the closing
    sentences; both are painted over in redacted pages. They never reach into the body nor across a figure.
    """
    pictures = find_pictures(page.image, text, detector) if page.image.size else ()
    if not text.lines:
        return pictures
    where = know(text).zones
    pictures = tuple(p for p in pictures if _in_body(p, text, where))
    outside = [
        i for i, line in enumerate(text.lines) if not any(inside(centre(line.polygon), r.polygon) for r in pictures)
    ]
    rows = [[i for i in row if i in set(outside)] for row in know(text).rows]
    labels: list[tuple[RegionLabel, list[int]]] = []
    for row in rows:
        if row:
            labels.extend(_label_row(text, row, [where[i] for i in row]))
    found = [
        Region(label, outline([text.lines[i] for i in block], text.lines), _score(label))
        for label, block in _blocks(text.lines, labels, [p.polygon for p in pictures])
    ]
    return tuple(
        sorted((*found, *pictures), key=lambda r: (min(y for _, y in r.polygon), min(x for x, _ in r.polygon)))
    )


def _in_body(picture: Region, text: PageText, where: Sequence[str]) -> bool:
    """False for logos and codes beside the header's or the footer's lines. Text burned into the picture says nothing."""
    _, y = to_flat(centre(picture.polygon), text.lines)
    outside = [i for i in range(len(where)) if not inside(centre(text.lines[i].polygon), picture.polygon)]
    heads = [text.lines[i].middle[1] for i in outside if where[i] == "header"]
    feet = [text.lines[i].middle[1] for i in outside if where[i] == "footer"]
    return not (heads and y < max(heads)) and not (feet and y > min(feet))


def _label_row(text: PageText, row: list[int], where: Sequence[str]) -> list[tuple[RegionLabel, list[int]]]:
    zone = max(set(where), key=list(where).count)
    texts = [text.lines[i].text for i in row]
    if zone == "header":
        titles = [i for i in row if _is_title(text.lines[i].text)]
        rest = [i for i in row if i not in titles]
        named: list[tuple[RegionLabel, list[int]]] = [("title", titles), ("identity", rest)]
        return [(label, block) for label, block in named if block]
    if zone == "footer":
        return [("footer", row)]
    if is_table_head(texts) or is_result_row(texts):
        return [("table", row)]
    if len(row) >= 3 and not heading_in(texts[0]):
        return [("table", row)]
    return [("text", row)]


def _is_title(text: str) -> bool:
    """Made of title words alone, and no label of the patient's block."""
    if labels_in(text) or ":" in text or "：" in text or not re.search(r"[^\W\d_]{2}", text):
        return False
    return only_title_words(text) or glued_title_words(text)


def _blocks(
    lines: Sequence[Line], labels: list[tuple[RegionLabel, list[int]]], pictures: Sequence[Polygon]
) -> list[tuple[RegionLabel, list[int]]]:
    """Neighbouring rows of one label become one region; a section heading opens a new text region."""
    out: list[tuple[RegionLabel, list[int]]] = []
    for label, row in labels:
        previous = out[-1] if out else None
        # A short line between two table rows (a sub-heading, a wrapped name) belongs to the table.
        if previous and previous[0] == label and _near(lines, previous[1], row, label, pictures):
            previous[1].extend(row)
        elif (
            previous
            and label == "table"
            and previous[0] == "text"
            and len(out) >= 2
            and out[-2][0] == "table"
            and _sub_heading(lines, previous[1])
        ):
            out.pop()
            out[-1][1].extend([*previous[1], *row])
        else:
            out.append((label, list(row)))
    return out


def _sub_heading(lines: Sequence[Line], block: list[int]) -> bool:
    return len(block) <= 2 and all(len(lines[i].text) < 40 and not heading_in(lines[i].text) for i in block)


def _near(
    lines: Sequence[Line], block: list[int], row: list[int], label: RegionLabel, pictures: Sequence[Polygon]
) -> bool:
    if label == "title" or (label == "text" and heading_in(lines[row[0]].text)):
        return False
    height = max(lines[i].height for i in row)
    # rows come from top to bottom: the last ones reach lowest
    gap = min(lines[i].top for i in row) - max(lines[i].bottom for i in block[-32:])
    if label in ("identity", "footer"):
        together = outline([lines[i] for i in (*block, *row)], lines) if pictures else ()
        return gap <= _COVERED_GAP * max(height, 1.0) and not any(boxes_overlap(together, p) > 0.05 for p in pictures)
    return gap <= (_TABLE_GAP if label == "table" else _GAP) * max(height, 1.0)


def _score(label: RegionLabel) -> float:
    return {"title": 0.9, "identity": 0.95, "table": 0.9, "text": 0.85, "footer": 0.9}.get(label, 0.5)
