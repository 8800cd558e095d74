"""The running adapter: every part made from the settings, started and stopped in order."""

from __future__ import annotations

import logging
import threading
from pathlib import Path
from typing import Literal

from adapter.ehr.client import EhrClient, connect
from adapter.ehr.documents import FetchLimits
from adapter.errors import SettingsError, StorageError
from adapter.inbox import Inbox, Intake, Work
from adapter.logs import event
from adapter.metrics import QUEUE_AGE, QUEUE_DEPTH, STATES
from adapter.settings import Settings, database_url, prepare_data_dir, stored_secret
from adapter.site_terms import site_terms
from adapter.subscribe import Watchdog
from adapter.triggers.poll import Poller
from adapter.upkeep import Upkeep
from adapter.workflow.dispatcher import Adoption, Dispatcher
from adapter.workflow.engine import Engine
from adapter.workflow.executor import Executor, become_executor
from adapter.workflow.pipeline import Limits, Pipeline
from adapter.workflow.readers import DEFAULT_READER, ReaderPool

log = logging.getLogger("scan2fhir.service")
Role = Literal["all", "intake", "worker"]


class Service:
    """``role`` all: intake and work in one process; on PostgreSQL they may be split over many.

    Raises :class:`SettingsError`, ``AlreadyRunningError`` or :class:`StorageError` when made.
    """

    def __init__(self, settings: Settings, role: Role = "all", reader: str = DEFAULT_READER) -> None:
        self.settings = settings
        self.role = role
        data_dir = prepare_data_dir(settings)
        if settings.site_terms is not None:
            site_terms(settings.site_terms)  # a wrong table is told now, not at the first document
        url = database_url(settings)
        if role != "all" and url.startswith("sqlite"):
            raise SettingsError(
                f"--role {role} needs a database that several processes share: set SCAN2FHIR_DATABASE_URL=postgresql://..."
            )
        self.ehr: EhrClient = connect(settings)
        self.executor: Executor | None = (
            become_executor(data_dir, not url.startswith("sqlite")) if role != "intake" else None
        )
        self.inbox = Inbox(url)
        self.intake = Intake(self.inbox, self.wake)
        self.notify_token = stored_secret(settings, "notify_token")
        self.api_token = stored_secret(settings, "api_token")
        self.files: Path = data_dir / "documents"
        self.poller: Poller | None = None
        self.watchdog: Watchdog | None = None
        self.readers: ReaderPool | None = None
        self._dispatcher: Dispatcher | None = None
        self._adoption: Adoption | None = None
        self._engine: Engine | None = None
        self._stop = threading.Event()
        self._upkeep = threading.Thread(target=self._look_after, name="upkeep", daemon=True)
        if role != "worker":
            self.poller = Poller(
                self.ehr,
                self.intake,
                period=settings.poll_seconds,
                overlap=settings.poll_overlap_seconds,
                lookback=settings.poll_lookback_hours * 3600,
                query=settings.poll_query,
            )
            self.watchdog = Watchdog(self.ehr, settings, self.poller.ask)
        if self.executor is not None:
            self._make_work(self.executor, reader, url)

    def _make_work(self, executor: Executor, reader: str, url: str) -> None:
        settings = self.settings
        work = Work(self.inbox, executor.name)
        self.readers = ReaderPool(
            settings.worker_count,
            target=reader,
            timeout=settings.read_timeout_seconds,
            memory_mb=settings.read_memory_mb,
            recycle_after=settings.read_recycle_after,
        )
        limits = Limits(
            FetchLimits(settings.allowed_hosts, settings.max_document_bytes),
            settings.max_crashes,
            settings.ehr_retry_hours,
            str(settings.site_terms.resolve()) if settings.site_terms else "",
        )
        pipeline = Pipeline(work, self.ehr, self.readers, limits, self.files)
        # While one document is read, the next is fetched and the one before is delivered.
        slots = 2 * settings.worker_count + 2
        self._engine = Engine(_engine_url(url), executor.name, pipeline, threads=slots, ended=lambda _run: self.wake())
        pause = 0.15 if self.inbox.shared else 0.5
        self._dispatcher = Dispatcher(work, self._engine, slots, lambda: self._may_start(slots), pause)
        if self.inbox.shared:
            self._adoption = Adoption(work, self._engine, self.wake)

        def back() -> None:
            work.hasten("unavailable")
            self.wake()

        self.ehr.breaker.on_close = back

    def _may_start(self, slots: int) -> int:
        """None while the EHR is left alone, one to find out whether it is back."""
        if not self.ehr.breaker.is_open:
            return slots
        return 1 if self.ehr.breaker.wait() == 0 else 0

    def wake(self) -> None:
        if self._dispatcher is not None:
            self._dispatcher.wake()

    # ------------------------------------------------------------------ life
    def start(self) -> None:
        """Blocks until the engine is up; readers, poll and watchdog go on by themselves."""
        if self.readers is not None:
            threading.Thread(target=self.readers.warm, name="warm", daemon=True).start()
        if self._engine is not None:
            self._engine.launch()
        for part in (self._dispatcher, self._adoption, self.poller, self.watchdog, self._upkeep):
            if part is not None:
                part.start()
        event(log, "started", role=self.role, executor=self.executor.name if self.executor else "none")

    def stop(self) -> None:
        """Takes nothing new, lets running steps end for a few seconds, and leaves the rest for the next start."""
        self._stop.set()
        for part in (self.watchdog, self.poller, self._dispatcher, self._adoption):
            if part is not None:
                part.stop()
        self.intake.close()
        if self._engine is not None:
            self._engine.close()
        if self.readers is not None:
            self.readers.close()
        self.ehr.close()
        self.inbox.close()
        if self.executor is not None:
            self.executor.release()
        event(log, "stopped")

    @property
    def ready(self) -> tuple[bool, dict[str, str]]:
        """Whether documents can be taken in, and the state of the parts for people."""
        try:
            self.inbox.mark("schema")
            inbox = "usable"
        except StorageError as error:
            inbox = str(error)
        parts = {"inbox": inbox, "ehr": "left alone after failures" if self.ehr.breaker.is_open else "usable"}
        if self.watchdog is not None:
            parts["subscription"] = self.watchdog.state
        if self.poller is not None:
            parts["poll"] = self.poller.last_error or "working"
        return inbox == "usable", parts

    def measure(self) -> None:
        """Sets the gauges that describe the inbox."""
        depth, age = self.inbox.queue()
        QUEUE_DEPTH.set(depth)
        QUEUE_AGE.set(age)
        for state, count in self.inbox.counts().items():
            if state != "received":
                STATES.labels(state).set(count)

    def _look_after(self) -> None:
        upkeep = Upkeep(self.inbox, self.files, self._engine, self.settings.retention_days * 86400)
        while not self._stop.wait(3600):
            try:
                upkeep.look()
            except Exception:
                log.exception("upkeep failed")


def _engine_url(url: str) -> str:
    """The engine's own database: beside the inbox's file, so that neither waits for the other's writes."""
    if url.startswith("sqlite:///"):
        path = Path(url.removeprefix("sqlite:///"))
        return f"sqlite:///{path.with_name(path.stem + '-engine' + path.suffix)}"
    return url
