"""The bench commands on two drawn pages, with ours in a process of its own."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from adapter.cli.bench import app

pytestmark = pytest.mark.integration

DRAWN = ["--seed", "4", "--count", "2", "--template", "en_cbc", "--level", "flatbed", "--peers", "none"]


def test_accuracy_scores_drawn_pages(tmp_path):
    page = tmp_path / "accuracy.md"
    page.write_text("<!-- accuracy drawn -->\n<!-- /accuracy drawn -->\n")
    out = tmp_path / "figures.json"
    world = tmp_path / "world"
    arguments = ["accuracy", "--world", str(world), *DRAWN, "--write", str(page), "--json", str(out)]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, done.output
    body = json.loads(out.read_text())
    assert body["failed"] == []
    assert len(body["documents"]) == 2
    assert body["recall"]["scan2fhir"]["all"] > 0.9
    assert body["total"]["exact"] > 0.5 * body["total"]["rows"]
    assert "exact rows" in page.read_text()
    # the same pages as somebody's own labelled folder
    again = CliRunner().invoke(app, ["accuracy", "--labelled", str(world), "--peers", "none", "--json", str(out)])
    assert again.exit_code == 0, again.output
    assert json.loads(out.read_text())["total"] == body["total"]


def test_unknown_peers_and_empty_folders_are_named(tmp_path):
    assert "no-such" in CliRunner().invoke(app, ["speed", "--labelled", str(tmp_path), "--peers", "no-such"]).output
    done = CliRunner().invoke(app, ["accuracy", "--labelled", str(tmp_path)])
    assert done.exit_code == 1
    assert "no labels" in done.output
