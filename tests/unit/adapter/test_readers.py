"""Reading processes: limits, deaths, replacement, and nothing secret in their environment."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from adapter.workflow.child import DocumentUnreadableError, Output
from adapter.workflow.readers import ReaderDiedError, ReaderPool, ReadingFailedError

pytestmark = pytest.mark.unit
REQUEST = {"version": "R4", "patient": None, "source": "DocumentReference/1", "recorded": "2024-01-01T00:00:00Z"}


def show_environment(_data: bytes, _request: Mapping[str, Any]) -> Output:
    """Runs in the child."""
    import os

    return Output(b"{}", {"names": sorted(os.environ), "process": os.getpid()})


@pytest.fixture
def pool() -> Iterator[Callable[..., ReaderPool]]:
    made: list[ReaderPool] = []

    def make(target: str = "tests.integration.adapter.quick_reader:read", **limits: Any) -> ReaderPool:
        made.append(ReaderPool(1, target=target, **limits))
        return made[-1]

    yield make
    for each in made:
        each.close()


def test_a_crash_costs_one_document_and_the_next_is_read(pool: Callable[..., ReaderPool]) -> None:
    readers = pool(timeout=20)
    with pytest.raises(ReaderDiedError, match="SIGSEGV"):
        readers.read(b"KILL", REQUEST)
    assert readers.read(b"a=1", REQUEST).summary["results"] == 1


def test_time_limit(pool: Callable[..., ReaderPool]) -> None:
    with pytest.raises(ReaderDiedError, match="longer") as caught:
        pool(timeout=1.0).read(b"HANG", REQUEST)
    assert caught.value.cause == "time"


def test_memory_limit(pool: Callable[..., ReaderPool]) -> None:
    with pytest.raises(ReaderDiedError) as caught:
        pool(timeout=60, memory_mb=300).read(b"EAT", REQUEST)
    assert caught.value.cause in ("memory", "crash")


def test_failures_without_death_keep_the_process_and_say_nothing_of_the_content(
    pool: Callable[..., ReaderPool],
) -> None:
    readers = pool()
    with pytest.raises(DocumentUnreadableError, match="damaged"):
        readers.read(b"BAD", REQUEST)
    with pytest.raises(ReadingFailedError) as caught:
        readers.read(b"BUG", REQUEST)
    assert "KeyError" in str(caught.value)
    assert "patient" not in str(caught.value)


def test_no_secret_in_the_child_and_it_is_replaced_after_some_documents(
    pool: Callable[..., ReaderPool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCAN2FHIR_EHR_TOKEN", "secret")
    readers = pool("tests.unit.adapter.test_readers:show_environment", recycle_after=2)
    shown = [readers.read(b"", REQUEST).summary for _ in range(3)]
    assert not [n for n in shown[0]["names"] if n.startswith("SCAN2FHIR_") and n != "SCAN2FHIR_THREADS"]
    assert shown[0]["process"] == shown[1]["process"] != shown[2]["process"]
