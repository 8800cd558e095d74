"""Vietnamese names of analytes. The usual recogniser knows few of the vowels with two marks and leaves them out
(``Slưngbchcu`` for ``Số lượng bạch cầu``); where that of Vietnamese pages did not take its place, a name that is a known one
with letters missing is written out again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from models.recogniser.letters import LETTERS
from ocr_pipeline.tables.grammar.normal import compact, is_what_is_left

_NAMES = (
    "Số lượng bạch cầu|Số lượng hồng cầu|Số lượng tiểu cầu|Bạch cầu|Hồng cầu|Tiểu cầu|Huyết sắc tố|Lượng huyết sắc tố|Hemoglobin|Hematocrit|"
    "Thể tích khối hồng cầu|Thể tích trung bình hồng cầu|Thể tích trung bình tiểu cầu|Thể tích khối tiểu cầu|Lượng HGB trung bình hồng cầu|"
    "Nồng độ HGB trung bình hồng cầu|Lượng huyết sắc tố trung bình|Lượng huyết sắc tố trung bình hồng cầu|Nồng độ huyết sắc tố trung bình|"
    "Nồng độ huyết sắc tố trung bình hồng cầu|Lượng HST trung bình|Nồng độ HST trung bình|Dải phân bố kích thước hồng cầu|Phân bố hồng cầu|"
    "Độ phân bố hồng cầu|Độ phân bố tiểu cầu|Dải phân bố kích thước tiểu cầu|Dải phân bố tiểu cầu|Phân bố kích thước hồng cầu|"
    "Tỷ lệ % bạch cầu trung tính|Tỷ lệ % bạch cầu lympho|Tỷ lệ % bạch cầu mono|Tỷ lệ % bạch cầu ưa acid|Tỷ lệ % bạch cầu ưa base|"
    "Tỷ lệ bạch cầu trung tính|Tỷ lệ bạch cầu lympho|Tỷ lệ bạch cầu mono|Tỷ lệ bạch cầu ưa acid|Tỷ lệ bạch cầu ưa base|"
    "Số lượng bạch cầu trung tính|Số lượng bạch cầu lympho|Số lượng bạch cầu mono|Số lượng bạch cầu ưa acid|Số lượng bạch cầu ưa base|"
    "Bạch cầu trung tính|Bạch cầu lympho|Bạch cầu mono|Bạch cầu ưa acid|Bạch cầu ưa base|Bạch cầu ưa axit|Bạch cầu ưa bazơ|Bạch cầu đa nhân trung tính|"
    "Bạch cầu ái toan|Bạch cầu ái kiềm|Bạch cầu đơn nhân|Bạch cầu hạt chưa trưởng thành|Tốc độ máu lắng|Tốc độ lắng máu|CRP định lượng|"
    "Đường huyết|Đường huyết lúc đói|Đường máu|Đường máu đói|Đường máu lúc đói|Định lượng Glucose|Urê máu|Urê|Định lượng Urê|Creatinin|Định lượng Creatinin|Độ lọc cầu thận|"
    "Mức lọc cầu thận|Acid uric|Axit uric|Định lượng Acid Uric|Cholesterol toàn phần|Cholesterol TP|Bilirubin toàn phần|Bilirubin trực tiếp|Bilirubin gián tiếp|"
    "Bilirubin TP|Bilirubin TT|Bilirubin GT|Protein toàn phần|Protein TP|Định lượng Protein toàn phần|Albumin máu|Định lượng Albumin|Calci toàn phần|Canxi toàn phần|Canxi|Canxi ion hóa|"
    "Sắt huyết thanh|Sắt|Magie|Phospho|Kali|Natri|Clo|Điện giải đồ|Thời gian prothrombin|Thời gian thrombin|Tỷ lệ prothrombin|Định lượng Fibrinogen|"
    "Nước tiểu|Tỷ trọng|Điện giải đồ|Định lượng|Định tính|Đo hoạt độ|Đo tỷ trọng|Số lượng|Tỷ lệ|Nồng độ|Thời gian|Bạch cầu niệu|Hồng cầu niệu|Định lượng Triglycerid|Định lượng HDL-C|Định lượng LDL-C|Đo hoạt độ AST|Đo hoạt độ ALT|Đo hoạt độ GGT|"
    "Đo hoạt độ AST (GOT)|Đo hoạt độ ALT (GPT)|Phosphatase kiềm|Tỷ lệ A/G|Vi khuẩn|Tế bào biểu mô|Trụ niệu|Độ đục|Màu sắc|Độ trong|Kháng nguyên|Kháng thể"
).split("|")

#: Words of Vietnamese laboratory forms that stay legible without their marks.
_FORM_WORDS = re.compile(
    r"\b(?:CSBT|STT|GTTC|KQXN)\b|X[ÉEé]T\s?NGHI|x[ée]t\s?ngh|M[áa]y\s?XN|B[ỆEI]NH\s?VI[ỆEI]?N|\b[âa]m t[íi]nh\b|[ĐD]a\s?khoa",
    re.IGNORECASE,
)


def _bare(text: str) -> str:
    """Letters without their marks: what is left when the recogniser reads ``HÔNG CÂU`` for ``HỒNG CẦU``."""
    apart = unicodedata.normalize("NFD", compact(text).replace("đ", "d"))
    return "".join(c for c in apart if not unicodedata.combining(c))


_BY_KEY = {compact(name): name for name in _NAMES}
_BY_BARE: dict[str, list[str]] = {}
#: Short forms: taken only when the letters agree, never as the nearest of several.
_SHORT = ("Máu lắng", "Máu lắng 1 giờ", "Máu lắng 2 giờ")
for _name in (*_NAMES, *_SHORT):
    _BY_BARE.setdefault(_bare(_name), []).append(_name)
#: Those whose letters carry marks: others with a letter more or less may be printed so (``Creatinine``).
_MARKED = {bare: names for bare, names in _BY_BARE.items() if any(ord(c) > 127 for c in names[0])}
#: Names by the abbreviation that stands in brackets behind them: it leaves so few that half of the letters tell which.
_BY_CODE: dict[str, tuple[str, ...]] = {
    "RBC": ("Số lượng hồng cầu", "Hồng cầu"),
    "HGB": ("Huyết sắc tố", "Lượng huyết sắc tố", "Hemoglobin"),
    "HCT": ("Hematocrit", "Thể tích khối hồng cầu"),
    "MCV": ("Thể tích trung bình hồng cầu",),
    "MCH": ("Lượng huyết sắc tố trung bình", "Lượng huyết sắc tố trung bình hồng cầu", "Lượng HGB trung bình hồng cầu"),
    "MCHC": ("Nồng độ huyết sắc tố trung bình", "Nồng độ HGB trung bình hồng cầu"),
    "WBC": ("Số lượng bạch cầu", "Bạch cầu"),
    "PLT": ("Số lượng tiểu cầu", "Tiểu cầu"),
    "RDW": ("Dải phân bố kích thước hồng cầu", "Độ phân bố hồng cầu", "Phân bố hồng cầu"),
    "MPV": ("Thể tích trung bình tiểu cầu",),
    "ESR": ("Tốc độ máu lắng", "Tốc độ lắng máu", "Máu lắng", "Máu lắng 1 giờ", "Máu lắng 2 giờ"),
    "CRP": ("CRP định lượng",),
    "NEU%": ("Tỷ lệ % bạch cầu trung tính", "Tỷ lệ bạch cầu trung tính"),
    "LYM%": ("Tỷ lệ % bạch cầu lympho", "Tỷ lệ bạch cầu lympho"),
    "MON%": ("Tỷ lệ % bạch cầu mono", "Tỷ lệ bạch cầu mono"),
    "EOS%": ("Tỷ lệ % bạch cầu ưa acid", "Tỷ lệ bạch cầu ưa acid"),
    "BAS%": ("Tỷ lệ % bạch cầu ưa base", "Tỷ lệ bạch cầu ưa base"),
    "NEU#": ("Số lượng bạch cầu trung tính",),
    "LYM#": ("Số lượng bạch cầu lympho",),
    "MON#": ("Số lượng bạch cầu mono",),
    "EOS#": ("Số lượng bạch cầu ưa acid",),
    "BAS#": ("Số lượng bạch cầu ưa base",),
}
_WHOLE = frozenset(LETTERS)  #: letters that only the Vietnamese network reads, which leaves none out
#: Letters that tell that a page is Vietnamese, as far as the recogniser knows them.
_LETTERS = set("ươđăĐƯƠĂ") | set("ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ")


def is_vietnamese(texts: Sequence[str]) -> bool:
    """True when at least four lines of a page hold letters that no other language here has, or two words of its forms; or one
    of either, and three names that only lost their vowels."""
    if sum(bool(_FORM_WORDS.search(text)) for text in texts) >= 2:
        return True
    if sum(not _LETTERS.isdisjoint(text) for text in texts) >= 4:
        return True
    bodies = [_bare(body) for body in (t.split("(")[0] for t in texts) if len(body) >= 8]
    if sum(len(body) >= 8 and body in _BY_BARE for body in bodies) >= 3:
        return True
    if not any(_FORM_WORDS.search(text) or not _LETTERS.isdisjoint(text) for text in texts):
        return False
    parts = [part for text in texts for part in re.split(r"[()]", text) if 6 <= len(part) <= 40 and " " in part.strip()]
    return sum(_by_shape(part) is not None for part in parts[:60]) >= 3


#: A horned capital in or beside small letters: specks between words, or the second half of ``ườ``.
_HALF = re.compile(r"[uư]Ư(?=[a-z])")
_SPECK = re.compile(r"(?<=[^\W\d_A-Z])[ƠƯ](?=[\s)]|\Z)|(?<=\s)Ơ\s?(?=[^\W\d_A-Z])")
_BETWEEN = re.compile(r"(?<=[^\W\d_A-Z])[ƠƯ](?=[^\W\d_A-Z])")


def _without_specks(name: str) -> str:
    """``SốƠ lượngƠbạch cầu`` without its odd capitals; names in capitals have them."""
    if name.isupper() or not ("Ơ" in name or "Ư" in name):
        return name
    return _BETWEEN.sub(" ", _SPECK.sub("", _HALF.sub("ườ", name)))


def _other_marks(read: str, name: str) -> bool:
    """Whether the letters that bear marks are those of ``name``, some with another mark (``Hổng cẩu``)."""
    one, other = (unicodedata.normalize("NFC", text.strip()).casefold() for text in (read, name))
    apart = [(a, b) for a, b in zip(one, other, strict=False) if a != b]
    return len(one) == len(other) and bool(apart) and not any(a.isascii() or b.isascii() for a, b in apart)


@lru_cache(maxsize=1024)
def restore(name: str) -> str:
    """The known name that ``name`` is with letters missing or bent; ``name`` itself when none or several fit."""
    name = _without_specks(name)
    body, bracket = (name[: name.find("(")], name[name.find("(") :]) if "(" in name else (name, "")
    key = compact(body)
    if key in _BY_KEY:
        if (_marks(body) >= _marks(_BY_KEY[key]) and not _other_marks(body, _BY_KEY[key])) or (
            len(key) < 5 and not _marks(body)
        ):
            return name  # as printed: laboratories write Ure and Urê
        if "ur" in key and body.casefold().strip() == _BY_KEY[key].casefold().replace("urê", "ure"):
            return name
        room = body[len(body.rstrip()) :]
        return (_BY_KEY[key].upper() if body.isupper() else _BY_KEY[key]) + room + bracket
    if not _WHOLE.isdisjoint(body):  # nothing is missing: another name is another analyte (bạch cầu non, bạch cầu mono)
        same = _BY_BARE.get(_bare(body), [])
        return ((same[0].upper() if body.isupper() else same[0]) + bracket) if len(same) == 1 else name
    if len(key) < 5:
        behind = re.fullmatch(r"(?P<code>[A-Z]{2,4}%?\s*)\((?P<inner>[^()]{4,})\)", name)  # SG (Tỷ trọng)
        inner = restore(behind["inner"]) if behind else ""
        return f"{behind['code']}({inner})" if behind and is_known_name(inner) else name
    known = _unmarked(body, 6 if bracket else 8)
    if known is not None:
        return (known.upper() if body.isupper() else known) + bracket
    by_code = _by_code(body, bracket.strip("() ").upper().split("-")[0])
    if by_code is not None:
        return (by_code.upper() if body.isupper() else by_code) + bracket
    head, colon, tail = body.partition(":")
    guessed = _by_shape(head)
    if guessed is not None:
        room = " " if bracket and body.endswith(" ") else ""
        return (guessed.upper() if body.isupper() else guessed) + colon + tail.rstrip() + room + bracket
    marked = any(ord(c) > 127 for c in body)
    scored = sorted(
        (Levenshtein.distance(known, key, weights=(2, 1, 2)), known) for known in _BY_KEY if _told(known) == _told(body)
    )
    if len(scored) < 2:
        return name
    (first, best), (second, _) = scored[0], scored[1]
    target = _BY_KEY[best]
    if not marked and not (is_what_is_left(key, best) and sum(ord(c) > 127 for c in target) >= 2):
        return name
    if first <= 0.42 * len(best) and second - first >= 2 and len(key) >= 0.55 * len(best):
        return target + bracket
    return name


#: Vowels that the recogniser does not know: it writes some letter for them, or none.
_UNKNOWN = frozenset("ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ")
#: Results in words, and for each a pattern in which vowels with marks may be any letter or none.
_SAID = {
    word: re.compile("".join(".?" if c in _UNKNOWN or c in "ươâà" else re.escape(compact(c)) for c in word.lower()))
    for word in ("Âm tính", "Dương tính", "Vết", "Bình thường", "Vàng nhạt", "Không thấy")
}
#: The same and others by their letters without marks.
_WORDS = {
    _bare(w): w for w in (*_SAID, "Không có", "Không phát hiện", "Không phản ứng", "Có phản ứng", "Hơi đục", "Đục")
}
_WORDS |= {
    _bare(w): w for w in ("Vàng đậm", "Vàng trong", "Không màu", "Bất thường", "Nghi ngờ", "Yếu", "Rất ít", "Ít")
}


@lru_cache(maxsize=256)
def said(text: str) -> str:
    """The result in words that ``text`` (perhaps with a sign in brackets behind it) is with marks or vowels lost or bent;
    ``text`` itself when none or several fit."""
    body, bracket = (text[: text.find("(")], text[text.find("(") :]) if "(" in text else (text, "")
    room = " " if body.endswith(" ") else ""
    whole = _WORDS.get(_bare(body))
    if whole is None and len(body) >= 6:
        near = [w for key, w in _WORDS.items() if Levenshtein.distance(key, _bare(body), score_cutoff=1) <= 1]
        whole = near[0] if len(near) == 1 and len(near[0]) >= 6 else None
    if whole is not None:
        if body.strip() in (whole, whole.lower()):
            return text
        return f"{whole.upper() if body.strip().isupper() and len(body.strip()) > 2 else whole}{room}{bracket}"
    fits = [word for word, pattern in _SAID.items() if pattern.fullmatch(compact(body))]
    return f"{fits[0]}{room}{bracket}" if len(fits) == 1 else text


def same_letters(one: str, other: str) -> bool:
    """Whether two spellings differ in their marks alone."""
    return _bare(one) == _bare(other)


def sexes(interval: str) -> str:
    """``interval`` with the word for women beside that for men, whose vowel the recogniser does not know (``Nam: 130-175;
    Nü: 115-150``)."""
    return (
        re.sub(r"\bN(?!am\b)[^\W\d_]{0,2}\d?(?=\s?:)", "Nữ", interval) if re.search(r"\bNam\b", interval) else interval
    )


def behind_code(text: str) -> tuple[str, str] | None:
    """Name and code of ``HGB Huytsct``, where the code leaves no doubt which name was bent; None else."""
    match = re.match(r"(?P<code>[A-Z]{2,4}[%#]?)(?:-\w{1,2})?\s+(?P<body>\S.*)", text)
    if match and not _WHOLE.isdisjoint(match["body"]):
        return None  # HCT (Dung tích hồng cầu): read whole, as this laboratory calls it
    name = _by_code(match["body"], match["code"]) if match else None
    return (name, match["code"]) if match and name is not None else None


def _by_code(body: str, code: str) -> str | None:
    """The name of ``code`` that ``body`` is clearly nearest to, by letters without marks."""
    near = sorted(
        (
            (Levenshtein.normalized_similarity(_bare(body), _bare(name)), name)
            for name in _BY_CODE.get(code, ())
            if _told(name) == _told(body)
        ),
        reverse=True,
    )
    clear = near and near[0][0] >= 0.55 and (len(near) == 1 or near[0][0] - near[1][0] >= 0.1)
    return near[0][1] if clear else None


def _told(text: str) -> list[str]:
    """The numbers and percent signs of a name, which tell analytes apart and are never lost or added."""
    return re.findall(r"(?<!\w)\d+(?!\w)|%", text)


def _marks(text: str) -> int:
    """How many marks stand on the letters of ``text`` (a barred d counts as one)."""
    return sum(unicodedata.combining(c) > 0 or c in "đĐ" for c in unicodedata.normalize("NFD", text))


def is_known_name(name: str) -> bool:
    """True for a name of the list here, whatever stands in brackets behind it."""
    return compact(name.split("(", maxsplit=1)[0]) in _BY_KEY


def _unmarked(body: str, least: int) -> str | None:
    """The one known name that has the letters of ``body`` when marks are left out, with at most one letter bent."""
    key = _bare(body)
    same = _BY_BARE.get(key)
    if same is None and len(key) >= least:
        near = [names for known, names in _MARKED.items() if Levenshtein.distance(known, key, score_cutoff=1) <= 1]
        same = near[0] if len(near) == 1 else None
    return same[0] if same is not None and len(same) == 1 else None


#: The letters of each name without marks, and whether the recogniser knows them.
_LETTERED = {
    key: tuple((compact(c), c in _UNKNOWN) for c in name.lower() if compact(c))
    for key, name in _BY_KEY.items()
    if len(key) >= 5 and _UNKNOWN & set(name.lower())
}


@lru_cache(maxsize=2048)
def _by_shape(body: str) -> str | None:
    """The one known name that ``body`` is when every vowel that the recogniser does not know may be any letter or none; a
    name's first words may be known and the rest a name as printed (``Định lượng Urê``)."""
    words = body.split()
    for many in range(len(words), 0, -1):
        key = compact(" ".join(words[:many])).replace("0", "o").replace("1", "l")
        found = sorted((_unlike(key, known, letters), known) for known, letters in _LETTERED.items())[:2]
        if found[0][0] > _FAR or found[1][0] - found[0][0] < 0.9:
            continue
        rest = restore(" ".join(words[many:]))
        if not rest or rest.isascii() or compact(rest) in _BY_KEY:
            return f"{_BY_KEY[found[0][1]]} {rest}".strip()
    return None


_FAR = 2.9


def _unlike(key: str, known: str, letters: Sequence[tuple[str, bool]]) -> float:
    """How many letters of a name that the recogniser knows ``key`` has otherwise, its unknown ones counting a tenth; more than
    :data:`_FAR` where they are too many or too few are known."""
    free = sum(unknown for _, unknown in letters)
    sure = len(letters) - free
    allowed = 1 if sure < 7 else 2
    if sure < 4 or Levenshtein.distance(key, known, score_cutoff=free + allowed) > free + allowed:
        return 9.0
    before = [float(i) for i in range(len(key) + 1)]
    for letter, unknown in letters:
        other = 0.1 if unknown else 1.0
        row = [before[0] + other]
        for at, char in enumerate(key, 1):
            row.append(min(before[at - 1] + (0.0 if char == letter else other), before[at] + other, row[-1] + 1.0))
        before = row
    return before[-1] if before[-1] < allowed + 0.9 and before[-1] <= 0.34 * sure else 9.0
