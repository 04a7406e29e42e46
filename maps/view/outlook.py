"""The days after the planned one, for each region and for the country, as far as the plan folder looks ahead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from optimizer.plan.outlook import ChangeRow, NationalRow, OutlookRow
from optimizer.plan.outlook import Outlook as PlanOutlook
from optimizer.scenario.faults import Fault, InputError


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a plan of several days expects; the planned day is the first, and every region has every day.

    `bands`: lowest and highest residents of each region and day, where they were worked out (maps/view/bands.py).
    `changes` against what an earlier plan told, where this one keeps to one.
    """

    country: tuple[NationalRow, ...]
    regions: Mapping[str, tuple[OutlookRow, ...]]
    bands: Mapping[str, tuple[tuple[float, float], ...]] = field(default_factory=dict)
    changes: tuple[ChangeRow, ...] | None = None

    @property
    def days(self) -> tuple[date, ...]:
        """The planned day and those after it."""
        return tuple(day.date for day in self.country)


def outlook_of(read: PlanOutlook | None, today: date, regions: Sequence[str]) -> Outlook | None:
    """The outlook that was `read` with a plan, by region; None for a plan of one day.

    InputError: days that do not follow each other from `today` on, or a region of `regions` without each of them once.
    """
    if read is None:
        return None
    by_region = {code: tuple(row for row in read.regions if row.vr_code == code) for code in regions}
    if faults := [*_misfits(read, by_region, today)]:
        raise InputError(faults)
    return Outlook(read.country, by_region, changes=read.changes)


def _misfits(read: PlanOutlook, by_region: Mapping[str, Sequence[OutlookRow]], today: date) -> Iterator[Fault]:
    wanted = [today + timedelta(days=n) for n in range(len(read.country))]
    if not wanted or [day.date for day in read.country] != wanted:
        said = read.country[0].date.isoformat() if wanted else ""
        yield Fault("outlook_national.csv", None, "date", said, f"the days one after the other, from {today} on")
    for code in {row.vr_code: None for row in read.regions if row.vr_code not in by_region}:
        yield Fault("outlook.csv", None, "vr_code", code, "a region of regions.csv")
    for code in {row.vr_code: None for row in read.changes or () if row.vr_code not in by_region}:
        yield Fault("changes.csv", None, "vr_code", code, "a region of regions.csv")
    for code, days in by_region.items():
        if [day.date for day in days] != wanted:
            yield Fault("outlook.csv", None, "date", code, f"each day of outlook_national.csv once for region {code}")
