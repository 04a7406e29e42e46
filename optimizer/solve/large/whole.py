"""The day in whole persons and whole trips, chosen from those the relaxation found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np

from optimizer.model.incremental import Entry
from optimizer.model.linear import Ending, Floats, LinearModel, expression
from optimizer.model.network import Network
from optimizer.solve.large.buses import Start, buses
from optimizer.solve.large.crowd import Crowd, Link, crowd
from optimizer.solve.large.places import BusModel, Places
from optimizer.solve.large.totals import Totals
from optimizer.solve.large.trips.cuts import Cut, Trip
from optimizer.solve.search import Limits

MOST_REPAIRS = 4  # of rounds without a station
MOST_TOGETHER = 200.0  # trips that are counted together
MOST_ALIKE = 6  # times that the same trip may be driven
FIRST_GAP, FIRST_NODES = 0.04, 60
PART_GAP, PART_NODES = 1e-3, 20
PART_SIZES = (3, 4)  # regions whose trips are chosen anew together: few first
MOST_PARTS = 60  # of a size
AT_ONCE = 2  # such parts, whatever the machine has
LEAST_GAIN = 5.0


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whole trips with the persons on each link, and how the buses begin; `value` is of the model's objective."""

    trips: dict[Trip, int]
    starts: dict[Start, int]
    value: float


