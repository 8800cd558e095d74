"""Writes docs/settings.md from the settings' own descriptions: ``python -m tests.unit.cli.settings_page``."""

from __future__ import annotations

from pathlib import Path

from adapter.settings import described

PAGE = Path(__file__).resolve().parents[3] / "docs" / "settings.md"
HEAD = """# Settings

Environment variables, or the same names in lower case without the prefix in a TOML file (`--config`, `SCAN2FHIR_CONFIG`);
the environment wins over the file. Sizes are in MB, times in seconds unless the name says otherwise.
`scan2fhir serve --settings` prints this list; `python -m tests.unit.cli.settings_page` writes this page.

| variable | meaning |
|---|---|
"""


def page() -> str:
    rows = (line.split(": ", 1) for line in described().splitlines())
    return HEAD + "".join(f"| `{name}` | {meaning} |\n" for name, meaning in rows)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
