"""Results in boxes that say what their parts are, second systems of units, and arrows between two values."""

from __future__ import annotations

import pytest

from tests.unit.tables.pages import Row, page, rows, table

pytestmark = pytest.mark.unit

Cells = list[tuple[float, str]]


BOXES: list[Row] = [
    ("Glukoz", "112", "mg/dL", "74-106", ""),
    ("Kreatinin", "0,81", "mg/dL", "0,5-0,9", ""),
    ("ALT", "19", "U/L", "<33", ""),
    ("LDL Kolesterol", "151", "mg/dL", "<130", ""),
]


def box(x: float, row: Row, labels: tuple[str, str]) -> list[Cells]:
    name, value, unit, interval, _ = row
    return [
        [(x, name)],
        [(x, labels[0]), (x + 180, value), (x + 290, unit)],
        [(x, labels[1]), (x + 340, interval)],
        [],
    ]


@pytest.mark.parametrize("labels", [("Sonuç", "Referans Aralığı"), ("Result", "Reference range"), ("结果", "参考范围")])
def test_boxes_side_by_side_that_name_their_parts(labels: tuple[str, str]) -> None:
    lines: list[Cells] = []
    for left, right in zip(BOXES[::2], BOXES[1::2], strict=True):
        lines += [a + b for a, b in zip(box(60.0, left, labels), box(860.0, right, labels), strict=True)]
    assert rows(page(lines)) == BOXES


def test_a_label_and_its_value_in_one_piece() -> None:
    lines: list[Cells] = []
    for name, value, unit, interval, _ in BOXES:
        lines += [[(60.0, name)], [(60.0, f"Result: {value} {unit}"), (460.0, f"Reference range: {interval}")], []]
    assert rows(page(lines)) == BOXES


def test_a_sentence_that_speaks_of_results_is_no_box() -> None:
    text = page([[(60.0, "Result pending")], [(60.0, "Result of the culture follows")], [(60.0, "Result: see above")]])
    assert rows(text) == []


def test_the_second_system_of_units_is_not_the_interval() -> None:
    head: Cells = [
        (60, "项目"),
        (300, "结果"),
        (420, "单位"),
        (540, "参考范围"),
        (760, "换算值"),
        (900, "单位"),
        (1040, "参考范围"),
    ]
    cells = [
        ["红细胞", "35.2", "/μL", "0-17", "6.3", "/HPF", "0-3"],
        ["白细胞", "12.6", "/μL", "0-28", "2.1", "/HPF", "0-5"],
        ["上皮细胞", "12.4", "/μL", "0-28", "2.2", "/HPF", "0-5"],
    ]
    assert rows(table(head, cells)) == [(c[0], c[1], c[2], c[3], "") for c in cells]


def test_a_cut_off_beside_the_interval_is_none() -> None:
    head: Cells = [(60, "检测项目"), (500, "定性结果"), (700, "S/CO值"), (900, "CUTOFF"), (1100, "参考值")]
    cells = [["乙肝表面抗原", "阴性", "0.02", "0.105", "阴性"], ["丙肝抗体", "阴性", "0.11", "0.105", "阴性"]]
    assert rows(table(head, cells)) == [(c[0], c[1], "", "阴性", "") for c in cells]


def test_words_behind_a_dilution_are_marks() -> None:
    head: Cells = [(60, "抗菌药物"), (400, "MIC"), (600, "结果"), (760, "折点")]
    cells = [["头孢呋辛", "64", "耐药", "≤8"], ["阿米卡星", "2", "敏感", "≤16"], ["左氧氟沙星", "4", "中介", "≤2"]]
    assert [(r[0], r[1], r[4]) for r in rows(table(head, cells))] == [
        ("头孢呋辛", "64", "A"),
        ("阿米卡星", "2", ""),
        ("左氧氟沙星", "4", "A"),
    ]


@pytest.mark.parametrize(("now", "expected"), [(("11.82", "81.2"), ("H", "H")), (("5.1", "60.0"), ("", ""))])
def test_arrows_between_two_values_belong_where_they_fit(now: tuple[str, str], expected: tuple[str, str]) -> None:
    head: Cells = [(60, "项目"), (300, "本次"), (440, "上次"), (580, "参考值"), (760, "单位")]
    cells = [
        ["白细胞", now[0], "↑10.10", "3.5-9.5", "10^9/L"],
        ["中性粒细胞%", now[1], "↑79.0", "40-75", "%"],
        ["血小板", "144", "160", "125-350", "10^9/L"],
    ]
    assert tuple(r[4] for r in rows(table(head, cells))) == (*expected, "")


def test_a_lone_litre_in_the_column_of_units() -> None:
    head: Cells = [(60, "Parameter"), (300, "Measured"), (460, "Unit"), (600, "Predicted")]
    cells = [["FVC", "3.12", "L", "3.98"], ["FEV1", "2.01", "L", "3.31"], ["PEF", "4.88", "L/s", "7.02"]]
    assert [(r[0], r[1], r[2], r[4]) for r in rows(table(head, cells))] == [(c[0], c[1], c[2], "") for c in cells]


def test_a_value_level_with_the_method_below_its_name() -> None:
    head: Cells = [(60, "Esame"), (560, "Risultato"), (740, "Unità"), (900, "Valori di riferimento")]
    cells: list[tuple[str, str, str, str, str]] = [
        ("Glucosio", "Metodo: esochinasi", "131", "mg/dL", "70-99"),
        ("Trigliceridi", "Metodo: GPO-PAP", "163", "mg/dL", "0-150"),
        ("Creatinina", "Metodo: Jaffé compensato", "1,01", "mg/dL", "0,70-1,20"),
        ("PSA totale", "Metodo: chemiluminescenza", "4,82", "ng/mL", "0,00-4,00"),
    ]
    lines: list[Cells] = [head]
    for name, method, value, unit, interval in cells:
        lines += [[(60, name)], [(60, method), (560, value), (740, unit), (900, interval)]]
    assert [r[:4] for r in rows(page(lines, pitch=24.0))] == [(n, v, u, i) for n, _, v, u, i in cells]


def test_a_setting_a_key_of_stars_and_a_signature_are_no_rows() -> None:
    head: Cells = [(60, "Analyse"), (560, "Résultat"), (740, "Unité"), (900, "Valeurs de référence")]
    cells: list[Cells] = [
        [(60, "Glucose"), (560, "* 1,31"), (740, "g/L"), (900, "0,70-1,05")],
        [(60, "Urée"), (560, "0,31"), (740, "g/L"), (900, "0,15-0,45")],
        [(60, "Cholestérol total"), (560, "1,87"), (740, "g/L"), (900, "<2,00")],
        [(60, "* Valeurs hors de l'intervalle")],
        [(60, "Validé biologiquement par : Dr"), (740, "Ada Kaya")],
    ]
    assert [r[0] for r in rows(page([head, *cells]))] == ["Glucose", "Urée", "Cholestérol total"]
    gas: list[Cells] = [[(60, "体温37.0℃ FiO2"), (300, "21"), (420, "%")]]
    gas += [
        [(60, n), (300, v), (420, u)]
        for n, v, u in (("pCO2", "61.2", "mmHg"), ("pO2", "54.8", "mmHg"), ("Na+", "136", "mmol/L"))
    ]
    assert [r[0] for r in rows(page(gas))] == ["pCO2", "pO2", "Na+"]
