"""Level after level by one solver, within one time limit, and the plan that comes of it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from fractions import Fraction

from benchmarks.peers.by_household.build import housing_model, shelter_model
from benchmarks.peers.by_household.columns import HomeModel, SiteModel
from benchmarks.peers.by_household.decode import decode
from benchmarks.peers.engines import Engine, Found
from benchmarks.peers.stage import Stage
from optimizer.plan.decision import Decision
from optimizer.plan.plan import LEVEL_NAMES
from optimizer.scenario.entities import Scenario

LAST = len(LEVEL_NAMES)
SMALL = Fraction(1, 10**6)  # what a solver's value may be above the one that is kept


@dataclass(slots=True)
class _Half:
    """A model with its solution so far; `failed`: a level found none in time, so that the later ones are not tried."""

    model: SiteModel | HomeModel
    solution: list[float] | None = None
    failed: bool = False


def by_household(
    scenario: Scenario, engine: Engine, seconds: float, began: float
) -> tuple[Decision, tuple[Stage, ...]]:
    """Minimise each level in turn, the earlier ones kept, until all are done or the time is over.

    `began` (of the monotonic clock) is when the limit started to run. A level gets half of what is left, the last one
    all; a level within the policy's tolerance is done. The stages end with the first level that has no solution.
    """
    shelter, housing = _Half(shelter_model(scenario)), _Half(housing_model(scenario))
    stages: list[Stage] = []
    for level in range(1, LAST + 1):
        parts = []
        for half in (housing, shelter):
            left = began + seconds - time.monotonic()
            if level in half.model.goals:
                share = left if level == LAST else left / 2
                parts.append(_settle(half, level, engine, share, scenario.policy.tolerance[level - 1]))
        if None in parts:
            break
        stages.append(_stage(level, [part for part in parts if part is not None], began))
    assert isinstance(shelter.model, SiteModel)
    assert isinstance(housing.model, HomeModel)
    return decode(shelter.model, shelter.solution, housing.model, housing.solution), tuple(stages)


def _settle(half: _Half, level: int, engine: Engine, seconds: float, gap: float) -> Found | None:
    """Minimise a level of one model and keep what was reached; None: no solution in time."""
    if half.failed or seconds <= 0:
        half.failed = True
        return None
    goal = half.model.goals[level]
    found = engine(half.model.rows, goal, seconds, gap, half.solution)
    if found.solution is None:
        half.failed = True
        return None
    half.solution = found.solution
    half.model.rows.require(goal, high=Fraction(str(round(goal.value(found.solution), 6))) + SMALL)
    return found


def _stage(level: int, parts: list[Found], began: float) -> Stage:
    """The parts of a level, one after the other, added up: what the second has not begun is not reached."""
    *before, last = parts
    settled = sum(part.trace[-1][1] for part in before)
    trace = tuple((round(at - began, 3), value + settled) for at, value in last.trace)
    bounds = [max(0.0, part.bound) for part in parts if part.bound is not None]  # no level is below 0
    bound = sum(bounds) if len(bounds) == len(parts) else None
    return Stage(level, trace[-1][1], bound, trace)
