"""Every value is certain, or carries the reasons why it is not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from statistics import median
from typing import Any

from ocr_pipeline.fields.traditional import prints_simplified, simple
from ocr_pipeline.page import PageText
from ocr_pipeline.plausibility.names.nearest import sure_letters, with_nearest_names
from ocr_pipeline.plausibility.names.standing import spelled, spelled_code
from ocr_pipeline.plausibility.page.across import Verdict, check_algebra
from ocr_pipeline.plausibility.page.missing import (
    at_edge,
    conflicting,
    left_over_texts,
    lost_rows,
    missing_serials,
    unsaid,
    wide_steps,
)
from ocr_pipeline.plausibility.page.points import LEAST, headless, is_uneven, zero_before_point
from ocr_pipeline.plausibility.page.poor_print import on_poor_pages
from ocr_pipeline.plausibility.page.slipped import exchanged, slipped
from ocr_pipeline.plausibility.page.taken import intervals_taken
from ocr_pipeline.plausibility.page.unread import among_lost, nameless, unread_rows
from ocr_pipeline.plausibility.quantities.analytes import of_other_fluid
from ocr_pipeline.plausibility.quantities.measures import number_of
from ocr_pipeline.plausibility.quantities.restoring import meant, restore_units
from ocr_pipeline.plausibility.quantities.thousands import decimal_sign, ungrouped
from ocr_pipeline.plausibility.quantities.unit_print import respelled
from ocr_pipeline.plausibility.row.characters import value_chars
from ocr_pipeline.plausibility.row.sizes import beyond_limits
from ocr_pipeline.plausibility.row.within import is_divided, rightly_marked, row_doubts, well_divided
from ocr_pipeline.plausibility.row.words import polarity
from ocr_pipeline.plausibility.surroundings import Doubt, Surroundings
from ocr_pipeline.plausibility.thresholds import CALIBRATED, Thresholds
from ocr_pipeline.report import DecimalSign, Page, Reason, Report, Result
from ocr_pipeline.tables import Evidence, Tables
from ocr_pipeline.tables.grammar.numbers import decimals, uses_decimal_comma
from ocr_pipeline.tables.grammar.ranges import parse_range
from ocr_pipeline.tables.grammar.values import parse_value

#: Doubts that another value of the report can dispel, because they ask only whether the digits were read right.
_MILD = frozenset(
    {
        Reason.LOW_CONFIDENCE,
        Reason.AMBIGUOUS_CHARACTER,
        Reason.DECIMALS_UNUSUAL,
        Reason.SMALL_PRINT,
        Reason.GEOMETRY_UNCERTAIN,
        Reason.COLUMNS_UNCERTAIN,
        Reason.ROW_SPLIT,
        Reason.OVERPRINTED,
        Reason.SYMBOL_UNCERTAIN,
    }
)


def doubt(
    report: Report,
    texts: Sequence[PageText] = (),
    tables: Tables | None = None,
    thresholds: Thresholds = CALIBRATED,
) -> Report:
    """``report`` with reasons on results, pages and the document. Values are never changed.

    ``tables`` is what the results were read from (its evidence runs parallel to ``report.results``); without it only what
    is printed is judged. ``texts`` are the pages' texts.
    """
    comma = tables.decimal_comma if tables is not None else uses_decimal_comma([r.value for r in report.results])
    plain_han = prints_simplified([o.text for text in texts for o in text.lines if o.source != "text-layer"])
    called = [simple(r.name) if plain_han else r.name for r in report.results]
    named = [
        _with(r, name=spelled(name, r.unit), code=spelled_code(r.code, r.unit, name))
        for r, name in zip(report.results, called, strict=True)
    ]
    known = tables is not None and len(tables.evidence) == len(named)
    evidence = list(tables.evidence) if known and tables is not None else [Evidence() for _ in named]
    printed = restore_units(named, comma)
    anew = respelled(printed, [not e.digital for e in evidence], comma)
    printed = [anew.get(i, r) for i, r in enumerate(printed)]
    fluid = _fluid(report)
    results = [_with(r, unit=meant(r), specimen=r.specimen or fluid * (r.page == 0)) for r in printed]
    sign = decimal_sign(results)
    whole = [ungrouped(r, sign) for r in results]
    cannot_be = {i for i, r in enumerate(whole) if beyond_limits(r, comma)}
    verdict = check_algebra(whole, [r.confidence for r in results], [e.panel for e in evidence], comma, cannot_be)
    twice = conflicting(results, evidence)
    silent = unsaid(results, evidence)
    astray = slipped(results, evidence, texts)
    crossed = {i for i in exchanged(whole, evidence, comma) if i not in verdict.confirmed}
    around = _surroundings(whole, evidence, texts, comma, sign, _with_column_of_marks(tables))
    told = (
        (anew, (Reason.UNIT_UNUSUAL, "")),
        (astray, (Reason.GEOMETRY_UNCERTAIN, "A value stands below the last name; the columns may be a row apart.")),
        (crossed, (Reason.GEOMETRY_UNCERTAIN, "The value fits the interval of a neighbouring row better.")),
        (silent, (Reason.SYMBOL_UNCERTAIN, "All others have S, I or R; the letter of this one was not seen.")),
        (twice, (Reason.DUPLICATE_CONFLICT, "")),
        (
            intervals_taken(results, evidence),
            (Reason.VALUE_FORMAT, "The interval may stand in place of the value."),
        ),
    )
    judged: list[Result] = []
    for i, (result, seen) in enumerate(zip(results, evidence, strict=True)):
        page = next((t for t in texts if t.index == result.page), None)
        doubts = [*row_doubts(result, seen, around[i], thresholds), *(why for where, why in told if i in where)]
        divided = is_divided(whole[i], seen, comma)
        settled = well_divided(whole[i], comma) and rightly_marked(whole[i], comma)
        if page is not None and at_edge(result, page, settled):
            doubts.append((Reason.CUT_BY_EDGE, ""))
        shown = _seen_as(result, seen)
        dispelled = _settled(whole[i], settled, divided, shown.confidence)
        judged.append(_judge(shown, i, doubts, verdict, thresholds, dispelled, seen.rival))
    judged = _beside_shifts(judged, evidence, crossed)
    judged = among_lost(on_poor_pages(judged, evidence, verdict.confirmed, SURE), texts, report, tables)
    pages, reasons = _pages(report, judged, evidence, texts, tables)
    judged = [_with(j, unit=p.unit, specimen=p.specimen) for j, p in zip(judged, printed, strict=True)]
    judged = with_nearest_names(judged, comma, [sure_letters(e.name_chars) for e in evidence])
    return replace(report, results=tuple(judged), decimal_sign=sign, pages=pages, reasons=reasons)


def _with(result: Result, **said: Any) -> Result:
    """``result`` saying ``said``: itself where it does so already, as most do."""
    return result if all(getattr(result, name) == value for name, value in said.items()) else replace(result, **said)


def _fluid(report: Report) -> str:
    """What the first page's heading says was examined, where that is not blood."""
    about = f"{report.specimen} {report.title}".casefold()
    return about if of_other_fluid(about) and not re.search(r"血|blood|serum|plasma", about) else ""


