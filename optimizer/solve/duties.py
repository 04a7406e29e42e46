"""Which bus drives which trips, in what order: insertion, then moves and swaps as long as they save driving."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from optimizer.model.fleet import Route, drive_minutes, duty_drive_minutes, within_duty
from optimizer.model.network import Network
from optimizer.solve.answer import Ride


@dataclass(frozen=True, slots=True)
class Task:
    """A ride to be driven by somebody: its route and what a bus must hold."""

    ride: Ride
    persons: int
    wheelchairs: int

    @property
    def route(self) -> Route:
        """Where the ride goes."""
        return self.ride.route


def tasks(network: Network, rides: list[Ride]) -> list[Task]:
    """The rides that carry somebody, without the stops where nobody gets off."""
    found = []
    for ride in rides:
        if ride.load:
            people = [(network.classes[network.arc_class[a]], n) for a, n in ride.load.items()]
            served = {network.scenario.sites[network.arc_site[a]].id for a in ride.load}
            route = Route(ride.route.origin, tuple(stop for stop in ride.route.stops if stop in served))
            persons, wheelchairs = sum(c.persons * n for c, n in people), sum(c.wheelchairs * n for c, n in people)
            found.append(Task(Ride(route, ride.load), persons, wheelchairs))
    return found


Duty = tuple[Task, ...]
MANY = 50  # tasks without a bus from which on no regret is counted
TRIES = 2_000_000  # pairs of trips that are tried for a swap


class Roster:
    """The duties of the day: for each bus type a list, one duty for each of its buses that drives."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._policy = network.scenario.policy
        self._known: dict[tuple[int, tuple[Route, ...]], float] = {}
        self.duties: list[tuple[int, Duty]] = []  # bus type, duty

    def minutes(self, kind: int, duty: Duty) -> float:
        """Driving of a duty; infinite when it breaks rule 8."""
        if not duty:
            return 0.0
        bus = self._network.fleet[kind]
        if any(t.persons > bus.seats or t.wheelchairs > bus.positions for t in duty):
            return float("inf")
        key = (kind, tuple(t.route for t in duty))
        if key not in self._known:
            drive = duty_drive_minutes(bus.station, key[1], self._network.travel)
            stops = sum(len(route.stops) for route in key[1])
            self._known[key] = drive if within_duty(drive, len(duty), stops, self._policy) else float("inf")
        return self._known[key]

    def total(self) -> float:
        """Driving of all duties."""
        return sum(self.minutes(kind, duty) for kind, duty in self.duties)

    def assign(self, todo: list[Task]) -> list[Task]:
        """Give every task a bus, the hardest first (as they stand, where they are many); the ones that no bus can take
        are returned."""
        left = list(todo)
        refused = []
        while left:
            some = left if len(left) <= MANY else left[:1]
            choices = [(self.best_places(task), i) for i, task in enumerate(some)]
            (places, i) = max(choices, key=lambda c: (_regret(c[0]), -c[1]))
            task = left.pop(i)
            if places:
                self._put(places[0])
            else:
                refused.append(task)
        return refused

    def improve(self) -> None:
        """Move and swap tasks between and within duties until nothing saves driving, or often enough."""
        trips = sum(len(duty) for _, duty in self.duties)
        for _ in range(TRIES // max(1, trips * trips)):
            if not self._improve_once():
                break

    def _spare_kinds(self) -> Iterator[int]:
        """Bus types of which a bus is still free."""
        if len(self.duties) < self._policy.buses_per_day:
            for k, kind in enumerate(self._network.fleet):
                if sum(1 for other, _ in self.duties if other == k) < len(kind.buses):
                    yield k

    def best_places(self, task: Task) -> list[tuple[float, int, int, Duty]]:
        """The two cheapest ways to take a task on: extra minutes, duty (-1: a new one), bus type, new duty."""
        ways: list[tuple[float, int, int, Duty]] = []
        for d, (kind, duty) in enumerate(self.duties):
            before = self.minutes(kind, duty)
            ways += [(self.minutes(kind, longer) - before, d, kind, longer) for longer in _insertions(duty, task)]
        ways += [(self.minutes(k, (task,)), -1, k, (task,)) for k in self._spare_kinds()]
        possible = sorted((w for w in ways if w[0] < float("inf")), key=lambda w: w[:3])
        return possible[:2]

    def _put(self, place: tuple[float, int, int, Duty]) -> None:
        _, d, kind, duty = place
        if d < 0:
            self.duties.append((kind, duty))
        else:
            self.duties[d] = (kind, duty)

    def _improve_once(self) -> bool:
        for a in range(len(self.duties)):
            for b in range(len(self.duties)):
                if self._relocate(a, b) or (a < b and self._exchange(a, b)):
                    self.duties = [d for d in self.duties if d[1]]
                    return True
            if self._relocate_to_new(a):
                self.duties = [d for d in self.duties if d[1]]
                return True
        return False

    def _relocate(self, a: int, b: int) -> bool:
        """Move one task of duty a to the best place of duty b (or of a itself)."""
        kind_a, duty_a = self.duties[a]
        kind_b, duty_b = self.duties[b]
        for i, task in enumerate(duty_a):
            rest = duty_a[:i] + duty_a[i + 1 :]
            old = self.minutes(kind_a, duty_a) + (self.minutes(kind_b, duty_b) if a != b else 0.0)
            for longer in _insertions(rest if a == b else duty_b, task):
                new = self.minutes(kind_b, longer) + (self.minutes(kind_a, rest) if a != b else 0.0)
                if new < old - 1e-6:
                    self.duties[b] = (kind_b, longer)
                    if a != b:
                        self.duties[a] = (kind_a, rest)
                    return True
        return False

    def _exchange(self, a: int, b: int) -> bool:
        """Swap the tails of two duties, or one task of each."""
        kind_a, duty_a = self.duties[a]
        kind_b, duty_b = self.duties[b]
        old = self.minutes(kind_a, duty_a) + self.minutes(kind_b, duty_b)
        for i in range(len(duty_a) + 1):
            for j in range(len(duty_b) + 1):
                pairs = [(duty_a[:i] + duty_b[j:], duty_b[:j] + duty_a[i:])]
                if i < len(duty_a) and j < len(duty_b):
                    pairs.append(
                        (
                            duty_a[:i] + duty_b[j : j + 1] + duty_a[i + 1 :],
                            duty_b[:j] + duty_a[i : i + 1] + duty_b[j + 1 :],
                        )
                    )
                for one, two in pairs:
                    if self.minutes(kind_a, one) + self.minutes(kind_b, two) < old - 1e-6:
                        self.duties[a], self.duties[b] = (kind_a, one), (kind_b, two)
                        return True
        return False

    def _relocate_to_new(self, a: int) -> bool:
        """Give one task of a duty to a bus that does not drive yet, or the whole duty to another type."""
        kind_a, duty_a = self.duties[a]
        old = self.minutes(kind_a, duty_a)
        for k in list(self._spare_kinds()):
            if self.minutes(k, duty_a) < old - 1e-6:
                self.duties[a] = (k, duty_a)
                return True
            for i, task in enumerate(duty_a):
                rest = duty_a[:i] + duty_a[i + 1 :]
                if rest and self.minutes(k, (task,)) + self.minutes(kind_a, rest) < old - 1e-6:
                    self.duties[a] = (kind_a, rest)
                    self.duties.append((k, (task,)))
                    return True
        return False


def _insertions(duty: Duty, task: Task) -> Iterator[Duty]:
    for i in range(len(duty) + 1):
        yield (*duty[:i], task, *duty[i:])


def _regret(places: list[tuple[float, int, int, Duty]]) -> tuple[float, float]:
    """How much is lost when a task must take its second choice; one that hardly fits anywhere goes first."""
    if not places:
        return (float("inf"), 0.0)
    if len(places) == 1:
        return (1e9, places[0][0])
    return (places[1][0] - places[0][0], places[0][0])


def longest_first(todo: list[Task], network: Network) -> list[Task]:
    """Tasks by length of their way, so that ties in regret are broken the same way on every run."""
    return sorted(todo, key=lambda t: (-drive_minutes(t.route, network.travel), t.route.origin, t.route.stops))
