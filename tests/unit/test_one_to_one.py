from ocr_pipeline.one_to_one import MOST, OneToOne
from ocr_pipeline.tables.grammar.normal import compact, plain, plain_char


def test_each_character_is_rewritten_once_and_few_are_kept() -> None:
    asked: list[str] = []

    def upper(char: str) -> str:
        asked.append(char)
        return char.upper()

    table = OneToOne(upper)
    assert "abba".translate(table) == "ABBA"
    assert asked == ["a", "b"]
    every = "".join(chr(code) for code in range(0x4E00, 0x4E00 + MOST + 100))
    assert every.translate(table) == every
    assert len(table) == MOST


def test_texts_are_made_plain_and_compact_character_by_character() -> None:
    every = "".join(chr(code) for code in range(0x20000) if not 0xD800 <= code < 0xE000)
    for first in range(0, len(every), 997):
        part = every[first : first + 997]
        assert plain(part) == "".join(map(plain_char, part))
        assert all(c.isalnum() or c in "%+" for c in compact(part))
    assert compact("_Glucosa % (ayunas) – γ-GT, 白细胞_") == "glucosa%ayunasγgt白细胞"