def _seen_as(result: Result, evidence: Evidence) -> Result:
    """``result`` with the confidence of the characters that its value is made of."""
    chars = value_chars(result, evidence)
    return _with(result, confidence=min(c.confidence for c in chars)) if chars else result


#: Certainty of the weakest character from which a row that is whole is believed where little else can be. The recogniser's
#: 16 bits move it by 0.0017 (95 % of lines; 0.0064 at most) on hard pages, 1 % of their lines over this line; on 1,944 values
#: of such worlds any line from 0.99 on let the same errors through, so that what 16 bits move is not what keeps them out.
SURE = 0.9985


def _settled(result: Result, whole: bool, divided: bool, sure: float) -> frozenset[Reason]:
    """Doubts of the table's reader that the row as a whole dispels: cells cut in the right places, dust before a number, a
    speck beside a value that can have no mark, a line over characters of which none was in doubt."""
    inside = whole and not result.flag
    return frozenset(
        (Reason.COLUMNS_UNCERTAIN,) * divided
        + (Reason.OVERPRINTED,) * (whole and sure >= SURE)
        + (Reason.AMBIGUOUS_CHARACTER,) * whole
        + (Reason.SYMBOL_UNCERTAIN,) * inside
    )


def _judge(
    result: Result,
    index: int,
    doubts: list[Doubt],
    verdict: Verdict,
    limits: Thresholds,
    settled: frozenset[Reason],
    rival: bool,
) -> Result:
    """``result`` with its reasons; the values of a whole column beside it (``rival``) fit each other as well."""
    found = [*((r, "") for r in result.reasons if r not in settled), *doubts]
    mild = _MILD - {Reason.COLUMNS_UNCERTAIN} if rival else _MILD
    if index in verdict.doubtful:
        found.append((Reason.ALGEBRA_FAILED, verdict.doubtful[index]))
    elif index in verdict.confirmed and result.confidence >= limits.confirmed:
        found = [(r, n) for r, n in found if r not in mild]
    reasons = tuple(dict.fromkeys(r for r, _ in found))
    notes = dict.fromkeys(n for _, n in found if n)
    note = " ".join(n for n in (result.note, *notes) if n)
    return _with(result, reasons=reasons, note=note)


