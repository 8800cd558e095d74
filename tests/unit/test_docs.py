"""What the pages for people say of the code: files, modules, make targets, commands, settings and reasons that exist."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapter.cli import COMMANDS
from adapter.settings import PREFIX, Settings
from ocr_pipeline.report import REASONS
from tests.unit.cli import settings_page

pytestmark = pytest.mark.unit
ROOT = Path(__file__).resolve().parents[2]
PAGES = {
    path: path.read_text("utf-8")
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("models/*/README.md")]
}


def _found(pattern: str) -> Iterator[tuple[Path, str]]:
    return ((path, match[1]) for path, text in PAGES.items() for match in re.finditer(pattern, text))


def _anchors(page: Path) -> set[str]:
    heads = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).strip().replace(" ", "-") for head in heads}


def test_every_link_leads_to_a_file_and_its_heading() -> None:
    broken = []
    for page, link in _found(r"\]\((?!https?:)([^)\s]+)\)"):
        file, _, heading = link.partition("#")
        target = page.parent / file if file else page
        if not target.exists() or (heading and heading not in _anchors(target)):
            broken.append(f"{page.name}: {link}")
    assert not broken


def test_every_module_target_and_command_that_is_named_exists() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    missing = [
        f"{page.name}: {module}" for page, module in _found(r"`(?:python -m )([\w.]+)") if not _is_module(module)
    ]
    missing += [
        f"{page.name}: make {target}"
        for page, target in _found(r"`make ([a-z-]+)")
        if not re.search(rf"^{target}:", makefile, re.MULTILINE)
    ]
    missing += [
        f"{page.name}: scan2fhir {name}" for page, name in _found(r"`scan2fhir ([a-z]+)") if name not in COMMANDS
    ]
    assert not missing


def _is_module(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


def test_every_variable_that_is_named_is_a_setting() -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields} | {PREFIX + "CONFIG"}
    assert not {name for _, name in _found(rf"({PREFIX}[A-Z_]+)")} - known


def test_the_page_of_settings_is_what_the_code_says() -> None:
    assert settings_page.PAGE.read_text("utf-8") == settings_page.page()


def test_the_page_on_doubt_has_every_reason_with_its_sentence_and_no_other() -> None:
    told = dict(
        re.findall(r"^\| `([a-z_]+)` \| (.*) \|$", (ROOT / "docs" / "doubt.md").read_text("utf-8"), re.MULTILINE)
    )
    assert told == {reason.value: sentence for reason, sentence in REASONS.items()}
