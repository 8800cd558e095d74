"""Results printed twice on a line, columns without headers of their own, intervals of the two sexes side by side."""

from __future__ import annotations

import pytest

from ocr_pipeline.tables import read_tables
from ocr_pipeline.tables.headers.sexes import with_sexes
from tests.unit.tables.pages import page
from tests.unit.tables.test_unseen_layouts import rows

pytestmark = pytest.mark.unit

CHEMISTRY = [("Glycémie", "1,18", "g/L", "6,54", "mmol/L", "0,74 à 1,06"), ("Urée", "0,33", "g/L", "5,5", "mmol/L", "0,17 à 0,49"),
             ("Calcium", "96", "mg/L", "2,40", "mmol/L", "86 à 103")]  # fmt: skip


def chemistry(glued: bool) -> list[list[tuple[float, str]]]:
    out = []
    for name, value, unit, other, second, ref in CHEMISTRY:
        if glued:
            out.append(
                [(40.0, name), (600.0, f"{value} {unit} soit {other} {second}"), (1140.0, ref), (1400.0, "1,00")]
            )
        else:
            xs = (40.0, 600.0, 690.0, 800.0, 870.0, 950.0, 1140.0, 1400.0)
            cells = (name, value, unit, "soit", other, second, ref, "1,00")
            out.append(list(zip(xs, cells, strict=True)))
    return out


@pytest.mark.parametrize("glued", [False, True])
def test_a_result_in_two_units_is_one_row(glued: bool) -> None:
    head = [(1140.0, "Valeurs de référence"), (1400.0, "Antériorités")]
    text = page([head, *chemistry(glued)])
    found = read_tables([text]).results
    assert [(r.name, r.value, r.unit) for r in found] == [(n, v, u) for n, v, u, *_ in CHEMISTRY]
    assert all(r.reference_range for r in found)
    assert found[0].note == "Also printed as 6,54 mmol/L."


def test_of_a_share_and_its_count_the_interval_is_that_of_the_count() -> None:
    text = page(
        [
            [(40.0, "Leucocytes"), (690.0, "11,40"), (780.0, "G/L"), (980.0, "4,00 à 10,00")],
            *(
                [(40.0, n), (480.0, p), (590.0, "soit"), (690.0, v), (780.0, "G/L"), (980.0, r)]
                for n, p, v, r in (
                    ("Lymphocytes", "19,8 %", "2,26", "1,00 à 4,00"),
                    ("Monocytes", "8,3 %", "0,95", "0,20 à 1,00"),
                )
            ),
        ]
    )
    assert [(r[0], r[1], r[2]) for r in rows(text)] == [
        ("Leucocytes", "11,40", "G/L"),
        ("Lymphocytes", "2,26", "G/L"),
        ("Monocytes", "0,95", "G/L"),
    ]


def test_one_such_word_alone_changes_nothing() -> None:
    text = page(
        [
            [(40.0, "Analyse"), (400.0, "Résultat"), (600.0, "Unité")],
            [(40.0, "Urée soit azote"), (400.0, "5,5"), (600.0, "mmol/L")],
        ]
    )
    assert rows(text)[0][:3] == ("Urée soit azote", "5,5", "mmol/L")


def test_only_intervals_and_the_day_before_have_a_header() -> None:
    body = [
        ("Leucocytes", "11,40", "G/L", "4,00 à 10,00", "9,80"),
        ("Hémoglobine", "12,1", "g/dL", "13,4 à 16,7", "12,8"),
        ("Plaquettes", "301", "G/L", "150 à 400", "288"),
    ]
    xs = (40.0, 690.0, 780.0, 980.0, 1330.0)
    text = page(
        [[(980.0, "Valeurs de référence"), (1330.0, "22/11/2024")], *(list(zip(xs, row, strict=True)) for row in body)]
    )
    assert [(r[0], r[1], r[2]) for r in rows(text)] == [b[:3] for b in body]


def test_a_measure_beside_the_structure_is_the_result() -> None:
    text = page(
        [
            [(40.0, "Estructura"), (380.0, "Medida"), (520.0, "Unidad")],
            *([(40.0, n), (380.0, v), (520.0, "mm")] for n, v in (("Riñón", "104"), ("Bazo", "96"), ("Porta", "11"))),
        ]
    )
    assert [r[:3] for r in rows(text)] == [("Riñón", "104", "mm"), ("Bazo", "96", "mm"), ("Porta", "11", "mm")]


def test_intervals_of_men_and_women_in_columns_of_their_own() -> None:
    head = [(40.0, "TÊN XÉT NGHIỆM"), (400.0, "KẾT QUẢ"), (600.0, "ĐƠN VỊ"), (800.0, "NAM"), (1050.0, "NỮ")]
    body = [
        ("WBC", "8,42", "G/L", "4,0 - 10,0", "4,0 - 10,0"),
        ("RBC", "3,61", "T/L", "4,3 - 5,8", "3,9 - 5,4"),
        ("HGB", "98", "g/L", "140 - 160", "125 - 145"),
    ]
    text = page([head, *([(x, c) for (x, _), c in zip(head, row, strict=True)] for row in body)])
    assert [r[3].replace(" ", "") for r in rows(text)] == [
        "4,0-10,0",
        "Nam:4,3-5,8;Nữ:3,9-5,4",
        "Nam:140-160;Nữ:125-145",
    ]


@pytest.mark.parametrize("said", ["4,0-10,0", "a; b; c"])
def test_what_is_no_pair_of_intervals_stays(said: str) -> None:
    assert with_sexes(said, ("Nam", "Nữ")) == said


def test_a_low_mark_in_french_or_spanish_is_certain() -> None:
    head = [(40.0, "Analyse"), (400.0, "Résultat"), (600.0, "Unités"), (800.0, "Intervalle de référence")]
    body = [[(40.0, "Albumine"), (400.0, "33"), (500.0, "B"), (600.0, "g/L"), (800.0, "35 - 50")], [(40.0, "Sodium"), (400.0, "141"), (600.0, "mmol/L"), (800.0, "135 - 145")],
            [(40.0, "Ferritine"), (400.0, "18"), (500.0, "B"), (600.0, "µg/L"), (800.0, "24 - 336")]]  # fmt: skip
    found = read_tables([page([head, *body])]).results
    assert [(r.value, r.flag, r.reasons) for r in found] == [("33", "L", ()), ("141", "", ()), ("18", "L", ())]
