"""Numbers, clock times and free text in cells."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.plan.cells import clock_minutes, clock_text, exact, number_text, safe_text


def test_exact_is_what_was_written() -> None:
    assert exact(0.1) == Fraction(1, 10)
    assert exact(7.5) == Fraction(15, 2)
    assert exact(3) == 3


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_read_back(number: float) -> None:
    assert float(number_text(number)) == number


@pytest.mark.parametrize(("minutes", "text"), [(0, "00:00"), (439, "07:19"), (1470, "24:30"), (6000, "100:00")])
def test_clock_goes_on_beyond_midnight(minutes: int, text: str) -> None:
    assert clock_text(minutes) == text
    assert clock_minutes(text) == minutes


@pytest.mark.parametrize("text", ["7:00", "07:60", "0700", "07:00 ", ""])
def test_no_clock_time(text: str) -> None:
    with pytest.raises(ValueError, match="no time"):
        clock_minutes(text)


@pytest.mark.parametrize("text", ["=1+1", "+31", "-2", "@SUM(A1)", "\tx", "\rx"])
def test_free_text_is_never_run(text: str) -> None:
    assert safe_text(text) == "'" + text


def test_plain_text_stays() -> None:
    assert safe_text("'s-Hertogenbosch") == "'s-Hertogenbosch"
