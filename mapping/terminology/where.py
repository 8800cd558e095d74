"""Which specimen a row of a report was measured in: by its own words, its heading, its page's other names."""

from __future__ import annotations

import re
from functools import lru_cache

from mapping.terminology.context import setting_of
from mapping.terminology.match import vote
from mapping.terminology.names import plain
from ocr_pipeline.report import Report

#: Headings of a part of an examination of urine, stool, semen or another fluid: they do not say of which.
_PART = re.compile(
    r"\W*(?:examen |esame |examination )?(?:(?P<dry>physical|physic|macroscop\w*|chemical|chemistry|chimique|chimico|quimico|fisico|physique|"
    r"kimyasal|fiziksel|physico-?chi?mi\w*|理学|化学|物理)|(?P<seen>microscop\w*|mikroskop\w*|镜检|显微镜))\W*"
    r"(?:exam\w*|analysis|inceleme|muayene|analiz\w*|检查|propert\w*|charact\w*)?\W*"
)
_OF_URINE = frozenset({"", "urine", "urinalysis", "strip", "sediment"})


@lru_cache(maxsize=1024)
def _part(heading: str) -> str:
    """``strip`` or ``sediment`` for a heading that only says how the row was examined, else ``""``."""
    match = _PART.fullmatch(plain(heading)) if len(heading) < 60 else None
    return "" if match is None else "strip" if match["dry"] else "sediment"


def setting_of_row(report: Report, index: int) -> str:
    """The setting of ``report.results[index]`` (a key of ``context.ORDERS``), ``""`` when nothing tells.

    Title and specimen are those of a document's first page: on further pages the names that stand there count more."""
    row = report.results[index]
    part = _part(row.group)
    heading = "" if part else setting_of(row.group)
    first = row.page == 0
    here = vote(tuple(r.name for r in report.results if r.page == row.page))
    about = (setting_of(report.specimen), heading, setting_of(report.title), here)
    later = (heading, here, setting_of(report.specimen, report.title))
    told = next((s for s in (setting_of(row.specimen), *(about if first else later)) if s), "")
    return part if part and told in _OF_URINE else told
