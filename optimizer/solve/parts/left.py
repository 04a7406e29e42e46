"""Households that no part has a place for, one after the other wherever the country still has a seat and a place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from optimizer.model.day import newly_staffed
from optimizer.model.fleet import MOST_STOPS, Route
from optimizer.model.levels import uneven_of
from optimizer.model.network import Network, exact
from optimizer.scenario.entities import SiteStatus
from optimizer.solve.answer import Answer, Ride
from optimizer.solve.duties import Duty, Roster, Task, tasks

MOST = 400  # households that are looked at: more are no leftovers


@dataclass(frozen=True, slots=True)
class _Way:
    """How a household could be taken along: what levels 3, 4 and 5 lose; the duty (None: no bus) as it then is."""

    displaced: int
    uneven: float
    cost: float
    arc: int
    duty: tuple[int, int, Duty] | None  # its place in the roster (-1: a new one), bus type, trips

    @property
    def order(self) -> tuple[int, float, float, int]:
        """The best first."""
        return self.displaced, round(self.uneven, 6), self.cost, self.arc


def with_those_left(network: Network, answer: Answer) -> Answer:
    """The answer with more households: those who weigh most first, each where level 3, then 4 and then 5 lose least."""
    crew, others = Roster(network), dict(answer.others)
    for k, duties in enumerate(answer.duties):
        crew.duties += [(k, tuple(tasks(network, list(duty)))) for duty in duties]
    room = _Room(network, answer)
    for c in _left(network, answer)[:MOST]:
        ways = [*_without_bus(network, room, c), *_by_bus(network, room, crew, c)]
        if ways:
            way = min(ways, key=lambda w: w.order)
            room.take(way.arc)
            if way.duty is None:
                others[way.arc] = others.get(way.arc, 0) + 1
            else:
                place, kind, duty = way.duty
                if place < 0:
                    crew.duties.append((kind, duty))
                else:
                    crew.duties[place] = kind, duty
    driven: list[list[tuple[Ride, ...]]] = [[] for _ in network.fleet]
    for kind, duty in crew.duties:
        if duty:
            driven[kind].append(tuple(task.ride for task in duty))
    return Answer(tuple(tuple(some) for some in driven), others)


def _left(network: Network, answer: Answer) -> list[int]:
    """The class of each household without a site, heaviest first."""
    placed: Counter[int] = Counter()
    for arc, count in answer.flow().items():
        placed[int(network.arc_class[arc])] += count
    left = [c for c, cls in enumerate(network.classes) for _ in range(cls.count - placed[c])]
    return sorted(left, key=lambda c: (-network.classes[c].weight, c))


class _Room:
    """What is left of every limit but the buses'."""

    def __init__(self, network: Network, answer: Answer) -> None:
        self._network = network
        sites = network.scenario.sites
        self._places = list(network.free)
        self._chairs = [site.wheelchair_places for site in sites]
        self._used = [False] * len(sites)
        self._tranche = [{t: here.free(t) for t in here.occupied_by_tranche} for here in network.regions]
        self._staff = [self._most_staff(v) for v in range(len(network.regions))]
        self._care = [
            float("inf") if here.region.care_minutes is None else here.region.care_minutes - here.care_used
            for here in network.regions
        ]
        self._occupied = [here.occupied for here in network.regions]
        self._groups: dict[str, Counter[int]] = {}
        for arc, count in answer.flow().items():
            for _ in range(count):
                self.take(arc)

    def _most_staff(self, v: int) -> Fraction:
        here = self._network.regions[v]
        most = exact(here.region.own_staff) + here.region.state_staff_max + here.region.hired_staff_max
        return most - here.staff_fixed - here.occupied / self._network.people_per_staff

    def _needs(self, arc: int) -> tuple[int, int, Fraction]:
        """Site, region and staff of one household more on an arc."""
        j = int(self._network.arc_site[arc])
        site, persons = self._network.scenario.sites[j], self._network.classes[self._network.arc_class[arc]].persons
        fixed = exact(site.staff_fixed) if newly_staffed(site) and not self._used[j] else Fraction(0)
        return j, self._network.region_of_site[j], persons / self._network.people_per_staff + fixed

    def fits(self, arc: int) -> bool:
        """Whether one household more keeps every limit."""
        cls, (j, v, staff) = self._network.classes[self._network.arc_class[arc]], self._needs(arc)
        tranche = self._network.scenario.sites[j].tranche
        return (
            cls.persons <= min(self._places[j], self._tranche[v][tranche])
            and cls.wheelchairs <= self._chairs[j]
            and staff <= self._staff[v]
            and cls.care_minutes <= self._care[v] + 1e-9
        )

    def take(self, arc: int) -> None:
        """One household more."""
        cls, (j, v, staff) = self._network.classes[self._network.arc_class[arc]], self._needs(arc)
        self._places[j] -= cls.persons
        self._tranche[v][self._network.scenario.sites[j].tranche] -= cls.persons
        self._chairs[j] -= cls.wheelchairs
        self._staff[v] -= staff
        self._care[v] -= cls.care_minutes
        self._occupied[v] += cls.persons
        self._used[j] = True
        if cls.group is not None:
            self._groups.setdefault(cls.group, Counter())[v] += cls.persons

    def spread(self, arc: int) -> int:
        """How many more persons of a group are outside its most used region with one household more."""
        cls, v = self._network.classes[self._network.arc_class[arc]], self._needs(arc)[1]
        if cls.group is None:
            return 0
        before = self._groups.get(cls.group, Counter())
        after = before + Counter({v: cls.persons})
        return (after.total() - max(after.values())) - (before.total() - max(before.values(), default=0))

    def unevenness(self, arc: int) -> float:
        """How much worse level 4 is with one household more."""
        v, persons = self._needs(arc)[1], self._network.classes[self._network.arc_class[arc]].persons
        places = self._network.regions[v].region.places
        return uneven_of(self._occupied[v] + persons, places) - uneven_of(self._occupied[v], places)

    def opening(self, arc: int) -> float:
        """What it costs to open the arc's site, if that must be."""
        j = int(self._network.arc_site[arc])
        site = self._network.scenario.sites[j]
        return site.open_cost if site.status is SiteStatus.CAN_OPEN and not self._used[j] else 0.0


