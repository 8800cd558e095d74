"""A real FHIR server for the integration tests, started once a test run and FHIR version.

``SCAN2FHIR_TEST_HAPI_R4`` and ``…_R5`` name servers that already run (``make hapi``): quicker while working on a test.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator

import pytest
from filelock import FileLock

from tests.integration.hapi.server import FhirVersion, HapiServer, missing_tools


def _server(version: FhirVersion, factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base URL of a running server. Parallel test processes share one: the first to ask starts it."""
    if running := os.environ.get(f"SCAN2FHIR_TEST_HAPI_{version}"):
        yield running
        return
    if problem := missing_tools():
        pytest.skip(problem)
    if os.environ.get("PYTEST_XDIST_WORKER") is None:
        with HapiServer(version, log_file=factory.mktemp("hapi") / "server.log") as server:
            yield server.base_url
        return
    # The folder above a worker's own is common to the run. The server belongs to the run's main process and ends
    # with it: the worker that happened to start it may be done long before the others.
    shared = factory.getbasetemp().parent
    address = shared / f"hapi-{version}.json"
    with FileLock(shared / f"hapi-{version}.lock"):
        if not address.exists():
            server = HapiServer(version, log_file=shared / f"hapi-{version}.log", owner_pid=os.getppid()).start()
            address.write_text(json.dumps(server.base_url))
    yield json.loads(address.read_text())


@pytest.fixture(scope="session")
def hapi_r4(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """FHIR base URL of a real R4 server, for example ``http://127.0.0.1:43121/fhir``."""
    yield from _server("R4", tmp_path_factory)


@pytest.fixture(scope="session")
def hapi_r5(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """FHIR base URL of a real R5 server."""
    yield from _server("R5", tmp_path_factory)
