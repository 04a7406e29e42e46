"""One search by CP-SAT: repeatable work limits, the clock as the last guard, and a way to be interrupted."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ortools.sat.python import cp_model


@dataclass(slots=True)
class Limits:
    """When to stop: at a moment of the monotonic clock, or when the planner asks for it.

    `clock_stopped` is set once the clock, not the work limit, ended a search: a run may then differ from another.
    """

    deadline: float
    interrupted: Callable[[], bool] = lambda: False
    clock_stopped: bool = False
    started: float = field(default_factory=time.monotonic)

    def seconds_left(self) -> float:
        """Seconds until the deadline, at least 0."""
        return max(0.0, self.deadline - time.monotonic())

    def part(self, share: float) -> Limits:
        """The same limits with only a share of the time that is left."""
        return Limits(time.monotonic() + share * self.seconds_left(), self.interrupted, started=self.started)

    def elapsed(self) -> float:
        """Seconds since the start of the whole solve."""
        return time.monotonic() - self.started

    def over(self) -> bool:
        """Whether to stop now."""
        if self.interrupted():
            return True
        if self.seconds_left() <= 0:
            self.clock_stopped = True
            return True
        return False


@dataclass(frozen=True, slots=True)
class Found:
    """The best solution of a search (None: none found), its value and the proven bound, in model units.

    `work` is the deterministic time that it took.
    """

    values: cp_model.CpSolver | None
    value: int
    bound: int
    proven: bool
    infeasible: bool
    work: float


def minimize(cp: cp_model.CpModel, objective: Any, limits: Limits, *, work: float, gap: float = 0.0) -> Found:
    """Minimise a whole-number objective with at most `work` units of deterministic time."""
    cp.minimize(objective)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.catch_sigint_signal = False  # Ctrl-C is the caller's to count; `limits` passes it on
    solver.parameters.relative_gap_limit = gap
    solver.parameters.max_deterministic_time = work
    solver.parameters.max_time_in_seconds = max(0.01, limits.seconds_left())
    status = _run(solver, cp, limits)
    if status == cp_model.MODEL_INVALID:
        raise ValueError(f"CP-SAT refuses the model: {cp.validate()}")
    stopped_early = status in (cp_model.FEASIBLE, cp_model.UNKNOWN)
    if stopped_early and limits.seconds_left() <= 0:
        limits.clock_stopped = True
    spent = solver.response_proto.deterministic_time
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        value, bound = round(solver.objective_value), _round_up(solver.best_objective_bound)
        return Found(solver, value, min(bound, value), bound >= value, infeasible=False, work=spent)
    bound = -(2**53) if status == cp_model.UNKNOWN else 0
    return Found(None, 0, bound, proven=False, infeasible=status == cp_model.INFEASIBLE, work=spent)


def hint(cp: cp_model.CpModel, values: Mapping[cp_model.IntVar, int | bool]) -> None:
    """Replace the model's hints."""
    cp.clear_hints()  # type: ignore[no-untyped-call]  # ortools leaves this one without types
    for variable, value in values.items():
        cp.add_hint(variable, value)


def _round_up(bound: float) -> int:
    return -int(-(bound - 1e-6) // 1)


def _run(solver: cp_model.CpSolver, cp: cp_model.CpModel, limits: Limits) -> cp_model.CpSolverStatus:
    """Solve, with a watcher that passes an interruption on."""
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.1):
            if limits.interrupted():
                solver.stop_search()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        return solver.solve(cp)
    finally:
        done.set()
        watcher.join()
