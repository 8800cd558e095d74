"""The scorer is the instrument: a perfect output scores 1, an empty one 0, each planted error is counted once."""

from __future__ import annotations

import copy
import importlib.util
import io
import json
import random
from collections import Counter
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from adapter.bench import figures, recall, wording
from adapter.bench.scoring import score

pytestmark = pytest.mark.unit

TRUTH = {
    "id": "one",
    "lang": "zh",
    "level": "phone",
    "template": "cbc",
    "rows": [
        {"name": "白细胞计数", "code": "WBC", "value": "6.10", "unit": "10^9/L", "ref": "4.00-10.00", "flag": ""},
        {"name": "血红蛋白", "code": "HGB", "value": "98", "unit": "g/L", "ref": "115~150", "flag": "L"},
        {"name": "C反应蛋白", "code": "CRP", "value": "<0.5", "unit": "mg/L", "ref": "0-8", "flag": ""},
        {"name": "尿蛋白", "value": "+", "unit": "", "ref": "阴性", "flag": "A"},
    ],
    "sections": [
        {"heading": "超声所见", "kind": "findings", "text": "肝脏大小正常，见图1。", "figures": ["图1"]},
        {"heading": "诊断", "kind": "impression", "text": "未见明显异常。", "figures": []},
    ],
}


def perfect(truth: dict = TRUTH) -> dict:
    def result(row):
        value = row["value"]
        comparator = value[0] if value[0] in "<>" else None
        return {
            "name": row["name"],
            "code": row.get("code", ""),
            "value": value[1:] if comparator else value,
            "comparator": comparator,
            "unit": row["unit"],
            "ucum": None,
            "loinc": None,
            "reference_range": row["ref"],
            "flag": row["flag"],
            "confidence": 0.99,
            "needs_review": False,
        }

    sections = [{k: s[k] for k in ("heading", "kind", "text", "figures")} for s in truth["sections"]]
    return {"needs_review": False, "results": [result(r) for r in truth["rows"]], "sections": sections}


def changed(row: int, **values) -> dict:
    report = perfect()
    report["results"][row].update(values)
    return report


def test_perfect_is_one_and_has_no_error():
    one = score(TRUTH, perfect())
    counts = one.counts
    assert counts["exact"] == counts["rows"] == counts["found"] == counts["value_ok"] == 4
    assert counts["unit_ok"] == counts["flag_ok"] == counts["ref_ok"] == counts["ref_n"] == 4
    assert figures.silent(counts) == counts["invented"] == counts["cer_d"] == counts["review"] == 0
    assert counts["link_right"] == counts["link_wanted"] == counts["link_said"] == 1
    assert one.errors == ()
    assert figures.figure([one], "exact rows").share == 1.0
    assert figures.link_f1([one]).share == 1.0


@pytest.mark.parametrize("report", [None, {"needs_review": False, "results": [], "sections": []}])
def test_empty_is_zero(report):
    one = score(TRUTH, report)
    assert one.counts["exact"] == one.counts["value_ok"] == 0
    assert figures.figure([one], "exact rows").share == 0.0
    assert figures.figure([one], "character errors").share == 1.0
    assert figures.link_f1([score(TRUTH, {"results": [], "sections": []})]).share == 0.0


def test_missing_rows_are_silent_unless_the_document_is_marked():
    report = perfect()
    del report["results"][1]
    assert score(TRUTH, report).counts["silent_missing"] == 1
    report["needs_review"] = True
    assert score(TRUTH, report).counts["silent_missing"] == 0


PLANTED = [
    ("a wrong digit", changed(0, value="6.70"), {"value_ok": -1, "exact": -1, "silent_wrong": 1}),
    ("a lost zero", changed(0, value="6.1"), {"value_ok": -1, "exact": -1, "silent_wrong": 1}),
    ("a lost comparator", changed(2, comparator=None), {"value_ok": -1, "exact": -1, "silent_wrong": 1}),
    (
        "a wrong digit that is marked",
        changed(0, value="6.70", needs_review=True),
        {"value_ok": -1, "exact": -1, "review": 1},
    ),
    ("a wrong unit", changed(1, unit="g/dL"), {"unit_ok": -1, "exact": -1}),
    ("a lost exponent", changed(0, unit="10/L"), {"unit_ok": -1, "exact": -1}),
    ("a wrong range", changed(1, reference_range="115-160"), {"ref_ok": -1, "exact": -1}),
    ("a lost flag", changed(1, flag=""), {"flag_ok": -1, "exact": -1}),
    ("a turned flag", changed(1, flag="H"), {"flag_ok": -1, "exact": -1}),
    ("an invented flag", changed(0, flag="L"), {"flag_ok": -1, "exact": -1}),
    ("a review for nothing", changed(0, needs_review=True), {"review": 1}),
]


