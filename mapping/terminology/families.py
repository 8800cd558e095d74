"""Which units measure the same property, and the factor between them.

A *family* is what LOINC calls property and scale as far as a unit shows it: mass concentration, substance concentration,
number per volume, fraction ... Two codes of one analyte differ by family; two units of one family convert by a factor.
"""

from __future__ import annotations

from functools import lru_cache

_MASS = {"kg": 1e3, "g": 1.0, "mg": 1e-3, "ug": 1e-6, "ng": 1e-9, "pg": 1e-12}
_MOLE = {"mol": 1.0, "mmol": 1e-3, "umol": 1e-6, "nmol": 1e-9, "pmol": 1e-12, "fmol": 1e-15, "meq": 1e-3, "ueq": 1e-6}
_VOLUME = {"L": 1.0, "dL": 0.1, "mL": 1e-3, "uL": 1e-6}
#: International, enzyme and maker's units print alike (U, IU, AU); one family, told apart by the analyte.
_UNIT = {
    "U": 1.0, "kU": 1e3, "mU": 1e-3, "uU": 1e-6, "[IU]": 1.0, "k[IU]": 1e3, "m[IU]": 1e-3, "u[IU]": 1e-6,
    "[arb'U]": 1.0, "k[arb'U]": 1e3, "m[arb'U]": 1e-3, "{RU}": 1.0, "ukat": 60.0, "nkat": 0.06, "kat": 6e7, "{CU}": 1.0,
    "[GPL'U]": 1.0, "[MPL'U]": 1.0, "[APL'U]": 1.0, "{TU}": 1.0, "[beth'U]": 1.0, "{PEIU}": 1.0, "[todd'U]": 1.0, "{EU}": 1.0,
}  # fmt: skip
_FIXED: dict[str, tuple[str, float]] = {
    "%": ("fraction", 0.01), "[ppth]": ("fraction", 0.001), "L/L": ("fraction", 1.0), "{ratio}": ("ratio", 1.0), "1": ("ratio", 1.0),
    "{INR}": ("ratio", 1.0), "[pH]": ("pH", 1.0), "{titer}": ("titer", 1.0), "{MoM}": ("mom", 1.0),
    "s": ("time", 1.0), "min": ("time", 60.0), "h": ("time", 3600.0), "d": ("days", 1.0),
    "fL": ("entitic volume", 1.0), "um3": ("entitic volume", 1.0), "pg": ("entitic mass", 1.0), "fmol": ("entitic moles", 1.0),
    "mm[Hg]": ("pressure", 1.0), "kPa": ("pressure", 7.50062), "mm/h": ("sedimentation", 1.0), "mosm/kg": ("osmolality", 1.0),
    "mmol/kg": ("osmolality", 1.0), "mosm/L": ("osmolality", 1.0), "mL/min/{1.73_m2}": ("filtration", 1.0), "mL/min": ("clearance", 1.0),
    "/[HPF]": ("area", 1.0), "/[LPF]": ("low area", 1.0), "/100{WBCs}": ("fraction", 0.01),
    "{s_co_ratio}": ("index", 1.0), "{COI}": ("index", 1.0), "{index_val}": ("index", 1.0),
    "{copies}/mL": ("copies", 1e3), "{copies}/L": ("copies", 1.0), "{copies}/uL": ("copies", 1e6),
    "{log_copies}/mL": ("log copies", 1.0), "{log_IU}/mL": ("log iu", 1.0), "{Ehrlich'U}/dL": ("ehrlich", 1.0),
    "U/g{Hb}": ("enzyme per hb", 1.0), "k[IU]/g{Hb}": ("enzyme per hb", 1e3), "[IU]/g{Hb}": ("enzyme per hb", 1.0), "kU/g{Hb}": ("enzyme per hb", 1e3), "um/s": ("velocity", 1.0), "mL": ("volume", 1.0), "L": ("volume", 1e3),
    "ng/mL/h": ("renin activity", 1.0), "ug/mg": ("per creatinine", 1e-3), "mg/mg": ("per creatinine", 1.0), "Cel": ("temperature", 1.0),
    "{dpm}": ("dpm", 1.0), "{GSD}": ("geometric deviation", 1.0), "{dpm}/mmol": ("dpm per mole", 1.0), "ug/min": ("mass a minute", 1e-6), "mL/L": ("fraction", 0.001),
    "U/g{creat}": ("units per creatinine", 1.0), "mg/kg": ("mass by mass", 1e-6),
    "10*6": ("count", 1e6), "10*6/{ejac}": ("count", 1e6), "mm": ("length", 1.0), "cm": ("length", 10.0),
}  # fmt: skip


@lru_cache(maxsize=2048)
def family(ucum: str) -> tuple[str, float] | None:
    """The family of a UCUM unit and its factor to the family's base, or None for a unit of no family."""
    if ucum in _FIXED:
        return _FIXED[ucum]
    head, _, tail = ucum.partition("/")
    mark = ""
    for kind in ("{FEU}", "{DDU}"):
        if head.endswith(kind):
            head, mark = head.removesuffix(kind), " " + kind.strip("{}")
    if tail in _VOLUME:
        below = _VOLUME[tail]
        for table, name in ((_MASS, "mass" + mark), (_MOLE, "moles"), (_UNIT, "units")):
            if head in table:
                return name, table[head] / below
        if head == "" or head.startswith("10*"):
            return "number", (10.0 ** int(head[3:]) if head else 1.0) / below
    if tail in {"(24.h)", "d"}:
        for table, name in (
            (_MASS, "mass a day"),
            (_MOLE, "moles a day"),
            (_UNIT, "units a day"),
            (_VOLUME, "volume a day"),
        ):
            if head in table:
                return name, table[head]
    if tail == "{ejac}":
        for table, name in ((_MOLE, "moles an ejaculate"), (_UNIT, "units an ejaculate"), (_MASS, "mass an ejaculate")):
            if head in table:
                return name, table[head]
    if tail in {"g{creat}", "mg{creat}", "g"} and head in _MASS:
        return ("per creatinine" if tail != "g" else "mass by mass"), _MASS[head] / _MASS[tail.split("{")[0]]
    if tail in {"mmol{creat}", "mmol"} and head in _MASS:
        return "per creatinine moles", _MASS[head] / 1e-3
    if tail in {"mol{creat}", "mol", "mol{Hb}", "mmol{creat}"} and head in _MOLE:
        return "moles by moles", _MOLE[head] / (1e-3 if tail.startswith("mmol") else 1.0)
    return None
