from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import openvino as ov
import pytest

from models.registry import weights
from ocr_pipeline.engines.errors import EngineError
from ocr_pipeline.engines.networks import CROP_MEAN, CROP_SCALE, DETECTOR_MEAN, DETECTOR_SCALE, RANKS
from ocr_pipeline.engines.runtimes.openvino_graphs import _single, detector, recogniser, whole_map
from ocr_pipeline.engines.runtimes.recogniser import recogniser_file

EXACT = {"INFERENCE_PRECISION_HINT": "f32"}


@pytest.fixture(scope="module")
def core() -> Any:
    return ov.Core()


def _picture(height: int, width: int) -> np.ndarray:
    """Bars and noise: something for the networks to be in doubt about."""
    grain = np.random.default_rng(3)
    picture = grain.integers(180, 255, (1, height, width, 3)).astype(np.uint8)
    picture[:, 10:-10, 8::12] = 20
    return picture


def test_the_recognisers_best_classes_are_those_of_the_whole_softmax(core: Any) -> None:
    crop = _picture(48, 96)
    whole = core.compile_model(core.read_model(recogniser_file(tuned=False)), "CPU", EXACT)
    normal = ((crop.astype(np.float32) - CROP_MEAN) / CROP_SCALE).transpose(0, 3, 1, 2)
    softmax = np.array(whole(np.ascontiguousarray(normal))[0])
    best = np.argsort(-softmax, axis=2, kind="stable")[:, :, :RANKS]

    probability, index = core.compile_model(recogniser(core), "CPU", EXACT)(crop).values()

    np.testing.assert_array_equal(index, best)
    # the sum of all classes is reckoned from the best ones; noise, of which any class may be, is the hardest case
    np.testing.assert_allclose(probability, np.take_along_axis(softmax, best, 2), atol=0.03)


def test_the_detectors_map_is_put_together_as_the_whole_one(core: Any) -> None:
    page = np.full((1, 96, 224, 3), 240, np.uint8)
    cv2.putText(page[0], "Glucose 5.4", (10, 40), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (20, 20, 20), 2)
    whole = core.compile_model(core.read_model(weights("text-detection")), "CPU", EXACT)
    normal = ((page - np.float32(DETECTOR_MEAN)) / np.float32(DETECTOR_SCALE)).astype(np.float32).transpose(0, 3, 1, 2)
    scores = np.array(whole(np.ascontiguousarray(normal))[0])[0, 0]

    found = whole_map(core.compile_model(detector(core), "CPU", EXACT)(page)[0])

    assert found.shape == (96, 224)
    assert np.abs(found - scores * 255).max() <= 1.0
    assert found.max() > 200, "a map of one level shows nothing"


def test_a_network_of_another_make_is_refused_in_one_sentence(core: Any) -> None:
    source = core.read_model(weights("text-detection")).outputs[0].get_node().input_value(0)
    with pytest.raises(EngineError, match="reinstall"):
        _single(source, "Softmax", 0)
