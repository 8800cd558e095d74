"""Panels as English-speaking laboratories print them: cultures, electrophoresis, lists by topic, methods in small print."""

from __future__ import annotations

import pytest

from ocr_pipeline.page import PageText
from ocr_pipeline.report import Reason
from ocr_pipeline.tables import read_tables
from ocr_pipeline.tables.grammar.units import split_trailing_unit
from ocr_pipeline.tables.grammar.values import parse_value
from ocr_pipeline.tables.headers.lexicon import header_words
from tests.unit.tables.pages import HEIGHT, line, page, table
from tests.unit.tables.test_unseen_layouts import rows

pytestmark = pytest.mark.unit


def test_a_share_and_an_amount_are_two_results_each_with_its_interval() -> None:
    head = [
        (60.0, "Fraction"),
        (300.0, "Rel. %"),
        (460.0, "Normal %"),
        (700.0, "g/dL"),
        (860.0, "Normal g/dL"),
        (1150.0, "Flag"),
    ]
    text = table(
        head,
        [
            ["Albumin", "52.1", "55.8 - 66.1", "3.75", "3.75 - 5.01", "L"],
            ["Alpha-1", "4.3", "2.9 - 4.9", "0.31", "0.19 - 0.40", ""],
            ["Gamma", "22.4", "11.1 - 18.8", "1.61", "0.71 - 1.54", "H"],
            ["Total protein", "", "", "7.2", "6.3 - 8.2", ""],
        ],
    )
    assert rows(text) == [
        ("Albumin", "52.1", "%", "55.8 - 66.1", "L"),
        ("Albumin", "3.75", "g/dL", "3.75 - 5.01", "L"),
        ("Alpha-1", "4.3", "%", "2.9 - 4.9", ""),
        ("Alpha-1", "0.31", "g/dL", "0.19 - 0.40", ""),
        ("Gamma", "22.4", "%", "11.1 - 18.8", "H"),
        ("Gamma", "1.61", "g/dL", "0.71 - 1.54", "H"),
        ("Total protein", "7.2", "g/dL", "6.3 - 8.2", ""),
    ]


def test_whole_results_with_colons_below_a_table_are_rows() -> None:
    head = [(60.0, "Test"), (500.0, "Result"), (700.0, "Units"), (900.0, "Reference")]
    text = page(
        [
            head,
            [(60.0, "Albumin"), (500.0, "3.9"), (700.0, "g/dL"), (900.0, "3.5 - 5.0")],
            [(60.0, "Urea"), (500.0, "31"), (700.0, "mg/dL"), (900.0, "15 - 40")],
            [(60.0, "Total Protein: 7.5 g/dL"), (600.0, "A/G Ratio: 1.09")],
        ]
    )
    assert ("Total Protein", "7.5", "g/dL", "", "") in rows(text)
    assert ("A/G Ratio", "1.09", "", "", "") in rows(text)


def test_lists_side_by_side_called_by_their_topic() -> None:
    head = [(60.0, "VIRUSES"), (500.0, "RESULT"), (800.0, "BACTERIA"), (1200.0, "RESULT")]
    text = table(
        head,
        [
            ["Adenovirus", "Not Detected", "Bordetella pertussis", "Not Detected"],
            ["SARS-CoV-2", "Detected", "Chlamydia pneumoniae", "Not Detected"],
            ["Influenza A", "Not Detected", "", ""],
        ],
    )
    assert [r[:2] for r in rows(text)] == [
        ("Adenovirus", "Not Detected"),
        ("SARS-CoV-2", "Detected"),
        ("Influenza A", "Not Detected"),
        ("Bordetella pertussis", "Not Detected"),
        ("Chlamydia pneumoniae", "Not Detected"),
    ]


def _culture() -> PageText:
    return page(
        [
            [(60.0, "URINE CULTURE")],
            [(60.0, "Specimen"), (400.0, ": Mid stream urine")],
            [(60.0, "Organism 1"), (400.0, ": Klebsiella pneumoniae")],
            [(60.0, "Colony count"), (400.0, ": >100,000 CFU/mL")],
            [(60.0, "Organism 2"), (400.0, ": Escherichia coli")],
            [(60.0, "Antibiotic"), (500.0, "Organism 1"), (900.0, "Organism 2")],
            [(500.0, "MIC"), (640.0, "Interp"), (900.0, "MIC"), (1040.0, "Interp")],
            [(60.0, "Amikacin"), (500.0, "<=2"), (660.0, "S"), (900.0, ">=64"), (1060.0, "R")],
            [(60.0, "Ampicillin"), (500.0, ">=32"), (660.0, "R"), (900.0, "-"), (1060.0, "-")],
            [(60.0, "Cefepime"), (500.0, "2"), (660.0, "S"), (900.0, "32"), (1060.0, "R")],
            [(60.0, "Meropenem"), (500.0, "0.25"), (900.0, "16"), (1060.0, "R")],
            [(60.0, "Ertapenem"), (500.0, "0.5"), (660.0, "S"), (900.0, "8"), (1060.0, "R")],
        ]
    )


def test_what_a_culture_found_stands_above_its_antibiogram() -> None:
    found = rows(_culture())
    assert found[:3] == [
        ("Organism 1", "Klebsiella pneumoniae", "", "", ""),
        ("Colony count", "100,000", "CFU/mL", "", ""),
        ("Organism 2", "Escherichia coli", "", "", ""),
    ]


