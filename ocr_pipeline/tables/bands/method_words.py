"""What laboratories call their ways of measuring, as it stands below names: ``Hexoquinasa``, ``Điện hóa phát quang``, ``Akım sitometri``."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from ocr_pipeline.fields.folding import fold

#: How such lines begin, folded. Beginnings that panels share (``enzym``, ``immuno``, ``microscop``) are given long enough to be none.
_STEMS = tuple(
    stem.strip()
    for line in """
    calculated|calcul|calcolo|hesapla|tinh toan|derived|cong thuc
    chronometr|cronometr|coagulom|koagulom|clauss|chromogen|cromogen|westergren|modified westergren
    colorim|kolorim|fotocolorim|photocolorim|fotom|photom|spectrophotom|espectrofotom|spettrofotom|spektrofotom|so mau|do quang|quang pho
    enzymatic|enzymatiq|enzimatic|enzimatik|enzim-|enzym so|enzym do|enzyme so|cinetic|cinetiq|kinetic|kinetik|dong hoc
    turbidim|immunoturb|inmunoturb|do do duc|nephelom|nefelom|nephelem|nefelem
    chemilumin|chemiolumin|chimilumin|quimiolumin|kemilumin|electrochem|electrochim|electroquim|elettrochem|elektrokem|hoa phat quang
    dien hoa phat|mien dich hoa phat|mien dich dien hoa|mien dich sac|mien dich do|mien dich huynh|mien dich vi hat|sac ky
    inmunocromat|immunochromat|immunocromat|immunokromat|immunofluor|inmunofluor|immunoenzym|inmunoenzim
    potentiom|potenciom|potenzio|ion selectiv|ion-selectiv|electrodo selec|electrode select|elettrodo|dien cuc
    indirect ise|direct ise|indirekt ise|direkt ise|hexokin|hexoquin|hekzokin|heksokin|esochin|esokin|glucose oxid|glucosa oxid
    uricas|urikaz|urease|ureasa|ureasi|ureaz|jaff|biuret|bromocresol|verde de bromo|verde bromo|vert de bromo|arsenazo|ferrozin|ferene
    diazo|bapta|nm-bapta|friedewald|homogen|fosfomolib|phosphomolyb|xylidyl|xilidil
    impedan|impedenz|empedan|tro khang|flow cytom|cytometr|citometr|citofluor|cytofluor|akim sitom|akis sitom|sitometri|te bao dong chay|electrical imped
    cyanmeth|sls-h|refractom|rifrattom|refraktom|agglutination latex|aglutinacion latex|aglutinacion en|agglutinazione latex|latex
    pep carb|phosphoenolpyr|pnpp|p-nitrophenyl|uv with|uv without|kinetic uv|uv kinetic|uv rate|bromcresol|dye bind|gldh|cholesterol oxid|sulfosal|pyrogall|molybd
    electro-chemi|particle enh|optical clot|clot detec|lc-ms|lc/ms|icp-ms|gc-ms|mass spec|boronate|ion exchange|vanadate|reflectance|reflectom|capillary electroph|rate reaction|end point|endpoint
    examen visuel|tira reactiva|bandelette|striscia react|striscia reatt|que thu|electroforesis cap|electrophorese cap|elettroforesi cap|phuong phap
    """.split("\n")
    for stem in line.split("|")
    if stem.strip()
)
#: Words that are methods only where they are all.
_WHOLE = frozenset(
    "eclia clia elisa hplc cmia ise ifcc god chod gpo ecl tptz laser visual visivo gorsel strip visuel chod-pap gpo-pap god-pap meia elfa".split()
)

_MARKED = frozenset("ăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệóòỏõọốồổỗộớờởỡợúùủũụứừửữựíìỉĩịýỳỷỹỵĐ")
#: ``比色法``, ``速率法``.
_HAN = re.compile(r"[\u4e00-\u9fff]{1,8}法")
#: ``(Suero) Hexoquinasa``, ``Suero, ECLIA``
_SPECIMEN = re.compile(
    r"\([a-z ]{2,16}\)\s*(?=[a-z])|(?:suero|siero|serum|plasma|sangre|sangue|sang|orina|urines?)\s?[,:/-]\s?(?=[a-z])"
)


@lru_cache(maxsize=4096)
def names_method(text: str) -> bool:
    """Whether ``text``, alone on a line, is how something was measured."""
    said = _SPECIMEN.sub("", fold(text).strip(), count=1).lstrip("(").strip()
    whole = said.rstrip(").")
    return said.startswith(_STEMS) or whole in _WHOLE or bool(_HAN.fullmatch(whole)) or _bent(said, text)


def _bent(said: str, text: str) -> bool:
    """Whether a Vietnamese line begins with a method of which a letter or two were misread (``Điện háa phắt quang``)."""
    if len(said) < 8 or not any(c in _MARKED for c in text):
        return False
    return any(Levenshtein.distance(said[: len(s)], s, score_cutoff=2) <= 2 for s in _STEMS if len(s) > 9 and " " in s)
