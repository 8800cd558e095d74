"""Lists of antibiotics with S, I or R alone, and what genes have."""

from __future__ import annotations

import pytest

from ocr_pipeline.tables import read_tables
from ocr_pipeline.tables.grammar.flags import split_flag
from ocr_pipeline.tables.grammar.values import parse_value
from tests.unit.tables.pages import page, table
from tests.unit.tables.test_unseen_layouts import rows

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("title", ["Interpretation", "Susceptibility", "Interp", "1)"])
def test_letters_alone_are_results_whatever_heads_them(title: str) -> None:
    head = [(60.0, "Antibiotic"), (500.0, title)]
    text = table(head, [["Ampicillin", "R"], ["Gentamicin", "S"], ["Cefalexin", "I"]])
    assert [(r.name, r.value, r.interpretation) for r in read_tables([text]).results] == [
        ("Ampicillin", "R", "R"),
        ("Gentamicin", "S", "S"),
        ("Cefalexin", "I", "I"),
    ]


def test_lists_of_two_germs_and_two_lists_side_by_side() -> None:
    head = [(60.0, "Antibiotic"), (400.0, "Isolate 1"), (600.0, "Isolate 2")]
    text = table(head, [["Ampicillin", "R", "S"], ["Gentamicin", "S", "S"], ["Cefalexin", "R", "S"]])
    assert [r[:2] for r in rows(text)][:3] == [
        ("Ampicillin Isolate 1", "R"),
        ("Ampicillin Isolate 2", "S"),
        ("Gentamicin Isolate 1", "S"),
    ]
    beside = table(
        [(60.0, "Ampicillin"), (400.0, "Resistant"), (700.0, "Gentamicin"), (1000.0, "Sensitive")],
        [["Cefalexin", "Sensitive", "Amikacin", "Sensitive"], ["Cefixime", "Sensitive", "Imipenem", "Sensitive"]],
    )
    assert [r[0] for r in rows(beside)][:2] == ["Ampicillin", "Gentamicin"]


def test_a_key_of_letters_is_no_list() -> None:
    text = page(
        [
            [(60.0, "Sensitive"), (400.0, "S")],
            [(60.0, "Intermediate"), (400.0, "I")],
            [(60.0, "Resistant"), (400.0, "R")],
        ]
    )
    assert rows(text) == []


def test_alleles_keep_their_stars() -> None:
    assert split_flag("*1/*2") == ("*1/*2", None)
    assert [parse_value(t).kind for t in ("A*02:01", "*4/*4", "Heterozygous") if parse_value(t)] == ["word"] * 3  # type: ignore[union-attr]
    head = [(60.0, "Locus"), (400.0, "Allele 1"), (700.0, "Allele 2")]
    text = table(head, [["HLA-A", "A*02:01", "A*24:02"], ["HLA-B", "B*27:05", "B*40:01"]])
    assert [r[:2] for r in rows(text)] == [
        ("HLA-A Allele 1", "A*02:01"),
        ("HLA-A Allele 2", "A*24:02"),
        ("HLA-B Allele 1", "B*27:05"),
        ("HLA-B Allele 2", "B*40:01"),
    ]
    told = table(
        [(60.0, "Gene"), (400.0, "Genotype"), (800.0, "Phenotype")],
        [["CYP2C19", "*1/*2", "Normal"], ["CYP2D6", "*4/*4", "Poor"]],
    )
    assert [r[:2] + r[4:] for r in rows(told)] == [("CYP2C19", "*1/*2", ""), ("CYP2D6", "*4/*4", "")]
