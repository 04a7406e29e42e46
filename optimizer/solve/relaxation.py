"""The relaxed day: flows as fractions, duties as columns; its optimum is a bound that holds for every plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from optimizer.model.linear import Expression, Floats, Ints, LinearModel, expression
from optimizer.model.network import Network
from optimizer.solve.pricing import Column, Load, Pricer, Prices
from optimizer.solve.program import DayLevels, day_levels
from optimizer.solve.search import Limits
from optimizer.solve.trips import Places, places

EFFORT = 3


@dataclass(slots=True)
class Relaxation:
    """The day's rows without integrality, and the duty columns known so far."""

    network: Network
    levels: DayLevels
    where: Places
    room: Ints
    pricer: Pricer
    kept: list[tuple[Expression, float]] = field(default_factory=list)
    columns: dict[Column, None] = field(default_factory=dict)

    def keep(self, level: int, value: float) -> None:
        """Let a level get no worse than `value` from now on."""
        self.kept.append((self.levels.totals[level], value))


@dataclass(frozen=True, slots=True)
class Solved:
    """A relaxed optimum over the columns: its value, a bound true for all columns, and the solution."""

    value: float
    bound: float
    solution: Floats
    duty: Floats  # one number a column, in order
    prices: Prices


def relax(network: Network) -> Relaxation:
    """The relaxation of a day, with first columns: each site alone and with its nearest neighbours."""
    where = places(network)
    room = _room(network, where)
    pricer = Pricer(network, where, room)
    relaxation = Relaxation(network, day_levels(network, integer=False), where, room, pricer)
    for column in _first_columns(relaxation):
        relaxation.columns[column] = None
    return relaxation


def _room(network: Network, where: Places) -> Ints:
    """Most persons that may ride from each origin to each site."""
    room = np.zeros((len(where.origins), len(network.scenario.sites)), dtype=np.int64)
    index = {o: i for i, o in enumerate(where.origins)}
    for a, rides in enumerate(network.arc_rides):
        if rides:
            cls = network.classes[network.arc_class[a]]
            room[index[cls.origin], network.arc_site[a]] += cls.persons * cls.count
    return np.minimum(room, np.array(network.free, dtype=np.int64)[None, :])


def _first_columns(relaxation: Relaxation) -> list[Column]:
    room, where = relaxation.room, relaxation.where
    found = []
    for k, kind in enumerate(relaxation.network.fleet):
        for o in range(len(where.origins)):
            for j in np.flatnonzero(room[o]).tolist():
                near = [i for i in np.argsort(where.site_to_site[j], kind="stable").tolist() if room[o, i] and i != j]
                for stops in ((j,), (j, *near[:1]), (j, *near[:2])):
                    left, loads = kind.seats, []
                    for i in stops:
                        loads.append((i, min(left, int(room[o, i]))))
                        left -= loads[-1][1]
                    column = relaxation.pricer.column(k, (Load(o, tuple(s for s in loads if s[1])),))
                    if column.drivable:
                        found.append(column)
    return found


