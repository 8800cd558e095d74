"""Who this process is: an executor id that stays the same from start to start, held by a lock on the data folder."""

from __future__ import annotations

import fcntl
import os
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from adapter.errors import AlreadyRunningError

#: Processes of one data folder that may share a PostgreSQL database.
MOST = 64


@dataclass(frozen=True)
class Executor:
    name: str
    lock: IO[str]

    def release(self) -> None:
        self.lock.close()


def become_executor(data_dir: Path, shared: bool) -> Executor:
    """Takes the first free place of the data folder; the place's name is the executor's.

    A killed process frees its place, so its successor has the same name and recovers its work. With an embedded
    database (``shared`` False) there is one place. Raises :class:`AlreadyRunningError`.
    """
    machine = machine_id(data_dir)
    for number in range(MOST if shared else 1):
        file = open(data_dir / f"executor-{number}.lock", "a+", encoding="ascii")  # noqa: SIM115 - held for life
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            if not shared:
                file.seek(0)
                holder = file.read().strip() or "unknown"
                file.close()
                raise AlreadyRunningError(
                    f"Another scan2fhir serve (process {holder}) works on {data_dir}; stop it, set another "
                    "SCAN2FHIR_DATA_DIR, or use PostgreSQL for several workers."
                ) from None
            file.close()
            continue
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        return Executor(f"{machine}-{number}", file)
    raise AlreadyRunningError(
        f"{MOST} workers run on {data_dir} already; give the next one another SCAN2FHIR_DATA_DIR."
    )


def machine_id(data_dir: Path) -> str:
    """The data folder's own name, made at its first use."""
    path = data_dir / "executor-id"
    if not path.exists():
        part = data_dir / f".executor-id.{os.getpid()}"
        part.write_text(uuid.uuid4().hex[:12], "ascii")
        try:
            os.link(part, path)  # whoever is first decides
        except FileExistsError:
            pass
        finally:
            part.unlink()
    return path.read_text("ascii").strip()
