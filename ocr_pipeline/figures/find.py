"""Figures with their captions, and the sections that name them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ocr_pipeline.fields import is_han
from ocr_pipeline.fields.traditional import prints_traditional
from ocr_pipeline.layout.captions import Caption, alike, label_of, named, read_caption
from ocr_pipeline.layout.frames import outline
from ocr_pipeline.layout.known import know
from ocr_pipeline.page import Line, PageText
from ocr_pipeline.report import Figure, Polygon, Region, Section


@dataclass(frozen=True, slots=True)
class Figures:
    """``sections`` are those given, with ``figures`` filled in."""

    figures: tuple[Figure, ...]
    sections: tuple[Section, ...]


def find_figures(
    pages: Sequence[PageText], regions: Sequence[Sequence[Region]], sections: Sequence[Section]
) -> Figures:
    """One figure a picture region, labelled by the caption nearest to it (below before above). A caption without a picture
    of its own is a figure at the caption's place. Pictures without caption get, in order, the numbers that the text names
    and no caption has, then the next free ones."""
    found: list[tuple[tuple[int, str], Figure]] = []
    bare: list[tuple[int, Polygon]] = []
    for place, page in enumerate(pages):
        pictures = [r.polygon for r in (regions[place] if place < len(regions) else ()) if r.label == "figure"]
        captions = _captions(page)
        for caption, lines in captions:
            picture = _nearest(pictures, lines)
            if picture is not None:
                pictures.remove(picture)
            polygon = picture if picture is not None else outline(lines, page.lines)
            if all(key != caption.key for key, _ in found):
                found.append((caption.key, Figure(caption.label, page.index, polygon, caption.text)))
        bare.extend((page.index, polygon) for polygon in pictures)
    wanted = _uncaptioned(sections, found)
    number = max((key[0] for key in (*(key for key, _ in found), *wanted)), default=0)
    word = _word([line.text for page in pages for line in page.lines])
    # On a laboratory sheet a picture without caption is a chart, a stamp or a shadow.
    for index, polygon in bare if any(s.kind == "findings" for s in sections) else ():
        if wanted:
            key = min(wanted)
            label = wanted.pop(key)
        else:
            number += 1
            key, label = (number, ""), label_of(word, str(number))
        found.append((key, Figure(label, index, polygon)))
    shown = alike([figure.label for _, figure in found], _has_marks(pages))
    found = [(key, replace(figure, label=shown[figure.label])) for key, figure in found]
    figures = tuple(figure for _, figure in sorted(found, key=lambda f: (f[1].page, f[0])))
    return Figures(figures, tuple(replace(s, figures=_linked(s.text, found, wanted)) for s in sections))


def _word(texts: Sequence[str]) -> str:
    """What a document of such ``texts`` calls a figure."""
    if prints_traditional(texts):
        return "圖"
    return "图" if any(is_han(c) for text in texts for c in text) else "Figure"


def _has_marks(pages: Sequence[PageText]) -> bool:
    """Whether the document writes Latin letters with marks."""
    return any("À" <= c <= "ỹ" for page in pages for line in page.lines for c in line.text)


def _uncaptioned(
    sections: Sequence[Section], found: Sequence[tuple[tuple[int, str], Figure]]
) -> dict[tuple[int, str], str]:
    """Figures that the text names and that have no caption, as far as the numbers run on from 1 without a hole: beyond, the
    text speaks of somebody else's pictures."""
    have = {key[0] for key, _ in found}
    said = {key: label for s in sections for key, label in named(s.text).items() if key[0] not in have}
    last = 0
    while last + 1 in have | {number for number, _ in said}:
        last += 1
    return {key: label for key, label in said.items() if 1 <= key[0] <= last}


def _linked(
    text: str, found: Sequence[tuple[tuple[int, str], Figure]], unseen: Mapping[tuple[int, str], str]
) -> tuple[str, ...]:
    """Labels of the figures that ``text`` names. One whose picture could not be seen is still named."""
    out: list[str] = []
    for number, letter in named(text):
        exact = [f.label for key, f in found if key == (number, letter)]
        # ``图2`` names all its parts; ``图2a`` names figure 2 when its parts have no captions of their own.
        wide = [f.label for key, f in found if key[0] == number and (not letter or not key[1])]
        lost = [unseen[number, letter]] if (number, letter) in unseen else []
        out.extend(label for label in (exact or wide or lost) if label not in out)
    return tuple(out)


def _captions(page: PageText) -> list[tuple[Caption, list[Line]]]:
    where = know(page).zones
    out: list[tuple[Caption, list[Line]]] = []
    for row in know(page).rows:
        for i in row:
            line = page.lines[i]
            caption = read_caption(line.text)
            if (caption is not None and where[i] != "header") or (caption is not None and len(line.text) < 40):
                out.append((caption, [line]))
    return out


def _nearest(pictures: Sequence[Polygon], lines: Sequence[Line]) -> Polygon | None:
    """The picture right above the caption, else right below, else around it; by distance in the original picture."""
    xs = [x for line in lines for x, _ in line.polygon]
    ys = [y for line in lines for _, y in line.polygon]
    height = max(1.0, (max(ys) - min(ys)))
    best: tuple[float, Polygon] | None = None
    for picture in pictures:
        px, py = [x for x, _ in picture], [y for _, y in picture]
        across = max(0.0, min(xs) - max(px), min(px) - max(xs))
        above, below = min(ys) - max(py), min(py) - max(ys)
        gap = max(above, below, 0.0) + (0.5 * height if below > above else 0.0)
        sideways = abs((min(xs) + max(xs)) - (min(px) + max(px))) / 2
        cost = gap + 2 * across + 0.1 * sideways
        if gap < 8 * height and across < 3 * height and (best is None or cost < best[0]):
            best = (cost, picture)
    return best[1] if best else None
