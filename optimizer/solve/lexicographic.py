"""From a scenario to a decision: both halves of the problem, and the five levels with their proofs."""

from __future__ import annotations

import time
from collections.abc import Callable

from optimizer.model.network import build_network
from optimizer.plan.decision import Decision
from optimizer.plan.plan import LEVEL_NAMES, Level
from optimizer.scenario.entities import Policy, Scenario
from optimizer.solve.answer import by_household
from optimizer.solve.housing import house
from optimizer.solve.previous import NOTHING, Previous
from optimizer.solve.progress import Progress
from optimizer.solve.search import Limits
from optimizer.solve.shelter import shelter
from optimizer.solve.stage import Proof

CLOCK = "the time limit, not the work limit, ended the search: another run may find another plan"
INTERRUPTED = "interrupted: this is the best valid plan found until then"


def solve(
    scenario: Scenario,
    *,
    progress: Callable[[Progress], None] | None = None,
    interrupted: Callable[[], bool] | None = None,
    previous: Previous = NOTHING,
) -> Decision:
    """The best plan for one day, level after level, within the policy's time limit.

    `progress` is told of every new value or bound; `interrupted` is asked now and then whether to stop with
    the best plan so far. The search begins at `previous`, an earlier plan, and keeps of
    it what costs no level anything.
    """
    stop = interrupted or (lambda: False)
    limits = Limits(time.monotonic() + scenario.policy.time_limit_seconds, stop)
    tell = _Teller(progress, limits)
    housed = house(scenario, limits, previous)
    tell("unhoused", housed.unhoused, "housing")
    network = build_network(scenario)
    sheltered = shelter(network, limits, tell, previous)
    destination, duties = by_household(network, sheltered.answer, previous)
    first, third, fourth, fifth = sheltered.proofs
    proofs = (first, housed.unhoused, housed.displaced + third, fourth, fifth)
    warnings = ([CLOCK] if limits.clock_stopped else []) + ([INTERRUPTED] if stop() else [])
    return Decision(destination | housed.destination, duties, _levels(proofs, scenario.policy), tuple(warnings))


def _levels(proofs: tuple[Proof, ...], policy: Policy) -> tuple[Level, ...]:
    """The levels as the plan tells them; each bound holds given the values of the levels before it."""
    return tuple(
        Level(name, proof.value, proof.bound, proof.gap, round(proof.seconds, 3), proof.gap <= tolerance + 1e-9)
        for name, proof, tolerance in zip(LEVEL_NAMES, proofs, policy.tolerance, strict=True)
    )


class _Teller:
    """Passes values and bounds on to whoever watches."""

    def __init__(self, progress: Callable[[Progress], None] | None, limits: Limits) -> None:
        self._progress, self._limits = progress, limits

    def __call__(self, level: str, proof: Proof, phase: str) -> None:
        if self._progress is not None:
            self._progress(Progress(level, proof.value, proof.bound, proof.gap, self._limits.elapsed(), phase))
