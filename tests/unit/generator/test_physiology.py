"""Drawn values obey the algebra that a plausibility check relies on."""

from __future__ import annotations

import math

import pytest

from fixtures.generator import physiology
from fixtures.generator.dice import Dice
from fixtures.generator.house import lab_house
from fixtures.generator.panel import interval_text, side
from fixtures.generator.people import person, resident_number

pytestmark = pytest.mark.unit
STATES = [name for name, _ in physiology.COUNT_STATES]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("seed", range(20))
def test_blood_count_algebra(state: str, seed: int) -> None:
    v = physiology.blood_count(Dice("count", state, seed), "F" if seed % 2 else "M", state)
    assert sum(v[c] for c in ("NEU%", "LYM%", "MON%", "EOS%", "BAS%")) == pytest.approx(100, abs=0.05)
    assert all(v[c] >= 0 for c in v)
    for short in ("NEU", "LYM", "MON", "EOS", "BAS"):
        assert v[short + "#"] == pytest.approx(v["WBC"] * v[short + "%"] / 100, abs=0.0051)
    assert v["HCT"] == pytest.approx(v["RBC"] * v["MCV"] / 10, rel=0.01)
    assert v["MCH"] == pytest.approx(v["HGB"] / v["RBC"], rel=0.01)
    assert v["MCHC"] == pytest.approx(v["HGB"] / v["HCT"] * 100, rel=0.01)
    assert v["PCT"] == pytest.approx(v["PLT"] * v["MPV"] / 10000, abs=0.0006)


@pytest.mark.parametrize("seed", range(60))
def test_chemistry_algebra(seed: int) -> None:
    v = physiology.chemistry(Dice("chem", seed), "M", 50)
    assert v["TP"] == pytest.approx(v["ALB"] + v["GLB"], abs=0.051)
    assert v["TBIL"] == pytest.approx(v["DBIL"] + v["IBIL"], abs=0.051)
    assert v["A/G"] == pytest.approx(v["ALB"] / v["GLB"], abs=0.006)
    assert v["HDL"] + v["LDL"] < v["TC"] + 0.01
    assert v["EGFR"] == pytest.approx(physiology.egfr(v["CREA"], "M", 50), abs=0.06)


def test_kidney_function_formula() -> None:
    """CKD-EPI 2021, worked by hand from the published equation: man, 50 years, creatinine 1.2 mg/dL gives 73."""
    assert physiology.egfr(1.2 * 88.42, "M", 50) == pytest.approx(73.5, abs=1.0)


@pytest.mark.parametrize("seed", range(60))
def test_blood_gas_algebra(seed: int) -> None:
    v = physiology.blood_gas(Dice("gas", seed))
    assert v["PH"] == pytest.approx(6.1 + math.log10(v["HCO3"] / (0.0307 * v["PCO2"])), abs=0.001)
    assert v["AG"] == pytest.approx(v["GNA"] - v["GCL"] - v["HCO3"], abs=0.06)
    assert 60 < v["SO2"] < 100


@pytest.mark.parametrize("seed", range(40))
def test_semen_and_coagulation(seed: int) -> None:
    v = physiology.semen(Dice("semen", seed))
    assert v["PR"] + v["NP"] + v["IM"] == pytest.approx(100, abs=0.06)
    assert v["TOTAL"] == pytest.approx(v["VOL"] * v["CONC"], abs=0.06)
    assert v["VIT"] >= v["MOT"]
    c = physiology.coagulation(Dice("clot", seed))
    assert c["INR"] == pytest.approx((c["PT"] / 12.0) ** 1.05, abs=0.006)


@pytest.mark.parametrize(
    ("value", "interval", "expected"),
    [
        (5.0, "3.5-9.5", ""),
        (9.6, "3.5-9.5", "H"),
        (3.4, "3.5-9.5", "L"),
        (30.0, "3.5-9.5", "HH"),
        (1.0, "3.5-9.5", "LL"),
        (199, "<200", ""),
        (200, "<200", "H"),
        (41, ">40", ""),
        (39, ">40", "L"),
        (-4.0, "-3.0-3.0", "L"),
    ],
)
def test_side_of_an_interval(value: float, interval: str, expected: str) -> None:
    assert side(value, interval) == expected


def test_interval_text_keeps_its_numbers() -> None:
    for seed in range(60):
        house = lab_house(Dice("house", seed), "zh")
        text = interval_text("3.50-9.50", house)
        assert "3.50" in text
        assert "9.50" in text
        assert house.range_sep in text


def test_resident_numbers_have_right_checks_and_no_real_area() -> None:
    for seed in range(40):
        who = person(Dice("who", seed), "zh")
        total = sum((10 if c == "X" else int(c)) * 2 ** (17 - i) for i, c in enumerate(who.resident))
        assert total % 11 == 1
        assert who.resident[2:4] == "99"
        assert who.resident[6:14] == f"{who.born:%Y%m%d}"
        assert (int(who.resident[16]) % 2 == 1) == (who.sex == "M")
        nhs = resident_number(Dice("nhs", seed), "en", "M", who.born).replace(" ", "")
        assert sum(int(d) * (10 - i) for i, d in enumerate(nhs)) % 11 == 0
        tr = resident_number(Dice("tr", seed), "tr", "M", who.born)
        assert sum(map(int, tr[:10])) % 10 == int(tr[10])
