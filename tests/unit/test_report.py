"""The data model: what is written comes back, and doubt is never lost on the way."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from ocr_pipeline.page import Char, Line
from ocr_pipeline.report import REASONS, Figure, Page, Reason, Region, Report, Result, Section, Source

pytestmark = pytest.mark.unit

SQUARE = ((0.0, 0.0), (10.0, 0.0), (10.0, 4.0), (0.0, 4.0))


def _report(**changes: object) -> Report:
    base = Report(
        Source("ab" * 32, "image/jpeg", 1),
        language="zh",
        kind="laboratory",
        pages=(Page(100, 50, (Region("table", SQUARE, 0.9),)),),
        results=(Result("血红蛋白", "4.50", unit="g/L", polygon=SQUARE, loinc="718-7"),),
        sections=(Section("诊断意见", "impression", "见图1", figures=("图1",), polygon=SQUARE),),
        figures=(Figure("图1", 0, SQUARE),),
    )
    return Report(**{**{f: getattr(base, f) for f in base.__dataclass_fields__}, **changes})  # type: ignore[arg-type]


def test_every_reason_has_one_sentence() -> None:
    assert set(REASONS) == set(Reason)
    assert all(sentence.endswith(".") and len(sentence) < 130 for sentence in REASONS.values())


def test_json_round_trip_keeps_everything() -> None:
    report = _report(reasons=(Reason.SEVERAL_REPORTS,))
    assert Report.from_json(json.loads(json.dumps(report.to_json()))) == report


def test_digits_stay_as_printed() -> None:
    assert _report().to_json()["results"][0]["value"] == "4.50"


@pytest.mark.parametrize(
    "change",
    [
        {"results": (Result("a", "1", reasons=(Reason.LOW_CONFIDENCE,)),)},
        {"sections": (Section("a", "other", "b", reasons=(Reason.LOW_CONFIDENCE,)),)},
        {"pages": (Page(1, 1, reasons=(Reason.SMALL_PRINT,)),)},
        {"reasons": (Reason.NO_RESULTS,)},
    ],
)
def test_doubt_anywhere_marks_the_report(change: dict[str, object]) -> None:
    assert not _report().needs_review
    assert _report(**change).needs_review
    assert _report(**change).to_json()["needs_review"] is True


def test_another_schema_version_is_refused() -> None:
    with pytest.raises(ValueError, match="schema version"):
        Report.from_json({**_report().to_json(), "schema_version": "0"})


def test_a_part_of_a_line_keeps_its_place_on_both_pictures() -> None:
    chars = tuple(Char(c, 0.9 if c != "↑" else 0.5, i / 4, (i + 1) / 4) for i, c in enumerate("135↑"))
    line = Line("135↑", 0.5, chars, ((0, 0), (40, 8), (40, 18), (0, 10)), ((0, 0), (40, 0), (40, 10), (0, 10)))
    number, arrow = line.part(0, 3), line.part(3, 4)
    assert (number.text, number.confidence, arrow.text, arrow.confidence) == ("135", 0.9, "↑", 0.5)
    assert number.flat[1] == (30, 0)
    assert number.polygon[1] == (30, 6)
    assert (number.chars[0].start, number.chars[-1].end) == (0, 1)
    with pytest.raises(ValueError, match="empty part"):
        line.part(4, 4)


def test_the_documented_list_of_reasons_is_the_list() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "doubt.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)` \| (.+) \|$", page, re.MULTILINE) == [(r.value, REASONS[r]) for r in Reason]
