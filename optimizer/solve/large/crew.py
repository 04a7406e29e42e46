"""From chosen trips to duties: a bus follows its trips from place to place, the roster mends what does not fit."""

from __future__ import annotations

from optimizer.model.fleet import Route
from optimizer.model.network import Network
from optimizer.solve.chains import REFUSED, best_duties
from optimizer.solve.duties import Duty, Roster, Task, longest_first
from optimizer.solve.large.places import BusModel, Places
from optimizer.solve.large.trips.cuts import Trip
from optimizer.solve.large.whole import Chosen

Way = tuple[int, int, list[Trip]]  # bus model, station, trips in order


def ways(chosen: Chosen, where: Places) -> list[Way]:
    """The trips in the order in which buses go from one to the next; a round without a station begins anywhere."""
    left: dict[tuple[int, int], list[Trip]] = {}
    for trip, times in sorted(chosen.trips.items()):
        left.setdefault((trip.model, trip.origin), []).extend([trip] * times)
    found: list[Way] = []
    for (m, s, o), buses in sorted(chosen.starts.items()):
        found += [(m, s, _follow(left, m, o, len(where.origins))) for _ in range(buses)]
    for (m, o), trips in sorted(left.items()):
        while trips:
            found.append((m, -1, _follow(left, m, o, len(where.origins))))
    return [way for way in found if way[2]]


def _follow(left: dict[tuple[int, int], list[Trip]], m: int, o: int, origins: int) -> list[Trip]:
    """One bus's trips until it goes home; those that keep it on the way first."""
    way: list[Trip] = []
    while o < origins and left.get((m, o)):
        here = left[m, o]
        trip = min(here, key=lambda t: (t.onward >= origins, t.onward != o, t))
        here.remove(trip)
        way.append(trip)
        o = trip.onward
    return way


def roster(
    network: Network,
    where: Places,
    models: tuple[BusModel, ...],
    routes: list[Way],
    carried: list[Task | None],
    seconds: float,
) -> tuple[Roster, list[Task]]:
    """Duties as the ways go, each by a bus of its station; tasks that fit no duty are given to any bus, and those
    that none can take are returned. `carried` holds the task of each trip, way after way (None: it carries nobody)."""
    crew, loose, following = Roster(network), [], iter(carried)
    for m, s, trips in routes:
        duty: Duty = tuple(task for _ in trips if (task := next(following)) is not None)
        kind = _kind(network, where, models[m], s)
        taken = kind is not None and sum(1 for k, _ in crew.duties if k == kind) < len(network.fleet[kind].buses)
        full = len(crew.duties) >= network.scenario.policy.buses_per_day
        if duty and kind is not None and taken and not full and crew.minutes(kind, duty) < float("inf"):
            crew.duties.append((kind, duty))
        else:
            loose += list(duty)
    refused = crew.assign(longest_first(loose, network))
    crew.improve()
    return crew, drive_less(network, crew, refused, seconds)


def drive_less(network: Network, crew: Roster, refused: list[Task], seconds: float) -> list[Task]:
    """Give the crew the duties that drive least, if it is small enough to know them; the trips then without a bus."""
    todo = [*(task for _, duty in crew.duties for task in duty), *refused]
    best = best_duties(network, todo, crew.total() + REFUSED * len(refused), seconds)
    if best is None:
        return refused
    crew.duties = sorted(best, key=lambda d: (d[0], d[1][0].route.origin, d[1][0].route.stops))
    driven = {id(task) for _, duty in best for task in duty}
    return [task for task in todo if id(task) not in driven]


def _kind(network: Network, where: Places, model: BusModel, station: int) -> int | None:
    for k, kind in enumerate(network.fleet):
        if (kind.seats, kind.positions) == (model.seats, model.positions) and where.stations[station] == kind.station:
            return k if station >= 0 else None
    return None


def route(network: Network, where: Places, trip: Trip) -> Route:
    """The trip by the ids of its places."""
    return Route(where.origins[trip.origin], tuple(network.scenario.sites[j].id for j in trip.stops))


def some_kind(network: Network, model: BusModel) -> int:
    """A bus type of the model, the first in the fleet."""
    return next(k for k, b in enumerate(network.fleet) if (b.seats, b.positions) == (model.seats, model.positions))
