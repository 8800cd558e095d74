"""Captions, mentions, and the links between sections and figures."""

from __future__ import annotations

import pytest

from ocr_pipeline.fields import fold
from ocr_pipeline.figures import find_figures
from ocr_pipeline.layout.captions import alike, is_caption, named, read_caption
from ocr_pipeline.report import Region, Section
from tests.unit.identity.pages import page_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "label", "key"),
    [
        ("图1", "图1", (1, "")),
        ("图 2a 横切面", "图2a", (2, "a")),
        ("图3：彩色血流图", "图3", (3, "")),
        ("Figure 1. Axial CT", "Figure 1", (1, "")),
        ("Fig. 2a", "Fig. 2a", (2, "a")),
        ("Şekil 1: karaciğer", "Şekil 1", (1, "")),
        ("Hình 2", "Hình 2", (2, "")),
        ("（图1）", "图1", (1, "")),
        ("图l", "图1", (1, "")),
        ("Abb. 2", "Abb. 2", (2, "")),
        ("图1 C5/6椎间盘突出", "图1", (1, "")),
        ("Figure 1 A 5 mm nodule", "Figure 1", (1, "")),
        ("Fig. 2 B", "Fig. 2B", (2, "b")),
        ("Photo 3 : antre", "Photo 3", (3, "")),
        ("照片2", "照片2", (2, "")),
        ("Figura n.º 2", "Figura 2", (2, "")),
        ("圈3", "图3", (3, "")),
        ("图A", "图A", (0, "a")),
        ("Figure B: HE ×200", "Figure B", (0, "b")),
    ],
)
def test_captions(text, label, key):
    caption = read_caption(text)
    assert caption is not None
    assert (caption.label, caption.key) == (label, key)


@pytest.mark.parametrize(
    "text",
    [
        "图1所示肝脏",
        "图像质量：甲",
        "Figure 1 shows a mass in the liver",
        "图1-3",
        "Images were obtained",
        "超声心动图2024",
        "Fig tree",
        "图1。胆囊壁见高回声附着，见图2。",
        "Fig.1).",
        "图B超",
    ],
)
def test_sentences_and_other_words_are_no_captions(text):
    assert read_caption(text) is None


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("甲状腺结节（图1），如图2所示。", [(1, ""), (2, "")]),
        ("见图1-3", [(1, ""), (2, ""), (3, "")]),
        ("见图1、3", [(1, ""), (3, "")]),
        ("(Figura 1 e 2)", [(1, ""), (2, "")]),
        ("Figura 1a e 1b", [(1, "a"), (1, "b")]),
        ("figuras 1 a 3", [(1, ""), (2, ""), (3, "")]),
        ("en la figura 1 a nivel de la rodilla", [(1, "")]),
        ("as in Figure 1 a nodule, in Figure 2 and a cyst", [(1, ""), (2, "")]),
        ("Figs. 1 a, b", [(1, "a"), (1, "b")]),
        ("Abb. 1 und 2", [(1, ""), (2, "")]),
        ("Abb. 1 bis 3", [(1, ""), (2, ""), (3, "")]),
        ("见照片1、2，摄X线照片1张", [(1, ""), (2, "")]),
        ("Figure n° 1", [(1, "")]),
        ("图1至图3", [(1, ""), (2, ""), (3, "")]),
        ("（图 2a、2b）", [(2, "a"), (2, "b")]),
        ("A mass (Fig. 2a, b) and cyst (Figure 3)", [(2, "a"), (2, "b"), (3, "")]),
        ("Figures 1-3 show", [(1, ""), (2, ""), (3, "")]),
        ("Figs. 1 and 4", [(1, ""), (4, "")]),
        ("(Figure 1) 12 mm", [(1, "")]),
        ("seeFig.1), (see Fig.I) and 图l所示", [(1, "")]),
        ("(图l、图2)", [(1, ""), (2, "")]),
        ("间质增生（图A）。周边见导管原位癌（图B、C）", [(0, "a"), (0, "b"), (0, "c")]),
        ("as shown in Figure A and Figs. B-D", [(0, "a"), (0, "b"), (0, "c"), (0, "d")]),
        ("图B超所见，Image D-dimer", []),
        ("Images I reviewed", []),
        ("心电图I、II导联", []),
        ("超声心动图示正常", []),
        ("心电图 75次/分", []),
        ("configure 2 pumps", []),
        ("图像3幅", []),
        ("", []),
    ],
)
def test_mentions(text, keys):
    assert list(named(text)) == keys


