"""Header words found in a text, also where the detector joined several or the recogniser bent them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import eq, ne

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from ocr_pipeline.tables.grammar.normal import compact, is_cjk, is_what_is_left, plain
from ocr_pipeline.tables.headers.header_lists import WORDS, Kind
from ocr_pipeline.tables.headers.header_lists_zh import CHINESE

__all__ = ["Hit", "Kind", "bent_words", "header_words", "with_letters_lost"]

_ENTRIES: dict[str, Kind] = {}
for _kind, _joined in WORDS.items():
    for _word in _joined.split("|"):
        _ENTRIES.setdefault(compact(_word) or _word, _kind)


@dataclass(frozen=True, slots=True)
class Hit:
    """A header word: its kind and the characters ``start:end`` of the text it was found in."""

    kind: Kind
    start: int
    end: int


_LATIN = [w for w in _ENTRIES if len(w) >= 4 and w.isascii()]
_VIETNAMESE = [
    compact(w)
    for w in "|".join(WORDS.values()).split("|")
    if re.search("[ăâđêôơưàáạảãầấậẩẫằắặẳẵèéẹẻẽềếệểễìíịỉĩòóọỏõồốộổỗờớợởỡùúụủũừứựửữỳýỵỷỹ]", w)
]
#: Too rare for a word that is not quite one of them to be taken for it.
_RARE = frozenset(compact(w) for words in CHINESE.values() for w in words.split("|"))
_HAN = [w for w in _ENTRIES if len(w) >= 4 and not w.isascii() and w not in _RARE]


@lru_cache(maxsize=4096)
def _fuzzy(key: str) -> Kind | None:
    """Slips of the recogniser in a longer word are forgiven, one in five letters or so: it knows few Vietnamese vowels."""
    if len(key) > 32 or (len(key) < 5 and key.isascii()) or len(key) < 4:
        return None
    allowed = (1 if len(key) < 6 else 2) if not key.isascii() else 1 if len(key) < 10 else 2 if len(key) < 15 else 3
    words = _of_length(len(key), allowed, key.isascii())
    found = process.extractOne(key, words, scorer=Levenshtein.distance, score_cutoff=allowed)
    return _ENTRIES[found[0]] if found else None


@cache
def _of_length(length: int, by: int, latin: bool) -> list[str]:
    """The longer words whose lengths differ from ``length`` by no more than ``by``."""
    return [word for word in (_LATIN if latin else _HAN) if abs(len(word) - length) <= by]


@lru_cache(maxsize=2048)
def header_words(text: str) -> tuple[Hit, ...]:
    """The header words that ``text`` consists of, in order; empty when anything else stands in it.

    ``提示单位`` gives flag and unit; ``Result (mmol/L)`` gives result (what stands in brackets is left out).
    """
    shown = plain(text)
    letters: list[tuple[str, int]] = []
    depth = 0
    for at, char in enumerate(shown):
        if char in "([{【":
            depth += 1
        elif char in ")]}】":
            depth = max(0, depth - 1)
        elif not depth:
            letters.extend((c, at) for c in (compact(char) or (char if char in "#" else "")))
    key = "".join(c for c, _ in letters)
    if not key or len(key) > 120:
        return ()
    whole = _ENTRIES.get(key)
    cuts = [] if whole else _segment(key)
    if not whole and not cuts:
        whole = _fuzzy(key)
    if whole:
        return (Hit(whole, letters[0][1], letters[-1][1] + 1),)
    hits = [Hit(kind, letters[a][1], letters[b - 1][1] + 1) for a, b, kind in cuts]
    return _one_of_both(_beside_translation(shown) or _translated(hits, shown) or _by_spaces(text, shown), shown)


def _translated(hits: list[Hit], shown: str) -> tuple[Hit, ...]:
    """``hits`` with a word and its translation behind it (``结果 Result``, ``Result 结果``, ``Unité / Eenheid``) as one, and two Latin words for names
    (``Test Item``) or intervals (``Ref. Ranges``)."""
    out: list[Hit] = []
    for hit in hits:
        before = out[-1] if out else None
        same = before is not None and before.kind == hit.kind
        native = same and is_cjk(shown[before.start]) is not is_cjk(shown[hit.start])  # type: ignore[union-attr]
        named = before is not None and hit.kind == "name" and shown[before.end : hit.start] == " " and len(hits) == 2
        between = shown[before.end : hit.start] if before is not None else "?"
        named = (
            named or (hit.kind == "ref" and not between.strip(" .")) or (hit.kind == "name" and between.strip() == "/")
        )
        if before and same and (native or (named and shown[hit.start].isascii())):
            out[-1] = Hit(hit.kind, before.start, hit.end)
        else:
            out.append(hit)
    return tuple(out)


def _beside_translation(shown: str) -> tuple[Hit, ...]:
    """A header word beside its translation into a language that no list holds (``Résultat / Resultaat``)."""
    parts = [part.strip() for part in shown.split("/")]
    if len(parts) != 2 or not all(len(p) > 3 and p.replace(" ", "").isalpha() for p in parts):
        return ()
    kinds = {_ENTRIES.get(key := compact(p)) or _fuzzy(key) for p in parts} - {None}
    kind = kinds.pop() if len(kinds) == 1 else None
    return (Hit(kind, 0, len(shown)),) if kind is not None else ()


_AND = re.compile(r"\s*(?:&|/|\+|\band\b|\by\b|\bet\b|\be\b|\bve\b|\bvà\b)\s*", re.IGNORECASE)
#: What stands in one column with the other below or behind it, where a sign or word joins their headers.
_ONE_COLUMN = frozenset((("ref", "unit"), ("name", "method"), ("name", "code")))


def _one_of_both(hits: tuple[Hit, ...], shown: str) -> tuple[Hit, ...]:
    """``Ref Range & Units`` heads one column, whose intervals have their units behind them, and so does ``参考区间/参考值``;
    ``检测项目/方法`` one of names that have their methods below or behind them."""
    if len(hits) == 2 and hits[0].kind == hits[1].kind and shown[hits[0].end : hits[1].start].strip() == "/":
        return (Hit(hits[0].kind, hits[0].start, hits[1].end),)
    if tuple(h.kind for h in hits) in _ONE_COLUMN and _AND.fullmatch(shown[hits[0].end : hits[1].start]):
        return (Hit(hits[0].kind, hits[0].start, hits[1].end),)
    return hits


def is_header_word(text: str) -> bool:
    """Whether ``text`` is one header word, letter by letter."""
    return compact(text) in _ENTRIES


def with_letters_lost(text: str) -> tuple[Hit, ...]:
    """A Vietnamese header word without its vowels of two marks (``KtQu``, ``Đnv tính``). Rash on its own: for a piece of a
    band that is known to be a header."""
    kind = _letters_lost(compact(text))
    return (Hit(kind, 0, len(text)),) if kind is not None else ()


@lru_cache(maxsize=4096)
def _letters_lost(key: str) -> Kind | None:
    if not 3 <= len(key) <= 24:
        return None
    fits = {
        _ENTRIES[word]
        for word in _VIETNAMESE
        if word[0] == key[0] and len(key) >= 0.6 * len(word) and len(key) < len(word) and is_what_is_left(key, word)
    }
    return fits.pop() if len(fits) == 1 else None


@lru_cache(maxsize=2048)
def _hardly(key: str) -> Kind | None:
    """The kind of all header words from which ``key`` differs in two letters of five, None where they are of several, and for
    the words of bills: no guess takes a table for one of these."""
    if not 5 <= len(key) <= 24:
        return None
    words = _LATIN if key.isascii() else _HAN
    near = process.extract(key, words, scorer=Levenshtein.distance, score_cutoff=2 * len(key) // 5, limit=None)
    kinds = {_ENTRIES[word] for word, _, _ in near if abs(len(word) - len(key)) < 2}
    return kinds.pop() if len(kinds) == 1 and "foreign" not in kinds else None


_LAST_HAN: tuple[tuple[Kind, str], ...] = (
    ("name", "项目名称|名称|项目|指标"),
    ("ref", "参考值|参考区间|参考范围|正常值|正常范围|范围|区间|界值|限值"),
    ("unit", "单位"),
    ("method", "方法|仪器"),
    ("result", "结果|测定值|检测值|浓度|含量|水平"),
)
_LATIN_WORDS: tuple[tuple[Kind, frozenset[str]], ...] = (
    (
        "other",
        frozenset(
            "quantification quantitation detection sensitivity linear linearity time date comment comments drawn".split()
        ),
    ),
    ("method", frozenset("method technology technique specimen instrument".split())),
    (
        "ref",
        frozenset(
            "range ranges reference ref limit limits interval intervals cutoff therapeutic target desirable".split()
        ),
    ),
    ("unit", frozenset("unit units".split())),
    ("result", frozenset("result results value values level levels reading concentration conc".split())),
    ("name", frozenset("test tests analyte name parameter component".split())),
)


_SHORT: tuple[tuple[str, Kind], ...] = (("unit", "unit"), ("test", "name"), ("flag", "flag"))


@lru_cache(maxsize=2048)
def kind_by_word(text: str) -> Kind | None:
    """What a header of several words heads, by the word that tells it: the last one in Chinese, any in English. Rash on its
    own: for a piece of a band that is known to be a header."""
    body = re.sub(r"[(\[].*?[)\]]", " ", plain(text)).casefold()
    if len(body) > 48 or any(c.isdigit() for c in body):
        return None
    if any(is_cjk(c) for c in body):
        key = compact(body)
        return next((kind for kind, ends in _LAST_HAN if key.endswith(tuple(ends.split("|")))), None)
    words = frozenset(re.findall(r"[a-z]+", body))
    return next((kind for kind, told in _LATIN_WORDS if words & told), None) or _short_bent(body.strip())


def _short_bent(word: str) -> Kind | None:
    """``JNIT``: a short word of which one letter was misread."""
    near = (kind for known, kind in _SHORT if len(word) == len(known) and sum(map(ne, known, word)) == 1)
    return next(near, None)


#: Confidence in a header from which on it is a word of its own, and no listed one misread.
SURE = 0.9


def bent_words(text: str, confidence: float = 0.0) -> tuple[Hit, ...]:
    """Header words run together and each perhaps with slips (``KtQuåKhoángthamchiu``, ``制定结果异常单位``), or one word that
    is hardly legible (``项回``, ``办考值范图``; no short one that was read with ``confidence``). Slow, and rash on its own: for a
    piece of a band that is known to be a header."""
    shown = plain(text)
    letters = [(c, at) for at, char in enumerate(shown) for c in compact(char)]
    key = "".join(c for c, _ in letters)
    if key == "项":
        return (Hit("name", letters[0][1], letters[0][1] + 1),)
    if len(key) == 2:
        if confidence >= SURE:
            return ()
        kinds = {
            k
            for w, k in _ENTRIES.items()
            if len(w) == 2 and is_cjk(w[0]) and w not in _RARE and sum(map(eq, w, key)) == 1
        }
        return (Hit(kinds.pop(), letters[0][1], letters[-1][1] + 1),) if len(kinds) == 1 else ()
    hardly = _hardly(key)
    if hardly is not None:
        return (Hit(hardly, letters[0][1], letters[-1][1] + 1),)
    if not (9 if key.isascii() else 5) <= len(key) <= 40:
        return ()
    least = 4 if len(key) <= 20 else 5
    best: list[tuple[float, tuple[tuple[Kind, int, int], ...]] | None] = [None] * (len(key) + 1)
    best[0] = (0.0, ())
    for end in range(2, len(key) + 1):
        rest = best[end - 1]
        if rest is not None and rest[1] and is_cjk(key[end - 1]):
            best[end] = (rest[0] + 0.9, rest[1])  # what is left of a short word (单 for 单位) goes with the word before
        for start in range(max(0, end - 22), end - 1):
            before = best[start]
            if before is None or (0 < start < 2):
                continue
            word = key[start:end]
            kind = _ENTRIES.get(word) if len(word) >= 4 or is_cjk(word[0]) else None
            cost = before[0] + 1.0
            if kind is None and len(word) >= least:
                kind, cost = _fuzzy(word) or _letters_lost(word), cost + 0.6
            held = best[end]
            if kind is not None and (not before[1] or before[1][-1][0] != kind) and (held is None or cost < held[0]):
                best[end] = (cost, (*before[1], (kind, start, end)))
    found = best[-1][1] if best[-1] is not None else ()
    if len(found) < 2:
        return ()
    ends = [letters[a][1] for _, a, _ in found[1:]] + [letters[-1][1] + 1]
    return tuple(Hit(kind, letters[a][1], stop) for (kind, a, _), stop in zip(found, ends, strict=True))


def _by_spaces(text: str, shown: str) -> tuple[Hit, ...]:
    """Headers side by side with a space between, each perhaps with a slip: ``STT Danh mc xét nghim``."""
    words = [(m.start(), m.end()) for m in re.finditer(r"\S+", shown)]
    if not 2 <= len(words) <= 8:
        return ()
    best: list[tuple[Hit, ...] | None] = [None] * (len(words) + 1)
    best[0] = ()
    for end in range(1, len(words) + 1):
        for start in range(end):
            before = best[start]
            if before is None:
                continue
            a, b = words[start][0], words[end - 1][1]
            key = compact(text[a:b])
            kind = _ENTRIES.get(key) or _fuzzy(key)
            if kind is not None and (best[end] is None or len(before) + 1 < len(best[end] or ())):
                best[end] = (*before, Hit(kind, a, b))
    return best[-1] or ()


def _stands_alone(key: str, start: int, end: int) -> bool:
    """A short Latin word counts only between letters of another script (``NO项目``)."""
    before = start == 0 or not key[start - 1].isascii()
    after = end == len(key) or not key[end].isascii()
    return before and after and end - start >= 2


def _segment(key: str) -> list[tuple[int, int, Kind]]:
    """Fewest lexicon words that make up ``key``; empty when they do not."""
    best: list[tuple[int, int, Kind | None] | None] = [None] * (len(key) + 1)
    best[0] = (0, 0, None)
    reached = [0]
    for end in range(1, len(key) + 1):
        for start in reached:
            before = best[start]
            kind = _ENTRIES.get(key[start:end])
            if before is None or kind is None or (end - start < 3 and key[start:end] in _RARE):
                continue  # a short rare word is a part of others (食物 of 食物名称)
            behind = end == len(key) and start >= 6  # Kết quả cờ
            if end - start < 3 and key[start:end].isascii() and not behind and not _stands_alone(key, start, end):
                continue
            if best[end] is None or before[0] + 1 < best[end][0]:  # type: ignore[index]
                best[end] = (before[0] + 1, start, kind)
        reached += [end] if best[end] is not None else []
    out: list[tuple[int, int, Kind]] = []
    at = len(key)
    while at > 0:
        step = best[at]
        if step is None or step[2] is None:
            return []
        out.append((step[1], at, step[2]))
        at = step[1]
    return out[::-1]
