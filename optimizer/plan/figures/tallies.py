"""What each site and region holds after the plan, the staff it takes, and what was too much before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from optimizer.plan.cells import exact, number_text
from optimizer.plan.plan import Limit, Overload, RegionTally, SiteTally
from optimizer.plan.texts import overload_text
from optimizer.scenario.entities import Effort, Region, Scenario, Site, SiteStatus, Tranche

SLACK = Fraction(1, 10**6)  # of a person or minute: what a limit may be exceeded by before it counts


@dataclass(frozen=True, slots=True)
class Staff:
    """Staff sent to a region; `short` persons are still missing."""

    state: int
    hired: int
    short: Fraction


def site_tallies(scenario: Scenario, destination: Mapping[str, str]) -> tuple[SiteTally, ...]:
    """Every site of the scenario, in its order."""
    arrivals = _arrivals(scenario, destination)
    return tuple(
        SiteTally(
            site_id=site.id,
            in_use=site.occupied + arrivals[site.id] > 0,
            opened=site.status is SiteStatus.CAN_OPEN and arrivals[site.id] > 0,
            places=site.places,
            occupied_before=site.occupied,
            arrivals=arrivals[site.id],
            occupied_after=site.occupied + arrivals[site.id],
        )
        for site in scenario.sites
    )


def region_tallies(scenario: Scenario, destination: Mapping[str, str]) -> tuple[RegionTally, ...]:
    """Every region, in the scenario's order, with the cheapest whole state and hired staff that suffices."""
    arrivals, care = _arrivals(scenario, destination), _care_minutes(scenario, destination)
    sites_of: dict[str, list[Site]] = {region.code: [] for region in scenario.regions}
    for site in scenario.sites:
        sites_of[site.region].append(site)
    people_per_staff = exact(scenario.policy.people_per_staff)

    def tally(region: Region) -> RegionTally:
        sites = sites_of[region.code]
        before, new = sum(s.occupied for s in sites), sum(arrivals[s.id] for s in sites)
        staff = cheapest_staff(region, staff_need(sites, arrivals, people_per_staff), scenario.policy.effort)
        overloads = _overloads(region, sites, staff_need(sites, Counter(), people_per_staff))
        used = sum(exact(s.care_minutes_used) for s in sites) + care[region.code]
        return RegionTally(
            vr_code=region.code,
            name=region.name,
            places=region.places,
            occupied_before=before,
            arrivals=new,
            occupied_after=before + new,
            own_staff=region.own_staff,
            state_staff=staff.state,
            hired_staff=staff.hired,
            care_minutes_used=float(used),
            overload="; ".join(map(str, overloads)),
        )

    return tuple(map(tally, scenario.regions))


def overload_sentences(regions: Sequence[RegionTally]) -> tuple[str, ...]:
    """The overloads of all regions in English, for summary.json."""
    return tuple(
        f"{region.vr_code} {region.name}: {overload_text(overload, 'en')}"
        for region in regions
        for overload in Overload.parse_all(region.overload)
    )


def staff_need(sites: Sequence[Site], arrivals: Mapping[str, int], people_per_staff: Fraction) -> Fraction:
    """Staff a region's `sites` take with these arrivals: the fixed staff of those in use, and one a so many people."""
    people = {site.id: site.occupied + arrivals.get(site.id, 0) for site in sites}
    fixed = sum((exact(site.staff_fixed) for site in sites if people[site.id]), Fraction(0))
    return fixed + sum(people.values()) / people_per_staff


def cheapest_staff(region: Region, need: Fraction, effort: Effort) -> Staff:
    """The cheaper of state and hired staff first, whole persons, each up to its maximum."""
    short = need - exact(region.own_staff)
    wanted = max(0, ceil(short - SLACK))
    if effort.state_staff <= effort.hired_staff:
        state = min(wanted, region.state_staff_max)
        hired = min(wanted - state, region.hired_staff_max)
    else:
        hired = min(wanted, region.hired_staff_max)
        state = min(wanted - hired, region.state_staff_max)
    return Staff(state, hired, short - state - hired)


def _overloads(region: Region, sites: Sequence[Site], need: Fraction) -> Iterator[Overload]:
    for tranche, limit, most in (
        (Tranche.BASE, Limit.TRANCHE_BASE, region.base_places),
        (Tranche.ADDITIONAL, Limit.TRANCHE_ADDITIONAL, region.additional_places),
    ):
        held = sum(s.occupied for s in sites if s.tranche is tranche)
        if held > most:
            yield Overload(limit, str(held), str(most))
    staff = exact(region.own_staff) + region.state_staff_max + region.hired_staff_max
    if need > staff + SLACK:
        yield Overload(Limit.STAFF, number_text(round(need, 2)), number_text(staff))
    minutes = sum(exact(s.care_minutes_used) for s in sites)
    if region.care_minutes is not None and minutes > exact(region.care_minutes) + SLACK:
        yield Overload(Limit.CARE_MINUTES, number_text(minutes), number_text(region.care_minutes))
    for site in sites:
        if site.occupied > site.places:
            yield Overload(Limit.SITE_PLACES, str(site.occupied), str(site.places), site.id)


def _arrivals(scenario: Scenario, destination: Mapping[str, str]) -> Counter[str]:
    arrivals: Counter[str] = Counter()
    for household in scenario.households:
        if household.seeks_asylum and household.id in destination:
            arrivals[destination[household.id]] += household.persons
    return arrivals


def _care_minutes(scenario: Scenario, destination: Mapping[str, str]) -> dict[str, Fraction]:
    region_of = {site.id: site.region for site in scenario.sites}
    minutes = {region.code: Fraction(0) for region in scenario.regions}
    for household in scenario.households:
        if household.seeks_asylum and household.id in destination:
            each = exact(scenario.policy.care_minutes[household.care_level])
            minutes[region_of[destination[household.id]]] += household.persons * each
    return minutes
