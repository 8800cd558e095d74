"""An opened document: how many pages there are, and each of them when it is asked for."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from ocr_pipeline.loading.errors import DocumentError, PageError
from ocr_pipeline.loading.limits import Limits
from ocr_pipeline.page import PageImage
from ocr_pipeline.report import Reason

#: A stopwatch in seconds; only differences matter.
Stopwatch = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Document:
    """What :func:`ocr_pipeline.loading.open_document` gives.

    ``page_count`` pages can be loaded; ``cut_short`` is a sentence when the file has more than the limit allows or when
    later pages cannot be found, empty otherwise. ``text`` holds the characters of a text/plain document, None for every
    other kind. Pages are decoded when asked for, so that memory stays that of one page.
    """

    media_type: str
    page_count: int
    cut_short: str = ""
    text: str | None = field(default=None, repr=False)
    limits: Limits = field(default=Limits(), repr=False)
    decode: Callable[[int], PageImage] = field(default=lambda _: _no_page(), repr=False)
    stopwatch: Stopwatch = field(default=time.monotonic, repr=False)
    opened: float = 0.0

    def load(self, index: int) -> PageImage:
        """Page ``index`` (from 0) as BGR picture, upright as the file's metadata says.

        Raises :class:`PageError` when this page cannot be read or the document's time is used up, and ``IndexError``
        when there is no such page.
        """
        if not 0 <= index < self.page_count:
            raise IndexError(f"page {index} of a document with {self.page_count}")
        if self.stopwatch() - self.opened > self.limits.seconds:
            raise PageError(
                index,
                f"the time for one document ({self.limits.seconds:g} s) is used up; send fewer pages at a time.",
                Reason.LIMIT_REACHED,
            )
        try:
            return self.decode(index)
        except PageError:
            raise
        except DocumentError as error:
            raise PageError(index, str(error)) from error
        except MemoryError as error:
            raise PageError(index, "there is not enough memory to decode it; send it smaller.") from error
        # Decoders for a dozen formats raise a dozen kinds of errors on damaged bytes: none may end the process.
        except Exception as error:
            raise PageError(index, "it is damaged and cannot be decoded; scan or photograph it again.") from error


def _no_page() -> PageImage:
    raise LookupError("a document without pages")
