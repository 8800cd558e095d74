"""The gate opens for noise and closes for a defect."""

from __future__ import annotations

import json

import pytest

from adapter.bench import gate
from adapter.bench.labelled import LabelError, labelled
from adapter.bench.pages import write
from adapter.bench.speed import Cost, Speed, ratio
from adapter.bench.tables import Table, speed_tables
from adapter.errors import AdapterError

pytestmark = pytest.mark.unit

BEFORE = {"rows": 200, "exact": 180, "silent": 4, "cer_d": 30, "cer_n": 900}


@pytest.mark.parametrize(
    "change, sentences",
    [
        ({}, 0),
        ({"exact": 190, "silent": 0, "cer_d": 0}, 0),
        ({"exact": 174}, 0),
        ({"exact": 165}, 1),
        ({"silent": 7}, 0),
        ({"silent": 9}, 1),
        ({"cer_d": 38}, 0),
        ({"cer_d": 60}, 1),
        ({"exact": 0, "silent": 50, "cer_d": 900}, 3),
    ],
)
def test_worse(change, sentences):
    found = gate.worse(BEFORE | change, BEFORE)
    assert len(found) == sentences
    assert all(sentence.endswith(".") for sentence in found)


def test_the_committed_figures_are_of_the_pages_that_are_drawn():
    committed = gate.committed_figures()
    assert [tuple(page) for page in committed["pages"]] == list(gate.PAGES)
    assert gate.worse(committed["figures"], committed["figures"]) == []
    assert committed["figures"]["docs"] == len(gate.PAGES)


def test_labels_find_their_pictures(tmp_path):
    (tmp_path / "a.json").write_text(json.dumps({"id": "a", "rows": []}))
    (tmp_path / "a.png").write_bytes(b"x")
    (tmp_path / "b.json").write_text(json.dumps({"id": "b", "rows": [], "image": "other.jpg"}))
    (tmp_path / "other.jpg").write_bytes(b"x")
    assert [one.path.name for one in labelled(tmp_path)] == ["a.png", "other.jpg"]
    (tmp_path / "c.json").write_text(json.dumps({"id": "c"}))
    with pytest.raises(LabelError, match="no picture"):
        labelled(tmp_path)


@pytest.mark.parametrize("content", [None, "{", "[]"])
def test_folders_without_labels_say_so(tmp_path, content):
    if content is not None:
        (tmp_path / "a.json").write_text(content)
    with pytest.raises(LabelError):
        labelled(tmp_path)


def test_ratio_is_of_the_same_pages():
    found = ratio([1.0, 2.0, 3.0], [2.0, 4.0, 6.0])
    assert (found.total, found.low, found.high) == (0.5, 0.5, 0.5)
    assert ratio([1.0], [1.0, 2.0]) is None
    assert ratio([], []) is None


def test_speed_table_has_ratios():
    costs = {
        "scan2fhir": Cost([1.0, 1.0], [2.0, 2.0], 300.0, {"see": 1.5, "write": 0.5}),
        "scan2fhir text only": Cost([0.5, 0.5], [1.0, 1.0], 250.0),
        "peer": Cost([2.0, 2.0], [4.0, 4.0], 500.0),
    }
    cost, stages = speed_tables(Speed(costs, [], 2))
    assert cost.rows[2][-2:] == ("0.25 s, 0.25 CPU, 0.50 MB", "0.50 s, 0.50 CPU, 0.60 MB")
    assert stages.rows[0] == ("see", "0.750", "75%")


def test_tables_are_written_between_their_marks(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- x -->\nold\n<!-- /x -->\nafter\n")
    table = Table("T", ("", "share"), (("exact", "0.99"),))
    write(page, "x", [table], command="scan2fhir bench")
    write(page, "x", [table], command="scan2fhir bench")
    text = page.read_text()
    assert text.startswith("before\n<!-- x -->\nMeasured ")
    assert text.endswith("<!-- /x -->\nafter\n")
    assert text.count("| exact | 0.99 |") == 1
    assert "old" not in text
    with pytest.raises(AdapterError, match="marks"):
        write(page, "y", [table], command="scan2fhir bench")


def test_the_command_in_the_documentation_names_no_folder(monkeypatch):
    from adapter.cli import bench

    words = [
        "x",
        "bench",
        "accuracy",
        "--labelled",
        "/home/me",
        "--json",
        "/tmp/a",
        "--seed",
        "3",
        "--write",
        "docs/a.md",
    ]
    monkeypatch.setattr(bench.sys, "argv", words)
    assert bench._command() == "scan2fhir bench accuracy --labelled FOLDER --seed 3"