def _surroundings(
    results: Sequence[Result],
    evidence: Sequence[Evidence],
    texts: Sequence[PageText],
    comma: bool,
    sign: DecimalSign,
    columns_of_marks: frozenset[int] = frozenset(),
) -> list[Surroundings]:
    """One a result; what holds for a page or a panel is found once. ``columns_of_marks`` are panels that have one."""
    pages = {t.index: t for t in texts}
    pointless = {p for p in {r.page for r in results} if headless([r for r in results if r.page == p]) >= LEAST}
    marked = _pages_with_marks(results, comma)
    inside = Counter(r.page for r in results if r.flag == "A" and _where(r, comma) == "in")
    zeros = Counter(r.page for r in results if zero_before_point(r))
    panels: dict[tuple[int, int], list[int]] = {}
    for i, (result, seen) in enumerate(zip(results, evidence, strict=True)):
        panels.setdefault((result.page, seen.panel), []).append(i)
    out: dict[int, Surroundings] = {}
    for (place, number), panel in panels.items():
        kinds = [v.kind for i in panel if (v := parse_value(results[i].value, comma)) is not None]
        even = [_evenness(results[i]) for i in panel]
        spare = [_spare_decimals(results[i]) for i in panel]
        outside = [results[i] for i in panel if _outside(results[i], comma)]
        printed = [decimals(results[i].value) for i in panel]
        bounds = [found for i in panel if (found := parse_range(results[i].reference_range, comma)) is not None]
        ranged = sum(r.kind != "tiers" for r in bounds) >= max(4, 0.8 * len(panel))
        even_bounds = sum(b.kind == "interval" for b in bounds) >= 5 and sum(map(is_uneven, bounds)) <= 1
        page = pages.get(place)
        about = Surroundings(
            marks_printed=place in marked or number in columns_of_marks,
            points_lost=place in pointless,
            rightly_starred=inside[place] <= _FEW_STARS,
            zeros_printed=zeros[place] > 0,
            even_bounds=even_bounds,
            plain_intervals=ranged,
            word_marks=any(results[i].flag and _says_other(results[i]) for i in panel),
            units_printed=sum(bool(results[i].unit) for i in panel) > 0.5 * len(panel),
            words=sum(k in ("sign", "word") for k in kinds),
            numbers=sum(k == "number" for k in kinds),
            unevenness=page.unevenness if page else 0.0,
            text_height=page.text_height if page else 0.0,
            decimal_comma=comma,
            decimal_sign=sign,
            cut_offs=_are_cut_offs([r for i in panel if (r := results[i].reference_range)]),
            bare_outside=any(not r.flag and r.value[:1] != "1" for r in outside),
        )
        told = [e for e in even if e is not None]
        same = [s == 0 for s in spare if s is not None]
        fewer, pointed = sum(s < 0 for s in spare if s is not None), sum(p > 0 for p in printed)
        most = sorted((*printed, 0))[-2:]
        framed = [r[:1] in ("[", "(") and r[-1:] in ("]", ")") for i in panel for r in [results[i].reference_range]]
        for n, i in enumerate(panel):
            # what the others of the panel tell, without this one
            others, steady = len(told) - (even[n] is not None), sum(told) - (even[n] or False)
            alike, known = sum(same) - (spare[n] == 0), len(same) - (spare[n] is not None)
            out[i] = replace(
                about,
                even_decimals=others >= 2 and steady >= 0.8 * others,
                most_decimals=most[0] if printed[n] == most[1] else most[1],
                same_decimals=known >= 6 and alike == known,
                full_decimals=pointed - (printed[n] > 0) >= 3 and fewer - ((spare[n] or 0) < 0) <= 0.15 * known,
                bracketed=len(framed) >= 5 and sum(framed) - framed[n] == len(framed) - 1,
            )
    return [out[i] for i in range(len(results))]