def test_a_second_line_of_the_header_says_what_each_germ_has() -> None:
    found = read_tables([_culture()]).results
    told = {r.name: (r.value, r.interpretation) for r in found if " Organism" in r.name}
    assert told["Amikacin Organism 1"] == ("2", "S")
    assert told["Amikacin Organism 2"] == ("64", "R")
    assert "Ampicillin Organism 2" not in told  # not tested


def test_a_dilution_without_the_letter_that_the_others_have_is_doubtful() -> None:
    found = {r.name: r.reasons for r in read_tables([_culture()]).results}
    assert Reason.SYMBOL_UNCERTAIN in found["Meropenem Organism 1"]
    assert found["Ertapenem Organism 1"] == ()


def test_a_letter_that_was_not_seen_loses_no_row_of_a_list() -> None:
    head = [(60.0, "SENSITIVITIES"), (600.0, "1"), (800.0, "2")]
    text = table(
        head,
        [
            ["Flucloxacillin", "S", ""],
            ["Clindamycin", "", ""],
            ["Erythromycin", "R", ""],
            ["Gentamicin", "S", "S"],
            ["Ceftazidime", "", "S"],
        ],
    )
    found = read_tables([text]).results
    assert [(r.name, r.value) for r in found] == [
        ("Flucloxacillin 1", "S"),
        ("Clindamycin", ""),
        ("Erythromycin 1", "R"),
        ("Gentamicin 1", "S"),
        ("Gentamicin 2", "S"),
        ("Ceftazidime 2", "S"),
    ]
    assert found[1].reasons


def test_how_much_of_a_germ_has_grown() -> None:
    text = page(
        [
            [(60.0, "Wound culture")],
            [(60.0, "Pus cells ++"), (400.0, "Gram positive cocci +")],
            [(60.0, "1. Staphylococcus aureus Heavy growth")],
            [(60.0, "Escherichia coli"), (600.0, ">10^5 cfu/mL")],
        ]
    )
    assert [r[:3] for r in rows(text)] == [
        ("Pus cells", "++", ""),
        ("Gram positive cocci", "+", ""),
        ("Staphylococcus aureus", "Heavy growth", ""),
        ("Escherichia coli", "10^5", "cfu/mL"),
    ]


def test_a_method_that_no_list_holds_joins_no_name() -> None:
    names = [("RDW", "Derived"), ("PCV", "Calculated"), ("MCV", "Calculated"), ("MCH", "Calculated"), ("ESR", "Sahli")]
    lines = [line(t, x, 100.0) for x, t in ((60.0, "Test"), (500.0, "Result"), (700.0, "Unit"), (900.0, "Range"))]
    for i, (name, method) in enumerate(names):
        y = 140.0 + 60 * i
        lines += [line(t, x, y) for x, t in ((60.0, name), (500.0, "31.5"), (700.0, "%"), (900.0, "20 - 40"))]
        lines.append(line(method, 60.0, y + 24, height=0.7 * HEIGHT))
    assert [r[0] for r in rows(PageText(0, 1700, 900, tuple(lines), text_height=HEIGHT))] == [n for n, _ in names]


def test_the_index_of_a_thromboelastogram_is_no_chloride() -> None:
    head = [(60.0, "Parameter"), (500.0, "Result"), (700.0, "Units"), (900.0, "Reference")]
    text = table(
        head,
        [
            ["R", "11.8", "min", "5.0 - 10.0"],
            ["K", "3.6", "min", "1.0 - 3.0"],
            ["Angle", "48.2", "deg", "53.0 - 72.0"],
            ["MA", "46.9", "mm", "50.0 - 70.0"],
            ["Cl", "-5.1", "", "-3.0 - 3.0"],
        ],
    )
    assert [r[0] for r in rows(text)] == ["R", "K", "Angle", "MA", "CI"]


def test_a_finding_may_reach_over_the_next_column() -> None:
    head = [(60.0, "Component"), (400.0, "Value"), (620.0, "Ref Range"), (900.0, "Units")]
    text = page(
        [
            head,
            [(60.0, "Color"), (400.0, "Yellow"), (620.0, "Straw")],
            [(60.0, "WBC Count"), (400.0, "48,250"), (620.0, "0 - 200"), (900.0, "/uL")],
            [(60.0, "Crystals"), (400.0, "Intracellular urate crystals"), (700.0, "None seen")],
        ]
    )
    assert rows(text)[-1] == ("Crystals", "Intracellular urate crystals", "", "None seen", "")


def test_an_interval_under_a_header_of_grades() -> None:
    head = [(60.0, "Allergen"), (500.0, "Result"), (700.0, "Units"), (900.0, "Grade"), (1050.0, "Interpretation")]
    text = table(
        head,
        [
            ["House dust mite", "22.6", "kUA/L", "4", "High"],
            ["Mixed grass", "8.91", "kUA/L", "3", "Moderate"],
            ["Cat dander", "1.35", "kUA/L", "2", "Moderate"],
            ["Total IgE", "438", "kU/L", "", "< 81"],
        ],
    )
    assert rows(text)[-1] == ("Total IgE", "438", "kU/L", "< 81", "")


def test_words_and_numbers_of_results() -> None:
    assert str(parse_value("<1.0 NEG")) == "<1.0 NEG"
    assert parse_value("Reactive 1:8") is not None
    assert parse_value("12 Street") is None
    assert split_trailing_unit("13.1.g/dL") == ("13.1", "g/dL")
    assert split_trailing_unit("13.g/dL") == ("13.g/dL", "")
    assert [h.kind for h in header_words("Test Item")] == ["name"]
