"""``scan2fhir status``: how many documents are where."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated

import typer

from adapter.cli.common import AsJson, Config, one_sentence, settings_from


def status(
    config: Config = None,
    as_json: AsJson = False,
    documents: Annotated[int, typer.Option("--documents", min=0, help="Also list so many of the newest.")] = 0,
) -> None:
    """Count documents: in progress, delivered, in review, dead."""
    with one_sentence():
        from adapter.inbox import Inbox
        from adapter.settings import database_url

        inbox = Inbox(database_url(settings_from(config)))
        counts, newest = inbox.counts(), inbox.list(limit=documents) if documents else []
        depth, age = inbox.queue()
        inbox.close()
    if as_json:
        typer.echo(json.dumps(counts))
        return
    for name, count in counts.items():
        typer.echo(f"{name.replace('_', ' '):12} {count}")
    if depth:
        typer.echo(f"{depth} wait, the oldest since {age:.0f} s")
    for document in newest:
        when = datetime.fromtimestamp(document.received_at).strftime("%Y-%m-%d %H:%M:%S")
        line = f"{document.key[:10]}  {when}  {document.state:11}  {document.reference}"
        typer.echo(f"{line}  {document.reason}" if document.reason else line)
