"""The whole reading on one page: bytes of a document in, a checked :class:`Report` and its pictures out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from ocr_pipeline import figures, heading, identity, layout, redaction, sheets
from ocr_pipeline.dates import find_dates
from ocr_pipeline.layout.stacked import with_whole_headings
from ocr_pipeline.loading import DamagedDocument, Limits, PageError, Pages, open_document
from ocr_pipeline.loading.text_check import text_layer_agrees
from ocr_pipeline.memory import tidy
from ocr_pipeline.page import Engine, Image, PageText
from ocr_pipeline.plausibility import doubt
from ocr_pipeline.rectify import ALL_STEPS, Parts, Steps, on_print, see_page
from ocr_pipeline.report import Page, Reason, Region, Report, Source
from ocr_pipeline.sections import read_sections
from ocr_pipeline.tables import read_tables


@dataclass(frozen=True)
class ReadOptions:
    """``observe`` is told the name of each stage as it begins; ``expired`` says when the time for this document is over
    (pages not yet read are then left, and the report says so). This room has no clock of its own. ``steps`` leaves steps of
    rectifying out, to measure what they buy."""

    limits: Limits = field(default_factory=Limits)
    observe: Callable[[str], None] = lambda stage: None
    expired: Callable[[], bool] = lambda: False
    steps: Steps = ALL_STEPS


@dataclass(frozen=True)
class Reading:
    """What one document gave. ``texts`` and ``spans`` hold identity and must not leave the reading process.

    ``redacted_page(i)`` and ``figure_pictures()`` draw on demand, a page at a time, so that a long document needs no
    more memory than a short one.
    """

    report: Report
    texts: tuple[PageText, ...]
    spans: tuple[identity.Span, ...]
    pages: Pages
    _last: dict[int, Image] = field(default_factory=dict, repr=False)  #: the page that was painted last

    def redacted_page(self, index: int) -> bytes | None:
        """PNG of page ``index`` (from 0) with identity painted over; None for a page that could not be decoded."""
        picture = self._painted(index)
        return None if picture is None else redaction.encode(picture)

    def figure_pictures(self) -> dict[str, bytes]:
        """PNG of each figure by its label, cut from the redacted page."""
        pictures: dict[str, bytes] = {}
        for figure in self.report.figures:
            page = self._painted(figure.page)
            if page is not None:
                pictures[figure.label] = redaction.cut(page, figure.polygon)
        return pictures

    def _painted(self, index: int) -> Image | None:
        if index not in self._last:
            self._last.clear()
            try:
                page = self.pages.take(index)
            except PageError:
                return None
            self._last[index] = redaction.painted(page, self.spans, self.report.pages[index].regions, own=True)
        return self._last[index]


def read(data: bytes, engine: Engine, options: ReadOptions | None = None) -> Reading:
    """Read one document. Raises a ``DocumentError`` when nothing of it can be read; a bad page among good ones is a
    reason on that page instead."""
    options = options or ReadOptions()
    options.observe("load")
    tidy()
    document = open_document(data, options.limits)
    pictures = Pages(document)

    options.observe("see")
    texts, regions, pages = _see(pictures, engine, options)

    options.observe("understand")
    tables = read_tables(texts, regions, pictures)
    sections = read_sections(texts, regions, tables.used_lines)
    found = figures.find_figures(texts, regions, sections)
    about = heading.read_heading(texts, regions)
    dates = find_dates(texts)

    options.observe("doubt")
    report = Report(
        source=Source(hashlib.sha256(data).hexdigest(), document.media_type, document.page_count),
        language=about.language,
        kind=about.kind,
        title=about.title,
        specimen=about.specimen,
        collected=dates.collected,
        reported=dates.reported,
        pages=pages,
        results=tables.results,
        sections=found.sections,
        figures=found.figures,
        reasons=tuple(dict.fromkeys((*about.reasons, *dates.reasons))),
    )
    parts = [Parts(seen.row_lines, seen.value_lines) for seen in tables.evidence]
    report = on_print(doubt(report, texts, tables), parts, pictures)
    if document.cut_short:
        report = replace(report, reasons=(*report.reasons, Reason.LIMIT_REACHED))
    if not report.results and not report.sections and Reason.NO_RESULTS not in report.reasons:
        report = replace(report, reasons=(*report.reasons, Reason.NO_RESULTS))

    options.observe("guard")
    spans = identity.find_identity(texts)
    return Reading(identity.scrub(report, spans, texts), texts, spans, pictures)


def _see(
    pictures: Pages, engine: Engine, options: ReadOptions
) -> tuple[tuple[PageText, ...], tuple[tuple[Region, ...], ...], tuple[Page, ...]]:
    texts: list[PageText] = []
    regions: list[tuple[Region, ...]] = []
    pages: list[Page] = []
    errors: list[PageError] = []
    for index in range(len(pictures)):
        labels: tuple[Region, ...] = ()
        if options.expired():
            left = Page(
                0, 0, reasons=(Reason.LIMIT_REACHED,), note="The time for this document was over before this page."
            )
            text, page = PageText(index, 0, 0, ()), left
        else:
            try:
                image = pictures.load(index)
            except PageError as error:
                errors.append(error)
                page = Page(0, 0, reasons=(error.reason,), note=str(error))
                text = PageText(index, 0, 0, ())
            else:
                if image.text_lines is not None and not text_layer_agrees(image, engine):
                    image = replace(image, text_lines=None)
                text = with_whole_headings(sheets.apart(see_page(image, engine, options.steps)))
                labels = layout.label_regions(image, text)
                page = Page(text.width, text.height, labels, text.reasons, image.note)
                del image  # before the next one is decoded
        texts.append(text)
        regions.append(labels)
        pages.append(page)
    if errors and len(errors) == len(pictures):
        raise DamagedDocument(str(errors[0]))
    return tuple(texts), tuple(regions), tuple(pages)


def reading_versions(engine: Engine) -> Mapping[str, str]:
    """Names and versions of what reads, for Device and Provenance."""
    return {engine.name: engine.version}
