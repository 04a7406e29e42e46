"""How a year's arrivals fall over its days: the months of 2022, and the days of the week (docs/forecast.md)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from typing import Final

# Total inflow of 2022 in persons (first applications, family reunification, repeated), as last published by the IND
# month by month. May was not found; it is what the quarter (CBS: 7,045 first applications) and the year (12,456 family
# and repeated) leave for it. The months add up to 692 less than the year, 47,991: later revisions.
MONTHS_2022: Final = (2_727, 2_520, 4_202, 3_230, 3_411, 3_979, 4_376, 4_897, 5_374, 4_756, 4_584, 3_243)
YEAR_2022: Final = 47_991
# Monday first. More people arrive on Monday and Tuesday than in the weekend (RD, 2025); by how much was not published.
WEEKDAYS: Final = (1.15, 1.15, 1.0, 1.0, 1.0, 0.85, 0.85)


def month_weights(year: int, month: int, weekdays: Sequence[float]) -> dict[date, float]:
    """The share of each day in the arrivals of its month; together 1. `weekdays`: a weight each, Monday first."""
    days = [date(year, month, number) for number in range(1, monthrange(year, month)[1] + 1)]
    whole = sum(weekdays[day.weekday()] for day in days)
    return {day: weekdays[day.weekday()] / whole for day in days}


def year_weights(
    year: int, weekdays: Sequence[float] = WEEKDAYS, months: Sequence[float] = MONTHS_2022
) -> dict[date, float]:
    """The share of each day in the arrivals of its calendar year; together 1. `months`: a weight each."""
    whole = sum(months)
    return {
        day: share * months[month - 1] / whole
        for month in range(1, 13)
        for day, share in month_weights(year, month, weekdays).items()
    }