def _box(x, y, w=300, h=200):
    return ((x, y), (x + w, y), (x + w, y + h), (x, y + h))


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("(Figures 2 and 3)", ["Figure 2", "Figure 3"]),
        ("(Figs. 1-2)", ["Fig. 1", "Fig. 2"]),
        ("FIGURES 1, 2", ["FIGURE 1", "FIGURE 2"]),
        ("Imágenes 1 y 2", ["Imagen 1", "Imagen 2"]),
    ],
)
def test_one_of_several_figures_is_named_as_its_caption_would_be(text, labels):
    assert [fold(label) for label in named(text).values()] == [fold(label) for label in labels]


def test_captions_go_to_the_picture_above_and_sections_link_to_them_over_pages():
    first = page_of(["超声所见：", "右叶结节（图1），左叶见图2。"])
    second = page_of([*[""] * 8, [(100.0, "图1 右叶"), (500.0, "图2 左叶")]], index=1)
    regions = [(), (Region("figure", _box(60.0, 60.0), 0.9), Region("figure", _box(460.0, 60.0), 0.9))]
    found = find_figures(
        [first, second],
        regions,
        (Section("超声所见", "findings", "右叶结节（图1），左叶见图2。"), Section("超声提示", "impression", "结节")),
    )
    assert [(f.label, f.page, f.polygon[0][0]) for f in found.figures] == [("图1", 1, 60.0), ("图2", 1, 460.0)]
    assert [s.figures for s in found.sections] == [("图1", "图2"), ()]


def test_a_mention_of_a_whole_figure_links_its_parts_and_unknown_figures_link_nothing():
    page = page_of([*[""] * 9, [(100.0, "图1a"), (500.0, "图1b")]])
    regions = [(Region("figure", _box(60.0, 90.0), 0.9), Region("figure", _box(460.0, 90.0), 0.9))]
    found = find_figures(
        [page], regions, (Section("所见", "findings", "见图1。"), Section("所见", "findings", "见图1b和图7。"))
    )
    assert [s.figures for s in found.sections] == [("图1a", "图1b"), ("图1b",)]


def test_pictures_without_caption_are_numbered():
    page = page_of(["超声所见：", "正常"])
    found = find_figures(
        [page], [(Region("figure", _box(60.0, 200.0), 0.9),)], (Section("超声所见", "findings", "正常"),)
    )
    assert [f.label for f in found.figures] == ["图1"]
    assert find_figures([page], [(Region("figure", _box(60.0, 200.0), 0.9),)], ()).figures == ()


def test_pictures_without_readable_captions_are_those_that_the_text_names():
    """The caption of the first picture was not read; the third picture was not even seen."""
    page = page_of([*[""] * 9, [(500.0, "图2")]])
    regions = [(Region("figure", _box(60.0, 90.0), 0.9), Region("figure", _box(460.0, 90.0), 0.9))]
    section = Section("所见", "findings", "结节（图1），见图2、3，与外院图9相仿。")
    found = find_figures([page], regions, (section,))
    assert {f.label: f.polygon[0][0] for f in found.figures} == {"图1": 60.0, "图2": 460.0}
    assert found.sections[0].figures == ("图1", "图2", "图3")


def test_captions_of_one_document_are_spelt_alike() -> None:
    assert alike(["Fig. 1", "Fig 2"], False) == {"Fig. 1": "Fig. 1", "Fig 2": "Fig. 2"}
    assert alike(["Sekil 1", "HINH 2", "图3"], True) == {"Sekil 1": "Şekil 1", "HINH 2": "HÌNH 2", "图3": "图3"}
    assert alike(["Hinh 1"], False) == {"Hinh 1": "Hinh 1"}


def test_a_one_that_was_read_as_a_letter_before_the_letter_of_a_part() -> None:
    assert named("an air-fluid level (see Figure la). Mild thickening (Figure 1b).") == {
        (1, "a"): "Figure 1a",
        (1, "b"): "Figure 1b",
    }
    assert named("voir la figure la plus proche") == {}


@pytest.mark.parametrize("text", ["图A肝右叶", "图B", "圖2"])
def test_a_caption_runs_on_behind_the_letter_of_its_figure(text: str) -> None:
    assert is_caption(text)


@pytest.mark.parametrize("text", ["图B超提示", "图A示肝右叶结节，边界清", "图A型"])
def test_a_letter_within_a_sentence_is_no_caption(text: str) -> None:
    assert not is_caption(text)
