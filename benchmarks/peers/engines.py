"""The two solvers that peers use. Each minimises one expression over rows, and tells when it found what.

CP-SAT gets two workers and starts from the solution of the stage before. HiGHS, reached through MathOpt, chooses its
threads itself and takes no hint.
"""

from __future__ import annotations

import datetime
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, lcm

from ortools.math_opt.python import mathopt
from ortools.sat.python import cp_model

from benchmarks.peers.rows import Linear, Number, Rows

Trace = list[tuple[float, float]]  # monotonic clock and value of each better solution


@dataclass(slots=True)
class Found:
    """A solver's answer: one value a variable (None: no solution), the least there can be, and when it got better."""

    solution: list[float] | None
    bound: float | None
    trace: Trace


Engine = Callable[[Rows, Linear, float, float, "list[float] | None"], Found]


def highs(rows: Rows, goal: Linear, seconds: float, gap: float, hint: list[float] | None) -> Found:
    """HiGHS; `hint` is of no use to it here."""
    model = mathopt.Model()
    columns = [
        model.add_variable(lb=low, ub=high, is_integer=whole)
        for low, high, whole in zip(rows.low, rows.high, rows.integer, strict=True)
    ]
    for left, least, most in rows.rows:
        row = model.add_linear_constraint(
            lb=-float("inf") if least is None else float(least - left.constant),
            ub=float("inf") if most is None else float(most - left.constant),
        )
        for variable, coefficient in left.terms.items():
            row.set_coefficient(columns[variable], float(coefficient))
    model.objective.is_maximize = False
    for variable, coefficient in goal.terms.items():
        model.objective.set_linear_coefficient(columns[variable], float(coefficient))
    model.objective.offset = float(goal.constant)
    parameters = mathopt.SolveParameters(
        time_limit=datetime.timedelta(seconds=max(0.1, seconds)),
        relative_gap_tolerance=gap,
        absolute_gap_tolerance=1e-6,
    )
    trace: Trace = []

    def listen(lines: list[str]) -> None:
        now = time.monotonic()
        trace.extend((now, value) for value in incumbents(lines) if not trace or value < trace[-1][1])

    result = mathopt.solve(model, mathopt.SolverType.HIGHS, params=parameters, msg_cb=listen)
    bound = result.dual_bound()
    if not result.has_primal_feasible_solution():
        return Found(None, bound if bound > -float("inf") else None, [])
    values = result.variable_values(columns)
    trace.append((time.monotonic(), goal.value(values)))
    return Found(values, bound, trace)


def incumbents(lines: list[str]) -> list[float]:
    """The best solutions that lines of HiGHS's log tell of, in their order; minimising."""
    pattern = re.compile(r"^\s*[A-Za-z]?\s+\d+\s+\d+\s+\d+\s+[\d.]+%\s+\S+\s+(\S+)\s")
    found = [pattern.match(line) for line in lines]
    return [float(match[1]) for match in found if match and match[1] not in ("inf", "-inf")]


def cp_sat(rows: Rows, goal: Linear, seconds: float, gap: float, hint: list[float] | None) -> Found:
    """CP-SAT; every row and the goal are multiplied until all coefficients are whole, limits rounded to the inside."""
    model = cp_model.CpModel()
    columns = [model.new_int_var(low, high, "") for low, high in zip(rows.low, rows.high, strict=True)]
    for left, least, most in rows.rows:
        factor = _whole([*left.terms.values(), left.constant])
        low = cp_model.INT_MIN if least is None else ceil((least - left.constant) * factor)
        high = cp_model.INT_MAX if most is None else floor((most - left.constant) * factor)
        model.add_linear_constraint(_scaled(columns, left, factor), low, high)
    factor = _whole([*goal.terms.values(), goal.constant])
    model.minimize(_scaled(columns, goal, factor))
    for column, value in zip(columns, hint or [], strict=False):
        model.add_hint(column, round(value))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(0.1, seconds)
    solver.parameters.num_workers = 2
    solver.parameters.relative_gap_limit = gap
    solver.parameters.random_seed = 1
    watch = _Watch(float(factor), float(goal.constant))
    status = solver.solve(model, watch)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Found(None, None, [])
    bound = solver.best_objective_bound / factor + float(goal.constant)
    return Found([float(solver.value(column)) for column in columns], bound, watch.trace)


class _Watch(cp_model.CpSolverSolutionCallback):
    """Notes when each better solution was found."""

    def __init__(self, factor: float, constant: float) -> None:
        super().__init__()
        self.trace: Trace = []
        self._factor, self._constant = factor, constant

    def on_solution_callback(self) -> None:
        """Called by CP-SAT for each solution."""
        self.trace.append((time.monotonic(), self.objective_value / self._factor + self._constant))


def _whole(numbers: list[Number]) -> int:
    return lcm(*(Fraction(number).denominator for number in numbers))


def _scaled(columns: list[cp_model.IntVar], total: Linear, factor: int) -> cp_model.LinearExpr:
    coefficients = [int(c * factor) for c in total.terms.values()]
    return cp_model.LinearExpr.weighted_sum([columns[v] for v in total.terms], coefficients)


ENGINES: dict[str, Engine] = {"highs": highs, "cp-sat": cp_sat}
