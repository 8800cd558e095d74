"""Memory that goes back while a process is large: the recogniser's only when it has read since."""

from __future__ import annotations

from typing import Any

import pytest

from ocr_pipeline.engines.runtimes import openvino_networks
from ocr_pipeline.engines.runtimes.openvino_networks import OpenVinoNetworks
from ocr_pipeline.memory import ROOM

pytestmark = pytest.mark.unit


class Compiled:
    def __init__(self) -> None:
        self.released = 0

    def release_memory(self) -> None:
        self.released += 1


def test_a_recogniser_that_has_not_read_since_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[bool] = []
    monkeypatch.setattr(openvino_networks, "resident_megabytes", lambda: ROOM + 1.0)
    monkeypatch.setattr(openvino_networks, "give_back", lambda files=True: given.append(files))
    networks: Any = OpenVinoNetworks.__new__(OpenVinoNetworks)
    detector, recogniser = Compiled(), Compiled()
    networks._compiled, networks._queues, networks._read_since = detector, {False: (recogniser, None)}, True
    for network in ("recogniser", "recogniser", "detector"):
        networks.rest(network)
    assert (recogniser.released, detector.released, given) == (1, 1, [True, False, False])
    networks._read_since = True
    networks.rest("detector")
    networks.rest("recogniser")
    assert (recogniser.released, given[-1]) == (2, True)
