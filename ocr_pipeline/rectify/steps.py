"""Which steps of rectifying may be taken: all of them in use, fewer only to measure what each one buys."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Steps:
    """A step that may be taken is still taken only where the measured distortion calls for it."""

    orientation: bool = True  #: the text's direction is asked for; else the page counts as less than 45 degrees off
    underprint: bool = True  #: watermarks that cross the text are taken for paper
    again: bool = True  #: a page that is turned by much is turned upright and detected a second time
    skew: bool = True  #: coordinates are turned by the exact angle, and not by quarters only
    rows: bool = True  #: the smooth field on coordinates that makes rows straight (perspective, curl)
    columns: bool = True  #: shear and keystone that make columns straight


ALL_STEPS = Steps()
