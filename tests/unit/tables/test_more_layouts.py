"""Layouts of laboratories that the generator does not draw: two unit systems, cumulative and bilingual reports, lists in a line."""

from __future__ import annotations

import pytest

from mapping.fhir.codes import INTERPRETATIONS
from mapping.terminology import code_report
from ocr_pipeline.plausibility import doubt
from ocr_pipeline.report import Flag, Page, Report, Source
from ocr_pipeline.tables import read_tables
from ocr_pipeline.tables.grammar.flags import split_flag
from ocr_pipeline.tables.grammar.ranges import mend_separator
from ocr_pipeline.tables.headers.lexicon import header_words
from ocr_pipeline.tables.naming.names import split_code
from tests.unit.tables.pages import page, rows, table


def test_a_value_under_another_in_a_second_unit_is_the_same_analytes() -> None:
    head = [(60.0, "Analyses"), (400.0, "Résultats"), (560.0, "Valeurs de référence"), (900.0, "Antériorités")]
    text = page(
        [
            head,
            [(60.0, "Glycémie"), (400.0, "0,95"), (460.0, "g/L"), (560.0, "0,70 à 1,05"), (900.0, "0,92")],
            [(400.0, "5,27"), (460.0, "mmol/L"), (560.0, "3,89 à 5,83")],
            [(60.0, "Urée"), (400.0, "0,38"), (460.0, "g/L"), (560.0, "0,17 à 0,49"), (900.0, "0,35")],
            [(400.0, "6,33"), (460.0, "mmol/L"), (560.0, "2,83 à 8,16")],
        ]
    )
    assert [r[:3] for r in rows(text)] == [
        ("Glycémie", "0,95", "g/L"),
        ("Glycémie", "5,27", "mmol/L"),
        ("Urée", "0,38", "g/L"),
        ("Urée", "6,33", "mmol/L"),
    ]


def test_tiers_beside_a_methods_line() -> None:
    head = [
        (60.0, "Test Description"),
        (500.0, "Observed Value"),
        (700.0, "Unit"),
        (800.0, "Biological Reference Interval"),
    ]
    text = page(
        [
            head,
            [(60.0, "HDL Cholesterol"), (500.0, "41"), (700.0, "mg/dL"), (800.0, "Low: < 40")],
            [(60.0, "Method : Direct"), (800.0, "High: >= 60")],
            [(60.0, "VLDL"), (500.0, "33.6"), (700.0, "mg/dL"), (800.0, "5 - 40")],
        ]
    )
    assert rows(text) == [
        ("HDL Cholesterol", "41", "mg/dL", "Low: < 40; High: >= 60", ""),
        ("VLDL", "33.6", "mg/dL", "5 - 40", ""),
    ]


def test_a_mark_in_words_under_the_value() -> None:
    text = page(
        [
            [(60.0, "Serum sodium"), (500.0, "139 mmol/L"), (700.0, "[133 - 146]")],
            [(60.0, "Serum potassium"), (500.0, "5.6 mmol/L"), (700.0, "[3.5 - 5.3]")],
            [(500.0, "Above high reference limit")],
            [(60.0, "Serum urea"), (500.0, "5.1 mmol/L"), (700.0, "[2.5 - 7.8]")],
            [(60.0, "Serum albumin"), (500.0, "38 g/L"), (700.0, "[35 - 50]")],
        ]
    )
    assert [r[4] for r in rows(text)] == ["", "H", "", ""]


def test_units_named_in_the_header() -> None:
    head = [(60.0, "Analyte"), (400.0, "Result (mmol/L)"), (640.0, "Reference (mmol/L)"), (900.0, "Status")]
    body = [["Sodium", "133", "135 - 145", "Low"], ["Potassium", "4.8", "3.5 - 5.1", "Normal"]]
    assert [(r[2], r[4]) for r in rows(table(head, body))] == [("mmol/L", "L"), ("mmol/L", "")]


