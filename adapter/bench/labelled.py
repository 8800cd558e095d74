"""Labelled documents: a drawn world, or a folder of somebody's own pictures with a JSON beside each."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from adapter.errors import AdapterError

_SUFFIXES = (".jpg", ".jpeg", ".png", ".pdf", ".tif", ".tiff", ".webp", ".bmp", ".gif", ".heic", ".dcm", ".txt")


class LabelError(AdapterError):
    """A folder of labels cannot be used; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A document and what is printed on it."""

    path: Path
    truth: dict[str, Any]


def labelled(folder: Path) -> list[Labelled]:
    """All pairs of ``folder``: ``labels/*.json`` with ``images/*``, or JSON and pictures side by side. A label names
    its picture in ``image``, or has its stem. Raises
    :class:`LabelError` for a label without picture and an unreadable one."""
    labels = folder / "labels" if (folder / "labels").is_dir() else folder
    images = folder / "images" if (folder / "images").is_dir() else folder
    out = []
    for file in sorted(labels.glob("*.json")):
        try:
            truth = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise LabelError(f"{file.name} is no readable JSON; correct or remove it.") from error
        if not isinstance(truth, dict) or "id" not in truth:
            continue
        out.append(Labelled(_picture(images, file, truth), truth))
    if not out:
        raise LabelError(f"There are no labels in {folder}; a label is a JSON object with id, rows and sections.")
    return out


def _picture(images: Path, label: Path, truth: dict[str, Any]) -> Path:
    named = images / str(truth.get("image") or "")
    if truth.get("image") and named.is_file():
        return named
    for suffix in _SUFFIXES:
        candidate = images / (label.stem + suffix)
        if candidate.is_file():
            return candidate
    raise LabelError(f"{label.name} has no picture beside it; put it there under the same name.")


def drawn(
    folder: Path, *, seed: int, count: int, split: str = "", templates: Sequence[str] = (), levels: Sequence[str] = ()
) -> list[Labelled]:
    """Draws a world into ``folder`` (kept when the same one is there) and reads its labels."""
    order = {"seed": seed, "count": count, "split": split, "templates": [*templates], "levels": [*levels]}
    note = folder / "order.json"
    if not (note.is_file() and json.loads(note.read_text()) == order):
        from fixtures.generator.cli import main

        arguments = ["draw", "--out", str(folder), "--seed", str(seed), "--count", str(count)]
        arguments += ["--split", split] if split else []
        arguments += ["--templates", *templates] if templates else []
        arguments += ["--levels", *levels] if levels else []
        if main(arguments) != 0:
            raise LabelError("The pages could not be drawn; see the message above.")
        note.write_text(json.dumps(order))
    return labelled(folder)
