"""The hint beside a fault: what was probably meant, or nothing."""

from __future__ import annotations

import pytest

from optimizer.scenario.reading.nearest import Nearest, code_nearest

REGIONS = {"VR01": "Groningen", "VR02": "Fryslân", "VR06": "Twente", "VR24": "Gooi", "VR25": "Flevoland"}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("VR1", "VR01"),
        ("vr-25", "VR25"),
        ("25", "VR25"),
        ("Flevoland", "VR25"),
        ("flevolnd", "VR25"),
        ("Fryslan", "VR02"),
        ("VR26", "VR25"),
        ("Utrecht", ""),
        ("", ""),
    ],
)
def test_codes(written: str, meant: str) -> None:
    assert code_nearest("VR", REGIONS)(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"), [("opn", "open"), ("Can open", "can_open"), ("dicht", "closed"), ("zzz", "")]
)
def test_words(written: str, meant: str) -> None:
    assert Nearest(["open", "can_open", "closed"], {"dicht": "closed"})(written) == meant


def test_many_hopeless_values_do_not_take_long() -> None:
    nearest = Nearest(f"S{number:04d}" for number in range(1000))
    assert [nearest(f"{number}-{number}-household") for number in range(5000)].count("") == 5000
