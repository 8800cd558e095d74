"""``scan2fhir backfill``: documents that were in the EHR before the adapter."""

from __future__ import annotations

import time
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from adapter.cli.common import Config, one_sentence, settings_from


def backfill(
    config: Config = None,
    query: Annotated[str, typer.Option(help="Search parameters, such as 'category=laboratory&status=current'.")] = "",
    since: Annotated[str, typer.Option(help="Documents changed since this date.")] = "1900-01-01",
    rate: Annotated[float, typer.Option(min=0, help="Documents a second at most; 0 for no limit.")] = 50.0,
) -> None:
    """Walk an archive into the inbox, behind live work. Stop it at any time; the same command goes on."""
    with one_sentence():
        from adapter.ehr.client import connect
        from adapter.inbox import Inbox
        from adapter.settings import database_url
        from adapter.triggers.backfill import Progress, Walk
        from adapter.triggers.backfill import backfill as walk_through

        settings = settings_from(config)
        client, inbox = connect(settings), Inbox(database_url(settings))
        began = time.monotonic()
        progress, before = Progress(), None
        console = Console(stderr=True)
        columns = (
            TextColumn("backfill"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.description}"),
        )
        with Bar(*columns, console=console, disable=not console.is_terminal) as bar:
            task = bar.add_task("", total=None)
            for progress in walk_through(client, inbox, Walk(query, since, rate)):
                before = progress.seen if before is None else before
                left = progress.left_seconds(time.monotonic() - began, before)
                shown = f"{left / 3600:.1f} h left" if left is not None and left > 3600 else f"{left or 0:.0f} s left"
                bar.update(task, completed=progress.seen, total=progress.total, description=shown)
        typer.echo(f"{progress.seen} documents seen, {progress.new} new; a running serve works on them.")
