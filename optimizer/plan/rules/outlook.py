"""Whether the outlook adds up: nobody appears or vanishes, every limit of every day holds, every level is its sum.

What happens inside a region (which site, which class of people) is not in the files, so the limits of sites and
tranches are held against a region's sums.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from typing import Final

from optimizer.plan.outlook import LevelsRow, NationalRow, Outlook, OutlookRow
from optimizer.plan.plan import Outcome
from optimizer.plan.rules.case import Case, Violation
from optimizer.scenario.entities import Kind, Region, Site, SiteStatus, Tranche

RULE: Final = "outlook"
FLOWS: Final = ("arrivals", "to_coa", "moved_in", "moved_out")
SLACK: Final = 1e-4  # persons, places or staff: what rounding of expected figures may add up to


def broken_outlook(case: Case) -> Iterator[Violation]:
    """Everything that is wrong with the outlook; a plan of one day has none, and none of several days is without."""
    outlook, days = case.plan.outlook, case.scenario.days
    if outlook is None or len(days) == 1:
        if (outlook is None) != (len(days) == 1):
            yield _wrong(f"{len(days)} days are planned, and there is {'no' if outlook is None else 'an'} outlook")
        return
    expected = [(day, region.code) for day in days for region in case.scenario.regions]
    shapes = (
        ("outlook.csv", [(row.date, row.vr_code) for row in outlook.regions], expected),
        ("outlook_national.csv", [row.date for row in outlook.country], list(days)),
        ("outlook_levels.csv", [row.date for row in outlook.levels], list(days)),
    )
    misshapen = [name for name, found, right in shapes if found != right]
    for name in misshapen:
        yield _wrong(f"{name} is not every day of the horizon once, in order")
    if misshapen:
        return
    yield from _negatives(outlook)
    yield from _first_day(case, outlook)
    yield from _regions(case, outlook)
    yield from _country(case, outlook)
    yield from _levels(case, outlook)
    yield from _targets(case, outlook)


def _wrong(text: str) -> Violation:
    return Violation(RULE, text)


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= SLACK + 1e-9 * abs(other)


def _negatives(outlook: Outlook) -> Iterator[Violation]:
    rows: list[OutlookRow | NationalRow | LevelsRow] = [*outlook.regions, *outlook.country, *outlook.levels]
    for row in rows:
        for field in fields(row):
            value = getattr(row, field.name)
            if isinstance(value, int | float) and not value >= 0:
                yield _wrong(f"{row.date}: {field.name} is {value}")


def _first_day(case: Case, outlook: Outlook) -> Iterator[Violation]:
    """The outlook begins with the day as it is planned."""
    for row, said in zip(outlook.regions, case.plan.regions, strict=False):
        mine = (row.places, row.occupied, row.arrivals, row.state_staff, row.hired_staff, row.care_minutes_used)
        right = (
            said.places,
            said.occupied_after,
            said.arrivals,
            said.state_staff,
            said.hired_staff,
            said.care_minutes_used,
        )
        if not all(map(_same, mine, right)) or row.to_coa or row.moved_in or row.moved_out:
            yield _wrong(f"{row.date} {row.vr_code}: the outlook is not what regions.csv says of the day")
    persons = Counter[tuple[Outcome, Kind]]()
    for household, assignment in case.assigned:
        persons[assignment.outcome, household.kind] += household.persons
    first = outlook.country[0]
    seekers = sum(h.persons for h in case.scenario.households if h.kind is Kind.ASYLUM_SEEKER)
    for name, value in {
        "inflow": seekers,
        "arrivals": persons[Outcome.SITE, Kind.ASYLUM_SEEKER],
        "waiting": persons[Outcome.UNPLACED, Kind.ASYLUM_SEEKER],
        "ready": persons[Outcome.UNPLACED, Kind.STATUS_HOLDER],
        "housed": persons[Outcome.HOME, Kind.STATUS_HOLDER],
        "to_coa": 0,
        "buses_used": case.plan.buses_used,
        "coa_places_left": _coa(case).get(first.date, 0.0),
    }.items():
        if not _same(getattr(first, name), value):
            yield _wrong(f"{first.date}: {name} is {getattr(first, name)}, the day's plan makes it {value}")


def _coa(case: Case) -> dict[date, float]:
    places: dict[date, float] = {}
    for row in case.scenario.horizon.coa:
        places[row.day] = places.get(row.day, 0.0) + row.places
    return places


# -- regions


def _regions(case: Case, outlook: Outlook) -> Iterator[Violation]:
    before: dict[str, OutlookRow] = {}
    held: dict[str, _Ceiling] = {r.code: _Ceiling(case, r.code) for r in case.scenario.regions}
    regions = {day: {r.code: r for r in case.scenario.regions_on(day)} for day in case.scenario.days}
    for row in outlook.regions:
        region = regions[row.date][row.vr_code]
        if row.date > case.today:
            yield from _flows(row, before[row.vr_code])
            yield from _limits(case, row, region, before[row.vr_code], held[row.vr_code])
        before[row.vr_code] = row
        held[row.vr_code].see(row, region)


def _flows(row: OutlookRow, before: OutlookRow) -> Iterator[Violation]:
    right = before.occupied + row.arrivals + row.moved_in - row.to_coa - row.moved_out
    if not _same(row.occupied, right):
        yield _wrong(f"{row.date} {row.vr_code}: occupied is {row.occupied}, what came and went makes it {right}")
    if row.to_coa + row.moved_out > before.occupied + row.arrivals + row.moved_in + SLACK:
        yield _wrong(f"{row.date} {row.vr_code}: more people leave than there are")


class _Ceiling:
    """What a region held before, so that a limit that was lowered since may be exceeded by who was there already."""

    def __init__(self, case: Case, code: str) -> None:
        self._case, self._sites = case, case.region_sites(code)
        self.room = dict.fromkeys(Tranche, 0.0)
        for site in self._sites:
            self.room[site.tranche] += site.occupied
        self.care = 0.0

    def see(self, row: OutlookRow, region: Region) -> None:
        """Take a day in."""
        self.room = self.with_room_of(row.date, region)
        self.care = max(self.care, row.care_minutes_used)

    def with_room_of(self, day: date, region: Region) -> dict[Tranche, float]:
        """The most residents by tranche, up to and with a day."""
        room = dict(self.room)
        for tranche, most in _agreed(region):
            usable = sum(max(s.places, s.occupied) for s in self._sites if s.tranche is tranche and s.usable(day))
            room[tranche] = max(room[tranche], min(most, usable))
        return room

    def living_room(self, day: date) -> float:
        """Places in all sites where anybody may be on a day."""
        return sum(
            max(s.places, s.occupied) for s in self._sites if (s.usable(day) or s.occupied) and not _closed(s, day)
        )


def _agreed(region: Region) -> tuple[tuple[Tranche, int], tuple[Tranche, int]]:
    return (Tranche.BASE, region.base_places), (Tranche.ADDITIONAL, region.additional_places)


def _closed(site: Site, day: date) -> bool:
    return site.status is SiteStatus.CLOSED or (site.closes_on is not None and site.closes_on <= day)


def _limits(case: Case, row: OutlookRow, region: Region, before: OutlookRow, held: _Ceiling) -> Iterator[Violation]:
    """Rules 2 to 6, as far as a region's sums show them."""
    where, new = f"{row.date} {row.vr_code}", row.arrivals + row.moved_in
    sites = [site for site in case.region_sites(region.code) if site.usable(row.date)]
    room = sum(
        min(most, sum(site.places for site in sites if site.tranche is tranche)) for tranche, most in _agreed(region)
    )
    if not _same(row.places, region.places):
        yield _wrong(f"{where}: places are {row.places}, the region has {region.places}")
    if new > room + SLACK:
        yield _wrong(f"{where}: {new} people come, its usable sites and tranches take {room} at most")
    if row.occupied > held.living_room(row.date) + SLACK:
        yield _wrong(f"{where}: {row.occupied} people are in sites with {held.living_room(row.date)} places")
    if row.occupied > sum(held.with_room_of(row.date, region).values()) + SLACK:
        yield _wrong(f"{where}: {row.occupied} people, there never was room for so many")
    yield from _staff(case, row, region, new, held)
    if region.care_minutes is not None and row.care_minutes_used > region.care_minutes + SLACK:
        if new > SLACK:
            yield _wrong(f"{where}: {row.care_minutes_used} care minutes of {region.care_minutes}, and people come")
        elif row.care_minutes_used > max(before.care_minutes_used, held.care) + SLACK:
            yield _wrong(f"{where}: {row.care_minutes_used} care minutes, more than ever before")


