"""``scan2fhir demo``: the whole promise on real input, against a real HAPI FHIR server, live."""

from __future__ import annotations

import base64
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer
from rich.console import Console
from rich.live import Live
from rich.table import Table

from adapter.digitizing import FhirVersion, Job, digitize_all
from adapter.errors import AdapterError
from adapter.inbox.store import Document, Inbox

SEED = 20261121
READING_SECONDS = 120.0
#: What is photographed: template, capture level, and the words for people.
SHEETS = (
    ("zh_chemistry", "phone", "laboratory sheet photographed askew"),
    ("zh_cbc_two_panels", "phone", "two-panel blood count"),
    ("zh_ultrasound", "flatbed", "ultrasound report with figures"),
)


class DemoError(AdapterError):
    """The demonstration cannot go on; the sentence says why and what to do."""


@dataclass(frozen=True)
class Sheet:
    """One drawn report and where the EHR keeps it."""

    title: str
    path: Path
    media_type: str
    reference: str = ""


def demo(
    out: Annotated[Path, typer.Option("--out", help="Folder for what the demo leaves behind.")] = Path("demo-out"),
    fhir_version: Annotated[FhirVersion, typer.Option(help="Version of the FHIR server.")] = FhirVersion.R4,
) -> None:
    """Show the whole promise: three photographed reports of an invented patient become docx and coded results.

    Starts a real HAPI FHIR server and the adapter, puts the reports into the EHR as attachments, shows live what
    happens to each, prints the patient's chart as the EHR then shows it, and stops all it started.
    It needs the source tree: run `make demo` in a clone.
    """
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = 140
    try:
        with ExitStack() as started:
            _run(console, out, fhir_version.value, started)
    except AdapterError as error:
        typer.echo(f"scan2fhir demo: {error}", err=True)
        raise typer.Exit(error.exit_status) from None


def _run(console: Console, out: Path, version: str, started: ExitStack) -> None:
    begun = time.monotonic()
    out = out.resolve()
    sys.path.append(str(Path(__file__).resolve().parents[2]))  # the source tree: its test server and its generator
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    side = started.enter_context(ThreadPoolExecutor(1))
    drawing: Future[list[Sheet]] = side.submit(_draw, out / "photographs")
    console.print(
        f"[bold]1.[/] Starting a real HAPI FHIR {version} server (about 20 s) and photographing three reports …"
    )
    ehr_url = started.enter_context(_hapi(version))
    sheets = drawing.result()
    console.print(
        f"   {ehr_url} is ready after {time.monotonic() - begun:.0f} s; the pictures: {_near(out / 'photographs')}"
    )

    console.print("[bold]2.[/] Starting the adapter: [cyan]scan2fhir serve[/] registers its Subscription …")
    adapter = started.enter_context(_adapter(ehr_url, out / "adapter"))
    console.print(f"   {adapter.url} is ready")

    console.print("[bold]3.[/] The clinic attaches the pictures to its patient in the EHR; the adapter is notified …")
    ehr = started.enter_context(httpx.Client(base_url=ehr_url, timeout=30, trust_env=False))
    patient = _create(
        ehr, {"resourceType": "Patient", "gender": "female", "birthDate": "1984-05-02", "name": [{"text": "示例"}]}
    )
    posted = [_post(ehr, sheet, patient) for sheet in sheets]
    documents = _watch(console, adapter, posted)

    console.print("\n[bold]4.[/] The patient's chart, as the EHR now shows it")
    for sheet in posted:
        _show_chart(console, ehr, sheet, documents, out)

    console.print("[bold]5.[/] What to look at")
    for line in _files(posted, out, version):
        console.print(f"   {line}")
    console.print(f"Done in {time.monotonic() - begun:.0f} s; stopping the adapter and the server.")


def _draw(folder: Path) -> list[Sheet]:
    try:
        from fixtures.generator import draw_one
    except ImportError:
        raise DemoError("The demo needs the source tree and its drawn reports; run 'make demo' in a clone.") from None
    folder.mkdir(parents=True)
    sheets = []
    for number, (template, level, title) in enumerate(SHEETS):
        data, _ = draw_one(template, level, SEED + number)
        path = folder / f"{number + 1}-{title.replace(' ', '-')}.jpg"
        path.write_bytes(data)
        sheets.append(Sheet(title, path, "image/jpeg"))
    return sheets


