"""Finds cuts that a relaxed optimum breaks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from ortools.graph.python import max_flow

from optimizer.model.network import Network
from optimizer.solve.large.places import BusModel, Places
from optimizer.solve.large.totals import Counting, Totals
from optimizer.solve.large.trips.cuts import Calls, Cut, Fills, Reaches, fills, leaves
from optimizer.solve.large.trips.master import Relaxed

LEAST_BREACH = 0.02
MOST_SETS = 8  # sets of regions a round
LARGEST_SET = 3
UNITS = 10**6  # of flow in whole numbers


class Rounding:
    """Separates the cuts of cuts.py; what it found once it does not give again."""

    def __init__(
        self, network: Network, where: Places, models: tuple[BusModel, ...], totals: Totals, counting: Counting
    ) -> None:
        self._network, self._where, self._totals, self._counting = network, where, totals, counting
        self._seats = max(model.seats for model in models)
        self._everybody = frozenset(range(len(where.origins)))
        self._region_of_site = network.region_of_site
        self._sites_of = [
            frozenset(j for j, w in enumerate(network.region_of_site) if w == v) for v in range(len(network.regions))
        ]
        self._known: set[Cut] = set()
        self._riders: dict[tuple[frozenset[int], frozenset[int]], int] = {}

    def first(self) -> list[Cut]:
        """What must leave each origin and come to each region, in whole buses."""
        cuts: list[Cut] = [leaves(o, low, self._seats) for o, (low, _) in enumerate(self._totals.leaving) if low]
        cuts += [Calls(frozenset([o]), sites, float(-(-low // self._seats))) for o, sites, low in self._totals.special]
        for v, (low, _) in enumerate(self._totals.arrivals):
            if low and (persons := self._must_ride(self._everybody, frozenset([v]))):
                cuts.append(fills(v, self._region_of_site, self._everybody, persons, self._seats))
        return self._new(cuts)

    def broken(self, relaxed: Relaxed) -> list[Cut]:
        """Cuts that this optimum breaks."""
        return self._new([*self._reaches(relaxed), *self._fills(relaxed), *self._region_sets(relaxed)])

    def _new(self, cuts: list[Cut]) -> list[Cut]:
        fresh = [cut for cut in dict.fromkeys(cuts) if cut not in self._known]
        self._known.update(fresh)
        return fresh

    def _must_ride(self, origins: frozenset[int], regions: frozenset[int]) -> int:
        key = (origins, regions)
        if key not in self._riders:
            self._riders[key] = self._counting.least_riders(origins, regions)
        return self._riders[key]

    def _reaches(self, relaxed: Relaxed) -> Iterator[Cut]:
        """Origins that buses leave but do not come to often enough: a least cut between all stations and each."""
        ways: dict[tuple[int, int], float] = {}
        stations = len(self._where.origins)
        for trip, driven in relaxed.driven.items():
            if trip.onward < stations and trip.onward != trip.origin:
                ways[trip.origin, trip.onward] = ways.get((trip.origin, trip.onward), 0.0) + driven
        for (_, _, o), buses in relaxed.starts.items():
            ways[stations, o] = ways.get((stations, o), 0.0) + buses
        flow = max_flow.SimpleMaxFlow()
        for (a, b), amount in sorted(ways.items()):
            flow.add_arc_with_capacity(a, b, round(amount * UNITS))
        known = {a for way in ways for a in way}
        for o, (low, _) in enumerate(self._totals.leaving):
            if not low:
                continue
            if stations not in known or o not in known:
                yield Reaches(frozenset([o]))
                continue
            flow.solve(stations, o)
            if flow.optimal_flow() < (1 - LEAST_BREACH) * UNITS:
                yield Reaches(self._everybody - set(flow.get_source_side_min_cut()))

    def _fills(self, relaxed: Relaxed) -> Iterator[Cut]:
        """Regions that some origins cannot fill on their own: what the others must bring."""
        for v, (low, _) in enumerate(self._totals.arrivals):
            if low:
                bringing = self._brought(relaxed, v)
                for size in range(len(bringing)):
                    origins = self._everybody - {o for o, _ in bringing[:size]}
                    persons = self._must_ride(origins, frozenset([v]))
                    if not persons:
                        break
                    cut = fills(v, self._region_of_site, origins, persons, self._seats)
                    if self._breach(cut, relaxed) > LEAST_BREACH:
                        yield cut

    def _brought(self, relaxed: Relaxed, v: int) -> list[tuple[int, float]]:
        """Origins by the trips they spend on a region, those that spend most a person first."""
        trips: dict[int, float] = {}
        for trip, driven in relaxed.driven.items():
            if not self._sites_of[v].isdisjoint(trip.stops):
                trips[trip.origin] = trips.get(trip.origin, 0.0) + driven
        waiting = self._totals.leaving
        return sorted(trips.items(), key=lambda t: (-t[1] / max(1, waiting[t[0]][1]), t[0]))

    def _region_sets(self, relaxed: Relaxed) -> list[Cut]:
        """Neighbouring regions that together need more trips than call at any of them."""
        wanting = [v for v, (low, _) in enumerate(self._totals.arrivals) if low]
        calls = [({self._region_of_site[j] for j in trip.stops}, driven) for trip, driven in relaxed.driven.items()]
        found: list[tuple[float, Cut]] = []
        for size in range(2, LARGEST_SET + 1):
            for some in combinations(wanting, size):
                persons = sum(self._must_ride(self._everybody, frozenset([v])) for v in some)
                least = -(-persons // self._seats)
                have = sum(driven for regions, driven in calls if not regions.isdisjoint(some))
                if least - have > LEAST_BREACH:
                    sites = frozenset().union(*(self._sites_of[v] for v in some))
                    found.append((have - least, Calls(self._everybody, sites, float(least))))
        found.sort(key=lambda f: f[0])
        return [cut for _, cut in found[:MOST_SETS]]

    def _breach(self, cut: Fills | Calls, relaxed: Relaxed) -> float:
        return cut.least - sum(cut.share(trip) * driven for trip, driven in relaxed.driven.items())