_FEW_STARS = 2
_SINGLE = re.compile(r"\d{1,4}(?:[.,]\d{1,3})?")


def _are_cut_offs(ranges: Sequence[str]) -> bool:
    """Three single numbers or more and nothing else, some of them the same."""
    single = sum(_SINGLE.fullmatch(text) is not None for text in ranges)
    return len(ranges) >= 3 and single == len(ranges) and len(set(ranges)) <= 0.6 * len(ranges)


def _pages_with_marks(results: Sequence[Result], comma: bool) -> set[int]:
    """Pages on which a value outside its interval has a mark. Stars on values inside theirs show that stars say something
    else (a method, an accreditation)."""
    told = [(r, _where(r, comma)) for r in results if r.flag]
    starred = {r.page for r, where in told if r.flag == "A" and where == "in"}
    return {
        r.page
        for r, where in told
        if (r.flag != "A" and not _mark_contradicts(r, comma))
        or (r.flag == "A" and r.page not in starred and where in ("low", "high"))
    }


def _with_column_of_marks(tables: Tables | None) -> frozenset[int]:
    """Panels whose header names a column of marks."""
    panels = tables.panels if tables is not None else ()
    return frozenset(
        n
        for n, (_, panel) in enumerate(panels)
        if not panel.inferred and any(c.kind == "flag" and c.title for c in panel.columns)
    )


def _says_other(result: Result) -> bool:
    """A word or sign, graded ones too, that is not what its interval asks for."""
    usual, value = polarity(result.reference_range), result.value
    return usual == "-" and (polarity(value) == "+" or bool(re.fullmatch(r"\+[1-4]?|[1-4]\+|\+{2,4}", value)))


def _where(result: Result, comma: bool) -> str | None:
    interval, number = parse_range(result.reference_range, comma), number_of(result, comma)
    return interval.places(number) if interval is not None and number is not None else None


def _outside(result: Result, comma: bool) -> bool:
    return _where(result, comma) in ("low", "high")


def _mark_contradicts(result: Result, comma: bool) -> bool:
    """True for a mark that is none (``L/L`` read as LL): it does not show that the page prints marks."""
    return _where(result, comma) not in (None, {"H": "high", "L": "low"}[result.flag[:1]])


def _evenness(result: Result) -> bool | None:
    """Whether a row prints as many decimals as its interval (or a 1 more), None where that cannot be told."""
    longer = _spare_decimals(result)
    return None if longer is None else longer == 0 or (longer == 1 and result.value.endswith("1"))


