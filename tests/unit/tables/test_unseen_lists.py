"""Results printed as lists, and forms that only look like them, in the manner of laboratories the generator does not know."""

from __future__ import annotations

import pytest

from ocr_pipeline.page import PageText
from ocr_pipeline.report import Reason
from ocr_pipeline.tables import read_tables
from ocr_pipeline.tables.bands.remarks import _LIMIT_BEHIND_WORDS
from ocr_pipeline.tables.frame.grid import bands
from ocr_pipeline.tables.grammar.flags import Mark, split_flag
from ocr_pipeline.tables.naming.vietnamese import restore
from tests.unit.tables.pages import line, page, width_of
from tests.unit.tables.test_unseen_layouts import rows

pytestmark = pytest.mark.unit


def test_a_list_of_a_telephone_prints_the_interval_below_the_name() -> None:
    text = page(
        [
            [(40.0, "白细胞计数"), (660.0, "10.21 10^9/L↑")],
            [(40.0, "参考值：3.50-9.50")],
            [],
            [(40.0, "血红蛋白"), (700.0, "139 g/L")],
            [(40.0, "参考值：130-175")],
            [],
            [(40.0, "C反应蛋白"), (680.0, "18.6 mg/L ↑")],
            [(40.0, "参考值：0-10.0")],
        ]
    )
    assert rows(text) == [
        ("白细胞计数", "10.21", "10^9/L", "3.50-9.50", "H"),
        ("血红蛋白", "139", "g/L", "130-175", ""),
        ("C反应蛋白", "18.6", "mg/L", "0-10.0", "H"),
    ]


def test_lists_with_colons_side_by_side() -> None:
    text = page(
        [
            [(60.0, "MACROSCOPIC"), (600.0, "CHEMICAL")],
            [(60.0, "Color:"), (300.0, "Yellow"), (600.0, "Glucose:"), (800.0, "Negative")],
            [(60.0, "Specific Gravity:"), (300.0, "1.020"), (600.0, "Protein:"), (800.0, "Trace")],
            [(60.0, "pH:"), (300.0, "6.0"), (600.0, "Pus Cells:"), (800.0, "4-6 /hpf")],
        ]
    )
    assert {r[:3] for r in rows(text)} == {
        ("Color", "Yellow", ""),
        ("Specific Gravity", "1.020", ""),
        ("pH", "6.0", ""),
        ("Glucose", "Negative", ""),
        ("Protein", "Trace", ""),
        ("Pus Cells", "4-6", "/hpf"),
    }


def test_a_list_whose_colons_were_not_all_seen() -> None:
    text = page(
        [
            [(60.0, "Color"), (400.0, ": Amarillo")],
            [(60.0, "Densidad"), (430.0, "1.015")],
            [(60.0, "Proteínas"), (430.0, "Trazas")],
            [(60.0, "Glucosa"), (400.0, ": Negativo")],
            [(60.0, "Leucocitos"), (430.0, "15 - 20 x campo")],
            [(60.0, "Gérmenes"), (430.0, "++")],
        ]
    )
    assert [r[:3] for r in rows(text)] == [
        ("Color", "Amarillo", ""),
        ("Densidad", "1.015", ""),
        ("Proteínas", "Trazas", ""),
        ("Glucosa", "Negativo", ""),
        ("Leucocitos", "15 - 20", "x campo"),
        ("Gérmenes", "++", ""),
    ]


def test_a_form_with_two_columns_of_words_is_no_list_of_results() -> None:
    text = page(
        [
            [(60.0, "Name:"), (300.0, "Ann Lee"), (600.0, "Age:"), (800.0, "45")],
            [(60.0, "Ward:"), (300.0, "3"), (600.0, "Sex:"), (800.0, "F")],
            [(60.0, "Bed:"), (300.0, "12"), (600.0, "Room:"), (800.0, "7")],
            [(60.0, "Height:"), (300.0, "170"), (600.0, "Diet:"), (800.0, "normal")],
        ]
    )
    assert rows(text) == []


