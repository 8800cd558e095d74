"""Two columns of text: the left one is read to its end before the right one."""

from __future__ import annotations

import pytest

from ocr_pipeline.sections import read_sections
from tests.unit.identity.pages import page_of

pytestmark = pytest.mark.unit

HEAD = ["Ultrasound Report", "Name: John Ashdown  Age: 50 Years  MRN: 0378064"]
LEFT = [
    "Findings:",
    "The liver is normal in size.",
    "No focal lesion is seen.",
    "The gallbladder is thin walled.",
    "No ascites.",
]
RIGHT = ["Impression:", "1. Normal liver.", "2. No gallstones.", "Recommendation:", "Repeat scan in one year."]


def test_the_left_column_is_read_before_the_right_one() -> None:
    rows = [[(40.0, a), (720.0, b)] for a, b in zip(LEFT, RIGHT, strict=True)]
    said = [(s.heading, s.text) for s in read_sections([page_of([*HEAD, *rows])], [()])]
    assert [h for h, _ in said] == ["Findings", "Impression", "Recommendation"]
    assert said[0][1].replace("\n", " ") == " ".join(LEFT[1:])
    assert said[1][1] == "1. Normal liver.\n2. No gallstones."


def test_a_line_across_both_columns_and_fields_beside_one_another_split_nothing() -> None:
    wide = "The liver is normal in size and echotexture, no focal lesion is seen, and the gallbladder is thin walled."
    rows = [
        [(40.0, "Study: abdomen"), (720.0, "Technique: convex probe")],
        "Findings:",
        wide,
        wide,
        "Impression:",
        "Normal.",
    ]
    said = [(s.heading, s.text) for s in read_sections([page_of([*HEAD, *rows])], [()])]
    assert ("Impression", "Normal.") in said
    assert dict(said)["Findings"].replace("\n", " ") == f"{wide} {wide}"
