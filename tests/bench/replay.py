"""Understanding and doubt over and over on pages that were recognised once: seconds for a world instead of minutes.

``python -m tests.bench.replay FOLDER [--match TEXT] [--errors]`` reads every labelled document of FOLDER; what the
engine saw is kept in FOLDER/.seen (delete it after a change in loading, rectifying or recognising). Prints the sums,
the levels and, with ``--errors``, every wrong row, section and link.

Headings with their kinds are given as right/printed+spare, links as right/printed/said.
"""

from __future__ import annotations

import argparse
import pickle
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from unittest.mock import patch

from adapter.bench.labelled import Labelled, labelled
from adapter.bench.scoring import Score, score
from mapping.terminology import code_report
from ocr_pipeline.engines import load_engine
from ocr_pipeline.loading import DocumentError
from ocr_pipeline.page import Engine, Image, Line, PageImage, PageText, Polygon
from ocr_pipeline.pipeline import Reading, read
from ocr_pipeline.rectify import Steps, see_page
from ocr_pipeline.rectify.orientation import Directed, Glancing


class Late:
    """An engine that is loaded only when a page was not seen before."""

    name, version = "replay", ""

    def __init__(self) -> None:
        self._engine: Engine | None = None

    def _loaded(self) -> Engine:
        self._engine = self._engine or load_engine()
        return self._engine

    def detect(self, image: Image) -> list[Polygon]:
        return self._loaded().detect(image)

    def recognise(self, image: Image, quads: list[Polygon]) -> list[Line]:
        return self._loaded().recognise(image, quads)

    def glance(self, image: Image, quads: list[Polygon]) -> list[Line]:
        loaded = self._loaded()
        return loaded.glance(image, quads) if isinstance(loaded, Glancing) else loaded.recognise(image, quads)

    def upside_down(self, image: Image, quads: list[Polygon]) -> list[float]:
        loaded = self._loaded()
        return loaded.upside_down(image, quads) if isinstance(loaded, Directed) else [0.0] * len(quads)


@contextmanager
def seen(document: Labelled, folder: Path) -> Iterator[None]:
    """Inside, pages of ``document`` are taken from what ``folder`` keeps, or seen and kept."""
    kept = folder / f"{document.truth['id']}.pickle"
    pages: dict[int, PageText] = pickle.loads(kept.read_bytes()) if kept.exists() else {}
    for page in pages.values():  # kept before a field with a default was added
        for one in fields(page):
            if not hasattr(page, one.name):
                object.__setattr__(page, one.name, one.default)
    before = len(pages)

    def once(page: PageImage, engine: Engine, steps: Steps) -> PageText:
        if page.index not in pages:
            pages[page.index] = see_page(page, engine, steps)
        return pages[page.index]

    with patch("ocr_pipeline.pipeline.see_page", once), patch("ocr_pipeline.pipeline.text_layer_agrees", _agrees):
        yield
    if len(pages) != before:
        folder.mkdir(exist_ok=True)
        kept.write_bytes(pickle.dumps(pages))


def _agrees(page: PageImage, engine: Engine) -> bool:
    return True


def replay(document: Labelled, folder: Path, engine: Engine) -> Reading:
    """The whole reading of ``document``. Raises ``DocumentError`` as reading does."""
    with seen(document, folder):
        return read(document.path.read_bytes(), engine)


def table(scores: Sequence[Score], by: str) -> Iterator[str]:
    groups: dict[str, Counter[str]] = {}
    for one in scores:
        groups.setdefault(one.about[by] if by else "all", Counter()).update(one.counts)
    for name, c in sorted(groups.items()):
        rows, narrative = max(1, c["rows"]), max(1, c["cer_n"])
        yield (
            f"{name:22} docs {c['docs']:3} rows {c['rows']:4} exact {c['exact'] / rows:.3f} value {c['value_ok'] / rows:.3f} "
            f"silent {c['silent_wrong']}+{c['silent_missing']}+{c['silent_invented']} "
            f"reviewed {c['review'] / max(1, c['pred']):.3f} cer {c['cer_d'] / narrative:.4f} "
            f"kinds {c['kind_ok']}/{c['heading_n']}+{c['heading_spare']} "
            f"links {c['link_right']}/{c['link_wanted']}/{c['link_said']} "
            f"abbreviations {2 * c['abbr_right'] / max(1, c['abbr_wanted'] + c['abbr_said']):.3f} leaks {c['phi_leak']}"
        )


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--match", default="", help="only documents whose id contains this")
    parser.add_argument("--errors", action="store_true", help="print every wrong row, section and link")
    given = parser.parse_args(arguments)
    engine = Late()
    scores: list[Score] = []
    began = time.perf_counter()
    for document in labelled(given.folder):
        if given.match not in str(document.truth["id"]):
            continue
        try:
            report = code_report(replay(document, given.folder / ".seen", engine).report).to_json()
        except DocumentError as error:
            print(f"{document.truth['id']}: {error}")
            report = None
        scores.append(score(document.truth, report))
        if given.errors and scores[-1].errors:
            print(document.truth["id"], *scores[-1].errors, sep="\n    ")
    for by in ("template", "level", "lang", ""):
        print(*table(scores, by), sep="\n", end="\n\n")
    print(f"{time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