@contextmanager
def _hapi(version: str) -> Iterator[str]:
    try:
        from tests.integration.hapi.server import HapiError, HapiServer
    except ImportError:
        raise DemoError("The demo needs the FHIR server of the source tree; run 'make demo' in a clone.") from None
    server = HapiServer(version)  # type: ignore[arg-type]
    try:
        server.start()
    except HapiError as error:
        raise DemoError(str(error)) from None
    try:
        yield server.base_url
    finally:
        server.stop()


@dataclass(frozen=True)
class Adapter:
    url: str
    inbox: Inbox


@contextmanager
def _adapter(ehr_url: str, data: Path) -> Iterator[Adapter]:
    """A ``scan2fhir serve`` of its own, as a user would start it."""
    from tests.integration.hapi.server import free_port

    data.mkdir(parents=True)
    listen = f"127.0.0.1:{free_port()}"
    clean = {k: v for k, v in os.environ.items() if not k.startswith("SCAN2FHIR_")}
    settings = {"EHR_URL": ehr_url, "LISTEN": listen, "DATA_DIR": str(data), "POLL_SECONDS": "5"}
    environment = clean | {f"SCAN2FHIR_{k}": v for k, v in settings.items()}
    log_path = data / "serve.log"
    with log_path.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "adapter.cli", "serve"],
            env=environment,
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
        )
    try:
        _until(lambda: _ready(f"http://{listen}/readyz") or process.poll() is not None, 60, f"see {log_path}")
        if process.poll() is not None:
            raise DemoError(f"The adapter ended while starting; see {log_path}.")
        inbox = Inbox(f"sqlite:///{data / 'scan2fhir.db'}")
        try:
            yield Adapter(f"http://{listen}", inbox)
        finally:
            inbox.close()
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def _ready(url: str) -> bool:
    try:
        return httpx.get(url, timeout=5, trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False


def _until(condition: Callable[[], bool], seconds: float, hint: str) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise DemoError(f"Nothing happened within {seconds:.0f} s; {hint}.")
        time.sleep(0.1)


def _create(ehr: httpx.Client, resource: dict[str, Any]) -> str:
    answer = ehr.post(f"/{resource['resourceType']}", json=resource, headers={"Content-Type": "application/fhir+json"})
    answer.raise_for_status()
    return f"{resource['resourceType']}/{answer.json()['id']}"


def _post(ehr: httpx.Client, sheet: Sheet, patient: str) -> Sheet:
    data = base64.b64encode(sheet.path.read_bytes()).decode()
    reference = _create(
        ehr,
        {
            "resourceType": "DocumentReference",
            "status": "current",
            "subject": {"reference": patient},
            "description": sheet.title,
            "content": [{"attachment": {"contentType": sheet.media_type, "data": data, "title": sheet.title}}],
        },
    )
    return Sheet(sheet.title, sheet.path, sheet.media_type, reference)


def _watch(console: Console, adapter: Adapter, sheets: list[Sheet]) -> dict[str, Document]:
    """The live table until each document has ended; the documents by their reference."""
    deadline = time.monotonic() + READING_SECONDS
    with Live(console=console, refresh_per_second=8, transient=not console.is_terminal) as live:
        while True:
            documents = {d.reference: d for d in adapter.inbox.list()}
            live.update(_table(sheets, documents))
            ended = [s for s in sheets if s.reference in documents and documents[s.reference].state != "in_progress"]
            if len(ended) == len(sheets):
                break
            if time.monotonic() > deadline:
                raise DemoError(
                    f"Not all documents ended within {READING_SECONDS:.0f} s; see serve.log beside the outputs."
                )
            time.sleep(0.1)
    if not console.is_terminal:
        console.print(_table(sheets, documents))
    return documents


def _table(sheets: list[Sheet], documents: dict[str, Document]) -> Table:
    table = Table(title=None, box=None, pad_edge=True, padding=(0, 2))
    for column in ("document", "state", "way in", "times a stage"):
        table.add_column(column, overflow="fold")
    words = {
        "in_progress": "reading …",
        "delivered": "[green]posted[/]",
        "in_review": "[yellow]posted, some values for review[/]",
        "dead": "[red]dead[/]",
    }
    for sheet in sheets:
        document = documents.get(sheet.reference)
        if document is None:
            table.add_row(sheet.title, "not yet notified", "", "")
            continue
        times = "  ".join(f"{stage} {seconds:.2f} s" for stage, seconds in document.stages.items())
        state = words[document.state] + (f" ({document.reason})" if document.state == "dead" else "")
        table.add_row(sheet.title, state, document.trigger, times)
    return table


def _show_chart(console: Console, ehr: httpx.Client, sheet: Sheet, documents: dict[str, Document], out: Path) -> None:
    document = documents[sheet.reference]
    if document.diagnostic_report is None:
        console.print(f"   {sheet.title}: [red]{document.reason}[/]")
        return
    report = ehr.get(f"/{document.diagnostic_report}").json()
    table = Table(
        title=f"{sheet.title}: {_word(report['code'])} ({report['status']})",
        title_justify="left",
    )
    for column in ("result", "value", "unit", "flag", "reference", "LOINC", "doubt"):
        table.add_column(column, overflow="fold")
    for reference in report.get("result", []):
        _add_rows(table, ehr, reference["reference"])
    console.print(table)
    if report.get("conclusion"):
        console.print(f"   conclusion: {report['conclusion']}")
    docx = next(
        (form for form in report.get("presentedForm", []) if "wordprocessing" in form.get("contentType", "")), None
    )
    if docx is not None:
        answer = ehr.get(
            docx["url"] if docx["url"].startswith("http") else f"/{docx['url']}",
            headers={"Accept": docx["contentType"]},
        )
        (out / f"{sheet.path.stem}.docx").write_bytes(answer.content)


def _add_rows(table: Table, ehr: httpx.Client, reference: str) -> None:
    observation = ehr.get(f"/{reference}").json()
    for member in observation.get("hasMember", []):
        _add_rows(table, ehr, member["reference"])
    if observation.get("hasMember"):
        return
    quantity = observation.get("valueQuantity", {})
    value = quantity.get("comparator", "") + str(quantity["value"]) if "value" in quantity else _said(observation)
    loinc = [c["code"] for c in observation["code"].get("coding", []) if c.get("system") == "http://loinc.org"]
    flag = "".join(c.get("code", "") for i in observation.get("interpretation", []) for c in i.get("coding", []))
    doubt = " ".join(n["text"] for n in observation.get("note", []))
    name = observation["code"].get("text") or (loinc[0] if loinc else "")
    range_ = (observation.get("referenceRange") or [{}])[0].get("text", "")
    table.add_row(
        name,
        value[:60],
        quantity.get("unit", ""),
        flag,
        range_,
        " ".join(loinc),
        f"[yellow]{doubt}[/]" if doubt else "",
    )


def _word(concept: dict[str, Any]) -> str:
    coding: dict[str, Any] = (concept.get("coding") or [{}])[0]
    return str(concept.get("text") or coding.get("display") or coding.get("code") or "")


def _said(observation: dict[str, Any]) -> str:
    concept = _word(observation.get("valueCodeableConcept", {}))
    ratio = observation.get("valueRatio")
    if ratio:
        return ":".join(str(ratio[part].get("value", "")) for part in ("numerator", "denominator"))
    return str(observation.get("valueString") or concept)


def _files(sheets: list[Sheet], out: Path, version: str) -> Iterator[str]:
    jobs = [Job(s.path, out / s.path.stem, version, explain=True) for s in sheets]
    for outcome in digitize_all(jobs, 1):
        folder = outcome.job.folder
        if outcome.error:
            yield f"{folder.name}: {outcome.error}"
            continue
        docx = _near(out / f"{folder.name}.docx")
        pages = [_near(folder / f"{kind}-1.png") for kind in ("redacted", "annotated")]
        yield f"docx as the EHR has it [cyan]{docx}[/], pages [cyan]{pages[0]}[/], [cyan]{pages[1]}[/]"


def _near(path: Path) -> str:
    return os.path.relpath(path)