def _spare_decimals(result: Result) -> int | None:
    """How many decimals more than its interval a row prints, None where that cannot be told."""
    interval = parse_range(result.reference_range)
    if interval is None or interval.kind not in ("interval", "upper", "lower") or not result.value[:1].isdigit():
        return None
    return decimals(result.value) - max(decimals(t) for t in (interval.low_text, interval.high_text) if t)


#: What a name says that stands beside its neighbour's value.
_OF_ANOTHER = frozenset(
    {
        Reason.UNIT_OF_ANOTHER_ANALYTE,
        Reason.UNIT_MISSING,
        Reason.ALGEBRA_FAILED,
        Reason.VALUE_UNIT_MISMATCH,
        Reason.OUTSIDE_PHYSIOLOGICAL_LIMITS,
    }
)


def _beside_shifts(results: list[Result], evidence: Sequence[Evidence], crossed: set[int]) -> list[Result]:
    """Where three rows in a row look as if they held their neighbour's value, names have slipped against values: the row
    above and the two below are doubtful too, though theirs happens to be possible. Where three rows of a panel hold their
    neighbour's interval or another analyte's unit, all of the panel are."""
    odd = [bool(_OF_ANOTHER & set(r.reasons)) for r in results]
    other = {i for i, r in enumerate(results) if Reason.UNIT_OF_ANOTHER_ANALYTE in r.reasons}
    near: set[int] = set()
    for at in range(len(results) - 2):
        if other and all(odd[at : at + 3]) and len({e.panel for e in evidence[at : at + 3]}) == 1:
            near.update((at - 1, at + 3, at + 4))
    panels = {e.panel for i, e in enumerate(evidence) if odd[i]}
    torn = {panel for panel, rows in Counter(evidence[i].panel for i in other | crossed).items() if rows >= 3}
    doubted = [e.panel in torn or (i in near and e.panel in panels) for i, e in enumerate(evidence)]
    why = (Reason.GEOMETRY_UNCERTAIN,)
    return [replace(r, reasons=why) if d and not r.reasons else r for r, d in zip(results, doubted, strict=True)]


def _pages(
    report: Report,
    results: Sequence[Result],
    evidence: Sequence[Evidence],
    texts: Sequence[PageText],
    tables: Tables | None,
) -> tuple[tuple[Page, ...], tuple[Reason, ...]]:
    pages = list(report.pages)
    if tables is None or len(tables.evidence) != len(results):
        return tuple(pages), report.reasons
    heights = [median(line.middle[1] for line in e.row_lines) if e.row_lines else 0.0 for e in evidence]
    gaps = {results[i].page for i in wide_steps(results, evidence, heights)}
    for place, page in enumerate(pages):
        here = [e for r, e in zip(results, evidence, strict=True) if r.page == place]
        numbers = missing_serials(here)
        left = left_over_texts(tables, place)
        text = next((t for t in texts if t.index == place), None)
        unread = (
            unread_rows(text, replace(report, results=tuple(results)), tables.used_lines) if text is not None else []
        )
        notes: list[str] = []
        reasons = list(page.reasons)
        lost = lost_rows([r for r in results if r.page == place])
        lost += nameless(text, tables, replace(report, results=tuple(results))) if text is not None else []
        if numbers or lost or unread or place in gaps:
            reasons.append(Reason.ROW_MISSING)
            notes.append(_which(numbers, [*lost, *unread]))
        if left:
            reasons.append(Reason.TEXT_LEFT_OVER)
            notes.append(f"{len(left)} pieces of text inside the table belong to no row.")
        if len(reasons) > len(page.reasons):
            note = " ".join(n for n in (page.note, *notes) if n)
            pages[place] = replace(page, reasons=tuple(dict.fromkeys(reasons)), note=note)
    return tuple(pages), report.reasons


def _which(numbers: Sequence[int], names: Sequence[str]) -> str:
    if numbers:
        return f"Rows numbered {', '.join(map(str, numbers))} were not found."
    return f"Rows may be missing: {'; '.join(names)}." if names else "A row may be missing."
