"""A linear programme that grows: GLOP keeps its basis while columns, rows and bounds are added."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import numpy as np
from ortools.glop import parameters_pb2 as glop_pb2
from ortools.math_opt import (
    callback_pb2,
    model_parameters_pb2,
    model_update_pb2,
    parameters_pb2,
)
from ortools.math_opt.core.python import solver as mathopt
from pybind11_abseil.status import StatusNotOk

from optimizer.model.linear import (
    INFINITY,
    Ending,
    Expression,
    Ints,
    LinearModel,
    LinearResult,
    expression,
    read_result,
)

Entry = tuple[int, float]  # a row or column, and its coefficient there


class GrowingProgramme:
    """Minimises one objective after another over a growing set of columns and rows, without integrality."""

    def __init__(self, model: LinearModel) -> None:
        """Start from a model's variables and rows; their numbers stay. The model itself is left alone."""
        self._solver = _glop(model, expression([], 0.0))
        self._whole = LinearModel(list(model.low), list(model.high), list(model.integer), list(model.rows))
        self._later: list[tuple[int, int, float]] = []  # entries of columns in rows that were there before
        self._total = expression([], 0.0)
        self._update = model_update_pb2.ModelUpdateProto()
        self._entries: list[tuple[int, int, float]] = []
        self._bounds: dict[int, float] = {}
        self._ceilings: dict[int, float] = {}
        self._costs: dict[int, float] = {}

    def add_columns(self, costs: Sequence[float], entries: Sequence[Sequence[Entry]]) -> Ints:
        """New variables from 0 up, each with its cost and its coefficients by row; their numbers."""
        fresh = self._whole.variables(len(costs), 0, INFINITY, integer=False)
        new = self._update.new_variables
        new.ids.extend(fresh.tolist())
        new.lower_bounds.extend([0.0] * len(costs))
        new.upper_bounds.extend([INFINITY] * len(costs))
        new.integers.extend([False] * len(costs))
        for column, rows in zip(fresh.tolist(), entries, strict=True):
            self._entries += [(row, column, value) for row, value in rows]
            self._later += [(row, column, value) for row, value in rows]
        self._costs |= dict(zip(fresh.tolist(), costs, strict=True))
        self._total = self._total + expression(fresh, list(costs) or 0.0)
        return fresh

    def add_row(self, left: Expression, high: float) -> int:
        """A new row left <= high; its number."""
        row = self._whole.row(left, high=high)
        new = self._update.new_linear_constraints
        new.ids.append(row)
        new.lower_bounds.append(-INFINITY)
        new.upper_bounds.append(high - left.constant)
        self._entries += [(row, column, value) for column, value in summed(left).items()]
        return row

    def set_low(self, column: int, low: float) -> None:
        """Let a variable be at least `low`."""
        self._whole.low[column] = self._bounds[column] = low

    def set_high(self, column: int, high: float) -> None:
        """Let a variable be at most `high`."""
        self._whole.high[column] = self._ceilings[column] = high

    def set_objective(self, objective: Expression) -> None:
        """Minimise another objective from now on; the variables not in it cost nothing."""
        self._costs = dict.fromkeys(self._total.columns.tolist(), 0.0) | summed(objective)
        self._total = objective

    def add_to_objective(self, more: Expression) -> None:
        """Count more from now on, on top of what counted so far."""
        self._total = self._total + more
        costs = np.bincount(self._total.columns, weights=self._total.coefficients)
        self._costs |= {column: float(costs[column]) for column in more.columns.tolist()}

    def solve(self, seconds: float) -> LinearResult:
        """The optimum from the last basis on, with duals; where GLOP loses its way, HiGHS solves from scratch."""
        self._flush()
        began = time.monotonic()
        for careful in (False, True):  # what is quick now and then ends without an optimum that is there
            parameters = _parameters(careful=careful)
            left = max(0.001, seconds - (time.monotonic() - began))
            parameters.time_limit.FromMilliseconds(max(1, int(left * 1000)))
            try:
                answer = self._solver.solve(
                    parameters,
                    model_parameters_pb2.ModelSolveParametersProto(),
                    None,
                    callback_pb2.CallbackRegistrationProto(),
                    None,
                    None,
                )
            except StatusNotOk:
                break
            result = read_result(answer, self._total, len(self._whole.low), len(self._whole.rows))
            if result.ending is Ending.OPTIMAL:
                return result
        return self._from_scratch(max(0.001, seconds - (time.monotonic() - began)))

    def _from_scratch(self, seconds: float) -> LinearResult:
        rows = list(self._whole.rows)
        later: dict[int, list[tuple[int, float]]] = {}
        for row, column, value in self._later:
            later.setdefault(row, []).append((column, value))
        for row, added in later.items():
            columns, coefficients, low, high = rows[row]
            rows[row] = (
                np.append(columns, [c for c, _ in added]),
                np.append(coefficients, [x for _, x in added]),
                low,
                high,
            )
        self._whole.rows, self._later = rows, []
        self._solver = _glop(self._whole, self._total)  # the old one may not be used any more
        relaxed = LinearModel(self._whole.low, self._whole.high, [False] * len(self._whole.low), rows)
        return relaxed.minimize(self._total, seconds=seconds)

    def _flush(self) -> None:
        """Hand everything new to the solver in one message, sorted as it wants it."""
        update = self._update
        costs = update.objective_updates.linear_coefficients
        for column, cost in sorted(self._costs.items()):
            costs.ids.append(column)
            costs.values.append(cost)
        bounds = update.variable_updates.lower_bounds
        for column, low in sorted(self._bounds.items()):
            bounds.ids.append(column)
            bounds.values.append(low)
        ceilings = update.variable_updates.upper_bounds
        for column, high in sorted(self._ceilings.items()):
            ceilings.ids.append(column)
            ceilings.values.append(high)
        matrix = update.linear_constraint_matrix_updates
        for row, column, value in sorted(self._entries):
            matrix.row_ids.append(row)
            matrix.column_ids.append(column)
            matrix.coefficients.append(value)
        update.objective_updates.offset_update = self._total.constant
        if not self._solver.update(update):
            raise RuntimeError("GLOP cannot take this change of a linear programme")
        self._update = model_update_pb2.ModelUpdateProto()
        self._entries, self._bounds, self._ceilings, self._costs = [], {}, {}, {}


def _parameters(*, careful: bool) -> parameters_pb2.SolveParametersProto:
    """Presolve would drop the basis; scaling and steepest edges mostly cost more here than they save."""
    off = parameters_pb2.EMPHASIS_OFF
    if careful:
        return parameters_pb2.SolveParametersProto(presolve=off)
    parameters = parameters_pb2.SolveParametersProto(presolve=off, scaling=off)
    parameters.glop.optimization_rule = glop_pb2.GlopParameters.DEVEX
    parameters.glop.feasibility_rule = glop_pb2.GlopParameters.DEVEX
    return parameters


def _glop(model: LinearModel, objective: Expression) -> Any:
    """MathOpt's incremental GLOP, which has no type of its own in Python."""
    proto = model.proto(objective, relax=True)
    return mathopt.new(parameters_pb2.SOLVER_TYPE_GLOP, proto, parameters_pb2.SolverInitializerProto())


def summed(left: Expression) -> dict[int, float]:
    """Coefficients by column, repeated columns added up."""
    total: dict[int, float] = {}
    for column, coefficient in zip(left.columns.tolist(), left.coefficients.tolist(), strict=True):
        total[column] = total.get(column, 0.0) + coefficient
    return total
