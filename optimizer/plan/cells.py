"""What stands in a cell: numbers and clock times as planners write them, and text that no spreadsheet runs."""

from __future__ import annotations

import re
from fractions import Fraction

_RUNS_IN_A_SHEET = ("=", "+", "-", "@", "\t", "\r")


def exact(number: float | Fraction) -> Fraction:
    """The decimal a planner wrote, as a fraction: 0.1 is 1/10, not the nearest binary number."""
    return Fraction(number) if isinstance(number, int | Fraction) else Fraction(str(number))


def number_text(number: float | Fraction) -> str:
    """Shortest text that reads back as the same number; whole numbers without a point."""
    value = float(number)
    return str(int(value)) if value.is_integer() else repr(value)


def clock_text(minutes: int) -> str:
    """Minutes after midnight of the planned day as `HH:MM`; beyond midnight the hours go on: 24:30, 25:05."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def clock_minutes(text: str) -> int:
    """Minutes after midnight of the planned day of an `HH:MM` with hours from 00 up. ValueError: anything else."""
    if not re.fullmatch(r"\d{2,3}:[0-5]\d", text):
        raise ValueError(f"{text!r} is no time HH:MM")
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def safe_text(text: str) -> str:
    """Free text that a spreadsheet shows and never runs; ids are not free text and stay as they are."""
    return f"'{text}" if text.startswith(_RUNS_IN_A_SHEET) else text
