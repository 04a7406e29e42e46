"""Days one by one as long as that says something, then week by week; and figures of a region or the country in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import floor
from typing import Final

from maps.texts import Texts
from maps.view.outlook import WEEK
from optimizer.plan.outlook import NationalRow, OutlookRow

DAILY_REGION: Final = 1 + WEEK  # the planned day and the week after it
DAILY_COUNTRY: Final = 1 + 6 * WEEK


@dataclass(frozen=True, slots=True)
class Period:
    """Days `start` up to and not with `stop` of an outlook; mostly one, else a week or what is left of one."""

    first: date
    last: date
    start: int
    stop: int

    @property
    def key(self) -> str:
        """Its first day; no two periods of an outlook begin on one day."""
        return self.first.isoformat()

    def text(self, texts: Texts) -> str:
        """`ma 7 mrt 2022`, or `8 mrt t/m 14 mrt 2022`."""
        if self.first == self.last:
            return texts.week_day(self.first)
        return texts("ahead.week", first=texts.day_of_month(self.first), last=texts.short_day(self.last))

    def short(self, texts: Texts) -> str:
        """`ma 7 mrt`, or `8 mrt – 14 mrt`, for the head of a column."""
        if self.first == self.last:
            return texts.week_day(self.first, year=False)
        return f"{texts.day_of_month(self.first)} – {texts.day_of_month(self.last)}"

    def spoken(self, texts: Texts) -> str:
        """`maandag 7 maart 2022`, or a week as in `text`."""
        return texts.day(self.first) if self.first == self.last else self.text(texts)


def periods(days: Sequence[date], daily: int) -> tuple[Period, ...]:
    """The first `daily` days one by one, the others in weeks; the last week may be shorter."""
    starts = [*range(min(daily, len(days))), *range(daily, len(days), WEEK)]
    stops = [*starts[1:], len(days)]
    return tuple(Period(days[i], days[k - 1], i, k) for i, k in zip(starts, stops, strict=True))


def region_in(period: Period, days: Sequence[OutlookRow]) -> OutlookRow:
    """A region's period as if it were a day: people and places at its end, who comes and goes in it together, staff
    and care of its heaviest day.
    """
    within, end = days[period.start : period.stop], days[period.stop - 1]
    return OutlookRow(
        date=end.date,
        vr_code=end.vr_code,
        places=end.places,
        occupied=end.occupied,
        arrivals=sum(day.arrivals for day in within),
        to_coa=sum(day.to_coa for day in within),
        moved_in=sum(day.moved_in for day in within),
        moved_out=sum(day.moved_out for day in within),
        state_staff=max(day.state_staff for day in within),
        hired_staff=max(day.hired_staff for day in within),
        care_minutes_used=max(day.care_minutes_used for day in within),
    )


def country_in(period: Period, days: Sequence[NationalRow]) -> NationalRow:
    """The country's period as if it were a day: who waits and what is left at its end, who comes and goes together,
    people without a place and buses of its worst day.
    """
    within, end = days[period.start : period.stop], days[period.stop - 1]
    return NationalRow(
        date=end.date,
        inflow=sum(day.inflow for day in within),
        waiting=end.waiting,
        arrivals=sum(day.arrivals for day in within),
        unsheltered=max(day.unsheltered for day in within),
        to_coa=sum(day.to_coa for day in within),
        ready=end.ready,
        housed=sum(day.housed for day in within),
        coa_places_left=end.coa_places_left,
        buses_used=max(day.buses_used for day in within),
    )


def whole(persons: float) -> int:
    """Rounded half up, as expected people are told."""
    return floor(round(persons, 6) + 0.5)
