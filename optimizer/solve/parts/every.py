"""The cheapest of all trips past one to three stops, however many sites there are: by seats, not by lists of stops.

A trip of two stops is extended by the third stop that is best for the seats that are left. Seats are whole persons,
as loads are, so that nothing is rounded.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.model.linear import Floats, Ints
from optimizer.solve.large.places import BusModel, Places
from optimizer.solve.large.trips.cuts import Trip
from optimizer.solve.large.trips.master import Prices

SMALL = 1e-6
STEP = 6  # seats by which pairs of stops are looked over before they are looked at seat by seat
MOST_PAIRS = 200_000  # that are looked at seat by seat at once
MOST_TRIPS = 600  # new ones an origin and bus model
MOST_ALIKE = 4  # of them that call at the same site
MOST_FOUND = 6_000  # of which they are chosen


_Priced = tuple[float, tuple[int, ...]]  # reduced cost and stops


@dataclass(frozen=True, slots=True)
class _Ways:
    """What driving and stopping cost at given prices from one origin, by site worth calling at; `worth` of a person
    there, dearest first, and `room` for how many."""

    sites: Ints
    out: Floats
    between: Floats
    home: Floats
    worth: Floats
    room: Ints
    base: float  # of any trip


class EveryTrip:
    """Reduced costs of all trips there are, at prices without cuts (`Prices.cuts` is empty)."""

    def __init__(self, where: Places, models: tuple[BusModel, ...], room: Ints, waiting: tuple[int, ...]) -> None:
        """`room`: most persons by origin and site; `waiting`: most by origin."""
        self._where, self._models, self._room, self._waiting = where, models, room, waiting

    def offers(self, prices: Prices) -> tuple[list[Trip], Floats]:
        """Trips worth adding, and by origin the least reduced cost of any trip (0 where none is below). ValueError:
        the prices hold cuts."""
        if prices.cuts:
            raise ValueError(f"{len(prices.cuts)} cuts have a price: what a load is worth does not know them")
        least = np.zeros(len(self._where.origins))
        trips: list[Trip] = []
        for o in range(len(self._where.origins)):
            for m in range(len(self._models)):
                seats = min(self._models[m].seats, self._waiting[o])
                ways, onward = self._ways(o, m, prices)
                if seats and len(ways.sites):
                    cost, found = _cheapest(ways, seats)
                    least[o] = min(least[o], cost)
                    trips += [_trip(o, m, ways, stops, seats, onward) for stops in found]
        return trips, least

    def _ways(self, o: int, m: int, prices: Prices) -> tuple[_Ways, Ints]:
        """The ways of a bus model from an origin, and the best next place by site."""
        where, minute = self._where, prices.minute[m]
        on = minute * where.site_to_next + prices.place[m][None, :]
        on[:, [len(where.origins) + s for s, count in enumerate(self._models[m].at) if not count]] = np.inf
        worth = prices.person[o]
        sites = np.flatnonzero((self._room[o] > 0) & (worth > SMALL))
        sites = sites[np.argsort(-worth[sites], kind="stable")]
        ways = _Ways(
            sites,
            minute * where.origin_to_site[o, sites] + prices.stop[m],
            minute * where.site_to_site[np.ix_(sites, sites)] + prices.stop[m],
            on.min(axis=1)[sites],
            worth[sites],
            self._room[o, sites],
            float(prices.trip[m] - prices.place[m][o]),
        )
        return ways, on.argmin(axis=1)


def _cheapest(ways: _Ways, seats: int) -> tuple[float, list[tuple[int, ...]]]:
    """The least reduced cost of any trip with so many seats, and the stops of some trips below 0."""
    singles = ways.base + ways.out + ways.home - ways.worth * np.minimum(ways.room, seats)
    last = _last_stops(ways, seats)
    found: list[_Priced] = [(float(singles[a]), (int(a),)) for a in np.flatnonzero(singles < -SMALL)]
    found += _pairs(ways, last, seats) + _triples(ways, last, seats)
    return (min(found)[0], _various(found)) if found else (0.0, [])


def _various(found: list[_Priced]) -> list[tuple[int, ...]]:
    """The cheapest, not too many past the same site."""
    seen: dict[int, int] = {}
    chosen: list[tuple[int, ...]] = []
    for _, stops in sorted(found):
        if max(seen.get(a, 0) for a in stops) < MOST_ALIKE and len(chosen) < MOST_TRIPS:
            seen |= {a: seen.get(a, 0) + 1 for a in stops}
            chosen.append(stops)
    return chosen


@dataclass(frozen=True, slots=True)
class _Last:
    """From each site and for each number of seats left: the best last stop, what it costs until the next place, and
    the same for the second best."""

    cost: Floats  # seats + 1 x sites
    site: Ints
    second_cost: Floats
    second: Ints

    def other_than(self, a: Ints, b: Ints, q: int) -> tuple[Floats, Ints]:
        """Cost and site of the best stop after `b` that is not `a`."""
        again = self.site[q, b] == a
        return (
            np.where(again, self.second_cost[q, b], self.cost[q, b]),
            np.where(again, self.second[q, b], self.site[q, b]),
        )


def _last_stops(ways: _Ways, seats: int) -> _Last:
    count = len(ways.sites)
    on = ways.between + ways.home[None, :]
    np.fill_diagonal(on, np.inf)
    shape = (seats + 1, count)
    best, second = np.full(shape, np.inf), np.full(shape, np.inf)
    first, other = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    rows = np.arange(count)
    for q in range(1, seats + 1):
        cost = on - (ways.worth * np.minimum(ways.room, q))[None, :]
        first[q] = cost.argmin(axis=1)
        best[q] = cost[rows, first[q]]
        cost[rows, first[q]] = np.inf
        other[q] = cost.argmin(axis=1)
        second[q] = cost[rows, other[q]]
    return _Last(best, first, second, other)


def _pairs(ways: _Ways, last: _Last, seats: int) -> list[_Priced]:
    """The best pairs of stops, by their first."""
    best: dict[tuple[int, ...], float] = {}
    for q in range(1, seats):
        cost = ways.base + ways.out - ways.worth * np.minimum(ways.room, seats - q) + last.cost[q]
        for a in np.flatnonzero(cost < -SMALL).tolist():
            stops = a, int(last.site[q, a])
            best[stops] = min(float(cost[a]), best.get(stops, 0.0))
    return sorted((cost, stops) for stops, cost in best.items())[:MOST_FOUND]


def _triples(ways: _Ways, last: _Last, seats: int) -> list[_Priced]:
    """The best sets of three stops, of the pairs that can be the beginning of one below 0."""
    first, second = _hopeful(ways, last, seats)
    found: list[_Priced] = []
    for begin in range(0, len(first), MOST_PAIRS):
        found += _extended(ways, last, seats, first[begin : begin + MOST_PAIRS], second[begin : begin + MOST_PAIRS])
    return sorted(found)[:MOST_FOUND]


def _hopeful(ways: _Ways, last: _Last, seats: int) -> tuple[Ints, Ints]:
    """Ordered pairs of stops that some third may make worth it: seats are counted generously, a step at a time."""
    begun = ways.base + ways.out[:, None] + ways.between
    np.fill_diagonal(begun, np.inf)
    possible = np.zeros(begun.shape, dtype=bool)
    for q in range(1, seats - 1, STEP):
        most = min(seats - 2, q + STEP - 1)
        cost = begun - _filled(ways, seats - q) + np.minimum(last.cost[most], np.inf)[None, :]
        possible |= cost < -SMALL
    first, second = np.nonzero(possible)
    return first, second


def _filled(ways: _Ways, seats: int) -> Floats:
    """What the best load of two stops is worth, pair by pair; the dearer one is filled first."""
    room = np.minimum(ways.room, seats)
    dearer = ways.worth * room
    rest = np.minimum(ways.room[None, :], (seats - room)[:, None])
    above = np.triu(dearer[:, None] + ways.worth[None, :] * rest, 1)
    both: Floats = above + above.T
    return both


def _extended(ways: _Ways, last: _Last, seats: int, first: Ints, second: Ints) -> list[_Priced]:
    """The best third stop of each pair, seat by seat; those below 0."""
    dear, cheap = np.minimum(first, second), np.maximum(first, second)
    begun = ways.base + ways.out[first] + ways.between[first, second]
    best, third = np.full(len(first), np.inf), np.zeros(len(first), dtype=np.int64)
    for q in range(1, seats - 1):
        room = np.minimum(ways.room[dear], seats - q)
        worth = ways.worth[dear] * room + ways.worth[cheap] * np.minimum(ways.room[cheap], seats - q - room)
        on, site = last.other_than(first, second, q)
        cost = begun - worth + on
        better = cost < best
        best, third = np.where(better, cost, best), np.where(better, site, third)
    chosen = np.flatnonzero(best < -SMALL)
    chosen = chosen[np.argsort(best[chosen], kind="stable")][:MOST_FOUND]
    return [(float(best[i]), (int(first[i]), int(second[i]), int(third[i]))) for i in chosen.tolist()]


def _trip(o: int, m: int, ways: _Ways, stops: tuple[int, ...], seats: int, onward: Ints) -> Trip:
    """The trip past these stops, its dearest filled first."""
    loads = dict.fromkeys(stops, 0)
    for i in sorted(stops):
        loads[i] = min(int(ways.room[i]), seats - sum(loads.values()))
    sites = tuple(int(ways.sites[i]) for i in stops)
    return Trip(m, o, sites, tuple(loads[i] for i in stops), int(onward[sites[-1]]))
