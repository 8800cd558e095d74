"""A specimen that is taken off a name must still decide the code: urine glucose is no glucose of the blood."""

from __future__ import annotations

import pytest

from mapping.terminology.where import setting_of
from ocr_pipeline.tables.bands.below_names import specimen_in

pytestmark = pytest.mark.unit

TAKEN_OFF = (
    "Urine|24h urine|Spot urine|Orina|Orina de 24 h|Urina|Urine delle 24 ore|urines des 24 h|İdrar|24 saatlik idrar|Nước tiểu|尿|尿液|24小时尿|随机尿|Serum|"
    "Plasma|Whole blood|CSF|Stool|Faeces|Semen|Swab|Siero|Sangre total|Sang total|Tam kan|Dışkı|Gaita|Heces|Feci|Selles|LCR|Liquor|BOS|Huyết thanh|Máu|"
    "Phân|Dịch não tủy|血清|全血|脑脊液|粪便|大便|胸水|腹水|精液"
)


@pytest.mark.parametrize("word", TAKEN_OFF.split("|"))
def test_what_is_taken_off_a_name_is_known_to_coding(word: str) -> None:
    assert specimen_in(word)
    assert setting_of(word)


@pytest.mark.parametrize("word", ["Saliva", "Sputum", "痰"])
def test_what_coding_does_not_know_stays_in_the_name(word: str) -> None:
    assert not setting_of(word)
    assert not specimen_in(word)