@pytest.mark.parametrize("report, change", [p[1:] for p in PLANTED], ids=[p[0] for p in PLANTED])
def test_each_planted_error_is_counted_once(report, change):
    before, after = score(TRUTH, perfect()).counts, score(TRUTH, report).counts
    assert {k: after[k] - before[k] for k in before | after if after[k] != before[k]} == change


def test_an_invented_row():
    report = perfect()
    report["results"].append({"name": "页码", "value": "1", "confidence": 0.9, "needs_review": False})
    assert score(TRUTH, report).counts["invented"] == 1
    assert score(TRUTH, report).counts["silent_invented"] == 1
    assert score({**TRUTH, "partial": True}, report).counts["invented"] == 0
    report["results"][-1]["needs_review"] = True
    assert score(TRUTH, report).counts["silent_invented"] == 0


def test_two_rows_that_swapped_values_are_two_errors():
    report = perfect()
    a, b = report["results"][0], report["results"][1]
    a["value"], b["value"] = b["value"], a["value"]
    assert score(TRUTH, report).counts["silent_wrong"] == 2


def test_a_wrong_character_in_the_narrative():
    report = perfect()
    report["sections"][0]["text"] = "肝脏大小正當，见图1。"
    counts = score(TRUTH, report).counts
    assert (counts["cer_d"], counts["cer_n"]) == (1, 18)


def test_a_figure_link_lost_and_one_invented():
    report = perfect()
    report["sections"][0]["figures"] = []
    report["sections"][1]["figures"] = ["图2"]
    one = score(TRUTH, report)
    assert one.counts["link_right"] == 0
    assert figures.link_f1([one]).share == 0.0


@pytest.mark.parametrize(
    "function, pairs",
    [
        (wording.unit, [("×10^9/L", "x10*9/l"), ("μmol/L", "umol/L"), ("mcg/L", "ug/L"), ("(g/L)", "g/L")]),
        (wording.value, [("＜0.5", "<0.5"), ("1,5", "1.5"), ("98↓", "98"), ("≤3", "<=3"), (" 4.50 ", "4.50")]),
        (
            wording.interval,
            [("4.00～10.00", "4-10"), ("115 — 150", "115~150"), ("(0-8)", "0-8"), ("3,5-9,5", "3.5-9.5")],
        ),
        (wording.flag, [("↑", "H"), ("偏低", "L"), ("High", "H"), ("N", ""), ("*", "A"), ("阳性", "A")]),
        (wording.analyte, [("γ-谷氨酰转肽酶", "r谷氨酰转肽酶"), ("白细胞 计数", "白细胞计数")]),
    ],
)
def test_spellings_that_count_as_the_same(function, pairs):
    for a, b in pairs:
        assert function(a) == function(b), (a, b)


@pytest.mark.parametrize(
    "function, pairs",
    [
        (wording.unit, [("g/L", "g/dL"), ("10^9/L", "10^12/L"), ("mg/L", "ug/L")]),
        (wording.value, [("4.5", "4.50"), ("<5", "5"), ("-", "+"), ("1:40", "1:4")]),
        (wording.interval, [("3.5-9.5", "3.5-9.6"), ("<5", ">5")]),
        (wording.flag, [("H", "L"), ("H", ""), ("*", "")]),
    ],
)
def test_differences_that_count(function, pairs):
    for a, b in pairs:
        assert function(a) != function(b), (a, b)


def test_bootstrap_interval_holds_the_share_and_narrows():
    rng = random.Random(1)
    few = [score(TRUTH, changed(0, value="9") if rng.random() < 0.5 else perfect()) for _ in range(10)]
    many = few * 20
    wide, narrow = figures.figure(few, "exact rows"), figures.figure(many, "exact rows")
    assert wide.low <= wide.share <= wide.high
    assert narrow.high - narrow.low < (wide.high - wide.low) / 2
    assert figures.figure(few, "exact rows") == wide
    assert figures.figure([], "exact rows").share is None


