"""Vietnamese syllables that end in c, ch, p or t carry the acute tone or the dot, no other: ``huyểt`` can only be ``huyết``.
None ends in ă, whatever its tone: in small print the hook of ``quả`` looks like its bow."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from ocr_pipeline.page import Line

_ACUTE = "\u0301"
_IMPOSSIBLE = frozenset("\u0300\u0303\u0309")  #: grave, tilde, hook: in small print they look like the acute
_TONES = _IMPOSSIBLE | {_ACUTE, "\u0323"}
_SYLLABLE = re.compile(r"[^\W\d_]{2,7}")
_BOWED = dict(zip("ắằẳẵặẮẰẲẴẶ", "ảàảãạẢÀẢÃẠ", strict=True))  #: bow and acute are a hook that was blurred
_STOPPED = re.compile(r"(?:c|ch|p|t)\Z", re.IGNORECASE)


def with_possible_tones(line: Line) -> Line:
    """``line`` with the one tone that such a syllable can have where another was read."""
    if line.text.isascii() or len(line.chars) != len(line.text):
        return line
    chars = list(line.chars)
    for word in _SYLLABLE.finditer(line.text):
        last = word.end() - 1
        chars[last] = replace(chars[last], text=_BOWED.get(chars[last].text, chars[last].text))
        if not _STOPPED.search(word[0]):
            continue
        toned = [i for i in range(word.start(), word.end()) if not _TONES.isdisjoint(_apart(chars[i].text))]
        marks = [c for c in _apart(chars[toned[0]].text) if c in _IMPOSSIBLE] if len(toned) == 1 else []
        if len(marks) == 1:
            whole = _apart(chars[toned[0]].text).replace(marks[0], _ACUTE)
            chars[toned[0]] = replace(chars[toned[0]], text=unicodedata.normalize("NFC", whole))
    text = "".join(c.text for c in chars)
    return line if text == line.text else replace(line, text=text, chars=tuple(chars))


def _apart(char: str) -> str:
    return unicodedata.normalize("NFD", char)
