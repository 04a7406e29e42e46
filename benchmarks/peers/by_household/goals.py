"""The five levels."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from math import floor

from benchmarks.peers.by_household.columns import HomeModel, SiteModel, present_staff
from benchmarks.peers.rows import Linear, linear
from benchmarks.peers.state import exact
from optimizer.scenario.entities import Household, Region, Site, SiteStatus, Transport


def unsheltered(model: SiteModel) -> Linear:
    """Persons without a site, by weight."""
    weights = [exact(weight) for weight in model.scenario.policy.priority_weights]
    weight = {h.id: h.persons * weights[h.priority] for h in model.seekers}
    return linear(((x, -weight[h]) for (h, _), x in model.to_site.items()), sum(weight.values(), Fraction(0)))


def unhoused(model: HomeModel) -> Linear:
    """Ready persons without a home, those overdue twice."""
    scenario = model.scenario
    weeks = scenario.policy.weeks_to_house
    weight = {h.id: h.persons * (2 if h.overdue(scenario.date, weeks) else 1) for h in model.holders}
    return linear(((x, -weight[h]) for (h, _), x in model.to_offer.items()), sum(weight.values()))


def elsewhere(model: HomeModel) -> Linear:
    """Persons housed outside their municipality."""
    homes = {offer.id: offer.municipality for offer in model.scenario.offers}
    holders = {h.id: h for h in model.holders}
    return linear(
        (x, holders[h].persons) for (h, o), x in model.to_offer.items() if homes[o] != holders[h].linked_municipality
    )


def scattered(model: SiteModel) -> Linear:
    """Persons of groups outside their group's most used region.

    inside[g, v] <= persons of g in v, inside[g, v] <= size of g * main[g, v], sum over v of main[g, v] <= 1.
    """
    total = Linear()
    groups: dict[str, list[Household]] = defaultdict(list)
    for household in model.seekers:
        if household.group_id is not None:
            groups[household.group_id].append(household)
    there = _group_persons(model)
    for group, members in groups.items():
        size, mains = sum(h.persons for h in members), Linear()
        for region in model.scenario.regions:
            persons = there[group, region.code]
            if not persons.terms:
                continue
            main, inside = model.rows.variable(1), model.rows.variable(size, integer=False)
            mains.add(main)
            model.rows.require(linear([(inside, 1), (main, -size)]), high=0)
            model.rows.require(linear([(inside, 1), *((x, -c) for x, c in persons.terms.items())]), high=0)
            for x, count in persons.terms.items():
                total.add(x, count)
            total.add(inside, -1)
        model.rows.require(mains, high=1)
    return total


def _group_persons(model: SiteModel) -> dict[tuple[str, str], Linear]:
    """Persons of each group in each region."""
    there: dict[tuple[str, str], Linear] = defaultdict(Linear)
    for site in model.scenario.sites:
        for household, x in model.at_site[site.id]:
            if household.group_id is not None:
                there[household.group_id, site.region].add(x, household.persons)
    return there


def uneven(model: SiteModel) -> Linear:
    """Each region's persons, in tenths of a person, fill its ten bands; the dearer bands fill last by themselves."""
    total = Linear()
    for region in model.scenario.regions:
        sites = model.sites_of(region)
        arrivals, present = model.persons(sites), sum(site.occupied for site in sites)
        free = sum(max(0, site.places - site.occupied) for site in sites)
        if not arrivals.terms:
            total.constant += _uneven_of(present, region.places)
            continue
        filled = linear(((x, 10 * c) for x, c in arrivals.terms.items()), 10 * present)
        for band in range(10):
            beyond = 10 * (present + free) if band == 9 else 0
            tenths = model.rows.variable(region.places + beyond, integer=False)
            filled.add(tenths, -1)
            total.add(tenths, Fraction(band * band, 10))
        model.rows.require(filled, low=0, high=0)
    return total


def _uneven_of(persons: int, places: int) -> Fraction:
    width = Fraction(places, 10)
    inside = sum((b * b * min(max(persons - b * width, Fraction(0)), width) for b in range(10)), Fraction(0))
    return inside + 81 * max(0, persons - places)


def effort(model: SiteModel, driven: Linear) -> Linear:
    """Driving, own travel, relocations, staff and openings."""
    scenario, weights = model.scenario, model.scenario.policy.effort
    total = linear((trips, exact(weights.drive_minute) * c) for trips, c in driven.terms.items())
    sites = {site.id: site for site in scenario.sites}
    for site in scenario.sites:
        for household, x in model.at_site[site.id]:
            total.add(x, _travel_effort(model, household, site, sites.get(household.origin_id)))
    for region in scenario.regions:
        if region.code in model.staff:
            state, hired = model.staff[region.code]
            total.add(state, exact(weights.state_staff))
            total.add(hired, exact(weights.hired_staff))
        else:
            total.constant += _staff_effort_of_residents(model, region)
    for site_id, used in model.opened.items():
        if sites[site_id].status is SiteStatus.CAN_OPEN:
            total.add(used, exact(sites[site_id].open_cost))
    return total


def _travel_effort(model: SiteModel, household: Household, site: Site, left: Site | None) -> Fraction:
    """Own travel, and being moved out of a site that stays open."""
    weights, today = model.scenario.policy.effort, model.scenario.date
    effort = Fraction(0)
    if household.transport is Transport.OWN:
        effort += exact(weights.own_minute) * model.fleet.minutes(household.origin_id, site.id)
    if left is not None and left.id != site.id and not left.closing(today):
        effort += exact(weights.relocation) * household.persons * (1 + household.moves)
    return effort


def _staff_effort_of_residents(model: SiteModel, region: Region) -> Fraction:
    """The staff of a region that takes nobody: what its residents need, at most all there is; the cheaper first."""
    weights = model.scenario.policy.effort
    need = max(Fraction(0), present_staff(model, region) - exact(region.own_staff))
    left = -floor(-need)
    supply = [(weights.state_staff, region.state_staff_max), (weights.hired_staff, region.hired_staff_max)]
    effort = Fraction(0)
    for price, most in sorted(supply):
        used = min(left, most)
        effort += exact(price) * used
        left -= used
    return effort
