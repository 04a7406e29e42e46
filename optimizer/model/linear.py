"""A linear model that no solver owns: rules write their rows once, MathOpt (HiGHS, GLOP) and CP-SAT both read them."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt import (
    callback_pb2,
    model_parameters_pb2,
    model_pb2,
    parameters_pb2,
    result_pb2,
    solution_pb2,
)
from ortools.math_opt.core.python import solver as mathopt
from pybind11_abseil.status import StatusNotOk

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
INFINITY = float("inf")
SolverKind = Any  # an enum of MathOpt's messages
EmphasisKind = Any
MIP_ATTEMPTS = (
    (parameters_pb2.SOLVER_TYPE_HIGHS, parameters_pb2.EMPHASIS_UNSPECIFIED),
    (parameters_pb2.SOLVER_TYPE_HIGHS, parameters_pb2.EMPHASIS_OFF),  # its presolve fails now and then
    (parameters_pb2.SOLVER_TYPE_GSCIP, parameters_pb2.EMPHASIS_UNSPECIFIED),
)


@dataclass(frozen=True, slots=True)
class Expression:
    """A linear expression: sum of `coefficients` times variables, plus `constant`."""

    columns: Ints
    coefficients: Floats
    constant: float = 0.0

    def __add__(self, other: Expression) -> Expression:
        return Expression(
            np.concatenate([self.columns, other.columns]),
            np.concatenate([self.coefficients, other.coefficients]),
            self.constant + other.constant,
        )

    def times(self, factor: float) -> Expression:
        """The expression with every coefficient and the constant multiplied."""
        return Expression(self.columns, self.coefficients * factor, self.constant * factor)

    def value(self, solution: Floats) -> float:
        """Its value at a solution, one number a variable."""
        return float(self.coefficients @ solution[self.columns]) + self.constant


def expression(columns: Sequence[int] | Ints, coefficients: Sequence[float] | Floats | float = 1.0) -> Expression:
    """An expression without constant; one coefficient may serve all columns."""
    cols = np.asarray(columns, dtype=np.int64)
    return Expression(cols, np.broadcast_to(np.asarray(coefficients, dtype=np.float64), cols.shape).copy())


class Ending(StrEnum):
    """How a solver stopped."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible, not proven best"
    INFEASIBLE = "no solution satisfies every row"
    OUT_OF_WORK = "no solution found within its limits"


@dataclass(frozen=True, slots=True)
class LinearResult:
    """`bound` is the solver's proven bound of a minimum; duals only of a linear programme."""

    ending: Ending
    value: float
    bound: float
    solution: Floats
    duals: Floats


