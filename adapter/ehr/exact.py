"""JSON in and out without changing a number: FHIR says that ``4.50`` is not ``4.5``."""

from __future__ import annotations

from typing import Any

import simplejson


def parse(text: bytes) -> dict[str, Any]:
    """A JSON object whose decimals are :class:`decimal.Decimal`."""
    tree = simplejson.loads(text, use_decimal=True)
    if not isinstance(tree, dict):
        raise ValueError("not a JSON object")
    return tree


def write(tree: dict[str, Any]) -> bytes:
    return str(simplejson.dumps(tree, use_decimal=True, ensure_ascii=False, separators=(",", ":"))).encode()
