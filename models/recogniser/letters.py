"""Vietnamese letters of two marks, which PP-OCRv6 small does not know, and the classes of its head that they take."""

from __future__ import annotations

from collections.abc import Sequence

_SMALL = "ảạằắẳẵặầấẩẫậẻẽẹềếểễệỉịỏọốổỗộờớởỡợủụừứửữựỳỷỹỵ"
LETTERS = _SMALL + _SMALL.upper().replace("Ạ", "Ồ")  #: of the capitals it knows another one
#: What Vietnamese pages may hold of the signs between U+2200 and the scripts of East Asia; the others are never read there.
SIGNS = frozenset("−∓∕∙√∞≈≠≡≤≥≦≧⊕⊖□■▪▲△▼▽◆◇○●◎★☆✓✔♀♂①②③④⑤⑥⑦⑧⑨⑩")
PICTOGRAPHS = "\U0001f400"  #: the first of the classes taken: 🐀 and what follows is on no report


def places(alphabet: Sequence[str]) -> list[int]:
    """The classes of :data:`LETTERS` in a head whose classes are ``alphabet``. Raises ``ValueError`` when it lacks pictographs."""
    found = [place for place, char in enumerate(alphabet) if len(char) == 1 and char >= PICTOGRAPHS]
    if len(found) < len(LETTERS):
        raise ValueError("The recogniser's alphabet has no classes left for Vietnamese letters.")
    return found[: len(LETTERS)]


def with_letters(alphabet: Sequence[str]) -> tuple[str, ...]:
    taken = dict(zip(places(alphabet), LETTERS, strict=True))
    return tuple(taken.get(place, char) for place, char in enumerate(alphabet))
