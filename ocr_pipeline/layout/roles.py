"""Lines that say in what capacity somebody signs, and nothing else: ``Il Medico Radiologo``, ``Consultant Radiologist``."""

from __future__ import annotations

import re
from functools import lru_cache

from ocr_pipeline.fields.folding import fold, is_han
from ocr_pipeline.fields.labels import Label
from ocr_pipeline.page import PageText

#: Words that alone make a line one of a role.
_ROLES = frozenset(
    "trainee radiographer midwife especialista specialist consultant radiologist pathologist cardiologist sonographer endoscopist gastroenterologist histopathologist cytopathologist neurologist pulmonologist physician hematologist haematologist "
    "radiologo radiologa patologo patologa cardiologo cardiologa ecografista gastroenterologo gastroenterologa endoscopista anatomopatologo facultativo facultativa "
    "radiologue pathologiste anatomopathologiste cardiologue echographiste gastroenterologue medecin biologiste "
    "medico medica dirigente primario refertatore specialista radyolog patolog kardiyolog uzmani hekim hekimi radiologist/ radyologu".split()
)
#: What else stands in such lines.
_BESIDE = frozenset(
    "il lo la le el los the of in en de del della di des du et y e and consultant senior junior attending reporting chief resident fellow staff specialist specialty associate assistant head "
    "dr dra dott dr.ssa especialista medico medica medecin doctor director direttore responsable responsabile dirigente chef service servicio servizio dipartimento department dept "
    "radiology radiologia radiologie radyoloji patoloji pathology patologia pathologie anatomica anatomia cardiology cardiologia kardiyoloji diagnostic diagnostica diagnostico radiodiagnostico "
    "radiodiagnosi interventional clinical clinica clinico medicine imaging imagen imagerie medicale endoscopia endoscopy gastroenterology gastroenteroloji tibbi klinik uzman sorumlu prof doc md".split()
)
#: What stands above a name at the end of a letter.
_CLOSINGS = frozenset(
    "yours sincerely|yours faithfully|yours truly|sincerely|kind regards|best regards|best wishes|with kind regards|with best wishes|regards|signed|atentamente|cordialmente|un saludo|saludos cordiales|reciba un cordial saludo|"
    "cordialement|confraternellement|bien confraternellement|bien cordialement|salutations confraternelles|cordiali saluti|distinti saluti|in fede|saygilarimla|saygilarimizla|tran trong|fdo".split(
        "|"
    )
)
#: The number of a register behind a role.
_REGISTERED = re.compile(
    r"\b(?:gmc|hcpc|rpps|adeli|reg(?:istration)?|lic(?:ence|ense)?|dip(?:loma)?|tescil|sicil|col(?:egiado)?|ced|mn|mp|npi|pmdc|kmc)\b[^\d]{0,12}\d[\d./-]{2,14}.*$"
)
_VIETNAMESE = re.compile(
    r"b(?:ac|a c) si(?: (?:chuyen khoa|doc ket qua|sieu am|noi soi|chan doan|ket luan|dieu tri|thuc hien|x quang|giai phau benh|ck|i|ii|1|2)){0,3}"
)


@lru_cache(maxsize=4096)
def is_role(text: str) -> bool:
    """True for a line of nothing but a role, of at most seven words."""
    folded = fold(text).strip(" .:,;-_()")
    if folded in _CLOSINGS:
        return True
    folded = _REGISTERED.sub("", folded).strip(" .:,;-_()")
    if len(folded) > 60 or any(c.isdigit() and c not in "12" for c in folded):
        return False
    if _VIETNAMESE.fullmatch(folded):
        return True
    words = [w for w in re.split(r"[\s.,/&-]+", folded) if w]
    return 1 <= len(words) <= 7 and any(w in _ROLES for w in words) and all(w in _ROLES | _BESIDE for w in words)


_WORD = r"[^\W\d_a-zà-ÿ][^\W\d_]*(?:['’.-][^\W\d_]+)*\.?"
_NAMED = re.compile(
    rf"\s*{_WORD}(?:\s+(?:(?:de|del|la|da|di|du|des|van|von|der|bin|al|el|y|dos|do|le|dalla|della)\s+)?{_WORD}){{1,4}}\s*,?\s*"
)


def may_be_named(text: str) -> bool:
    """A line of two to five words with capitals, as a name above or below a role is."""
    return len(text) <= 60 and _NAMED.fullmatch(text) is not None


#: Two or three Han characters, once or several times with a stroke between, perhaps a date: how Chinese reports are signed.
_NAMES_ALONE = re.compile(
    r"\s*[\u4e00-\u9fff]{2,4}(?:\s*[/／]\s*[\u4e00-\u9fff]{2,4}){0,2}(?:\s{0,9}(?:19|20)\d{2}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?[\s\d:：]{0,12})?\s*"
)
_DATE_ALONE = re.compile(r"\s*(?:19|20)\d{2}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?[\s\d:：]{0,12}")


def signs_at_right(page: PageText, rows: list[list[int]], n: int) -> bool:
    """Names without any label at the right end of a page of prose, the last line of it but for a date; or that date."""
    if len(rows[n]) != 1 or n < len(rows) - 2:
        return False
    line = page.lines[rows[n][0]]
    left, right = min(o.left for o in page.lines), max(o.right for o in page.lines)
    if line.left < left + 0.5 * (right - left):
        return False
    below = page.lines[rows[n + 1][0]].text if n + 1 < len(rows) else ""
    dated = _DATE_ALONE.fullmatch(below) is not None
    if n + 1 == len(rows):
        return _DATE_ALONE.fullmatch(line.text) is not None or _NAMES_ALONE.fullmatch(line.text) is not None
    return dated and _NAMES_ALONE.fullmatch(line.text) is not None


#: What a sentence tells of somebody: ``检查者建议结合临床``, ``Physician notified``.
_DOES = re.compile(r"建议|已|未|请|应|需|会诊|\s+(?:notified|informed|advised|aware|updated|contacted)\b")


def in_sentence(label: Label, text: str) -> bool:
    """``1、建议复查或PET-CT检查；``, ``请临床医师结合病史。``, ``Médico tratante informado.``: a word of a sentence, no label."""
    if label.kind == "staff" and not label.colon:
        last = re.search(r"([^\W\d_]+)\s?[.。]$", text.rstrip())
        ends = last is not None and (last[1][0].islower() or (is_han(last[1][0]) and label.start > 0))
        if (ends and len(text.rstrip()) >= 8) or _DOES.match(text, label.after):
            return True
    sign = text[label.start : label.after].rstrip()[-1:]
    return (
        sign in (";", "；") and label.start > 0 and text[label.start - 1].isalnum() and not text[label.after :].strip()
    )