def test_a_percent_sign_heads_the_results() -> None:
    head = [(60.0, "组分"), (300.0, "%"), (400.0, "提示"), (500.0, "参考范围")]
    body = [["白蛋白", "48.2", "↓", "55.8-66.1"], ["α1球蛋白", "5.6", "↑", "2.9-4.9"]]
    assert rows(table(head, body)) == [
        ("白蛋白", "48.2", "%", "55.8-66.1", "L"),
        ("α1球蛋白", "5.6", "%", "2.9-4.9", "H"),
    ]


def test_names_under_the_word_for_the_dates() -> None:
    head = [(60.0, "Date"), (400.0, "03/01/24"), (550.0, "20/03/24"), (700.0, "Units"), (800.0, "Ref range")]
    body = [["Haemoglobin", "102", "118", "g/L", "115-165"], ["Platelets", "98", "143", "10^9/L", "150-450"]]
    assert [r[:3] for r in rows(table(head, body))] == [("Haemoglobin", "118", "g/L"), ("Platelets", "143", "10^9/L")]


def test_susceptibility_of_germs() -> None:
    head = [(60.0, "抗生素"), (400.0, "MIC(μg/mL)"), (600.0, "敏感度"), (760.0, "判断折点")]
    body = [["氨苄西林", "≥32", "R", "≤8-≥32"], ["头孢曲松", "≤1", "S", "≤1-≥4"]]
    found = read_tables([table(head, body)]).results
    assert [(r.name, r.comparator, r.value, r.unit, r.flag) for r in found] == [
        ("氨苄西林", ">=", "32", "μg/mL", "A"),
        ("头孢曲松", "<=", "1", "μg/mL", ""),
    ]
    assert [r.interpretation for r in found] == ["R", "S"]
    report = code_report(doubt(Report(Source("0" * 64, "image/png", 1), pages=(Page(1000, 1000),), results=found)))
    assert [INTERPRETATIONS[r.interpretation or ""] for r in report.results] == ["Resistant", "Susceptible"]


def test_results_strung_on_a_line() -> None:
    text = page(
        [
            [(60.0, "血常规：白细胞 15.2×10^9/L↑；血红蛋白 131g/L。")],
            [(60.0, "C反应蛋白：96.4mg/L↑；降钙素原：1.25ng/mL；")],
        ]
    )
    assert [(r[0], r[1], r[2], r[4]) for r in rows(text)] == [
        ("白细胞", "15.2", "×10^9/L", "H"),
        ("血红蛋白", "131", "g/L", ""),
        ("C反应蛋白", "96.4", "mg/L", "H"),
        ("降钙素原", "1.25", "ng/mL", ""),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "患者昨日体温38.5℃；心率102次/分，继续观察；",
        "白细胞 15.2×10^9/L；建议复查；",
        "2024-01-05 血红蛋白 131g/L；血糖 5.1mmol/L；",
    ],
)
def test_prose_with_semicolons_holds_no_list(sentence: str) -> None:
    assert rows(page([[(60.0, sentence)], [(60.0, sentence)]])) == []


@pytest.mark.parametrize(
    "text, parts",
    [
        ("白细胞计数 White blood cell count", ("白细胞计数", "White blood cell count")),
        ("总lgE", ("总IgE", "")),
        ("免疫球蛋白lgG", ("免疫球蛋白", "IgG")),
        ("Albumin", ("Albumin", "")),
    ],
)
def test_names_in_two_languages_and_immunoglobulins(text: str, parts: tuple[str, str]) -> None:
    assert split_code(text) == parts


@pytest.mark.parametrize("text, body, flag", [("46 Y", "46", "H"), ("176 D", "176", "L"), ("46Yüksek", "46", "H")])
def test_turkish_marks(text: str, body: str, flag: Flag) -> None:
    rest, mark = split_flag(text)
    assert mark is not None
    assert (rest, mark.flag) == (body, flag)


