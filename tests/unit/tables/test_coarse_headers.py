"""Headers of coarse faxes: words that one panel says legibly, and words that none does."""

from __future__ import annotations

import pytest

from ocr_pipeline.page import PageText
from ocr_pipeline.tables import read_tables
from ocr_pipeline.tables.frame.grid import bands, read_header
from tests.unit.tables.pages import page

pytestmark = pytest.mark.unit


def rows(text: PageText) -> list[tuple[str, str, str, str, str]]:
    return [(r.name, r.code, r.value, r.unit, r.reference_range) for r in read_tables([text]).results]


FIRST = [
    ("简称", "检项口", "检验结果", "参考区间"),
    ("WBC", "白细胞计数", "9.54 10^9/L", "3.5-9.5"),
    ("NEU%", "中性粒细胞百分比", "73 %", "40-75"),
    ("LYM%", "淋巴细胞百分比", "30 %", "20-50"),
    ("MON%", "单核细胞百分比", "8 %", "3-10"),
]
SECOND = [
    ("简称", "隐食0", "杨骑结", "参考区间"),
    ("RBC", "红细胞计数", "4.26 10^12/L", "3.8-5.1"),
    ("HGB", "血红蛋白", "123 g/L", "115-150"),
    ("HCT", "红细胞压积", "0.387 L/L", "0.35-0.45"),
    ("PLT", "血小板计数", "234 10^9/L", "125-350"),
]


def panels(*sides: list[tuple[str, ...]]) -> PageText:
    xs = (20, 90, 310, 480)
    return page(
        [
            [(640 * place + x, cell) for place, row in enumerate(line) for x, cell in zip(xs, row, strict=True)]
            for line in zip(*sides, strict=True)
        ]
    )


def test_a_header_word_is_what_the_one_in_its_place_beside_it_is() -> None:
    header = read_header(bands(panels(FIRST, SECOND))[0])
    assert header is not None
    assert [c.kind for c in header.columns] == ["code", "result", "ref"] * 2
    assert [p.text for p in header.unknown] == ["检项口", "隐食0"]


def test_names_stand_under_an_illegible_word_between_codes_and_results() -> None:
    found = rows(panels(FIRST, SECOND))
    assert ("白细胞计数", "WBC", "9.54", "10^9/L", "3.5-9.5") in found
    assert ("血红蛋白", "HGB", "123", "g/L", "115-150") in found
    assert len(found) == 8