def _arcs(network: Network, room: _Room, c: int, *, rides: bool) -> list[int]:
    mine = np.flatnonzero(network.arc_class == c).tolist()
    return [a for a in mine if network.arc_rides[a] is rides and room.fits(a)]


def _without_bus(network: Network, room: _Room, c: int) -> Iterator[_Way]:
    cls, weights = network.classes[c], network.scenario.policy.effort
    for arc in _arcs(network, room, c, rides=False):
        site = network.scenario.sites[network.arc_site[arc]].id
        own = 0.0 if cls.by_bus else weights.own_minute * network.travel.minutes(cls.origin, site)
        moved = 0.0 if site == cls.origin else weights.relocation * cls.relocation
        yield _Way(room.spread(arc), room.unevenness(arc), own + moved + room.opening(arc), arc, None)


def _by_bus(network: Network, room: _Room, crew: Roster, c: int) -> Iterator[_Way]:
    """On a trip that is driven, with a stop more if need be, or on a trip of their own."""
    cls, minute = network.classes[c], network.scenario.policy.effort.drive_minute
    for arc in _arcs(network, room, c, rides=True):
        site = network.scenario.sites[network.arc_site[arc]].id
        lost, opening = (room.spread(arc), room.unevenness(arc)), room.opening(arc)
        for d, (kind, duty) in enumerate(crew.duties):
            before = crew.minutes(kind, duty)
            for i, task in enumerate(duty):
                for longer in _with_one_more(cls.origin, site, arc, task, network):
                    now = (*duty[:i], longer, *duty[i + 1 :])
                    more = crew.minutes(kind, now) - before
                    if more < float("inf"):
                        yield _Way(*lost, minute * more + opening, arc, (d, kind, now))
        alone = Task(Ride(Route(cls.origin, (site,)), {arc: 1}), cls.persons, cls.wheelchairs)
        for more, d, kind, now in crew.best_places(alone)[:1]:
            yield _Way(*lost, minute * more + opening, arc, (d, kind, now))


def _with_one_more(origin: str, site: str, arc: int, task: Task, network: Network) -> Iterator[Task]:
    """The trip with one household more, and a stop at its site wherever that may be put in."""
    if task.route.origin != origin:
        return
    cls, stops = network.classes[network.arc_class[arc]], task.route.stops
    load = {**task.ride.load, arc: task.ride.load.get(arc, 0) + 1}
    ways = [stops] if site in stops else [(*stops[:k], site, *stops[k:]) for k in range(len(stops) + 1)]
    for way in ways:
        if len(way) <= MOST_STOPS:
            ride = Ride(Route(origin, way), load)
            yield Task(ride, task.persons + cls.persons, task.wheelchairs + cls.wheelchairs)
