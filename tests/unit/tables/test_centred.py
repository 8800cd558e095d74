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


@pytest.mark.parametrize("below", ["Fasting", "Free", "À jeun"])
def test_a_state_below_names_in_small_print_stays_with_them(below: str) -> None:
    rows = [(name, below, value, ref) for name, _, value, ref in _ROWS]
    assert all(below in r.name for r in read_tables([_page(rows, 60.0)]).results)


@pytest.mark.parametrize("height", [18.0, HEIGHT])
@pytest.mark.parametrize("below", ["Serum", "Sang total", "尿液", "Tam kan"])
def test_a_specimen_below_names_is_told_apart_from_them(below: str, height: float) -> None:
    rows = [(name, below, value, ref) for name, _, value, ref in _ROWS]
    read = read_tables([_page(rows, 60.0, height)]).results
    assert [(r.name, r.specimen, r.group) for r in read] == [(name, below, "") for name, *_ in _ROWS]


@pytest.mark.parametrize("below", ["Phương pháp đo quang", "酶联免疫法"])
def test_methods_of_the_names_own_height_join_none(below: str) -> None:
    rows = [(name, below, value, ref) for name, _, value, ref in _ROWS]
    read = read_tables([_page(rows, 60.0, HEIGHT)]).results
    assert not any(below[-4:] in r.name for r in read)


def test_tiers_beside_a_finding_in_words_stay_with_their_own_row() -> None:
    header = [line(text, x, 60) for x, text in ((100, "检测项目"), (500, "检验结果"), (900, "正常值"), (1300, "单位"))]
    rows = [("红细胞压积", "37.9", "40.0-50.0", "%"), ("平均血红蛋白量", "见备注", "27.0-34.0", "pg")]
    lines = []
    for place, (name, value, ref, unit) in enumerate([*rows, *rows]):
        y = 120 + 56.0 * place
        lines += [line(name, 100, y), line(value, 500, y), line(unit, 1300, y)]
        lines += [line(sex + ref, 900, y + by) for sex, by in (("男:", -14.0), ("女:", 14.0))]
    read = read_tables([PageText(0, 1700, 900, (*header, *lines), text_height=HEIGHT)]).results
    assert [r.reference_range for r in read] == [f"男:{ref}; 女:{ref}" for *_, ref, _ in [*rows, *rows]]


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


def test_methods_below_names_and_tiers_beside_them_are_told_apart() -> None:
    header = [line(text, x, 60) for x, text in ((100, "检测项目"), (500, "检验结果"), (900, "正常值"), (1300, "单位"))]
    rows = [("甲胎蛋白", "比色法", "3.21", "0.00-7.00"), ("癌胚抗原", "酶法", "6.83", "0.00-5.00")]
    rows += [("神经元特异性烯醇化酶", "化学发光法", "13.90", "0.00-16.30")]
    lines = []
    for place, (name, method, value, ref) in enumerate(rows):
        y = 120 + 66.0 * place
        lines += [line(name, 100, y - 12), line(method, 100, y + 12), line(value, 500, y), line("ng/mL", 1300, y)]
        lines += [line(sex + ref, 900, y + by) for sex, by in (("男:", -12.0), ("女:", 12.0))]
    read = read_tables([PageText(0, 1700, 900, (*header, *lines), text_height=HEIGHT)]).results
    got = [(r.name, r.value, r.unit, r.reference_range) for r in read]
    assert got == [(name, value, "ng/mL", f"男:{ref}; 女:{ref}") for name, _, value, ref in rows]


def test_a_name_of_five_lines_keeps_their_order_and_takes_none_of_the_next() -> None:
    header = [line(text, x, 60) for x, text in ((100, "Test"), (500, "Result"), (700, "Range"), (1000, "Units"))]
    names = [
        ("Thyroid", "Stimulating", "Hormone", "(TSH), Third", "Generation"),
        ("Estimated", "Glomerular", "Filtration", "Rate", "(CKD-EPI 2021)"),
    ]
    lines = []
    for place, (name, value) in enumerate(zip(names, ("6.21", "5.4"), strict=True)):
        y = 160 + 150.0 * place
        lines += [line(part, 100, y + 26.0 * (at - 2)) for at, part in enumerate(name)]
        lines += [line(value, 500, y), line("0.4-9.9", 700, y), line("mg/L", 1000, y)]
    read = read_tables([PageText(0, 1700, 900, (*header, *lines), text_height=HEIGHT)]).results
    assert [r.name for r in read] == [" ".join(name) for name in names]


def test_a_letter_marks_the_finding_or_the_count_beside_it() -> None:
    header = [line(text, x, 60) for x, text in ((100, "Test"), (500, "Result"), (700, "Units"), (900, "Expected"))]
    rows = [
        ("Protein", "A Trace", "Negative"),
        ("RBC", "3-10 A", "0-2"),
        ("Bacteria", "A Few", "None seen"),
        ("WBC", "0-5", "0-5"),
    ]
    lines = [
        line(text, x, 100 + 30 * at)
        for at, row in enumerate(rows)
        for x, text in zip((100, 500, 900), row, strict=True)
    ]
    read = read_tables([PageText(0, 1700, 900, (*header, *lines), text_height=HEIGHT)]).results
    assert [(r.value, r.flag, r.reference_range) for r in read] == [
        ("Trace", "A", "Negative"), ("3-10", "A", "0-2"), ("Few", "A", "None seen"), ("0-5", "", "0-5")
    ]  # fmt: skip
