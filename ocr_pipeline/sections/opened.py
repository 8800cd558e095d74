"""A section while it is read, and the kind that its heading and its text give it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ocr_pipeline.fields import fold
from ocr_pipeline.layout.headings import ADVICE, Heading
from ocr_pipeline.page import Line
from ocr_pipeline.report import Kind, SectionKind
from ocr_pipeline.sections.paragraphs import Row


@dataclass
class Open:
    """A section while its rows are being collected."""

    heading: str
    kind: SectionKind
    page: int
    heading_line: Line | None
    illegible: bool = False
    tabled: bool = False  #: rows of a table stand right below its heading
    unlisted: bool = False  #: its heading stands in no list
    gap: float = 0.0  #: white above its heading, in heights of the line
    rows: list[Row] = field(default_factory=list)


#: What an examination gives, and what a person takes who is written about in a letter.
_TAKEN = re.compile(r"medications?")
_EXAMINED: tuple[Kind, ...] = ("imaging", "endoscopy")


def kind_of_heading(heading: Heading, about: Kind, letter: bool = False) -> SectionKind:
    """A bare ``diagnosis`` closes an imaging or endoscopy report as its impression; a tissue diagnosis stays one."""
    tissue = re.search(
        r"病理|组织|细胞|冰冻|骨髓|出院|术后|主要|post-?op|principal|discharge|sortie|de alta|dimission|taburcu|ra vien|xuat vien|patho|histo|cyto|biops|giai phau|mo benh|istolog|patoloji|anatomo",
        fold(heading.text),
    )
    if letter and fold(heading.text) == "examination":
        return "findings"
    if about not in _EXAMINED and _TAKEN.fullmatch(fold(heading.text)):
        return "clinical"
    if heading.kind == "diagnosis" and not letter and about in _EXAMINED and not tissue:
        return "impression"
    if (
        heading.kind == "impression"
        and about == "pathology"
        and re.search(r"诊断|diagno|tani|chan doan", fold(heading.text))
    ):
        return "diagnosis"
    return heading.kind


#: How a letter begins.
_DEAR = re.compile(
    r"\s*(?:dear|estimad[oa]s?|querid[oa]|cher|chere|gentile|egregi[oa]|caro|cara|sayin|kinh gui|to whom it may concern)\s[^:]{2,60},?\s*$"
)


def is_letter(texts: Iterable[str]) -> bool:
    """True for a letter to a colleague: its diagnosis concludes no examination, and its examination is one of a person."""
    return any(_DEAR.match(fold(text)) for text in texts)


_SPACED = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
#: What was done in hospital, and what went wrong, is no remark.
_COURSE = re.compile(
    r"经过|过程|出院情况|course|evoluc|evolut|decorso|seyir|dien bien|progress|并发症|出血|引流|输血|complic|blood loss|disposition|limita"
)


#: What heads findings where another heading concludes: ``Nhận xét`` above ``Kết luận``.
_REMARKS = re.compile(
    r"nhan xet|degerlendirme|yorum|evaluacion|valoracion|valutazione|interpretation|interpretacion|interpretazione|assessment|评价|分析意见"
)


#: What an examination prints above its findings is what was suspected: ``Chẩn đoán`` above ``Mô tả``.
_SUSPECTED = re.compile(r"诊断|diagnos(?:is|tico|tic|i)|tani|chan doan")


def settle(opened: Sequence[Open], about: Kind) -> None:
    """Remarks are what they say: findings where an examination prints its only prose under them, advice where they advise."""
    impressions = [n for n, o in enumerate(opened) if o.kind in ("impression", "diagnosis")]
    found = next((n for n, o in enumerate(opened) if o.kind == "findings"), 0)
    if about in _EXAMINED and impressions and impressions[-1] > found > impressions[0]:
        first = opened[impressions[0]]
        first.kind = "clinical" if _SUSPECTED.fullmatch(fold(first.heading)) else first.kind
    if len(impressions) > 1 and not any(o.kind == "findings" for o in opened):
        first = opened[impressions[0]]
        first.kind = "findings" if _REMARKS.fullmatch(fold(first.heading)) else first.kind
        impressions = impressions[1:] if first.kind == "findings" else impressions
    for n, one in enumerate(opened):
        text = " ".join(row.text for row in one.rows)
        if one.kind != "other" or _COURSE.search(_SPACED.sub("", fold(one.heading))):
            continue
        if ADVICE.match(fold(text)):
            one.kind = "recommendation"
        elif (
            about in ("imaging", "endoscopy", "other")
            and impressions
            and n < impressions[0]
            and (len(text) > 40 or (one.unlisted and about in _EXAMINED))
        ):
            one.kind = "findings"
