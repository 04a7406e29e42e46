"""The day on which places, staff, care or buses run out, and on which somebody is outside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from optimizer.plan.outlook import OutlookRow
from optimizer.questions.outlook.bands import Course
from optimizer.scenario.entities import Region, Scenario, Tranche

A_PERSON: Final = 1.0  # less room than this is none
HALF_A_PERSON: Final = 0.5  # fewer than this outside is nobody: expected persons are fractions
A_TENTH: Final = 0.1  # of a person of staff, or of a bus


class Resource(StrEnum):
    """What can run out."""

    OUTSIDE = "somebody is outside"
    PLACES = "places"
    STAFF = "staff"
    CARE = "care minutes"
    BUSES = "buses"


Shortfalls = Mapping[tuple[Resource, str], date]  # by resource and region ("" the country): the first day


def first_days(scenario: Scenario, course: Course) -> Shortfalls:
    """The first day of each shortfall there is. The country's places, staff or care are out when every region's are."""
    first: dict[tuple[Resource, str], date] = {}
    for key, day in shortfalls(scenario, course):
        first.setdefault(key, day)
    return first


def shortfalls(scenario: Scenario, course: Course) -> Iterator[tuple[tuple[Resource, str], date]]:
    """Every shortfall of every day, day by day."""
    rows: dict[date, list[OutlookRow]] = {}
    for row in course.regions:
        rows.setdefault(row.date, []).append(row)
    fleet = min(scenario.policy.buses_per_day, len(scenario.buses))
    for day in course.country:
        if day.unsheltered >= HALF_A_PERSON:
            yield (Resource.OUTSIDE, ""), day.date
        if fleet and day.buses_used > fleet - A_TENTH:
            yield (Resource.BUSES, ""), day.date
        regions = {region.code: region for region in scenario.regions_on(day.date)}
        yield from _of_regions(scenario, regions, rows.get(day.date, []))


def _of_regions(
    scenario: Scenario, regions: Mapping[str, Region], rows: list[OutlookRow]
) -> Iterator[tuple[tuple[Resource, str], date]]:
    held = [(row, regions[row.vr_code], capacity(scenario, regions[row.vr_code], row.date)) for row in rows]
    held = [(row, region, places) for row, region, places in held if places]
    for resource, out in ((Resource.PLACES, _no_places), (Resource.STAFF, _no_staff), (Resource.CARE, _no_care)):
        short = [row for row, region, places in held if out(scenario, row, region, places)]
        yield from (((resource, row.vr_code), row.date) for row in short)
        if held and len(short) == len(held):
            yield (resource, ""), held[0][0].date


def capacity(scenario: Scenario, region: Region, day: date) -> int:
    """Residents a region can have on a day: tranche by tranche the lesser of what is agreed and the beds there are."""
    agreed = {Tranche.BASE: region.base_places, Tranche.ADDITIONAL: region.additional_places}
    sites = [site for site in scenario.sites if site.region == region.code and site.usable(day)]
    return sum(min(most, sum(s.places for s in sites if s.tranche is tranche)) for tranche, most in agreed.items())


def _no_places(_: Scenario, row: OutlookRow, __: Region, places: int) -> bool:
    return places - row.occupied < A_PERSON


def _no_staff(scenario: Scenario, row: OutlookRow, region: Region, _: int) -> bool:
    """All state and hired staff is sent; where a region has none of it, its own looks after all it can."""
    most = region.state_staff_max + region.hired_staff_max
    if most:
        return row.state_staff + row.hired_staff > most - A_TENTH
    return row.occupied / scenario.policy.people_per_staff > region.own_staff - A_TENTH


def _no_care(scenario: Scenario, row: OutlookRow, region: Region, _: int) -> bool:
    each = scenario.policy.care_minutes[0]
    return region.care_minutes is not None and region.care_minutes - row.care_minutes_used < each
