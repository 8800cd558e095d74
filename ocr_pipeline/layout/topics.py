"""Obstetric surveys print one organ a row (``Brain: …``, ``Spine  No spina bifida``): each row is a finding of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ocr_pipeline.fields import fold
from ocr_pipeline.layout.headings import Heading

_ORGANS = (
    "head|skull|brain|ventricles|cerebellum|face|lips|neck|thorax|chest|lungs|diaphragm|heart|fetal heart|four chamber view|spine|abdomen|abdominal wall|stomach|"
    "bowel|kidneys|bladder|urinary tract|urinary bladder|limbs|upper limbs|lower limbs|extremities|hands|feet|placenta|cord|umbilical cord|cord insertion|"
    "amniotic fluid|liquor|afi|presentation|lie|cervix|uterus|fetal movement|fetal movements|gender|genitalia|nuchal fold|nasal bone|gallbladder|"
    "cabeza|cerebro|cara|corazon|columna|pared abdominal|extremidades|cordon|liquido amniotico|tete|cerveau|coeur|rachis|paroi abdominale|membres|"
    "testa|cervello|cuore|colonna|parete addominale|arti|bas|beyin|yuz|kalp|omurga|karin duvari|ekstremiteler|plasenta|"
    "胎头|颅脑|脊柱|胎心|腹壁|四肢|胎盘|脐带|羊水|颜面部|颜面|心脏|泌尿系|胎位"
).split("|")
_ROW = re.compile(
    r"^\s*("
    + "|".join(re.escape(o).replace(r"\ ", r"\s*") for o in sorted(_ORGANS, key=len, reverse=True))
    + r")(\s*[:：]\s*|\s+|(?=[A-Z]))(?=\S|$)",
    re.IGNORECASE,
)
_OBSTETRIC = re.compile(
    r"fetal|foetal|obstetric|gestation|biometry|\bga\b|\bbpd\b|\bfl\b|胎儿|孕周|产科|双顶径|obstetrico|obstetricale|fetale|gebelik|thai nhi"
)
#: So many organ rows make a survey.
LEAST = 4


def topic_in(text: str) -> Heading | None:
    """The organ that opens the row, when what follows begins anew (a capital, a digit, or a cell of its own)."""
    match = _ROW.match(text)
    if match is None:
        return None
    rest = text[match.end() :]
    if re.match(r"(?:fe)?male\b|[MF]\b|[男女]", rest, re.IGNORECASE):
        return None  # the mother's
    if (
        rest
        and ":" not in match.group(2)
        and "：" not in match.group(2)
        and not (rest[0].isupper() or rest[0].isdigit())
    ):
        return None
    if match.group(2) == "" and rest and not text[match.end() - 1].islower():
        return None
    return Heading("findings", match.group(1).strip(), match.start(1), match.end(), True)


def is_survey(texts: Sequence[str]) -> bool:
    """True for an obstetric report with at least ``LEAST`` organ rows."""
    return any(_OBSTETRIC.search(fold(t)) for t in texts) and sum(topic_in(t) is not None for t in texts) >= LEAST
