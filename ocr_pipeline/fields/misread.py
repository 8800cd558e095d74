"""Labels whose letters the recogniser lost: Vietnamese vowels with two marks vanish (``Họ tên`` becomes ``Htên``)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz import fuzz

from ocr_pipeline.fields.bent import bent_label
from ocr_pipeline.fields.folding import fold
from ocr_pipeline.fields.vocabulary import FieldKind

#: Likeness in percent (rapidfuzz ``ratio``: twice the common letters in order, by all letters) from which a spoilt label is
#: believed. The labels of drawn pages that lost letters lie at 80 and above.
LEAST = 79.0
_LABELS: Mapping[FieldKind, str] = {
    "name": "ho ten|ho va ten|ho ten bn|ho ten benh nhan|ten benh nhan|nguoi benh|benh nhan",
    "staff": "nguoi thuc hien|nguoi duyet|nguoi doc ket qua|nguoi lay mau|nguoi nhan mau|nguoi xet nghiem|nguoi ky|bac si|bac si chi dinh|"
    "bac si dieu tri|bac si doc ket qua|bac si ket luan|bac si xet nghiem|bac si chuyen khoa|bs chi dinh|truong khoa|truong khoa xet nghiem|"
    "ky thuat vien|ktv xet nghiem|dieu duong",
    "number": "ma so|ma benh nhan|ma y te|ma ho so|so ho so|so benh an|so the bhyt|so cccd|so cmnd|ma phieu|so phieu|ma xet nghiem|so giuong",
    "address": "dia chi",
    "phone": "dien thoai|so dien thoai",
    "birth_date": "ngay sinh|nam sinh",
    "sex": "gioi tinh",
    "department": "noi gui|khoa phong|doi tuong",
    "clinical": "chan doan",
    "collected": "ngay lay mau|thoi gian lay mau|ngay nhan mau|thoi gian nhan mau",
    "reported": "thoi gian in|ngay in|thoi gian tra ket qua|ngay xet nghiem",
    "specimen": "loai mau|benh pham",
}
#: ``Số lượng HC``: how many, and no number of a bed (``số giường``).
_COUNTED = frozenset(("soluong",))
_PHRASES = tuple((phrase.replace(" ", ""), kind) for kind, words in _LABELS.items() for phrase in words.split("|"))
_LONGEST = max(len(phrase) for phrase, _ in _PHRASES)


@lru_cache(maxsize=4096)
def misread_label(text: str) -> tuple[FieldKind, int] | None:
    """Kind of the bent label, or of the spoilt Vietnamese one, that opens ``text``, and where it ends; None when there is none.

    It must hold a letter with a mark, and end at a colon, at a digit, or where a small letter meets a capital one.
    """
    bent = bent_label(text)
    if bent is not None:
        return bent
    folded = fold(text)
    best: tuple[float, int, FieldKind] | None = None
    for end in range(3, min(len(text), _LONGEST + 10)):
        if not _ends(text, folded, end) or (text[:end].isascii() and (text.isascii() or folded[end] not in ":;")):
            continue
        letters = "".join(c for c in folded[:end] if c.isalpha())
        if len(letters) < 3 or letters in _COUNTED:
            continue
        for phrase, kind in _PHRASES:
            if letters[0] != phrase[0]:
                continue
            likeness = fuzz.ratio(letters, phrase)
            if likeness >= LEAST and (best is None or likeness > best[0]):
                best = (likeness, end, kind)
    return (best[2], best[1]) if best else None


def _ends(text: str, folded: str, end: int) -> bool:
    if folded[end] in ":;" or folded[end].isdigit():
        return True
    return text[end].isupper() and (text[end - 1].islower() or not text[end - 1].isalpha())
