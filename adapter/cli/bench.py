"""``scan2fhir bench``: accuracy and speed beside the peers, on the same pages in the same run."""

from __future__ import annotations

import json
import shlex
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from adapter.bench import ablation as ablation_run
from adapter.bench import accuracy as accuracy_run
from adapter.bench import coding as coding_run
from adapter.bench import figures, pages, readers, tables
from adapter.bench import speed as speed_run
from adapter.bench.labelled import Labelled, drawn, labelled
from adapter.cli.common import one_sentence
from adapter.errors import AdapterError

app = typer.Typer(help="Measure accuracy and speed beside the peers.", no_args_is_help=True, add_completion=False)

Folder = Annotated[
    Path | None, typer.Option("--labelled", help="A folder of labelled documents instead of drawn ones.", exists=True)
]
World = Annotated[Path | None, typer.Option(help="Where drawn pages are kept; a temporary folder by default.")]
Seed = Annotated[int, typer.Option(help="Seed of the drawn pages.")]
Count = Annotated[int, typer.Option(help="How many documents are drawn.", min=1)]
Split = Annotated[str, typer.Option(help="calibration, development, test, or empty for all layouts.")]
Names = Annotated[list[str] | None, typer.Option(help="May be given several times; all by default.")]
Peers = Annotated[str, typer.Option(help="Names, or beginnings of names, separated by commas; 'none'; 'all'.")]
Write = Annotated[Path | None, typer.Option(help="Write the tables into this page of the documentation.")]
Json = Annotated[Path | None, typer.Option("--json", help="Also write all figures and errors as JSON.")]
EngineName = Annotated[
    str,
    typer.Option(
        help="Recognition engine: openvino, onnxruntime or paddle; with -published (openvino-published) the weights without our tuning."
    ),
]
Precision = Annotated[str, typer.Option(help="auto, f32 or bf16.")]


@app.command()
def accuracy(
    labelled_folder: Folder = None,
    world: World = None,
    seed: Seed = 1,
    count: Annotated[
        int | None, typer.Option(help="How many documents are drawn; by default 60, or 24 with --ablate.", min=1)
    ] = None,
    split: Split = "test",
    template: Names = None,
    level: Names = None,
    peers: Peers = "all",
    engine: EngineName = "openvino",
    precision: Precision = "auto",
    errors: Annotated[bool, typer.Option(help="Print every wrong row.")] = False,
    ablate: Annotated[
        bool, typer.Option("--ablate", help="What each step of rectifying buys, level by level, instead.")
    ] = False,
    write: Write = None,
    json_file: Json = None,
) -> None:
    """Exact rows, silent errors, review, narrative and figure links of ours; text found by ours and the peers."""
    number = count or (24 if ablate else 60)
    chosen = _documents(labelled_folder, world, seed, number, split, template or (), level or ())
    if ablate:
        _ablate(chosen, engine, precision, write)
        return
    names = [readers.OURS, *_chosen(peers)]
    with chosen as documents, _progress() as progress:
        task = progress.add_task("reading", total=len(documents))
        result = accuracy_run.measure(
            documents,
            names,
            engine=engine,
            precision=precision,
            progress=lambda done, of: progress.update(task, completed=done),
        )
    found = tables.accuracy_tables(result)
    _print(found, result.failed)
    if errors:
        for score in result.scores:
            for error in score.errors:
                typer.echo(f"{score.name}: {error}")
    if json_file:
        counts = {score.name: {**score.about, **score.counts, "errors": list(score.errors)} for score in result.scores}
        found_text = {
            name: {"all": one.share(), **{k: one.share(k) for k in one.wanted}} for name, one in result.recall.items()
        }
        total = dict(figures.total(result.scores))
        body = {"total": total, "documents": counts, "recall": found_text, "failed": result.failed}
        json_file.write_text(json.dumps(body, ensure_ascii=False, indent=1), encoding="utf-8")
    if write:
        mark = "accuracy labelled" if labelled_folder else "accuracy drawn"
        pages.write(write, mark, found, command=_command(), notes=_versions(names))


def _ablate(chosen: _documents, engine: str, precision: str, write: Path | None) -> None:
    with chosen as documents, _progress() as progress:
        task = progress.add_task("reading", total=len(documents))
        result = ablation_run.measure(
            documents,
            engine=engine,
            precision=precision,
            progress=lambda done, of: progress.update(task, completed=done),
        )
    found = ablation_run.ablation_tables(result)
    _print(found, result.failed)
    if write:
        pages.write(write, "ablation", found, command=_command(), notes=_versions([readers.OURS]))


