"""The relaxed day: flows as fractions, duties as columns; its optimum is a bound that holds for every plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from optimizer.model.classes import HouseholdClass
from optimizer.model.incremental import Entry, GrowingProgramme
from optimizer.model.linear import Ending, Expression, Floats, Ints, expression
from optimizer.model.network import Network
from optimizer.solve.pricing import Column, Load, Pricer, Prices
from optimizer.solve.program import EFFORT, DayLevels, day_levels
from optimizer.solve.search import Limits
from optimizer.solve.trip_pricing import TripPricer
from optimizer.solve.trips import Places, places

WORSE = (30_000.0, 3_000.0, 300.0)  # price of a unit of levels 1, 3 and 4, far above what effort it can save
NEAR = 2  # neighbours that first columns call at too


@dataclass(frozen=True, slots=True)
class Solved:
    """An optimum over the columns at hand; `bound` holds over all columns, `duty` is in their order."""

    ending: Ending
    value: float
    bound: float
    flow: Floats
    duty: Floats
    prices: Prices


class Relaxation:
    """The day's rows without integrality over a growing set of columns: duties, or single trips.

    Rows beyond the day's: persons from o to j <= what the duties set down there; wheelchairs from o <=
    positions of the trips from o; duties of a bus type <= its buses; all duties <= buses_per_day.
    """

    def __init__(self, network: Network, *, trips_only: bool = False, tightness: float = 1.0) -> None:
        """`trips_only` takes single trips for columns instead of whole duties: quicker, with a weaker bound.

        A `tightness` above 1 lets each trip take up more of a bus's day than it must: no bound, but room.
        """
        self.network = network
        self.levels: DayLevels = day_levels(network, integer=False)
        self.where: Places = places(network)
        self.room = _room(network, self.where)
        self.pricer: Pricer | TripPricer
        if trips_only:
            self.pricer = TripPricer(network, self.where, self.room, tightness)
            self.fleet = [(m.seats, m.positions, m.count) for m in self.pricer.models]
        else:
            self.pricer = Pricer(network, self.where, self.room)
            self.fleet = [(kind.seats, kind.positions, len(kind.buses)) for kind in network.fleet]
        self.columns: dict[Column, int] = {}  # column -> its variable
        self._slacks: dict[int, float] = {}  # variable -> what a unit costs
        self._level = 0
        linear = self.levels.day.linear
        self._links = {
            link: linear.row(self.levels.day.persons(arcs), high=0)
            for link, arcs in _arcs_by_link(network, self.where).items()
        }
        self._positions = [linear.row(flow, high=0) for flow in self._wheelchair_flows()]
        none = expression([], 0.0)
        self._buses = [linear.row(none, high=count) for _, _, count in self.fleet]
        self._any_bus = linear.row(none, high=network.scenario.policy.buses_per_day)
        self._programme = GrowingProgramme(linear)
        self.add(_first_columns(self))

    def add(self, columns: Iterable[Column]) -> int:
        """Take in duties that are not known yet; how many there were."""
        new = [column for column in dict.fromkeys(columns) if column not in self.columns]
        variables = self._programme.add_columns([self._cost(c) for c in new], [self._entries(c) for c in new])
        self.columns.update(zip(new, variables.tolist(), strict=True))
        return len(new)

    def aim(self, level: int) -> None:
        """Minimise this level from now on."""
        self._level = level
        total = self.levels.totals[level]
        costs = expression(list(self.columns.values()), [self._cost(c) for c in self.columns] or 0.0)
        worse = expression(list(self._slacks), list(self._slacks.values()) or 0.0)
        self._programme.set_objective(total + costs + worse)

    def keep(self, level: int, value: float) -> None:
        """Let a level get no worse than `value` from now on, but at a price that nothing is worth.

        The price keeps the programme feasible when duties are fixed one after another.
        """
        slack = int(self._programme.add_columns([0.0], [[]])[0])
        self._slacks[slack] = WORSE[level]
        self._programme.add_row(self.levels.totals[level] + expression([slack], -1.0), value)

    def drive(self, column: Column, times: int) -> None:
        """Let a duty be driven at least so often."""
        self._programme.set_low(self.columns[column], float(times))

    def solve(self, limits: Limits) -> Solved:
        """The optimum of the level aimed at, over the columns at hand (its bound is not proven yet)."""
        result = self._programme.solve(limits.seconds_left())
        person = np.zeros(self.room.shape)
        for (o, j), row in self._links.items():
            person[o, j] = max(0.0, -result.duals[row])
        position = np.maximum(0.0, -result.duals[self._positions])
        bus = np.maximum(0.0, -result.duals[self._buses]) + max(0.0, -result.duals[self._any_bus])
        duty = result.solution[list(self.columns.values())]
        prices = Prices(person, position, bus, self._minute)
        return Solved(result.ending, result.value, -np.inf, result.solution[self.levels.day.flow], duty, prices)

    @property
    def _minute(self) -> float:
        return self.network.scenario.policy.effort.drive_minute if self._level == EFFORT else 0.0

    def _cost(self, column: Column) -> float:
        return self._minute * column.minutes

    def _entries(self, column: Column) -> list[Entry]:
        share = self.pricer.share(column)
        rows: dict[int, float] = {self._buses[column.kind]: share, self._any_bus: share}
        positions = self.fleet[column.kind][1]
        for load in column.loads:
            there = self._positions[load.origin]
            rows[there] = rows.get(there, 0.0) - positions
            for j, persons in load.stops:
                link = self._links[load.origin, j]
                rows[link] = rows.get(link, 0.0) - persons
        return list(rows.items())

    def least_minutes(self, arcs: Ints) -> Floats:
        """Least driving that a person on each arc stands for: a full bus, one stop, and on to the nearest place."""
        where = self.where
        onward = np.concatenate([where.site_to_origin, where.site_to_station], axis=1)
        index = {o: i for i, o in enumerate(where.origins)}
        seats = max((seats for seats, _, _ in self.fleet), default=1)
        minutes = []
        for a in arcs.tolist():
            o, j = index[self._class(a).origin], int(self.network.arc_site[a])
            full = min(seats, max(1, self.pricer.waiting[o]))
            minutes.append((where.origin_to_site[o, j] + onward[j].min()) / full)
        return np.array(minutes)

    def _wheelchair_flows(self) -> list[Expression]:
        flows = []
        for origin in self.where.origins:
            arcs = [a for a, rides in enumerate(self.network.arc_rides) if rides and self._class(a).origin == origin]
            wheelchairs = [float(self._class(a).wheelchairs) for a in arcs]
            flows.append(expression(self.levels.day.flow[arcs], wheelchairs or 0.0))
        return flows

    def _class(self, arc: int) -> HouseholdClass:
        return self.network.classes[int(self.network.arc_class[arc])]


def _room(network: Network, where: Places) -> Ints:
    """Most persons that may ride from each origin to each site."""
    room = np.zeros((len(where.origins), len(network.scenario.sites)), dtype=np.int64)
    index = {o: i for i, o in enumerate(where.origins)}
    for a, rides in enumerate(network.arc_rides):
        if rides:
            cls = network.classes[network.arc_class[a]]
            room[index[cls.origin], network.arc_site[a]] += cls.persons * cls.count
    return np.minimum(room, np.array(network.free, dtype=np.int64)[None, :])


def _arcs_by_link(network: Network, where: Places) -> dict[tuple[int, int], Ints]:
    """The arcs of each origin and site that take a bus."""
    index = {o: i for i, o in enumerate(where.origins)}
    links: dict[tuple[int, int], list[int]] = {}
    for a, rides in enumerate(network.arc_rides):
        if rides:
            origin = index[network.classes[network.arc_class[a]].origin]
            links.setdefault((origin, int(network.arc_site[a])), []).append(a)
    return {link: np.array(arcs, dtype=np.int64) for link, arcs in links.items()}


def _first_columns(relaxation: Relaxation) -> list[Column]:
    """Each site alone, and with its nearest neighbours, from each origin by each bus type."""
    room, where = relaxation.room, relaxation.where
    found = []
    for k, (seats, _, _) in enumerate(relaxation.fleet):
        for o in range(len(where.origins)):
            for j in np.flatnonzero(room[o]).tolist():
                near = [i for i in np.argsort(where.site_to_site[j], kind="stable").tolist() if room[o, i] and i != j]
                for size in range(NEAR + 1):
                    load = _filled(o, [j, *near[:size]], room[o], seats)
                    column = relaxation.pricer.column(k, (load,))
                    if column.drivable:
                        found.append(column)
    return found


def _filled(origin: int, sites: list[int], room: Ints, seats: int) -> Load:
    """A trip that fills the sites in turn."""
    stops = []
    for j in sites:
        persons = min(seats, int(room[j]))
        if persons:
            stops.append((j, persons))
        seats -= persons
    return Load(origin, tuple(stops))


def settle(relaxation: Relaxation, level: int, limits: Limits, *, rounds: int, gap: float = 1e-4) -> Solved:
    """Add columns until the relaxed optimum of a level is proven within `gap`, or the rounds are used up.

    Prices are smoothed towards those of the best bound (Wentges 1997, doi:10.1016/S0969-6016(97)00001-4). The
    bound at smoothed prices is that of the two ends, mixed, less what any duty gains on them: dual values are
    concave in the prices.
    """
    relaxation.aim(level)
    solved = relaxation.solve(limits)
    best, centre = -np.inf, _Centre(solved.prices, solved.value)
    share = 0.0
    for _ in range(rounds):
        if solved.ending is not Ending.OPTIMAL:
            break
        tried = centre.towards(solved, share)
        offers = relaxation.pricer.offers(tried.prices)
        bound = tried.value - _gained(np.array([o.gain for o in offers]), relaxation)
        if bound > best:
            best, centre = bound, tried
        new = relaxation.add(c for offer in offers for c in offer.columns)
        if solved.value - best <= gap * max(1.0, abs(solved.value)) or limits.over():
            break
        if not new and share == 0.0:
            break
        share = SMOOTHING if new else 0.0
        solved = relaxation.solve(limits)
    return replace(solved, bound=min(best, solved.value))


SMOOTHING = 0.6


@dataclass(frozen=True, slots=True)
class _Centre:
    """Prices, and what the day costs at them as long as no duty gains anything."""

    prices: Prices
    value: float

    def towards(self, solved: Solved, share: float) -> _Centre:
        """`share` of these prices and the rest of the newly solved ones."""
        mine, other, rest = self.prices, solved.prices, 1.0 - share
        prices = Prices(
            share * mine.person + rest * other.person,
            share * mine.position + rest * other.position,
            share * mine.bus + rest * other.bus,
            other.minute,
        )
        return _Centre(prices, share * self.value + rest * solved.value)


def _gained(gain: Floats, relaxation: Relaxation) -> float:
    """Most that the whole fleet can gain: the best types first, until the day's buses are used up."""
    left, total = float(relaxation.network.scenario.policy.buses_per_day), 0.0
    for k in np.argsort(-gain, kind="stable").tolist():
        count = min(left, float(relaxation.fleet[k][2]))
        total, left = total + count * max(0.0, float(gain[k])), left - count
    return total
