"""Turkish letters that harmony of vowels decides."""

from __future__ import annotations

import pytest

from ocr_pipeline.sections.harmony import with_dotless

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("parankim ekosu diffüz artmıştir.", "parankim ekosu diffüz artmıştır."),
        ("Batında serbest sivi saptanmamiştir.", "Batında serbest sıvı saptanmamıştır."),
        ("en büyüğü 11 mm çapinda", "en büyüğü 11 mm çapında"),
        ("Duvar kalınliğı, cerrahi sinırlarda", "Duvar kalınlığı, cerrahi sınırlarda"),
        ("Böbrek konturlarinin", "Böbrek konturlarının"),
        ("izlenmektedir, yapilmaktadir", "izlenmektedir, yapilmaktadır"),
    ],
)
def test_the_dot_goes_where_no_word_has_one(read: str, printed: str) -> None:
    assert with_dotless(read) == printed
    assert len(read) == len(printed)


@pytest.mark.parametrize(
    "text",
    [
        "Akciğer kısmi olarak havalanmıştır.",
        "Tıbbi tedavi önerilir.",
        "Safra kesesi lümeninde taş izlenmiştir, normaldir.",
        "Karaciğer sağ lobda sindaktili, altındaki, yanındaki alan",
        "Tiroid, klinik, biyopsi, endoskopik inceleme, hastanın kalbi, saatinde, halinde",
        "Sinir kılıfı, sinirler, ileri tetkik",
    ],
)
def test_words_with_the_dot_keep_it(text: str) -> None:
    assert with_dotless(text) == text
