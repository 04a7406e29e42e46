"""The whole country's plan mended: households without a place find one wherever there is a seat, and trips for very few
are given up for seats on others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from optimizer.model.fleet import MOST_STOPS, Route
from optimizer.model.network import Network
from optimizer.solve.answer import Answer, Ride
from optimizer.solve.duties import Duty, Roster, Task, tasks
from optimizer.solve.room import Room

MOST = 400  # households that are looked at: more are no leftovers
NEAREST = 24  # trips and places in them where another stop costs least
MOST_SITES, MOST_MOVERS = 60, 8  # sites that are tried, and households that make room for one
FEW = 20  # persons on a trip that may be given up


@dataclass(frozen=True, slots=True)
class _Way:
    """How a household could be taken along: what levels 3, 4 and 5 lose; the duty (None: no bus) as it then is."""

    displaced: int
    uneven: float
    cost: float
    arc: int
    duty: tuple[int, int, Duty] | None  # its place in the roster (-1: a new one), bus type, trips

    @property
    def even(self) -> tuple[int, float, float, int]:
        """An order: the best level by level first."""
        return self.displaced, round(self.uneven, 6), self.cost, self.arc

    @property
    def cheap(self) -> tuple[int, float, float, int]:
        """An order: the best of those that level 4 can bear."""
        return self.displaced, self.cost, round(self.uneven, 6), self.arc


def with_those_left(network: Network, answer: Answer) -> Answer:
    """The answer with more households: those who weigh most first, each where level 3, then 4 and then 5 lose least;
    if there is no room, others who can go elsewhere make it."""
    country = _Country(network, answer)
    for c in _left(network, answer)[:MOST]:
        if not country.take_in(c):
            any(country.make_room(c, apart=apart) for apart in (False, True))
    return country.answer()


def with_fewer_trips(network: Network, answer: Answer, uneven: float) -> Answer:
    """The answer without trips of few whose riders find seats elsewhere that cost less; level 4 may lose `uneven`."""
    country = _Country(network, answer)
    for ride in country.small_rides():
        uneven -= country.give_up(ride, uneven)
    return country.answer()


def _left(network: Network, answer: Answer) -> list[int]:
    """The class of each household without a site, heaviest first."""
    placed: Counter[int] = Counter()
    for arc, count in answer.flow().items():
        placed[int(network.arc_class[arc])] += count
    left = [c for c, cls in enumerate(network.classes) for _ in range(cls.count - placed[c])]
    return sorted(left, key=lambda c: (-network.classes[c].weight, c))


class _Country:
    """An answer that is changed household by household, with the room that is left."""

    def __init__(self, network: Network, answer: Answer) -> None:
        self._network = network
        self._crew, self._others = Roster(network), dict(answer.others)
        for k, duties in enumerate(answer.duties):
            self._crew.duties += [(k, tuple(tasks(network, list(duty)))) for duty in duties]
        self._room = Room(network, answer)
        self._arcs: list[list[int]] = [[] for _ in network.classes]
        for a, c in enumerate(network.arc_class.tolist()):
            self._arcs[c].append(a)

    def answer(self) -> Answer:
        """What it is by now."""
        driven: list[list[tuple[Ride, ...]]] = [[] for _ in self._network.fleet]
        for kind, duty in self._crew.duties:
            if duty:
                driven[kind].append(tuple(task.ride for task in duty))
        return Answer(tuple(tuple(some) for some in driven), {a: n for a, n in self._others.items() if n})

    def take_in(self, c: int, *, only: int | None = None, uneven: float | None = None) -> _Way | None:
        """Take one household of a class along the best way, which is told; `only` on that arc. With `uneven`, which
        level 4 may lose, the cheapest way."""
        arcs = [a for a in self._arcs[c] if only in (None, a) and self._room.fits(a)]
        ways = [*self._without_bus(c, arcs), *self._by_bus(c, arcs)]
        if uneven is None:
            way = min(ways, key=lambda w: w.even, default=None)
        else:
            way = min((w for w in ways if w.uneven <= uneven + 1e-9), key=lambda w: w.cheap, default=None)
        if way is None:
            return None
        self._room.take(way.arc)
        if way.duty is None:
            self._others[way.arc] = self._others.get(way.arc, 0) + 1
        elif way.duty[0] < 0:
            self._crew.duties.append(way.duty[1:])
        else:
            self._crew.duties[way.duty[0]] = way.duty[1:]
        return way

    def make_room(self, c: int, *, apart: bool) -> bool:
        """Take one household of a class in where others make room, which find places elsewhere; with `apart` even where
        that parts a group."""
        full = [a for a in self._arcs[c] if self._network.arc_rides[a] and not self._room.fits(a)]
        return any(
            self._changed_places(c, arc, skipped, apart=apart) for arc in full[:MOST_SITES] for skipped in range(3)
        )

    def _changed_places(self, c: int, arc: int, skipped: int, *, apart: bool) -> bool:
        """Whether a few riders to the site of an arc (all but the first `skipped`) went elsewhere and one of class `c`
        took it; if not, everything is as it was."""
        before = list(self._crew.duties), dict(self._others), self._room.copy()
        movers: list[int] = []
        for d, i, other in self._riders_to(int(self._network.arc_site[arc]), c)[skipped:]:
            if self._room.fits(arc) or len(movers) == MOST_MOVERS:
                break
            self._leave(d, i, other)
            movers.append(int(self._network.arc_class[other]))
        if movers and self._room.fits(arc):
            ways = [self.take_in(c, only=arc), *(self.take_in(mover) for mover in movers)]
            if all(way is not None and (apart or not way.displaced) for way in ways):
                return True
        self._crew.duties, self._others, self._room = before
        return False

    def _riders_to(self, site: int, c: int) -> list[tuple[int, int, int]]:
        """Duty, trip and arc of each household that rides to a site and is not of class `c`, from the last on, so that
        trips keep their numbers while households leave."""
        network, found = self._network, []
        for d, (_, duty) in enumerate(self._crew.duties):
            for i, task in enumerate(duty):
                for arc, count in sorted(task.ride.load.items()):
                    if network.arc_site[arc] == site and network.arc_class[arc] != c:
                        found += [(d, i, arc)] * count
        return found[::-1]

    def _leave(self, d: int, i: int, arc: int) -> None:
        """One household fewer on a trip; stops where nobody gets off any more are left out."""
        kind, duty = self._crew.duties[d]
        load = dict(duty[i].ride.load)
        load[arc] -= 1
        ride = Ride(duty[i].route, {a: n for a, n in load.items() if n})
        self._crew.duties[d] = kind, (*duty[:i], *tasks(self._network, [ride]), *duty[i + 1 :])
        self._room.give(arc)

    def small_rides(self) -> list[Ride]:
        """The rides of few persons, the emptiest first."""
        small = [task for _, duty in self._crew.duties for task in duty if task.persons <= FEW]
        return [t.ride for t in sorted(small, key=lambda t: (t.persons, t.route.origin, t.route.stops))]

    def give_up(self, ride: Ride, uneven: float) -> float:
        """Drive a trip no more if its riders cost less elsewhere; what level 4 lost by it."""
        places = [(d, i) for d, (_, duty) in enumerate(self._crew.duties) for i, t in enumerate(duty) if t.ride is ride]
        if not places:
            return 0.0
        before = list(self._crew.duties), dict(self._others), self._room.copy()
        (d, i), worse, minute = places[0], 0.0, self._network.scenario.policy.effort.drive_minute
        kind, duty = self._crew.duties[d]
        rest = (*duty[:i], *duty[i + 1 :])
        saved = minute * (self._crew.minutes(kind, duty) - self._crew.minutes(kind, rest))
        self._crew.duties[d] = kind, rest
        riders = [arc for arc, count in sorted(ride.load.items()) for _ in range(count)]
        for arc in riders:
            worse -= self._room.give(arc)
        for arc in riders:
            way = self.take_in(int(self._network.arc_class[arc]), uneven=uneven - worse)
            if way is not None:
                worse, saved = worse + way.uneven, saved - way.cost
            if way is None or saved <= 0.0 or way.displaced > 0:
                self._crew.duties, self._others, self._room = before
                return 0.0
        return worse

    def _without_bus(self, c: int, arcs: list[int]) -> Iterator[_Way]:
        network, cls, weights = self._network, self._network.classes[c], self._network.scenario.policy.effort
        for arc in arcs:
            if not network.arc_rides[arc]:
                site = network.scenario.sites[network.arc_site[arc]].id
                own = 0.0 if cls.by_bus else weights.own_minute * network.travel.minutes(cls.origin, site)
                moved = 0.0 if site == cls.origin else weights.relocation * cls.relocation
                yield _Way(*self._room.lost(arc), own + moved + self._room.opening(arc), arc, None)

    def _by_bus(self, c: int, arcs: list[int]) -> Iterator[_Way]:
        """On a trip that is driven, with a stop more if need be, or on a trip of their own."""
        network, cls, effort = self._network, self._network.classes[c], self._network.scenario.policy.effort
        moved = effort.relocation * cls.relocation
        riding = [a for a in arcs if network.arc_rides[a]]
        for _, arc, d, i, k in self._cheapest(cls.origin, riding):
            kind, duty = self._crew.duties[d]
            now = (*duty[:i], self._with_one_more(duty[i], arc, k), *duty[i + 1 :])
            more = self._crew.minutes(kind, now) - self._crew.minutes(kind, duty)
            if more < float("inf"):
                cost = effort.drive_minute * more + moved + self._room.opening(arc)
                yield _Way(*self._room.lost(arc), cost, arc, (d, kind, now))
        far = network.travel.minutes
        alone = sorted(riding, key=lambda a: (far(cls.origin, network.scenario.sites[network.arc_site[a]].id), a))
        for arc in alone[:NEAREST]:
            route = Route(cls.origin, (network.scenario.sites[network.arc_site[arc]].id,))
            for more, d, kind, now in self._crew.best_places(Task(Ride(route, {arc: 1}), cls.persons, cls.wheelchairs))[
                :1
            ]:
                cost = effort.drive_minute * more + moved + self._room.opening(arc)
                yield _Way(*self._room.lost(arc), cost, arc, (d, kind, now))

    def _cheapest(self, origin: str, arcs: list[int]) -> list[tuple[float, int, int, int, int]]:
        """Detour, arc, duty, trip and stop (-1: one that is there) of the trips that could take a rider least out of
        their way."""
        network, found = self._network, []
        far, sites = network.travel.minutes, network.scenario.sites
        for d, (_, duty) in enumerate(self._crew.duties):
            for i, task in enumerate(duty):
                if task.route.origin != origin:
                    continue
                way = (origin, *task.route.stops)
                for arc in arcs:
                    site = sites[network.arc_site[arc]].id
                    if site in task.route.stops:
                        found.append((0.0, arc, d, i, -1))
                    elif len(task.route.stops) < MOST_STOPS:
                        detours = [far(a, site) + far(site, b) - far(a, b) for a, b in pairwise(way)]
                        detours.append(far(way[-1], site))
                        k = int(np.argmin(detours))
                        found.append((detours[k], arc, d, i, k))
        return sorted(found)[: NEAREST * 4]

    def _with_one_more(self, task: Task, arc: int, k: int) -> Task:
        """The trip with one household more, and if need be its stop before the `k`th."""
        network, stops = self._network, task.route.stops
        cls, site = network.classes[network.arc_class[arc]], network.scenario.sites[network.arc_site[arc]].id
        way = stops if k < 0 else (*stops[:k], site, *stops[k:])
        ride = Ride(Route(task.route.origin, way), {**task.ride.load, arc: task.ride.load.get(arc, 0) + 1})
        return Task(ride, task.persons + cls.persons, task.wheelchairs + cls.wheelchairs)
