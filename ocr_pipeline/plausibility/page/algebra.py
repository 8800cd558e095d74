"""The relations that laboratory values obey, checked within the rounding of the printed digits.

Every relation gives its source. A strict relation is computed by the analyser or the laboratory system from the other
values, so that a failure means a misread digit (or a printing error worth a look); a soft one holds only when a value was
calculated rather than measured: when it holds it confirms, when it fails it says nothing.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Quantity:
    """A printed value in base units with the interval that its rounding leaves."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Relation:
    """``target = formula(*inputs)`` in base units (see :mod:`quantities`). ``slack`` is a relative tolerance added to the
    rounding, ``grace`` an absolute one."""

    name: str
    target: str
    inputs: tuple[str, ...]
    formula: Callable[..., float]
    source: str
    soft: bool = False
    slack: float = 0.0
    grace: float = 0.0

    @property
    def members(self) -> tuple[str, ...]:
        return (self.target, *self.inputs)

    def holds(self, values: Mapping[str, Quantity]) -> bool | None:
        """Whether the printed values agree; None when one is missing or the formula has no value there."""
        try:
            got = [values[k] for k in self.inputs]
            target = values[self.target]
            corners = [self.formula(*c) for c in itertools.product(*((q.low, q.high) for q in got))]
        except (KeyError, ZeroDivisionError, ValueError, OverflowError):
            return None
        # a value that was rounded twice (0.049, 0.05, 0.1) is a little further from its inputs than half a digit
        twice = 0.05 * (target.high - target.low)
        margin = self.slack * abs(target.value) + self.grace + twice + 1e-9 * abs(target.value)
        return min(corners) - margin <= target.high and max(corners) + margin >= target.low


_CBC = "Bain BJ et al., Dacie and Lewis Practical Haematology, 12th ed., ch. 3 (red cell indices)"
_DIFF = "ICSH / CLSI H20-A2: differential count; the shares of all leucocytes sum to 100 %, absolute = share x WBC"
_PROT = "Tietz Fundamentals of Clinical Chemistry, 8th ed.: globulin = total protein - albumin"
_BILI = "Tietz Fundamentals, 8th ed.: indirect = total - direct bilirubin"
_LIPID = "NCEP ATP III, NIH 02-5215: non-HDL = TC - HDL; Friedewald et al., Clin Chem 1972;18:499-502"
_SPERM = "WHO laboratory manual for the examination and processing of human semen, 6th ed. (2021), 2.4.6: motility"
_IONS = "Emmett & Narins, Medicine 1977;56:38-54: anion gap = Na - (Cl + HCO3), some laboratories add K"


def _total(*parts: float) -> float:
    return sum(parts)


