"""Forms of results that sheets print as a matter of course raise no doubt."""

from __future__ import annotations

import pytest

from mapping.terminology import code_report
from ocr_pipeline.page import Char
from ocr_pipeline.plausibility import doubt
from ocr_pipeline.report import Reason, Report, Result, Source
from ocr_pipeline.tables import Evidence, Tables

pytestmark = pytest.mark.unit


def reasons(result: Result) -> tuple[Reason, ...]:
    """Of a result whose characters were all read with certainty."""
    chars = [tuple(Char(c, 0.999, 0, 1) for c in text) for text in (result.name, result.value)]
    evidence = Evidence(name_chars=chars[0], value_chars=chars[1])
    report = Report(Source("0" * 64, "image/png", 1), results=(result,))
    return code_report(doubt(report, (), Tables((result,), (evidence,)))).results[0].reasons


@pytest.mark.parametrize(
    "result",
    [
        Result("Ampicillin", "32", "μg/mL", "≤8 ≥32"),
        Result("白细胞", "2+ 125", "Cells/μL", "阴性", code="LEU"),
        Result("酮体", "1+ 1.5", "mmol/L", "阴性", code="KET"),
        Result("登革热NS1抗原", "0.13", "S/CO", "<1.0"),
        Result("虾", "3.71", "IU/mL", "", code="f24"),
        Result("CD17(A>T)", "野生型"),
        Result("CD41-42(-TTCT)", "杂合突变"),
        Result("粒红比", "2.04:1", "", "2-4:1"),
        Result("红细胞", "0/HP", "", "阴性"),
        Result("Influenza A virus", "Negative", "", "Negative"),
        Result("餐后3小时血糖", "5.1", "mmol/L", "3.9-7.8"),
    ],
    ids=lambda result: f"{result.name} {result.value}",
)
def test_no_doubt(result: Result) -> None:
    assert reasons(result) == ()


@pytest.mark.parametrize(
    "result",
    [
        Result("白细胞", "2+ 125", "", "阴性"),  # the number may be the next column's
        Result("鲍", "3.71", "IU/mL", "", code="H2"),
        Result("钾", "4.2", "S/CO", "3.5-5.3"),
    ],
    ids=lambda result: f"{result.name} {result.unit}",
)
def test_doubt(result: Result) -> None:
    assert reasons(result)
