"""Tables as programs lay them out: cells level with the middle of a name in two lines, values at the far end of their column."""

from __future__ import annotations

import pytest

from ocr_pipeline.page import Line, PageText
from ocr_pipeline.tables import read_tables
from tests.unit.tables.pages import HEIGHT, line

_ROWS = [
    ("Leucocytes", "Bandelette lue", "6,84 10^9/L", "4,00-10,00"),
    ("Hématies", "Voie sèche", "4,21 10^12/L", "4,00-5,40"),
    ("Hémoglobine", "Bandelette lue", "11,6 g/dL", "12,0-16,0"),
    ("Hématocrite", "Bandelette lue", "36,1 %", "37,0-47,0"),
    ("Plaquettes", "Voie sèche", "312 10^9/L", "150-400"),
]


def _page(rows: list[tuple[str, str, str, str]], pitch: float, below: float = 18.0) -> PageText:
    header = [line(text, x, 60) for x, text in ((100, "Examen"), (500, "Résultat"), (900, "Valeurs de référence"))]
    lines: list[Line] = []
    for place, (name, method, value, ref) in enumerate(rows):
        y = 120 + place * pitch
        lines += [line(name, 100, y), line(method, 100, y + 1.05 * HEIGHT, height=below)]
        lines += [line(value, 500, y + 0.5 * HEIGHT), line(ref, 900, y + 0.5 * HEIGHT)]
    return PageText(0, 1700, 900, (*header, *lines), text_height=HEIGHT)


def test_what_stands_below_several_names_joins_none_and_no_value_slips_to_a_neighbour() -> None:
    for pitch in (48.0, 55.0, 70.0):
        got = [(r.name, r.value, r.reference_range) for r in read_tables([_page(_ROWS, pitch)]).results]
        assert got == [(name, value.split(" ")[0], ref) for name, _, value, ref in _ROWS]


@pytest.mark.parametrize("below", ["Serum", "Fasting", "尿液", "Free", "À jeun"])
def test_a_specimen_or_state_below_names_in_small_print_stays_with_them(below: str) -> None:
    rows = [(name, below, value, ref) for name, _, value, ref in _ROWS]
    assert all(below in r.name for r in read_tables([_page(rows, 60.0)]).results)


def test_shares_and_counts_below_names_stay_with_them() -> None:
    names = [
        ("中性粒细胞", "百分比"),
        ("淋巴细胞", "百分比"),
        ("单核细胞", "百分比"),
        ("中性粒细胞", "绝对值"),
        ("淋巴细胞", "绝对值"),
        ("单核细胞", "绝对值"),
    ]
    rows = [(name, rest, f"{6 + i},1 %", "3,0-70,0") for i, (name, rest) in enumerate(names)]
    assert [r.name for r in read_tables([_page(rows, 60.0, HEIGHT)]).results] == [a + b for a, b in names]


def test_a_name_over_two_lines_stays_whole() -> None:
    rows = [
        ("Cholestérol total", "et fractions", "2,31 g/L", "<2,00"),
        ("Protéine C", "réactive", "3,1 mg/L", "<5,0"),
        ("Hormone de", "stimulation (TSH)", "1,86 mUI/L", "0,27-4,20"),
    ]
    got = [(r.name, r.value) for r in read_tables([_page(rows, 60.0, HEIGHT)]).results]
    assert got == [(f"{name} {rest}", value.split(" ")[0]) for name, rest, value, _ in rows]


def test_a_title_of_two_header_words_heads_no_columns() -> None:
    rows = [("Hemoglobina", "13,1 g/dL", "13,5-17,5"), ("Leucocitos", "8,34 10^3/µL", "4,50-11,00")]
    rows += [("Plaquetas", "211 10^3/µL", "150-450"), ("Glucosa", "126 mg/dL", "70-110"), ("Urea", "38 mg/dL", "17-49")]
    lines = [line("RESULTADOS DE ANÁLISIS", 95, 60)]
    for place, (name, value, ref) in enumerate(rows):
        y = 120 + 40.0 * place
        lines += [line(str(8 + place), 103, y), line(name, 209, y), line(value, 656, y), line(ref, 1256, y)]
    results = read_tables([PageText(0, 1700, 900, tuple(lines), text_height=HEIGHT)]).results
    assert [(r.name, r.value, r.reference_range) for r in results] == [
        (name, value.split(" ")[0], ref) for name, value, ref in rows
    ]


def test_values_at_the_far_end_of_their_column_stay_in_it() -> None:
    header = [(109, "Test"), (584, "Results"), (774, "Prior Value"), (1041, "Standard Range"), (1397, "Units")]
    rows = [
        ("White Blood Cell Count", "5.02", "5.43", "4.10-5.60", "10^12/L"),
        ("Hemoglobin", "14.8", "15.2", "12.5-17.0", "g/dL"),
    ]
    rows += [("Hematocrit", "44.2", "41.0", "36.0-50.0", "%"), ("Platelets", "132", "148", "140-415", "10^9/L")]
    lines = [line(text, x, 60) for x, text in header]
    for place, cells in enumerate(rows):
        for x, text in zip((109, 706, 774, 1041, 1397), cells, strict=True):
            lines.append(line(text, x, 100 + 40.0 * place))
    results = read_tables([PageText(0, 1700, 900, tuple(lines), text_height=HEIGHT)]).results
    assert [r.value for r in results] == [cells[1] for cells in rows]


@pytest.mark.parametrize(("low", "high"), [("Alt", "Üst"), ("Düşük", "Yüksek"), ("LLN", "ULN"), ("Thấp", "Cao")])
def test_bounds_in_columns_far_apart_are_one_interval(low: str, high: str) -> None:
    header = [(110, "Tetkik"), (1121, "Sonuç"), (1469, "Birim"), (1847, low), (2053, high)]
    rows = [
        ("Hemoglobin", "12,1", "g/dL", "12", "16"),
        ("Hematokrit", "36,8", "%", "36", "46"),
        ("Üre", "31", "mg/dL", "17", "43"),
    ]
    lines = [line(text, x, 60) for x, text in header]
    lines += [
        line(text, x, 100 + 40.0 * i)
        for i, cells in enumerate(rows)
        for (x, _), text in zip(header, cells, strict=True)
    ]
    results = read_tables([PageText(0, 2300, 900, tuple(lines), text_height=HEIGHT)]).results
    assert [r.reference_range for r in results] == ["12-16", "36-46", "17-43"]
