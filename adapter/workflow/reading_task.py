"""What a reading process does with one document: read it, map it, keep the pictures that a reviewer needs."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from adapter import reading
from adapter.workflow.child import DocumentUnreadableError, Output
from mapping.fhir import dumps
from ocr_pipeline.explain import annotate
from ocr_pipeline.loading import DocumentError


def read(data: bytes, request: Mapping[str, Any]) -> Output:
    """``request``: version, patient, source, recorded; explain, engine, precision where wanted.

    Raises :class:`DocumentUnreadableError`.
    """
    threads = int(os.environ.get("SCAN2FHIR_THREADS", "0"))
    try:
        digitised = reading.digitise(
            data,
            engine=reading.engine(
                str(request.get("engine") or "openvino"), str(request.get("precision") or "auto"), threads
            ),
            version=str(request["version"]),
            patient=str(request.get("patient") or ""),
            source=str(request.get("source") or ""),
            recorded=str(request["recorded"]),
            site_terms=Path(str(request["site_terms"])) if request.get("site_terms") else None,
        )
    except DocumentError as error:
        raise DocumentUnreadableError(str(error)) from None
    report = digitised.report
    files = {"report.json": json.dumps(report.to_json(), ensure_ascii=False).encode(), "report.docx": digitised.docx}
    for index in range(report.source.pages):
        page = digitised.reading.redacted_page(index)
        if page is not None:
            files[f"redacted-{index + 1}.png"] = page
            if request.get("explain"):
                files[f"annotated-{index + 1}.png"] = annotate(page, digitised.reading.texts[index], report)
    doubtful = sum(r.needs_review for r in report.results) + sum(s.needs_review for s in report.sections)
    summary = {
        "kind": report.kind,
        "pages": report.source.pages,
        "results": len(report.results),
        "sections": len(report.sections),
        "doubtful": doubtful or int(report.needs_review),
        "media_type": report.source.media_type,
        "sha256": report.source.sha256,
    }
    return Output(dumps(digitised.bundle).encode(), summary, files)
