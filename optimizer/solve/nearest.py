"""A plan to fall back on when a search is cut short: everybody to the nearest site with room, on buses as they fill."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from optimizer.model.fleet import Route
from optimizer.model.network import Network
from optimizer.solve.answer import Answer, Ride, nobody_moves
from optimizer.solve.duties import Roster, Task, longest_first, tasks
from optimizer.solve.room import Room


def nearest_first(network: Network) -> Answer:
    """A valid answer within a second: who can stay stays, then by priority, who has least choice and large ones first.

    Buses go to one site a trip. Who finds no bus takes a free seat of one that passes a site with room.
    """
    return _Nearest(network).answer()


@dataclass(slots=True)
class _Trip:
    """A trip that fills: seats and wheelchair positions left, and households by arc."""

    route: Route
    seats: int
    positions: int
    load: Counter[int] = field(default_factory=Counter)

    def holds(self, persons: int, wheelchairs: int) -> bool:
        return persons <= self.seats and wheelchairs <= self.positions

    def board(self, arc: int, persons: int, wheelchairs: int) -> None:
        self.load[arc] += 1
        self.seats -= persons
        self.positions -= wheelchairs


class _Nearest:
    """One way through the classes, nearest site first."""

    def __init__(self, network: Network) -> None:
        self._network, self._room = network, Room(network, nobody_moves(network))
        self._trips: dict[Route, list[_Trip]] = {}
        self._others: Counter[int] = Counter()
        self._arcs = [self._by_distance(c) for c in range(len(network.classes))]

    def answer(self) -> Answer:
        """Everybody seated, the trips driven, and free seats given to those who had no bus."""
        for c in self._order():
            for _ in range(self._network.classes[c].count):
                if not any(self._seated(arc) for arc in self._arcs[c]):
                    break
        rides = [Ride(trip.route, dict(trip.load)) for trips in self._trips.values() for trip in trips]
        roster = Roster(self._network)
        refused = roster.assign(longest_first(tasks(self._network, rides), self._network))
        self._fill(roster, refused)
        duties = tuple(
            tuple(tuple(task.ride for task in duty) for kind, duty in roster.duties if kind == k)
            for k in range(len(self._network.fleet))
        )
        return Answer(duties, dict(self._others))

    def _by_distance(self, c: int) -> list[int]:
        network, origin = self._network, self._network.classes[c].origin
        arcs = np.flatnonzero(network.arc_class == c).tolist()
        return sorted(arcs, key=lambda a: (self._minutes(origin, a), network.arc_rides[a], a))

    def _minutes(self, origin: str, arc: int) -> float:
        return self._network.travel.minutes(origin, self._network.scenario.sites[self._network.arc_site[arc]].id)

    def _order(self) -> list[int]:
        classes = self._network.classes

        def urgent(c: int) -> tuple[bool, float, int, int, int]:
            arcs, cls = self._arcs[c], classes[c]
            stays = bool(arcs) and self._minutes(cls.origin, arcs[0]) == 0
            return not stays, -cls.weight / cls.persons, len(arcs), -cls.persons, c

        return sorted(range(len(classes)), key=urgent)

    def _seated(self, arc: int) -> bool:
        """Whether a household has found room, and a seat where it needs one."""
        network = self._network
        cls = network.classes[network.arc_class[arc]]
        if not self._room.fits(arc):
            return False
        if not network.arc_rides[arc]:
            self._others[arc] += 1
        else:
            trip = self._trip_for(arc, cls.persons, cls.wheelchairs)
            if trip is None:
                return False
            trip.board(arc, cls.persons, cls.wheelchairs)
        self._room.take(arc)
        return True

    def _trip_for(self, arc: int, persons: int, wheelchairs: int) -> _Trip | None:
        """A trip to the arc's site with a seat, or one more of them by the largest bus that holds the household."""
        network = self._network
        origin = network.classes[network.arc_class[arc]].origin
        route = Route(origin, (network.scenario.sites[network.arc_site[arc]].id,))
        trips = self._trips.setdefault(route, [])
        found = next((trip for trip in trips if trip.holds(persons, wheelchairs)), None)
        kinds = [k for k in network.fleet if k.seats >= persons and k.positions >= wheelchairs]
        if found is None and kinds:
            bus = max(kinds, key=lambda kind: (kind.seats, kind.positions))
            found = _Trip(route, bus.seats, bus.positions)
            trips.append(found)
        return found

    def _fill(self, roster: Roster, refused: list[Task]) -> None:
        """Give free seats of the trips that are driven to those whose trips are not."""
        left: Counter[int] = Counter()  # households without a bus, by class
        for task in refused:
            for arc, households in task.ride.load.items():
                for _ in range(households):
                    self._room.give(arc)
                left[int(self._network.arc_class[arc])] += households
        for c in self._order():
            for _ in range(left[c]):
                if not any(self._boarded(roster, arc) for arc in self._arcs[c]):
                    break

    def _boarded(self, roster: Roster, arc: int) -> bool:
        network = self._network
        cls, site = network.classes[network.arc_class[arc]], network.scenario.sites[network.arc_site[arc]].id
        if not network.arc_rides[arc] or not self._room.fits(arc):
            return False
        for d, n, task in _driven(roster):
            bus = network.fleet[roster.duties[d][0]]
            room = bus.seats - task.persons >= cls.persons and bus.positions - task.wheelchairs >= cls.wheelchairs
            if room and task.route.origin == cls.origin and site in task.route.stops:
                kind, duty = roster.duties[d]
                load = Counter(task.ride.load) + Counter({arc: 1})
                fuller = Task(
                    Ride(task.route, dict(load)), task.persons + cls.persons, task.wheelchairs + cls.wheelchairs
                )
                roster.duties[d] = (kind, (*duty[:n], fuller, *duty[n + 1 :]))
                self._room.take(arc)
                return True
        return False


def _driven(roster: Roster) -> Iterator[tuple[int, int, Task]]:
    """Every trip with the numbers of its duty and its place in it."""
    for d, (_, duty) in enumerate(roster.duties):
        for n, task in enumerate(duty):
            yield d, n, task
