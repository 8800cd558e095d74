"""``scan2fhir digitize``: files in, a folder of outputs a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from adapter.digitizing import FhirVersion, Job, Outcome, digitize_all

UNREADABLE = 1
WRONG_USAGE = 2


def digitize(
    paths: Annotated[list[Path], typer.Argument(help="Files, or folders of files, to read.", show_default=False)],
    out: Annotated[Path, typer.Option("--out", help="Folder for the outputs, made when missing.", show_default=False)],
    fhir_version: Annotated[FhirVersion, typer.Option(help="FHIR version of bundle.json.")] = FhirVersion.R4,
    patient: Annotated[str, typer.Option(help="Whose results these are, e.g. Patient/123.")] = "",
    workers: Annotated[int, typer.Option(min=1, help="Reading processes side by side.")] = 1,
    explain: Annotated[
        bool, typer.Option("--explain", help="Also write annotated-<page>.png: what was seen, how sure.")
    ] = False,
    engine: Annotated[
        str,
        typer.Option(
            help="openvino, onnxruntime or paddle; with -published (openvino-published) the weights without our tuning."
        ),
    ] = "openvino",
    precision: Annotated[str, typer.Option(help="auto, f32 (same result on every machine) or bf16.")] = "auto",
) -> None:
    """Read pictures, PDFs and DICOM files of medical reports.

    \b
    Writes for each input a folder OUT/<file stem>/ with report.json, report.docx, bundle.json and
    redacted-<page>.png (identity painted over).
    \b
    Examples:
      scan2fhir digitize report.jpg --out out
      scan2fhir digitize scans/ --out out --workers 2 --fhir-version R5
    Exit status: 0 every input was read (also when values need review), 1 some could not be read, 2 wrong usage.
    """
    if out.exists() and not out.is_dir():
        _fail(f"{out} is a file; name a folder with --out.")
    if patient and not patient.startswith("Patient/"):
        _fail(f"--patient wants a reference such as Patient/123, not {patient!r}.")
    files = list(_files(paths))
    if not files:
        _fail("There are no files in the folders given.")
    out.mkdir(parents=True, exist_ok=True)
    jobs = [
        Job(path, folder, fhir_version.value, patient, explain, engine, precision)
        for path, folder in zip(files, _folders(files, out), strict=True)
    ]
    failed = _show(jobs, workers)
    raise typer.Exit(UNREADABLE if failed else 0)


def _show(jobs: list[Job], workers: int) -> int:
    """Run the jobs, telling progress; the number of inputs that could not be read."""
    out, err = Console(highlight=False, soft_wrap=True), Console(stderr=True, highlight=False, soft_wrap=True)
    failed = 0
    progress = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=out
    )
    with progress if out.is_terminal else nullcontext():
        task = progress.add_task("Reading", total=len(jobs))
        for outcome in digitize_all(jobs, workers):
            progress.advance(task)
            failed += bool(outcome.error)
            (err if outcome.error else out).print(_sentence(outcome), markup=False)
    return failed


def _sentence(outcome: Outcome) -> str:
    name = outcome.job.path.name
    if outcome.error:
        return f"{name}: {outcome.error}"
    doubt = f", {outcome.doubtful} for review" if outcome.doubtful else ""
    return (
        f"{name}: {outcome.kind}, {outcome.pages} page(s), {outcome.results} results, {outcome.sections} sections"
        f"{doubt}, {outcome.seconds:.1f} s"
    )


def _files(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith("."))
        else:
            yield path


def _folders(files: list[Path], out: Path) -> Iterator[Path]:
    """``OUT/<stem>``; a second file of the same stem gets its whole name, so that nothing is overwritten."""
    seen: Counter[str] = Counter()
    for path in files:
        name = path.stem if not seen[path.stem] else path.name
        while seen[name]:
            name += "+"
        seen[name] += 1
        yield out / name


def _fail(sentence: str) -> None:
    typer.echo(f"scan2fhir digitize: {sentence}", err=True)
    raise typer.Exit(WRONG_USAGE)
