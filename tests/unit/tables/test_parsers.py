"""Parsers give back what was printed, whatever was printed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr_pipeline.tables.grammar.flags import parse_flag, split_flag
from ocr_pipeline.tables.grammar.normal import has_cjk, is_cjk, plain, printed
from ocr_pipeline.tables.grammar.numbers import decimals, parse_number, uses_decimal_comma
from ocr_pipeline.tables.grammar.ranges import mend_separator, parse_range
from ocr_pipeline.tables.grammar.units import mend_power, parse_unit, power_lost, split_trailing_unit
from ocr_pipeline.tables.grammar.values import any_value, mend_signs, number_within, parse_value
from ocr_pipeline.tables.grammar.words import is_bent_word
from ocr_pipeline.tables.headers.lexicon import header_words
from ocr_pipeline.tables.naming.names import serials, split_code
from ocr_pipeline.tables.naming.vietnamese import restore, sexes

pytestmark = pytest.mark.unit

digits = st.from_regex(r"\A(0|[1-9][0-9]{0,4})(\.[0-9]{1,3})?\Z")
signs = st.sampled_from(["", "<", ">", "≤", "≥", "<=", ">="])


@given(signs, digits)
def test_a_number_prints_back(sign: str, number: str) -> None:
    value = parse_value(sign + number)
    assert value is not None
    assert str(value) == sign + number
    assert value.number == Decimal(number)


@given(st.text(max_size=30))
def test_any_text_prints_back(text: str) -> None:
    value = any_value(text)
    assert str(value).replace(" ", "") == printed(plain(text)).replace(" ", "") or str(value) == printed(text)


@given(digits, digits, st.sampled_from(["-", "--", "~", "～", " - ", "–", "—", "至", " to "]))
def test_an_interval_prints_back_and_keeps_its_bounds(a: str, b: str, separator: str) -> None:
    low, high = sorted((a, b), key=Decimal)
    text = f"{low}{separator}{high}"
    found = parse_range(text)
    assert found is not None
    assert found.text == printed(text)
    assert (found.low, found.high) == (Decimal(low), Decimal(high))


@given(digits, st.sampled_from(["", "↑", "↓", "*", " H", " L", "↑↑"]))
def test_a_mark_comes_off_and_the_digits_stay(number: str, mark: str) -> None:
    bare, found = split_flag(number + mark)
    assert bare == number
    assert (found is None) == (mark == "")
    if found:
        assert found.text.replace(" ", "") == mark.strip()


@given(
    st.sampled_from(["g/L", "mmol/L", "×10^9/L", "10^12/L", "%", "fL", "pg", "U/L", "mg/dL", "/HP", "mL/min/1.73m2"])
)
def test_a_unit_prints_back(unit: str) -> None:
    assert parse_unit(unit) == unit


@pytest.mark.parametrize("text", ["105 U/L", "10 mg/dL", "109 g/L", "103mmol/L"])
def test_a_value_and_its_unit_are_no_unit_with_a_power_of_ten(text: str) -> None:
    assert parse_unit(text) is None
    assert split_trailing_unit(text)[0] == text[: 2 + text[2].isdecimal()]


@given(digits, st.sampled_from(["mmol/L", "%", "g/L", "×10^9/L", "fL"]))
def test_a_unit_behind_a_value_is_split_off(number: str, unit: str) -> None:
    assert split_trailing_unit(f"{number} {unit}") == (number, unit)


@pytest.mark.parametrize(
    "text, comma, number",
    [
        ("1,234", False, "1234"), ("1,234", True, "1.234"), ("4,5", False, "4.5"), ("1.234,5", False, "1234.5"),
        ("1,234.5", False, "1234.5"), ("0,123", False, "0.123"), ("12,345,678", False, "12345678"), ("1 234", False, "1234"),
        ("-0.8", False, "-0.8"), ("4.50", False, "4.50"),
    ],
)  # fmt: skip
def test_decimal_commas_and_thousands(text: str, comma: bool, number: str) -> None:
    assert parse_number(text, comma) == Decimal(number)


@pytest.mark.parametrize("text", ["3.864.00", "4.5.6", "abc", "", "--", "12a"])
def test_no_number(text: str) -> None:
    assert parse_number(text) is None


def test_decimals_are_counted_as_printed() -> None:
    assert [decimals(t) for t in ("4.50", "4", "4,5", "5,100", "0,123")] == [2, 0, 1, 0, 3]


def test_a_page_of_decimal_commas_is_known() -> None:
    assert uses_decimal_comma(["4,5", "12,25", "3,5 - 9,5", "Hb"])
    assert not uses_decimal_comma(["4.5", "5,100", "4,800 - 10,800"])


@pytest.mark.parametrize(
    "text, kind",
    [
        ("<0.01", "number"), (">1000", "number"), ("1:80", "titre"), ("(-)", "sign"), ("阴性", "word"), ("+++", "sign"),
        ("0-2/HP", "interval"), ("Negative", "word"), ("±", "sign"), ("阴性(-)", "word"), ("0-2", "interval"),
        ("2.0×10^5", "number"), ("弱阳性", "word"), ("3+", "sign"), ("Non-reactive", "word"), ("Âm tính", "word"),
    ],
)  # fmt: skip
def test_forms_of_values(text: str, kind: str) -> None:
    value = parse_value(text)
    assert value is not None
    assert value.kind == kind


@pytest.mark.parametrize("text", ["3.864.00", "4.5.6", "12.", "O.5x", "<"])
def test_what_no_value_can_be(text: str) -> None:
    assert parse_value(text) is None


def test_a_value_keeps_its_digits() -> None:
    assert str(parse_value("4.50")) == "4.50"
    assert str(parse_value("5,100")) == "5,100"


@pytest.mark.parametrize(
    "text, kind",
    [
        ("<5.0", "upper"), ("≥60", "lower"), ("阴性", "word"), ("3,5 – 9,5", "interval"), ("3.5--9.5", "interval"),
        ("男:130-175", "tiers"), ("- Border Line : 200-400", "tiers"), ("(0.35-5.50)", "interval"), ("Up to 40", "upper"),
        ("<40mmHg", "upper"), ("18.0~40.0%", "interval"),
    ],
)  # fmt: skip
def test_forms_of_intervals(text: str, kind: str) -> None:
    found = parse_range(text)
    assert found is not None
    assert found.kind == kind


def test_an_interval_that_runs_backwards_is_none() -> None:
    assert parse_range("9.5-3.5") is None


def test_a_lost_dash_is_put_back_only_when_the_decimals_say_where() -> None:
    assert mend_separator("12.0022.00") == "12.00-22.00"
    assert mend_separator("80.0 120.0") == "80.0-120.0"
    assert mend_separator("45854") == "45854"


@pytest.mark.parametrize(
    "read, unit",
    [
        ("×109/L", "×10^9/L"), ("10¹2/L", "10^12/L"), ("10⁹/L", "10^9/L"), ("mmo1/L", "mmol/l"), ("m1/min/1.73m2", "ml/min/1.73m2"), ("sico", "S/CO"), ("ulU/mL", "uIU/mL"), ("TU/L", "IU/L"), ("TU/mL", "TU/mL"),
        ("f1", "fL"), ("mg/d l", "mg/dl"), ("g/dL.", "g/dL"), ("UL", "U/L"), ("00", "%"),
    ],
)  # fmt: skip
def test_units_that_the_recogniser_bends(read: str, unit: str) -> None:
    found = parse_unit(read)
    assert found is not None
    assert found.lower() == unit.lower()


@pytest.mark.parametrize("unit", ["×10/L", "10%/L", "10^{2/L", "*10°/L"])
def test_a_lost_power_is_known_to_be_lost(unit: str) -> None:
    assert power_lost(unit)
    assert mend_power(unit) == unit


@pytest.mark.parametrize(
    "text, flag",
    [
        ("↑", "H"),
        ("↓↓", "LL"),
        ("H", "H"),
        ("LL", "LL"),
        ("偏高", "H"),
        ("Low", "L"),
        ("*", "A"),
        ("(H)", "H"),
        ("HIGH", "H"),
    ],
)
def test_marks(text: str, flag: str) -> None:
    mark = parse_flag(text)
    assert mark is not None
    assert mark.flag == flag


@pytest.mark.parametrize("text", ["L/L", "IgA", "HDL", "白细胞", "3.5", "g/L", "", "± 异常", "未见异常"])
def test_no_marks(text: str) -> None:
    assert parse_flag(text) is None


@pytest.mark.parametrize(
    "text, bare, flag",
    [
        ("135↑", "135", "H"),
        ("H 5.2", "5.2", "H"),
        ("*5.2", "5.2", "A"),
        ("HIGH7,3", "7,3", "H"),
        ("+3异常", "+3", "A"),
        ("± 异常", "±", "A"),
        ("弱阳性 异常", "弱阳性", "A"),
        ("+/- *", "+/-", "A"),
        ("↑ ±", "±", "H"),
        ("阳性(1+) A", "阳性(1+)", "A"),
        ("↑阳性", "阳性", "H"),
    ],
)
def test_glued_marks(text: str, bare: str, flag: str) -> None:
    got, mark = split_flag(text)
    assert got == bare
    assert mark is not None
    assert mark.flag == flag


@pytest.mark.parametrize("text", ["0.02(阴性)", "<0.05(阴性)", "13.52 阳性(+)", "陰性 Negative", "未检出 Not detected"])
def test_values_that_say_what_they_mean(text: str) -> None:
    found = parse_value(text)
    assert found is not None
    assert (str(found), found.kind) == (text, "word")


def test_the_area_of_a_body_keeps_its_raised_digit() -> None:
    assert {parse_unit(t) for t in ("ml/min/1.73m", "ml/min/1.73㎡", "ml/min/1.73m^2")} == {"ml/min/1.73m2"}


def test_lone_signs_that_were_taken_for_han_numerals() -> None:
    assert mend_signs("十十") == "++"
    assert mend_signs("一") == "-"
    assert mend_signs("二") == "-"


def test_a_word_tells_the_sign_in_its_brackets() -> None:
    assert [mend_signs(t) for t in ("阴性()", "阴性(", "阴性)", "阴性", "阳性()")] == [
        *["阴性(-)"] * 3,
        "阴性",
        "阳性()",
    ]
    assert mend_signs("十二") == "十二"


@pytest.mark.parametrize(
    "text, kinds",
    [
        ("提示单位", ["flag", "unit"]), ("结果参考范围", ["result", "ref"]), ("序项目代码测定项目", ["serial", "code", "name"]),
        ("Reference Value", ["ref"]), ("Valori di riferimento", ["ref"]), ("Sonuçlar Birim", ["result", "unit"]),
        ("STT Danh mc xét nghim", ["serial", "name"]), ("Kết quả", ["result"]), ("Valeurs de référence", ["ref"]),
        ("Rango de referencia", ["ref"]), ("Result (mmol/L)", ["result"]),
    ],
)  # fmt: skip
def test_header_words_also_joined_and_bent(text: str, kinds: list[str]) -> None:
    assert [hit.kind for hit in header_words(text)] == kinds


@pytest.mark.parametrize("text", ["白细胞", "Hemoglobin", "3.5-9.5", "", "血红蛋白结果良好的说明"])
def test_no_header_words(text: str) -> None:
    assert header_words(text) == ()


@pytest.mark.parametrize(
    "text, name, code",
    [
        ("WBC 白细胞计数", "白细胞计数", "WBC"), ("白细胞(WBC)", "白细胞(WBC)", "WBC"), ("血红蛋白 HGB", "血红蛋白", "HGB"),
        ("★钾", "钾", ""), ("Hemoglobin (Hb)", "Hemoglobin (Hb)", "Hb"), ("糖类抗原CA125", "糖类抗原", "CA125"),
    ],
)  # fmt: skip
def test_names_and_codes(text: str, name: str, code: str) -> None:
    assert split_code(text) == (name, code)


def test_running_numbers_come_off_only_where_names_are_numbered() -> None:
    assert serials(["1 白细胞", "2 红细胞", "3 血小板", "4钾"])[3] == (4, 1)
    assert serials(["5-羟色胺", "17-羟孕酮", "钾", "钠"]) == [None] * 4
    slipped = [
        "14红细胞压积",
        "15红细胞平均体积",
        "中16平均血红蛋白",
        "17平均浓度",
        "118红细胞宽度",
        "419血小板计数",
        "20压积",
        "21宽度",
    ]
    assert [name[s[1] :] for name, s in zip(slipped, serials(slipped), strict=True) if s] == [
        "红细胞压积", "红细胞平均体积", "平均血红蛋白", "平均浓度", "红细胞宽度", "血小板计数", "压积", "宽度",
    ]  # fmt: skip


units = st.sampled_from(
    ["g/L", "mmol/L", "×10^9/L", "10^12/L", "%", "fL", "pg", "U/L", "mg/dL", "/HPF", "mm/1hr", "μmol/L"]
)
marks = st.sampled_from(["", "↑", "↓", "*", "H", "L", " High", " Low", "HH"])


@given(digits, marks, st.sampled_from(["", " "]), units)
def test_value_mark_and_unit_run_together_print_back(number: str, mark: str, gap: str, unit: str) -> None:
    text = f"{number}{mark}{gap}{unit}"
    head, tail = split_trailing_unit(text)
    assert (head + tail).replace(" ", "") == text.replace(" ", "")
    if tail:
        assert split_flag(head)[0] in (number, head)


@given(digits, digits, st.sampled_from(["-", "~", " - ", "–", " to "]), units)
def test_an_interval_with_its_unit_prints_back(a: str, b: str, separator: str, unit: str) -> None:
    low, high = sorted((a, b), key=Decimal)
    text = f"{low}{separator}{high} {unit}"
    found = parse_range(text)
    assert found is not None
    assert found.text == printed(text)
    assert (found.low, found.high) == (Decimal(low), Decimal(high))


@given(st.text(alphabet="0123456789.,<>+-~^*/%μmolgLUI ↑↓HL()阴阳性±", max_size=24))
def test_whatever_is_read_no_parser_loses_or_adds_a_digit(text: str) -> None:
    def figures(shown: str) -> list[str]:
        return [c for c in shown if c.isdigit()]

    value, interval = parse_value(text), parse_range(text)
    if value is not None:
        assert figures(str(value)) == figures(printed(text))
    if interval is not None:
        assert figures(interval.text) == figures(printed(text))
    head, tail = split_trailing_unit(text)
    assert figures(head + tail) == figures(text)
    bare, mark = split_flag(text)
    assert figures(bare) == figures(text)
    assert mark is None or not figures(mark.text)
    assert figures(mend_separator(text)) == figures(plain(text))


@given(st.text(max_size=40))
def test_no_text_breaks_a_parser(text: str) -> None:
    for parser in (
        parse_value,
        parse_range,
        parse_unit,
        split_flag,
        split_trailing_unit,
        mend_separator,
        number_within,
    ):
        parser(text)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("word", "bent"),
    [("Norma", True), ("Clea", True), ("Negativ", True), ("Normal", False), ("Scant", False), ("Rosa", False)],
)
def test_a_result_word_that_lost_a_letter_is_told(word: str, bent: bool) -> None:
    assert is_bent_word(word) is bent


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("Nam: 4,35-5,65; N: 3,92-5,13", "Nam: 4,35-5,65; Nữ: 3,92-5,13"), ("Nam:130-175 ; Nü:115-150", "Nam:130-175 ; Nữ:115-150"),
        ("Nam: 0-15; N0:0-20", "Nam: 0-15; Nữ:0-20"), ("N: 0-20; Nam: 0-15", "Nữ: 0-20; Nam: 0-15"), ("N: 0-20", "N: 0-20"),
        ("Nam: 0-15; Nữ: 0-20", "Nam: 0-15; Nữ: 0-20"),
    ],
)  # fmt: skip
def test_women_stand_beside_men_in_vietnamese_intervals(read: str, printed: str) -> None:
    assert sexes(read) == printed


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("Máu lng 1 gi(ESR)", "Máu lắng 1 giờ(ESR)"),
        ("Máu lng (ESR)", "Máu lắng(ESR)"),
        ("Máu lng 3 gi", "Máu lng 3 gi"),
        ("Hổng cẩu (RBC)", "Hồng cầu (RBC)"),
        ("TÝ LỆ % BẠCH CẦU TRUNG TÍNH", "TỶ LỆ % BẠCH CẦU TRUNG TÍNH"),
        ("Canxi ion hoá", "Canxi ion hoá"),
    ],
)
def test_a_restored_name_keeps_its_numbers(read: str, printed: str) -> None:
    assert restore(read) == printed


@given(st.text())
def test_a_text_has_han_characters_where_one_of_its_characters_is_one(text: str) -> None:
    assert has_cjk(text) == any(map(is_cjk, text))
