from __future__ import annotations

from typing import Any

import numpy as np
import openvino as ov
from openvino import opset13 as ops

from ocr_pipeline.engines.compiling import compiled
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
