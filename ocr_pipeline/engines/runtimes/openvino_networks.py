"""The networks on OpenVINO.

OpenVINO chooses bf16 silently where the CPU has it; the precision is therefore always set, and ``f32`` gives the same
characters on every machine. Threads are not pinned: several processes would all pin to the first core.
"""

from __future__ import annotations

import ctypes
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any, Literal

import numpy as np
import openvino as ov
from numpy.typing import NDArray

from models.registry import weights
from ocr_pipeline.engines.networks import Steps
from ocr_pipeline.engines.runtimes.batches import batches
from ocr_pipeline.engines.runtimes.compiling import compiled
from ocr_pipeline.engines.runtimes.openvino_graphs import detector, direction, recogniser, whole_map
from ocr_pipeline.engines.runtimes.recogniser import MODEL
from ocr_pipeline.memory import ROOM, give_back, resident_megabytes
from ocr_pipeline.page import Image

#: Compiled layers that are kept beside the recogniser's own few shapes: those of one size of page and of the windows that
#: are looked at again, which cost 120 ms a page if each drove the other out. With the libraries' defaults a process grows
#: by 5 MB for every new size.
KEPT_LAYERS = "240"


_Queue = tuple[ov.CompiledModel, ov.AsyncInferQueue]


class OpenVinoNetworks:
    """``precision``: ``f32``, ``bf16``, or ``auto`` (bf16 where the CPU computes in it, else f32)."""

    def __init__(self, precision: str, threads: int, tuned: bool = False) -> None:
        _one_arena()
        os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", KEPT_LAYERS)
        core = ov.Core()
        able = core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")
        hint = ("bf16" if "BF16" in able else "f32") if precision == "auto" else precision
        self.version = f"openvino {ov.__version__.split('-')[0]} {hint} {MODEL[tuned]}"
        self.vietnamese = tuned
        self._core = core
        common: dict[str, Any] = {
            "INFERENCE_PRECISION_HINT": hint,
            "INFERENCE_NUM_THREADS": threads,
            "ENABLE_CPU_PINNING": False,
        }
        # the recogniser's few shapes are kept ready (a change costs 2.6 ms instead of 7 to 39), pages of any size not
        single = {**common, "NUM_STREAMS": 1, "PERFORMANCE_HINT": "LATENCY", "CPU_RUNTIME_CACHE_CAPACITY": 0}
        half = hint == "bf16"
        self._compiled = compiled(core, detector(core), single, half)
        self._detector = self._compiled.create_infer_request()
        self._upright = compiled(core, direction(core), single, half)
        self._direction = self._upright.create_infer_request()
        streams = max(1, threads)
        few = {**common, "NUM_STREAMS": 1, "PERFORMANCE_HINT": "LATENCY"}
        self._values = core.compile_model(core.read_model(weights("values")), "CPU", few).create_infer_request()
        self._streams, self._half = {**common, "NUM_STREAMS": streams}, half
        self._queues = {False: self._line_reader(recogniser(core, tuned))}
        self._narrow_first = False
        self._read_since = True  #: whether lines were read since the recogniser rested
        give_back()

    def _line_reader(self, network: ov.Model) -> _Queue:
        made = compiled(self._core, network, self._streams, self._half)
        queue = ov.AsyncInferQueue(made, self._streams["NUM_STREAMS"])
        queue.set_callback(_collect)
        return made, queue

    def text_map(self, image: Image) -> NDArray[np.uint8]:
        result = self._detector.infer({0: image[None]}, share_inputs=True)
        return whole_map(result[0])

    def read(
        self, widths: Sequence[int], crop: Callable[[int], Image], vietnamese: bool = False
    ) -> Iterator[tuple[int, Steps]]:
        if vietnamese not in self._queues:
            self._queues[vietnamese] = self._line_reader(recogniser(self._core, True, vietnamese))
        queue = self._queues[vietnamese][1]
        waiting = deque(batches(widths))
        self._read_since |= bool(waiting)
        if waiting and self._narrow_first:
            waiting.reverse()
        self._narrow_first ^= bool(waiting)  # a stream goes on with the shape that it ended with
        done: deque[tuple[int, Steps]] = deque()
        while waiting:
            while done and not queue.is_ready():
                yield done.popleft()
            # one stream begins with the widest, the next with the narrowest: a change of shape costs each of them 2.5 ms
            batch = waiting.pop() if queue.get_idle_request_id() % 2 else waiting.popleft()
            queue.start_async({0: batch.picture(crop)}, (done, batch.places))
        while done:
            yield done.popleft()
        queue.wait_all()
        yield from done

    def rest(self, network: Literal["detector", "recogniser"]) -> None:
        """In a small process the memory is kept: to take it anew costs 40 ms a page. The files' pages go with the recogniser's,
        before the next detection, whose peak is the process's; where it has not run since, only what else was freed goes."""
        read, self._read_since = self._read_since, self._read_since and network == "detector"
        if resident_megabytes() <= ROOM:
            return
        if network == "detector":
            self._compiled.release_memory()
        elif read:
            for made, _ in self._queues.values():
                made.release_memory()
        give_back(files=network == "recogniser" and read)

    def upside_down(self, crops: Sequence[Image]) -> list[float]:
        if not crops:
            return []
        result = self._direction.infer({0: np.stack(crops)}, share_inputs=True)
        votes = [float(p) for p in result[0][:, 1]]
        if resident_megabytes() > ROOM:
            self._upright.release_memory()
        return votes

    def values(self, strip: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.array(self._values.infer({0: strip}, share_inputs=True)[0][0, :, 0].T, np.float32)


def _one_arena() -> None:
    """One heap for all threads (each one's own would keep what its largest page took), and pictures outside of it, so
    that they go back as they are freed. glibc's M_ARENA_MAX is -8, M_MMAP_THRESHOLD -3, M_TRIM_THRESHOLD -1."""
    with suppress(OSError, AttributeError):
        heap = ctypes.CDLL(None)
        for option, value in ((-8, 1), (-3, 1 << 20), (-1, 4 << 20)):
            heap.mallopt(option, value)


def _collect(request: Any, ticket: tuple[deque[tuple[int, Steps]], tuple[int, ...]]) -> None:
    done, places = ticket
    probability, index = (request.get_output_tensor(output).data for output in (0, 1))
    for row, place in enumerate(places):
        done.append((place, Steps(probability[row].copy(), index[row].copy())))
