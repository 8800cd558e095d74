"""A name that could hardly be read is shown as the one it must be, and the row stays doubtful."""

from __future__ import annotations

import pytest

from ocr_pipeline.page import Char
from ocr_pipeline.plausibility.names.holes import holes
from ocr_pipeline.plausibility.names.known import is_known
from ocr_pipeline.plausibility.names.naming import name_doubts
from ocr_pipeline.plausibility.names.nearest import Letters, sure_letters, with_nearest_names
from ocr_pipeline.plausibility.names.uncoded import UNCODED
from ocr_pipeline.plausibility.thresholds import CALIBRATED
from ocr_pipeline.report import GUESSED, Reason, Result
from ocr_pipeline.tables import Evidence

DOUBT = (Reason.NAME_UNCERTAIN,)


def row(name: str, unit: str = "", code: str = "", value: str = "5", reasons: tuple[Reason, ...] = DOUBT) -> Result:
    return Result(name=name, value=value, unit=unit, code=code, reasons=reasons)


@pytest.mark.parametrize(
    ("name", "unit", "meant"),
    [
        ("嘧酸性粒细胞绝对值(EDS#)", "10^9/L", "嗜酸性粒细胞绝对值(EOS#)"),
        ("细胞(WEC)", "10^9/L", "白细胞(WBC)"),
        ("红细胞(RBO)", "10^12/L", "红细胞(RBC)"),
        ("肌F(CREA)", "umol/L", "肌酐(CREA)"),
        ("红组胞分布宽度CV", "%", "红细胞分布宽度CV"),
        ("尿興原", "", "尿胆原"),
        ("π", "s", "TT"),
    ],
)
def test_the_known_name_takes_the_place_of_a_bent_one(name: str, unit: str, meant: str) -> None:
    found = with_nearest_names([row(name, unit)])[0]
    assert found.name == meant
    assert found.reasons == DOUBT
    assert name in found.note


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("血清乳", "mmol/L"),  # potassium, sodium, chloride ...
        ("伙", "mmol/L"),
        ("微性检集胞百分比", "%"),
        ("Hemoglobn X", "g/L"),
        ("", ""),
    ],
)
def test_a_name_that_may_be_several_or_none_stays_as_read(name: str, unit: str) -> None:
    assert with_nearest_names([row(name, unit)]) == [row(name, unit)]


def test_a_name_without_doubt_stays_as_printed() -> None:
    sure = row("红细胞(RBO)", "10^12/L", reasons=())
    assert with_nearest_names([sure]) == [sure]


def test_a_name_that_another_row_bears_is_not_given_twice() -> None:
    found = with_nearest_names([row("直接胆红素", "umol/L", reasons=()), row("同接胆红素", "umol/L")])
    assert [r.name for r in found] == ["直接胆红素", "间接胆红素"]


def test_a_code_in_a_column_of_its_own_is_mended_with_its_name() -> None:
    found = with_nearest_names([row("血江蛋门浓度", "g/L", "BGB", "150")])[0]
    assert (found.name, found.code) == ("血红蛋白浓度", "HGB")


@pytest.mark.parametrize("ending", ["百分比", "百分率"])
def test_of_two_words_for_the_same_the_one_of_the_neighbours_is_taken(ending: str) -> None:
    found = with_nearest_names([row(f"淋巴细胞{ending}", "%", reasons=()), row("嗜酸性粒细胞百分苯(105%)", "%")])
    assert found[1].name == f"嗜酸性粒细胞{ending}(EOS%)"


def test_a_clear_name_stays_whatever_known_one_is_near() -> None:
    rows = [row("中幼红细胞", "%"), row("血江蛋门浓度", "g/L", "BGB", "150")]
    clear, bent = with_nearest_names(rows, seen=[None, Letters()])
    assert (clear.name, bent.name != rows[1].name) == ("中幼红细胞", True)


def test_a_guessed_name_says_so() -> None:
    guessed, printed = with_nearest_names([row("细胞(WEC)", "10^9/L"), row("红细胞", "10^12/L", reasons=())])
    assert (GUESSED in guessed.note, GUESSED in printed.note) == (True, False)


