"""Arrivals and housing that follow from a plan; `optimizer.plan.rules.details` works them out anew to check them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from optimizer.plan.details.limits import region_limits
from optimizer.plan.details.values import Arrivals, Details, Exchanged, Housed
from optimizer.plan.plan import Outcome, Plan
from optimizer.plan.reasons.housing import rule_7_allows
from optimizer.scenario.entities import Household, Offer, OfferType, Scenario

_Way = tuple[str, str, str]  # site, trip, origin


def plan_details(plan: Plan, scenario: Scenario) -> Details:
    """Arrivals, housing and limits of `plan`; what it names that the scenario does not have is left out."""
    arrivals = tuple(_arrivals(plan, scenario))
    exchanged = tuple(_exchanged(plan, scenario)) if scenario.horizon.exchange else None
    return Details(arrivals, tuple(_housed(plan, scenario)), region_limits(arrivals, scenario), exchanged)


def _arrivals(plan: Plan, scenario: Scenario) -> Iterator[Arrivals]:
    """Every stop in the order of stops.csv, then site by site who comes by own means or stays, by origin."""
    sites = {site.id: site for site in scenario.sites}
    stay_open = {site.id for site in scenario.sites if not site.closing(scenario.date)}
    sequences = {(trip.trip_id, stop.site_id): n for trip in plan.trips for n, stop in enumerate(trip.stops, 1)}
    for way, group in _groups(plan, scenario).items():
        site_id, trip_id, origin_id = way
        if site_id in sites:
            relocates = origin_id in stay_open and origin_id != site_id
            yield _arrival(way, sites[site_id].region, sequences.get((trip_id, site_id)), group, relocates)


def _groups(plan: Plan, scenario: Scenario) -> dict[_Way, list[Household]]:
    """Who comes which way: every stop, though nobody leaves there, and then the ways without a bus."""
    groups: dict[_Way, list[Household]] = {
        (stop.site_id, trip.trip_id, trip.origin_id): [] for trip in plan.trips for stop in trip.stops
    }
    households = {household.id: household for household in scenario.households}
    place_ids = (*(origin.id for origin in scenario.origins), *(site.id for site in scenario.sites))
    order = {place_id: number for number, place_id in enumerate(place_ids)}
    others: dict[_Way, list[Household]] = {}
    for assignment in plan.assignments:
        household = households.get(assignment.household_id)
        if household is not None and household.seeks_asylum and assignment.outcome is Outcome.SITE:
            way = (assignment.destination_id, assignment.trip_id, household.origin_id)
            (groups if way in groups else others).setdefault(way, []).append(household)
    return groups | dict(sorted(others.items(), key=lambda item: (order.get(item[0][0], -1), order[item[0][2]])))


def _arrival(way: _Way, region: str, sequence: int | None, group: list[Household], relocates: bool) -> Arrivals:
    site_id, trip_id, origin_id = way
    persons = sum(h.persons for h in group)
    care = Counter[int]()
    for household in group:
        care[household.care_level] += household.persons
    return Arrivals(
        site_id=site_id,
        vr_code=region,
        trip_id=trip_id,
        sequence=sequence,
        origin_id=origin_id,
        households=len(group),
        persons=persons,
        sizes=dict(sorted(Counter(h.persons for h in group).items())),
        care_levels=dict(sorted(care.items())),
        wheelchairs=sum(h.wheelchairs for h in group),
        minors_alone=sum(h.persons for h in group if h.minor_alone),
        relocated=persons if relocates else 0,
    )


def _housed(plan: Plan, scenario: Scenario) -> Iterator[Housed]:
    """By municipality and type, wherever there is housing today."""
    households = {household.id: household for household in scenario.households}
    living: dict[str, list[Household]] = {offer.id: [] for offer in scenario.offers}
    for assignment in plan.assignments:
        if assignment.outcome is Outcome.HOME and assignment.destination_id in living:
            living[assignment.destination_id].append(households[assignment.household_id])
    offers: dict[tuple[str, OfferType], list[Offer]] = {}
    for offer in scenario.offers:
        if offer.available(scenario.date):
            offers.setdefault((offer.municipality, offer.type), []).append(offer)
    order = list(OfferType)
    for (gm_code, kind), group in sorted(offers.items(), key=lambda item: (item[0][0], order.index(item[0][1]))):
        there = [household for offer in group for household in living[offer.id]]
        yield Housed(
            gm_code=gm_code,
            vr_code=scenario.region_of_municipality.get(gm_code, ""),
            type=kind,
            units=sum(offer.units for offer in group),
            offered=sum(offer.capacity for offer in group),
            units_used=sum(min(len(living[offer.id]), offer.units) for offer in group),
            households=len(there),
            persons=sum(h.persons for h in there),
            linked_elsewhere=sum(h.persons for h in there if h.linked_municipality != gm_code),
        )


def _exchanged(plan: Plan, scenario: Scenario) -> Iterator[Exchanged]:
    """Who houses for whom, in order of the linked and then the housing municipality."""
    households = {household.id: household for household in scenario.households}
    offers = {offer.id: offer for offer in scenario.offers}
    living: dict[tuple[str, str], list[int]] = {}
    for assignment in plan.assignments:
        if assignment.outcome is Outcome.HOME and assignment.destination_id in offers:
            household, offer = households[assignment.household_id], offers[assignment.destination_id]
            if not rule_7_allows(scenario, household.linked_municipality, offer):
                pair = (household.linked_municipality or "", offer.municipality)
                living.setdefault(pair, []).append(household.persons)
    sides = {side.municipality: side for side in scenario.horizon.exchanges}
    for (linked, town), persons in sorted(living.items()):
        if linked in sides and town in sides:
            one, other = sides[linked], sides[town]
            limits = (one.province, linked, one.takes_cno_places, town, other.gives_housing)
            yield Exchanged(*limits, len(persons), sum(persons))
