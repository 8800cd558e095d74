"""Many pages in one reading process: ``python -m tests.bench.endurance [FILE ...] [--pages 500] [--megapixels 12] [--turned]``.

Reads the files over and over (drawn captures of several kinds without any), whole readings with docx, FHIR and redacted
pages, and prints CPU seconds a page and memory for every 50 pages: both stay flat when nothing is kept. ``--megapixels``
enlarges every picture as a telephone of that size would have sent it, ``--turned`` lays each second one on its side; the
last line is then the peak that such photographs need.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from adapter.bench.children import peak_megabytes
from adapter.reading import digitise
from ocr_pipeline.engines import load_engine
from tests.bench.speed import drawn

EVERY = 50


def pictured(data: bytes, megapixels: float, turned: bool) -> bytes:
    """``data`` as a JPEG of that many megapixels, as it is where neither is asked for or it is no picture."""
    if not (megapixels or turned):
        return data
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    if picture is None:
        return data
    if megapixels:
        scale = (megapixels * 1e6 / (picture.shape[0] * picture.shape[1])) ** 0.5
        picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    if turned:
        picture = cv2.rotate(picture, cv2.ROTATE_90_CLOCKWISE)
    return cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 90])[1].tobytes()


def resident_megabytes() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def run(documents: Sequence[bytes], pages: int, threads: int) -> None:
    engine = load_engine(threads=threads)
    read, told, began = 0, 0, time.process_time()
    print(f"{'pages':>6}{'cpu s a page':>14}{'MB now':>8}{'MB peak':>9}")
    while read < pages:
        for data in documents:
            done = digitise(data, engine=engine)
            for index in range(done.report.source.pages):
                done.reading.redacted_page(index)
            read += done.report.source.pages
            del done  # and with it the picture, before the next one is decoded
            if read // EVERY > told // EVERY or read >= pages:
                used = (time.process_time() - began) / (read - told)
                print(f"{read:6}{used:14.2f}{resident_megabytes():8.0f}{peak_megabytes():9.0f}", flush=True)
                told, began = read, time.process_time()
            if read >= pages:
                break


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--megapixels", type=float, default=0.0)
    parser.add_argument("--turned", action="store_true", help="lay each second picture on its side")
    parser.add_argument("--threads", type=int, default=1, help="of the networks; a worker of two has one")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.child:
        run([file.read_bytes() for file in given.files], given.pages, given.threads)
        return
    with tempfile.TemporaryDirectory() as name:
        folder, files = Path(name), []
        for place, file in enumerate(given.files or [Path(file) for file in drawn(Path(name))]):
            files.append(folder / f"{place}-{file.name}")
            files[-1].write_bytes(pictured(file.read_bytes(), given.megapixels, given.turned and place % 2 == 1))
        # a process of its own, which drew nothing
        command = [sys.executable, "-m", "tests.bench.endurance", "--child", *map(str, files)]
        subprocess.run([*command, "--pages", str(given.pages), "--threads", str(given.threads)], check=True)


if __name__ == "__main__":
    main()
