"""A document's pages with the last one kept: several stages look at the same page, and decoding a photograph is dear."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ocr_pipeline.loading.document import Document
from ocr_pipeline.loading.errors import PageError
from ocr_pipeline.page import PageImage


class Pages(Sequence[PageImage | None]):
    """The pages of ``document``; one that cannot be read is None here, and why when it is loaded."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._kept: PageImage | None = None

    def load(self, index: int) -> PageImage:
        """Page ``index``, decoded anew unless it was the last one. Raises as :meth:`Document.load`."""
        if self._kept is None or self._kept.index != index:
            self._kept = None  # the old picture goes before the new one is made
            self._kept = self._document.load(index)
        return self._kept

    def take(self, index: int) -> PageImage:
        """The same for one who may change the picture: it is not kept."""
        page, self._kept = self.load(index), None
        return page

    def __len__(self) -> int:
        return self._document.page_count

    def __getitem__(self, index: int) -> PageImage | None:  # type: ignore[override]
        try:
            return self.load(index)
        except PageError:
            return None

    def __iter__(self) -> Iterator[PageImage | None]:
        return (self[i] for i in range(len(self)))