def test_a_guess_keeps_the_letters_that_were_certain() -> None:
    chars = [Char(c, 0.7 if c == "I" else 0.999, 0, 1) for c in "肺炎衣原体抗体IgM"]
    printed = [row("肺炎衣原体抗体", "", "IgM")]
    assert with_nearest_names(printed, seen=[sure_letters(chars)]) == printed
    assert with_nearest_names(printed, seen=[None]) == printed
    bent = [Char(c, 0.7 if c == "组" else 0.999, 0, 1) for c in "红组胞计数"]
    assert with_nearest_names([row("红组胞计数", "10^12/L")], seen=[sure_letters(bent)])[0].name == "红细胞计数"


def test_letters_however_certain_give_way_to_the_name_that_the_code_beside_says() -> None:
    seen = [sure_letters([Char(c, 0.995 if c == "率" else 0.9, 0, 0) for c in "总率酮"])]
    assert with_nearest_names([row("总率酮(T)", "ng/mL")], seen=seen)[0].name == "总睾酮(T)"
    assert with_nearest_names([row("总率酮", "ng/mL")], seen=seen)[0].name == "总率酮"
    assert with_nearest_names([row("总率酮(LH)", "ng/mL")], seen=seen)[0].name == "总率酮(LH)"


def test_names_without_a_code_are_names() -> None:
    assert all(map(is_known, UNCODED))
    assert not is_known("中幼红组胞")


def test_a_greek_letter_however_clear_is_the_two_that_look_like_it() -> None:
    assert with_nearest_names([row("π", "s")], seen=[None])[0].name == "TT"


def seen_as(text: str, seconds: dict[str, str] | None = None, wide: str = "") -> Letters | None:
    """``text``, unsure of the letters that have a second reading, those of ``wide`` half as wide again as the others."""
    chars, at = [], 0.0
    for letter in text:
        width = 1.5 if letter in wide else 1.0
        second = (seconds or {}).get(letter, "")
        chars.append(Char(letter, 0.7 if letter in (seconds or {}) else 0.999, at, at + width, second, 0.2))
        at += width
    return sure_letters(chars)


@pytest.mark.parametrize(
    ("name", "unit", "seconds", "wide", "meant"),
    [
        ("内型肝炎抗体", "S/CO", {"内": "丙"}, "", "丙型肝炎抗体"),
        ("超敏促中状腺系", "mIU/L", {"中": "甲", "系": "素"}, "", "超敏促甲状腺素"),
        ("中胎蛋白测定", "ng/mL", {"中": "申"}, "", "甲胎蛋白测定"),
        ("游离：碘川状腺原氨酸", "pmol/L", {"川": "甲", "：": ""}, "", "游离三碘甲状腺原氨酸"),
        ("游离碘川状腺原氨酸", "pmol/L", {"川": "甲"}, "离碘", "游离三碘甲状腺原氨酸"),
        ("血浆D 聚体测足", "mg/L", {"聚": "取", "足": "定"}, "", "血浆D二聚体测定"),
    ],
)
def test_second_readings_and_holes_tell_which_name_is_meant(
    name: str, unit: str, seconds: dict[str, str], wide: str, meant: str
) -> None:
    assert with_nearest_names([row(name, unit)], seen=[seen_as(name, seconds, wide)])[0].name == meant


def test_nothing_new_stands_between_two_sure_letters_without_room() -> None:
    found = with_nearest_names(
        [row("游离碘川状腺原氨酸", "pmol/L")], seen=[seen_as("游离碘川状腺原氨酸", {"川": "甲"})]
    )
    assert found[0].name == "游离碘川状腺原氨酸"


def test_room_before_a_name_is_that_of_a_letter_that_was_lost() -> None:
    chars = [Char(c, 0.999, (i + 1.4) / 8, (i + 2.4) / 8) for i, c in enumerate("碘甲状腺原氨酸")]
    near = [Char(c, 0.999, (i + 0.6) / 8, (i + 1.6) / 8) for i, c in enumerate("碘甲状腺原氨酸")]
    read = row("碘甲状腺原氨酸", "nmol/L")
    assert with_nearest_names([read], seen=[sure_letters(chars)])[0].name == "三碘甲状腺原氨酸"
    assert with_nearest_names([read], seen=[sure_letters(near)]) == [read]


