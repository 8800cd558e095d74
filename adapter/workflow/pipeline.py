"""What is done with one document: fetch, read, deliver, finish. Each step may be repeated at any time.

Steps say what they did as small dictionaries that the workflow engine keeps; documents and bundles never pass
through it. A step that fails says what is to follow, it does not raise: only the inbox decides about repetition.
"""

from __future__ import annotations

import datetime
import json
import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from adapter.ehr.client import EhrClient
from adapter.ehr.deliver import Delivered, deliver, own_documents, own_resource
from adapter.ehr.documents import Fetched, FetchLimits, fetch_document, version_of, withdrawn
from adapter.ehr.errors import EhrGoneError
from adapter.ehr.originals import original_reference, send_large, with_original
from adapter.ehr.patients import resolve_patient
from adapter.ehr.withdraw import withdraw
from adapter.errors import AdapterError
from adapter.inbox import Document, Inbox, LostClaimError, Work
from adapter.inbox.tables import DEAD, DELIVERED, IN_REVIEW
from adapter.logs import about, event
from adapter.metrics import FINISHED, RETRIED, STAGE_SECONDS
from adapter.workflow.child import DocumentUnreadableError, Output
from adapter.workflow.files import keep_files
from adapter.workflow.readers import ReaderDiedError, ReaderPool
from adapter.workflow.retries import Again, Dead, after_death, decide

log = logging.getLogger("scan2fhir.work")
Said = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Limits:
    fetch: FetchLimits
    max_crashes: int = 3
    retry_hours: float = 72.0
    site_terms: str = ""


