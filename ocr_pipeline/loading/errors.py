"""What can be wrong with a document, each with one clear sentence and the next step for the person who sees it."""

from __future__ import annotations

from ocr_pipeline.report import Reason


class DocumentError(Exception):
    """The document, or one page of it, cannot be read. ``str()`` is one sentence for people."""


class EmptyDocument(DocumentError):
    """There are no bytes, no pages or no characters."""


class UnsupportedDocument(DocumentError):
    """The bytes are of a kind that is not read here."""


class EncryptedDocument(DocumentError):
    """The document asks for a password."""


class DamagedDocument(DocumentError):
    """The document is of a known kind but cannot be opened."""


class LimitExceeded(DocumentError):
    """The document is larger than a limit allows; nothing was decoded."""


class PageError(DocumentError):
    """One page cannot be read; the other pages of the document can. ``index`` counts from 0."""

    def __init__(self, index: int, sentence: str, reason: Reason = Reason.PAGE_FAILED) -> None:
        super().__init__(f"Page {index + 1}: {sentence}")
        self.index = index
        self.reason = reason
