"""What is found of a page once, though several stages ask for it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from ocr_pipeline.page import PageText

#: Pages that are kept; they hold identity, so they are few and go with the next document.
_KEPT = 12

_T = TypeVar("_T")


def once_a_page(find: Callable[[PageText], _T]) -> Callable[[PageText], _T]:
    """``find``, which remembers what it found of the last pages; nobody may change that."""
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
