"""Capture levels: the mapping is exact, the bytes are the picture, and the same seed gives the same bytes."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from fixtures.generator.levels import LEVELS
from fixtures.generator.levels.base import Mapping, four_points, project
from ocr_pipeline.loading import open_document

pytestmark = pytest.mark.unit

WIDTH, HEIGHT = 900, 1240
SPOTS = [(150 + 200 * i, 140 + 240 * j) for i in range(4) for j in range(5)]
ROOT = Path(__file__).parents[3]


def spotted() -> np.ndarray:
    """White, with black squares of 44 pixels whose middles are SPOTS."""
    page = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    for x, y in SPOTS:
        page[y - 22 : y + 23, x - 22 : x + 23] = 20
    return page


def darkest_middle(image: np.ndarray, near: np.ndarray, reach: int) -> np.ndarray | None:
    """The centre of the dark patch around ``near``, None when it is cut off."""
    x, y = (int(v) for v in np.round(near))
    if not (reach <= x < image.shape[1] - reach and reach <= y < image.shape[0] - reach):
        return None
    patch = image[y - reach : y + reach + 1, x - reach : x + reach + 1].astype(float).mean(axis=2)
    light, dark = np.percentile(patch, 90), np.percentile(patch, 3)
    ink = np.clip((light - patch) / max(light - dark, 1) - 0.5, 0, None)
    ys, xs = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    return np.array([x + (xs * ink).sum() / ink.sum(), y + (ys * ink).sum() / ink.sum()])


@pytest.mark.parametrize("name", list(LEVELS))
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_print_lies_where_the_mapping_says(name, seed):
    taken = LEVELS[name](spotted(), np.random.default_rng([seed, 11]))
    errors = []
    for spot in SPOTS:
        around = taken.mapping.map_points(np.array([spot, (spot[0] + 30.0, spot[1]), (spot[0], spot[1] + 30.0)]))
        reach = int(max(np.hypot(*(around[1] - around[0])), np.hypot(*(around[2] - around[0]))) * 1.25)
        found = darkest_middle(taken.image, around[0], reach)
        if found is not None:
            errors.append(float(np.hypot(*(found - around[0]))))
    assert len(errors) >= 12
    assert np.median(errors) < 1.0
    assert max(errors) < 4.0


def test_a_wide_page_on_a_screen_is_seen_to_its_right_end():
    page = np.full((1200, 2339, 3), 255, np.uint8)
    page[578:623, 2178:2223] = 20
    taken = LEVELS["screen"](page, np.random.default_rng(5))
    spot = taken.mapping.map_points(np.array([(2200.0, 600.0)]))[0]
    found = darkest_middle(taken.image, spot, 40)
    assert found is not None
    assert float(np.hypot(*(found - spot))) < 4.0


@pytest.mark.parametrize("name", list(LEVELS))
def test_the_file_holds_the_picture(name):
    taken = LEVELS[name](spotted(), np.random.default_rng(5))
    document = open_document(taken.data)
    page = document.load(0)
    shown = page.image[:, :, ::-1].astype(int)
    assert abs(shown.shape[0] - taken.image.shape[0]) <= 1
    assert abs(shown.shape[1] - taken.image.shape[1]) <= 1
    height, width = min(shown.shape[0], taken.image.shape[0]), min(shown.shape[1], taken.image.shape[1])
    assert np.abs(shown[:height, :width] - taken.image[:height, :width]).mean() < 1.5
    assert taken.media in document.media_type
    assert page.text_lines is None


@pytest.mark.parametrize("name", list(LEVELS))
def test_the_mapping_survives_the_truth_file(name):
    mapping = LEVELS[name](spotted(), np.random.default_rng(6)).mapping
    again = Mapping.from_json(json.loads(json.dumps(mapping.to_json())))
    points = np.array(SPOTS, float)
    assert np.abs(again.map_points(points) - mapping.map_points(points)).max() < 0.05


def test_two_seeds_give_two_pictures():
    for capture in LEVELS.values():
        a, b = (capture(spotted(), np.random.default_rng(seed)).data for seed in (1, 4))
        assert a != b or capture is LEVELS["digital_pdf"]


def fingerprints() -> dict[str, str]:
    return {
        name: hashlib.sha256(
            taken.data + taken.image.tobytes() + json.dumps(taken.mapping.to_json()).encode()
        ).hexdigest()
        for name, capture in LEVELS.items()
        for taken in [capture(spotted(), np.random.default_rng([9, 9]))]
    }


def test_another_processor_gives_the_same_bytes():
    """Another machine has other vector instructions: here they are switched off in a second process."""
    plain = {
        "OPENCV_CPU_DISABLE": "AVX512-SKX,AVX2,FP16,FMA3,AVX,SSE4.2",
        "OPENCV_IPP": "disabled",
        "NPY_DISABLE_CPU_FEATURES": "AVX512F AVX512CD AVX512_SKX AVX2 FMA3",
        "JSIMD_FORCENONE": "1",
        "PYTHONPATH": str(ROOT),
    }
    code = "import json; from tests.unit.generator.test_levels import fingerprints; print(json.dumps(fingerprints()))"
    out = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        env={**os.environ, **plain},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(out.stdout.strip().splitlines()[-1]) == fingerprints()


def test_a_fax_is_one_bit_with_the_resolution_of_the_standard():
    import io

    from PIL import Image

    for seed in range(4):
        taken = LEVELS["fax"](spotted(), np.random.default_rng(seed))
        picture = Image.open(io.BytesIO(taken.data))
        assert picture.mode == "1"
        assert picture.info["compression"] == "group4"
        assert [round(float(v)) for v in picture.info["dpi"]] == taken.notes["dpi"]
        assert taken.notes["dpi"] in ([204, 98], [204, 196])


def test_turned_pages_are_turned():
    for seed in range(6):
        taken = LEVELS["turned"](spotted(), np.random.default_rng(seed))
        a, b = taken.mapping.map_points(np.array([[100.0, 100.0], [700.0, 100.0]]))
        angle = np.degrees(np.arctan2(b[1] - a[1], b[0] - a[0])) % 360
        assert abs((angle - taken.notes["turned"] + 180) % 360 - 180) < 12


def test_a_cropped_page_has_lost_an_edge():
    for seed in range(6):
        taken = LEVELS["cropped"](spotted(), np.random.default_rng(seed))
        corners = taken.mapping.map_points(np.array([[0, 0], [WIDTH, 0], [WIDTH, HEIGHT], [0, HEIGHT]], float))
        inside = (corners >= 0).all(axis=1) & (corners < taken.image.shape[1::-1]).all(axis=1)
        assert not inside.all()


def test_four_points_meet_exactly():
    source = np.array([[0, 0], [10, 0], [10, 20], [0, 20]], float)
    target = np.array([[3, 4], [50, 1], [44, 90], [-2, 70]], float)
    assert np.allclose(project(four_points(source, target), source), target)
    assert np.allclose(
        four_points(source, target), cv2.getPerspectiveTransform(source.astype("f4"), target.astype("f4"))
    )


def test_polygons_on_bent_pages_follow_the_bend():
    flat = Mapping(np.eye(3))
    assert flat.map_polygon([[0, 0], [100, 0], [100, 10], [0, 10]]) == [[0, 0], [100, 0], [100, 10], [0, 10]]
    bent = LEVELS["curled"](spotted(), np.random.default_rng(2)).mapping
    assert len(bent.map_polygon([[0, 0], [400, 0], [400, 10], [0, 10]])) > 12
