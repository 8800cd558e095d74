"""Turkish prose whose dotless ``ı`` came with a dot, which harmony of vowels rules out: ``saptanmamiştir`` is ``saptanmamıştır``.

After ``ı`` the suffixes that a narrative prints have no ``i``, and some endings have none after ``a`` either. Only letters that
differ by their dot are exchanged, in words whose vowels leave no other reading; loanwords that break harmony are left alone.
"""

from __future__ import annotations

import re
from functools import lru_cache

_CONSONANT = "bcçdfgğhjklmnprsştvyz"
#: Words with ``i`` right after ``ı``: partial, medical, hygienic, hereditary, distribution of shares.
_LOANS = re.compile(r"(?:kısm|tıbb|sıhh|ırs|fıkh|kısıtl?is)i", re.IGNORECASE)
#: Endings with ``ı`` after ``a``: the past told (``artmıştır``), place (``çapında``), more than one (``çapları``), what goes on.
_ENDINGS = (
    (re.compile(rf"(?<=[aı])([{_CONSONANT}]{{0,3}}m)i(ş)"), r"\1ı\2"),
    (re.compile(r"(?<=mış)ti(?=r)"), "tı"),
    (re.compile(r"(?<=[^\W\d_])i(?=nda(?:n|ki)?(?![^\W\d_]))"), "ı"),
    (re.compile(r"(?<=[^\W\d_]lar)i(?=(?:n[ıi]n|na|nda|ndan|n[ıi])?(?![^\W\d_]))"), "ı"),
    (re.compile(r"(?<=maktad)i(?=r)"), "ı"),
    (re.compile(r"(?:(?<=[aı][kmnprsşyzvğ]d)|(?<=doğald))i(?=r(?![^\W\d_]))"), "ı"),
)
#: Beginnings of words that only the dotless letter makes.
_WORDS = (
    (re.compile(r"(?<![^\W\d_])([Ss])[iı]v[iı](?=(?:s[ıi]|n[ıi]n|ya|da|)(?![^\W\d_]))"), r"\1ıvı"),
    (re.compile(r"(?<![^\W\d_])([Kk]al)[iı]nl[iı](?=[kğ])"), r"\1ınlı"),
    (re.compile(r"(?<![^\W\d_])([Tt]an|[Bb]as|[Aa]lt)i(?![^\W\d_])"), r"\1ı"),
    (re.compile(r"(?<![^\W\d_])([Çç]ap|[Dd]uvar|[Aa]ğr|[Bb]at[ıi]n|[Kk]arn|[Tt]araf|[Ss]ay|[Aa]lan)i(?=(?:s[ıi]|n[ıi]n|)(?![^\W\d_]))"), r"\1ı"),
    (re.compile(r"(?<![^\W\d_])([Bb]at|[Kk]ar|[Kk][ıi]r)i(?=[nk](?![^\W\d_]))"), r"\1ı"),
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
#: A first ``i`` before ``ı``.
_BEFORE = re.compile(rf"i(?=[{_CONSONANT}]{{1,2}}ı)")
_AFTER = re.compile(rf"(?<=ı)([{_CONSONANT}]{{1,2}})i")


def with_dotless(text: str) -> str:
    """``text``, a Turkish one, with the dotless letter where only it can stand; as long as before."""
    return _WORD.sub(lambda m: _dotless(m[0]), text) if "i" in text else text


@lru_cache(maxsize=4096)
def _dotless(word: str) -> str:
    for pattern, said in (*_WORDS, *_ENDINGS):
        word = pattern.sub(said, word)
    word = _BEFORE.sub("ı", word) if "ı" in word else word
    if "ı" in word and _LOANS.match(word) is None:
        before = ""
        while before != word:
            before, word = word, _AFTER.sub(r"\1ı", word)
    return word
