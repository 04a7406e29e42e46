"""A linear programme that grows: GLOP keeps its basis while columns, rows and bounds are added."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from ortools.math_opt import (
    callback_pb2,
    model_parameters_pb2,
    model_update_pb2,
    parameters_pb2,
    result_pb2,
    solution_pb2,
)
from ortools.math_opt.core.python import solver as mathopt

from optimizer.model.linear import INFINITY, Ending, Expression, Ints, LinearModel, LinearResult, expression

Entry = tuple[int, float]  # a row or column, and its coefficient there


class GrowingProgramme:
    """Minimises one objective after another over a growing set of columns and rows, without integrality."""

    def __init__(self, model: LinearModel) -> None:
        """Start from a model's variables and rows; their numbers stay."""
        self._columns, self._rows = len(model.low), len(model.rows)
        proto = model.proto(expression([], 0.0), relax=True)
        self._solver = mathopt.new(parameters_pb2.SOLVER_TYPE_GLOP, proto, parameters_pb2.SolverInitializerProto())
        self._update = model_update_pb2.ModelUpdateProto()
        self._entries: list[tuple[int, int, float]] = []
        self._bounds: dict[int, float] = {}
        self._objective: dict[int, float] = {}
        self._costly: set[int] = set()  # columns that any objective gave a cost
        self._constant = 0.0

    def add_columns(self, costs: Sequence[float], entries: Sequence[Sequence[Entry]]) -> Ints:
        """New variables from 0 up, each with its cost and its coefficients by row; their numbers."""
        fresh = np.arange(self._columns, self._columns + len(costs), dtype=np.int64)
        new = self._update.new_variables
        new.ids.extend(fresh.tolist())
        new.lower_bounds.extend([0.0] * len(costs))
        new.upper_bounds.extend([INFINITY] * len(costs))
        new.integers.extend([False] * len(costs))
        for column, cost, rows in zip(fresh.tolist(), costs, entries, strict=True):
            if cost:
                self._objective[column] = cost
                self._costly.add(column)
            self._entries += [(row, column, value) for row, value in rows]
        self._columns += len(costs)
        return fresh

    def add_row(self, left: Expression, high: float) -> int:
        """A new row left <= high; its number."""
        row = self._rows
        new = self._update.new_linear_constraints
        new.ids.append(row)
        new.lower_bounds.append(-INFINITY)
        new.upper_bounds.append(high - left.constant)
        self._entries += [(row, c, x) for c, x in summed(left).items()]
        self._rows += 1
        return row

    def set_low(self, column: int, low: float) -> None:
        """Let a variable be at least `low`."""
        self._bounds[column] = low

    def set_objective(self, objective: Expression) -> None:
        """Minimise another objective from now on; the variables not in it cost nothing."""
        wanted = summed(objective)
        self._objective = dict.fromkeys(self._costly, 0.0) | wanted
        self._costly |= wanted.keys()
        self._constant = objective.constant

    def solve(self, seconds: float) -> LinearResult:
        """The optimum from the last basis on, with duals by row and reduced costs left out."""
        self._flush()
        parameters = parameters_pb2.SolveParametersProto()
        parameters.time_limit.FromMilliseconds(max(1, int(seconds * 1000)))
        answer = self._solver.solve(
            parameters,
            model_parameters_pb2.ModelSolveParametersProto(),
            None,
            callback_pb2.CallbackRegistrationProto(),
            None,
            None,
        )
        return self._read(answer)

    def _flush(self) -> None:
        """Hand everything new to the solver in one message, sorted as it wants it."""
        update = self._update
        costs = update.objective_updates.linear_coefficients
        for column, cost in sorted(self._objective.items()):
            costs.ids.append(column)
            costs.values.append(cost)
        bounds = update.variable_updates.lower_bounds
        for column, low in sorted(self._bounds.items()):
            bounds.ids.append(column)
            bounds.values.append(low)
        matrix = update.linear_constraint_matrix_updates
        for row, column, value in sorted(self._entries):
            matrix.row_ids.append(row)
            matrix.column_ids.append(column)
            matrix.coefficients.append(value)
        update.objective_updates.offset_update = self._constant
        if not self._solver.update(update):
            raise RuntimeError("GLOP cannot take this change of a linear programme")
        self._update = model_update_pb2.ModelUpdateProto()
        self._entries, self._bounds, self._objective = [], {}, {}

    def _read(self, answer: result_pb2.SolveResultProto) -> LinearResult:
        solution, duals = np.zeros(self._columns), np.zeros(self._rows)
        if answer.termination.reason != result_pb2.TERMINATION_REASON_OPTIMAL or not answer.solutions:
            return LinearResult(Ending.OUT_OF_WORK, INFINITY, -INFINITY, solution, duals)
        best = answer.solutions[0]
        if best.primal_solution.feasibility_status != solution_pb2.SOLUTION_STATUS_FEASIBLE:
            return LinearResult(Ending.OUT_OF_WORK, INFINITY, -INFINITY, solution, duals)
        values, prices = best.primal_solution.variable_values, best.dual_solution.dual_values
        solution[np.fromiter(values.ids, dtype=np.int64)] = np.fromiter(values.values, dtype=float)
        duals[np.fromiter(prices.ids, dtype=np.int64)] = np.fromiter(prices.values, dtype=float)
        value = answer.termination.objective_bounds.primal_bound
        return LinearResult(Ending.OPTIMAL, value, answer.termination.objective_bounds.dual_bound, solution, duals)


def summed(left: Expression) -> dict[int, float]:
    """Coefficients by column, repeated columns added up."""
    total: dict[int, float] = {}
    for column, coefficient in zip(left.columns.tolist(), left.coefficients.tolist(), strict=True):
        total[column] = total.get(column, 0.0) + coefficient
    return total
