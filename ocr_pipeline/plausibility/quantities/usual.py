"""Which upper bounds a reference interval can have: one far off says that its unit, its name or a digit of it was misread.

Bounds are deliberately wide: the usual adult ones (Kratz et al., N Engl J Med 2004;351:1548-63; WS/T 404 and 405 of China),
with room for children, pregnancy, sex and method on both sides. An analyte has a line for each dimension it is printed in.
"""

from __future__ import annotations

from functools import cache

from ocr_pipeline.plausibility.quantities.analytes import identify
from ocr_pipeline.plausibility.quantities.measures import is_blood, printed_scale
from ocr_pipeline.plausibility.quantities.units import scale
from ocr_pipeline.report import Result
from ocr_pipeline.tables.grammar.ranges import Range

#: Key, unit, lowest and highest upper bound.
_TABLE = """
WBC 10^9/L 6 40;RBC 10^12/L 3.8 8.5;HGB g/L 100 260;MCV fL 80 135;MCH pg 25 45;MCHC g/L 310 420;RDWCV % 11 22;RDWSD fL 38 70
PLT 10^9/L 220 800;MPV fL 8 18;TP g/L 60 100;ALB g/L 38 70;GLOB g/L 25 60;ALT U/L 20 120;AST U/L 20 130;ALP U/L 70 1200
GGT U/L 20 250;TBIL umol/L 12 300;TBIL mg/dL 0.7 17;DBIL umol/L 2.5 30;DBIL mg/dL 0.14 1.7;IBIL umol/L 7 300;IBIL mg/dL 0.4 17
TC mmol/L 3.9 8.5;TC mg/dL 150 330;TG mmol/L 0.9 4.6;TG mg/dL 80 400;HDL mmol/L 1.2 4;HDL mg/dL 45 150
LDL mmol/L 1.3 6.5;LDL mg/dL 50 250;NONHDL mmol/L 2 7;NONHDL mg/dL 80 270;NA mmol/L 138 160;K mmol/L 4.3 7.5
CL mmol/L 100 125;HCO3 mmol/L 22 40;TCO2 mmol/L 22 42;GAP mmol/L 8 30;CA mmol/L 2.2 3.2;CA mg/dL 9 13;P mmol/L 1 3.2
P mg/dL 3.2 10;MG mmol/L 0.85 1.6;MG mg/dL 2 3.9;UREA mmol/L 5 15;UREA mg/dL 14 90;BUN mmol/L 5 15;BUN mg/dL 14 90
CREA umol/L 40 180;CREA mg/dL 0.45 2;UA umol/L 250 600;UA mg/dL 4.2 10;GLU mmol/L 5 14;GLU mg/dL 90 250;PT s 11 22;APTT s 28 60
TT s 13 32;FIB g/L 2.8 8;FE umol/L 20 50;FE ug/dL 110 280;TIBC umol/L 50 110;TIBC ug/dL 290 620;CRP mg/L 0.4 20
TSH uIU/mL 2.3 25;INS uIU/mL 9 80;A1C % 5 9;FT3 pmol/L 5 12;FT3 pg/mL 3 8;FT4 pmol/L 15 40;FT4 ng/dL 1.1 3.2
T3 nmol/L 1.9 5;T3 ng/mL 1.2 3.3;T4 nmol/L 100 260;T4 ug/dL 8 20;AFP ng/mL 2.5 45;CEA ng/mL 2 20;CA125 U/mL 15 80
CA199 U/mL 15 80;CA153 U/mL 12 60;TPSA ng/mL 1.5 15;FER ng/mL 60 1000;LDH U/L 150 900;CK U/L 100 600;AMY U/L 60 400
LAC mmol/L 1.2 5;ICA mmol/L 1.15 1.7;HCY umol/L 8 30;PCO2 mmHg 38 60;PO2 mmHg 80 130;QTC ms 400 500;PRI ms 180 230
NEU% % 50 95;LYM% % 30 90;MON% % 5 25;EOS% % 2 15;BAS% % 0.4 6;NEU# 10^9/L 4 35;LYM# 10^9/L 2 30;MON# 10^9/L 0.4 5;EOS# 10^9/L 0.2 3;BAS# 10^9/L 0.02 0.6
"""


@cache
def _bounds() -> dict[tuple[str, str], tuple[float, float]]:
    """From analyte and dimension to the lowest and highest upper bound in base units."""
    out: dict[tuple[str, str], tuple[float, float]] = {}
    for entry in _TABLE.replace("\n", ";").split(";"):
        if entry:
            key, unit, low, high = entry.split()
            base = scale(unit)
            if base is None:
                raise ValueError(f"unknown unit {unit}")
            out[key, base.dimension] = (float(low) * base.factor, float(high) * base.factor)
    return out


#: What a living person has lies between the lowest upper bound divided by this and the highest times that.
_BELOW, _ABOVE = 300.0, 60.0


def possible(key: str, dimension: str) -> tuple[float, float] | None:
    """Limits in base units for a dimension that the analyte's own limits are not given in; wide ones."""
    bounds = _bounds().get((key, dimension))
    return (bounds[0] / _BELOW, bounds[1] * _ABOVE) if bounds is not None else None


def unusual_interval(result: Result, interval: Range | None) -> bool:
    """True when no laboratory prints such an upper bound in this unit for this analyte."""
    key = identify(result.name, result.code, result.unit)
    if key is None or interval is None or interval.high is None or not is_blood(key, result):
        return False
    printed = printed_scale(key, result.unit)
    bounds = _bounds().get((key, printed.dimension)) if printed is not None else None
    if printed is None or bounds is None:
        return False
    size = float(interval.high) * printed.factor
    return not 0.999 * bounds[0] <= size <= 1.001 * bounds[1]
