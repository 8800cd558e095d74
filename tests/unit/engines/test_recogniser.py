"""The recogniser's weights are the original's and what was learned here, or there is a clear sentence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from models import registry
from models.recogniser.delta import LEVELS, differences, packed
from ocr_pipeline.engines import load_engine
from ocr_pipeline.engines.runtimes.protobuf import message, text, varint
from ocr_pipeline.engines.runtimes.recogniser import _tensors, changed, recogniser_file
from tests.unit.engines.sheets import sheet

pytestmark = pytest.mark.unit

ONE = np.array([[1.0, 2.0], [3.0, -4.0]], np.float32)
TWO = np.array([0.5], np.float32)


def model() -> bytes:
    """A file with two tensors, as ONNX writes them."""
    parts = [
        message(5, *(varint(1, size) for size in value.shape), varint(2, 1), text(8, name), message(9, value.tobytes()))
        for name, value in (("one", ONE), ("two", TWO))
    ]
    return varint(1, 10) + message(7, *parts)


def tensors(data: bytes) -> dict[str, np.ndarray]:
    return {name: np.frombuffer(raw, np.float32) for name, raw in _tensors(memoryview(data))}


def test_differences_are_added_to_the_tensors_of_their_names_and_to_no_other() -> None:
    found = tensors(changed(model(), {"one": np.full((2, 2), 0.25, np.float32)}))
    assert found["one"].tolist() == [1.25, 2.25, 3.25, -3.75]
    assert found["two"].tolist() == [0.5]


@pytest.mark.parametrize("name", ["three", "two"])
def test_differences_of_another_network_are_refused(name: str) -> None:
    with pytest.raises(registry.ModelChanged, match=f"do not fit.*{name}.*reinstall"):
        changed(model(), {name: np.zeros(3, np.float32)})


def test_packing_keeps_every_row_to_half_a_step(tmp_path: Path) -> None:
    dice = np.random.default_rng(4)
    change = (dice.normal(0, 1, (5, 3, 2)) * np.array([1e-6, 1, 10, 0, 0.01])[:, None, None]).astype(np.float32)
    file = tmp_path / "change.npz"
    file.write_bytes(packed({"a.w": change, "b": change[1, 0]}))
    found = differences(file)
    step = np.abs(change).reshape(5, -1).max(axis=1) / LEVELS
    assert set(found) == {"a.w", "b"}
    assert found["a.w"].shape == change.shape
    assert (np.abs(found["a.w"] - change) <= 0.501 * step[:, None, None] + 1e-12).all()


@pytest.mark.parametrize("damage", [lambda data: b"", lambda data: data[: len(data) // 2], lambda data: b"PK" + data])
def test_a_damaged_file_is_named(tmp_path: Path, damage: object) -> None:
    file = tmp_path / "broken.npz"
    file.write_bytes(damage(packed({"a": ONE})))  # type: ignore[operator]
    with pytest.raises(registry.ModelChanged, match=r"broken\.npz cannot be read; reinstall"):
        differences(file)


def test_a_changed_file_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = replace(registry.REGISTRY["text-recognition-tuning"], sha256="0" * 64)
    monkeypatch.setattr(registry, "REGISTRY", {**registry.REGISTRY, "text-recognition-tuning": entry})
    with pytest.raises(registry.ModelChanged, match="text-recognition-tuning"):
        recogniser_file()


def test_the_network_is_the_original_with_every_difference_and_its_head_untouched() -> None:
    original, tuned = tensors(recogniser_file(tuned=False)), tensors(recogniser_file())
    learned = differences(registry.weights("text-recognition-tuning"))
    assert set(original) == set(tuned)
    assert not any(name.startswith("linear_8.") for name in learned)
    for name, before in original.items():
        change = learned[name].ravel() if name in learned else np.zeros(1, np.float32)
        np.testing.assert_array_equal(tuned[name], before + change if name in learned else before)
        assert np.abs(change).max() < 10


@pytest.mark.parametrize("name", ["openvino", "onnxruntime"])
def test_the_published_weights_can_be_chosen(name: str) -> None:
    ours, theirs = load_engine(name, "f32", 1), load_engine(f"{name}-published", "f32", 1)
    assert ours.version == f"{theirs.version} tuned"
    page = sheet().image
    quads = ours.detect(page)
    assert [line.chars for line in ours.recognise(page, quads)] != [
        line.chars for line in theirs.recognise(page, quads)
    ]
