"""Where a row stands: panel headings, specimens and contexts in several languages, as an order of specimens to try."""

from __future__ import annotations

import re
from functools import lru_cache

from mapping.terminology.names import plain

#: Per setting, which specimens its rows come from, likeliest first. Further down is tried only when nothing fits above.
ORDERS: dict[str, tuple[tuple[str, ...], ...]] = {
    "blood count": (("blood",), ("serum", "plasma")),
    "serum": (("serum",), ("plasma",), ("blood",), ("swab",)),
    "coagulation": (("plasma",), ("blood",), ("serum",)),
    "blood gas": (("art",), ("blood",), ("serum", "plasma")),
    "venous gas": (("ven",), ("blood",), ("serum", "plasma")),
    "strip": (("strip",), ("urine",), ("sed",)),
    "sediment": (("sed",), ("urine",), ("strip",)),
    "urinalysis": (("strip", "sed"), ("urine",)),
    "urine": (("urine",), ("strip",), ("sed",), ("u24",)),
    "u24": (("u24",), ("urine",)),
    "stool": (("stool",),),
    "semen": (("semen",),),
    "csf": (("csf",),),
    "whole blood": (("blood",), ("serum",), ("plasma",)),
    "plasma": (("plasma",), ("serum",), ("blood",)),
    "breath": (("breath",),),
    "swab": (("swab",),),
    "other fluid": ((),),
    "": (("blood", "serum", "plasma"), ("strip", "sed"), ("stool", "semen", "breath", "swab"), ("art",)),
}

#: First pattern that is found decides; the specific ones stand before the general ones.
_WORDS: tuple[tuple[str, str], ...] = (
    (r"胸水|胸腔积液|腹水|关节液|羊水|pleural|ascit|peritone|synovial|amniotic|胸腹水", "other fluid"),
    (r"脑脊液|cerebrospinal|\bcsf\b|\blcr\b|liquor|bos\b|dich nao tuy", "csf"),
    (r"精液|精子|semen|seminal|sperm|espermi|semin|meni\b|tinh dich", "semen"),
    (r"粪|大便|stool|faec|fec[ae]l|heces|selles|feci\b|diski|gaita|\bphan\b|coprol", "stool"),
    (r"呼气|breath", "breath"),
    (
        r"拭子|分泌物|swab|hisopado|exudado|ecouvillon|prelevement (naso|nasal|gorge|vaginal)|tampone|surunt|que phet|phet (hong|mui)",
        "swab",
    ),
    (
        r"24\s*(h|小时|hour|ore|heures|horas|saat|gio).*(尿|urin|orina|idrar|nuoc tieu)|(尿|urin|orina|idrar|nuoc tieu).*24\s*(h|小时|hour|ore|heures|horas|saat|gio)",
        "u24",
    ),
    (r"沉渣|镜检|sediment|microscop|culot|can lang|can nuoc tieu|mikroskop|soi can", "sediment"),
    (r"干化学|试纸|试带|dipstick|strip|tira|bandelette|multistix|que thu|strisci", "strip"),
    (
        r"urinalysis|尿常规|尿液分析|尿分析|尿检|tong phan tich nuoc tieu|sistematico de orina|ecbu|esame (delle |chimico.*)?urin|tam idrar|orina elemental|elemental.* de orina|nuoc tieu \d+ thong so|10 thong so nuoc tieu|cytobacteriologique|examen general de orina|uroanalisis|idrar tahlil|urine routine|routine urine|复合尿",
        "urinalysis",
    ),
    (r"尿|urin|orina|idrar|nuoc tieu|\begu\b", "urine"),
    (r"静脉血气|venous (blood )?gas|gaz.* veineu", "venous gas"),
    (r"血气|blood gas|gasometr|gaz du sang|gaz.* sang|emogas|kan gaz|khi mau|动脉血|arteri", "blood gas"),
    (r"凝血|出凝血|coag|koag|hemosta|haemosta|emostasi|pihtila|dong mau|dong cam mau", "coagulation"),
    (
        r"血常规|血液分析|血液学|血细胞分析|全血细胞|血象|血球|blood count|\bcbc\b|\bfbc\b|hemogram|hemogramme|hemato|haemato|ematolog|emocromo|tam kan|cong thuc mau|huyet hoc|numeration|formule sanguine|\bnfs\b|五分类|网织|血型|糖化",
        "blood count",
    ),
    (r"全血|whole blood|edta", "whole blood"),
    (r"血浆|plasma", "plasma"),
    (
        r"生化|血清|血脂|肝功|肾功|电解质|激素|免疫|甲功|甲状腺|肿瘤|标志物|心肌|感染|传染|肝炎|乙肝|性腺|serum|siero|chem|bioch|bioqu|biyokim|hoa sinh|hoa mien|lipid|liver|renal|hepat|hormon|immun|inmun|endocr|tumou?r|marker|serolog|thyroid|tiroid|electrolyt|infect|vitamin|cardiac|mien dich|huyet thanh|sinh hoa|chimic|ormon|ionogram|metaboli|\b(cmp|bmp|lft|kft|rft|u&e)\b|iron stud|haematinic|hematinic|bone profile|drug|tdm|therapeutic|autoimm|allerg|noi tiet|血|blood|sangre|sangue|sang\b|\bkan\b|mau\b",
        "serum",
    ),
)
_COMPILED = tuple((re.compile(p), setting) for p, setting in _WORDS)


@lru_cache(maxsize=1024)
def setting_of(*texts: str) -> str:
    """The setting that a context, heading, specimen or title names; the first text that names one wins; ``""`` for none."""
    for text in texts:
        folded = plain(text)
        if not folded.strip():
            continue
        for pattern, setting in _COMPILED:
            if pattern.search(folded):
                return setting
    return ""