class WholeDay:
    """Rows as the relaxation's, but a trip's loads are the most it may carry, and everything is whole."""

    def __init__(
        self,
        network: Network,
        where: Places,
        models: tuple[BusModel, ...],
        totals: Totals,
        trips: Iterable[Trip],
        cuts: Iterable[Cut],
        *,
        given: dict[Link, int] | None = None,
    ) -> None:
        """With `given` just these persons ride, each link's as told."""
        self._network = network
        self._trips = list(dict.fromkeys(trips))
        links = tuple(sorted({(t.origin, j) for t in self._trips for j, n in zip(t.stops, t.loads, strict=True) if n}))
        self._crowd: Crowd = crowd(network, where.origins, totals, links, whole=True)
        self._linear: LinearModel = self._crowd.linear
        self._buses = buses(self._linear, where, models, network.scenario.policy, follow=True)
        self._links = {link: self._linear.row(expression([x]), high=0) for link, x in self._crowd.riders.items()}
        self._cuts = {cut: self._linear.row(expression([]), low=cut.least) for cut in cuts}
        self._starts = self._buses.starts()
        count = self._linear.variables(len(self._trips), 0, float(MOST_ALIKE), integer=True)
        self._count = dict(zip(self._trips, count.tolist(), strict=True))
        begun = self._linear.variables(len(self._starts), 0, float(network.scenario.policy.buses_per_day), integer=True)
        self._begun = dict(zip(self._starts, begun.tolist(), strict=True))
        self._regions = {t: frozenset(network.region_of_site[j] for j in t.stops) for t in self._trips}
        self._fill()
        self._count_together()
        minute = network.scenario.policy.effort.drive_minute
        driving = expression(count, [minute * self._buses.minutes(t) for t in self._trips])
        starting = expression(begun, [minute * self._buses.start_minutes(s) for s in self._starts])
        self._objective = self._crowd.objective + driving + starting
        if given is not None:
            for link, column in self._crowd.riders.items():
                self._linear.low[column] = self._linear.high[column] = float(given.get(link, 0))

    def _fill(self) -> None:
        """Put trips and starts into the rows that stand."""
        entries: dict[int, list[Entry]] = {}
        for trip, column in self._count.items():
            for row, value in self._entries(trip):
                entries.setdefault(row, []).append((column, value))
        for start, column in self._begun.items():
            more = [(row, share) for cut, row in self._cuts.items() if (share := cut.start(start[2]))]
            for row, value in [*self._buses.start_entries(start), *more]:
                entries.setdefault(row, []).append((column, value))
        for row, added in entries.items():
            columns, values, low, high = self._linear.rows[row]
            self._linear.rows[row] = (
                np.append(columns, [c for c, _ in added]),
                np.append(values, [v for _, v in added]),
                low,
                high,
            )

    def _count_together(self) -> None:
        """Whole numbers of trips by origin, and from there by region, by site and by where the bus goes on to.

        To branch on one of them decides more than to branch on a trip.
        """
        together: dict[tuple[str, int, int], list[int]] = {}
        for trip, column in self._count.items():
            together.setdefault(("origin", trip.origin, 0), []).append(column)
            together.setdefault(("onward", trip.origin, trip.onward), []).append(column)
            for v in self._regions[trip]:
                together.setdefault(("region", trip.origin, v), []).append(column)
            for j in trip.stops:
                together.setdefault(("site", trip.origin, j), []).append(column)
        totals = self._linear.variables(len(together), 0, MOST_TOGETHER, integer=True)
        for total, columns in zip(totals.tolist(), together.values(), strict=True):
            self._linear.row(expression([*columns, total], [*([1.0] * len(columns)), -1.0]), low=0, high=0)

    def _entries(self, trip: Trip) -> list[Entry]:
        loads = [((trip.origin, j), n) for j, n in zip(trip.stops, trip.loads, strict=True) if n]
        carried = [(self._links[link], -float(n)) for link, n in loads]
        shares = [(row, share) for cut, row in self._cuts.items() if (share := cut.share(trip))]
        return [*self._buses.trip_entries(trip), *carried, *shares]

    def first(self, limits: Limits) -> Chosen | None:
        """A good choice for the whole country at once."""
        return self._minimize(limits, FIRST_GAP, FIRST_NODES)

    def near(self, driven: Mapping[Trip, int], limits: Limits) -> Chosen | None:
        """A good choice that drives these trips, each at least so often; None: no such choice was found."""
        low = list(self._linear.low)
        for trip, times in driven.items():
            self._linear.low[self._count[trip]] = float(min(times, MOST_ALIKE))
        found = self._minimize(limits, FIRST_GAP, FIRST_NODES)
        self._linear.low = low
        return found

    def _minimize(self, limits: Limits, gap: float, nodes: int) -> Chosen | None:
        """The best choice found in which every bus comes from a station; None: none was found."""
        for _ in range(MOST_REPAIRS):
            seconds = max(1.0, limits.seconds_left())
            found = self._linear.minimize(self._objective, seconds=seconds, gap=gap, nodes=nodes)
            if found.ending not in (Ending.OPTIMAL, Ending.FEASIBLE):
                return None
            chosen = self._chosen(found.solution)
            if self._comes_home(chosen):
                return chosen
        return None

    def _forbid(self, m: int, origins: frozenset[int]) -> None:
        """Trips of a bus model from these origins only if a bus of it comes there from elsewhere."""
        coming = [
            (c, 1.0) for t, c in self._count.items() if t.model == m and t.origin not in origins and t.onward in origins
        ]
        coming += [(c, 1.0) for (k, _, o), c in self._begun.items() if k == m and o in origins]
        leaving = [c for t, c in self._count.items() if t.model == m and t.origin in origins]
        terms = [*coming, *((c, -1.0 / MOST_ALIKE / len(leaving)) for c in leaving)]
        self._linear.row(expression([c for c, _ in terms], [x for _, x in terms]), low=0.0)

    def improve(self, chosen: Chosen, limits: Limits, enough: float) -> Chosen:
        """Choose the trips of a few neighbouring regions anew, again and again, while that saves anything and until
        the choice is worth `enough`."""
        for size in PART_SIZES:
            better = self._improve_parts(chosen, list(dict.fromkeys(self._parts(size))), limits, enough)
            if better is chosen:
                break
            chosen = better
        return chosen

    def _improve_parts(self, chosen: Chosen, every: list[frozenset[int]], limits: Limits, enough: float) -> Chosen:
        """One part after the other, two at a time; what a better choice touches is looked at again."""
        todo, tried = list(every), 0
        with ThreadPoolExecutor(AT_ONCE) as pool:
            while todo and tried < MOST_PARTS and chosen.value > enough and not limits.over():
                some, todo, tried = todo[:AT_ONCE], todo[AT_ONCE:], tried + AT_ONCE
                found = list(pool.map(partial(self._again, chosen, limits), some))
                better = [(one.value, i) for i, one in enumerate(found) if one is not None and self._comes_home(one)]
                if better:
                    _, best = min(better)
                    chosen = found[best] or chosen
                    todo = [*(some[i] for _, i in better if i != best), *todo]
                    todo += [other for other in every if other not in todo and other & some[best]]
        return chosen

    def _comes_home(self, chosen: Chosen) -> bool:
        """Whether every bus comes from a station; if not, such a round is forbidden from now on."""
        rounds = list(_rounds(chosen, len(self._buses.where.origins)))
        for m, origins in rounds:
            self._forbid(m, origins)
        return not rounds

    def _again(self, chosen: Chosen, limits: Limits, regions: frozenset[int]) -> Chosen | None:
        """The best choice of trips that touch these regions, the others as they are; None if it is no better."""
        free = set(regions)
        touched = {t for t in chosen.trips if not self._regions[t].isdisjoint(regions)}
        free.update(v for t in touched for v in self._regions[t])
        low, high = list(self._linear.low), list(self._linear.high)
        for trip, column in self._count.items():
            there = self._regions[trip]
            if trip not in touched and (there.isdisjoint(regions) or not there <= free):
                low[column] = high[column] = float(chosen.trips.get(trip, 0))
        part = LinearModel(low, high, self._linear.integer, list(self._linear.rows))
        part.row(self._objective, high=chosen.value - LEAST_GAIN)
        seconds = max(1.0, limits.seconds_left())
        found = part.minimize(self._objective, seconds=seconds, gap=PART_GAP, nodes=PART_NODES)
        return self._chosen(found.solution) if found.ending in (Ending.OPTIMAL, Ending.FEASIBLE) else None

    def _parts(self, size: int) -> Iterator[frozenset[int]]:
        """Each region that trips go to with those nearest to it."""
        where, reached = self._buses.where, sorted({v for t in self._trips for v in self._regions[t]})
        sites = {
            v: sorted({j for t in self._trips for j in t.stops if self._network.region_of_site[j] == v})
            for v in reached
        }
        for v in reached:
            near = sorted(reached, key=lambda w: (where.site_to_site[np.ix_(sites[v], sites[w])].min(), w))
            yield frozenset(near[:size])

    def _chosen(self, solution: Floats) -> Chosen:
        trips = {trip: n for trip, c in self._count.items() if (n := round(solution[c]))}
        starts = {start: n for start, c in self._begun.items() if (n := round(solution[c]))}
        return Chosen(trips, starts, self._objective.value(solution))


def _rounds(chosen: Chosen, origins: int) -> Iterator[tuple[int, frozenset[int]]]:
    """Bus models and origins that trips leave but that no bus of the model comes to from a station."""
    for m in sorted({trip.model for trip in chosen.trips}):
        mine = [t for t in chosen.trips if t.model == m]
        reached = {o for k, _, o in chosen.starts if k == m}
        while more := {t.onward for t in mine if t.origin in reached and t.onward < origins} - reached:
            reached |= more
        lost = frozenset(t.origin for t in mine) - reached
        if lost:
            yield m, lost