def _staff(case: Case, row: OutlookRow, region: Region, new: float, held: _Ceiling) -> Iterator[Violation]:
    where = f"{row.date} {row.vr_code}"
    if row.state_staff > region.state_staff_max + SLACK or row.hired_staff > region.hired_staff_max + SLACK:
        yield _wrong(f"{where}: {row.state_staff} state and {row.hired_staff} hired staff are more than it can have")
    need = row.occupied / case.scenario.policy.people_per_staff
    if need <= region.own_staff + row.state_staff + row.hired_staff + SLACK:
        return
    all_sent = _same(row.state_staff, region.state_staff_max) and _same(row.hired_staff, region.hired_staff_max)
    if new > SLACK or not all_sent:
        yield _wrong(f"{where}: {row.occupied} people need {need} staff, which it does not have")


# -- the country


def _country(case: Case, outlook: Outlook) -> Iterator[Violation]:
    sums: dict[date, dict[str, float]] = {day: dict.fromkeys(FLOWS, 0.0) for day in case.scenario.days}
    for region in outlook.regions:
        for name in FLOWS:
            sums[region.date][name] += getattr(region, name)
    due, ready = _expected(case), _becomes_ready(case)
    places, buses = _coa(case), min(case.scenario.policy.buses_per_day, len(case.scenario.buses))
    before = outlook.country[0]
    for row in outlook.country:
        here = sums[row.date]
        if not _same(row.unsheltered, row.waiting):
            yield _wrong(f"{row.date}: {row.waiting} wait, and {row.unsheltered} are unsheltered")
        if not _same(row.arrivals, here["arrivals"]):
            yield _wrong(f"{row.date}: {row.arrivals} arrive, in the regions {here['arrivals']}")
        if row.buses_used > buses + SLACK:
            yield _wrong(f"{row.date}: {row.buses_used} buses of {buses}")
        if row.date > case.today:
            right = {
                "inflow": due[row.date] + here["moved_out"] - here["moved_in"],
                "waiting": before.waiting + row.inflow - row.arrivals - (row.to_coa - here["to_coa"]),
                "ready": before.ready + ready[row.date] - row.housed,
                "coa_places_left": before.coa_places_left
                + places.get(row.date, 0.0)
                + case.scenario.horizon.freed_per_housed * before.housed
                - row.to_coa,
            }
            for name, value in right.items():
                if not _same(getattr(row, name), value):
                    yield _wrong(f"{row.date}: {name} is {getattr(row, name)}, the flows make it {value}")
            if row.to_coa < here["to_coa"] - SLACK:
                yield _wrong(f"{row.date}: {row.to_coa} go to regular reception, from the regions {here['to_coa']}")
        before = row


