"""What the tuned recogniser differs in from the original: a small file of differences, row by row in 8 bits.

A tensor's difference is kept as whole numbers from -``LEVELS`` to ``LEVELS`` times one scale per first index; the error is
at most half a step, which is a thirtieth of the usual difference.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.registry import ModelChanged

LEVELS = 63
SCALE = "|scale"  #: behind a tensor's name: the scales of its rows

Tensors = Mapping[str, NDArray[np.float32]]


def packed(differences: Tensors) -> bytes:
    """The differences as an ``npz`` file."""
    out: dict[str, NDArray[np.generic]] = {}
    for name, change in sorted(differences.items()):
        rows = change.reshape(len(change), -1)
        scale = np.maximum(np.abs(rows).max(axis=1), 1e-12).astype(np.float32) / LEVELS
        out[name] = np.rint(rows / scale[:, None]).astype(np.int8).reshape(change.shape)
        out[name + SCALE] = scale
    file = io.BytesIO()
    np.savez_compressed(file, **out)  # type: ignore[arg-type]
    return file.getvalue()


def differences(path: Path) -> dict[str, NDArray[np.float32]]:
    """Name of a tensor to what is added to it, in its shape. Raises :class:`ModelChanged` for a file that is none of ours."""
    try:
        with np.load(path, allow_pickle=False) as file:
            found = {name: file[name] for name in file.files}
        out = {}
        for name, whole in found.items():
            if not name.endswith(SCALE):
                scale = found[name + SCALE]
                out[name] = whole.astype(np.float32) * scale.reshape(-1, *[1] * (whole.ndim - 1))
        return out
    except (OSError, ValueError, KeyError, EOFError, IndexError, zipfile.BadZipFile, zlib.error) as error:
        raise ModelChanged(f"The recogniser's tuned weights at {path} cannot be read; reinstall scan2fhir.") from error
