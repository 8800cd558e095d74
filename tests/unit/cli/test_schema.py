"""``scan2fhir schema`` and the report agree, as a JSON Schema validator sees it."""

from __future__ import annotations

import json

import jsonschema
import pytest
from typer.testing import CliRunner

from adapter.cli import app
from ocr_pipeline.report import Page, Reason, Report, Result, Source

pytestmark = pytest.mark.unit


def _printed_schema() -> dict[str, object]:
    ran = CliRunner().invoke(app, ["schema"])
    assert ran.exit_code == 0, ran.output
    schema: dict[str, object] = json.loads(ran.stdout)
    return schema


def test_a_report_conforms() -> None:
    result = Result("HGB", "135", comparator="<", reasons=(Reason.LOW_CONFIDENCE,), polygon=((0.0, 1.0),))
    report = Report(Source("00", "image/png", 1), pages=(Page(1, 1),), results=(result,))
    jsonschema.validate(report.to_json(), _printed_schema())


def test_an_unknown_reason_does_not_conform() -> None:
    body = Report(Source("00", "image/png", 1)).to_json()
    body["reasons"] = ["because"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(body, _printed_schema())


@pytest.mark.parametrize("command", [["--help"], ["schema", "--help"], ["digitize", "--help"], ["--version"]])
def test_help_teaches(command: list[str]) -> None:
    ran = CliRunner().invoke(app, command)
    assert ran.exit_code == 0
    assert "scan2fhir" in ran.output
