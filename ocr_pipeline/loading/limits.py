"""How much of a document is read before it is refused."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one document.

    ``bytes``: size of the file. ``pixels``: width times height of one page, checked before it is decoded; a 600 dpi A4
    scan has 35 million, the largest telephone photographs 50 to 108 million. ``pages``: pages beyond it are not read,
    and :attr:`Document.cut_short` says so. ``seconds``: time from opening; pages asked for later are refused.
    """

    bytes: int = 64 * 1024 * 1024
    pixels: int = 120_000_000
    pages: int = 200
    seconds: float = 600.0

    def __post_init__(self) -> None:
        for name in ("bytes", "pixels", "pages", "seconds"):
            if getattr(self, name) <= 0:
                raise ValueError(f"the limit {name} must be above 0, not {getattr(self, name)}")
