"""``scan2fhir dead``: documents that nobody will try again by themselves."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from adapter.cli.common import AsJson, Config, one_sentence, settings_from
from adapter.errors import NotFoundError, SettingsError
from adapter.inbox import Document, Inbox
from adapter.settings import database_url

app = typer.Typer(help="List, show and replay dead letters.", no_args_is_help=True)


def _inbox(config: Config) -> Inbox:
    return Inbox(database_url(settings_from(config)))


def _one(inbox: Inbox, name: str) -> Document:
    found = inbox.find(name)
    if not found:
        raise NotFoundError(f"No document has the id or reference {name}; see scan2fhir dead list.")
    if len(found) > 1:
        raise NotFoundError(f"{name} fits {len(found)} documents; give more of the id.")
    return found[0]


@app.command("list")
def list_dead(
    config: Config = None,
    as_json: AsJson = False,
    limit: Annotated[int, typer.Option(min=1, help="At most so many, newest first.")] = 100,
) -> None:
    """List dead documents with their reasons."""
    from adapter.inbox.summary import summary

    with one_sentence():
        found = _inbox(config).list("dead", limit)
    if as_json:
        typer.echo(json.dumps([summary(d) for d in found], ensure_ascii=False))
        return
    for document in found:
        typer.echo(f"{document.key}  {document.cause or '-':12}  {document.reference}  {document.reason}")
    if not found:
        typer.echo("No document is dead.")


@app.command("show")
def show(
    name: Annotated[str, typer.Argument(help="Id (or its beginning) or reference.")], config: Config = None
) -> None:
    """Show all that is known about one document."""
    from adapter.inbox.summary import summary

    with one_sentence():
        typer.echo(json.dumps(summary(_one(_inbox(config), name)), indent=1, ensure_ascii=False))


@app.command("replay")
def replay(
    names: Annotated[list[str] | None, typer.Argument(help="Ids or references.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every dead document.")] = False,
    config: Config = None,
) -> None:
    """Work on dead documents again; a running serve takes them up by itself."""
    with one_sentence():
        if bool(names) == everything:
            raise SettingsError("Name documents, or give --all.")
        inbox = _inbox(config)
        keys = None if everything else [_one(inbox, name).key for name in names or []]
        count = inbox.replay(keys)
        if not count and keys:
            raise NotFoundError("None of these documents is dead.")
        typer.echo(f"{count} replayed")
