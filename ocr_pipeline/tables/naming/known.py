"""Whether a text is the name of an analyte, by the list that the terminology's names are kept in."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

from ocr_pipeline.tables.grammar.normal import compact, plain


@cache
def _names() -> frozenset[str]:
    text = resources.files("ocr_pipeline.plausibility").joinpath("known_names.txt").read_text("utf-8")
    return frozenset(compact(name) for name in text.replace("\n", ";").split(";") if name)


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


def is_another(name: str, text: str) -> bool:
    """True where ``text`` below ``name`` is a known name like it, not the rest of it: a heading over what follows."""
    return is_name(text) and is_name(name) and not is_name(f"{name.partition('(')[0]} {text}")