RELATIONS: tuple[Relation, ...] = (
    Relation("MCV = HCT / RBC", "MCV", ("HCT", "RBC"), lambda hct, rbc: hct / rbc, _CBC, slack=0.001),
    Relation("MCH = HGB / RBC", "MCH", ("HGB", "RBC"), lambda hgb, rbc: hgb / rbc, _CBC, slack=0.001),
    Relation("MCHC = HGB / HCT", "MCHC", ("HGB", "HCT"), lambda hgb, hct: hgb / hct, _CBC, slack=0.001),
    Relation("MCHC = MCH / MCV", "MCHC", ("MCH", "MCV"), lambda mch, mcv: mch / mcv, _CBC, slack=0.002),
    *(
        Relation(f"{c}# = WBC x {c}%", f"{c}#", ("WBC", f"{c}%"), lambda wbc, share: wbc * share, _DIFF, slack=0.001)
        for c in ("NEU", "LYM", "MON", "EOS", "BAS", "MID", "GRA")
    ),
    Relation("sum of shares = 100 %", "ALL%", ("NEU%", "LYM%", "MON%", "EOS%", "BAS%"), _total, _DIFF),
    Relation("sum of shares = 100 %", "ALL%", ("LYM%", "MID%", "GRA%"), _total, _DIFF),
    Relation("sum of cells = WBC", "WBC", ("NEU#", "LYM#", "MON#", "EOS#", "BAS#"), _total, _DIFF, slack=0.001),
    Relation("sum of cells = WBC", "WBC", ("LYM#", "MID#", "GRA#"), _total, _DIFF, slack=0.001),
    Relation("PCT = PLT x MPV", "PCT", ("PLT", "MPV"), lambda plt, mpv: plt * mpv, _CBC, slack=0.005),
    Relation("P-LCR = P-LCC / PLT", "PLCR", ("PLCC", "PLT"), lambda lcc, plt: lcc / plt, _CBC, slack=0.01),
    Relation("GLOB = TP - ALB", "GLOB", ("TP", "ALB"), lambda tp, alb: tp - alb, _PROT),
    Relation("A/G = ALB / GLOB", "AG", ("ALB", "GLOB"), lambda alb, glob: alb / glob, _PROT),
    Relation("A/G = ALB / (TP - ALB)", "AG", ("ALB", "TP"), lambda alb, tp: alb / (tp - alb), _PROT),
    Relation("IBIL = TBIL - DBIL", "IBIL", ("TBIL", "DBIL"), lambda t, d: t - d, _BILI),
    Relation(
        "AST/ALT", "ASTALT", ("AST", "ALT"), lambda ast, alt: ast / alt, "De Ritis et al., Clin Chim Acta 1957;2:70-4"
    ),
    Relation("non-HDL = TC - HDL", "NONHDL", ("TC", "HDL"), lambda tc, hdl: tc - hdl, _LIPID),
    Relation("TC/HDL", "TCHDL", ("TC", "HDL"), lambda tc, hdl: tc / hdl, _LIPID),
    Relation("LDL/HDL", "LDLHDL", ("LDL", "HDL"), lambda ldl, hdl: ldl / hdl, _LIPID),
    Relation("TC = HDL + LDL + VLDL", "TC", ("HDL", "LDL", "VLDL"), _total, _LIPID, soft=True),
    Relation("TIBC = Fe + UIBC", "TIBC", ("FE", "UIBC"), _total, "Tietz Fundamentals, 8th ed.: iron binding capacity"),
    Relation(
        "TSAT = Fe / TIBC",
        "TSAT",
        ("FE", "TIBC"),
        lambda fe, tibc: fe / tibc,
        "Tietz Fundamentals, 8th ed.",
        slack=0.005,
    ),
    Relation(
        "TCO2 = HCO3 + dissolved CO2",
        "TCO2",
        ("HCO3", "PCO2"),
        lambda h, p: h + 0.2303e-3 * p,
        "Siggaard-Andersen, The Acid-Base Status of the Blood, 4th ed.: 0.2303 mmol/L a kPa",
        grace=6e-4,
    ),
    Relation("free / total PSA", "PSAR", ("FPSA", "TPSA"), lambda f, t: f / t, "Catalona et al., JAMA 1998;279:1542-7"),
    Relation("PR + NP + IM = 100 %", "ALL%", ("SPR", "SNP", "SIM"), _total, _SPERM),
    Relation("motile = PR + NP", "SMOT", ("SPR", "SNP"), _total, _SPERM),
    Relation("motile + IM = 100 %", "ALL%", ("SMOT", "SIM"), _total, _SPERM),
    Relation("CD4/CD8", "CD48", ("CD4", "CD8"), lambda a, b: a / b, "CLSI H42-A2: lymphocyte subsets", slack=0.01),
    Relation(
        "INR rises with PT", "INR", ("PT",), lambda pt: pt / 12.0, "WHO TRS 889, annex 3 (1999)", slack=0.6, grace=0.3
    ),
)

_FRIEDEWALD = {"mass": 1 / 5.0, "mol": 1 / 2.2}


def variable_relations(dimensions: Mapping[str, str]) -> list[Relation]:
    """Relations whose constants depend on the printed units (mass or amount of substance), by the units at hand."""
    out: list[Relation] = []
    share = _FRIEDEWALD.get(dimensions.get("TG", ""))
    if share:
        out.append(
            Relation(
                "VLDL = TG / 5 (mg) or / 2.2 (mmol)",
                "VLDL",
                ("TG",),
                lambda tg: tg * share,
                _LIPID,
                soft=True,
                slack=0.01,
            )
        )
        out.append(
            Relation(
                "LDL = TC - HDL - VLDL",
                "LDL",
                ("TC", "HDL", "TG"),
                lambda tc, hdl, tg: tc - hdl - tg * share,
                _LIPID,
                soft=True,
                slack=0.005,
            )
        )
    if dimensions.get("GLU") == "mol":
        # Matthews et al., Diabetologia 1985;28:412-9: HOMA-IR = glucose (mmol/L) x insulin (mIU/L) / 22.5
        out.append(
            Relation(
                "HOMA-IR",
                "HOMA",
                ("GLU", "INS"),
                lambda g, i: g * 1e3 * i * 1e3 / 22.5,
                "Matthews et al., Diabetologia 1985;28:412-9",
                slack=0.01,
            )
        )
    if dimensions.get("EAG") == "mass":
        out.append(
            Relation(
                "eAG = 28.7 A1c - 46.7",
                "EAG",
                ("A1C",),
                lambda a: (28.7 * a * 100 - 46.7) / 100,
                "Nathan et al., Diabetes Care 2008;31:1473-8",
                slack=0.01,
            )
        )
    elif dimensions.get("EAG") == "mol":
        out.append(
            Relation(
                "eAG = 1.59 A1c - 2.59",
                "EAG",
                ("A1C",),
                lambda a: (1.59 * a * 100 - 2.59) / 1000,
                "Nathan et al., Diabetes Care 2008;31:1473-8",
                slack=0.01,
            )
        )
    if dimensions.get("HCO3") == "mol":
        # Henderson-Hasselbalch with pK 6.1 and solubility 0.0307 mmol/L/mmHg; pCO2 in kPa here (0.230 mmol/L/kPa)
        out.append(
            Relation(
                "pH = 6.1 + log(HCO3 / 0.23 pCO2)", "PH", ("HCO3", "PCO2"), lambda h, p: 6.1 + math.log10(h * 1e3 / (0.2303 * p)),
                "Henderson-Hasselbalch; Siggaard-Andersen, The Acid-Base Status of the Blood, 4th ed.", grace=0.03,
            )
        )  # fmt: skip
    return out


