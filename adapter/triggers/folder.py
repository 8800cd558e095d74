"""The hot folder: a file that has stopped growing is claimed, committed, and moved to ``done`` or ``failed``.

A claim is a rename within the folder, so that two adapters on one share never take the same file, and a crash between
claim and commit leaves the file in ``.work``, from where the next start puts it back. The inbox knows the bytes: a file
that was committed just before a crash is the same document when it comes again.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from adapter.errors import AdapterError, SettingsError
from adapter.inbox.arrivals import Accepted, Arrival, pushed
from adapter.logs import event

log = logging.getLogger("scan2fhir.folder")
WORK, DONE, FAILED = ".work", "done", "failed"
#: Names of files that are being written by common senders; they are renamed when whole.
UNFINISHED = (".part", ".tmp", ".crdownload", ".filepart", "~")

Accept = Callable[[Arrival], Awaitable[Accepted]]
Seen = dict[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class FolderSettings:
    """``seconds`` is the period of the look; a file is whole when size and time stand still over two looks."""

    path: Path
    max_bytes: int
    seconds: float = 1.0


def prepare(path: Path) -> None:
    """Makes the folder and its parts, and puts back what a crash left in work. Raises ``SettingsError``."""
    try:
        for name in ("", WORK, DONE, FAILED):
            (path / name).mkdir(parents=True, exist_ok=True)
        for left in (path / WORK).iterdir():
            left.rename(_free(path / left.name))
    except OSError as error:
        raise SettingsError(
            f"The hot folder {path} cannot be used ({error.strerror}); set SCAN2FHIR_WATCH_FOLDER."
        ) from None


async def watch(settings: FolderSettings, accept: Accept) -> None:
    """Runs until it is cancelled."""
    seen: Seen = {}
    while True:
        try:
            seen = await look(settings, accept, seen)
        except OSError as error:
            event(log, "the hot folder cannot be read", logging.WARNING, trigger="folder", error=error.strerror)
        await asyncio.sleep(settings.seconds)


async def look(settings: FolderSettings, accept: Accept, seen: Seen) -> Seen:
    """One look: takes the files that stood still since ``seen``; what was seen now."""
    now: Seen = {}
    for entry in sorted(os.scandir(settings.path), key=lambda e: e.name):
        if not entry.is_file(follow_symlinks=False) or entry.name.startswith(".") or entry.name.endswith(UNFINISHED):
            continue
        state = entry.stat(follow_symlinks=False)
        size = (state.st_size, state.st_mtime_ns)
        if seen.get(entry.name) != size:
            now[entry.name] = size
        else:
            await _take(settings, entry.name, accept)
    return now


async def _take(settings: FolderSettings, name: str, accept: Accept) -> None:
    claimed = settings.path / WORK / name
    try:
        (settings.path / name).rename(claimed)
    except FileNotFoundError:
        return  # another adapter was quicker
    try:
        if claimed.stat().st_size > settings.max_bytes:
            raise AdapterError(f"The file is larger than {settings.max_bytes} bytes; raise SCAN2FHIR_MAX_DOCUMENT_MB.")
        content = await asyncio.to_thread(claimed.read_bytes)
        if not content:
            raise AdapterError("The file is empty; send it again.")
    except (OSError, AdapterError) as error:
        sentence = error.strerror if isinstance(error, OSError) else str(error)
        target = _free(settings.path / FAILED / name)
        claimed.rename(target)
        target.with_name(target.name + ".reason.txt").write_text(f"{sentence}\n", encoding="utf-8")
        event(log, "refused a file", logging.WARNING, trigger="folder", error=sentence)
        return
    try:
        await accept(pushed("folder", content))
    except AdapterError as error:  # the inbox cannot take it now: the file stays and is tried again
        claimed.rename(_free(settings.path / name))
        event(log, "a file waits for the inbox", logging.WARNING, trigger="folder", error=str(error))
        return
    claimed.rename(_free(settings.path / DONE / name))


def _free(path: Path) -> Path:
    """``path``, or with a number when a file of this name stands there."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free
