"""The durable workflow engine (DBOS) behind what we need of it: start a run, know which runs live, stop.

The inbox decides what is to be done; the engine remembers how far a run came, so that a killed process goes on after
the last finished step. Its records hold keys and reasons as JSON, never documents (its default would be pickle).
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable
from typing import Any, Protocol

from dbos import DBOS, DBOSConfig, Serializer, SetWorkflowID

from adapter.inbox.database import translated
from adapter.logs import event
from adapter.workflow.engine_database import engine_database

log = logging.getLogger("scan2fhir.engine")
#: Changes only when runs of the old code cannot go on in the new: otherwise they would never be recovered.
APPLICATION_VERSION = "scan2fhir-1"
Said = dict[str, Any]


class Steps(Protocol):
    def read(self, key: str, run: int) -> Said: ...
    def deliver(self, key: str, run: int) -> Said: ...
    def finish(self, key: str, run: int, generation: int, said: Said) -> Said: ...


class JsonSerializer(Serializer):
    """Everything that the engine keeps, as JSON; what is not JSON is kept as its text (errors)."""

    def serialize(self, data: Any) -> str:
        return json.dumps(data, default=str)

    def deserialize(cls, serialized_data: str) -> Any:  # noqa: N805 - the base class's signature
        return json.loads(serialized_data)

    def name(self) -> str:
        return "scan2fhir_json"


class _Bound:
    """What the registered workflow works with; one engine a process."""

    steps: Steps | None = None
    ended: Callable[[str], None] = staticmethod(lambda _id: None)
    running: set[str] = set()  # noqa: RUF012 - shared on purpose
    lock = threading.Lock()


@DBOS.workflow(name="document", max_recovery_attempts=1_000_000)
def document_workflow(key: str, run: int, generation: int) -> Said:
    """read, deliver, finish. Poison is counted in the inbox, by deaths of reading processes, not here.

    The end needs no record of the engine's: it is one transaction of the inbox, which a repetition finds done.
    """
    name = run_id(key, run)
    with _Bound.lock:
        _Bound.running.add(name)
    try:
        steps = _Bound.steps
        if steps is None:
            raise RuntimeError("a workflow ran before an engine was made")
        said = DBOS.run_step({"name": "read"}, steps.read, key, run)
        if said["next"] == "deliver":
            read_seconds = said.get("seconds", {})
            said = DBOS.run_step({"name": "deliver"}, steps.deliver, key, run)
            if "seconds" in said:
                said = {**said, "seconds": {**read_seconds, **said["seconds"]}}
        return steps.finish(key, run, generation, said)
    except Exception as error:
        # The database is away, or another took the run over: the sweep or that other goes on with the document.
        event(log, "run broken off", logging.WARNING, document=key, reason=str(error).splitlines()[0][:300])
        raise
    finally:
        with _Bound.lock:
            _Bound.running.discard(name)
        _Bound.ended(name)


def run_id(key: str, run: int) -> str:
    return f"{key}-{run}"


class Engine:
    """One executor's engine. ``ended`` is called with the run's id after each run."""

    def __init__(self, url: str, executor: str, steps: Steps, *, threads: int, ended: Callable[[str], None]) -> None:
        _Bound.steps = steps
        _Bound.ended = staticmethod(ended)
        _Bound.running = set()
        with translated():
            self._database = engine_database(url)
        self._config = DBOSConfig(
            name="scan2fhir",
            system_database_url=url,
            system_database_engine=self._database,
            application_version=APPLICATION_VERSION,
            executor_id=executor,
            serializer=JsonSerializer(),
            max_executor_threads=threads + 8,
            log_level="ERROR",
            console_log_level="ERROR",
            enable_otlp=False,
            use_listen_notify=False,
            # Runs of ours send each other nothing, but stopping waits for the listener's sleep.
            notification_listener_polling_interval_sec=0.5,
        )

    def launch(self) -> None:
        """Starts the engine; runs that were cut short by the end of this executor's last life go on at once."""
        DBOS(config=self._config)
        with translated():
            DBOS.launch()
        # It repeats what we say in one line as forty.
        logging.getLogger("dbos").setLevel(logging.CRITICAL)

    def start(self, key: str, run: int, generation: int) -> None:
        """Begins a run in the background; a run that was begun before is not begun twice."""
        name = run_id(key, run)
        with _Bound.lock:
            _Bound.running.add(name)
        try:
            with translated(), SetWorkflowID(name):
                DBOS.start_workflow(document_workflow, key, run, generation)
        except BaseException:
            with _Bound.lock:
                _Bound.running.discard(name)
            raise

    def running(self) -> set[str]:
        """Ids of the runs that live in this process."""
        with _Bound.lock:
            return set(_Bound.running)

    def abandon(self, name: str) -> None:
        """A run that another took over, or whose end could not be recorded, is not to be recovered any more."""
        with translated():
            DBOS.cancel_workflow(name)

    def purge(self, before_iso: str) -> int:
        """Forgets runs that ended before a moment."""
        with translated():
            ended = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
            old = DBOS.list_workflows(
                status=ended, completed_before=before_iso, limit=1000, load_input=False, load_output=False
            )
            if old:
                DBOS.delete_workflows([w.workflow_id for w in old])
        return len(old)

    def close(self, seconds: int = 10) -> None:
        """Lets running steps end, for at most so long; what is cut short goes on at the next start."""
        DBOS.destroy(workflow_completion_timeout_sec=seconds)
        self._database.dispose()
