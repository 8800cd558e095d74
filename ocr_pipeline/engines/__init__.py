"""Text engines: who finds and recognises text. All have the protocol :class:`ocr_pipeline.page.Engine`.

``ppocr`` is ours, over any of the ``runtimes``; ``paddle`` is PaddleOCR's library. ``boxes`` and ``marks`` say where text stands, ``crops`` cuts it
out, ``characters`` makes text of time steps, ``signs`` and ``values`` read again what a line recogniser is bad at.
"""

from __future__ import annotations

import os

from ocr_pipeline.engines.errors import EngineError, EngineMissing, EngineUnknown
from ocr_pipeline.page import Engine

PUBLISHED = "-published"  #: behind an engine's name: the recogniser's weights without our tuning
ENGINES = ("openvino", "onnxruntime", "paddle", "openvino-published", "onnxruntime-published")
PRECISIONS = ("auto", "f32", "bf16")

__all__ = ["ENGINES", "PRECISIONS", "EngineError", "EngineMissing", "EngineUnknown", "load_engine"]


def load_engine(name: str = "openvino", precision: str = "auto", threads: int = 0) -> Engine:
    """An engine of :data:`ENGINES`. ``threads`` 0 means all cores that this process may use.

    ``precision`` ``f32`` gives the same characters on every machine; ``bf16`` is about twice as fast where the CPU
    computes in it (OpenVINO only); ``auto`` takes bf16 where it is there. When OpenVINO does not run on this machine,
    onnxruntime takes its place (see the engine's ``name``). Both read with the tuning of :mod:`models.recogniser` added
    to the weights; names that end in ``-published``, and ``paddle``, read with the weights as they were published.
    Raises :class:`EngineUnknown`, :class:`EngineMissing`, and :class:`models.registry.ModelError`.
    """
    if name not in ENGINES:
        raise EngineUnknown(f"There is no text engine {name!r}; choose one of {', '.join(ENGINES)}.")
    if precision not in PRECISIONS:
        raise EngineUnknown(f"There is no precision {precision!r}; choose one of {', '.join(PRECISIONS)}.")
    count = threads if threads > 0 else len(os.sched_getaffinity(0))
    if name == "paddle":
        from ocr_pipeline.engines.paddle import PaddleEngine

        return PaddleEngine(count)
    from ocr_pipeline.engines.ppocr import PpOcr

    tuned = not name.endswith(PUBLISHED)
    if name.startswith("openvino"):
        try:
            from ocr_pipeline.engines.runtimes.openvino_networks import OpenVinoNetworks

            return PpOcr("openvino", OpenVinoNetworks(precision, count, tuned))
        except (ImportError, RuntimeError) as error:
            if isinstance(error, EngineError) or type(error).__module__ == "models.registry":
                raise
    from ocr_pipeline.engines.runtimes.onnx_networks import OnnxNetworks

    return PpOcr("onnxruntime", OnnxNetworks(count, tuned))