@dataclass
class _Clock:
    """Seconds by stage of one step, and their histogram."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        begun = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = time.perf_counter() - begun
            STAGE_SECONDS.labels(name).observe(self.seconds[name])


class SourceWithdrawnError(Exception):
    """The source of results that were delivered is entered in error or gone. ``version`` of the source, if any."""

    def __init__(self, sentence: str, version: str | None) -> None:
        super().__init__(sentence)
        self.version = version


class Pipeline:
    """The steps, bound to one executor's claims, one EHR and one pool of reading processes."""

    def __init__(self, work: Work, ehr: EhrClient, readers: ReaderPool, limits: Limits, files: Path | None) -> None:
        self.work = work
        self.inbox: Inbox = work.inbox
        self.ehr = ehr
        self.readers = readers
        self.limits = limits
        self.files = files

    # ------------------------------------------------------------------ steps
    def read(self, key: str, run: int) -> Said:
        """Fetches and reads, and keeps the transaction in the inbox. Says ``deliver`` or the end."""
        with about(key):
            clock = _Clock()
            try:
                document = self.work.current(key, run)
                kept = self._kept(key)
                # what was read before a newer version was announced is not delivered any more
                if kept is not None and kept[0].get("generation") == document.generation:
                    return {"next": "deliver", "seconds": {}}
                return self._read(document, run, clock)
            except LostClaimError:
                return {"next": "lost"}
            except SourceWithdrawnError as gone:
                return self._withdraw(gone, key, run, clock)
            except Exception as error:
                return self._failed(error, key, run, clock)

    def _withdraw(self, gone: SourceWithdrawnError, key: str, run: int, clock: _Clock) -> Said:
        """The source of delivered results stands no more, so they must not either."""
        try:
            document = self.work.current(key, run)
            with clock.stage("withdraw"):
                count = withdraw(
                    self.ehr,
                    document.diagnostic_report or "",
                    document.reference,
                    self.inbox.written_for(key),
                    _iso(self.inbox.clock()),
                    lambda: self.work.current(key, run),
                )
        except LostClaimError:
            return {"next": "lost"}
        except Exception as error:
            return self._failed(error, key, run, clock)
        event(log, "results withdrawn", resources=count, reason=str(gone))
        return {
            "next": "end",
            "state": DELIVERED,
            "reason": str(gone),
            "cause": "withdrawn",
            "version": gone.version,
            # should the document come back, it is no repetition of what was read before
            "sha256": "",
            "seconds": clock.seconds,
        }

    def _read(self, document: Document, run: int, clock: _Clock) -> Said:
        with clock.stage("fetch"):
            fetched = self._fetch(document)
        if fetched is None:
            return {"next": "own"}
        if _stands(document) and fetched.sha256 == document.sha256 and fetched.patient == document.patient:
            return {"next": "unchanged", "version": fetched.version, "seconds": clock.seconds}
        source = document.reference if not document.pushed else original_reference(document.key)
        request = {
            "version": self.ehr.version,
            "patient": fetched.patient,
            "source": source,
            # the same at every repetition, so that a repeated delivery changes nothing in the EHR
            "recorded": _iso(document.received_at),
            "site_terms": self.limits.site_terms,
        }
        with clock.stage("read"):
            output = self.readers.read(fetched.data, request)
        bundle = output.bundle
        if document.pushed:
            kind = str(output.summary.get("media_type") or fetched.media_type or "application/octet-stream")
            bundle = with_original(bundle, document, fetched, kind, _iso(document.received_at))
        self._keep(document, run, fetched, output, bundle)
        event(log, "read", seconds=round(clock.seconds["read"], 3), **dict(output.summary))
        return {"next": "deliver", "seconds": clock.seconds}

    def _fetch(self, document: Document) -> Fetched | None:
        """The bytes, or None for a document that we wrote ourselves."""
        if document.pushed:
            data = self.work.original(document.key)
            if data is None:
                raise DocumentUnreadableError("The pushed bytes are not kept any more; send the document again.")
            kind = document.details.get("media_type", "")
            sha256 = document.reference.split(":")[1]
            patient, note = document.patient, ""
            if patient is None and document.details.get("patient_identifier"):
                patient, note = resolve_patient(self.ehr, document.details["patient_identifier"])
            return Fetched(data, kind, sha256, patient, document.announced, note)
        try:
            reference = self.ehr.whole(document.reference)
        except EhrGoneError as error:
            if document.diagnostic_report is None:
                raise
            what = "was deleted" if error.status == 410 else "is not in the EHR any more"
            raise SourceWithdrawnError(f"The document {what}: its results were withdrawn.", None) from None
        if own_resource(reference):
            return None
        if document.diagnostic_report is not None and withdrawn(reference):
            raise SourceWithdrawnError(
                "The document was marked as entered in error in the EHR: its results were withdrawn.",
                version_of(reference),
            )
        if _stands(document) and document.version and version_of(reference) == document.version and document.sha256:
            # announced again without a change: no need to fetch a large attachment for that
            return Fetched(b"", "", document.sha256, document.patient, document.version)
        return fetch_document(self.ehr, reference, self.limits.fetch)

    def _keep(self, document: Document, run: int, fetched: Fetched, output: Output, bundle: bytes) -> None:
        if self.files is not None:
            keep_files(self.files / document.key, output.files)
        about_it: dict[str, Any] = {
            "version": fetched.version,
            "sha256": fetched.sha256,
            "patient": fetched.patient,
            "note": fetched.note,
            "doubtful": output.summary.get("doubtful", 0),
            "generation": document.generation,
            "own": own_documents(json.loads(bundle)),
        }
        kept = json.dumps(about_it).encode() + b"\n" + bundle
        self.work.save_bundle(document.key, run, kept, about_it["own"], self.ehr.base)

    def _kept(self, key: str) -> tuple[dict[str, Any], bytes] | None:
        """What is known beside the kept transaction, and the transaction."""
        kept = self.work.bundle(key)
        if kept is None:
            return None
        head, _, bundle = kept.partition(b"\n")
        return json.loads(head), bundle

    def deliver(self, key: str, run: int) -> Said:
        """Posts the kept transaction. Says the end."""
        with about(key):
            clock = _Clock()
            posted: list[str] = []
            try:
                document = self.work.current(key, run)
                kept = self._kept(key)
                if kept is None:
                    return {"next": "retry", "delay": 0.0, "reason": "The reading is repeated.", "cause": "storage"}
                known, bundle = kept
                with clock.stage("deliver"):
                    delivered = self._deliver(document, known, bundle, lambda: posted.append(known["sha256"]))
                self.work.current(key, run)
                return self._delivered(known, delivered, clock)
            except LostClaimError:
                return self._lost(key, posted)
            except Exception as error:
                said = self._failed(error, key, run, clock)
                return self._lost(key, posted) if said["next"] == "lost" else said

    def _lost(self, key: str, posted: list[str]) -> Said:
        """Another has the document. Was it lost only after we began to write, what we wrote may stand last."""
        if posted and self.work.wrote_late(key, posted[-1]):
            event(log, "written after the claim was lost, so it is read and written again", logging.WARNING)
        return {"next": "lost"}

    def _deliver(
        self, document: Document, known: Mapping[str, Any], bundle: bytes, posting: Callable[[], None]
    ) -> Delivered:
        def announce(references: Sequence[str]) -> None:
            if not set(references) <= set(known.get("own", ())):
                self.inbox.mark_written(self.ehr.base, document.key, references)

        def still_ours() -> None:
            # the last moment at which a worker that was frozen can notice that another has its work
            self.work.current(document.key, document.run)
            posting()

        if document.pushed and (data := self.work.original(document.key)) is not None:
            bundle = send_large(self.ehr, bundle, document.key, data)
        return deliver(
            self.ehr,
            bundle,
            earlier=document.diagnostic_report,
            announce=announce,
            still_ours=still_ours,
        )

    def _delivered(self, known: Mapping[str, Any], delivered: Delivered, clock: _Clock) -> Said:
        review = bool(known["doubtful"] or known["note"] or delivered.task)
        reason = known["note"] or (f"{known['doubtful']} values ask for a person's eye." if review else None)
        return {
            "next": "end",
            "state": IN_REVIEW if review else DELIVERED,
            "reason": reason,
            "cause": "doubt" if review else None,
            "version": known["version"],
            "sha256": known["sha256"],
            "patient": known["patient"],
            "diagnostic_report": delivered.diagnostic_report,
            "seconds": clock.seconds,
        }

    def finish(self, key: str, run: int, generation: int, said: Said) -> Said:
        """Writes the end of the run into the inbox. Raises ``StorageError``: the sweep then repeats the run."""
        with about(key):
            try:
                self._finish(key, run, generation, said)
            except LostClaimError:
                event(log, "claim lost", run=run)
            return {"done": said["next"]}

    def _finish(self, key: str, run: int, generation: int, said: Said) -> None:
        outcome = said["next"]
        if outcome == "end":
            fields = {k: said.get(k) for k in ("reason", "cause", "version", "sha256", "patient", "diagnostic_report")}
            last = self.work.finish(key, run, generation, said["state"], stages=said.get("seconds"), **fields)
            FINISHED.labels(said["state"]).inc()
            shown = {k: v for k, v in said.items() if k in ("state", "reason", "diagnostic_report") and v}
            event(log, "finished" if last else "finished, a newer version waits", **shown)
        elif outcome == "retry":
            self.work.retry(key, run, said["delay"], said["reason"], said["cause"])
            RETRIED.labels(said["cause"]).inc()
            event(log, "again", seconds=round(said["delay"], 1), reason=said["reason"])
        elif outcome == "own":
            self.work.forget(key, run)
            event(log, "our own writing, left alone")
        elif outcome == "unchanged":
            self.work.unchanged(key, run, generation, said.get("version"))
            event(log, "announced again without a change")

    # ------------------------------------------------------------------ failures
    def _failed(self, error: Exception, key: str, run: int, clock: _Clock) -> Said:
        try:
            document = self.work.current(key, run)
            if isinstance(error, ReaderDiedError):
                consequence: Again | Dead = after_death(error, self.work.crashed(key, run), self.limits.max_crashes)
            else:
                if not isinstance(error, AdapterError | DocumentUnreadableError):
                    log.error("unexpected failure", exc_info=error)
                consequence = decide(error, document, self.inbox.clock(), self.limits.retry_hours)
        except LostClaimError:
            return {"next": "lost"}
        if isinstance(consequence, Again):
            return {
                "next": "retry",
                "delay": consequence.delay,
                "reason": consequence.reason,
                "cause": consequence.cause,
            }
        return {
            "next": "end",
            "state": DEAD,
            "reason": consequence.reason,
            "cause": consequence.cause,
            "seconds": clock.seconds,
        }


def _stands(document: Document) -> bool:
    """Whether what was delivered of the document is what a repeated announcement may leave as it is."""
    return document.previous in (DELIVERED, IN_REVIEW) and document.diagnostic_report is not None


def _iso(seconds: float) -> str:
    moment = datetime.datetime.fromtimestamp(seconds, datetime.UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