def test_risk_falls_when_doubt_is_honest():
    scores = [score(TRUTH, changed(0, value="9", confidence=0.3)) for _ in range(5)]
    points = {p.what: p for p in figures.risk_coverage(scores)}
    assert points["surest 50%"].risk == 0.0
    assert points["surest 100%"].risk == 0.25
    assert points["not marked for review"].coverage == 1.0


def test_recall_of_text():
    wanted = recall.strings(TRUTH)
    lines = [
        "白细胞计数 6.10 10^9/L 4.00—10.00",
        "血红蛋白 98 115-150 C反应蛋白 ＜0.5 0~8",
        "尿蛋白 + 阴性",
        "肝脏大小正常，见图1",
        "未见明显异常",
    ]
    assert recall.found(wanted, lines) == len(wanted)
    assert recall.found(wanted, lines[1:]) == len(wanted) - 3
    assert recall.found(wanted, []) == 0


SCORE_PY = Path(__file__).parents[3].parent / "shared" / "tools" / "score.py"


@pytest.mark.skipif(not SCORE_PY.is_file(), reason="the outside scorer is not beside the repository")
def test_agrees_with_the_outside_scorer(tmp_path):
    spec = importlib.util.spec_from_file_location("outside_score", SCORE_PY)
    outside = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(outside)
    rng = random.Random(3)
    labels, out = tmp_path / "labels", tmp_path / "out"
    labels.mkdir()
    total: Counter[str] = Counter()
    for number in range(60):
        truth = copy.deepcopy(TRUTH) | {"id": f"d{number}", "partial": rng.random() < 0.2}
        if rng.random() < 0.2:
            truth["uncertain"] = ["ref of 血红蛋白"]
        report = perfect(truth)
        for result in list(report["results"]):
            chance = rng.random()
            if chance < 0.15:
                report["results"].remove(result)
            elif chance < 0.6:
                part = rng.choice(["value", "unit", "reference_range", "flag", "name", "comparator", "ucum"])
                result[part] = rng.choice(["6.7", "g/L", "4-10", "↑", "L", "", None, "10*9/L", "WBC"])
            result["needs_review"] = rng.random() < 0.3
        if rng.random() < 0.3:
            report["results"].append({"name": rng.choice(["血红蛋白", "页"]), "value": "98", "needs_review": False})
        for section in report["sections"]:
            section["text"] = section["text"].replace(rng.choice(section["text"]), rng.choice("正異x"))
        report["needs_review"] = rng.random() < 0.5
        (labels / f"d{number}.json").write_text(json.dumps(truth), encoding="utf-8")
        if rng.random() < 0.1:
            total.update(score(truth, None).counts)
            continue
        (out / f"d{number}").mkdir(parents=True)
        (out / f"d{number}" / "report.json").write_text(json.dumps(report), encoding="utf-8")
        total.update(score(truth, report).counts)
    with redirect_stdout(io.StringIO()):
        theirs = outside.main(str(out), str(labels))
    shared = [k for k in theirs if k in total or (isinstance(theirs[k], int) and not k.startswith("phi"))]
    assert {k: total[k] for k in shared if k != "silent"} == {k: theirs[k] for k in shared if k != "silent"}
    assert figures.silent(total) == theirs["silent"]


def test_headings_kinds_and_leaks_are_counted_once_each():
    report = perfect()
    report["sections"][0]["kind"] = "other"
    report["sections"].append({"heading": "广告", "kind": "other", "text": "", "figures": []})
    report["results"][0]["note"] = "张 三丰"
    truth = {**TRUTH, "phi": ["张三丰", "男", "45岁", "2024-05-01", "李四光"]}
    one = score(truth, report, "<p>李四 光</p>".replace(" ", ""))
    counts = one.counts
    assert (counts["heading_n"], counts["heading_ok"], counts["kind_ok"], counts["heading_spare"]) == (2, 2, 1, 1)
    assert (counts["phi_n"], counts["phi_leak"]) == (2, 2)
    assert {e for e in one.errors if e.startswith("identity")} == {"identity: 张三丰", "identity: 李四光"}
    assert any("超声所见" in e and "kind other" in e for e in one.errors)
    assert "section that nobody printed: 广告" in one.errors
