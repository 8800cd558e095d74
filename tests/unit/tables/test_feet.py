"""What stands below a table or names an interval, and is no row: signatures, keys, headings, labelled intervals."""

from __future__ import annotations

import pytest

from ocr_pipeline.tables import read_tables
from tests.unit.tables.pages import page
from tests.unit.tables.test_unseen_layouts import rows

pytestmark = pytest.mark.unit

HEAD = [(40.0, "Prueba"), (400.0, "Resultado"), (560.0, "Unidad"), (760.0, "Valores de referencia")]


def table(*below: list[tuple[float, str]]) -> list[list[tuple[float, str]]]:
    body = [
        ("Glucosa", "88", "mg/dL", "70-105"),
        ("Urea", "31", "mg/dL", "15-45"),
        ("Calcio", "9,1", "mg/dL", "8,5-10,5"),
    ]
    xs = [x for x, _ in HEAD]
    return [HEAD, *([(x, c) for x, c in zip(xs, row, strict=True)] for row in body), *below]


@pytest.mark.parametrize(
    "below",
    [
        [(760.0, "Bioq. Emiliano Vattuone"), (1100.0, "M.P. 7718")],
        [(760.0, "Q.F.B. Itzel Nochebuena")],
        [(40.0, "(*) Resultado fuera de los límites"), (760.0, "Q.C. Rosa Ávila")],
        [(40.0, "Dra. Luz Palacios"), (400.0, "R.M. 05-22817")],
        [(760.0, "Ngày 06 tháng 01 năm 2025")],
        [(40.0, "Valores fuera de rango marcados con"), (760.0, "asterisco.")],
        [(40.0, "SampleCollected 16/05/202209:56AM")],
    ],
)
def test_signatures_below_a_table_change_no_row(below: list[tuple[float, str]]) -> None:
    found = rows(page(table(below)))
    assert [r[0] for r in found] == ["Glucosa", "Urea", "Calcio"]
    assert found[-1] == ("Calcio", "9,1", "mg/dL", "8,5-10,5", "")


def test_rows_that_begin_like_titles_or_keys_stay() -> None:
    more = [
        ("BS Fasting", "98", "mg/dL", "70-105"),
        ("* Vitamina B12 sérica total", "", "pg/mL", "197-771"),
        ("T3 Total", "1,2", "ng/mL", "0,8-2,0"),
    ]
    xs = [x for x, _ in HEAD]
    found = rows(page(table(*([(x, c) for x, c in zip(xs, row, strict=True) if c] for row in more))))
    assert [r[0].strip("* ") for r in found][3:] == ["BS Fasting", "Vitamina B12 sérica total", "T3 Total"]


def test_further_tiers_below_an_interval_stay() -> None:
    text = page(table([(760.0, "Mujer: 8,0-10,0")], [(760.0, "(adultos)")]))
    assert rows(text)[-1][3].startswith("8,5-10,5; Mujer: 8,0-10,0")


@pytest.mark.parametrize(
    "label", ["Referans Değeri:", "V.R.:", "Valeurs de référence :", "Val. rif.:", "CSBT:", "参考范围："]
)
def test_an_interval_below_its_name_says_that_it_is_one(label: str) -> None:
    found = rows(
        page(
            [
                cells
                for name, value, low in (
                    ("Glukoz", "142", "74 - 106"),
                    ("Kreatinin", "0,94", "0,7 - 1,2"),
                    ("ALT", "61", "0 - 41"),
                )
                for cells in ([(40.0, name), (620.0, value), (740.0, "mg/dL")], [(40.0, f"{label} {low}")])
            ]
        )
    )
    assert [(r[0], r[1]) for r in found] == [("Glukoz", "142"), ("Kreatinin", "0,94"), ("ALT", "61")]
    assert [r[3].replace(" ", "") for r in found] == ["74-106", "0,7-1,2", "0-41"]


def test_a_label_before_a_bound_in_words_goes() -> None:
    text = page(table([(40.0, "Colesterol"), (400.0, "228"), (560.0, "mg/dL"), (760.0, "V.R.: Hasta 200")]))
    assert rows(text)[-1] == ("Colesterol", "228", "mg/dL", "Hasta 200", "")


def test_the_letter_of_a_sex_before_its_interval_is_no_mark() -> None:
    below = [[(40.0, "ASAT"), (400.0, "21"), (560.0, "UI/L"), (760.0, "H : 5-40")], [(760.0, "F : 5-35")]]
    name, value, unit, interval, flag = rows(page(table(*below)))[-1]
    assert (name, value, unit, flag) == ("ASAT", "21", "UI/L", "")
    assert interval.replace(" ", "") == "H:5-40;F:5-35"


def test_the_heading_below_a_table_is_left_to_its_section() -> None:
    text = page(
        table(
            [(40.0, "COMENTARIOS")],
            [(40.0, "La muestra se recibe en buen estado y sin hemólisis visible en el suero.")],
        )
    )
    assert not any(text.lines[i].text.startswith(("COM", "La muestra")) for _, i in read_tables([text]).used_lines)


def test_an_area_is_measured_in_square_centimetres() -> None:
    text = page(
        [
            [(40.0, n), (300.0, v), (380.0, u)]
            for n, v, u in (("DTDVG", "61", "mm"), ("OG", "29", "cm2"), ("SIV", "11", "mm"), ("TAPSE", "17", "mm"))
        ]
    )
    assert ("OG", "29", "cm2", "", "") in rows(text)


def test_sentences_below_measurements_are_no_rows_however_their_words_fall_into_columns() -> None:
    head = [(60.0, "Measurement"), (480.0, "Value"), (670.0, "Unit")]
    cells = (("BPD", "48.2"), ("HC", "173.9"), ("AC", "159.8"), ("FL", "36.9"), ("FHR", "160"))
    body = [[(60.0, n), (480.0, v), (670.0, "mm")] for n, v in cells]
    told = ("Head Normal shape and size", "Brain Ventricles and cerebellum normal", "Heart Normal 4 chamber view")
    told += ("Urinary tract Both kidneys and bladder seen", "Extremities Hands and feet appear normal")
    told += ("Impression Single live intrauterine fetus, growth within normal limits",)
    below = [row for sentence in told for row in ([], [], [(60.0, sentence)])]
    assert [r.name for r in read_tables([page([head, *body, *below])]).results] == [n for n, _ in cells]