class Master:
    """The restricted linear programme of one level over the known columns."""

    def __init__(self, relaxation: Relaxation, level: int, penalty: float | None = None) -> None:
        """With `penalty` the kept levels may get worse at that cost a unit, the first level a thousand times it."""
        self.relaxation, self.level, self.penalty = relaxation, level, penalty
        self.minute = relaxation.network.scenario.policy.effort.drive_minute if level == EFFORT else 0.0

    def solve(self, limits: Limits, chosen: Mapping[Column, int] | None = None) -> Solved:
        """Its optimum, and the prices that the columns must beat; `chosen` duties are driven at least so often."""
        relaxation = self.relaxation
        base = relaxation.levels.day.linear
        linear = LinearModel(list(base.low), list(base.high), list(base.integer), list(base.rows))
        columns = list(relaxation.columns)
        duty = linear.variables(len(columns), 0, float("inf"), integer=False)
        for column, times in (chosen or {}).items():
            linear.low[int(duty[columns.index(column)])] = float(times)
        person_rows = self._link_persons(linear, columns, duty)
        position_rows = self._link_positions(linear, columns, duty)
        bus_rows = self._limit_buses(linear, columns, duty)
        driving = expression(duty, np.array([c.minutes for c in columns]) * self.minute if columns else 0.0)
        for total, value in relaxation.kept:
            linear.row(total + driving.times(0.0), high=value)
        result = linear.minimize(
            relaxation.levels.totals[self.level] + driving, relax=True, seconds=limits.seconds_left()
        )
        person = np.zeros(relaxation.room.shape)
        for (o, j), row in person_rows.items():
            person[o, j] = max(0.0, -result.duals[row])
        position = np.array([max(0.0, -result.duals[row]) for row in position_rows])
        any_bus = max(0.0, -result.duals[bus_rows[-1]])
        bus = np.array([max(0.0, -result.duals[row]) for row in bus_rows[:-1]]) + any_bus
        prices = Prices(person, position, bus, self.minute)
        return Solved(result.value, -np.inf, result.solution, result.solution[duty], prices)

    def _keep_levels(self, linear: LinearModel) -> Expression:
        """The rows of the levels before this one; what it costs to break them, where that may be done."""
        worse = expression([], 0.0)
        for i, (total, value) in enumerate(self.relaxation.kept):
            if self.penalty is None:
                linear.row(total, high=value)
                continue
            slack = linear.variables(1, 0, float("inf"), integer=False)
            linear.row(total + expression(slack, -1.0), high=value)
            worse = worse + expression(slack, self.penalty * (1000.0 if i == 0 else 1.0))
        return worse

    def _link_persons(self, linear: LinearModel, columns: list[Column], duty: Ints) -> dict[tuple[int, int], int]:
        """Persons from o to j <= what the duties set down there."""
        brought: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for d, column in enumerate(columns):
            for load in column.loads:
                for j, persons in load.stops:
                    brought.setdefault((load.origin, j), []).append((int(duty[d]), persons))
        rows = {}
        for (o, j), arcs in _arcs_by_link(self.relaxation).items():
            capacity = brought.get((o, j), [])
            seats = expression([d for d, _ in capacity], [-float(g) for _, g in capacity] or 0.0)
            rows[o, j] = linear.row(self.relaxation.levels.day.persons(arcs) + seats, high=0)
        return rows

    def _link_positions(self, linear: LinearModel, columns: list[Column], duty: Ints) -> list[int]:
        """Wheelchairs from o <= wheelchair positions of the trips from o."""
        relaxation = self.relaxation
        network = relaxation.network
        trips: list[list[tuple[int, float]]] = [[] for _ in relaxation.where.origins]
        for d, column in enumerate(columns):
            for load in column.loads:
                trips[load.origin].append((int(duty[d]), -float(network.fleet[column.kind].positions)))
        rows = []
        for o, origin in enumerate(relaxation.where.origins):
            arcs = [
                a
                for a, rides in enumerate(network.arc_rides)
                if rides
                and network.classes[network.arc_class[a]].origin == origin
                and network.classes[network.arc_class[a]].wheelchairs
            ]
            wheelchairs = [float(network.classes[network.arc_class[a]].wheelchairs) for a in arcs]
            flow = expression(relaxation.levels.day.flow[arcs], wheelchairs or 0.0)
            capacity = expression([d for d, _ in trips[o]], [g for _, g in trips[o]] or 0.0)
            rows.append(linear.row(flow + capacity, high=0))
        return rows

    def _limit_buses(self, linear: LinearModel, columns: list[Column], duty: Ints) -> list[int]:
        """Duties of a bus type <= its buses; the last row: all duties <= buses_per_day."""
        kinds = np.array([c.kind for c in columns], dtype=np.int64)
        rows = [
            linear.row(expression(duty[kinds == k]), high=len(kind.buses))
            for k, kind in enumerate(self.relaxation.network.fleet)
        ]
        return [*rows, linear.row(expression(duty), high=self.relaxation.network.scenario.policy.buses_per_day)]


def _arcs_by_link(relaxation: Relaxation) -> dict[tuple[int, int], Ints]:
    """The arcs of each origin and site that take a bus."""
    network = relaxation.network
    index = {o: i for i, o in enumerate(relaxation.where.origins)}
    links: dict[tuple[int, int], list[int]] = {}
    for a, rides in enumerate(network.arc_rides):
        if rides:
            origin = index[network.classes[network.arc_class[a]].origin]
            links.setdefault((origin, int(network.arc_site[a])), []).append(a)
    return {link: np.array(arcs, dtype=np.int64) for link, arcs in links.items()}


def smoothed(inner: Prices, outer: Prices, share: float) -> Prices:
    """`share` of the inner prices and the rest of the outer ones."""
    return Prices(
        share * inner.person + (1 - share) * outer.person,
        share * inner.position + (1 - share) * outer.position,
        share * inner.bus + (1 - share) * outer.bus,
        outer.minute,
    )


def settle(relaxation: Relaxation, level: int, limits: Limits, *, rounds: int = 60, gap: float = 1e-4) -> Solved:
    """Add columns until the relaxed optimum of a level is proven within `gap`, or the rounds are used up.

    Prices are smoothed towards those of the best bound (Wentges 1997, doi:10.1016/S0969-6016(97)00001-4). The
    bound at smoothed prices is that of the two ends, mixed, less what any duty gains on them: dual values are
    concave in the prices.
    """
    master = Master(relaxation, level)
    best, centre, centre_value = -np.inf, None, 0.0
    buses = np.array([len(kind.buses) for kind in relaxation.network.fleet], dtype=float)
    share = 0.0
    for _ in range(rounds):
        solved = master.solve(limits)
        goal = gap * max(1.0, abs(solved.value))
        if best >= solved.value - goal or limits.over():
            break
        while True:
            mix = share if centre is not None else 0.0
            prices = smoothed(centre or solved.prices, solved.prices, mix)
            value = mix * centre_value + (1 - mix) * solved.value
            offers = relaxation.pricer.offers(prices)
            bound = value - _gained(np.array([o.gain for o in offers]), buses, relaxation)
            if bound > best:
                best, centre, centre_value = bound, prices, value
            new = [c for offer in offers for c in offer.columns if c not in relaxation.columns]
            relaxation.columns.update(dict.fromkeys(new))
            if new or mix == 0.0:
                break
            share = 0.0
        share = 0.7
        if not new:
            break
    return Solved(solved.value, min(best, solved.value), solved.solution, solved.duty, solved.prices)


def _gained(gain: Floats, buses: Floats, relaxation: Relaxation) -> float:
    """Most that the whole fleet can gain: the best types first, until the day's buses are used up."""
    left, total = float(relaxation.network.scenario.policy.buses_per_day), 0.0
    for k in np.argsort(-gain, kind="stable").tolist():
        count = min(left, buses[k])
        total, left = total + count * max(0.0, float(gain[k])), left - count
    return total
