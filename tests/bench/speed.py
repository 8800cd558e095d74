"""Image bytes to located text, beside the peers: ``python -m tests.bench.speed [IMAGE ...] [--engines a,b] [--rounds n]``.

Each engine runs in a process of its own on the same files: one unmeasured page, then every file ``rounds`` times. Printed
are wall and CPU seconds a page, peak memory and start-up of the process, and the ratio to faster-paddle small. Without
images, drawn reports of several captures and one of 12 megapixels are used.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ENGINES = ("scan2fhir", "scan2fhir-f32", "scan2fhir-onnxruntime", "faster-paddle", "rapidocr")
REFERENCE = "faster-paddle"
THREADS = 2
DRAWN = (("zh_cbc_two_panels", "flatbed"), ("zh_chemistry", "phone"), ("en_cbc", "hard_phone"), ("zh_urine", "screen"))


def reader(name: str) -> Callable[[bytes], int]:
    """Bytes of a picture -> number of located pieces of text. Imports only what this engine needs."""
    if name.startswith("scan2fhir"):
        from ocr_pipeline.engines import load_engine
        from ocr_pipeline.loading import open_document
        from ocr_pipeline.rectify import see_page

        kind = "onnxruntime" if name.endswith("onnxruntime") else "openvino"
        engine = load_engine(kind, "f32" if name.endswith("f32") else "auto", THREADS)
        return lambda data: len(see_page(open_document(data).load(0), engine).lines)
    if name == "faster-paddle":
        import faster_paddle

        peer = faster_paddle.OcrEngine(model_size="small", threads=THREADS)
        return lambda data: _count(peer.ocr(data)["bounds"])
    if name == "rapidocr":
        import cv2
        import numpy as np
        from rapidocr import RapidOCR

        rapid = RapidOCR(params={"Global.use_cls": False, "Global.text_score": 0.0, "Global.log_level": "error"})
        return lambda data: _count(rapid(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)).txts)
    raise SystemExit(f"no engine {name!r}; choose from {', '.join(ENGINES)}")


def _count(found: Any) -> int:
    return 0 if found is None else len(found)


def child(name: str, files: list[str], rounds: int) -> dict[str, Any]:
    begun = time.perf_counter()
    read = reader(name)
    pages = [Path(file).read_bytes() for file in files]
    read(pages[0])
    started = time.perf_counter() - begun
    wall, cpu = [0.0] * len(pages), time.process_time()
    found = [0] * len(pages)
    for _ in range(rounds):
        for place, data in enumerate(pages):
            before = time.perf_counter()
            found[place] = read(data)
            wall[place] += (time.perf_counter() - before) / rounds
    count = rounds * len(pages)
    return {
        "engine": name,
        "start_s": round(started, 2),
        "wall_s": round(sum(wall) / len(pages), 3),
        "cpu_s": round((time.process_time() - cpu) / count, 3),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "pieces": sum(found),
        "by_file": {Path(file).name: round(seconds, 3) for file, seconds in zip(files, wall, strict=True)},
    }


def drawn(folder: Path) -> list[str]:
    import cv2
    import numpy as np

    from fixtures.generator import draw_one

    files = []
    for template, level in DRAWN:
        picture = draw_one(template, level, 11)
        files.append(folder / f"{template}-{level}{picture.suffix}")
        files[-1].write_bytes(picture.data)
    first = cv2.imdecode(np.frombuffer(files[1].read_bytes(), np.uint8), cv2.IMREAD_COLOR)
    scale = (12e6 / (first.shape[0] * first.shape[1])) ** 0.5
    large = cv2.resize(first, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    files.append(folder / "twelve-megapixels.jpg")
    cv2.imwrite(str(files[-1]), large, [cv2.IMWRITE_JPEG_QUALITY, 92])
    return [str(file) for file in files]


def compared(names: list[str], files: list[str], rounds: int) -> list[dict[str, Any]]:
    out = []
    for name in names:
        command = [sys.executable, "-m", "tests.bench.speed", "--child", name, "--rounds", str(rounds), *files]
        done = subprocess.run(
            command, capture_output=True, text=True, env={**os.environ, "OMP_NUM_THREADS": str(THREADS)}, check=False
        )
        if done.returncode:
            print(f"{name}: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else 'failed'}")
            continue
        out.append(json.loads(done.stdout.strip().splitlines()[-1]))
    return out


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("images", nargs="*")
    options.add_argument("--engines", default=",".join(ENGINES))
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--child", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.child:
        print(json.dumps(child(given.child, given.images, given.rounds)))
        return
    with tempfile.TemporaryDirectory() as folder:
        files = given.images or drawn(Path(folder))
        results = compared(given.engines.split(","), files, given.rounds)
    base = next((r["wall_s"] for r in results if r["engine"] == REFERENCE), None)
    print(f"{'engine':24}{'wall s':>8}{'cpu s':>8}{'peak MB':>9}{'start s':>9}{'pieces':>8}{'x ' + REFERENCE:>18}")
    for r in results:
        ratio = f"{r['wall_s'] / base:.2f}" if base else "-"
        print(
            f"{r['engine']:24}{r['wall_s']:8.3f}{r['cpu_s']:8.3f}{r['peak_mb']:9d}{r['start_s']:9.2f}{r['pieces']:8d}"
            f"{ratio:>18}"
        )
    print(json.dumps(results))


if __name__ == "__main__":
    main()