@dataclass(slots=True)
class LinearModel:
    """Variables with bounds and integrality, and rows low <= expression <= high."""

    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    integer: list[bool] = field(default_factory=list)
    rows: list[tuple[Ints, Floats, float, float]] = field(default_factory=list)

    def variables(self, count: int, low: float, high: float | Sequence[float], *, integer: bool) -> Ints:
        """`count` new variables; their column numbers."""
        start = len(self.low)
        self.low.extend([low] * count)
        self.high.extend([high] * count if isinstance(high, (int, float)) else map(float, high))
        self.integer.extend([integer] * count)
        return np.arange(start, start + count, dtype=np.int64)

    def row(self, left: Expression, low: float = -INFINITY, high: float = INFINITY) -> int:
        """Require low <= left <= high; the row's number."""
        self.rows.append((left.columns, left.coefficients, low - left.constant, high - left.constant))
        return len(self.rows) - 1

    def minimize(
        self,
        objective: Expression,
        *,
        relax: bool = False,
        seconds: float = 60.0,
        gap: float = 0.0,
        nodes: int | None = None,
    ) -> LinearResult:
        """Minimise by HiGHS, or by GLOP when `relax` drops integrality (then with duals).

        `seconds` is the last guard, `nodes` the deterministic limit, `gap` the relative gap that suffices.
        """
        limit = max(1, int(seconds * 1000))
        if relax:
            attempts = [(parameters_pb2.SOLVER_TYPE_GLOP, parameters_pb2.SolveParametersProto())]
        else:
            attempts = [(kind, _mip_parameters(kind, gap, nodes, presolve)) for kind, presolve in MIP_ATTEMPTS]
        proto = self.proto(objective, relax=relax)
        for kind, parameters in attempts:
            parameters.time_limit.FromMilliseconds(limit)
            try:
                answer = solve_proto(proto, kind, parameters)
            except StatusNotOk:  # a solver that fails inside says nothing of the model: ask the next
                continue
            return read_result(answer, objective, len(self.low), len(self.rows))
        nothing = np.zeros(len(self.low)), np.zeros(len(self.rows))
        return LinearResult(Ending.OUT_OF_WORK, INFINITY, -INFINITY, *nothing)

    def bound_at(self, objective: Expression, prices: Floats, most: float) -> float:
        """What an objective is never less than, by weak duality: true at any prices of the rows, best at the dual ones.

        `most`: more than which no variable without a bound of its own can be.
        """
        low, high = (np.array([row[side] for row in self.rows]) for side in (2, 3))
        possible = np.where(prices > 0, np.isfinite(low), np.isfinite(high))
        prices = np.where(possible, prices, 0.0)
        rows, columns, values = self._matrix()
        count = len(self.low)
        reduced = np.bincount(objective.columns, weights=objective.coefficients, minlength=count)
        reduced = reduced - np.bincount(columns, weights=values * prices[rows], minlength=count)
        least, largest = np.maximum(self.low, -most), np.minimum(self.high, most)
        ends = np.where(reduced > 0, reduced * least, reduced * largest)
        sides = prices * np.where(prices > 0, np.where(possible, low, 0.0), np.where(possible, high, 0.0))
        return objective.constant + float(sides.sum()) + float(ends.sum())

    def proto(self, objective: Expression, *, relax: bool) -> model_pb2.ModelProto:
        """The model as MathOpt's own message."""
        proto = model_pb2.ModelProto()
        count = len(self.low)
        proto.variables.ids.extend(range(count))
        proto.variables.lower_bounds.extend(self.low)
        proto.variables.upper_bounds.extend(self.high)
        proto.variables.integers.extend([False] * count if relax else self.integer)
        costs = np.bincount(objective.columns, weights=objective.coefficients, minlength=count)
        used = np.flatnonzero(costs)
        proto.objective.linear_coefficients.ids.extend(used.tolist())
        proto.objective.linear_coefficients.values.extend(costs[used].tolist())
        proto.objective.offset = objective.constant
        proto.linear_constraints.ids.extend(range(len(self.rows)))
        proto.linear_constraints.lower_bounds.extend([r[2] for r in self.rows])
        proto.linear_constraints.upper_bounds.extend([r[3] for r in self.rows])
        rows, columns, values = self._matrix()
        proto.linear_constraint_matrix.row_ids.extend(rows.tolist())
        proto.linear_constraint_matrix.column_ids.extend(columns.tolist())
        proto.linear_constraint_matrix.coefficients.extend(values.tolist())
        return proto

    def _matrix(self) -> tuple[Ints, Ints, Floats]:
        """The rows as sorted triples, repeated columns of a row added up."""
        if not self.rows:
            none = np.empty(0, dtype=np.int64)
            return none, none, np.empty(0)
        rows = np.repeat(np.arange(len(self.rows)), [len(r[0]) for r in self.rows])
        columns = np.concatenate([r[0] for r in self.rows])
        values = np.concatenate([r[1] for r in self.rows])
        keys = rows * (len(self.low) + 1) + columns
        unique, place = np.unique(keys, return_inverse=True)
        summed = np.bincount(place, weights=values, minlength=len(unique))
        kept = summed != 0
        return (unique // (len(self.low) + 1))[kept], (unique % (len(self.low) + 1))[kept], summed[kept]


def _mip_parameters(
    kind: SolverKind, gap: float, nodes: int | None, presolve: EmphasisKind
) -> parameters_pb2.SolveParametersProto:
    parameters = parameters_pb2.SolveParametersProto(
        relative_gap_tolerance=gap, absolute_gap_tolerance=1e-6, presolve=presolve
    )
    if kind == parameters_pb2.SOLVER_TYPE_HIGHS:
        parameters.highs.int_options["random_seed"] = 1
        parameters.highs.bool_options["mip_allow_restart"] = False  # twice as fast on parts of a day, and no worse
    if nodes is not None:
        parameters.node_limit = nodes
    return parameters


def solve_proto(
    proto: model_pb2.ModelProto, kind: SolverKind, parameters: parameters_pb2.SolveParametersProto
) -> result_pb2.SolveResultProto:
    """MathOpt's answer, without what HiGHS prints. StatusNotOk: the solver failed inside."""
    with SILENCE:
        return mathopt.solve(
            proto,
            kind,
            parameters_pb2.SolverInitializerProto(),
            parameters,
            model_parameters_pb2.ModelSolveParametersProto(),
            None,
            callback_pb2.CallbackRegistrationProto(),
            None,
            None,
        )


class _Silence:
    """Standard output closed while any thread is inside."""

    def __init__(self) -> None:
        self._lock, self._inside, self._kept = threading.Lock(), 0, -1

    def __enter__(self) -> None:
        with self._lock:
            if not self._inside:
                self._kept = os.dup(1)
                with Path(os.devnull).open("wb") as nothing:
                    os.dup2(nothing.fileno(), 1)
            self._inside += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._inside -= 1
            if not self._inside:
                os.dup2(self._kept, 1)
                os.close(self._kept)


SILENCE = _Silence()  # HiGHS prints some stray lines that no option stops


def read_result(answer: result_pb2.SolveResultProto, objective: Expression, columns: int, rows: int) -> LinearResult:
    """MathOpt's message as a result of a model with so many columns and rows."""
    solution, duals = np.zeros(columns), np.zeros(rows)
    reason, bound = answer.termination.reason, answer.termination.objective_bounds.dual_bound
    found = next((s for s in answer.solutions if s.HasField("primal_solution")), None)
    if found is not None and found.primal_solution.feasibility_status == solution_pb2.SOLUTION_STATUS_FEASIBLE:
        values, prices = found.primal_solution.variable_values, found.dual_solution.dual_values
        solution[np.fromiter(values.ids, dtype=np.int64)] = np.fromiter(values.values, dtype=float)
        if found.HasField("dual_solution"):
            duals[np.fromiter(prices.ids, dtype=np.int64)] = np.fromiter(prices.values, dtype=float)
        ending = Ending.OPTIMAL if reason == result_pb2.TERMINATION_REASON_OPTIMAL else Ending.FEASIBLE
        return LinearResult(ending, objective.value(solution), bound, solution, duals)
    infeasible = reason in (
        result_pb2.TERMINATION_REASON_INFEASIBLE,
        result_pb2.TERMINATION_REASON_INFEASIBLE_OR_UNBOUNDED,
    )
    return LinearResult(Ending.INFEASIBLE if infeasible else Ending.OUT_OF_WORK, INFINITY, bound, solution, duals)
