"""CPU time of understanding and doubting a 40-row page, apart from seeing it: ``python -m tests.bench.understanding``.

Pages are laid out from words, as the recogniser would give them, and differ in their values, so that no cache of a page
before helps more than it does among the pages of one laboratory. Prints milliseconds a page, and of the first page alone.
"""

from __future__ import annotations

import argparse
import gc
import random
import time
from collections.abc import Sequence

import numpy as np

from ocr_pipeline import figures, heading, layout
from ocr_pipeline.dates import find_dates
from ocr_pipeline.page import Image, PageImage, PageText
from ocr_pipeline.plausibility import doubt
from ocr_pipeline.report import Region, Report, Source
from ocr_pipeline.sections import read_sections
from ocr_pipeline.tables import read_tables
from tests.unit.tables.pages import page

_ANALYTES = (
    ("白细胞计数", "WBC", "10^9/L", 3.5, 9.5), ("红细胞计数", "RBC", "10^12/L", 4.3, 5.8), ("血红蛋白", "HGB", "g/L", 130, 175),
    ("红细胞压积", "HCT", "%", 40, 50), ("平均红细胞体积", "MCV", "fL", 82, 100), ("血小板计数", "PLT", "10^9/L", 125, 350),
    ("丙氨酸氨基转移酶", "ALT", "U/L", 9, 50), ("天门冬氨酸氨基转移酶", "AST", "U/L", 15, 40), ("总胆红素", "TBIL", "μmol/L", 5, 21),
    ("直接胆红素", "DBIL", "μmol/L", 0, 7), ("总蛋白", "TP", "g/L", 65, 85), ("白蛋白", "ALB", "g/L", 40, 55),
    ("尿素", "UREA", "mmol/L", 3.1, 8), ("肌酐", "CREA", "μmol/L", 57, 97), ("尿酸", "UA", "μmol/L", 208, 428),
    ("葡萄糖", "GLU", "mmol/L", 3.9, 6.1), ("总胆固醇", "TC", "mmol/L", 3, 5.2), ("甘油三酯", "TG", "mmol/L", 0.5, 1.7),
    ("钾", "K", "mmol/L", 3.5, 5.3), ("钠", "NA", "mmol/L", 137, 147),
)  # fmt: skip


def forty_rows(seed: int) -> PageText:
    dice = random.Random(seed)
    rows: list[list[tuple[float, str]]] = [
        [(500, "检验报告单")],
        [(60, "姓名：王小明"), (500, "性别：男"), (900, "年龄：35岁")],
    ]
    rows.append([(60, "代码"), (200, "项目"), (560, "结果"), (760, "提示"), (860, "单位"), (1100, "参考范围")])
    for name, code, unit, low, high in _ANALYTES * 2:
        value = dice.uniform(0.7 * low, 1.3 * high)
        flag = "↑" if value > high else "↓" if value < low else ""
        rows.append([(60, code), (200, name), (560, f"{value:.1f}"), (760, flag), (860, unit), (1100, f"{low}-{high}")])
    rows.append([(60, "检验者：李华"), (900, "报告时间：2024-05-06 10:20")])
    return page(rows)


def understand(text: PageText, regions: tuple[tuple[Region, ...]]) -> int:
    """All that comes after seeing and before the guard; the number of results."""
    tables = read_tables([text], regions)
    sections = read_sections([text], regions, tables.used_lines)
    found = figures.find_figures([text], regions, sections)
    about = heading.read_heading([text], regions)
    find_dates([text])
    source = Source("0" * 64, "image/png", 1)
    report = Report(source, about.language, about.kind, results=tables.results, sections=found.sections)
    return len(doubt(report, [text], tables).results)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, default=20)
    count: int = parser.parse_args(arguments).pages
    blank: Image = np.full((1600, 1700, 3), 255, np.uint8)
    spent: list[float] = []
    gc.freeze()  # as a reading process does before its first document
    for seed in range(count):
        text = forty_rows(seed)
        regions = (layout.label_regions(PageImage(0, blank), text),)
        began = time.process_time()
        rows = understand(text, regions)
        spent.append(1000 * (time.process_time() - began))
        assert rows == 40, f"{rows} rows of 40 were found"
    rest = sorted(spent[1:])
    print(f"first page {spent[0]:.0f} ms, then {rest[len(rest) // 2]:.0f} ms CPU a page of 40 rows ({count} pages)")


if __name__ == "__main__":
    main()
