"""What each region can bear, what of it the plan uses, and what stops the next person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import floor

from optimizer.plan.cells import exact
from optimizer.plan.details.values import Arrivals, Bind, RegionLimits
from optimizer.plan.figures.tallies import SLACK, staff_need
from optimizer.scenario.entities import Policy, Region, Scenario, Site, Tranche

_TRANCHES = ((Tranche.BASE, Bind.TRANCHE_BASE), (Tranche.ADDITIONAL, Bind.TRANCHE_ADDITIONAL))


@dataclass(frozen=True, slots=True)
class _Load:
    """A region after the plan: its sites, the people in each, and the care minutes that they take."""

    region: Region
    sites: list[Site]
    people: Mapping[str, int]
    care: Fraction

    def used(self, tranche: Tranche) -> int:
        """People in the sites of a tranche."""
        return sum(self.people[site.id] for site in self.sites if site.tranche is tranche)


def region_limits(arrivals: Sequence[Arrivals], scenario: Scenario) -> tuple[RegionLimits, ...]:
    """One for every region, in the scenario's order, with these people in its sites."""
    people = Counter({site.id: site.occupied for site in scenario.sites})
    sites: dict[str, list[Site]] = {}
    minutes: dict[str, Fraction] = {region.code: Fraction(0) for region in scenario.regions}
    for site in scenario.sites:
        sites.setdefault(site.region, []).append(site)
        minutes[site.region] += exact(site.care_minutes_used)
    for row in arrivals:
        people[row.site_id] += row.persons
        for level, persons in row.care_levels.items():
            minutes[row.vr_code] += persons * exact(scenario.policy.care_minutes[level])
    loads = [_Load(region, sites.get(region.code, []), people, minutes[region.code]) for region in scenario.regions]
    return tuple(_limits(load, scenario) for load in loads)


def _limits(load: _Load, scenario: Scenario) -> RegionLimits:
    region, policy = load.region, scenario.policy
    per_staff = exact(policy.people_per_staff)
    needed = staff_need(load.sites, {s.id: load.people[s.id] - s.occupied for s in load.sites}, per_staff)
    fixed = sum((exact(site.staff_fixed) for site in load.sites if load.people[site.id]), Fraction(0))
    most = exact(region.own_staff) + region.state_staff_max + region.hired_staff_max
    staff_room, care_room = floor((most + SLACK - needed) * per_staff), _care_room(load, policy)
    room, binds = _room(_by_tranche(load, scenario.date), {Bind.STAFF: staff_room, Bind.CARE_MINUTES: care_room})
    return RegionLimits(
        vr_code=region.code,
        base_places=region.base_places,
        additional_places=region.additional_places,
        base_used=load.used(Tranche.BASE),
        additional_used=load.used(Tranche.ADDITIONAL),
        own_staff=_rounded(min(exact(region.own_staff), needed)),
        own_staff_max=region.own_staff,
        state_staff_max=region.state_staff_max,
        hired_staff_max=region.hired_staff_max,
        staff_needed=_rounded(needed),
        staff_fixed=_rounded(fixed),
        people_per_staff=policy.people_per_staff,
        care_minutes_limit=region.care_minutes,
        room=room,
        binds=binds,
    )


def _by_tranche(load: _Load, today: date) -> list[tuple[int, list[Bind]]]:
    """For each tranche with sites in use: room in persons, and whether beds or agreed places stop it, or both."""
    found = []
    for tranche, bind in _TRANCHES:
        sites = [s for s in load.sites if s.tranche is tranche and load.people[s.id] and s.usable(today)]
        most = load.region.base_places if tranche is Tranche.BASE else load.region.additional_places
        beds = sum(max(0, site.places - load.people[site.id]) for site in sites)
        agreed = max(0, most - load.used(tranche))
        if sites:
            binds = [Bind.SITE_PLACES] * (beds <= agreed) + [bind] * (agreed <= beds)
            found.append((min(beds, agreed), binds))
    return found


def _room(tranches: list[tuple[int, list[Bind]]], others: Mapping[Bind, int | None]) -> tuple[int, tuple[Bind, ...]]:
    """The least of all limits, and which of them it is."""
    places = sum(room for room, _ in tranches)
    limits = {bind: max(0, limit) for bind, limit in others.items() if limit is not None}
    room = min([places, *limits.values()])
    binds = [bind for _, found in tranches for bind in found] or [Bind.NO_SITE]
    first = [bind for bind in Bind if bind in binds and places == room]
    return room, (*first, *(bind for bind, limit in limits.items() if limit == room))


def _care_room(load: _Load, policy: Policy) -> int | None:
    """How many people of care level 0 the region's care minutes are enough for; None: no limit to them."""
    if load.region.care_minutes is None:
        return None
    left, each = exact(load.region.care_minutes) + SLACK - load.care, exact(policy.care_minutes[0])
    if not each:
        return 0 if left < 0 else None
    return floor(left / each)


def _rounded(persons: Fraction) -> float:
    """To a millionth, so that a cell stays readable."""
    return float(round(persons, 6))