@app.command()
def speed(
    labelled_folder: Folder = None,
    world: World = None,
    seed: Seed = 1,
    count: Count = 24,
    split: Split = "test",
    template: Names = None,
    level: Names = None,
    peers: Peers = "faster-paddle",
    workers: Annotated[int, typer.Option(help="Processes for pages a minute.", min=1)] = 2,
    megapixels: Annotated[float, typer.Option(help="Enlarge pictures to this size first; 0 leaves them.", min=0)] = 0.0,
    engine: EngineName = "openvino",
    precision: Precision = "auto",
    write: Write = None,
) -> None:
    """Seconds, CPU seconds and peak memory a page, ours and the peers', as ratios; pages a minute."""
    names = [readers.OURS, readers.OURS_TEXT, *_chosen(peers)]
    with _documents(labelled_folder, world, seed, count, split, template or (), level or ()) as documents:
        with _progress() as progress:
            task = progress.add_task("reading", total=len(documents))
            result = speed_run.measure(
                documents,
                names,
                engine=engine,
                precision=precision,
                megapixels=megapixels,
                progress=lambda done, of: progress.update(task, completed=done),
            )
        minute = speed_run.throughput(documents, workers, engine=engine, precision=precision, megapixels=megapixels)
    found = tables.speed_tables(result)
    whole = tables.Table("Whole readings", ("workers", "documents a minute"), ((str(workers), f"{minute:.0f}"),))
    _print([*found, whole], result.failed)
    if write:
        pages.write(write, "speed", [*found, whole], command=_command(), notes=_versions(names))


@app.command()
def coding(
    path: Annotated[
        Path | None, typer.Option("--list", help="CSV name,unit,context,loinc,ucum,language instead of our own.")
    ] = None,
    errors: Annotated[bool, typer.Option(help="Print every wrong and missing code.")] = False,
    write: Write = None,
) -> None:
    """Precision and recall of LOINC and accuracy of UCUM by language and context, on printed names with known codes."""
    with one_sentence():
        answers = coding_run.measure(coding_run.read_list(path or coding_run.LIST))
    found = coding_run.coding_tables(answers)
    _print(found, coding_run.faults(answers) if errors else (), width=140)
    if write:
        pages.write(write, "coding", found, command=_command())


class _documents:  # noqa: N801 - used as a context manager only
    """The labelled documents of a run; a temporary world is removed at the end."""

    def __init__(
        self,
        folder: Path | None,
        world: Path | None,
        seed: int,
        count: int,
        split: str,
        templates: Sequence[str],
        levels: Sequence[str],
    ) -> None:
        self._folder, self._world = folder, world
        self._order = {"seed": seed, "count": count, "split": split, "templates": templates, "levels": levels}
        self._temporary: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> list[Labelled]:
        try:
            if self._folder is not None:
                return labelled(self._folder)
            if self._world is None:
                self._temporary = tempfile.TemporaryDirectory(prefix="scan2fhir-world-")
            return drawn(self._world or Path(self._temporary.name), **self._order)  # type: ignore[union-attr, arg-type]
        except AdapterError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(error.exit_status) from error

    def __exit__(self, *_: object) -> None:
        if self._temporary is not None:
            self._temporary.cleanup()


def _chosen(peers: str) -> list[str]:
    """Installed peers by name or beginning of a name; a name that fits none ends the command."""
    known = [name for name in readers.available() if not name.startswith(readers.OURS)]
    if peers in {"", "none"}:
        return []
    if peers == "all":
        return known
    out = []
    for wanted in (part.strip().lower() for part in peers.split(",")):
        fit = [name for name in known if name.lower().startswith(wanted)]
        if not fit:
            typer.echo(f"No peer called {wanted!r} is installed; there are: {', '.join(known) or 'none'}.", err=True)
            raise typer.Exit(2)
        out += fit
    return out


def _versions(names: Sequence[str]) -> list[str]:
    known = readers.available()
    return ["Engines: " + ", ".join(f"{name} {known[name]}".strip() for name in names if name in known) + "."]


def _command() -> str:
    """The command for the documentation: without where its by-products went, and without this machine's folders."""
    out, words = ["scan2fhir"], iter(sys.argv[1:])
    for word in words:
        if word in {"--json", "--world", "--write"}:
            next(words, None)
        elif word in {"--labelled", "--list"}:
            next(words, None)
            out += [word, "FOLDER"]
        else:
            out.append(word)
    return shlex.join(out)


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), disable=not sys.stderr.isatty())


def _print(found: Sequence[tables.Table], failed: Sequence[str], width: int = 180) -> None:
    # tables that go to a file or another program are not squeezed into the 80 columns of an unknown terminal
    console = Console() if sys.stdout.isatty() else Console(width=width)
    for table in found:
        console.print(table.rich())
    for sentence in failed:
        typer.echo(sentence, err=True)
