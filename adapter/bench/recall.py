"""How much of what is printed stands in recognised text: the one measure that ours and mere OCR engines share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from adapter.bench import wording

_DASHES = re.compile(r"[~～—–−‐‑-]+")
_SENTENCE = re.compile(r"[。；;\n]|(?<=[a-z])\. ")


def strings(truth: Mapping[str, Any]) -> list[str]:
    """Names, values and ranges of the rows, and the sentences of the sections, as they are looked for.

    The parts of a range that its label joins with a semicolon stand on lines of their own in the cell.
    """
    rows = truth.get("rows", ())
    wanted = [row.get(part) for row in rows for part in ("name", "value")]
    wanted += [piece for row in rows for piece in str(row.get("ref") or "").split(";")]
    wanted += [sentence for section in truth.get("sections", ()) for sentence in _SENTENCE.split(section["text"])]
    return [plain for text in wanted if text and (plain := shown(text))]


def found(wanted: Iterable[str], lines: Iterable[str]) -> int:
    """How many of ``wanted`` stand in the lines; a sentence may run from one line to the next."""
    text = "\n".join(shown(line) for line in lines)
    joined = text.replace("\n", "")
    return sum(string in text or (len(string) > 12 and string in joined) for string in wanted)


def shown(text: str) -> str:
    out = wording.plain(text).lower().replace("μ", "u").replace("µ", "u").replace("，", ",").replace("：", ":")
    return _DASHES.sub("-", out)
