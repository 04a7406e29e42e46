"""A large day with too few buses: relax over whole duties, dive for trips, seat households, roster the buses."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from optimizer.model.cpsat import whole_factor
from optimizer.model.fleet import Route
from optimizer.model.linear import Ending, Expression, Floats, expression
from optimizer.model.network import Network
from optimizer.solve.answer import Answer, Ride
from optimizer.solve.dive import dive
from optimizer.solve.duties import Roster, longest_first, tasks
from optimizer.solve.improve import TripSearch
from optimizer.solve.pricing import Column
from optimizer.solve.program import EFFORT, LEVELS, day_levels
from optimizer.solve.relaxation import Relaxation, settle
from optimizer.solve.search import Limits
from optimizer.solve.seating import PlannedTrip, Seating, seating
from optimizer.solve.stage import Proof
from optimizer.solve.trip_pricing import TripPricer
from optimizer.solve.value import Values, values

Tell = Callable[[str, Proof, str], None]
BOUND_ROUNDS = 12  # of pricing a level
TRIP_ROUNDS = 12
IMPROVEMENTS = 3
SEARCHING = 0.85  # of the time that is left; the rest is for bounds
TRIES = 3  # dives, each leaving more of the buses' day free
GAPS = (0.0, 0.0, 1e-4, 5e-3)  # that seating closes, level by level
NODES = 5_000
EPS = 1e-6
FINEST = 100  # a level in finer steps than hundredths is not rounded


class _Standing:
    """A roster with its riders, and everybody who needs no bus; what it is worth as a plan."""

    def __init__(self, roster: Roster, others: dict[int, int], network: Network) -> None:
        self.roster = roster
        duties = tuple(
            tuple(tuple(task.ride for task in duty) for kind, duty in roster.duties if kind == k)
            for k in range(len(network.fleet))
        )
        self.answer = Answer(duties, others)
        self.values = values(network, self.answer)

    def beats(self, other: _Standing) -> bool:
        """Whether it is better at the first level where the two differ."""
        return _rounded(self.values) < _rounded(other.values)


def _rounded(values: Values) -> tuple[float, ...]:
    return tuple(round(value, 6) for value in values)


def solve_by_diving(network: Network, limits: Limits, tell: Tell) -> tuple[Answer, tuple[Proof, ...]]:
    """A good answer, and for each level a bound that holds for every plan as good at the levels before it."""
    began = time.monotonic()
    bounds = _level_bounds(network, limits, None)
    best = _Standing(Roster(network), {}, network)

    def report(phase: str) -> None:
        for name, value, bound in zip(LEVELS, best.values, bounds, strict=False):
            tell(name, Proof(value, min(bound, value)), phase)

    searching = limits.part(SEARCHING)
    for attempt in range(TRIES):
        found = _attempt(network, bounds, searching, tightness=1.0 + 0.2 * attempt)
        best = found if found.beats(best) else best
        report(f"plan {attempt + 1}")
        if _reached(best.values[0], bounds[0]) or searching.over():
            break
    for step in range(IMPROVEMENTS):
        if searching.over():
            break
        found = _improved(network, best, bounds, searching)
        if not found.beats(best):
            break
        best = found
        report(f"improvement {step + 1}")
    limits.clock_stopped |= searching.clock_stopped or searching.seconds_left() <= 0
    first_open = next((i for i, b in enumerate(bounds) if not _reached(best.values[i], b)), EFFORT)
    if first_open < EFFORT - 1:  # the bounds after it took for granted what was not reached
        bounds = (*bounds[: first_open + 1], *_level_bounds(network, limits, best.values)[first_open + 1 :])
    effort = _effort_bound(network, best.values, limits)
    spent = (time.monotonic() - began) / len(LEVELS)
    proofs = tuple(
        Proof(value, min(value, bound), spent) for value, bound in zip(best.values, (*bounds, effort), strict=True)
    )
    tell(LEVELS[EFFORT], proofs[EFFORT], "bound")
    return best.answer, proofs


def _level_bounds(network: Network, limits: Limits, reached: Values | None) -> tuple[float, ...]:
    """Bounds of the first three levels, each with the ones before it as good as reached (or as their bounds)."""
    relaxation = Relaxation(network)
    bounds = []
    for level in range(EFFORT):
        solved = settle(relaxation, level, limits, rounds=BOUND_ROUNDS)
        bound = max(0.0, round_up(relaxation.levels.totals[level], solved.bound))
        bounds.append(bound)
        relaxation.keep(level, (bound if reached is None else max(bound, reached[level])) + EPS)
    return tuple(bounds)


def round_up(total: Expression, bound: float) -> float:
    """A bound lifted to the next value that whole households can give: a multiple of what coefficients share."""
    if not np.isfinite(bound):
        return 0.0
    steps = whole_factor(np.append(total.coefficients, total.constant))
    return float(np.ceil(bound * steps - 1e-3 - 1e-8 * abs(bound * steps)) / steps) if steps <= FINEST else bound


def _reached(value: float, bound: float) -> bool:
    """Whether a value meets its bound, as far as floating numbers can tell."""
    return value <= bound + EPS * max(1.0, abs(value))


def _attempt(network: Network, bounds: tuple[float, ...], limits: Limits, tightness: float) -> _Standing:
    """Trips by diving, and a plan of them."""
    relaxation = Relaxation(network, trips_only=True, tightness=tightness)
    for level, bound in enumerate(bounds):
        relaxation.keep(level, bound + EPS)
    settle(relaxation, EFFORT, limits, rounds=TRIP_ROUNDS)
    trips = tuple(_planned(relaxation, column) for column in dive(relaxation, limits))
    return _plan_of(network, trips, limits)


def _planned(relaxation: Relaxation, column: Column) -> PlannedTrip:
    assert isinstance(relaxation.pricer, TripPricer)
    (load,) = column.loads
    sites = relaxation.network.scenario.sites
    route = Route(relaxation.where.origins[load.origin], tuple(sites[j].id for j, _ in load.stops))
    return PlannedTrip(relaxation.pricer.some_kind(column.kind), route)


def _improved(network: Network, standing: _Standing, bounds: tuple[float, ...], limits: Limits) -> _Standing:
    """The plan with trips changed as long as that saves effort, and with more trips while levels before it are
    not at their bounds."""
    more = not all(_reached(value, bound) for value, bound in zip(standing.values, bounds, strict=False))
    trips = TripSearch(network, standing.roster, standing.values[:EFFORT], more=more).run(limits)
    return _plan_of(network, tuple(trips), limits)


def _plan_of(network: Network, trips: tuple[PlannedTrip, ...], limits: Limits) -> _Standing:
    """Seats on the trips and buses for them; if some trips find no bus, seats once more on those that do."""
    seats, solution = _seat(network, trips, limits)
    roster = Roster(network)
    refused = roster.assign(longest_first(tasks(network, seats.rides(solution)), network))
    roster.improve()
    if refused:
        driven = tuple(PlannedTrip(kind, task.route) for kind, duty in roster.duties for task in duty)
        seats, solution = _seat(network, driven, limits)
        roster = _reseated(network, roster, seats.rides(solution))
        roster.improve()
    return _Standing(roster, seats.others(solution), network)


def _seat(network: Network, trips: tuple[PlannedTrip, ...], limits: Limits) -> tuple[Seating, Floats]:
    """Seat the households level by level."""
    model = seating(network, trips)
    solution = np.zeros(len(model.linear.low))
    for level, gap in enumerate(GAPS):
        found = model.settle(level, seconds=max(1.0, limits.seconds_left()), gap=gap, nodes=NODES)
        if found.ending in (Ending.OPTIMAL, Ending.FEASIBLE):
            solution = found.solution
            model.keep(level, found.value)
    return model, solution


def _reseated(network: Network, roster: Roster, rides: list[Ride]) -> Roster:
    """The same duties with what their trips now carry; trips that carry nobody are left out."""
    fresh, following = Roster(network), iter(rides)
    for kind, duty in roster.duties:
        kept = tuple(tasks(network, [next(following) for _ in duty]))
        if kept:
            fresh.duties.append((kind, kept))
    return fresh


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
