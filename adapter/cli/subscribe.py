"""``scan2fhir subscribe``: the Subscription in the EHR, created or repaired."""

from __future__ import annotations

import typer

from adapter.cli.common import Config, one_sentence, settings_from


def subscribe(config: Config = None) -> None:
    """Create or repair the Subscription in the EHR."""
    with one_sentence():
        from adapter.ehr.client import connect
        from adapter.subscribe import ensure, wanted

        settings = settings_from(config)
        client = connect(settings)
        want = wanted(settings, client.version)
        if want is None:
            typer.echo("Subscriptions are turned off (SCAN2FHIR_SUBSCRIPTION=off); the poll finds documents.")
            return
        done = ensure(client, want, renew=True)
        typer.echo(f"Subscription/{want.subscription['id']} {done}; it notifies {settings.reachable_url}/fhir/notify")
