"""Layouts drawn by hand in the manner of laboratories that the generator does not know, and what they taught."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ocr_pipeline.tables import read_tables
from ocr_pipeline.tables.naming.names import split_code
from ocr_pipeline.tables.naming.vietnamese import restore, said
from tests.unit.tables.pages import page, rows, table


def test_the_panel_beside_calls_its_names_something_else() -> None:
    head = [
        (60.0, "项目"),
        (260.0, "结果"),
        (380.0, "单位"),
        (500.0, "参考值"),
        (800.0, "沉渣内容物"),
        (1050.0, "结果"),
        (1180.0, "参考值"),
        (1400.0, "单位"),
    ]
    text = table(
        head,
        [
            ["葡萄糖", "阴性", "mmol/L", "阴性", "红细胞", "12.5", "0-17", "/μL"],
            ["蛋白质", "1+", "g/L", "阴性", "白细胞", "98.2", "0-28", "/μL"],
            ["比重", "1.018", "", "1.003-1.030", "细菌", "352.0", "0-130", "/μL"],
        ],
    )
    assert ("白细胞", "98.2", "/μL", "0-28", "") in rows(text)
    assert ("比重", "1.018", "", "1.003-1.030", "") in rows(text)
    assert len(rows(text)) == 6


def test_a_header_of_two_words_is_not_a_second_column_of_results() -> None:
    head = [(60.0, "Tahlil Adı"), (500.0, "Sonuç"), (700.0, "Sonuç Birimi"), (1000.0, "Referans Değeri")]
    text = table(head, [["Glukoz", "104", "mg/dL", "74 - 100"], ["Üre", "31.2", "mg/dL", "16.6 - 48.5"]])
    assert rows(text) == [("Glukoz", "104", "mg/dL", "74 - 100", ""), ("Üre", "31.2", "mg/dL", "16.6 - 48.5", "")]


def test_what_calls_an_interval_one_is_no_part_of_it() -> None:
    lines = [
        [(60.0, "Hemoglobina"), (450.0, ":"), (600.0, "11,4"), (700.0, "g/dl"), (900.0, "V.R.: 12,0 - 16,0")],
        [(60.0, "Hematocrito"), (450.0, "."), (600.0, "35,6"), (700.0, "%"), (900.0, "V.R.: 36,0 - 46,0")],
        [(60.0, "Plaquetas"), (450.0, ":"), (600.0, "288000"), (700.0, "/mm3"), (900.0, "V.R.:150000 - 450000")],
    ]
    assert [r[1:4] for r in rows(page(lines))] == [
        ("11,4", "g/dl", "12,0 - 16,0"),
        ("35,6", "%", "36,0 - 46,0"),
        ("288000", "/mm3", "150000 - 450000"),
    ]


def test_value_unit_and_mark_in_one_cell() -> None:
    head = [(60.0, "Examen"), (500.0, "Résultat"), (800.0, "Intervalle de référence")]
    text = table(head, [["Fibrinogène", "4,8 g/L ↑", "2,0 à 4,0"], ["TP", "68 %  ↓", "70 à 120"], ["TCA", "31 s", ""]])
    assert [r[1:] for r in rows(text)] == [
        ("4,8", "g/L", "2,0 à 4,0", "H"),
        ("68", "%", "70 à 120", "L"),
        ("31", "s", "", ""),
    ]


def test_a_sub_heading_longer_than_the_column_of_names() -> None:
    head = [(60.0, "Parameter"), (240.0, "Result"), (400.0, "Unit"), (560.0, "Ref. Range")]
    text = table(
        head,
        [
            ["pCO2", "31.0", "mmHg", "35.0 - 45.0"],
            ["pO2", "88.0", "mmHg", "80.0 - 100.0"],
            ["cLac", "0.9", "mmol/L", "0.5 - 2.2"],
            ["Temperature Corrected", "", "", ""],
            ["pCO2(T)", "29.9", "mmHg", ""],
        ],
    )
    results = read_tables([text]).results
    assert [r.name for r in results] == ["pCO2", "pO2", "cLac", "pCO2(T)"]
    assert results[-1].group == "Temperature Corrected"


def test_a_value_in_words_alone_on_its_line_stays_a_value() -> None:
    head = [(60.0, "Parameter"), (300.0, "Result"), (480.0, "Unit"), (640.0, "Ref. Range")]
    text = table(
        head, [["Protein", "12", "mg/dL", "0 - 15"], ["Appearance", "Sl. hazy", "", ""], ["pH", "6", "", "5 - 8"]]
    )
    assert ("Appearance", "Sl. hazy") in [r[:2] for r in rows(text)]


def test_units_in_brackets_behind_names() -> None:
    head = [(60.0, "项目"), (400.0, "结果"), (560.0, "参考值")]
    text = table(
        head, [["精液量(ml)", "3.2", "≥1.5"], ["液化时间(min)", "30", "<60"], ["尿素(mmol/L)", "5.2", "3.6-9.5"]]
    )
    assert [r[2] for r in rows(text)] == ["ml", "min", "mmol/L"]
    text = table(head, [["泌乳素(PRL)", "18.3", "4.79-23.30"], ["孕酮(PG)", "0.42", "0.06-0.89"]])
    assert [r[2] for r in rows(text)] == ["", ""]


def test_a_tier_beside_a_method_that_is_not_known() -> None:
    head = [(60.0, "Test Name"), (500.0, "Value"), (700.0, "Bio. Ref. Interval"), (1100.0, "Unit")]
    text = page(
        [
            head,
            [(60.0, "Serum Iron"), (500.0, "45"), (700.0, "Male : 65 - 175"), (1100.0, "µg/dL")],
            [(60.0, "Ferrozine"), (700.0, "Female : 50 - 170")],
            [(60.0, "TIBC"), (500.0, "402"), (700.0, "250 - 425"), (1100.0, "µg/dL")],
        ]
    )
    found = rows(text)
    assert [r[1] for r in found] == ["45", "402"]
    assert found[0][3] == "Male : 65 - 175; Female : 50 - 170"


def test_a_second_unit_beside_a_method_without_a_header() -> None:
    text = page(
        [
            [(60.0, "Glycémie"), (400.0, "1,12 g/L"), (700.0, "0,74 - 1,06"), (1000.0, "1,05")],
            [(80.0, "Hexokinase"), (400.0, "6,22 mmol/L"), (700.0, "4,11 - 5,89")],
            [(60.0, "Cholestérol"), (400.0, "2,31 g/L"), (700.0, "Inf. à 2,00"), (1000.0, "2,10")],
            [(400.0, "5,96 mmol/L"), (700.0, "Inf. à 5,17")],
            [(60.0, "Ferritine"), (400.0, "18 µg/L"), (700.0, "30 - 400"), (1000.0, "25")],
        ]
    )
    assert [r[:3] for r in rows(text)] == [
        ("Glycémie", "1,12", "g/L"),
        ("Glycémie", "6,22", "mmol/L"),
        ("Cholestérol", "2,31", "g/L"),
        ("Cholestérol", "5,96", "mmol/L"),
        ("Ferritine", "18", "μg/L"),
    ]


def test_words_as_values_and_intervals_without_a_header() -> None:
    text = page(
        [
            [(60.0, "Colore"), (400.0, "giallo paglierino")],
            [(60.0, "Aspetto"), (400.0, "limpido"), (900.0, "limpido")],
            [(60.0, "Peso specifico"), (400.0, "1.015"), (900.0, "1.005 - 1.030")],
            [(60.0, "pH"), (400.0, "6,0"), (900.0, "5,0 - 7,5")],
            [(60.0, "Proteine"), (400.0, "assenti"), (700.0, "mg/dL"), (900.0, "assenti")],
            [(60.0, "Glucosio"), (400.0, "assente"), (700.0, "mg/dL"), (900.0, "assente")],
            [(60.0, "Leucociti"), (400.0, "8"), (700.0, "/campo"), (900.0, "0 - 5")],
        ]
    )
    found = rows(text)
    assert found[0][:2] == ("Colore", "giallo paglierino")
    assert found[1] == ("Aspetto", "limpido", "", "limpido", "")
    assert found[-1] == ("Leucociti", "8", "/campo", "0 - 5", "")
    assert len(found) == 7


def test_a_column_before_the_names_is_no_part_of_them() -> None:
    head = [(60.0, "筛查疾病"), (480.0, "检测指标"), (700.0, "检测值"), (900.0, "单位"), (1100.0, "切值")]
    text = table(
        head,
        [
            ["先天性甲状腺功能减低症", "TSH", "3.12", "μIU/mL", "<9.0"],
            ["苯丙酮尿症", "Phe", "0.88", "mg/dL", "<2.0"],
            ["先天性肾上腺皮质增生症", "17-OHP", "8.91", "nmol/L", "<30.0"],
        ],
    )
    assert [r[:2] for r in rows(text)] == [("TSH", "3.12"), ("Phe", "0.88"), ("17-OHP", "8.91")]


def test_a_heading_above_the_intervals_is_none() -> None:
    head = [(60.0, "Test Name"), (500.0, "Value"), (700.0, "Bio. Ref. Interval"), (1100.0, "Unit")]
    text = page(
        [
            head,
            [(720.0, "IRON STUDIES")],
            [(60.0, "Serum Iron"), (500.0, "45"), (700.0, "65 - 175"), (1100.0, "µg/dL")],
            [(60.0, "TIBC"), (500.0, "402"), (700.0, "250 - 425"), (1100.0, "µg/dL")],
        ]
    )
    found = read_tables([text]).results
    assert [(r.reference_range, r.group) for r in found] == [
        ("65 - 175", "IRON STUDIES"),
        ("250 - 425", "IRON STUDIES"),
    ]


def test_a_table_without_header_above_one_with_a_header() -> None:
    text = page(
        [
            [(60.0, "Na+"), (300.0, "141"), (420.0, "mmol/L"), (600.0, "136 - 146")],
            [(60.0, "K+"), (300.0, "4.2"), (420.0, "mmol/L"), (600.0, "3.4 - 4.5")],
            [(60.0, "Cl-"), (300.0, "101"), (420.0, "mmol/L"), (600.0, "98 - 106")],
            [],
            [(60.0, "项目"), (300.0, "结果"), (420.0, "单位"), (600.0, "参考值")],
            [(60.0, "白细胞"), (300.0, "5.2"), (420.0, "10^9/L"), (600.0, "3.5-9.5")],
        ]
    )
    assert [r[1] for r in rows(text)] == ["141", "4.2", "101", "5.2"]


def test_an_advert_with_prices_above_a_table_gives_no_row() -> None:
    text = page(
        [
            [(60.0, "套餐优惠"), (300.0, "299元")],
            [(60.0, "肿瘤筛查"), (300.0, "599元"), (500.0, "原价 899元")],
            [(60.0, "关节镜检查"), (300.0, "1299元")],
            [],
            [(60.0, "项目"), (300.0, "结果"), (420.0, "单位"), (600.0, "参考值")],
            [(60.0, "白细胞"), (300.0, "5.2"), (420.0, "10^9/L"), (600.0, "3.5-9.5")],
        ]
    )
    assert [r[:2] for r in rows(text)] == [("白细胞", "5.2")]


def test_a_bill_beside_a_table_on_the_next_page_gives_no_row() -> None:
    head = [(60.0, "项目名称"), (400.0, "单价"), (600.0, "数量"), (800.0, "金额")]
    bill = table(head, [["血常规", "20.00", "1", "20.00"], ["生化全套", "180.00", "1", "180.00"]], index=1)
    lab = table(
        [(60.0, "项目"), (300.0, "结果"), (420.0, "单位"), (600.0, "参考值")], [["白细胞", "5.2", "10^9/L", "3.5-9.5"]]
    )
    assert [(r.name, r.page) for r in read_tables([lab, bill]).results] == [("白细胞", 0)]


def test_the_english_name_below_the_chinese_one() -> None:
    assert split_code("高密度脂蛋白胆固醇 HDL cholesterol") == ("高密度脂蛋白胆固醇", "HDL cholesterol")
    assert split_code("载脂蛋白A1 Apolipoprotein A1") == ("载脂蛋白A1", "Apolipoprotein A1")
    assert split_code("白细胞计数 WBC") == ("白细胞计数", "WBC")


def test_an_intermediate_germ_whose_letter_looks_like_a_one() -> None:
    head = [(60.0, "抗生素"), (400.0, "MIC(μg/mL)"), (640.0, "敏感度"), (800.0, "判断折点")]
    text = table(
        head, [["氨苄西林", "≥32", "R", "≤8"], ["左氧氟沙星", "4", "1", "≤0.5"], ["阿米卡星", "≤2", "S", "≤16"]]
    )
    assert [r[4] for r in rows(text)] == ["A", "A", ""]


def test_units_of_thousands_and_calculated_ones_behind_intervals() -> None:
    head = [(60.0, "Analyte"), (500.0, "Value"), (700.0, "Reference Range")]
    text = table(
        head,
        [["WHITE BLOOD CELL COUNT", "4.9", "3.8-10.8 Thousand/uL"], ["LDL-CHOLESTEROL", "152", "<100 mg/dL (calc)"]],
    )
    assert [r[2] for r in rows(text)] == ["Thousand/uL", "mg/dL (calc)"]


@pytest.mark.parametrize(
    ("seen", "printed"),
    [
        ("Đlnh 100ng Urê", "Định lượng Urê"),
        ("Do holt dI AST (GOT)", "Đo hoạt độ AST (GOT)"),
        ("Đin gii đ: Na+", "Điện giải đồ: Na+"),
        ("WBC (SI lng bich clu)", "WBC (Số lượng bạch cầu)"),
        ("To tring", "Tỷ trọng"),
        ("Hing clu", "Hồng cầu"),
        ("Bich clu", "Bạch cầu"),
        ("Bilirubin", "Bilirubin"),
        ("Creatinine", "Creatinine"),
    ],
)
def test_vietnamese_names_whose_vowels_became_other_letters(seen: str, printed: str) -> None:
    assert restore(seen) == printed


def test_vietnamese_results_in_words() -> None:
    assert [said(t) for t in ("Dng tính (++)", "Vit", "Vàng", "Trace")] == ["Dương tính (++)", "Vết", "Vàng", "Trace"]
    assert [said(t) for t in ("Ám tính", "Am tinh", "Dưrong tính", "vét", "ÁM TÍNH", "Trong")] == [
        "Âm tính",
        "Âm tính",
        "Dương tính",
        "Vết",
        "ÂM TÍNH",
        "Trong",
    ]


def test_a_watermark_beside_a_sub_heading_is_no_result() -> None:
    head = [(60.0, "Test"), (400.0, "Result"), (560.0, "Unit"), (700.0, "Reference Range")]
    text = table(
        head,
        [
            ["RBC", "4.5", "10^12/L", "3.8 - 5.8"],
            ["PLATELET COUNT", "HEAL", "", ""],
            ["Platelets", "210", "10^9/L", "150 - 400"],
            ["Hemoglobin", "1l8", "", ""],
        ],
    )
    assert [r[0] for r in rows(text)] == ["RBC", "Platelets", "Hemoglobin"]


def test_a_word_one_letter_away_from_a_result_is_doubtful() -> None:
    head = [(60.0, "Test"), (400.0, "Result"), (700.0, "Reference Range")]
    found = read_tables(
        [table(head, [["Nitrite", "Negativ", "Negative"], ["Protein", "Negative", "Negative"]])]
    ).results
    assert [bool(r.reasons) for r in found] == [True, False]


def test_a_column_with_few_cells_between_values_and_intervals() -> None:
    head = [(60.0, "检验项目"), (500.0, "结果"), (700.0, "Ct值"), (900.0, "参考值")]
    text = table(head, [["甲型流感病毒核酸", "阳性", "24.6", "阴性"], ["乙型流感病毒核酸", "阴性", "", "阴性"]])
    assert [r[1:4] for r in rows(text)] == [("阳性", "", "阴性"), ("阴性", "", "阴性")]


def test_two_columns_of_intervals_stay_apart() -> None:
    head = [(60.0, "项目"), (400.0, "结果"), (560.0, "单位"), (700.0, "参考值(上午)"), (1000.0, "参考值(下午)")]
    text = table(
        head,
        [
            ["皮质醇", "412.0", "nmol/L", "133-537", "68-327"],
            ["促肾上腺皮质激素", "28.1", "pg/mL", "7.2-63.3", "4.0-30.0"],
        ],
    )
    assert [r[3] for r in rows(text)] == ["133-537; 68-327", "7.2-63.3; 4.0-30.0"]


@pytest.mark.parametrize(("seen", "other"), [("Hb AO", "Hb A2"), ("Albumim", "Albumin")])
def test_a_name_is_not_restored_to_that_of_another_row(seen: str, other: str) -> None:
    head = [(60.0, "Peak Name"), (400.0, "Result"), (700.0, "Normal Range")]
    text = table(head, [[seen, "84.6", "83.0 - 90.0"], [other, "5.4", "1.5 - 3.5"]])
    lines = [
        replace(line, chars=(*line.chars[:-1], replace(line.chars[-1], confidence=0.9))) if line.text == seen else line
        for line in text.lines
    ]
    assert [r.name for r in read_tables([replace(text, lines=tuple(lines))]).results] == [seen, other]


def test_a_mark_in_words_before_the_unit() -> None:
    head = [(60.0, "Test"), (300.0, "Result"), (480.0, "Unit"), (700.0, "Reference Range")]
    text = table(head, [["pO2", "15.2", "HIGH kPa", "11.0 - 14.4"], ["Hct", "0.30", "L0W L/L", "0.36 - 0.46"]])
    assert [(r[2], r[4]) for r in rows(text)] == [("kPa", "H"), ("L/L", "L")]


def test_a_line_of_the_foot_does_not_hide_the_gap_between_two_columns() -> None:
    """The cells hang left of their centred header, and an unread date below runs on under header and gap."""
    places = [60.0, 700.0, 960.0, 1250.0]
    head = [(60.0, "Determinación"), (700.0, "Valor"), (960.0, "Alerta"), (1290.0, "Rango de referencia")]
    body = [
        [("Leucocitos", "6,01", "↑"), ("Hemoglobina", "8,5", "↓"), ("Plaquetas", "318", "")][i % 3] for i in range(18)
    ]
    lines = [head]
    for number, (name, value, mark) in enumerate(body):
        cells = zip(places, (f"{name} {'ABCDEFGHIJKLMNOPQR'[number]}", value, mark, "4,0-11,0 g/dL"), strict=True)
        lines.append([(x, cell) for x, cell in cells if cell])
    lines.append([(60.0, "Fechadeinforme:08-07-202313:40"), (930.0, "Prodesado:08-07-202312:51,2aCopia0")])
    read = rows(page(lines))
    assert len(read) >= 18
    assert all(r[2] == "g/dL" and r[3].startswith("4,0-11,0") for r in read[:18])
