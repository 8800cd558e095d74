"""What the adapter's commands share: settings, and errors of one sentence with their exit status."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from adapter.errors import AdapterError
from adapter.settings import Settings, load_settings

Config = Annotated[Path | None, typer.Option("--config", help="TOML file with settings (or SCAN2FHIR_CONFIG).")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


@contextmanager
def one_sentence() -> Iterator[None]:
    """Shows an :class:`AdapterError` as a sentence on stderr and ends with its exit status."""
    try:
        yield
    except AdapterError as error:
        typer.secho(str(error), err=True, fg="red")
        raise typer.Exit(error.exit_status) from None


def settings_from(config: Path | None, **overrides: Any) -> Settings:
    return load_settings(config, **overrides)
