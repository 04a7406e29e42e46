"""A day too large for one piece: relax for bounds, choose whole trips, seat households, roster the buses."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from math import ceil

from optimizer.model.linear import INFINITY
from optimizer.model.network import Network
from optimizer.solve.answer import Answer
from optimizer.solve.duties import Roster, Task, tasks
from optimizer.solve.large.crew import Way, drive_less, roster, route, some_kind, ways
from optimizer.solve.large.given import Given, seated_anywhere, trips_for
from optimizer.solve.large.mend import with_more_stops
from optimizer.solve.large.places import BusModel, Places, bus_models, places
from optimizer.solve.large.seats import Seat, Seats
from optimizer.solve.large.totals import EVEN, Counting, WholeLevels, least_levels, whole_levels
from optimizer.solve.large.trips.cuts import Trip
from optimizer.solve.large.trips.relaxation import Relaxation, Relaxing
from optimizer.solve.large.warm import counted, ways_before
from optimizer.solve.large.whole import Chosen, WholeDay
from optimizer.solve.previous import NOTHING, Previous
from optimizer.solve.program import EFFORT, LEVELS
from optimizer.solve.search import Limits
from optimizer.solve.seating import PlannedTrip
from optimizer.solve.stage import Proof
from optimizer.solve.value import Values, values

Tell = Callable[[str, Proof, str], None]
REDUCED = 60.0  # cost beyond its worth up to which a trip may be chosen
MOST_CHOICES = 2_500
SEARCHING = 0.8  # of the time; the rest is for a bound that holds for what was reached
RELAXING = 0.4  # of the time for searching
AIMING = 0.4  # of what is left of it
SPARE = 0.01  # of level 5 that is left for whole households
ROUNDS = 3  # of better trips and seats
EASE = 0.3  # of level 4's tolerance that a part of a country may use up
MENDING = 2  # times that stops are added for those left out
EPS = 1e-6


class _Standing:
    """A roster with its riders, and everybody who needs no bus; what it is worth as a plan."""

    def __init__(self, crew: Roster, others: dict[int, int], network: Network) -> None:
        self.roster = crew
        duties = tuple(
            tuple(tuple(task.ride for task in duty) for kind, duty in crew.duties if kind == k)
            for k in range(len(network.fleet))
        )
        self.answer = Answer(duties, others)
        self.values = values(network, self.answer)

    def beats(self, other: _Standing) -> bool:
        """Whether it is better at the first level where the two differ."""
        return _rounded(self.values) < _rounded(other.values)


def _rounded(reached: Values) -> tuple[float, ...]:
    return tuple(round(value, 6) for value in reached)


class LargeDay:
    """One day's search; `solve` gives a good answer, and for each level a bound that holds for every plan."""

    def __init__(
        self, network: Network, limits: Limits, tell: Tell, previous: Previous = NOTHING, *, part: bool = False
    ) -> None:
        """`part`: of a country. Nothing is proven then, and a few who find no seat are left to other parts."""
        self._part = part
        self._network, self._whole_limits, self._tell = network, limits, tell
        self._limits = limits.part(SEARCHING)
        self._where: Places = places(network)
        self._models: tuple[BusModel, ...] = bus_models(network, self._where)
        self._bounds = self._aims = least_levels(network, limits)  # bounds of plans that reach the aims before
        if part:
            even = self._bounds[2] * (1.0 + EASE * max(0.0, network.scenario.policy.tolerance[3]))
            self._aims = (*self._bounds[:2], even)
        self._exact: WholeLevels | None = None  # when the aims are known to go together, buses aside
        self._best = _Standing(Roster(network), {}, network)
        self._before = ways_before(network, self._where, self._models, previous)
        self._stays = previous.stays(network)

    def solve(self) -> tuple[Answer, tuple[Proof, ...]]:
        """The answer, and a proof a level."""
        began = time.monotonic()
        relaxation = self._search()
        limits = self._whole_limits
        limits.clock_stopped |= self._limits.clock_stopped or self._limits.seconds_left() <= 0
        self._limits = limits
        bounds = (*self.true_bounds(), self._effort_bound(relaxation))
        spent = (time.monotonic() - began) / len(LEVELS)
        proofs = tuple(Proof(v, min(v, b), spent) for v, b in zip(self._best.values, bounds, strict=True))
        for name, proof in zip(LEVELS, proofs, strict=True):
            self._tell(name, proof, "bound")
        return self._best.answer, proofs

    def best(self) -> Answer:
        """A good answer, without proof."""
        self._search()
        return self._best.answer

    def _search(self) -> Relaxation | None:
        """Take the best plan that is found: of crowds, and where these do not fit, of whole households first."""
        relaxation = self._relax(self._aims)
        if relaxation is None:
            self._take(self._plan_of([], self._seats.seat), "plan")
            return None
        if not self._before:
            rounded = ways(_rounded_up(relaxation), self._where)
            self._take(self._plan_of(rounded, self._seats.to_fall_back_on), "rounded")
        hoped = relaxation
        if relaxation.short and not self._part and self._aim():
            relaxation = self._relax(self._aims) or relaxation
        return relaxation if self._as_before(relaxation) else self._from_crowds(relaxation, hoped)

    def _as_before(self, relaxation: Relaxation) -> bool:
        """Take the earlier plan's trips, if there is one; whether that is as good as the policy asks."""
        if not self._before:
            return False
        self._take(self._plan_of(self._before, self._seats.as_told), "earlier plan")
        trips = self._planned_trips([trip for _, _, some in self._before for trip in some])
        if not self._settled_by(relaxation) and self._seats.fit(trips):
            self._take(self._plan_of(self._before, self._seats.seat), "earlier plan")
        return self._settled_by(relaxation)

    def _from_crowds(self, relaxation: Relaxation, hoped: Relaxation) -> Relaxation:
        """Trips chosen for persons, then improved and seated; if households do not fit, those first.

        `hoped` is what was relaxed before whole households were looked at: its trips may suit them better. The
        relaxation that bounds what was found.
        """
        whole = self._whole(relaxation)
        chosen, finer = self._first(whole), None
        if chosen is not None and (self._exact is None or self._fits(chosen)):
            chosen = self._improved(whole, chosen, relaxation, "plan")
        elif hoped is not relaxation:
            with ThreadPoolExecutor(1) as aside:
                relaxing = aside.submit(self._relax, self._aims, fine=True)
                self._take(self._planned(self._first(self._whole(hoped)), hurried=True), "plan")
                finer = relaxing.result()
        fits = self._exact is None and self._on_aim(self._best)
        if fits or self._settled_by(relaxation) or self._limits.over() or self._part:
            return relaxation
        if finer is None:
            self._aim()
            finer = None if self._limits.over() else self._relax(self._aims, fine=True)
        if finer is None:
            return relaxation
        finer = replace(finer, bound=max(finer.bound or 0.0, relaxation.bound or 0.0))
        if not self._on_aim(self._best):
            self._give(finer)
        return finer

    def _aim(self) -> bool:
        """Know what whole households can reach, buses aside; whether that is other than was aimed at."""
        before = self._aims
        if self._exact is None and not self._limits.over():
            self._exact = whole_levels(self._network, self._limits.part(AIMING), self._bounds)
            self._bounds, self._aims = self._exact.bounds, self._exact.aims
        return self._aims != before

    def _fits(self, chosen: Chosen) -> bool:
        """Whether so many whole households as aimed at have seats on these trips."""
        trips = [trip for _, _, some in ways(chosen, self._where) for trip in some]
        return self._seats.fit(self._planned_trips(trips))

    def _settled_by(self, relaxation: Relaxation) -> bool:
        """Whether the best plan is as good as the policy asks."""
        effort, tolerance = self._best.values[EFFORT], self._network.scenario.policy.tolerance[-1]
        return self._on_aim(self._best) and effort - (relaxation.bound or 0.0) <= tolerance * max(1.0, effort)

    def _on_aim(self, plan: _Standing | None) -> bool:
        """Whether a plan has the levels before the last as aimed at, level 4 as near its bound as the policy asks."""
        if plan is None:
            return False
        near = self._bounds[EFFORT - 1] / (1.0 - min(0.5, max(0.0, self._network.scenario.policy.tolerance[EVEN])))
        aims = (*self._aims[: EFFORT - 1], max(self._aims[EFFORT - 1], near))
        return all(_reached(value, aim) for value, aim in zip(plan.values, aims, strict=False))

    def _relax(self, kept: tuple[float, ...], *, fine: bool = False) -> Relaxation | None:
        """The relaxation of plans that keep the levels before the last; None when nobody rides."""
        if not self._where.origins:
            return None
        counting = Counting(self._network, self._where.origins, kept, self._limits)
        limits = self._limits.part(RELAXING) if self._limits is not self._whole_limits else self._limits
        totals = counting.count()
        relaxing = Relaxing(self._network, self._where, self._models, totals, counting, fine=fine, prove=not self._part)
        found = relaxing.run(limits, give_up=self._exact is None and not self._part)
        self._whole_limits.clock_stopped |= limits.clock_stopped or limits.seconds_left() <= 0
        return found

    def _take(self, found: _Standing | None, phase: str) -> None:
        if found is not None and found.beats(self._best):
            self._best = found
        for name, value, bound in zip(LEVELS, self._best.values, self._bounds, strict=False):
            self._tell(name, Proof(value, min(bound, value), self._limits.elapsed()), phase)

    def _first(self, whole: WholeDay) -> Chosen | None:
        """Whole trips chosen at once for the whole country; from an earlier plan, its trips and few more."""
        if self._limits.over():
            return None
        near = whole.near(counted(self._before), self._limits) if self._before else None
        return near or whole.first(self._limits)

    def _improved(self, whole: WholeDay, chosen: Chosen, relaxation: Relaxation, phase: str) -> Chosen:
        """Better trips, until the plan made of them settles level 5: first as if whole households cost little more than
        crowds, then as much more as they did."""
        most = (relaxation.bound or 0.0) / (1.0 - max(0.0, self._network.scenario.policy.tolerance[-1]))
        enough = most * (1.0 - SPARE)
        for number in range(1 if self._part else ROUNDS):
            better = whole.improve(chosen, self._limits, enough)
            if better is chosen and number:
                break
            chosen, plan = better, self._planned(better)
            self._take(plan, phase)
            if plan is None or not self._on_aim(plan) or chosen.value > enough or self._limits.over():
                break
            if plan.values[EFFORT] <= most:
                break
            enough = chosen.value * most / plan.values[EFFORT]
        return chosen

    def _whole(self, relaxation: Relaxation, more: Iterable[Trip] = (), given: Given | None = None) -> WholeDay:
        before = counted(self._before)
        trips = [*(trip for cost, trip in relaxation.trips[:MOST_CHOICES] if cost < REDUCED), *before, *more]
        models, totals, cuts = self._models, relaxation.totals, relaxation.cuts
        return WholeDay(self._network, self._where, models, totals, trips, cuts, given=given)

    def _planned(self, chosen: Chosen | None, *, hurried: bool = False) -> _Standing | None:
        """Buses and seats for the trips; `hurried` takes what comes, as a plan to fall back on."""
        if chosen is None:
            return None
        routes = ways(chosen, self._where)
        found = self._plan_of(routes, self._seats.in_a_hurry if hurried else self._seats.seat)
        for _ in range(0 if hurried else MENDING):
            if found is None or _reached(found.values[0], self._aims[0]) or self._limits.over():
                break
            routes = with_more_stops(self._network, self._where, routes, found.answer)
            mended = self._plan_of(routes, self._seats.seat)
            found = mended if mended is not None and mended.beats(found) else found
        return found

    def _give(self, relaxation: Relaxation) -> None:
        """Take a plan for whole households that keep the levels, as near to the relaxation's trips as can be."""
        if self._exact is None or self._limits.over():
            return
        near = relaxation.relaxed.driven
        given = seated_anywhere(self._network, self._where, self._exact, near, self._limits)
        if given is None or self._limits.over():
            return
        more = [*near, *trips_for(given, self._where, self._models, len(self._network.scenario.sites))]
        whole = self._whole(relaxation, more, given)
        chosen = self._first(whole)
        if chosen is not None:
            self._improved(whole, chosen, relaxation, "households first")

    @property
    def _seats(self) -> Seats:
        """Ways to seat, with what is aimed at by now."""
        return Seats(self._network, self._limits, self._aims, self._exact is not None, self._stays)

    def _plan_of(self, routes: list[Way], seat: Seat) -> _Standing | None:
        """Seats on the trips and buses for them; if some trips find no bus, seats once more on those that do."""
        network = self._network
        seated = seat(self._planned_trips([trip for _, _, trips in routes for trip in trips]))
        if seated is None:
            return None
        seats, solution = seated
        carried = [next(iter(tasks(network, [ride])), None) for ride in seats.rides(solution)]
        crew, refused = roster(network, self._where, self._models, routes, carried, self._seconds())
        return self._reseated(crew, seat) if refused else _Standing(crew, seats.others(solution), network)

    def _planned_trips(self, trips: list[Trip]) -> tuple[PlannedTrip, ...]:
        network = self._network
        return tuple(
            PlannedTrip(some_kind(network, self._models[t.model]), route(network, self._where, t)) for t in trips
        )

    def _reseated(self, crew: Roster, seat: Seat) -> _Standing | None:
        """The same duties with what their trips carry when there are no others; empty ones are left out."""
        driven = tuple(PlannedTrip(kind, task.route) for kind, duty in crew.duties for task in duty)
        seated = seat(driven)
        if seated is None:
            return None
        seats, solution = seated
        fresh, following = Roster(self._network), iter(seats.rides(solution))
        for kind, duty in crew.duties:
            kept: tuple[Task, ...] = tuple(tasks(self._network, [next(following) for _ in duty]))
            if kept:
                fresh.duties.append((kind, kept))
        fresh.improve()
        drive_less(self._network, fresh, [], self._seconds())
        return _Standing(fresh, seats.others(solution), self._network)

    def _seconds(self) -> float:
        return max(1.0, self._limits.seconds_left())

    def true_bounds(self) -> tuple[float, ...]:
        """The bounds before the last: those after a level that was not reached must not take its bound for granted."""
        missed = [i for i, (v, a) in enumerate(zip(self._best.values, self._aims, strict=False)) if not _reached(v, a)]
        if not missed:
            return self._bounds
        given = least_levels(self._network, self._limits, self._best.values[:EFFORT])
        return (*self._bounds[: missed[0] + 1], *given[missed[0] + 1 :])

    def _effort_bound(self, relaxation: Relaxation | None) -> float:
        """A bound of level 5 for every plan that is as good at the levels before it."""
        if relaxation is None:
            return 0.0
        if not all(_reached(v, a) for v, a in zip(self._best.values, relaxation.totals.kept, strict=False)):
            relaxation = self._relax(self._best.values[:EFFORT], fine=relaxation.fine)
        return relaxation.bound or 0.0 if relaxation is not None else 0.0


def _rounded_up(relaxation: Relaxation) -> Chosen:
    """Every trip of the relaxation that drives half a time or more, whole: a plan to fall back on."""
    return Chosen({trip: ceil(n - 0.5) for trip, n in relaxation.relaxed.driven.items() if n > 0.5}, {}, INFINITY)


def _reached(value: float, bound: float) -> bool:
    """Whether a value meets its bound, as far as floating numbers can tell."""
    return value <= bound + EPS * max(1.0, abs(value))


def solve_large(
    network: Network, limits: Limits, tell: Tell, previous: Previous = NOTHING
) -> tuple[Answer, tuple[Proof, ...]]:
    """A good answer, and for each level a bound that holds for every plan as good at the levels before it.

    The search begins at the trips of an earlier plan, if there is one.
    """
    return LargeDay(network, limits, tell, previous).solve()