@pytest.mark.parametrize(
    "graphs",
    [
        [
            [(90.0, "WBC"), (560.0, "RBC"), (880.0, "PLT")],
            [(90.0, "100 200 300 fL"), (560.0, "100 200"), (700.0, "20 30 fL")],
        ],
        [[(90.0, "aVR"), (560.0, "v1"), (880.0, "V4")], [(90.0, "II"), (560.0, "V2"), (880.0, "V5")]],
    ],
)
def test_what_is_written_at_graphs_below_a_table_is_no_row(graphs: list[list[tuple[float, str]]]) -> None:
    text = page(
        [
            [(90.0, "项目"), (560.0, "结果"), (700.0, "单位"), (880.0, "参考值")],
            [(90.0, "白细胞计数"), (560.0, "5.93"), (700.0, "10^9/L"), (880.0, "3.5-9.5")],
            [(90.0, "红细胞计数"), (560.0, "4.57"), (700.0, "10^12/L"), (880.0, "3.8-5.1")],
            [(90.0, "血小板计数"), (560.0, "217"), (700.0, "10^9/L"), (880.0, "125-350")],
            *graphs,
        ]
    )
    assert [r[0] for r in rows(text)] == ["白细胞计数", "红细胞计数", "血小板计数"]


@pytest.mark.parametrize(
    "sentence", ["双肾大小、形态正常,集合系统未见分离。门静脉内径约", "肝脏大小、形态正常,包膜光滑,实质回声均匀"]
)
def test_a_sentence_that_ends_in_a_measure_is_no_row(sentence: str) -> None:
    text = page(
        [
            [(90.0, "项目"), (760.0, "结果"), (900.0, "单位"), (1080.0, "参考值")],
            [(90.0, "白细胞计数"), (760.0, "5.93"), (900.0, "10^9/L"), (1080.0, "3.5-9.5")],
            [(90.0, sentence), (760.0, "23"), (900.0, "mm")],
            [(90.0, "血小板计数"), (760.0, "217"), (900.0, "10^9/L"), (1080.0, "125-350")],
        ]
    )
    assert [r[0] for r in rows(text)] == ["白细胞计数", "血小板计数"]


def test_a_speck_behind_a_name_does_not_cost_its_row() -> None:
    head = [(90.0, "项目"), (760.0, "结果"), (900.0, "单位"), (1080.0, "参考值")]
    cells = [("白细胞计数", "5.93", "10^9/L", "3.5-9.5"), ("血小板计数。", "217", "10^9/L", "125-350")]
    text = page([head, *([(x, cell) for (x, _), cell in zip(head, row, strict=True)] for row in cells)])
    assert [r[1] for r in rows(text)] == ["5.93", "217"]


@pytest.mark.parametrize(
    ("read", "name"),
    [
        ("Số lượng bạch cầu non", "Số lượng bạch cầu non"),  # not mono
        ("Hồng cầu nhân", "Hồng cầu nhân"),
        ("S lưng bch cu", "Số lượng bạch cầu"),
    ],
)
def test_a_vietnamese_name_that_is_read_whole_is_no_other(read: str, name: str) -> None:
    assert restore(read) == name


def test_a_word_of_a_mark_may_hold_a_nought() -> None:
    assert split_flag("35 L0W") == ("35", Mark("L", "L0W"))


@pytest.mark.parametrize(
    ("title", "unit"), [("Value(s)", ""), ("Result (s)", ""), ("结果(s)", "s"), ("Result (mm)", "mm")]
)
def test_values_in_the_plural_are_no_seconds(title: str, unit: str) -> None:
    head = [(60.0, "Test Name"), (400.0, title), (700.0, "Normal Range")]
    cells = [("pH", "5.0", "5.0-8.0"), ("Specific Gravity", "1.029", "1.003-1.030"), ("APTT", "33", "25-37")]
    text = page([head, *([(x, cell) for (x, _), cell in zip(head, row, strict=True)] for row in cells)])
    assert [r[2] for r in rows(text)] == [unit] * 3


def test_a_key_of_classes_is_told_from_a_long_line_without_end() -> None:
    assert _LIMIT_BEHIND_WORDS.match("0级:<0.35 1级:0.35-0.70")
    assert not _LIMIT_BEHIND_WORDS.match(
        "".join(f"a{i}:12345678" for i in range(60)) + " x!"
    )  # each more was seven times slower
    assert not _LIMIT_BEHIND_WORDS.match("ab: 1.5 " * 60 + "x!")  # each more took twice the time


