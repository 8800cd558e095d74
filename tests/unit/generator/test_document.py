"""A drawn document: the same seed gives the same bytes, splits share no layout, truth agrees with what is printed."""

from __future__ import annotations

import gc
import itertools
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import psutil
import pytest

from fixtures.generator import draw_one, fonts, level_names, template_names
from fixtures.generator.cli import draw_job, jobs
from fixtures.generator.document import HOUSES, SPLITS, compose, family_of

pytestmark = pytest.mark.unit
SHORT = [name for name in template_names() if not name.endswith("_pages")]


def test_there_are_as_many_templates_and_levels_as_promised() -> None:
    names = template_names()
    assert len(names) >= 24
    assert len(level_names()) >= 12
    for lang in ("es", "fr", "it", "tr", "vi"):
        assert sum(name.startswith(lang + "_") for name in names) >= 2
    assert {"zh_two_pages", "zh_ten_pages", "en_two_pages", "en_ten_pages"} <= set(names)


@pytest.mark.parametrize("template", SHORT)
def test_truth_stands_on_the_page(template: str) -> None:
    """Every printed field of every row is a run of the page, at the box that the truth gives."""
    document = compose(template, 11)
    assert document.rows or document.sections
    for row in document.rows:
        runs = document.pages[row.page].runs
        for name in ("value", "unit", "ref", "flag", "code"):
            box = row.boxes.get(name)
            if not box:
                continue
            inside = [
                r
                for r in runs
                if r.role == name
                and r.box[0] >= box[0] - 0.5
                and r.box[2] <= box[2] + 0.5
                and box[1] - 0.5 <= r.box[1] <= box[3]
            ]
            assert " ; ".join(r.text for r in inside) == getattr(row, name), (template, row)
    for section in document.sections:
        printed = re.sub(
            r"\s", "", "".join(r.text for page in document.pages for r in page.runs if r.role == "narrative")
        )
        for line in section.text.split("\n"):
            assert re.sub(r"\s", "", line) in printed


@pytest.mark.parametrize("template", SHORT)
def test_no_two_texts_of_a_table_overlap(template: str) -> None:
    """Fields of a row never print over each other: the truth would then be unreadable."""
    for seed in (1, 2):
        for row in compose(template, seed).rows:
            boxes = sorted(box for box in row.boxes.values())
            for left, right in itertools.pairwise(boxes):
                apart = left[2] <= right[0] + 2 or left[3] <= right[1] + 2 or right[3] <= left[1] + 2
                assert apart, (template, seed, row.name, row.boxes)


def test_everything_printed_stays_on_the_paper() -> None:
    for template in SHORT:
        document = compose(template, 5)
        for page in document.pages:
            width, height = page.size
            for run in page.runs:
                x0, y0, x1, y1 = run.box
                assert min(x0, y0, width - x1, height - y1) >= -1, (template, run)


@pytest.mark.parametrize("level", ["digital_pdf", "phone", "curled"])
def test_the_same_seed_gives_the_same_bytes(level: str) -> None:
    one, two = draw_one("zh_cbc_two_panels", level, 7), draw_one("zh_cbc_two_panels", level, 7)
    assert one.data == two.data
    assert json.dumps(one.truth) == json.dumps(two.truth)
    assert draw_one("zh_cbc_two_panels", level, 8).data != one.data


def test_many_pages_make_a_pdf_whose_bytes_repeat() -> None:
    one = draw_one("en_two_pages", "flatbed", 3)
    assert one.suffix == ".pdf"
    assert one.data == draw_one("en_two_pages", "flatbed", 3).data
    assert len(one.truth["pages"]) == 2
    assert {row["page"] for row in one.truth["rows"]} == {0, 1}
    assert len(compose("zh_ten_pages", 1).pages) == 10


def test_splits_share_no_layout_and_no_page() -> None:
    """A layout (house) belongs to one split; equal seeds in different splits give different people."""
    families = {split: {family_of(split, t, seed) for t in template_names() for seed in range(300)} for split in SPLITS}
    for split, found in families.items():
        assert len(found) == HOUSES, split
        assert not any(found & other for name, other in families.items() if name != split)
    for template in SHORT:
        looks = {split: compose(template, 4, split) for split in SPLITS}
        texts = [tuple((run.text, run.x) for run in doc.pages[0].runs) for doc in looks.values()]
        assert len(set(texts)) == 3
        assert len({frozenset(doc.phi) for doc in looks.values()}) == 3


def test_layouts_of_different_splits_differ() -> None:
    """Same words at other places in another face: the printed head line is not the same layout twice."""
    seen: dict[tuple[object, ...], str] = {}
    for split in SPLITS:
        for seed in range(40):
            page = compose("zh_cbc_one_panel", seed, split).pages[0]
            head = tuple((run.text, round(run.x), run.face, run.size) for run in page.runs if run.role == "header")
            assert seen.setdefault(head, split) == split


