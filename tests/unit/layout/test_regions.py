"""Zones and regions from words and places."""

from __future__ import annotations

import numpy as np
import pytest

from ocr_pipeline.identity import find_identity
from ocr_pipeline.layout import label_regions
from ocr_pipeline.layout.detector import Box
from ocr_pipeline.layout.known import know
from ocr_pipeline.layout.pictures import boxes_overlap
from ocr_pipeline.layout.title_words import only_title_words, title_part
from ocr_pipeline.layout.zones import is_table_head, zones
from ocr_pipeline.page import Line, PageImage, PageText
from tests.unit.identity.pages import line_at, page_of

pytestmark = pytest.mark.unit

ROWS = [
    [(500.0, "某某市人民医院")],
    [(500.0, "检验报告单")],
    ["姓名：张伟明", "性别：男", "住院号：556677"],
    ["项目", (300.0, "结果"), (450.0, "单位"), (600.0, "参考范围")],
    ["白细胞", (300.0, "5.2"), (450.0, "10^9/L"), (600.0, "3.5-9.5")],
    ["血红蛋白", (300.0, "135"), (450.0, "g/L"), (600.0, "115-150")],
    "",
    ["检验者：王芳", "审核者：李国强"],
    "本报告仅对该标本负责",
]


class NoPictures:
    def find(self, image, least=0.4):
        return []


class OnePicture:
    def __init__(self, *box: float) -> None:
        self.box = box

    def find(self, image, least=0.4):
        return [Box("figure", *self.box, 0.9)]


def _white(page: PageText) -> np.ndarray:
    return np.full((page.height, page.width, 3), 255, np.uint8)


def test_a_laboratory_sheet_has_its_parts_in_order():
    page = page_of(ROWS)
    labels = [r.label for r in label_regions(PageImage(0, _white(page)), page, NoPictures())]
    assert labels == ["identity", "title", "identity", "table", "footer"]


def test_identity_and_footer_never_reach_into_the_table():
    page = page_of(ROWS)
    regions = {r.label: r.polygon for r in label_regions(PageImage(0, _white(page)), page, NoPictures())}
    assert max(y for _, y in regions["identity"]) < min(line.top for line in page.lines if line.text == "项目") + 6
    assert min(y for _, y in regions["footer"]) > max(line.bottom for line in page.lines if line.text == "135")


def test_polygons_are_on_the_original_picture_when_the_flat_frame_is_turned():
    flat = page_of(ROWS)
    turned = tuple(
        Line(x.text, x.confidence, x.chars, tuple((1000 - b, a) for a, b in x.polygon), x.flat) for x in flat.lines
    )
    page = PageText(0, 1000, 1400, turned, angle=90.0)
    region = next(
        r
        for r in label_regions(PageImage(0, np.full((1400, 1000, 3), 255, np.uint8)), page, NoPictures())
        if r.label == "table"
    )
    line = next(x for x in turned if x.text == "135")
    xs, ys = [x for x, _ in region.polygon], [y for _, y in region.polygon]
    cx, cy = sum(x for x, _ in line.polygon) / 4, sum(y for _, y in line.polygon) / 4
    assert min(xs) <= cx <= max(xs)
    assert min(ys) <= cy <= max(ys)


def test_a_dark_block_in_the_body_is_a_figure_and_a_logo_in_the_header_is_none():
    page = page_of(
        ["超声诊断报告单", "姓名：张伟明 性别：男", "超声所见：", "正常。", *[""] * 12, "超声提示：", "正常。"]
    )
    image = _white(page)
    noise = np.random.default_rng(1).integers(0, 120, (300, 420, 3), np.uint8)
    image[190:490, 300:720] = noise
    image[20:90, 1100:1260] = 30
    found = [r for r in label_regions(PageImage(0, image), page, OnePicture(300, 190, 720, 490)) if r.label == "figure"]
    assert len(found) == 1
    assert abs(min(x for x, _ in found[0].polygon) - 300) < 25


def test_a_page_of_identity_labels_alone_is_all_header():
    page = page_of(["姓名：张伟明", "住院号：556677"])
    assert set(know(page).zones) == {"header"}


def test_a_page_that_goes_on_without_any_head_is_body():
    page = page_of(["胆囊大小正常，壁光滑。", "脾脏不大。"], index=1)
    assert set(know(page).zones) == {"body"}


def test_an_empty_page_has_no_regions():
    assert label_regions(PageImage(0, np.full((50, 50, 3), 255, np.uint8)), PageText(0, 50, 50, ())) == ()


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("独墅湖科教创新区医院化验报告单", "化验报告单"),
        ("超声诊断报告单", "超声诊断报告单"),
        ("华大基因检测报告单", "基因检测报告单"),
        ("张三报告", "报告"),
        ("肝功能", ""),
    ],
)
def test_titles_lose_whatever_is_no_title_word(text, title):
    assert title_part(text) == title