def test_an_interval_glued_to_the_unit_before_it() -> None:
    head = [(60.0, "Analyses"), (400.0, "Résultat"), (560.0, "Unité"), (640.0, "Intervalle de référence")]
    text = page(
        [
            head,
            [(60.0, "Fibrinogène"), (400.0, "4,85"), (560.0, "g/L"), (680.0, "2,00 - 4,00")],
            [(60.0, "D-Dimères"), (400.0, "612"), (560.0, "ng/mL FEU<500")],
            [(60.0, "(Immunoturbidimétrie)")],
        ]
    )
    assert rows(text)[1] == ("D-Dimères", "612", "ng/mL FEU", "<500", "")


@pytest.mark.parametrize(
    "title, kind",
    [
        ("Test Performed", "name"),
        ("Analyses demandées", "name"),
        ("Accertamento", "name"),
        ("Tetkik İsmi", "name"),
        ("Thông số", "name"),
        ("Valor encontrado", "result"),
        ("Résultats du jour", "result"),
        ("Valore riscontrato", "result"),
        ("Güncel Sonuç", "result"),
        ("Current", "result"),
        ("High/Low", "flag"),
        ("Segn.", "flag"),
        ("Unité de mesure", "unit"),
        ("Ölçü Birimi", "unit"),
        ("Healthy Range", "ref"),
        ("Biyolojik Referans Aralığı", "ref"),
        ("Khoảng giá trị tham chiếu", "ref"),
        ("Valori desiderabili", "ref"),
        ("参考上下限", "ref"),
        ("Previous Result and Date", "previous"),
        ("上次检测结果", "previous"),
        ("Valore precedente", "previous"),
        ("Bệnh phẩm", "method"),
        ("Test Kodu", "code"),
        ("项目代号", "code"),
    ],
)
def test_rarer_words_of_headers(title: str, kind: str) -> None:
    for shown in (title, title.replace(" ", "")):
        assert [h.kind for h in header_words(shown)] == [kind]


def test_a_lower_and_an_upper_bound_in_columns_of_their_own() -> None:
    head = [(60.0, "Esame"), (400.0, "Risultato"), (560.0, "U.M."), (700.0, "Min"), (800.0, "Max")]
    body = [["Glicemia", "88", "mg/dL", "70", "100"], ["Calcio", "9,4", "mg/dL", "8,6", "10,2"]]
    found = read_tables([table(head, body)]).results
    assert [(r.value, r.reference_range, r.reasons) for r in found] == [("88", "70-100", ()), ("9,4", "8,6-10,2", ())]


def test_a_column_under_a_header_that_could_not_be_read_is_no_part_of_its_neighbour() -> None:
    head = [(60.0, "Test"), (400.0, "Result"), (600.0, "SICO"), (760.0, "Cut-off")]
    body = [
        ["HBsAg", "Non Reactive", "0.21", "1.00"],
        ["Anti-HCV", "Reactive", "8.09", "1.00"],
        ["VDRL", "Reactive", "2.1", "1.00"],
    ]
    assert [r[1] for r in rows(table(head, body))] == ["Non Reactive", "Reactive", "Reactive"]


def test_a_column_of_units_under_a_header_that_could_not_be_read() -> None:
    head = [(60.0, "Test"), (400.0, "Result"), (600.0, "Xqwz"), (760.0, "Reference")]
    body = [
        ["Sodium", "140", "mmol/L", "135-145"],
        ["Urea", "5.1", "mmol/L", "2.5-7.8"],
        ["Iron", "12", "umol/L", "9-30"],
    ]
    assert [r[2] for r in rows(table(head, body))] == ["mmol/L", "mmol/L", "umol/L"]


def test_names_in_three_panels_are_no_sentence() -> None:
    head = [
        (x + dx, word)
        for x in (0.0, 560.0, 1120.0)
        for dx, word in ((20.0, "项目"), (220.0, "结果"), (320.0, "单位"), (420.0, "参考值"))
    ]
    names = ["碱性磷酸酶测定", "谷氨酰转肽酶测定", "高密度脂蛋白胆固醇"]
    row = [
        (x + dx, word)
        for x, name in zip((0.0, 560.0, 1120.0), names, strict=True)
        for dx, word in ((20.0, name), (220.0, "7.5"), (320.0, "U/L"), (420.0, "5-40"))
    ]
    assert len(rows(page([head, row, row, row]))) == 9


