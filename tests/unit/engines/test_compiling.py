from __future__ import annotations

import ctypes
import mmap
import sys
from pathlib import Path
from typing import Any

import numpy as np
import openvino as ov
import pytest
from openvino import opset13 as ops

from ocr_pipeline import memory
from ocr_pipeline.engines.runtimes.compiling import compiled
from ocr_pipeline.memory import give_back


def _layer(core: Any) -> Any:
    source = ops.parameter([-1, 64], np.float32)
    matrix = np.arange(64 * 64, dtype=np.float32).reshape(64, 64) / 4096
    made = ops.matmul(source, ops.constant(matrix), False, False)
    return compiled(core, ov.Model([made.output(0)], [source], "layer"), {"NUM_STREAMS": 1}, half=False)


def test_a_network_answers_the_same_after_memory_was_given_back() -> None:
    network = _layer(ov.Core())
    data = np.ones((3, 64), np.float32)
    before = np.array(network(data)[0])
    give_back()
    np.testing.assert_array_equal(network(data)[0], before)
    # another shape prepares its layers anew, from the file's pages
    np.testing.assert_allclose(network(np.ones((40, 64), np.float32))[0][0], before[0], rtol=1e-5)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere nothing is given back")
def test_code_that_ran_once_is_given_back_and_runs_again() -> None:
    network = _layer(ov.Core())
    data = np.ones((3, 64), np.float32)
    before, held = np.array(network(data)[0]), _resident_code()
    give_back(files=False)
    assert _resident_code() == held
    give_back()
    assert _resident_code() < held
    np.testing.assert_array_equal(network(data)[0], before)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere nothing is given back")
def test_what_was_changed_in_a_mapped_file_before_it_became_read_only_stays(tmp_path: Path) -> None:
    path = tmp_path / "library.so"
    path.write_bytes(bytes(mmap.PAGESIZE))
    with path.open("r+b") as file, mmap.mmap(file.fileno(), mmap.PAGESIZE, mmap.MAP_PRIVATE) as mapped:
        mapped[:4] = b"here"
        place = ctypes.addressof(ctypes.c_char.from_buffer(mapped))
        assert ctypes.CDLL(None).mprotect(ctypes.c_void_p(place), ctypes.c_size_t(mmap.PAGESIZE), 1) == 0  # PROT_READ
        memory._unchanged.cache_clear()
        memory._only_read.cache_clear()
        give_back()
        assert mapped[:4] == b"here"


def _resident_code() -> int:
    """Kilobytes of OpenVINO's code for this processor that are in memory."""
    held, inside = 0, False
    for line in Path("/proc/self/smaps").read_text(encoding="utf-8", errors="replace").splitlines():
        if "-" in line.split(" ")[0]:
            inside = " r-xp " in line and "openvino_intel_cpu" in line
        elif inside and line.startswith("Rss:"):
            held += int(line.split()[1])
    return held
