"""Generated text of resources: what a person sees where a system does not know the fields (invariant dom-6)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from html import escape
from typing import Any

from mapping.fhir.context import Json
from ocr_pipeline.report import Report, Result

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """``text`` without characters that neither XML nor a FHIR string may hold, and without space around it."""
    return _CONTROL.sub("", text).strip()


def cleaned(report: Report) -> Report:
    """``report`` with every text of its rows made fit for FHIR; unchanged in all but freak cases."""
    return replace(report, results=tuple(_row(result) for result in report.results))


def _row(result: Result) -> Result:
    texts = ("name", "value", "unit", "reference_range", "group", "specimen", "code", "note", "coding_note")
    changes: dict[str, Any] = {name: text for name in texts if (text := clean(old := getattr(result, name))) != old}
    return replace(result, **changes) if changes else result


def narrative(*paragraphs: str, table: Iterable[Iterable[str]] = ()) -> Json:
    """``text`` of a resource; everything is escaped."""
    rows = "".join("<tr>" + "".join(f"<td>{_safe(cell)}</td>" for cell in row) + "</tr>" for row in table)
    body = "".join(f"<p>{_safe(paragraph)}</p>" for paragraph in paragraphs if paragraph.strip())
    body += f"<table><tbody>{rows}</tbody></table>" if rows else ""
    return {"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{body or "<p>-</p>"}</div>'}


def printed_value(result: Result) -> str:
    """The value with its comparator, once, also where the value itself begins with one."""
    return result.value if result.value[:1] in "<>≤≥=" and result.value else f"{result.comparator or ''}{result.value}"


def result_line(result: Result) -> str:
    """One row in words: name, value, unit, flag, reference interval."""
    value = printed_value(result) or "(not readable)"
    flag = f" [{result.flag}]" if result.flag else ""
    interval = f" ({result.reference_range})" if result.reference_range else ""
    return f"{result.name}: {value} {result.unit}".rstrip() + flag + interval


def _safe(text: str) -> str:
    return escape(clean(text), quote=False).replace("\n", "<br/>")
