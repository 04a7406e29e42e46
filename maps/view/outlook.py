"""The days after the planned one, for each region and for the country, as far as the plan folder looks ahead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from optimizer.plan.rows import Row, table_rows
from optimizer.scenario.faults import Fault, InputError


@dataclass(frozen=True, slots=True)
class OutlookDay:
    """A region's expected day: people may be fractions; `to_coa` leave for regular reception, `moved_…` other sites."""

    date: date
    vr_code: str
    places: float
    occupied: float
    arrivals: float
    to_coa: float
    moved_in: float
    moved_out: float
    state_staff: float
    hired_staff: float
    care_minutes_used: float


@dataclass(frozen=True, slots=True)
class CountryDay:
    """The country's expected day: `waiting` and `ready` (status holders without housing) at its end."""

    date: date
    inflow: float
    waiting: float
    arrivals: float
    unsheltered: float
    to_coa: float
    ready: float
    housed: float
    coa_places_left: float
    buses_used: float


COLUMNS: Final = tuple(one.name for one in fields(OutlookDay))
COUNTRY_COLUMNS: Final = tuple(one.name for one in fields(CountryDay))


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a plan of several days expects; the planned day is the first, and every region has every day.

    `bands`: lowest and highest residents of each region and day, where they were worked out (maps/view/bands.py).
    """

    country: tuple[CountryDay, ...]
    regions: Mapping[str, tuple[OutlookDay, ...]]
    bands: Mapping[str, tuple[tuple[float, float], ...]] = field(default_factory=dict)

    @property
    def days(self) -> tuple[date, ...]:
        """The planned day and those after it."""
        return tuple(day.date for day in self.country)


def read_outlook(folder: Path, today: date, regions: Sequence[str]) -> Outlook | None:
    """What outlook.csv and outlook_national.csv say; None where the folder has neither: a plan of one day.

    InputError: one of them is missing, every broken cell, days that do not follow each other from `today` on, or a
    region of `regions` without each of them once.
    """
    if not any((folder / file).exists() for file in ("outlook.csv", "outlook_national.csv")):
        return None
    faults: list[Fault] = []
    rows = [_region_day(row) for row in table_rows(folder, "outlook", faults, COLUMNS)]
    country = tuple(_country_day(row) for row in table_rows(folder, "outlook_national", faults, COUNTRY_COLUMNS))
    by_region = {code: tuple(row for row in rows if row.vr_code == code) for code in regions}
    if not faults:
        faults = [*_misfits(country, rows, by_region, today)]
    if faults:
        raise InputError(faults)
    return Outlook(country, by_region)


def _misfits(
    country: Sequence[CountryDay],
    rows: Sequence[OutlookDay],
    by_region: Mapping[str, Sequence[OutlookDay]],
    today: date,
) -> Iterator[Fault]:
    wanted = [today + timedelta(days=n) for n in range(len(country))]
    if not country or [day.date for day in country] != wanted:
        said = country[0].date.isoformat() if country else ""
        yield Fault("outlook_national.csv", None, "date", said, f"the days one after the other, from {today} on")
    for code in {row.vr_code: None for row in rows if row.vr_code not in by_region}:
        yield Fault("outlook.csv", None, "vr_code", code, "a region of regions.csv")
    for code, days in by_region.items():
        if [day.date for day in days] != wanted:
            yield Fault("outlook.csv", None, "date", code, f"each day of outlook_national.csv once for region {code}")


def _region_day(row: Row) -> OutlookDay:
    return OutlookDay(_date(row), row.text("vr_code"), *(row.number(column) for column in COLUMNS[2:]))


def _country_day(row: Row) -> CountryDay:
    return CountryDay(_date(row), *(row.number(column) for column in COUNTRY_COLUMNS[1:]))


def _date(row: Row) -> date:
    return row.read("date", date.fromisoformat, "a date, YYYY-MM-DD", date.min)
