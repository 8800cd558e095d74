"""Writes the names that the reading knows from the terminology table: ``python -m tests.bench.known_names`` (prints how many)."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import ocr_pipeline.tables.naming as room
from mapping.terminology.table import analytes
from ocr_pipeline.plausibility.names.known import key

TARGET = Path(str(resources.files(room))) / "known_names.txt"


def lines() -> list[str]:
    """A line an analyte: the keys of all its names."""
    found = (dict.fromkeys(key(n) for names in a.names.values() for n in names) for a in analytes())
    return [";".join(k for k in keys if k) for keys in found]


def main() -> None:
    text = "\n".join(lines()) + "\n"
    TARGET.write_text(text, encoding="utf-8")
    print(f"{text.count(';') + text.count(chr(10))} names of {text.count(chr(10))} analytes")


if __name__ == "__main__":
    main()
