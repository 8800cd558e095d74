"""Does anybody's identity leave? Drawn documents read whole, everything that is written searched for what is printed on them.

``python -m tests.bench.privacy --out DIR [--seed N] [--count K]`` draws K documents, reads each as the adapter does, and
looks for every name, number and address of the label in report.json, the FHIR bundle and the docx; then the engine reads
the redacted pages again and looks there. Prints each leak and the sums; exit status 1 when there is one.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from adapter.bench import wording
from adapter.bench.labelled import drawn
from adapter.bench.narrative import leaks, people
from adapter.bench.readers import written_by
from adapter.reading import digitise
from ocr_pipeline.engines import load_engine
from ocr_pipeline.loading import DocumentError
from ocr_pipeline.page import Engine, PageImage
from ocr_pipeline.rectify import see_page


def seen_again(png: bytes, truth: Mapping[str, Any], engine: Engine) -> list[str]:
    """What of ``truth`` the engine still reads on a redacted page. Two characters may stand there by chance when they are
    neither Chinese nor a number with its label, so those count from four on."""
    picture = np.asarray(cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR), np.uint8)
    text = "\n".join(wording.plain(line.text).lower() for line in see_page(PageImage(0, picture), engine).lines)
    return [p for p in people(truth) if p in text and (len(p) >= 4 or not p.isascii())]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, required=True, help="where the documents are drawn, or lie already")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--split", default="development")
    parser.add_argument("--match", default="", help="only documents whose id contains this")
    given = parser.parse_args(arguments)
    engine = load_engine()
    counts: Counter[str] = Counter()
    for document in drawn(given.out, seed=given.seed, count=given.count, split=given.split):
        name = str(document.truth["id"])
        if given.match not in name:
            continue
        try:
            done = digitise(document.path.read_bytes(), engine=engine)
        except DocumentError as error:
            print(f"{name}: {error}")
            continue
        counts["documents"] += 1
        for leak in leaks(document.truth, done.report.to_json(), written_by(done), counts):
            print(f"{name}: {leak}", flush=True)
        for index in range(len(done.report.pages)):
            png = done.reading.redacted_page(index)
            again = seen_again(png, document.truth, engine) if png else []
            counts.update(pages=1, seen_again=len(again))
            for shown in again:
                print(f"{name}: page {index + 1} still shows {shown}", flush=True)
    print(
        f"{counts['documents']} documents, {counts['phi_n']} strings: {counts['phi_leak']} in files, "
        f"{counts['seen_again']} on {counts['pages']} redacted pages"
    )
    return 1 if counts["phi_leak"] or counts["seen_again"] else 0


if __name__ == "__main__":
    sys.exit(main())