def alternatives(known: Collection[str] = ()) -> list[tuple[tuple[Relation, ...], bool]]:
    """Relations that laboratories compute in one of several ways: one that holds is enough. With each group, whether it is
    a failure when none does. ``known`` are the values at hand: a blood gas without bicarbonate and pCO2 does not say how
    much of its total CO2 is dissolved."""
    gaps: list[Relation] = []
    for base in ("HCO3", "TCO2"):
        gaps += [
            Relation(f"AG = Na - Cl - {base}", "GAP", ("NA", "CL", base), lambda na, cl, h: na - cl - h, _IONS),
            Relation(
                f"AG = Na + K - Cl - {base}",
                "GAP",
                ("NA", "K", "CL", base),
                lambda na, k, cl, h: na + k - cl - h,
                _IONS,
            ),
        ]
    # total CO2 holds the dissolved CO2 as well: 0.0307 mmol/L a mmHg (0.2303 a kPa)
    dissolved = Relation(
        "AG = Na - Cl - (TCO2 - dissolved CO2)",
        "GAP",
        ("NA", "CL", "TCO2", "PCO2"),
        lambda na, cl, total, pco2: na - cl - total + 0.2303e-3 * pco2,
        "Siggaard-Andersen, The Acid-Base Status of the Blood, 4th ed.; " + _IONS,
        grace=1e-4,
    )
    with_k = Relation(
        "AG = Na + K - Cl - (TCO2 - dissolved CO2)",
        "GAP",
        ("NA", "K", "CL", "TCO2", "PCO2"),
        lambda na, k, cl, total, pco2: na + k - cl - total + 0.2303e-3 * pco2,
        dissolved.source,
        grace=1e-4,
    )
    gaps += [dissolved, with_k]
    source = "Tietz Fundamentals, 8th ed.: urea nitrogen to creatinine; 1 mg/dL BUN = 2.14 mg/dL urea"
    ratios: list[Relation] = []
    for nitrogen in ("BUN", "UREA"):
        for factor in (1.0, 1e3, 1e-3, 2.14, 1 / 2.14, 247.6 / 1e3, 4.04, 1 / 4.04 * 1e3):
            ratios.append(
                Relation("BUN / creatinine", "BUNCREA", (nitrogen, "CREA"), _ratio(factor), source, slack=0.01)
            )
    # base excess of extracellular fluid, of blood by its haemoglobin, and of blood with 150 g/L (CLSI C46-A2)
    fluid = Relation(
        "base excess",
        "BE",
        ("HCO3", "PH"),
        lambda h, ph: h - 24.8e-3 + 16.2e-3 * (ph - 7.4),
        "CLSI C46-A2",
        grace=1.2e-3,
    )
    blood = Relation("base excess", "BE", ("HCO3", "PH", "HGB"), _excess, "CLSI C46-A2", grace=1.2e-3)
    usual = replace(blood, inputs=("HCO3", "PH"), formula=lambda h, ph: _excess(h, ph, 150.0))
    binds = not {"PH", "PO2"} & set(known) or bool({"HCO3", "PCO2"} & set(known))
    return [(tuple(gaps), binds), (tuple(ratios), False), ((fluid, blood, usual), True)]


def _excess(hco3: float, ph: float, hgb: float) -> float:
    moles = hgb / 16.114  # mmol/L
    return (1 - 0.0143 * moles) * (hco3 - 24.8e-3 + (1.43e-3 * moles + 7.7e-3) * (ph - 7.4))


def _ratio(factor: float) -> Callable[[float, float], float]:
    return lambda top, bottom: factor * top / bottom
