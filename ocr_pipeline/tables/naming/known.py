"""Whether a text is the name of an analyte, by ``known_names.txt``: the terminology's names, as this side may read them. It is written by
``python -m tests.bench.known_names``, and a test holds the two together."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

from ocr_pipeline.tables.grammar.normal import compact, plain


@cache
def known_lines() -> tuple[tuple[str, ...], ...]:
    """The keys of all names of the terminology table, an analyte a line."""
    text = resources.files("ocr_pipeline.tables.naming").joinpath("known_names.txt").read_text("utf-8")
    return tuple(tuple(line.split(";")) for line in text.splitlines())


@cache
def _names() -> frozenset[str]:
    return frozenset(compact(name) for line in known_lines() for name in line if name)


def is_name(text: str) -> bool:
    """True for a known name, whatever stands in brackets behind it."""
    body = re.split(r"[(（]", text, maxsplit=1)[0]
    if compact(plain(body)) in _names() or compact(plain(text)) in _names():
        return True
    said = _LEVEL.fullmatch(plain(body).strip())
    return said is not None and (compact(said["of"]) in _names() or compact(said["whole"]) in _names())


#: ``Serum total bilirubin level``, as the records of British practices call an analyte.
_LEVEL = re.compile(
    r"(?P<whole>(?:(?:serum|plasma|blood|urine|se|pl) )?(?P<of>[A-Za-z][A-Za-z0-9 -]+?)) (?:level|concentration|lvl)s?",
    re.IGNORECASE,
)


def completes(name: str, text: str) -> bool:
    """``浓度`` below ``平均红细胞血红蛋白``, ``Concentration (MCHC)``: no name of its own, but for the code in its brackets, with what
    stands above it a known one."""
    if "(" in name or plain(text).lstrip().startswith("("):
        return False
    return is_name(name + text) and (not is_name(text) or plain(text).strip().endswith(")"))


def is_another(name: str, text: str) -> bool:
    """True where ``text`` below ``name`` is a known name like it, not the rest of it: a heading over what follows."""
    return is_name(text) and is_name(name) and not is_name(f"{name.partition('(')[0]} {text}")
