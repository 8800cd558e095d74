"""From a panel's drafts to rows: anchors with a value, and what belongs to them above and below."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ocr_pipeline.tables.bands.below_names import lines_above, notes_below, qualifies, specimen_in
from ocr_pipeline.tables.bands.feet import KEY, is_end, is_foot
from ocr_pipeline.tables.bands.full import (
    begins_rows,
    is_finding,
    is_full,
    looks_like_result,
    mostly_labels,
    reads_as_value,
    says_in_words,
    says_more,
    stands_bare,
    stands_between,
    tells,
)
from ocr_pipeline.tables.bands.levels import units_below
from ocr_pipeline.tables.bands.remarks import has_code, is_comment, is_quantity, is_remark, room_for
from ocr_pipeline.tables.contents.cells import Draft, drafts, intervals, median_pitch
from ocr_pipeline.tables.contents.mend import mend
from ocr_pipeline.tables.forms.again import says_again
from ocr_pipeline.tables.frame.grid import Panel
from ocr_pipeline.tables.frame.pieces import Piece, joined
from ocr_pipeline.tables.grammar.flags import Mark
from ocr_pipeline.tables.grammar.normal import plain
from ocr_pipeline.tables.grammar.ranges import is_cut, is_range_or_word, is_tier, looks_like_range
from ocr_pipeline.tables.grammar.units import looks_like_unit
from ocr_pipeline.tables.headers.grades import without_grades
from ocr_pipeline.tables.headers.lexicon import Kind
from ocr_pipeline.tables.intervals.astray import astray
from ocr_pipeline.tables.intervals.twins import interval_follows, part_run_together
from ocr_pipeline.tables.marks.prior import marks_between
from ocr_pipeline.tables.naming.capitals import mostly_small, stands_alone, stands_out
from ocr_pipeline.tables.naming.known import completes, is_another, is_name
from ocr_pipeline.tables.naming.names import goes_on, is_group, is_unfinished
from ocr_pipeline.tables.naming.numbered import part_numbers
from ocr_pipeline.tables.scope import (
    is_small_note,
    says_method,
)

_BESIDE: tuple[Kind, ...] = ("ref", "unit", "other", "method", "previous")


@dataclass
class Row:
    """One row of a panel in pieces. ``refs`` holds the lines of the reference cell; ``split``: parts of the row stand on other
    bands than the value; ``odd``: a mark stands in it that was not legible; ``twice``: the same result in another unit."""

    y: float
    height: float
    name: list[Piece] = field(default_factory=list)
    code: list[Piece] = field(default_factory=list)
    value: list[Piece] = field(default_factory=list)
    unit: list[Piece] = field(default_factory=list)
    refs: list[list[Piece]] = field(default_factory=list)
    marks: list[tuple[Piece, Mark]] = field(default_factory=list)
    serial: list[Piece] = field(default_factory=list)
    group: str = ""
    cut: bool = False
    split: bool = False
    spread: float = 0.0
    prior: list[Piece] = field(default_factory=list)
    odd: str = ""
    twice: str = ""
    specimen: str = ""

    def pieces(self) -> list[Piece]:
        refs, marks = (p for part in self.refs for p in part), (p for p, _ in self.marks)
        return [*self.serial, *self.name, *self.code, *self.value, *self.unit, *refs, *marks]


@dataclass
class PanelRows:
    rows: list[Row]
    used: set[int]
    left_over: list[Piece]


def panel_rows(panel: Panel) -> PanelRows:
    """All rows of one panel. ``used`` are the indices of lines that belong to them, sub-headings and notes included."""
    kinds = {c.kind for c in panel.columns}
    found = drafts(panel)
    for draft in found:
        mend(draft, "unit" in kinds or "ref" not in kinds)
    if interval_follows(panel):
        part_run_together(found)
    if "code" in kinds:
        part_numbers(found)
    units_below(found)
    full = [d for d in found if is_full(d)]
    strict = panel.inferred or panel.continued
    pitch = median_pitch(full)
    names = [d.get("name") or d.get("code") for d in full]
    names_edge = float(np.percentile([n[-1].x1 for n in names], 95)) if names else 0.0
    names_start = float(np.median([n[0].x0 for n in names])) if names else 0.0
    names_height = float(np.median([n[0].height for n in names])) if names else 0.0
    coded = sum(bool((d.get("name") and d.get("code")) or d.get("serial")) for d in full) > 0.6 * len(full)
    notes = notes_below(found)
    stretch = _Stretch(panel, strict, pitch, names_edge, names_start, names_height, coded)
    called = [joined(n) for n in names]
    stretch.noted, stretch.small, stretch.colons = bool(notes), mostly_small(called), mostly_labels(called)
    for place, draft in enumerate(found):
        if place in notes:
            stretch.used.update(p.index for p in draft.cells.pop("name"))
            if notes[place] and stretch.rows:
                stretch.rows[-1].specimen = notes[place]
        if draft.pieces():
            stretch.take(draft, next((d for d in found[place + 1 :] if d.get("result")), None))
    stretch.finish()
    for row in stretch.rows:
        row.marks = without_grades(panel, row.marks)
    marks_between(stretch.rows)
    return PanelRows(stretch.rows, stretch.used, stretch.left_over)


class _Stretch:
    """Walks down a panel, band by band, and gathers rows."""

    def __init__(
        self, panel: Panel, strict: bool, pitch: float, edge: float, start: float, height: float, coded: bool
    ) -> None:
        self.panel, self.strict, self.pitch = panel, strict, pitch
        self.names_edge, self.names_start, self.names_height = edge, start, height
        self.rows: list[Row] = []
        self.used: set[int] = set()
        self.left_over: list[Piece] = []
        self.waiting: list[Draft] = []
        self.group = ""
        self.over = self.centred = False
        self.coded = coded  #: most full rows have a code or a running number of their own
        self.noted = False  #: a method stands below most names, so that what stands close above one is a heading
        self.small = False  #: names are in small letters, headings in capitals stand out
        self.colons = False  #: most names end in a colon, as the labels of a form do
        self.closed = False  #: a note stands below the row: its name goes on no more

    def take(self, draft: Draft, following: Draft | None) -> None:
        text = "  ".join(p.text for p in sorted(draft.pieces(), key=lambda p: p.x0))
        more = following is not None and (looks_like_result(following) or stands_bare(following))
        if more and self.rows and not self.over and is_comment(draft):
            self.used.update(p.index for p in draft.pieces())
            self.closed = True
            return
        if following is not None and self.rows and draft.only("result") and stands_alone(text):
            self._settle(None)  # a heading in the middle of the line
            self.group = text
            self.used.update(p.index for p in draft.pieces())
            return
        if says_in_words(draft, (joined(row.value) for row in self.rows)) or is_end(draft, text, self.colons):
            self.over = bool(self.rows) or not begins_rows(following)
            self._settle(None)
            self.left_over.extend(() if self.over else draft.pieces())
            return
        if self.over or self.strict:
            inside = not self.over or not self.rows
            plainly = looks_like_result(draft) or (
                inside and (stands_bare(draft) or self._between(draft, following) or self._converted(draft))
            )
            plainly = plainly or (not self.strict and is_finding(draft))
            if not plainly:
                marked = draft.marks and not any(draft.cells.values())
                if self.strict and not self.over and (marked or draft.only("ref", "name", "unit")):
                    self.waiting.append(draft)
                return
            self.over = False
        if is_small_note(draft.text("name")) and not draft.get("result") and not draft.only("name"):
            # a method's line under the name, beside the second line of an interval
            self.used.update(p.index for p in draft.get("name"))
            draft.cells["name"] = []
        if self.rows and not self.waiting and draft.only("name") and is_small_note(draft.text("name")):
            self.used.update(p.index for p in draft.pieces())
            self.closed = True
            return
        self._named_above(draft)
        if self._goes_with_tiers(draft, following):
            return
        said = draft.text("result") if draft.only("name", "result") and is_group(draft.text("name")) else ""
        if said and (not reads_as_value(said) or set(said) <= set("-—一")) and not any(c.isdigit() for c in said):
            self.left_over.extend(
                draft.cells.pop("result", [])
            )  # a sub-heading beside a watermark or the rest of a rule
        if is_remark(draft):
            self.used.update(p.index for p in draft.pieces())
            return
        if draft.get("result") or (
            draft.get("name") and (says_more(draft) or (self.coded and (draft.get("code") or draft.get("serial"))))
        ):
            self._anchor(draft)
        elif draft.pieces():
            self.waiting.append(draft)

    def _named_above(self, draft: Draft) -> None:
        """A method's line below a name, where the value stands level with the method: the name is what waits above."""
        above = self.waiting[-1] if self.waiting else None
        if above is None or not above.only("name") or draft.y - above.y > 2.2 * draft.height or not draft.get("result"):
            return
        if says_method(draft.text("name")) and not is_group(above.text("name")):
            self.used.update(p.index for p in (*draft.get("name"), *above.get("name")))
            draft.cells["name"] = above.get("name")
            self.waiting.pop()

    def _goes_with_tiers(self, draft: Draft, following: Draft | None) -> bool:
        """Takes a further tier of the row above that stands beside the second line of its name or beside its method."""
        last = self.rows[-1] if self.rows and not self.waiting else None
        if last is None or not last.refs or not draft.only("name", "ref") or not draft.get("name"):
            return False
        starts = following is not None and not following.get("name") and not following.get("code")
        near = draft.y - max(p.y for p in last.refs[-1]) <= 1.6 * draft.height
        above, here = joined(last.refs[-1]), draft.text("ref")
        if starts or not near or not ((is_tier(above) and is_tier(here)) or is_cut(above, here)):
            return False
        if min(p.height for p in draft.get("name")) > 0.86 * self.names_height:
            last.name = [*last.name, *draft.get("name")]
            last.split = True
        self._add_parts(last, draft)
        return True

    def _between(self, draft: Draft, following: Draft | None) -> bool:
        return bool(self.rows) and stands_between(draft, following, self.rows[-1].y, 1.6 * self.pitch, self.colons)

    def _anchor(self, draft: Draft) -> None:
        name, code, split = draft.get("name"), draft.get("code"), False
        if self._converted(draft):
            name, code, split = self.rows[-1].name, self.rows[-1].code, True
        row = Row(draft.y, draft.height, name, code, draft.get("result"), draft.get("unit"), split=split)
        row.refs = intervals(draft.get("ref")) or astray(self.panel, draft)
        row.marks, row.serial, row.cut = draft.marks, draft.get("serial"), draft.cut
        row.odd = "".join(p.text for p in draft.odd)
        row.prior, row.twice = draft.get("previous"), draft.twice
        row.specimen = specimen_in(draft.text("method"))
        ys = [p.y for p in draft.pieces() if not is_tier(p.text)]
        row.spread = 0.0 if draft.levels and not draft.cut else (max(ys) - min(ys)) / max(draft.height, 1.0)
        self._settle(row)
        row.group, self.closed = self.group, False
        self.rows.append(row)
        self.used.update(p.index for p in draft.pieces())

    def _converted(self, draft: Draft) -> bool:
        last = self.rows[-1] if self.rows and not self.waiting else None
        return last is not None and draft.y - last.y <= self._near(draft) and says_again(last.unit, last.value, draft)

    def _settle(self, row: Row | None) -> None:
        """What waited between the last row and ``row`` goes to one of them, or is a sub-heading, or is left over."""
        waiting, self.waiting = self.waiting, []
        last = self.rows[-1] if self.rows else None
        last_y = last.y if last else None
        self.centred = self.centred or (last is None and row is not None and any(d.only("ref") for d in waiting[-1:]))
        low = max((p.y for part in last.refs for p in part), default=last.y) if last else None
        tiers = any(d.get("ref") for d in waiting)  # a tier on a value's band is not level with it
        high = (row.refs[0][0].y if tiers and row.refs else row.y) if row else None
        share, clear = lines_above(low, [d.y for d in waiting], high)
        share = share if clear or self.centred or last is None else len(waiting)
        clear = clear and len(waiting) > 1
        told = max((n + 1 for n, d in enumerate(waiting) if looks_like_range(d.text("ref"))), default=0)
        for place, draft in enumerate(waiting):
            up = draft.y - last_y if last_y is not None else float("inf")
            next_y = waiting[place + 1].y if place + 1 < len(waiting) else (row.y if row else None)
            headed = any(is_group(d.text("name")) for d in waiting[place + 1 :])  # by what heads the next row
            down = next_y - draft.y if next_y is not None and not headed else float("inf")
            if (
                row is None
                and place >= told
                and last is not None
                and is_foot(draft, joined(last.name), [joined(part) for part in last.refs])
            ):
                continue  # of the form, or the heading of what follows: read in its section
            if draft.only(*_BESIDE):
                target, gap = (last, up) if place < share else (row, down)
                heading = draft.text("ref") or draft.text("unit")
                named = (is_group(heading) or heading.isupper()) and not looks_like_unit(heading)
                nearer = (
                    row is not None
                    and down <= up
                    and heading.replace(" ", "").isalpha()
                    and not is_range_or_word(heading)
                )
                if (target is row or nearer) and draft.only("ref", "unit") and named:
                    self.group = heading.strip(" :：")
                    self.used.update(p.index for p in draft.pieces())
                    continue
                if target is None or gap > self._near(draft):
                    self.left_over.extend(draft.pieces())
                    continue
                if draft.aside and target.refs and not is_tier(joined(target.refs[0])):
                    self.used.update(p.index for p in draft.pieces())  # a key below a whole interval
                else:
                    self._add_parts(target, draft)
                last_y = draft.y if target is last else last_y
            elif self._place(
                draft, None if clear and place >= share else last, None if clear and place < share else row, up, down
            ):
                last_y = draft.y if up <= 1.1 * down else last_y
            elif row is not None or not draft.only("name"):  # words below the table are read in their section
                self.left_over.extend(draft.pieces())

    def _near(self, draft: Draft) -> float:
        return max(self.pitch * 1.15, 2.2 * draft.height) if self.pitch else 2.4 * draft.height

    def _place(self, draft: Draft, last: Row | None, row: Row | None, up: float, down: float) -> bool:
        near = self._near(draft)
        if not draft.get("name") and draft.marks and not draft.cells:
            target = last if up <= down or row is None else row
            if target is None or min(up, down) > 0.8 * near:
                return False
            target.marks = [*target.marks, *draft.marks]
            self.used.update(p.index for p in draft.pieces())
            return True
        if not draft.get("name") and not draft.get("code"):
            return False
        text = draft.text("name") or draft.text("code")
        small = self.names_height and draft.height < 0.82 * self.names_height
        ending = joined(last.name) if last is not None and up <= near else ""
        slight = is_small_note(text) or (small and up <= near and not qualifies(text))
        if slight and not (is_unfinished(ending) or completes(ending, text)):
            self.used.update(p.index for p in draft.pieces())
            self.closed = True
            return True
        apart = row is not None and up > max(1.3 * down, 1.2 * self.pitch) > 0.0  # what heads the next row
        apart = apart or (row is not None and not row.name and up > 1.8 * down)  # or begins its name
        if last is not None and up <= near and not apart and self._continues(last, draft, text, up):
            last.name = [*last.name, *draft.get("name")]
            last.split = True
            self._add_parts(last, draft)
            return True
        if row is not None and down <= near and self._begins(row, draft, text, up, down):
            above = [p for p in row.name if p.y < draft.y]
            row.name = [*above, *draft.get("name"), *(p for p in row.name if p not in above)]
            row.split = True
            self._add_parts(row, draft)
            return True
        if len(plain(text)) <= 60 and (row is not None or is_name(text)):
            self.group = self.group if is_quantity(text) else text.strip(" :：")
            self.used.update(p.index for p in draft.pieces())
            return True
        return False

    def _continues(self, last: Row, draft: Draft, text: str, up: float) -> bool:
        """Whether a line of the name column is the rest of the row above."""
        name = "".join(p.text for p in last.name)
        if completes(name, text):
            return True
        if is_quantity(text) or KEY.match(text):
            return False
        other = is_group(text) or has_code(name, text) or is_another(joined(last.name), text)
        heads = other or self.closed or (self.small and stands_out(text))
        if heads and not is_unfinished(name):
            return False
        start = draft.get("name")[0].x0 if draft.get("name") else 0.0
        aligned = start >= self.names_start - 0.6 * draft.height
        if is_unfinished(name) or (goes_on(text) and aligned):
            return True
        if ":" in plain(text):
            return False
        wide = bool(last.name) and max(p.x1 for p in last.name) > self.names_edge - room_for(draft)
        tight = bool(self.pitch) and up < 0.78 * self.pitch
        return aligned and (
            tight or (wide and up < 1.6 * draft.height and len(self.rows) > 1 and len(plain(name)) >= 8)
        )

    def _begins(self, row: Row, draft: Draft, text: str, up: float, down: float) -> bool:
        """Whether a line of the name column is the beginning of the row below."""
        if is_quantity(text) or is_group(text) or is_another(text, joined(row.name)):
            return False
        if not row.name or is_unfinished(text) or goes_on("".join(p.text for p in row.name)):
            return True
        left = min((p.x0 for p in draft.get("name")), default=self.names_start) + 0.6 * draft.height
        if left < self.names_start and left < row.name[0].x0:
            return False  # the rows are indented below it: a sub-heading
        return bool(self.pitch) and down < 0.62 * self.pitch and down < up and not self.noted

    def _add_parts(self, row: Row, draft: Draft) -> None:
        """Adds a draft's cells to ``row``, above or below what it has."""
        if draft.get("ref"):
            row.refs = sorted([*row.refs, draft.get("ref")], key=lambda part: part[0].y)
        if draft.get("unit"):
            row.unit = sorted([*row.unit, *draft.get("unit")], key=lambda p: (round(p.y / max(draft.height, 1)), p.x0))
        row.marks = [*row.marks, *draft.marks]
        self.used.update(p.index for p in draft.pieces())

    def finish(self) -> None:
        self._settle(None)
        # words in line below the table: a heading with its text, a chart
        last = max(
            (i for i, row in enumerate(self.rows) if tells(joined(row.value), row.unit, map(joined, row.refs))),
            default=len(self.rows) - 1,
        )
        below = self.rows[last + 1 :]
        far = 1.8 * self.pitch if self.pitch else 3.0 * self.rows[-1].height if self.rows else 0.0
        if below and below[0].y - self.rows[last].y > far:
            self.left_over.extend(p for row in below for p in row.pieces())
            del self.rows[last + 1 :]
            self.used -= {p.index for p in self.left_over} - {p.index for row in self.rows for p in row.pieces()}
