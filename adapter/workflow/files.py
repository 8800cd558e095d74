"""What reading leaves for people beside the EHR: report.json, docx and redacted pages, none of them with identity."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path


def keep_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes the files (mode 0600), each at once: a half-written file is never seen."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, content in files.items():
        part = folder / f".{name}.part"
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
        part.replace(folder / name)


def purge_files(root: Path, before: float) -> int:
    """Deletes the folders of documents that were written before a moment (seconds since 1970)."""
    gone = 0
    if root.is_dir():
        for folder in root.iterdir():
            if folder.is_dir() and folder.stat().st_mtime < before:
                shutil.rmtree(folder, ignore_errors=True)
                gone += 1
    return gone