@pytest.mark.parametrize(
    ("text", "is_title"),
    [
        ("Complete Blood Count (CBC) with Absolute Count", True),
        ("LABORATORY REPORT", True),
        ("Smith Laboratory Report", False),
        ("Compte rendu d'analyses", True),
        ("PHIẾU KẾT QUẢ XÉT NGHIỆM", True),
        ("Origin Hospital", False),
    ],
)
def test_latin_titles_are_made_of_title_words_alone(text, is_title):
    assert only_title_words(text) is is_title


def test_a_page_that_could_not_be_read_is_covered_whole():
    rows = page_of(ROWS)
    lines = tuple(line_at(x.text, x.left, x.top, confidence=0.6) for x in rows.lines)
    page = PageText(0, rows.width, rows.height, lines)
    assert {r.label for r in label_regions(PageImage(0, _white(page)), page, NoPictures())} <= {"identity", "title"}


def _with_picture(rows):
    page = page_of(rows)
    image = _white(page)
    image[190:490, 300:720] = np.random.default_rng(1).integers(0, 120, (300, 420, 3), np.uint8)
    return page, label_regions(PageImage(0, image), page, OnePicture(300, 190, 720, 490))


@pytest.mark.parametrize("caption", ["图1", "Fig. 1", ""])
def test_a_figure_right_under_the_header_is_kept_free_of_identity_regions(caption):
    rows = [
        "超声诊断报告单",
        "姓名：张伟明 性别：男",
        "住院号：556677",
        *[""] * 12,
        [(480.0, caption)],
        "超声所见：",
        "正常。",
    ]
    _, regions = _with_picture(rows)
    figure = next(r.polygon for r in regions if r.label == "figure")
    covered = [r.polygon for r in regions if r.label == "identity"]
    assert covered
    assert all(boxes_overlap(figure, p) == 0 for p in covered)
    assert all(max(y for _, y in p) < 190 for p in covered)


def test_header_lines_on_both_sides_of_a_picture_are_two_regions():
    page = page_of(["姓名：张伟明 性别：男", *[""] * 14, "住院号：556677", "送检医生：王芳"])
    regions = label_regions(PageImage(0, _white(page)), page, NoPictures())
    assert [r.label for r in regions] == ["identity", "identity"]


def test_text_burned_into_a_figure_makes_it_no_logo():
    rows = [
        "超声诊断报告单",
        "姓名：张伟明 性别：男",
        *[""] * 8,
        [(400.0, "D1 12.3mm")],
        *[""] * 5,
        "超声所见：",
        "正常。",
    ]
    _, regions = _with_picture(rows)
    assert [r.label for r in regions if r.label in ("identity", "figure")] == ["identity", "figure"]


def test_a_footer_is_known_above_a_seal_and_an_advert_and_without_colons():
    seal = ["OR I O", "O", "LABORATORY", "Descargue sus resultados en línea", "600 000 939", "Mas en la app"]
    spanish = page_of(
        [
            "Paciente: Paloma Larranaga   Edad: 27 anos   NHC: 5550998",
            [(40.0, "Prueba"), (500.0, "Valor"), (800.0, "Intervalo de referencia")],
            [(40.0, "Leucocitos"), (500.0, "9330"), (800.0, "4000-10000")],
            "Analista:PalomaBarrientosRomero",
            "Losresultadosserefierenúnicamentealamuestraanalizada.",
            *seal,
        ]
    )
    assert zones(spanish)[-8:] == ("footer",) * 8
    chinese = page_of(
        [
            [(40.0, "姓名闫强嘉"), (400.0, "性别男"), (700.0, "年龄52岁")],
            [(40.0, "项目"), (400.0, "结果"), (700.0, "参考区间")],
            [(40.0, "睾酮"), (400.0, "5.36"), (700.0, "2.80-8.00")],
            [(40.0, "报告时间2021/06/17"), (500.0, "检验时间2021/06/17"), (900.0, "检验雷凯")],
        ]
    )
    assert zones(chinese)[-3:] == ("footer",) * 3
    assert "雷凯" in {span.text for span in find_identity([chinese])}


@pytest.mark.parametrize(
    ("texts", "head"),
    [
        (
            ["Normal cavity size with mild concentric hypertrophy.", "Ejection fraction by biplane method is 62%. No"],
            False,
        ),
        (["肝脏大小正常，", "单位体积内血流丰富，结果"], False),
        (["Test Name Observed Value Unit Bio. Ref. Interval"], True),
        (["Test", "Your result", "Normal range for your age. "], True),
        (["Análisis", "Resultado", "Valores de referencia"], True),
        (["项目", "结果", "单位"], True),
    ],
)
def test_pieces_of_a_sentence_are_no_head_of_a_table(texts: list[str], head: bool) -> None:
    assert is_table_head(texts) is head
