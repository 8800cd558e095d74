"""The folder layout from which PaddleOCR reads ONNX weights without a download."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import onnxruntime
import yaml  # type: ignore[import-untyped]

from models.registry import weights


def laid_out(root: Path) -> tuple[Path, Path]:
    """Folders for detection and recognition under ``root``, linking to the verified weights."""
    detection = _folder(root / "det", weights("text-detection"), _DETECTION)
    recognition_weights = weights("text-recognition")
    session = onnxruntime.InferenceSession(str(recognition_weights), providers=["CPUExecutionProvider"])
    characters = session.get_modelmeta().custom_metadata_map["character"].splitlines()
    described = {**_RECOGNITION, "PostProcess": {"name": "CTCLabelDecode", "character_dict": characters}}
    return detection, _folder(root / "rec", recognition_weights, described)


def _folder(folder: Path, model: Path, description: dict[str, Any]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "inference.onnx").symlink_to(model)
    (folder / "inference.yml").write_text(yaml.safe_dump(description, allow_unicode=True), encoding="utf-8")
    return folder


_DETECTION: dict[str, Any] = {
    "Global": {"model_name": "PP-OCRv6_small_det"},
    "PreProcess": {
        "transform_ops": [
            {"DecodeImage": {"channel_first": False, "img_mode": "BGR"}},
            {"DetResizeForTest": {"resize_long": 960}},
            {
                "NormalizeImage": {
                    "mean": [0.485, 0.456, 0.406],
                    "std": [0.229, 0.224, 0.225],
                    "scale": "1./255.",
                    "order": "hwc",
                }
            },
            {"ToCHWImage": None},
        ]
    },
    "PostProcess": {
        "name": "DBPostProcess",
        "thresh": 0.3,
        "box_thresh": 0.6,
        "max_candidates": 1000,
        "unclip_ratio": 1.5,
    },
}
_RECOGNITION: dict[str, Any] = {
    "Global": {"model_name": "PP-OCRv6_small_rec"},
    "PreProcess": {
        "transform_ops": [
            {"DecodeImage": {"channel_first": False, "img_mode": "BGR"}},
            {"RecResizeImg": {"image_shape": [3, 48, 320]}},
        ]
    },
}
