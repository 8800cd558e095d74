"""Whether one file holds several reports that must not be taken for one: of several patients, or of different services."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from ocr_pipeline.fields import fold
from ocr_pipeline.layout.known import know
from ocr_pipeline.page import PageText
from ocr_pipeline.report import Kind

#: Labels of patients, folded.
OF_PATIENTS = re.compile(
    r"姓名|患者|病人|受检|name|patient|paciente|nombre|apellid|nom|paziente|cognome|hasta|soyad|ho ten|ho va ten|benh nhan"
)
#: Labels of a patient's relatives, who stand on the same report.
_OF_RELATIVES = re.compile(
    r"[男女]方|丈夫|妻子|配偶|父亲|母亲|家长|监护|联系|father|mother|husband|spouse|guardian|padre|madre|baba|anne"
)
#: Numbers that belong to a patient, not to a visit, an order or a sample.
NUMBER_OF_PATIENT = re.compile(
    r"病历号|病案号|住院号|患者(?:编号|id|号)|病人(?:编号|id|号)|身份证|mrn|\bmr ?no|medical ?record|patient ?(?:id|no|number|code)|uhid|hospital ?(?:no|number|id)|nhs|"
    r"historia|nhc|dossier|\bipp\b|codice ?(?:fiscale|paziente)|kimlik|hasta ?no|ma ?(?:benh ?nhan|bn|y ?te)"
)


def several_reports(pages: Sequence[PageText], titles: Sequence[Sequence[str]], kinds: Sequence[Kind | None]) -> bool:
    """True for two different patients' names, for two sets of patient fields under two titles on one page or of different
    age or sex (two sheets in one photograph), for pages whose patient numbers differ as well as sex or age, and for a laboratory's report beside an examination's. ``titles`` are
    those of each page, ``kinds`` what the first of them says."""
    names: set[str] = set()
    for page, printed in zip(pages, titles, strict=True):
        here = list(_names(page))
        names.update(here)
        if len(here) >= 2 and max(Counter(printed).values(), default=0) >= 2:
            return True
        if _two_people(page):
            return True
    if len(names) >= 2 and not any(_close(a, b) for a, b in combinations(sorted(names), 2)):
        return True
    if "laboratory" in kinds and any(kind not in ("laboratory", "other", None) for kind in kinds):
        return True
    return any(_of_others(a, b) for a, b in combinations(map(_about, pages), 2))


def _two_people(page: PageText) -> bool:
    """Two names behind labels of patients, and two ages or two sexes, on one page."""
    names, ages, sexes = [], set(), set()
    for field in know(page).fields:
        value = re.sub(r"[\s\W\d]+", "", fold(field.value))
        if field.kind == "name" and _of_patient(field.label) and len(value) >= 2:
            names.append(value)
        elif field.kind == "age":
            ages.update(re.findall(r"\d+", field.value)[:1])
        elif field.kind == "sex" and value:
            sexes.add("f" if value[0] in "女fwk" else "m" if value[0] in "男me" else value)
    apart = any(not _close(a, b) for a, b in combinations(names, 2))
    return apart and (len(ages) >= 2 or len(sexes) >= 2)


def _names(page: PageText) -> Iterator[str]:
    for field in know(page).fields:
        if field.kind == "name" and field.value and field.colon and _of_patient(field.label):
            name = re.sub(r"[\s\W\d]+", "", fold(field.value))[:24]
            if len(name) >= 2:
                yield name


def _of_patient(label: str) -> bool:
    folded = fold(label)
    return bool(OF_PATIENTS.search(folded)) and not _OF_RELATIVES.search(folded)


def _about(page: PageText) -> dict[str, str]:
    """Sex, age and the patient's numbers by their labels, folded to letters and digits."""
    out: dict[str, str] = {}
    for field in know(page).fields:
        label, value = fold(field.label), re.sub(r"[\W_]+", "", fold(field.value))
        if field.kind in ("sex", "age"):
            out.setdefault(field.kind, value[:1] if field.kind == "sex" else "".join(re.findall(r"\d+", value)[:1]))
        elif field.kind == "number" and len(value) >= 5 and NUMBER_OF_PATIENT.search(label):
            out.setdefault(re.sub(r"\W", "", label), value)
    return out


def _of_others(a: dict[str, str], b: dict[str, str]) -> bool:
    """The same labels with other numbers, and another sex or age."""
    numbers = [k for k in a if k in b and k not in ("sex", "age")]
    differs = any(not _close(a[k], b[k]) for k in numbers) and not any(a[k] == b[k] for k in numbers)
    return differs and any(a.get(k) and b.get(k) and a[k] != b[k] for k in ("sex", "age"))


def _close(a: str, b: str) -> bool:
    """The same name or number read twice, once with a slip or with more behind it."""
    short, long = sorted((a, b), key=len)
    if short in long:
        return True
    return len(short) == len(long) and sum(x != y for x, y in zip(a, b, strict=True)) <= max(1, len(a) // 6)