def _expected(case: Case) -> dict[date, float]:
    persons = dict.fromkeys(case.scenario.days, 0.0)
    for row in case.scenario.horizon.inflow:
        persons[row.day] += row.persons
    return persons


def _becomes_ready(case: Case) -> dict[date, float]:
    persons = dict.fromkeys(case.scenario.days, 0.0)
    for row in case.scenario.horizon.status_inflow:
        persons[row.day] += row.persons
    for household in case.scenario.households:
        ready = household.ready_on
        if household.kind is Kind.STATUS_HOLDER and ready is not None and case.today < ready <= case.scenario.days[-1]:
            persons[ready] += household.persons
    return persons


# -- levels and targets


def _levels(case: Case, outlook: Outlook) -> Iterator[Violation]:
    for at, level in enumerate(case.plan.levels):
        total = sum(row.values[at] for row in outlook.levels)
        if not abs(level.value - total) <= 1e-6 * max(1.0, abs(total)):
            yield _wrong(f"{level.name} is {level.value}, its days make it {total}")
    for row, country in list(zip(outlook.levels, outlook.country, strict=True))[1:]:
        yield from _day_levels(case, outlook, row, country)


def _day_levels(case: Case, outlook: Outlook, row: LevelsRow, country: NationalRow) -> Iterator[Violation]:
    """Level 4 exactly, what the files show of the others."""
    policy, effort = case.scenario.policy, case.scenario.policy.effort
    here = [region for region in outlook.regions if region.date == row.date]
    uneven = sum(_uneven(region.occupied, region.places) for region in here)
    if not abs(row.uneven - uneven) <= 0.1 + 1e-6 * uneven:  # a person more in the last band counts 81
        yield _wrong(f"{row.date}: uneven is {row.uneven}, the regions make it {uneven}")
    staff = sum(effort.state_staff * r.state_staff + effort.hired_staff * r.hired_staff for r in here)
    weights = policy.priority_weights
    for name, least, value, most in (
        ("unsheltered", country.waiting * min(weights), row.unsheltered, country.waiting * max(weights)),
        ("unhoused", country.ready, row.unhoused, 2 * country.ready),
        ("displaced", 0.0, row.displaced, country.housed),
        ("effort", staff, row.effort, float("inf")),
    ):
        if not least - SLACK - 1e-6 * least <= value <= most + SLACK + 1e-6 * most:
            yield _wrong(f"{row.date}: {name} is {value}, what is expected allows {least} to {most}")