def test_polygons_follow_the_picture() -> None:
    """The dark ink of a value lies inside its polygon on a photographed page."""
    drawn = draw_one("zh_cbc_one_panel", "phone", 2)
    picture = np.asarray(drawn.preview).mean(axis=2)
    darker = 0
    for row in drawn.truth["rows"]:
        xs, ys = zip(*row["value_polygon"], strict=True)
        x0, x1, y0, y1 = int(min(xs)), int(max(xs)) + 1, int(min(ys)), int(max(ys)) + 1
        inside = picture[max(0, y0) : y1, max(0, x0) : x1]
        around = picture[max(0, y0 - 12) : y1 + 12, max(0, x0 - 12) : x1 + 12]
        darker += inside.min() < np.median(around) - 15
    assert darker >= 0.95 * len(drawn.truth["rows"])


def test_rows_cut_by_the_edge_are_told_apart() -> None:
    for seed in range(12):
        truth = draw_one("en_chemistry", "cropped", seed).truth
        assert truth["partial"] == bool(truth["cut_rows"])
        width, height = truth["size"]
        for row in truth["rows"]:
            assert all(-2 <= x <= width + 2 and -2 <= y <= height + 2 for x, y in row["value_polygon"])


def test_identity_is_complete() -> None:
    """Every name and long number in the head and foot of the page is listed, and nothing that is not printed."""
    for template in SHORT:
        document = compose(template, 9)
        printed = re.sub(
            r"\s",
            "",
            "".join(r.text for page in document.pages for r in page.runs)
            + "".join(m.text for page in document.pages for m in page.identity),
        )
        assert len(document.phi) >= 2
        for text in document.phi:
            assert re.sub(r"\s", "", text) in printed, (template, text)


def test_jobs_meet_every_template_with_every_level_and_write_the_label_format(tmp_path: Path) -> None:
    every = list(jobs(1, 6, ["en_cbc", "zh_urine", "zh_ct"], ["flatbed", "phone"], "test", str(tmp_path)))
    assert len({(job[1], job[2]) for job in every}) == 6
    assert len({job[3] for job in every}) == 6
    (tmp_path / "images").mkdir()
    (tmp_path / "labels").mkdir()
    stem, _ = draw_job(every[0])
    label = json.loads((tmp_path / "labels" / f"{stem}.json").read_text(encoding="utf-8"))
    assert label["id"] == stem
    assert (tmp_path / "images" / label["image"]).exists()
    keys = {
        "lang",
        "kind",
        "capture",
        "level",
        "template",
        "split",
        "rows",
        "sections",
        "figures",
        "regions",
        "phi",
        "identity",
        "reading_order",
        "transform",
        "size",
    }
    assert keys <= set(label)


def test_unknown_template_is_an_error() -> None:
    with pytest.raises(KeyError):
        draw_one("no_such_template", "flatbed", 1)


DRAW = """
import hashlib, json
from fixtures.generator import draw_one
for template, level in (("zh_cbc_two_panels", "phone"), ("en_chemistry", "curled"), ("zh_ultrasound", "screen"), ("zh_urine", "digital_pdf")):
    drawn = draw_one(template, level, 3)
    print(hashlib.sha256(drawn.data + json.dumps(drawn.truth).encode()).hexdigest())
"""


def test_another_processor_draws_the_same_bytes() -> None:
    """The same pages in two processes, one with the wide vector units of NumPy and OpenCV switched off and another hash
    seed: what a machine without them would draw."""
    plain = {
        "NPY_DISABLE_CPU_FEATURES": "AVX512F AVX2 FMA3",
        "OPENCV_CPU_DISABLE": "AVX2,AVX,FMA3,FP16",
        "OPENCV_IPP": "disabled",
        "PYTHONHASHSEED": "5",
    }
    root = Path(__file__).parents[3]
    outputs = [
        subprocess.run(
            [sys.executable, "-c", DRAW], cwd=root, env=os.environ | extra, capture_output=True, text=True, check=True
        ).stdout
        for extra in ({"PYTHONHASHSEED": "1"}, plain)
    ]
    assert len(outputs[0].splitlines()) == 4
    assert outputs[0] == outputs[1]


def test_memory_stays_flat() -> None:
    """A dozen pages after a warm-up of ten leave no more than a page's worth of memory behind."""
    process = psutil.Process()
    grown = []
    for seed in range(22):
        compose("zh_cbc_one_panel", seed)
        draw_one("zh_ultrasound", "flatbed", seed)
        if seed >= 10:
            gc.collect()
            grown.append(process.memory_info().rss)
    assert min(grown[-5:]) - min(grown[:5]) < 60 * 2**20


def test_a_missing_font_names_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fonts, "SYSTEM", tmp_path)
    with pytest.raises(fonts.FontMissing, match=r"apt-get install .*fonts-noto-cjk"):
        fonts.FACES["song"].path(False)
