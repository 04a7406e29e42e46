"""Better trips for a plan that stands: choose anew among its trips, their mergers and others that may pay."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from optimizer.model.fleet import MOST_STOPS, Route, best_route
from optimizer.model.network import Network
from optimizer.solve.answer import Ride
from optimizer.solve.duties import Roster, Task
from optimizer.solve.seating import PlannedTrip

MOST_MERGERS = 60


def priced_pool(network: Network, roster: Roster, others: list[PlannedTrip]) -> tuple[PlannedTrip, ...]:
    """Trips to choose from, each with the driving it would take: what the roster saves without it, for a trip
    that is driven now; the least that it would add, for another."""
    pool = [PlannedTrip(kind, task.route, saving) for kind, task, saving in _savings(roster)]
    present = Counter(trip.route for trip in pool)
    new: dict[tuple[int, Route], None] = {(trip.kind, trip.route): None for trip in others}
    new |= dict.fromkeys(_mergers(network, roster))
    for kind, route in new:
        if route not in present:
            minutes = _added(network, roster, kind, route)
            if minutes < float("inf"):
                pool.append(PlannedTrip(kind, route, minutes))
    return tuple(pool)


def _savings(roster: Roster) -> list[tuple[int, Task, float]]:
    """Each task with the driving that its duty saves without it."""
    found = []
    for kind, duty in roster.duties:
        whole = roster.minutes(kind, duty)
        for i, task in enumerate(duty):
            rest = roster.minutes(kind, duty[:i] + duty[i + 1 :])
            found.append((kind, task, max(0.0, whole - rest)))
    return found


def _mergers(network: Network, roster: Roster) -> list[tuple[int, Route]]:
    """Routes that take stops of two trips of one origin together, those that drive least first."""
    driven = [(kind, task.route) for kind, duty in roster.duties for task in duty]
    found: dict[tuple[int, Route], float] = {}
    for (kind, one), (_, two) in combinations(driven, 2):
        if one.origin != two.origin or one == two:
            continue
        station = network.fleet[kind].station
        stops = sorted({*one.stops, *two.stops})
        for some in combinations(stops, min(MOST_STOPS, len(stops))):
            route = best_route(one.origin, some, station, network.travel)
            found[kind, route] = network.travel.minutes(one.origin, route.end)
    return sorted(found, key=lambda key: (found[key], key[1].stops))[:MOST_MERGERS]


def _added(network: Network, roster: Roster, kind: int, route: Route) -> float:
    """Least driving that one more trip adds to the roster."""
    task = Task(Ride(route, {}), 1, 0)
    places = roster.best_places(task)
    return places[0][0] if places else float("inf")
