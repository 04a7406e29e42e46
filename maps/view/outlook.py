"""The days after the planned one, for each region and for the country, as far as the plan folder looks ahead."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from optimizer.plan.outlook import ChangeRow, NationalRow, OutlookRow, ShortageRow
from optimizer.plan.outlook import Outlook as PlanOutlook
from optimizer.scenario.faults import Fault, InputError

WEEK: Final = 7


class What(StrEnum):
    """What can run out, as `cno outlook` calls it."""

    OUTSIDE = "somebody is outside"
    PLACES = "places"
    STAFF = "staff"
    CARE = "care minutes"
    BUSES = "buses"


@dataclass(frozen=True, slots=True)
class RunsOut:
    """The first day on which something runs out in a region (`""`: the country) under one inflow; None: on none.

    `expected` in the plan, `share` of the samples in which it does (None: no samples), `low` and `high` the day by
    which it has in one and in nine of ten samples.
    """

    inflow: str
    what: What
    vr_code: str
    expected: date | None
    share: float | None
    low: date | None
    high: date | None


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a plan of several days expects; the planned day is the first, and every region has every day.

    `bands`: lowest and highest residents of each region and day, where they were worked out (maps/view/bands.py).
    `changes` against what an earlier plan told, where this one keeps to one. `levels_today`: the five goals of the
    planned day alone. `shortages`: homes that are missing when each week ends. `runs_out`: what does, where it was
    worked out; None: it was not (maps/view/runs_out.py).
    """

    country: tuple[NationalRow, ...]
    regions: Mapping[str, tuple[OutlookRow, ...]]
    bands: Mapping[str, tuple[tuple[float, float], ...]] = field(default_factory=dict)
    changes: tuple[ChangeRow, ...] | None = None
    levels_today: tuple[float, ...] = ()
    shortages: tuple[ShortageRow, ...] = ()
    runs_out: tuple[RunsOut, ...] | None = None

    @property
    def days(self) -> tuple[date, ...]:
        """The planned day and those after it."""
        return tuple(day.date for day in self.country)


def week_ends(days: Sequence[date]) -> tuple[date, ...]:
    """The last day of each week of an outlook; the last week may be shorter."""
    return tuple(days[min(at + WEEK, len(days)) - 1] for at in range(0, len(days), WEEK))


def outlook_of(read: PlanOutlook | None, today: date, regions: Sequence[str]) -> Outlook | None:
    """The outlook that was `read` with a plan, by region; None for a plan of one day.

    InputError: days that do not follow each other from `today` on, or a region of `regions` without each of them once.
    """
    if read is None:
        return None
    by_region = {code: tuple(row for row in read.regions if row.vr_code == code) for code in regions}
    if faults := [*_misfits(read, by_region, today)]:
        raise InputError(faults)
    return Outlook(
        read.country,
        by_region,
        changes=read.changes,
        levels_today=read.levels_today,
        shortages=read.shortages,
    )


def _misfits(read: PlanOutlook, by_region: Mapping[str, Sequence[OutlookRow]], today: date) -> Iterator[Fault]:
    wanted = [today + timedelta(days=n) for n in range(len(read.country))]
    if not wanted or [day.date for day in read.country] != wanted:
        said = read.country[0].date.isoformat() if wanted else ""
        yield Fault("outlook_national.csv", None, "date", said, f"the days one after the other, from {today} on")
    for code in {row.vr_code: None for row in read.regions if row.vr_code not in by_region}:
        yield Fault("outlook.csv", None, "vr_code", code, "a region of regions.csv")
    for code in {row.vr_code: None for row in read.changes or () if row.vr_code not in by_region}:
        yield Fault("changes.csv", None, "vr_code", code, "a region of regions.csv")
    yield from _shortage_misfits(read.shortages, by_region, week_ends(wanted))
    if not read.levels or read.levels[0].date != today:
        said = read.levels[0].date.isoformat() if read.levels else ""
        yield Fault("outlook_levels.csv", None, "date", said, f"the days one after the other, from {today} on")
    for code, days in by_region.items():
        if [day.date for day in days] != wanted:
            yield Fault("outlook.csv", None, "date", code, f"each day of outlook_national.csv once for region {code}")


def _shortage_misfits(
    shortages: Sequence[ShortageRow], regions: Container[str], ends: Container[date]
) -> Iterator[Fault]:
    for code in {row.vr_code: None for row in shortages if row.vr_code not in regions}:
        yield Fault("housing_shortage.csv", None, "vr_code", code, "a region of regions.csv")
    for day in {row.until: None for row in shortages if row.until not in ends}:
        yield Fault("housing_shortage.csv", None, "until", day.isoformat(), "the last day of a week from today on")
