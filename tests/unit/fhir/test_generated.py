"""What is generated stands as the code writes it now."""

from __future__ import annotations

import pytest

from ocr_pipeline.report import REASONS
from tests.unit.fhir.regenerate import DEFINITIONS, PAGE, definition_files, page

pytestmark = pytest.mark.unit

HINT = "run 'python -m tests.unit.fhir.regenerate' and review the difference"


def test_the_example_of_the_mapping_page() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), HINT


def test_the_definitions() -> None:
    kept = {path.name: path.read_text(encoding="utf-8") for path in DEFINITIONS.glob("*.json")}
    assert kept == definition_files(), HINT


def test_every_reason_is_defined() -> None:
    text = definition_files()["CodeSystem-reason.json"]
    assert all(f'"{reason.value}"' in text for reason in REASONS)
