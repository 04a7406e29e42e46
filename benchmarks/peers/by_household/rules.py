"""Places, care and staff, row by row, and homes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from benchmarks.peers.by_household.columns import HomeModel, SiteModel, present_staff, takes_more
from benchmarks.peers.rows import Linear, linear
from benchmarks.peers.state import exact, may_live
from optimizer.scenario.entities import Household, Offer, Region, Scenario, SiteStatus, Tranche


def keep_sites(model: SiteModel) -> None:
    """Places, wheelchair places, and whether a site that has nobody tonight, or can open, gets anybody."""
    for site in model.scenario.sites:
        if not model.at_site[site.id]:
            continue
        persons, free = model.persons([site]), site.places - site.occupied
        if not site.occupied or site.status is SiteStatus.CAN_OPEN:
            used = model.opened[site.id] = model.rows.variable(1)
            persons.add(used, -free)
            for _, x in model.at_site[site.id]:
                model.rows.require(linear([(x, 1), (used, -1)]), high=0)
            model.rows.require(persons, high=0)
        else:
            model.rows.require(persons, high=free)
        chairs = linear((x, h.wheelchairs) for h, x in model.at_site[site.id] if h.wheelchairs)
        if chairs.terms:
            model.rows.require(chairs, high=site.wheelchair_places)


def keep_region(model: SiteModel, region: Region) -> None:
    """Tranches, care minutes and staff of a region."""
    sites, rows, policy = model.sites_of(region), model.rows, model.scenario.policy
    for tranche, places in ((Tranche.BASE, region.base_places), (Tranche.ADDITIONAL, region.additional_places)):
        mine = [site for site in sites if site.tranche is tranche]
        arrivals = model.persons(mine)
        if arrivals.terms:
            rows.require(arrivals, high=max(0, places - sum(site.occupied for site in mine)))
    if not takes_more(model, region):
        return  # nobody comes; staff short: all of it is in use, which is a constant of level 5
    if region.care_minutes is not None:
        left = exact(region.care_minutes) - sum(exact(site.care_minutes_used) for site in sites)
        care = [exact(minutes) for minutes in policy.care_minutes]
        rows.require(
            linear((x, h.persons * care[h.care_level]) for s in sites for h, x in model.at_site[s.id]), high=left
        )
    state, hired = rows.variable(region.state_staff_max), rows.variable(region.hired_staff_max)
    model.staff[region.code] = state, hired
    need = linear((x, c / exact(policy.people_per_staff)) for x, c in model.persons(sites).terms.items())
    for site in sites:
        if site.id in model.opened and not site.occupied:
            need.add(model.opened[site.id], exact(site.staff_fixed))
    need.add(state, -1)
    need.add(hired, -1)
    rows.require(need, high=exact(region.own_staff) - present_staff(model, region))


def house(model: HomeModel) -> None:
    """x[h, o], each household once, each unit one household, each shared place one person."""
    taken: dict[str, Linear] = defaultdict(Linear)
    near = _Nearby(model.scenario)
    for household in model.holders:
        once = Linear()
        for offer in near(household):
            if may_live(model.scenario, household, offer):
                x = model.to_offer[household.id, offer.id] = model.rows.variable(1)
                once.add(x)
                taken[offer.id].add(x, household.persons if offer.shared else 1)
        if once.terms:
            model.rows.require(once, high=1)
    for offer in model.scenario.offers:
        if taken[offer.id].terms:
            model.rows.require(taken[offer.id], high=offer.capacity if offer.shared else offer.units)


class _Nearby:
    """The offers of a household's region, which are all it may get."""

    def __init__(self, scenario: Scenario) -> None:
        self._region = scenario.region_of_municipality
        self._offers: dict[str | None, list[Offer]] = defaultdict(list)
        for offer in scenario.offers:
            self._offers[self._region.get(offer.municipality)].append(offer)

    def __call__(self, household: Household) -> Iterator[Offer]:
        linked = household.linked_municipality
        return iter(self._offers[self._region.get(linked)] if linked is not None else ())
