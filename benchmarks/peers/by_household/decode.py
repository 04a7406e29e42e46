"""From the model's numbers to a plan that buses can drive."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from benchmarks.peers.by_household.columns import BusKind, HomeModel, Leg, SiteModel
from benchmarks.peers.first_come import Desk, house_all, registered
from benchmarks.peers.state import OpenTrip, Reception, decision_of, needs_bus
from optimizer.plan.decision import Decision
from optimizer.scenario.entities import Household, Site


def decode(shelter: SiteModel, solution: list[float] | None, housing: HomeModel, homes: list[float] | None) -> Decision:
    """The models' choices with whole households in seats; who is left without one is sent as at a desk.

    A model without a solution (None) leaves everybody to the desk.
    """
    reception = Reception(shelter.scenario)
    if solution is not None:
        _shelter(shelter, solution, reception)
    desk = Desk(shelter.scenario, shelter.fleet)
    left = sorted((h for h in shelter.seekers if h.id not in reception.destination), key=registered)
    desk.shelter_all([h for h in left if not desk.squeeze_in(h, reception)], reception)
    if homes is not None:
        _house(housing, homes, reception)
    house_all(shelter.scenario, reception)
    return decision_of(reception, shelter.fleet)


def _shelter(model: SiteModel, solution: list[float], reception: Reception) -> None:
    riders: dict[Leg, list[tuple[Household, Site]]] = defaultdict(list)
    sites = {site.id: site for site in model.scenario.sites}
    seekers = {household.id: household for household in model.seekers}
    for (household_id, site_id), x in model.to_site.items():
        if solution[x] > 0.5:
            household, site = seekers[household_id], sites[site_id]
            if needs_bus(household, site):
                riders[household.origin_id, site_id].append((household, site))
            else:
                reception.shelter(household, site)
    trips = _trips(model, solution)
    for leg, group in riders.items():
        _seat(group, [(kind, trip) for kind, trip in trips if (trip.origin, *trip.stops) == leg])
    for trip in _put_on_buses(model, [(kind, trip) for kind, trip in trips if trip.persons]):
        for household in trip.riders[0]:
            reception.shelter(household, sites[trip.stops[0]])


def _trips(model: SiteModel, solution: list[float]) -> list[tuple[BusKind, OpenTrip]]:
    """The trips that are driven, still empty, the farthest first."""
    trips: list[tuple[Fraction, BusKind, OpenTrip]] = []
    for (kind, leg), column in model.trips.items():
        minutes = model.fleet.driving(model.kinds[kind][0], [(leg[0], [leg[1]])])
        trips += [(minutes, kind, OpenTrip(leg[0], [leg[1]], [[]])) for _ in range(round(solution[column]))]
    trips.sort(key=lambda trip: -trip[0])
    return [(kind, trip) for _, kind, trip in trips]


def _seat(group: list[tuple[Household, Site]], trips: list[tuple[BusKind, OpenTrip]]) -> None:
    """Largest household first, on the first trip with seats and positions."""
    for household, site in sorted(group, key=lambda pair: (-pair[0].wheelchairs, -pair[0].persons)):
        for kind, trip in trips:
            seats, chairs = kind.seats - trip.persons, kind.positions - trip.wheelchairs
            if household.persons <= seats and household.wheelchairs <= chairs:
                trip.board(household, site.id)
                break


def _put_on_buses(model: SiteModel, trips: list[tuple[BusKind, OpenTrip]]) -> Iterator[OpenTrip]:
    """Each trip on the first bus of its kind that still can; those that found one."""
    for kind, trip in trips:
        for bus in model.kinds[kind]:
            if model.fleet.allows(bus, [*model.fleet.routes(bus), (trip.origin, trip.stops)]):
                model.fleet.days.setdefault(bus.id, []).append(trip)
                yield trip
                break


def _house(model: HomeModel, solution: list[float], reception: Reception) -> None:
    holders = {household.id: household for household in model.holders}
    offers = {offer.id: offer for offer in model.scenario.offers}
    for (household_id, offer_id), x in model.to_offer.items():
        if solution[x] > 0.5:
            reception.house(holders[household_id], offers[offer_id])