def test_cards_with_the_value_under_its_name() -> None:
    text = page(
        [
            [(60.0, "收缩压"), (400.0, "空腹血糖"), (760.0, "尿酸")],
            [(60.0, "128"), (150.0, "mmHg"), (400.0, "5.4"), (490.0, "mmol/L"), (760.0, "388"), (850.0, "μmol/L")],
            [(60.0, "参考值 90-139"), (400.0, "参考值 3.9-6.1"), (760.0, "参考值 208-428")],
        ]
    )
    assert rows(text) == [
        ("收缩压", "128", "mmHg", "90-139", ""),
        ("空腹血糖", "5.4", "mmol/L", "3.9-6.1", ""),
        ("尿酸", "388", "μmol/L", "208-428", ""),
    ]


def test_a_list_of_names_and_values_with_colons() -> None:
    listed = [
        ("Color", "Amarillo"),
        ("Densidad", "1.025"),
        ("Glucosa", "Negativo"),
        ("Nitritos", "Positivo"),
        ("Leucocitos", "20 - 25 /campo"),
    ]
    text = page([[(60.0, name), (400.0, ": " + value)] for name, value in listed])
    assert [(r[0], r[1], r[2]) for r in rows(text)] == [
        ("Color", "Amarillo", ""),
        ("Densidad", "1.025", ""),
        ("Glucosa", "Negativo", ""),
        ("Nitritos", "Positivo", ""),
        ("Leucocitos", "20 - 25", "/campo"),
    ]


def test_a_form_with_colons_is_no_list_of_results() -> None:
    form = [
        ("Paciente", "Mamani Luis"),
        ("Edad", "40"),
        ("Habitación", "12"),
        ("Peso", "70"),
        ("Talla", "170"),
        ("Folio", "8812"),
    ]
    assert rows(page([[(60.0, name), (400.0, ": " + value)] for name, value in form])) == []


@pytest.mark.parametrize(
    "text, right", [("0.7.0", "0-7.0"), ("3.9.6.1", "3.9-6.1"), ("1.2.3.4", "1.2-3.4"), ("5.4.0", "5.4.0")]
)
def test_a_dash_read_as_a_dot(text: str, right: str) -> None:
    assert mend_separator(text) == right


def test_a_list_of_people_is_no_table_of_results() -> None:
    head = [(60.0, "Name"), (400.0, "Level"), (700.0, "Range")]
    assert rows(table(head, [["John Smith", "5", "A-C"], ["Mary Jones", "3", "B-D"], ["Al Boyd", "2", "A-B"]])) == []


def test_a_menu_with_colons_is_no_list_of_results() -> None:
    menu = [("Steak", "25.00"), ("Salad", "9.50"), ("Milk", "3.00"), ("Tea", "3.00"), ("Water", "2.00")]
    assert rows(page([[(60.0, name), (400.0, ": " + price)] for name, price in menu])) == []


def test_the_date_of_the_result_before_is_no_unit() -> None:
    head = [
        (60.0, "Test"),
        (400.0, "Result"),
        (620.0, "Previous Result"),
        (800.0, "Units"),
        (1000.0, "Reference Interval"),
    ]
    text = page(
        [
            head,
            [
                (60.0, "Sodium"),
                (400.0, "140"),
                (620.0, "138"),
                (690.0, "11/02/2024"),
                (820.0, "mmol/L"),
                (1000.0, "135-145"),
            ],
            [
                (60.0, "Urea"),
                (400.0, "5.1"),
                (620.0, "5.5"),
                (690.0, "11/02/2024"),
                (820.0, "mmol/L"),
                (1000.0, "2.5-7.8"),
            ],
            [(60.0, "BUN/Creatinine Ratio"), (400.0, "17"), (620.0, "15"), (690.0, "11/02/2024"), (1000.0, "9-23")],
        ]
    )
    assert [(r[1], r[2]) for r in rows(text)] == [("140", "mmol/L"), ("5.1", "mmol/L"), ("17", "")]