def _uneven(occupied: float, places: float) -> float:
    band = places / 10
    inside = sum(b * b * min(max(occupied - b * band, 0.0), band) for b in range(10))
    return inside + 81 * max(0.0, occupied - places)


def _targets(case: Case, outlook: Outlook) -> Iterator[Violation]:
    """taakstelling.csv: every municipality with a target once, and figures that add up."""
    target, realised = Counter[str](), Counter[str]()
    running = set()
    for one in case.scenario.horizon.targets:
        target[one.municipality] += one.persons
        realised[one.municipality] += one.realised
        if one.first <= case.today <= one.last:
            running.add(one.municipality)
    planned = Counter[str]()
    for household, _ in case.to_home:
        if household.linked_municipality in running:
            planned[household.linked_municipality] += household.persons
    if [row.gm_code for row in outlook.targets] != sorted(target):
        yield _wrong("taakstelling.csv is not every municipality that has a target, in order")
        return
    for row in outlook.targets:
        right = (target[row.gm_code], realised[row.gm_code], planned[row.gm_code])
        if not all(map(_same, (row.target, row.realised, row.planned), right)):
            yield _wrong(f"taakstelling of {row.gm_code}: {row}, it should be {right}")
        if not _same(row.behind, row.target - row.realised - row.planned - row.expected) or row.expected < 0:
            yield _wrong(f"taakstelling of {row.gm_code}: behind is {row.behind}")
    later = sum(row.housed for row in outlook.country[1:])
    if sum(row.expected for row in outlook.targets) > later + SLACK * max(1, len(outlook.targets)):
        yield _wrong(f"taakstelling.csv expects more people housed than the {later} of the country")
