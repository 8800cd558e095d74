"""Builds, starts and stops the HAPI FHIR server for tests and the demonstration.

``python -m tests.integration.hapi.server --fhir-version R4 --port 8090`` runs it until Ctrl-C.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Literal

import httpx
from filelock import FileLock

HERE = Path(__file__).resolve().parent
TARGET = HERE / "target"
FhirVersion = Literal["R4", "R4B", "R5"]
#: Heaps with room for validation: R5 definitions are twice as large, and with 768m it does little but collect garbage.
HEAP: dict[str, str] = {"R4": "768m", "R4B": "768m", "R5": "1400m"}


class HapiError(RuntimeError):
    """The server cannot be built or started; the message says what to do."""


def missing_tools() -> str:
    """One sentence naming what is missing to build and run the server, empty when all is there."""
    absent = [name for name in ("java", "mvn") if shutil.which(name) is None]
    if not absent:
        return ""
    return f"{' and '.join(absent)} not found: install them with 'apt-get install openjdk-17-jdk-headless maven'."


def class_path() -> str:
    """Compiles when the sources changed and returns the class path. Safe for several processes at once.

    Raises :class:`HapiError` when a tool is missing or the build fails.
    """
    TARGET.mkdir(exist_ok=True)
    with FileLock(TARGET / "build.lock"):
        digest = _sources_digest()
        stamp, listing = TARGET / "built.txt", TARGET / "class-path.txt"
        known = stamp.read_text() if stamp.exists() else ""
        entries = listing.read_text().strip().split(os.pathsep) if listing.exists() else []
        if known != digest or not entries or not all(Path(entry).exists() for entry in entries):
            _build(listing)
            stamp.write_text(digest)
        return os.pathsep.join([str(TARGET / "classes"), listing.read_text().strip()])


def _sources_digest() -> str:
    files = [HERE / "pom.xml", *sorted(path for path in (HERE / "src").rglob("*") if path.is_file())]
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def _build(listing: Path) -> None:
    if problem := missing_tools():
        raise HapiError(problem)
    goals = ["compile", "dependency:build-classpath", f"-Dmdep.outputFile={listing}"]
    # Maven asks the registry about plug-ins even when all is there: without the network first, then with it.
    for options in (["-o"], []):
        done = subprocess.run(
            ["mvn", "-q", "-B", *options, *goals], cwd=HERE, capture_output=True, text=True, check=False
        )
        if done.returncode == 0:
            return
    tail = "\n".join((done.stdout + done.stderr).strip().splitlines()[-15:])
    raise HapiError(f"The FHIR server could not be built; run 'mvn compile' in {HERE} and read its errors.\n{tail}")


def free_port() -> int:
    """A TCP port of the loopback interface that nothing uses right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class HapiServer:
    """One server process; a context manager that starts and stops it.

    ``database`` is a file (H2, without ending) that survives restarts, even after :meth:`kill`; in memory when None.
    ``submission_interval`` in milliseconds is how often subscribers are told. The server also ends when the process
    ``owner_pid`` (this one by default) is gone, so that a killed test run leaves nothing behind.
    """

    def __init__(
        self,
        fhir_version: FhirVersion = "R4",
        port: int | None = None,
        database: Path | None = None,
        submission_interval: int = 200,
        log_file: Path | None = None,
        owner_pid: int | None = None,
    ) -> None:
        self.fhir_version = fhir_version
        self.port = port or free_port()
        self.database = database
        self.submission_interval = submission_interval
        self.log_file = log_file or Path(tempfile.gettempdir()) / f"hapi-{fhir_version}-{self.port}.log"
        self.owner_pid = owner_pid or os.getpid()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/fhir"

    @property
    def pid(self) -> int:
        """Process id of the running server. Raises :class:`HapiError` when it does not run."""
        if self._process is None:
            raise HapiError("The FHIR server is not running; call start() first.")
        return self._process.pid

    def command(self) -> list[str]:
        options = [
            f"--server.port={self.port}",
            f"--fhir.version={self.fhir_version}",
            f"--submission.interval={self.submission_interval}",
            f"--owner.pid={self.owner_pid}",
        ]
        if self.database is not None:
            options.append(f"--database={self.database.resolve()}")
        # the first compiler tier alone and the simple collector boot fastest and keep memory small
        flags = [f"-Xmx{HEAP[self.fhir_version]}", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]
        return ["java", *flags, "-cp", class_path(), "scan2fhir.Main", *options]

    def start(self, timeout: float = 420.0) -> HapiServer:
        """Returns when /metadata answers. Raises :class:`HapiError` with the log's tail when it does not in time."""
        if problem := missing_tools():
            raise HapiError(problem)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                raise HapiError(f"Port {self.port} is in use; choose another one with --port.")
        with self.log_file.open("wb") as log:
            self._process = subprocess.Popen(
                self.command(), stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, start_new_session=True
            )
        try:
            self._wait(time.monotonic() + timeout)
        except BaseException:
            self.stop()
            raise
        return self

    def _wait(self, deadline: float) -> None:
        # /metadata is megabytes long: it is asked once, after the port has opened
        while time.monotonic() < deadline:
            if self._process is None or self._process.poll() is not None:
                raise HapiError(f"The FHIR server ended while starting; see {self.log_file}.\n{self._log_tail()}")
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    break
            time.sleep(0.1)
        left = max(deadline - time.monotonic(), 1.0)
        try:
            answer = httpx.get(f"{self.base_url}/metadata", timeout=left, trust_env=False)
        except httpx.HTTPError as error:
            raise HapiError(f"The FHIR server did not get ready in time; see {self.log_file}.") from error
        if answer.status_code != 200:
            raise HapiError(f"The FHIR server answered {answer.status_code} to /metadata; see {self.log_file}.")

    def _log_tail(self) -> str:
        return "\n".join(self.log_file.read_text(errors="replace").splitlines()[-10:])

    def stop(self) -> None:
        """Ends the server in good order; nothing happens when it does not run."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def kill(self) -> None:
        """Ends the server at once, as a power cut would; nothing happens when it does not run."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def __enter__(self) -> HapiServer:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a server until it is interrupted. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.integration.hapi.server", description=__doc__)
    parser.add_argument("--fhir-version", choices=sorted(HEAP), default="R4")
    parser.add_argument("--port", type=int, default=8090)
    parser.add_argument("--database", type=Path, help="H2 file that keeps the data; in memory when absent")
    parser.add_argument("--submission-interval", type=int, default=200, metavar="MS")
    parser.add_argument("--build-only", action="store_true", help="compile and download, start nothing")
    chosen = parser.parse_args(arguments)
    try:
        if chosen.build_only:
            class_path()
            return 0
        server = HapiServer(chosen.fhir_version, chosen.port, chosen.database, chosen.submission_interval)
        # SIGTERM ends the Java process too, as Ctrl-C does
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        with server:
            where = f"{server.base_url} (log: {server.log_file})"
            print(f"HAPI FHIR {chosen.fhir_version} at {where}; Ctrl-C ends it.", flush=True)
            signal.pause()
    except HapiError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
