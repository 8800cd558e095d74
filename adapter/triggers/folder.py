"""The hot folder: a file that has stopped growing is claimed, committed, and moved to ``done`` or ``failed``.

A claim is a rename into the adapter's own folder below ``.work``, so that several adapters on one share never take the
same file. What a crash left there the adapter puts back at its next start; another does so when it saw the file lie there
for ten minutes. The inbox knows the bytes: a file that was committed just before a crash is the same document when it
comes again.
"""

from __future__ import annotations

import asyncio
import logging
import os
import time
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

#: A claim lasts as long as one file is read and committed; what lies longer belongs to an adapter that is no more.
FORSAKEN_SECONDS = 600.0

Accept = Callable[[Arrival], Awaitable[Accepted]]
Seen = dict[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class FolderSettings:
    """``adapter`` names this one among those that share the folder, the same at every start; ``seconds`` is the period of
    the look; a file is whole when size and time stand still over two looks."""

    path: Path
    max_bytes: int
    adapter: str = "1"
    seconds: float = 1.0

    @property
    def work(self) -> Path:
        return self.path / WORK / self.adapter


def prepare(settings: FolderSettings) -> None:
    """Makes the folder and its parts, and puts back what a crash of ours left in work. Raises ``SettingsError``."""
    path = settings.path
    try:
        for folder in (settings.work, path / DONE, path / FAILED):
            folder.mkdir(parents=True, exist_ok=True)
        for left in settings.work.iterdir():
            left.rename(_free(path / left.name))
    except OSError as error:
        raise SettingsError(
            f"The hot folder {path} cannot be used ({error.strerror}); set SCAN2FHIR_WATCH_FOLDER."
        ) from None


async def watch(settings: FolderSettings, accept: Accept) -> None:
    """Runs until it is cancelled."""
    seen: Seen = {}
    claims: dict[Path, float] = {}
    while True:
        try:
            claims = put_back_forsaken(settings, claims, time.monotonic())
            seen = await look(settings, accept, seen)
        except OSError as error:
            event(log, "the hot folder cannot be read", logging.WARNING, trigger="folder", error=error.strerror)
        await asyncio.sleep(settings.seconds)


def put_back_forsaken(settings: FolderSettings, claims: dict[Path, float], now: float) -> dict[Path, float]:
    """Frees files that others claimed and have left lying; ``claims`` is since when each has been seen, on our own
    monotonic clock, for clocks of machines differ. The claims as they are now."""
    found = {f for f in (settings.path / WORK).glob("*/*") if f.parent != settings.work and f.is_file()}
    seen = {file: claims.get(file, now) for file in found}
    for file in [f for f, since in seen.items() if now - since > FORSAKEN_SECONDS]:
        event(log, "a file that another adapter claimed and left is taken", logging.WARNING, trigger="folder")
        file.rename(_free(settings.path / file.name))
        del seen[file]
    return seen


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
    claimed = settings.work / name
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
