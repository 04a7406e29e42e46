"""Better trips for a plan that stands: drop, shorten, redirect or merge trips as long as that saves effort.

A change of trips changes driving, which the roster counts exactly, and everything else, which a linear
programme over the trips tells in milliseconds (whole households are seated afterwards).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, count

import numpy as np

from optimizer.model.fleet import MOST_STOPS, Route, best_route
from optimizer.model.incremental import GrowingProgramme
from optimizer.model.network import Network
from optimizer.solve.answer import Ride
from optimizer.solve.duties import Duty, Roster, Task
from optimizer.solve.program import EFFORT
from optimizer.solve.search import Limits
from optimizer.solve.seating import PlannedTrip, seating

NEAREST = 4  # sites that a stop may be exchanged for
MOST_MERGERS = 150
MOST_TRIALS = 400  # linear programmes in one search
WORSE = (2_000.0, 500.0, 20.0)  # price of a unit of levels 1, 3 and 4 where these are not the best yet
FIRST = 1e12
WORTH = 1.0  # least gain of a change, in units of level 5
ROOM = 1e-4  # how much worse kept levels may look while households are fractions


@dataclass(frozen=True, slots=True)
class _Change:
    """Trips to leave out and at most one to take in, the duties that this gives, what it saves in driving, and
    how many persons lose their stop by it."""

    out: tuple[int, ...]
    into: int | None
    duties: tuple[tuple[int, Duty], ...]  # position in the roster, new duty
    saved: float
    lost: float
    kind: int = -1  # of the bus, when a new duty begins

    @property
    def promise(self) -> tuple[float, ...]:
        """The most promising change is the least: more trips first, the shortest of them; then much saved for
        few who must ride elsewhere."""
        if not self.out:
            return (-FIRST, -self.saved)
        return (-self.saved / (1.0 + self.lost), -self.saved, *self.out)


class TripSearch:
    """A search over sets of trips; `trips` holds those of the plan first, then what they may become."""

    def __init__(self, network: Network, roster: Roster, kept: tuple[float, ...], *, more: bool = False) -> None:
        """`kept` are the values of the levels before the last; with `more` they may still get better, and trips
        are added for that."""
        self._network = network
        driven = [(kind, task.route) for kind, duty in roster.duties for task in duty]
        pool = list(dict.fromkeys([*_others(network, driven), *(_fresh(network) if more else ())]))
        self._more = more
        self.trips = [PlannedTrip(kind, route, 0.0) for kind, route in [*driven, *pool]]
        self._roster = self._copy(roster)
        self._driven = set(range(len(driven)))
        sites = network.scenario.sites
        model = seating(network, tuple(self.trips))
        for level, value in enumerate(kept):
            model.linear.row(model.levels.totals[level], high=value + ROOM * max(1.0, abs(value)))
        self._switch = model.driving.columns.tolist()
        self._load = [columns for _, columns in model.load]
        self._stop_of = [np.array([sites[j].id for j in network.arc_site[arcs]]) for arcs, _ in model.load]
        self._persons_of = [network.arc_persons[arcs] for arcs, _ in model.load]
        self._aboard: dict[int, dict[str, float]] = {}
        self._programme = GrowingProgramme(model.linear)
        total = model.levels.totals[EFFORT]
        for level, price in enumerate(WORSE if more else ()):
            total = total + model.levels.totals[level].times(price)
        self._programme.set_objective(total)
        for i in range(len(self.trips)):
            self._set(i, i in self._driven)
        self._solution = np.zeros(0)
        self._tried: dict[tuple[tuple[int, ...], int | None], float] = {}

    def run(self, limits: Limits) -> list[PlannedTrip]:
        """Change trips while that pays; the trips that are left, to be driven for certain."""
        rest = self._rest(limits)
        self._count_aboard()
        trials = 0
        while trials < MOST_TRIALS and np.isfinite(rest):
            for change in sorted(self._changes(), key=lambda c: c.promise):
                if limits.over() or trials >= MOST_TRIALS:
                    return self._chosen()
                key = (change.out, change.into)
                if self._tried.get(key, -float("inf")) >= change.saved - WORTH:
                    continue
                trials += 1
                after = self._try(change, limits)
                if after - rest < change.saved - WORTH:
                    rest = after
                    self._take(change)
                    self._count_aboard()
                    break
                self._tried[key] = after - rest
                self._undo(change)
            else:
                break
        return self._chosen()

    def _copy(self, roster: Roster) -> Roster:
        """The roster with tasks that need a whole bus of their type, whatever they carry now."""
        fresh, number = Roster(self._network), count()
        for kind, duty in roster.duties:
            fresh.duties.append((kind, tuple(self._task(kind, next(number)) for _ in duty)))
        return fresh

    def _task(self, kind: int, trip: int) -> Task:
        """A trip of the pool as a task; its number stands where the households would."""
        bus = self._network.fleet[kind]
        return Task(Ride(self.trips[trip].route, {trip: 0}), bus.seats, bus.positions)

    def _rest(self, limits: Limits) -> float:
        """Level 5 without driving, over the trips that are switched on; and who then rides where."""
        result = self._programme.solve(limits.seconds_left())
        self._solution = result.solution
        return result.value

    def _count_aboard(self) -> None:
        """Persons by stop of each trip, in the last solution."""
        self._aboard = {}
        for i in sorted(self._driven):
            persons = self._solution[self._load[i]] * self._persons_of[i]
            self._aboard[i] = {s: float(persons[self._stop_of[i] == s].sum()) for s in self.trips[i].route.stops}

    def _set(self, trip: int, driven: bool) -> None:
        self._programme.set_low(self._switch[trip], float(driven))
        self._programme.set_high(self._switch[trip], float(driven))

    def _try(self, change: _Change, limits: Limits) -> float:
        for i in change.out:
            self._set(i, False)
        if change.into is not None:
            self._set(change.into, True)
        return self._rest(limits)

    def _undo(self, change: _Change) -> None:
        for i in change.out:
            self._set(i, True)
        if change.into is not None:
            self._set(change.into, False)

    def _take(self, change: _Change) -> None:
        for position, duty in change.duties:
            if position == len(self._roster.duties):
                self._roster.duties.append((change.kind, duty))
            else:
                self._roster.duties[position] = (self._roster.duties[position][0], duty)
        self._roster.duties = [d for d in self._roster.duties if d[1]]
        self._driven -= set(change.out)
        if change.into is not None:
            self._driven.add(change.into)
        self._roster.improve()

    def _changes(self) -> Iterator[_Change]:
        """Every change that saves driving, and with `more` every trip that a bus still has time for."""
        where = [(p, kind, duty, i) for p, (kind, duty) in enumerate(self._roster.duties) for i in range(len(duty))]
        spare = [i for i in range(len(self.trips)) if i not in self._driven]
        for p, kind, duty, i in where:
            mine = _number(duty[i])
            without = duty[:i] + duty[i + 1 :]
            yield from self._worthwhile((mine,), None, {p: without})
            for new in spare:
                if self._fits(kind, mine, new):
                    yield from self._worthwhile((mine,), new, {p: (*duty[:i], self._task(kind, new), *duty[i + 1 :])})
        if self._more:
            yield from self._additions(spare)
        for (p, kind, duty, i), (q, _, other, j) in combinations(where, 2):
            yield from self._mergers((p, kind, duty, i), (q, other, j), spare)

    def _additions(self, spare: list[int]) -> Iterator[_Change]:
        for new in spare:
            places = self._roster.best_places(self._task(self.trips[new].kind, new))
            if places:
                minutes, position, kind, duty = places[0]
                position = len(self._roster.duties) if position < 0 else position
                minutes *= self._network.scenario.policy.effort.drive_minute
                yield _Change((), new, ((position, duty),), -minutes, 0.0, kind)

    def _mergers(
        self, one: tuple[int, int, Duty, int], two: tuple[int, Duty, int], spare: list[int]
    ) -> Iterator[_Change]:
        (p, kind, duty, i), (q, other, j) = one, two
        a, b = duty[i].route, other[j].route
        if a.origin != b.origin or p == q:
            return
        union = {*a.stops, *b.stops}
        for new in spare:
            route = self.trips[new].route
            if route.origin == a.origin and union.issuperset(route.stops) and self._fits(kind, None, new):
                longer = (*duty[:i], self._task(kind, new), *duty[i + 1 :])
                out = (_number(duty[i]), _number(other[j]))
                yield from self._worthwhile(out, new, {p: longer, q: other[:j] + other[j + 1 :]})

    def _fits(self, kind: int, old: int | None, new: int) -> bool:
        """Whether a trip of the pool may take the place of another in a duty of this bus type."""
        same_way = old is None or self.trips[old].route.origin == self.trips[new].route.origin
        return same_way and self.trips[new].kind == kind

    def _worthwhile(self, out: tuple[int, ...], into: int | None, duties: dict[int, Duty]) -> Iterator[_Change]:
        before = sum(self._roster.minutes(*self._roster.duties[p]) for p in duties)
        after = sum(self._roster.minutes(self._roster.duties[p][0], duty) for p, duty in duties.items())
        saved = (before - after) * self._network.scenario.policy.effort.drive_minute
        if saved > WORTH:
            still = self.trips[into].route.stops if into is not None else ()
            lost = sum(n for i in out for stop, n in self._aboard[i].items() if stop not in still)
            if into is not None and lost == 0.0:
                lost = 0.5  # nobody loses a stop, but seats may be short
            yield _Change(out, into, tuple(duties.items()), saved, lost)

    def _chosen(self) -> list[PlannedTrip]:
        return [PlannedTrip(self.trips[i].kind, self.trips[i].route) for i in sorted(self._driven)]


def _number(task: Task) -> int:
    """The trip of the pool that a task stands for."""
    return next(iter(task.ride.load))


def _others(network: Network, driven: list[tuple[int, Route]]) -> Iterator[tuple[int, Route]]:
    """What trips may become: fewer stops, a stop nearby instead, one more stop, or two trips in one."""
    near = _neighbours(network)
    taken = set(driven)
    for kind, route in driven:
        station = network.fleet[kind].station
        choices: list[tuple[str, ...]] = [s for n in range(1, len(route.stops)) for s in combinations(route.stops, n)]
        for stop in route.stops:
            rest = tuple(s for s in route.stops if s != stop)
            choices += [(*rest, other) for other in near.get(stop, ()) if other not in route.stops]
            if len(route.stops) < MOST_STOPS:
                choices += [(*route.stops, other) for other in near.get(stop, ()) if other not in route.stops]
        for stops in choices:
            changed = (kind, best_route(route.origin, sorted(stops), station, network.travel))
            if changed not in taken:
                yield changed
    yield from _merged(network, driven)


def _fresh(network: Network) -> Iterator[tuple[int, Route]]:
    """Trips from each origin to each site that its riders may go to, alone and with its nearest neighbours."""
    near = _neighbours(network)
    reached: dict[str, set[str]] = {}
    for arc, rides in enumerate(network.arc_rides):
        if rides:
            origin = network.classes[int(network.arc_class[arc])].origin
            reached.setdefault(origin, set()).add(network.scenario.sites[int(network.arc_site[arc])].id)
    largest = max(range(len(network.fleet)), key=lambda k: (network.fleet[k].seats, -k), default=0)
    for origin, sites in sorted(reached.items()):
        for site in sorted(sites):
            others = [other for other in near[site] if other in sites]
            for size in range(MOST_STOPS):
                stops = (site, *others[:size])
                yield largest, best_route(origin, stops, network.fleet[largest].station, network.travel)


def _neighbours(network: Network) -> dict[str, tuple[str, ...]]:
    """The nearest sites that anybody can ride to, site by site."""
    riding = np.array(network.arc_rides, dtype=bool)
    reached = [network.scenario.sites[j].id for j in np.unique(network.arc_site[riding]).tolist()]
    return {
        site: tuple(
            sorted((o for o in reached if o != site), key=lambda o: (network.travel.minutes(site, o), o))[:NEAREST]
        )
        for site in reached
    }


def _merged(network: Network, driven: list[tuple[int, Route]]) -> list[tuple[int, Route]]:
    """Routes past stops of two trips of one origin, the shortest first."""
    found: dict[tuple[int, Route], float] = {}
    for (kind, one), (_, two) in combinations(driven, 2):
        if one.origin == two.origin and one != two:
            stops = sorted({*one.stops, *two.stops})
            for some in combinations(stops, min(MOST_STOPS, len(stops))):
                route = best_route(one.origin, some, network.fleet[kind].station, network.travel)
                found[kind, route] = network.travel.minutes(one.origin, route.end)
    return sorted(found, key=lambda key: (found[key], key[1].stops))[:MOST_MERGERS]
