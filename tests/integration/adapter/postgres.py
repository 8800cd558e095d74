"""A PostgreSQL cluster of our own for a test, run by a user who is not root, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType

from tests.integration.adapter.harness import free_port


def find_binaries() -> Path | None:
    """The folder with ``initdb``, or None."""
    named = shutil.which("initdb")
    if named:
        return Path(named).resolve().parent
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


def missing() -> str:
    """One sentence naming what is missing, empty when a cluster can be started."""
    if find_binaries() is None:
        return "PostgreSQL is not installed: apt-get install postgresql."
    if os.geteuid() == 0 and _other_user() is None:
        return "PostgreSQL does not run as root and there is no user postgres or nobody."
    return ""


def _other_user() -> pwd.struct_passwd | None:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return None


class Cluster:
    """``with Cluster() as cluster: cluster.url``. ``pause`` and ``resume`` are an outage of the database."""

    def __init__(self, place: Path | None = None, options: str = "") -> None:
        """``place``: an existing folder to lie in, else the folder for temporary files; ``options`` for the server."""
        self._options = options
        binaries = find_binaries()
        assert binaries is not None
        self._binaries = binaries
        self._user = _other_user() if os.geteuid() == 0 else None
        self._folder = Path(tempfile.mkdtemp(prefix="s2f-pg-", dir=place))
        self._port = free_port()
        self.url = f"postgresql://s2f@127.0.0.1:{self._port}/postgres"

    def __enter__(self) -> Cluster:
        if self._user is not None:
            os.chown(self._folder, self._user.pw_uid, self._user.pw_gid)
        self._run("initdb", "-D", str(self._folder / "data"), "-U", "s2f", "-A", "trust", "-E", "UTF8", "--no-locale")
        self.resume()
        return self

    def resume(self) -> None:
        options = f"-p {self._port} -k {self._folder} -c listen_addresses=127.0.0.1 -c max_connections=200"
        options += self._options and f" {self._options}"
        log = str(self._folder / "log")
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-o", options, "-l", log, "-w", "start")

    def pause(self) -> None:
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-m", "immediate", "-w", "stop")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-m", "immediate", "-w", "stop", check=False)
        time.sleep(0.2)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, name: str, *arguments: str, check: bool = True) -> None:
        identity = {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []} if self._user else {}
        done = subprocess.run(
            [str(self._binaries / name), *arguments],
            cwd=self._folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
            **identity,  # type: ignore[call-overload]
        )
        if check and done.returncode != 0:
            raise RuntimeError(f"{name} ended with status {done.returncode}")
