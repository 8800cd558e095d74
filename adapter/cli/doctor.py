"""``scan2fhir doctor``: every part looked at, each finding one line with the next step."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed
from typing import Any, Literal

import typer

from adapter.cli.common import AsJson, Config, one_sentence, settings_from
from adapter.errors import AdapterError
from adapter.settings import Settings, database_url, prepare_data_dir

#: Less free space than this is said before the disk is full.
LOW_SPACE = 1 << 30
OLD_QUEUE_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Finding:
    part: str
    state: Literal["ok", "warning", "problem"]
    sentence: str


def doctor(config: Config = None, as_json: AsJson = False) -> None:
    """Check models, EHR, queue and versions. Exit status 1 when something is wrong."""
    with one_sentence():
        settings = settings_from(config)
    findings = [finding for check in CHECKS for finding in _run(check, settings)]
    if as_json:
        typer.echo(json.dumps([asdict(f) for f in findings], ensure_ascii=False))
    else:
        signs = {"ok": "ok     ", "warning": "warning", "problem": "PROBLEM"}
        for finding in findings:
            typer.echo(f"{signs[finding.state]}  {finding.part:13} {finding.sentence}")
    if any(f.state == "problem" for f in findings):
        raise typer.Exit(1)


def _run(check: Callable[[Settings], Iterator[Finding]], settings: Settings) -> Iterator[Finding]:
    try:
        yield from check(settings)
    except AdapterError as error:
        yield Finding(check.__name__, "problem", str(error))
    except Exception as error:
        yield Finding(check.__name__, "problem", f"The check itself failed: {type(error).__name__}: {error}")


def versions(_settings: Settings) -> Iterator[Finding]:
    found = []
    for package in ("scan2fhir", "openvino", "dbos", "fastapi", "httpx"):
        try:
            found.append(f"{package} {installed(package)}")
        except PackageNotFoundError:
            yield Finding("versions", "problem", f"{package} is not installed; install scan2fhir again.")
    yield Finding("versions", "ok", ", ".join(found))


def data(settings: Settings) -> Iterator[Finding]:
    folder = prepare_data_dir(settings)
    free = shutil.disk_usage(folder).free
    state: Literal["ok", "warning"] = "ok" if free > LOW_SPACE else "warning"
    yield Finding("data", state, f"{folder} has {free / 2**30:.1f} GB free.")
    if folder.stat().st_mode & 0o077:
        yield Finding("data", "warning", f"{folder} is readable by others; chmod 700 it.")


def queue(settings: Settings) -> Iterator[Finding]:
    from adapter.inbox import Inbox

    inbox = Inbox(database_url(settings))
    counts = inbox.counts()
    depth, age = inbox.queue()
    inbox.close()
    yield Finding("queue", "ok", ", ".join(f"{name} {count}" for name, count in counts.items()))
    if depth and age > OLD_QUEUE_SECONDS:
        yield Finding(
            "queue", "warning", f"{depth} documents wait, the oldest since {age / 60:.0f} min; is serve running?"
        )
    if counts["dead"]:
        yield Finding("queue", "warning", f"{counts['dead']} documents are dead; see scan2fhir dead list.")


def models(_settings: Settings) -> Iterator[Finding]:
    from ocr_pipeline.engines import load_engine

    load_engine("openvino")
    yield Finding("models", "ok", "The recognition models are there and verified.")


def ehr(settings: Settings) -> Iterator[Finding]:
    from adapter.ehr.client import connect
    from adapter.subscribe import wanted

    client = connect(settings)
    yield Finding("ehr", "ok", f"{client.base} speaks {client.version}.")
    client.get("DocumentReference", _count="1", _elements="id")
    yield Finding("ehr", "ok", "Documents can be searched with these credentials.")
    if client.update_creates() is False:
        yield Finding("ehr", "warning", "The EHR gives ids itself; deliveries use conditional updates instead.")
    want = wanted(settings, client.version)
    if want is not None:
        found: dict[str, Any] = {"status": "missing"}
        try:
            found = client.get(f"Subscription/{want.subscription['id']}")
        except AdapterError as error:
            found = {"status": str(error)}
        status = str(found.get("status"))
        if status == "active":
            yield Finding("subscription", "ok", f"Subscription/{want.subscription['id']} is active.")
        else:
            what = "requested, but the EHR has not turned it active" if status == "requested" else status
            sentence = f"{what}; scan2fhir subscribe repairs it, and the poll finds documents meanwhile."
            yield Finding("subscription", "warning", sentence)
    client.close()


CHECKS: tuple[Callable[[Settings], Iterator[Finding]], ...] = (versions, data, queue, models, ehr)
