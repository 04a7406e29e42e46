"""The relaxed day: fractions of bus trips carry the crowd; its optimum over all trips is a bound for every plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from optimizer.model.incremental import Entry, GrowingProgramme
from optimizer.model.linear import Ending, Floats, Ints, expression
from optimizer.model.network import Network
from optimizer.solve.large.buses import LATER, Buses, Start, buses
from optimizer.solve.large.classes_crowd import crowd_of_classes
from optimizer.solve.large.crowd import Crowd, crowd
from optimizer.solve.large.places import BusModel, Places
from optimizer.solve.large.totals import Totals
from optimizer.solve.large.trips.cuts import Cut, Trip


@dataclass(frozen=True, slots=True)
class Prices:
    """What things are worth in the relaxed optimum: a person on each link, a trip's end at each next place (by bus
    model), a minute of driving, a trip and a stop (by model), and one more unit of each cut."""

    person: Floats  # origins x sites
    place: Floats  # models x next places
    minute: Floats  # models
    trip: Floats  # models
    stop: Floats  # models
    cuts: tuple[tuple[Cut, float], ...]


@dataclass(frozen=True, slots=True)
class Relaxed:
    """An optimum over the trips at hand: how often each is driven, how many buses start where, who takes no bus
    (persons by arc), and what is missing from the totals (persons), from level 4 (tenths) and from the cuts."""

    ending: Ending
    value: float
    driven: dict[Trip, float]
    starts: dict[Start, float]
    walked: dict[int, float]
    missing: float
    excess: float
    prices: Prices


class Master:
    """The crowd's rows, the buses' and the cuts, over a growing set of trips."""

    def __init__(
        self,
        network: Network,
        where: Places,
        models: tuple[BusModel, ...],
        totals: Totals,
        room: Ints,
        *,
        fine: bool = False,
    ) -> None:
        self.network, self.where, self.totals = network, where, totals
        links = tuple((int(o), int(j)) for o, j in np.argwhere(room > 0))
        self.crowd: Crowd = (
            crowd_of_classes(network, where.origins, totals, links)
            if fine
            else crowd(network, where.origins, totals, links, whole=False)
        )
        self.buses: Buses = buses(self.crowd.linear, where, models, network.scenario.policy, follow=False)
        self.trips: dict[Trip, int] = {}  # and the variable of each
        self.cuts: list[tuple[Cut, int]] = []
        self._minute = network.scenario.policy.effort.drive_minute
        self._programme = GrowingProgramme(self.crowd.linear)
        self._programme.set_objective(self.crowd.objective)
        starts = self.buses.starts()
        variables = self._programme.add_columns(
            [self._minute * self.buses.start_minutes(s) for s in starts], [self.buses.start_entries(s) for s in starts]
        )
        self._starts = dict(zip(starts, variables.tolist(), strict=True))
        self._breaches: list[int] = []

    def add(self, trips: Iterable[Trip]) -> int:
        """Take in trips that are not known yet; how many there were."""
        new = [trip for trip in dict.fromkeys(trips) if trip not in self.trips]
        costs = [self._minute * self.buses.minutes(t) + self.crowd.moving[t.origin] * sum(t.loads) for t in new]
        variables = self._programme.add_columns(costs, [self._entries(trip) for trip in new])
        self.trips.update(zip(new, variables.tolist(), strict=True))
        return len(new)

    def cut(self, cut: Cut) -> None:
        """Keep one more cut from now on, at a price that keeps the rows feasible while trips are missing."""
        terms = [(x, share) for trip, x in self.trips.items() if (share := cut.share(trip))]
        terms += [(x, share) for (_, _, o), x in self._starts.items() if (share := cut.start(o))]
        self._breaches.append(int(self._programme.add_columns([self.crowd.missing_price], [[]])[0]))
        terms.append((self._breaches[-1], 1.0))
        left = expression([x for x, _ in terms], [-share for _, share in terms])
        self.cuts.append((cut, self._programme.add_row(left, -cut.least)))

    def _entries(self, trip: Trip) -> list[Entry]:
        rows: dict[int, float] = dict(self.buses.trip_entries(trip))
        for j, load in zip(trip.stops, trip.loads, strict=True):
            for row, each in self.crowd.entries[trip.origin, j]:
                rows[row] = rows.get(row, 0.0) + each * load
        rows |= {row: -share for cut, row in self.cuts if (share := cut.share(trip))}
        return [(row, value) for row, value in rows.items() if value]

    def solve(self, seconds: float) -> Relaxed:
        """The optimum over the trips at hand."""
        result = self._programme.solve(seconds)
        x = result.solution
        return Relaxed(
            result.ending,
            result.value,
            {trip: float(x[c]) for trip, c in self.trips.items() if x[c] > 1e-7},
            {start: float(x[c]) for start, c in self._starts.items() if x[c] > 1e-7},
            {arc: float(x[c]) for arc, c in self.crowd.walkers.items() if x[c] > 1e-7},
            float(x[[*self.crowd.missing, *self._breaches]].sum()),
            float(x[self.crowd.excess]),
            self._prices(result.duals),
        )

    def reduced_cost(self, trip: Trip, prices: Prices) -> float:
        """What a trip costs beyond what it is worth at these prices."""
        m = trip.model
        worth = sum(prices.person[trip.origin, j] * load for j, load in zip(trip.stops, trip.loads, strict=True))
        worth += sum(price * cut.share(trip) for cut, price in prices.cuts)
        way = prices.minute[m] * self.buses.minutes(trip) + prices.trip[m] + prices.stop[m] * len(trip.stops)
        return float(way - prices.place[m][trip.origin] + prices.place[m][trip.onward] - worth)

    def _prices(self, duals: Floats) -> Prices:
        policy, rows = self.network.scenario.policy, self.buses
        person = np.full((len(self.where.origins), len(self.network.scenario.sites)), -np.inf)
        for (o, j), entries in self.crowd.entries.items():
            person[o, j] = sum(each * duals[row] for row, each in entries) - self.crowd.moving[o]
        duty, late = duals[rows.duty], duals[rows.duty_with_breaks]
        return Prices(
            person,
            duals[np.array(rows.balance)],
            policy.effort.drive_minute - duals[rows.driving] - duty - LATER * late,
            -policy.load_minutes * (duty + late),
            -policy.stop_minutes * (duty + late),
            tuple((cut, float(-duals[row])) for cut, row in self.cuts if -duals[row] > 1e-9),
        )
