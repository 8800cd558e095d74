"""A table for ``str.translate`` that fills itself: texts are rewritten character by character without a loop of ours."""

from __future__ import annotations

from collections.abc import Callable

MOST = 8192  #: characters that are kept


class OneToOne(dict[int, str]):
    """What ``rewrite`` makes of a character, by its code point, worked out when it is first asked for."""

    def __init__(self, rewrite: Callable[[str], str]) -> None:
        super().__init__()
        self._rewrite = rewrite

    def __missing__(self, code: int) -> str:
        char = self._rewrite(chr(code))
        if len(self) < MOST:
            self[code] = char
        return char
