"""Letters that only the Vietnamese network knows are taken over, and nothing else is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.recogniser.delta import differences
from models.recogniser.letters import LETTERS, places
from models.recogniser.network import HEAD
from models.registry import weights
from ocr_pipeline.engines import load_engine
from ocr_pipeline.engines.characters.tones import with_possible_tones
from ocr_pipeline.engines.characters.vietnamese import chosen, has_words, is_vietnamese
from ocr_pipeline.engines.runtimes.characters import character_list
from ocr_pipeline.page import Char, Line
from tests.unit.engines.sheets import sheet

pytestmark = pytest.mark.unit

QUAD = ((0.0, 0.0), (90.0, 0.0), (90.0, 20.0), (0.0, 20.0))


def line(text: str, confidence: float = 0.95) -> Line:
    chars = tuple(Char(c, confidence, i / len(text), (i + 1) / len(text)) for i, c in enumerate(text))
    return Line(text, confidence, chars, QUAD, QUAD)


def test_the_letters_take_classes_of_pictographs_and_of_nothing_that_is_printed() -> None:
    usual, other = character_list(), character_list(vietnamese=True)
    assert len(LETTERS) == len(set(LETTERS)) == 88
    assert set(LETTERS).isdisjoint(usual)
    assert [place for place, pair in enumerate(zip(usual, other, strict=True)) if pair[0] != pair[1]] == places(usual)
    assert min(usual[place] for place in places(usual)) >= "\U0001f400"


@pytest.mark.parametrize(
    ("first", "second", "taken"),
    [
        ("Thn phi: nưc đ I", "Thận phải: ứ nước độ I", True),
        ("S lưng bch cu 5.93", "Số lượng bạch cầu 5.93", True),
        ("S lưng bch cu 5.93", "Số lượng bạch cầu 5.98", False),  # a digit is read otherwise
        ("S lưng bch cu 5.93", "Số lượng bạch cầu 593", False),
        ("Kali (K+)", "Kali (K)", False),
        ("Glucose 5.1", "Glucose 5.1", False),  # nothing that the usual network did not know
        ("N: 41-81", "Nữ: 41-81", True),
        ("WBC", "ợẽữự", False),
        ("0.40 to 1.50", "0.40 tƯo 1.50", False),  # no capital stands behind a small letter
    ],
)
def test_a_second_reading_is_taken_for_its_letters_alone(first: str, second: str, taken: bool) -> None:
    assert chosen(line(first), line(second)).text == (second if taken else first)


@pytest.mark.parametrize(
    ("first", "second", "taken"),
    [
        ("Huyt sc t", "Huyết sắc tố", True),  # what the usual network leaves out, however clear the rest was
        ("Tiu cu", "Tiểu cầu", True),
        ("Rubella lgG", "RubllaợỢG", False),
        ("Kali", "Kaliệ", False),  # a single letter may be invented
        ("ALT", "ALT ợ ẽ", False),
    ],
)
def test_unsure_letters_are_taken_where_words_lack_them(first: str, second: str, taken: bool) -> None:
    unsure = line(second)
    chars = tuple(
        replace(c, confidence=0.5) if ord(c.text) > 0x1E00 else replace(c, confidence=0.9) for c in unsure.chars
    )
    assert chosen(line(first, 0.99), replace(unsure, chars=chars)).text == (second if taken else first)


@pytest.mark.parametrize(
    ("first", "second", "text"),
    [
        ("Bilirubin gián tip(IBIL) 7.4", "Bilirubin gián tiếp(lBIL) 7.4", "Bilirubin gián tiếp(IBIL) 7.4"),
        ("Cholesterol toàn phn(TC)", "Cholesterol toàn phần(TCộ)", "Cholesterol toàn phần(TC)"),
        ("Bch cu (WBC) (ln)", "Bạch cầu (VVBC) (lần)", "Bạch cầu (WBC) (lần)"),
        ("MON# MONO# c", "MON# MỌNO# ọ", "MON# MONO# ọ"),
    ],
)
def test_abbreviations_in_brackets_stay_as_they_were(first: str, second: str, text: str) -> None:
    assert chosen(line(first), line(second)).text == text


def test_signs_that_the_network_never_learned_are_never_read() -> None:
    network = differences(weights("text-recognition-vietnamese"))[HEAD[1]]
    letters = character_list(vietnamese=True)
    assert all(network[letters.index(c)] <= -19 for c in "❇⭐☃∀ɆĬ")
    assert all(network[letters.index(c)] > -1 for c in "ƯẠĨƠŨ≥★a5%")


def test_a_digit_is_no_surer_than_either_reading() -> None:
    second = line("bạch cầu 5.93", 0.99)
    read = chosen(line("bch cu 5.93", 0.6), second)
    assert {c.text: c.confidence for c in read.chars} == {c: 0.6 if c in "5.93" else 0.99 for c in second.text}
    assert read.confidence == 0.6


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("g/L", False),
        ("mmol/L", False),
        ("10^9/L", False),
        ("5.1 H", False),
        ("Sắt 5", True),
        ("N: 41-81", True),
        ("N 5", False),
    ],
)
def test_units_and_marks_are_not_read_again(text: str, asked: bool) -> None:
    assert has_words(line(text)) is asked
    assert asked or chosen(line("HH 5.1"), line("ẸẠ 5.1")).text == "HH 5.1"


def test_an_unsure_second_reading_is_not_taken() -> None:
    assert chosen(line("bch cu"), replace(line("bạch cầu", 0.4))).text == "bch cu"


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (["Xét nghim", "Số lưng hng cu", "Đưng huyt", "Nưc tiu", "Đ lc cu thn"], True),
        (["Numération", "Hématies", "Protéines", "Créatinine", "Données"], False),
        (["Ölçüm", "Sonuç", "Lökosit", "Eritrosit", "Değer"], False),
        (["Hemograma", "Leucocite", "Vârstă", "Sângerare lungă", "Rețetă", "După masă"], False),
    ],
)
def test_a_page_is_told_by_letters_that_no_other_language_has(texts: list[str], told: bool) -> None:
    assert is_vietnamese([line(t) for t in texts]) is told


def test_printed_vietnamese_is_read() -> None:
    rows = (
        ("Số lượng bạch cầu", "6.25"), ("Thể tích trung bình hồng cầu", "88.4"), ("Đường huyết lúc đói", "5.6"),
        ("Thận phải ứ nước độ một", ""), ("Gan không to, bờ đều", ""), ("Kết luận: sỏi túi mật", ""),
    )  # fmt: skip
    page = sheet(rows, size=28, columns=(40, 600))
    engine = load_engine("openvino", "f32", 1)
    read = [x.text.replace(" ", "") for x in engine.recognise(page.image, engine.detect(page.image))]
    wanted = [text.replace(" ", "") for row in rows for text in row if text]
    assert sum(text in read for text in wanted) >= len(wanted) - 1


@pytest.mark.parametrize(
    ("texts", "vietnamese"),
    [
        (
            ["SO LUONG BACH CÃU", "SÖ LUNG HÖNG CÃU", "CRP"],
            True,
        ),  # capitals, whose marks the usual network does not know
        (["Kt qu xét nghim", "Ho tên bnh nhân", "WBC"], True),
        (["Kt qu xét nghim", "WBC"], False),
        (["Ket of the king", "Bench cut: 5", "Bach C. Hung", "Xiting highmen"], False),
        (["Hong Cu", "Ng. Sanh", "Geç tanıh"], False),
    ],
)
def test_a_page_is_told_by_its_words_without_vowels(texts: list[str], vietnamese: bool) -> None:
    assert is_vietnamese([line(text) for text in texts]) is vietnamese


@pytest.mark.parametrize(
    ("first", "second", "text"),
    [
        ("NUÓC TIU DUNG HUYT", "N❇ỚC TIỂU Đ❇ỜNG HUYẾT", "NƯỚC TIỂU ĐƯỜNG HUYẾT"),
        ("DAI HC Y DUC CÂN THO", "Đ❄I HỌC Y D❇ỢC CẦN TH❇", "ĐẠI HỌC Y DƯỢC CẦN THƠ"),
        ("DUONG TÍNH BINH THUNG", "D❇❇NG TÍNH BÌNH TH❇ỜNG", "DƯƠNG TÍNH BÌNH THƯỜNG"),
    ],
)
def test_capitals_that_the_second_network_writes_as_stars(first: str, second: str, text: str) -> None:
    assert chosen(line(first), line(second)).text == text


def test_a_line_of_prose_takes_words_and_keeps_its_numbers() -> None:
    first = "Lòi dn: Tái khám sau 4 tun,mang theo kt qu gii phu bnh."
    second = "Lời dặn: Tái khám sau tuần, mang theo kết quả giải phẫu bệnh."
    whole = "Lời dặn: Tái khám sau 4 tuần, mang theo kết quả giải phẫu bệnh."
    assert chosen(line(first), line(second)).text == whole
    assert chosen(line("Máu lng 1 giò"), line("Máu lắng l giờ")).text == "Máu lng 1 giò"


@pytest.mark.parametrize(
    ("seen", "printed"),
    [
        ("SẲT HUYỂT THANH", "SẮT HUYẾT THANH"),
        ("kễt quả", "kết quả"),
        ("ổ loẻt", "ổ loét"),
        ("tiểu cầu", "tiểu cầu"),
        ("Đầu dò", "Đầu dò"),
        ("KẾT QUẲ XÉT NGHIỆM", "KẾT QUẢ XÉT NGHIỆM"),  # no syllable ends in a vowel with a bow
        ("kết quắ, lắng", "kết quả, lắng"),
    ],
)
def test_syllables_have_only_possible_tones(seen: str, printed: str) -> None:
    assert with_possible_tones(line(seen)).text == printed
