"""Where the measuring range of an assay ends: there laboratories print ``<`` or ``>``, and a bare number is suspicious.

The numbers are ends of measuring ranges as makers state them for common analysers (Roche Elecsys and cobas, Abbott
Architect and Alinity, Siemens Atellica and BN, Beckman DxI, bioMérieux VIDAS), and limits that laboratories report by custom
(``>90`` for eGFR). Ends that are everyday results as well (0.05 of procalcitonin) are left out: they would doubt right values.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from ocr_pipeline.plausibility.quantities.analytes import identify
from ocr_pipeline.report import Result
from ocr_pipeline.tables.grammar.normal import compact
from ocr_pipeline.tables.grammar.numbers import decimals
from ocr_pipeline.tables.grammar.ranges import Range

#: Key (or, behind ``~``, a pattern of the compact name with its code); pattern of the unit; lower ends; upper ends.
_TABLE = """
TSH; iu; 0.0025 0.003 0.005 0.008 0.0083 0.01 0.010 0.015; 100 100.0 100.00 100.000 150 150.0 150.00
FT4; pmol; 0.3 0.5 1.3 5.15; 100 100.0 100.00 64.35 77.23
FT4; ng/dl; 0.023 0.1 0.25 0.4; 6 6.0 6.00 7.77 8 8.0 12.0
FT3; pmol; 0.4 0.6 1.5 2.3; 50 50.0 50.00 30.8
FT3; pg; 0.2 0.26 0.5 1.5; 20 20.0 30 30.0 32.55
T4; .; 0.42 5.4 12.9 19.3; 24.86 320 320.0
T3; .; 0.3 0.195 0.25; 8 8.0 6.51 10 10.0 10.00
INS; .; 0.2 0.4; 300 300.0 1000 1000.0
LH; .; 0.07 0.1 0.10 0.2 0.20 0.3; 200 200.0 250 250.0
FSH; .; 0.05 0.1 0.10 0.2 0.20 0.3; 150 150.0 200 200.0
PRL; .; 0.047 0.25 0.3; 200 200.0 470 470.0 10000
PROG; .; 0.03 0.05 0.1 0.10 0.21 0.159; 40 40.0 60 60.0 60.00 190.8
TESTO; .; 0.02 0.025 0.03 0.087 0.1 0.13; 15 15.0 15.00 16 52.05
AFP; .; 0.5 0.50 0.605 0.61 0.75 0.908 0.91 1.3 2.0; 1000 1000.0 1210 1210.0 2000 3000 54000
CEA; .; 0.2 0.20 0.343 0.5 0.50; 1000 1000.0 1500 1500.0
CA125; .; 0.5 0.6 0.60 1.0 2.0; 1000 1000.0 5000 5000.0
CA199; .; 0.6 0.60 0.8 0.80 1.2 2.0 2.00; 700 1000 1000.0 1200 1200.0 2000
CA153; .; 0.5 0.50 1.0 1.00; 300 300.0 800 800.0 1000
TPSA; .; 0.001 0.002 0.003 0.006 0.008 0.014; 100 100.0 100.00 100.000 1000
FPSA; .; 0.005 0.01 0.018; 30 30.0 50 50.0
FER; .; 0.5 0.50 1.0; 1500 1500.0 1650 1650.0 1675 1675.0 2000 2000.0
B12; .; 30 50 61 83 111 125 150; 1476 1500 2000
VITD; .; 3 3.0 3.00 3.4 4.2 5.0 7.5 8 8.0; 70 70.0 100 100.0 120 120.0 150 150.0 155.9 160 160.0 175
CRP; .; 0.20 3.02 3.11 3.13 3.15 3.19 3.23 3.28 3.34 3.45 3.48; 200 200.0 270 300 320 350
INR; .; ; 8 8.0 8.00 10 10.0 10.00
PT; .; ; 120 120.0 150 150.0
APTT; .; ; 180 180.0 200 200.0 240 240.0 300 300.0
GLU; mmol; ; 27.8 33.3 33.30
GLU; mg; ; 500 600
ESR; .; ; 120 140
HCY; .; ; 50 50.0 65 65.0
~bhcg|hcg|绒毛膜促性腺; iu; 0.1 0.10 0.100 0.2 0.20 0.200 0.5 0.50 1.2 1.20 2 2.0; 1000 1000.0 10000 15000 200000 225000
~egfr|肾小球滤过率|filtrado glomerular; .; ; 60 60.0 90 90.0
~troponin|肌钙蛋白|tnt|tni; ng/l|pg; 1.5 1.6 1.9 2.3 2.5 3 3.0 5 5.0; 10000 25000 50000
~troponin|肌钙蛋白|tnt|tni; ng/ml; 0.001 0.0015 0.002 0.003 0.006 0.0025; 10 10.0 50 50.0 50.00
~ntprobnp; .; 5 5.0 10 10.0 20 20.0 35 35.0; 30000 35000 70000
~(?<!pro)bnp|脑利钠肽; .; 5 5.0 10 10.0; 5000 5000.0
~降钙素原|procalcitonin; .; 0.02 0.020; 100 100.0 200 200.0
~类风湿因子|rheumatoid; .; 8.6 9.38 9.69 10.1 10.3 10.4 10.5 11 11.0 11.5 20 20.0;
~链球菌溶血素|\\baso|antistreptolysin; .; 25 25.0 49.7 50 50.0 51.6 53.4;
~过氧化物酶抗体|tpo; .; 5 5.0 5.00 9 9.0 9.00 28 28.0; 600 600.0 1000 1000.0 1300 1300.0
~甲状腺球蛋白抗体|antitg|tgab; .; 0.9 3.0 4 4.0 10 10.0 15 15.0 20 20.0; 500 500.0 1000 4000 4000.0
~促甲状腺(?:激)?素受体抗体|trab; .; 0.25 0.3 0.30 0.8 0.80; 30 30.0 40 40.0 40.00
~雌二醇|estradiol|oestradiol; .; 5 5.0 5.00 10 10.0 10.00 11.8 15 15.0 15.00 18.4 20 20.0 20.00; 3000 3000.0 4300 4300.0 5000
~皮质醇|cortisol; .; 0.018 0.36 1.0; 60 60.0 63.4 1750 1750.0
~(?:hbv|hcv|hiv|cmv|ebv|病毒|乙肝|丙肝)\\S*[dr]na; copies|拷贝|iu; 5 10 12 15 20 25 30 40 50 60 100 200 400 500 1000;
~表面抗体|antihbs|hbsab; .; 2 2.0 2.00; 1000 1000.0 1000.00
~\\bige|免疫球蛋白e; .; 0.1 2.0 18.5; 2000 2500 2500.0 5000
~白介素6|白细胞介素6|\\bil6; .; 1.5 1.50 2.0 2.00; 5000 5000.0
~叶酸|folate|folic; .; 0.6 1.5 2.0; 20 20.0 20.00 24 24.0 40 40.0 45.4
"""


@cache
def _ends() -> tuple[tuple[str, re.Pattern[str] | None, re.Pattern[str], frozenset[str], frozenset[str]], ...]:
    out = []
    for line in _TABLE.strip().splitlines():
        name, unit, low, high = (cell.strip() for cell in line.split(";"))
        pattern = re.compile(name[1:]) if name.startswith("~") else None
        out.append((name, pattern, re.compile(unit), frozenset(low.split()), frozenset(high.split())))
    return tuple(out)


def comparator_lost(result: Result, number: Decimal, interval: Range | None) -> str | None:
    """What to say where a number stands bare just where an assay's range, or an interval with one bound, ends; None
    elsewhere."""
    if result.comparator is not None:
        return None
    where = interval.places(number) if interval is not None else None
    printed, unit = result.value.replace(",", "."), result.unit.casefold()
    key = identify(result.name, result.code, result.unit)
    name = compact(result.name) + " " + compact(result.code)
    for own, pattern, units, low, high in _ends():
        if printed not in low and printed not in high:
            continue
        if not (own == key if pattern is None else pattern.search(name)) or not units.search(unit or " "):
            continue
        if printed in low and where != "high":
            return f"Such assays end at {result.value}: a < may have stood before it."
        if printed in high and (where != "low" or (interval is not None and number == interval.low)):
            return f"Such assays end at {result.value}: a > may have stood before it."
    fine = bool(decimals(result.value)) or number >= 100  # a whole 5 at <5 is an everyday result
    one_sided = interval is not None and interval.kind in ("upper", "lower") and fine and not result.flag
    if interval is not None and one_sided and number == (interval.high if interval.kind == "upper" else interval.low):
        return f"Just the bound of {result.reference_range}: a comparator may have stood before it."
    return None
