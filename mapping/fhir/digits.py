"""Numbers that keep the digits as printed, through JSON and back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import simplejson


class Digits(Decimal):
    """A decimal that is written with exactly the digits it was made from: ``4.50`` stays ``4.50``, ``1E3`` too."""

    __slots__ = ("printed",)
    printed: str

    def __new__(cls, printed: str) -> Digits:
        number = super().__new__(cls, printed)
        number.printed = printed
        return number

    def __str__(self) -> str:
        return self.printed

    def __reduce__(self) -> tuple[type[Digits], tuple[str]]:
        return (Digits, (self.printed,))

    def __copy__(self) -> Digits:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Digits:
        return self


def dumps(tree: Any, indent: int | None = None) -> str:
    """JSON text of a resource or bundle; decimals keep their digits."""
    return str(simplejson.dumps(tree, ensure_ascii=False, use_decimal=True, indent=indent))


def loads(text: str) -> Any:
    """The inverse of :func:`dumps`: decimals come back as :class:`Digits`."""
    return simplejson.loads(text, parse_float=Digits)
