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
#: What a report of the body goes through, each with its colon, where it prints no heading above it.
_PARTS = re.compile(
    r"\s*(?:[•*\-]\s*)?(?:(?:the|right|left|both|rt\.?|lt\.?|main|common)\s)?(?:liver|gall ?bladder|bile ducts?|cbd|common bile duct|portal vein|pancreas|spleen|kidneys?|urinary bladder|prostate|uterus|endometrium|ovar(?:y|ies)|adnexa|aorta|ascites|peritoneum|thyroid|isthmus|right lobe|left lobe|lungs?|"
    r"pleurae?|mediastinum|heart|bones?|soft tissues?|ventricles?|brain|sinuses|(?:o?esophagus)|stomach|duodenum|colon|rectum|left ventricle|right ventricle|left atrium|right atrium|(?:mitral|aortic|tricuspid|pulmonary) valve|pericardium|lower chest|lymph nodes|bowel|adrenals?(?: glands)?|"
    r"higado|vesicula(?: biliar)?|pancreas|bazo|rinon(?:es)?|vejiga|prostata|utero|foie|vesicule(?: biliaire)?|rate|reins?|vessie|fegato|colecisti|milza|reni?|vescica|karaciger|safra kesesi|dalak|bobrekler|mesane|gan|tui mat|tuy|lach|than|bang quang|"
    r"肝脏?|胆囊|胆总管|胰腺|脾脏?|双?[左右]?肾脏?|膀胱|前列腺|子宫|附件|卵巢|甲状腺|食[管道]|胃[底体角窦]?|幽门|十二指肠|贲门)\s*:",
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


def parts_above(rows: Sequence[Sequence[str]]) -> int:
    """How many of ``rows``, the cells above a report's first heading, tell what was seen of one organ after the other, wrapped
    lines included; none where fewer than three begin with one."""
    begun = [n for n, cells in enumerate(rows) if len(cells) <= 2 and _PARTS.match(fold(cells[0]))]
    return len(rows) - begun[0] if len(begun) >= _FEWEST else 0


_FEWEST = 3
