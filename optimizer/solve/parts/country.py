"""The whole country relaxed: persons on fractions of trips, every trip priced, without cuts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.model.linear import Ending
from optimizer.model.network import Network
from optimizer.scenario.entities import Tranche
from optimizer.solve.large.places import BusModel, Places, rooms
from optimizer.solve.large.totals import Range, Totals
from optimizer.solve.large.trips.cuts import Trip
from optimizer.solve.large.trips.master import Master, Relaxed
from optimizer.solve.large.trips.pricing import Pricer
from optimizer.solve.parts.every import EveryTrip
from optimizer.solve.search import Limits

NEAR = 5  # sites near enough to share a trip, before every trip is looked at
NEW_TRIPS = 3_000  # a round
PROVEN = 1e-3  # least reduced cost that is still none
WORTH = 20.0  # cost beyond its worth up to which a trip is kept for another relaxation


@dataclass(frozen=True, slots=True)
class Country:
    """The relaxed optimum, the `trips` that it may want, and the `bound` of level 5 for every plan that keeps the
    levels before (None: the clock came first)."""

    relaxed: Relaxed
    trips: tuple[Trip, ...]
    bound: float | None


def relaxed_country(
    network: Network,
    where: Places,
    models: tuple[BusModel, ...],
    kept: tuple[float, ...],
    limits: Limits,
    known: tuple[Trip, ...] = (),
    *,
    prove: bool = True,
) -> Country:
    """The relaxation of plans that keep levels 1, 3 and 4 at `kept`; `known` trips to begin with. Without `prove` only
    near trips are looked at."""
    totals, room = loose_totals(network, where, kept), rooms(network, where)
    master = Master(network, where, models, totals, room)
    waiting = tuple(most for _, most in totals.leaving)
    quick = Pricer(network, where, models, room, waiting, NEAR)
    every = EveryTrip(where, models, room, waiting)
    master.add(known or quick.first())
    least = np.full(len(waiting), -np.inf)
    while True:
        relaxed = master.solve(max(0.01, limits.seconds_left()))
        if relaxed.ending is not Ending.OPTIMAL or limits.over():
            break
        trips, cheapest = quick.offers(relaxed.prices)
        if cheapest > -PROVEN or not master.add(trips[:NEW_TRIPS]):
            if not prove:
                break
            more, least = every.offers(relaxed.prices)
            if least.min(initial=0.0) > -PROVEN or not master.add(more):
                break
    wanted = tuple(trip for trip in master.trips if master.reduced_cost(trip, relaxed.prices) < WORTH)
    proven = relaxed.ending is Ending.OPTIMAL and bool(np.isfinite(least).all())
    spare = float((np.minimum(least, 0.0) - 1e-6) @ np.array(waiting, dtype=float)) if proven else 0.0
    spare += forced_moves(network, where, master.crowd.moving) if not persons_outside(network, kept[0]) else 0.0
    return Country(relaxed, wanted, max(0.0, relaxed.value + spare) if proven else None)


def forced_moves(network: Network, where: Places, counted: tuple[float, ...]) -> float:
    """Relocations of those who cannot stay where they are, beyond what is `counted` for a person from each origin, if
    everybody has a place: who may stay costs no less than is counted if he rides."""
    weight = network.scenario.policy.effort.relocation
    rides = np.array(network.arc_rides, dtype=bool)
    stays = set(network.arc_class[~rides].tolist())
    more = dict.fromkeys(where.origins, 0.0)
    for c in set(network.arc_class.tolist()) - stays:
        cls = network.classes[c]
        each = weight * cls.relocation - counted[where.origins.index(cls.origin)] * cls.persons
        more[cls.origin] += each * cls.count
    return sum(max(0.0, cost) for cost in more.values())


def loose_totals(network: Network, where: Places, kept: tuple[float, ...]) -> Totals:
    """Least and most persons of any plan that keeps the levels, by plain arithmetic: who has no other way must ride,
    but for as many as level 1 lets be without a place."""
    outside = persons_outside(network, kept[0])
    index = {o: i for i, o in enumerate(where.origins)}
    must, may = [0.0] * len(index), [0.0] * len(index)
    walking: dict[int, Range] = {}
    confined: dict[tuple[int, frozenset[int]], float] = {}
    rides, first = np.array(network.arc_rides, dtype=bool), 0
    for c, cls in enumerate(network.classes):
        arcs = slice(first, first := int(np.searchsorted(network.arc_class, c, side="right")))
        persons, riding = cls.persons * cls.count, rides[arcs]
        if not len(riding):
            continue
        if riding.any():
            may[index[cls.origin]] += persons
        if riding.all():
            must[index[cls.origin]] += persons
            key = index[cls.origin], frozenset(network.arc_site[arcs].tolist())
            confined[key] = confined.get(key, 0.0) + persons
        else:
            walking[c] = (0 if riding.any() else _at_least(persons, outside), persons)
    leaving = tuple((_at_least(low, outside), int(high)) for low, high in zip(must, may, strict=True))
    arrivals = tuple((0, room) for room in _room_of_regions(network))
    return Totals(kept, leaving, arrivals, walking, tuple(_special(confined, outside)))


def persons_outside(network: Network, unsheltered: float) -> float:
    """Most persons without a place in a plan with so much of level 1."""
    least = min((c.weight / c.persons for c in network.classes), default=1.0)
    return unsheltered / least if least > 0 else (np.inf if unsheltered else 0.0)


def _at_least(persons: float, outside: float) -> int:
    return int(max(0.0, np.ceil(persons - outside - 1e-6)))


def _special(
    confined: dict[tuple[int, frozenset[int]], float], outside: float
) -> list[tuple[int, frozenset[int], int]]:
    """For each origin and each set of sites that some of its riders are confined to: how many must ride there."""
    widest: dict[int, int] = {}
    for o, sites in confined:
        widest[o] = max(len(sites), widest.get(o, 0))
    found = []
    for o, sites in sorted(confined, key=lambda k: (k[0], len(k[1]), sorted(k[1]))):
        if len(sites) < widest[o]:
            inside = sum(n for (p, some), n in confined.items() if p == o and some <= sites)
            if low := _at_least(inside, outside):
                found.append((o, sites, low))
    return found


def _room_of_regions(network: Network) -> list[int]:
    """Most persons that each region can take, by its sites and tranches."""
    room: dict[tuple[int, Tranche], int] = {}
    for j in np.unique(network.arc_site).tolist():
        key = network.region_of_site[j], network.scenario.sites[j].tranche
        room[key] = room.get(key, 0) + network.free[j]
    return [
        sum(min(max(0, here.free(tranche)), room.get((v, tranche), 0)) for tranche in Tranche)
        for v, here in enumerate(network.regions)
    ]
