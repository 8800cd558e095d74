"""Printed specimens as coded Specimen types."""

from __future__ import annotations

import re

from mapping.fhir.codes import THO, concept
from mapping.fhir.context import Json

TABLE = f"{THO}/v2-0487"
#: Words to HL7 table 0487 (specimen type); the first that is found decides, so longer words stand first.
_TYPES: tuple[tuple[str, str, str], ...] = (
    (r"动脉血|arterial blood", "BLDA", "Blood arterial"),
    (r"脐带?血|cord blood", "BLDCO", "Cord blood"),
    (r"血浆|plasma|plazma|huyết tương", "PLAS", "Plasma"),
    (r"血清|serum|suero|sérum|siero|huyết thanh", "SER", "Serum"),
    (r"静脉血|venous blood|vénous", "BLDV", "Blood venous"),
    (
        r"末梢血|指血|capillary|全血|抗凝血|血液|外周血|^血$|edta|blood|sangre|sang\b|sangue|kan\b|máu",
        "BLD",
        "Whole blood",
    ),
    (r"尿|urine|orina|urina|idrar|nước tiểu", "UR", "Urine"),
    (r"粪|大便|便|stool|f[ae]{1,2}ces|heces|selles|feci", "STL", "Stool = Fecal"),
    (r"脑脊液|cerebrospinal|\bcsf\b", "CSF", "Cerebral spinal fluid"),
    (r"精液|semen|seminal", "SMN", "Seminal fluid"),
    (r"痰|sputum", "SPT", "Sputum"),
    (r"骨髓|bone marrow", "MAR", "Marrow"),
    (r"羊水|amniotic", "AMN", "Amniotic fluid"),
    (r"唾液|saliva", "SAL", "Saliva"),
    (r"胸水|胸腔积液|pleural", "PLR", "Pleural fluid (thoracentesis fluid)"),
    (r"组织|tissue|biops", "TISS", "Tissue"),
)
_SEPARATORS = re.compile(r"\s*[,,;;、/+]\s*|\s+(?:and|y|et|e|ve|và)\s+|和|及")


def split(printed: str) -> tuple[str, ...]:
    """The single specimens that a line names, in order, each once: ``血清、尿液`` are two."""
    return tuple(dict.fromkeys(part for part in _SEPARATORS.split(printed.strip()) if part))


def specimen_type(printed: str) -> Json:
    """The type as printed, with its table 0487 code where one is certain."""
    for words, code, display in _TYPES:
        if re.search(words, printed, re.I):
            return concept(TABLE, code, display, printed)
    return {"text": printed}
