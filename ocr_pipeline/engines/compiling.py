"""Compiling networks in little memory: from a file that the runtime maps, instead of from a model that it copies.

The file's name is gone when this returns, its pages are read again as they are needed. For bf16 the file holds the
weights in half precision, which keeps 8 bits more than they are computed in; together 20 MB less for detector and
recogniser, 0.1 s more at start. Where no file can be written (a full disk), the model itself is compiled.
"""

from __future__ import annotations

import ctypes
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import openvino as ov

PREFIX, NAME = "scan2fhir-", "network"
_NOT_NEEDED = 4  #: MADV_DONTNEED (Linux): of a file that is only read, pages come back as they were


def compiled(core: Any, model: Any, options: dict[str, Any], half: bool) -> Any:
    """``model`` compiled for the processor; ``half`` stores its weights in 16 bits."""
    with suppress(OSError, RuntimeError), tempfile.TemporaryDirectory(prefix=PREFIX) as folder:
        path = Path(folder) / f"{NAME}.xml"
        ov.save_model(model, path, compress_to_fp16=half)
        return core.compile_model(path, "CPU", options)
    return core.compile_model(model, "CPU", options)


def give_back() -> None:
    """What compiling or running took and freed goes back to the system (glibc), and so do the pages of the networks' own
    files: a layer's weights are read from there once, when it is prepared. Only pages that nobody can write are given
    back: what was changed in them would be lost, and the network read wrongly ever after."""
    with suppress(OSError, AttributeError, ValueError):
        heap = ctypes.CDLL(None)
        heap.malloc_trim(0)
        for line in Path("/proc/self/maps").read_text(encoding="utf-8", errors="replace").splitlines():
            place, rights, *_ = line.split(maxsplit=2)
            if PREFIX in line and NAME in line and rights.startswith("r--"):
                start, end = (int(border, 16) for border in place.split("-"))
                heap.madvise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), _NOT_NEEDED)