@pytest.mark.parametrize(
    ("name", "start", "doubted"),
    [
        ("小细胞肺癌抗原", 1.4, True),
        ("小细胞肺癌抗原", 0.6, False),
        ("胆红素", 1.4, True),
        ("前列腺特异抗原", 1.4, False),
    ],
)
def test_room_before_a_name_is_a_doubt_where_it_may_be_the_end_of_another(
    name: str, start: float, doubted: bool
) -> None:
    chars = tuple(Char(c, 0.999, (i + start) / 10, (i + start + 1) / 10) for i, c in enumerate(name))
    doubts = name_doubts(row(name, "ng/mL", reasons=()), Evidence(name_chars=chars), CALIBRATED)
    assert any("missing before" in note for _, note in doubts) == doubted


def test_names_without_chinese_letters_have_no_holes() -> None:
    assert not holes([Char(c, 0.9, i / 8, (i + 1) / 8) for i, c in enumerate("25-OH D3")])
    assert not holes([])


def test_an_illegible_code_beside_a_known_name_is_its_abbreviation_where_others_have_theirs() -> None:
    clear = [
        row("血红蛋白", "g/L", "HGB", reasons=()),
        row("红细胞计数", "10^12/L", "RBC", reasons=()),
        row("血小板计数", "10^9/L", "PLT", reasons=()),
    ]
    bent = row("白细胞计数", "10^9/L", "W|")
    found = with_nearest_names([*clear, bent])[-1]
    assert (found.code, GUESSED in found.note, "W|" in found.note) == ("WBC", False, True)
    assert with_nearest_names([*clear[:2], bent])[-1] == bent


@pytest.mark.parametrize(("name", "doubted"), [("分", True), ("钾", False)])
def test_one_letter_that_names_nothing_is_what_is_left_of_a_name(name: str, doubted: bool) -> None:
    seen = Evidence(name_chars=(Char(name, 0.999, 0.1, 0.9),))
    assert bool([*name_doubts(row(name, "kPa", reasons=()), seen, CALIBRATED)]) == doubted


@pytest.mark.parametrize(
    ("name", "unit", "seconds", "meant"),
    [
        ("宰酮", "ng/mL", {"宰睾"}, "睾酮"),
        ("左室后墅", "mm", {"墅壁"}, "左室后壁"),
        ("平红癌驱面红蛋白膏量", "pg", {"癌细", "驱胞", "膏含", "量骤"}, "平均红细胞血红蛋白含量"),
        ("宰酮", "ng/mL", {"宰皮"}, "宰酮"),
        ("宰酮", "ng/mL", set(), "宰酮"),
    ],
)
def test_second_readings_tell_a_short_name_and_a_bent_one(name: str, unit: str, seconds: set[str], meant: str) -> None:
    found = with_nearest_names([row(name, unit)], seen=[Letters(seconds=frozenset(seconds))])[0]
    assert (found.name, found.reasons) == (meant, DOUBT)


def letters_of(text: str, **unsure: float) -> tuple[Char, ...]:
    return tuple(Char(c, unsure.get(c, 0.999), i / len(text), (i + 1) / len(text)) for i, c in enumerate(text))


@pytest.mark.parametrize(("code", "doubted"), [("NEU#", False), ("NEV#", True)])
def test_a_code_hardly_read_that_says_what_the_name_says_is_no_doubt(code: str, doubted: bool) -> None:
    read = Result(name="中性粒细胞计数", code=code, value="3.20", unit="10^9/L")
    doubts = list(name_doubts(read, Evidence(name_chars=letters_of("中性粒细胞计数" + code, N=0.4)), CALIBRATED))
    assert bool(doubts) == doubted


@pytest.mark.parametrize(
    "name", ["左室舒张末内径", "室间隔厚度", "主动脉窦部", "Interventricular septum", "Ejection fraction", "双顶径"]
)
def test_what_is_measured_on_pictures_is_known(name: str) -> None:
    assert is_known(name)
    doubts = name_doubts(
        Result(name=name, value="9", unit="mm"), Evidence(name_chars=letters_of(name, 张=0.6, n=0.6)), CALIBRATED
    )
    assert not list(doubts)
