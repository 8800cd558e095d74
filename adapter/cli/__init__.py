"""The ``scan2fhir`` command: one file a command, gathered here."""

from __future__ import annotations

import importlib
from dataclasses import dataclass

import typer
from typer._click import Command, Context, HelpFormatter
from typer.core import TyperGroup

HELP = """Reads photographed and faxed medical reports and says them in FHIR: coded, checked, honest about doubt.

\b
Start with:      scan2fhir digitize report.jpg --out out
Wire to an EHR:  scan2fhir serve --help
"""


@dataclass(frozen=True)
class _Lazy:
    """Where a command lives; it is imported only when it is called, so that ``--help`` and ``status`` start at once."""

    module: str
    attribute: str
    summary: str
    group: bool = False


COMMANDS = {
    "digitize": _Lazy(
        "adapter.cli.digitize", "digitize", "Read files into report.json, docx, FHIR and redacted pages."
    ),
    "demo": _Lazy("adapter.cli.demo", "demo", "Show the whole promise against a real HAPI FHIR server."),
    "serve": _Lazy("adapter.cli.serve", "serve", "Run the adapter: intake and workers."),
    "subscribe": _Lazy("adapter.cli.subscribe", "subscribe", "Create or repair the Subscription in the EHR."),
    "backfill": _Lazy("adapter.cli.backfill", "backfill", "Walk an archive of documents that are in the EHR already."),
    "status": _Lazy("adapter.cli.status", "status", "Count documents: in progress, delivered, in review, dead."),
    "dead": _Lazy("adapter.cli.dead", "app", "List, show and replay dead letters.", group=True),
    "doctor": _Lazy("adapter.cli.doctor", "doctor", "Check models, EHR, queue and versions."),
    "schema": _Lazy("adapter.cli.schema", "schema", "Print the JSON Schema of report.json and the list of reasons."),
    "codes": _Lazy("adapter.cli.codes", "app", "Explain, batch and export the mapping of names to LOINC.", group=True),
    "bench": _Lazy("adapter.cli.bench", "app", "Measure accuracy and speed beside the peers.", group=True),
}


class _LazyGroup(TyperGroup):
    """Knows every command's name and summary, and imports the one that is called."""

    def list_commands(self, ctx: Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        lazy = COMMANDS.get(cmd_name)
        if lazy is None:
            return None
        module = importlib.import_module(lazy.module)
        target = getattr(module, lazy.attribute)
        if lazy.group:
            group = typer.main.get_group(target)
            group.name, group.help = cmd_name, group.help or lazy.summary
            return group
        single = typer.Typer(add_completion=False, rich_markup_mode=None)
        single.command(cmd_name, epilog=getattr(module, "EPILOG", None))(target)
        return typer.main.get_command(single)

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, lazy.summary) for name, lazy in COMMANDS.items()])

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        # typer's rich help would import every command; click's own writer needs the summaries only
        self.format_usage(ctx, formatter)
        self.format_help_text(ctx, formatter)
        self.format_options(ctx, formatter)


app = typer.Typer(
    cls=_LazyGroup,
    help=HELP,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"scan2fhir {version('scan2fhir')}")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(
        False, "--version", callback=_print_version, is_eager=True, help="Print the version and leave."
    ),
) -> None:
    """The options before the command."""


def main() -> None:
    app()
