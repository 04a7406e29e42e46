"""A day too large for one piece: relax for bounds, dive for trips, seat households, roster the buses."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from optimizer.model.fleet import Route
from optimizer.model.linear import Ending, Expression, LinearResult, expression
from optimizer.model.network import Network
from optimizer.solve.answer import Answer, Ride, nobody_moves
from optimizer.solve.dive import dive
from optimizer.solve.duties import Roster, Task, longest_first, tasks
from optimizer.solve.program import LEVELS, day_levels
from optimizer.solve.relaxation import EFFORT, Relaxation, settle
from optimizer.solve.search import Limits
from optimizer.solve.seating import PlannedTrip, Seating, seating
from optimizer.solve.stage import Proof
from optimizer.solve.trip_pricing import TripPricer
from optimizer.solve.value import Values, values

Tell = Callable[[str, Proof, str], None]
BOUND_ROUNDS = 12  # of pricing a level
TRIP_ROUNDS = 12
TRIES = 3  # dives, each leaving more of the buses' day free
GAPS = (0.0, 0.0, 1e-4, 2e-3)  # that seating closes, level by level
NODES = 20_000
EPS = 1e-6


@dataclass(frozen=True, slots=True)
class Candidate:
    """An answer with its values; the smaller value wins, level by level."""

    values: Values
    answer: Answer

    def beats(self, other: Candidate) -> bool:
        """Whether this answer is better at the first level where they differ."""
        return _rounded(self.values) < _rounded(other.values)


def _rounded(values: Values) -> tuple[float, ...]:
    return tuple(round(value, 6) for value in values)


def solve_large(network: Network, limits: Limits, tell: Tell) -> tuple[Answer, tuple[Proof, ...]]:
    """A good answer, and for each level a bound that holds for every plan."""
    began = time.monotonic()
    bounds = _level_bounds(network, limits)
    best = Candidate(values(network, nobody_moves(network)), nobody_moves(network))
    for attempt in range(TRIES):
        found = _attempt(network, bounds, limits, tightness=1.0 + 0.2 * attempt)
        best = found if found.beats(best) else best
        for name, value, bound in zip(LEVELS, best.values, bounds, strict=False):
            tell(name, Proof(value, min(bound, value)), f"plan {attempt + 1}")
        if best.values[0] <= bounds[0] + EPS or limits.over():
            break
    effort = _effort_bound(network, best.values, limits)
    spent = (time.monotonic() - began) / len(LEVELS)
    proofs = tuple(
        Proof(value, min(value, bound), spent) for value, bound in zip(best.values, (*bounds, effort), strict=True)
    )
    tell(LEVELS[EFFORT], proofs[EFFORT], "bound")
    return best.answer, proofs


def _level_bounds(network: Network, limits: Limits) -> tuple[float, float, float]:
    """Bounds of the first three levels, each with the ones before it at their bounds."""
    relaxation = Relaxation(network)
    bounds = []
    for level in range(EFFORT):
        solved = settle(relaxation, level, limits, rounds=BOUND_ROUNDS)
        bound = max(0.0, round_up(relaxation.levels.totals[level], solved.bound))
        bounds.append(bound)
        relaxation.keep(level, bound + EPS)
    return bounds[0], bounds[1], bounds[2]


def round_up(total: Expression, bound: float) -> float:
    """A bound lifted to the next value that whole households can give, where coefficients are whole numbers."""
    if not np.isfinite(bound):
        return 0.0
    steps = np.append(total.coefficients, total.constant)
    if len(steps) and np.all(steps == np.round(steps)):
        return float(np.ceil(bound - 1e-6))
    return bound


def _attempt(network: Network, bounds: tuple[float, float, float], limits: Limits, tightness: float) -> Candidate:
    """One dive for trips, seats for households, buses for trips; then seats again on the trips that have a bus."""
    trips = _find_trips(network, bounds, limits, tightness)
    roster = Roster(network)
    seats, solution = _seat(network, trips, limits)
    refused = roster.assign(longest_first(tasks(network, seats.rides(solution)), network))
    roster.improve()
    if refused:
        driven = _driven(roster)
        seats, solution = _seat(network, tuple(PlannedTrip(kind, task.route) for kind, task in driven), limits)
        roster = _reseated(network, roster, seats.rides(solution))
        roster.improve()
    answer = _answer(network, roster, seats.others(solution))
    return Candidate(values(network, answer), answer)


def _find_trips(
    network: Network, bounds: tuple[float, float, float], limits: Limits, tightness: float
) -> tuple[PlannedTrip, ...]:
    relaxation = Relaxation(network, trips_only=True, tightness=tightness)
    for level, bound in enumerate(bounds):
        relaxation.keep(level, bound + EPS)
    settle(relaxation, EFFORT, limits, rounds=TRIP_ROUNDS)
    sites, pricer = network.scenario.sites, relaxation.pricer
    assert isinstance(pricer, TripPricer)
    found = []
    for column in dive(relaxation, limits, rounds=0):
        (load,) = column.loads
        route = Route(relaxation.where.origins[load.origin], tuple(sites[j].id for j, _ in load.stops))
        found.append(PlannedTrip(pricer.some_kind(column.kind), route))
    return tuple(found)


def _seat(network: Network, trips: tuple[PlannedTrip, ...], limits: Limits) -> tuple[Seating, np.ndarray]:
    """Seat the households level by level; what a level reaches is kept."""
    model = seating(network, trips)
    result: LinearResult | None = None
    for level, gap in enumerate(GAPS):
        found = model.settle(level, seconds=max(1.0, limits.seconds_left()), gap=gap, nodes=NODES)
        if found.ending in (Ending.OPTIMAL, Ending.FEASIBLE):
            result = found
            model.keep(level, found.value)
    if result is None:
        raise AssertionError("the model refuses even the plan in which nobody moves")
    return model, result.solution


def _driven(roster: Roster) -> list[tuple[int, Task]]:
    return [(kind, task) for kind, duty in roster.duties for task in duty]


def _reseated(network: Network, roster: Roster, rides: list[Ride]) -> Roster:
    """The same duties with what their trips now carry; trips that carry nobody are left out."""
    fresh, following = Roster(network), iter(rides)
    for kind, duty in roster.duties:
        kept = tuple(tasks(network, [next(following) for _ in duty]))
        if kept:
            fresh.duties.append((kind, kept))
    return fresh


def _answer(network: Network, roster: Roster, others: dict[int, int]) -> Answer:
    duties = tuple(
        tuple(tuple(task.ride for task in duty) for kind, duty in roster.duties if kind == k)
        for k in range(len(network.fleet))
    )
    return Answer(duties, others)


def _effort_bound(network: Network, reached: Values, limits: Limits) -> float:
    """A bound of level 5 for every plan that is as good at the levels before it.

    A trip from o past j drives at least from o to j and on to the nearest place where a bus can be next, with
    at most a full bus; so each person who rides from o to j costs at least that, divided by the seats.
    """
    levels = day_levels(network, integer=False)
    for total, value in zip(levels.totals[:EFFORT], reached[:EFFORT], strict=True):
        levels.day.linear.row(total, high=value + EPS)
    relaxation = Relaxation(network, trips_only=True)
    arcs = np.flatnonzero(np.array(network.arc_rides, dtype=bool))
    ride = relaxation.least_minutes(arcs) * network.scenario.policy.effort.drive_minute * network.arc_persons[arcs]
    total = levels.totals[EFFORT] + expression(levels.day.flow[arcs], ride if len(arcs) else 0.0)
    found = levels.day.linear.minimize(total, seconds=max(1.0, limits.seconds_left()), gap=2e-3, nodes=NODES)
    return max(0.0, found.bound) if np.isfinite(found.bound) else 0.0
