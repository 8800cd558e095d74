"""Headings are found whichever way their words are looked up, and folding a text moves no character."""

import pytest

from ocr_pipeline.fields.folding import fold
from ocr_pipeline.layout.headings import heading_in


@pytest.mark.parametrize(
    ("text", "loose", "kind", "printed"),
    [
        ("检查部位腰椎", True, "technique", "检查部位"),
        ("Clinical history Cough for two weeks", False, "clinical", "Clinical history"),
        ("KIT LUIN:", False, "impression", "KẾT LUẬN"),
        ("MO T HNH ANH:", False, "findings", "MÔ TẢ HÌNH ẢNH"),
        ("饶下所见", False, "findings", "镜下所见"),
        ("The liver is of normal size", True, None, ""),
        ("(s)", True, None, ""),
    ],
)
def test_headings_are_known_by_their_first_characters_their_ends_and_their_consonants(
    text: str, loose: bool, kind: str | None, printed: str
) -> None:
    found = heading_in(text, loose)
    assert (found.kind if found else None, found.text if found else "") == (kind, printed)


def test_folding_keeps_every_character_in_its_place() -> None:
    every = "".join(chr(code) for code in range(0x30000) if not 0xD800 <= code < 0xE000)
    for first in range(0, len(every), 1000):
        part = every[first : first + 1000]
        assert len(fold(part)) == len(part)
    assert fold("（É１ß）ﬁ") == "(e1s)f"


@pytest.mark.parametrize(
    "text", ["X线所见 Findings", "X线所见/Findings：", "Findings（影像所见）", "FINDINGS 检查所见"]
)
def test_headings_in_two_scripts(text: str) -> None:
    found = heading_in(text)
    assert found is not None
    assert (found.kind, found.after) == ("findings", len(text))


def test_a_sentence_with_a_foreign_word_heads_nothing() -> None:
    assert heading_in("Findings 右肺结节") is None