def test_words_with_their_signs_stay_whole_where_two_cells_are_one_box() -> None:
    head = [(90.0, "项目"), (760.0, "检验结果"), (850.0, "参考值范围")]
    cells = [
        [(90.0, name), (775.0, f"{word}阴性(-)")]
        for name, word in (("乙肝表面抗原", "阴性(-)"), ("乙肝表面抗体", "阳性(+)"))
    ]
    assert [(r[1], r[3]) for r in rows(page([head, *cells]))] == [("阴性(-)", "阴性(-)"), ("阳性(+)", "阴性(-)")]


@pytest.mark.parametrize("blind", [0, 1])
def test_a_panel_whose_last_headers_were_not_seen_has_those_of_its_neighbour(blind: int) -> None:
    titles, xs = ("项目", "结果", "单位", "参考区间"), (0.0, 200.0, 300.0, 420.0)
    head = [
        (60 + 640 * side + x, title if side != blind or x < 300 else "口口")
        for side in (0, 1)
        for x, title in zip(xs, titles, strict=True)
    ]
    names = ("白细胞", "红细胞", "血红蛋白", "血小板", "钾", "钠", "氯", "钙")
    cells = [(names[n], f"{n + 2}.5", "g/L", f"{n}.5-{n + 4}.5") for n in range(8)]
    body = [
        [(60 + 640 * side + x, cell) for side in (0, 1) for x, cell in zip(xs, cells[row + 4 * side], strict=True)]
        for row in range(4)
    ]
    assert sorted(r[:4] for r in rows(page([head, *body]))) == sorted(cells)


def test_two_spans_in_one_box_are_a_value_and_an_interval() -> None:
    head = [(90.0, "Test"), (760.0, "Result"), (860.0, "Reference")]
    cells = [[(90.0, "Pus Cells"), (780.0, "0-20-5")], [(90.0, "RBC"), (780.0, "0-10-3")]]
    assert [(r[1], r[3]) for r in rows(page([head, *cells]))] == [("0-2", "0-5"), ("0-1", "0-3")]


def test_intervals_that_begin_beside_the_headers_may_be_those_of_the_next_row() -> None:
    head = [(90.0, "名称"), (560.0, "测量值"), (860.0, "20-37")]
    cells = [("升主动脉内径", "27", "19-40"), ("左房", "35", "35-56"), ("左室舒张期内径", "50", "23-35")]
    body = [list(zip((90.0, 560.0, 860.0), row, strict=True)) for row in cells]
    tables = read_tables([page([[(860.0, "参考值")], head, *body])])
    assert all(Reason.RANGE_UNREADABLE in r.reasons for r in tables.results if r.reference_range)
    assert [left.text for left in tables.left_over] == ["20-37"]


def test_numbered_lines_whose_values_follow_names_of_any_length_with_all_in_one_piece() -> None:
    rows = [
        ("1、卵泡刺激素(FSH)", "4.42 mIU/mL (3.03-8.08)"),
        ("2、孕酮(P)", "0.34 ng/mL ↑(0.00-0.30)"),
        ("3、游离三碘甲状腺原氨酸(FT3)", "2.00 pmol/L ↓(2.43-6.01)"),
        ("4、睾酮(T)", "0.35 ng/mL (0.13-0.53)"),
    ]
    text = page([[(60.0, name), (60.0 + width_of(name) + 40.0, value)] for name, value in rows])
    assert [(r.name, r.value, r.unit, r.flag) for r in read_tables([text]).results] == [
        ("卵泡刺激素(FSH)", "4.42", "mIU/mL", ""),
        ("孕酮(P)", "0.34", "ng/mL", "H"),
        ("游离三碘甲状腺原氨酸(FT3)", "2.00", "pmol/L", "L"),
        ("睾酮(T)", "0.35", "ng/mL", ""),
    ]


def test_what_is_level_with_a_name_leaves_the_line_close_above_that_it_was_gathered_with() -> None:
    cells = [("Método: Colorimétrico", 60.0, 100.0, 52.0), ("2.48", 700.0, 126.0, 52.0)]
    cells += [("0.40-4.20", 900.0, 127.0, 52.0), ("TSH", 60.0, 128.0, 40.0)]
    text = PageText(0, 1700, 400, tuple(line(t, x, y, height=h) for t, x, y, h in cells), text_height=40.0)
    found = [[p.text for p in band.pieces] for band in bands(text)]
    assert found == [["Método: Colorimétrico"], ["TSH", "2.48", "0.40-4.20"]]
