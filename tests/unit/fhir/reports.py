"""Reports of every shape that the mapping must carry; nobody in them exists."""

from __future__ import annotations

from dataclasses import replace

from mapping.fhir import BundleContext
from ocr_pipeline.report import Figure, Kind, Page, Reason, Report, Result, Section, Source

SQUARE = ((10.0, 20.0), (310.5, 20.0), (310.5, 44.0), (10.0, 44.0))

ROWS: tuple[Result, ...] = (
    Result(
        "血红蛋白",
        "135",
        "g/L",
        "130-175",
        code="HGB",
        confidence=0.998,
        polygon=SQUARE,
        value_polygon=SQUARE,
        group="血常规",
        loinc="718-7",
        ucum="g/L",
        interpretation="N",
    ),
    Result(
        "白细胞 WBC (White Blood Cells)",
        "4.50",
        "10^9/L",
        "3.5~9.5",
        flag="H",
        confidence=0.41,
        reasons=(Reason.LOW_CONFIDENCE, Reason.FLAG_CONTRADICTS),
        note="The flag says high, the value lies inside its interval.",
        polygon=SQUARE,
        group="血常规",
        loinc="6690-2",
        ucum="10*9/L",
    ),
    Result("C反应蛋白", "0.50", "mg/L", "<5.0", comparator="<", loinc="1988-5", ucum="mg/L", interpretation="N"),
    Result("尿蛋白", "阴性", "", "阴性", specimen="尿液", interpretation="N"),
    Result("抗核抗体", "1:320", "", "<1:100", flag="H", interpretation="H"),
    Result("红细胞(镜检)", "2-4", "/HP", "0-3", flag="H", ucum="/[HPF]", interpretation="H"),
    Result("隐血", "++", "", "-", flag="A", interpretation="A"),
    Result("颜色", "黄色 <&>"),
    Result("钾", "", "mmol/L", "3.50-5.30", reasons=(Reason.UNREADABLE,), loinc="2823-3", ucum="mmol/L"),
    Result("肌酐", "80", "μmol/L", "男:57-111 女:41-81", loinc="14682-9", ucum="umol/L"),
    Result("新指标", "12", "foo/bar", "1-2", reasons=(Reason.UNIT_UNUSUAL,), coding_note="The unit is not known."),
    Result("剩余碱", "-.5", "mmol/L", "-3.0-3.0", ucum="mmol/L"),
    Result("", "7.40", "", "7.35-7.45"),
)


def laboratory(**changes: object) -> Report:
    """A laboratory report with a row of every kind of value."""
    report = Report(
        Source("5e" * 32, "image/jpeg", 1),
        language="zh",
        kind="laboratory",
        title="检验报告单",
        specimen="血清",
        collected="2026-02-27T08:30:00",
        reported="2026-02-27",
        pages=(Page(1739, 1526),),
        results=ROWS,
    )
    return replace(report, **changes)  # type: ignore[arg-type]


def blood_count() -> Report:
    """Nothing doubtful, one panel under its sub-heading."""
    names = (("白细胞", "6690-2", "10*9/L"), ("红细胞", "789-8", "10*12/L"), ("血红蛋白", "718-7", "g/L"))
    names += (("红细胞压积", "4544-3", "%"), ("血小板", "777-3", "10*9/L"))
    rows = tuple(
        Result(name, f"{4 + i}.{i}0", unit, "1-200", group="血常规", loinc=loinc, ucum=unit, interpretation="N")
        for i, (name, loinc, unit) in enumerate(names)
    )
    return laboratory(results=rows, specimen="全血")


def narrative(kind: Kind = "imaging") -> Report:
    """A report of headed sections with a figure."""
    return Report(
        Source("c0" * 32, "application/pdf", 1),
        language="zh",
        kind=kind,
        title="超声检查报告单",
        reported="2026-02-27T10:00",
        pages=(Page(1000, 1400),),
        sections=(
            Section("超声所见", "findings", "肝脏大小正常 <12 cm>\n胆囊 & 胰腺未见异常", polygon=SQUARE),
            Section("超声提示", "impression", "未见明显异常", reasons=(Reason.OVERPRINTED,), figures=("图1",)),
            Section("检查方法", "technique", "经腹"),
            Section("临床诊断", "clinical", "体检"),
            Section("建议", "recommendation", "定期复查"),
            Section("", "other", ""),
        ),
        figures=(Figure("图1", 0, SQUARE, "图1 肝脏"), Figure("图2", 0, SQUARE)),
    )


def long_report() -> Report:
    """400 rows, all doubtful."""
    rows = tuple(replace(ROWS[i % len(ROWS)], reasons=(Reason.LOW_CONFIDENCE,), page=i // 40) for i in range(400))
    return laboratory(results=rows, source=Source("aa" * 32, "application/pdf", 10), pages=(Page(9, 9),) * 10)


def _few(**changes: object) -> Report:
    """A short laboratory report: validating on a real server takes its time."""
    return laboratory(**({"results": ROWS[:2]} | changes))


#: Everything that is validated on a real server, by name.
ALL: dict[str, Report] = {
    "laboratory": laboratory(),
    "blood count": blood_count(),
    "imaging": narrative("imaging"),
    "pathology": narrative("pathology"),
    "endoscopy": narrative("endoscopy"),
    "other": narrative("other"),
    "without dates": _few(collected="", reported=""),
    "impossible dates": _few(collected="2026-02-30", reported="2026-13-01"),
    "month only": _few(collected="2026-02", reported="2026-02"),
    "two specimens": _few(specimen="血清、尿液"),
    "nothing found": _few(results=(), reasons=(Reason.NO_RESULTS,)),
    "page failed": _few(pages=(Page(1, 1, reasons=(Reason.PAGE_FAILED,), note="damaged"),)),
}


def context(**changes: object) -> BundleContext:
    settings: dict[str, object] = {
        "recorded": "2026-03-01T08:30:00Z",
        "ehr_base": "https://ehr.example/fhir",
        "source": "DocumentReference/scan",
        "patient": "Patient/pat",
        "docx": b"PK\x03\x04 a docx",
        "figures": {"图1": b"\x89PNG\r\n\x1a\n"},
        "software_version": "0.1.0",
        "models": (("PP-OCRv5 detection", "5.0"),),
    }
    return BundleContext(**(settings | changes))  # type: ignore[arg-type]
