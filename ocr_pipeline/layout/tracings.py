"""What the detector reads out of the tracing of an electrocardiogram: the names of its leads and bends of its curves."""

from __future__ import annotations

import re

from ocr_pipeline.page import PageText

#: Leads that nothing else is called on a page; ``I`` and ``II`` number headings as well.
_LEAD = re.compile(r"a\s?V\s?[RLF]|V[1-9]R?|[Ⅲ]|III", re.IGNORECASE)
#: So many of them, of so many names, say that a tracing is printed.
_LEAST, _NAMES = 5, 4
#: A bend of a curve is read as a few signs, hardly ever as a number.
_LONGEST = 6
_NUMBER = re.compile(r"\d[\d.,]*\d")
#: So many numbers between the leads, with so many leads: a table of what was measured in each of them.
_MEASURED = 3


def leads_of(page: PageText) -> list[int]:
    """Indices of the names of a tracing's leads; empty where there are too few of them."""
    leads = [i for i, line in enumerate(page.lines) if _LEAD.fullmatch(line.text.strip())]
    names = {page.lines[i].text.strip().casefold() for i in leads}
    return leads if len(leads) >= _LEAST and len(names) >= _NAMES else []


def tracings(page: PageText) -> frozenset[int]:
    """Indices of the lines of ``page`` that lie in a tracing: its leads, and short pieces between the highest and the lowest
    of them. Where numbers stand between, the leads are the names of a table's rows, and there is none."""
    leads = leads_of(page)
    if not leads:
        return frozenset()
    high = max(page.text_height, *(page.lines[i].height for i in leads))
    top = min(page.lines[i].top for i in leads) - 0.5 * high
    bottom = max(page.lines[i].bottom for i in leads) + 3 * high
    between = [i for i, line in enumerate(page.lines) if top < line.middle[1] < bottom]
    if sum(_NUMBER.fullmatch(page.lines[i].text.strip()) is not None for i in between) >= _MEASURED:
        return frozenset()
    return frozenset(i for i in between if i in leads or _is_bend(page.lines[i].text.strip(), page.lines[i].confidence))


def _is_bend(text: str, confidence: float) -> bool:
    """A sign or two, or a few that were hardly read."""
    short = len(text) <= 2 or (len(text) <= _LONGEST and confidence < 0.8)
    return short and _NUMBER.search(text) is None
